// http.ServerResponse: the answer to one request.
'use strict';

const { codes } = require('internal/errors');
const { validateLinkHeaderValue, validateObject } = require('internal/validators');
const { STATUS_CODES, hasInvalidChars, validateHeaderName } = require('internal/http/common');
const { pairs } = require('internal/http/head');
const { OutgoingMessage, kHeaders } = require('internal/http/outgoing');
const { channel } = require('diagnostics_channel');
const timing = require('internal/perf/observing');

const created = channel('http.server.response.created');

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
  if (created.hasSubscribers) created.publish({ request: req, response: this });
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
  timing.endOf(this, () => ({
    res: { statusCode: this.statusCode, statusMessage: this.statusMessage, headers: this.getHeaders?.() ?? {} },
  }));
  OutgoingMessage.prototype._finish.call(this);
};

module.exports = { ServerResponse, closeResponse };
