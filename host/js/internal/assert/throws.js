// assert.throws, rejects and their opposites: matching of an error with what was expected.
'use strict';

const { codes } = require('internal/errors');
const { AssertionError } = require('internal/assert/assertion_error');
const { inspect } = require('internal/util/inspect');
const { isError } = require('internal/util');
const { isPromise, isRegExp } = require('internal/util/types');
const { isDeepStrictEqual } = require('internal/util/comparisons');
const { validateFunction } = require('internal/validators');

const nothing = Symbol('nothing thrown');

function thrownBy(fn) {
  validateFunction(fn, 'fn');
  try {
    fn();
  } catch (error) {
    return error;
  }
  return nothing;
}

const isPromiseLike = (value) => isPromise(value) ||
  (value !== null && typeof value === 'object' && typeof value.then === 'function' &&
   typeof value.catch === 'function');

async function rejectedBy(promiseFn) {
  let promise = promiseFn;
  if (typeof promiseFn === 'function') {
    promise = promiseFn();
    if (!isPromiseLike(promise)) {
      throw new codes.ERR_INVALID_RETURN_VALUE('instance of Promise', 'promiseFn', promise);
    }
  } else if (!isPromiseLike(promiseFn)) {
    throw new codes.ERR_INVALID_ARG_TYPE('promiseFn', ['Function', 'Promise'], promiseFn);
  }
  try {
    await promise;
  } catch (error) {
    return error;
  }
  return nothing;
}

// Shows two errors by the compared properties only.
class Comparison {
  constructor(source, keys, actual) {
    for (const key of keys) {
      if (!(key in source)) continue;
      const matches = actual !== undefined && typeof actual[key] === 'string' &&
        isRegExp(source[key]) && source[key].exec(actual[key]) !== null;
      this[key] = matches ? actual[key] : source[key];
    }
  }
}

function compareProperty(actual, expected, key, message, keys, fn) {
  if (key in actual && isDeepStrictEqual(actual[key], expected[key])) return;
  if (message) {
    throwIfError(message);
    throw new AssertionError({ actual, expected, message, operator: fn.name, stackStartFn: fn });
  }
  const a = new Comparison(actual, keys);
  const b = new Comparison(expected, keys, actual);
  const error = new AssertionError({
    actual: a, expected: b, operator: 'deepStrictEqual', stackStartFn: fn,
  });
  error.actual = actual;
  error.expected = expected;
  error.operator = fn.name;
  throw error;
}

function matchObject(actual, expected, message, fn) {
  // A thrown primitive has no properties to compare.
  if (typeof actual !== 'object' || actual === null) {
    const error = new AssertionError({
      actual, expected, message, operator: 'deepStrictEqual', stackStartFn: fn,
    });
    error.operator = fn.name;
    throw error;
  }
  const keys = Object.keys(expected);
  if (isError(expected)) keys.push('name', 'message');
  else if (keys.length === 0) {
    throw new codes.ERR_INVALID_ARG_VALUE('error', expected, 'may not be an empty object');
  }
  for (const key of keys) {
    if (typeof actual[key] === 'string' && isRegExp(expected[key]) &&
        expected[key].exec(actual[key]) !== null) {
      continue;
    }
    compareProperty(actual, expected, key, message, keys, fn);
  }
}

function matchRegExp(actual, expected, message, fn) {
  const text = String(actual);
  if (expected.exec(text) !== null) return;
  throwIfError(message);
  const generated = !message;
  const error = new AssertionError({
    actual, expected, operator: fn.name, stackStartFn: fn,
    message: message || 'The input did not match the regular expression ' +
      `${inspect(expected)}. Input:\n\n${inspect(text)}\n`,
  });
  error.generatedMessage = generated;
  throw error;
}

// A message that is an error is thrown in place of an AssertionError.
function throwIfError(message) {
  if (isError(message)) throw message;
}

function matchFunction(actual, expected, message, fn) {
  if (expected.prototype !== undefined && actual instanceof expected) return;
  let generated = false;
  if (Object.prototype.isPrototypeOf.call(Error, expected)) {
    if (!message) {
      generated = true;
      message = `The error is expected to be an instance of "${expected.name}". Received `;
      message += isError(actual) ? `"${actual.constructor?.name || actual.name}"` : `"${inspect(actual, { depth: -1 })}"`;
    }
    if (isError(actual) && generated && actual.message) message += `\n\nError message:\n\n${actual.message}`;
  } else {
    const verdict = Reflect.apply(expected, {}, [actual]);
    if (verdict === true) return;
    if (!message) {
      generated = true;
      const name = expected.name ? `"${expected.name}" ` : '';
      message = `The ${name}validation function is expected to return "true". ` +
        `Received ${inspect(verdict)}`;
      if (isError(actual)) message += `\n\nCaught error:\n\n${actual}`;
    }
  }
  throwIfError(message);
  const error = new AssertionError({
    actual, expected, message, operator: fn.name, stackStartFn: fn,
  });
  error.generatedMessage = generated;
  throw error;
}

function match(actual, expected, message, fn) {
  if (expected === undefined || expected === null) return;
  if (typeof expected === 'function') matchFunction(actual, expected, message, fn);
  else if (isRegExp(expected)) matchRegExp(actual, expected, message, fn);
  else matchObject(actual, expected, message, fn);
}

function checkExpected(expected, allowed) {
  if (expected === undefined || expected === null) return;
  if (typeof expected !== 'object' && typeof expected !== 'function') {
    throw new codes.ERR_INVALID_ARG_TYPE('error', allowed, expected);
  }
}

function expectsError(fn, actual, error, message, given) {
  if (typeof error === 'string') {
    if (given === 4) {
      throw new codes.ERR_INVALID_ARG_TYPE(
        'error', ['Object', 'Error', 'Function', 'RegExp'], error);
    }
    if (actual !== nothing) {
      const same = typeof actual === 'object' && actual !== null ? actual.message : actual;
      if (same === error) {
        throw new codes.ERR_AMBIGUOUS_ARGUMENT(
          'error/message',
          `The error ${typeof actual === 'object' && actual !== null ? 'message ' : ''}` +
          `"${same}" is identical to the message.`);
      }
    }
    message = error;
    error = undefined;
  } else {
    checkExpected(error, ['Object', 'Error', 'Function', 'RegExp']);
  }
  if (actual === nothing) {
    let details = '';
    if (error?.name) details += ` (${error.name})`;
    details += message ? `: ${message}` : '.';
    const kind = fn.name === 'rejects' ? 'rejection' : 'exception';
    throw new AssertionError({
      actual: undefined, expected: error, operator: fn.name,
      message: `Missing expected ${kind}${details}`, stackStartFn: fn,
    });
  }
  match(actual, error, message, fn);
}

function wasExpected(actual, expected) {
  if (expected === undefined || expected === null) return true;
  if (isRegExp(expected)) return expected.exec(String(actual)) !== null;
  if (typeof expected !== 'function') {
    throw new codes.ERR_INVALID_ARG_TYPE('expected', ['Function', 'RegExp'], expected);
  }
  if (expected.prototype !== undefined && actual instanceof expected) return true;
  if (Object.prototype.isPrototypeOf.call(Error, expected)) return false;
  return Reflect.apply(expected, {}, [actual]) === true;
}

function expectsNoError(fn, actual, error, message) {
  if (actual === nothing) return;
  if (typeof error === 'string') {
    message = error;
    error = undefined;
  }
  if (!error || wasExpected(actual, error)) {
    const details = message ? `: ${message}` : '.';
    const kind = fn.name === 'doesNotReject' ? 'rejection' : 'exception';
    throw new AssertionError({
      actual, expected: error, operator: fn.name, stackStartFn: fn,
      message: `Got unwanted ${kind}${details}\nActual message: "${actual?.message}"`,
    });
  }
  throw actual;
}

module.exports = { expectsError, expectsNoError, rejectedBy, thrownBy };
