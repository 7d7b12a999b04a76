// Encryption with RSA keys, in both directions.
'use strict';

const { Buffer } = require('buffer');
const { validateString } = require('internal/validators');
const { bytesOf } = require('internal/crypto/util');
const { readKey } = require('internal/crypto/key_input');
const { RSA_PKCS1_OAEP_PADDING, RSA_PKCS1_PADDING } = require('internal/crypto/constants');
const binding = internalBinding('crypto');

const noBytes = new Uint8Array(0);

function run(operation, purpose, defaultPadding, options, buffer) {
  const isObject = typeof options === 'object' && options !== null;
  const padding = (isObject && options.padding) || defaultPadding;
  const { oaepHash, encoding } = isObject ? options : {};
  let { oaepLabel } = isObject ? options : {};
  if (oaepHash !== undefined) validateString(oaepHash, 'key.oaepHash');
  if (oaepLabel !== undefined) oaepLabel = bytesOf(oaepLabel, 'key.oaepLabel', encoding);
  const bytes = bytesOf(buffer, 'buffer', encoding);
  if (oaepHash !== undefined && binding.hashSize(oaepHash) === undefined) {
    throw Object.assign(new Error('Invalid digest used'), { code: 'ERR_OSSL_EVP_INVALID_DIGEST' });
  }
  const key = readKey(options, purpose);
  return Buffer.from(binding.rsaCrypt(operation, key, bytes, padding, oaepHash, oaepLabel ?? noBytes));
}

const publicEncrypt = (key, buffer) => run('publicEncrypt', 'public', RSA_PKCS1_OAEP_PADDING, key, buffer);
const publicDecrypt = (key, buffer) => run('publicDecrypt', 'public', RSA_PKCS1_PADDING, key, buffer);
const privateEncrypt = (key, buffer) => run('privateEncrypt', 'private', RSA_PKCS1_PADDING, key, buffer);
const privateDecrypt = (key, buffer) => run('privateDecrypt', 'private', RSA_PKCS1_OAEP_PADDING, key, buffer);

module.exports = { privateDecrypt, privateEncrypt, publicDecrypt, publicEncrypt };
