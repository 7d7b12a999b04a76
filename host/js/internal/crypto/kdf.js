// pbkdf2, scrypt, hkdf: checks, then the work on the worker pool or at once.
'use strict';

const { Buffer } = require('buffer');
const { codes } = require('internal/errors');
const {
  validateFunction, validateInt32, validateInteger, validateString, validateUint32,
} = require('internal/validators');
const { bytesOf, secretBytes, settle } = require('internal/crypto/util');
const { request } = require('internal/async_context');
const binding = internalBinding('crypto');

const kinds = ['string', 'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'];

function checkPbkdf2(password, salt, iterations, keylen, digest) {
  validateString(digest, 'digest');
  password = bytesOf(password, 'password', undefined, kinds);
  salt = bytesOf(salt, 'salt', undefined, kinds);
  validateInt32(iterations, 'iterations', 1);
  validateInt32(keylen, 'keylen', 0);
  return { password, salt, iterations, keylen, digest };
}

function pbkdf2(password, salt, iterations, keylen, digest, callback) {
  if (typeof digest === 'function') {
    callback = digest;
    digest = undefined;
  }
  const job = checkPbkdf2(password, salt, iterations, keylen, digest);
  validateFunction(callback, 'callback');
  if (binding.hashSize(digest) === undefined) throw new codes.ERR_CRYPTO_INVALID_DIGEST(digest);
  binding.pbkdf2(job.digest, job.password, job.salt, job.iterations, job.keylen,
                 request('PBKDF2REQUEST', 'PBKDF2Job', settle(callback, Buffer.from)));
}

function pbkdf2Sync(password, salt, iterations, keylen, digest) {
  const job = checkPbkdf2(password, salt, iterations, keylen, digest);
  if (binding.hashSize(digest) === undefined) throw new codes.ERR_CRYPTO_INVALID_DIGEST(digest);
  const bytes = binding.pbkdf2(job.digest, job.password, job.salt, job.iterations, job.keylen);
  return Buffer.from(bytes);
}

const scryptNames = [['N', 'cost'], ['r', 'blockSize'], ['p', 'parallelization']];

function checkScrypt(password, salt, keylen, options) {
  password = bytesOf(password, 'password', undefined, kinds);
  salt = bytesOf(salt, 'salt', undefined, kinds);
  validateInt32(keylen, 'keylen', 0);
  const job = { password, salt, keylen, N: 16384, r: 8, p: 1, maxmem: 32 * 1024 * 1024 };
  if (options && options !== job) {
    for (const [short, long] of scryptNames) {
      let given = options[short];
      if (given !== undefined) validateUint32(given, short);
      if (options[long] !== undefined) {
        if (given !== undefined) throw new codes.ERR_CRYPTO_SCRYPT_INVALID_PARAMETER();
        given = options[long];
        validateUint32(given, long);
      }
      if (given) job[short] = given;
    }
    if (options.maxmem !== undefined) {
      validateInteger(options.maxmem, 'maxmem', 0);
      if (options.maxmem) job.maxmem = options.maxmem;
    }
  }
  const { N, r, p, maxmem } = job;
  const tooMuch = N >= 2 ** (r * 16) || p > (2 ** 30 - 1) / r;
  if (!tooMuch && (N < 2 || (N & (N - 1)) !== 0)) throw new codes.ERR_CRYPTO_INVALID_SCRYPT_PARAMS();
  const needed = 128 * r * p + 32 * r * (N + 2) * 4;
  if (tooMuch || needed > maxmem) {
    const error = new codes.ERR_CRYPTO_INVALID_SCRYPT_PARAMS();
    const reason = 'error:030000AC:digital envelope routines::memory limit exceeded';
    error.message = `Invalid scrypt params: ${reason}`;
    throw error;
  }
  return job;
}

function scrypt(password, salt, keylen, options, callback = undefined) {
  if (callback === undefined) {
    callback = options;
    options = undefined;
  }
  const job = checkScrypt(password, salt, keylen, options);
  validateFunction(callback, 'callback');
  binding.scrypt(job.password, job.salt, job.keylen, job.N, job.r, job.p, job.maxmem,
                 request('SCRYPTREQUEST', 'ScryptJob', settle(callback, Buffer.from)));
}

function scryptSync(password, salt, keylen, options = undefined) {
  const job = checkScrypt(password, salt, keylen, options);
  const bytes = binding.scrypt(job.password, job.salt, job.keylen, job.N, job.r, job.p, job.maxmem);
  return Buffer.from(bytes);
}

const hkdfKinds = ['string', 'ArrayBuffer', 'TypedArray', 'DataView', 'Buffer'];

function checkHkdf(digest, ikm, salt, info, length) {
  validateString(digest, 'digest');
  if (ikm !== null && typeof ikm === 'object' && !ArrayBuffer.isView(ikm) && !(ikm instanceof ArrayBuffer)) {
    const { KeyObject, isCryptoKey } = require('internal/crypto/keys');
    if (ikm instanceof KeyObject || isCryptoKey(ikm)) ikm = secretBytes(ikm);
  }
  ikm = bytesOf(ikm, 'ikm', undefined, ['string', 'SecretKeyObject', ...hkdfKinds.slice(1)]);
  salt = bytesOf(salt, 'salt', undefined, hkdfKinds);
  info = bytesOf(info, 'info', undefined, hkdfKinds);
  validateInteger(length, 'length', 0, Number.MAX_SAFE_INTEGER);
  if (info.byteLength > 1024) {
    throw new codes.ERR_OUT_OF_RANGE('info', 'must not contain more than 1024 bytes', info.byteLength);
  }
  if (binding.hashSize(digest) === undefined) throw new codes.ERR_CRYPTO_INVALID_DIGEST(digest);
  if (length > 255 * binding.hashSize(digest)) throw new codes.ERR_CRYPTO_INVALID_KEYLEN();
  return { digest, ikm, salt, info, length };
}

function hkdf(digest, ikm, salt, info, length, callback) {
  const job = checkHkdf(digest, ikm, salt, info, length);
  validateFunction(callback, 'callback');
  binding.hkdf(job.digest, job.ikm, job.salt, job.info, job.length,
               request('DERIVEBITSREQUEST', 'HKDFJob', settle(callback, (bytes) => bytes)));
}

function hkdfSync(digest, ikm, salt, info, length) {
  const job = checkHkdf(digest, ikm, salt, info, length);
  const bytes = binding.hkdf(job.digest, job.ikm, job.salt, job.info, job.length);
  return bytes;
}

module.exports = { hkdf, hkdfSync, pbkdf2, pbkdf2Sync, scrypt, scryptSync };
