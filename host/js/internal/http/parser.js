// An incremental HTTP/1 parser: bytes in, head, body pieces and end out. Strict: what a proxy could read in two ways
// is an error. Absent on purpose: lenient flags, HTTP/0.9 and HTTP/2.
'use strict';

const { Buffer } = require('buffer');
const { capture, release, runCaptured, usage } = require('internal/async_context');
const { METHODS, hasInvalidChars, isToken, maxHeaderSize } = require('internal/http/common');

const HEAD = 0;
const BODY_LENGTH = 1;
const BODY_UNTIL_END = 2;
const CHUNK_SIZE = 3;
const CHUNK_DATA = 4;
const CHUNK_END = 5;
const TRAILERS = 6;
const STOPPED = 7;

const CR = 13;
const LF = 10;

const methods = new Set(METHODS);
const endOfHead = Buffer.from('\r\n\r\n');

// What a head callback may answer.
const NORMAL = 0;
const NO_BODY = 1;
const UPGRADE = 2;

function parseError(code, reason) {
  const error = new Error(`Parse Error: ${reason}`);
  error.code = code;
  error.reason = reason;
  return error;
}

class HttpParser {
  // `kind` is 'request' or 'response'. The owner sets onHead(info), onBody(buffer) and onComplete(rawTrailers).
  constructor(kind, maxSize) {
    this.isRequest = kind === 'request';
    this.maxSize = maxSize || maxHeaderSize;
    this.onHead = null;
    this.onBody = null;
    this.onComplete = null;
    this.state = HEAD;
    this.pending = null;
    this.left = 0;
    this.info = null;
    this.paused = false;
    this.headStarted = false;
    this.async = usage.active ? this.capture() : undefined;
    this.released = false;
  }

  capture() {
    const [type, name] = this.isRequest ? ['HTTPINCOMINGMESSAGE', 'HTTPServerAsyncResource'] : ['HTTPCLIENTREQUEST', 'HTTPClientAsyncResource'];
    return capture(type, usage.hooks?.named(name));
  }

  // Runs a callback in the context that the parser was made in.
  call(callback) {
    return usage.active ? runCaptured(this.async, callback, this) : callback();
  }

  // Takes `buffer`. Answers how many bytes were used: all, or those up to an upgrade. Throws a parse error.
  execute(buffer) {
    let at = 0;
    try {
      while (at < buffer.length && this.state !== STOPPED) at = this.step(buffer, at);
    } catch (error) {
      this.state = STOPPED;
      error.bytesParsed = at;
      error.rawPacket = buffer;
      throw error;
    }
    return at;
  }

  // The connection has ended. Throws if a message is cut off.
  finish() {
    if (this.state === BODY_UNTIL_END) {
      this.complete([]);
      return;
    }
    if (this.state === STOPPED || (this.state === HEAD && this.pending === null)) return;
    this.state = STOPPED;
    throw parseError('HPE_INVALID_EOF_STATE', 'Invalid EOF state');
  }

  step(buffer, at) {
    switch (this.state) {
      case HEAD: return this.readHead(buffer, at);
      case BODY_LENGTH: case CHUNK_DATA: return this.readCounted(buffer, at);
      case BODY_UNTIL_END:
        this.call(() => this.onBody(at === 0 ? buffer : buffer.subarray(at)));
        return buffer.length;
      case CHUNK_SIZE: return this.readChunkSize(buffer, at);
      case CHUNK_END: return this.readChunkEnd(buffer, at);
      default: return this.readTrailers(buffer, at);
    }
  }

  readHead(buffer, at) {
    // Empty lines before a message are skipped.
    if (this.pending === null) {
      while (at < buffer.length && (buffer[at] === CR || buffer[at] === LF)) at++;
      if (at === buffer.length) return at;
      this.headStarted = true;
    }
    const before = this.pending === null ? 0 : this.pending.length;
    const all = before === 0 ? buffer.subarray(at) : Buffer.concat([this.pending, buffer.subarray(at)]);
    const end = all.indexOf(endOfHead, Math.max(0, before - 3));
    if (end === -1) {
      if (all.length > this.maxSize) throw parseError('HPE_HEADER_OVERFLOW', 'Header overflow');
      this.checkStart(all);
      this.pending = before === 0 ? Buffer.from(all) : all;
      return buffer.length;
    }
    if (end > this.maxSize) throw parseError('HPE_HEADER_OVERFLOW', 'Header overflow');
    this.pending = null;
    this.headStarted = false;
    const consumed = at + end + 4 - before;
    this.startMessage(all.latin1Slice(0, end));
    return consumed;
  }

  // Refuses what cannot become a message without waiting for its end.
  checkStart(bytes) {
    if (this.isRequest) {
      const space = bytes.indexOf(32);
      const word = bytes.latin1Slice(0, space === -1 ? Math.min(bytes.length, 20) : space);
      const fits = space === -1 ? METHODS.some((method) => method.startsWith(word)) : methods.has(word);
      if (!fits) throw parseError('HPE_INVALID_METHOD', 'Invalid method encountered');
    } else {
      const start = bytes.latin1Slice(0, Math.min(5, bytes.length));
      if (!'HTTP/'.startsWith(start)) throw parseError('HPE_INVALID_CONSTANT', 'Expected HTTP/');
    }
  }

  startMessage(text) {
    const lines = text.split('\r\n');
    const info = this.isRequest ? requestLine(lines[0]) : statusLine(lines[0]);
    const framing = readFields(lines, 1, info.rawHeaders);
    this.info = info;
    info.shouldKeepAlive = keepAlive(info, framing);
    info.upgrade = info.method === 'CONNECT'
      || (framing.connectionUpgrade && framing.upgrade && (this.isRequest || info.statusCode === 101));
    checkFraming(framing, this.isRequest);
    const needsEnd = !this.isRequest && !framing.chunked && framing.length === undefined;
    if (needsEnd && !bodyless(info)) info.shouldKeepAlive = false;
    const answer = this.call(() => this.onHead(info));
    if (this.state === STOPPED) return;
    if (answer === UPGRADE) {
      this.state = STOPPED;
      this.call(() => this.onComplete([]));
      return;
    }
    this.chooseBody(framing, answer === NO_BODY || bodyless(info));
  }

  chooseBody(framing, skip) {
    if (skip) {
      this.complete([]);
    } else if (framing.chunked) {
      this.state = CHUNK_SIZE;
    } else if (framing.length !== undefined) {
      this.left = framing.length;
      if (this.left === 0) this.complete([]);
      else this.state = BODY_LENGTH;
    } else if (this.isRequest) {
      this.complete([]);
    } else {
      this.state = BODY_UNTIL_END;
    }
  }

  readCounted(buffer, at) {
    const end = Math.min(buffer.length, at + this.left);
    this.left -= end - at;
    const wasChunk = this.state === CHUNK_DATA;
    if (this.left === 0 && wasChunk) this.state = CHUNK_END;
    this.call(() => this.onBody(buffer.subarray(at, end)));
    if (this.left === 0 && !wasChunk && this.state !== STOPPED) this.complete([]);
    return end;
  }

  // Collects a line over as many pieces as it comes in; undefined until it is whole.
  line(buffer, at) {
    const end = buffer.indexOf(LF, at);
    const piece = buffer.latin1Slice(at, end === -1 ? buffer.length : end);
    const text = (this.pending ?? '') + piece;
    if (text.length > this.maxSize) throw parseError('HPE_CHUNK_EXTENSIONS_OVERFLOW', 'Chunk extensions overflow');
    if (end === -1) {
      this.pending = text;
      return undefined;
    }
    this.pending = null;
    if (!text.endsWith('\r')) throw parseError('HPE_CR_EXPECTED', 'Missing expected CR before LF');
    return { text: text.slice(0, -1), next: end + 1 };
  }

  readChunkSize(buffer, at) {
    const line = this.line(buffer, at);
    if (line === undefined) {
      if (!/^[0-9a-fA-F]/.test(this.pending)) throw parseError('HPE_INVALID_CHUNK_SIZE', 'Invalid character in chunk size');
      return buffer.length;
    }
    const match = /^([0-9a-fA-F]{1,13})(?:[ \t]*;.*)?$/.exec(line.text);
    if (match === null || hasInvalidChars(line.text)) {
      throw parseError('HPE_INVALID_CHUNK_SIZE', 'Invalid character in chunk size');
    }
    this.left = Number.parseInt(match[1], 16);
    if (this.left === 0) {
      this.state = TRAILERS;
      this.trailerLines = [];
    } else {
      this.state = CHUNK_DATA;
    }
    return line.next;
  }

  readChunkEnd(buffer, at) {
    const line = this.line(buffer, at);
    if (line === undefined) {
      if (this.pending !== '\r') throw parseError('HPE_STRICT', 'Expected LF after chunk data');
      return buffer.length;
    }
    if (line.text !== '') throw parseError('HPE_STRICT', 'Expected LF after chunk data');
    this.state = CHUNK_SIZE;
    return line.next;
  }

  readTrailers(buffer, at) {
    const line = this.line(buffer, at);
    if (line === undefined) return buffer.length;
    if (line.text !== '') {
      this.trailerLines.push(line.text);
      return line.next;
    }
    const rawTrailers = [];
    readFields(this.trailerLines, 0, rawTrailers);
    this.complete(rawTrailers);
    return line.next;
  }

  complete(rawTrailers) {
    this.state = HEAD;
    this.pending = null;
    this.call(() => this.onComplete(rawTrailers));
  }

  stop() {
    this.state = STOPPED;
    if (usage.active && !this.released) release(this.async);
    this.released = true;
  }

  // Whether a message has begun and not ended.
  get busy() {
    return this.state !== STOPPED && (this.state !== HEAD || this.pending !== null);
  }
}

function requestLine(line) {
  const first = line.indexOf(' ');
  const last = line.lastIndexOf(' ');
  const method = first === -1 ? line : line.slice(0, first);
  if (!methods.has(method)) throw parseError('HPE_INVALID_METHOD', 'Invalid method encountered');
  if (last === first) throw parseError('HPE_INVALID_URL', 'Invalid characters in url');
  const url = line.slice(first + 1, last);
  const version = versionOf(line.slice(last + 1), 'HPE_INVALID_CONSTANT', 'Expected HTTP/');
  if (url === '' || /[\x00-\x20\x7f]/.test(url)) throw parseError('HPE_INVALID_URL', 'Invalid characters in url');
  return { method, url, ...version, rawHeaders: [] };
}

function versionOf(text, code, reason) {
  const match = /^HTTP\/(\d)\.(\d)$/.exec(text);
  if (match === null) {
    if (text.startsWith('HTTP/')) throw parseError('HPE_INVALID_VERSION', 'Invalid HTTP version');
    throw parseError(code, reason);
  }
  const major = Number(match[1]);
  const minor = Number(match[2]);
  const known = (major === 1 && minor <= 1) || (major === 0 && minor === 9) || (major === 2 && minor === 0);
  if (!known) throw parseError('HPE_INVALID_VERSION', 'Invalid HTTP version');
  return { versionMajor: major, versionMinor: minor };
}

function statusLine(line) {
  const space = line.indexOf(' ');
  const version = versionOf(space === -1 ? line : line.slice(0, space), 'HPE_INVALID_CONSTANT', 'Expected HTTP/');
  const rest = line.slice(space + 1);
  const match = /^(\d{3})(?: (.*))?$/.exec(rest);
  if (space === -1 || match === null) throw parseError('HPE_INVALID_STATUS', 'Invalid status code');
  return { statusCode: Number(match[1]), statusMessage: match[2] ?? '', ...version, rawHeaders: [] };
}

// Reads `name: value` lines into `raw` and answers what they say about the message's framing.
function readFields(lines, start, raw) {
  const framing = {
    length: undefined, chunked: false, transferEncoding: false, upgrade: false, connectionUpgrade: false,
    close: false, keepAlive: false,
  };
  for (let i = start; i < lines.length; i++) {
    const line = lines[i];
    const colon = line.indexOf(':');
    const name = line.slice(0, colon);
    if (colon <= 0 || !isToken(name)) throw parseError('HPE_INVALID_HEADER_TOKEN', 'Invalid header token');
    const value = trimSpace(line, colon + 1);
    if (hasInvalidChars(value)) throw parseError('HPE_INVALID_HEADER_TOKEN', 'Invalid header value char');
    raw.push(name, value);
    noteFraming(framing, name.toLowerCase(), value);
  }
  return framing;
}

function trimSpace(line, start) {
  let end = line.length;
  while (start < end && (line[start] === ' ' || line[start] === '\t')) start++;
  while (end > start && (line[end - 1] === ' ' || line[end - 1] === '\t')) end--;
  return line.slice(start, end);
}

function noteFraming(framing, name, value) {
  switch (name) {
    case 'content-length':
      if (framing.length !== undefined) {
        throw parseError('HPE_UNEXPECTED_CONTENT_LENGTH', 'Content-Length already present');
      }
      if (!/^\d{1,15}$/.test(value)) throw parseError('HPE_INVALID_CONTENT_LENGTH', 'Invalid character in Content-Length');
      framing.length = Number(value);
      break;
    case 'transfer-encoding':
      framing.transferEncoding = true;
      framing.chunked = /(?:^|,)[ \t]*chunked$/i.test(value);
      break;
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

function checkFraming(framing, isRequest) {
  if (!framing.transferEncoding) return;
  if (framing.length !== undefined) {
    throw parseError('HPE_INVALID_TRANSFER_ENCODING', "Transfer-Encoding can't be present with Content-Length");
  }
  if (isRequest && !framing.chunked) {
    throw parseError('HPE_INVALID_TRANSFER_ENCODING', 'Request has invalid `Transfer-Encoding`');
  }
}

function keepAlive(info, framing) {
  if (info.versionMajor > 0 && info.versionMinor > 0) return !framing.close;
  return framing.keepAlive;
}

// Responses that have no body whatever their headers say.
function bodyless(info) {
  const { statusCode } = info;
  return statusCode !== undefined && (statusCode < 200 || statusCode === 204 || statusCode === 304);
}

module.exports = { HttpParser, NORMAL, NO_BODY, UPGRADE, parseError };
