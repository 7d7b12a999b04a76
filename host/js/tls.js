// `tls`: constants, and names that say that there is no TLS here when they are used.
'use strict';

const { defineMissing, unavailable } = require('internal/missing');
const { defineLazy } = require('internal/util');

function connect() {
  throw unavailable('tls.connect');
}

function createServer() {
  throw unavailable('tls.createServer');
}

function getCiphers() {
  return [
    'tls_aes_128_gcm_sha256', 'tls_aes_256_gcm_sha384', 'tls_chacha20_poly1305_sha256',
  ];
}

module.exports = {
  CLIENT_RENEG_LIMIT: 3,
  CLIENT_RENEG_WINDOW: 600,
  DEFAULT_ECDH_CURVE: 'auto',
  DEFAULT_MIN_VERSION: 'TLSv1.2',
  DEFAULT_MAX_VERSION: 'TLSv1.3',
  connect,
  createServer,
  getCiphers,
  rootCertificates: Object.freeze([]),
};
defineMissing(module.exports, 'tls', [
  'Server', 'TLSSocket', 'SecureContext', 'checkServerIdentity', 'convertALPNProtocols', 'createSecureContext',
]);
defineLazy(module.exports, 'DEFAULT_CIPHERS', () => require('internal/crypto/constants').defaultCoreCipherList);
