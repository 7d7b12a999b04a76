// generateKey and generateKeyPair.
'use strict';

const { codes } = require('internal/errors');
const { validateFunction, validateInteger, validateObject, validateOneOf, validateString } = require('internal/validators');
const { randomBytes } = require('internal/crypto/random');
const { SecretKeyObject } = require('internal/crypto/keys');

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

const { defineLazy } = require('internal/util');

Object.assign(exports, { generateKey, generateKeySync });
for (const name of ['generateKeyPair', 'generateKeyPairSync']) {
  defineLazy(exports, name, () => require('internal/crypto/asymmetric')[name]);
}
