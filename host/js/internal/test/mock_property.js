// mock.property(): a property that records who reads and writes it.
'use strict';

const { codes } = require('internal/errors');
const { validateInteger, validateObject } = require('internal/validators');

class MockPropertyContext {
  #object;
  #name;
  #descriptor;
  #value;
  #accesses = [];
  #once = new Map();

  constructor(object, name, descriptor, ...value) {
    this.#object = object;
    this.#name = name;
    this.#descriptor = descriptor;
    this.#value = value.length > 0 ? value[0] : object[name];
    const { configurable, enumerable } = descriptor;
    Object.defineProperty(object, name, {
      configurable, enumerable, get: () => this.#read(), set: (next) => this.mockImplementation(next),
    });
  }

  #note(type, value) {
    this.#accesses.push({ type, value, stack: new Error() });
  }

  #read() {
    const number = this.#accesses.length;
    let value = this.#value;
    if (this.#once.has(number)) {
      value = this.#once.get(number);
      this.#once.delete(number);
    }
    this.#note('get', value);
    return value;
  }

  get accesses() {
    return this.#accesses.slice();
  }

  accessCount() {
    return this.#accesses.length;
  }

  mockImplementation(value) {
    const { writable, set } = this.#descriptor;
    if (!writable && set === undefined) {
      throw new codes.ERR_INVALID_ARG_VALUE('propertyName', this.#name, 'cannot be set');
    }
    this.#note('set', value);
    this.#value = value;
  }

  mockImplementationOnce(value, onAccess) {
    const next = this.#accesses.length;
    const access = onAccess ?? next;
    validateInteger(access, 'onAccess', next);
    this.#once.set(access, value);
  }

  resetAccesses() {
    this.#accesses = [];
  }

  restore() {
    Object.defineProperty(this.#object, this.#name, this.#descriptor);
  }
}

function mockProperty(object, name, ...value) {
  validateObject(object, 'object');
  if (typeof name !== 'string' && typeof name !== 'symbol') {
    throw new codes.ERR_INVALID_ARG_TYPE('propertyName', ['string', 'symbol'], name);
  }
  const descriptor = Object.getOwnPropertyDescriptor(object, name);
  if (descriptor === undefined) {
    throw new codes.ERR_INVALID_ARG_VALUE('propertyName', name, 'is not a property of the object');
  }
  const context = new MockPropertyContext(object, name, descriptor, ...value);
  const proxy = new Proxy(object, {
    get: (target, key, receiver) => (key === 'mock' ? context : Reflect.get(target, key, receiver)),
  });
  return [proxy, context];
}

module.exports = { mockProperty };
