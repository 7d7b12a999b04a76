// `http`: server and client of HTTP/1.1. The parts are in internal/http/*.
'use strict';

const { defineLazy } = require('internal/util');
const { METHODS, STATUS_CODES, maxHeaderSize, validateHeaderName, validateHeaderValue } = require('internal/http/common');

function createServer(options, requestListener) {
  return new exports.Server(options, requestListener);
}

function request(url, options, callback) {
  return new exports.ClientRequest(url, options, callback);
}

function get(url, options, callback) {
  const sent = request(url, options, callback);
  sent.end();
  return sent;
}

function setMaxIdleHTTPParsers(max) {
  require('internal/validators').validateInteger(max, 'max', 1);
}

Object.assign(exports, {
  METHODS: METHODS.toSorted(),
  STATUS_CODES,
  createServer,
  validateHeaderName,
  validateHeaderValue,
  get,
  request,
  setMaxIdleHTTPParsers,
});
Object.defineProperty(exports, 'maxHeaderSize', { get: () => maxHeaderSize, configurable: true, enumerable: true });

const parts = {
  'internal/http/agent': ['Agent'],
  'internal/http/client': ['ClientRequest'],
  'internal/http/incoming': ['IncomingMessage'],
  'internal/http/outgoing': ['OutgoingMessage'],
  'internal/http/server': ['Server'],
  'internal/http/response': ['ServerResponse'],
};
for (const [id, names] of Object.entries(parts)) {
  for (const name of names) defineLazy(exports, name, () => require(id)[name]);
}
defineLazy(exports, '_connectionListener', () => require('internal/http/server').connectionListener);

let globalAgent;
Object.defineProperty(exports, 'globalAgent', {
  get() {
    globalAgent ??= new exports.Agent({ keepAlive: true, scheduling: 'lifo', timeout: 5000 });
    return globalAgent;
  },
  set(value) { globalAgent = value; },
  configurable: true,
  enumerable: true,
});
