// Headers: names of any case, values joined, iterated in the order of their names. A name keeps the case of its first
// use for what is sent and for `inspect`.
//
// Absent: the guards `request` and `request-no-cors` of browsers, which forbid names; Node forbids none.
'use strict';

const webidl = require('internal/fetch/webidl');

const customInspect = Symbol.for('nodejs.util.inspect.custom');
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

let listOf;
let addHeader;
let freezeHeaders;
let isHeaders;
const iterate = webidl.iterator('Headers', (headers) => sorted(listOf(headers)));

// The entries of one object: lower-case name to { name, values }.
function sorted(list) {
  const out = [];
  for (const key of [...list.keys()].sort()) {
    const { values } = list.get(key);
    if (key === 'set-cookie') for (const value of values) out.push([key, value]);
    else out.push([key, values.join(', ')]);
  }
  return out;
}

function checkName(name, method) {
  const text = webidl.byteString(name);
  if (!TOKEN.test(text)) throw new TypeError(`Headers.${method}: ${JSON.stringify(text)} is an invalid header name.`);
  return text;
}

function checkValue(value, method) {
  const text = webidl.byteString(value).replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, '');
  if (/[\0\r\n]/.test(text)) throw new TypeError(`Headers.${method}: "${text}" is an invalid header value.`);
  return text;
}

class Headers {
  #list = new Map();
  #immutable = false;

  constructor(init = undefined) {
    if (init !== undefined) this.#fill(init);
  }

  static {
    listOf = (headers) => headers.#list;
    addHeader = (headers, name, value) => headers.#add(name, value);
    freezeHeaders = (headers) => {
      headers.#immutable = true;
      return headers;
    };
    isHeaders = (value) => typeof value === 'object' && value !== null && #list in value;
  }

  static #check(value) {
    if (!isHeaders(value)) throw webidl.illegal();
  }

  #add(name, value) {
    const key = name.toLowerCase();
    const entry = this.#list.get(key);
    if (entry === undefined) this.#list.set(key, { name, values: [value] });
    else entry.values.push(value);
  }

  #fill(init) {
    if (init === null || (typeof init !== 'object' && typeof init !== 'function')) {
      throw new TypeError('Headers constructor: Argument 1 could not be converted to one of: ' +
        'sequence<sequence<ByteString>>, record<ByteString, ByteString>.');
    }
    if (isHeaders(init)) {
      for (const [key, { name, values }] of init.#list) this.#list.set(key, { name, values: [...values] });
      return;
    }
    if (init[Symbol.iterator] === undefined) {
      for (const key of Reflect.ownKeys(init)) {
        if (Object.getOwnPropertyDescriptor(init, key)?.enumerable) this.append(key, init[key]);
      }
      return;
    }
    let at = 0;
    for (const pair of init) {
      if (typeof pair?.[Symbol.iterator] !== 'function') {
        throw new TypeError(`Headers contructor: init[${at}] (${pair}) is not iterable.`);
      }
      at++;
      const entry = [...pair];
      if (entry.length !== 2) {
        throw new TypeError(`Headers constructor: expected name/value pair to be length 2, found ${entry.length}.`);
      }
      this.append(entry[0], entry[1]);
    }
  }

  #change() {
    if (this.#immutable) throw new TypeError('immutable');
  }

  append(name, value) {
    Headers.#check(this);
    webidl.count(arguments, 2, 'Headers.append');
    name = checkName(name, 'append');
    value = checkValue(value, 'append');
    this.#change();
    this.#add(name, value);
  }

  delete(name) {
    Headers.#check(this);
    webidl.count(arguments, 1, 'Headers.delete');
    name = checkName(name, 'delete');
    this.#change();
    this.#list.delete(name.toLowerCase());
  }

  get(name) {
    Headers.#check(this);
    webidl.count(arguments, 1, 'Headers.get');
    return this.#list.get(checkName(name, 'get').toLowerCase())?.values.join(', ') ?? null;
  }

  has(name) {
    Headers.#check(this);
    webidl.count(arguments, 1, 'Headers.has');
    return this.#list.has(checkName(name, 'has').toLowerCase());
  }

  set(name, value) {
    Headers.#check(this);
    webidl.count(arguments, 2, 'Headers.set');
    name = checkName(name, 'set');
    value = checkValue(value, 'set');
    this.#change();
    this.#list.set(name.toLowerCase(), { name, values: [value] });
  }

  getSetCookie() {
    Headers.#check(this);
    return [...this.#list.get('set-cookie')?.values ?? []];
  }

  keys() {
    Headers.#check(this);
    return iterate(this, 'keys');
  }

  values() {
    Headers.#check(this);
    return iterate(this, 'values');
  }

  entries() {
    Headers.#check(this);
    return iterate(this, 'entries');
  }

  forEach(callback, thisArg = undefined) {
    Headers.#check(this);
    webidl.count(arguments, 1, 'Headers.forEach');
    if (typeof callback !== 'function') {
      throw new TypeError("Failed to execute 'forEach' on 'Headers': parameter 1 is not of type 'Function'.");
    }
    for (const [name, value] of this) callback.call(thisArg, value, name, this);
  }

  [customInspect](depth, options, inspect = undefined) {
    const shown = {};
    for (const { name, values } of this.#list.values()) shown[name] = values.join(', ');
    return `Headers ${(inspect ?? require('util').inspect)(shown, { ...options, depth })}`;
  }
}

Headers.prototype[Symbol.iterator] = Headers.prototype.entries;
Object.defineProperty(Headers.prototype, Symbol.iterator, { __proto__: null, enumerable: false });
Object.defineProperty(Headers.prototype, customInspect, { __proto__: null, enumerable: false });
webidl.publish(Headers, ['append', 'delete', 'get', 'has', 'set', 'getSetCookie', 'keys', 'values', 'entries', 'forEach']);

// Names as first written, with their values: what is sent.
function rawHeaders(headers) {
  return [...listOf(headers).values()].map(({ name, values }) => [name, values]);
}

module.exports = { Headers, addHeader, freezeHeaders, isHeaders, rawHeaders };
