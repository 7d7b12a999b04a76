// What a dgram.Socket keeps to itself, and the handles behind sockets.
'use strict';

const { codes } = require('internal/errors');
const { validateFunction } = require('internal/validators');
const { UDP } = require('internal/dgram/handle');

const kState = Symbol('state symbol');
const UNBOUND = 0;
const BINDING = 1;
const BOUND = 2;
const DISCONNECTED = 0;
const CONNECTING = 1;
const CONNECTED = 2;

// A handle of 'udp4' or 'udp6' with the lookup of its family; no address is the machine itself.
function newHandle(type, lookup) {
  if (lookup === undefined) lookup = require('dns').lookup;
  else validateFunction(lookup, 'lookup');
  if (type === 'udp4') return new UDP(4, (address, callback) => lookup(address || '127.0.0.1', 4, callback));
  if (type === 'udp6') return new UDP(6, (address, callback) => lookup(address || '::1', 6, callback));
  throw new codes.ERR_SOCKET_BAD_TYPE();
}

module.exports = { BINDING, BOUND, CONNECTED, CONNECTING, DISCONNECTED, kState, newHandle, UNBOUND };
