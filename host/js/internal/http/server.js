// http.Server and http.ServerResponse, and what ties a connection to its parser.
// Absent on purpose: cluster, async hooks.
'use strict';

const net = require('net');
const { codes } = require('internal/errors');
const { validateBoolean, validateInteger, validateLinkHeaderValue, validateObject } = require('internal/validators');
const {
  STATUS_CODES, hasInvalidChars, kIncomingMessage, kServerResponse, validateHeaderName,
} = require('internal/http/common');
const { HttpParser, NORMAL, UPGRADE } = require('internal/http/parser');
const { IncomingMessage, fill } = require('internal/http/incoming');
const { OutgoingMessage, kHeaders, onDrain, pairs } = require('internal/http/outgoing');
const { channel } = require('diagnostics_channel');

const channels = {
  start: channel('http.server.request.start'),
  created: channel('http.server.response.created'),
  finish: channel('http.server.response.finish'),
};

const kConnections = Symbol('http.server.connections');
const kCheckTimer = Symbol('http.server.connectionsCheckingInterval');

// --- ServerResponse

function ServerResponse(req, options) {
  Reflect.apply(OutgoingMessage, this, [options]);
  if (req.method === 'HEAD') this._hasBody = false;
  this.req = req;
  this.sendDate = true;
  this._sent100 = false;
  this._expect_continue = false;
  if (req.httpVersionMajor < 1 || req.httpVersionMinor < 1) {
    this.useChunkedEncodingByDefault = /(?:^|\W)chunked(?:$|\W)/i.test(req.headers.te);
    this.shouldKeepAlive = false;
  }
  if (channels.created.hasSubscribers) channels.created.publish({ request: req, response: this });
}
Object.setPrototypeOf(ServerResponse.prototype, OutgoingMessage.prototype);
Object.setPrototypeOf(ServerResponse, OutgoingMessage);

ServerResponse.prototype.statusCode = 200;
ServerResponse.prototype.statusMessage = undefined;

ServerResponse.prototype.assignSocket = function assignSocket(socket) {
  if (socket._httpMessage) throw new codes.ERR_HTTP_SOCKET_ASSIGNED();
  socket._httpMessage = this;
  this._onSocketClose = () => closeResponse(this);
  socket.on('close', this._onSocketClose);
  this.socket = socket;
  this.emit('socket', socket);
  this._flush();
};

function closeResponse(response) {
  if (response._closed) return;
  response.destroyed = true;
  response._closed = true;
  response.emit('close');
}

ServerResponse.prototype.detachSocket = function detachSocket(socket) {
  socket.removeListener('close', this._onSocketClose);
  socket._httpMessage = null;
  this.socket = null;
};

ServerResponse.prototype.writeContinue = function writeContinue(callback) {
  this._writeRaw('HTTP/1.1 100 Continue\r\n\r\n', 'latin1', callback);
  this._sent100 = true;
};

ServerResponse.prototype.writeProcessing = function writeProcessing(callback) {
  this._writeRaw('HTTP/1.1 102 Processing\r\n\r\n', 'latin1', callback);
};

ServerResponse.prototype.writeEarlyHints = function writeEarlyHints(hints, callback) {
  validateObject(hints, 'hints');
  if (hints.link === null || hints.link === undefined) return;
  const link = validateLinkHeaderValue(hints.link);
  if (link.length === 0) return;
  let head = `HTTP/1.1 103 Early Hints\r\nLink: ${link}\r\n`;
  for (const key of Object.keys(hints)) {
    if (key !== 'link') head += `${key}: ${hints[key]}\r\n`;
  }
  this._writeRaw(`${head}\r\n`, 'latin1', callback);
};

ServerResponse.prototype._implicitHeader = function _implicitHeader() {
  this.writeHead(this.statusCode);
};

ServerResponse.prototype.writeHead = function writeHead(statusCode, reason, headers) {
  if (this._header) throw new codes.ERR_HTTP_HEADERS_SENT('write');
  const original = statusCode;
  statusCode |= 0;
  if (statusCode < 100 || statusCode > 999) throw new codes.ERR_HTTP_INVALID_STATUS_CODE(original);
  if (typeof reason === 'string') {
    this.statusMessage = reason;
  } else {
    this.statusMessage ||= STATUS_CODES[statusCode] || 'unknown';
    headers ??= reason;
  }
  this.statusCode = statusCode;
  const all = mergedHeaders(this, headers);
  if (hasInvalidChars(this.statusMessage)) throw new codes.ERR_INVALID_CHAR('statusMessage');
  if (statusCode === 204 || statusCode === 304 || (statusCode >= 100 && statusCode <= 199)) this._hasBody = false;
  // The client waits for a permission that was never given: what it sends next is not a request.
  if (this._expect_continue && !this._sent100) this.shouldKeepAlive = false;
  this._storeHeader(`HTTP/1.1 ${statusCode} ${this.statusMessage}\r\n`, all);
  return this;
};

// What setHeader() collected, with what writeHead() adds or replaces.
function mergedHeaders(response, headers) {
  if (response[kHeaders] === null) return headers;
  if (headers) {
    const seen = new Set();
    for (const [name, value] of pairs(headers)) {
      if (!name && name !== '') continue;
      validateHeaderName(name);
      const key = name.toLowerCase();
      if (Array.isArray(headers) && seen.has(key)) {
        response.appendHeader(name, value);
      } else {
        response.setHeader(name, value);
      }
      seen.add(key);
    }
  }
  return response._collected();
}

ServerResponse.prototype.writeHeader = ServerResponse.prototype.writeHead;

ServerResponse.prototype._finish = function _finish() {
  OutgoingMessage.prototype._finish.call(this);
};

// --- Server

function validateBooleans(options, ...names) {
  for (const name of names) {
    if (options[name] !== undefined) validateBoolean(options[name], `options.${name}`);
  }
}

function storeOptions(server, options) {
  server[kIncomingMessage] = options.IncomingMessage || IncomingMessage;
  server[kServerResponse] = options.ServerResponse || ServerResponse;
  if (options.maxHeaderSize !== undefined) validateInteger(options.maxHeaderSize, 'maxHeaderSize', 0);
  server.maxHeaderSize = options.maxHeaderSize;
  validateBooleans(options, 'insecureHTTPParser');
  for (const [name, initial] of [['requestTimeout', 300000], ['headersTimeout', undefined], ['keepAliveTimeout', 5000],
    ['connectionsCheckingInterval', 30000]]) {
    const value = options[name];
    if (value !== undefined) validateInteger(value, name, 0);
    server[name] = value ?? initial;
  }
  server.headersTimeout ??= server.requestTimeout === 0 ? 60000 : Math.min(60000, server.requestTimeout);
  if (options.headersTimeout !== undefined && server.requestTimeout > 0 && server.headersTimeout > server.requestTimeout) {
    throw new codes.ERR_OUT_OF_RANGE('headersTimeout', '<= requestTimeout', options.headersTimeout);
  }
  validateBooleans(options, 'requireHostHeader', 'joinDuplicateHeaders', 'rejectNonStandardBodyWrites');
  server.requireHostHeader = options.requireHostHeader ?? true;
  server.joinDuplicateHeaders = options.joinDuplicateHeaders;
  server.rejectNonStandardBodyWrites = options.rejectNonStandardBodyWrites ?? false;
  server.uniqueHeaders = options.uniqueHeaders;
  server.highWaterMark = options.highWaterMark;
}

function Server(options, requestListener) {
  if (!(this instanceof Server)) return new Server(options, requestListener);
  if (typeof options === 'function') {
    requestListener = options;
    options = {};
  }
  options ??= {};
  validateObject(options, 'options');
  storeOptions(this, options);
  Reflect.apply(net.Server, this, [{
    allowHalfOpen: true,
    noDelay: options.noDelay ?? true,
    keepAlive: options.keepAlive,
    keepAliveInitialDelay: options.keepAliveInitialDelay,
    highWaterMark: options.highWaterMark,
  }]);
  this[kConnections] = new Set();
  if (requestListener) this.on('request', requestListener);
  this.httpAllowHalfOpen = false;
  this.on('connection', connectionListener);
  this.on('listening', startChecking);
  this.timeout = 0;
  this.maxHeadersCount = null;
  this.maxRequestsPerSocket = 0;
}
Object.setPrototypeOf(Server.prototype, net.Server.prototype);
Object.setPrototypeOf(Server, net.Server);

Server.prototype.setTimeout = function setTimeout(msecs, callback) {
  this.timeout = msecs;
  if (callback) this.on('timeout', callback);
  return this;
};

Server.prototype.close = function close(...args) {
  clearInterval(this[kCheckTimer]);
  Reflect.apply(net.Server.prototype.close, this, args);
  this.closeIdleConnections();
  return this;
};

Server.prototype.closeAllConnections = function closeAllConnections() {
  for (const connection of this[kConnections]) connection.socket.destroy();
};

Server.prototype.closeIdleConnections = function closeIdleConnections() {
  for (const connection of this[kConnections]) {
    if (connection.idle) connection.socket.destroy();
  }
};

Server.prototype[Symbol.for('nodejs.rejection')] = function(error, event, ...args) {
  if (event !== 'request') {
    net.Server.prototype[Symbol.for('nodejs.rejection')]?.call(this, error, event, ...args);
    return;
  }
  const [, response] = args;
  if (!response.headersSent && !response.writableEnded) {
    for (const name of response.getHeaderNames()) response.removeHeader(name);
    response.statusCode = 500;
    response.end(STATUS_CODES[500]);
  } else {
    response.destroy();
  }
};

// Ends connections that take too long to send a request.
function startChecking() {
  clearInterval(this[kCheckTimer]);
  this[kCheckTimer] = setInterval(() => {
    const now = performance.now();
    for (const connection of this[kConnections]) {
      const { startedAt, headAt } = connection;
      if (startedAt === 0) continue;
      const late = (headAt === 0 && this.headersTimeout > 0 && now - startedAt > this.headersTimeout)
        || (this.requestTimeout > 0 && now - startedAt > this.requestTimeout);
      if (late) onClientError(connection, new codes.ERR_HTTP_REQUEST_TIMEOUT());
    }
  }, this.connectionsCheckingInterval).unref();
}

// --- one connection

class Connection {
  constructor(server, socket) {
    this.server = server;
    this.socket = socket;
    this.outgoing = []; // Responses that wait for their turn.
    this.outgoingData = 0;
    this.incoming = []; // Requests that are not answered yet.
    this.reading = null; // The request whose body is being read.
    this.requests = 0;
    this.startedAt = performance.now();
    this.headAt = 0;
    this.keepAliveTimer = false;
    this.upgraded = false;
    this.parser = new HttpParser('request', server.maxHeaderSize);
    this.parser.onHead = (info) => onHead(this, info);
    this.parser.onBody = (chunk) => onBody(this, chunk);
    this.parser.onComplete = (rawTrailers) => onComplete(this, rawTrailers);
    this.onData = (data) => onData(this, data);
    this.onEnd = () => onEnd(this);
    this.onClose = () => onClose(this);
    this.onDrain = () => onConnectionDrain(this);
    this.onError = (error) => onClientError(this, error);
    this.onTimeout = () => onTimeout(this);
  }

  get idle() {
    return this.incoming.length === 0 && this.reading === null && !this.parser.busy && !this.upgraded;
  }
}

function connectionListener(socket) {
  const { usage } = require('internal/async_context');
  const id = usage.hooks === null ? 0 : socket._handle?.getAsyncId?.() ?? 0;
  // What is made for a connection is triggered by it.
  if (id !== 0) usage.hooks.withTrigger(id, () => connect(this, socket));
  else connect(this, socket);
}

function connect(server, socket) {
  const connection = new Connection(server, socket);
  server[kConnections].add(connection);
  socket.server = server;
  if (server.timeout && typeof socket.setTimeout === 'function') socket.setTimeout(server.timeout);
  socket._httpMessage = null;
  socket.on('timeout', connection.onTimeout);
  socket.on('error', connection.onError);
  socket.on('close', connection.onClose);
  socket.on('drain', connection.onDrain);
  socket.on('end', connection.onEnd);
  socket.on('data', connection.onData);
  socket.parser = connection.parser;
}

function onTimeout(connection) {
  const { server, socket } = connection;
  const request = connection.reading;
  const response = socket._httpMessage;
  const told = (request !== null && !request.complete && request.emit('timeout', socket))
    | (response !== null && response !== undefined && response.emit('timeout', socket))
    | server.emit('timeout', socket);
  if (!told) socket.destroy();
}

function onClose(connection) {
  connection.server[kConnections].delete(connection);
  connection.parser.stop();
  for (const request of connection.incoming.splice(0)) abortIncoming(request);
  for (const response of connection.outgoing.splice(0)) closeResponse(response);
}

function abortIncoming(request) {
  if (request.complete && request.readableEnded) return;
  const { ConnResetException } = require('internal/errors');
  if (!request.destroyed) request.destroy(new ConnResetException('aborted'));
}

function onData(connection, data) {
  if (connection.upgraded) return;
  if (connection.keepAliveTimer) stopKeepAliveTimer(connection);
  if (connection.startedAt === 0) connection.startedAt = performance.now();
  try {
    const used = connection.parser.execute(data);
    if (connection.upgraded) handOver(connection, data.subarray(used));
  } catch (error) {
    if (error.bytesParsed === undefined) throw error;
    onClientError(connection, error);
  }
}

function onEnd(connection) {
  const { server, socket } = connection;
  try {
    connection.parser.finish();
  } catch (error) {
    onClientError(connection, error);
    return;
  }
  if (!server.httpAllowHalfOpen) {
    for (const request of connection.incoming.splice(0)) abortIncoming(request);
    socket.end();
  } else if (connection.outgoing.length > 0) {
    connection.outgoing.at(-1)._last = true;
  } else if (socket._httpMessage) {
    socket._httpMessage._last = true;
  } else {
    socket.end();
  }
}

const answers = {
  __proto__: null,
  HPE_HEADER_OVERFLOW: 'HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\n\r\n',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'HTTP/1.1 413 Payload Too Large\r\nConnection: close\r\n\r\n',
  ERR_HTTP_REQUEST_TIMEOUT: 'HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n',
};
const badRequest = 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n';

function onClientError(connection, error) {
  const { server, socket } = connection;
  socket.removeListener('error', connection.onError);
  if (socket.listenerCount('error') === 0) socket.on('error', () => {});
  if (server.emit('clientError', error, socket)) return;
  // Nothing has been answered yet: say what is wrong.
  if (socket.writable && (!socket._httpMessage || !socket._httpMessage._headerSent)) {
    socket.write(answers[error.code] ?? badRequest, 'latin1');
  }
  socket.destroy(error);
}

function onConnectionDrain(connection) {
  const { socket } = connection;
  if (connection.outgoingData < socket.writableHighWaterMark && connection.pausedForOutput) {
    connection.pausedForOutput = false;
    socket.resume();
  }
  onDrain(socket);
}

function onHead(connection, info) {
  const { server, socket } = connection;
  connection.headAt = performance.now();
  const request = new server[kIncomingMessage](socket);
  request.joinDuplicateHeaders = Boolean(server.joinDuplicateHeaders);
  fill(request, info);
  if (server.maxHeadersCount > 0) request.rawHeaders = request.rawHeaders.slice(0, server.maxHeadersCount * 2);
  if (info.upgrade) {
    const event = info.method === 'CONNECT' ? 'connect' : 'upgrade';
    request.upgrade = info.method === 'CONNECT' || server.listenerCount(event) > 0;
    if (request.upgrade) {
      connection.upgraded = true;
      connection.upgradeRequest = request;
      connection.upgradeEvent = event;
      return UPGRADE;
    }
  }
  request.upgrade = false;
  connection.reading = request;
  connection.incoming.push(request);
  connection.requests++;
  answer(connection, request, info.shouldKeepAlive);
  return NORMAL;
}

function answer(connection, request, keepAlive) {
  const { server, socket } = connection;
  const response = new server[kServerResponse](request, {
    highWaterMark: socket.writableHighWaterMark,
  });
  response._keepAliveTimeout = server.keepAliveTimeout;
  response._maxRequestsPerSocket = server.maxRequestsPerSocket;
  response.rejectNonStandardBodyWrites = server.rejectNonStandardBodyWrites;
  response.shouldKeepAlive = keepAlive && response.shouldKeepAlive !== false;
  if (!keepAlive) response.shouldKeepAlive = false;
  response._onPendingData = (amount) => {
    connection.outgoingData += amount;
    if (connection.outgoingData >= socket.writableHighWaterMark && !connection.pausedForOutput) {
      connection.pausedForOutput = true;
      socket.pause();
    }
  };
  const limit = server.maxRequestsPerSocket;
  if (limit > 0) response.maxRequestsOnConnectionReached = connection.requests >= limit;
  response.on('finish', () => onFinish(connection, request, response));
  if (channels.start.hasSubscribers) channels.start.publish({ request, response, socket, server });
  if (socket._httpMessage) connection.outgoing.push(response);
  else response.assignSocket(socket);
  if (limit > 0 && connection.requests > limit) {
    server.emit('dropRequest', request, socket);
    response.writeHead(503);
    response.end();
    return;
  }
  dispatch(server, request, response);
}

function dispatch(server, request, response) {
  if (request.httpVersionMajor === 1 && request.httpVersionMinor === 1) {
    if (server.requireHostHeader && request.headers.host === undefined) {
      response.writeHead(400, ['Connection', 'close']);
      response.end();
      return;
    }
  }
  const { expect } = request.headers;
  if (expect === undefined || request.httpVersionMinor < 1) {
    server.emit('request', request, response);
  } else if (/(?:^|\W)100-continue(?:$|\W)/i.test(expect)) {
    response._expect_continue = true;
    if (server.listenerCount('checkContinue') > 0) {
      server.emit('checkContinue', request, response);
    } else {
      response.writeContinue();
      server.emit('request', request, response);
    }
  } else if (server.listenerCount('checkExpectation') > 0) {
    server.emit('checkExpectation', request, response);
  } else {
    response.writeHead(417);
    response.end();
  }
}

function onBody(connection, chunk) {
  const request = connection.reading;
  if (request === null || request._dumped || request.destroyed) return;
  if (!request.push(chunk)) connection.socket.pause();
}

function onComplete(connection, rawTrailers) {
  connection.startedAt = 0;
  connection.headAt = 0;
  const request = connection.reading;
  if (request === null) return;
  connection.reading = null;
  request.complete = true;
  request.rawTrailers = rawTrailers;
  if (!request.destroyed) request.push(null);
}

function onFinish(connection, request, response) {
  const { server, socket } = connection;
  if (channels.finish.hasSubscribers) channels.finish.publish({ request, response, socket, server });
  const at = connection.incoming.indexOf(request);
  if (at !== -1) connection.incoming.splice(at, 1);
  // What the handler did not read must be taken off the connection.
  if (!request._consuming) request._dump();
  response.detachSocket(socket);
  process.nextTick(closeResponse, response);
  const close = response._last || (server.maxRequestsPerSocket > 0 && connection.requests >= server.maxRequestsPerSocket);
  if (close) {
    if (typeof socket.destroySoon === 'function') socket.destroySoon();
    else socket.end();
    return;
  }
  const next = connection.outgoing.shift();
  if (next !== undefined) {
    next.assignSocket(socket);
  } else if (connection.incoming.length === 0) {
    if (!server.listening) {
      if (connection.idle) socket.destroySoon();
    } else if (server.keepAliveTimeout > 0 && typeof socket.setTimeout === 'function') {
      socket.setTimeout(server.keepAliveTimeout + 1000);
      connection.keepAliveTimer = true;
    }
  }
}

function stopKeepAliveTimer(connection) {
  connection.keepAliveTimer = false;
  connection.socket.setTimeout(connection.server.timeout || 0);
}

// Gives the connection to whoever listens for the upgrade.
function handOver(connection, head) {
  const { server, socket, upgradeRequest, upgradeEvent } = connection;
  for (const [event, listener] of [
    ['data', connection.onData], ['end', connection.onEnd], ['close', connection.onClose],
    ['drain', connection.onDrain], ['error', connection.onError], ['timeout', connection.onTimeout],
  ]) {
    socket.removeListener(event, listener);
  }
  server[kConnections].delete(connection);
  socket.parser = null;
  if (connection.keepAliveTimer) stopKeepAliveTimer(connection);
  if (server.listenerCount(upgradeEvent) > 0) {
    // Flowing is decided anew by the new owner.
    socket.readableFlowing = null;
    server.emit(upgradeEvent, upgradeRequest, socket, head);
  } else {
    socket.destroy();
  }
}

module.exports = { Server, ServerResponse, connectionListener };
