// KeyObject and its three kinds, and CryptoKey. A secret key holds its bytes, an asymmetric one the native key. Reading
// keys from what a caller gives is in internal/crypto/key_input, JSON web keys are in internal/crypto/jwk.
'use strict';

const { Buffer } = require('buffer');
const { codes } = require('internal/errors');
const { validateObject, validateOneOf } = require('internal/validators');
const { bytesOf, isAnyArrayBuffer } = require('internal/crypto/util');
const { customInspectSymbol, defineLazy } = require('internal/util');
const { kClone, markTransferMode } = require('internal/worker/transferable');
const binding = internalBinding('crypto');

const kType = Symbol('kKeyType');
const kMake = Symbol('kMake');

class KeyObject {
  #data;
  #details;

  constructor(type, data) {
    if (type !== 'secret' && type !== 'public' && type !== 'private') {
      throw new codes.ERR_INVALID_ARG_VALUE('type', type);
    }
    if (data === null || typeof data !== 'object' || !(kMake in data)) {
      throw new codes.ERR_INVALID_ARG_TYPE('handle', 'object', data);
    }
    this[kType] = type;
    this.#data = data[kMake];
  }

  get type() {
    return this[kType];
  }

  equals(otherKeyObject) {
    if (!isKeyObject(otherKeyObject)) {
      throw new codes.ERR_INVALID_ARG_TYPE('otherKeyObject', 'KeyObject', otherKeyObject);
    }
    if (otherKeyObject.type !== this.type) return false;
    if (this.type === 'secret') return Buffer.compare(this.#data, otherKeyObject.#data) === 0;
    return binding.keyEquals(this.#data, otherKeyObject.#data);
  }

  static from(key) {
    if (!isCryptoKey(key)) throw new codes.ERR_INVALID_ARG_TYPE('key', 'CryptoKey', key);
    return keyOfCryptoKey(key);
  }

  // The bytes of a secret key, the native key of another.
  static data(key) {
    return key.#data;
  }

  static details(key) {
    if (key.#details === undefined) {
      const [type, details] = binding.keyDetails(key.#data);
      key.#details = { type, details };
    }
    return key.#details;
  }

  static is(value) {
    return typeof value === 'object' && value !== null && #data in value;
  }
}
const dataOfKey = KeyObject.data;
const detailsOfKey = KeyObject.details;
const isKeyObject = KeyObject.is;
for (const name of ['data', 'details', 'is']) delete KeyObject[name];
Object.defineProperty(KeyObject.prototype, Symbol.toStringTag, { value: 'KeyObject', configurable: true });

class SecretKeyObject extends KeyObject {
  constructor(bytes) {
    super('secret', { [kMake]: bytes });
  }

  get symmetricKeySize() {
    return dataOfKey(this).length;
  }

  export(options) {
    if (options !== undefined) {
      validateObject(options, 'options');
      validateOneOf(options.format, 'options.format', [undefined, 'buffer', 'jwk']);
      if (options.format === 'jwk') return { kty: 'oct', k: dataOfKey(this).toString('base64url') };
    }
    return Buffer.from(dataOfKey(this));
  }

  toCryptoKey(algorithm, extractable, keyUsages) {
    return require('internal/crypto/webcrypto_keys').fromKeyObject(this, algorithm, extractable, keyUsages);
  }
}

function createSecretKey(key, encoding) {
  if (typeof key !== 'string' && !ArrayBuffer.isView(key) && !isAnyArrayBuffer(key)) {
    throw new codes.ERR_INVALID_ARG_TYPE('key', ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], key);
  }
  const view = bytesOf(key, 'key', encoding);
  return new SecretKeyObject(Buffer.from(Buffer.from(view.buffer, view.byteOffset, view.byteLength)));
}

class AsymmetricKeyObject extends KeyObject {
  get asymmetricKeyType() {
    return detailsOfKey(this).type;
  }

  get asymmetricKeyDetails() {
    return { ...detailsOfKey(this).details };
  }

  toCryptoKey(algorithm, extractable, keyUsages) {
    return require('internal/crypto/webcrypto_keys').fromKeyObject(this, algorithm, extractable, keyUsages);
  }
}

class PublicKeyObject extends AsymmetricKeyObject {
  constructor(handle) {
    super('public', { [kMake]: handle });
  }

  export(options) {
    if (options?.format === 'jwk') return require('internal/crypto/jwk').toJwk(this);
    const { parseEncoding, writeKey } = require('internal/crypto/key_input');
    return writeKey(this, parseEncoding(options, this.asymmetricKeyType, true));
  }
}

class PrivateKeyObject extends AsymmetricKeyObject {
  constructor(handle) {
    super('private', { [kMake]: handle });
  }

  export(options) {
    if (options?.format === 'jwk') {
      if (options.passphrase !== undefined) {
        throw new codes.ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS('jwk', 'does not support encryption');
      }
      return require('internal/crypto/jwk').toJwk(this);
    }
    const { parseEncoding, writeKey } = require('internal/crypto/key_input');
    return writeKey(this, parseEncoding(options, this.asymmetricKeyType, false));
  }
}

// In a message: the bytes, which are copied.
function bytesToClone(key) {
  if (key.type === 'secret') return dataOfKey(key);
  const isPrivate = key.type === 'private';
  return new Uint8Array(binding.keyWrite(dataOfKey(key), isPrivate, false, isPrivate ? 'pkcs8' : 'spki', undefined, undefined));
}

Object.defineProperty(KeyObject.prototype, kClone, {
  value() {
    return { data: [this.type, bytesToClone(this)], deserializeInfo: 'internal/crypto/keys:revive' };
  },
  writable: true,
  configurable: true,
});
markTransferMode(KeyObject.prototype, true, false);

function revive([type, bytes]) {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (type === 'secret') return new SecretKeyObject(data);
  if (type === 'public') return new PublicKeyObject(binding.keyRead(false, data, 'spki', undefined));
  return new PrivateKeyObject(binding.keyRead(true, data, 'pkcs8', undefined));
}

// --- CryptoKey

class CryptoKey {
  #key;
  #algorithm;
  #extractable;
  #usages;

  constructor(make = undefined) {
    if (make === null || typeof make !== 'object' || !(kMake in make)) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    [this.#key, this.#algorithm, this.#usages, this.#extractable] = make[kMake];
  }

  get type() {
    if (!(#key in this)) throw new codes.ERR_INVALID_THIS('CryptoKey');
    return this.#key.type;
  }

  get extractable() {
    if (!(#key in this)) throw new codes.ERR_INVALID_THIS('CryptoKey');
    return this.#extractable;
  }

  get algorithm() {
    if (!(#key in this)) throw new codes.ERR_INVALID_THIS('CryptoKey');
    return this.#algorithm;
  }

  get usages() {
    if (!(#key in this)) throw new codes.ERR_INVALID_THIS('CryptoKey');
    return this.#usages;
  }

  [customInspectSymbol](depth, options) {
    if (depth < 0) return this;
    const { inspect } = require('internal/util/inspect');
    const shown = { type: this.type, extractable: this.extractable, algorithm: this.algorithm, usages: this.usages };
    return `CryptoKey ${inspect(shown, { ...options, depth: options.depth === null ? null : options.depth - 1 })}`;
  }

  static key(value) {
    return value.#key;
  }

  static is(value) {
    return typeof value === 'object' && value !== null && #key in value;
  }
}
const keyOfCryptoKey = CryptoKey.key;
const isCryptoKey = CryptoKey.is;
for (const name of ['key', 'is']) delete CryptoKey[name];
for (const name of ['type', 'extractable', 'algorithm', 'usages']) {
  Object.defineProperty(CryptoKey.prototype, name, { enumerable: true });
}
Object.defineProperty(CryptoKey.prototype, Symbol.toStringTag, { value: 'CryptoKey', configurable: true });
Object.defineProperty(CryptoKey.prototype, kClone, {
  value() {
    const key = keyOfCryptoKey(this);
    const data = [key.type, bytesToClone(key), this.algorithm, this.usages, this.extractable];
    return { data, deserializeInfo: 'internal/crypto/keys:reviveCryptoKey' };
  },
  writable: true,
  configurable: true,
});
markTransferMode(CryptoKey.prototype, true, false);

function reviveCryptoKey([type, bytes, algorithm, usages, extractable]) {
  return createCryptoKey(revive([type, bytes]), algorithm, usages, extractable);
}

function createCryptoKey(key, algorithm, usages, extractable) {
  return new CryptoKey({ [kMake]: [key, algorithm, usages, extractable] });
}

Object.assign(exports, {
  CryptoKey, KeyObject, PrivateKeyObject, PublicKeyObject, SecretKeyObject, createCryptoKey, createSecretKey, dataOfKey,
  detailsOfKey, isCryptoKey, isKeyObject, keyOfCryptoKey, revive, reviveCryptoKey,
});
for (const name of ['createPrivateKey', 'createPublicKey']) {
  defineLazy(exports, name, () => require('internal/crypto/key_input')[name]);
}
