// http.ClientRequest: from arguments to a request on a connection, and its response.
// Absent on purpose: async hooks, proxies.
'use strict';

const { codes, AbortError, ConnResetException } = require('internal/errors');
const { validateBoolean, validateInteger } = require('internal/validators');
const { isToken } = require('internal/http/common');
const { HttpParser, NORMAL, NO_BODY, UPGRADE } = require('internal/http/parser');
const { IncomingMessage, fill } = require('internal/http/incoming');
const { OutgoingMessage, kHeaders, onDrain } = require('internal/http/outgoing');
const { channel } = require('diagnostics_channel');

const channels = {
  created: channel('http.client.request.created'),
  start: channel('http.client.request.start'),
  error: channel('http.client.request.error'),
  finish: channel('http.client.response.finish'),
};

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
  if (channels.created.hasSubscribers) channels.created.publish({ request: this });
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
  if (setHost && !request.getHeader('host')) request.setHeader('Host', authority(host, port, defaultPort));
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
    process.nextTick(onAbort);
    return;
  }
  signal.addEventListener('abort', onAbort, require('internal/event_target').onceForSure);
  request.once('close', () => signal.removeEventListener('abort', onAbort));
}

// Asks for a connection.
function begin(request, options) {
  if (request.agent) {
    request.agent.addRequest(request, { ...options, timeout: request.timeout });
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
  if (channels.start.hasSubscribers) channels.start.publish({ request: this });
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
    if (this.destroyed || error) destroyEarly(this, socket, this[kError] ?? error);
    else attach(this, socket);
  });
};

// The request ended before it had a connection.
function destroyEarly(request, socket, error) {
  if (!error) error = new ConnResetException('socket hang up');
  request.destroyed = true;
  if (socket) {
    const free = request.agent && !socket.destroyed && socket.writable;
    if (free) socket.emit('free');
    else socket.destroy(error);
  }
  failLater(request, error);
}

function failLater(request, error) {
  process.nextTick(() => {
    emitError(request, error);
    request._closed = true;
    request.emit('close');
  });
}

function emitError(request, error) {
  if (request._errorEmitted) return;
  request._errorEmitted = true;
  if (channels.error.hasSubscribers) channels.error.publish({ request, error });
  request.emit('error', error);
}

// One request on one connection.
class Exchange {
  constructor(request, socket) {
    this.request = request;
    this.socket = socket;
    this.keepAlive = false;
    this.parser = new HttpParser('response', request.maxHeaderSize);
    this.parser.onHead = (info) => onHead(this, info);
    this.parser.onBody = (chunk) => onBody(this, chunk);
    this.parser.onComplete = (rawTrailers) => onComplete(this, rawTrailers);
    this.listeners = {
      data: (data) => onData(this, data),
      end: () => onEnd(this),
      close: () => onClose(this),
      error: (error) => onError(this, error),
      drain: () => onDrain(socket),
    };
    this.upgraded = false;
  }

  listen() {
    for (const [event, listener] of Object.entries(this.listeners)) this.socket.on(event, listener);
  }

  leave() {
    for (const [event, listener] of Object.entries(this.listeners)) this.socket.removeListener(event, listener);
    this.parser.stop();
    this.socket.parser = null;
    this.request.parser = null;
  }
}

function attach(request, socket) {
  const exchange = new Exchange(request, socket);
  request.socket = socket;
  request.exchange = exchange;
  request.parser = exchange.parser;
  socket.parser = exchange.parser;
  socket._httpMessage = request;
  exchange.listen();
  if (request.timeout !== undefined || request.timeoutCb) listenTimeout(request);
  request.emit('socket', socket);
  request._deferred?.splice(0).forEach((callback) => callback());
  request._flush();
}

function listenTimeout(request) {
  const { socket } = request;
  if (!socket || request.timeoutCb) return;
  request.timeoutCb = () => request.emit('timeout');
  socket.on('timeout', request.timeoutCb);
}

function onData(exchange, data) {
  const { parser, request, socket } = exchange;
  let used;
  try {
    used = parser.execute(data);
  } catch (error) {
    if (error.bytesParsed === undefined) throw error;
    exchange.leave();
    socket.removeListener('error', exchange.listeners.error);
    socket.on('error', () => {});
    request._errored = error;
    socket.destroy();
    emitError(request, error);
    finishAfterError(request);
    return;
  }
  if (exchange.upgraded) handOver(exchange, data.subarray(used));
}

function finishAfterError(request) {
  request.destroyed = true;
  request.socket.once('close', () => {
    request._closed = true;
    request.emit('close');
  });
}

function onEnd(exchange) {
  const { request, socket, parser } = exchange;
  if (request.res === null && !request._errorEmitted) {
    socket._hadError = true;
    emitError(request, new ConnResetException('socket hang up'));
  }
  try {
    parser.finish();
  } catch {
    // The response's own end tells about it.
  }
  socket.end();
}

function onError(exchange, error) {
  const { request, socket } = exchange;
  socket._hadError = true;
  emitError(request, error);
  exchange.parser.stop();
  socket.removeListener('end', exchange.listeners.end);
  socket.destroy();
}

function onClose(exchange) {
  const { request, socket } = exchange;
  // What is still in the stream belongs to the response.
  socket.read();
  request.destroyed = true;
  const { res } = request;
  if (res !== null) {
    try {
      exchange.parser.finish();
    } catch {
      // Cut off; said below.
    }
    if (!res.complete) res.destroy(new ConnResetException('aborted'));
    exchange.leave();
    request._closed = true;
    request.emit('close');
    if (!res.aborted && res.readable) res.push(null);
    return;
  }
  exchange.leave();
  if (!request._errorEmitted) {
    socket._hadError = true;
    emitError(request, new ConnResetException('socket hang up'));
  }
  request._closed = true;
  request.emit('close');
}

function onHead(exchange, info) {
  const { request, socket } = exchange;
  if (request.res !== null && !request.upgradeOrConnect) {
    // A second response to one request.
    socket.destroy();
    exchange.parser.stop();
    return NORMAL;
  }
  const { statusCode } = info;
  const isConnect = request.method === 'CONNECT';
  if (statusCode < 200 && statusCode !== 101) {
    request.res = null;
    const details = new IncomingMessage(socket);
    fill(details, info);
    if (statusCode === 100) request.emit('continue');
    request.emit('information', {
      statusCode,
      statusMessage: info.statusMessage,
      httpVersion: details.httpVersion,
      httpVersionMajor: info.versionMajor,
      httpVersionMinor: info.versionMinor,
      headers: details.headers,
      rawHeaders: info.rawHeaders,
    });
    return NO_BODY;
  }
  const response = new IncomingMessage(socket);
  response.joinDuplicateHeaders = Boolean(request.joinDuplicateHeaders);
  fill(response, info);
  response.req = request;
  response.upgrade = Boolean(info.upgrade);
  request.res = response;
  if (info.upgrade && statusCode === 101 || isConnect && statusCode >= 200 && statusCode < 300) {
    request.upgradeOrConnect = true;
    response.upgrade = true;
    exchange.upgraded = true;
    return UPGRADE;
  }
  if (request.maxHeadersCount > 0) response.rawHeaders = response.rawHeaders.slice(0, request.maxHeadersCount * 2);
  if (request.shouldKeepAlive && !info.shouldKeepAlive) request.shouldKeepAlive = false;
  response.on('end', () => onResponseEnd(exchange));
  if (channels.finish.hasSubscribers) channels.finish.publish({ request, response });
  request.on('finish', () => { if (response.complete && response.readableEnded) release(exchange); });
  // Nobody wants it: it is read and forgotten.
  if (request.aborted || !request.emit('response', response)) response._dump();
  return request.method === 'HEAD' ? NO_BODY : NORMAL;
}

function onBody(exchange, chunk) {
  const { res } = exchange.request;
  if (res === null) return;
  if (!res.push(chunk)) exchange.socket.pause();
}

function onComplete(exchange, rawTrailers) {
  const { res } = exchange.request;
  if (res === null || exchange.upgraded) return;
  res.complete = true;
  res.rawTrailers = rawTrailers;
  res.push(null);
}

function onResponseEnd(exchange) {
  const { request, socket } = exchange;
  request._ended = true;
  if (!request.shouldKeepAlive) {
    if (socket.writable) socket.destroySoon?.();
  } else if (request.writableFinished && !request.aborted) {
    release(exchange);
  }
}

// Gives the connection back.
function release(exchange) {
  const { request, socket } = exchange;
  if (exchange.released || !request.shouldKeepAlive) return;
  exchange.released = true;
  if (request.timeoutCb) {
    socket.setTimeout(0, request.timeoutCb);
    socket.removeListener('timeout', request.timeoutCb);
    request.timeoutCb = null;
  }
  exchange.leave();
  request.destroyed = true;
  process.nextTick(() => {
    request._closed = true;
    request.emit('close');
    if (request.res) request.res.emit('close');
    socket.emit('free');
  });
}

function handOver(exchange, head) {
  const { request, socket } = exchange;
  const { res } = request;
  exchange.leave();
  if (request.timeoutCb) socket.removeListener('timeout', request.timeoutCb);
  const event = request.method === 'CONNECT' ? 'connect' : 'upgrade';
  if (request.listenerCount(event) > 0) {
    request.upgradeOrConnect = true;
    socket.emit('agentRemove');
    socket.readableFlowing = null;
    request.emit(event, res, socket, head);
    request.destroyed = true;
    request._closed = true;
    request.emit('close');
  } else {
    socket.destroy();
    request.destroyed = true;
    process.nextTick(() => {
      request._closed = true;
      request.emit('close');
    });
  }
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
  this.timeout = msecs;
  const arm = () => {
    listenTimeout(this);
    onceConnected(this, (socket) => socket.setTimeout(msecs));
  };
  if (this.socket) arm();
  else (this._deferred ??= []).push(arm);
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
