// A server's connection: its parser, the requests that come over it, and the responses that wait for their turn.
'use strict';

const { ConnResetException } = require('internal/errors');
const { kIncomingMessage, kServerResponse } = require('internal/http/common');
const { HttpParser, NORMAL, UPGRADE } = require('internal/http/parser');
const { fill } = require('internal/http/incoming');
const { onDrain } = require('internal/http/outgoing');
const { closeResponse } = require('internal/http/response');
const { channel } = require('diagnostics_channel');
const timing = require('internal/perf/observing');

const channels = {
  start: channel('http.server.request.start'),
  finish: channel('http.server.response.finish'),
};

// The connections of a server.
const kConnections = Symbol('http.server.connections');

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
    this.parser = new HttpParser('request', { maxSize: server.maxHeaderSize, lenient: server.insecureHTTPParser });
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
  timing.beginOf(response, 'http', 'HttpRequest', () => ({
    req: { method: request.method, url: request.url, headers: request.headers },
  }));
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
      if (connection.idle) socket.destroy();
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

module.exports = { connect, kConnections, onClientError };
