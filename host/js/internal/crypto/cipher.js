// createCipheriv, createDecipheriv, getCiphers, getCipherInfo.
'use strict';

const { LazyTransform } = require('internal/crypto/lazy_transform');
const { codes } = require('internal/errors');
const { validateInt32, validateObject, validateString } = require('internal/validators');
const { deprecate, normalizeEncoding } = require('internal/util');
const { getOptionValue } = require('internal/options');
const { bytesOf, dataOf, secretBytes, withoutDuplicates } = require('internal/crypto/util');
const binding = internalBinding('crypto');
const { Buffer } = require('buffer');

const kState = Symbol('state');
const kShortTags = Symbol('shortTags');

// A length among the options, undefined if it is not given.
function lengthOption(options, name) {
  const value = options?.[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && value >= 0 && value < 2 ** 31 && value >>> 0 === value) return value;
  throw new codes.ERR_INVALID_ARG_VALUE(`options.${name}`, value);
}

const warnOfShortTag = deprecate(() => {}, 'Using AES-GCM authentication tags of less than 128 bits without specifying the ' +
  'authTagLength option when initializing decryption is deprecated.', 'DEP0182');

function setUp(self, cipher, key, options, iv, encrypt) {
  validateString(cipher, 'cipher');
  const bytes = secretBytes(key, options?.encoding);
  const ivBytes = iv === null ? null : bytesOf(iv, 'iv');
  const tagLength = lengthOption(options, 'authTagLength');
  self[kState] = binding.cipherCreate(cipher, encrypt, bytes, ivBytes, tagLength);
  self[kShortTags] = tagLength === undefined && !encrypt && /gcm$/i.test(cipher);
  self._decoder = null;
  self._options = options;
  Reflect.apply(LazyTransform, self, [options]);
}

function textDecoder(self, encoding) {
  const normalized = normalizeEncoding(encoding);
  self._decoder ??= new (require('string_decoder').StringDecoder)(encoding);
  if (normalizeEncoding(self._decoder.encoding) !== normalized) {
    if (normalized === undefined) throw new codes.ERR_UNKNOWN_ENCODING(encoding);
    throw new codes.ERR_INTERNAL_ASSERTION('Cannot change encoding');
  }
  return self._decoder;
}

const methods = {
  _transform(chunk, encoding, callback) {
    this.push(this.update(chunk, encoding));
    callback();
  },

  _flush(callback) {
    try {
      this.push(this.final());
    } catch (error) {
      callback(error);
      return;
    }
    callback();
  },

  update(data, inputEncoding, outputEncoding) {
    const bytes = dataOf(data, 'data', inputEncoding);
    const result = Buffer.from(binding.cipherUpdate(this[kState], bytes));
    if (outputEncoding && outputEncoding !== 'buffer') {
      return textDecoder(this, outputEncoding).write(result);
    }
    return result;
  },

  final(outputEncoding) {
    const buffer = Buffer.from(binding.cipherFinal(this[kState]));
    if (outputEncoding && outputEncoding !== 'buffer') {
      return textDecoder(this, outputEncoding).end(buffer);
    }
    return buffer;
  },

  setAutoPadding(autoPadding) {
    if (!binding.cipherPadding(this[kState], autoPadding === undefined ? true : !!autoPadding)) {
      throw new codes.ERR_CRYPTO_INVALID_STATE('setAutoPadding');
    }
    return this;
  },

  setAAD(aadbuf, options) {
    const bytes = bytesOf(aadbuf, 'aadbuf', options?.encoding);
    const plaintextLength = lengthOption(options, 'plaintextLength');
    if (!binding.cipherAad(this[kState], bytes, plaintextLength)) {
      throw new codes.ERR_CRYPTO_INVALID_STATE('setAAD');
    }
    return this;
  },
};

function getAuthTag() {
  const tag = binding.cipherTag(this[kState]);
  if (tag === undefined) throw new codes.ERR_CRYPTO_INVALID_STATE('getAuthTag');
  return Buffer.from(tag);
}

function setAuthTag(tagbuf, encoding) {
  const bytes = bytesOf(tagbuf, 'buffer', encoding);
  if (!binding.cipherExpectTag(this[kState], bytes)) throw new codes.ERR_CRYPTO_INVALID_STATE('setAuthTag');
  if (this[kShortTags] && bytes.byteLength < 16 && getOptionValue('--pending-deprecation')) warnOfShortTag();
  return this;
}

function inherit(Class, own) {
  Object.setPrototypeOf(Class.prototype, LazyTransform.prototype);
  Object.setPrototypeOf(Class, LazyTransform);
  Object.assign(Class.prototype, methods, own);
}

function Cipheriv(cipher, key, iv, options) {
  if (!new.target) return new Cipheriv(cipher, key, iv, options);
  setUp(this, cipher, key, options, iv, true);
}
inherit(Cipheriv, { getAuthTag });

function Decipheriv(cipher, key, iv, options) {
  if (!new.target) return new Decipheriv(cipher, key, iv, options);
  setUp(this, cipher, key, options, iv, false);
}
inherit(Decipheriv, { setAuthTag });

let names;
function getCiphers() {
  names ??= withoutDuplicates(binding.cipherNames());
  return names.slice();
}

function getCipherInfo(nameOrNid, options) {
  if (typeof nameOrNid !== 'string' && typeof nameOrNid !== 'number') {
    throw new codes.ERR_INVALID_ARG_TYPE('nameOrNid', ['string', 'number'], nameOrNid);
  }
  if (typeof nameOrNid === 'number') validateInt32(nameOrNid, 'nameOrNid');
  let keyLength, ivLength;
  if (options !== undefined) {
    validateObject(options, 'options');
    ({ keyLength, ivLength } = options);
    if (keyLength !== undefined) validateInt32(keyLength, 'options.keyLength');
    if (ivLength !== undefined) validateInt32(ivLength, 'options.ivLength');
  }
  return binding.cipherInfo(nameOrNid, keyLength, ivLength);
}

module.exports = { Cipheriv, Decipheriv, getCipherInfo, getCiphers };
