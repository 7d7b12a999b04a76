// What inspect calls an object: its constructor's name, its tag, the prefix made of both.
'use strict';

const native = internalBinding('util');

// Names of the constructors that every context has, and no others: those a host or a user adds to
// the globals are user classes here.
const builtIns = new Set([
  'Object', 'Function', 'Array', 'Number', 'Boolean', 'String', 'Symbol', 'BigInt', 'Date', 'Promise',
  'RegExp', 'Error', 'AggregateError', 'EvalError', 'RangeError', 'ReferenceError', 'SyntaxError',
  'TypeError', 'URIError', 'SuppressedError', 'ArrayBuffer', 'SharedArrayBuffer', 'DataView',
  'Uint8Array', 'Int8Array', 'Uint16Array', 'Int16Array', 'Uint32Array', 'Int32Array',
  'Float16Array', 'Float32Array', 'Float64Array', 'Uint8ClampedArray', 'BigUint64Array',
  'BigInt64Array', 'Map', 'Set', 'WeakMap', 'WeakSet', 'WeakRef', 'FinalizationRegistry', 'Proxy',
  'Iterator', 'DisposableStack', 'AsyncDisposableStack',
]);

function isInstanceOf(value, constructor) {
  try {
    return value instanceof constructor;
  } catch {
    return false;
  }
}

// Below `--frozen-intrinsics` it is a getter's that carries its value.
function ownConstructor(object) {
  const descriptor = Object.getOwnPropertyDescriptor(object, 'constructor');
  const value = descriptor?.value ?? descriptor?.get?.value;
  return typeof value === 'function' ? value : undefined;
}

// The own properties of an object's prototypes, for showHidden: getters and data on user classes.
function collectPrototypeProperties(ctx, main, start, level, output) {
  let depth = 0;
  let object = start;
  const seen = new Set(); // What the prototypes before this one have.
  do {
    if (depth !== 0 || main === object) {
      object = Object.getPrototypeOf(object);
      if (object === null) break;
      const owner = ownConstructor(object);
      if (owner !== undefined && builtIns.has(owner.name)) break;
    }
    // A getter may lead back to the object.
    ctx.seen.push(main);
    for (const key of Reflect.ownKeys(object)) {
      if (key === 'constructor' || Object.hasOwn(main, key) || (depth !== 0 && seen.has(key))) {
        continue;
      }
      const descriptor = Object.getOwnPropertyDescriptor(object, key);
      if (typeof descriptor.value === 'function') continue;
      const { formatProperty } = require('internal/util/inspect/value');
      const text = formatProperty(ctx, object, level, key, 0, descriptor, main);
      output.push(ctx.colors ? `\u001b[2m${text}\u001b[22m` : text);
    }
    ctx.seen.pop();
    for (const key of Reflect.ownKeys(object)) seen.add(key);
    depth++;
  } while (depth !== 3);
}

function constructorName(ctx, object, level, protoProps) {
  let first;
  const original = object;
  while (object || typeof object === 'function') {
    const owner = ownConstructor(object);
    if (owner !== undefined && owner.name !== '' && isInstanceOf(original, owner)) {
      const { name } = owner;
      if (protoProps !== undefined && (first !== object || !builtIns.has(name))) {
        collectPrototypeProperties(ctx, original, first || original, level, protoProps);
      }
      return String(name);
    }
    object = Object.getPrototypeOf(object);
    if (first === undefined) first = object;
  }
  if (first === null) return null;
  const internal = native.getConstructorName(original);
  if (ctx.depth !== null && level > ctx.depth) return `${internal} <Complex prototype>`;
  const inherited = constructorName(ctx, first, level + 1, protoProps);
  if (inherited === null) {
    const { inspect } = require('internal/util/inspect');
    return `${internal} <${inspect(first, { ...ctx.options, customInspect: false, depth: -1 })}>`;
  }
  return `${internal} <${inherited}>`;
}

// "Name(size) [tag] ", or "[Fallback(size): null prototype] [tag] " without a constructor.
function getPrefix(constructor, tag, fallback, size = '') {
  if (constructor === null) {
    if (tag !== '' && fallback !== tag) return `[${fallback}${size}: null prototype] [${tag}] `;
    return `[${fallback}${size}: null prototype] `;
  }
  if (tag !== '' && constructor !== tag) return `${constructor}${size} [${tag}] `;
  return `${constructor}${size} `;
}

function tagOf(ctx, value) {
  let tag = value[Symbol.toStringTag];
  if (typeof tag !== 'string') return '';
  if (tag === '') return '';
  // An own tag is listed among the properties.
  const listed = ctx.showHidden ? Object.hasOwn(value, Symbol.toStringTag) :
    Object.prototype.propertyIsEnumerable.call(value, Symbol.toStringTag);
  return listed ? '' : tag;
}

const comments = /(\/\/.*?\n)|(\/\*(.|\n)*?\*\/)/g;
const classHead = /^(\s+[^(]*?)\s*{/;

function isClass(source) {
  if (!source.startsWith('class') || !source.endsWith('}')) return false;
  const body = source.slice(5, -1);
  const brace = body.indexOf('{');
  if (brace === -1) return false;
  return !body.slice(0, brace).includes('(') || classHead.test(body.replace(comments, ''));
}

function classBase(value, constructor, tag) {
  const name = (Object.hasOwn(value, 'name') && value.name) || '(anonymous)';
  let base = `class ${name}`;
  if (constructor !== 'Function' && constructor !== null) base += ` [${constructor}]`;
  if (tag !== '' && constructor !== tag) base += ` [${tag}]`;
  if (constructor === null) {
    base += ' extends [null prototype]';
  } else {
    const parent = Object.getPrototypeOf(value).name;
    if (parent) base += ` extends ${parent}`;
  }
  return `[${base}]`;
}

function functionBase(value, constructor, tag) {
  if (isClass(Function.prototype.toString.call(value))) return classBase(value, constructor, tag);
  let type = native.isGeneratorFunction(value) ? 'GeneratorFunction' : 'Function';
  if (native.isAsyncFunction(value)) type = `Async${type}`;
  let base = `[${type}`;
  if (constructor === null) base += ' (null prototype)';
  base += value.name === '' ? ' (anonymous)' : `: ${value.name}`;
  base += ']';
  if (constructor !== type && constructor !== null) base += ` ${constructor}`;
  if (tag !== '' && constructor !== tag) base += ` [${tag}]`;
  return base;
}

module.exports = { builtIns, constructorName, functionBase, getPrefix, tagOf };
