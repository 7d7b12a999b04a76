// X509Certificate, with Node's spelling of what a certificate says. Absent on purpose: chains (issuerCertificate is known
// in TLS only).
'use strict';

const { Buffer } = require('buffer');
const { codes } = require('internal/errors');
const { validateBoolean, validateObject, validateString } = require('internal/validators');
const { asBytes, isAnyArrayBuffer, nativeError } = require('internal/crypto/util');
const { PublicKeyObject, dataOfKey, isKeyObject } = require('internal/crypto/keys');
const { customInspectSymbol } = require('internal/util');
const { kClone, markTransferMode } = require('internal/worker/transferable');
const binding = internalBinding('crypto');

const ALWAYS_CHECK_SUBJECT = 1;
const NO_WILDCARDS = 2;
const NO_PARTIAL_WILDCARDS = 4;
const MULTI_LABEL_WILDCARDS = 8;
const SINGLE_LABEL_SUBDOMAINS = 16;
const NEVER_CHECK_SUBJECT = 32;

const flagOptions = [
  ['wildcards', true, false, NO_WILDCARDS], ['partialWildcards', true, false, NO_PARTIAL_WILDCARDS],
  ['multiLabelWildcards', false, true, MULTI_LABEL_WILDCARDS], ['singleLabelSubdomains', false, true, SINGLE_LABEL_SUBDOMAINS],
];

function flagsOf(options = {}) {
  validateObject(options, 'options');
  let flags = 0;
  const { subject = 'default' } = options;
  validateString(subject, 'options.subject');
  if (subject === 'always') flags |= ALWAYS_CHECK_SUBJECT;
  else if (subject === 'never') flags |= NEVER_CHECK_SUBJECT;
  else if (subject !== 'default') throw new codes.ERR_INVALID_ARG_VALUE('options.subject', subject);
  for (const [name, fallback, setWhen, bit] of flagOptions) {
    const value = options[name] === undefined ? fallback : options[name];
    validateBoolean(value, `options.${name}`);
    if (value === setWhen) flags |= bit;
  }
  return flags;
}

// Text that could be taken for more than one name is quoted.
function quoted(text) {
  return /[",'\u0000-\u001f\u007f-\uffff]/.test(text) ? JSON.stringify(text) : text;
}

function alternativesText(list) {
  if (list === undefined) return undefined;
  const names = [];
  for (let i = 0; i < list.length; i += 2) names.push(`${list[i]}:${quoted(list[i + 1])}`);
  return names.join(', ');
}

function informationText(list) {
  if (list === undefined) return undefined;
  const lines = [];
  for (let i = 0; i < list.length; i += 3) lines.push(`${list[i]} - ${list[i + 1]}:${quoted(list[i + 2])}`);
  return lines.join('\n');
}

function partsObject(list) {
  const parts = { __proto__: null };
  for (let i = 0; i < list.length; i += 2) {
    const [name, value] = [list[i], list[i + 1]];
    if (!(name in parts)) parts[name] = value;
    else if (Array.isArray(parts[name])) parts[name].push(value);
    else parts[name] = [parts[name], value];
  }
  return parts;
}

class X509Certificate {
  #state;
  #facts;
  #publicKey;

  constructor(buffer) {
    if (typeof buffer === 'string') buffer = Buffer.from(buffer);
    if (!ArrayBuffer.isView(buffer) && !isAnyArrayBuffer(buffer)) {
      throw new codes.ERR_INVALID_ARG_TYPE('buffer', ['string', 'Buffer', 'TypedArray', 'DataView'], buffer);
    }
    this.#state = binding.certificateRead(asBytes(buffer));
    this.#facts = binding.certificateFacts(this.#state);
  }

  static is(value) {
    return typeof value === 'object' && value !== null && #state in value;
  }

  get subject() {
    return this.#facts.subject || undefined;
  }

  get subjectAltName() {
    return alternativesText(this.#facts.alternatives);
  }

  get issuer() {
    return this.#facts.issuer || undefined;
  }

  get issuerCertificate() {
    return undefined;
  }

  get infoAccess() {
    return informationText(this.#facts.information);
  }

  get validFrom() {
    return this.#facts.validFrom;
  }

  get validTo() {
    return this.#facts.validTo;
  }

  get validFromDate() {
    return new Date(this.#facts.validFrom);
  }

  get validToDate() {
    return new Date(this.#facts.validTo);
  }

  get fingerprint() {
    return this.#fingerprint('sha1');
  }

  get fingerprint256() {
    return this.#fingerprint('sha256');
  }

  get fingerprint512() {
    return this.#fingerprint('sha512');
  }

  #fingerprint(digest) {
    const hex = Buffer.from(binding.hashOnce(digest, this.raw)).toString('hex').toUpperCase();
    return hex.match(/../g).join(':');
  }

  get keyUsage() {
    const { purposes } = this.#facts;
    return purposes.length > 0 ? [...purposes] : undefined;
  }

  get serialNumber() {
    return this.#facts.serialNumber;
  }

  get raw() {
    return Buffer.from(binding.certificateWrite(this.#state, false));
  }

  get publicKey() {
    return this.#publicKey ??= new PublicKeyObject(binding.certificateKey(this.#state));
  }

  get ca() {
    return this.#facts.ca;
  }

  toString() {
    return Buffer.from(binding.certificateWrite(this.#state, true)).toString('latin1');
  }

  toJSON() {
    return this.toString();
  }

  checkIssued(otherCert) {
    if (!isCertificate(otherCert)) throw new codes.ERR_INVALID_ARG_TYPE('otherCert', 'X509Certificate', otherCert);
    return binding.certificateIssued(this.#state, otherCert.#state);
  }

  checkPrivateKey(pkey) {
    if (!isKeyObject(pkey)) throw new codes.ERR_INVALID_ARG_TYPE('pkey', 'KeyObject', pkey);
    if (pkey.type !== 'private') throw new codes.ERR_INVALID_ARG_VALUE('pkey', pkey);
    return binding.certificateHasKey(this.#state, dataOfKey(pkey));
  }

  verify(pkey) {
    if (!isKeyObject(pkey)) throw new codes.ERR_INVALID_ARG_TYPE('pkey', 'KeyObject', pkey);
    if (pkey.type !== 'public') throw new codes.ERR_INVALID_ARG_VALUE('pkey', pkey);
    return binding.certificateVerify(this.#state, dataOfKey(pkey));
  }

  #check(kind, name, label, flags) {
    const found = binding.certificateCheck(this.#state, kind, name, flags);
    if (found === -2) throw nativeError('ERR_INVALID_ARG_VALUE', `Invalid ${label}`, TypeError);
    return typeof found === 'number' ? undefined : found;
  }

  checkHost(name, options) {
    validateString(name, 'name');
    return this.#check('host', name, 'name', flagsOf(options));
  }

  checkEmail(email, options) {
    validateString(email, 'email');
    return this.#check('email', email, 'email', flagsOf(options));
  }

  checkIP(ip, options) {
    validateString(ip, 'ip');
    return this.#check('ip', ip, 'IP', options === undefined ? 0 : flagsOf(options));
  }

  toLegacyObject() {
    const { publicKey } = this;
    const result = {
      subject: partsObject(this.#facts.subjectParts),
      issuer: partsObject(this.#facts.issuerParts),
      subjectaltname: this.subjectAltName,
    };
    if (this.infoAccess !== undefined) result.infoAccess = legacyInformation(this.#facts.information);
    result.ca = this.ca;
    Object.assign(result, legacyKey(publicKey));
    Object.assign(result, {
      valid_from: this.validFrom,
      valid_to: this.validTo,
      fingerprint: this.fingerprint,
      fingerprint256: this.fingerprint256,
      fingerprint512: this.fingerprint512,
    });
    if (this.keyUsage !== undefined) result.ext_key_usage = this.keyUsage;
    result.serialNumber = this.serialNumber;
    result.raw = this.raw;
    return result;
  }

  [customInspectSymbol](depth, options) {
    if (depth < 0) return this;
    const { inspect } = require('internal/util/inspect');
    const names = ['subject', 'subjectAltName', 'issuer', 'infoAccess', 'validFrom', 'validTo', 'validFromDate', 'validToDate', 'fingerprint',
                   'fingerprint256', 'fingerprint512', 'keyUsage', 'serialNumber'];
    const shown = {};
    for (const name of names) shown[name] = this[name];
    return `X509Certificate ${inspect(shown, { ...options, depth: options.depth === null ? null : options.depth - 1 })}`;
  }

  [kClone]() {
    return { data: this.raw, deserializeInfo: 'internal/crypto/x509:revive' };
  }
}
const isCertificate = X509Certificate.is;
delete X509Certificate.is;
markTransferMode(X509Certificate.prototype, true, false);

function legacyInformation(list) {
  const result = { __proto__: null };
  for (let i = 0; i < list.length; i += 3) (result[`${list[i]} - ${list[i + 1]}`] ??= []).push(list[i + 2]);
  return result;
}

function legacyKey(key) {
  const handle = dataOfKey(key);
  if (key.asymmetricKeyType === 'rsa') {
    const { modulusLength, publicExponent } = key.asymmetricKeyDetails;
    const [modulus] = binding.keyRsa(handle, false);
    return {
      modulus: Buffer.from(modulus).toString('hex').toUpperCase(),
      bits: modulusLength,
      exponent: `0x${publicExponent.toString(16)}`,
      pubkey: key.export({ type: 'spki', format: 'der' }),
    };
  }
  if (key.asymmetricKeyType === 'ec') {
    const { namedCurve } = key.asymmetricKeyDetails;
    const nist = { prime256v1: 'P-256', secp384r1: 'P-384', secp521r1: 'P-521' }[namedCurve];
    const [, x] = binding.keyEc(handle, false);
    const result = { bits: x.byteLength * 8, pubkey: Buffer.from(binding.keyPoint(handle, false)), asn1Curve: namedCurve };
    if (nist !== undefined) result.nistCurve = nist;
    return result;
  }
  return {};
}

function revive(bytes) {
  return new X509Certificate(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}

module.exports = { X509Certificate, isX509Certificate: isCertificate, revive };
