// generatePrime and checkPrime: numbers go to the native side as big-endian bytes.
'use strict';

const { Buffer } = require('buffer');
const { codes } = require('internal/errors');
const {
  validateBoolean, validateFunction, validateInt32, validateObject,
} = require('internal/validators');
const { asBytes, isAnyArrayBuffer, opensslError, settle } = require('internal/crypto/util');
const { request } = require('internal/async_context');
const { kEmptyObject } = require('internal/util');
const binding = internalBinding('crypto');

const kinds = ['ArrayBuffer', 'TypedArray', 'Buffer', 'DataView', 'bigint'];
// Bytes of the longest number that OpenSSL takes.
const longest = 8 * Math.floor((2 ** 31 - 1) / (4 * 64));
const isBytes = (value) => ArrayBuffer.isView(value) || isAnyArrayBuffer(value);

function bytesOfBigInt(number, name) {
  if (number < 0n) throw new codes.ERR_OUT_OF_RANGE(name, '>= 0', number);
  const hex = number.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
}

function numberOption(value, name) {
  if (value === undefined) return undefined;
  if (typeof value === 'bigint') return bytesOfBigInt(value, name);
  if (!isBytes(value)) throw new codes.ERR_INVALID_ARG_TYPE(name, kinds, value);
  return asBytes(value);
}

function primeArguments(size, options) {
  validateInt32(size, 'size', 1);
  validateObject(options, 'options');
  const { safe = false, bigint = false, add, rem } = options;
  validateBoolean(safe, 'options.safe');
  validateBoolean(bigint, 'options.bigint');
  return { values: [size, safe, numberOption(add, 'options.add'), numberOption(rem, 'options.rem')], bigint };
}

function resultOf(bytes, bigint) {
  return bigint ? BigInt(`0x${Buffer.from(bytes).toString('hex')}`) : bytes;
}

function generatePrime(size, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = kEmptyObject;
  }
  validateFunction(callback, 'callback');
  const { values, bigint } = primeArguments(size, options);
  binding.primeGenerate(...values, request('RANDOMPRIMEREQUEST', 'RandomPrimeJob', settle(callback, (bytes) => resultOf(bytes, bigint))));
}

function generatePrimeSync(size, options = kEmptyObject) {
  const { values, bigint } = primeArguments(size, options);
  return resultOf(binding.primeGenerate(...values), bigint);
}

function checkArguments(candidate, options) {
  if (typeof candidate === 'bigint') candidate = bytesOfBigInt(candidate, 'candidate');
  else if (!isBytes(candidate)) throw new codes.ERR_INVALID_ARG_TYPE('candidate', kinds, candidate);
  if (candidate.byteLength > longest) throw opensslError('01800072', 'bignum routines', 'bignum too long', 'ERR_OSSL_BN_BIGNUM_TOO_LONG');
  validateObject(options, 'options');
  const { checks = 0 } = options;
  validateInt32(checks, 'options.checks', 0);
  return [asBytes(candidate), checks];
}

function checkPrime(candidate, options = kEmptyObject, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = kEmptyObject;
  }
  validateFunction(callback, 'callback');
  const values = checkArguments(candidate, options);
  binding.primeCheck(...values, request('CHECKPRIMEREQUEST', 'CheckPrimeJob', settle(callback)));
}

function checkPrimeSync(candidate, options = kEmptyObject) {
  return binding.primeCheck(...checkArguments(candidate, options));
}

module.exports = { checkPrime, checkPrimeSync, generatePrime, generatePrimeSync };
