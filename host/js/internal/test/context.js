// What a test function gets: TestContext, and SuiteContext in describe().
'use strict';

const { codes } = require('internal/errors');
const { callerLocation } = require('internal/test/result');
const { validateFunction, validateNumber, validateObject, validateString, validateUint32 } = require('internal/validators');
// Kept from being mocked by the tests.
const { clearTimeout, setTimeout } = require('timers');
const { defineLazy } = require('internal/util');

const maxTimeout = 2 ** 31 - 1;
const registered = new Map();

// node:test's assert.register(): one more assertion for every test's `t.assert`.
function register(name, fn) {
  validateString(name, 'name');
  validateFunction(fn, 'fn');
  registered.set(name, fn);
}

const names = [
  'deepEqual', 'deepStrictEqual', 'doesNotMatch', 'doesNotReject', 'doesNotThrow', 'equal', 'fail', 'ifError', 'match',
  'notDeepEqual', 'notDeepStrictEqual', 'notEqual', 'notStrictEqual', 'partialDeepStrictEqual', 'rejects', 'strictEqual',
  'throws',
];

// The assertions, counted for plan().
function countedAssert(test, context) {
  const assert = require('assert');
  const counted = { __proto__: null };
  const add = (name, method, receiver) => {
    counted[name] = (...args) => {
      test.countPlanned();
      return Reflect.apply(method, receiver, args);
    };
  };
  for (const name of names) add(name, assert[name], assert);
  const snapshots = (name) => (...args) => require('internal/test/snapshot')[name](test, ...args);
  add('snapshot', snapshots('assertSnapshot'), undefined);
  add('fileSnapshot', snapshots('assertFileSnapshot'), undefined);
  // ok() shows the expression that it was called with, which it finds by the caller's place.
  counted.ok = function ok(...args) {
    test.countPlanned();
    require('internal/assert/ok').okay(ok, args);
  };
  for (const [name, fn] of registered) add(name, fn, context);
  return counted;
}

class TestContext {
  #test;

  constructor(test) {
    this.#test = test;
    defineLazy(this, 'mock', () => {
      const { MockTracker } = require('internal/test/mock');
      const tracker = new MockTracker();
      test.onEnd(() => tracker.reset());
      return tracker;
    }, false);
    defineLazy(this, 'assert', () => countedAssert(test, this), { enumerable: false });
  }

  get name() { return this.#test.name; }
  get fullName() { return this.#test.fullName; }
  get filePath() { return this.#test.entryFile; }
  get signal() { return this.#test.signal; }
  get error() { return this.#test.error; }
  get passed() { return this.#test.passed; }

  diagnostic(message) {
    this.#test.diagnostics.push(`${message}`);
  }

  plan(count, options = {}) {
    validateUint32(count, 'count');
    validateObject(options, 'options');
    if (this.#test.plan !== undefined) {
      throw new codes.ERR_TEST_FAILURE('cannot set plan more than once', 'testCodeFailure');
    }
    const { wait } = options;
    if (typeof wait === 'number') validateNumber(wait, 'options.wait', 0, maxTimeout);
    else if (wait !== undefined && typeof wait !== 'boolean') {
      throw new codes.ERR_INVALID_ARG_TYPE('options.wait', ['boolean', 'number'], wait);
    }
    this.#test.plan = count;
    this.#test.planWait = wait === true ? Infinity : wait || 0;
  }

  runOnly(value) {
    this.#test.runOnlySubtests = Boolean(value);
  }

  skip(message) {
    this.#test.skip(message);
  }

  todo(message) {
    this.#test.todo(message);
  }

  test(name, options, fn) {
    this.#test.countPlanned();
    const location = callerLocation(TestContext.prototype.test);
    return this.#test.createSubtest(false, name, options, fn, location).start();
  }

  before(fn, options) { this.#test.addHook('before', fn, options); }
  after(fn, options) { this.#test.addHook('after', fn, options); }
  beforeEach(fn, options) { this.#test.addHook('beforeEach', fn, options); }
  afterEach(fn, options) { this.#test.addHook('afterEach', fn, options); }

  // Polls `condition` until it neither throws nor rejects.
  waitFor(condition, options = {}) {
    validateFunction(condition, 'condition');
    validateObject(options, 'options');
    const { interval = 50, timeout = 1000 } = options;
    validateNumber(interval, 'options.interval', 0, maxTimeout);
    validateNumber(timeout, 'options.timeout', 0, maxTimeout);
    return poll(condition, interval, timeout);
  }
}

function poll(condition, interval, timeout) {
  const { promise, resolve, reject } = Promise.withResolvers();
  let cause;
  let next;
  const limit = setTimeout(() => {
    clearTimeout(next);
    reject(new Error('waitFor() timed out', cause === undefined ? undefined : { cause: cause.error }));
  }, timeout);
  const attempt = async () => {
    try {
      const result = await condition();
      clearTimeout(limit);
      resolve(result);
    } catch (error) {
      cause = { error };
      next = setTimeout(attempt, interval);
    }
  };
  attempt();
  return promise;
}

class SuiteContext {
  #suite;

  constructor(suite) {
    this.#suite = suite;
  }

  get name() { return this.#suite.name; }
  get fullName() { return this.#suite.fullName; }
  get filePath() { return this.#suite.entryFile; }
  get signal() { return this.#suite.signal; }
}

module.exports = { register, SuiteContext, TestContext };
