// An incremental HTTP/1 parser: bytes in, head, body pieces and end out. Heads are read by a HeadReader. Absent on purpose: HTTP/2.
'use strict';

const { Buffer } = require('buffer');
const { capture, release, runCaptured, usage } = require('internal/async_context');
const { maxHeaderSize } = require('internal/http/common');
const { HeadReader, offsetOf, parseError } = require('internal/http/head_reader');

const HEAD = 0;
const BODY_LENGTH = 1;
const BODY_UNTIL_END = 2;
const CHUNK_SIZE = 3;
const CHUNK_DATA = 4;
const CHUNK_END = 5;
const TRAILERS = 6;
const STOPPED = 7;
// The last message has said that nothing follows.
const CLOSED = 8;

const CR = 13;
const LF = 10;

const endOfHead = Buffer.from('\r\n\r\n');

// What a head callback may answer.
const NORMAL = 0;
const NO_BODY = 1;
const UPGRADE = 2;

class HttpParser {
  // `kind` is 'request' or 'response'. The owner sets onHead(info), onBody(buffer) and onComplete(rawTrailers).
  constructor(kind, { maxSize, lenient } = {}) {
    this.isRequest = kind === 'request';
    this.maxSize = maxSize || maxHeaderSize;
    this.lenient = lenient ?? require('internal/options').getOptionValue('--insecure-http-parser') === true;
    this.onHead = null;
    this.onBody = null;
    this.onComplete = null;
    this.state = HEAD;
    this.pending = null;
    this.left = 0;
    this.info = null;
    this.reader = null;
    this.dropsRest = false;
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
      while (at < buffer.length && this.state !== STOPPED) {
        at = this.step(buffer, at);
        if (this.dropsRest) at = buffer.length;
        this.dropsRest = false;
      }
    } catch (error) {
      this.state = STOPPED;
      const offset = offsetOf(error);
      // What a callback throws is its own affair.
      if (offset !== undefined) {
        const held = typeof this.pending === 'string' ? this.pending.length : 0;
        error.bytesParsed = (this.lineAt ?? at - held) + offset;
        error.rawPacket = buffer;
      }
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
    if (this.state === STOPPED || this.state === CLOSED || (this.state === HEAD && this.reader === null)) return;
    this.state = STOPPED;
    const error = new Error('Parse Error');
    throw Object.assign(error, { bytesParsed: 0, code: 'HPE_INVALID_EOF_STATE', reason: 'Invalid EOF state' });
  }

  step(buffer, at) {
    this.lineAt = undefined;
    switch (this.state) {
      case HEAD: return this.readHead(buffer, at);
      case BODY_LENGTH: case CHUNK_DATA: return this.readCounted(buffer, at);
      case BODY_UNTIL_END:
        this.call(() => this.onBody(at === 0 ? buffer : buffer.subarray(at)));
        return buffer.length;
      case CHUNK_SIZE: return this.readChunkSize(buffer, at);
      case CHUNK_END: return this.readChunkEnd(buffer, at);
      case CLOSED: return this.readClosed(buffer, at);
      default: return this.readTrailers(buffer, at);
    }
  }

  readHead(buffer, at) {
    if (this.reader === null) {
      // Empty lines before a message are skipped.
      while (at < buffer.length && (buffer[at] === CR || buffer[at] === LF)) at++;
      if (at === buffer.length) return at;
      this.reader = new HeadReader(this);
    }
    const next = this.readLines(buffer, at);
    if (next === -1) return buffer.length;
    const { reader } = this;
    this.reader = null;
    this.lineAt = next;
    this.startMessage(reader);
    return next;
  }

  // Gives the reader the lines that are there. Answers where they end, or -1 when there will be more.
  readLines(buffer, at) {
    const held = this.pending ?? '';
    this.pending = null;
    const end = this.lenient ? -1 : buffer.indexOf(endOfHead, at);
    const text = held + buffer.latin1Slice(at, end === -1 ? buffer.length : end + 4);
    const base = at - held.length;
    let start = 0;
    for (let feed; (feed = text.indexOf('\n', start)) !== -1; start = feed + 1) {
      this.lineAt = base + start;
      if (this.reader.line(text.slice(start, feed))) return base + feed + 1;
    }
    this.lineAt = base + start;
    this.pending = text.slice(start);
    this.reader.partial(this.pending);
    return -1;
  }

  startMessage({ info, framing }) {
    this.info = info;
    info.shouldKeepAlive = keepAlive(info, framing);
    info.upgrade = info.method === 'CONNECT'
      || (framing.connectionUpgrade && framing.upgrade && (this.isRequest || info.statusCode === 101));
    const needsEnd = !this.isRequest && !framing.chunked && framing.length === undefined;
    if (needsEnd && !bodyless(info)) info.shouldKeepAlive = false;
    const answer = this.call(() => this.onHead(info));
    if (this.state === STOPPED) return;
    if (answer === UPGRADE) {
      this.state = STOPPED;
      this.call(() => this.onComplete([]));
      return;
    }
    if (this.isRequest && framing.transferEncoding && !framing.chunked && !this.lenient) {
      throw parseError('HPE_INVALID_TRANSFER_ENCODING', 'Request has invalid `Transfer-Encoding`');
    }
    this.chooseBody(framing, answer === NO_BODY || bodyless(info));
  }

  chooseBody(framing, skip) {
    if (skip) {
      this.complete([]);
    } else if (framing.chunked) {
      this.state = CHUNK_SIZE;
    } else if (framing.length !== undefined && !framing.transferEncoding) {
      this.left = framing.length;
      if (this.left === 0) this.complete([]);
      else this.state = BODY_LENGTH;
    } else if (this.isRequest && !framing.transferEncoding) {
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
  line(buffer, at, what) {
    const held = this.pending ?? '';
    const end = buffer.indexOf(LF, at);
    const text = held + buffer.latin1Slice(at, end === -1 ? buffer.length : end);
    this.lineAt = at - held.length;
    if (text.length > this.maxSize) throw parseError('HPE_CHUNK_EXTENSIONS_OVERFLOW', 'Chunk extensions overflow', text.length);
    const cr = text.indexOf('\r');
    if (cr !== -1 && cr < text.length - 1) throw parseError('HPE_STRICT', `Expected LF after ${what}`, cr + 1);
    if (end === -1) {
      this.pending = text;
      return undefined;
    }
    this.pending = null;
    if (cr === -1 && !this.lenient) throw parseError('HPE_CR_EXPECTED', `Missing expected CR after ${what}`, text.length + 1);
    return { text: cr === -1 ? text : text.slice(0, -1), next: end + 1 };
  }

  readChunkSize(buffer, at) {
    const line = this.line(buffer, at, 'chunk size');
    const text = line === undefined ? this.pending.replace(/\r$/, '') : line.text;
    const digits = /^[0-9a-fA-F]*/.exec(text)[0].length;
    if (digits > 16) throw parseError('HPE_INVALID_CHUNK_SIZE', 'Chunk size overflow', 17);
    const rest = this.lenient ? text.slice(digits).trimStart() : text.slice(digits);
    if ((digits === 0 && text !== '') || (rest !== '' && rest[0] !== ';')) {
      throw parseError('HPE_INVALID_CHUNK_SIZE', 'Invalid character in chunk size', digits + (digits > 0 && line !== undefined ? 1 : 0));
    }
    if (line === undefined) return buffer.length;
    if (digits === 0) throw parseError('HPE_INVALID_CHUNK_SIZE', 'Invalid character in chunk size');
    const bad = rest.search(/[\x00-\x08\x0a-\x1f\x7f]/);
    if (bad !== -1) throw parseError('HPE_STRICT', 'Invalid character in chunk extensions', text.length - rest.length + bad);
    this.left = Number.parseInt(text, 16);
    this.state = this.left === 0 ? TRAILERS : CHUNK_DATA;
    if (this.left === 0) this.reader = new HeadReader(this, true);
    return line.next;
  }

  readChunkEnd(buffer, at) {
    const line = this.line(buffer, at, 'chunk data');
    if (line === undefined ? this.pending !== '\r' : line.text !== '') throw parseError('HPE_STRICT', 'Expected LF after chunk data');
    if (line === undefined) return buffer.length;
    this.state = CHUNK_SIZE;
    return line.next;
  }

  readTrailers(buffer, at) {
    const next = this.readLines(buffer, at);
    if (next === -1) return buffer.length;
    const { raw } = this.reader;
    this.reader = null;
    this.complete(raw);
    return next;
  }

  readClosed(buffer, at) {
    if (buffer[at] !== CR && buffer[at] !== LF) throw parseError('HPE_CLOSED_CONNECTION', 'Data after `Connection: close`', 1);
    return at + 1;
  }

  complete(rawTrailers) {
    const { info } = this;
    const isLast = !info.shouldKeepAlive && !this.lenient && !(info.statusCode < 200);
    this.state = isLast ? CLOSED : HEAD;
    this.pending = null;
    // What follows a request for an upgrade that nobody takes is not a request.
    this.dropsRest = this.isRequest && info.upgrade;
    this.call(() => this.onComplete(rawTrailers));
  }

  stop() {
    this.state = STOPPED;
    if (usage.active && !this.released) release(this.async);
    this.released = true;
  }

  // Whether a message has begun and not ended.
  get busy() {
    return this.state !== STOPPED && this.state !== CLOSED && (this.state !== HEAD || this.reader !== null);
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

module.exports = { HttpParser, NORMAL, NO_BODY, UPGRADE };
