// readline: lines from a stream, and editing them on a terminal. The parts are in internal/readline/*.
'use strict';

const { Interface } = require('internal/readline/interface');
const { clearLine, clearScreenDown, cursorTo, moveCursor } = require('internal/readline/cursor');
const { emitKeypressEvents } = require('internal/readline/keys');

function createInterface(input, output, completer, terminal) {
  return new Interface(input, output, completer, terminal);
}

module.exports = { Interface, clearLine, clearScreenDown, createInterface, cursorTo, emitKeypressEvents, moveCursor };
Object.defineProperty(module.exports, 'promises', {
  __proto__: null, enumerable: true, configurable: true, get: () => require('readline/promises'),
});
'use strict';
// readline: interfaces that read lines, and control of the terminal's cursor.

const { CallbackInterface } = require('internal/readline/interface');
const control = require('internal/readline/control');
const { defineLazy } = require('internal/util');

// Callable without `new`, as in Node.
function Interface(...args) {
  return Reflect.construct(CallbackInterface, args, new.target ?? CallbackInterface);
}
Interface.prototype = CallbackInterface.prototype;
Object.setPrototypeOf(Interface, CallbackInterface);

module.exports = {
  Interface,
  clearLine: control.clearLine,
  clearScreenDown: control.clearScreenDown,
  createInterface: (...args) => new CallbackInterface(...args),
  cursorTo: control.cursorTo,
  emitKeypressEvents: control.emitKeypressEvents,
  moveCursor: control.moveCursor,
};
defineLazy(module.exports, 'promises', () => require('readline/promises'));
