// RSA encryption. Absent on purpose: privateEncrypt, publicDecrypt (raw RSA, which the crate does not offer) and
// decryption of PKCS#1 v1.5 messages (which Node refuses, too).
'use strict';

const { Buffer } = require('buffer');
const { codes } = require('internal/errors');
const { validateString } = require('internal/validators');
const { bytesOf, opensslError } = require('internal/crypto/util');
const { bytesOfKey } = require('internal/crypto/keys');
const { readKey } = require('internal/crypto/asymmetric');
const { missing } = require('internal/missing');
const { RSA_PKCS1_OAEP_PADDING, RSA_PKCS1_PADDING } = require('internal/crypto/constants');
const binding = internalBinding('crypto');

function parametersOf(key) {
  const padding = key?.padding ?? RSA_PKCS1_OAEP_PADDING;
  if (padding !== RSA_PKCS1_PADDING && padding !== RSA_PKCS1_OAEP_PADDING) {
    throw new codes.ERR_FEATURE_UNAVAILABLE_ON_PLATFORM('crypto: RSA without padding');
  }
  const hash = key?.oaepHash ?? 'sha1';
  validateString(hash, 'key.oaepHash');
  const label = key?.oaepLabel === undefined ? Buffer.alloc(0) : bytesOf(key.oaepLabel, 'key.oaepLabel', key.encoding);
  if (padding === RSA_PKCS1_OAEP_PADDING && !binding.hasHmac(hash)) throw new codes.ERR_CRYPTO_INVALID_DIGEST(hash);
  return { padding, digest: padding === RSA_PKCS1_OAEP_PADDING ? hash : null, label };
}

function publicEncrypt(key, buffer) {
  const { digest, label } = parametersOf(key);
  const { publicKey } = readKey(key, false);
  const bytes = bytesOf(buffer, 'buffer', key?.encoding);
  const result = binding.keyEncrypt(bytesOfKey(publicKey), bytes, digest, label);
  if (result === null) {
    throw opensslError('0200006E', 'rsa routines', 'data too large for key size', 'ERR_OSSL_RSA_DATA_TOO_LARGE_FOR_KEY_SIZE');
  }
  return Buffer.from(result);
}

function privateDecrypt(key, buffer) {
  const { padding, digest, label } = parametersOf(key);
  const { privateKey } = readKey(key, true);
  const bytes = bytesOf(buffer, 'buffer', key?.encoding);
  if (padding === RSA_PKCS1_PADDING) {
    const error = new codes.ERR_INVALID_ARG_VALUE('padding', padding);
    error.message = 'RSA_PKCS1_PADDING is no longer supported for private decryption';
    throw error;
  }
  const result = binding.keyDecrypt(bytesOfKey(privateKey), bytes, digest, label);
  if (result === null) {
    throw opensslError('02000079', 'rsa routines', 'oaep decoding error', 'ERR_OSSL_RSA_OAEP_DECODING_ERROR');
  }
  return Buffer.from(result);
}

module.exports = {
  privateDecrypt,
  publicEncrypt,
  privateEncrypt: missing('crypto', 'privateEncrypt'),
  publicDecrypt: missing('crypto', 'publicDecrypt'),
};
