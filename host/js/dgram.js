// `dgram`: UDP sockets: making, binding and connecting them, and their options. Sending is in internal/dgram/send, the
// descriptor in internal/dgram/handle. Absent on purpose: sharing sockets with cluster workers.
'use strict';

const { Buffer } = require('buffer');
const EventEmitter = require('events');
const { codes, ErrnoException, ExceptionWithHostPort } = require('internal/errors');
const {
  validateAbortSignal, validateNumber, validatePort, validateString, validateUint32,
} = require('internal/validators');
const { deprecate } = require('internal/util');
const { kOwner } = require('internal/net/open');
const { triggeredBy } = require('internal/net/handle');
const {
  BINDING, BOUND, CONNECTED, CONNECTING, DISCONNECTED, kState, newHandle, UNBOUND,
} = require('internal/dgram/state');
const { blockedAddress, enqueue, send, sendto } = require('internal/dgram/send');
const { byErrno } = require('internal/errors/errno');
const madeSocket = require('diagnostics_channel').channel('udp.socket');
const { IPV6_ONLY, REUSE_ADDRESS, REUSE_PORT } = internalBinding('udp');

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

function checkRunning(socket) {
  if (!socket[kState].handle) throw new codes.ERR_SOCKET_DGRAM_NOT_RUNNING();
}

// --- binding

// (port, address, callback), (options, callback), with each but the callback left out, or (handle).
Socket.prototype.bind = function(port, address /* , callback */) {
  checkRunning(this);
  const state = this[kState];
  if (state.bindState !== UNBOUND) throw new codes.ERR_SOCKET_ALREADY_BOUND();
  state.bindState = BINDING;
  const callback = arguments.length > 0 ? arguments[arguments.length - 1] : undefined;
  if (typeof callback === 'function') callWhenBound(this, callback);

  if (typeof port === 'object' && port !== null) {
    if (typeof port.recvStart === 'function') {
      replaceHandle(this, port);
      startListening(this);
      return this;
    }
    if (Number.isInteger(port.fd) && port.fd > 0 && port.fd === (port.fd | 0)) {
      adopt(this, port.fd);
      return this;
    }
    ({ port, address = '' } = port);
  } else if (typeof address === 'function') {
    address = '';
  }
  state.handle.lookup(address || (this.type === 'udp4' ? '0.0.0.0' : '::'), (error, ip) => bindTo(this, error, ip, port));
  return this;
};

// An error in between counts as the end of waiting, too.
function callWhenBound(socket, callback) {
  const settle = () => {
    socket.removeListener('error', settle);
    socket.removeListener('listening', onListening);
  };
  const onListening = function() {
    settle();
    Reflect.apply(callback, this, []);
  };
  socket.on('error', settle);
  socket.on('listening', onListening);
}

function replaceHandle(socket, handle) {
  const state = socket[kState];
  const { handle: old } = state;
  handle.lookup ??= old.lookup;
  handle[kOwner] = socket;
  old.close();
  state.handle = handle;
}

function adopt(socket, fd) {
  const type = internalBinding('tty').guess(fd);
  if (type !== 'UDP') throw new codes.ERR_INVALID_FD_TYPE(type);
  const errno = socket[kState].handle.open(fd);
  if (errno !== 0) throw new ErrnoException(errno, 'open');
  startListening(socket);
}

function bindTo(socket, error, ip, port) {
  const state = socket[kState];
  // Closed in the meantime.
  if (!state.handle) return;
  if (!error) {
    const flags = (state.reuseAddr ? REUSE_ADDRESS : 0) | (state.ipv6Only ? IPV6_ONLY : 0) | (state.reusePort ? REUSE_PORT : 0);
    const errno = state.handle.bind(ip, port || 0, flags);
    if (errno === 0) {
      startListening(socket);
      return;
    }
    error = new ExceptionWithHostPort(errno, 'bind', ip, port);
  }
  state.bindState = UNBOUND;
  socket.emit('error', error);
}

function startListening(socket) {
  const state = socket[kState];
  const { handle } = state;
  handle.onmessage = (errno, data, from) => onMessage(socket, errno, data, from);
  handle.recvStart();
  state.receiving = true;
  state.bindState = BOUND;
  if (state.recvBufferSize) bufferSize(socket, state.recvBufferSize, true);
  if (state.sendBufferSize) bufferSize(socket, state.sendBufferSize, false);
  socket.emit('listening');
}

function onMessage(socket, errno, data, from) {
  if (errno < 0) {
    socket.emit('error', new ErrnoException(errno, 'recvmsg'));
    return;
  }
  const [address, family, port] = from;
  if (socket[kState].receiveBlockList?.check(address, family.toLowerCase())) return;
  socket.emit('message', Buffer.from(data), { address, family, port, size: data.byteLength });
}

// --- connecting

Socket.prototype.connect = function(port, address, callback) {
  port = validatePort(port, 'Port', false);
  if (typeof address === 'function') {
    callback = address;
    address = '';
  } else if (address === undefined) {
    address = '';
  }
  validateString(address, 'address');
  const state = this[kState];
  if (state.connectState !== DISCONNECTED) throw new codes.ERR_SOCKET_DGRAM_IS_CONNECTED();
  state.connectState = CONNECTING;
  if (state.bindState === UNBOUND) this.bind({ port: 0, exclusive: true });
  if (state.bindState === BOUND) lookupAndConnect(this, port, address, callback);
  else enqueue(this, () => lookupAndConnect(this, port, address, callback));
};

function lookupAndConnect(socket, port, address, callback) {
  if (callback) socket.once('connect', callback);
  const { handle } = socket[kState];
  handle.lookup(address, (error, ip) => {
    triggeredBy(handle, () => connectTo(socket, error, ip, port, address, callback));
  });
}

function connectTo(socket, error, ip, port, address, callback) {
  const state = socket[kState];
  if (!state.handle) return;
  error ||= blockedAddress(state, ip);
  if (!error) {
    const errno = state.handle.connect(ip, port);
    if (errno !== 0) error = new ExceptionWithHostPort(errno, 'connect', address, port);
  }
  if (!error) {
    state.connectState = CONNECTED;
    process.nextTick(() => socket.emit('connect'));
    return;
  }
  state.connectState = DISCONNECTED;
  process.nextTick(() => {
    if (!callback) {
      socket.emit('error', error);
      return;
    }
    socket.removeListener('connect', callback);
    callback(error);
  });
}

Socket.prototype.disconnect = function() {
  const state = this[kState];
  if (state.connectState !== CONNECTED) throw new codes.ERR_SOCKET_DGRAM_NOT_CONNECTED();
  const errno = state.handle.disconnect();
  if (errno !== 0) throw new ErrnoException(errno, 'connect');
  state.connectState = DISCONNECTED;
};

// --- sending

Socket.prototype.sendto = sendto;
Socket.prototype.send = send;

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

// Sets a size, or answers it when `size` is 0.
function bufferSize(socket, size, ofReceived) {
  if (size >>> 0 !== size) throw new codes.ERR_SOCKET_BAD_BUFFER_SIZE();
  const answer = socket[kState].handle.bufferSize(size, ofReceived);
  if (answer >= 0) return answer;
  const [code, message] = byErrno.get(answer) ?? ['UNKNOWN', 'unknown error'];
  const syscall = ofReceived ? 'uv_recv_buffer_size' : 'uv_send_buffer_size';
  throw new codes.ERR_SOCKET_BUFFER_SIZE({ errno: answer, code, message, syscall });
}

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

// A bound handle, or a negative errno.
function createSocketHandle(address, port, type, fd, flags) {
  const handle = newHandle(type);
  const isFd = Number.isInteger(fd) && fd > 0;
  if (isFd && internalBinding('tty').guess(fd) !== 'UDP') {
    handle.close();
    return internalBinding('udp').EINVAL;
  }
  const errno = isFd ? handle.open(fd) : port || address ? handle.bind(address, port || 0, flags) : 0;
  if (errno === 0) return handle;
  handle.close();
  return errno;
}

module.exports = {
  _createSocketHandle: deprecate(createSocketHandle, 'dgram._createSocketHandle() is deprecated', 'DEP0112'),
  createSocket,
  Socket,
};
