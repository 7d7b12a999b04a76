// `crypto`: each part is loaded when one of its functions is first touched. Absent on purpose: engines and FIPS, which say so
// when they are used.
'use strict';

const { defineLazy, lazy } = require('internal/util');
const { codes } = require('internal/errors');

const parts = {
  'internal/crypto/hash': ['getHashes', 'hash'],
  'internal/crypto/random': ['randomBytes', 'randomFill', 'randomFillSync', 'randomInt', 'randomUUID'],
  'internal/crypto/kdf': ['hkdf', 'hkdfSync', 'pbkdf2', 'pbkdf2Sync', 'scrypt', 'scryptSync'],
  'internal/crypto/cipher': ['Cipheriv', 'Decipheriv', 'getCipherInfo', 'getCiphers'],
  'internal/crypto/keys': ['KeyObject', 'createSecretKey', 'createPrivateKey', 'createPublicKey'],
  'internal/crypto/primes': ['checkPrime', 'checkPrimeSync', 'generatePrime', 'generatePrimeSync'],
  'internal/crypto/keygen': ['generateKey', 'generateKeySync', 'generateKeyPair', 'generateKeyPairSync'],
  'internal/crypto/sign': ['Sign', 'Verify', 'sign', 'verify'],
  'internal/crypto/diffiehellman': ['DiffieHellman', 'DiffieHellmanGroup', 'ECDH', 'diffieHellman', 'getCurves'],
  'internal/crypto/certificate': ['Certificate'],
  'internal/crypto/x509': ['X509Certificate'],
  'internal/crypto/rsa': ['privateDecrypt', 'privateEncrypt', 'publicDecrypt', 'publicEncrypt'],
};

for (const [id, names] of Object.entries(parts)) {
  for (const name of names) defineLazy(exports, name, () => require(id)[name]);
}

// What is deprecated warns with --pending-deprecation.
function pending(fn, message, code) {
  const { getOptionValue } = require('internal/options');
  return getOptionValue('--pending-deprecation') ? require('internal/util').deprecate(fn, message, code) : fn;
}

// Old names.
for (const name of ['pseudoRandomBytes', 'prng', 'rng']) {
  defineLazy(exports, name, () => pending(exports.randomBytes, `crypto.${name} is deprecated.`, 'DEP0115'), { enumerable: false });
}
for (const [name, code] of [['Hash', 'DEP0179'], ['Hmac', 'DEP0181']]) {
  defineLazy(exports, name, () => require('internal/util').deprecate(
    require('internal/crypto/hash')[name], `crypto.${name} constructor is deprecated.`, code));
}

function createHash(algorithm, options) {
  return new (require('internal/crypto/hash').Hash)(algorithm, options);
}

function createHmac(hmac, key, options) {
  return new (require('internal/crypto/hash').Hmac)(hmac, key, options);
}

function createCipheriv(cipher, key, iv, options) {
  return new exports.Cipheriv(cipher, key, iv, options);
}

function createDecipheriv(cipher, key, iv, options) {
  return new exports.Decipheriv(cipher, key, iv, options);
}

function createSign(algorithm, options) {
  return new exports.Sign(algorithm, options);
}

function createVerify(algorithm, options) {
  return new exports.Verify(algorithm, options);
}

function timingSafeEqual() {
  const [buf1, buf2] = arguments;
  return internalBinding('crypto').timingSafeEqual(compared(buf1, 'buf1'), compared(buf2, 'buf2'), unequalLength);
}

function compared(value, name) {
  const { isAnyArrayBuffer, asBytes } = require('internal/crypto/util');
  if (!ArrayBuffer.isView(value) && !isAnyArrayBuffer(value)) {
    const error = new codes.ERR_INVALID_ARG_TYPE(name, ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], value);
    error.message = error.message.replace(/ Received .*$/s, '');
    throw error;
  }
  return asBytes(value);
}

function unequalLength() {
  throw new codes.ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH();
}

function createDiffieHellman(sizeOrKey, keyEncoding, generator, generatorEncoding) {
  return new exports.DiffieHellman(sizeOrKey, keyEncoding, generator, generatorEncoding);
}

function createDiffieHellmanGroup(name) {
  return new exports.DiffieHellmanGroup(name);
}

function createECDH(curve) {
  return new exports.ECDH(curve);
}

function getFips() {
  return 0;
}

function setFips(value) {
  if (value) throw new codes.ERR_CRYPTO_FIPS_UNAVAILABLE();
}

function setEngine(id, flags) {
  throw new codes.ERR_CRYPTO_CUSTOM_ENGINE_NOT_SUPPORTED();
}

function secureHeapUsed() {
  return { total: 0, used: 0, utilization: 0, min: 0 };
}

Object.assign(exports, {
  createCipheriv, createDecipheriv, createDiffieHellman, createDiffieHellmanGroup, createECDH, createHash, createHmac,
  createSign, createVerify, getDiffieHellman: createDiffieHellmanGroup, getFips, secureHeapUsed, setEngine, setFips, timingSafeEqual,
});

Object.defineProperty(exports, 'constants', {
  __proto__: null, value: require('internal/crypto/constants'), writable: false, enumerable: true, configurable: false,
});

const webcrypto = () => require('internal/crypto/webcrypto').crypto;
const getRandomValues = lazy(() => function getRandomValues(array) {
  return webcrypto().getRandomValues(array);
});
for (const [name, get] of [['webcrypto', webcrypto], ['subtle', () => webcrypto().subtle], ['getRandomValues', getRandomValues]]) {
  Object.defineProperty(exports, name, { __proto__: null, get, enumerable: true, configurable: false });
}
Object.defineProperty(exports, 'fips', {
  get: getFips,
  set: setFips,
  configurable: false,
});
