// DiffieHellman and DiffieHellmanGroup, ECDH, and diffieHellman() between KeyObjects.
'use strict';

const { Buffer } = require('buffer');
const { codes } = require('internal/errors');
const { validateFunction, validateInt32, validateObject, validateString } = require('internal/validators');
const { bytesOf, encode, isAnyArrayBuffer, nativeError, opensslError, settle } = require('internal/crypto/util');
const { dataOfKey, isKeyObject } = require('internal/crypto/keys');
const { request } = require('internal/async_context');
const binding = internalBinding('crypto');

const kState = Symbol('state');
const kinds = ['number', 'string', 'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'];

const isBytes = (value) => ArrayBuffer.isView(value) || isAnyArrayBuffer(value);

function checkGenerator(generator, encoding) {
  if (!generator) return 2;
  const badGenerator = () => opensslError('02800065', 'Diffie-Hellman routines', 'bad generator', 'ERR_OSSL_DH_BAD_GENERATOR');
  if (typeof generator === 'number') {
    validateInt32(generator, 'generator');
    if (generator <= 1) throw badGenerator();
    return generator;
  }
  if (typeof generator !== 'string' && !isBytes(generator)) throw new codes.ERR_INVALID_ARG_TYPE('generator', kinds, generator);
  const bytes = bytesOf(generator, 'generator', encoding);
  const number = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex').replace(/^0+/, '');
  if (number === '' || number === '1') throw badGenerator();
  return bytes;
}

function start(self, first, generator) {
  const [state, codesOfCheck] = binding.dhCreate(first, generator);
  self[kState] = state;
  Object.defineProperty(self, 'verifyError', { __proto__: null, enumerable: true, value: codesOfCheck, writable: false });
}

function DiffieHellman(sizeOrKey, keyEncoding, generator, genEncoding) {
  if (!(this instanceof DiffieHellman)) return new DiffieHellman(sizeOrKey, keyEncoding, generator, genEncoding);
  if (typeof sizeOrKey !== 'number' && typeof sizeOrKey !== 'string' && !isBytes(sizeOrKey)) {
    throw new codes.ERR_INVALID_ARG_TYPE('sizeOrKey', kinds, sizeOrKey);
  }
  if (typeof sizeOrKey === 'number') validateInt32(sizeOrKey, 'sizeOrKey');
  if (keyEncoding && !Buffer.isEncoding(keyEncoding) && keyEncoding !== 'buffer') {
    [keyEncoding, generator, genEncoding] = ['buffer', keyEncoding, generator];
  }
  const first = typeof sizeOrKey === 'number' ? sizeOrKey : bytesOf(sizeOrKey, 'sizeOrKey', keyEncoding || 'buffer');
  if (typeof first === 'number' && first < 2) {
    throw opensslError('0280007E', 'Diffie-Hellman routines', 'modulus too small', 'ERR_OSSL_DH_MODULUS_TOO_SMALL');
  }
  start(this, first, checkGenerator(generator, genEncoding || 'buffer'));
}

function DiffieHellmanGroup(name) {
  if (!(this instanceof DiffieHellmanGroup)) return new DiffieHellmanGroup(name);
  start(this, `${name}`, 2);
}

function part(self, name, encoding) {
  const bytes = binding.dhPart(self[kState], name);
  if (bytes !== undefined) return encode(bytes, encoding);
  throw nativeError('ERR_CRYPTO_INVALID_STATE', `No ${name} key - did you forget to generate one?`);
}

const shared = {
  generateKeys(encoding) {
    return encode(binding.dhGenerate(this[kState]), encoding);
  },
  computeSecret(otherPublicKey, inputEncoding, outputEncoding) {
    const other = bytesOf(otherPublicKey, 'key', inputEncoding);
    return encode(binding.dhSecret(this[kState], other), outputEncoding);
  },
  getPrime(encoding) {
    return part(this, 'prime', encoding);
  },
  getGenerator(encoding) {
    return part(this, 'generator', encoding);
  },
  getPublicKey(encoding) {
    return part(this, 'public', encoding);
  },
  getPrivateKey(encoding) {
    return part(this, 'private', encoding);
  },
};
Object.assign(DiffieHellman.prototype, shared, {
  setPublicKey(key, encoding) {
    binding.dhSet(this[kState], false, bytesOf(key, 'key', encoding));
    return this;
  },
  setPrivateKey(key, encoding) {
    binding.dhSet(this[kState], true, bytesOf(key, 'key', encoding));
    return this;
  },
});
Object.assign(DiffieHellmanGroup.prototype, shared);

// --- elliptic curves

const forms = ['compressed', 'hybrid', 'uncompressed'];

function formOf(format) {
  if (!format) return 'uncompressed';
  if (forms.includes(format)) return format;
  throw new codes.ERR_CRYPTO_ECDH_INVALID_FORMAT(format);
}

function ECDH(curve) {
  if (!(this instanceof ECDH)) return new ECDH(curve);
  validateString(curve, 'curve');
  this[kState] = binding.ecdhCreate(curve);
}

Object.assign(ECDH.prototype, {
  computeSecret(otherPublicKey, inputEncoding, outputEncoding) {
    const secret = binding.ecdhSecret(this[kState], bytesOf(otherPublicKey, 'key', inputEncoding));
    if (secret === undefined) throw nativeError('ERR_CRYPTO_INVALID_KEYPAIR', 'Invalid key pair', RangeError);
    if (secret === null) throw new codes.ERR_CRYPTO_ECDH_INVALID_PUBLIC_KEY();
    return encode(secret, outputEncoding);
  },
  setPrivateKey(key, encoding) {
    binding.ecdhSetPrivate(this[kState], bytesOf(key, 'key', encoding));
    return this;
  },
  setPublicKey(key, encoding) {
    binding.ecdhSetPublic(this[kState], bytesOf(key, 'key', encoding));
    return this;
  },
  generateKeys(encoding, format) {
    binding.ecdhGenerate(this[kState]);
    return this.getPublicKey(encoding, format);
  },
  getPublicKey(encoding, format) {
    const bytes = binding.ecdhPublic(this[kState], formOf(format));
    if (bytes === undefined) throw nativeError('ERR_CRYPTO_OPERATION_FAILED', 'Failed to get ECDH public key');
    return encode(bytes, encoding);
  },
  getPrivateKey(encoding) {
    const bytes = binding.ecdhPrivate(this[kState]);
    if (bytes === undefined) throw nativeError('ERR_CRYPTO_OPERATION_FAILED', 'Failed to get ECDH private key');
    return encode(bytes, encoding);
  },
});

ECDH.convertKey = function convertKey(key, curve, inputEncoding, outputEncoding, format) {
  validateString(curve, 'curve');
  const bytes = bytesOf(key, 'key', inputEncoding);
  return encode(binding.ecdhConvert(bytes, curve, formOf(format)), outputEncoding);
};

// --- between KeyObjects

const agreeing = ['dh', 'ec', 'x448', 'x25519'];

function diffieHellman(options, callback = undefined) {
  validateObject(options, 'options');
  if (callback !== undefined) validateFunction(callback, 'callback');
  const { privateKey, publicKey } = options;
  if (!isKeyObject(privateKey)) throw new codes.ERR_INVALID_ARG_VALUE('options.privateKey', privateKey);
  if (!isKeyObject(publicKey)) throw new codes.ERR_INVALID_ARG_VALUE('options.publicKey', publicKey);
  if (privateKey.type !== 'private') throw new codes.ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(privateKey.type, 'private');
  if (publicKey.type !== 'public' && publicKey.type !== 'private') {
    throw new codes.ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(publicKey.type, 'private or public');
  }
  const mine = privateKey.asymmetricKeyType;
  const theirs = publicKey.asymmetricKeyType;
  if (mine !== theirs || !agreeing.includes(mine)) {
    throw new codes.ERR_CRYPTO_INCOMPATIBLE_KEY('key types for Diffie-Hellman', `${mine} and ${theirs}`);
  }
  const keys = [dataOfKey(privateKey), dataOfKey(publicKey)];
  if (callback === undefined) return Buffer.from(binding.keyAgree(...keys));
  binding.keyAgree(...keys, request('DERIVEBITSREQUEST', 'DHBitsJob', settle(callback, Buffer.from)));
  return undefined;
}

// OpenSSL's names, sorted, without those that differ in case only.
let names;
function getCurves() {
  names ??= require('internal/crypto/util').withoutDuplicates(binding.curveNames());
  return names.slice();
}

module.exports = { DiffieHellman, DiffieHellmanGroup, ECDH, diffieHellman, getCurves };
