// tty: terminals. `isatty` is what most packages come for, so the stream classes are loaded on first use.
'use strict';

const { isTerminal } = internalBinding('tty');

function isatty(fd) {
  return Number.isInteger(fd) && fd >= 0 && fd <= 2147483647 && isTerminal(fd);
}

exports.isatty = isatty;
for (const name of ['ReadStream', 'WriteStream']) {
  Object.defineProperty(exports, name, {
    __proto__: null,
    enumerable: true,
    configurable: true,
    get() {
      const value = require('internal/tty_streams')[name];
      Object.defineProperty(exports, name, { __proto__: null, value, enumerable: true, configurable: true, writable: true });
      return value;
    },
    set(value) {
      Object.defineProperty(exports, name, { __proto__: null, value, enumerable: true, configurable: true, writable: true });
    },
  });
}
