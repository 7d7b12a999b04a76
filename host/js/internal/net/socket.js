// net.Socket: a Duplex over a stream handle. Connecting is in internal/net/connect.
// Absent on purpose: `onread` buffers, blockList, TOS, async hooks.
'use strict';

const { Buffer } = require('buffer');
const { Duplex, addAbortSignal } = require('stream');
const { codes, ErrnoException } = require('internal/errors');
const { validateFunction, validateInt32, validateAbortSignal } = require('internal/validators');
const { kOwner } = require('internal/net/open');

const kTimer = Symbol('timer');
const kNoDelay = Symbol('kSetNoDelay');
const kKeepAlive = Symbol('kSetKeepAlive');
const kKeepAliveDelay = Symbol('kSetKeepAliveInitialDelay');
const kBytesRead = Symbol('kBytesRead');
const kBytesWritten = Symbol('kBytesWritten');
const kUnref = Symbol('kUnref');
const kReset = Symbol('kReset');

const UV_ENOTCONN = -107;
const UV_ENOTSOCK = -88;

function Socket(options) {
  if (!(this instanceof Socket)) return new Socket(options);
  options = typeof options === 'number' ? { fd: options } : { ...options };
  for (const name of ['objectMode', 'readableObjectMode', 'writableObjectMode']) {
    if (options[name]) throw new codes.ERR_INVALID_ARG_VALUE(`options.${name}`, options[name], 'is not supported');
  }
  if (options.keepAliveInitialDelay !== undefined) checkDelay(options.keepAliveInitialDelay);

  this.connecting = false;
  this._hadError = false;
  this._parent = null;
  this._host = null;
  this._handle = null;
  this._server = null;
  this.server = null;
  this._sockname = null;
  this._peername = null;
  this[kTimer] = null;
  this[kBytesRead] = 0;
  this[kBytesWritten] = 0;
  this[kUnref] = false;
  this[kReset] = false;
  this[kNoDelay] = Boolean(options.noDelay);
  this[kKeepAlive] = Boolean(options.keepAlive);
  this[kKeepAliveDelay] = Math.trunc((options.keepAliveInitialDelay ?? 0) / 1000);
  this.timeout = 0;

  const { handle, fd, signal } = options;
  delete options.handle;
  delete options.signal;
  options.allowHalfOpen = Boolean(options.allowHalfOpen);
  options.emitClose = false; // The handle's closing emits it, with its argument.
  options.autoDestroy = true;
  options.decodeStrings = true;
  Reflect.apply(Duplex, this, [options]);

  if (handle) this._handle = handle;
  else if (fd !== undefined) this._handle = adopt(fd);
  if (this._handle) this._handle[kOwner] = this;
  this.on('end', refuseWrites);
  attach(this);
  if (signal) {
    validateAbortSignal(signal, 'signal');
    addAbortSignal(signal, this);
  }
  if (this._handle !== null && options.readable !== false && !options.manualStart) {
    if (options.pauseOnCreate) this.readableFlowing = false;
    else this.read(0);
  }
}
Object.setPrototypeOf(Socket.prototype, Duplex.prototype);
Object.setPrototypeOf(Socket, Duplex);

function checkDelay(delay) {
  if (typeof delay !== 'number') {
    throw new codes.ERR_INVALID_ARG_TYPE('options.keepAliveInitialDelay', 'number', delay);
  }
}

// A handle over a descriptor that someone else made.
function adopt(fd) {
  validateInt32(fd, 'fd', 0);
  const binding = internalBinding('tcp');
  const kind = binding.guess(fd);
  if (kind !== 'PIPE' && kind !== 'TCP') throw new codes.ERR_INVALID_FD_TYPE(kind);
  const errno = binding.setBlocking(fd, false);
  if (errno < 0) throw new ErrnoException(errno, 'open');
  const { StreamHandle } = require('internal/net/handle');
  return new StreamHandle(fd, kind);
}

// Ties a handle that has just been set to its socket.
function attach(socket) {
  const handle = socket._handle;
  if (handle === null) return;
  handle.onread = (errno, buffer) => onRead(socket, errno, buffer);
  if (socket[kNoDelay] && handle.kind === 'TCP') handle.setNoDelay(true);
  if (socket[kKeepAlive] && handle.kind === 'TCP') handle.setKeepAlive(true, socket[kKeepAliveDelay]);
  if (socket[kUnref]) handle.unref();
}

function onRead(socket, errno, buffer) {
  refreshTimer(socket);
  if (buffer !== null) {
    if (socket.destroyed) return;
    if (!socket.push(buffer)) socket._handle?.readStop();
    return;
  }
  if (errno !== 0) {
    socket.destroy(new ErrnoException(errno, 'read'));
    return;
  }
  if (socket._readableState.endEmitted) {
    if (socket.writableFinished) socket.destroy();
    return;
  }
  socket.push(null);
  // Makes an empty stream notice its end.
  socket.read(0);
}

function refuseWrites() {
  if (!this.allowHalfOpen) this.write = writeAfterFin;
}

function writeAfterFin(chunk, encoding, callback) {
  if (!this.writableEnded) return Duplex.prototype.write.call(this, chunk, encoding, callback);
  if (typeof encoding === 'function') callback = encoding;
  const error = new Error('This socket has been ended by the other party');
  error.code = 'EPIPE';
  if (typeof callback === 'function') process.nextTick(callback, error);
  this.destroy(error);
  return false;
}

function refreshTimer(socket) {
  for (let at = socket; at !== null && at !== undefined; at = at._parent) {
    if (at[kTimer]) at[kTimer].refresh();
  }
}

Socket.prototype._unrefTimer = function() {
  refreshTimer(this);
};

Socket.prototype._final = function(callback) {
  if (this.connecting) {
    this.once('connect', () => this._final(callback));
    return;
  }
  if (this._handle === null) {
    callback();
    return;
  }
  const errno = this._handle.shutdown((status) => {
    if (status === 0 || status === UV_ENOTCONN || status === UV_ENOTSOCK || this.destroyed) callback();
    else callback(new ErrnoException(status, 'shutdown'));
  });
  if (errno < 0) callback(new ErrnoException(errno, 'shutdown'));
};

Socket.prototype._read = function(size) {
  if (this.connecting || this._handle === null) {
    this.once('connect', () => this._read(size));
  } else if (!this._handle.reading) {
    const errno = this._handle.readStart();
    if (errno !== 0) this.destroy(new ErrnoException(errno, 'read'));
  }
};

Socket.prototype._write = function(chunk, encoding, callback) {
  send(this, [typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk], callback);
};

Socket.prototype._writev = function(chunks, callback) {
  send(this, chunks.map(({ chunk, encoding }) => (
    typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk)), callback);
};

function send(socket, chunks, callback) {
  if (socket.connecting) {
    const onClose = () => callback(new codes.ERR_SOCKET_CLOSED_BEFORE_CONNECTION());
    socket._pendingData = chunks;
    socket.once('connect', () => {
      socket.off('close', onClose);
      socket._pendingData = null;
      send(socket, chunks, callback);
    });
    socket.once('close', onClose);
    return;
  }
  refreshTimer(socket);
  if (socket._handle === null) {
    callback(new codes.ERR_SOCKET_CLOSED());
    return;
  }
  const status = socket._handle.write(chunks, (errno) => {
    refreshTimer(socket);
    if (errno === 0) callback(null);
    else if (socket.destroyed) callback(socket._writableState.errored ?? new codes.ERR_STREAM_DESTROYED('write'));
    else callback(writeError(errno));
  });
  if (status === 0) callback();
  else if (status < 0) callback(writeError(status));
}

const writeError = (errno) => new ErrnoException(errno, 'write');

Socket.prototype._destroy = function(error, callback) {
  this.connecting = false;
  for (let at = this; at !== null && at !== undefined; at = at._parent) {
    clearTimeout(at[kTimer]);
    at[kTimer] = null;
  }
  const handle = this._handle;
  if (handle !== null) {
    this[kBytesRead] = handle.bytesRead;
    this[kBytesWritten] = handle.bytesWritten;
    const isError = Boolean(error);
    const closed = () => this.emit('close', isError);
    if (this[kReset]) {
      this[kReset] = false;
      const errno = handle.reset(closed);
      if (errno < 0) {
        handle.close(closed);
        this.emit('error', new ErrnoException(errno, 'reset'));
      }
    } else {
      handle.close(closed);
    }
    handle.onread = () => {};
    this._handle = null;
    this._sockname = null;
    callback(error);
  } else {
    callback(error);
    process.nextTick(() => this.emit('close', Boolean(error)));
  }
  if (this._server) {
    this._server._connections--;
    this._server._emitCloseIfDrained?.();
  }
};

Socket.prototype.destroySoon = function() {
  if (this.writable) this.end();
  if (this.writableFinished) this.destroy();
  else this.once('finish', this.destroy);
};

Socket.prototype.resetAndDestroy = function() {
  if (this._handle === null) {
    this.destroy(new codes.ERR_SOCKET_CLOSED());
    return this;
  }
  if (this._handle.kind !== 'TCP') throw new codes.ERR_INVALID_HANDLE_TYPE();
  const reset = () => {
    this[kReset] = true;
    this.destroy();
  };
  if (this.connecting) this.once('connect', reset);
  else reset();
  return this;
};

Socket.prototype.end = function(data, encoding, callback) {
  return Reflect.apply(Duplex.prototype.end, this, [data, encoding, callback]);
};

// Stopping the stream also stops the reads, so that a paused socket does not buffer.
Socket.prototype.pause = function() {
  if (this._handle?.reading && !this.connecting) this._handle.readStop();
  return Duplex.prototype.pause.call(this);
};

Socket.prototype.resume = function() {
  startReading(this);
  return Duplex.prototype.resume.call(this);
};

Socket.prototype.read = function(size) {
  startReading(this);
  return Duplex.prototype.read.call(this, size);
};

function startReading(socket) {
  if (socket._handle && !socket.connecting && !socket._handle.reading && !socket.isPaused() && !socket.readableEnded
      && !socket._readableState.ended && socket.readableLength < socket.readableHighWaterMark) {
    socket._handle.readStart();
  }
}

Socket.prototype.setTimeout = function(ms, callback) {
  if (this.destroyed) return this;
  this.timeout = ms;
  if (typeof ms !== 'number') throw new codes.ERR_INVALID_ARG_TYPE('msecs', 'number', ms);
  if (!(ms >= 0 && Number.isFinite(ms))) throw new codes.ERR_OUT_OF_RANGE('msecs', 'a non-negative finite number', ms);
  if (callback !== undefined) validateFunction(callback, 'callback');
  clearTimeout(this[kTimer]);
  this[kTimer] = null;
  if (ms === 0) {
    if (callback !== undefined) this.removeListener('timeout', callback);
  } else {
    this[kTimer] = setTimeout(() => this._onTimeout(), ms).unref();
    if (callback !== undefined) this.once('timeout', callback);
  }
  return this;
};

Socket.prototype._onTimeout = function() {
  // A write that still makes progress is not idle.
  const left = this._handle?.writeQueueSize ?? 0;
  if (left > 0 && left !== this._lastWriteQueueSize) {
    this._lastWriteQueueSize = left;
    refreshTimer(this);
    return;
  }
  this.emit('timeout');
};

Socket.prototype.setNoDelay = function(enable) {
  const on = Boolean(enable === undefined ? true : enable);
  if (on !== this[kNoDelay]) {
    this[kNoDelay] = on;
    if (this._handle?.kind === 'TCP' && !this.connecting) this._handle.setNoDelay(on);
  }
  return this;
};

Socket.prototype.setKeepAlive = function(enable, initialDelay) {
  const on = Boolean(enable);
  const seconds = Math.trunc((initialDelay ?? 0) / 1000) || 0;
  this[kKeepAlive] = on;
  this[kKeepAliveDelay] = seconds;
  if (this._handle?.kind === 'TCP' && !this.connecting) this._handle.setKeepAlive(on, seconds);
  return this;
};

Socket.prototype.ref = function() {
  this[kUnref] = false;
  this._handle?.ref();
  return this;
};

Socket.prototype.unref = function() {
  this[kUnref] = true;
  this._handle?.unref();
  return this;
};

Socket.prototype.address = function() {
  return sockname(this);
};

function sockname(socket) {
  if (!socket._handle) return {};
  if (socket._sockname === null) {
    const out = {};
    const errno = socket._handle.getsockname(out);
    if (errno !== 0) return {};
    socket._sockname = out;
  }
  return socket._sockname;
}

function peername(socket) {
  if (!socket._handle || socket.connecting) return socket._peername ?? {};
  if (socket._peername === null) {
    const out = {};
    const errno = socket._handle.getpeername(out);
    if (errno !== 0) return out;
    socket._peername = out;
  }
  return socket._peername;
}

const getters = {
  _connecting() { return this.connecting; },
  pending() { return !this._handle || this.connecting; },
  readyState() {
    if (this.connecting) return 'opening';
    if (this.readable && this.writable) return 'open';
    if (this.readable) return 'readOnly';
    if (this.writable) return 'writeOnly';
    return 'closed';
  },
  bufferSize() { return this._handle ? this.writableLength : undefined; },
  bytesRead() { return this._handle ? this._handle.bytesRead : this[kBytesRead]; },
  _bytesDispatched() { return this._handle ? this._handle.bytesWritten : this[kBytesWritten]; },
  bytesWritten() {
    // The prototype itself may be looked at.
    if (this._writableState === undefined) return undefined;
    let total = this._bytesDispatched;
    // What still waits in the stream counts as written.
    for (const { chunk, encoding } of this._writableState.getBuffer()) {
      total += typeof chunk === 'string' ? Buffer.byteLength(chunk, encoding) : chunk.byteLength;
    }
    for (const chunk of this._pendingData ?? []) total += chunk.byteLength;
    return total;
  },
  remoteAddress() { return peername(this).address; },
  remoteFamily() { return peername(this).family; },
  remotePort() { return peername(this).port; },
  localAddress() { return sockname(this).address; },
  localPort() { return sockname(this).port; },
  localFamily() { return sockname(this).family; },
};
for (const [name, get] of Object.entries(getters)) {
  const enumerable = !['_connecting', 'bufferSize', 'pending', 'readyState'].includes(name);
  Object.defineProperty(Socket.prototype, name, { get, configurable: name === 'pending', enumerable });
}

Socket.prototype._getpeername = function() { return peername(this); };
Socket.prototype._getsockname = function() { return sockname(this); };

Socket.prototype.connect = function(...args) {
  return require('internal/net/connect').connect(this, args);
};

module.exports = { Socket, attach, refreshTimer };
