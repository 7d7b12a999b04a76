// `net`: TCP and unix sockets. The parts are in internal/net/*.
'use strict';

const { defineLazy } = require('internal/util');

function createServer(options, connectionListener) {
  return new exports.Server(options, connectionListener);
}

function connect(...args) {
  const { normalizeArgs } = require('internal/net/address');
  const normalized = normalizeArgs(args);
  const socket = new exports.Socket(normalized[0]);
  if (normalized[0].timeout) socket.setTimeout(normalized[0].timeout);
  return socket.connect(normalized);
}

function getDefaultAutoSelectFamily() {
  return require('internal/net/connect').defaults.autoSelectFamily;
}

function setDefaultAutoSelectFamily(value) {
  require('internal/validators').validateBoolean(value, 'value');
  require('internal/net/connect').defaults.autoSelectFamily = value;
}

function getDefaultAutoSelectFamilyAttemptTimeout() {
  return require('internal/net/connect').defaults.attemptTimeout;
}

function setDefaultAutoSelectFamilyAttemptTimeout(value) {
  require('internal/validators').validateInt32(value, 'value', 1);
  require('internal/net/connect').defaults.attemptTimeout = Math.max(value, 10);
}

module.exports = exports = Object.assign(exports, {
  connect,
  createConnection: connect,
  createServer,
  getDefaultAutoSelectFamily,
  getDefaultAutoSelectFamilyAttemptTimeout,
  setDefaultAutoSelectFamily,
  setDefaultAutoSelectFamilyAttemptTimeout,
});
defineLazy(exports, 'Server', () => require('internal/net/server').Server);
defineLazy(exports, 'Socket', () => require('internal/net/socket').Socket);
defineLazy(exports, 'Stream', () => require('internal/net/socket').Socket);
defineLazy(exports, 'BlockList', () => require('internal/net/blocklist').BlockList, { readOnly: true });
defineLazy(exports, 'SocketAddress', () => require('internal/net/blocklist').SocketAddress, { readOnly: true });
for (const name of ['isIP', 'isIPv4', 'isIPv6']) {
  defineLazy(exports, name, () => require('internal/net/address')[name]);
}
defineLazy(exports, '_normalizeArgs', () => require('internal/net/address').normalizeArgs);
