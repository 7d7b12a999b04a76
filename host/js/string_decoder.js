// `string_decoder`: bytes that come in pieces to strings, holding back a character whose bytes are not all there yet.
'use strict';

const { Buffer } = require('buffer');
const { lookup } = require('internal/buffer/encodings');
const { codes } = require('internal/errors');

// Bytes held back (a Buffer, possibly empty).
const kHeld = Symbol('kHeld');
const kTotal = Symbol('kTotal');

const nothing = Buffer.alloc(0);

// How many bytes the last character still lacks, judged by its lead byte, and how many of them are there: [held, total].
function incompleteUtf8(bytes) {
  const length = bytes.length;
  for (let back = 1; back <= 3 && back <= length; back++) {
    const byte = bytes[length - back];
    if (byte >= 0x80 && byte < 0xc0) continue;
    const total = byte >= 0xf0 && byte < 0xf8 ? 4 : byte >= 0xe0 && byte < 0xf0 ? 3 : byte >= 0xc0 && byte < 0xe0 ? 2 : 1;
    return total > back ? [back, total] : [0, 0];
  }
  return [0, 0];
}

// An odd byte, or a high surrogate whose other half is to come. A surrogate that was not held back before is not waited for when half
// a character follows it, nor when a single byte completed it.
function incompleteUtf16(bytes, total) {
  if (bytes.length % 2 === 1) return total === 4 && bytes.length === 3 ? [3, 4] : [1, 2];
  const high = bytes[bytes.length - 1];
  return high >= 0xd8 && high <= 0xdb && (total !== 2 || bytes.length > 2) ? [2, 4] : [0, 0];
}

function incompleteBase64(bytes) {
  const held = bytes.length % 3;
  return held ? [held, 3] : [0, 0];
}

const incomplete = {
  __proto__: null,
  utf8: incompleteUtf8,
  utf16le: incompleteUtf16,
  base64: incompleteBase64,
  base64url: incompleteBase64,
};

function toBytes(chunk) {
  if (chunk instanceof Buffer) return chunk;
  if (ArrayBuffer.isView(chunk)) return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  throw new codes.ERR_INVALID_ARG_TYPE('buf', ['Buffer', 'TypedArray', 'DataView'], chunk);
}

function StringDecoder(encoding) {
  const name = encoding === undefined || encoding === null || encoding === '' ? 'utf8' : encoding;
  const ops = typeof name === 'symbol' ? undefined : lookup(name);
  if (ops === undefined) throw new codes.ERR_UNKNOWN_ENCODING(encoding);
  this.encoding = ops.name;
  Object.defineProperty(this, kHeld, { value: nothing, writable: true });
  Object.defineProperty(this, kTotal, { value: 0, writable: true });
}

StringDecoder.prototype.write = function write(buf) {
  if (typeof buf === 'string') return buf;
  let bytes = toBytes(buf);
  if (this[kHeld] === undefined) throw new codes.ERR_INVALID_THIS('StringDecoder');
  const ops = lookup(this.encoding);
  const find = incomplete[this.encoding];
  if (find === undefined) return ops.slice(bytes, 0, bytes.length);
  if (this[kHeld].length > 0) {
    if (bytes.length === 0) return '';
    bytes = Buffer.concat([this[kHeld], bytes]);
  }
  const [held, total] = find(bytes, this[kTotal]);
  const end = bytes.length - held;
  // A copy: the caller may use the chunk's memory again.
  this[kHeld] = held > 0 ? Buffer.from(bytes.subarray(end)) : nothing;
  this[kTotal] = total;
  return end > 0 ? ops.slice(bytes, 0, end) : '';
};

StringDecoder.prototype.end = function end(buf) {
  const text = buf === undefined ? '' : this.write(buf);
  const rest = this[kHeld];
  this[kHeld] = nothing;
  this[kTotal] = 0;
  return rest.length > 0 ? text + lookup(this.encoding).slice(rest, 0, rest.length) : text;
};

StringDecoder.prototype.text = function text(buf, offset) {
  this[kHeld] = nothing;
  this[kTotal] = 0;
  return this.write(buf.slice(offset));
};

function property(name, get) {
  Object.defineProperty(StringDecoder.prototype, name, { configurable: true, enumerable: true, get });
}
property('lastChar', function() {
  const bytes = Buffer.alloc(4);
  this[kHeld].copy(bytes);
  return bytes;
});
property('lastNeed', function() { return this[kTotal] ? this[kTotal] - this[kHeld].length : 0; });
property('lastTotal', function() { return this[kTotal]; });

module.exports = { StringDecoder };
