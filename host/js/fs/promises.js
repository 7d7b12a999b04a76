// require('fs/promises') is fs.promises.
'use strict';

module.exports = require('internal/fs/promises').exports;
