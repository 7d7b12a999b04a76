// `http2`: names that say that HTTP/2 is not here when they are used.
'use strict';

const { defineMissing } = require('internal/missing');

module.exports = defineMissing({
  constants: { __proto__: null },
  sensitiveHeaders: Symbol('nodejs.http2.sensitiveHeaders'),
}, 'http2', [
  'connect', 'createServer', 'createSecureServer', 'getDefaultSettings', 'getPackedSettings', 'getUnpackedSettings',
  'performServerHandshake', 'Http2ServerRequest', 'Http2ServerResponse',
]);
