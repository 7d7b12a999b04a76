// util.format: printf-like directives, then the remaining arguments inspected.
'use strict';

const native = internalBinding('util');
const { inspect } = require('internal/util/inspect');
const { bigintText, numberText } = require('internal/util/inspect/text');
const { builtIns } = require('internal/util/inspect/names');

// JSON with "[Circular]" for objects that contain themselves.
function stringify(value) {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error.name === 'TypeError' && /^Converting circular structure to JSON/.test(error.message)) {
      return '[Circular]';
    }
    throw error;
  }
}

// Whether String(value) would use a toString that comes with the language.
function hasBuiltInToString(value) {
  const proxy = native.getProxyDetails(value);
  if (proxy !== undefined) {
    if (proxy === null || proxy[0] === null) return true;
    value = proxy[0];
  }
  if (typeof value[Symbol.toPrimitive] === 'function') return false;
  if (typeof value.toString !== 'function') return true;
  if (Object.hasOwn(value, 'toString')) return false;
  let pointer = value;
  do {
    pointer = Object.getPrototypeOf(pointer);
  } while (!Object.hasOwn(pointer, 'toString'));
  const descriptor = Object.getOwnPropertyDescriptor(pointer, 'constructor');
  return descriptor !== undefined && typeof descriptor.value === 'function' &&
    builtIns.has(descriptor.value.name);
}

const separated = (options) =>
  options?.numericSeparator ?? require('internal/util/inspect').inspectDefaultOptions.numericSeparator;

function asString(value, options) {
  if (typeof value === 'number') return numberText(value, separated(options));
  if (typeof value === 'bigint') return bigintText(value, separated(options));
  if (typeof value !== 'object' || value === null || !hasBuiltInToString(value)) {
    return String(value);
  }
  return inspect(value, { ...options, depth: 0, colors: false, compact: 3 });
}

function asNumber(value, options) {
  if (typeof value === 'bigint') return bigintText(value, separated(options));
  return typeof value === 'symbol' ? 'NaN' : numberText(Number(value), separated(options));
}

function asInteger(value, options) {
  if (typeof value === 'bigint') return bigintText(value, separated(options));
  return typeof value === 'symbol' ? 'NaN' : numberText(Number.parseInt(value, 10), separated(options));
}

function asFloat(value, options) {
  return typeof value === 'symbol' ? 'NaN' : numberText(Number.parseFloat(value), separated(options));
}

const directives = {
  __proto__: null,
  s: asString,
  d: asNumber,
  i: asInteger,
  f: asFloat,
  j: stringify,
  O: (value, options) => inspect(value, options),
  o: (value, options) =>
    inspect(value, { ...options, showHidden: true, showProxy: true, depth: 4 }),
  c: () => '',
};

// The first argument with its directives replaced, and how many arguments that took.
function replaceDirectives(text, options, args) {
  let result = '';
  let used = 1;
  let from = 0;
  for (let at = text.indexOf('%'); at !== -1; at = text.indexOf('%', at + 2)) {
    const letter = text[at + 1];
    if (letter === '%') {
      result += text.slice(from, at + 1);
      from = at + 2;
    } else if (letter === undefined || used >= args.length) {
      continue;
    } else if (directives[letter] !== undefined) {
      result += text.slice(from, at) + directives[letter](args[used++], options);
      from = at + 2;
    } else {
      at--; // "%" before something else; the next character may be one.
    }
  }
  return [result + text.slice(from), used];
}

function formatWithOptionsInternal(options, args) {
  const [first] = args;
  if (args.length === 0) return '';
  let used = 0;
  let text = '';
  if (typeof first === 'string') {
    if (args.length === 1) return first;
    [text, used] = first.includes('%') ? replaceDirectives(first, options, args) : [first, 1];
  } else {
    text = inspect(first, options);
    used = 1;
  }
  for (; used < args.length; used++) {
    const value = args[used];
    text += ` ${typeof value === 'string' ? value : inspect(value, options)}`;
  }
  return text;
}

function format(...args) {
  return formatWithOptionsInternal(undefined, args);
}

function formatWithOptions(options, ...args) {
  require('internal/validators').validateObject(options, 'inspectOptions', 4 | 2);
  return formatWithOptionsInternal(options, args);
}

module.exports = { format, formatWithOptions };
