// readline: lines from a stream, and editing them on a terminal. The parts are in internal/readline/*.
'use strict';

const { Interface } = require('internal/readline/interface');
const { clearLine, clearScreenDown, cursorTo, moveCursor } = require('internal/readline/cursor');
const { defineLazy } = require('internal/util');
const { emitKeypressEvents } = require('internal/readline/keys');

function createInterface(input, output, completer, terminal) {
  return new Interface(input, output, completer, terminal);
}

module.exports = { Interface, clearLine, clearScreenDown, createInterface, cursorTo, emitKeypressEvents, moveCursor };
defineLazy(module.exports, 'promises', () => require('readline/promises'));
