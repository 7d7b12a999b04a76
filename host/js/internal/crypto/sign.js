// Sign, Verify, sign() and verify(): RSA (PKCS#1 v1.5 and PSS), ECDSA, Ed25519.
'use strict';

const { Buffer } = require('buffer');
const { Writable } = require('stream');
const { codes } = require('internal/errors');
const { validateFunction, validateInt32, validateString } = require('internal/validators');
const { bytesOf, dataOf, encode, opensslError } = require('internal/crypto/util');
const { bytesOfKey } = require('internal/crypto/keys');
const { readKey } = require('internal/crypto/asymmetric');
const { RSA_PKCS1_PADDING, RSA_PKCS1_PSS_PADDING, RSA_PSS_SALTLEN_AUTO } = require('internal/crypto/constants');
const binding = internalBinding('crypto');

const kAlgorithm = Symbol('algorithm');
const kData = Symbol('data');
const kinds = ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'];

// [use PSS, salt length, fixed-length ECDSA] of a key's options.
function schemeOf(options) {
  const padding = option(options, 'padding') ?? RSA_PKCS1_PADDING;
  const saltLength = option(options, 'saltLength') ?? RSA_PSS_SALTLEN_AUTO;
  const encoding = options?.dsaEncoding;
  if (encoding !== undefined && encoding !== 'der' && encoding !== 'ieee-p1363') {
    throw new codes.ERR_INVALID_ARG_VALUE('options.dsaEncoding', encoding);
  }
  return [padding === RSA_PKCS1_PSS_PADDING, saltLength, encoding === 'ieee-p1363'];
}

function option(options, name) {
  const value = options?.[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'number' || (value | 0) !== value) {
    throw new codes.ERR_INVALID_ARG_VALUE(`options.${name}`, value);
  }
  validateInt32(value, `options.${name}`);
  return value;
}

function checkKey(key, algorithm) {
  const type = key.asymmetricKeyType;
  if (type === 'x25519') {
    throw opensslError('03000096', 'digital envelope routines', 'operation not supported for this keytype',
                       'ERR_OSSL_EVP_OPERATION_NOT_SUPPORTED_FOR_THIS_KEYTYPE');
  }
  if (type === 'ed25519' && algorithm !== null) {
    throw opensslError('1C80007A', 'Provider routines', 'invalid digest');
  }
}

function makeSignature(algorithm, data, key) {
  const scheme = schemeOf(key);
  const { privateKey } = readKey(key, true);
  checkKey(privateKey, algorithm);
  const bytes = binding.keySign(bytesOfKey(privateKey), data, algorithm, ...scheme);
  if (bytes === null) {
    throw opensslError('02000070', 'rsa routines', 'digest too big for rsa key', 'ERR_OSSL_RSA_DIGEST_TOO_BIG_FOR_RSA_KEY');
  }
  return bytes;
}

function checkSignature(algorithm, data, key, signature) {
  const scheme = schemeOf(key);
  const { publicKey } = readKey(key, false);
  checkKey(publicKey, algorithm);
  return binding.keyVerify(bytesOfKey(publicKey), data, algorithm, ...scheme, signature);
}

function setUp(self, algorithm, options) {
  validateString(algorithm, 'algorithm');
  if (binding.hashSize(algorithm) === undefined) {
    const error = new codes.ERR_CRYPTO_INVALID_DIGEST(algorithm);
    error.message = 'Invalid digest';
    throw error;
  }
  self[kAlgorithm] = algorithm;
  self[kData] = [];
  Reflect.apply(Writable, self, [options === null || typeof options !== 'object' ? undefined : options]);
}

// The data so far; a second use finds nothing.
function takeData(self) {
  const data = self[kData];
  if (data === null) throw finished();
  self[kData] = null;
  return Buffer.concat(data);
}

function finished() {
  const error = new codes.ERR_CRYPTO_INVALID_STATE();
  error.message = 'Not initialised';
  return error;
}

const methods = {
  _write(chunk, encoding, callback) {
    this.update(chunk, encoding);
    callback();
  },

  update(data, encoding) {
    const bytes = dataOf(data, 'data', encoding);
    if (this[kData] === null) throw finished();
    // A copy: the caller may reuse its buffer.
    this[kData].push(Buffer.from(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)));
    return this;
  },
};

function define(Class, own) {
  Object.setPrototypeOf(Class.prototype, Writable.prototype);
  Object.setPrototypeOf(Class, Writable);
  Object.assign(Class.prototype, methods, own);
}

function Sign(algorithm, options) {
  if (!(this instanceof Sign)) return new Sign(algorithm, options);
  setUp(this, algorithm, options);
}
define(Sign, {
  sign(options, encoding) {
    if (!options) throw new codes.ERR_CRYPTO_SIGN_KEY_REQUIRED();
    return encode(makeSignature(this[kAlgorithm], takeData(this), options), encoding);
  },
});

function Verify(algorithm, options) {
  if (!(this instanceof Verify)) return new Verify(algorithm, options);
  setUp(this, algorithm, options);
}
define(Verify, {
  verify(options, signature, encoding) {
    const bytes = bytesOf(signature, 'signature', encoding);
    return checkSignature(this[kAlgorithm], takeData(this), options, bytes);
  },
});

function digestName(algorithm) {
  if (algorithm === null || algorithm === undefined) return null;
  validateString(algorithm, 'algorithm');
  if (binding.hashSize(algorithm) === undefined) throw new codes.ERR_CRYPTO_INVALID_DIGEST(algorithm);
  return algorithm;
}

function answer(callback, work) {
  if (callback === undefined) return work();
  let error = null;
  let value;
  try {
    value = work();
  } catch (problem) {
    error = problem;
  }
  setImmediate(callback, error, value);
  return undefined;
}

function sign(algorithm, data, key, callback) {
  const name = digestName(algorithm);
  if (callback !== undefined) validateFunction(callback, 'callback');
  const bytes = bytesOf(data, 'data');
  if (!key) throw new codes.ERR_CRYPTO_SIGN_KEY_REQUIRED();
  return answer(callback, () => Buffer.from(makeSignature(name, bytes, key)));
}

function verify(algorithm, data, key, signature, callback) {
  const name = digestName(algorithm);
  if (callback !== undefined) validateFunction(callback, 'callback');
  const bytes = bytesOf(data, 'data', undefined, kinds);
  if (!ArrayBuffer.isView(signature)) {
    throw new codes.ERR_INVALID_ARG_TYPE('signature', ['Buffer', 'TypedArray', 'DataView'], signature);
  }
  return answer(callback, () => checkSignature(name, bytes, key, signature));
}

module.exports = { Sign, Verify, sign, verify };
