// `globalThis.crypto`: random values, UUIDs and `subtle.digest`. Absent on purpose: every other method of
// SubtleCrypto, which rejects with NotSupportedError.
'use strict';

const { codes } = require('internal/errors');
const binding = internalBinding('crypto');

const digests = new Map([
  ['SHA-1', 'sha1'], ['SHA-256', 'sha256'], ['SHA-384', 'sha384'], ['SHA-512', 'sha512'],
]);

let constructing = false;
function construct(Class) {
  constructing = true;
  try {
    return new Class();
  } finally {
    constructing = false;
  }
}

class SubtleCrypto {
  constructor() {
    if (!constructing) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
  }

  async digest(algorithm, data) {
    if (this !== subtle) throw new codes.ERR_INVALID_THIS('SubtleCrypto');
    const given = typeof algorithm === 'object' && algorithm !== null ? algorithm.name : algorithm;
    const name = digests.get(String(given).toUpperCase());
    if (name === undefined) throw new DOMException('Unrecognized algorithm name', 'NotSupportedError');
    const { bytesOf } = require('internal/crypto/util');
    // The copy: what the caller does with its buffer from here on must not count.
    const bytes = new Uint8Array(bytesOf(data, 'data', undefined, ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView']).byteLength);
    const view = bytesOf(data, 'data');
    bytes.set(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
    return new Promise((resolve, reject) => {
      binding.hashAsync(name, bytes, (error, result) => (error ? reject(error) : resolve(result)));
    });
  }
}

for (const name of [
  'decrypt', 'deriveBits', 'deriveKey', 'encrypt', 'exportKey', 'generateKey', 'importKey', 'sign', 'unwrapKey',
  'verify', 'wrapKey',
]) {
  const method = {
    async [name]() {
      throw new DOMException(`SubtleCrypto.${name} is not available in this runtime`, 'NotSupportedError');
    },
  }[name];
  Object.defineProperty(SubtleCrypto.prototype, name, {
    value: method, writable: true, enumerable: true, configurable: true,
  });
}

const subtle = construct(SubtleCrypto);

class Crypto {
  constructor() {
    if (!constructing) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
  }

  get subtle() {
    if (this !== crypto) throw new codes.ERR_INVALID_THIS('Crypto');
    return subtle;
  }

  getRandomValues(array) {
    if (this !== crypto) throw new codes.ERR_INVALID_THIS('Crypto');
    return require('internal/crypto/random').getRandomValues(array);
  }

  randomUUID() {
    if (this !== crypto) throw new codes.ERR_INVALID_THIS('Crypto');
    return require('internal/crypto/random').randomUUID();
  }
}

class CryptoKey {
  constructor() {
    throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
  }
}

for (const [Class, names] of [
  [Crypto, ['subtle', 'getRandomValues', 'randomUUID']], [SubtleCrypto, ['digest']],
]) {
  for (const name of names) {
    const descriptor = Object.getOwnPropertyDescriptor(Class.prototype, name);
    Object.defineProperty(Class.prototype, name, { ...descriptor, enumerable: true });
  }
}
for (const Class of [Crypto, SubtleCrypto, CryptoKey]) {
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: Class.name, configurable: true });
}

const crypto = construct(Crypto);

module.exports = { Crypto, CryptoKey, SubtleCrypto, crypto };
