// One request of a client on one connection, and its response.
'use strict';

const { ConnResetException } = require('internal/errors');
const { HttpParser, NORMAL, NO_BODY, UPGRADE } = require('internal/http/parser');
const { IncomingMessage, fill } = require('internal/http/incoming');
const { onDrain } = require('internal/http/outgoing');
const { channel } = require('diagnostics_channel');
const timing = require('internal/perf/observing');

const errored = channel('http.client.request.error');
const finished = channel('http.client.response.finish');

function emitError(request, error) {
  if (request._errorEmitted) return;
  request._errorEmitted = true;
  if (errored.hasSubscribers) errored.publish({ request, error });
  request.emit('error', error);
}

// One request on one connection.
class Exchange {
  constructor(request, socket) {
    this.request = request;
    this.socket = socket;
    this.keepAlive = false;
    this.parser = new HttpParser('response', { maxSize: request.maxHeaderSize, lenient: request.insecureHTTPParser });
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
    this.onTimeout = () => request.res?.emit('timeout');
    this.upgraded = false;
  }

  listen() {
    for (const [event, listener] of Object.entries(this.listeners)) this.socket.on(event, listener);
  }

  leave() {
    for (const [event, listener] of Object.entries(this.listeners)) this.socket.removeListener(event, listener);
    this.socket.removeListener('timeout', this.onTimeout);
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
  if (request.timeout !== undefined || request.agent?.options?.timeout) listenTimeout(request);
  request.emit('socket', socket);
  request._deferred?.splice(0).forEach((callback) => callback());
  request._flush();
}

function listenTimeout(request) {
  const { socket } = request;
  if (!socket || request.timeoutCb) return;
  request.timeoutCb = () => request.emit('timeout');
  socket.once('timeout', request.timeoutCb);
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
    if (request.res && !request.res.complete) request.res.destroy(new ConnResetException('aborted'));
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
  socket.on('timeout', exchange.onTimeout);
  response.on('end', () => onResponseEnd(exchange));
  timing.endOf(request, () => {
    const { statusMessage, headers } = response;
    return { res: { statusCode, statusMessage, headers } };
  });
  if (finished.hasSubscribers) finished.publish({ request, response });
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
    request.res?.destroy();
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
    socket._httpMessage = null;
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

module.exports = { attach, emitError, listenTimeout };
