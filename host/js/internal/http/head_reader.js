// Reads the head of a message, or its trailers, line by line, as the lines come in. An error says where in its line it is.
// Strict: what a proxy could read in two ways is an error, unless the reader is lenient (`insecureHTTPParser`).
'use strict';

const { METHODS, isToken } = require('internal/http/common');

const methods = new Set(METHODS);
const notToken = /[^!#$%&'*+\-.^_`|~0-9A-Za-z]/;
const notValue = /[\x00-\x08\x0a-\x1f\x7f]/;
const notValueLenient = /[\n\r]/;
const PROTOCOL = 'HTTP/';

function parseError(code, reason, offset = 0) {
  const error = new Error(`Parse Error: ${reason}`);
  error.code = code;
  error.reason = reason;
  offsets.set(error, offset);
  return error;
}
const offsets = new WeakMap();

// Where in its line an error is; undefined for those that are not a parser's.
const offsetOf = (error) => offsets.get(error);

// How long the common beginning of two texts is.
function common(a, b) {
  let i = 0;
  while (i < a.length && i < b.length && a[i] === b[i]) i++;
  return i;
}

class HeadReader {
  constructor({ isRequest, lenient, maxSize }, isTrailer = false) {
    this.isRequest = isRequest;
    this.lenient = lenient;
    this.maxSize = maxSize;
    this.isTrailer = isTrailer;
    this.isFirst = !isTrailer;
    this.size = 0;
    this.info = null;
    this.raw = [];
    this.noted = 0;
    this.framing = {
      length: undefined, chunked: false, transferEncoding: false, upgrade: false, connectionUpgrade: false, close: false, keepAlive: false,
    };
  }

  // A whole line without its LF. True when it ends the head.
  line(text) {
    const end = text.endsWith('\r') ? text.length - 1 : text.length;
    const content = end === text.length ? text : text.slice(0, end);
    const isLast = content === '' && !this.isFirst;
    if (this.isFirst) this.firstLine(content);
    else if (!isLast) this.field(content);
    if (end === text.length && !this.lenient) throw this.missingCR(end);
    this.isFirst = false;
    if (isLast) this.note(0);
    return isLast;
  }

  // The beginning of a line: only what cannot become a line is refused.
  partial(text) {
    if (text.endsWith('\r')) text = text.slice(0, -1);
    const colon = this.isFirst ? -1 : text.indexOf(':');
    this.count(text.length - (colon === -1 ? 0 : 2), text.length, false);
    if (this.isFirst) {
      this.firstPart(text);
    } else if (text[0] !== ' ' && text[0] !== '\t') {
      const at = (colon === -1 ? text : text.slice(0, colon)).search(notToken);
      if (at !== -1) throw parseError('HPE_INVALID_HEADER_TOKEN', 'Invalid header token', at);
      if (colon !== -1) this.checkValue(text, colon + 1);
    }
  }

  missingCR(offset) {
    if (!this.isFirst) return parseError('HPE_CR_EXPECTED', 'Missing expected CR after header value', offset);
    if (this.isRequest) return parseError('HPE_INVALID_VERSION', 'Expected CRLF after version', offset + 1);
    return parseError('HPE_CR_EXPECTED', 'Missing expected CR after response line', offset + 1);
  }

  count(length, offset, keep = true) {
    if (this.size + length >= this.maxSize) throw parseError('HPE_HEADER_OVERFLOW', 'Header overflow', offset);
    if (keep) this.size += length;
  }

  firstPart(text) {
    if (!this.isRequest) {
      const start = text.slice(0, PROTOCOL.length);
      if (!PROTOCOL.startsWith(start)) throw parseError('HPE_INVALID_CONSTANT', 'Expected HTTP/', common(start, PROTOCOL));
      return;
    }
    const space = text.indexOf(' ');
    if (space !== -1 || !METHODS.some((method) => method.startsWith(text))) checkMethod(space === -1 ? text : text.slice(0, space));
    const cr = text.indexOf('\r');
    if (cr !== -1) throw parseError('HPE_STRICT', 'Expected CRLF after version', cr + 1);
    const third = /^[A-Z-]+ +[^ ]+ +/.exec(text)?.[0].length;
    if (third !== undefined) checkProtocol(text.slice(third, third + PROTOCOL.length), third, true);
  }

  firstLine(text) {
    this.info = this.isRequest ? requestLine(text, this.lenient) : statusLine(text, this.lenient);
    this.count((this.info.url ?? this.info.statusMessage).length, text.length);
    this.info.rawHeaders = this.raw;
  }

  checkValue(text, start) {
    const at = text.slice(start).search(this.lenient ? notValueLenient : notValue);
    if (at === -1) return;
    if (text[start + at] === '\r') throw parseError('HPE_LF_EXPECTED', 'Missing expected LF after header value', start + at + 1);
    throw parseError('HPE_INVALID_HEADER_TOKEN', 'Invalid header value char', start + at);
  }

  field(text) {
    if (text[0] === ' ' || text[0] === '\t') {
      this.fold(text);
      return;
    }
    this.note(0);
    const colon = text.indexOf(':');
    const name = colon === -1 ? text : text.slice(0, colon);
    if (colon <= 0 || !isToken(name)) {
      const at = name.search(notToken);
      throw parseError('HPE_INVALID_HEADER_TOKEN', 'Invalid header token', at === -1 ? name.length : at);
    }
    this.checkValue(text, colon + 1);
    this.count(name.length, colon + 1);
    let start = colon + 1;
    while (text[start] === ' ' || text[start] === '\t') start++;
    const value = trimEnd(text, start);
    this.count(value.length, text.length + 1);
    this.raw.push(name, value);
    // Another line may go on with it, if that is allowed.
    if (!this.lenient) this.note(start);
  }

  // A line that begins with a space goes on with the value before it.
  fold(text) {
    const { raw } = this;
    if (!this.lenient) {
      if (raw.length === 0) throw parseError('HPE_UNEXPECTED_SPACE', 'Unexpected space after start line', 1);
      if (raw.at(-1) === '') throw parseError('HPE_INVALID_HEADER_TOKEN', 'Invalid header value char', 1);
      throw parseError('HPE_INVALID_HEADER_TOKEN', 'Unexpected whitespace after header value', 0);
    }
    this.checkValue(text, 0);
    this.count(text.length, text.length + 1);
    if (raw.length === 0) {
      this.field(text.trimStart());
      return;
    }
    const last = raw.at(-1);
    raw[raw.length - 1] = last === '' ? text.trim() : trimEnd(last + text, 0);
  }

  // What the last field says about the message's framing.
  note(start) {
    if (this.isTrailer || this.noted === this.raw.length) return;
    this.noted = this.raw.length;
    const [name, value] = this.raw.slice(-2);
    noteFraming(this, name.toLowerCase(), value, start);
  }
}

function trimEnd(text, start) {
  let end = text.length;
  while (end > start && (text[end - 1] === ' ' || text[end - 1] === '\t')) end--;
  return text.slice(start, end);
}

function checkMethod(word) {
  if (methods.has(word)) return;
  const prefix = METHODS.find((method) => word.startsWith(method));
  if (prefix !== undefined) throw parseError('HPE_INVALID_METHOD', 'Expected space after method', prefix.length);
  throw parseError('HPE_INVALID_METHOD', 'Invalid method encountered', Math.max(...METHODS.map((method) => common(method, word))));
}

function checkProtocol(text, offset, isPart = false) {
  const start = text.slice(0, PROTOCOL.length);
  if (isPart ? PROTOCOL.startsWith(start) : start === PROTOCOL) return;
  throw parseError('HPE_INVALID_CONSTANT', 'Expected HTTP/', offset + common(start, PROTOCOL));
}

function checkUrl(url, offset, method) {
  // The target of CONNECT is a server; what else it may be is not looked at.
  if (method !== 'CONNECT' && !/^[A-Za-z/*]/.test(url)) {
    throw parseError('HPE_INVALID_URL', 'Unexpected start char in url', offset);
  }
  if (method !== 'CONNECT' && /^[A-Za-z]/.test(url) && !/^[A-Za-z]+:\/\//.test(url)) {
    const at = url.search(/[^A-Za-z]/);
    throw parseError('HPE_INVALID_URL', 'Invalid characters in url', offset + (at === -1 ? url.length : at) + 1);
  }
  const at = url.search(/[^\x21-\x7e]/);
  if (at !== -1) throw parseError('HPE_INVALID_URL', 'Invalid char in url path', offset + at);
}

function requestLine(line, lenient) {
  const space = line.indexOf(' ');
  const method = space === -1 ? line : line.slice(0, space);
  checkMethod(method);
  let start = method.length;
  while (line[start] === ' ') start++;
  let end = line.indexOf(' ', start);
  const isOld = end === -1;
  if (isOld) end = line.length;
  const url = line.slice(start, end);
  checkUrl(url, start, method);
  if (isOld) return { method, url, versionMajor: 0, versionMinor: 9 };
  while (line[end] === ' ') end++;
  return { method, url, ...versionOf(line.slice(end), end, lenient, method) };
}

function versionOf(text, offset, lenient, method) {
  // What a SOURCE sends to is no web server.
  if (method === 'SOURCE' && text.startsWith('ICE/')) text = `HTTP${text.slice(3)}`;
  else checkProtocol(text, offset);
  const match = /^HTTP\/(\d)\.(\d)/.exec(text);
  const version = { versionMajor: Number(match?.[1]), versionMinor: Number(match?.[2]) };
  if (match === null || (!lenient && !['0.9', '1.0', '1.1', '2.0'].includes(`${match[1]}.${match[2]}`))) {
    throw parseError('HPE_INVALID_VERSION', 'Invalid HTTP version', offset + 8);
  }
  if (text.length > 8) {
    const [code, at] = text[8] === '\r' ? ['HPE_STRICT', 9] : ['HPE_INVALID_VERSION', 8];
    throw parseError(code, 'Expected CRLF after version', offset + at);
  }
  return version;
}

function statusLine(line, lenient) {
  const version = versionOf(line.slice(0, 8), 0, lenient);
  const match = /^ (\d{3})(?: (.*))?$/.exec(line.slice(8));
  if (match === null) {
    const digits = /^ (\d{0,4})/.exec(line.slice(8))?.[1].length ?? 0;
    if (digits === 4) throw parseError('HPE_INVALID_STATUS', 'Invalid response status', 12);
    throw parseError('HPE_INVALID_STATUS', 'Invalid status code', 9 + digits);
  }
  return { statusCode: Number(match[1]), statusMessage: match[2] ?? '', ...version };
}

function noteFraming({ framing, isRequest, lenient }, name, value, start) {
  switch (name) {
    case 'content-length': noteLength(framing, lenient, value, start); break;
    case 'transfer-encoding': noteEncoding(framing, { isRequest, lenient }, value, start); break;
    case 'connection': case 'proxy-connection':
      for (const word of value.toLowerCase().split(',')) {
        const option = word.trim();
        if (option === 'close') framing.close = true;
        else if (option === 'keep-alive') framing.keepAlive = true;
        else if (option === 'upgrade') framing.connectionUpgrade = true;
      }
      break;
    case 'upgrade':
      framing.upgrade = true;
      break;
    default:
  }
}

function noteLength(framing, lenient, value, start) {
  if (framing.length !== undefined) throw parseError('HPE_UNEXPECTED_CONTENT_LENGTH', 'Duplicate Content-Length', start);
  if (framing.transferEncoding && !lenient) {
    throw parseError('HPE_INVALID_CONTENT_LENGTH', "Content-Length can't be present with Transfer-Encoding", start - 1);
  }
  const at = value.search(/\D/);
  const bad = at + /^ */.exec(value.slice(at))[0].length;
  if (value === '') throw parseError('HPE_INVALID_CONTENT_LENGTH', 'Empty Content-Length', start + 2);
  if (at !== -1) throw parseError('HPE_INVALID_CONTENT_LENGTH', 'Invalid character in Content-Length', start + bad);
  framing.length = Number(value);
  if (framing.length >= 2 ** 64) throw parseError('HPE_INVALID_CONTENT_LENGTH', 'Content-Length overflow', start + value.length);
}

// In a request `chunked` comes once, and last.
function noteEncoding(framing, { isRequest, lenient }, value, start) {
  if (framing.length !== undefined && !lenient) {
    throw parseError('HPE_INVALID_TRANSFER_ENCODING', "Transfer-Encoding can't be present with Content-Length", start - 1);
  }
  const inner = /(?:^|,)[ \t]*chunked[ \t]*,/i.exec(value);
  if (isRequest && !lenient && (framing.chunked || inner !== null)) {
    const at = framing.chunked ? 0 : inner.index + inner[0].length - 1;
    throw parseError('HPE_INVALID_TRANSFER_ENCODING', 'Invalid `Transfer-Encoding` header value', start + at + 1);
  }
  framing.transferEncoding = true;
  framing.chunked = /(?:^|,)[ \t]*chunked$/i.test(value);
}

module.exports = { HeadReader, offsetOf, parseError };
