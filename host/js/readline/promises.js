// readline/promises: question() as a promise, and Readline, which collects cursor commands for one write.
'use strict';

const { Interface: Base } = require('internal/readline/interface');
const { codes: { ERR_INVALID_ARG_TYPE }, AbortError } = require('internal/errors');
const { validateAbortSignal, validateBoolean, validateInteger } = require('internal/validators');

class Interface extends Base {
  constructor(input, output, completer, terminal) {
    super(input, output, completer, terminal);
  }

  question(query, options = {}) {
    return new Promise((resolve, reject) => {
      const { signal } = options;
      if (signal) {
        validateAbortSignal(signal, 'options.signal');
        if (signal.aborted) {
          reject(new AbortError(undefined, { cause: signal.reason }));
          return;
        }
        const abort = () => {
          this._abandonQuestion();
          reject(new AbortError(undefined, { cause: signal.reason }));
        };
        signal.addEventListener('abort', abort, require('internal/event_target').onceForSure);
        const done = resolve;
        resolve = (answer) => {
          signal.removeEventListener('abort', abort);
          done(answer);
        };
      }
      this._ask(query, resolve);
    });
  }

  async _tabComplete(isSecondTab) {
    this.pause();
    try {
      const found = await this.completer(this.line.slice(0, this.cursor));
      if (!this.closed) this._showCompletions(found ?? [], isSecondTab);
    } catch (error) {
      this._writeToOutput(`Tab completion error: ${require('internal/util/inspect').inspect(error)}`);
    } finally {
      if (!this.closed) this.resume();
    }
  }
}

class Readline {
  #stream;
  #autoCommit;
  #todo = [];

  constructor(stream, options = undefined) {
    if (typeof stream?.write !== 'function') throw new ERR_INVALID_ARG_TYPE('stream', 'Writable', stream);
    if (options?.autoCommit != null) validateBoolean(options.autoCommit, 'options.autoCommit');
    this.#stream = stream;
    this.#autoCommit = Boolean(options?.autoCommit);
  }

  #add(text) {
    if (this.#autoCommit) process.nextTick(() => this.#stream.write(text));
    else this.#todo.push(text);
    return this;
  }

  cursorTo(x, y = undefined) {
    validateInteger(x, 'x');
    if (y != null) validateInteger(y, 'y');
    return this.#add(y == null ? `\u001b[${x + 1}G` : `\u001b[${y + 1};${x + 1}H`);
  }

  moveCursor(dx, dy) {
    if (!dx && !dy) return this;
    validateInteger(dx, 'dx');
    validateInteger(dy, 'dy');
    let text = '';
    if (dx !== 0) text += `\u001b[${Math.abs(dx)}${dx < 0 ? 'D' : 'C'}`;
    if (dy !== 0) text += `\u001b[${Math.abs(dy)}${dy < 0 ? 'A' : 'B'}`;
    return this.#add(text);
  }

  clearLine(direction) {
    validateInteger(direction, 'dir', -1, 1);
    return this.#add(`\u001b[${direction < 0 ? 1 : direction > 0 ? 0 : 2}K`);
  }

  clearScreenDown() {
    return this.#add('\u001b[0J');
  }

  commit() {
    return new Promise((resolve) => {
      this.#stream.write(this.#todo.join(''), resolve);
      this.#todo = [];
    });
  }

  rollback() {
    this.#todo = [];
    return this;
  }
}

function createInterface(input, output, completer, terminal) {
  return new Interface(input, output, completer, terminal);
}

module.exports = { Interface, Readline, createInterface };
