// Binding of a dgram.Socket to an address of this machine, receiving, and connecting to one peer.
'use strict';

const { Buffer } = require('buffer');
const { codes, ErrnoException, ExceptionWithHostPort } = require('internal/errors');
const { validateObject, validatePort, validateString } = require('internal/validators');
const { kEmptyObject } = require('internal/util');
const { isIP } = require('internal/net/address');
const { kOwner } = require('internal/net/open');
const { triggeredBy } = require('internal/net/handle');
const {
  BINDING, BOUND, bufferSize, checkRunning, CONNECTED, CONNECTING, DISCONNECTED, kState, newHandle, UNBOUND,
} = require('internal/dgram/state');
const { blockedAddress, enqueue } = require('internal/dgram/send');
const { EINVAL, IPV6_ONLY, REUSE_ADDRESS, REUSE_PORT } = internalBinding('udp');

// --- binding

// (port, address, callback), (options, callback), with each but the callback left out, or (handle).
function bind(port, address /* , callback */) {
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
  state.handle.lookup(address || anyAddress(this), (error, ip) => bindTo(this, error, ip, port));
  return this;
}

// To a numeric address, at once; what 'listening' does is the same.
function bindSync(options = kEmptyObject) {
  checkRunning(this);
  validateObject(options, 'options');
  const state = this[kState];
  if (state.bindState !== UNBOUND) throw new codes.ERR_SOCKET_ALREADY_BOUND();
  const port = validatePort(options.port ?? 0, 'options.port');
  const address = options.address ? numeric(options.address, 'options.address', 'bindSync') : anyAddress(this);
  const errno = state.handle.bind(address, port, flagsOf(state));
  if (errno !== 0) throw new ExceptionWithHostPort(errno, 'bind', address, port);
  startReceiving(this);
  emitLater(this, 'listening');
  return this.address();
}

const anyAddress = (socket) => (socket.type === 'udp4' ? '0.0.0.0' : '::');

function numeric(address, name, caller) {
  validateString(address, name);
  if (isIP(address) !== 0) return address;
  throw new codes.ERR_INVALID_ARG_VALUE(name, address, `must be a numeric IP address; ${caller} does not perform DNS resolution`);
}

function emitLater(socket, event) {
  process.nextTick(() => {
    if (socket[kState].handle) socket.emit(event);
  });
}

function flagsOf({ reuseAddr, ipv6Only, reusePort }) {
  return (reuseAddr ? REUSE_ADDRESS : 0) | (ipv6Only ? IPV6_ONLY : 0) | (reusePort ? REUSE_PORT : 0);
}

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
  if (type !== 'UDP') throw new codes.ERR_INVALID_FD_TYPE(type === 'INVALID' ? 'UNKNOWN' : type);
  const errno = socket[kState].handle.open(fd);
  if (errno !== 0) throw new ErrnoException(errno, 'open');
  startListening(socket);
}

function bindTo(socket, error, ip, port) {
  const state = socket[kState];
  // Closed in the meantime.
  if (!state.handle) return;
  if (!error) {
    const errno = state.handle.bind(ip, port || 0, flagsOf(state));
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
  startReceiving(socket);
  socket.emit('listening');
}

function startReceiving(socket) {
  const state = socket[kState];
  const { handle } = state;
  handle.onmessage = (errno, data, from) => onMessage(socket, errno, data, from);
  handle.recvStart();
  state.receiving = true;
  state.bindState = BOUND;
  if (state.recvBufferSize) bufferSize(socket, state.recvBufferSize, true);
  if (state.sendBufferSize) bufferSize(socket, state.sendBufferSize, false);
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

function connect(port, address, callback) {
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
}

// To a numeric address, at once.
function connectSync(port, address) {
  checkRunning(this);
  port = validatePort(port, 'Port', false);
  const state = this[kState];
  if (state.connectState !== DISCONNECTED) throw new codes.ERR_SOCKET_DGRAM_IS_CONNECTED();
  const isGiven = address !== undefined && address !== null && address !== '';
  const target = isGiven ? numeric(address, 'address', 'connectSync') : this.type === 'udp4' ? '127.0.0.1' : '::1';
  if (state.bindState === UNBOUND) this.bindSync();
  else if (state.bindState !== BOUND) throw new codes.ERR_SOCKET_ALREADY_BOUND();
  const error = tryConnect(state, target, port, target);
  if (error) throw error;
  emitLater(this, 'connect');
}

// Connects, or answers why not.
function tryConnect(state, ip, port, address) {
  const blocked = blockedAddress(state, ip);
  if (blocked !== undefined) return blocked;
  const errno = state.handle.connect(ip, port);
  if (errno !== 0) return new ExceptionWithHostPort(errno, 'connect', address, port);
  state.connectState = CONNECTED;
  return undefined;
}

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
  error ||= tryConnect(state, ip, port, address);
  if (!error) {
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

function disconnect() {
  const state = this[kState];
  if (state.connectState !== CONNECTED) throw new codes.ERR_SOCKET_DGRAM_NOT_CONNECTED();
  const errno = state.handle.disconnect();
  if (errno !== 0) throw new ErrnoException(errno, 'connect');
  state.connectState = DISCONNECTED;
}

// --- handles by themselves

// A bound handle, or a negative errno.
function createSocketHandle(address, port, type, fd, flags) {
  const handle = newHandle(type);
  const isFd = Number.isInteger(fd) && fd > 0;
  if (isFd && internalBinding('tty').guess(fd) !== 'UDP') {
    handle.close();
    return EINVAL;
  }
  const errno = isFd ? handle.open(fd) : port || address ? handle.bind(address, port || 0, flags) : 0;
  if (errno === 0) return handle;
  handle.close();
  return errno;
}

module.exports = { bind, bindSync, connect, connectSync, createSocketHandle, disconnect };
