// Keys as callers give them (PEM, DER, JWK, KeyObject, CryptoKey, or an object with one of these and options), and as
// they want them written. Reading needs to know what for: see `readKey`.
'use strict';

const { Buffer } = require('buffer');
const { codes } = require('internal/errors');
const { bytesOf, isAnyArrayBuffer, isView } = require('internal/crypto/util');
const {
  PrivateKeyObject, PublicKeyObject, dataOfKey, isCryptoKey, isKeyObject, keyOfCryptoKey,
} = require('internal/crypto/keys');
const binding = internalBinding('crypto');

const kinds = ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView', 'string'];
const keyKinds = [...kinds, 'KeyObject', 'CryptoKey'];
const noBytes = new Uint8Array(0);

const isStringOrBytes = (value) => typeof value === 'string' || isView(value) || isAnyArrayBuffer(value);

// The name of an option as messages have it.
const option = (name, prefix) => (prefix === undefined ? `options.${name}` : `options.${prefix}.${name}`);

function formatOf(format, fallback, name) {
  if (format === undefined && fallback !== undefined) return fallback;
  if (format === 'pem' || format === 'der' || format === 'jwk') return format;
  throw new codes.ERR_INVALID_ARG_VALUE(name, format);
}

// isPublic: true and false for keys of that half only, undefined for either.
function typeOf(type, required, keyType, isPublic, name) {
  if (type === undefined && !required) return undefined;
  if (type === 'pkcs1') {
    if (keyType !== undefined && keyType !== 'rsa') {
      throw new codes.ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS('pkcs1', 'can only be used for RSA keys');
    }
    return type;
  }
  if (type === 'spki' && isPublic !== false) return type;
  if (type === 'pkcs8' && isPublic !== true) return type;
  if (type === 'sec1' && isPublic !== true) {
    if (keyType !== undefined && keyType !== 'ec') {
      throw new codes.ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS('sec1', 'can only be used for EC keys');
    }
    return type;
  }
  throw new codes.ERR_INVALID_ARG_VALUE(name, type);
}

function checkEncryption({ cipher, passphrase }, format, type, isInput, prefix) {
  const hasCipher = cipher !== undefined && cipher !== null;
  if (!isInput) {
    if (hasCipher) {
      if (typeof cipher !== 'string') throw new codes.ERR_INVALID_ARG_VALUE(option('cipher', prefix), cipher);
      if (format === 'der' && (type === 'pkcs1' || type === 'sec1')) {
        throw new codes.ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS(type, 'does not support encryption');
      }
    } else if (passphrase !== undefined) {
      throw new codes.ERR_INVALID_ARG_VALUE(option('cipher', prefix), cipher);
    }
  }
  const isNeeded = isInput ? passphrase !== undefined : hasCipher;
  if (isNeeded && !isStringOrBytes(passphrase)) {
    throw new codes.ERR_INVALID_ARG_VALUE(option('passphrase', prefix), passphrase);
  }
}

// What an object says of an encoding: { format, type, cipher, passphrase }. keyType is that of a key to be written,
// undefined for one to be read.
function parseEncoding(encoding, keyType, isPublic, prefix) {
  if (encoding === null || typeof encoding !== 'object') throw new codes.ERR_INVALID_ARG_TYPE('options', 'object', encoding);
  const isInput = keyType === undefined;
  const format = formatOf(encoding.format, isInput ? 'pem' : undefined, option('format', prefix));
  const isRequired = (!isInput || format === 'der') && format !== 'jwk';
  const type = typeOf(encoding.type, isRequired, keyType, isPublic, option('type', prefix));
  if (isPublic === true) return { format, type, cipher: undefined, passphrase: undefined };
  const { cipher, passphrase } = encoding;
  checkEncryption(encoding, format, type, isInput, prefix);
  return {
    format,
    type,
    cipher: cipher ?? undefined,
    passphrase: passphrase === undefined ? undefined : bytesOf(passphrase, 'key.passphrase', encoding.encoding),
  };
}

// --- reading

// The native key of a KeyObject for a purpose.
function handleOf(key, purpose) {
  if (purpose === 'createPrivate') throw new codes.ERR_INVALID_ARG_TYPE('key', ['string', 'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], key);
  if (key.type !== 'private') {
    if (purpose === 'private' || purpose === 'createPublic') {
      throw new codes.ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(key.type, 'private');
    }
    if (key.type !== 'public') throw new codes.ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(key.type, 'private or public');
  }
  return dataOfKey(key);
}

function readBytes(bytes, { format, type, passphrase }, wantsPrivate) {
  return binding.keyRead(wantsPrivate, bytes, format === 'pem' ? 'pem' : type, passphrase);
}

// The native key of what a caller gave. purpose: 'private' (a private key is used), 'public' (a public key is used, or
// the public half of a private one), 'createPrivate', 'createPublic'.
function readKey(key, purpose) {
  const wantsPrivate = purpose === 'private' || purpose === 'createPrivate';
  if (isKeyObject(key)) return handleOf(key, purpose);
  if (isCryptoKey(key)) return handleOf(keyOfCryptoKey(key), purpose);
  if (isStringOrBytes(key)) return readBytes(bytesOf(key, 'key'), { format: 'pem' }, wantsPrivate);
  if (typeof key === 'object' && key !== null) {
    const { key: data, encoding, format } = key;
    if (isKeyObject(data)) return handleOf(data, purpose);
    if (isCryptoKey(data)) return handleOf(keyOfCryptoKey(data), purpose);
    if (format === 'jwk') return require('internal/crypto/jwk').fromJwk(data, wantsPrivate);
    if (!isStringOrBytes(data)) {
      throw new codes.ERR_INVALID_ARG_TYPE('key.key', purpose === 'createPrivate' ? kinds : keyKinds, data);
    }
    const parsed = parseEncoding(key, undefined, wantsPrivate ? false : undefined);
    return readBytes(bytesOf(data, 'key', encoding), parsed, wantsPrivate);
  }
  throw new codes.ERR_INVALID_ARG_TYPE('key', purpose === 'createPrivate' ? kinds : keyKinds, key);
}

function createPrivateKey(key) {
  return new PrivateKeyObject(readKey(key, 'createPrivate'));
}

function createPublicKey(key) {
  const handle = readKey(key, 'createPublic');
  const isPrivate = binding.keyDetails(handle)[2];
  return new PublicKeyObject(isPrivate ? binding.keyPublic(handle) : handle);
}

// --- writing

// A KeyObject as `parseEncoding` has described it.
function writeKey(key, { format, type, cipher, passphrase }) {
  if (format === 'jwk') return require('internal/crypto/jwk').toJwk(key);
  const isPem = format === 'pem';
  const written = binding.keyWrite(dataOfKey(key), key.type === 'private', isPem, type, cipher, passphrase ?? noBytes);
  return isPem ? written : Buffer.from(written);
}

module.exports = { createPrivateKey, createPublicKey, option, parseEncoding, readKey, writeKey };
