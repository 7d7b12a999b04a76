// `_stream_duplex`: the old name of a part of `stream`.
'use strict';

module.exports = require('stream').Duplex;
