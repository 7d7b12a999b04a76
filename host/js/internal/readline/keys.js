// Keys: turns what a terminal sends into 'keypress' events (sequence, { sequence, name, ctrl, meta, shift }). Sequences that begin with
// Escape may come in pieces; a lone Escape is one when nothing follows it for a while.
'use strict';

const ESCAPE = '\u001b';
const ESCAPE_TIMEOUT = 500;
const kDecoder = Symbol('keypress decoder');
const kKeys = Symbol('keypress keys');

// Names by what follows Escape: with [ or O and a letter, or with [ and a number that "~", "$" (shift) or "^" (ctrl) ends.
const letters = { A: 'up', B: 'down', C: 'right', D: 'left', E: 'clear', F: 'end', H: 'home' };
const functionKeys = { P: 'f1', Q: 'f2', R: 'f3', S: 'f4' };
const bracketKeys = { A: 'f1', B: 'f2', C: 'f3', D: 'f4', E: 'f5' };
const numbers = {
  1: 'home', 2: 'insert', 3: 'delete', 4: 'end', 5: 'pageup', 6: 'pagedown', 7: 'home', 8: 'end', 11: 'f1', 12: 'f2', 13: 'f3', 14: 'f4',
  15: 'f5', 17: 'f6', 18: 'f7', 19: 'f8', 20: 'f9', 21: 'f10', 23: 'f11', 24: 'f12', 200: 'paste-start', 201: 'paste-end',
};
const withMark = new Set(['2', '3', '5', '6', '7', '8']);

// The name of a code such as "[3~", and the modifier that its form implies.
function nameOf(code) {
  const rest = code.slice(1);
  if (code === '[Z') return { name: 'tab', shift: true };
  if (Object.hasOwn(letters, rest)) return { name: letters[rest] };
  if (Object.hasOwn(functionKeys, rest)) return { name: functionKeys[rest] };
  if (/^[a-e]$/.test(rest)) return { name: letters[rest.toUpperCase()], [code[0] === 'O' ? 'ctrl' : 'shift']: true };
  if (code[0] === '[') {
    if (rest[0] === '[' && Object.hasOwn(bracketKeys, rest.slice(1))) return { name: bracketKeys[rest.slice(1)] };
    if (rest === '[5~' || rest === '[6~') return { name: numbers[rest[1]] };
    const number = rest.slice(0, -1);
    const mark = rest.at(-1);
    if (mark === '~' && Object.hasOwn(numbers, number)) return { name: numbers[number] };
    if ((mark === '$' || mark === '^') && withMark.has(number)) return { name: numbers[number], [mark === '$' ? 'shift' : 'ctrl']: true };
  }
  return { name: 'undefined' };
}

const isDigit = (character) => character >= '0' && character <= '9';

// Reads one key from the characters that `text` begins with: { length, key, isEscaped }, or undefined if more have to come.
function readKey(text) {
  let at = 0;
  const next = () => {
    if (at >= text.length) return undefined;
    const character = String.fromCodePoint(text.codePointAt(at));
    at += character.length;
    return character;
  };
  let character = next();
  let isEscaped = false;
  if (character === ESCAPE) {
    isEscaped = true;
    character = next();
    if (character === ESCAPE) character = next();
    if (character === undefined) return undefined;
  }
  const key = { sequence: null, name: undefined, ctrl: false, meta: false, shift: false };
  if (isEscaped && (character === 'O' || character === '[')) {
    const found = character === 'O' ? readO(next) : readBracket(next);
    if (found === undefined) return undefined;
    const { code, modifier } = found;
    Object.assign(key, { ctrl: Boolean(modifier & 4), meta: Boolean(modifier & 10), shift: Boolean(modifier & 1), code }, nameOf(code));
  } else {
    describe(key, character, isEscaped);
  }
  key.sequence = text.slice(0, at);
  return { length: at, key, isEscaped };
}

function readO(next) {
  let character = next();
  let modifier = 0;
  if (isDigit(character)) {
    modifier = Number(character) - 1;
    character = next();
  }
  return character === undefined ? undefined : { code: `O${character}`, modifier };
}

function readBracket(next) {
  let prefix = '[';
  let character = next();
  if (character === '[') {
    prefix = '[[';
    character = next();
  }
  let command = '';
  for (let i = 0; i < 3 && isDigit(character); i++) {
    command += character;
    character = next();
  }
  if (character === ';') {
    command += character;
    character = next();
    if (isDigit(character)) {
      command += character;
      character = next();
    }
  }
  if (character === undefined) return undefined;
  command += character;
  let match = /^(?:(\d\d?)(?:;(\d))?([~^$])|(\d{3}~))$/.exec(command);
  if (match !== null) return { code: prefix + (match[4] ?? match[1] + match[3]), modifier: (match[2] ?? 1) - 1 };
  match = /^(?:(?:\d;)?(\d))?([A-Za-z])$/.exec(command);
  if (match !== null) return { code: prefix + match[2], modifier: (match[1] ?? 1) - 1 };
  return { code: prefix + command, modifier: 0 };
}

const named = { '\r': 'return', '\n': 'enter', '\t': 'tab', '\b': 'backspace', '\u007f': 'backspace', [ESCAPE]: 'escape', ' ': 'space' };

function describe(key, character, isEscaped) {
  if (Object.hasOwn(named, character)) {
    key.name = named[character];
    key.meta = isEscaped;
  } else if (!isEscaped && character <= '\u001a') {
    key.name = String.fromCharCode(character.charCodeAt(0) + 96);
    key.ctrl = true;
  } else if (/^[0-9A-Za-z]$/.test(character)) {
    key.name = character.toLowerCase();
    key.shift = /^[A-Z]$/.test(character);
    key.meta = isEscaped;
  } else if (isEscaped) {
    key.meta = true;
  }
}

// The text that has come and is not a whole key yet.
class Keys {
  constructor(stream) {
    this.stream = stream;
    this.text = '';
  }

  add(character) {
    this.text += character;
    const found = readKey(this.text);
    if (found === undefined) return;
    this.text = '';
    this.#emit(found.key, found.isEscaped);
  }

  // Nothing follows: what there is, is Escape.
  flush() {
    const { text } = this;
    if (text === '') return;
    this.text = '';
    this.#emit({ sequence: text, name: text === ESCAPE || text === ESCAPE + ESCAPE ? 'escape' : undefined, ctrl: false, meta: true, shift: false }, true);
  }

  #emit(key, isEscaped) {
    this.stream.emit('keypress', isEscaped ? undefined : key.sequence, key);
  }
}

function emitKeypressEvents(stream, iface = {}) {
  if (stream[kKeys]) return;
  const { StringDecoder } = require('string_decoder');
  const { clearTimeout, setTimeout } = require('timers');
  const keys = stream[kKeys] = new Keys(stream);
  stream[kDecoder] = new StringDecoder('utf8');
  let timer;
  const onData = (chunk) => {
    if (stream.listenerCount('keypress') === 0) {
      stream.removeListener('data', onData);
      stream.on('newListener', onNewListener);
      return;
    }
    const text = stream[kDecoder].write(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
    if (text === '') return;
    clearTimeout(timer);
    let length = 0;
    // A pasted tab is text.
    iface.isCompletionEnabled = String.fromCodePoint(text.codePointAt(0)).length === text.length;
    for (const character of text) {
      length += character.length;
      if (length === text.length) iface.isCompletionEnabled = true;
      keys.add(character);
      if (character === ESCAPE && length === text.length) {
        timer = setTimeout(() => keys.flush(), iface.escapeCodeTimeout ?? ESCAPE_TIMEOUT);
      }
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
