// Every name that can be reached from some objects, with what can be seen of it without calling anything: attributes, kinds and lengths
// of functions, prototypes, plain values, and which names are the same object. Objects are visited in the order of their distance, so
// that each has the shortest of its paths.
//
// Left out: what the language itself brings, symbols that programs cannot get at, whether a method could be called with `new`, and whether
// something is a value or an accessor.
'use strict';

const getPrototype = Object.getPrototypeOf;

// What the language brings, by the object: it is named and not entered.
function findIntrinsics() {
  const found = new Map();
  const note = (name, value) => { if (!found.has(value)) found.set(value, `%${name}%`); };
  const names = Object.getOwnPropertyNames(require('vm').runInNewContext('globalThis')).filter((name) => name !== 'globalThis' && name !== 'console');
  for (const name of names) {
    const value = globalThis[name];
    if (value === null || (typeof value !== 'object' && typeof value !== 'function')) continue;
    note(name, value);
    if (typeof value === 'function' && value.prototype) note(`${name}.prototype`, value.prototype);
  }
  const samples = {
    AsyncFunction: async () => {}, GeneratorFunction: function* () {}, AsyncGeneratorFunction: async function* () {},
    TypedArray: Uint8Array, 'TypedArray.prototype': Uint8Array.prototype, ArrayIterator: [].values(), Iterator: getPrototype([].values()),
    Generator: (function* () {}).prototype, AsyncGenerator: (async function* () {}).prototype, AsyncIterator: getPrototype(getPrototype((async function* () {}).prototype)),
  };
  for (const [name, value] of Object.entries(samples)) note(`prototype of ${name}`, getPrototype(value));
  return { found, names: new Set(names) };
}
const { found: intrinsics, names: languageNames } = findIntrinsics();

const knownSymbols = new Map(Object.getOwnPropertyNames(Symbol).filter((name) => typeof Symbol[name] === 'symbol').map((name) => [Symbol[name], `[Symbol.${name}]`]));
const isPublic = (key) => typeof key === 'string' || knownSymbols.has(key) || Symbol.keyFor(key) !== undefined;
const keyText = (key) => (typeof key === 'string' ? key : knownSymbols.get(key) ?? `[${key.description}]`);

// Whether a name can be assigned to, is listed and can be deleted. A value that is loaded late is an accessor until somebody looks.
const flags = ({ writable, enumerable, configurable, set }) =>
  `${writable || set ? 'w' : '-'}${enumerable ? 'e' : '-'}${configurable ? 'c' : '-'}`;

// A prototype on which nothing is: every `function` brings one.
function isBare(prototype) {
  return typeof prototype === 'object' && prototype !== null && !intrinsics.has(prototype) &&
    [undefined, '%Object.prototype%'].includes(intrinsics.get(getPrototype(prototype))) && intrinsics.has(getPrototype(prototype)) &&
    Reflect.ownKeys(prototype).filter(isPublic).every((key) => key === 'constructor');
}

// `policy.skips(path)` leaves a name out; `policy.namesDiffer(path)` leaves the name of a function out.
function walk(roots, policy) {
  const lines = new Map(roots.map(([name]) => [name, []]));
  const paths = new Map();
  let queue = [];

  function known(value, path, root) {
    const name = intrinsics.get(value) ?? paths.get(value);
    if (name !== undefined) return ` = ${name}`;
    paths.set(value, path);
    queue.push([value, path, root]);
    return '';
  }

  function described(value, key, path, root) {
    if (typeof value === 'function') {
      const kind = /^class\b/.test(Function.prototype.toString.call(value)) ? 'class' : 'function';
      const name = policy.namesDiffer(path) ? '' : value.name === key ? ' of this name' : ' of another name';
      return `${kind}${name} ${value.length}${known(value, path, root)}`;
    }
    if (typeof value === 'object' && value !== null) return `${Object.prototype.toString.call(value)}${known(value, path, root)}`;
    return typeof value === 'string' ? JSON.stringify(value) : String(value);
  }

  function property(object, key, path, root, say) {
    const descriptor = Reflect.getOwnPropertyDescriptor(object, key);
    let text = '';
    if (!descriptor.get && !descriptor.set) {
      text = described(descriptor.value, key, path, root);
    } else if (!Object.hasOwn(object, 'constructor') && !path.includes('prototype')) {
      try {
        text = described(object[key], key, path, root);
      } catch (error) {
        text = `throws ${error.code ?? error.name}`;
      }
    }
    say(`${path}: ${flags(descriptor)} ${text}`);
  }

  function enter([object, path, root]) {
    const say = (line) => lines.get(root).push(line);
    const isFunction = typeof object === 'function';
    const prototype = getPrototype(object);
    const isUsual = isFunction ? intrinsics.has(prototype) : prototype === Object.prototype;
    if (!isUsual && !policy.skips(`${path}.__proto__`)) {
      say(`${path}.__proto__: ${prototype === null ? 'null' : described(prototype, '', `${path}.__proto__`, root)}`);
    }
    if (!Object.isExtensible(object)) say(`${path}: ${Object.isFrozen(object) ? 'frozen' : 'not extensible'}`);
    if (Array.isArray(object) || ArrayBuffer.isView(object) || object instanceof Map || object instanceof Set) return;
    const keys = Reflect.ownKeys(object).filter(isPublic).map((key) => [keyText(key), key]).sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [text, key] of keys) {
      const at = `${path}.${text}`;
      if (isFunction && (['name', 'length', 'arguments', 'caller'].includes(key) || (key === 'prototype' && isBare(object.prototype)))) continue;
      if ((object === globalThis && languageNames.has(key)) || policy.skips(at)) continue;
      property(object, key, at, root, say);
    }
  }

  for (const [name, value] of roots) lines.get(name).push(`${name}: ${described(value, '', name, name)}`);
  while (queue.length > 0) {
    const now = queue;
    queue = [];
    now.forEach(enter);
  }
  return lines;
}

module.exports = { walk };
