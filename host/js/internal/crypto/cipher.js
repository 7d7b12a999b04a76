// createCipheriv, createDecipheriv, getCiphers, getCipherInfo.
'use strict';

const { LazyTransform } = require('internal/crypto/lazy_transform');
const { codes } = require('internal/errors');
const { validateInt32, validateObject, validateString, validateUint32 } = require('internal/validators');
const { normalizeEncoding } = require('internal/util');
const { bytesOf, dataOf, opensslError, secretBytes } = require('internal/crypto/util');
const binding = internalBinding('crypto');
const { Buffer } = require('buffer');

const kState = Symbol('state');
const kInfo = Symbol('info');
const kEncrypt = Symbol('encrypt');
const kTag = Symbol('tag');
const kTagLength = Symbol('tagLength');

// [name, reported name, nid, mode, key length, iv length] for each cipher.
let table;
function ciphers() {
  table ??= binding.ciphers().map(([name, reported, nid, mode, keyLength, ivLength]) => (
    { name, reported, nid, mode, keyLength, ivLength }));
  return table;
}

function find(nameOrNid) {
  if (typeof nameOrNid === 'number') return ciphers().find((cipher) => cipher.nid === nameOrNid);
  const lower = nameOrNid.toLowerCase();
  return ciphers().find((cipher) => cipher.name.toLowerCase() === lower);
}

const authenticates = (info) => info.mode === 'gcm' || info.name === 'chacha20-poly1305';

function validTagLength(info, length) {
  if (info.mode === 'gcm') return length === 4 || length === 8 || (length >= 12 && length <= 16);
  return length >= 1 && length <= 16;
}

const failures = {
  __proto__: null,
  wrongFinalBlockLength: () => opensslError('1C80006B', 'Provider routines', 'wrong final block length'),
  badDecrypt: () => opensslError('1C800064', 'Provider routines', 'bad decrypt'),
  authentication: () => new Error('Unsupported state or unable to authenticate data'),
  keyLength: () => new codes.ERR_CRYPTO_INVALID_KEYLEN(),
  ivLength: () => new codes.ERR_CRYPTO_INVALID_IV(),
};

function setUp(self, cipher, key, options, iv, encrypt) {
  validateString(cipher, 'cipher');
  const bytes = secretBytes(key, options?.encoding);
  const ivBytes = iv === null ? Buffer.alloc(0) : bytesOf(iv, 'iv');
  const tagLength = options?.authTagLength;
  if (tagLength !== undefined && tagLength !== null) validateUint32(tagLength, 'options.authTagLength');
  const info = find(cipher);
  if (info === undefined) throw new codes.ERR_CRYPTO_UNKNOWN_CIPHER();
  if (authenticates(info) && tagLength !== undefined && tagLength !== null && !validTagLength(info, tagLength)) {
    throw new codes.ERR_CRYPTO_INVALID_AUTH_TAG(tagLength);
  }
  const state = binding.cipherCreate(info.name, encrypt, bytes, ivBytes, tagLength ?? 16);
  if (typeof state === 'string') throw failures[state]();
  self[kState] = state;
  self[kInfo] = info;
  self[kEncrypt] = encrypt;
  self[kTagLength] = tagLength ?? undefined;
  self[kTag] = undefined;
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
    this.push(this[kState] === null ? null : this.update(chunk, encoding));
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
    if (this[kState] === null) throw new Error('Trying to add data in unsupported state');
    const result = Buffer.from(binding.cipherUpdate(this[kState], bytes));
    if (outputEncoding && outputEncoding !== 'buffer') {
      return textDecoder(this, outputEncoding).write(result);
    }
    return result;
  },

  final(outputEncoding) {
    if (this[kState] === null) throw new codes.ERR_CRYPTO_INVALID_STATE();
    const state = this[kState];
    this[kState] = null;
    const result = binding.cipherFinal(state);
    if (typeof result === 'string') throw failures[result]();
    if (this[kEncrypt] && authenticates(this[kInfo])) this[kTag] = Buffer.from(binding.cipherTag(state));
    const buffer = Buffer.from(result);
    if (outputEncoding && outputEncoding !== 'buffer') {
      return textDecoder(this, outputEncoding).end(buffer);
    }
    return buffer;
  },

  setAutoPadding(autoPadding) {
    if (this[kState] === null) throw new codes.ERR_CRYPTO_INVALID_STATE('setAutoPadding');
    binding.cipherPadding(this[kState], autoPadding === undefined ? true : !!autoPadding);
    return this;
  },

  setAAD(aadbuf, options) {
    const bytes = bytesOf(aadbuf, 'aadbuf', options?.encoding);
    if (options?.plaintextLength !== undefined) validateInt32(options.plaintextLength, 'options.plaintextLength', 0);
    if (this[kState] === null || !authenticates(this[kInfo])) throw new codes.ERR_CRYPTO_INVALID_STATE('setAAD');
    binding.cipherAad(this[kState], bytes);
    return this;
  },
};

function getAuthTag() {
  if (this[kTag] === undefined) throw new codes.ERR_CRYPTO_INVALID_STATE('getAuthTag');
  return this[kTag];
}

function setAuthTag(tagbuf, encoding) {
  const bytes = bytesOf(tagbuf, 'buffer', encoding);
  const info = this[kInfo];
  if (this[kState] === null || !authenticates(info) || this[kTag] !== undefined) {
    throw new codes.ERR_CRYPTO_INVALID_STATE('setAuthTag');
  }
  const length = bytes.byteLength;
  if (!validTagLength(info, length) || (this[kTagLength] !== undefined && length !== this[kTagLength])) {
    throw new codes.ERR_CRYPTO_INVALID_AUTH_TAG(length);
  }
  this[kTag] = bytes;
  binding.cipherExpectTag(this[kState], bytes);
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

function getCiphers() {
  return ciphers().map((cipher) => cipher.name);
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
  const info = find(nameOrNid);
  if (info === undefined || (keyLength !== undefined && keyLength !== info.keyLength)) return undefined;
  if (ivLength !== undefined) {
    const fits = info.mode === 'gcm' ? ivLength > 0
      : authenticates(info) ? ivLength > 0 && ivLength <= 12 : ivLength === info.ivLength;
    if (!fits) return undefined;
  }
  const result = { __proto__: null, mode: info.mode, name: info.reported, nid: info.nid };
  if (info.mode !== 'stream') result.blockSize = info.mode === 'cbc' || info.mode === 'ecb' ? 16 : 1;
  if (info.ivLength !== 0) result.ivLength = ivLength ?? info.ivLength;
  result.keyLength = info.keyLength;
  return Object.setPrototypeOf(result, Object.prototype);
}

module.exports = { Cipheriv, Decipheriv, getCipherInfo, getCiphers };
