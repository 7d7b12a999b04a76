// Sign and Verify, which take data bit by bit, and sign() and verify(), which take it whole.
'use strict';

const { Buffer } = require('buffer');
const { Writable } = require('stream');
const { codes } = require('internal/errors');
const { validateFunction, validateInt32, validateString } = require('internal/validators');
const { asBytes, bytesOf, dataOf, encode, isAnyArrayBuffer, settle } = require('internal/crypto/util');
const { readKey } = require('internal/crypto/key_input');
const { request } = require('internal/async_context');
const binding = internalBinding('crypto');

const kAlgorithm = Symbol('algorithm');
const kState = Symbol('state');
const kinds = ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'];

// [padding, salt length, whether (EC)DSA signatures are r and s side by side] of a key's options.
function schemeOf(options) {
  const padding = option(options, 'padding');
  const saltLength = option(options, 'saltLength');
  const encoding = typeof options === 'object' ? options?.dsaEncoding : undefined;
  if (encoding !== undefined && encoding !== 'der' && encoding !== 'ieee-p1363') {
    throw new codes.ERR_INVALID_ARG_VALUE('options.dsaEncoding', encoding);
  }
  return [padding, saltLength, encoding === 'ieee-p1363'];
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

function setUp(self, algorithm, options) {
  validateString(algorithm, 'algorithm');
  // A name from before digests were apart from keys.
  if (algorithm === 'dss1' || algorithm === 'DSS1') algorithm = 'sha1';
  if (binding.hashSize(algorithm) === undefined) {
    const error = new codes.ERR_CRYPTO_INVALID_DIGEST(algorithm);
    error.message = 'Invalid digest';
    throw error;
  }
  self[kAlgorithm] = algorithm;
  self[kState] = binding.hashCreate(algorithm);
  Reflect.apply(Writable, self, [options === null || typeof options !== 'object' ? undefined : options]);
}

// The digest of the data; a second use finds nothing.
function takeDigest(self) {
  const state = self[kState];
  if (state === null) throw finished();
  self[kState] = null;
  return binding.hashDigest(state);
}

function finished() {
  const error = new codes.ERR_CRYPTO_INVALID_STATE();
  error.message = 'Not initialised';
  return error;
}

// These keys sign data, not its digest.
function checkStreamed(key) {
  const [type] = binding.keyDetails(key);
  if (type === 'ed25519' || type === 'ed448') throw new codes.ERR_CRYPTO_UNSUPPORTED_OPERATION();
}

const methods = {
  _write(chunk, encoding, callback) {
    this.update(chunk, encoding);
    callback();
  },

  update(data, encoding) {
    const bytes = dataOf(data, 'data', encoding);
    if (this[kState] === null) throw finished();
    binding.hashUpdate(this[kState], bytes);
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
    const key = readKey(options, 'private');
    const scheme = schemeOf(options);
    checkStreamed(key);
    return encode(binding.signDigest(key, takeDigest(this), this[kAlgorithm], ...scheme), encoding);
  },
});

function Verify(algorithm, options) {
  if (!(this instanceof Verify)) return new Verify(algorithm, options);
  setUp(this, algorithm, options);
}
define(Verify, {
  verify(options, signature, encoding) {
    const key = readKey(options, 'public');
    const scheme = schemeOf(options);
    checkStreamed(key);
    const bytes = bytesOf(signature, 'signature', encoding);
    return binding.verifyDigest(key, takeDigest(this), this[kAlgorithm], ...scheme, bytes);
  },
});

function digestName(algorithm) {
  if (algorithm === null || algorithm === undefined) return null;
  validateString(algorithm, 'algorithm');
  if (binding.hashSize(algorithm) === undefined) throw new codes.ERR_CRYPTO_INVALID_DIGEST(algorithm);
  return algorithm;
}

function sign(algorithm, data, key, callback) {
  const name = digestName(algorithm);
  if (callback !== undefined) validateFunction(callback, 'callback');
  const bytes = bytesOf(data, 'data', undefined, kinds);
  if (!key) throw new codes.ERR_CRYPTO_SIGN_KEY_REQUIRED();
  const scheme = schemeOf(key);
  const handle = readKey(key, 'private');
  if (callback === undefined) return Buffer.from(binding.sign(handle, bytes, name, ...scheme));
  binding.sign(handle, bytes, name, ...scheme, request('SIGNREQUEST', 'SignJob', settle(callback, Buffer.from)));
  return undefined;
}

function verify(algorithm, data, key, signature, callback) {
  const name = digestName(algorithm);
  if (callback !== undefined) validateFunction(callback, 'callback');
  const bytes = bytesOf(data, 'data', undefined, kinds);
  const scheme = schemeOf(key);
  const handle = readKey(key, 'public');
  if (!ArrayBuffer.isView(signature) && !isAnyArrayBuffer(signature)) {
    throw new codes.ERR_INVALID_ARG_TYPE('signature', ['Buffer', 'TypedArray', 'DataView'], signature);
  }
  const made = asBytes(signature);
  if (callback === undefined) return binding.verify(handle, bytes, name, ...scheme, made);
  binding.verify(handle, bytes, name, ...scheme, made, request('SIGNREQUEST', 'SignJob', settle(callback)));
  return undefined;
}

module.exports = { Sign, Verify, sign, verify };
