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
  #running = 0;
  #last;
  #started = false;
  #settled = () => { this.#running--; };
  constructor(reader, preventCancel) {
    this.#reader = reader[kState];
    this.#preventCancel = preventCancel;
  }
  // The first read waits one microtask, so that the stream can start.
  #start() {
    this.#started = true;
    this.#wait(Promise.resolve());
  }
  #wait(promise) {
    this.#running++;
    this.#last = promise;
    promise.then(this.#settled, this.#settled);
    return promise;
  }
  #release() {
    this.#over = true;
    ops.releaseReader(this.#reader);
  }
  #read() {
    if (this.#over) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve, reject) => {
      ops.read(this.#reader, {
        chunk: (value) => resolve({ value, done: false }),
        close: () => {
          this.#release();
          resolve({ done: true, value: undefined });
        },
        error: (reason) => {
          this.#release();
          reject(reason);
        },
      });
    });
  }
  #enqueue(run) {
    return this.#wait(this.#running === 0 ? run() : this.#last.then(run, run));
  }
  #run = () => this.#read();
  next() {
    if (!this.#started) this.#start();
    return this.#enqueue(this.#run);
  }
  return(value) {
    this.#started = true;
    return this.#enqueue(async () => {
      if (!this.#over) {
        this.#over = true;
        const canceling = this.#preventCancel ? undefined : ops.cancel(this.#reader.stream, value);
        ops.releaseReader(this.#reader);
        if (canceling !== undefined) await canceling;
      }
      return { done: true, value };
    });
  }
}
Object.setPrototypeOf(ReadableStreamAsyncIterator.prototype, AsyncIteratorPrototype);
delete ReadableStreamAsyncIterator.prototype.constructor;
for (const name of ['next', 'return']) Object.defineProperty(ReadableStreamAsyncIterator.prototype, name, { enumerable: true });

function iterate(stream, preventCancel) {
  const { ReadableStreamDefaultReader } = require('internal/webstreams/readable');
  return new ReadableStreamAsyncIterator(new ReadableStreamDefaultReader(stream), preventCancel);
}

module.exports = { from, iterate };
