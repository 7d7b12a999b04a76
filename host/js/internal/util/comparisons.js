// Deep equality: loose (==, prototypes aside), strict, and partial (the expected value's contents
// must be found in the actual one). Cycles are equal where they close at the same place.
'use strict';

const native = internalBinding('util');
const types = require('internal/util/types');
const { isError } = require('internal/util');

const LOOSE = 0;
const STRICT = 1;
const PARTIAL = 2;

const ONLY_ENUMERABLE = 2;
const tagOf = (value) => Object.prototype.toString.call(value);
const isEnumerable = (object, key) => Object.prototype.propertyIsEnumerable.call(object, key);
const isObject = (value) => value !== null && typeof value === 'object';

function enumerableSymbols(object) {
  const symbols = Object.getOwnPropertySymbols(object);
  return symbols.length === 0 ? symbols : symbols.filter((symbol) => isEnumerable(object, symbol));
}

class Comparison {
  #mode;
  #left = new Map(); // Values under comparison, to the depth they were met at.
  #right = new Map();
  #depth = 0;
  #mark = 0;

  constructor(mode) {
    this.#mode = mode;
  }

  get #loose() {
    return this.#mode === LOOSE;
  }

  equal(a, b) {
    if (a === b) return a !== 0 || Object.is(a, b) || this.#loose;
    if (this.#loose) {
      if (!isObject(a)) {
        // eslint-disable-next-line eqeqeq
        return !isObject(b) && (a == b || (Number.isNaN(a) && Number.isNaN(b)));
      }
      if (!isObject(b)) return false;
    } else {
      if (typeof a !== 'object') return Number.isNaN(a) && Number.isNaN(b);
      if (!isObject(a) || !isObject(b)) return false;
      if (this.#mode === STRICT && Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
    }
    const tag = tagOf(a);
    if (tag !== tagOf(b)) return false;
    // Most are plain objects, which have nothing but properties.
    if (tag === '[object Object]' && !(a instanceof Error) && !(b instanceof Error)) return this.#equalProperties(a, b);
    return this.#equalObjects(a, b);
  }

  // Compares what the kind of object holds, then goes on to the properties.
  #equalObjects(a, b) {
    if (Array.isArray(a)) return this.#equalArrays(a, b);
    if (types.isDate(a)) {
      const sameTime = types.isDate(b) &&
        Object.is(Date.prototype.getTime.call(a), Date.prototype.getTime.call(b));
      return sameTime && this.#equalProperties(a, b);
    }
    if (types.isRegExp(a)) {
      const same = types.isRegExp(b) && a.source === b.source && a.flags === b.flags &&
        a.lastIndex === b.lastIndex;
      return same && this.#equalProperties(a, b);
    }
    if (isError(a)) return this.#equalErrors(a, b);
    if (ArrayBuffer.isView(a)) return this.#equalViews(a, b);
    if (types.isSet(a)) {
      return types.isSet(b) && this.#sizesFit(a.size, b.size) &&
        this.#equalProperties(a, b, () => this.#equalSets(a, b));
    }
    if (types.isMap(a)) {
      return types.isMap(b) && this.#sizesFit(a.size, b.size) &&
        this.#equalProperties(a, b, () => this.#equalMaps(a, b));
    }
    if (types.isAnyArrayBuffer(a)) {
      if (!types.isAnyArrayBuffer(b)) return false;
      const [one, other] = [new Uint8Array(a), new Uint8Array(b)];
      return (this.#mode === PARTIAL ? containsNumbers(one, other) : sameBytes(one, other)) && this.#equalProperties(a, b);
    }
    if (types.isBoxedPrimitive(a)) return sameBoxed(a, b) && this.#equalProperties(a, b);
    if (Array.isArray(b) || ArrayBuffer.isView(b) || types.isSet(b) || types.isMap(b) ||
        types.isDate(b) || types.isRegExp(b) || types.isAnyArrayBuffer(b) ||
        types.isBoxedPrimitive(b) || isError(b)) {
      return false;
    }
    if (types.isWeakMap(a) || types.isWeakSet(a) || types.isPromise(a)) return false;
    const { isURL } = require('internal/url');
    if (isURL(a) && isURL(b) && a.href !== b.href) return false;
    return this.#equalProperties(a, b);
  }

  #sizesFit(a, b) {
    return this.#mode === PARTIAL ? a >= b : a === b;
  }

  #equalArrays(a, b) {
    if (!Array.isArray(b)) return false;
    if (this.#mode === PARTIAL) {
      return a.length >= b.length && this.#equalProperties(a, b, () => this.#containsItems(a, b), []);
    }
    if (a.length !== b.length) return false;
    const keys = native.getOwnNonIndexProperties(a, ONLY_ENUMERABLE);
    const others = native.getOwnNonIndexProperties(b, ONLY_ENUMERABLE);
    const relevant = (list) => (this.#loose ? list.filter((key) => typeof key !== 'symbol') : list);
    if (relevant(keys).length !== relevant(others).length) return false;
    return this.#equalProperties(a, b, () => this.#equalItems(a, b), relevant(keys));
  }

  #equalItems(a, b) {
    for (let i = 0; i < a.length; i++) {
      const present = Object.hasOwn(a, i);
      if (present !== Object.hasOwn(b, i)) return false;
      if (present && !this.equal(a[i], b[i])) return false;
    }
    return true;
  }

  // Every item of b, in order, somewhere in a.
  #containsItems(a, b) {
    let position = 0;
    for (const item of b) {
      while (position < a.length && !this.equal(a[position], item)) position++;
      if (position++ >= a.length) return false;
    }
    return true;
  }

  #equalErrors(a, b) {
    if (!isError(b)) return false;
    for (const name of ['message', 'name', 'cause', 'errors']) {
      // Enumerable ones are compared with the properties.
      if (isEnumerable(b, name) || isEnumerable(a, name)) continue;
      if (this.#mode === PARTIAL && !(name in b)) continue;
      if (Object.hasOwn(a, name) !== Object.hasOwn(b, name) && (name === 'cause' || name === 'errors')) {
        return false;
      }
      if (!this.equal(a[name], b[name])) return false;
    }
    return this.#equalProperties(a, b);
  }

  #equalViews(a, b) {
    if (!ArrayBuffer.isView(b)) return false;
    const isFloat = /^Float/.test(a[Symbol.toStringTag]);
    const bytes = (view) => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    if (this.#mode === PARTIAL) {
      if (isFloat ? !containsNumbers(a, b) : !containsNumbers(bytes(a), bytes(b))) return false;
    } else if (this.#loose && isFloat) {
      // NaN differs from NaN here, as in Node.
      if (a.length !== b.length || a.some((item, i) => item !== b[i])) return false;
    } else if (isFloat) {
      if (a.length !== b.length || a.some((item, i) => !Object.is(item, b[i]))) return false;
    } else if (!sameBytes(bytes(a), bytes(b))) {
      return false;
    }
    const keys = native.getOwnNonIndexProperties(a, ONLY_ENUMERABLE);
    const others = native.getOwnNonIndexProperties(b, ONLY_ENUMERABLE);
    return keys.length === others.length && this.#equalProperties(a, b, undefined, keys);
  }

  // The enumerable own properties, then `contents`, within the bookkeeping for cycles.
  #equalProperties(a, b, contents = undefined, keys = undefined) {
    if (keys === undefined) {
      keys = Object.keys(this.#mode === PARTIAL ? b : a);
      if (this.#mode !== PARTIAL && keys.length !== Object.keys(b).length) return false;
      if (!this.#loose) {
        const symbols = enumerableSymbols(this.#mode === PARTIAL ? b : a);
        if (this.#mode !== PARTIAL && symbols.length !== enumerableSymbols(b).length) return false;
        if (symbols.length > 0) keys.push(...symbols);
      }
    }
    const other = this.#mode === PARTIAL ? a : b;
    for (const key of keys) {
      if (this.#loose ? !Object.hasOwn(other, key) : !isEnumerable(other, key)) return false;
    }
    if (keys.length === 0 && contents === undefined) return true;
    return this.#guarded(a, b, () => {
      for (const key of keys) {
        if (!this.equal(a[key], b[key])) return false;
      }
      return contents === undefined || contents();
    });
  }

  #guarded(a, b, compare) {
    // Shallow values cost no bookkeeping: a cycle gets deep enough to be noticed.
    if (this.#depth < 10) {
      this.#depth++;
      const result = compare();
      this.#depth--;
      return result;
    }
    const seen = this.#left.get(a);
    if (seen !== undefined) {
      const other = this.#right.get(b);
      if (other !== undefined) return seen === other;
    }
    const [oldLeft, oldRight] = [seen, this.#right.get(b)];
    this.#mark++;
    this.#left.set(a, this.#mark);
    this.#right.set(b, this.#mark);
    const result = compare();
    if (oldLeft === undefined) this.#left.delete(a);
    else this.#left.set(a, oldLeft);
    if (oldRight === undefined) this.#right.delete(b);
    else this.#right.set(b, oldRight);
    return result;
  }

  // Whether a primitive can be found in a set by identity, or only by ==.
  #comparesByIdentity(value) {
    if (isObject(value)) return false;
    if (!this.#loose) return true;
    return typeof value === 'symbol' || typeof value === 'function';
  }

  // Takes out of `pool` the first value equal to `value`.
  #take(pool, value, matches = () => true) {
    for (const candidate of pool) {
      if (this.equal(candidate, value) && matches(candidate)) {
        pool.delete(candidate);
        return true;
      }
    }
    return false;
  }

  #equalSets(a, b) {
    const pool = new Set(a);
    const rest = [];
    for (const value of b) {
      if (pool.delete(value)) continue;
      if (this.#comparesByIdentity(value)) return false;
      rest.push(value);
    }
    return rest.every((value) => this.#take(pool, value));
  }

  #equalMaps(a, b) {
    const pool = new Set(a.keys());
    const rest = [];
    for (const [key, value] of b) {
      if (a.has(key) && !isObject(key) && this.equal(a.get(key), value)) {
        pool.delete(key);
      } else if (this.#comparesByIdentity(key)) {
        return false;
      } else {
        rest.push([key, value]);
      }
    }
    return rest.every(([key, value]) => {
      if (pool.has(key) && this.equal(a.get(key), value)) return pool.delete(key);
      return this.#take(pool, key, (candidate) => this.equal(a.get(candidate), value));
    });
  }
}

function sameBytes(a, b) {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    if (a[i] !== b[i]) return false;
  }
  return true;
}

// Whether the items of b are in a, in their order.
function containsNumbers(a, b) {
  let position = 0;
  for (const item of b) {
    while (position < a.length && a[position] !== item && !Object.is(a[position], item)) position++;
    if (position++ >= a.length) return false;
  }
  return true;
}

function sameBoxed(a, b) {
  for (const [check, Class] of [
    ['isNumberObject', Number], ['isStringObject', String], ['isBooleanObject', Boolean],
    ['isBigIntObject', BigInt], ['isSymbolObject', Symbol],
  ]) {
    if (!types[check](a)) continue;
    return types[check](b) &&
      Object.is(Class.prototype.valueOf.call(a), Class.prototype.valueOf.call(b));
  }
  return false;
}

module.exports = {
  isDeepEqual: (a, b) => new Comparison(LOOSE).equal(a, b),
  isDeepStrictEqual: (a, b) => new Comparison(STRICT).equal(a, b),
  isPartialStrictEqual: (a, b) => new Comparison(PARTIAL).equal(a, b),
};
