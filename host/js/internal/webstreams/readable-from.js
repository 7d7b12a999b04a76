// `ReadableStream.from` and async iteration of a ReadableStream.
'use strict';

const c = require('internal/webstreams/common');
const ops = require('internal/webstreams/readable-ops');
const { codes } = require('internal/errors');

const { kState } = c;

function iteratorOf(iterable) {
  const asyncMethod = iterable?.[Symbol.asyncIterator];
  const method = asyncMethod ?? iterable?.[Symbol.iterator];
  if (typeof method !== 'function') throw new codes.ERR_ARG_NOT_ITERABLE(iterable);
  const iterator = Reflect.apply(method, iterable, []);
  if (typeof iterator !== 'object' || iterator === null) {
    throw c.invalidState('The iterator method must return an object');
  }
  return [iterator, asyncMethod !== undefined && asyncMethod !== null];
}

function from(iterable) {
  const [iterator, isAsync] = iteratorOf(iterable);
  const { createReadable } = require('internal/webstreams/readable');
  const controller = require('internal/webstreams/readable-default');
  return createReadable((stream) => controller.setUp(stream, {
    highWaterMark: 0,
    async pull() {
      const result = await iterator.next();
      if (typeof result !== 'object' || result === null) {
        throw c.invalidState('The promise returned by the iterator.next() method must fulfill with an object');
      }
      const slots = stream[kState].controller[kState];
      if (result.done) controller.close(slots);
      else controller.enqueue(slots, isAsync ? result.value : await result.value);
    },
    async cancel(reason) {
      if (iterator.return === undefined) return;
      const result = await iterator.return(reason);
      if (typeof result !== 'object' || result === null) {
        throw c.invalidState('The iterator.return() method must return an object');
      }
    },
  }));
}

const AsyncIteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}).prototype);

class ReadableStreamAsyncIterator {
  #reader;
  #preventCancel;
  #over = false;
  // Calls queue up: each waits for the one before it. `#running` counts them; alone, a call need not wait.
  // The first waits one microtask, so that the stream can start.
  #running = 1;
  #last = Promise.resolve();
  #settled = () => { this.#running--; };
  constructor(reader, preventCancel) {
    this.#reader = reader;
    this.#preventCancel = preventCancel;
    this.#last.then(this.#settled);
  }
  #release() {
    this.#over = true;
    this.#reader.releaseLock();
  }
  #read() {
    if (this.#over) return Promise.resolve({ value: undefined, done: true });
    return new Promise((resolve, reject) => {
      ops.read(this.#reader[kState], {
        chunk: (value) => resolve({ value, done: false }),
        close: () => {
          this.#release();
          resolve({ value: undefined, done: true });
        },
        error: (reason) => {
          this.#release();
          reject(reason);
        },
      });
    });
  }
  #enqueue(run) {
    const result = this.#running === 0 ? run() : this.#last.then(run, run);
    this.#running++;
    this.#last = result;
    result.then(this.#settled, this.#settled);
    return result;
  }
  #run = () => this.#read();
  next() {
    return this.#enqueue(this.#run);
  }
  return(value) {
    return this.#enqueue(async () => {
      if (!this.#over) {
        this.#over = true;
        const done = this.#preventCancel ? undefined : this.#reader.cancel(value);
        this.#reader.releaseLock();
        await done;
      }
      return { value, done: true };
    });
  }
}
Object.setPrototypeOf(ReadableStreamAsyncIterator.prototype, AsyncIteratorPrototype);

function iterate(stream, preventCancel) {
  const { ReadableStreamDefaultReader } = require('internal/webstreams/readable');
  return new ReadableStreamAsyncIterator(new ReadableStreamDefaultReader(stream), preventCancel);
}

module.exports = { from, iterate };
