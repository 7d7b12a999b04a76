// readline.Interface: events and questions over the lines of a stream; on a terminal the line can be edited (editor.js).
'use strict';

const EventEmitter = require('events');
const { codes: { ERR_INVALID_ARG_VALUE, ERR_USE_AFTER_CLOSE }, AbortError } = require('internal/errors');
const { validateAbortSignal, validateArray, validateNumber, validateString, validateUint32 } = require('internal/validators');

const ESCAPE_TIMEOUT = 500;
const LINE_END = /\r?\n|\r(?!\n)/g;

function checkedOptions(input, output, completer, terminal) {
  const options = input?.input ? input : { input, output, completer, terminal };
  if (options.tabSize !== undefined) validateUint32(options.tabSize, 'tabSize', true);
  if (options.escapeCodeTimeout !== undefined && !Number.isFinite(options.escapeCodeTimeout)) {
    // Node names its default here.
    throw new ERR_INVALID_ARG_VALUE('input.escapeCodeTimeout', ESCAPE_TIMEOUT);
  }
  if (options.signal) validateAbortSignal(options.signal, 'options.signal');
  if (options.completer !== undefined && typeof options.completer !== 'function') {
    throw new ERR_INVALID_ARG_VALUE('completer', options.completer);
  }
  if (options.history !== undefined) validateArray(options.history, 'history');
  if (options.historySize !== undefined) validateNumber(options.historySize, 'historySize', 0);
  return options;
}

function Interface(input, output, completer, terminal) {
  if (!(this instanceof Interface)) return new Interface(input, output, completer, terminal);
  EventEmitter.call(this);
  const options = checkedOptions(input, output, completer, terminal);
  this.input = options.input;
  this.output = options.output;
  this.completer = options.completer;
  this.terminal = options.terminal === undefined || options.terminal === null ? Boolean(options.output?.isTTY) : Boolean(options.terminal);
  this.historySize = options.historySize ?? 30;
  this.history = options.history ?? [];
  this.removeHistoryDuplicates = Boolean(options.removeHistoryDuplicates);
  this.crlfDelay = options.crlfDelay ? Math.max(100, options.crlfDelay) : 100;
  this.escapeCodeTimeout = options.escapeCodeTimeout ?? ESCAPE_TIMEOUT;
  this.tabSize = options.tabSize ?? 8;
  this.line = '';
  this.cursor = 0;
  this.closed = false;
  this.paused = false;
  this._prompt = options.prompt === undefined ? '> ' : options.prompt;
  this._oldPrompt = undefined;
  this._questionCallback = null;
  this._sawReturnAt = 0;
  this._rest = undefined;
  if (this.terminal) require('internal/readline/editor').attach(this);
  else attachPlain(this);
  attachSignal(this, options.signal);
  this.input.resume();
}
Object.setPrototypeOf(Interface.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Interface, EventEmitter);

function attachPlain(self) {
  const { StringDecoder } = require('string_decoder');
  const decoder = new StringDecoder('utf8');
  const onData = (chunk) => takeText(self, typeof chunk === 'string' ? chunk : decoder.write(chunk));
  const onEnd = () => {
    const last = (self._rest ?? '') + decoder.end();
    self._rest = undefined;
    if (last.length > 0) self._onLine(last);
    self.close();
  };
  const onError = (error) => self.emit('error', error);
  self.input.on('data', onData);
  self.input.on('end', onEnd);
  self.input.on('error', onError);
  self.once('close', () => {
    self.input.removeListener('data', onData);
    self.input.removeListener('end', onEnd);
    self.input.removeListener('error', onError);
  });
}

function takeText(self, text) {
  if (text === '') return;
  // A "\n" right behind a "\r" that has ended a line belongs to it.
  if (self._sawReturnAt && Date.now() - self._sawReturnAt <= self.crlfDelay) {
    if (text.charCodeAt(0) === 10) text = text.slice(1);
    self._sawReturnAt = 0;
  }
  const all = (self._rest ?? '') + text;
  LINE_END.lastIndex = 0;
  let start = 0;
  const lines = [];
  for (let match; (match = LINE_END.exec(all)) !== null;) {
    lines.push(all.slice(start, match.index));
    start = match.index + match[0].length;
  }
  if (lines.length > 0) self._sawReturnAt = all.endsWith('\r') ? Date.now() : 0;
  self._rest = start < all.length ? all.slice(start) : undefined;
  for (const line of lines) self._onLine(line);
}

function attachSignal(self, signal) {
  if (!signal) return;
  const abort = () => self.close();
  if (signal.aborted) {
    process.nextTick(abort);
    return;
  }
  signal.addEventListener('abort', abort, require('internal/event_target').onceForSure);
  self.once('close', () => signal.removeEventListener('abort', abort));
}

Object.assign(Interface.prototype, {
  getPrompt() { return this._prompt; },
  setPrompt(prompt) { this._prompt = prompt; },

  prompt(preserveCursor) {
    if (this.paused) this.resume();
    if (this.terminal) {
      if (!preserveCursor) this.cursor = 0;
      this._refreshLine();
    } else {
      this._writeToOutput(this._prompt);
    }
  },

  question(query, options, callback) {
    callback = typeof options === 'function' ? options : callback;
    const signal = typeof options === 'object' && options !== null ? options.signal : undefined;
    if (signal) {
      validateAbortSignal(signal, 'options.signal');
      if (signal.aborted) return;
      const abandon = () => this._abandonQuestion();
      signal.addEventListener('abort', abandon, require('internal/event_target').onceForSure);
      const answered = callback;
      callback = (answer) => {
        signal.removeEventListener('abort', abandon);
        return answered(answer);
      };
    }
    if (typeof callback === 'function') this._ask(query, callback);
  },

  _ask(query, callback) {
    if (this.closed) throw new ERR_USE_AFTER_CLOSE('readline');
    if (this._questionCallback !== null) {
      this.prompt();
      return;
    }
    this._oldPrompt = this._prompt;
    this.setPrompt(query);
    this._questionCallback = callback;
    this.prompt();
  },

  _abandonQuestion() {
    if (this._questionCallback === null) return;
    this._questionCallback = null;
    this.setPrompt(this._oldPrompt);
    this.line = '';
    this.cursor = 0;
  },

  _onLine(line) {
    if (this._questionCallback !== null) {
      const callback = this._questionCallback;
      this._questionCallback = null;
      this.setPrompt(this._oldPrompt);
      callback(line);
    } else {
      this.emit('line', line);
    }
  },

  _setRawMode(mode) {
    const wasRaw = this.input.isRaw;
    if (typeof this.input.setRawMode === 'function') this.input.setRawMode(mode);
    return wasRaw;
  },

  _writeToOutput(text) {
    validateString(text, 'stringToWrite');
    if (this.output !== null && this.output !== undefined) this.output.write(text);
  },

  write(data, key) {
    if (this.paused) this.resume();
    if (this.terminal) this._ttyWrite(data, key);
    else if (data !== undefined) takeText(this, (this._written ??= new (require('string_decoder').StringDecoder)('utf8')).write(data));
  },

  // On a terminal the editor has these; elsewhere nothing is drawn, and what is there is the prompt.
  getCursorPos() {
    const { columns, _getDisplayPos } = require('internal/readline/edits');
    const shape = { columns: this.output?.columns || columns, tabSize: this.tabSize };
    return _getDisplayPos.call(shape, this._prompt + this.line.slice(0, this.cursor));
  },

  pause() {
    if (this.paused) return this;
    this.input.pause();
    this.paused = true;
    this.emit('pause');
    return this;
  },

  resume() {
    if (!this.paused) return this;
    this.input.resume();
    this.paused = false;
    this.emit('resume');
    return this;
  },

  close() {
    if (this.closed) return;
    this.pause();
    if (this.terminal) this._setRawMode(false);
    this.closed = true;
    this.emit('close');
  },

  [Symbol.dispose]() { this.close(); },

  [Symbol.asyncIterator]() {
    const { kFirstArgument, on } = require('internal/events/iterator');
    this._lines ??= on(this, 'line', { close: ['close'], highWaterMark: 1024, [kFirstArgument]: true });
    return this._lines;
  },
});

// util.promisify(rl.question)
Interface.prototype.question[Symbol.for('nodejs.util.promisify.custom')] = function question(query, options) {
  if (options === null || typeof options !== 'object') options = {};
  if (options.signal?.aborted) return Promise.reject(new AbortError(undefined, { cause: options.signal.reason }));
  return new Promise((resolve, reject) => {
    const { signal } = options;
    const abort = () => reject(new AbortError(undefined, { cause: signal.reason }));
    signal?.addEventListener('abort', abort, require('internal/event_target').onceForSure);
    this.question(query, options, (answer) => {
      signal?.removeEventListener('abort', abort);
      resolve(answer);
    });
  });
};

module.exports = { Interface };
