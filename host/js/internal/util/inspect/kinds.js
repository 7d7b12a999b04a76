// What the kind of an object contributes to its inspection: text before the braces, the braces,
// which keys are listed, its contents. `describe` returns the finished text where nothing is left
// to list, else { base, braces, keys, extras, entries }.
'use strict';

const native = internalBinding('util');
const { ARRAY_EXTRA, OBJECT } = require('internal/util/inspect/layout');
const { functionBase, getPrefix } = require('internal/util/inspect/names');
const entries = require('internal/util/inspect/entries');
const { numberText } = require('internal/util/inspect/text');

const ALL_PROPERTIES = 0;
const ONLY_ENUMERABLE = 2;

const sizeOfMap = Object.getOwnPropertyDescriptor(Map.prototype, 'size').get;
const sizeOfSet = Object.getOwnPropertyDescriptor(Set.prototype, 'size').get;
const typedArray = Object.getPrototypeOf(Uint8Array.prototype);
const typedArrayTag = Object.getOwnPropertyDescriptor(typedArray, Symbol.toStringTag).get;
const typedArrayLength = Object.getOwnPropertyDescriptor(typedArray, 'length').get;
const call = (fn, receiver) => Reflect.apply(fn, receiver, []);

function keysOf(ctx, value) {
  if (ctx.showHidden) return Reflect.ownKeys(value);
  let keys;
  try {
    keys = Object.keys(value);
  } catch {
    // Exports of a module that are not initialised yet.
    keys = Object.getOwnPropertyNames(value);
  }
  const symbols = Object.getOwnPropertySymbols(value);
  if (symbols.length === 0) return keys;
  return keys.concat(
    symbols.filter((symbol) => Object.prototype.propertyIsEnumerable.call(value, symbol)));
}

const nonIndexKeys = (ctx, value) =>
  native.getOwnNonIndexProperties(value, ctx.showHidden ? ALL_PROPERTIES : ONLY_ENUMERABLE);

function listed(open, close, keys, list, extras = OBJECT) {
  return { base: '', braces: [open, close], keys, extras, entries: list };
}

function describeArray(ctx, value, constructor, tag, plain) {
  const prefix = constructor !== 'Array' || tag !== '' ?
    getPrefix(constructor, tag, 'Array', `(${value.length})`) : '';
  const keys = nonIndexKeys(ctx, value);
  if (value.length === 0 && keys.length === 0 && plain) return `${prefix}[]`;
  const shape = listed(`${prefix}[`, ']', keys,
                       (level) => entries.arrayEntries(ctx, value, level), ARRAY_EXTRA);
  shape.fallback = 'Array';
  return shape;
}

function describeSet(ctx, value, constructor, tag, plain) {
  const size = call(sizeOfSet, value);
  const prefix = getPrefix(constructor, tag, 'Set', `(${size})`);
  const keys = keysOf(ctx, value);
  if (size === 0 && keys.length === 0 && plain) return `${prefix}{}`;
  return listed(`${prefix}{`, '}', keys, (level) =>
    entries.setEntries(ctx, call(Set.prototype.values, value), size, level));
}

function describeMap(ctx, value, constructor, tag, plain) {
  const size = call(sizeOfMap, value);
  const prefix = getPrefix(constructor, tag, 'Map', `(${size})`);
  const keys = keysOf(ctx, value);
  if (size === 0 && keys.length === 0 && plain) return `${prefix}{}`;
  return listed(`${prefix}{`, '}', keys, (level) =>
    entries.mapEntries(ctx, call(Map.prototype.entries, value), size, level));
}

function describeTypedArray(ctx, value, constructor, tag) {
  const keys = nonIndexKeys(ctx, value);
  const length = call(typedArrayLength, value);
  const kind = call(typedArrayTag, value);
  const prefix = getPrefix(constructor, tag, constructor === null ? kind : '', `(${length})`);
  if (length === 0 && keys.length === 0 && !ctx.showHidden) return `${prefix}[]`;
  return listed(`${prefix}[`, ']', keys, (level) =>
    entries.typedArrayEntries(ctx, value, length, level), ARRAY_EXTRA);
}

function describeIterator(ctx, value, type, tag) {
  const name = `${type} Iterator`;
  const shown = tag === name ? name : `${tag === '' ? '' : `${tag}] [`}${name}`;
  const shape = listed(`[${shown}] {`, '}', keysOf(ctx, value));
  shape.entries = (level) => entries.iteratorEntries(ctx, value, level, shape.braces);
  return shape;
}

function describeIterable(ctx, value, constructor, tag, plain) {
  if (Array.isArray(value)) return describeArray(ctx, value, constructor, tag, plain);
  if (native.isSet(value)) return describeSet(ctx, value, constructor, tag, plain);
  if (native.isMap(value)) return describeMap(ctx, value, constructor, tag, plain);
  if (ArrayBuffer.isView(value) && call(typedArrayTag, value) !== undefined) {
    return describeTypedArray(ctx, value, constructor, tag);
  }
  if (native.isMapIterator(value)) return describeIterator(ctx, value, 'Map', tag);
  if (native.isSetIterator(value)) return describeIterator(ctx, value, 'Set', tag);
  return undefined;
}

const withBase = (base, keys) => ({ base, braces: ['{', '}'], keys, extras: OBJECT });

function describeRegExp(ctx, value, constructor, tag, level, keys, nothing) {
  let base = RegExp.prototype.toString.call(constructor !== null ? value : new RegExp(value));
  const prefix = getPrefix(constructor, tag, 'RegExp');
  if (prefix !== 'RegExp ') base = `${prefix}${base}`;
  if (nothing || (ctx.depth !== null && level > ctx.depth)) return ctx.stylize(base, 'regexp');
  return withBase(base, keys);
}

function describeDate(ctx, value, constructor, tag, keys, nothing) {
  let base = Number.isNaN(Date.prototype.getTime.call(value)) ?
    Date.prototype.toString.call(value) : Date.prototype.toISOString.call(value);
  const prefix = getPrefix(constructor, tag, 'Date');
  if (prefix !== 'Date ') base = `${prefix}${base}`;
  return nothing ? ctx.stylize(base, 'date') : withBase(base, keys);
}

function describeError(ctx, value, constructor, tag, keys, plain) {
  const { formatError } = require('internal/util/inspect/errors');
  const base = formatError(ctx, value, constructor, tag, keys);
  return keys.length === 0 && plain ? base : withBase(base, keys);
}

const boxes = [
  ['Number', 'isNumberObject', Number], ['String', 'isStringObject', String],
  ['Boolean', 'isBooleanObject', Boolean], ['BigInt', 'isBigIntObject', BigInt],
  ['Symbol', 'isSymbolObject', Symbol],
];

function describeBoxed(ctx, value, constructor, tag, keys, plain) {
  const [type, , Class] = boxes.find(([, check]) => native[check](value));
  const primitive = Class.prototype.valueOf.call(value);
  // The characters are no properties worth listing.
  if (type === 'String') keys.splice(0, primitive.length);
  let base = `[${type}`;
  if (type !== constructor) base += constructor === null ? ' (null prototype)' : ` (${constructor})`;
  const { formatPrimitive } = require('internal/util/inspect/value');
  base += `: ${formatPrimitive(ctx, primitive, (text) => text)}]`;
  if (tag !== '' && tag !== constructor) base += ` [${tag}]`;
  if (keys.length !== 0) return withBase(base, keys);
  const text = ctx.colors ? ctx.stylize(base, type.toLowerCase()) : base;
  return plain ? text : withBase(text, keys);
}

function describeArrayBuffer(ctx, value, constructor, tag, keys, insideTypedArray, plain) {
  const type = native.isArrayBuffer(value) ? 'ArrayBuffer' : 'SharedArrayBuffer';
  const prefix = getPrefix(constructor, tag, type);
  if (insideTypedArray && keys.length === 0 && plain) {
    const size = ctx.stylize(numberText(value.byteLength, false), 'number');
    return `${prefix}{ byteLength: ${size} }`;
  }
  return listed(`${prefix}{`, '}', ['byteLength', ...keys],
                insideTypedArray ? undefined : () => entries.arrayBufferEntries(ctx, value));
}

// Without a prototype, V8 may know what made the object, or its tag.
const fallbackName = (value, constructor, tag) =>
  (constructor === null && tag === '' ? native.getConstructorName(value) : 'Object');

function describeOther(ctx, value, constructor, tag, level, keys, nothing) {
  const open = (fallback) => `${getPrefix(constructor, tag, fallback)}{`;
  if (native.isDataView(value)) {
    return listed(open('DataView'), '}', ['byteLength', 'byteOffset', 'buffer', ...keys]);
  }
  if (native.isPromise(value)) {
    return listed(open('Promise'), '}', keys,
                  (level) => entries.promiseEntries(ctx, value, level));
  }
  if (native.isWeakSet(value) || native.isWeakMap(value)) {
    const isMap = native.isWeakMap(value);
    return listed(open(isMap ? 'WeakMap' : 'WeakSet'), '}', keys,
                  (level) => entries.weakEntries(ctx, value, level, isMap));
  }
  if (native.isModuleNamespaceObject(value)) {
    const names = keys.slice();
    return listed(open('Module'), '}', [],
                  (level) => entries.namespaceEntries(ctx, value, level, names));
  }
  // Where URL's own way of showing itself is turned off, its text stands for it.
  if (constructor === 'URL' && !(ctx.depth !== null && level > ctx.depth) && require('internal/url').isURL(value)) {
    return keys.length === 0 ? value.href : withBase(value.href, keys);
  }
  if (nothing) {
    if (native.isExternal(value)) {
      const address = native.getExternalValue(value).toString(16);
      return ctx.stylize(`[External: ${address}]`, 'special');
    }
    return `${open(fallbackName(value, constructor, tag))}}`;
  }
  return listed(open(fallbackName(value, constructor, tag)), '}', keys);
}

function describePlain(ctx, value, constructor, tag, keys, nothing) {
  let open = '{';
  // Only what has a callee can be one; asking V8 costs more.
  if (Object.hasOwn(value, 'callee') && native.isArgumentsObject(value)) open = '[Arguments] {';
  else if (tag !== '') open = `${getPrefix(constructor, tag, 'Object')}{`;
  return nothing ? `${open}}` : listed(open, '}', keys);
}

function describe(ctx, value, constructor, tag, level, insideTypedArray, plain) {
  // Not read: a prototype may tell of names that are asked for.
  if (Symbol.iterator in value || constructor === null) {
    const shape = describeIterable(ctx, value, constructor, tag, plain);
    if (shape !== undefined) return shape;
  }
  const keys = keysOf(ctx, value);
  const nothing = keys.length === 0 && plain;
  if (constructor === 'Object') return describePlain(ctx, value, constructor, tag, keys, nothing);
  if (typeof value === 'function') {
    const base = functionBase(value, constructor, tag);
    return nothing ? ctx.stylize(base, 'special') : withBase(base, keys);
  }
  if (native.isRegExp(value)) {
    return describeRegExp(ctx, value, constructor, tag, level, keys, nothing);
  }
  if (native.isDate(value)) return describeDate(ctx, value, constructor, tag, keys, nothing);
  if (native.isNativeError(value) || value instanceof Error) {
    return describeError(ctx, value, constructor, tag, keys, plain);
  }
  if (native.isAnyArrayBuffer(value)) {
    return describeArrayBuffer(ctx, value, constructor, tag, keys, insideTypedArray, plain);
  }
  if (native.isBoxedPrimitive(value)) {
    return describeBoxed(ctx, value, constructor, tag, keys, plain);
  }
  return describeOther(ctx, value, constructor, tag, level, keys, nothing);
}

module.exports = { describe, fallbackName };
