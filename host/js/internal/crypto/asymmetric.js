// Asymmetric KeyObjects: reading PEM, DER and JWK, writing them, making pairs, Diffie-Hellman between KeyObjects.
// Absent on purpose: encrypted private keys, DSA, DH, RSA-PSS and Ed448/X448 keys.
'use strict';

const { Buffer } = require('buffer');
const { codes } = require('internal/errors');
const {
  validateFunction, validateObject, validateOneOf, validateString, validateUint32,
} = require('internal/validators');
const { bytesOf, isAnyArrayBuffer, isView, opensslError } = require('internal/crypto/util');
const {
  PrivateKeyObject, PublicKeyObject, bytesOfKey, detailsOfKey, isCryptoKey, isKeyObject,
} = require('internal/crypto/keys');
const { request } = require('internal/async_context');
const binding = internalBinding('crypto');

const kinds = ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView', 'string'];
const keyKinds = [...kinds, 'KeyObject', 'CryptoKey'];

const unsupported = () => opensslError('1E08010C', 'DECODER routines', 'unsupported');
const wrongTag = () => opensslError('068000A8', 'asn1 encoding routines', 'wrong tag', 'ERR_OSSL_ASN1_WRONG_TAG');

const curveNames = {
  __proto__: null,
  'P-256': 'prime256v1', 'P-384': 'secp384r1', 'P-521': 'secp521r1', 'secp256k1': 'secp256k1',
  'prime256v1': 'prime256v1', 'secp384r1': 'secp384r1', 'secp521r1': 'secp521r1',
};
const jwkCurves = { __proto__: null, prime256v1: 'P-256', secp384r1: 'P-384', secp521r1: 'P-521', secp256k1: 'secp256k1' };
const jwkKinds = { __proto__: null, ed25519: 'Ed25519', x25519: 'X25519' };

// --- what the native side describes

function toDetails(kind, modulus, exponent) {
  if (kind === 'rsa') {
    const bytes = Buffer.from(modulus);
    return {
      type: 'rsa',
      modulusLength: bytes.length * 8 - Math.clz32(bytes[0]) + 24,
      publicExponent: BigInt(`0x${Buffer.from(exponent).toString('hex') || '0'}`),
    };
  }
  return kind in jwkCurves ? { type: 'ec', namedCurve: kind } : { type: kind };
}

// The KeyObjects of a description; null for null.
function objectsOf(description) {
  if (description === null) return null;
  const [kind, spki, pkcs8, modulus, exponent] = description;
  const details = toDetails(kind, modulus, exponent);
  details.spki = Buffer.from(spki);
  return {
    publicKey: new PublicKeyObject(details.spki, details),
    privateKey: pkcs8 === undefined ? undefined : new PrivateKeyObject(Buffer.from(pkcs8), details),
  };
}

// --- reading

const pemPattern = /-----BEGIN ([A-Z0-9 ]+)-----\s*([^-]*?)-----END \1-----/;

function readPem(text) {
  const match = pemPattern.exec(text);
  if (match === null) throw unsupported();
  return { label: match[1], der: Buffer.from(match[2].replace(/\s+/g, ''), 'base64') };
}

const privateLabels = { __proto__: null, 'PRIVATE KEY': 'pkcs8', 'RSA PRIVATE KEY': 'pkcs1', 'EC PRIVATE KEY': 'sec1' };
const publicLabels = { __proto__: null, 'PUBLIC KEY': 'spki', 'RSA PUBLIC KEY': 'pkcs1' };

function decoded(description, der) {
  const objects = objectsOf(description);
  if (objects !== null) return objects;
  throw der[0] === 0x30 ? unsupported() : wrongTag();
}

function fromPem(text, wantPrivate) {
  const { label, der } = readPem(text);
  if (label === 'ENCRYPTED PRIVATE KEY') {
    throw new codes.ERR_FEATURE_UNAVAILABLE_ON_PLATFORM('crypto: encrypted private keys');
  }
  if (label in privateLabels) return decoded(binding.keyPrivate(der, privateLabels[label]), der);
  if (wantPrivate || !(label in publicLabels)) throw unsupported();
  return decoded(binding.keyPublic(der, publicLabels[label]), der);
}

function fromDer(der, type, wantPrivate) {
  const known = wantPrivate ? ['pkcs8', 'pkcs1', 'sec1'] : ['spki', 'pkcs1', 'pkcs8', 'sec1'];
  if (!known.includes(type)) throw invalidOption('type', type);
  if (wantPrivate || type === 'pkcs8' || type === 'sec1') return decoded(binding.keyPrivate(der, type), der);
  const description = binding.keyPublic(der, type);
  if (description === null && type === 'pkcs1') return decoded(binding.keyPrivate(der, type), der);
  return decoded(description, der);
}

function invalidOption(name, value, prefix = 'options.') {
  return new codes.ERR_INVALID_ARG_VALUE(`${prefix}${name}`, value);
}

function fromJwk(jwk, wantPrivate) {
  validateObject(jwk, 'key.key');
  validateOneOf(jwk.kty, 'key.kty', ['RSA', 'EC', 'OKP']);
  const parts = {};
  const take = (names) => {
    for (const name of names) {
      validateString(jwk[name], `key.${name}`);
      parts[name] = Buffer.from(jwk[name], 'base64url');
    }
  };
  let kind;
  const isPrivate = wantPrivate || jwk.d !== undefined;
  if (jwk.kty === 'RSA') {
    kind = 'rsa';
    take(isPrivate ? ['n', 'e', 'd', 'p', 'q'] : ['n', 'e']);
  } else if (jwk.kty === 'EC') {
    validateOneOf(jwk.crv, 'key.crv', ['P-256', 'secp256k1', 'P-384', 'P-521']);
    kind = curveNames[jwk.crv];
    take(isPrivate ? ['x', 'y', 'd'] : ['x', 'y']);
  } else {
    validateOneOf(jwk.crv, 'key.crv', ['Ed25519', 'Ed448', 'X25519', 'X448']);
    kind = jwk.crv.toLowerCase();
    take(isPrivate ? ['x', 'd'] : ['x']);
  }
  const objects = objectsOf(binding.keyFromParts(kind, isPrivate, parts));
  if (objects === null) throw new codes.ERR_CRYPTO_INVALID_JWK();
  return objects;
}

// A key in any of the forms that functions take. `wantPrivate` also refuses public keys.
function readKey(input, wantPrivate, name = 'key', expected = keyKinds) {
  if (isKeyObject(input)) return fromObject(input, wantPrivate);
  let format = 'pem';
  let type;
  let data = input;
  if (typeof input === 'object' && input !== null && !isView(input) && !isAnyArrayBuffer(input)) {
    if (isCryptoKey(input)) return fromObject(input, wantPrivate);
    ({ format = 'pem', type, key: data } = input);
    if (isKeyObject(data)) return fromObject(data, wantPrivate);
    if (format === 'jwk') return fromJwk(data, wantPrivate);
    name = `${name}.key`;
    if (format !== 'pem' && format !== 'der') throw invalidOption('format', format);
  }
  const bytes = bytesOf(data, name, input?.encoding, name === 'key.key' ? kinds : expected);
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return format === 'der' ? fromDer(buffer, type, wantPrivate) : fromPem(buffer.toString('latin1'), wantPrivate);
}

function fromObject(key, wantPrivate) {
  const wanted = wantPrivate ? key.type === 'private' : key.type !== 'secret';
  if (!wanted) throw new codes.ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(key.type, wantPrivate ? 'private' : 'private or public');
  const details = detailsOfKey(key);
  return {
    privateKey: key.type === 'private' ? key : undefined,
    publicKey: key.type === 'public' ? key : new PublicKeyObject(details.spki, details),
  };
}

function createPrivateKey(key) {
  // A KeyObject is not made into another one.
  if (isKeyObject(key)) throw new codes.ERR_INVALID_ARG_TYPE('key', kinds, key);
  return readKey(key, true, 'key', kinds).privateKey;
}

function createPublicKey(key) {
  if (isKeyObject(key) && key.type !== 'private') {
    throw new codes.ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(key.type, 'private');
  }
  return readKey(key, false).publicKey;
}

// --- writing

const labels = {
  __proto__: null,
  spki: 'PUBLIC KEY', pkcs8: 'PRIVATE KEY', sec1: 'EC PRIVATE KEY',
};

function toPem(label, der) {
  const lines = der.toString('base64').replace(/.{1,64}/g, '$&\n');
  return `-----BEGIN ${label}-----\n${lines}-----END ${label}-----\n`;
}

function incompatible(type, algorithm) {
  return new codes.ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS(type, `can only be used for ${algorithm} keys`);
}

function checkEncoding(encoding, types, prefix) {
  const { format, type } = encoding;
  if (format === 'jwk') return;
  if (format !== 'pem' && format !== 'der') throw invalidOption('format', format, prefix);
  if (!types.includes(type)) throw invalidOption('type', type, prefix);
}

function write(key, encoding, isPrivate) {
  const { format, type } = encoding;
  const details = detailsOfKey(key);
  if (format === 'jwk') return toJwk(key, isPrivate);
  if (type === 'pkcs1' && details.type !== 'rsa') throw incompatible('pkcs1', 'RSA');
  if (type === 'sec1' && details.type !== 'ec') throw incompatible('sec1', 'EC');
  if (isPrivate && (encoding.cipher !== undefined || encoding.passphrase !== undefined)) {
    throw new codes.ERR_FEATURE_UNAVAILABLE_ON_PLATFORM('crypto: encrypted private keys');
  }
  let der = bytesOfKey(key);
  let label = labels[type];
  if (type === 'pkcs1' || type === 'sec1') {
    der = Buffer.from(binding.keyTraditional(der, isPrivate));
    label ??= isPrivate ? 'RSA PRIVATE KEY' : 'RSA PUBLIC KEY';
  }
  return format === 'pem' ? toPem(label, der) : Buffer.from(der);
}

const jwkOrder = {
  rsa: ['n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi'],
  ec: ['x', 'y', 'crv', 'd'],
  other: ['crv', 'd', 'x'],
};

function toJwk(key, isPrivate) {
  const details = detailsOfKey(key);
  const flat = binding.keyParts(bytesOfKey(key), isPrivate);
  const parts = {};
  for (let i = 0; i < flat.length; i += 2) parts[flat[i]] = Buffer.from(flat[i + 1]).toString('base64url');
  const { type, namedCurve } = details;
  const jwk = {};
  if (type === 'rsa') jwk.kty = 'RSA';
  if (type === 'ec') jwk.kty = 'EC';
  parts.crv = type === 'ec' ? jwkCurves[namedCurve] : jwkKinds[type];
  for (const name of jwkOrder[type] ?? jwkOrder.other) if (parts[name] !== undefined) jwk[name] = parts[name];
  if (jwk.kty === undefined) jwk.kty = 'OKP';
  return jwk;
}

const publicTypes = ['spki', 'pkcs1'];
const privateTypes = ['pkcs8', 'pkcs1', 'sec1'];

function exportPublic(key, options) {
  checkEncoding(options, publicTypes, 'options.');
  return write(key, options, false);
}

function exportPrivate(key, options) {
  checkEncoding(options, privateTypes, 'options.');
  return write(key, options, true);
}

// --- making pairs

function pairArguments(type, options) {
  validateString(type, 'type');
  if (options !== undefined || type === 'rsa' || type === 'ec') validateObject(options, 'options');
  const { publicKeyEncoding, privateKeyEncoding } = options ?? {};
  for (const [encoding, types, name] of [
    [publicKeyEncoding, publicTypes, 'publicKeyEncoding'], [privateKeyEncoding, privateTypes, 'privateKeyEncoding'],
  ]) {
    if (encoding === undefined || encoding === null) continue;
    if (typeof encoding !== 'object') throw invalidOption(name, encoding);
    checkEncoding(encoding, types, `options.${name}.`);
  }
  const job = { kind: type, bits: 0, exponent: 65537, publicKeyEncoding, privateKeyEncoding };
  if (type === 'rsa') {
    validateUint32(options.modulusLength, 'options.modulusLength');
    job.bits = options.modulusLength;
    if (options.publicExponent !== undefined && options.publicExponent !== null) {
      validateUint32(options.publicExponent, 'options.publicExponent');
      job.exponent = options.publicExponent;
    }
  } else if (type === 'ec') {
    validateString(options.namedCurve, 'options.namedCurve');
    job.kind = curveNames[options.namedCurve];
    if (job.kind === undefined) throw new codes.ERR_CRYPTO_INVALID_CURVE();
  } else if (type !== 'ed25519' && type !== 'x25519') {
    if (['rsa-pss', 'dsa', 'ed448', 'x448', 'dh'].includes(type)) {
      throw new codes.ERR_FEATURE_UNAVAILABLE_ON_PLATFORM(`crypto: ${type} keys`);
    }
    throw new codes.ERR_INVALID_ARG_VALUE('type', type, 'must be a supported key type');
  }
  return job;
}

function pairOf(description, job) {
  const objects = objectsOf(description);
  if (objects === null) throw new codes.ERR_CRYPTO_OPERATION_FAILED('Key generation job failed');
  const { publicKeyEncoding, privateKeyEncoding } = job;
  return {
    publicKey: publicKeyEncoding ? write(objects.publicKey, publicKeyEncoding, false) : objects.publicKey,
    privateKey: privateKeyEncoding ? write(objects.privateKey, privateKeyEncoding, true) : objects.privateKey,
  };
}

function generateKeyPairSync(type, options) {
  const job = pairArguments(type, options);
  return pairOf(binding.keyGenerate(job.kind, job.bits, job.exponent), job);
}

function generateKeyPair(type, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  validateFunction(callback, 'callback');
  const job = pairArguments(type, options);
  binding.keyGenerate(job.kind, job.bits, job.exponent, request('KEYPAIRGENREQUEST', 'KeyPairGenJob', (error, description) => {
    let pair;
    try {
      pair = pairOf(description, job);
    } catch (problem) {
      callback(problem);
      return;
    }
    callback(null, pair.publicKey, pair.privateKey);
  }));
}

Object.defineProperty(generateKeyPair, require('internal/util').promisify.custom, {
  value: (type, options) => new Promise((resolve, reject) => {
    generateKeyPair(type, options, (error, publicKey, privateKey) => {
      if (error) reject(error);
      else resolve({ publicKey, privateKey });
    });
  }),
  enumerable: false,
});

// --- Diffie-Hellman

function diffieHellman(options, callback) {
  validateObject(options, 'options');
  if (callback !== undefined) validateFunction(callback, 'callback');
  const { privateKey, publicKey } = options;
  if (!isKeyObject(privateKey)) throw invalidOption('privateKey', privateKey);
  if (!isKeyObject(publicKey)) throw invalidOption('publicKey', publicKey);
  if (privateKey.type !== 'private') throw new codes.ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(privateKey.type, 'private');
  const theirs = fromObject(publicKey, false).publicKey;
  const mine = privateKey.asymmetricKeyType;
  if (mine !== theirs.asymmetricKeyType || !['ec', 'x25519'].includes(mine)) {
    throw new codes.ERR_CRYPTO_INCOMPATIBLE_KEY(
      'key types for Diffie-Hellman', `${mine} and ${theirs.asymmetricKeyType}`);
  }
  const secret = binding.keyAgree(bytesOfKey(privateKey), bytesOfKey(theirs));
  if (secret === null) throw new codes.ERR_CRYPTO_OPERATION_FAILED('Diffie-Hellman failed');
  if (callback === undefined) return Buffer.from(secret);
  process.nextTick(callback, null, Buffer.from(secret));
  return undefined;
}

module.exports = {
  createPrivateKey, createPublicKey, diffieHellman, exportPrivate, exportPublic, generateKeyPair, generateKeyPairSync,
  readKey,
};
