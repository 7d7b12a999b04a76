// KeyObject and its three kinds. A secret key holds its bytes; an asymmetric key holds its DER (PKCS#8 or SPKI), which
// is what every native function takes. Absent on purpose: CryptoKey conversion.
'use strict';

const { Buffer } = require('buffer');
const { codes } = require('internal/errors');
const { validateObject, validateOneOf } = require('internal/validators');
const { bytesOf, isAnyArrayBuffer } = require('internal/crypto/util');
const { defineLazy } = require('internal/util');

const kType = Symbol('kKeyType');
const kMake = Symbol('kMake');

const { kClone, markTransferMode } = require('internal/worker/transferable');

const isCryptoKey = () => false;

class KeyObject {
  #data;
  #details;

  constructor(type, data, details) {
    if (type !== 'secret' && type !== 'public' && type !== 'private') {
      throw new codes.ERR_INVALID_ARG_VALUE('type', type);
    }
    if (data === null || typeof data !== 'object' || !(kMake in data)) {
      throw new codes.ERR_INVALID_ARG_TYPE('handle', 'object', data);
    }
    this[kType] = type;
    this.#data = data[kMake];
    this.#details = details;
  }

  get type() {
    return this[kType];
  }

  equals(otherKeyObject) {
    if (!isKeyObject(otherKeyObject)) {
      throw new codes.ERR_INVALID_ARG_TYPE('otherKeyObject', 'KeyObject', otherKeyObject);
    }
    if (otherKeyObject.type !== this.type) return false;
    return Buffer.compare(this.#data, otherKeyObject.#data) === 0;
  }

  static from(key) {
    throw new codes.ERR_INVALID_ARG_TYPE('key', 'CryptoKey', key);
  }

  static bytes(key) {
    return key.#data;
  }

  static details(key) {
    return key.#details;
  }

  static is(value) {
    return typeof value === 'object' && value !== null && #data in value;
  }
}
const bytesOfKey = KeyObject.bytes;
const detailsOfKey = KeyObject.details;
const isKeyObject = KeyObject.is;
delete KeyObject.bytes;
delete KeyObject.details;
delete KeyObject.is;
Object.defineProperty(KeyObject.prototype, Symbol.toStringTag, { value: 'KeyObject', configurable: true });

class SecretKeyObject extends KeyObject {
  constructor(bytes) {
    super('secret', { [kMake]: bytes });
  }

  get symmetricKeySize() {
    return bytesOfKey(this).length;
  }

  export(options) {
    if (options !== undefined) {
      validateObject(options, 'options');
      validateOneOf(options.format, 'options.format', [undefined, 'buffer', 'jwk']);
      if (options.format === 'jwk') return { kty: 'oct', k: bytesOfKey(this).toString('base64url') };
    }
    return Buffer.from(bytesOfKey(this));
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
    const { type, modulusLength, publicExponent, namedCurve } = detailsOfKey(this);
    if (type === 'rsa') return { modulusLength, publicExponent };
    if (type === 'ec') return { namedCurve };
    return {};
  }
}

class PublicKeyObject extends AsymmetricKeyObject {
  constructor(der, details) {
    super('public', { [kMake]: der }, details);
  }

  export(options) {
    validateObject(options, 'options');
    return require('internal/crypto/asymmetric').exportPublic(this, options);
  }
}

class PrivateKeyObject extends AsymmetricKeyObject {
  constructor(der, details) {
    super('private', { [kMake]: der }, details);
  }

  export(options) {
    validateObject(options, 'options');
    return require('internal/crypto/asymmetric').exportPrivate(this, options);
  }
}

// In a message: the bytes, which are copied.
Object.defineProperty(KeyObject.prototype, kClone, {
  value() {
    return { data: [this.type, bytesOfKey(this), detailsOfKey(this)], deserializeInfo: 'internal/crypto/keys:revive' };
  },
  writable: true,
  configurable: true,
});
markTransferMode(KeyObject.prototype, true, false);

function revive([type, bytes, details]) {
  const { buffer, byteOffset, byteLength } = bytes;
  const data = Buffer.from(buffer, byteOffset, byteLength);
  if (type === 'secret') return new SecretKeyObject(data);
  return type === 'public' ? new PublicKeyObject(data, details) : new PrivateKeyObject(data, details);
}

Object.assign(exports, {
  revive,
  KeyObject, PrivateKeyObject, PublicKeyObject, SecretKeyObject, bytesOfKey, createSecretKey, detailsOfKey,
  isCryptoKey, isKeyObject,
});
for (const name of ['createPrivateKey', 'createPublicKey']) {
  defineLazy(exports, name, () => require('internal/crypto/asymmetric')[name]);
}
