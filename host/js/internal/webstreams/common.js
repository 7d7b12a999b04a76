// What all Web Streams share: where an object's state is kept, promises with their resolvers, queues with sizes, strategies.
// The algorithms are those of the WHATWG Streams Standard; their names in the comments are the standard's.
'use strict';

const { codes } = require('internal/errors');

const customInspect = Symbol.for('nodejs.util.inspect.custom');
// The slots of an object, and the name of its interface.
const kState = Symbol('kState');
const kType = Symbol('kType');

function hide(object, type, state) {
  Object.defineProperty(object, kType, { value: type });
  Object.defineProperty(object, kState, { value: state, writable: true });
  return object;
}

// An object of a class whose constructor scripts may not call.
function make(Class, state) {
  return hide(Object.create(Class.prototype), Class.name, state);
}

const is = (value, type) => typeof value === 'object' && value !== null && value[kType] === type;

function check(value, type) {
  if (!is(value, type)) throw new codes.ERR_INVALID_THIS(type);
  return value[kState];
}

// The state, or a rejected promise in `.rejected`: for methods that answer promises.
function checkAsync(value, type, run) {
  if (!is(value, type)) return Promise.reject(new codes.ERR_INVALID_THIS(type));
  try {
    return run(value[kState]);
  } catch (error) {
    return Promise.reject(error);
  }
}

const invalidState = (message) => new codes.ERR_INVALID_STATE.TypeError(message);

// --- Promises -------------------------------------------------------------------------------------------------------

function nop() {}

function deferred() {
  let resolve;
  let reject;
  const promise = new Promise((yes, no) => {
    resolve = yes;
    reject = no;
  });
  // resolve is cleared once settled, which is how "pending" is told.
  return { promise, resolve, reject };
}

const resolved = (value) => ({ promise: Promise.resolve(value), resolve: undefined, reject: undefined });

function rejected(reason) {
  const promise = Promise.reject(reason);
  handled(promise);
  return { promise, resolve: undefined, reject: undefined };
}

function settle(record, value) {
  const { resolve } = record;
  record.resolve = record.reject = undefined;
  resolve?.(value);
}

function fail(record, reason) {
  const { reject } = record;
  record.resolve = record.reject = undefined;
  handled(record.promise);
  reject?.(reason);
}

// `promise.then`, whatever scripts made of that.
const react = Function.prototype.call.bind(Promise.prototype.then);

// Marks a promise as handled: nobody has to look at it.
function handled(promise) {
  react(promise, nop, nop);
}

// Runs a user's function so that what it throws becomes a rejection. A promise of its own, also over a promise: as late as in Node 22.
async function attempt(fn, ...args) {
  return fn(...args);
}

// --- Queues with sizes ----------------------------------------------------------------------------------------------

function resetQueue(state) {
  state.queue = [];
  state.queueHead = 0;
  state.queueTotalSize = 0;
}

const queueLength = (state) => state.queue.length - state.queueHead;

function enqueueValue(state, value, size) {
  size = Number(size);
  if (!(size >= 0) || size === Infinity) {
    throw new codes.ERR_INVALID_ARG_VALUE.RangeError('size', size);
  }
  state.queue.push({ value, size });
  state.queueTotalSize += size;
}

function dequeueEntry(state) {
  const entry = state.queue[state.queueHead];
  state.queue[state.queueHead++] = undefined;
  if (state.queueHead === state.queue.length || state.queueHead > 512) {
    state.queue.splice(0, state.queueHead);
    state.queueHead = 0;
  }
  return entry;
}

function dequeueValue(state) {
  const { value, size } = dequeueEntry(state);
  state.queueTotalSize = Math.max(0, state.queueTotalSize - size);
  return value;
}

const peekValue = (state) => state.queue[state.queueHead].value;

// --- Strategies and underlying objects ------------------------------------------------------------------------------

function highWaterMarkOf(strategy, fallback) {
  const value = strategy?.highWaterMark;
  if (value === undefined) return fallback;
  const number = +value;
  if (Number.isNaN(number) || number < 0) {
    throw new codes.ERR_INVALID_ARG_VALUE.RangeError('strategy.highWaterMark', number);
  }
  return number;
}

function sizeOf(strategy) {
  const size = strategy?.size;
  if (size === undefined) return () => 1;
  if (typeof size !== 'function') throw new codes.ERR_INVALID_ARG_TYPE('strategy.size', 'Function', size);
  return (chunk) => Reflect.apply(size, undefined, [chunk]);
}

// A method of an underlying source, sink or transformer, bound to it; undefined if it has none.
function methodOf(object, name, label) {
  const method = object?.[name];
  if (method === undefined) return undefined;
  if (typeof method !== 'function') throw new codes.ERR_INVALID_ARG_TYPE(`${label}.${name}`, 'Function', method);
  return (...args) => Reflect.apply(method, object, args);
}

function checkObject(value, name) {
  if (value !== null && typeof value !== 'object' && typeof value !== 'function') {
    throw new codes.ERR_INVALID_ARG_TYPE(name, 'Object', value);
  }
}

// --- Classes --------------------------------------------------------------------------------------------------------

// Methods of a Web class are enumerable, it has a tag, and shows its fields when inspected (`brand`: itself only).
function finishClass(Class, names, fields, brand = false) {
  for (const name of names) Object.defineProperty(Class.prototype, name, { enumerable: true });
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { configurable: true, value: Class.name });
  Object.defineProperty(Class.prototype, customInspect, {
    configurable: true,
    writable: true,
    value(depth, options) {
      if (brand) check(this, Class.name);
      if (depth < 0) return this;
      const { inspect } = require('internal/util/inspect');
      const next = { ...options, depth: options.depth === null ? null : options.depth - 1 };
      return `${Class.name} ${inspect(is(this, Class.name) && fields ? fields(this) : {}, next)}`;
    },
  });
}

module.exports = {
  attempt, check, checkAsync, checkObject, deferred, dequeueEntry, dequeueValue, enqueueValue, fail, finishClass, handled, hide,
  highWaterMarkOf, invalidState, is, kState, kType, make, methodOf, nop, peekValue, queueLength, react, rejected, resetQueue, resolved,
  settle, sizeOf,
};
