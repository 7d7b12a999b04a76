// assert: comparisons that throw AssertionErrors. Texts, diffs and matching of errors are in
// internal/assert/.
'use strict';

const { codes } = require('internal/errors');
const { okay } = require('internal/assert/ok');
const { AssertionError } = require('internal/assert/assertion_error');
const { inspect } = require('internal/util/inspect');
const { defineLazy, deprecate, isError, setLengths } = require('internal/util');
const { isRegExp } = require('internal/util/types');

const comparisons = () => require('internal/util/comparisons');
const throwing = () => require('internal/assert/throws');

function fail_(options) {
  if (isError(options.message)) throw options.message;
  throw new AssertionError(options);
}

function check(fn, condition, args, operator) {
  if (args.length < 2) throw new codes.ERR_MISSING_ARGS('actual', 'expected');
  const [actual, expected, message] = args;
  if (!condition(actual, expected)) {
    fail_({ actual, expected, message, operator, stackStartFn: fn });
  }
}

const assert = function ok(...args) {
  okay(assert, args);
};

const warnOfArguments = deprecate(() => {}, 'assert.fail() with more than one argument is deprecated. ' +
  'Please use assert.strictEqual() instead or only pass a message.', 'DEP0094');

// Of what was given to be compared, by the old form with more than a message.
function failedComparison(actual, expected, message, operator, stackStartFn) {
  warnOfArguments();
  if (isError(message)) throw message;
  throw new AssertionError({
    message, actual, expected, operator: operator ?? (arguments.length === 2 ? '!=' : 'fail'), stackStartFn: stackStartFn ?? fail,
  });
}

function fail(message, ...rest) {
  if (rest.length > 0) failedComparison(message, ...rest);
  if (isError(message)) throw message;
  const generated = message === undefined || message === null;
  const error = new AssertionError({
    message: generated ? 'Failed' : message, actual: generated ? message : undefined, operator: 'fail', stackStartFn: fail,
  });
  error.generatedMessage = generated;
  throw error;
}

const bothNaN = (a, b) => Number.isNaN(a) && Number.isNaN(b);

function equal(...args) {
  // eslint-disable-next-line eqeqeq
  check(equal, (a, b) => a == b || bothNaN(a, b), args, '==');
}

function notEqual(...args) {
  // eslint-disable-next-line eqeqeq
  check(notEqual, (a, b) => a != b && !bothNaN(a, b), args, '!=');
}

function deepEqual(...args) {
  check(deepEqual, (a, b) => comparisons().isDeepEqual(a, b), args, 'deepEqual');
}

function notDeepEqual(...args) {
  check(notDeepEqual, (a, b) => !comparisons().isDeepEqual(a, b), args, 'notDeepEqual');
}

function deepStrictEqual(...args) {
  check(deepStrictEqual, (a, b) => comparisons().isDeepStrictEqual(a, b), args, 'deepStrictEqual');
}

function notDeepStrictEqual(...args) {
  check(notDeepStrictEqual, (a, b) => !comparisons().isDeepStrictEqual(a, b), args,
        'notDeepStrictEqual');
}

function strictEqual(...args) {
  check(strictEqual, Object.is, args, 'strictEqual');
}

function notStrictEqual(...args) {
  check(notStrictEqual, (a, b) => !Object.is(a, b), args, 'notStrictEqual');
}

function partialDeepStrictEqual(...args) {
  check(partialDeepStrictEqual, (a, b) => comparisons().isPartialStrictEqual(a, b), args,
        'partialDeepStrictEqual');
}

function throws(fn, ...args) {
  throwing().expectsError(throws, throwing().thrownBy(fn), args[0], args[1], args.length + 2);
}

async function rejects(promiseFn, ...args) {
  const actual = await throwing().rejectedBy(promiseFn);
  throwing().expectsError(rejects, actual, args[0], args[1], args.length + 2);
}

function doesNotThrow(fn, ...args) {
  throwing().expectsNoError(doesNotThrow, throwing().thrownBy(fn), ...args);
}

async function doesNotReject(fn, ...args) {
  throwing().expectsNoError(doesNotReject, await throwing().rejectedBy(fn), ...args);
}

function unwantedText(value) {
  const prefix = 'ifError got unwanted exception: ';
  if (typeof value !== 'object' || typeof value.message !== 'string') {
    return prefix + inspect(value);
  }
  const useName = value.message.length === 0 && value.constructor;
  return prefix + (useName ? value.constructor.name : value.message);
}

function ifError(value) {
  if (value === null || value === undefined) return;
  const error = new AssertionError({
    actual: value, expected: null, operator: 'ifError', message: unwantedText(value),
    stackStartFn: ifError,
  });
  // Where the error came from says more than where it was checked.
  const original = value.stack;
  const start = typeof original === 'string' ? original.indexOf('\n    at') : -1;
  if (start !== -1) error.stack += `\n    ...${original.slice(start)}`;
  error.generatedMessage = false;
  throw error;
}

function matches(fn, string, regexp, message, expectMatch) {
  if (!isRegExp(regexp)) throw new codes.ERR_INVALID_ARG_TYPE('regexp', 'RegExp', regexp);
  const isString = typeof string === 'string';
  if (isString && (regexp.exec(string) !== null) === expectMatch) return;
  if (isError(message)) throw message;
  const generated = !message;
  const text = message || (isString ?
    `${expectMatch ? 'The input did not match' : 'The input was expected to not match'} ` +
      `the regular expression ${inspect(regexp)}. Input:\n\n${inspect(string)}\n` :
    `The "string" argument must be of type string. Received type ${typeof string} (${inspect(string)})`);
  const error = new AssertionError({
    actual: string, expected: regexp, message: text, operator: fn.name, stackStartFn: fn,
  });
  error.generatedMessage = generated;
  throw error;
}

function match(string, regexp, message) {
  matches(match, string, regexp, message, true);
}

function doesNotMatch(string, regexp, message) {
  matches(doesNotMatch, string, regexp, message, false);
}

Object.assign(assert, {
  fail,
  AssertionError,
  ok: assert,
  equal,
  notEqual,
  deepEqual,
  notDeepEqual,
  deepStrictEqual,
  notDeepStrictEqual,
  strictEqual,
  notStrictEqual,
  partialDeepStrictEqual,
  throws,
  rejects,
  doesNotThrow,
  doesNotReject,
  ifError,
  match,
  doesNotMatch,
});
defineLazy(assert, 'CallTracker', () => deprecate(
  require('internal/assert/calltracker').CallTracker, 'assert.CallTracker is deprecated.', 'DEP0173'));
// How many arguments Node names.
setLengths(assert, {
  equal: 3, notEqual: 3, deepEqual: 3, notDeepEqual: 3, deepStrictEqual: 3, notDeepStrictEqual: 3, strictEqual: 3, notStrictEqual: 3,
  partialDeepStrictEqual: 3, fail: 5,
});

// assert.strict: the same, where the loose names mean the strict ones.
function strict(...args) {
  okay(strict, args);
}
for (const key of Object.keys(assert)) {
  if (key !== 'CallTracker') strict[key] = assert[key];
}
Object.assign(strict, {
  equal: strictEqual,
  notEqual: notStrictEqual,
  deepEqual: deepStrictEqual,
  notDeepEqual: notDeepStrictEqual,
});
defineLazy(strict, 'CallTracker', () => assert.CallTracker);
strict.strict = strict;
assert.strict = strict;

module.exports = assert;
