// readline.Interface: events and questions over the lines of a stream; on a terminal the line can be edited (editor.js).
'use strict';

const EventEmitter = require('events');
const { codes: { ERR_INVALID_ARG_VALUE, ERR_USE_AFTER_CLOSE }, AbortError } = require('internal/errors');
const { validateAbortSignal, validateArray, validateNumber, validateString } = require('internal/validators');

const LINE_END = /\r?\n|\r(?!\n)/g;

function checkedOptions(input, output, completer, terminal) {
  const options = input?.input ? input : { input, output, completer, terminal };
  if (options.completer !== undefined && options.completer !== null && typeof options.completer !== 'function') {
    throw new ERR_INVALID_ARG_VALUE('completer', options.completer);
  }
  if (options.history !== undefined) validateArray(options.history, 'history');
  if (options.historySize !== undefined) validateNumber(options.historySize, 'historySize', 0);
  if (options.signal) validateAbortSignal(options.signal, 'options.signal');
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
  this.line = '';
  this.cursor = 0;
  this.closed = false;
  this.paused = false;
  this._prompt = options.prompt === undefined ? '> ' : `${options.prompt}`;
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
  signal.addEventListener('abort', abort, { once: true });
  self.once('close', () => signal.removeEventListener('abort', abort));
}

Object.assign(Interface.prototype, {
  getPrompt() { return this._prompt; },
  setPrompt(prompt) { this._prompt = prompt; },

  prompt(preserveCursor) {
    this._checkOpen();
    if (this.paused) this.resume();
    if (this.terminal) {
      if (!preserveCursor) this.cursor = 0;
      this._refreshLine();
    } else {
      this._writeToOutput(this._prompt);
    }
  },

  _checkOpen() {
    if (this.closed) throw new ERR_USE_AFTER_CLOSE('readline');
  },

  question(query, options, callback) {
    callback = typeof options === 'function' ? options : callback;
    const signal = typeof options === 'object' && options !== null ? options.signal : undefined;
    if (signal) {
      validateAbortSignal(signal, 'options.signal');
      if (signal.aborted) return;
      const abandon = () => this._abandonQuestion();
      signal.addEventListener('abort', abandon, { once: true });
      const answered = callback;
      callback = (answer) => {
        signal.removeEventListener('abort', abandon);
        return answered(answer);
      };
    }
    if (typeof callback === 'function') this._ask(query, callback);
  },

  _ask(query, callback) {
    this._checkOpen();
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
'use strict';
// The readline Interface: lines out of a stream. Line editing is left to the terminal, which keeps
// its cooked mode: there is no history, completion or cursor movement of its own.

const EventEmitter = require('events');
const { StringDecoder } = require('string_decoder');
const { AbortError, codes } = require('internal/errors');
const {
  validateAbortSignal, validateNumber, validateUint32,
} = require('internal/validators');

const lineEnding = /\r?\n|\r(?!\n)/g;

function readOptions(input, output, completer, terminal) {
  if (input?.input !== undefined) return { ...input };
  return { input, output, completer, terminal };
}

class Interface extends EventEmitter {
  #decoder = new StringDecoder('utf8');
  #partial = '';
  #lastReturn = 0; // When a chunk last ended with \r.
  #crlfDelay;
  #onQuestion = null;
  #cancelQuestion = null;
  #oldPrompt = '';
  #detach;

  constructor(inputOrOptions, output, completer, terminal) {
    super();
    const options = readOptions(inputOrOptions, output, completer, terminal);
    if (options.completer !== undefined && typeof options.completer !== 'function') {
      throw new codes.ERR_INVALID_ARG_VALUE('completer', options.completer);
    }
    if (options.historySize !== undefined) validateNumber(options.historySize, 'historySize', 0);
    if (options.tabSize !== undefined) validateUint32(options.tabSize, 'tabSize', true);
    validateAbortSignal(options.signal, 'options.signal');
    this.input = options.input;
    this.output = options.output;
    this.completer = options.completer;
    this.terminal = Boolean(options.terminal ?? this.output?.isTTY);
    this.crlfDelay = this.#crlfDelay = Math.max(100, Number(options.crlfDelay ?? 100));
    this.historySize = options.historySize ?? 30;
    this.history = [];
    this.line = '';
    this.cursor = 0;
    this.closed = false;
    this.paused = false;
    this.setPrompt(options.prompt ?? '> ');
    this.#attach();
    if (options.signal) this.#closeOnAbort(options.signal);
    this.input.resume();
  }

  #closeOnAbort(signal) {
    const onAbort = () => this.close();
    if (signal.aborted) {
      process.nextTick(onAbort);
      return;
    }
    const { addAbortListener } = EventEmitter;
    const disposable = addAbortListener(signal, onAbort);
    this.once('close', disposable[Symbol.dispose]);
  }

  #attach() {
    const onData = (chunk) => this.#receive(chunk);
    const onEnd = () => this.#end();
    const onError = (error) => this.emit('error', error);
    this.input.on('data', onData);
    this.input.on('end', onEnd);
    this.input.on('error', onError);
    this.#detach = () => {
      this.input.removeListener('data', onData);
      this.input.removeListener('end', onEnd);
      this.input.removeListener('error', onError);
    };
  }

  #end() {
    const rest = this.#partial + this.#decoder.end();
    this.#partial = '';
    if (rest.length > 0) this.#emitLine(rest);
    this.close();
  }

  #receive(chunk) {
    let text = typeof chunk === 'string' ? chunk : this.#decoder.write(chunk);
    if (text === '') return;
    if (this.#lastReturn !== 0 && Date.now() - this.#lastReturn <= this.#crlfDelay &&
        text[0] === '\n') {
      text = text.slice(1);
      this.#lastReturn = 0;
      if (text === '') return;
    }
    text = this.#partial + text;
    let start = 0;
    const lines = [];
    for (const match of text.matchAll(lineEnding)) {
      lines.push(text.slice(start, match.index));
      start = match.index + match[0].length;
    }
    this.#lastReturn = text.endsWith('\r') ? Date.now() : 0;
    this.#partial = text.slice(start);
    for (const line of lines) this.#emitLine(line);
  }

  #emitLine(line) {
    if (this.#onQuestion !== null) {
      const callback = this.#onQuestion;
      this.#endQuestion();
      callback(line);
    } else {
      this.emit('line', line);
    }
  },

  _writeToOutput(text) {
    validateString(text, 'stringToWrite');
    if (this.output !== null && this.output !== undefined) this.output.write(text);
  },

  write(data, key) {
    this._checkOpen();
    if (this.paused) this.resume();
    if (this.terminal) require('internal/readline/editor').press(this, data, key);
    else takeText(this, ArrayBuffer.isView(data) ? Buffer.from(data).toString() : `${data}`);
  },

  pause() {
    this._checkOpen();
  }

  #endQuestion() {
    this.#onQuestion = null;
    this.#cancelQuestion?.();
    this.#cancelQuestion = null;
    this.setPrompt(this.#oldPrompt);
  }

  #write(text) {
    this.output?.write(text);
  }

  setPrompt(prompt) {
    this.promptText = prompt;
  }

  getPrompt() {
    return this.promptText;
  }

  prompt() {
    if (this.paused) this.resume();
    this.#write(this.promptText);
  }

  // Asks, and gives the next line to `callback`.
  ask(query, signal, callback, onAbort) {
    if (this.closed) throw new codes.ERR_USE_AFTER_CLOSE('readline');
    if (this.#onQuestion !== null) {
      this.prompt();
      return;
    }
    if (signal?.aborted) {
      onAbort?.();
      return;
    }
    this.#oldPrompt = this.promptText;
    this.setPrompt(query);
    this.#onQuestion = callback;
    if (signal !== undefined) {
      const listener = () => {
        this.#endQuestion();
        onAbort?.();
      };
      signal.addEventListener('abort', listener, { once: true });
      this.#cancelQuestion = () => signal.removeEventListener('abort', listener);
    }
    this.prompt();
  }

  close() {
    if (this.closed) return;
    this.pause();
    this.#detach();
    this.closed = true;
    this.emit('close');
  }

  pause() {
    if (this.paused) return this;
    this.input.pause();
    this.paused = true;
    this.emit('pause');
    return this;
  },

  resume() {
    this._checkOpen();
  }

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
    if (this.terminal) this.input.setRawMode?.(false);
    this.closed = true;
    this.emit('close');
  },

  [Symbol.dispose]() { this.close(); },

  [Symbol.asyncIterator]() {
    this._lines ??= require('events').on(this, 'line', { close: ['close'], highWaterMark: 1024 });
    const { _lines: source } = this;
    const self = this;
    return {
      async next() {
        const { value, done } = await source.next();
        return done ? { value: undefined, done: true } : { value: value[0], done: false };
      },
      async return(value) {
        self.close();
        await source.return();
        return { value, done: true };
      },
      [Symbol.asyncIterator]() { return this; },
    };
  },
});

// util.promisify(rl.question)
Interface.prototype.question[Symbol.for('nodejs.util.promisify.custom')] = function question(query, options) {
  if (options === null || typeof options !== 'object') options = {};
  if (options.signal?.aborted) return Promise.reject(new AbortError(undefined, { cause: options.signal.reason }));
  return new Promise((resolve, reject) => {
    const { signal } = options;
    const abort = () => reject(new AbortError(undefined, { cause: signal.reason }));
    signal?.addEventListener('abort', abort, { once: true });
    this.question(query, options, (answer) => {
      signal?.removeEventListener('abort', abort);
      resolve(answer);
    });
  });
};

module.exports = { Interface };
  }

  write(data, key) {
    if (this.closed) throw new codes.ERR_USE_AFTER_CLOSE('readline');
    if (this.paused) this.resume();
    if (data === undefined || data === null || key?.ctrl) return;
    this.#receive(data);
  }

  getCursorPos() {
    return { cols: this.promptText.length + this.cursor, rows: 0 };
  }

  [Symbol.asyncIterator]() {
    this.lines ??= linesOf(this);
    return this.lines;
  }

  [Symbol.dispose]() {
    this.close();
  }
}

async function* iterate(source) {
  for await (const [line] of source) yield line;
}

// Listens from the start, so that no line is lost before the first turn of the loop.
function linesOf(rl) {
  const source = EventEmitter.on(rl, 'line', { close: ['close'], highWaterMark: 1024 });
  const lines = iterate(source);
  const { return: finish } = lines;
  lines.return = function(value) {
    source.return();
    if (!rl.closed) rl.close();
    return Reflect.apply(finish, lines, [value]);
  };
  return lines;
}

class CallbackInterface extends Interface {
  question(query, options, callback) {
    if (typeof options === 'function') [options, callback] = [{}, options];
    const signal = options?.signal;
    if (signal !== undefined) validateAbortSignal(signal, 'options.signal');
    if (typeof callback === 'function') this.ask(query, signal, callback);
  }
}
CallbackInterface.prototype.question[Symbol.for('nodejs.util.promisify.custom')] =
  function(query, options) {
    return questionPromise(this, query, options);
  };

function questionPromise(rl, query, options = {}) {
  return new Promise((resolve, reject) => {
    const signal = options?.signal;
    if (signal !== undefined) validateAbortSignal(signal, 'options.signal');
    const onAbort = () => reject(new AbortError(undefined, { cause: signal.reason }));
    rl.ask(query, signal, resolve, onAbort);
  });
}

class PromiseInterface extends Interface {
  question(query, options) {
    return questionPromise(this, query, options);
  }
}

module.exports = { CallbackInterface, Interface, PromiseInterface };
