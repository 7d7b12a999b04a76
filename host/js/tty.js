// tty: terminals. `isatty` is what most packages come for, so the stream classes are loaded on first use.
'use strict';

const { defineLazy } = require('internal/util');
const { isTerminal } = internalBinding('tty');

function isatty(fd) {
  return Number.isInteger(fd) && fd >= 0 && fd <= 2147483647 && isTerminal(fd);
}

exports.isatty = isatty;
for (const name of ['ReadStream', 'WriteStream']) defineLazy(exports, name, () => require('internal/tty_streams')[name]);
