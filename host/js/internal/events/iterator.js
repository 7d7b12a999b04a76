// events.on: an async iterator over the events of an emitter, with back-pressure by pausing it.
'use strict';

const { AbortError, codes } = require('internal/errors');
const { validateAbortSignal, validateInteger, validateObject } = require('internal/validators');
const { subscribe, unsubscribe } = require('internal/events/helpers');

const asyncIteratorPrototype =
  Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}).prototype);

// An option of the host's own modules: each event is its first argument, not the list of all.
const kFirstArgument = Symbol('kFirstArgument');
// For those who look at how much waits: readline's users do.
const kWatermarkData = Symbol.for('nodejs.watermarkData');

const result = (value, done) => ({ value, done });

class EventIterator {
  #emitter;
  #event;
  #subscriptions = [];
  #events = [];
  #waiting = [];
  #error = null;
  #finished = false;
  #high;
  #low;
  #paused = false;
  #signal;

  constructor(emitter, event, signal, high, low) {
    this.#emitter = emitter;
    this.#event = event;
    this.#signal = signal;
    this.#high = high;
    this.#low = low;
  }

  start(closeEvents, firstOnly) {
    this.#listen(this.#event, firstOnly ? (argument) => this.#receive(argument) : (...args) => this.#receive(args));
    if (this.#event !== 'error' && typeof this.#emitter.on === 'function') {
      this.#listen('error', (error) => this.#fail(error));
    }
    for (const name of closeEvents) this.#listen(name, () => this.close());
    if (this.#signal !== undefined) {
      const onAbort = () =>
        this.#fail(new AbortError(undefined, { cause: this.#signal.reason }));
      this.#signal.addEventListener('abort', onAbort, require('internal/event_target').onceForSure);
      this.#subscriptions.push(() => this.#signal.removeEventListener('abort', onAbort));
    }
  }

  #listen(name, listener) {
    subscribe(this.#emitter, name, listener);
    this.#subscriptions.push(() => unsubscribe(this.#emitter, name, listener));
  }

  #receive(value) {
    if (this.#waiting.length > 0) {
      this.#waiting.shift().resolve(result(value, false));
      return;
    }
    this.#events.push(value);
    if (!this.#paused && this.#events.length > this.#high) {
      this.#paused = true;
      const emitter = this.#emitter;
      emitter.pause();
    }
  }

  #fail(error) {
    if (this.#waiting.length > 0) this.#waiting.shift().reject(error);
    else this.#error = error;
    this.close();
  }

  close() {
    this.#subscriptions.forEach((remove) => remove());
    this.#subscriptions = [];
    this.#finished = true;
    for (const waiting of this.#waiting.splice(0)) waiting.resolve(result(undefined, true));
    return Promise.resolve(result(undefined, true));
  }

  next() {
    if (this.#events.length > 0) {
      const value = this.#events.shift();
      if (this.#paused && this.#events.length < this.#low) {
        this.#paused = false;
        const emitter = this.#emitter;
        emitter.resume();
      }
      return Promise.resolve(result(value, false));
    }
    if (this.#error !== null) {
      const error = this.#error;
      this.#error = null;
      return Promise.reject(error);
    }
    if (this.#finished) return Promise.resolve(result(undefined, true));
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  get watermarks() {
    const self = this;
    return {
      get size() { return self.#events.length; },
      get low() { return self.#low; },
      get high() { return self.#high; },
      get isPaused() { return self.#paused; },
    };
  }

  throw(error) {
    if (!error || !(error instanceof Error)) {
      throw new codes.ERR_INVALID_ARG_TYPE('EventEmitter.AsyncIterator', 'Error', error);
    }
    this.#fail(error);
  }
}

function on(emitter, event, options = {}) {
  validateObject(options, 'options');
  const { signal, close } = options;
  validateAbortSignal(signal, 'options.signal');
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
  const high = options.highWaterMark ?? options.highWatermark ?? Number.MAX_SAFE_INTEGER;
  validateInteger(high, 'options.highWaterMark', 1);
  const low = options.lowWaterMark ?? options.lowWatermark ?? 1;
  validateInteger(low, 'options.lowWaterMark', 1);

  const iterator = new EventIterator(emitter, event, signal, high, low);
  const facade = Object.setPrototypeOf({
    next: () => iterator.next(),
    return: () => iterator.close(),
    throw: (error) => iterator.throw(error),
    [Symbol.asyncIterator]() {
      return this;
    },
    [kWatermarkData]: iterator.watermarks,
  }, asyncIteratorPrototype);
  iterator.start(close ?? [], options[kFirstArgument]);
  return facade;
}

module.exports = { kFirstArgument, on };
