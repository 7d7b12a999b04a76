// console.table: rows and columns of an array, object, map or set, drawn with box characters.
'use strict';

const native = internalBinding('util');
const { getStringWidth, inspect } = require('internal/util/inspect');

const indexHeader = '(index)';
const iterationHeader = '(iteration index)';
const keyHeader = 'Key';
const valuesHeader = 'Values';

const cell = (state) => (value) => {
  const depth = value !== null && typeof value === 'object' && !Array.isArray(value) &&
    Object.keys(value).length > 2 ? -1 : 0;
  return inspect(value, {
    depth, maxArrayLength: 3, breakLength: Infinity,
    ...state.inspectOptions, ...state.optionsFor(state.streams.stdout),
  });
};

function renderRow(row, widths) {
  return `│${row.map((text, i) => ` ${text}${' '.repeat(widths[i] - getStringWidth(text) - 1)}`).join('│')}│`;
}

// `columns` is a list of lists of texts below the heads.
function draw(heads, columns) {
  const height = Math.max(0, ...columns.map((column) => column.length));
  const rows = [];
  for (let i = 0; i < height; i++) rows.push(columns.map((column) => column[i] ?? ''));
  const widths = heads.map((head, i) =>
    Math.max(getStringWidth(head), ...rows.map((row) => getStringWidth(row[i]))) + 2);
  const rule = (left, middle, right) =>
    `${left}${widths.map((width) => '─'.repeat(width)).join(middle)}${right}`;
  return [
    rule('┌', '┬', '┐'), renderRow(heads, widths), rule('├', '┼', '┤'),
    ...rows.map((row) => renderRow(row, widths)), rule('└', '┴', '┘'),
  ].join('\n');
}

const propertyKey = (value) => (typeof value === 'symbol' ? value : `${value}`);

function iterationTable(entries, keyed, format) {
  const indices = entries.map((_, i) => format(i));
  if (!keyed) return draw([iterationHeader, valuesHeader], [indices, entries.map(format)]);
  return draw([iterationHeader, keyHeader, valuesHeader], [
    indices, entries.map(([key]) => format(key)), entries.map(([, value]) => format(value)),
  ]);
}

function pairs(flat) {
  const list = [];
  for (let i = 0; i + 1 < flat.length; i += 2) list.push([flat[i], flat[i + 1]]);
  return list;
}

function tableText(data, properties, state) {
  const format = cell(state);
  if (native.isMap(data)) return iterationTable([...data], true, format);
  if (native.isSet(data)) return iterationTable([...data], false, format);
  if (native.isMapIterator(data) || native.isSetIterator(data)) {
    const [items, isKeyValue] = native.previewEntries(data, true);
    return iterationTable(isKeyValue ? pairs(items) : items, isKeyValue && native.isMapIterator(data), format);
  }
  const columns = new Map();
  const values = [];
  let hasPrimitives = false;
  const rowKeys = Object.keys(data);
  rowKeys.forEach((rowKey, i) => {
    const item = data[rowKey];
    const primitive = item === null || (typeof item !== 'function' && typeof item !== 'object');
    if (primitive && properties === undefined) {
      hasPrimitives = true;
      values[i] = format(item);
      return;
    }
    for (const key of properties?.map(propertyKey) ?? Object.keys(item)) {
      if (!columns.has(key)) columns.set(key, []);
      columns.get(key)[i] = !primitive && Object.hasOwn(item, key) ? format(item[key]) : '';
    }
  });
  // In the order of an object's keys: indices first.
  const names = Reflect.ownKeys(Object.fromEntries(columns));
  const full = (list) => Array.from({ length: rowKeys.length }, (_, i) => list[i] ?? '');
  const heads = [indexHeader, ...names.map(String)];
  const lists = [rowKeys, ...names.map((name) => full(columns.get(name)))];
  if (hasPrimitives) {
    heads.push(valuesHeader);
    lists.push(full(values));
  }
  return draw(heads, lists);
}

module.exports = { tableText };
