// Certificate: signed public keys and challenges. Its methods are static, too.
'use strict';

const { Buffer } = require('buffer');
const { codes } = require('internal/errors');
const { bytesOf } = require('internal/crypto/util');
const binding = internalBinding('crypto');

function checked(spkac, encoding) {
  const bytes = bytesOf(spkac, 'spkac', encoding);
  if (bytes.byteLength > 2 ** 31 - 1) throw new codes.ERR_OUT_OF_RANGE('spkac', '<= 2147483647', bytes.byteLength);
  return bytes;
}

const shown = (bytes) => (bytes === undefined ? '' : Buffer.from(bytes));

const methods = {
  verifySpkac(spkac, encoding) {
    const bytes = checked(spkac, encoding);
    return bytes.byteLength === 0 ? '' : binding.spkacVerify(bytes);
  },
  exportPublicKey(spkac, encoding) {
    return shown(binding.spkacKey(checked(spkac, encoding)));
  },
  exportChallenge(spkac, encoding) {
    return shown(binding.spkacChallenge(checked(spkac, encoding)));
  },
};

function Certificate() {
  if (!(this instanceof Certificate)) return new Certificate();
}
Object.assign(Certificate.prototype, methods);
Certificate.exportChallenge = methods.exportChallenge;
Certificate.exportPublicKey = methods.exportPublicKey;
Certificate.verifySpkac = methods.verifySpkac;

module.exports = { Certificate };
