// How inspect lays entries out: on one line, one per line, or, for long arrays of short items, in
// aligned columns. The constants are what makes the output equal Node's.
'use strict';

const { getStringWidth } = require('internal/util/inspect/text');

const OBJECT = 0; // Entries are `key: value`.
const ARRAY = 1; // An item of an array: no key.
const ARRAY_EXTRA = 2; // An array, whose further keys follow its items.

const textLength = (ctx, text) => getStringWidth(text, ctx.colors);

// Whether the entries and what surrounds them fit the line.
function fits(ctx, entries, start, base) {
  let total = entries.length + start;
  if (total + entries.length > ctx.breakLength) return false;
  for (const entry of entries) {
    total += ctx.colors ? require('internal/util').removeColors(entry).length : entry.length;
    if (total > ctx.breakLength) return false;
  }
  return base === '' || !base.includes('\n');
}

// Puts the items of a long array into columns; returns `entries` itself when that would not help.
function intoColumns(ctx, entries, value) {
  const hasMore = ctx.maxArrayLength < entries.length; // The last entry says how many are left out.
  const count = hasMore ? entries.length - 1 : entries.length;
  const gap = 2;
  const widths = [];
  let total = 0;
  let longest = 0;
  for (let i = 0; i < count; i++) {
    const width = textLength(ctx, entries[i]);
    widths.push(width);
    total += width + gap;
    if (width > longest) longest = width;
  }
  const widest = longest + gap;
  if (widest * 3 + ctx.indentation >= ctx.breakLength) return entries;
  if (total / widest <= 5 && longest > 6) return entries;

  const bias = Math.sqrt(widest - total / entries.length);
  const biased = Math.max(widest - 3 - bias, 1);
  const columns = Math.min(
    Math.round(Math.sqrt(2.5 * biased * count) / biased), // About as wide as high.
    Math.floor((ctx.breakLength - ctx.indentation) / widest),
    ctx.compact * 4,
    15);
  if (columns <= 1) return entries;

  const columnWidths = [];
  for (let column = 0; column < columns; column++) {
    let width = 0;
    for (let i = column; i < count; i += columns) width = Math.max(width, widths[i]);
    columnWidths.push(width + gap);
  }
  const alignRight = value !== undefined && allNumbers(value, entries.length);
  const pad = (text, width) => (alignRight ? text.padStart(width) : text.padEnd(width));
  const rows = [];
  for (let start = 0; start < count; start += columns) {
    const end = Math.min(start + columns, count);
    let row = '';
    for (let i = start; i < end; i++) {
      const invisible = entries[i].length - widths[i];
      if (i < end - 1) row += pad(`${entries[i]}, `, columnWidths[i - start] + invisible);
      else if (alignRight) row += entries[i].padStart(columnWidths[i - start] + invisible - gap);
      else row += entries[i];
    }
    rows.push(row);
  }
  if (hasMore) rows.push(entries[count]);
  return rows;
}

function allNumbers(value, length) {
  for (let i = 0; i < length; i++) {
    if (typeof value[i] !== 'number' && typeof value[i] !== 'bigint') return false;
  }
  return true;
}

// Joins without copying: V8 keeps what is added up as a rope, and each level of a deep object is part of all those above.
function joined(entries, separator) {
  let text = entries.length > 0 ? entries[0] : '';
  for (let i = 1; i < entries.length; i++) text += `${separator}${entries[i]}`;
  return text;
}

// One string of an object's parts. `level` is the depth of the object itself, from 1.
function assemble(ctx, entries, base, braces, extras, level, value) {
  const [open, close] = braces;
  if (ctx.compact === true) {
    if (fits(ctx, entries, 0, base)) {
      return `${open}${base ? ` ${base}` : ''} ${entries.join(', ')} ${close}`;
    }
    const newline = `\n${' '.repeat(ctx.indentation)}`;
    const lead = base === '' && open.length === 1 ? ' ' : `${base ? ` ${base}` : ''}${newline}  `;
    return `${open}${lead}${joined(entries, `,${newline}  `)} ${close}`;
  }
  const head = base ? `${base} ` : '';
  if (typeof ctx.compact === 'number' && ctx.compact >= 1) {
    const count = entries.length;
    if (extras === ARRAY_EXTRA && count > 6) entries = intoColumns(ctx, entries, value);
    if (ctx.currentDepth - level < ctx.compact && count === entries.length) {
      const start = entries.length + ctx.indentation + open.length + base.length + 10;
      if (fits(ctx, entries, start, base)) {
        const line = entries.join(', ');
        if (!line.includes('\n')) return `${head}${open} ${line} ${close}`;
      }
    }
  }
  const newline = `\n${' '.repeat(ctx.indentation)}`;
  return `${head}${open}${newline}  ${joined(entries, `,${newline}  `)}${newline}${close}`;
}

module.exports = { ARRAY, ARRAY_EXTRA, OBJECT, assemble };
