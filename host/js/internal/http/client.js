// http.ClientRequest: from arguments to a request that has a connection; what happens there is an exchange.
// Absent on purpose: proxies.
'use strict';

const { codes, AbortError, ConnResetException } = require('internal/errors');
const { validateBoolean, validateInteger } = require('internal/validators');
const { isToken } = require('internal/http/common');
const { attach, emitError, listenTimeout } = require('internal/http/exchange');
const { OutgoingMessage, kHeaders } = require('internal/http/outgoing');
const { channel } = require('diagnostics_channel');
const timing = require('internal/perf/observing');

const created = channel('http.client.request.created');
const started = channel('http.client.request.start');

const invalidPath = /[^\x21-\xff]/;
const kError = Symbol('kError');

// The options that a URL stands for.
function urlToOptions(url) {
  const { hostname, pathname, port, username, password, search } = url;
  const options = {
    __proto__: null,
    ...url,
    protocol: url.protocol,
    hostname: hostname.startsWith('[') ? hostname.slice(1, -1) : hostname,
    hash: url.hash,
    search,
    pathname,
    path: `${pathname || ''}${search || ''}`,
    href: url.href,
  };
  if (port !== '') options.port = Number(port);
  if (username || password) options.auth = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return options;
}

function readArguments(input, options, callback) {
  if (typeof input === 'string') {
    input = urlToOptions(new URL(input));
  } else if (input instanceof URL || (input?.href && input.protocol && input.auth === undefined && input.path === undefined)) {
    input = urlToOptions(input);
  } else {
    callback = options;
    options = input;
    input = null;
  }
  if (typeof options === 'function') {
    callback = options;
    options = input || {};
  } else {
    options = Object.assign(input || {}, options);
  }
  return [options, callback];
}

function checkHost(host, name) {
  if (host !== null && host !== undefined && typeof host !== 'string') {
    throw new codes.ERR_INVALID_ARG_TYPE(`options.${name}`, ['string', 'undefined', 'null'], host);
  }
  return host;
}

function chooseAgent(options) {
  const { agent } = options;
  const defaultAgent = options._defaultAgent || require('http').globalAgent;
  if (agent === false) return new defaultAgent.constructor();
  if (agent === null || agent === undefined) {
    return typeof options.createConnection === 'function' ? undefined : defaultAgent;
  }
  if (typeof agent.addRequest !== 'function') {
    throw new codes.ERR_INVALID_ARG_TYPE('options.agent', ['Agent-like Object', 'undefined', 'false'], agent);
  }
  return agent;
}

function checkMethod(method) {
  if (method === null || method === undefined || method === '') return 'GET';
  if (typeof method !== 'string') throw new codes.ERR_INVALID_ARG_TYPE('options.method', 'string', method);
  if (!isToken(method)) throw new codes.ERR_INVALID_HTTP_TOKEN('Method', method);
  return method.toUpperCase();
}

function ClientRequest(input, options, callback) {
  Reflect.apply(OutgoingMessage, this, []);
  [options, callback] = readArguments(input, options, callback);
  const agent = chooseAgent(options);
  this.agent = agent;
  const protocol = options.protocol || agent?.protocol || 'http:';
  const expected = agent?.protocol || 'http:';
  if (options.path) {
    const path = String(options.path);
    if (invalidPath.test(path)) throw new codes.ERR_UNESCAPED_CHARACTERS('Request path');
  }
  if (protocol !== expected) throw new codes.ERR_INVALID_PROTOCOL(protocol, expected);
  const defaultPort = options.defaultPort || agent?.defaultPort;
  const port = options.port = options.port || defaultPort || 80;
  const host = options.host = checkHost(options.hostname, 'hostname') || checkHost(options.host, 'host') || 'localhost';
  const setHost = options.setHost !== undefined ? Boolean(options.setHost) : options.setDefaultHeaders !== false;
  this._removedConnection = options.setDefaultHeaders === false;
  this._removedContLen = options.setDefaultHeaders === false;
  this._removedTE = options.setDefaultHeaders === false;
  this.socketPath = options.socketPath;
  if (options.timeout !== undefined) this.timeout = timeoutOf(options.timeout, 'timeout');
  this.method = checkMethod(options.method);
  const { maxHeaderSize, insecureHTTPParser } = options;
  if (insecureHTTPParser !== undefined) validateBoolean(insecureHTTPParser, 'options.insecureHTTPParser');
  if (maxHeaderSize !== undefined) validateInteger(maxHeaderSize, 'maxHeaderSize', 0);
  this.insecureHTTPParser = insecureHTTPParser;
  this.maxHeaderSize = maxHeaderSize;
  if (options.joinDuplicateHeaders !== undefined) validateBoolean(options.joinDuplicateHeaders, 'options.joinDuplicateHeaders');
  this.joinDuplicateHeaders = options.joinDuplicateHeaders;
  this.path = options.path || '/';
  if (callback) this.once('response', callback);
  this.useChunkedEncodingByDefault = !['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT'].includes(this.method);
  this._ended = false;
  this.res = null;
  this.aborted = false;
  this.timeoutCb = null;
  this.parser = null;
  this.maxHeadersCount = null;
  this.reusedSocket = false;
  this.host = host;
  this.protocol = protocol;
  this.upgradeOrConnect = false;
  this.shouldKeepAlive = Boolean(agent?.keepAlive) || agent?.maxSockets < Infinity;
  if (!agent) this.shouldKeepAlive = false;
  setFields(this, options, { host, port, defaultPort, setHost });
  if (options.signal) watchSignal(this, options.signal);
  if (created.hasSubscribers) created.publish({ request: this });
  begin(this, options);
}
Object.setPrototypeOf(ClientRequest.prototype, OutgoingMessage.prototype);
Object.setPrototypeOf(ClientRequest, OutgoingMessage);

function timeoutOf(msecs, name) {
  if (typeof msecs !== 'number') throw new codes.ERR_INVALID_ARG_TYPE(name, 'number', msecs);
  if (!(msecs >= 0 && Number.isFinite(msecs))) {
    throw new codes.ERR_OUT_OF_RANGE(name, 'a non-negative finite number', msecs);
  }
  return Math.min(msecs, 2 ** 31 - 1);
}

function setFields(request, options, { host, port, defaultPort, setHost }) {
  const { headers } = options;
  if (Array.isArray(headers)) {
    // Sent as they are, without additions.
    request._storeHeader(`${request.method} ${request.path} HTTP/1.1\r\n`, headers);
    return;
  }
  for (const name of Object.keys(headers ?? {})) request.setHeader(name, headers[name]);
  const given = request.getHeader('host');
  if (given && typeof given !== 'string') throw new codes.ERR_INVALID_ARG_TYPE('options.headers.host', 'string', given);
  if (setHost && !given) request.setHeader('Host', authority(host, port, defaultPort));
  if (options.auth && !request.getHeader('Authorization')) request.setHeader('Authorization', basic(options.auth));
  if (request.getHeader('expect')) {
    if (request._header) throw new codes.ERR_HTTP_HEADERS_SENT('render');
    request._storeHeader(`${request.method} ${request.path} HTTP/1.1\r\n`, request._collected());
  }
}

function basic(auth) {
  return `Basic ${require('buffer').Buffer.from(auth).toString('base64')}`;
}

function authority(host, port, defaultPort) {
  const first = host.indexOf(':');
  const bracketed = first !== -1 && host.includes(':', first + 1) && host[0] !== '[';
  const name = bracketed ? `[${host}]` : host;
  return port && Number(port) !== defaultPort ? `${name}:${port}` : name;
}

function watchSignal(request, signal) {
  const onAbort = () => request.destroy(new AbortError(undefined, { cause: signal.reason }));
  if (signal.aborted) {
    onAbort();
    return;
  }
  signal.addEventListener('abort', onAbort, require('internal/event_target').onceForSure);
  request.once('close', () => signal.removeEventListener('abort', onAbort));
}

// Asks for a connection. What aborts the request is not the connection's affair.
function begin(request, { signal, ...options }) {
  if (request.agent) {
    if (request.timeout !== undefined) options.timeout = request.timeout;
    request.agent.addRequest(request, options);
    return;
  }
  request._last = true;
  request.shouldKeepAlive = false;
  const connectOptions = { ...options };
  if (options.socketPath) connectOptions.path = options.socketPath;
  else delete connectOptions.path;
  let called = false;
  const oncreate = (error, socket) => {
    if (called) return;
    called = true;
    if (error) process.nextTick(() => request.onSocket(null, error));
    else request.onSocket(socket);
  };
  try {
    const create = options.createConnection ?? require('net').createConnection;
    const socket = create(connectOptions, oncreate);
    if (socket) oncreate(null, socket);
  } catch (error) {
    oncreate(error);
  }
}

Object.defineProperty(ClientRequest.prototype, 'path', {
  get() { return this._path; },
  set(value) {
    const path = String(value);
    if (invalidPath.test(path)) throw new codes.ERR_UNESCAPED_CHARACTERS('Request path');
    this._path = path;
  },
  configurable: true,
  enumerable: true,
});

ClientRequest.prototype._finish = function _finish() {
  OutgoingMessage.prototype._finish.call(this);
  timing.beginOf(this, 'http', 'HttpClient', () => ({
    req: { method: this.method, url: `${this.protocol}//${this.host}${this.path}`, headers: this.getHeaders?.() ?? {} },
  }));
  if (started.hasSubscribers) started.publish({ request: this });
};

ClientRequest.prototype._implicitHeader = function _implicitHeader() {
  if (this._header) throw new codes.ERR_HTTP_HEADERS_SENT('render');
  this._storeHeader(`${this.method} ${this.path} HTTP/1.1\r\n`, this[kHeaders] === null ? null : this._collected());
};

ClientRequest.prototype.abort = function abort() {
  if (this.aborted) return;
  this.aborted = true;
  process.nextTick(() => this.emit('abort'));
  this.destroy();
};

ClientRequest.prototype.destroy = function destroy(error) {
  if (this.destroyed) return this;
  this.destroyed = true;
  this.res?._dump();
  this[kError] = error;
  this.socket?.destroy(error);
  return this;
};

ClientRequest.prototype.onSocket = function onSocket(socket, error) {
  process.nextTick(() => {
    if (this.destroyed || error) destroyEarly(this, socket, error ?? this[kError]);
    else attach(this, socket);
  });
};

// The request ended before it had a connection. One that was aborted ends without an error.
function destroyEarly(request, socket, error) {
  request.destroyed = true;
  if (socket && !error && request.agent && !socket.destroyed) {
    socket.emit('free');
  } else if (socket) {
    const { finished } = require('stream');
    finished(socket.destroy(error), (failure) => {
      endEarly(request, (failure?.code === 'ERR_STREAM_PREMATURE_CLOSE' ? null : failure) || error);
    });
    return;
  }
  endEarly(request, error);
}

function endEarly(request, error) {
  if (!error && !request.aborted) error = new ConnResetException('socket hang up');
  if (error) emitError(request, error);
  request._closed = true;
  request.emit('close');
}

// Calls a method of the socket when there is one.
function onceConnected(request, action) {
  const act = () => {
    const { socket } = request;
    if (socket.connecting) socket.once('connect', () => action(socket));
    else action(socket);
  };
  if (request.socket) act();
  else (request._deferred ??= []).push(act);
}

ClientRequest.prototype.setTimeout = function setTimeout(msecs, callback) {
  if (this._ended) return this;
  msecs = timeoutOf(msecs, 'msecs');
  if (callback) this.once('timeout', callback);
  const arm = () => {
    listenTimeout(this);
    const { socket } = this;
    if (socket.connecting) socket.once('connect', () => socket.setTimeout(msecs));
    else socket.setTimeout(msecs);
  };
  if (this.socket) arm();
  else this.once('socket', arm);
  return this;
};

ClientRequest.prototype.setNoDelay = function setNoDelay(noDelay) {
  onceConnected(this, (socket) => socket.setNoDelay(noDelay));
};

ClientRequest.prototype.setSocketKeepAlive = function setSocketKeepAlive(enable, initialDelay) {
  onceConnected(this, (socket) => socket.setKeepAlive(enable, initialDelay));
};

ClientRequest.prototype.clearTimeout = function clearTimeout(callback) {
  this.setTimeout(0, callback);
};

module.exports = { ClientRequest };
