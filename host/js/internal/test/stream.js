// TestsStream: the events of a run, as objects to read and as events to listen to.
'use strict';

const { Readable } = require('stream');

class TestsStream extends Readable {
  #waiting = [];
  #full = false;

  constructor() {
    super({ objectMode: true, highWaterMark: Number.MAX_SAFE_INTEGER });
  }

  _read() {
    this.#full = false;
    while (!this.#full && this.#waiting.length > 0) this.#full = !this.push(this.#waiting.shift());
  }

  send(type, data) {
    this.emit(type, data);
    this.#give({ __proto__: null, type, data });
  }

  finish() {
    this.#give(null);
  }

  #give(item) {
    if (this.#full) this.#waiting.push(item);
    else this.#full = !this.push(item);
  }
}

module.exports = { TestsStream };
