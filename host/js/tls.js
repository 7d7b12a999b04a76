// `tls`: constants, and names that say that there is no TLS here when they are used.
'use strict';

const { defineMissing, missing, unavailable } = require('internal/missing');
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
  'Server', 'SecureContext', 'checkServerIdentity', 'convertALPNProtocols', 'createSecureContext',
]);
// Packages (http2-wrapper, and with it got) make one over a stream when they are loaded, to get at a class of node's own. That much works.
function makeTLSSocket() {
  const { Socket } = require('net');
  const { Duplex } = require('stream');
  const StreamSocket = missing('tls', 'TLSSocket');
  return class TLSSocket extends Socket {
    constructor(stream, options) {
      if (!(stream instanceof Duplex) || stream instanceof Socket) throw unavailable('tls.TLSSocket');
      super(options);
      this._handle = { _parentWrap: Object.create(StreamSocket.prototype) };
    }

    _read() {
      this.destroy(unavailable('tls.TLSSocket'));
    }

    _write(chunk, encoding, callback) {
      callback(unavailable('tls.TLSSocket'));
    }

    _destroy(error, callback) {
      this._handle = null;
      callback(error);
    }
  };
}
defineLazy(module.exports, 'TLSSocket', makeTLSSocket);
defineLazy(module.exports, 'DEFAULT_CIPHERS', () => require('internal/crypto/constants').defaultCoreCipherList);
