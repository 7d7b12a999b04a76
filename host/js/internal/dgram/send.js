// Sending of a dgram.Socket: what may be given, what waits until the socket is bound, and how a datagram's end is told.
'use strict';

const { Buffer } = require('buffer');
const EventEmitter = require('events');
const { codes, ExceptionWithHostPort } = require('internal/errors');
const { validateNumber, validatePort, validateString } = require('internal/validators');
const { isIP } = require('internal/net/address');
const { triggeredBy } = require('internal/net/handle');
const { BOUND, checkRunning, CONNECTED, kState, UNBOUND } = require('internal/dgram/state');

const kinds = ['Buffer', 'TypedArray', 'DataView', 'string'];

// --- what is sent

// A string's bytes or a view, as a Buffer over the same memory; undefined for anything else.
function toBuffer(data) {
  if (typeof data === 'string') return Buffer.from(data);
  return ArrayBuffer.isView(data) ? Buffer.from(data.buffer, data.byteOffset, data.byteLength) : undefined;
}

function part(data, offset, length) {
  const buffer = toBuffer(data);
  if (buffer === undefined) throw new codes.ERR_INVALID_ARG_TYPE('buffer', kinds, data);
  offset >>>= 0;
  length >>>= 0;
  if (offset > buffer.byteLength) throw new codes.ERR_BUFFER_OUT_OF_BOUNDS('offset');
  if (offset + length > buffer.byteLength) throw new codes.ERR_BUFFER_OUT_OF_BOUNDS('length');
  return buffer.subarray(offset, offset + length);
}

function pieces(data) {
  if (!Array.isArray(data)) {
    const buffer = toBuffer(data);
    if (buffer === undefined) throw new codes.ERR_INVALID_ARG_TYPE('buffer', kinds, data);
    return [buffer];
  }
  const list = data.map(toBuffer);
  if (list.includes(undefined)) throw new codes.ERR_INVALID_ARG_TYPE('buffer list arguments', kinds, data);
  return list.length === 0 ? [Buffer.alloc(0)] : list;
}

// --- what waits until the socket is bound

function enqueue(socket, act) {
  const state = socket[kState];
  if (state.queue === undefined) {
    state.queue = [];
    const onError = () => {
      socket.removeListener('listening', onListening);
      state.queue = undefined;
    };
    const onListening = () => {
      socket.removeListener(EventEmitter.errorMonitor, onError);
      const { queue } = state;
      state.queue = undefined;
      for (const waiting of queue) waiting();
    };
    socket.once(EventEmitter.errorMonitor, onError);
    socket.once('listening', onListening);
  }
  state.queue.push(act);
}

// --- sending

// (msg[, offset, length][, port[, address]][, callback]); a connected socket takes no port and address.
function send(buffer, offset, length, port, address, callback) {
  const state = this[kState];
  const connected = state.connectState === CONNECTED;
  if (!connected) {
    if (address || (port && typeof port !== 'function')) buffer = part(buffer, offset, length);
    else [port, address, callback] = [offset, length, port];
  } else {
    if (typeof length === 'number') {
      buffer = part(buffer, offset, length);
      if (typeof port === 'function') [port, callback] = [null, port];
    } else {
      callback = offset;
    }
    if (port || address) throw new codes.ERR_SOCKET_DGRAM_IS_CONNECTED();
  }
  const list = pieces(buffer);
  if (!connected) port = validatePort(port, 'Port', false);
  if (typeof callback !== 'function') callback = undefined;
  if (typeof address === 'function') [address, callback] = [undefined, address];
  else if (address !== null && address !== undefined) validateString(address, 'address');

  checkRunning(this);
  if (state.bindState === UNBOUND) this.bind({ port: 0, exclusive: true });
  if (state.bindState !== BOUND) {
    // Connected or not is decided anew then.
    enqueue(this, () => this.send(list, port, address, callback));
    return;
  }
  const { handle } = state;
  const afterLookup = (error, ip) => {
    triggeredBy(handle, () => sendTo(this, error, ip, list, address, port, callback));
  };
  if (connected) afterLookup(null, undefined);
  else handle.lookup(address, afterLookup);
}

// Blocked by the socket's list, as an error.
function blockedAddress(state, ip) {
  const { sendBlockList } = state;
  if (!ip || !sendBlockList) return undefined;
  return sendBlockList.check(ip, `ipv${isIP(ip)}`) ? new codes.ERR_IP_BLOCKED(ip) : undefined;
}

function sendTo(socket, error, ip, list, address, port, callback) {
  const state = socket[kState];
  if (error) {
    if (callback !== undefined) process.nextTick(callback, error);
    else process.nextTick(() => socket.emit('error', error));
    return;
  }
  if (!state.handle) return;
  const blocked = blockedAddress(state, ip);
  if (blocked !== undefined) {
    if (callback !== undefined) process.nextTick(callback, blocked);
    return;
  }
  const failure = (errno) => new ExceptionWithHostPort(errno, 'send', address, port);
  const status = state.handle.send(list, port ? ip : undefined, port, (errno, size) => {
    if (callback !== undefined) callback(errno < 0 ? failure(errno) : null, size);
  });
  // Without a callback nobody is told of a failure.
  if (callback === undefined) return;
  if (status >= 1) process.nextTick(callback, null, status - 1);
  else if (status < 0) process.nextTick(callback, failure(status));
}

// The form with everything given.
function sendto(buffer, offset, length, port, address, callback) {
  validateNumber(offset, 'offset');
  validateNumber(length, 'length');
  validateNumber(port, 'port');
  validateString(address, 'address');
  this.send(buffer, offset, length, port, address, callback);
}

module.exports = { blockedAddress, enqueue, send, sendto };
