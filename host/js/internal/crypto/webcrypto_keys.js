// CryptoKeys: made, imported and exported, by algorithm. `algorithm` here is one that `normalize` has made.
'use strict';

const { Buffer } = require('buffer');
const {
  PrivateKeyObject, PublicKeyObject, SecretKeyObject, createCryptoKey, dataOfKey, keyOfCryptoKey,
} = require('internal/crypto/keys');
const { settle } = require('internal/crypto/util');
const { lazyDOMException: dom } = require('internal/util');
const binding = internalBinding('crypto');

const noBytes = new Uint8Array(0);
const failed = (cause) => dom('The operation failed for an operation-specific reason', { name: 'OperationError', cause });
const invalidData = (cause) => dom('Invalid keyData', cause === undefined ? 'DataError' : { name: 'DataError', cause });
const dataError = (message) => dom(message, 'DataError');

// Runs a native function on the pool.
function job(run, ...values) {
  return new Promise((resolve, reject) => {
    try {
      run(...values, settle((error, value) => (error ? reject(failed(error)) : resolve(value))));
    } catch (error) {
      reject(failed(error));
    }
  });
}

const pairUsages = {
  __proto__: null,
  'RSASSA-PKCS1-v1_5': [['verify'], ['sign']],
  'RSA-PSS': [['verify'], ['sign']],
  'RSA-OAEP': [['encrypt', 'wrapKey'], ['decrypt', 'unwrapKey']],
  'ECDSA': [['verify'], ['sign']],
  'Ed25519': [['verify'], ['sign']],
  'Ed448': [['verify'], ['sign']],
  'ECDH': [[], ['deriveKey', 'deriveBits']],
  'X25519': [[], ['deriveKey', 'deriveBits']],
  'X448': [[], ['deriveKey', 'deriveBits']],
};
const secretUsages = {
  __proto__: null,
  'AES-CTR': ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey'],
  'AES-CBC': ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey'],
  'AES-GCM': ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey'],
  'AES-KW': ['wrapKey', 'unwrapKey'],
  'HMAC': ['sign', 'verify'],
  'HKDF': ['deriveKey', 'deriveBits'],
  'PBKDF2': ['deriveKey', 'deriveBits'],
};
const curveNames = { __proto__: null, 'P-256': 'prime256v1', 'P-384': 'secp384r1', 'P-521': 'secp521r1' };
const blockSizes = { __proto__: null, 'SHA-1': 512, 'SHA-256': 512, 'SHA-384': 1024, 'SHA-512': 1024 };
const digestNames = { __proto__: null, 'SHA-1': 'sha1', 'SHA-256': 'sha256', 'SHA-384': 'sha384', 'SHA-512': 'sha512' };

const isAes = (name) => name.startsWith('AES-');
const isRsa = (name) => name.startsWith('RSA');
const isEc = (name) => name === 'ECDSA' || name === 'ECDH';
const without = (usages, allowed) => usages.some((usage) => !allowed.includes(usage));
// Each usage once, in the order of the standard.
const ordered = ['encrypt', 'decrypt', 'sign', 'verify', 'deriveKey', 'deriveBits', 'wrapKey', 'unwrapKey'];
const only = (usages, allowed = ordered) => ordered.filter((usage) => usages.includes(usage) && allowed.includes(usage));

// "an AES key", "a RSA-PSS key": as messages name the keys of an algorithm.
function kindOf(name) {
  if (isAes(name)) return 'an AES';
  if (name === 'HMAC') return 'an HMAC';
  if (name === 'HKDF') return 'an HKDF';
  if (name === 'ECDSA' || name === 'ECDH') return `a ${name}`;
  return `a${/^[AEIOU]/.test(name) && !isRsa(name) ? 'n' : ''} ${name}`;
}

function checkUsages(name, usages, allowed) {
  if (without(usages, allowed)) throw dom(`Unsupported key usage for ${kindOf(name)} key`, 'SyntaxError');
}

// --- generation

function checkAesLength(length) {
  if (length !== 128 && length !== 192 && length !== 256) throw dom('AES key length must be 128, 192, or 256 bits', 'OperationError');
}

function generateSecret(algorithm, extractable, usages) {
  const { name } = algorithm;
  let { length } = algorithm;
  if (isAes(name)) {
    checkAesLength(length);
    checkUsages(name, usages, secretUsages[name]);
  } else {
    checkUsages(name, usages, secretUsages.HMAC);
    length ??= blockSizes[algorithm.hash.name];
    if (length < 8) {
      const { codes } = require('internal/errors');
      throw failed(new codes.ERR_OUT_OF_RANGE('options.length', '>= 8 && <= 2147483647', length));
    }
  }
  const described = isAes(name) ? { name, length } : { name, length, hash: algorithm.hash };
  const bytes = Buffer.alloc(Math.floor(length / 8));
  require('internal/crypto/random').randomFillSync(bytes);
  const key = createCryptoKey(new SecretKeyObject(bytes), described, only(usages), extractable);
  if (key.usages.length === 0) throw dom('Usages cannot be empty when creating a key.', 'SyntaxError');
  return key;
}

function exponentOf(bytes) {
  const hex = Buffer.from(bytes).toString('hex').replace(/^0+/, '');
  if (hex.length > 8) throw dom('The publicExponent must be equivalent to an unsigned 32-bit value', 'OperationError');
  return hex === '' ? 0 : parseInt(hex, 16);
}

// [the native function with its arguments, what the keys say of their algorithm]
function recipeOf(algorithm) {
  const { name } = algorithm;
  if (isRsa(name)) {
    const { modulusLength, publicExponent, hash } = algorithm;
    const number = exponentOf(publicExponent);
    return [[binding.keyGenerateRsa, modulusLength, number, false, undefined, undefined, undefined],
            { name, modulusLength, publicExponent: new Uint8Array(publicExponent), hash }];
  }
  if (isEc(name)) {
    const { namedCurve } = algorithm;
    if (curveNames[namedCurve] === undefined) throw dom('Unrecognized namedCurve', 'NotSupportedError');
    return [[binding.keyGenerateEc, namedCurve, false], { name, namedCurve }];
  }
  return [[binding.keyGenerateRaw, name.toLowerCase()], { name }];
}

async function generateKey(algorithm, extractable, usages) {
  const { name } = algorithm;
  if (name in secretUsages) return generateSecret(algorithm, extractable, usages);
  const [forPublic, forPrivate] = pairUsages[name];
  checkUsages(name, usages, [...forPublic, ...forPrivate]);
  const [[run, ...values], described] = recipeOf(algorithm);
  const [publicHandle, privateHandle] = await job(run, ...values);
  const publicKey = createCryptoKey(new PublicKeyObject(publicHandle), described, only(usages, forPublic), true);
  const privateKey = createCryptoKey(new PrivateKeyObject(privateHandle), described, only(usages, forPrivate), extractable);
  if (privateKey.usages.length === 0) throw dom('Usages cannot be empty when creating a key.', 'SyntaxError');
  return isRsa(name) || isEc(name) ? { __proto__: null, publicKey, privateKey } : { __proto__: null, privateKey, publicKey };
}

// --- import

function checkJwk(jwk, kty, usage, extractable, usages) {
  if (jwk === null || typeof jwk !== 'object' || !('kty' in jwk) || !jwk.kty) throw invalidData();
  if (jwk.kty !== kty) throw dataError('Invalid JWK "kty" Parameter');
  if (usages.length > 0 && jwk.use !== undefined && jwk.use !== usage) throw dataError('Invalid JWK "use" Parameter');
  if (jwk.key_ops !== undefined) {
    if (!Array.isArray(jwk.key_ops) || new Set(jwk.key_ops).size !== jwk.key_ops.length) {
      throw dataError('Duplicate key operation');
    }
    if (without(usages, jwk.key_ops)) throw dataError('Key operations and usage mismatch');
  }
  if (jwk.ext !== undefined && jwk.ext === false && extractable === true) {
    throw dataError('JWK "ext" Parameter and extractable mismatch');
  }
}

const jwkHash = { __proto__: null, 'SHA-1': '1', 'SHA-256': '256', 'SHA-384': '384', 'SHA-512': '512' };
// What a JWK of this algorithm has as "alg"; undefined for none.
function jwkAlgorithm({ name, hash, length }) {
  if (isAes(name)) return `A${length}${name.slice(4)}`;
  const bits = hash && jwkHash[hash.name];
  switch (name) {
    case 'HMAC': return `HS${bits}`;
    case 'RSASSA-PKCS1-v1_5': return `RS${bits}`;
    case 'RSA-PSS': return `PS${bits}`;
    case 'RSA-OAEP': return bits === '1' ? 'RSA-OAEP' : `RSA-OAEP-${bits}`;
    default: return undefined;
  }
}

function checkJwkAlgorithm(jwk, described) {
  if (jwk.alg !== undefined && jwk.alg !== jwkAlgorithm(described)) {
    throw dataError('JWK "alg" does not match the requested algorithm');
  }
}

function importSecret(format, data, algorithm, extractable, usages) {
  const { name } = algorithm;
  const isJwk = format === 'jwk';
  const isKdf = name === 'HKDF' || name === 'PBKDF2';
  checkUsages(name, usages, secretUsages[name]);
  if (isKdf && extractable) throw dom(`${name} keys are not extractable`, 'SyntaxError');
  if ((isKdf && format !== 'raw' && format !== 'KeyObject') || (!isKdf && !isJwk && format !== 'raw' && format !== 'KeyObject')) {
    throw dom(`Unable to import ${isAes(name) ? 'AES' : name} key with format ${format}`, 'NotSupportedError');
  }
  let bytes;
  if (isJwk) {
    checkJwk(data, 'oct', name === 'HMAC' ? 'sig' : 'enc', extractable, usages);
    if (typeof data.k !== 'string') throw invalidData();
    bytes = Buffer.from(data.k, 'base64');
  } else {
    bytes = format === 'KeyObject' ? dataOfKey(data) : Buffer.from(data);
  }
  if (isKdf) return [new SecretKeyObject(bytes), { name }];
  const described = isAes(name) ? { name, length: bytes.length * 8 } : { name, hash: algorithm.hash, length: bytes.length * 8 };
  if (isAes(name) && ![16, 24, 32].includes(bytes.length)) throw dataError('Invalid key length');
  if (name === 'HMAC') {
    if (bytes.length === 0 || algorithm.length === 0) throw dataError('Zero-length key is not supported');
    if (algorithm.length !== undefined && algorithm.length !== described.length) throw dataError('Invalid key length');
  }
  if (isJwk) checkJwkAlgorithm(data, described);
  return [new SecretKeyObject(bytes), described];
}

function rawLength(name) {
  return { Ed25519: 32, Ed448: 57, X25519: 32, X448: 56 }[name];
}

function readPair(make) {
  try {
    return make();
  } catch (error) {
    throw invalidData(error);
  }
}

function importRaw(data, algorithm) {
  const { name, namedCurve } = algorithm;
  if (isEc(name)) {
    return readPoint(data, namedCurve);
  }
  if (data.byteLength !== rawLength(name)) throw dataError(`${name} raw keys must be exactly ${rawLength(name)}-bytes`);
  return new PublicKeyObject(readPair(() => binding.keyFromRaw(name.toLowerCase(), false, data)));
}

function readPoint(data, namedCurve) {
  try {
    return new PublicKeyObject(binding.keyFromPoint(namedCurve, data));
  } catch {
    throw invalidData();
  }
}

function importJwk(jwk, algorithm, extractable, usages) {
  const { name } = algorithm;
  const isSigning = pairUsages[name][1].includes('sign');
  const kty = isRsa(name) ? 'RSA' : isEc(name) ? 'EC' : 'OKP';
  checkJwk(jwk, kty, isSigning ? 'sig' : 'enc', extractable, usages);
  if (isRsa(name)) {
    checkJwkAlgorithm(jwk, algorithm);
  } else if (isEc(name)) {
    if (jwk.crv !== algorithm.namedCurve) throw dataError('JWK "crv" does not match the requested algorithm');
    const expected = { 'P-256': 'ES256', 'P-384': 'ES384', 'P-521': 'ES512' }[algorithm.namedCurve];
    if (name === 'ECDSA' && jwk.alg !== undefined && jwk.alg !== expected) {
      throw dataError('JWK "alg" does not match the requested algorithm');
    }
  } else {
    if (jwk.crv !== name) throw dataError('JWK "crv" Parameter and algorithm name mismatch');
    if (isSigning && jwk.alg !== undefined && jwk.alg !== name && jwk.alg !== 'EdDSA') {
      throw dataError('JWK "alg" does not match the requested algorithm');
    }
  }
  const isPrivate = jwk.d !== undefined;
  const allowed = pairUsages[name][isPrivate ? 1 : 0];
  checkUsages(name, usages, allowed);
  const handle = readPair(() => require('internal/crypto/jwk').fromJwk(jwk, isPrivate));
  if (isPrivate && kty === 'OKP') {
    const x = Buffer.from(binding.keyRaw(handle, false)).toString('base64url');
    if (x !== jwk.x) throw invalidData();
  }
  return isPrivate ? new PrivateKeyObject(handle) : new PublicKeyObject(handle);
}

function importPair(format, data, algorithm, extractable, usages) {
  const { name } = algorithm;
  const [forPublic, forPrivate] = pairUsages[name];
  if (isEc(name) && curveNames[algorithm.namedCurve] === undefined) throw dom('Unrecognized namedCurve', 'NotSupportedError');
  let key;
  switch (format) {
    case 'KeyObject':
      checkUsages(name, usages, data.type === 'private' ? forPrivate : forPublic);
      key = data;
      break;
    case 'spki':
      checkUsages(name, usages, forPublic);
      key = new PublicKeyObject(readPair(() => binding.keyRead(false, data, 'spki', undefined)));
      break;
    case 'pkcs8':
      checkUsages(name, usages, forPrivate);
      key = new PrivateKeyObject(readPair(() => binding.keyRead(true, data, 'pkcs8', undefined)));
      break;
    case 'jwk':
      key = importJwk(data, algorithm, extractable, usages);
      break;
    default:
      if (isRsa(name)) throw dom(`Unable to import ${name} key with format ${format}`, 'NotSupportedError');
      checkUsages(name, usages, forPublic);
      key = importRaw(data, algorithm);
  }
  return [key, describePair(key, algorithm)];
}

function describePair(key, algorithm) {
  const { name } = algorithm;
  const type = key.asymmetricKeyType;
  if (isRsa(name)) {
    if (type !== 'rsa') throw dataError('Invalid key type');
    const { modulusLength, publicExponent } = key.asymmetricKeyDetails;
    const hex = publicExponent.toString(16);
    const bytes = new Uint8Array(Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex'));
    return { name, modulusLength, publicExponent: bytes, hash: algorithm.hash };
  }
  if (isEc(name)) {
    if (type !== 'ec') throw dataError('Invalid key type');
    if (!binding.keyIsSound(dataOfKey(key))) throw invalidData();
    if (key.asymmetricKeyDetails.namedCurve !== curveNames[algorithm.namedCurve]) throw dataError('Named curve mismatch');
    return { name, namedCurve: algorithm.namedCurve };
  }
  if (type !== name.toLowerCase()) throw dataError('Invalid key type');
  return { name };
}

// format: also 'KeyObject', for toCryptoKey().
function importKey(format, data, algorithm, extractable, usages) {
  const isSecret = algorithm.name in secretUsages;
  const [key, described] = (isSecret ? importSecret : importPair)(format, data, algorithm, extractable, usages);
  if (key.type !== 'public' && usages.length === 0) {
    throw dom(`Usages cannot be empty when importing a ${key.type} key.`, 'SyntaxError');
  }
  return createCryptoKey(key, described, only(usages), extractable);
}

function fromKeyObject(key, algorithm, extractable, usages) {
  const { flag, normalize, usages: convert } = require('internal/crypto/webcrypto_algorithms');
  const prefix = 'Failed to execute \'toCryptoKey\' on \'KeyObject\'';
  const normalized = normalize(algorithm, 'importKey');
  return importKey('KeyObject', key, normalized, flag(extractable), convert(usages, prefix, '3rd argument'));
}

// --- export

function exportJwk(cryptoKey, key) {
  const { algorithm } = cryptoKey;
  const jwk = { key_ops: [...cryptoKey.usages], ext: cryptoKey.extractable };
  if (key.type === 'secret') Object.assign(jwk, { kty: 'oct', k: dataOfKey(key).toString('base64url') });
  else Object.assign(jwk, key.export({ format: 'jwk' }));
  const alg = jwkAlgorithm(algorithm);
  if (alg !== undefined) jwk.alg = alg;
  return jwk;
}

function exportKey(format, cryptoKey) {
  const key = keyOfCryptoKey(cryptoKey);
  const { name } = cryptoKey.algorithm;
  if (format === 'jwk') return exportJwk(cryptoKey, key);
  if (key.type === 'secret') {
    if (format !== 'raw') throw dom(`Unable to export ${name} key using ${format} format`, 'NotSupportedError');
    return new Uint8Array(dataOfKey(key)).buffer;
  }
  let handle = dataOfKey(key);
  // Points are written uncompressed, however they came.
  if (format === 'spki' && isEc(name) && key.type === 'public') {
    handle = binding.keyFromPoint(cryptoKey.algorithm.namedCurve, binding.keyPoint(handle, false));
  }
  if (format === 'spki' && key.type === 'public') return binding.keyWrite(handle, false, false, 'spki', undefined, noBytes);
  if (format === 'pkcs8' && key.type === 'private') return binding.keyWrite(handle, true, false, 'pkcs8', undefined, noBytes);
  if (format === 'raw' && !isRsa(name) && key.type === 'public') {
    return isEc(name) ? binding.keyPoint(handle, false) : binding.keyRaw(handle, false);
  }
  throw dom(`Unable to export a raw ${name} ${key.type} key`, 'InvalidAccessError');
}

module.exports = {
  checkAesLength, digestNames, dom, exportKey, failed, fromKeyObject, generateKey, importKey, isAes, isRsa, job, secretUsages,
};
