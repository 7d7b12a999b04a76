// Encodings of Buffer: names, and for each how many bytes a string takes and how it is written and read.
// The transcoding itself is native (`host/src/builtins/buffer.rs`); legacy character sets are in `internal/encoding`.
'use strict';

const binding = internalBinding('buffer');

// `upperBound(length)`: most bytes that a string of that length can take; the pool decides by it without a native call.
const utf8 = {
  name: 'utf8',
  byteLength: binding.byteLengthUtf8,
  upperBound: (length) => length * 3,
  write: (target, string, offset, length) => target.utf8Write(string, offset, length),
  slice: (source, start, end) => source.utf8Slice(start, end),
};
const utf16le = {
  name: 'utf16le',
  byteLength: (string) => string.length * 2,
  upperBound: (length) => length * 2,
  write: (target, string, offset, length) => target.ucs2Write(string, offset, length),
  slice: (source, start, end) => source.ucs2Slice(start, end),
};
const latin1 = {
  name: 'latin1',
  byteLength: (string) => string.length,
  upperBound: (length) => length,
  write: (target, string, offset, length) => target.latin1Write(string, offset, length),
  slice: (source, start, end) => source.latin1Slice(start, end),
};
const ascii = {
  name: 'ascii',
  byteLength: (string) => string.length,
  upperBound: (length) => length,
  write: (target, string, offset, length) => target.asciiWrite(string, offset, length),
  slice: (source, start, end) => source.asciiSlice(start, end),
};
const base64 = {
  name: 'base64',
  byteLength: base64ByteLength,
  upperBound: (length) => (length * 3 + 3) >>> 2,
  write: (target, string, offset, length) => target.base64Write(string, offset, length),
  slice: (source, start, end) => source.base64Slice(start, end),
};
const base64url = {
  name: 'base64url',
  byteLength: base64ByteLength,
  upperBound: base64.upperBound,
  write: (target, string, offset, length) => target.base64urlWrite(string, offset, length),
  slice: (source, start, end) => source.base64urlSlice(start, end),
};
const hex = {
  name: 'hex',
  byteLength: (string) => string.length >>> 1,
  upperBound: (length) => length >>> 1,
  write: (target, string, offset, length) => target.hexWrite(string, offset, length),
  slice: (source, start, end) => source.hexSlice(start, end),
};

const CHAR_EQUALS = 61;

// Counts padding only at the end, as Node's estimate does: inner whitespace makes it too large, never too small.
function base64ByteLength(string) {
  let length = string.length;
  if (length > 0 && string.charCodeAt(length - 1) === CHAR_EQUALS) length--;
  if (length > 1 && string.charCodeAt(length - 1) === CHAR_EQUALS) length--;
  return Math.floor((length * 3) / 4);
}

const byName = {
  __proto__: null,
  'utf8': utf8,
  'utf-8': utf8,
  'ucs2': utf16le,
  'ucs-2': utf16le,
  'utf16le': utf16le,
  'utf-16le': utf16le,
  'latin1': latin1,
  'binary': latin1,
  'ascii': ascii,
  'base64': base64,
  'base64url': base64url,
  'hex': hex,
};

// The encoding's operations, or undefined for an unknown name. Any value is taken; it is read as a string.
function lookup(encoding) {
  const found = byName[encoding];
  if (found !== undefined) return found;
  return byName[`${encoding}`.toLowerCase()];
}

module.exports = { lookup, utf8, utf16le, latin1, ascii, base64, base64url, hex };
