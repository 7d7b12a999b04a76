// Hooks of tests and suites, how the function of a test or a hook is called, and which test an async context belongs to.
'use strict';

const { failure } = require('internal/test/result');
const { validateFunction, validateObject } = require('internal/validators');
const { getAsyncContext, runInAsyncContext, usage } = require('internal/async_context');

// Kept beside the stores of AsyncLocalStorage.
const kTest = Symbol('kTest');
const currentTest = () => getAsyncContext()?.get(kTest);

// Calls fn as a part of the test: what it starts belongs to the test too.
function within(test, fn) {
  usage.active = true;
  return runInAsyncContext(new Map(getAsyncContext()).set(kTest, test), fn);
}

// Calls a test function, which may return a promise or take a callback.
function callBody(fn, context) {
  if (fn.length < 2) return Reflect.apply(fn, context, [context]);
  return new Promise((resolve, reject) => {
    let called = false;
    const done = (error) => {
      if (called) {
        reject(failure('callback invoked multiple times', 'multipleCallbackInvocations'));
        return;
      }
      called = true;
      if (error) reject(error);
      else resolve();
    };
    const result = Reflect.apply(fn, context, [context, done]);
    if (typeof result?.then === 'function') {
      reject(failure('passed a callback but also returned a Promise', 'callbackAndPromisePresent'));
    }
  });
}

class Hook {
  constructor(kind, fn, options, location) {
    validateFunction(fn, 'fn');
    validateObject(options, 'options');
    this.kind = kind;
    this.fn = fn;
    this.timeout = options.timeout ?? Infinity;
    this.location = location;
  }

  // Calls it as a part of the test, which gets its errors; its late ones are the hook's own.
  async call(test, context) {
    const part = {
      name: this.kind, location: this.location, isHook: true, finished: false,
      fail: (error) => test.fail(error), cancelBody: (error) => test.cancelBody?.(error),
    };
    try {
      await within(part, () => callBody(this.fn, context));
    } finally {
      part.finished = true;
    }
  }

  async run(test, context) {
    try {
      await test.limited(() => this.call(test, context), this.timeout, `test timed out after ${this.timeout}ms`);
    } catch (error) {
      throw error.failureType === 'testTimeoutFailure' ? error : failure(error, 'hookFailed');
    }
  }

  // For those that run before all: the first who needs it runs it.
  runOnce(test, context) {
    if (this.result === undefined) {
      this.result = this.run(test, context);
      this.result.catch(() => {});
    }
    return this.result;
  }
}

module.exports = { Hook, callBody, currentTest, within };
