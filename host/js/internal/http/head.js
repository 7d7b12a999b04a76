// The head of an outgoing message: its fields, and what they say about connection and body.
'use strict';

const { codes } = require('internal/errors');
const { utcDate, validateHeaderName, validateHeaderValue } = require('internal/http/common');

function checkValue(name, value) {
  if (Array.isArray(value)) {
    for (const item of value) validateHeaderValue(name, item);
  } else {
    validateHeaderValue(name, value);
  }
}

// [name, value] pairs of what setHeader collected, of an object, or of an array (flat, or of pairs).
function* pairs(headers) {
  if (!headers) return;
  if (!Array.isArray(headers)) {
    for (const name of Object.keys(headers)) yield [name, headers[name]];
  } else if (headers.length > 0 && Array.isArray(headers[0])) {
    yield* headers;
  } else {
    if (headers.length % 2 !== 0) throw new codes.ERR_INVALID_ARG_VALUE('headers', headers);
    for (let i = 0; i < headers.length; i += 2) yield [headers[i], headers[i + 1]];
  }
}

// What the message's own headers say about how it is sent.
function noteField(state, message, name, value) {
  switch (name.toLowerCase()) {
    case 'connection':
      state.connection = true;
      message._removedConnection = false;
      if (/(?:^|\W)close(?:$|\W)/i.test(value)) message._last = true;
      else message.shouldKeepAlive = true;
      break;
    case 'transfer-encoding':
      state.transferEncoding = true;
      message._removedTE = false;
      if (/(?:^|\W)chunked(?:$|\W)/i.test(value)) message.chunkedEncoding = true;
      break;
    case 'content-length':
      state.contentLength = true;
      message._contentLength = Number(value);
      message._removedContLen = false;
      break;
    case 'date': state.date = true; break;
    case 'expect': state.expect = true; break;
    case 'trailer': state.trailer = true; break;
    case 'keep-alive': state.keepAlive = true; break;
    default:
  }
}

// Makes a message's head of its first line and headers, and decides how its body is sent.
function storeHeader(message, firstLine, headers) {
  const state = {
    connection: false, transferEncoding: false, contentLength: false, date: false, expect: false, trailer: false,
    keepAlive: false,
  };
  let text = firstLine;
  const add = (name, value) => {
    text += `${name}: ${value}\r\n`;
    noteField(state, message, name, value);
  };
  for (const [name, value] of pairs(headers)) {
    validateHeaderName(name);
    checkValue(name, value);
    const joined = Array.isArray(value) && /^cookie$/i.test(name) ? value.join('; ') : value;
    if (Array.isArray(joined)) for (const item of joined) add(name, item);
    else add(name, joined);
  }
  if (message.sendDate && !state.date) text += `Date: ${utcDate()}\r\n`;
  if (message.chunkedEncoding && (message.statusCode === 204 || message.statusCode === 304)) {
    message.chunkedEncoding = false;
    message.shouldKeepAlive = false;
  }
  text += connectionFields(message, state);
  text += bodyFields(message, state);
  if (message.chunkedEncoding !== true && state.trailer) throw new codes.ERR_HTTP_TRAILER_INVALID();
  message._header = `${text}\r\n`;
  message._headerSent = false;
  // The peer must be asked before the body is sent.
  if (state.expect) message._send('');
}

function connectionFields(message, state) {
  if (message._removedConnection) {
    message._last = !message.shouldKeepAlive;
    return '';
  }
  if (state.connection) return '';
  const bounded = state.contentLength || message.useChunkedEncodingByDefault || message.agent;
  if (!message.shouldKeepAlive || !bounded) {
    message._last = true;
    return 'Connection: close\r\n';
  }
  if (message.maxRequestsOnConnectionReached) return 'Connection: close\r\n';
  let text = 'Connection: keep-alive\r\n';
  if (message._keepAliveTimeout && message._defaultKeepAlive && !state.keepAlive) {
    const seconds = Math.floor(message._keepAliveTimeout / 1000);
    const max = message._maxRequestsPerSocket > 0 ? `, max=${message._maxRequestsPerSocket}` : '';
    text += `Keep-Alive: timeout=${seconds}${max}\r\n`;
  }
  return text;
}

function bodyFields(message, state) {
  if (state.contentLength || state.transferEncoding) return '';
  if (!message._hasBody) {
    message.chunkedEncoding = false;
    return '';
  }
  if (!message.useChunkedEncodingByDefault) {
    message._last = true;
    return '';
  }
  if (!state.trailer && !message._removedContLen && typeof message._contentLength === 'number') {
    return `Content-Length: ${message._contentLength}\r\n`;
  }
  if (!message._removedTE) {
    message.chunkedEncoding = true;
    return 'Transfer-Encoding: chunked\r\n';
  }
  // Only the connection's end can tell where such a body ends.
  message._last = true;
  return '';
}

module.exports = { checkValue, pairs, storeHeader };
