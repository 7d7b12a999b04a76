// `--frozen-intrinsics`: what the language brings can no longer be changed. Objects that inherit from it can still have methods of the same
// names by assignment, which a frozen prototype would forbid: its properties become accessors that define them on the object.
// Deliberately absent: what is Node's and not the language's, but for `console` and the timers, and the global object itself.
'use strict';

const LEFT = new Set(['globalThis', 'global', 'process', 'Buffer', 'Atomics', 'Iterator']);
const TIMERS = ['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'clearImmediate'];

const prototypeOf = Object.getPrototypeOf;

function constructors() {
  const names = [
    'Array', 'ArrayBuffer', 'BigInt', 'BigInt64Array', 'BigUint64Array', 'Boolean', 'DataView', 'Date', 'FinalizationRegistry', 'Float32Array',
    'Float64Array', 'Function', 'Int16Array', 'Int32Array', 'Int8Array', 'Map', 'Number', 'Object', 'Promise', 'Proxy', 'RegExp', 'Set',
    'SharedArrayBuffer', 'String', 'Symbol', 'Uint16Array', 'Uint32Array', 'Uint8Array', 'Uint8ClampedArray', 'WeakMap', 'WeakRef', 'WeakSet',
    'Error', 'AggregateError', 'EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError',
  ];
  return names.map((name) => globalThis[name]);
}

// Objects that have no name of their own.
function hidden() {
  const generators = [function* () {}, async function* () {}, async () => {}].map((each) => prototypeOf(each));
  const iterators = [[], '', new Map(), new Set()].map((each) => prototypeOf(each[Symbol.iterator]())).concat(prototypeOf(/./[Symbol.matchAll]('')));
  return [...generators, ...iterators, prototypeOf(iterators[0]), prototypeOf(Uint8Array)];
}

// Assignment to an object below `owner` makes a property there.
function allowOverride(owner, key, descriptor) {
  if (!('value' in descriptor) || !descriptor.configurable) return;
  const { value, enumerable } = descriptor;
  const getter = () => value;
  getter.value = value;
  function setter(given) {
    if (owner === this) throw new TypeError(`Cannot assign to read only property '${String(key)}' of object '${String(owner)}'`);
    if (Object.hasOwn(this, key)) this[key] = given;
    else Object.defineProperty(this, key, { __proto__: null, value: given, writable: true, enumerable: true, configurable: true });
  }
  Object.defineProperty(owner, key, { __proto__: null, get: getter, set: setter, enumerable, configurable: true });
}

function allowOverrides(owner) {
  const descriptors = Object.getOwnPropertyDescriptors(owner);
  for (const key of Reflect.ownKeys(descriptors)) allowOverride(owner, key, descriptors[key]);
}

// Everything that can be reached, but for what is left.
function freezeAll(roots) {
  // A console goes on counting.
  const states = Object.getOwnPropertySymbols(globalThis.console).map((key) => globalThis.console[key]);
  const left = [...[...LEFT].map((name) => globalThis[name]), ...states];
  const known = new Set(left);
  const open = [...roots];
  const add = (value) => {
    if (((typeof value === 'object' && value !== null) || typeof value === 'function') && !known.has(value)) {
      known.add(value);
      open.push(value);
    }
  };
  roots.forEach((root) => known.add(root));
  while (open.length > 0) {
    const each = open.pop();
    if (ArrayBuffer.isView(each)) continue;
    const descriptors = Object.getOwnPropertyDescriptors(each);
    Object.freeze(each);
    add(prototypeOf(each));
    for (const key of Reflect.ownKeys(descriptors)) {
      const { get, set, value } = descriptors[key];
      add(get);
      add(set);
      add(value);
    }
  }
}

function freezeIntrinsics() {
  process.emitWarning('Frozen intristics is an experimental feature and might change at any time', 'ExperimentalWarning');
  const all = constructors();
  const unnamed = hidden();
  const inside = [globalThis.Intl, globalThis.WebAssembly].flatMap((each) => Object.values(Object.getOwnPropertyDescriptors(each)));
  const classes = [...all, ...unnamed, Iterator, ...inside.map(({ value }) => value)];
  const prototypes = new Set([...classes.map((each) => each.prototype), ...unnamed]);
  // TypedArray, a constructor, is among those without a name.
  const isPrototype = (each) => each === Function.prototype || (typeof each === 'object' && each !== null);
  for (const each of prototypes) if (isPrototype(each)) allowOverrides(each);
  const { console, Intl, JSON, Math, Reflect, WebAssembly, decodeURI, decodeURIComponent, encodeURI, encodeURIComponent, escape, eval: evaluate,
    isFinite, isNaN, parseFloat, parseInt, unescape } = globalThis;
  freezeAll([...all, ...unnamed, Iterator.prototype, console, Intl, JSON, Math, Reflect, WebAssembly, decodeURI, decodeURIComponent, encodeURI,
    encodeURIComponent, escape, evaluate, isFinite, isNaN, parseFloat, parseInt, unescape, ...TIMERS.map((name) => globalThis[name])]);
}

module.exports = { freezeIntrinsics };
