// indexOf/lastIndexOf/includes, fill and compare with ranges of `Buffer.prototype`: argument rules here, scanning in the native half.
'use strict';

const binding = internalBinding('buffer');
const { codes } = require('internal/errors');
const { validateString } = require('internal/validators');
const encodings = require('internal/buffer/encodings');

const tagOf = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;
const isUint8Array = (value) => tagOf.call(value) === 'Uint8Array';

const MAX_INT32 = 0x7fffffff;
const MIN_INT32 = -0x80000000;

// Bytes of `string` as a plain Uint8Array with Buffer's prototype (never pooled: it is thrown away).
function encode(string, encoding, Buffer) {
  if (encoding === encodings.utf8) return Buffer.from(string, 'utf8');
  return Buffer.from(string, encoding.name);
}

// Where a search starts. -1: it cannot succeed. Offsets past the end matter for empty needles, whose answer is the clamped offset.
function startOf(length, offset, needleLength, forward) {
  if (offset < 0) {
    if (offset + length >= 0) return offset + length;
    return forward || needleLength === 0 ? 0 : -1;
  }
  if (offset + needleLength <= length) return offset;
  if (needleLength === 0) return length;
  return forward ? -1 : length - 1;
}

function searchBytes(haystack, needle, offset, forward, step, length = haystack.length) {
  const start = startOf(length, offset, needle.length, forward);
  if (needle.length === 0) return start;
  if (haystack.length === 0 || start < 0 || needle.length > haystack.length) return -1;
  if (forward && start + needle.length > haystack.length) return -1;
  if (step === 2 && (haystack.length < 2 || needle.length < 2)) return -1;
  if (forward && step === 1) return binding.indexOfBytes(haystack, needle, start);
  return binding.indexOf(haystack, needle, start, forward, step);
}

// A string that is ASCII is searched as it is; -2 if it is not.
function searchText(haystack, string, offset, forward) {
  const { length } = string;
  const start = startOf(haystack.length, offset, length, forward);
  if (length === 0) return start;
  // No encoding here takes less than a byte for a character.
  if (haystack.length === 0 || start < 0 || length > haystack.length) return -1;
  if (forward && start + length > haystack.length) return -1;
  return binding.indexOfText(haystack, string, start, forward);
}

function searchByte(haystack, byte, offset, forward) {
  const start = startOf(haystack.length, offset, 1, forward);
  if (start < 0 || haystack.length === 0) return -1;
  const proto = Uint8Array.prototype;
  if (forward && isUint8Array(haystack)) return binding.indexOfByte(haystack, byte, start);
  return forward ? proto.indexOf.call(haystack, byte, start) : proto.lastIndexOf.call(haystack, byte, start);
}

function search(buffer, value, byteOffset, encoding, forward) {
  if (!ArrayBuffer.isView(buffer)) {
    throw new codes.ERR_INVALID_ARG_TYPE('buffer', ['Buffer', 'TypedArray', 'DataView'], buffer);
  }
  if (typeof byteOffset === 'string') {
    encoding = byteOffset;
    byteOffset = undefined;
  } else if (byteOffset > MAX_INT32) {
    byteOffset = MAX_INT32;
  } else if (byteOffset < MIN_INT32) {
    byteOffset = MIN_INT32;
  }
  byteOffset = +byteOffset;
  if (Number.isNaN(byteOffset)) byteOffset = forward ? 0 : buffer.length;
  byteOffset = Math.trunc(byteOffset);
  if (typeof value === 'number') return searchByte(buffer, (value >>> 0) & 255, byteOffset, forward);
  if (typeof value !== 'string' && !isUint8Array(value)) {
    throw new codes.ERR_INVALID_ARG_TYPE('value', ['number', 'string', 'Buffer', 'Uint8Array'], value);
  }
  const ops = encoding === undefined ? encodings.utf8 : encodings.lookup(encoding);
  const step = ops === encodings.utf16le ? 2 : 1;
  if (typeof value !== 'string') return searchBytes(buffer, value, byteOffset, forward, step);
  if (ops === undefined) throw new codes.ERR_UNKNOWN_ENCODING(encoding);
  if (ops === encodings.utf8 || ops === encodings.latin1 || ops === encodings.ascii) {
    const found = searchText(buffer, value, byteOffset, forward);
    if (found !== -2) return found;
  }
  // UTF-16 text is looked for in whole units.
  const length = step === 2 ? buffer.length - buffer.length % 2 : buffer.length;
  return searchBytes(buffer, encode(value, ops, this), byteOffset, forward, step, length);
}

// Patterns up to this length are written here: their bytes are their characters.
const SHORT_PATTERN = 32;

function isAscii(string) {
  for (let i = 0; i < string.length; i++) {
    if (string.charCodeAt(i) > 127) return false;
  }
  return true;
}

const typedFill = Uint8Array.prototype.fill;

function fillShort(buffer, pattern, start, end) {
  const first = Math.min(pattern.length, end - start);
  for (let i = 0; i < first; i++) buffer[start + i] = pattern.charCodeAt(i);
  if (first < end - start) binding.repeat(buffer, start, first, end);
}

// A string's fill value: a byte where one suffices, a short ASCII string as it is, else the pattern's bytes.
function fillValue(value, encoding, Buffer) {
  let ops = encodings.utf8;
  if (encoding !== undefined && encoding !== null && encoding !== '') {
    ops = encodings.lookup(encoding);
    if (ops === undefined) {
      validateString(encoding, 'encoding');
      throw new codes.ERR_UNKNOWN_ENCODING(encoding);
    }
  }
  if (value.length === 0) return 0;
  if (value.length === 1) {
    const code = value.charCodeAt(0);
    if (ops === encodings.utf8 ? code < 128 : ops === encodings.latin1) return code;
  }
  if (value.length <= SHORT_PATTERN && isAscii(value) &&
      (ops === encodings.utf8 || ops === encodings.latin1 || ops === encodings.ascii)) {
    return value;
  }
  return encode(value, ops, Buffer);
}

function fill(buffer, value, offset, end, encoding, Buffer) {
  const given = value;
  if (typeof value === 'string') {
    if (offset === undefined || typeof offset === 'string') {
      encoding = offset;
      offset = undefined;
    } else if (typeof end === 'string') {
      encoding = end;
      end = undefined;
    }
    value = fillValue(value, encoding, Buffer);
  } else if (typeof value === 'boolean') {
    value = +value;
  }
  if (offset === undefined) {
    offset = 0;
    end = buffer.length;
  } else {
    checkRange(offset, 'offset', Number.MAX_SAFE_INTEGER);
    if (end === undefined) end = buffer.length;
    else checkRange(end, 'end', buffer.length);
    if (offset >= end) return buffer;
  }
  if (typeof value === 'string') {
    if (offset < end) fillShort(buffer, value, offset, end);
  } else if (ArrayBuffer.isView(value)) {
    if (!isUint8Array(value)) value = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    if (value.length === 0) throw new codes.ERR_INVALID_ARG_VALUE('value', given);
    if (offset < end) binding.fillPattern(buffer, value, offset, end);
  } else if (offset === 0 && end === buffer.length) {
    // V8 looks at the ends of a range for longer than it fills a small buffer.
    typedFill.call(buffer, value & 255);
  } else {
    typedFill.call(buffer, value & 255, offset, end);
  }
  return buffer;
}

function checkRange(value, name, max) {
  if (value === undefined) return;
  if (typeof value !== 'number') throw new codes.ERR_INVALID_ARG_TYPE(name, 'number', value);
  if (!Number.isInteger(value)) throw new codes.ERR_OUT_OF_RANGE(name, 'an integer', value);
  if (value < 0 || value > max) throw new codes.ERR_OUT_OF_RANGE(name, `>= 0 && <= ${max}`, value);
}

function compareRanges(source, target, targetStart, targetEnd, sourceStart, sourceEnd) {
  if (!isUint8Array(target)) throw new codes.ERR_INVALID_ARG_TYPE('target', ['Buffer', 'Uint8Array'], target);
  if (targetStart === undefined && targetEnd === undefined && sourceStart === undefined && sourceEnd === undefined) {
    return binding.compare(source, target);
  }
  checkRange(targetStart, 'targetStart', Number.MAX_SAFE_INTEGER);
  checkRange(targetEnd, 'targetEnd', target.length);
  checkRange(sourceStart, 'sourceStart', Number.MAX_SAFE_INTEGER);
  checkRange(sourceEnd, 'sourceEnd', source.length);
  targetStart ??= 0;
  targetEnd ??= target.length;
  sourceStart ??= 0;
  sourceEnd ??= source.length;
  if (sourceStart >= sourceEnd) return targetStart >= targetEnd ? 0 : -1;
  if (targetStart >= targetEnd) return 1;
  return binding.compare(
    Uint8Array.prototype.subarray.call(source, sourceStart, sourceEnd),
    Uint8Array.prototype.subarray.call(target, targetStart, targetEnd),
  );
}

module.exports = { search, fill, compareRanges, isUint8Array };
