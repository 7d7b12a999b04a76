// Mocks of functions and of methods, getters and setters, with a record of the calls.
'use strict';

const { codes } = require('internal/errors');
const {
  validateBoolean, validateFunction, validateInteger, validateObject,
} = require('internal/validators');

class MockFunctionContext {
  #calls = [];
  #implementation;
  #once = new Map();
  #restore;
  #times;

  constructor(implementation, restore, times) {
    this.#implementation = implementation;
    this.#restore = restore;
    this.#times = times;
  }

  get calls() {
    return this.#calls.slice();
  }

  callCount() {
    return this.#calls.length;
  }

  mockImplementation(implementation) {
    validateFunction(implementation, 'implementation');
    this.#implementation = implementation;
  }

  mockImplementationOnce(implementation, onCall) {
    validateFunction(implementation, 'implementation');
    const next = this.#calls.length;
    const call = onCall ?? next;
    validateInteger(call, 'onCall', next);
    this.#once.set(call, implementation);
  }

  restore() {
    this.#restore?.();
    this.#implementation = this.original;
    this.#once.clear();
  }

  resetCalls() {
    this.#calls = [];
  }

  static next(context, original) {
    const number = context.#calls.length;
    const once = context.#once.get(number);
    if (once !== undefined) {
      context.#once.delete(number);
      return once;
    }
    return number < context.#times ? context.#implementation : original;
  }

  static record(context, call) {
    context.#calls.push(call);
  }
}
const { next, record } = MockFunctionContext;
delete MockFunctionContext.next;
delete MockFunctionContext.record;

// A proxy for `original` that records calls and runs the context's implementation.
function mockFunction(original, implementation, restore, times) {
  const context = new MockFunctionContext(implementation, restore, times);
  Object.defineProperty(context, 'original', { value: original });
  const invoke = (call, thisArg, args, target) => {
    let result;
    let error;
    try {
      result = call();
      return result;
    } catch (thrown) {
      error = thrown;
      throw thrown;
    } finally {
      record(context, {
        arguments: args, error, result, stack: new Error(), target, this: target ? result : thisArg,
      });
    }
  };
  return new Proxy(original, {
    apply(_, thisArg, args) {
      const fn = next(context, original);
      return invoke(() => Reflect.apply(fn, thisArg, args), thisArg, args, undefined);
    },
    construct(target, args, newTarget) {
      const fn = next(context, original);
      return invoke(() => Reflect.construct(fn, args, newTarget), undefined, args, target);
    },
    get(target, key, receiver) {
      return key === 'mock' ? context : Reflect.get(target, key, receiver);
    },
  });
}

const kOptionPair = "cannot be used with 'options.getter'";

function checkName(name, what) {
  if (typeof name !== 'string' && typeof name !== 'symbol') {
    throw new codes.ERR_INVALID_ARG_TYPE(what, ['string', 'symbol'], name);
  }
}

function findProperty(object, name) {
  for (let owner = object; owner !== null && owner !== undefined; owner = Object.getPrototypeOf(owner)) {
    const descriptor = Object.getOwnPropertyDescriptor(owner, name);
    if (descriptor !== undefined) return descriptor;
  }
  return undefined;
}

function timesOf(options) {
  validateObject(options, 'options');
  const { times = Infinity } = options;
  if (times !== Infinity) validateInteger(times, 'options.times', 1);
  return times;
}

class MockTracker {
  #mocks = [];
  #timers;

  get timers() {
    return this.#timers ??= new (require('internal/test/mock_timers').MockTimers)();
  }

  fn(original = function() {}, implementation = original, options = {}) {
    if (original !== null && typeof original === 'object') {
      options = original;
      original = function() {};
      implementation = original;
    } else if (implementation !== null && typeof implementation === 'object') {
      options = implementation;
      implementation = original;
    }
    validateFunction(original, 'original');
    validateFunction(implementation, 'implementation');
    const mock = mockFunction(original, implementation, undefined, timesOf(options));
    this.#mocks.push(mock.mock);
    return mock;
  }

  method(object, name, implementation = undefined, options = {}) {
    if (typeof object !== 'function') validateObject(object, 'object');
    checkName(name, 'methodName');
    if (implementation !== null && typeof implementation === 'object') {
      options = implementation;
      implementation = undefined;
    }
    if (implementation !== undefined) validateFunction(implementation, 'implementation');
    const times = timesOf(options);
    const { getter = false, setter = false } = options;
    validateBoolean(getter, 'options.getter');
    validateBoolean(setter, 'options.setter');
    if (getter && setter) {
      throw new codes.ERR_INVALID_ARG_VALUE('options.setter', setter,
                                            kOptionPair);
    }
    const descriptor = findProperty(object, name);
    const key = getter ? 'get' : setter ? 'set' : 'value';
    const original = descriptor?.[key];
    if (typeof original !== 'function') {
      throw new codes.ERR_INVALID_ARG_VALUE('methodName', original, 'must be a method');
    }
    implementation ??= original;
    // An inherited one becomes the object's own then, as in Node.
    const restore = () => Object.defineProperty(object, name, descriptor);
    const mock = mockFunction(original, implementation, restore, times);
    Object.defineProperty(object, name, {
      ...descriptor, [key]: mock, configurable: true,
    });
    this.#mocks.push(mock.mock);
    return mock;
  }

  getter(object, name, implementation = undefined, options = {}) {
    return this.#accessor('getter', object, name, implementation, options);
  }

  setter(object, name, implementation = undefined, options = {}) {
    return this.#accessor('setter', object, name, implementation, options);
  }

  #accessor(kind, object, name, implementation, options) {
    if (implementation !== null && typeof implementation === 'object') {
      [implementation, options] = [undefined, implementation];
    } else {
      validateObject(options, 'options');
    }
    if (options[kind] === false) throw new codes.ERR_INVALID_ARG_VALUE(`options.${kind}`, false, 'cannot be false');
    const other = kind === 'getter' ? 'setter' : 'getter';
    if (options[other]) throw new codes.ERR_INVALID_ARG_VALUE('options.setter', true, kOptionPair);
    return this.method(object, name, implementation, { ...options, [kind]: true });
  }

  // Watches a property's reads and writes; the answer is the object, with the record as `mock`.
  property(object, name, ...value) {
    const { mockProperty } = require('internal/test/mock_property');
    const [proxy, context] = mockProperty(object, name, ...value);
    this.#mocks.push(context);
    return proxy;
  }

  module(specifier, options = {}) {
    const { callerLocation } = require('internal/test/result');
    const caller = callerLocation(MockTracker.prototype.module)?.file;
    const context = require('internal/test/mock_module').mockModule(specifier, options, caller);
    this.#mocks.push(context);
    return context;
  }

  reset() {
    this.restoreAll();
    this.#timers?.reset();
    this.#mocks = [];
  }

  restoreAll() {
    for (const context of this.#mocks) context.restore();
  }
}

module.exports = { MockFunctionContext, MockTracker };
