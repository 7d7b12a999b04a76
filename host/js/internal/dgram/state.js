// What a dgram.Socket keeps to itself, and the handles behind sockets.
'use strict';

const { codes } = require('internal/errors');
const { validateFunction } = require('internal/validators');
const { byErrno } = require('internal/errors/errno');
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

function checkRunning(socket) {
  if (!socket[kState].handle) throw new codes.ERR_SOCKET_DGRAM_NOT_RUNNING();
}

// Sets a size, or answers it when `size` is 0.
function bufferSize(socket, size, ofReceived) {
  if (size >>> 0 !== size) throw new codes.ERR_SOCKET_BAD_BUFFER_SIZE();
  const answer = socket[kState].handle.bufferSize(size, ofReceived);
  if (answer >= 0) return answer;
  const [code, message] = byErrno.get(answer) ?? ['UNKNOWN', 'unknown error'];
  const syscall = ofReceived ? 'uv_recv_buffer_size' : 'uv_send_buffer_size';
  throw new codes.ERR_SOCKET_BUFFER_SIZE({ errno: answer, code, message, syscall });
}

module.exports = {
  BINDING, BOUND, bufferSize, checkRunning, CONNECTED, CONNECTING, DISCONNECTED, kState, newHandle, UNBOUND,
};
