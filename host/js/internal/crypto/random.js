// Random bytes, integers and UUIDs. The bytes come from the kernel. Absent on purpose: a user-space generator.
'use strict';

const { Buffer } = require('buffer');
const { codes } = require('internal/errors');
const { validateBoolean, validateFunction, validateNumber, validateObject } = require('internal/validators');
const { isAnyArrayBuffer, isView } = require('internal/crypto/util');
const { request } = require('internal/async_context');
const binding = internalBinding('crypto');

const MAX_SIZE = 2 ** 31 - 1;
const MAX_RANGE = 2 ** 48 - 1;

function checkSize(size, unit, offset, length) {
  validateNumber(size, 'size');
  size *= unit;
  if (Number.isNaN(size) || size > MAX_SIZE || size < 0) {
    throw new codes.ERR_OUT_OF_RANGE('size', `>= 0 && <= ${MAX_SIZE}`, size);
  }
  if (size + offset > length) {
    throw new codes.ERR_OUT_OF_RANGE('size + offset', `<= ${length}`, size + offset);
  }
  return size >>> 0;
}

function checkOffset(offset, unit, length) {
  validateNumber(offset, 'offset');
  offset *= unit;
  const most = Math.min(length, MAX_SIZE);
  if (Number.isNaN(offset) || offset > most || offset < 0) {
    throw new codes.ERR_OUT_OF_RANGE('offset', `>= 0 && <= ${most}`, offset);
  }
  return offset >>> 0;
}

function randomBytes(size, callback) {
  size = checkSize(size, 1, 0, Infinity);
  if (callback !== undefined) validateFunction(callback, 'callback');
  const buffer = Buffer.alloc(size);
  if (callback === undefined) {
    binding.randomFill(buffer, 0, size);
    return buffer;
  }
  fillLater(buffer, 0, size, callback);
  return undefined;
}

// The view over all of the memory that `buf` shows.
function bytesOf(buf) {
  if (isView(buf)) return new Uint8Array(buf.buffer, buf.byteOffset, buf.byteLength);
  return new Uint8Array(buf);
}

function fillLater(buf, offset, size, callback, type = 'RANDOMBYTESREQUEST', job = 'RandomBytesJob') {
  if (size === 0) {
    process.nextTick(callback, null, buf);
    return;
  }
  binding.randomAsync(size, request(type, job, (error, bytes) => {
    if (error) {
      callback(error);
      return;
    }
    bytesOf(buf).set(new Uint8Array(bytes), offset);
    callback(null, buf);
  }));
}

function checkTarget(buf) {
  if (!isAnyArrayBuffer(buf) && !isView(buf)) {
    throw new codes.ERR_INVALID_ARG_TYPE('buf', ['ArrayBuffer', 'ArrayBufferView'], buf);
  }
  return buf.BYTES_PER_ELEMENT || 1;
}

function randomFillSync(buf, offset = 0, size) {
  const unit = checkTarget(buf);
  offset = checkOffset(offset, unit, buf.byteLength);
  size = size === undefined ? buf.byteLength - offset : checkSize(size, unit, offset, buf.byteLength);
  if (size > 0) binding.randomFill(bytesOf(buf), offset, size);
  return buf;
}

function randomFill(buf, offset, size, callback) {
  const unit = checkTarget(buf);
  if (typeof offset === 'function') {
    callback = offset;
    offset = 0;
    size = undefined;
  } else if (typeof size === 'function') {
    callback = size;
    size = undefined;
  } else {
    validateFunction(callback, 'callback');
  }
  offset = checkOffset(offset, unit, buf.byteLength);
  size = size === undefined ? buf.byteLength - offset : checkSize(size, unit, offset, buf.byteLength);
  fillLater(buf, offset, size, callback);
}

// Numbers of 48 bits, taken from a block that is filled at once.
let pool;
let next = 0;
function draw() {
  if (pool === undefined) {
    pool = Buffer.alloc(6 * 1024);
    next = pool.length;
  }
  if (next === pool.length) {
    binding.randomFill(pool, 0, pool.length);
    next = 0;
  }
  const value = pool.readUIntBE(next, 6);
  next += 6;
  return value;
}

function randomInt(min, max, callback) {
  const minNotGiven = max === undefined || typeof max === 'function';
  if (minNotGiven) {
    callback = max;
    max = min;
    min = 0;
  }
  const sync = callback === undefined;
  if (!sync) validateFunction(callback, 'callback');
  if (!Number.isSafeInteger(min)) throw new codes.ERR_INVALID_ARG_TYPE('min', 'a safe integer', min);
  if (!Number.isSafeInteger(max)) throw new codes.ERR_INVALID_ARG_TYPE('max', 'a safe integer', max);
  if (max <= min) {
    throw new codes.ERR_OUT_OF_RANGE('max', `greater than the value of "min" (${min})`, max);
  }
  const range = max - min;
  if (!(range <= MAX_RANGE)) {
    throw new codes.ERR_OUT_OF_RANGE(minNotGiven ? 'max' : 'max - min', `<= ${MAX_RANGE}`, range);
  }
  // Values above the last whole multiple of the range would favour small results.
  const limit = 2 ** 48 - (2 ** 48 % range);
  let value = draw();
  while (value >= limit) value = draw();
  const result = (value % range) + min;
  if (sync) return result;
  process.nextTick(callback, undefined, result);
  return undefined;
}

const hex = [];
for (let byte = 0; byte < 256; byte++) hex.push(byte.toString(16).padStart(2, '0'));

function formatUuid(bytes, at) {
  let text = '';
  for (let i = 0; i < 16; i++) {
    let byte = bytes[at + i];
    if (i === 6) byte = (byte & 0x0f) | 0x40;
    if (i === 8) byte = (byte & 0x3f) | 0x80;
    text += hex[byte];
    if (i === 3 || i === 5 || i === 7 || i === 9) text += '-';
  }
  return text;
}

let uuidPool;
let uuidNext = 0;
function randomUUID(options) {
  if (options !== undefined) validateObject(options, 'options');
  const disableEntropyCache = options?.disableEntropyCache ?? false;
  validateBoolean(disableEntropyCache, 'options.disableEntropyCache');
  if (disableEntropyCache) return formatUuid(randomBytes(16), 0);
  if (uuidPool === undefined) {
    uuidPool = Buffer.alloc(16 * 128);
    uuidNext = uuidPool.length;
  }
  if (uuidNext === uuidPool.length) {
    binding.randomFill(uuidPool, 0, uuidPool.length);
    uuidNext = 0;
  }
  const text = formatUuid(uuidPool, uuidNext);
  uuidNext += 16;
  return text;
}

const integerArrays = new Set([
  'Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array',
  'BigInt64Array', 'BigUint64Array',
]);
const typeName = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;

function getRandomValues(data) {
  if (!integerArrays.has(Reflect.apply(typeName, data, []))) {
    throw new DOMException('The data argument must be an integer-type TypedArray', 'TypeMismatchError');
  }
  if (data.byteLength > 65536) {
    throw new DOMException(
      `The requested length exceeds 65,536 bytes`, 'QuotaExceededError');
  }
  if (data.byteLength > 0) binding.randomFill(data, 0, data.byteLength);
  return data;
}

module.exports = { getRandomValues, randomBytes, randomFill, randomFillSync, randomInt, randomUUID };
