// URLSearchParams: a list of pairs in the form encoding of the URL standard.
'use strict';

const { codes } = require('internal/errors');
const { customInspectSymbol, makeEnumerable } = require('internal/util');
const { validateFunction } = require('internal/validators');

// Percent-decodes to bytes, then reads them as UTF-8 with replacements.
function decodePercent(text) {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return decodeLoosely(text);
  }
}

function decodeLoosely(text) {
  const bytes = [];
  const source = new TextEncoder().encode(text);
  const digit = (byte) => Number.parseInt(String.fromCharCode(byte), 16);
  for (let i = 0; i < source.length; i++) {
    const high = source[i] === 37 ? digit(source[i + 1]) : NaN;
    const low = source[i] === 37 ? digit(source[i + 2]) : NaN;
    if (Number.isNaN(high) || Number.isNaN(low)) {
      bytes.push(source[i]);
    } else {
      bytes.push(high * 16 + low);
      i += 2;
    }
  }
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(new Uint8Array(bytes));
}

function parsePairs(text) {
  const pairs = [];
  for (const part of text.split('&')) {
    if (part === '') continue;
    const spaced = part.replaceAll('+', ' ');
    const equals = spaced.indexOf('=');
    if (equals === -1) pairs.push([decodePercent(spaced), '']);
    else pairs.push([decodePercent(spaced.slice(0, equals)), decodePercent(spaced.slice(equals + 1))]);
  }
  return pairs;
}

const remaining = { '!': '%21', "'": '%27', '(': '%28', ')': '%29', '~': '%7E', '%20': '+' };
const encode = (text) =>
  encodeURIComponent(text).replace(/[!'()~]|%20/g, (found) => remaining[found]);

const serialize = (pairs) => pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');

const wellFormed = (value) => `${value}`.toWellFormed();

function pairsFromIterable(init) {
  if (typeof init[Symbol.iterator] !== 'function') throw new codes.ERR_ARG_NOT_ITERABLE('Query pairs');
  const pairs = [];
  for (const pair of init) {
    const usable = pair !== null && (typeof pair === 'object' || typeof pair === 'function') &&
      typeof pair[Symbol.iterator] === 'function';
    const list = usable ? [...pair] : [];
    if (list.length !== 2) throw new codes.ERR_INVALID_TUPLE('Each query pair', '[name, value]');
    pairs.push(list.map(wellFormed));
  }
  return pairs;
}

function pairsFromRecord(init) {
  const record = new Map();
  for (const key of Reflect.ownKeys(init)) {
    const descriptor = Reflect.getOwnPropertyDescriptor(init, key);
    if (descriptor === undefined || !descriptor.enumerable) continue;
    record.set(wellFormed(key), wellFormed(init[key]));
  }
  return [...record];
}

class URLSearchParams {
  #pairs = [];
  #changed = undefined; // Tells the URL that this belongs to.

  constructor(init = undefined) {
    if (init === undefined || init === null) return;
    if (typeof init === 'object' || typeof init === 'function') {
      if (#pairs in init && init[Symbol.iterator] === URLSearchParams.prototype[Symbol.iterator]) {
        this.#pairs = init.#pairs.map((pair) => pair.slice());
      } else if (init[Symbol.iterator] !== null && init[Symbol.iterator] !== undefined) {
        this.#pairs = pairsFromIterable(init);
      } else {
        this.#pairs = pairsFromRecord(init);
      }
    } else {
      const text = wellFormed(init);
      this.#pairs = parsePairs(text[0] === '?' ? text.slice(1) : text);
    }
  }

  static attach(params, changed) {
    params.#changed = changed;
  }

  static refresh(params, search) {
    params.#pairs = parsePairs(search.slice(1));
  }

  static pairsOf(params) {
    return params.#pairs;
  }

  static #check(params) {
    if (params === null || typeof params !== 'object' || !(#pairs in params)) {
      throw new codes.ERR_INVALID_THIS('URLSearchParams');
    }
    return params;
  }

  #notify() {
    this.#changed?.(serialize(this.#pairs));
  }

  [customInspectSymbol](depth, options) {
    URLSearchParams.#check(this);
    if (typeof depth === 'number' && depth < 0) return options.stylize('[Object]', 'special');
    const { inspect } = require('internal/util/inspect');
    const inner = { ...options };
    if (depth !== null) inner.depth = depth - 1;
    const shown = this.#pairs.map(
      ([name, value]) => `${inspect(name, inner)} => ${inspect(value, inner)}`);
    const length = shown.reduce((sum, text) => sum + require('internal/util').removeColors(text).length + 2, 0);
    if (length > inner.breakLength) return `${this.constructor.name} {\n  ${shown.join(',\n  ')} }`;
    return shown.length > 0 ? `${this.constructor.name} { ${shown.join(', ')} }` :
      `${this.constructor.name} {}`;
  }

  get size() {
    return URLSearchParams.#check(this).#pairs.length;
  }

  append(name, value) {
    URLSearchParams.#check(this);
    if (arguments.length < 2) throw new codes.ERR_MISSING_ARGS('name', 'value');
    this.#pairs.push([wellFormed(name), wellFormed(value)]);
    this.#notify();
  }

  delete(name, value = undefined) {
    URLSearchParams.#check(this);
    if (arguments.length < 1) throw new codes.ERR_MISSING_ARGS('name');
    name = wellFormed(name);
    if (value !== undefined) value = wellFormed(value);
    this.#pairs = this.#pairs.filter(
      (pair) => pair[0] !== name || (value !== undefined && pair[1] !== value));
    this.#notify();
  }

  get(name) {
    URLSearchParams.#check(this);
    if (arguments.length < 1) throw new codes.ERR_MISSING_ARGS('name');
    name = wellFormed(name);
    return this.#pairs.find((pair) => pair[0] === name)?.[1] ?? null;
  }

  getAll(name) {
    URLSearchParams.#check(this);
    if (arguments.length < 1) throw new codes.ERR_MISSING_ARGS('name');
    name = wellFormed(name);
    return this.#pairs.filter((pair) => pair[0] === name).map((pair) => pair[1]);
  }

  has(name, value = undefined) {
    URLSearchParams.#check(this);
    if (arguments.length < 1) throw new codes.ERR_MISSING_ARGS('name');
    name = wellFormed(name);
    if (value !== undefined) value = wellFormed(value);
    return this.#pairs.some(
      (pair) => pair[0] === name && (value === undefined || pair[1] === value));
  }

  set(name, value) {
    URLSearchParams.#check(this);
    if (arguments.length < 2) throw new codes.ERR_MISSING_ARGS('name', 'value');
    name = wellFormed(name);
    value = wellFormed(value);
    const first = this.#pairs.findIndex((pair) => pair[0] === name);
    if (first === -1) {
      this.#pairs.push([name, value]);
    } else {
      this.#pairs = this.#pairs.filter((pair, i) => i <= first || pair[0] !== name);
      this.#pairs[first][1] = value;
    }
    this.#notify();
  }

  sort() {
    URLSearchParams.#check(this);
    // By UTF-16 code units, which is how < compares strings; the order of equals is kept.
    this.#pairs.sort(([a], [b]) => (a < b ? -1 : Number(a > b)));
    this.#notify();
  }

  entries() {
    return new PairIterator(URLSearchParams.#check(this), (pair) => [pair[0], pair[1]]);
  }

  forEach(callback, thisArg = undefined) {
    URLSearchParams.#check(this);
    validateFunction(callback, 'callback');
    for (let i = 0; i < this.#pairs.length; i++) {
      const [name, value] = this.#pairs[i];
      Reflect.apply(callback, thisArg, [value, name, this]);
    }
  }

  keys() {
    return new PairIterator(URLSearchParams.#check(this), (pair) => pair[0]);
  }

  values() {
    return new PairIterator(URLSearchParams.#check(this), (pair) => pair[1]);
  }

  toString() {
    return serialize(URLSearchParams.#check(this).#pairs);
  }
}
const { attach, refresh, pairsOf } = URLSearchParams;
for (const name of ['attach', 'refresh', 'pairsOf']) delete URLSearchParams[name];

makeEnumerable(
  URLSearchParams.prototype, 'append', 'delete', 'get', 'getAll', 'has', 'set', 'sort', 'size',
  'entries', 'forEach', 'keys', 'values', 'toString');
Object.defineProperties(URLSearchParams.prototype, {
  [Symbol.toStringTag]: { value: 'URLSearchParams', configurable: true },
  [Symbol.iterator]: {
    value: URLSearchParams.prototype.entries, configurable: true, writable: true,
  },
});

const iteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()));

class PairIterator {
  #params;
  #pick;
  #position = 0;

  constructor(params, pick) {
    this.#params = params;
    this.#pick = pick;
  }

  next() {
    if (this === null || typeof this !== 'object' || !(#params in this)) {
      throw new codes.ERR_INVALID_THIS('URLSearchParamsIterator');
    }
    const pairs = pairsOf(this.#params);
    if (this.#position >= pairs.length) return { value: undefined, done: true };
    return { value: this.#pick(pairs[this.#position++]), done: false };
  }

  [customInspectSymbol](depth, options) {
    if (typeof depth === 'number' && depth < 0) return options.stylize('[Object]', 'special');
    const { inspect } = require('internal/util/inspect');
    const inner = { ...options };
    if (depth !== null) inner.depth = depth - 1;
    const shown = pairsOf(this.#params).slice(this.#position).map(
      (pair) => inspect(this.#pick(pair), inner));
    const head = 'URLSearchParams Iterator';
    if (shown.length === 0) return `${head} {  }`;
    const { removeColors } = require('internal/util');
    const width = shown.reduce((sum, text) => sum + removeColors(text).length + 2, -2);
    return width <= options.breakLength ? `${head} { ${shown.join(', ')} }` : `${head} {\n  ${shown.join(',\n  ')} }`;
  }
}
delete PairIterator.prototype.constructor;
makeEnumerable(PairIterator.prototype, 'next');
Object.setPrototypeOf(PairIterator.prototype, iteratorPrototype);
Object.defineProperty(PairIterator.prototype, Symbol.toStringTag,
                      { value: 'URLSearchParams Iterator', configurable: true });

// Neither cloned nor transferred in messages.
internalBinding('messaging').markObject(URLSearchParams.prototype, 0);

module.exports = { URLSearchParams, attach, refresh };
