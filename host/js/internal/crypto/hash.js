// createHash, createHmac, hash(), getHashes.
'use strict';

const { Buffer } = require('buffer');
const { LazyTransform } = require('internal/crypto/lazy_transform');
const { codes } = require('internal/errors');
const { validateString, validateUint32 } = require('internal/validators');
const { normalizeEncoding } = require('internal/util');
const { dataOf, encode, opensslError, secretBytes, withoutDuplicates } = require('internal/crypto/util');
const binding = internalBinding('crypto');

const kState = Symbol('state');
const kAlgorithm = Symbol('algorithm');
const kFinalized = Symbol('finalized');
const kDigest = Symbol('digest');

// The length that is asked for, which only some digests can have.
function lengthOf(algorithm, options) {
  const length = options?.outputLength;
  if (length === undefined) return undefined;
  validateUint32(length, 'options.outputLength');
  if (length !== binding.hashSize(algorithm) && !/^shake-?(128|256)$/i.test(algorithm)) {
    throw opensslError('030000B2', 'digital envelope routines', 'not XOF or invalid length', 'ERR_OSSL_EVP_NOT_XOF_OR_INVALID_LENGTH');
  }
  return length;
}

function Hash(algorithm, options) {
  if (!new.target) return new Hash(algorithm, options);
  if (kState in Object(algorithm)) {
    this[kState] = algorithm[kState];
    this[kAlgorithm] = algorithm[kAlgorithm];
  } else {
    validateString(algorithm, 'algorithm');
    if (options?.outputLength !== undefined) validateUint32(options.outputLength, 'options.outputLength');
    if (binding.hashSize(algorithm) === undefined) binding.hashCreate(algorithm);
    this[kState] = binding.hashCreate(algorithm, lengthOf(algorithm, options));
    this[kAlgorithm] = algorithm;
  }
  this[kFinalized] = false;
  Reflect.apply(LazyTransform, this, [options]);
}
Object.setPrototypeOf(Hash.prototype, LazyTransform.prototype);
Object.setPrototypeOf(Hash, LazyTransform);

Hash.prototype.copy = function copy(options) {
  if (this[kFinalized]) throw new codes.ERR_CRYPTO_HASH_FINALIZED();
  const length = lengthOf(this[kAlgorithm], options);
  return new Hash({ [kState]: binding.hashCopy(this[kState], length), [kAlgorithm]: this[kAlgorithm] }, options);
};

Hash.prototype._transform = function _transform(chunk, encoding, callback) {
  this.update(chunk, encoding);
  callback();
};

// The digest, which a stream may have taken already.
function digestOf(self) {
  return self[kDigest] ??= binding.hashDigest(self[kState]);
}

Hash.prototype._flush = function _flush(callback) {
  this.push(encode(digestOf(this), 'buffer'));
  callback();
};

Hash.prototype.update = function update(data, encoding) {
  if (this[kFinalized]) throw new codes.ERR_CRYPTO_HASH_FINALIZED();
  binding.hashUpdate(this[kState], dataOf(data, 'data', encoding));
  return this;
};

Hash.prototype.digest = function digest(outputEncoding) {
  if (this[kFinalized]) throw new codes.ERR_CRYPTO_HASH_FINALIZED();
  const encoding = outputEncoding === undefined || outputEncoding === null ? 'buffer' : knownEncoding(outputEncoding);
  const bytes = digestOf(this);
  this[kFinalized] = true;
  return encode(bytes, encoding);
};

// An unknown name gives a Buffer, as in Node.
function knownEncoding(encoding) {
  return normalizeEncoding(String(encoding)) ?? 'buffer';
}

function Hmac(hmac, key, options) {
  if (!new.target) return new Hmac(hmac, key, options);
  validateString(hmac, 'hmac');
  const bytes = secretBytes(key, options?.encoding);
  const state = binding.hmacCreate(hmac, bytes);
  if (state === undefined) throw new codes.ERR_CRYPTO_INVALID_DIGEST(hmac);
  this[kState] = state;
  this[kFinalized] = false;
  Reflect.apply(LazyTransform, this, [options]);
}
Object.setPrototypeOf(Hmac.prototype, LazyTransform.prototype);
Object.setPrototypeOf(Hmac, LazyTransform);

Hmac.prototype.update = function update(data, encoding) {
  if (this[kFinalized]) throw new codes.ERR_CRYPTO_HASH_FINALIZED();
  binding.hmacUpdate(this[kState], dataOf(data, 'data', encoding));
  return this;
};

// A second digest() is empty, not an error.
Hmac.prototype.digest = function digest(outputEncoding) {
  const encoding = outputEncoding === undefined || outputEncoding === null ? 'buffer' : knownEncoding(outputEncoding);
  if (this[kFinalized]) return encoding === 'buffer' ? Buffer.from('') : '';
  const bytes = binding.hmacDigest(this[kState]);
  this[kFinalized] = true;
  return encode(bytes, encoding);
};

Hmac.prototype._flush = function _flush(callback) {
  this.push(this.digest());
  callback();
};
Hmac.prototype._transform = Hash.prototype._transform;

function hash(algorithm, input, options = 'hex') {
  const isObject = typeof options === 'object' && options !== null && ('outputEncoding' in options || 'outputLength' in options);
  const outputEncoding = isObject ? options.outputEncoding ?? 'hex' : options;
  validateString(algorithm, 'algorithm');
  if (typeof input !== 'string' && !ArrayBuffer.isView(input)) {
    throw new codes.ERR_INVALID_ARG_TYPE('input', ['Buffer', 'TypedArray', 'DataView', 'string'], input);
  }
  let encoding = outputEncoding;
  if (encoding !== 'hex' && encoding !== 'buffer') {
    validateString(outputEncoding, 'outputEncoding');
    encoding = normalizeEncoding(outputEncoding);
    if (encoding === undefined) {
      if (outputEncoding.toLowerCase() !== 'buffer') {
        throw new codes.ERR_INVALID_ARG_VALUE('outputEncoding', outputEncoding);
      }
      encoding = 'buffer';
    }
  }
  const bytes = binding.hashOnce(algorithm, typeof input === 'string' ? Buffer.from(input) : input, isObject ? lengthOf(algorithm, options) : undefined);
  if (bytes === undefined) throw new Error(`Digest method ${algorithm} is not supported`);
  return encode(bytes, encoding);
}

let names;
function getHashes() {
  names ??= withoutDuplicates(binding.hashNames());
  return names.slice();
}

module.exports = { Hash, Hmac, getHashes, hash };
