// timers/promises: timers as promises and as an async iterator, with signals.
'use strict';

const { AbortError, codes } = require('internal/errors');
const { validateAbortSignal, validateBoolean, validateNumber, validateObject } =
  require('internal/validators');
const timers = require('timers');

function readOptions(options) {
  validateObject(options, 'options');
  const { signal, ref = true } = options;
  validateAbortSignal(signal, 'options.signal');
  validateBoolean(ref, 'options.ref');
  return { signal, ref };
}

const abortError = (signal) => new AbortError(undefined, { cause: signal.reason });

// `start(done)` begins a timer and returns [timer, its clear function].
function promiseOf(start, value, { signal, ref }) {
  if (signal?.aborted) return Promise.reject(abortError(signal));
  return new Promise((resolve, reject) => {
    let onAbort;
    const [timer, clear] = start(() => {
      if (onAbort !== undefined) signal.removeEventListener('abort', onAbort);
      resolve(value);
    });
    if (!ref) timer.unref();
    if (signal === undefined) return;
    onAbort = () => {
      clear(timer);
      reject(abortError(signal));
    };
    signal.addEventListener('abort', onAbort, require('internal/event_target').onceForSure);
  });
}

function setTimeout(delay, value, options = {}) {
  let settings;
  try {
    if (delay !== undefined) validateNumber(delay, 'delay');
    settings = readOptions(options);
  } catch (error) {
    return Promise.reject(error);
  }
  return promiseOf((done) => [timers.setTimeout(done, delay), timers.clearTimeout], value, settings);
}

function setImmediate(value, options = {}) {
  let settings;
  try {
    settings = readOptions(options);
  } catch (error) {
    return Promise.reject(error);
  }
  return promiseOf((done) => [timers.setImmediate(done), timers.clearImmediate], value, settings);
}

async function* setInterval(delay, value, options = {}) {
  if (delay !== undefined) validateNumber(delay, 'delay');
  const { signal, ref } = readOptions(options);
  if (signal?.aborted) throw abortError(signal);
  let due = 0; // Ticks that nobody has taken yet.
  let wake;
  const timer = timers.setInterval(() => {
    due++;
    wake?.();
    wake = undefined;
  }, delay);
  if (!ref) timer.unref();
  const onAbort = () => {
    timers.clearInterval(timer);
    wake?.();
    wake = undefined;
  };
  signal?.addEventListener('abort', onAbort, require('internal/event_target').onceForSure);
  try {
    while (!signal?.aborted) {
      if (due === 0) await new Promise((resolve) => { wake = resolve; });
      for (; due > 0; due--) yield value;
    }
    throw abortError(signal);
  } finally {
    timers.clearInterval(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}

class Scheduler {
  constructor() {
    throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
  }

  yield() {
    if (!(this instanceof Scheduler)) throw new codes.ERR_INVALID_THIS('Scheduler');
    return setImmediate();
  }

  wait(delay, options) {
    if (!(this instanceof Scheduler)) throw new codes.ERR_INVALID_THIS('Scheduler');
    return setTimeout(delay, undefined, options);
  }
}

module.exports = {
  setTimeout,
  setImmediate,
  setInterval,
  scheduler: Object.create(Scheduler.prototype),
};
// For mocked timers: the promise of something that `start` begins.
Object.defineProperty(module.exports, 'promiseOf', {
  __proto__: null,
  value(start, value, options = {}) {
    try {
      return promiseOf(start, value, readOptions(options));
    } catch (error) {
      return Promise.reject(error);
    }
  },
});
