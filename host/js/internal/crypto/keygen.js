// generateKey and generateKeyPair: checks, then the work on the worker pool or at once.
'use strict';

const { codes } = require('internal/errors');
const {
  validateBuffer, validateFunction, validateInt32, validateInteger, validateObject, validateOneOf, validateString,
  validateUint32,
} = require('internal/validators');
const { randomBytes } = require('internal/crypto/random');
const { PrivateKeyObject, PublicKeyObject, SecretKeyObject } = require('internal/crypto/keys');
const { parseEncoding, writeKey } = require('internal/crypto/key_input');
const { settle } = require('internal/crypto/util');
const { request } = require('internal/async_context');
const { customPromisifyArgs, kEmptyObject } = require('internal/util');
const binding = internalBinding('crypto');

const isGiven = (value) => value !== undefined && value !== null;

function secretLength(type, options) {
  validateString(type, 'type');
  validateObject(options, 'options');
  const { length } = options;
  switch (type) {
    case 'hmac':
      validateInteger(length, 'options.length', 8, 2 ** 31 - 1);
      break;
    case 'aes':
      validateOneOf(length, 'options.length', [128, 192, 256]);
      break;
    default:
      throw new codes.ERR_INVALID_ARG_VALUE('type', type, 'must be a supported key type');
  }
  return Math.floor(length / 8);
}

function generateKeySync(type, options) {
  return new SecretKeyObject(randomBytes(secretLength(type, options)));
}

function generateKey(type, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  validateFunction(callback, 'callback');
  randomBytes(secretLength(type, options), (error, bytes) => {
    if (error) callback(error);
    else callback(null, new SecretKeyObject(bytes));
  });
}

// --- pairs

function encodingOf(given, keyType, isPublic, name) {
  if (!isGiven(given)) return undefined;
  if (typeof given !== 'object') throw new codes.ERR_INVALID_ARG_VALUE(`options.${name}`, given);
  return parseEncoding(given, keyType, isPublic, name);
}

// An option of RSA-PSS under its name and under the one that it had before.
function digestOption(options, name, oldName, code) {
  const value = options[name];
  const old = options[oldName];
  if (value !== undefined) validateString(value, `options.${name}`);
  if (old === undefined) return value;
  process.emitWarning(`"options.${oldName}" is deprecated, use "options.${name}" instead.`, 'DeprecationWarning', code);
  validateString(old, `options.${oldName}`);
  if (value && old !== value) throw new codes.ERR_INVALID_ARG_VALUE(`options.${oldName}`, old);
  return value ?? old;
}

function rsaArguments(options, isPss) {
  validateObject(options, 'options');
  validateUint32(options.modulusLength, 'options.modulusLength');
  let exponent = 0x10001;
  if (isGiven(options.publicExponent)) {
    exponent = options.publicExponent;
    validateUint32(exponent, 'options.publicExponent');
  }
  if (!isPss) return [options.modulusLength, exponent, false, undefined, undefined, undefined];
  const { saltLength } = options;
  if (saltLength !== undefined) validateInt32(saltLength, 'options.saltLength', 0);
  for (const name of ['hashAlgorithm', 'mgf1HashAlgorithm']) {
    if (options[name] !== undefined) validateString(options[name], `options.${name}`);
  }
  const hash = digestOption(options, 'hashAlgorithm', 'hash', 'DEP0154');
  const mgf1Hash = digestOption(options, 'mgf1HashAlgorithm', 'mgf1Hash', 'DEP0154');
  for (const [name, kind] of [[hash, 'digest'], [mgf1Hash, 'MGF1 digest']]) {
    if (name !== undefined && binding.hashSize(name) === undefined) {
      const error = new codes.ERR_CRYPTO_INVALID_DIGEST(name);
      error.message = `Invalid ${kind}: ${name}`;
      throw error;
    }
  }
  return [options.modulusLength, exponent, true, hash, mgf1Hash, saltLength];
}

function dsaArguments(options) {
  validateObject(options, 'options');
  validateUint32(options.modulusLength, 'options.modulusLength');
  const { divisorLength } = options;
  if (!isGiven(divisorLength)) return [options.modulusLength, undefined];
  validateInt32(divisorLength, 'options.divisorLength', 0);
  return [options.modulusLength, divisorLength];
}

function ecArguments(options) {
  validateObject(options, 'options');
  validateString(options.namedCurve, 'options.namedCurve');
  const { paramEncoding } = options;
  if (isGiven(paramEncoding) && paramEncoding !== 'named' && paramEncoding !== 'explicit') {
    throw new codes.ERR_INVALID_ARG_VALUE('options.paramEncoding', paramEncoding);
  }
  return [options.namedCurve, paramEncoding === 'explicit'];
}

function dhArguments(options) {
  validateObject(options, 'options');
  const { group, primeLength, prime, generator } = options;
  if (isGiven(group)) {
    for (const name of ['prime', 'primeLength', 'generator']) {
      if (isGiven(options[name])) throw new codes.ERR_INCOMPATIBLE_OPTION_PAIR('group', name);
    }
    validateString(group, 'options.group');
    return [group, 2];
  }
  let first = primeLength;
  if (isGiven(prime)) {
    if (isGiven(primeLength)) throw new codes.ERR_INCOMPATIBLE_OPTION_PAIR('prime', 'primeLength');
    validateBuffer(prime, 'options.prime');
    first = prime;
  } else if (isGiven(primeLength)) {
    validateInt32(primeLength, 'options.primeLength', 0);
  } else {
    throw new codes.ERR_MISSING_OPTION('At least one of the group, prime, or primeLength options');
  }
  if (isGiven(generator)) validateInt32(generator, 'options.generator', 0);
  return [first, generator ?? 2];
}

// The native function for a type of key, and its arguments.
function jobOf(type, options) {
  switch (type) {
    case 'rsa':
    case 'rsa-pss':
      return [binding.keyGenerateRsa, rsaArguments(options, type === 'rsa-pss')];
    case 'dsa':
      return [binding.keyGenerateDsa, dsaArguments(options)];
    case 'ec':
      return [binding.keyGenerateEc, ecArguments(options)];
    case 'ed25519':
    case 'ed448':
    case 'x25519':
    case 'x448':
      return [binding.keyGenerateRaw, [type]];
    case 'dh':
      return [binding.keyGenerateDh, dhArguments(options)];
    default:
      throw new codes.ERR_INVALID_ARG_VALUE('type', type, 'must be a supported key type');
  }
}

function prepare(type, options) {
  validateString(type, 'type');
  const { publicKeyEncoding, privateKeyEncoding } = options ?? kEmptyObject;
  const encodings = {
    publicKey: encodingOf(publicKeyEncoding, type, true, 'publicKeyEncoding'),
    privateKey: encodingOf(privateKeyEncoding, type, false, 'privateKeyEncoding'),
  };
  if (options !== undefined) validateObject(options, 'options');
  const [make, values] = jobOf(type, options);
  return { make, values, encodings };
}

function finish([publicHandle, privateHandle], { publicKey, privateKey }) {
  const pair = { publicKey: new PublicKeyObject(publicHandle), privateKey: new PrivateKeyObject(privateHandle) };
  if (publicKey !== undefined) pair.publicKey = writeKey(pair.publicKey, publicKey);
  if (privateKey !== undefined) pair.privateKey = writeKey(pair.privateKey, privateKey);
  return pair;
}

function generateKeyPairSync(type, options) {
  const { make, values, encodings } = prepare(type, options);
  return finish(make(...values), encodings);
}

function generateKeyPair(type, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  validateFunction(callback, 'callback');
  const { make, values, encodings } = prepare(type, options);
  const done = (error, pair) => {
    if (error) callback(error);
    else callback(null, pair.publicKey, pair.privateKey);
  };
  make(...values, request('KEYPAIRGENREQUEST', 'KeyPairGenJob', settle(done, (handles) => finish(handles, encodings))));
}

Object.defineProperty(generateKeyPair, customPromisifyArgs, { __proto__: null, value: ['publicKey', 'privateKey'], enumerable: false });

module.exports = { generateKey, generateKeyPair, generateKeyPairSync, generateKeySync };
