// Argument checks that the parts of `crypto` share. Absent on purpose: anything that computes.
'use strict';

const { Buffer } = require('buffer');
const { codes } = require('internal/errors');

const isView = ArrayBuffer.isView;

function isAnyArrayBuffer(value) {
  return value instanceof ArrayBuffer || value instanceof SharedArrayBuffer
    || require('internal/util/types').isAnyArrayBuffer(value);
}

// Bytes of a shared buffer are seen through a view; the native side takes views and ArrayBuffers.
function asBytes(value) {
  if (isView(value)) return value;
  return new Uint8Array(value);
}

const kinds = ['string', 'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'];

// A string (by its encoding) or any bytes, as a view.
function bytesOf(value, name, encoding, expected = kinds) {
  if (typeof value === 'string') {
    if (encoding === 'buffer') encoding = 'utf8';
    return Buffer.from(value, encoding);
  }
  if (!isView(value) && !isAnyArrayBuffer(value)) {
    throw new codes.ERR_INVALID_ARG_TYPE(name, expected, value);
  }
  return asBytes(value);
}

// What `update()` takes: a string or a view.
function dataOf(value, name, encoding) {
  // An encoding that is none counts as UTF-8.
  if (typeof value === 'string') return Buffer.from(value, Buffer.isEncoding(encoding) ? encoding : 'utf8');
  if (isView(value)) return value;
  throw new codes.ERR_INVALID_ARG_TYPE(name, ['string', 'Buffer', 'TypedArray', 'DataView'], value);
}

// The bytes of a secret: a secret KeyObject, a CryptoKey, a string or bytes.
function secretBytes(key, encoding, name = 'key') {
  if (key !== null && typeof key === 'object' && !isView(key)) {
    const { KeyObject, dataOfKey, isCryptoKey } = require('internal/crypto/keys');
    if (key instanceof KeyObject || isCryptoKey(key)) {
      if (key.type !== 'secret') throw new codes.ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(key.type, 'secret');
      return dataOfKey(key);
    }
  }
  return bytesOf(key, name, encoding, [
    'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView', 'string', 'KeyObject', 'CryptoKey',
  ]);
}

// Result bytes in the encoding that was asked for.
function encode(bytes, encoding) {
  const buffer = Buffer.from(bytes);
  return encoding && encoding !== 'buffer' ? buffer.toString(encoding) : buffer;
}

// An error as OpenSSL's queue gives it.
function opensslError(number, library, reason, code) {
  const error = new Error(`error:${number}:${library}::${reason}`);
  error.library = library;
  error.reason = reason;
  error.code = code ?? `ERR_OSSL_${reason.replace(/ /g, '_').toUpperCase()}`;
  return error;
}

// A callback for the native side, which answers an Error as a value: callback(error) or callback(null, convert(value)).
function settle(callback, convert) {
  return (error, value) => {
    const failure = error ?? (value instanceof Error ? value : null);
    if (failure !== null) {
      callback(failure);
      return;
    }
    let result;
    try {
      result = convert === undefined ? value : convert(value);
    } catch (problem) {
      callback(problem);
      return;
    }
    callback(null, result);
  };
}

// OpenSSL's names without those that differ in case only, sorted.
function withoutDuplicates(names) {
  const chosen = new Map();
  for (const name of names) {
    const key = name.toLowerCase();
    if (!chosen.has(key) || name === key) chosen.set(key, name);
  }
  return [...chosen.values()].sort();
}

// An error as the native side makes them: its code is not in its name.
function nativeError(code, message, Class = Error) {
  return Object.assign(new Class(message), { code });
}

module.exports = { nativeError, withoutDuplicates, settle, asBytes, bytesOf, dataOf, encode, isAnyArrayBuffer, isView, opensslError, secretBytes };
