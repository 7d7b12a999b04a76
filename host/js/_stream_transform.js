// `_stream_transform`: the old name of a part of `stream`.
'use strict';

module.exports = require('stream').Transform;
