// `dgram`: UDP sockets: making and closing them, and their options. Binding, connecting and sending are in internal/dgram/bind
// and send, the descriptor in internal/dgram/handle. Absent on purpose: sharing sockets with cluster workers.
'use strict';

const EventEmitter = require('events');
const { codes, ErrnoException } = require('internal/errors');
const { validateAbortSignal, validateNumber, validateString, validateUint32 } = require('internal/validators');
const { deprecate } = require('internal/util');
const { kOwner } = require('internal/net/open');
const { triggeredBy } = require('internal/net/handle');
const {
  bufferSize, checkRunning, CONNECTED, DISCONNECTED, kState, newHandle, UNBOUND,
} = require('internal/dgram/state');
const { bind, bindSync, connect, connectSync, createSocketHandle, disconnect } = require('internal/dgram/bind');
const { send, sendto } = require('internal/dgram/send');
const madeSocket = require('diagnostics_channel').channel('udp.socket');

const kAsyncId = Symbol('async_id_symbol');

function Socket(type, listener) {
  Reflect.apply(EventEmitter, this, []);
  const options = typeof type === 'object' && type !== null ? type : undefined;
  const { lookup, recvBufferSize, sendBufferSize, receiveBlockList, sendBlockList } = options ?? {};
  if (options !== undefined) type = options.type;
  if (recvBufferSize) validateUint32(recvBufferSize, 'options.recvBufferSize');
  if (sendBufferSize) validateUint32(sendBufferSize, 'options.sendBufferSize');
  checkList(receiveBlockList, 'options.receiveBlockList');
  checkList(sendBlockList, 'options.sendBlockList');

  const handle = newHandle(type, lookup);
  handle[kOwner] = this;
  this.type = type;
  this[kAsyncId] = handle.getAsyncId();
  if (typeof listener === 'function') this.on('message', listener);
  this[kState] = {
    handle,
    receiving: false,
    bindState: UNBOUND,
    connectState: DISCONNECTED,
    queue: undefined,
    reuseAddr: options?.reuseAddr,
    reusePort: options?.reusePort,
    ipv6Only: options?.ipv6Only,
    recvBufferSize,
    sendBufferSize,
    receiveBlockList,
    sendBlockList,
  };
  if (options?.signal !== undefined) closeOnAbort(this, options.signal);
  if (madeSocket.hasSubscribers) madeSocket.publish({ socket: this });
}
Object.setPrototypeOf(Socket.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Socket, EventEmitter);

function checkList(list, name) {
  if (list && !require('internal/net/blocklist').BlockList.isBlockList(list)) {
    throw new codes.ERR_INVALID_ARG_TYPE(name, 'net.BlockList', list);
  }
}

function closeOnAbort(socket, signal) {
  validateAbortSignal(signal, 'options.signal');
  const onAborted = () => {
    if (socket[kState].handle) socket.close();
  };
  if (signal.aborted) {
    onAborted();
    return;
  }
  const { addAbortListener } = require('internal/events/abort_listener');
  const listening = addAbortListener(signal, onAborted);
  socket.once('close', () => listening[Symbol.dispose]());
}

function createSocket(type, listener) {
  return new Socket(type, listener);
}

// --- binding, connecting and sending

Object.assign(Socket.prototype, { bind, bindSync, connect, connectSync, disconnect, sendto, send });

// --- the end

Socket.prototype.close = function(callback) {
  if (typeof callback === 'function') this.on('close', callback);
  const state = this[kState];
  if (state.queue !== undefined) {
    state.queue.push(() => this.close());
    return this;
  }
  checkRunning(this);
  stopReceiving(this);
  const { handle } = state;
  handle.close();
  state.handle = null;
  triggeredBy(handle, process.nextTick, () => this.emit('close'));
  return this;
};

Socket.prototype[Symbol.asyncDispose] = async function() {
  if (!this[kState].handle) return;
  await new Promise((resolve, reject) => {
    this.close((error) => (error ? reject(error) : resolve()));
  });
};

function stopReceiving(socket) {
  const state = socket[kState];
  if (!state.receiving) return;
  state.handle.recvStop();
  state.receiving = false;
}

// --- addresses

Socket.prototype.address = function() {
  checkRunning(this);
  const out = {};
  const errno = this[kState].handle.getsockname(out);
  if (errno !== 0) throw new ErrnoException(errno, 'getsockname');
  return out;
};

Socket.prototype.remoteAddress = function() {
  checkRunning(this);
  const state = this[kState];
  if (state.connectState !== CONNECTED) throw new codes.ERR_SOCKET_DGRAM_NOT_CONNECTED();
  const out = {};
  const errno = state.handle.getpeername(out);
  if (errno !== 0) throw new ErrnoException(errno, 'getpeername');
  return out;
};

// --- options

function checked(errno, syscall) {
  if (errno !== 0) throw new ErrnoException(errno, syscall);
}

Socket.prototype.setBroadcast = function(flag) {
  checked(this[kState].handle.setBroadcast(flag ? 1 : 0), 'setBroadcast');
};

Socket.prototype.setTTL = function(ttl) {
  validateNumber(ttl, 'ttl');
  checked(this[kState].handle.setTTL(ttl), 'setTTL');
  return ttl;
};

Socket.prototype.setMulticastTTL = function(ttl) {
  validateNumber(ttl, 'ttl');
  checked(this[kState].handle.setMulticastTTL(ttl), 'setMulticastTTL');
  return ttl;
};

Socket.prototype.setMulticastLoopback = function(flag) {
  checked(this[kState].handle.setMulticastLoopback(flag ? 1 : 0), 'setMulticastLoopback');
  return flag;
};

Socket.prototype.setMulticastInterface = function(interfaceAddress) {
  checkRunning(this);
  validateString(interfaceAddress, 'interfaceAddress');
  checked(this[kState].handle.setMulticastInterface(interfaceAddress), 'setMulticastInterface');
};

Socket.prototype.addMembership = function(multicastAddress, interfaceAddress) {
  checkRunning(this);
  if (!multicastAddress) throw new codes.ERR_MISSING_ARGS('multicastAddress');
  checked(this[kState].handle.addMembership(multicastAddress, interfaceAddress), 'addMembership');
};

Socket.prototype.dropMembership = function(multicastAddress, interfaceAddress) {
  checkRunning(this);
  if (!multicastAddress) throw new codes.ERR_MISSING_ARGS('multicastAddress');
  checked(this[kState].handle.dropMembership(multicastAddress, interfaceAddress), 'dropMembership');
};

Socket.prototype.addSourceSpecificMembership = function(sourceAddress, groupAddress, interfaceAddress) {
  checkRunning(this);
  validateString(sourceAddress, 'sourceAddress');
  validateString(groupAddress, 'groupAddress');
  const { handle } = this[kState];
  checked(handle.addSourceSpecificMembership(sourceAddress, groupAddress, interfaceAddress), 'addSourceSpecificMembership');
};

Socket.prototype.dropSourceSpecificMembership = function(sourceAddress, groupAddress, interfaceAddress) {
  checkRunning(this);
  validateString(sourceAddress, 'sourceAddress');
  validateString(groupAddress, 'groupAddress');
  const { handle } = this[kState];
  checked(handle.dropSourceSpecificMembership(sourceAddress, groupAddress, interfaceAddress), 'dropSourceSpecificMembership');
};

Socket.prototype.ref = function() {
  this[kState].handle?.ref();
  return this;
};

Socket.prototype.unref = function() {
  this[kState].handle?.unref();
  return this;
};

Socket.prototype.setRecvBufferSize = function(size) {
  bufferSize(this, size, true);
};

Socket.prototype.setSendBufferSize = function(size) {
  bufferSize(this, size, false);
};

Socket.prototype.getRecvBufferSize = function() {
  return bufferSize(this, 0, true);
};

Socket.prototype.getSendBufferSize = function() {
  return bufferSize(this, 0, false);
};

Socket.prototype.getSendQueueSize = function() {
  return this[kState].handle.getSendQueueSize();
};

Socket.prototype.getSendQueueCount = function() {
  return this[kState].handle.getSendQueueCount();
};

// --- names that Node has deprecated

for (const name of ['_handle', '_receiving', '_bindState', '_queue', '_reuseAddr']) {
  const key = name.slice(1);
  const message = `Socket.prototype.${name} is deprecated`;
  Object.defineProperty(Socket.prototype, name, {
    __proto__: null,
    get: deprecate(function() { return this[kState][key]; }, message, 'DEP0112'),
    set: deprecate(function(value) { this[kState][key] = value; }, message, 'DEP0112'),
  });
}

Socket.prototype._healthCheck = deprecate(function() {
  checkRunning(this);
}, 'Socket.prototype._healthCheck() is deprecated', 'DEP0112');

Socket.prototype._stopReceiving = deprecate(function() {
  stopReceiving(this);
}, 'Socket.prototype._stopReceiving() is deprecated', 'DEP0112');

module.exports = {
  _createSocketHandle: deprecate(createSocketHandle, 'dgram._createSocketHandle() is deprecated', 'DEP0112'),
  createSocket,
  Socket,
};
