// The path module: posix and win32 flavours. The parts that do not differ are in
// internal/path/common.js.
'use strict';

const posix = require('internal/path/posix');
const { defineLazy } = require('internal/util');

posix.posix = posix;
defineLazy(posix, 'win32', () => require('internal/path/win32'));

module.exports = posix;
