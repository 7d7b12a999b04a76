// `_stream_writable`: the old name of a part of `stream`.
'use strict';

module.exports = require('stream').Writable;
