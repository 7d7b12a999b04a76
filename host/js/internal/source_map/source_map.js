// One source map (version 3): from a place in generated code to the place in its source. The mappings are decoded at the first question.
'use strict';

const { validateObject } = require('internal/validators');

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const valueOf = new Int8Array(128).fill(-1);
for (let i = 0; i < DIGITS.length; i++) valueOf[DIGITS.charCodeAt(i)] = i;

// The numbers of one segment: base 64, five bits each, the lowest bit of the whole is the sign.
function readSegment(text, start, numbers) {
  let count = 0;
  let shift = 0;
  let value = 0;
  let at = start;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const digit = code < 128 ? valueOf[code] : -1;
    if (digit < 0) break;
    value += (digit & 31) * 2 ** shift;
    if (digit & 32) {
      shift += 5;
      continue;
    }
    numbers[count++] = value & 1 ? -(value >>> 1) : value >>> 1;
    value = 0;
    shift = 0;
  }
  numbers.length = count;
  return at;
}

// Entries [line, column, source, sourceLine, sourceColumn, name] in the order of the text, which is by place.
function decode({ mappings, sources, names = [] }, lineOffset, columnOffset, entries) {
  let line = lineOffset;
  let column = columnOffset;
  let source = 0;
  let sourceLine = 0;
  let sourceColumn = 0;
  let name = 0;
  const numbers = [];
  for (let at = 0; at < mappings.length;) {
    const sign = mappings[at];
    if (sign === ';' || sign === ',') {
      if (sign === ';') {
        line++;
        column = 0;
      }
      at++;
      continue;
    }
    const end = readSegment(mappings, at, numbers);
    if (end === at) throw new Error(`Unexpected character ${sign} in a source map`);
    at = end;
    column += numbers[0];
    if (numbers.length < 4) {
      entries.push([line, column]);
      continue;
    }
    source += numbers[1];
    sourceLine += numbers[2];
    sourceColumn += numbers[3];
    if (numbers.length > 4) name += numbers[4];
    // The last segment has a name in any case, as in Node.
    const isNamed = numbers.length > 4 || at === mappings.length;
    entries.push([line, column, sources[source], sourceLine, sourceColumn, isNamed ? names[name] : undefined]);
  }
}

function copyOf(payload) {
  const copy = { ...payload };
  for (const key of ['names', 'sources', 'sourcesContent', 'sections', 'ignoreList']) {
    if (Array.isArray(copy[key])) copy[key] = [...copy[key]];
  }
  return copy;
}

class SourceMap {
  #payload;
  #lineLengths;
  #decoded;

  constructor(payload, { lineLengths } = {}) {
    validateObject(payload, 'payload');
    this.#payload = copyOf(payload);
    this.#lineLengths = Array.isArray(lineLengths) ? [...lineLengths] : undefined;
  }

  get payload() {
    return copyOf(this.#payload);
  }

  get lineLengths() {
    return this.#lineLengths === undefined ? undefined : [...this.#lineLengths];
  }

  #entries() {
    if (this.#decoded !== undefined) return this.#decoded;
    this.#decoded = [];
    const { sections } = this.#payload;
    if (Array.isArray(sections)) {
      for (const { map, offset } of sections) decode(map, offset.line, offset.column, this.#decoded);
    } else {
      decode(this.#payload, 0, 0, this.#decoded);
    }
    this.#decoded.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    return this.#decoded;
  }

  // The last entry at or before a place, both counted from 0.
  findEntry(line, column) {
    const entries = this.#entries();
    let low = 0;
    let high = entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const [entryLine, entryColumn] = entries[middle];
      if (entryLine < line || (entryLine === line && entryColumn <= column)) low = middle + 1;
      else high = middle;
    }
    const entry = entries[low - 1];
    if (entry === undefined) return {};
    return {
      generatedLine: entry[0], generatedColumn: entry[1], originalSource: entry[2],
      originalLine: entry[3], originalColumn: entry[4], name: entry[5],
    };
  }

  // The same with numbers as stacks show them, counted from 1.
  findOrigin(lineNumber, columnNumber) {
    const entry = this.findEntry(lineNumber - 1, columnNumber - 1);
    if (entry.originalSource === undefined || entry.originalLine === undefined) return {};
    const lineOffset = lineNumber - 1 - entry.generatedLine;
    const columnOffset = columnNumber - 1 - entry.generatedColumn;
    return {
      name: entry.name,
      fileName: entry.originalSource,
      lineNumber: entry.originalLine + lineOffset + 1,
      columnNumber: entry.originalColumn + columnOffset + 1,
    };
  }
}

module.exports = { SourceMap };
