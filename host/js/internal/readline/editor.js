// Editing one line on a terminal: which key does what. The operations themselves are in edits.js.
'use strict';

const { clearScreenDown, cursorTo } = require('internal/readline/cursor');
const { emitKeypressEvents } = require('internal/readline/keys');

function interrupt(self) {
  // Nobody listens: as an end of the input.
  if (self.listenerCount('SIGINT') > 0) self.emit('SIGINT');
  else self.close();
}

function suspend(self) {
  if (process.platform === 'win32') return;
  if (self.listenerCount('SIGTSTP') > 0) {
    self.emit('SIGTSTP');
    return;
  }
  process.once('SIGCONT', () => {
    // The prompt may be another by now.
    if (!self.paused) {
      self.pause();
      self.emit('SIGCONT');
    }
    self.input.setRawMode?.(true);
    self._refreshLine();
  });
  self.input.setRawMode?.(false);
  process.kill(process.pid, 'SIGTSTP');
}

const control = {
  a: (self) => self._moveCursor(-Infinity),
  b: (self) => self._moveCursor(-self._charLeft()),
  c: interrupt,
  d(self) {
    if (self.cursor === 0 && self.line.length === 0) self.close();
    else self._deleteRight();
  },
  e: (self) => self._moveCursor(Infinity),
  f: (self) => self._moveCursor(self._charRight()),
  h: (self) => self._deleteLeft(),
  k: (self) => self._deleteLineRight(),
  l(self) {
    cursorTo(self.output, 0, 0);
    clearScreenDown(self.output);
    self.prevRows = 0;
    self._refreshLine();
  },
  n: (self) => self._historyNext(),
  p: (self) => self._historyPrev(),
  u: (self) => self._deleteLineLeft(),
  w: (self) => self._deleteWordLeft(),
  y: (self) => self._yank(),
  z: suspend,
  backspace: (self) => self._deleteWordLeft(),
  'delete': (self) => self._deleteWordRight(),
  left: (self) => self._wordLeft(),
  right: (self) => self._wordRight(),
};

const meta = {
  b: (self) => self._wordLeft(),
  f: (self) => self._wordRight(),
  d: (self) => self._deleteWordRight(),
  'delete': (self) => self._deleteWordRight(),
  backspace: (self) => self._deleteWordLeft(),
  y: (self) => self._yankPop(),
};

const shifted = {
  backspace: (self) => self._deleteLineLeft(),
  'delete': (self) => self._deleteLineRight(),
};

const plain = {
  'return': (self) => {
    self._sawReturnAt = Date.now();
    self._line();
  },
  enter(self) {
    // "\r\n" is one line end.
    if (!self._sawReturnAt || Date.now() - self._sawReturnAt > self.crlfDelay) self._line();
    self._sawReturnAt = 0;
  },
  backspace: (self) => self._deleteLeft(),
  'delete': (self) => self._deleteRight(),
  left: (self) => self._moveCursor(-self._charLeft()),
  right: (self) => self._moveCursor(self._charRight()),
  home: (self) => self._moveCursor(-Infinity),
  end: (self) => self._moveCursor(Infinity),
  up: (self) => self._historyPrev(),
  down: (self) => self._historyNext(),
};

function tableOf(key) {
  if (key.ctrl && key.shift) return shifted;
  if (key.ctrl) return control;
  return key.meta ? meta : plain;
}

// While up and down are pressed, only what begins as the line did is recalled.
function noteSearch(self, key) {
  if ((key.name === 'up' || key.name === 'down') && !key.ctrl && !key.meta && !key.shift) {
    self._search ??= self.line.slice(0, self.cursor);
  } else if (self._search !== null) {
    self._search = null;
    if (self.history.length === self.historyIndex) self.historyIndex = -1;
  }
}

// Text, which may hold several lines when it was pasted.
function type(self, text) {
  const parts = text.split(/\r\n|\n|\r(?!\n)|\u2028|\u2029/);
  parts.forEach((part, index) => {
    if (index > 0) self._line();
    if (part !== '') self._insertString(part);
  });
}

const methods = {
  // What a key does.
  _ttyWrite(text, key) {
    const isSecondTab = this._previousKey?.name === 'tab';
    this._previousKey = key ?? {};
    key = this._previousKey;
    if (!key.meta || key.name !== 'y') this._yanking = false;
    noteSearch(this, key);
    if (key.sequence === '\u001f') {
      this._undo();
      return;
    }
    if (key.sequence === '\u001e') {
      this._redo();
      return;
    }
    if (key.name === 'escape') return;
    const table = tableOf(key);
    if (table === plain && key.name !== 'enter') this._sawReturnAt = 0;
    if (typeof key.name === 'string' && Object.hasOwn(table, key.name)) {
      table[key.name](this);
    } else if (key.name === 'tab' && table === plain && typeof this.completer === 'function' && this.isCompletionEnabled) {
      this._tabComplete(isSecondTab);
    } else if (table === plain && typeof text === 'string' && text !== '') {
      type(this, text);
    }
  },
};

function attach(self) {
  const edits = require('internal/readline/edits');
  for (const source of [edits, methods]) {
    for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(source))) {
      // A class over Interface may have its own.
      if (!(name in self)) Object.defineProperty(self, name, { ...descriptor, enumerable: false });
    }
  }
  Object.assign(self, { historyIndex: -1, prevRows: 0, isCompletionEnabled: true });
  for (const [name, value] of Object.entries({
    _search: null, _undos: [], _redos: [], _kills: [], _killAt: 0, _yanking: false, _previousKey: undefined,
  })) {
    Object.defineProperty(self, name, { value, writable: true, configurable: true });
  }
  emitKeypressEvents(self.input, self);
  const onKey = (text, key) => {
    self._ttyWrite(text, key);
    // A first half of a pair has no place of its own.
    if (key?.sequence && key.sequence.codePointAt(0) >= 0xd800 && key.sequence.codePointAt(0) <= 0xdbff) self._refreshLine();
  };
  const onEnd = () => {
    if (typeof self.line === 'string' && self.line.length > 0) self.emit('line', self.line);
    self.close();
  };
  const onError = (error) => self.emit('error', error);
  const onResize = () => self._refreshLine();
  self.input.on('error', onError);
  self.input.on('keypress', onKey);
  self.input.on('end', onEnd);
  self._setRawMode(true);
  self.output?.on?.('resize', onResize);
  self.once('close', () => {
    self.input.removeListener('error', onError);
    self.input.removeListener('keypress', onKey);
    self.input.removeListener('end', onEnd);
    self.output?.removeListener?.('resize', onResize);
  });
}

module.exports = { attach };
