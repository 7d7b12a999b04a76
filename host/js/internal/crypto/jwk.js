// JSON web keys: made of a KeyObject's numbers, and read. Absent on purpose: secret keys (kty "oct"), which are their bytes.
'use strict';

const { Buffer } = require('buffer');
const { codes } = require('internal/errors');
const { validateObject, validateOneOf, validateString } = require('internal/validators');
const { dataOfKey } = require('internal/crypto/keys');
const binding = internalBinding('crypto');

const rsaParts = ['n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi'];
const curves = { __proto__: null, prime256v1: 'P-256', secp384r1: 'P-384', secp521r1: 'P-521', secp256k1: 'secp256k1' };
const rawLengths = { __proto__: null, Ed25519: 32, Ed448: 57, X25519: 32, X448: 56 };

const decode = (text) => Buffer.from(text, 'base64');
const encode = (bytes) => Buffer.from(bytes).toString('base64url');

function checkTexts(jwk, names) {
  for (const name of names) validateString(jwk[name], `key.${name}`);
}

function rawFromJwk(jwk, wantsPrivate) {
  validateOneOf(jwk.crv, 'key.crv', Object.keys(rawLengths));
  checkTexts(jwk, wantsPrivate ? ['x', 'd'] : ['x']);
  const bytes = decode(wantsPrivate ? jwk.d : jwk.x);
  if (bytes.length !== rawLengths[jwk.crv]) throw new codes.ERR_CRYPTO_INVALID_JWK();
  return binding.keyFromRaw(jwk.crv.toLowerCase(), wantsPrivate, bytes);
}

function ecFromJwk(jwk, wantsPrivate) {
  validateOneOf(jwk.crv, 'key.crv', ['P-256', 'secp256k1', 'P-384', 'P-521']);
  checkTexts(jwk, wantsPrivate ? ['x', 'y', 'd'] : ['x', 'y']);
  return binding.keyFromEc(jwk.crv, decode(jwk.x), decode(jwk.y), wantsPrivate ? decode(jwk.d) : undefined);
}

// The native key of a JWK.
function fromJwk(jwk, wantsPrivate) {
  validateObject(jwk, 'key.key');
  validateOneOf(jwk.kty, 'key.kty', ['RSA', 'EC', 'OKP']);
  if (jwk.kty === 'OKP') return rawFromJwk(jwk, wantsPrivate);
  if (jwk.kty === 'EC') return ecFromJwk(jwk, wantsPrivate);
  const names = wantsPrivate ? rsaParts : rsaParts.slice(0, 2);
  checkTexts(jwk, names);
  return binding.keyFromRsa(...names.map((name) => decode(jwk[name])));
}

function ecToJwk(handle, isPrivate) {
  const [curve, x, y, d] = binding.keyEc(handle, isPrivate);
  const crv = curves[curve];
  if (crv === undefined) throw new codes.ERR_CRYPTO_JWK_UNSUPPORTED_CURVE(curve);
  const jwk = { kty: 'EC', x: encode(x), y: encode(y), crv };
  if (isPrivate) jwk.d = encode(d);
  return jwk;
}

function rawToJwk(handle, isPrivate, type) {
  const jwk = { crv: type[0].toUpperCase() + type.slice(1) };
  if (isPrivate) jwk.d = encode(binding.keyRaw(handle, true));
  jwk.x = encode(binding.keyRaw(handle, false));
  jwk.kty = 'OKP';
  return jwk;
}

// The JWK of an asymmetric KeyObject.
function toJwk(key) {
  const handle = dataOfKey(key);
  const isPrivate = key.type === 'private';
  const type = key.asymmetricKeyType;
  switch (type) {
    case 'rsa': {
      const jwk = { kty: 'RSA' };
      binding.keyRsa(handle, isPrivate).forEach((bytes, i) => {
        jwk[rsaParts[i]] = encode(bytes);
      });
      return jwk;
    }
    case 'ec':
      return ecToJwk(handle, isPrivate);
    case 'ed25519':
    case 'ed448':
    case 'x25519':
    case 'x448':
      return rawToJwk(handle, isPrivate, type);
    default:
      throw new codes.ERR_CRYPTO_JWK_UNSUPPORTED_KEY_TYPE();
  }
}

module.exports = { fromJwk, toJwk };
