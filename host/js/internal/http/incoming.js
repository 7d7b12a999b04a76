// http.IncomingMessage. Absent on purpose: parsing (internal/http/parser).
'use strict';

const { Readable } = require('stream');

const kHeaders = Symbol('kHeaders');
const kHeadersDistinct = Symbol('kHeadersDistinct');
const kTrailers = Symbol('kTrailers');
const kTrailersDistinct = Symbol('kTrailersDistinct');

// Headers of which a second one is dropped.
const single = new Set([
  'age', 'authorization', 'content-length', 'content-type', 'etag', 'expires', 'from', 'host', 'if-modified-since',
  'if-unmodified-since', 'last-modified', 'location', 'max-forwards', 'proxy-authorization', 'referer', 'retry-after',
  'server', 'user-agent',
]);

function IncomingMessage(socket) {
  const options = socket ? { highWaterMark: socket.readableHighWaterMark } : undefined;
  Reflect.apply(Readable, this, [options]);
  this._readableState.readingMore = true;
  this.socket = socket;
  this.httpVersionMajor = null;
  this.httpVersionMinor = null;
  this.httpVersion = null;
  this.complete = false;
  this[kHeaders] = null;
  this[kHeadersDistinct] = null;
  this.rawHeaders = [];
  this[kTrailers] = null;
  this[kTrailersDistinct] = null;
  this.rawTrailers = [];
  this.joinDuplicateHeaders = false;
  this.aborted = false;
  this.upgrade = null;
  this.url = '';
  this.method = null;
  this.statusCode = null;
  this.statusMessage = null;
  this.client = socket;
  this._consuming = false;
  this._dumped = false;
}
Object.setPrototypeOf(IncomingMessage.prototype, Readable.prototype);
Object.setPrototypeOf(IncomingMessage, Readable);

function addTo(headers, name, value, join) {
  const key = name.toLowerCase();
  // Names that every object has are names as others.
  const old = Object.hasOwn(headers, key) ? headers[key] : undefined;
  if (key === 'set-cookie') {
    if (old === undefined) headers[key] = [value];
    else old.push(value);
  } else if (old === undefined) {
    headers[key] = value;
  } else if (key === 'cookie') {
    headers[key] = `${old}; ${value}`;
  } else if (!single.has(key) || join) {
    headers[key] = `${old}, ${value}`;
  }
}

function collect(raw, join) {
  const headers = {};
  for (let i = 0; i < raw.length; i += 2) addTo(headers, raw[i], raw[i + 1], join);
  return headers;
}

function collectDistinct(raw) {
  const headers = { __proto__: null };
  for (let i = 0; i < raw.length; i += 2) {
    const key = raw[i].toLowerCase();
    if (headers[key] === undefined) headers[key] = [raw[i + 1]];
    else headers[key].push(raw[i + 1]);
  }
  return headers;
}

function lazyProperty(name, slot, make) {
  Object.defineProperty(IncomingMessage.prototype, name, {
    get() {
      // Of the prototype, from which others make objects of their own, nothing is kept.
      if (this.rawHeaders === undefined) return {};
      this[slot] ??= make(this);
      return this[slot];
    },
    set(value) { this[slot] = value; },
    configurable: true,
  });
}
lazyProperty('headers', kHeaders, (message) => collect(message.rawHeaders, message.joinDuplicateHeaders));
lazyProperty('headersDistinct', kHeadersDistinct, (message) => collectDistinct(message.rawHeaders));
lazyProperty('trailers', kTrailers, (message) => collect(message.rawTrailers, message.joinDuplicateHeaders));
lazyProperty('trailersDistinct', kTrailersDistinct, (message) => collectDistinct(message.rawTrailers));

Object.defineProperty(IncomingMessage.prototype, 'connection', {
  get() { return this.socket; },
  set(value) { this.socket = value; },
  configurable: true,
});

IncomingMessage.prototype.setTimeout = function setTimeout(msecs, callback) {
  if (callback) this.on('timeout', callback);
  this.socket.setTimeout(msecs);
  return this;
};

IncomingMessage.prototype._read = function _read(n) {
  if (!this._consuming) {
    this._readableState.readingMore = false;
    this._consuming = true;
  }
  if (this.socket?.readable) this.socket.resume();
};

IncomingMessage.prototype._destroy = function _destroy(error, callback) {
  if (!this.readableEnded || !this.complete) {
    this.aborted = true;
    this.emit('aborted');
  }
  // A message that was not read to its end leaves a connection that cannot be used again.
  if (this.socket && !this.socket.destroyed && this.aborted) {
    this.socket.destroy(error);
    const { finished } = require('stream');
    const stop = finished(this.socket, (problem) => {
      if (problem?.code === 'ERR_STREAM_PREMATURE_CLOSE') problem = null;
      stop();
      process.nextTick(done, this, problem || error, callback);
    });
  } else {
    process.nextTick(done, this, error, callback);
  }
};

// An error that nobody listens for is not thrown at the process: the peer hung up, that is all.
function done(message, error, callback) {
  if (message.listenerCount('error') === 0) callback();
  else callback(error);
}

// Reads and forgets the rest, so that the connection can be used again.
IncomingMessage.prototype._dump = function _dump() {
  if (this._dumped) return;
  this._dumped = true;
  this.removeAllListeners('data');
  this.resume();
};

IncomingMessage.prototype._addHeaderLine = function _addHeaderLine(field, value, dest) {
  addTo(dest, field, value, this.joinDuplicateHeaders);
};

// Sets what the parser found.
function fill(message, info) {
  message.httpVersionMajor = info.versionMajor;
  message.httpVersionMinor = info.versionMinor;
  message.httpVersion = `${info.versionMajor}.${info.versionMinor}`;
  message.rawHeaders = info.rawHeaders;
  message.upgrade = info.upgrade;
  if (info.method !== undefined) {
    message.url = info.url;
    message.method = info.method;
  } else {
    message.statusCode = info.statusCode;
    message.statusMessage = info.statusMessage;
  }
}

require('internal/util').fixAccessors(IncomingMessage.prototype);

module.exports = { IncomingMessage, fill };
