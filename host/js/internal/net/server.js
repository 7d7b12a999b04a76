// net.Server: listening on TCP ports, unix sockets and given descriptors.
// Absent on purpose: sharing with cluster workers, blockList.
'use strict';

const EventEmitter = require('events');
const { codes, ErrnoException, UVExceptionWithHostPort } = require('internal/errors');
const { validateAbortSignal, validateFunction, validateNumber, validatePort } = require('internal/validators');
const { ListenHandle, tickOf } = require('internal/net/handle');
const { Socket } = require('internal/net/socket');
const { isIP, normalizeArgs, toNumber } = require('internal/net/address');
const binding = internalBinding('tcp');

const UV_EINVAL = -22;
const UV_EADDRINUSE = -98;
const IPV6_ONLY = 1;

function Server(options, connectionListener) {
  if (!(this instanceof Server)) return new Server(options, connectionListener);
  Reflect.apply(EventEmitter, this, []);
  if (typeof options === 'function') {
    connectionListener = options;
    options = {};
  } else if (options === null || options === undefined) {
    options = {};
  } else if (typeof options === 'object') {
    options = { ...options };
  } else {
    throw new codes.ERR_INVALID_ARG_TYPE('options', 'Object', options);
  }
  if (typeof connectionListener === 'function') this.on('connection', connectionListener);
  if (options.keepAliveInitialDelay !== undefined) {
    validateNumber(options.keepAliveInitialDelay, 'options.keepAliveInitialDelay');
  }
  if (options.highWaterMark !== undefined) validateNumber(options.highWaterMark, 'options.highWaterMark');
  this._connections = 0;
  this._handle = null;
  this._connectionKey = undefined;
  this._unref = false;
  this._listeningId = 1;
  this.allowHalfOpen = options.allowHalfOpen || false;
  this.pauseOnConnect = Boolean(options.pauseOnConnect);
  this.noDelay = Boolean(options.noDelay);
  this.keepAlive = Boolean(options.keepAlive);
  this.keepAliveInitialDelay = Math.max(0, options.keepAliveInitialDelay ?? 0);
  this.highWaterMark = options.highWaterMark;
}
Object.setPrototypeOf(Server.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Server, EventEmitter);

Server.prototype.listen = function(...args) {
  let [options, callback] = normalizeArgs(args);
  if (this._handle) throw new codes.ERR_SERVER_ALREADY_LISTEN();
  if (callback !== null) this.once('listening', callback);
  const backlogArgument = toNumber(args.length > 1 && args[1]) || toNumber(args.length > 2 && args[2]);

  options = options._handle ?? options.handle ?? options;
  if (options instanceof ListenHandle) {
    start(this, options, backlogArgument);
    return this;
  }
  watchSignal(this, options);
  if (typeof options.fd === 'number' && options.fd >= 0) {
    listenOnDescriptor(this, options, backlogArgument);
    return this;
  }
  const noArguments = args.length === 0 || typeof args[0] === 'function';
  if (noArguments || (options.port === undefined && 'port' in options) || options.port === null) options = { ...options, port: 0 };
  const backlog = options.backlog || backlogArgument;
  if (typeof options.port === 'number' || typeof options.port === 'string') {
    validatePort(options.port, 'options.port');
    listenOnPort(this, options, backlog);
    return this;
  }
  if (options.path && typeof options.path === 'string' && !(toNumber(options.path) >= 0 && toNumber(options.path) !== false)) {
    listenOnPath(this, options, backlog);
    return this;
  }
  if (!('port' in options || 'path' in options)) {
    throw new codes.ERR_INVALID_ARG_VALUE(
      'options', options, 'must have the property "port" or "path"');
  }
  throw new codes.ERR_INVALID_ARG_VALUE('options', options);
};

function watchSignal(server, { signal }) {
  if (signal === undefined) return;
  validateAbortSignal(signal, 'options.signal');
  const onAbort = () => server.close();
  if (signal.aborted) process.nextTick(onAbort);
  else {
    signal.addEventListener('abort', onAbort, require('internal/event_target').onceForSure);
    server.once('close', () => signal.removeEventListener('abort', onAbort));
  }
}

function listenOnPort(server, options, backlog) {
  const port = options.port | 0;
  const flags = options.ipv6Only === true ? IPV6_ONLY : 0;
  if (!options.host) {
    bindAndStart(server, null, port, backlog, flags);
    return;
  }
  const family = isIP(options.host);
  if (family !== 0) {
    bindAndStart(server, { address: options.host, family }, port, backlog, flags);
    return;
  }
  const id = ++server._listeningId;
  require('dns').lookup(options.host, (error, address, kind) => {
    if (id !== server._listeningId) return;
    if (error) server.emit('error', error);
    else bindAndStart(server, { address, family: kind }, port, backlog, flags);
  });
}

function bindAndStart(server, host, port, backlog, flags) {
  // Without a host: every address, of IPv6 where the machine has it.
  const wanted = host ?? { address: '::', family: 6 };
  const reported = host?.address ?? '::';
  let result = bindTcp(wanted, port, flags);
  if (typeof result === 'number' && host === null && result !== UV_EADDRINUSE) {
    result = bindTcp({ address: '0.0.0.0', family: 4 }, port, flags);
  }
  if (typeof result === 'number') {
    fail(server, new UVExceptionWithHostPort(result, 'listen', reported, port));
    return;
  }
  start(server, result, backlog, reported, port);
}

function bindTcp({ address, family }, port, flags) {
  const fd = binding.socket(family);
  if (fd < 0) return fd;
  const handle = new ListenHandle(fd, 'TCP');
  const errno = binding.bindTcp(fd, address, port, flags | 2);
  if (errno === 0) return handle;
  handle.close();
  return errno;
}

function listenOnPath(server, options, backlog) {
  const fd = binding.socket(1);
  if (fd < 0) {
    fail(server, new UVExceptionWithHostPort(fd, 'listen', options.path, -1));
    return;
  }
  const handle = new ListenHandle(fd, 'PIPE');
  const errno = binding.bindPipe(fd, options.path);
  if (errno !== 0) {
    handle.close();
    fail(server, new UVExceptionWithHostPort(errno, 'listen', options.path, -1));
    return;
  }
  handle.path = options.path;
  server._pipeName = options.path;
  if (options.readableAll || options.writableAll) {
    binding.chmod(options.path, (options.readableAll ? 0o444 : 0) | (options.writableAll ? 0o222 : 0));
  }
  start(server, handle, backlog, options.path, -1);
}

function listenOnDescriptor(server, options, backlog) {
  const kind = binding.guess(options.fd);
  if (kind !== 'TCP' && kind !== 'PIPE') {
    fail(server, new UVExceptionWithHostPort(UV_EINVAL, 'listen', null, -1));
    return;
  }
  binding.setBlocking(options.fd, false);
  start(server, new ListenHandle(options.fd, kind), backlog, null, -1);
}

function fail(server, error) {
  process.nextTick(() => server.emit('error', error));
}

function start(server, handle, backlog, address, port) {
  server._handle = handle;
  handle[require('internal/net/open').kOwner] = server;
  if (server._unref) handle.unref();
  handle.onconnection = (errno, client) => accept(server, errno, client);
  const errno = handle.listen(backlog || 511);
  if (errno !== 0) {
    handle.close();
    server._handle = null;
    fail(server, new UVExceptionWithHostPort(errno, 'listen', address, port));
    return;
  }
  server._connectionKey = `${isIP(address ?? '') || -1}:${address}:${port}`;
  tickOf(server._handle, () => {
    if (server._handle) server.emit('listening');
  });
}

function accept(server, errno, client) {
  if (errno !== 0) {
    server.emit('error', new ErrnoException(errno, 'accept'));
    return;
  }
  if (server.maxConnections !== undefined && server._connections >= server.maxConnections) {
    const data = { localAddress: undefined };
    const local = {};
    const remote = {};
    client.getsockname(local);
    client.getpeername(remote);
    if (local.port !== undefined) {
      Object.assign(data, {
        localAddress: local.address, localPort: local.port, localFamily: local.family,
        remoteAddress: remote.address, remotePort: remote.port, remoteFamily: remote.family,
      });
    }
    client.close();
    server.emit('drop', local.port === undefined ? undefined : data);
    return;
  }
  const socket = new Socket({
    handle: client,
    allowHalfOpen: server.allowHalfOpen,
    pauseOnCreate: server.pauseOnConnect,
    readable: true,
    writable: true,
    noDelay: server.noDelay,
    keepAlive: server.keepAlive,
    keepAliveInitialDelay: server.keepAliveInitialDelay,
    readableHighWaterMark: server.highWaterMark,
    writableHighWaterMark: server.highWaterMark,
  });
  server._connections++;
  socket.server = server;
  socket._server = server;
  server.emit('connection', socket);
}

Server.prototype.address = function() {
  if (!this._handle) return null;
  if (this._handle.kind === 'PIPE') return this._pipeName ?? null;
  const out = {};
  const errno = this._handle.getsockname(out);
  if (errno !== 0) throw new ErrnoException(errno, 'address');
  return out;
};

Server.prototype.close = function(callback) {
  this._listeningId++;
  if (typeof callback === 'function') {
    if (this._handle) {
      this.once('close', callback);
    } else {
      this.once('close', () => callback(new codes.ERR_SERVER_NOT_RUNNING()));
    }
  }
  if (this._handle) {
    this._handle.close();
    this._handle = null;
  }
  this._emitCloseIfDrained();
  return this;
};

Server.prototype._emitCloseIfDrained = function() {
  if (this._handle || this._connections > 0) return;
  process.nextTick(() => this.emit('close'));
};

Server.prototype[Symbol.for('nodejs.rejection')] = function(error, event, socket) {
  if (event === 'connection') socket.destroy(error);
  else this.emit('error', error);
};

Server.prototype[Symbol.asyncDispose] = async function() {
  if (!this._handle) return;
  await new Promise((resolve, reject) => {
    this.close((error) => (error ? reject(error) : resolve()));
  });
};

Server.prototype.getConnections = function(callback) {
  validateFunction(callback, 'callback');
  process.nextTick(callback, null, this._connections);
  return this;
};

Server.prototype.ref = function() {
  this._unref = false;
  this._handle?.ref();
  return this;
};

Server.prototype.unref = function() {
  this._unref = true;
  this._handle?.unref();
  return this;
};

Object.defineProperty(Server.prototype, 'listening', {
  get() { return Boolean(this._handle); },
  configurable: true,
  enumerable: true,
});

module.exports = { Server };
