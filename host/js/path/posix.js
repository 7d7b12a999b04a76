'use strict';
// path/posix
module.exports = require('path').posix;
