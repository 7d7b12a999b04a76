// Keys: turns what a terminal sends into 'keypress' events (sequence, { sequence, name, ctrl, meta, shift }).
'use strict';

const ESCAPE = '\u001b';
const kDecoder = Symbol('keypress decoder');
const kRest = Symbol('keypress rest');

// Final characters (`ESC [ A`, `ESC O A`) and numbers (`ESC [ 3 ~`).
const byLetter = {
  A: 'up', B: 'down', C: 'right', D: 'left', E: 'clear', F: 'end', H: 'home', P: 'f1', Q: 'f2', R: 'f3', S: 'f4', Z: 'tab',
  a: 'up', b: 'down', c: 'right', d: 'left', e: 'clear',
};
const byNumber = {
  1: 'home', 2: 'insert', 3: 'delete', 4: 'end', 5: 'pageup', 6: 'pagedown', 7: 'home', 8: 'end', 11: 'f1', 12: 'f2', 13: 'f3', 14: 'f4',
  15: 'f5', 17: 'f6', 18: 'f7', 19: 'f8', 20: 'f9', 21: 'f10', 23: 'f11', 24: 'f12', 200: 'paste-start', 201: 'paste-end',
};

function sequenceKey(sequence) {
  const key = { sequence, name: undefined, ctrl: false, meta: false, shift: false };
  // ESC [ number ; modifier letter, or ESC O letter
  const match = /^\u001b+[[O](?:\[)?(\d+)?(?:;(\d+))?([~^$A-Za-z])$/.exec(sequence);
  if (match === null) return { ...key, name: 'undefined' };
  const [, number, modifierText, letter] = match;
  const modifier = (Number(modifierText) || 1) - 1;
  key.shift = Boolean(modifier & 1) || letter === '$' || letter === 'Z' || /[a-e]/.test(letter);
  key.meta = Boolean(modifier & 10);
  key.ctrl = Boolean(modifier & 4) || letter === '^';
  key.name = /[~^$]/.test(letter) ? byNumber[number] : byLetter[letter];
  key.code = sequence.replace(/^\u001b+/, '').replace(/;\d+/, '');
  key.name ??= 'undefined';
  return key;
}

function plainKey(text, meta) {
  const key = { sequence: meta ? ESCAPE + text : text, name: undefined, ctrl: false, meta, shift: false };
  if (text === '\r') key.name = 'return';
  else if (text === '\n') key.name = 'enter';
  else if (text === '\t') key.name = 'tab';
  else if (text === '\b' || text === '\u007f') key.name = 'backspace';
  else if (text === ESCAPE) key.name = 'escape';
  else if (text === ' ') key.name = 'space';
  else if (text <= '\u001a' && text.length === 1) {
    key.name = String.fromCharCode(text.charCodeAt(0) + 96);
    key.ctrl = true;
  } else if (/^[0-9A-Za-z]$/.test(text)) {
    key.name = text.toLowerCase();
    key.shift = /^[A-Z]$/.test(text);
  }
  return key;
}

function* split(text) {
  let at = 0;
  while (at < text.length) {
    const rest = text.slice(at);
    const match = /^\u001b\u001b?(?:\[\[?[0-9;]*[~^$A-Za-z]|O[0-9;]*[A-Za-z])/.exec(rest);
    if (match !== null) {
      yield [undefined, sequenceKey(match[0])];
      at += match[0].length;
    } else if (rest[0] === ESCAPE && rest.length > 1) {
      const character = String.fromCodePoint(rest.codePointAt(1));
      yield [undefined, plainKey(character, true)];
      at += 1 + character.length;
    } else {
      const character = String.fromCodePoint(rest.codePointAt(0));
      const key = plainKey(character, false);
      if (character === ESCAPE) key.meta = true;
      yield [character === ESCAPE ? undefined : character, key];
      at += character.length;
    }
  }
}

function emitKeypressEvents(stream, iface) {
  if (stream[kDecoder]) return;
  const { StringDecoder } = require('string_decoder');
  stream[kDecoder] = new StringDecoder('utf8');
  stream[kRest] = '';
  const onData = (chunk) => {
    if (stream.listenerCount('keypress') === 0) {
      stream.removeListener('data', onData);
      stream.on('newListener', onNewListener);
      return;
    }
    const text = typeof chunk === 'string' ? chunk : stream[kDecoder].write(chunk);
    for (const [sequence, key] of split(text)) {
      if (iface?.closed) return;
      stream.emit('keypress', sequence, key);
    }
  };
  const onNewListener = (event) => {
    if (event !== 'keypress') return;
    stream.on('data', onData);
    stream.removeListener('newListener', onNewListener);
  };
  if (stream.listenerCount('keypress') > 0) stream.on('data', onData);
  else stream.on('newListener', onNewListener);
}

module.exports = { emitKeypressEvents };
