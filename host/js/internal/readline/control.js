'use strict';
// Control sequences for terminals, and key presses read from a stream.

const { codes } = require('internal/errors');
const { validateFunction } = require('internal/validators');

// The sequence that moves the cursor to a column, or to a column and a row.
function cursorSequence(x, y) {
  if (Number.isNaN(x)) throw new codes.ERR_INVALID_ARG_VALUE('x', x);
  if (Number.isNaN(y)) throw new codes.ERR_INVALID_ARG_VALUE('y', y);
  if (typeof x !== 'number') throw new codes.ERR_INVALID_CURSOR_POS();
  return typeof y !== 'number' ? `\u001b[${x + 1}G` : `\u001b[${y + 1};${x + 1}H`;
}

function moveSequence(dx, dy) {
  let text = '';
  if (dx < 0) text += `\u001b[${-dx}D`;
  else if (dx > 0) text += `\u001b[${dx}C`;
  if (dy < 0) text += `\u001b[${-dy}A`;
  else if (dy > 0) text += `\u001b[${dy}B`;
  return text;
}

const lineSequence = (direction) => {
  if (direction < 0) return '\u001b[1K';
  return direction > 0 ? '\u001b[0K' : '\u001b[2K';
};

function send(stream, text, callback) {
  if (callback !== undefined) validateFunction(callback, 'callback');
  if (stream === null || stream === undefined || text === '') {
    if (typeof callback === 'function') process.nextTick(callback, null);
    return true;
  }
  return stream.write(text, callback);
}

function cursorTo(stream, x, y, callback) {
  if (callback !== undefined) validateFunction(callback, 'callback');
  if (typeof y === 'function') [y, callback] = [undefined, y];
  if (stream === null || stream === undefined || (typeof x !== 'number' && typeof y !== 'number')) {
    if (Number.isNaN(x)) throw new codes.ERR_INVALID_ARG_VALUE('x', x);
    return send(null, '', callback);
  }
  return send(stream, cursorSequence(x, y), callback);
}

const moveCursor = (stream, dx, dy, callback) => send(stream, moveSequence(dx, dy), callback);
const clearLine = (stream, direction, callback) =>
  send(stream, lineSequence(direction), callback);
const clearScreenDown = (stream, callback) => send(stream, '\u001b[0J', callback);

const named = {
  '\r': 'return', '\n': 'enter', '\t': 'tab', '\b': 'backspace', '\x7f': 'backspace',
  '\u001b': 'escape', ' ': 'space',
  '[A': 'up', '[B': 'down', '[C': 'right', '[D': 'left', '[H': 'home', '[F': 'end',
  'OA': 'up', 'OB': 'down', 'OC': 'right', 'OD': 'left', 'OH': 'home', 'OF': 'end',
  'OP': 'f1', 'OQ': 'f2', 'OR': 'f3', 'OS': 'f4', '[15~': 'f5', '[17~': 'f6', '[18~': 'f7',
  '[19~': 'f8', '[20~': 'f9', '[21~': 'f10', '[23~': 'f11', '[24~': 'f12',
  '[2~': 'insert', '[3~': 'delete', '[5~': 'pageup', '[6~': 'pagedown', '[1~': 'home', '[4~': 'end',
  '[Z': 'tab',
};

// eslint-disable-next-line no-control-regex
const keyPattern = /\u001b(?:\[[0-9;]*[~A-Za-z]|O[A-Z]|.)?|[^]/gu;

// The key that a character or an escape sequence stands for.
function keyOf(sequence) {
  const key = { sequence, name: undefined, ctrl: false, meta: false, shift: false };
  if (sequence.length > 1 && sequence[0] === '\u001b') {
    const rest = sequence.slice(1);
    const modified = /^\[(?:1;)?(\d);?(\d)?([~A-Z])$/.exec(rest);
    key.name = named[rest];
    key.shift = rest === '[Z';
    if (key.name === undefined && modified !== null) {
      const bits = Number(modified[2] ?? modified[1]) - 1;
      key.name = named[`[${modified[3]}`];
      key.shift = Boolean(bits & 1);
      key.meta = Boolean(bits & 10);
      key.ctrl = Boolean(bits & 4);
    }
    key.code = rest.startsWith('[') || rest.startsWith('O') ? rest : undefined;
    if (key.name === undefined && key.code === undefined) {
      return { ...keyOf(rest), sequence, meta: true };
    }
    return key;
  }
  if (named[sequence] !== undefined) {
    key.name = named[sequence];
  } else if (sequence <= '\u001a') {
    key.name = String.fromCharCode(sequence.charCodeAt(0) + 96);
    key.ctrl = true;
  } else if (/^[0-9A-Za-z]$/.test(sequence)) {
    key.name = sequence.toLowerCase();
    key.shift = /^[A-Z]$/.test(sequence);
  }
  return key;
}

const kAttached = Symbol('keypress');

// Makes `stream` emit 'keypress' events while someone listens for them.
function emitKeypressEvents(stream) {
  if (stream[kAttached]) return;
  stream[kAttached] = true;
  const { StringDecoder } = require('string_decoder');
  const decoder = new StringDecoder('utf8');
  const onData = (chunk) => {
    if (stream.listenerCount('keypress') === 0) {
      stream.removeListener('data', onData);
      stream.on('newListener', onNewListener);
      return;
    }
    const text = typeof chunk === 'string' ? chunk : decoder.write(chunk);
    for (const [sequence] of text.matchAll(keyPattern)) {
      const printable = sequence.length === 1 || !sequence.startsWith('\u001b');
      stream.emit('keypress', printable ? sequence : undefined, keyOf(sequence));
    }
  };
  function onNewListener(event) {
    if (event !== 'keypress') return;
    stream.removeListener('newListener', onNewListener);
    stream.on('data', onData);
  }
  if (stream.listenerCount('keypress') > 0) stream.on('data', onData);
  else stream.on('newListener', onNewListener);
}

module.exports = {
  clearLine, clearScreenDown, cursorSequence, cursorTo, emitKeypressEvents, lineSequence,
  moveCursor, moveSequence,
};
