// Editing one line on a terminal: keys, cursor, history, completion. Deliberately absent: undo, kill ring, multi-line history search.
'use strict';

const { clearScreenDown, cursorTo, moveCursor } = require('internal/readline/cursor');
const { emitKeypressEvents } = require('internal/readline/keys');

function width(text) {
  // Control sequences take no room.
  let total = 0;
  for (const character of text.replace(/\u001b\[[0-9;]*[A-Za-z]/g, '')) {
    const code = character.codePointAt(0);
    const wide = (code >= 0x1100 && code <= 0x115f) || (code >= 0x2e80 && code <= 0xa4cf) || (code >= 0xac00 && code <= 0xd7a3) ||
      (code >= 0xf900 && code <= 0xfaff) || (code >= 0xfe30 && code <= 0xfe6f) || (code >= 0xff00 && code <= 0xff60) ||
      (code >= 0x1f300 && code <= 0x1faff) || (code >= 0x20000 && code <= 0x3fffd);
    total += wide ? 2 : /\p{Mark}/u.test(character) ? 0 : 1;
  }
  return total;
}

function position(self, text) {
  const columns = self.columns;
  const total = width(text);
  return { cols: total % columns, rows: Math.floor(total / columns) };
}

const methods = {
  get columns() {
    return this.output?.columns || Infinity;
  },

  getCursorPos() {
    return Number.isFinite(this.columns) ? position(this, this._prompt + this.line.slice(0, this.cursor)) :
      { cols: width(this._prompt + this.line.slice(0, this.cursor)), rows: 0 };
  },

  _refreshLine() {
    const text = this._prompt + this.line;
    if (this._previousRows > 0) moveCursor(this.output, 0, -this._previousRows);
    cursorTo(this.output, 0);
    clearScreenDown(this.output);
    this._writeToOutput(text);
    const end = Number.isFinite(this.columns) ? position(this, text) : { cols: width(text), rows: 0 };
    if (end.cols === 0 && end.rows > 0) this._writeToOutput(' ');
    const cursor = this.getCursorPos();
    cursorTo(this.output, cursor.cols);
    if (end.rows > cursor.rows) moveCursor(this.output, 0, cursor.rows - end.rows);
    this._previousRows = cursor.rows;
  },
};

function insert(self, text) {
  if (self.cursor < self.line.length) {
    self.line = self.line.slice(0, self.cursor) + text + self.line.slice(self.cursor);
    self.cursor += text.length;
    self._refreshLine();
  } else {
    self.line += text;
    self.cursor += text.length;
    if (self.getCursorPos().cols === 0) self._refreshLine();
    else self._writeToOutput(text);
  }
}

function erase(self, from, to) {
  if (from >= to) return;
  self.line = self.line.slice(0, from) + self.line.slice(to);
  self.cursor = from;
  self._refreshLine();
}

function move(self, to) {
  self.cursor = Math.max(0, Math.min(self.line.length, to));
  self._refreshLine();
}

const before = (self) => (self.cursor === 0 ? 0 : self.cursor - lastCharacter(self.line.slice(0, self.cursor)).length);
const after = (self) => self.cursor + (self.line.length > self.cursor ? String.fromCodePoint(self.line.codePointAt(self.cursor)).length : 0);
const lastCharacter = (text) => Array.from(text.slice(-2)).pop();
const wordLeft = (self) => self.line.slice(0, self.cursor).search(/(?:[^\w\s]+|\w+|)\s*$/);
const wordRight = (self) => self.cursor + /^(?:\s+|[^\w\s]+|\w+)\s*/.exec(`${self.line.slice(self.cursor)} `)[0].length;

function enter(self) {
  const { line } = self;
  if (line.trim() !== '' && self.historySize > 0 && self.history[0] !== line) {
    if (self.removeHistoryDuplicates) self.history = self.history.filter((entry) => entry !== line);
    self.history.unshift(line);
    if (self.history.length > self.historySize) self.history.pop();
    self.emit('history', self.history);
  }
  self._historyIndex = -1;
  move(self, line.length);
  self._writeToOutput('\r\n');
  self._previousRows = 0;
  self.line = '';
  self.cursor = 0;
  self._onLine(line);
}

function recall(self, step) {
  const index = self._historyIndex + step;
  if (index < -1 || index >= self.history.length) return;
  if (self._historyIndex === -1) self._draft = self.line;
  self._historyIndex = index;
  self.line = index === -1 ? self._draft : self.history[index];
  move(self, self.line.length);
}

function interrupt(self) {
  if (self.listenerCount('SIGINT') > 0) self.emit('SIGINT');
  else self.close();
}

function complete(self) {
  if (typeof self.completer !== 'function') {
    insert(self, '\t');
    return;
  }
  const show = (error, result) => {
    if (error || !result) return;
    const [found, fragment] = result;
    if (found.length === 0) return;
    let common = found[0];
    for (const entry of found) {
      while (!entry.startsWith(common)) common = common.slice(0, -1);
    }
    if (common.length > fragment.length) {
      insert(self, common.slice(fragment.length));
    } else if (found.length > 1) {
      self._writeToOutput(`\r\n${found.join('  ')}\r\n`);
      self._previousRows = 0;
      self._refreshLine();
    }
  };
  const text = self.line.slice(0, self.cursor);
  if (self.completer.length === 2) {
    self.completer(text, show);
    return;
  }
  Promise.resolve(self.completer(text)).then((result) => show(null, result), show);
}

const control = {
  a: (self) => move(self, 0),
  b: (self) => move(self, before(self)),
  c: interrupt,
  d: (self) => (self.line.length === 0 ? self.close() : erase(self, self.cursor, after(self))),
  e: (self) => move(self, self.line.length),
  f: (self) => move(self, after(self)),
  h: (self) => erase(self, before(self), self.cursor),
  k: (self) => erase(self, self.cursor, self.line.length),
  l(self) {
    cursorTo(self.output, 0, 0);
    clearScreenDown(self.output);
    self._previousRows = 0;
    self._refreshLine();
  },
  n: (self) => recall(self, -1),
  p: (self) => recall(self, 1),
  u: (self) => erase(self, 0, self.cursor),
  w: (self) => erase(self, wordLeft(self), self.cursor),
  z(self) {
    if (self.listenerCount('SIGTSTP') > 0) self.emit('SIGTSTP');
    else process.kill(process.pid, 'SIGTSTP');
  },
  left: (self) => move(self, wordLeft(self)),
  right: (self) => move(self, wordRight(self)),
};

const meta = {
  b: (self) => move(self, wordLeft(self)),
  f: (self) => move(self, wordRight(self)),
  d: (self) => erase(self, self.cursor, wordRight(self)),
  backspace: (self) => erase(self, wordLeft(self), self.cursor),
};

const plain = {
  'return': (self) => {
    self._sawReturnAt = Date.now();
    enter(self);
  },
  enter(self) {
    // "\r\n" is one line end.
    if (self._sawReturnAt && Date.now() - self._sawReturnAt <= self.crlfDelay) self._sawReturnAt = 0;
    else enter(self);
  },
  backspace: (self) => erase(self, before(self), self.cursor),
  'delete': (self) => erase(self, self.cursor, after(self)),
  left: (self) => move(self, before(self)),
  right: (self) => move(self, after(self)),
  home: (self) => move(self, 0),
  end: (self) => move(self, self.line.length),
  up: (self) => recall(self, 1),
  down: (self) => recall(self, -1),
  tab: complete,
};

function press(self, text, key = {}) {
  if (key === null) key = {};
  if (key.name !== 'enter') self._sawReturnAt = 0;
  const table = key.ctrl && !key.meta ? control : key.meta ? meta : plain;
  if (typeof key.name === 'string' && Object.hasOwn(table, key.name)) {
    table[key.name](self);
    return;
  }
  if (key.ctrl || key.meta || typeof text !== 'string' || text === '') return;
  // Pasted text may hold several lines.
  const parts = text.split(/\r\n|\n|\r/);
  parts.forEach((part, index) => {
    if (index > 0) enter(self);
    if (part !== '') insert(self, part);
  });
}

function attach(self) {
  Object.defineProperties(self, Object.getOwnPropertyDescriptors(methods));
  self._historyIndex = -1;
  self._previousRows = 0;
  emitKeypressEvents(self.input, self);
  const onKey = (text, key) => press(self, text, key);
  const onEnd = () => {
    if (self.line.length > 0) self._onLine(self.line);
    self.close();
  };
  const onResize = () => self._refreshLine();
  self.input.on('keypress', onKey);
  self.input.on('end', onEnd);
  self.input.setRawMode?.(true);
  self.output?.on('resize', onResize);
  self.once('close', () => {
    self.input.removeListener('keypress', onKey);
    self.input.removeListener('end', onEnd);
    self.output?.removeListener('resize', onResize);
  });
}

module.exports = { attach, press };
