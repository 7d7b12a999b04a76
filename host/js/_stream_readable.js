// `_stream_readable`: the old name of a part of `stream`.
'use strict';

module.exports = require('stream').Readable;
