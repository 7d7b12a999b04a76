// http.Server: its options, and what it does with its connections.
// Absent on purpose: cluster.
'use strict';

const net = require('net');
const { codes } = require('internal/errors');
const { validateBoolean, validateInteger, validateObject } = require('internal/validators');
const { STATUS_CODES, kIncomingMessage, kServerResponse } = require('internal/http/common');
const { connect, kConnections, onClientError } = require('internal/http/connection');
const { IncomingMessage } = require('internal/http/incoming');
const { ServerResponse } = require('internal/http/response');

const kCheckTimer = Symbol('http.server.connectionsCheckingInterval');

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
  server.insecureHTTPParser = options.insecureHTTPParser;
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

function connectionListener(socket) {
  const { usage } = require('internal/async_context');
  const id = usage.hooks === null ? 0 : socket._handle?.getAsyncId?.() ?? 0;
  // What is made for a connection is triggered by it.
  if (id !== 0) usage.hooks.withTrigger(id, () => connect(this, socket));
  else connect(this, socket);
}

module.exports = { Server, connectionListener };
