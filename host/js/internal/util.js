// Small helpers shared by the built-in modules. Loads nothing but internal/errors at the top.
'use strict';

const { codes } = require('internal/errors');
const binding = internalBinding('util');

const kEmptyObject = Object.freeze({ __proto__: null });
const kEnumerableProperty = Object.freeze({ __proto__: null, enumerable: true });
const customInspectSymbol = Symbol.for('nodejs.util.inspect.custom');
const customPromisify = Symbol.for('nodejs.util.promisify.custom');
const customPromisifyArgs = Symbol('customPromisifyArgs');
const kIsEncodingSymbol = Symbol('kIsEncodingSymbol');

const isWindows = false;
const isMacOS = false;

// A function that calls `load` once.
function lazy(load) {
  let value;
  let loaded = false;
  return () => {
    if (!loaded) {
      value = load();
      loaded = true;
    }
    return value;
  };
}

// A data property of `target`, computed at its first read.
function defineLazy(target, name, load, { enumerable = true, readOnly = false } = kEmptyObject) {
  binding.defineLazy(target, name, load, enumerable, readOnly);
}

function setOwnProperty(target, name, value) {
  return Object.defineProperty(target, name, {
    __proto__: null,
    value, writable: true, configurable: true, enumerable: true,
  });
}

// Runs `callback` once and ignores later calls.
function once(callback) {
  let called = false;
  return function(...args) {
    if (called) return undefined;
    called = true;
    return Reflect.apply(callback, this, args);
  };
}

const encodings = {
  __proto__: null,
  'utf8': 'utf8', 'utf-8': 'utf8',
  'ucs2': 'utf16le', 'ucs-2': 'utf16le', 'utf16le': 'utf16le', 'utf-16le': 'utf16le',
  'latin1': 'latin1', 'binary': 'latin1',
  'base64': 'base64', 'base64url': 'base64url', 'hex': 'hex', 'ascii': 'ascii',
};

// The canonical name of a Buffer encoding, or undefined.
function normalizeEncoding(encoding) {
  if (encoding === undefined || encoding === null || encoding === '') return 'utf8';
  const known = encodings[encoding];
  if (known !== undefined) return known;
  return encodings[String(encoding).toLowerCase()];
}

function promisify(original) {
  const { validateFunction } = require('internal/validators');
  validateFunction(original, 'original');
  if (original[customPromisify]) {
    const custom = original[customPromisify];
    validateFunction(custom, 'util.promisify.custom');
    return Object.defineProperty(custom, customPromisify, {
      __proto__: null,
      value: custom, enumerable: false, writable: false, configurable: true,
    });
  }
  const names = original[customPromisifyArgs];
  function fn(...args) {
    return new Promise((resolve, reject) => {
      const answer = Reflect.apply(original, this, [...args, (error, ...values) => {
        if (error) {
          reject(error);
        } else if (names !== undefined && values.length > 1) {
          resolve(Object.fromEntries(names.map((name, i) => [name, values[i]])));
        } else {
          resolve(values[0]);
        }
      }]);
      if (require('internal/util/types').isPromise(answer)) {
        warnDeprecated('Calling promisify on a function that returns a Promise is likely a mistake.', 'DEP0174');
      }
    });
  }
  Object.setPrototypeOf(fn, Object.getPrototypeOf(original));
  Object.defineProperty(fn, customPromisify, {
    __proto__: null,
    value: fn, enumerable: false, writable: false, configurable: true,
  });
  return Object.defineProperties(fn, Object.getOwnPropertyDescriptors(original));
}
promisify.custom = customPromisify;

const warnedCodes = new Set();

function warnDeprecated(message, code, from) {
  if (code === undefined) {
    process.emitWarning(message, 'DeprecationWarning', from);
  } else if (!warnedCodes.has(code)) {
    warnedCodes.add(code);
    process.emitWarning(message, 'DeprecationWarning', code, from);
  }
}

// Whether the nearest function that is not the host's own stands in a package.
function calledByPackage() {
  const files = require('internal/util/call_sites').callSites(calledByPackage, 100).map((site) => site.getFileName());
  const caller = files.find((file) => file && !file.startsWith('node:'));
  return caller !== undefined && /[/\\]node_modules[/\\]/i.test(caller);
}

function deprecate(fn, message, code) {
  if (process.noDeprecation === true) return fn;
  if (code !== undefined) require('internal/validators').validateString(code, 'code');
  let warned = false;
  function deprecated(...args) {
    if (!warned) {
      warned = true;
      if (!process.noDeprecation) warnDeprecated(message, code, deprecated);
    }
    if (new.target) return Reflect.construct(fn, args, new.target);
    return Reflect.apply(fn, this, args);
  }
  // Keep statics and `instanceof` of what is wrapped.
  Object.setPrototypeOf(deprecated, fn);
  if (fn.prototype) deprecated.prototype = fn.prototype;
  return deprecated;
}

const experimentalWarned = new Set();
function emitExperimentalWarning(feature) {
  if (experimentalWarned.has(feature)) return;
  experimentalWarned.add(feature);
  process.emitWarning(
    `${feature} is an experimental feature and might change at any time`, 'ExperimentalWarning');
}

// Removes one item in place; faster than splice for the short lists of listeners.
function spliceOne(list, index) {
  for (; index + 1 < list.length; index++) list[index] = list[index + 1];
  list.pop();
}

function isError(value) {
  return require('internal/util/types').isNativeError(value) || value instanceof Error;
}

function getSystemErrorName(errno) {
  return require('internal/errors/errno').describe(errno)[0];
}

function getSystemErrorMessage(errno) {
  return require('internal/errors/errno').describe(errno)[1];
}

function getSystemErrorMap() {
  return require('internal/errors/errno').byErrno;
}

// The number of a signal given by name in any case or by number; throws on others.
function convertToValidSignal(signal) {
  const { signals } = internalBinding('constants').os;
  if (typeof signal === 'number' && Object.values(signals).includes(signal)) return signal;
  if (typeof signal === 'string') {
    const number = signals[signal.toUpperCase()];
    if (number) return number;
  }
  throw new codes.ERR_UNKNOWN_SIGNAL(signal);
}

function getConstructorOf(object) {
  for (let current = object; current; current = Object.getPrototypeOf(current)) {
    const descriptor = Object.getOwnPropertyDescriptor(current, 'constructor');
    if (descriptor !== undefined && typeof descriptor.value === 'function' &&
        descriptor.value.name !== '') {
      return descriptor.value;
    }
  }
  return undefined;
}

// Makes the named members of a class's prototype enumerable, as Web IDL has it.
function makeEnumerable(prototype, ...names) {
  for (const name of names) Object.defineProperty(prototype, name, kEnumerableProperty);
}

// Lists the methods of a class, as it is where Node has a function and what it puts on the prototype.
function makeMethodsEnumerable(prototype) {
  makeEnumerable(prototype, ...Object.getOwnPropertyNames(prototype).filter((name) => name !== 'constructor'));
}

// Accessors of a prototype that cannot be taken away, as those that Node defines one by one.
function fixAccessors(prototype) {
  for (const [name, { get, set, configurable }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    if ((get || set) && configurable) Object.defineProperty(prototype, name, { __proto__: null, configurable: false });
  }
}

// How many arguments functions of `target` say they take, where their parameters do not tell.
function setLengths(target, lengths) {
  for (const name of Object.keys(lengths)) Object.defineProperty(target[name], 'length', { __proto__: null, value: lengths[name], configurable: true });
}

// Numbers and texts that can be neither changed nor deleted; the object takes more.
function constantsOf(table) {
  for (const name of Object.keys(table)) Object.defineProperty(table, name, { __proto__: null, writable: false, configurable: false });
  return table;
}

const escapeSequence = /\u001b\[\d\d?m/g;
function removeColors(text) {
  return text.replace(escapeSequence, '');
}

const lazyDOMExceptionClass = lazy(() => require('internal/domexception').DOMException);

function lazyDOMException(message, name) {
  return new (lazyDOMExceptionClass())(message, name);
}

// Holds its target weakly, and strongly while references are counted on it.
class WeakReference {
  #weak;
  #strong = null;
  #count = 0;

  constructor(target) {
    this.#weak = new WeakRef(target);
  }

  incRef() {
    this.#count++;
    if (this.#count === 1) this.#strong = this.#weak.deref();
    return this.#count;
  }

  decRef() {
    this.#count--;
    if (this.#count === 0) this.#strong = null;
    return this.#count;
  }

  get() {
    return this.#strong ?? this.#weak.deref();
  }
}

module.exports = {
  WeakReference,
  calledByPackage,
  constantsOf,
  convertToValidSignal,
  customInspectSymbol,
  customPromisifyArgs,
  defineLazy,
  deprecate,
  emitExperimentalWarning,
  fixAccessors,
  getConstructorOf,
  getSystemErrorMap,
  getSystemErrorMessage,
  getSystemErrorName,
  isError,
  isMacOS,
  isWindows,
  kEmptyObject,
  kEnumerableProperty,
  kIsEncodingSymbol,
  lazy,
  lazyDOMException,
  lazyDOMExceptionClass,
  makeEnumerable,
  makeMethodsEnumerable,
  normalizeEncoding,
  once,
  promisify,
  removeColors,
  setLengths,
  setOwnProperty,
  spliceOne,
  SymbolAsyncDispose: Symbol.asyncDispose,
  SymbolDispose: Symbol.dispose,
  warnDeprecated,
};
