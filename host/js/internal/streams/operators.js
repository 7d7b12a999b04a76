// The array-like methods of Readable. Those that answer a stream are async generators here, wrapped by `readable-extras`.
'use strict';

const { AbortError, codes } = require('internal/errors');

function checkOptions(options) {
  const { validateAbortSignal, validateObject } = require('internal/validators');
  if (options !== undefined && options !== null) validateObject(options, 'options');
  if (options?.signal !== undefined && options?.signal !== null) validateAbortSignal(options.signal, 'options.signal');
}

function checkFunction(fn) {
  if (typeof fn !== 'function') throw new codes.ERR_INVALID_ARG_TYPE('fn', ['Function', 'AsyncFunction'], fn);
}

function throwIfAborted(signal) {
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
}

// Results of `map` in order, while up to `concurrency` calls run; `highWaterMark` results wait for the consumer.
class MapQueue {
  constructor(stream, fn, options) {
    this.stream = stream;
    this.fn = fn;
    this.concurrency = options?.concurrency === undefined || options.concurrency === null ? 1 :
      Math.floor(options.concurrency);
    this.highWaterMark = options?.highWaterMark === undefined || options.highWaterMark === null ? this.concurrency - 1 :
      Math.floor(options.highWaterMark);
    this.highWaterMark += this.concurrency;
    this.signal = AbortSignal.any([options?.signal].filter(Boolean));
    this.items = [];
    this.running = 0;
    this.done = false;
    this.itemReady = null;
    this.roomReady = null;
  }
  wake(name) {
    const resolve = this[name];
    this[name] = null;
    if (resolve) resolve();
  }
  settled = () => {
    this.running--;
    this.maybeRoom();
  };
  maybeRoom() {
    if (!this.done && this.running < this.concurrency && this.items.length < this.highWaterMark) this.wake('roomReady');
  }
  call(value) {
    try {
      return Promise.resolve(this.fn(value, { signal: this.signal }));
    } catch (error) {
      return Promise.reject(error);
    }
  }
  add(result) {
    this.running++;
    result.then(this.settled, () => {
      this.done = true;
      this.settled();
    });
    this.items.push({ result });
    this.wake('itemReady');
  }
  async pump() {
    try {
      for await (const value of this.stream) {
        if (this.done) return;
        if (this.signal.aborted) throw new AbortError();
        this.add(this.call(value));
        if (!this.done && (this.items.length >= this.highWaterMark || this.running >= this.concurrency)) {
          await new Promise((resolve) => { this.roomReady = resolve; });
        }
      }
      this.items.push({ end: true });
    } catch (error) {
      this.add(Promise.reject(error));
    } finally {
      this.done = true;
      this.wake('itemReady');
    }
  }
  async* results() {
    this.pump();
    try {
      while (true) {
        while (this.items.length > 0) {
          const { end, result } = this.items[0];
          if (end) return;
          const value = await result;
          if (this.signal.aborted) throw new AbortError();
          if (value !== kNothing) yield value;
          this.items.shift();
          this.maybeRoom();
        }
        await new Promise((resolve) => { this.itemReady = resolve; });
      }
    } finally {
      this.done = true;
      this.wake('roomReady');
    }
  }
}

const kNothing = Symbol('kNothing');

function map(fn, options) {
  checkFunction(fn);
  checkOptions(options);
  const { validateInteger } = require('internal/validators');
  const queue = new MapQueue(this, fn, options);
  validateInteger(queue.concurrency, 'options.concurrency', 1);
  validateInteger(queue.highWaterMark - queue.concurrency, 'options.highWaterMark', 0);
  return queue.results();
}

function filter(fn, options) {
  checkFunction(fn);
  async function pick(value, opts) {
    return (await fn(value, opts)) ? value : kNothing;
  }
  return map.call(this, pick, options);
}

function flatMap(fn, options) {
  const mapped = map.call(this, fn, options);
  return async function* flatMap() {
    for await (const inner of mapped) yield* inner;
  }.call(this);
}

async function forEach(fn, options) {
  checkFunction(fn);
  async function visit(value, opts) {
    await fn(value, opts);
    return kNothing;
  }
  // eslint-disable-next-line no-unused-vars
  for await (const _ of map.call(this, visit, options));
}

async function toArray(options) {
  checkOptions(options);
  const result = [];
  for await (const value of this) {
    throwIfAborted(options?.signal);
    result.push(value);
  }
  return result;
}

async function some(fn, options) {
  // eslint-disable-next-line no-unused-vars
  for await (const _ of filter.call(this, fn, options)) return true;
  return false;
}

async function every(fn, options) {
  checkFunction(fn);
  return !(await some.call(this, async (...args) => !(await fn(...args)), options));
}

async function find(fn, options) {
  for await (const value of filter.call(this, fn, options)) return value;
  return undefined;
}

async function reduce(reducer, initialValue, options) {
  checkFunctionNamed(reducer);
  checkOptions(options);
  let has = arguments.length > 1;
  if (options?.signal?.aborted) {
    const error = new AbortError(undefined, { cause: options.signal.reason });
    this.once('error', () => {});
    await require('internal/streams/end-of-stream').finished(this.destroy(error)).catch(() => {});
    throw error;
  }
  const controller = new AbortController();
  const { signal } = controller;
  if (options?.signal) options.signal.addEventListener('abort', () => controller.abort(), require('internal/event_target').onceForSure);
  let any = false;
  let result = initialValue;
  try {
    for await (const value of this) {
      any = true;
      if (options?.signal?.aborted) throw new AbortError();
      if (has) {
        result = await reducer(result, value, { signal });
      } else {
        result = value;
        has = true;
      }
    }
    if (!any && !has) {
      const error = new codes.ERR_MISSING_ARGS('reduce');
      error.message = 'Reduce of an empty stream requires an initial value';
      throw error;
    }
  } finally {
    controller.abort();
  }
  return result;
}

function checkFunctionNamed(fn) {
  if (typeof fn !== 'function') throw new codes.ERR_INVALID_ARG_TYPE('reducer', ['Function', 'AsyncFunction'], fn);
}

function toCount(number) {
  number = Number(number);
  if (Number.isNaN(number)) return 0;
  if (number < 0) throw new codes.ERR_OUT_OF_RANGE('number', '>= 0', number);
  return number;
}

function drop(number, options) {
  checkOptions(options);
  number = toCount(number);
  return async function* drop() {
    throwIfAborted(options?.signal);
    for await (const value of this) {
      throwIfAborted(options?.signal);
      if (number-- <= 0) yield value;
    }
  }.call(this);
}

function take(number, options) {
  checkOptions(options);
  number = toCount(number);
  return async function* take() {
    throwIfAborted(options?.signal);
    for await (const value of this) {
      throwIfAborted(options?.signal);
      if (number-- > 0) yield value;
      // Not one element more is asked of the source.
      if (number <= 0) return;
    }
  }.call(this);
}

function compose(stream, options) {
  checkOptions(options);
  const u = require('internal/streams/utils');
  if (u.isNodeStream(stream) && !u.isWritable(stream)) {
    throw new codes.ERR_INVALID_ARG_VALUE('stream', stream, 'must be writable');
  }
  const composed = require('internal/streams/compose').compose(this, stream);
  if (options?.signal) {
    require('internal/streams/add-abort-signal').addAbortSignalNoValidate(options.signal, composed);
  }
  return composed;
}

module.exports = { compose, drop, every, filter, find, flatMap, forEach, map, reduce, some, take, toArray };
