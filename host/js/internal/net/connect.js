// How a net.Socket connects: arguments, name lookup, and the attempts over several addresses one after the other.
// Absent on purpose: overlapping attempts (an attempt that hangs is given up after the attempt timeout).
'use strict';

const {
  codes, ErrnoException, ExceptionWithHostPort, NodeAggregateError,
} = require('internal/errors');
const {
  validateBoolean, validateFunction, validateInt32, validateNumber, validateString,
} = require('internal/validators');
const { attach, refreshTimer } = require('internal/net/socket');
const { StreamHandle } = require('internal/net/handle');
const { isIP, normalizeArgs } = require('internal/net/address');
const timing = require('internal/perf/observing');
const binding = internalBinding('tcp');

const UV_ETIMEDOUT = -110;

const defaults = { autoSelectFamily: true, attemptTimeout: 250 };

function connect(socket, args) {
  const [options, callback] = Array.isArray(args[0]) ? args[0] : normalizeArgs(args);
  const { path } = options;
  const isPipe = Boolean(path);
  if (!isPipe && options.port === undefined) {
    throw new codes.ERR_MISSING_ARGS(['options', 'port', 'path']);
  }
  if (socket.write !== Object.getPrototypeOf(socket).write) delete socket.write;
  if (socket.destroyed) revive(socket);
  socket._peername = null;
  socket._sockname = null;
  if (callback !== null && callback !== undefined) socket.once('connect', callback);
  if (options.noDelay !== undefined) socket.setNoDelay(options.noDelay);
  if (options.keepAlive !== undefined) socket.setKeepAlive(options.keepAlive, options.keepAliveInitialDelay);
  if (socket._parent?.connecting) return socket;
  refreshTimer(socket);
  socket.connecting = true;
  if (isPipe) {
    validateString(path, 'options.path');
    connectPipe(socket, path);
  } else {
    lookupAndConnect(socket, options);
  }
  return socket;
}

// A destroyed socket may connect again.
function revive(socket) {
  socket._undestroy();
  socket._handle = null;
  socket._peername = null;
  socket._sockname = null;
}

function connectPipe(socket, path) {
  const fd = binding.socket(1);
  if (fd < 0) {
    socket.destroy(new ErrnoException(fd, 'connect'));
    return;
  }
  const handle = new StreamHandle(fd, 'PIPE');
  adoptHandle(socket, handle);
  const failed = (errno) => {
    const error = new ErrnoException(errno, 'connect', path);
    error.address = path;
    socket.destroy(error);
  };
  const errno = handle.connect(() => binding.connectPipe(fd, path), (status) => {
    if (socket.destroyed) return;
    if (status === 0) established(socket);
    else failed(status);
  });
  // A failure at once is told later, as one from the loop is.
  if (errno !== 0) binding.pendingPost(() => { if (!socket.destroyed) failed(errno); });
}

function adoptHandle(socket, handle) {
  socket._handle = handle;
  handle[require('internal/net/open').kOwner] = socket;
  attach(socket);
}

function lookupAndConnect(socket, options) {
  const { localAddress, localPort } = options;
  const host = options.host || 'localhost';
  let { port, autoSelectFamilyAttemptTimeout, autoSelectFamily } = options;
  if (localAddress && !isIP(localAddress)) throw new codes.ERR_INVALID_IP_ADDRESS(localAddress);
  if (localPort) validateNumber(localPort, 'options.localPort');
  if (port !== undefined) {
    if (typeof port !== 'number' && typeof port !== 'string') {
      throw new codes.ERR_INVALID_ARG_TYPE('options.port', ['number', 'string'], port);
    }
    require('internal/validators').validatePort(port);
  }
  port |= 0;
  if (autoSelectFamily !== undefined) validateBoolean(autoSelectFamily, 'options.autoSelectFamily');
  else autoSelectFamily = defaults.autoSelectFamily;
  if (autoSelectFamilyAttemptTimeout !== undefined) {
    validateInt32(autoSelectFamilyAttemptTimeout, 'options.autoSelectFamilyAttemptTimeout', 1);
    autoSelectFamilyAttemptTimeout = Math.max(autoSelectFamilyAttemptTimeout, 10);
  } else {
    autoSelectFamilyAttemptTimeout = defaults.attemptTimeout;
  }
  const local = { address: localAddress, port: localPort };
  const family = isIP(host);
  if (family !== 0) {
    process.nextTick(() => {
      if (socket.connecting) attempt(socket, [{ address: host, family }], port, local, undefined);
    });
    return;
  }
  if (options.lookup !== undefined) validateFunction(options.lookup, 'options.lookup');
  const lookup = options.lookup ?? require('dns').lookup;
  const many = autoSelectFamily && options.family !== 4 && options.family !== 6 && !localAddress;
  const query = { family: options.family || 0, hints: options.hints || 0, all: many };
  socket._host = host;
  lookup(host, query, (error, found, foundFamily) => {
    const addresses = many && Array.isArray(found) ? found : [{ address: found, family: foundFamily }];
    for (const { address, family: kind } of error ? [{ address: found, family: foundFamily }] : addresses) {
      socket.emit('lookup', error, address, kind, host);
    }
    if (!socket.connecting) return;
    if (error) {
      process.nextTick(() => socket.destroy(error));
      return;
    }
    const problem = checkAddresses(addresses, port, host);
    if (problem !== undefined) {
      process.nextTick(() => socket.destroy(problem));
      return;
    }
    refreshTimer(socket);
    const limit = addresses.length > 1 ? autoSelectFamilyAttemptTimeout : undefined;
    attempt(socket, many ? interleave(addresses) : addresses, port, local, limit);
  });
}

function checkAddresses(addresses, port, host) {
  for (const { address, family } of addresses) {
    if (!isIP(address)) return new codes.ERR_INVALID_IP_ADDRESS(address);
    if (family !== 4 && family !== 6) return new codes.ERR_INVALID_ADDRESS_FAMILY(family, host, port);
  }
  return undefined;
}

// Alternates the families, beginning with that of the first address.
function interleave(addresses) {
  const first = addresses.filter((entry) => entry.family === addresses[0].family);
  const other = addresses.filter((entry) => entry.family !== addresses[0].family);
  const result = [];
  for (let i = 0; i < Math.max(first.length, other.length); i++) {
    if (i < first.length) result.push(first[i]);
    if (i < other.length) result.push(other[i]);
  }
  return result;
}

function attempt(socket, addresses, port, local, limit, errors = []) {
  const { address, family } = addresses[0];
  const rest = addresses.slice(1);
  const fd = binding.socket(family);
  const failed = (errno, syscall = 'connect', at = address, atPort = port) => {
    const details = local.address && local.port ? `${local.address}:${local.port}` : undefined;
    errors.push(new ExceptionWithHostPort(errno, syscall, at, atPort, details));
    if (limit !== undefined) socket.emit('connectionAttemptFailed', address, port, family, errors.at(-1));
    discard(socket);
    if (rest.length > 0) attempt(socket, rest, port, local, limit, errors);
    else socket.destroy(errors.length === 1 ? errors[0] : new NodeAggregateError(errors));
  };
  if (fd < 0) {
    failed(fd);
    return;
  }
  const handle = new StreamHandle(fd, 'TCP');
  adoptHandle(socket, handle);
  if (local.address || local.port) {
    const any = family === 6 ? '::' : '0.0.0.0';
    const errno = binding.bindTcp(fd, local.address || any, local.port || 0, 0);
    if (errno !== 0) {
      failed(errno, 'bind', local.address || any, local.port || 0);
      return;
    }
  }
  socket.emit('connectionAttempt', address, port, family);
  const timed = timing.begin('net', 'connect', () => ({ host: address, port }));
  let timer;
  const errno = handle.connect(() => binding.connectTcp(fd, address, port), (status) => {
    clearTimeout(timer);
    if (socket.destroyed || socket._handle !== handle) return;
    if (status !== 0) {
      failed(status);
      return;
    }
    established(socket);
    timing.end(timed);
  });
  if (errno !== 0) {
    binding.pendingPost(() => { if (socket._handle === handle) failed(errno); });
    return;
  }
  if (limit !== undefined && rest.length > 0) {
    timer = setTimeout(() => {
      if (socket._handle !== handle || !socket.connecting) return;
      socket.emit('connectionAttemptTimeout', address, port, family);
      errors.push(new ExceptionWithHostPort(UV_ETIMEDOUT, 'connect', address, port));
      discard(socket);
      attempt(socket, rest, port, local, limit, errors);
    }, limit);
  }
}

function discard(socket) {
  const handle = socket._handle;
  socket._handle = null;
  socket._sockname = null;
  handle?.close();
}

function established(socket) {
  socket.connecting = false;
  socket._sockname = null;
  attach(socket);
  refreshTimer(socket);
  socket.emit('connect');
  socket.emit('ready');
  // Starts the reads unless someone paused the socket.
  if (socket.readable && !socket.isPaused()) socket.read(0);
}

module.exports = { connect, defaults };
