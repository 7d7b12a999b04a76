// What SubtleCrypto does with keys: signatures, encryption, derived bits. Keys and algorithms are checked by the caller.
'use strict';

const { Buffer } = require('buffer');
const { codes } = require('internal/errors');
const { validateInt32 } = require('internal/validators');
const { dataOfKey, keyOfCryptoKey } = require('internal/crypto/keys');
const { digestNames, dom, failed, job } = require('internal/crypto/webcrypto_keys');
const { RSA_PKCS1_OAEP_PADDING, RSA_PKCS1_PADDING, RSA_PKCS1_PSS_PADDING } = require('internal/crypto/constants');
const binding = internalBinding('crypto');

const noBytes = new Uint8Array(0);
const handleOf = (key) => dataOfKey(keyOfCryptoKey(key));
const digestOf = ({ name }) => digestNames[name];

function digest(algorithm, data) {
  return job(binding.hashAsync, digestOf(algorithm), data, undefined);
}

// --- signatures

function checkSalt({ algorithm: { modulusLength, hash } }, saltLength) {
  const most = Math.ceil((modulusLength - 1) / 8) - binding.hashSize(digestOf(hash)) - 2;
  try {
    validateInt32(saltLength, 'algorithm.saltLength', 0, most);
  } catch (error) {
    throw failed(error);
  }
}

// [digest, padding, salt length, whether r and s are side by side]
function schemeOf(key, algorithm) {
  switch (algorithm.name) {
    case 'RSASSA-PKCS1-v1_5':
      return [digestOf(key.algorithm.hash), RSA_PKCS1_PADDING, undefined, false];
    case 'RSA-PSS':
      checkSalt(key, algorithm.saltLength);
      return [digestOf(key.algorithm.hash), RSA_PKCS1_PSS_PADDING, algorithm.saltLength, false];
    case 'ECDSA':
      return [digestOf(algorithm.hash), undefined, undefined, true];
    default:
      if (algorithm.context?.byteLength) throw dom('Non zero-length context is not supported', 'NotSupportedError');
      return [null, undefined, undefined, false];
  }
}

function hmac(key, data) {
  const state = binding.hmacCreate(digestOf(key.algorithm.hash), handleOf(key));
  binding.hmacUpdate(state, data);
  return binding.hmacDigest(state);
}

async function sign(algorithm, key, data) {
  if (algorithm.name === 'HMAC') return hmac(key, data);
  const isSecret = key.type !== 'private';
  if (isSecret) throw dom('Key must be a private key', 'InvalidAccessError');
  return job(binding.sign, handleOf(key), data, ...schemeOf(key, algorithm));
}

async function verify(algorithm, key, signature, data) {
  if (algorithm.name === 'HMAC') {
    const made = new Uint8Array(hmac(key, data));
    return made.byteLength === signature.byteLength && binding.timingSafeEqual(made, signature);
  }
  if (key.type !== 'public') throw dom('Key must be a public key', 'InvalidAccessError');
  return job(binding.verify, handleOf(key), data, ...schemeOf(key, algorithm), signature);
}

// --- encryption

function checkLength(bytes, name) {
  if (bytes.byteLength !== 16) throw dom(`${name} must contain exactly 16 bytes`, 'OperationError');
}

// An AES cipher from beginning to end; `tag` is to be found when decrypting, or appended when encrypting.
function runCipher(name, encrypts, key, iv, data, { tagLength, tag, aad } = {}) {
  try {
    const state = binding.cipherCreate(name, encrypts, key, iv, tagLength);
    if (tag !== undefined) binding.cipherExpectTag(state, tag);
    if (aad !== undefined && aad.byteLength > 0) binding.cipherAad(state, aad);
    const parts = [Buffer.from(binding.cipherUpdate(state, data)), Buffer.from(binding.cipherFinal(state))];
    if (encrypts && tagLength !== undefined) parts.push(Buffer.from(binding.cipherTag(state)));
    const all = Buffer.concat(parts);
    return all.buffer.slice(all.byteOffset, all.byteOffset + all.byteLength);
  } catch (error) {
    if (/^Unsupported state/.test(error.message)) error.message = 'Cipher job failed';
    throw failed(error);
  }
}

function gcm(encrypts, algorithm, key, data) {
  const { tagLength = 128, additionalData: aad, iv } = algorithm;
  if (![32, 64, 96, 104, 112, 120, 128].includes(tagLength)) {
    throw dom(`${tagLength} is not a valid AES-GCM tag length`, 'OperationError');
  }
  const length = tagLength / 8;
  const name = `aes-${key.algorithm.length}-gcm`;
  if (encrypts) return runCipher(name, true, handleOf(key), iv, data, { tagLength: length, aad });
  if (data.byteLength < length) throw dom('The provided data is too small.', 'OperationError');
  const end = data.byteLength - length;
  return runCipher(name, false, handleOf(key), iv, data.subarray(0, end), { tagLength: length, tag: data.subarray(end), aad });
}

// Counts in the last `bits` of the counter only: where they run over, the rest starts again with these bits zero.
function ctr(encrypts, { counter, length: bits }, key, data) {
  checkLength(counter, 'algorithm.counter');
  if (bits === 0 || bits > 128) throw dom('AES-CTR algorithm.length must be between 1 and 128', 'OperationError');
  const name = `aes-${key.algorithm.length}-ctr`;
  const start = BigInt(`0x${Buffer.from(counter).toString('hex')}`);
  const size = 1n << BigInt(bits);
  const blocks = BigInt(Math.ceil(data.byteLength / 16));
  if (blocks > size) throw failed(new Error('Cipher job failed'));
  const left = size - (start % size);
  if (blocks <= left) return runCipher(name, encrypts, handleOf(key), counter, data);
  const cut = Number(left) * 16;
  const wrapped = Buffer.from((start - (start % size)).toString(16).padStart(32, '0'), 'hex');
  const first = runCipher(name, encrypts, handleOf(key), counter, data.subarray(0, cut));
  const second = runCipher(name, encrypts, handleOf(key), wrapped, data.subarray(cut));
  const all = new Uint8Array(data.byteLength);
  all.set(new Uint8Array(first));
  all.set(new Uint8Array(second), cut);
  return all.buffer;
}

function keyWrap(encrypts, key, data) {
  if (data.byteLength % 8 !== 0) throw failed(new Error('Cipher job failed'));
  return runCipher(`aes${key.algorithm.length}-wrap`, encrypts, handleOf(key), Buffer.alloc(8, 0xa6), data);
}

async function crypt(encrypts, algorithm, key, data) {
  switch (algorithm.name) {
    case 'RSA-OAEP': {
      const type = encrypts ? 'public' : 'private';
      if (key.type !== type) throw dom('The requested operation is not valid for the provided key', 'InvalidAccessError');
      const operation = encrypts ? 'publicEncrypt' : 'privateDecrypt';
      return job(binding.rsaCrypt, operation, handleOf(key), data, RSA_PKCS1_OAEP_PADDING, digestOf(key.algorithm.hash),
                 algorithm.label ?? noBytes);
    }
    case 'AES-CBC':
      checkLength(algorithm.iv, 'algorithm.iv');
      return runCipher(`aes-${key.algorithm.length}-cbc`, encrypts, handleOf(key), algorithm.iv, data);
    case 'AES-CTR':
      return ctr(encrypts, algorithm, key, data);
    case 'AES-GCM':
      return gcm(encrypts, algorithm, key, data);
    default:
      return keyWrap(encrypts, key, data);
  }
}

// --- derived bits

function checkBits(length) {
  if (length === null) throw dom('length cannot be null', 'OperationError');
  if (length % 8 !== 0) throw dom('length must be a multiple of 8', 'OperationError');
}

async function agree(algorithm, baseKey, length) {
  const { public: theirs, name } = algorithm;
  if (baseKey.type !== 'private') throw dom('baseKey must be a private key', 'InvalidAccessError');
  if (theirs.type !== 'public') throw dom('algorithm.public must be a public key', 'InvalidAccessError');
  if (theirs.algorithm.name !== name) {
    throw dom(`algorithm.public must be an ${name} key`, 'InvalidAccessError');
  }
  if (theirs.algorithm.namedCurve !== baseKey.algorithm.namedCurve) throw dom('Named curve mismatch', 'InvalidAccessError');
  const secret = await job(binding.keyAgree, handleOf(baseKey), handleOf(theirs));
  if (length === null) return secret;
  const bytes = Math.ceil(length / 8);
  if (bytes > secret.byteLength) throw dom('derived bit length is too small', 'OperationError');
  const cut = secret.slice(0, bytes);
  // Bits of the last byte that were not asked for are zero.
  if (length % 8 !== 0) new Uint8Array(cut)[bytes - 1] &= 0xff << (8 - (length % 8));
  return cut;
}

async function deriveBits(algorithm, baseKey, length) {
  const { name, hash, salt } = algorithm;
  if (name === 'HKDF') {
    checkBits(length);
    if (length === 0) return new ArrayBuffer(0);
    const bytes = length / 8;
    if (bytes > 255 * binding.hashSize(digestOf(hash))) throw failed(new codes.ERR_CRYPTO_INVALID_KEYLEN());
    return job(binding.hkdf, digestOf(hash), handleOf(baseKey), salt, algorithm.info, bytes);
  }
  if (name === 'PBKDF2') {
    if (algorithm.iterations === 0) throw dom('iterations cannot be zero', 'OperationError');
    checkBits(length);
    if (length === 0) return new ArrayBuffer(0);
    return job(binding.pbkdf2, digestOf(hash), handleOf(baseKey), salt, algorithm.iterations, length / 8);
  }
  return agree(algorithm, baseKey, length);
}

module.exports = { crypt, deriveBits, digest, sign, verify };
