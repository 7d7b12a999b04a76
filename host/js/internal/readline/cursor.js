// Terminal control sequences as functions over any writable stream.
'use strict';

const { codes: { ERR_INVALID_ARG_VALUE, ERR_INVALID_CURSOR_POS } } = require('internal/errors');
const { validateFunction } = require('internal/validators');

const ESC = '\u001b[';

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
  if (Number.isNaN(x)) throw new ERR_INVALID_ARG_VALUE('x', x);
  if (Number.isNaN(y)) throw new ERR_INVALID_ARG_VALUE('y', y);
  if (stream === null || stream === undefined || (typeof x !== 'number' && typeof y !== 'number')) return send(null, '', callback);
  if (typeof x !== 'number') throw new ERR_INVALID_CURSOR_POS();
  return send(stream, typeof y === 'number' ? `${ESC}${y + 1};${x + 1}H` : `${ESC}${x + 1}G`, callback);
}

function moveCursor(stream, dx, dy, callback) {
  let text = '';
  // What is no number moves nowhere.
  if (dx < 0) text += `${ESC}${-dx}D`;
  else if (dx > 0) text += `${ESC}${dx}C`;
  if (dy < 0) text += `${ESC}${-dy}A`;
  else if (dy > 0) text += `${ESC}${dy}B`;
  return send(stream, text, callback);
}

const clearLine = (stream, direction, callback) => send(stream, `${ESC}${direction < 0 ? 1 : direction > 0 ? 0 : 2}K`, callback);
const clearScreenDown = (stream, callback) => send(stream, `${ESC}0J`, callback);

module.exports = { clearLine, clearScreenDown, cursorTo, moveCursor };
