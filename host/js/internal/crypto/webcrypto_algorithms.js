// What SubtleCrypto's methods take: conversions of arguments as Web IDL has them, and algorithms, which are looked up by
// their name in the table of the operation and get the members of that algorithm's dictionary.
'use strict';

const { isAnyArrayBuffer } = require('internal/crypto/util');
const { isCryptoKey } = require('internal/crypto/keys');
const { isSharedArrayBuffer, isUint8Array } = require('internal/util/types');
const { lazyDOMException } = require('internal/util');

const unknown = () => lazyDOMException('Unrecognized algorithm name', 'NotSupportedError');

function typeError(message, code) {
  return Object.assign(new TypeError(message), { code });
}

// --- conversions: (value, prefix, context) => value

function bytes(value, prefix, context) {
  if (isAnyArrayBuffer(value)) {
    if (isSharedArrayBuffer(value)) return refuseType(prefix, context, 'is not instance of ArrayBuffer, Buffer, TypedArray, or DataView.');
    return new Uint8Array(value);
  }
  if (!ArrayBuffer.isView(value)) return refuseType(prefix, context, 'is not instance of ArrayBuffer, Buffer, TypedArray, or DataView.');
  if (isSharedArrayBuffer(value.buffer)) return refuseType(prefix, context, 'is a view on a SharedArrayBuffer, which is not allowed.');
  return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
}

function refuseType(prefix, context, problem) {
  throw typeError(`${prefix}: ${context} ${problem}`, 'ERR_INVALID_ARG_TYPE');
}

// A copy: what the caller does with its memory later must not count.
function copiedBytes(value, prefix, context) {
  return Uint8Array.prototype.slice.call(bytes(value, prefix, context));
}

function text(value, prefix, context) {
  if (typeof value === 'symbol') return refuseType(prefix, context, 'is a Symbol and cannot be converted to a string.');
  return String(value);
}

function flag(value) {
  return Boolean(value);
}

function integer(most) {
  return (value, prefix, context) => {
    if (typeof value === 'bigint') return refuseType(prefix, context, 'is a BigInt and cannot be converted to a number.');
    if (typeof value === 'symbol') return refuseType(prefix, context, 'is a Symbol and cannot be converted to a number.');
    const number = Math.trunc(Number(value));
    if (!Number.isFinite(number)) return refuseType(prefix, context, 'is not a finite number.');
    if (number < 0 || number > most) {
      throw typeError(`${prefix}: ${context} is outside the expected range of 0 to ${most}.`, 'ERR_OUT_OF_RANGE');
    }
    return number + 0;
  };
}
const octet = integer(255);
const short = integer(65535);
const long = integer(4294967295);

function exponent(value, prefix, context) {
  if (!isUint8Array(value)) return refuseType(prefix, context, 'is not an Uint8Array object.');
  return bytes(value, prefix, context);
}

function key(value, prefix, context) {
  if (!isCryptoKey(value)) return refuseType(prefix, context, 'is not of type CryptoKey.');
  return value;
}

function oneOf(type, values) {
  return (value, prefix, context) => {
    const word = text(value, prefix, context);
    if (values.includes(word)) return word;
    throw typeError(`${prefix}: ${context} value '${word}' is not a valid enum value of type ${type}.`, 'ERR_INVALID_ARG_VALUE');
  };
}
const format = oneOf('KeyFormat', ['raw', 'pkcs8', 'spki', 'jwk']);
const usage = oneOf('KeyUsage', [
  'encrypt', 'decrypt', 'sign', 'verify', 'deriveKey', 'deriveBits', 'wrapKey', 'unwrapKey',
]);

function usages(value, prefix, context) {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) {
    return refuseType(prefix, context, 'can not be converted to sequence.');
  }
  if (typeof value[Symbol.iterator] !== 'function') return refuseType(prefix, context, 'can not be converted to sequence.');
  return Array.from(value, (each, i) => usage(each, prefix, `${context}, index ${i}`));
}

const digest = (value) => normalize(value, 'digest');

// --- dictionaries: their members in the order of conversion; true for those that must be there

const dictionaries = {
  __proto__: null,
  RsaHashedKeyGenParams: [['modulusLength', long, true], ['publicExponent', exponent, true], ['hash', digest, true]],
  RsaHashedImportParams: [['hash', digest, true]],
  RsaPssParams: [['saltLength', long, true]],
  RsaOaepParams: [['label', copiedBytes, false]],
  EcKeyGenParams: [['namedCurve', text, true]],
  EcKeyImportParams: [['namedCurve', text, true]],
  EcdsaParams: [['hash', digest, true]],
  EcdhKeyDeriveParams: [['public', key, true]],
  AesKeyGenParams: [['length', short, true]],
  AesDerivedKeyParams: [['length', short, true]],
  AesCbcParams: [['iv', copiedBytes, true]],
  AesGcmParams: [['iv', copiedBytes, true], ['tagLength', octet, false], ['additionalData', copiedBytes, false]],
  AesCtrParams: [['counter', copiedBytes, true], ['length', octet, true]],
  HmacKeyGenParams: [['hash', digest, true], ['length', long, false]],
  HmacImportParams: [['hash', digest, true], ['length', long, false]],
  HkdfParams: [['hash', digest, true], ['info', copiedBytes, true], ['salt', copiedBytes, true]],
  Pbkdf2Params: [['hash', digest, true], ['iterations', long, true], ['salt', copiedBytes, true]],
  Ed448Params: [['context', copiedBytes, false]],
};

const rsa = (name) => ({ 'RSASSA-PKCS1-v1_5': name, 'RSA-PSS': name, 'RSA-OAEP': name });
const aes = (name) => ({ 'AES-CTR': name, 'AES-CBC': name, 'AES-GCM': name, 'AES-KW': name });
const curves = { Ed25519: null, Ed448: null, X25519: null, X448: null };
const encryption = { 'RSA-OAEP': 'RsaOaepParams', 'AES-CBC': 'AesCbcParams', 'AES-GCM': 'AesGcmParams', 'AES-CTR': 'AesCtrParams' };
const signature = {
  'RSASSA-PKCS1-v1_5': null, 'RSA-PSS': 'RsaPssParams', 'ECDSA': 'EcdsaParams', 'Ed25519': null, 'Ed448': 'Ed448Params', 'HMAC': null,
};
const wrapping = { 'AES-KW': null };

const operations = {
  'digest': { 'SHA-1': null, 'SHA-256': null, 'SHA-384': null, 'SHA-512': null },
  'generateKey': {
    ...rsa('RsaHashedKeyGenParams'), ECDSA: 'EcKeyGenParams', ECDH: 'EcKeyGenParams', ...aes('AesKeyGenParams'),
    HMAC: 'HmacKeyGenParams', ...curves,
  },
  'importKey': {
    ...rsa('RsaHashedImportParams'), ECDSA: 'EcKeyImportParams', ECDH: 'EcKeyImportParams', ...aes(null),
    HMAC: 'HmacImportParams', HKDF: null, PBKDF2: null, ...curves,
  },
  'exportKey': { ...rsa(null), ECDSA: null, ECDH: null, ...aes(null), HMAC: null, ...curves },
  'sign': signature,
  'verify': signature,
  'encrypt': encryption,
  'decrypt': encryption,
  'deriveBits': {
    HKDF: 'HkdfParams', PBKDF2: 'Pbkdf2Params', ECDH: 'EcdhKeyDeriveParams', X25519: 'EcdhKeyDeriveParams', X448: 'EcdhKeyDeriveParams',
  },
  'wrapKey': wrapping,
  'unwrapKey': wrapping,
  'get key length': { ...aes('AesDerivedKeyParams'), HMAC: 'HmacImportParams', HKDF: null, PBKDF2: null },
};

const passed = { prefix: 'Failed to normalize algorithm', context: 'passed algorithm' };

function member(dictionary, name, type) {
  const value = dictionary[name];
  if (value !== undefined) return value;
  throw typeError(
    `${passed.prefix}: ${passed.context} can not be converted to '${type}' because '${name}' is required in '${type}'.`,
    'ERR_MISSING_OPTION');
}

// The algorithm of an operation: a fresh object with `name` as the standard writes it and the members of its dictionary.
function normalize(algorithm, operation) {
  if (algorithm === null || (typeof algorithm !== 'object' && typeof algorithm !== 'function')) {
    algorithm = { name: text(algorithm, passed.prefix, passed.context) };
  }
  const given = text(member(algorithm, 'name', 'Algorithm'), passed.prefix, passed.context).toLowerCase();
  const table = operations[operation];
  const name = Object.keys(table).find((each) => each.toLowerCase() === given);
  if (name === undefined) throw unknown();
  const result = { name };
  const type = table[name];
  if (type === null) return result;
  for (const [property, convert, isRequired] of dictionaries[type]) {
    const value = isRequired ? member(algorithm, property, type) : algorithm[property];
    if (value !== undefined) result[property] = convert(value, passed.prefix, `'${property}' of '${type}' (${passed.context})`);
  }
  return result;
}

// Whether there is such an algorithm for an operation.
function isKnown(algorithm, operation) {
  const name = typeof algorithm === 'string' ? algorithm : algorithm?.name;
  return Object.keys(operations[operation]).some((each) => each.toLowerCase() === String(name).toLowerCase());
}

// An argument of a method, by its place.
const places = ['1st', '2nd', '3rd', '4th', '5th', '6th', '7th'];
function argument(method, place, value, convert) {
  return convert(value, `Failed to execute '${method}' on 'SubtleCrypto'`, `${places[place]} argument`);
}

function checkCount(method, { length: given }, needed) {
  if (given >= needed) return;
  throw typeError(
    `Failed to execute '${method}' on 'SubtleCrypto': ${needed} argument${needed === 1 ? '' : 's'} required, but only ${given} present.`,
    'ERR_MISSING_ARGS');
}

module.exports = { argument, bytes, checkCount, copiedBytes, flag, format, isKnown, key, long, normalize, typeError, usages };
