// The contents of arrays, collections, buffers, promises and the like: each function returns the
// list of texts that go between the braces.
'use strict';

const native = internalBinding('util');
const { ARRAY, ARRAY_EXTRA, OBJECT, assemble } = require('internal/util/inspect/layout');
const { bigintText, numberText } = require('internal/util/inspect/text');

const lazyValue = () => require('internal/util/inspect/value');

const plural = (count) => (count === 1 ? '' : 's');
const moreItems = (count) => `... ${count} more item${plural(count)}`;
const limitOf = (ctx, length) => Math.min(Math.max(0, ctx.maxArrayLength), length);

function indented(ctx, work) {
  ctx.indentation += 2;
  const result = work();
  ctx.indentation -= 2;
  return result;
}

const emptyItems = (ctx, count) =>
  ctx.stylize(`<${count} empty item${plural(count)}>`, 'undefined');

// An array with holes: runs of them take one entry each.
function sparseEntries(ctx, value, level, limit, output, from) {
  const { formatProperty } = lazyValue();
  let position = from;
  for (const key of Object.keys(value).slice(from)) {
    if (output.length >= limit) break;
    const index = Number(key);
    if (String(index) !== key || index > 2 ** 32 - 2) break; // No index: the other properties.
    if (index !== position) {
      output.push(emptyItems(ctx, index - position));
      position = index;
      if (output.length === limit) break;
    }
    output.push(formatProperty(ctx, value, level, key, ARRAY));
    position++;
  }
  const remaining = value.length - position;
  if (output.length !== limit) {
    if (remaining > 0) output.push(emptyItems(ctx, remaining));
  } else if (remaining > 0) {
    output.push(moreItems(remaining));
  }
  return output;
}

function arrayEntries(ctx, value, level) {
  const { formatProperty } = lazyValue();
  const limit = limitOf(ctx, value.length);
  const output = [];
  for (let i = 0; i < limit; i++) {
    if (!Object.hasOwn(value, i)) return sparseEntries(ctx, value, level, limit, output, i);
    output.push(formatProperty(ctx, value, level, i, ARRAY));
  }
  if (value.length > limit) output.push(moreItems(value.length - limit));
  return output;
}

function typedArrayEntries(ctx, value, length, level) {
  const limit = limitOf(ctx, length);
  const output = [];
  const isBigint = length > 0 && typeof value[0] === 'bigint';
  for (let i = 0; i < limit; i++) {
    output.push(isBigint ?
      ctx.stylize(bigintText(value[i], ctx.numericSeparator), 'bigint') :
      ctx.stylize(numberText(value[i], ctx.numericSeparator), 'number'));
  }
  if (length > limit) output.push(moreItems(length - limit));
  if (ctx.showHidden) {
    indented(ctx, () => {
      const { formatValue } = lazyValue();
      for (const key of ['BYTES_PER_ELEMENT', 'length', 'byteLength', 'byteOffset', 'buffer']) {
        output.push(`[${key}]: ${formatValue(ctx, value[key], level, true)}`);
      }
    });
  }
  return output;
}

function arrayBufferEntries(ctx, value) {
  let bytes;
  try {
    bytes = new Uint8Array(value);
  } catch {
    return [ctx.stylize('(detached)', 'special')];
  }
  const limit = limitOf(ctx, bytes.length);
  const digits = [];
  for (let i = 0; i < limit; i++) digits.push(bytes[i].toString(16).padStart(2, '0'));
  let text = digits.join(' ');
  const remaining = bytes.length - limit;
  if (remaining > 0) text += ` ... ${remaining} more byte${plural(remaining)}`;
  return [`${ctx.stylize('[Uint8Contents]', 'special')}: <${text}>`];
}

function setEntries(ctx, values, size, level) {
  const { formatValue } = lazyValue();
  const limit = limitOf(ctx, size);
  return indented(ctx, () => {
    const output = [];
    for (const value of values) {
      if (output.length >= limit) break;
      output.push(formatValue(ctx, value, level));
    }
    if (size > limit) output.push(moreItems(size - limit));
    return output;
  });
}

function mapEntries(ctx, pairs, size, level) {
  const { formatValue } = lazyValue();
  const limit = limitOf(ctx, size);
  return indented(ctx, () => {
    const output = [];
    for (const [key, value] of pairs) {
      if (output.length >= limit) break;
      output.push(`${formatValue(ctx, key, level)} => ${formatValue(ctx, value, level)}`);
    }
    if (size > limit) output.push(moreItems(size - limit));
    return output;
  });
}

function* pairsOf(flat) {
  for (let i = 0; i + 1 < flat.length; i += 2) yield [flat[i], flat[i + 1]];
}

// What an iterator has yet to give, without advancing it. Renames the braces of entry iterators.
function iteratorEntries(ctx, value, level, braces) {
  const [items, isKeyValue] = native.previewEntries(value, true);
  if (!isKeyValue) return setEntries(ctx, items, items.length, level);
  braces[0] = braces[0].replace(/ Iterator] {$/, ' Entries] {');
  const { formatValue } = lazyValue();
  const count = items.length / 2;
  const limit = limitOf(ctx, count);
  const output = indented(ctx, () => {
    const list = [];
    for (const [key, item] of pairsOf(items)) {
      if (list.length >= limit) break;
      const pair = [formatValue(ctx, key, level), formatValue(ctx, item, level)];
      list.push(assemble(ctx, pair, '', ['[', ']'], ARRAY_EXTRA, level));
    }
    return list;
  });
  if (count > limit) output.push(moreItems(count - limit));
  return output;
}

// The order of weak collections is not observable, so it is sorted.
function weakEntries(ctx, value, level, isMap) {
  if (!ctx.showHidden) return [ctx.stylize('<items unknown>', 'special')];
  const items = native.previewEntries(value);
  const count = isMap ? items.length / 2 : items.length;
  const output = isMap ?
    mapEntries(ctx, pairsOf(items), count, level) : setEntries(ctx, items, count, level);
  const more = count > limitOf(ctx, count) ? [output.pop()] : [];
  return [...output.sort(), ...more];
}

function promiseEntries(ctx, value, level) {
  const [state, result] = native.getPromiseDetails(value);
  if (state === 0) return [ctx.stylize('<pending>', 'special')];
  const text = indented(ctx, () => lazyValue().formatValue(ctx, result, level));
  return [state === 2 ? `${ctx.stylize('<rejected>', 'special')} ${text}` : text];
}

// The exports of a module; those not yet initialised throw when they are read.
function namespaceEntries(ctx, value, level, keys) {
  const { formatProperty, formatKey } = lazyValue();
  return keys.map((key) => {
    try {
      return formatProperty(ctx, value, level, key, OBJECT);
    } catch {
      const shown = formatKey(ctx, key, true);
      return `${shown}: ${ctx.stylize('<uninitialized>', 'special')}`;
    }
  });
}

module.exports = {
  arrayBufferEntries,
  arrayEntries,
  iteratorEntries,
  mapEntries,
  namespaceEntries,
  promiseEntries,
  setEntries,
  typedArrayEntries,
  weakEntries,
};
