// assert.CallTracker (deprecated in Node): counts the calls of functions it wraps.
'use strict';

const { codes } = require('internal/errors');
const { validateFunction, validateUint32 } = require('internal/validators');

class CallTracker {
  #checks = new Map();

  calls(fn, expected = 1) {
    if (typeof fn === 'number') [fn, expected] = [() => {}, fn];
    else if (fn === undefined) fn = () => {};
    validateFunction(fn, 'fn');
    validateUint32(expected, 'expected', true);
    const record = { calls: [], expected, name: fn.name || 'calls', stack: new Error() };
    const tracked = new Proxy(fn, {
      apply(target, thisArg, args) {
        record.calls.push(Object.freeze({ thisArg, arguments: Object.freeze([...args]) }));
        return Reflect.apply(target, thisArg, args);
      },
    });
    this.#checks.set(tracked, record);
    return tracked;
  }

  #recordOf(tracked) {
    const record = this.#checks.get(tracked);
    if (record === undefined) {
      throw new codes.ERR_INVALID_ARG_VALUE('tracked', tracked, 'is not a tracked function');
    }
    return record;
  }

  getCalls(tracked) {
    return Object.freeze([...this.#recordOf(tracked).calls]);
  }

  reset(tracked) {
    if (tracked === undefined) this.#checks.forEach((record) => { record.calls.length = 0; });
    else this.#recordOf(tracked).calls.length = 0;
  }

  report() {
    const failed = [...this.#checks.values()].filter((each) => each.calls.length !== each.expected);
    return failed.map((each) => ({
      message: `Expected the ${each.name} function to be executed ${each.expected} time(s) but ` +
        `was executed ${each.calls.length} time(s).`,
      actual: each.calls.length,
      expected: each.expected,
      operator: each.name,
      stack: each.stack,
    }));
  }

  verify() {
    const errors = this.report();
    if (errors.length === 0) return;
    const { AssertionError } = require('assert');
    throw new AssertionError({
      message: errors.length === 1 ? errors[0].message :
        'Functions were not called the expected number of times',
      details: errors,
    });
  }
}

module.exports = { CallTracker };
