// `globalThis.crypto`: Crypto and SubtleCrypto. Here arguments are converted and keys are checked for what they may do; the
// work is in webcrypto_keys and webcrypto_ops, which an import of `crypto` does not load.
'use strict';

const { codes } = require('internal/errors');
const { defineLazy, lazyDOMException: dom } = require('internal/util');

const algorithms = () => require('internal/crypto/webcrypto_algorithms');
const keys = () => require('internal/crypto/webcrypto_keys');
const ops = () => require('internal/crypto/webcrypto_ops');

let constructing = false;
function construct(Class) {
  constructing = true;
  try {
    return new Class();
  } finally {
    constructing = false;
  }
}

function checkThis(self) {
  if (self !== subtle) throw new codes.ERR_INVALID_THIS('SubtleCrypto');
}

const notValid = (message = 'The requested operation is not valid for the provided key') => dom(message, 'InvalidAccessError');

// The arguments of a method, each converted by its function.
function take(method, given, needed, ...converters) {
  const { argument, checkCount } = algorithms();
  checkCount(method, given, needed);
  return converters.map((convert, i) => (convert === null ? given[i] : argument(method, i, given[i], convert)));
}

// How many bits a derived key of this algorithm has; null for one that takes any.
function lengthOfKey({ name, length, hash }) {
  if (name === 'HKDF' || name === 'PBKDF2') return null;
  if (name !== 'HMAC') {
    keys().checkAesLength(length);
    return length;
  }
  if (length === undefined) return { 'SHA-1': 512, 'SHA-256': 512, 'SHA-384': 1024, 'SHA-512': 1024 }[hash.name];
  if (length > 0) return length;
  throw dom('Invalid key length', 'OperationError');
}

async function crypt(encrypts, usage, given) {
  const { bytes, key, normalize } = algorithms();
  const [algorithm, cryptoKey, data] = take(usage, given, 3, null, key, bytes);
  const copy = data.slice();
  const normalized = normalize(algorithm, usage);
  if (cryptoKey.algorithm.name !== normalized.name || !cryptoKey.usages.includes(usage)) throw notValid();
  return ops().crypt(encrypts, normalized, cryptoKey, copy);
}

// The algorithm of wrapKey and unwrapKey: one for wrapping, else one for encryption.
function wrapping(algorithm, usage, fallback) {
  const { isKnown, normalize } = algorithms();
  return normalize(algorithm, isKnown(algorithm, usage) ? usage : fallback);
}

class SubtleCrypto {
  constructor() {
    if (!constructing) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
  }

  async encrypt(algorithm, key, data) {
    checkThis(this);
    return crypt(true, 'encrypt', arguments);
  }

  async decrypt(algorithm, key, data) {
    checkThis(this);
    return crypt(false, 'decrypt', arguments);
  }

  async sign(algorithm, key, data) {
    checkThis(this);
    const { copiedBytes, key: toKey, normalize } = algorithms();
    [algorithm, key, data] = take('sign', arguments, 3, null, toKey, copiedBytes);
    const normalized = normalize(algorithm, 'sign');
    if (key.algorithm.name !== normalized.name || !key.usages.includes('sign')) throw notValid('Unable to use this key to sign');
    return ops().sign(normalized, key, data);
  }

  async verify(algorithm, key, signature, data) {
    checkThis(this);
    const { copiedBytes, key: toKey, normalize } = algorithms();
    [algorithm, key, signature, data] = take('verify', arguments, 4, null, toKey, copiedBytes, copiedBytes);
    const normalized = normalize(algorithm, 'verify');
    if (key.algorithm.name !== normalized.name || !key.usages.includes('verify')) throw notValid('Unable to use this key to verify');
    return ops().verify(normalized, key, signature, data);
  }

  async digest(algorithm, data) {
    checkThis(this);
    const { copiedBytes, normalize } = algorithms();
    [algorithm, data] = take('digest', arguments, 2, null, copiedBytes);
    return ops().digest(normalize(algorithm, 'digest'), data);
  }

  async generateKey(algorithm, extractable, keyUsages) {
    checkThis(this);
    const { flag, normalize, usages } = algorithms();
    [algorithm, extractable, keyUsages] = take('generateKey', arguments, 3, null, flag, usages);
    return keys().generateKey(normalize(algorithm, 'generateKey'), extractable, keyUsages);
  }

  async deriveKey(algorithm, baseKey, derivedKeyType, extractable, keyUsages) {
    checkThis(this);
    const { flag, key, normalize, usages } = algorithms();
    [algorithm, baseKey, derivedKeyType, extractable, keyUsages] = take('deriveKey', arguments, 5, null, key, null, flag, usages);
    const normalized = normalize(algorithm, 'deriveBits');
    const derived = normalize(derivedKeyType, 'importKey');
    if (!baseKey.usages.includes('deriveKey')) throw notValid('baseKey does not have deriveKey usage');
    if (baseKey.algorithm.name !== normalized.name) throw notValid('Key algorithm mismatch');
    const length = lengthOfKey(normalize(derivedKeyType, 'get key length'));
    const bits = await ops().deriveBits(normalized, baseKey, length);
    return keys().importKey('raw', new Uint8Array(bits), derived, extractable, keyUsages);
  }

  async deriveBits(algorithm, baseKey, length = null) {
    checkThis(this);
    const { key, long, normalize } = algorithms();
    [algorithm, baseKey] = take('deriveBits', arguments, 2, null, key);
    if (length !== null) [, , length] = take('deriveBits', [algorithm, baseKey, length], 3, null, null, long);
    const normalized = normalize(algorithm, 'deriveBits');
    if (!baseKey.usages.includes('deriveBits')) throw notValid('baseKey does not have deriveBits usage');
    if (baseKey.algorithm.name !== normalized.name) throw notValid('Key algorithm mismatch');
    return ops().deriveBits(normalized, baseKey, length);
  }

  async importKey(format, keyData, algorithm, extractable, keyUsages) {
    checkThis(this);
    const { copiedBytes, flag, format: toFormat, normalize, usages } = algorithms();
    const isJwk = String(format) === 'jwk';
    const data = isJwk ? null : copiedBytes;
    [format, keyData, algorithm, extractable, keyUsages] = take('importKey', arguments, 4, toFormat, data, null, flag, usages);
    if (isJwk && (keyData === null || typeof keyData !== 'object')) {
      take('importKey', [format, keyData], 2, null, algorithms().copiedBytes);
    }
    return keys().importKey(format, keyData, normalize(algorithm, 'importKey'), extractable, keyUsages);
  }

  async exportKey(format, key) {
    checkThis(this);
    const { format: toFormat, isKnown, key: toKey } = algorithms();
    [format, key] = take('exportKey', arguments, 2, toFormat, toKey);
    if (!isKnown(key.algorithm, 'exportKey')) throw dom(`${key.algorithm.name} key export is not supported`, 'NotSupportedError');
    if (!key.extractable) throw dom('key is not extractable', 'InvalidAccessException');
    return keys().exportKey(format, key);
  }

  async wrapKey(format, key, wrappingKey, wrapAlgorithm) {
    checkThis(this);
    const { format: toFormat, key: toKey } = algorithms();
    [format, key, wrappingKey, wrapAlgorithm] = take('wrapKey', arguments, 4, toFormat, toKey, toKey, null);
    const normalized = wrapping(wrapAlgorithm, 'wrapKey', 'encrypt');
    if (normalized.name !== wrappingKey.algorithm.name) throw notValid('Key algorithm mismatch');
    if (!wrappingKey.usages.includes('wrapKey')) throw notValid('Unable to use this key to wrapKey');
    const exported = await subtle.exportKey(format, key);
    let data = exported;
    if (format === 'jwk') {
      // AES-KW takes multiples of eight bytes.
      let text = JSON.stringify(exported);
      const length = new TextEncoder().encode(text).byteLength;
      if (normalized.name === 'AES-KW' && length % 8 !== 0) text += ' '.repeat(8 - (length % 8));
      data = new TextEncoder().encode(text);
    }
    return ops().crypt(true, normalized, wrappingKey, new Uint8Array(data));
  }

  async unwrapKey(format, wrappedKey, unwrappingKey, unwrapAlgorithm, unwrappedKeyAlgorithm, extractable, keyUsages) {
    checkThis(this);
    const { copiedBytes, flag, format: toFormat, key: toKey, normalize, usages } = algorithms();
    [format, wrappedKey, unwrappingKey, unwrapAlgorithm, unwrappedKeyAlgorithm, extractable, keyUsages] =
      take('unwrapKey', arguments, 7, toFormat, copiedBytes, toKey, null, null, flag, usages);
    const normalized = wrapping(unwrapAlgorithm, 'unwrapKey', 'decrypt');
    const unwrapped = normalize(unwrappedKeyAlgorithm, 'importKey');
    if (normalized.name !== unwrappingKey.algorithm.name) throw notValid('Key algorithm mismatch');
    if (!unwrappingKey.usages.includes('unwrapKey')) throw notValid('Unable to use this key to unwrapKey');
    let data = new Uint8Array(await ops().crypt(false, normalized, unwrappingKey, wrappedKey));
    if (format === 'jwk') {
      try {
        data = JSON.parse(new TextDecoder('utf-8', { ignoreBOM: true, fatal: true }).decode(data));
      } catch {
        throw dom('Invalid wrapped JWK key', 'DataError');
      }
    }
    return keys().importKey(format, data, unwrapped, extractable, keyUsages);
  }
}
for (const name of Object.getOwnPropertyNames(SubtleCrypto.prototype)) {
  if (name !== 'constructor') Object.defineProperty(SubtleCrypto.prototype, name, { enumerable: true });
}

const subtle = construct(SubtleCrypto);

class Crypto {
  constructor() {
    if (!constructing) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
  }

  get subtle() {
    if (this !== crypto) throw new codes.ERR_INVALID_THIS('Crypto');
    return subtle;
  }

  getRandomValues(array) {
    if (this !== crypto) throw new codes.ERR_INVALID_THIS('Crypto');
    return require('internal/crypto/random').getRandomValues(array);
  }

  randomUUID() {
    if (this !== crypto) throw new codes.ERR_INVALID_THIS('Crypto');
    return require('internal/crypto/random').randomUUID();
  }
}
for (const name of ['subtle', 'getRandomValues', 'randomUUID']) {
  Object.defineProperty(Crypto.prototype, name, { enumerable: true });
}
for (const Class of [Crypto, SubtleCrypto]) {
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: Class.name, configurable: true });
}

const crypto = construct(Crypto);

module.exports = { Crypto, SubtleCrypto, crypto };
defineLazy(module.exports, 'CryptoKey', () => require('internal/crypto/keys').CryptoKey);
