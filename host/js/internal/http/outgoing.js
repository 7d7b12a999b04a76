// http.OutgoingMessage: headers, and the writing of a message onto a socket that may come later.
// Absent on purpose: what differs between requests and responses (client, server).
'use strict';

const { Stream } = require('stream');
const { Buffer } = require('buffer');
const { codes } = require('internal/errors');
const { validateString } = require('internal/validators');
const { hasInvalidChars, validateHeaderName, validateHeaderValue } = require('internal/http/common');
const { checkValue, storeHeader } = require('internal/http/head');

const kHeaders = Symbol('kOutHeaders');
const kCorked = Symbol('kCorked');
const kErrored = Symbol('errored');
const kNeedDrain = Symbol('kNeedDrain');
const kBytes = Symbol('kBytesWritten');
const HIGH_WATER_MARK = 65536;

const nop = () => {};

function OutgoingMessage(options) {
  Reflect.apply(Stream, this, []);
  this.outputData = [];
  this.outputSize = 0;
  this.writable = true;
  this.destroyed = false;
  this._last = false;
  this.chunkedEncoding = false;
  this.shouldKeepAlive = true;
  this.maxRequestsOnConnectionReached = false;
  this._defaultKeepAlive = true;
  this.useChunkedEncodingByDefault = true;
  this.sendDate = false;
  this._removedConnection = false;
  this._removedContLen = false;
  this._removedTE = false;
  this.strictContentLength = false;
  this[kBytes] = 0;
  this._contentLength = null;
  this._hasBody = true;
  this._trailer = '';
  this[kNeedDrain] = false;
  this.finished = false;
  this._headerSent = false;
  this[kCorked] = 0;
  this._closed = false;
  this.socket = null;
  this._header = null;
  this[kHeaders] = null;
  this._keepAliveTimeout = 0;
  this._onPendingData = nop;
  this[kErrored] = null;
  this.highWaterMark = options?.highWaterMark ?? HIGH_WATER_MARK;
}
Object.setPrototypeOf(OutgoingMessage.prototype, Stream.prototype);
Object.setPrototypeOf(OutgoingMessage, Stream);

const getters = {
  writableFinished() {
    return this.finished && this.outputSize === 0 && (!this.socket || this.socket.writableLength === 0);
  },
  writableObjectMode() { return false; },
  writableLength() {
    return this.outputSize + (this.socket ? this.socket.writableLength : 0);
  },
  writableHighWaterMark() { return this.socket ? this.socket.writableHighWaterMark : this.highWaterMark; },
  writableCorked() { return this[kCorked]; },
  writableEnded() { return this.finished; },
  writableNeedDrain() { return !this.destroyed && !this.finished && this[kNeedDrain]; },
  headersSent() { return Boolean(this._header); },
  errored() { return this[kErrored]; },
  closed() { return this._closed; },
};
for (const [name, get] of Object.entries(getters)) {
  Object.defineProperty(OutgoingMessage.prototype, name, { get, configurable: true, enumerable: name === 'headersSent' });
}
Object.defineProperty(OutgoingMessage.prototype, 'connection', {
  get() { return this.socket; },
  set(value) { this.socket = value; },
  configurable: true,
});

OutgoingMessage.prototype.cork = function() {
  this[kCorked]++;
  this.socket?.cork();
};

OutgoingMessage.prototype.uncork = function() {
  if (this[kCorked] > 0) this[kCorked]--;
  this.socket?.uncork();
};

OutgoingMessage.prototype.setTimeout = function setTimeout(msecs, callback) {
  if (callback) this.on('timeout', callback);
  if (this.socket) this.socket.setTimeout(msecs);
  else this.once('socket', (socket) => socket.setTimeout(msecs));
  return this;
};

OutgoingMessage.prototype.destroy = function destroy(error) {
  if (this.destroyed) return this;
  this.destroyed = true;
  this[kErrored] = error;
  if (this.socket) this.socket.destroy(error);
  else this.once('socket', (socket) => socket.destroy(error));
  return this;
};

// --- headers

function checkUnsent(message, action) {
  if (message._header) throw new codes.ERR_HTTP_HEADERS_SENT(action);
}

OutgoingMessage.prototype.setHeader = function setHeader(name, value) {
  checkUnsent(this, 'set');
  validateHeaderName(name);
  validateHeaderValue(name, value);
  this[kHeaders] ??= { __proto__: null };
  this[kHeaders][name.toLowerCase()] = [name, value];
  return this;
};

OutgoingMessage.prototype.setHeaders = function setHeaders(headers) {
  checkUnsent(this, 'set');
  if (!headers || Array.isArray(headers) || typeof headers.keys !== 'function' || typeof headers.get !== 'function') {
    throw new codes.ERR_INVALID_ARG_TYPE('headers', ['Headers', 'Map'], headers);
  }
  const cookies = [];
  for (const [key, value] of headers) {
    if (key === 'set-cookie') cookies.push(...(Array.isArray(value) ? value : [value]));
    else this.setHeader(key, value);
  }
  if (cookies.length > 0) this.setHeader('set-cookie', cookies);
  return this;
};

OutgoingMessage.prototype.appendHeader = function appendHeader(name, value) {
  checkUnsent(this, 'append');
  validateHeaderName(name);
  checkValue(name, value);
  const key = name.toLowerCase();
  this[kHeaders] ??= { __proto__: null };
  const old = this[kHeaders][key];
  if (old === undefined) {
    this[kHeaders][key] = [name, value];
  } else {
    old[1] = [...(Array.isArray(old[1]) ? old[1] : [old[1]]), ...(Array.isArray(value) ? value : [value])];
  }
  return this;
};

OutgoingMessage.prototype.getHeader = function getHeader(name) {
  validateString(name, 'name');
  return this[kHeaders]?.[name.toLowerCase()]?.[1];
};

OutgoingMessage.prototype.getHeaderNames = function getHeaderNames() {
  return Object.keys(this[kHeaders] ?? {});
};

OutgoingMessage.prototype.getRawHeaderNames = function getRawHeaderNames() {
  return this[kHeaders] === null ? [] : Object.values(this[kHeaders]).map((entry) => entry[0]);
};

OutgoingMessage.prototype.getHeaders = function getHeaders() {
  const result = { __proto__: null };
  for (const key of this.getHeaderNames()) result[key] = this[kHeaders][key][1];
  return result;
};

OutgoingMessage.prototype.hasHeader = function hasHeader(name) {
  validateString(name, 'name');
  return this[kHeaders] !== null && this[kHeaders][name.toLowerCase()] !== undefined;
};

OutgoingMessage.prototype.removeHeader = function removeHeader(name) {
  validateString(name, 'name');
  checkUnsent(this, 'remove');
  const key = name.toLowerCase();
  if (key === 'connection') this._removedConnection = true;
  else if (key === 'content-length') this._removedContLen = true;
  else if (key === 'transfer-encoding') this._removedTE = true;
  else if (key === 'date') this.sendDate = false;
  if (this[kHeaders] !== null) delete this[kHeaders][key];
};

OutgoingMessage.prototype._collected = function() {
  return this[kHeaders] === null ? [] : Object.values(this[kHeaders]);
};

OutgoingMessage.prototype._storeHeader = function _storeHeader(firstLine, headers) {
  storeHeader(this, firstLine, headers);
};

OutgoingMessage.prototype.flushHeaders = function flushHeaders() {
  if (!this._header) this._implicitHeader();
  this._send('');
};

OutgoingMessage.prototype._implicitHeader = function _implicitHeader() {
  throw new codes.ERR_METHOD_NOT_IMPLEMENTED('_implicitHeader()');
};

OutgoingMessage.prototype.addTrailers = function addTrailers(headers) {
  this._trailer = '';
  // Of an array each entry is a pair.
  for (const [name, value] of Array.isArray(headers) ? headers.map((entry) => [entry[0], entry[1]]) : Object.entries(headers)) {
    validateHeaderName(name, 'Trailer name');
    for (const item of Array.isArray(value) ? value : [value]) {
      if (hasInvalidChars(item)) throw new codes.ERR_INVALID_CHAR('trailer content', name);
      this._trailer += `${name}: ${item}\r\n`;
    }
  }
};

// --- body

// Sends `data` after the head if that is still to be sent.
OutgoingMessage.prototype._send = function _send(data, encoding, callback, byteLength) {
  if (!this._headerSent) {
    const header = this._header;
    this._headerSent = true;
    if (typeof data === 'string' && (encoding === 'utf8' || encoding === 'latin1' || !encoding)) {
      data = header + data;
      // The head is latin1; a body of another encoding must not change it.
      if (encoding !== 'latin1' && hasNonAscii(header)) {
        this._writeRaw(header, 'latin1');
        data = data.slice(header.length);
      }
    } else {
      this._writeRaw(header, 'latin1');
    }
  }
  return this._writeRaw(data, encoding, callback);
};

const hasNonAscii = (text) => /[^\x00-\x7f]/.test(text);

OutgoingMessage.prototype._writeRaw = function _writeRaw(data, encoding, callback, size) {
  const { socket } = this;
  if (socket?.destroyed) return false;
  if (typeof encoding === 'function') {
    callback = encoding;
    encoding = null;
  }
  if (socket && socket._httpMessage === this && socket.writable) {
    if (this.outputData.length > 0) this._flushOutput(socket);
    return socket.write(data, encoding, callback);
  }
  this.outputData.push({ data, encoding, callback });
  this.outputSize += data.length;
  this._onPendingData(data.length);
  return this.outputSize < this.highWaterMark;
};

OutgoingMessage.prototype._flushOutput = function _flushOutput(socket) {
  const { outputData } = this;
  if (outputData.length === 0) return undefined;
  this.outputData = [];
  const size = this.outputSize;
  this.outputSize = 0;
  socket.cork();
  let result;
  for (const { data, encoding, callback } of outputData) result = socket.write(data, encoding, callback);
  socket.uncork();
  this._onPendingData(-size);
  return result;
};

// Sends what has been waiting for the socket.
OutgoingMessage.prototype._flush = function _flush() {
  const { socket } = this;
  if (!socket?.writable) return;
  const result = this._flushOutput(socket);
  if (this.finished) this._finish();
  else if (result && this[kNeedDrain]) {
    this[kNeedDrain] = false;
    this.emit('drain');
  }
};

function uncorkLater(socket) {
  socket.uncork();
}

function failLater(message, error, callback) {
  process.nextTick(() => {
    callback(error);
    if (!message.destroyed) message.emit('error', error);
  });
}

OutgoingMessage.prototype.write = function write(chunk, encoding, callback) {
  if (typeof encoding === 'function') {
    callback = encoding;
    encoding = null;
  }
  const accepted = writeChunk(this, chunk, encoding, callback, false);
  if (!accepted) this[kNeedDrain] = true;
  return accepted;
};

function checkChunk(chunk) {
  if (chunk === null) throw new codes.ERR_STREAM_NULL_VALUES();
  if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array)) {
    throw new codes.ERR_INVALID_ARG_TYPE('chunk', ['string', 'Buffer', 'Uint8Array'], chunk);
  }
}

function writeChunk(message, chunk, encoding, callback, fromEnd) {
  if (typeof callback !== 'function') callback = nop;
  checkChunk(chunk);
  const length = typeof chunk === 'string' ? Buffer.byteLength(chunk, encoding) : chunk.byteLength;
  const refused = message.finished ? new codes.ERR_STREAM_WRITE_AFTER_END()
    : message.destroyed ? new codes.ERR_STREAM_DESTROYED('write') : null;
  if (refused !== null) {
    failLater(message, refused, callback);
    return false;
  }
  if (!message._header) {
    if (fromEnd) message._contentLength ??= length;
    message._implicitHeader();
  }
  if (!message._hasBody) {
    if (message.rejectNonStandardBodyWrites) throw new codes.ERR_HTTP_BODY_NOT_ALLOWED();
    process.nextTick(callback);
    return true;
  }
  message[kBytes] += length;
  checkLength(message, fromEnd);
  const { socket } = message;
  if (!fromEnd && socket && !socket.writableCorked) {
    socket.cork();
    process.nextTick(uncorkLater, socket);
  }
  if (message.chunkedEncoding && length !== 0) {
    message._send(length.toString(16), 'latin1');
    message._send('\r\n', 'latin1');
    message._send(chunk, encoding);
    return message._send('\r\n', 'latin1', callback);
  }
  return message._send(chunk, encoding, callback);
}

function checkLength(message, atEnd) {
  if (!message.strictContentLength || !message._hasBody || message._contentLength === null || message.chunkedEncoding) return;
  const wrong = atEnd ? message[kBytes] !== message._contentLength : message[kBytes] > message._contentLength;
  if (wrong) throw new codes.ERR_HTTP_CONTENT_LENGTH_MISMATCH(message[kBytes], message._contentLength);
}

OutgoingMessage.prototype.end = function end(chunk, encoding, callback) {
  if (typeof chunk === 'function') {
    callback = chunk;
    chunk = null;
    encoding = null;
  } else if (typeof encoding === 'function') {
    callback = encoding;
    encoding = null;
  }
  if (chunk) {
    if (this.finished) {
      failLater(this, new codes.ERR_STREAM_WRITE_AFTER_END(), typeof callback === 'function' ? callback : nop);
      return this;
    }
    this.socket?.cork();
    writeChunk(this, chunk, encoding, null, true);
  } else if (this.finished) {
    endedTwice(this, callback);
    return this;
  } else if (!this._header) {
    this.socket?.cork();
    this._contentLength = 0;
    this._implicitHeader();
  }
  if (typeof callback === 'function') this.once('finish', callback);
  if (!chunk) checkLength(this, true);
  const finish = () => { if (!this._finishEmitted) { this._finishEmitted = true; this.emit('finish'); } };
  if (this._hasBody && this.chunkedEncoding) {
    this._send(`0\r\n${this._trailer}\r\n`, 'latin1', finish);
  } else if (!this._headerSent || this.writableLength || chunk) {
    this._send('', 'latin1', finish);
  } else {
    process.nextTick(finish);
  }
  if (this.socket) {
    // Everything that was corked on the way is written as one.
    this.socket._writableState.corked = 1;
    this.socket.uncork();
  }
  this[kCorked] = 0;
  this.finished = true;
  if (this.outputData.length === 0 && this.socket && this.socket._httpMessage === this) this._finish();
  return this;
};

function endedTwice(message, callback) {
  if (typeof callback !== 'function') return;
  if (message.writableFinished) callback(new codes.ERR_STREAM_ALREADY_FINISHED('end'));
  else message.on('finish', callback);
}

// The headers under their old names.
const { deprecate } = require('internal/util');
for (const [name, get, set] of [
  ['_headers', function() { return this.getHeaders(); }, function(headers) {
    this[kHeaders] = null;
    for (const each of Object.keys(headers ?? {})) this.setHeader(each, headers[each]);
  }],
  ['_headerNames', function() { return namesAsGiven(this); }, function(names) {
    for (const key of Object.keys(names ?? {})) {
      const entry = this[kHeaders]?.[key];
      if (entry !== undefined) entry[0] = names[key];
    }
  }],
]) {
  const text = `OutgoingMessage.prototype.${name} is deprecated`;
  Object.defineProperty(OutgoingMessage.prototype, name, {
    __proto__: null, get: deprecate(get, text, 'DEP0066'), set: deprecate(set, text, 'DEP0066'),
  });
}

function namesAsGiven(message) {
  if (message[kHeaders] === null) return null;
  return { __proto__: null, ...Object.fromEntries(Object.entries(message[kHeaders]).map(([key, [name]]) => [key, name])) };
}

OutgoingMessage.prototype._renderHeaders = function _renderHeaders() {
  if (this._header) throw new codes.ERR_HTTP_HEADERS_SENT('render');
  return Object.fromEntries(Object.values(this[kHeaders] ?? {}));
};

OutgoingMessage.prototype._finish = function _finish() {
  this.emit('prefinish');
};

OutgoingMessage.prototype.pipe = function pipe() {
  this.emit('error', new codes.ERR_STREAM_CANNOT_PIPE());
};

OutgoingMessage.prototype[Symbol.for('nodejs.rejection')] = function(error, event) {
  this.destroy(error);
};

// Told by the socket that there is room again.
function onDrain(socket) {
  const message = socket._httpMessage;
  if (message?.[kNeedDrain] && !message.finished) {
    message[kNeedDrain] = false;
    message.emit('drain');
  }
}

require('internal/util').fixAccessors(OutgoingMessage.prototype);

module.exports = { OutgoingMessage, kHeaders, onDrain };
