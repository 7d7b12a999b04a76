// `buffer`: the Buffer class over Uint8Array, its pool, conversions and constants. Numbers, searching and encodings are in
// `internal/buffer/*`, Blob and File in `internal/blob`, both loaded when needed.
'use strict';

const binding = internalBinding('buffer');
const { codes } = require('internal/errors');
const { validateArray, validateNumber } = require('internal/validators');
const encodings = require('internal/buffer/encodings');
const { search, fill, compareRanges, isUint8Array } = require('internal/buffer/search');

const { kMaxLength, kStringMaxLength, isAnyArrayBuffer } = binding;
const { lookup, utf8 } = encodings;
const customInspect = Symbol.for('nodejs.util.inspect.custom');
const bufferTypes = ['Buffer', 'Uint8Array'];
const setBytes = Function.prototype.call.bind(Uint8Array.prototype.set);

class FastBuffer extends Uint8Array {
  // Without an explicit constructor every allocation would spread its arguments.
  // eslint-disable-next-line no-useless-constructor
  constructor(bufferOrLength, byteOffset, length) {
    super(bufferOrLength, byteOffset, length);
  }
}

let warned = false;
function warnDeprecated() {
  if (warned) return;
  if (require('internal/util').calledByPackage() && !require('internal/options').hasFlag('--pending-deprecation')) return;
  warned = true;
  process.emitWarning('Buffer() is deprecated due to security and usability issues. Please use the Buffer.alloc(), ' +
    'Buffer.allocUnsafe(), or Buffer.from() methods instead.', 'DeprecationWarning', 'DEP0005', Buffer);
}

function Buffer(arg, encodingOrOffset, length) {
  warnDeprecated();
  if (typeof arg !== 'number') return Buffer.from(arg, encodingOrOffset, length);
  if (typeof encodingOrOffset === 'string') throw new codes.ERR_INVALID_ARG_TYPE('string', 'string', arg);
  return Buffer.alloc(arg);
}
Object.setPrototypeOf(Buffer, Uint8Array);
Buffer.prototype = FastBuffer.prototype;
Object.defineProperty(Buffer, 'prototype', { enumerable: false });
Object.defineProperty(FastBuffer.prototype, 'constructor', { value: Buffer, enumerable: false });
Object.defineProperty(Buffer, Symbol.species, { configurable: true, enumerable: false, get: () => FastBuffer });

// --- The pool -------------------------------------------------------------------------------------------------------

Buffer.poolSize = 8 * 1024;
const { createPool, poolUtf8, poolLatin1, poolUtf16, poolBase64, poolHex } = binding;
let pool = new ArrayBuffer(0);
let poolLength = 0;
let poolOffset = 0;

// What V8 keeps inside its heap costs less than memory outside of it, cleared or not.
const inHeapSize = 64;

function createUnsafe(size) {
  return size <= inHeapSize ? new FastBuffer(size) : new FastBuffer(binding.createUnsafeArrayBuffer(size));
}

function renewPool() {
  pool = createPool(Buffer.poolSize);
  poolLength = pool.byteLength;
  poolOffset = 0;
}

// Makes room for `size` bytes at `poolOffset`.
function reservePool(size) {
  if (size > poolLength - poolOffset) renewPool();
}

// Hands out `size` bytes; the next slice starts 8-byte aligned, so that typed arrays can be laid over it.
function takePool(size) {
  const taken = new FastBuffer(pool, poolOffset, size);
  poolOffset = (poolOffset + size + 7) & ~7;
  return taken;
}

function allocate(size) {
  if (size <= 0) return new FastBuffer();
  if (size >= Buffer.poolSize >>> 1) return createUnsafe(size);
  reservePool(size);
  return takePool(size);
}

function fromString(string, ops) {
  const length = string.length;
  if (length === 0) return new FastBuffer();
  let size = ops.upperBound(length);
  const half = Buffer.poolSize >>> 1;
  if (size >= half) {
    // Long enough for memory of its own, unless its characters take less than they can.
    if (ops === utf8 && length >= half) return new FastBuffer(binding.encodeUtf8(string));
    size = ops.byteLength(string);
    if (size >= half) {
      const large = createUnsafe(size);
      const written = ops.write(large, string, 0, size);
      return written === size ? large : new FastBuffer(large.buffer, 0, written);
    }
  }
  if (size === 0) return new FastBuffer();
  reservePool(size);
  const written = ops.write(new FastBuffer(pool, poolOffset, size), string, 0, size);
  return takePool(written);
}

// `fromString` for what is used most, each with a call that V8 can see through.
function fromUtf8(string) {
  const most = string.length * 3;
  if (most === 0 || most >= Buffer.poolSize >>> 1) return fromString(string, utf8);
  let written = poolUtf8(pool, string, poolOffset);
  if (written < 0) {
    // It needs more than is left.
    renewPool();
    written = poolUtf8(pool, string, 0);
  }
  return takePool(written);
}

function fromLatin1(string) {
  const size = string.length;
  if (size === 0 || size >= Buffer.poolSize >>> 1) return fromString(string, encodings.latin1);
  reservePool(size);
  return takePool(poolLatin1(pool, string, poolOffset));
}

function fromUtf16(string) {
  const size = string.length * 2;
  if (size === 0 || size >= Buffer.poolSize >>> 1) return fromString(string, encodings.utf16le);
  reservePool(size);
  return takePool(poolUtf16(pool, string, poolOffset));
}

function fromBase64(string) {
  const most = (string.length * 3 + 3) >>> 2;
  if (most === 0 || most >= Buffer.poolSize >>> 1) return fromString(string, encodings.base64);
  reservePool(most);
  return takePool(poolBase64(pool, string, poolOffset));
}

function fromHex(string) {
  const size = string.length >>> 1;
  if (size === 0 || size >= Buffer.poolSize >>> 1) return fromString(string, encodings.hex);
  reservePool(size);
  return takePool(poolHex(pool, string, poolOffset));
}

function fromText(string, encoding) {
  switch (encoding) {
    case undefined:
    case 'utf8': return fromUtf8(string);
    case 'latin1': return fromLatin1(string);
    case 'utf16le': return fromUtf16(string);
    case 'base64':
    case 'base64url': return fromBase64(string);
    case 'hex': return fromHex(string);
  }
  const ops = opsFor(encoding);
  return ops === utf8 ? fromUtf8(string) : fromString(string, ops);
}

function fromArrayLike(source) {
  if (!(source.length > 0)) return new FastBuffer();
  const length = source.length;
  const target = length < Buffer.poolSize >>> 1 ? allocate(length) : createUnsafe(length);
  target.set(source, 0);
  return target;
}

function fromArrayBuffer(source, byteOffset, length) {
  byteOffset = byteOffset === undefined ? 0 : +byteOffset || 0;
  const available = source.byteLength - byteOffset;
  if (available < 0) throw new codes.ERR_BUFFER_OUT_OF_BOUNDS('offset');
  if (length !== undefined) {
    length = +length;
    if (length > 0) {
      if (length > available) throw new codes.ERR_BUFFER_OUT_OF_BOUNDS('length');
    } else {
      length = 0;
    }
  }
  // Without a length the view follows a resizable buffer.
  return new FastBuffer(source, byteOffset, length);
}

// Objects that look like arrays, or like what JSON.stringify makes of a Buffer; undefined for others.
function fromObject(source) {
  if (source.length !== undefined || isAnyArrayBuffer(source.buffer)) {
    return typeof source.length === 'number' ? fromArrayLike(source) : new FastBuffer();
  }
  if (source.type === 'Buffer' && Array.isArray(source.data)) return fromArrayLike(source.data);
  return undefined;
}

function opsFor(encoding) {
  if (encoding === undefined || encoding === 'utf8' || typeof encoding !== 'string' || encoding.length === 0) return utf8;
  const ops = lookup(encoding);
  if (ops === undefined) throw new codes.ERR_UNKNOWN_ENCODING(encoding);
  return ops;
}

Buffer.from = function from(value, encodingOrOffset, length) {
  if (typeof value === 'string') return fromText(value, encodingOrOffset);
  if (typeof value === 'object' && value !== null) {
    if (value instanceof Uint8Array) return fromArrayLike(value);
    if (isAnyArrayBuffer(value)) return fromArrayBuffer(value, encodingOrOffset, length);
    const primitive = value.valueOf && value.valueOf();
    if (primitive != null && primitive !== value && (typeof primitive === 'string' || typeof primitive === 'object')) {
      return Buffer.from(primitive, encodingOrOffset, length);
    }
    const made = fromObject(value);
    if (made) return made;
    if (typeof value[Symbol.toPrimitive] === 'function') {
      const string = value[Symbol.toPrimitive]('string');
      if (typeof string === 'string') return fromString(string, opsFor(encodingOrOffset));
    }
  }
  throw new codes.ERR_INVALID_ARG_TYPE('first argument', ['string', 'Buffer', 'ArrayBuffer', 'Array', 'Array-like Object'],
                                       value);
};

Buffer.copyBytesFrom = function copyBytesFrom(view, offset, length) {
  if (!ArrayBuffer.isView(view) || view instanceof DataView) throw new codes.ERR_INVALID_ARG_TYPE('view', ['TypedArray'], view);
  const { validateInteger } = require('internal/validators');
  if (view.length === 0) return new FastBuffer();
  let start = 0;
  if (offset !== undefined) {
    validateInteger(offset, 'offset', 0);
    if (offset >= view.length) return new FastBuffer();
    start = offset;
  }
  let end = view.length;
  if (length !== undefined) {
    validateInteger(length, 'length', 0);
    end = Math.min(start + length, view.length);
  }
  const slice = Object.getPrototypeOf(Uint8Array.prototype).slice.call(view, start, end);
  return fromArrayLike(new Uint8Array(slice.buffer, slice.byteOffset, slice.byteLength));
};

Buffer.of = function of(...items) {
  const target = allocate(items.length);
  for (let i = 0; i < items.length; i++) target[i] = items[i];
  return target;
};

function checkSize(size) {
  if (typeof size !== 'number' || !(size >= 0 && size <= kMaxLength)) validateNumber(size, 'size', 0, kMaxLength);
}

Buffer.alloc = function alloc(size, fillWith, encoding) {
  checkSize(size);
  if (fillWith !== undefined && fillWith !== 0 && size > 0) {
    return fill(createUnsafe(size), fillWith, 0, Math.trunc(size), encoding, Buffer);
  }
  return new FastBuffer(size);
};
Buffer.allocUnsafe = function allocUnsafe(size) {
  checkSize(size);
  return allocate(Math.trunc(size));
};
Buffer.allocUnsafeSlow = function allocUnsafeSlow(size) {
  checkSize(size);
  return createUnsafe(Math.trunc(size));
};
function SlowBuffer(length) {
  checkSize(length);
  return createUnsafe(length);
}
Object.setPrototypeOf(SlowBuffer.prototype, Uint8Array.prototype);
Object.setPrototypeOf(SlowBuffer, Uint8Array);

Buffer.isBuffer = function isBuffer(value) {
  return value instanceof Buffer;
};
Buffer.compare = function compare(buf1, buf2) {
  if (!isUint8Array(buf1)) throw new codes.ERR_INVALID_ARG_TYPE('buf1', bufferTypes, buf1);
  if (!isUint8Array(buf2)) throw new codes.ERR_INVALID_ARG_TYPE('buf2', bufferTypes, buf2);
  return buf1 === buf2 ? 0 : binding.compare(buf1, buf2);
};
Buffer.isEncoding = function isEncoding(encoding) {
  return typeof encoding === 'string' && encoding.length !== 0 && lookup(encoding) !== undefined;
};
Buffer[Symbol('kIsEncodingSymbol')] = Buffer.isEncoding;

Buffer.concat = function concat(list, length) {
  validateArray(list, 'list');
  if (list.length === 0) return new FastBuffer();
  if (length === undefined) {
    length = 0;
    for (const item of list) {
      if (item.length) length += item.length;
    }
  } else {
    require('internal/validators').validateInteger(length, 'length', 0);
  }
  const target = Buffer.allocUnsafe(length);
  let position = 0;
  for (let i = 0; i < list.length; i++) {
    const item = list[i];
    if (!isUint8Array(item)) throw new codes.ERR_INVALID_ARG_TYPE(`list[${i}]`, bufferTypes, item);
    const room = length - position;
    if (item.length <= room) setBytes(target, item, position);
    else if (room > 0) binding.copy(item, target, position, 0, room);
    position += Math.min(item.length, room);
  }
  if (position < length) Uint8Array.prototype.fill.call(target, 0, position, length);
  return target;
};

Buffer.byteLength = function byteLength(string, encoding) {
  if (typeof string !== 'string') {
    if (ArrayBuffer.isView(string) || isAnyArrayBuffer(string)) return string.byteLength;
    throw new codes.ERR_INVALID_ARG_TYPE('string', ['string', 'Buffer', 'ArrayBuffer'], string);
  }
  if (string.length === 0) return 0;
  if (!encoding) return utf8.byteLength(string);
  return (lookup(encoding) ?? utf8).byteLength(string);
};

// --- The prototype --------------------------------------------------------------------------------------------------

const proto = Buffer.prototype;
require('internal/buffer/numbers').install(proto);
for (const name of ['ascii', 'base64', 'base64url', 'latin1', 'hex', 'ucs2', 'utf8']) {
  proto[`${name}Slice`] = binding[`${name}Slice`];
}
for (const name of ['ascii', 'base64', 'base64url', 'latin1', 'hex', 'ucs2', 'utf8']) {
  proto[`${name}Write`] = binding[`${name}Write`];
}
for (const [name, key] of [['parent', 'buffer'], ['offset', 'byteOffset']]) {
  Object.defineProperty(proto, name, {
    enumerable: true,
    get() { return this instanceof Buffer ? this[key] : undefined; },
  });
}
require('internal/buffer/methods').install(proto, { FastBuffer, Buffer, search, fill, compareRanges });
binding.setBufferPrototype(proto);

let inspectMaxBytes = 50;
function convertString(input, convert) {
  const result = convert(`${input}`);
  if (typeof result === 'number') {
    // -2: the length is impossible; -1: a character is.
    throw new DOMException(result === -2 ? 'The string to be decoded is not correctly encoded.' : 'Invalid character',
                           'InvalidCharacterError');
  }
  return result;
}

function btoa(input) {
  if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('input');
  return convertString(input, binding.btoa);
}
function atob(input) {
  if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('input');
  return convertString(input, binding.atob);
}

function refuseDetached(input) {
  const memory = ArrayBuffer.isView(input) ? input.buffer : input;
  if (!memory.detached) return;
  const error = new Error('Cannot validate on a detached buffer');
  error.code = 'ERR_INVALID_STATE';
  throw error;
}

function validateBytes(input) {
  if (!require('internal/util/types').isTypedArray(input) && !isAnyArrayBuffer(input)) {
    throw new codes.ERR_INVALID_ARG_TYPE('input', ['ArrayBuffer', 'Buffer', 'TypedArray'], input);
  }
  refuseDetached(input);
}
function isUtf8(input) {
  validateBytes(input);
  return binding.isUtf8(input);
}
function isAscii(input) {
  validateBytes(input);
  return binding.isAscii(input);
}

module.exports = {
  Buffer,
  SlowBuffer,
  transcode(source, fromEncoding, toEncoding) {
    return require('internal/buffer/transcode').transcode(source, fromEncoding, toEncoding);
  },
  isUtf8,
  isAscii,
  kMaxLength,
  kStringMaxLength,
  btoa,
  atob,
};
Object.defineProperties(module.exports, {
  constants: {
    configurable: false,
    enumerable: true,
    value: Object.defineProperties({}, {
      MAX_LENGTH: { value: kMaxLength, enumerable: true },
      MAX_STRING_LENGTH: { value: kStringMaxLength, enumerable: true },
    }),
  },
  INSPECT_MAX_BYTES: {
    configurable: true,
    enumerable: true,
    get: () => inspectMaxBytes,
    set(value) {
      validateNumber(value, 'INSPECT_MAX_BYTES', 0);
      inspectMaxBytes = value;
    },
  },
});
for (const name of ['Blob', 'resolveObjectURL', 'File']) {
  Object.defineProperty(module.exports, name, {
    configurable: true,
    enumerable: true,
    get() { return require('internal/blob')[name]; },
    set(value) { Object.defineProperty(module.exports, name, { value, configurable: true, enumerable: true, writable: true }); },
  });
}
