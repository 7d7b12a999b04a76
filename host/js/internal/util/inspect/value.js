// inspect of one value: primitives, proxies, custom inspection, circular references, properties.
// What an object's own kind adds is in kinds.js.
'use strict';

const native = internalBinding('util');
const { ARRAY, ARRAY_EXTRA, OBJECT, assemble } = require('internal/util/inspect/layout');
const { bigintText, escapeOnly, getStringWidth, numberText, quote } =
  require('internal/util/inspect/text');
const { customInspectSymbol } = require('internal/util');
const { constructorName, getPrefix, tagOf } = require('internal/util/inspect/names');
const { describe, fallbackName } = require('internal/util/inspect/kinds');

const identifier = /^[a-zA-Z_][a-zA-Z_0-9]*$/;

function formatString(ctx, text, paint) {
  let trailer = '';
  if (text.length > ctx.maxStringLength) {
    const remaining = text.length - ctx.maxStringLength;
    text = text.slice(0, ctx.maxStringLength);
    trailer = `... ${remaining} more character${remaining > 1 ? 's' : ''}`;
  }
  if (ctx.compact !== true && text.length > 16 &&
      text.length > ctx.breakLength - ctx.indentation - 4) {
    // Long texts are shown line by line.
    const lines = text.split(/(?<=\n)/).map((line) => paint(quote(line), 'string'));
    return lines.join(` +\n${' '.repeat(ctx.indentation + 2)}`) + trailer;
  }
  return paint(quote(text), 'string') + trailer;
}

function formatPrimitive(ctx, value, paint) {
  switch (typeof value) {
    case 'string':
      return formatString(ctx, value, paint);
    case 'number':
      return paint(numberText(value, ctx.numericSeparator), 'number');
    case 'bigint':
      return paint(bigintText(value, ctx.numericSeparator), 'bigint');
    case 'boolean':
      return paint(`${value}`, 'boolean');
    case 'undefined':
      return paint('undefined', 'undefined');
    default:
      return paint(Symbol.prototype.toString.call(value), 'symbol');
  }
}

function formatProxy(ctx, proxy, level) {
  if (ctx.depth !== null && level > ctx.depth) return ctx.stylize('Proxy [Array]', 'special');
  ctx.indentation += 2;
  const parts = [formatValue(ctx, proxy[0], level + 1), formatValue(ctx, proxy[1], level + 1)];
  ctx.indentation -= 2;
  return assemble(ctx, parts, '', ['Proxy [', ']'], ARRAY_EXTRA, level + 1);
}

// The options a custom inspection function gets; `stylize` is safe to call from it.
function optionsForUser(ctx, otherContext) {
  const options = {
    stylize: ctx.stylize, showHidden: ctx.showHidden, depth: ctx.depth, colors: ctx.colors,
    customInspect: ctx.customInspect, showProxy: ctx.showProxy,
    maxArrayLength: ctx.maxArrayLength, maxStringLength: ctx.maxStringLength,
    breakLength: ctx.breakLength, compact: ctx.compact, sorted: ctx.sorted, getters: ctx.getters,
    numericSeparator: ctx.numericSeparator, ...ctx.userOptions,
  };
  if (!otherContext) return options;
  // Objects of this context must not leak into another one.
  Object.setPrototypeOf(options, null);
  options.stylize = Object.setPrototypeOf((text, style) => `${ctx.stylize(`${text}`, style)}`, null);
  return options;
}

function formatCustom(ctx, value, custom, level, isProxy) {
  const depth = ctx.depth === null ? null : ctx.depth - level;
  const otherContext = isProxy || !(value instanceof Object);
  const { inspect } = require('internal/util/inspect');
  const result = Reflect.apply(custom, value,
                               [depth, optionsForUser(ctx, otherContext), inspect]);
  if (result === value) return undefined;
  if (typeof result !== 'string') return formatValue(ctx, result, level);
  return result.replaceAll('\n', `\n${' '.repeat(ctx.indentation)}`);
}

function formatValue(ctx, value, level, typedArray) {
  if (value === null) return ctx.stylize('null', 'null');
  if (typeof value !== 'object' && typeof value !== 'function') {
    return formatPrimitive(ctx, value, ctx.stylize);
  }
  const original = value;
  const proxy = native.getProxyDetails(value);
  if (proxy !== undefined) {
    if (proxy === null || proxy[0] === null) return ctx.stylize('<Revoked Proxy>', 'special');
    if (ctx.showProxy) return formatProxy(ctx, proxy, level);
    while (true) {
      const [target] = native.getProxyDetails(value) ?? [];
      if (target === undefined) break;
      if (target === null) return ctx.stylize('<Revoked Proxy>', 'special');
      value = target;
    }
  }
  if (ctx.customInspect) {
    const custom = value[customInspectSymbol];
    if (typeof custom === 'function' && custom !== require('internal/util/inspect').inspect &&
        !(Object.getOwnPropertyDescriptor(value, 'constructor')?.value?.prototype === value)) {
      const text = formatCustom(ctx, original, custom, level, proxy !== undefined);
      if (text !== undefined) return text;
    }
  }
  if (ctx.seen.includes(value)) {
    ctx.circular ??= new Map();
    let index = ctx.circular.get(value);
    if (index === undefined) {
      index = ctx.circular.size + 1;
      ctx.circular.set(value, index);
    }
    return ctx.stylize(`[Circular *${index}]`, 'special');
  }
  return formatObject(ctx, value, level, typedArray);
}

function formatEntries(ctx, value, level, shape, protoProps) {
  const output = shape.entries === undefined ? [] : shape.entries(level);
  for (const key of shape.keys) {
    output.push(formatProperty(ctx, value, level, key, shape.extras));
  }
  if (protoProps !== undefined) output.push(...protoProps);
  return output;
}

function sortEntries(ctx, output, shape) {
  const order = ctx.sorted === true ? undefined : ctx.sorted;
  if (shape.extras === OBJECT) {
    output.sort(order);
  } else if (shape.keys.length > 1) {
    const from = output.length - shape.keys.length;
    output.push(...output.splice(from).sort(order));
  }
}

function formatObject(ctx, value, level, typedArray) {
  const tooDeep = ctx.depth !== null && level > ctx.depth;
  let protoProps = ctx.showHidden && !tooDeep ? [] : undefined;
  const constructor = constructorName(ctx, value, level, protoProps);
  if (protoProps !== undefined && protoProps.length === 0) protoProps = undefined;
  const tag = tagOf(ctx, value);
  const shape = describe(ctx, value, constructor, tag, level, typedArray, protoProps === undefined);
  if (typeof shape === 'string') return shape;
  if (tooDeep) {
    const name = getPrefix(constructor, tag, shape.fallback ?? fallbackName(value, constructor, tag)).slice(0, -1);
    return ctx.stylize(constructor === null ? name.replace(/^\[/, '[') : `[${name}]`, 'special');
  }
  level += 1;
  ctx.seen.push(value);
  ctx.currentDepth = level;
  let output;
  const { indentation } = ctx;
  try {
    output = formatEntries(ctx, value, level, shape, protoProps);
  } catch (error) {
    if (!require('internal/errors').isStackOverflowError(error)) throw error;
    ctx.seen.pop();
    ctx.indentation = indentation;
    const name = getPrefix(constructor, tag, 'Object').slice(0, -1);
    return ctx.stylize(`[${name}: Inspection interrupted prematurely. ` +
                       'Maximum call stack size exceeded.]', 'special');
  }
  let { base } = shape;
  const index = ctx.circular?.get(value);
  if (index !== undefined) {
    const reference = ctx.stylize(`<ref *${index}>`, 'special');
    if (ctx.compact === true) shape.braces[0] = `${reference} ${shape.braces[0]}`;
    else base = base === '' ? reference : `${reference} ${base}`;
  }
  ctx.seen.pop();
  if (ctx.sorted) sortEntries(ctx, output, shape);
  const text = assemble(ctx, output, base, shape.braces, shape.extras, level, value);
  // A huge result stops going deeper, so that inspect ends in reasonable time.
  const used = (ctx.budget[ctx.indentation] ?? 0) + text.length;
  ctx.budget[ctx.indentation] = used;
  if (used > 2 ** 27) ctx.depth = -1;
  return text;
}

function formatKey(ctx, key, enumerable) {
  if (typeof key === 'symbol') {
    return `[${ctx.stylize(escapeOnly(Symbol.prototype.toString.call(key)), 'symbol')}]`;
  }
  if (key === '__proto__') return "['__proto__']";
  if (!enumerable) return `[${escapeOnly(String(key))}]`;
  if (identifier.test(key)) return ctx.stylize(key, 'name');
  return ctx.stylize(quote(String(key)), 'string');
}

function showsGetter(ctx, descriptor) {
  return ctx.getters === true || (ctx.getters === 'get' && descriptor.set === undefined) ||
    (ctx.getters === 'set' && descriptor.set !== undefined);
}

function formatGetter(ctx, descriptor, receiver, level) {
  const label = descriptor.set === undefined ? 'Getter' : 'Getter/Setter';
  const special = (text) => ctx.stylize(text, 'special');
  if (!showsGetter(ctx, descriptor)) return special(`[${label}]`);
  let value;
  try {
    value = Reflect.apply(descriptor.get, receiver, []);
  } catch (error) {
    return `${special(`[${label}:`)} <Inspection threw (${error.message})>${special(']')}`;
  }
  if (value === null) return `${special(`[${label}:`)} ${ctx.stylize('null', 'null')}${special(']')}`;
  ctx.indentation += 2;
  const text = typeof value === 'object' || typeof value === 'function' ?
    `${special(`[${label}]`)} ${formatValue(ctx, value, level)}` :
    `${special(`[${label}:`)} ${formatPrimitive(ctx, value, ctx.stylize)}${special(']')}`;
  ctx.indentation -= 2;
  return text;
}

function formatProperty(ctx, value, level, key, kind, descriptor, receiver = value) {
  descriptor ??= Object.getOwnPropertyDescriptor(value, key) ??
    { value: value[key], configurable: true, enumerable: true };
  let separator = ' ';
  let text;
  if (descriptor.value !== undefined) {
    const step = ctx.compact !== true || kind !== OBJECT ? 2 : 3;
    ctx.indentation += step;
    text = formatValue(ctx, descriptor.value, level);
    if (step === 3 && ctx.breakLength < getStringWidth(text, ctx.colors)) {
      separator = `\n${' '.repeat(ctx.indentation)}`;
    }
    ctx.indentation -= step;
  } else if (descriptor.get !== undefined) {
    text = formatGetter(ctx, descriptor, receiver, level);
  } else if (descriptor.set !== undefined) {
    text = ctx.stylize('[Setter]', 'special');
  } else {
    text = ctx.stylize('undefined', 'undefined');
  }
  if (kind === ARRAY) return text;
  return `${formatKey(ctx, key, descriptor.enumerable)}:${separator}${text}`;
}

module.exports = { formatKey, formatPrimitive, formatProperty, formatValue };
