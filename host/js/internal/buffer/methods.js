// Methods of `Buffer.prototype` other than numbers: text, copying, slicing, comparing, swapping, inspecting.
'use strict';

const binding = internalBinding('buffer');
const { codes } = require('internal/errors');
const { lookup } = require('internal/buffer/encodings');
const { isUint8Array } = require('internal/buffer/search');

const customInspect = Symbol.for('nodejs.util.inspect.custom');
const bufferTypes = ['Buffer', 'Uint8Array'];

function toString(encoding, start, end) {
  if (arguments.length === 0) return this.utf8Slice();
  if (start === undefined && end === undefined) {
    // The whole of it, by the names that are used most.
    switch (encoding) {
      case undefined:
      case 'utf8': return this.utf8Slice();
      case 'hex': return this.hexSlice();
      case 'base64': return this.base64Slice();
      case 'base64url': return this.base64urlSlice();
      case 'latin1': return this.latin1Slice();
      case 'utf16le': return this.ucs2Slice();
    }
  }
  const length = this.length;
  start = start <= 0 ? 0 : start >= length ? length : Math.trunc(start) || 0;
  end = end === undefined || end > length ? length : Math.trunc(end) || 0;
  if (end <= start) return '';
  if (encoding === undefined) return this.utf8Slice(start, end);
  const ops = lookup(encoding);
  if (ops === undefined) throw new codes.ERR_UNKNOWN_ENCODING(encoding);
  return ops.slice(this, start, end);
}

function checkOffset(value, name, max) {
  if (typeof value !== 'number') throw new codes.ERR_INVALID_ARG_TYPE(name, 'number', value);
  if (!Number.isInteger(value)) throw new codes.ERR_OUT_OF_RANGE(name, 'an integer', value);
  if (value < 0 || value > max) throw new codes.ERR_OUT_OF_RANGE(name, `>= 0 && <= ${max}`, value);
}

// write(string), write(string, encoding), write(string, offset[, length][, encoding])
function write(string, offset, length, encoding) {
  if (offset === undefined) return this.utf8Write(string, 0, this.length);
  if (length === undefined && typeof offset === 'string') {
    encoding = offset;
    length = this.length;
    offset = 0;
  } else {
    checkOffset(offset, 'offset', this.length);
    const remaining = this.length - offset;
    if (length === undefined) {
      length = remaining;
    } else if (typeof length === 'string') {
      encoding = length;
      length = remaining;
    } else {
      checkOffset(length, 'length', this.length);
      if (length > remaining) length = remaining;
    }
  }
  if (!encoding || encoding === 'utf8') return this.utf8Write(string, offset, length);
  const ops = lookup(encoding);
  if (ops === undefined) throw new codes.ERR_UNKNOWN_ENCODING(encoding);
  return ops.write(this, string, offset, length);
}

function toIndex(value, fallback) {
  value = +value;
  return Number.isNaN(value) ? fallback : Math.trunc(value);
}

// As `copy` reads its offsets: what is no integer of a double counts as 0.
function toSafeIndex(value) {
  value = +value;
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? Math.trunc(value) : 0;
}

function copy(target, targetStart, sourceStart, sourceEnd) {
  if (!isUint8Array(this)) throw new codes.ERR_INVALID_ARG_TYPE('source', bufferTypes, this);
  if (!isUint8Array(target)) {
    if (!ArrayBuffer.isView(target)) throw new codes.ERR_INVALID_ARG_TYPE('target', bufferTypes, target);
    target = new Uint8Array(target.buffer, target.byteOffset, target.byteLength);
  }
  targetStart = targetStart === undefined ? 0 : toSafeIndex(targetStart);
  if (targetStart < 0) throw new codes.ERR_OUT_OF_RANGE('targetStart', '>= 0', targetStart);
  sourceStart = sourceStart === undefined ? 0 : toSafeIndex(sourceStart);
  if (sourceStart < 0 || sourceStart > this.length) {
    throw new codes.ERR_OUT_OF_RANGE('sourceStart', `>= 0 && <= ${this.length}`, sourceStart);
  }
  sourceEnd = sourceEnd === undefined ? this.length : toSafeIndex(sourceEnd);
  if (sourceEnd < 0) throw new codes.ERR_OUT_OF_RANGE('sourceEnd', '>= 0', sourceEnd);
  if (targetStart >= target.length || sourceStart >= sourceEnd) return 0;
  const count = Math.min(sourceEnd - sourceStart, target.length - targetStart, this.length - sourceStart);
  if (count > 0) binding.copy(this, target, targetStart, sourceStart, count);
  return count;
}

function equals(otherBuffer) {
  if (!isUint8Array(otherBuffer)) throw new codes.ERR_INVALID_ARG_TYPE('otherBuffer', bufferTypes, otherBuffer);
  if (this === otherBuffer) return true;
  if (this.byteLength !== otherBuffer.byteLength) return false;
  return this.byteLength === 0 || binding.compare(this, otherBuffer) === 0;
}

function inspect(recurseTimes, context) {
  const max = require('buffer').INSPECT_MAX_BYTES;
  const shown = Math.min(max, this.length);
  const hidden = this.length - max;
  let text = this.hexSlice(0, shown).replace(/(.{2})/g, '$1 ').trim();
  if (hidden > 0) text += ` ... ${hidden} more byte${hidden > 1 ? 's' : ''}`;
  const extras = context ? inspectExtras(this, context) : '';
  if (extras) text += text ? `, ${extras}` : extras;
  return `<${this.constructor?.name || 'Buffer'} ${text}>`;
}

// Own properties that are not elements, as inspect shows them.
function inspectExtras(buffer, context) {
  const extras = {};
  let any = false;
  const keys = [...Object.keys(buffer), ...Object.getOwnPropertySymbols(buffer)];
  for (const key of keys.slice(buffer.length)) {
    if (typeof key === 'symbol' && !Object.prototype.propertyIsEnumerable.call(buffer, key) && !context.showHidden) continue;
    any = true;
    extras[key] = buffer[key];
  }
  if (!any) return '';
  return require('internal/util/inspect').inspect(extras, { ...context, breakLength: Infinity, compact: true }).slice(2, -2);
}

function subarrayOf(FastBuffer) {
  return function subarray(start, end) {
    const length = this.length;
    start = relative(start, length, 0);
    end = end === undefined ? length : relative(end, length, 0);
    return new FastBuffer(this.buffer, this.byteOffset + start, end > start ? end - start : 0);
  };
}

function relative(value, length, fallback) {
  value = toIndex(value, fallback);
  if (value < 0) return value + length > 0 ? value + length : 0;
  return value < length ? value : length;
}

// Below this many bytes, swapping here is cheaper than the native call.
const NATIVE_SWAP_FROM = 128;

function swapper(size, native) {
  return function swap() {
    const length = this.length;
    if (length % size !== 0) throw new codes.ERR_INVALID_BUFFER_SIZE(`${size * 8}-bits`);
    if (length >= NATIVE_SWAP_FROM) {
      native(this);
      return this;
    }
    for (let base = 0; base < length; base += size) {
      for (let low = base, high = base + size - 1; low < high; low++, high--) {
        const kept = this[low];
        this[low] = this[high];
        this[high] = kept;
      }
    }
    return this;
  };
}

function named(name, value) {
  return Object.defineProperty(value, 'name', { value: name });
}

function install(proto, { FastBuffer, Buffer, search, fill, compareRanges }) {
  const subarray = subarrayOf(FastBuffer);
  const find = search.bind(Buffer);
  Object.assign(proto, {
    copy,
    toString,
    equals,
    inspect,
    compare(target, targetStart, targetEnd, sourceStart, sourceEnd) {
      return compareRanges(this, target, targetStart, targetEnd, sourceStart, sourceEnd);
    },
    indexOf(value, byteOffset, encoding) { return find(this, value, byteOffset, encoding, true); },
    lastIndexOf(value, byteOffset, encoding) { return find(this, value, byteOffset, encoding, false); },
    includes(value, byteOffset, encoding) { return find(this, value, byteOffset, encoding, true) !== -1; },
    fill(value, offset, end, encoding) { return fill(this, value, offset, end, encoding, Buffer); },
    write,
    toJSON() {
      return { type: 'Buffer', data: Array.prototype.slice.call(this) };
    },
    subarray,
    slice(start, end) { return subarray.call(this, start, end); },
    swap16: named('swap16', swapper(2, binding.swap16)),
    swap32: named('swap32', swapper(4, binding.swap32)),
    swap64: named('swap64', swapper(8, binding.swap64)),
    toLocaleString: toString,
  });
  proto[customInspect] = inspect;
}

module.exports = { install };
