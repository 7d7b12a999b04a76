// Failures of tests: an error, why it counts as one, and the options of tests.
'use strict';

const { codes, withoutStack } = require('internal/errors');
const { callSites } = require('internal/util/call_sites');
const {
  validateAbortSignal, validateNumber, validateObject, validateUint32,
} = require('internal/validators');

const maxTimeout = 2 ** 31 - 1;

function failure(error, failureType) {
  if (error?.code === 'ERR_TEST_FAILURE' && error.failureType !== undefined) return error;
  // Its own stack would show this runner only.
  return withoutStack(() => new codes.ERR_TEST_FAILURE(error, failureType));
}

// The error that a test function threw, out of its wrapper.
const causeOf = (error) => (error?.code === 'ERR_TEST_FAILURE' && error.cause !== undefined ?
  error.cause : error);

// test(name, options, fn) with any of the three left out.
function readArguments(name, options, fn) {
  if (typeof name === 'function') {
    fn = name;
    name = undefined;
    options = undefined;
  } else if (name !== null && typeof name === 'object') {
    fn = options;
    options = name;
    name = undefined;
  } else if (typeof options === 'function') {
    fn = options;
    options = undefined;
  }
  options = options ?? {};
  fn ??= options.fn ?? (() => {});
  return [`${name ?? (fn.name || '<anonymous>')}`, options, fn];
}

function checkOptions(options) {
  validateObject(options, 'options');
  const { concurrency, timeout, signal, plan } = options;
  if (timeout !== undefined && timeout !== null && timeout !== Infinity) {
    validateNumber(timeout, 'options.timeout', 0, maxTimeout);
  }
  validateAbortSignal(signal, 'options.signal');
  if (typeof concurrency === 'number') validateUint32(concurrency, 'options.concurrency', true);
  else if (concurrency !== undefined && concurrency !== null && typeof concurrency !== 'boolean') {
    throw new codes.ERR_INVALID_ARG_TYPE('options.concurrency', ['boolean', 'number'], concurrency);
  }
  if (plan !== undefined) validateUint32(plan, 'options.plan');
}

// How many subtests may run at once.
function concurrencyOf(options, inherited) {
  const { concurrency } = options;
  if (typeof concurrency === 'number') return concurrency;
  if (concurrency === true) return Infinity;
  return concurrency === false ? 1 : inherited;
}

// Where the caller of the test functions is: file:line:column.
function callerLocation(caller) {
  const [site] = callSites(caller, 1);
  if (site === undefined) return undefined;
  let file = site.getFileName() ?? undefined;
  if (file?.startsWith('file:')) file = require('internal/url').fileURLToPath(file);
  return { file, line: site.getLineNumber(), column: site.getColumnNumber() };
}

module.exports = { callerLocation, causeOf, checkOptions, concurrencyOf, failure, maxTimeout, readArguments };
