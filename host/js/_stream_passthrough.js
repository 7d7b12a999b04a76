// `_stream_passthrough`: the old name of a part of `stream`.
'use strict';

module.exports = require('stream').PassThrough;
