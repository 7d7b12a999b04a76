// fetch: http and https by the modules of that name, `data:` and `blob:` URLs, redirects, compressed answers.
//
// Absent: a cache, cookies, CORS, and pooling of its own: connections are those of http's global agent. What ends a
// request rejects with `fetch failed` and the reason as its cause, as in Node.
'use strict';

const { Body, mimeOf } = require('internal/fetch/body');
const { Headers, addHeader, rawHeaders } = require('internal/fetch/headers');
const { Request, requestState } = require('internal/fetch/request');
const { NULL_BODY, REDIRECTS, makeResponse } = require('internal/fetch/response');

const MOST_REDIRECTS = 20;
// Ports of other protocols, which no fetch may talk to.
const BAD_PORTS = new Set([1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104,
  109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532,
  540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566,
  6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080]);

const failed = (cause) => new TypeError('fetch failed', { cause });

// The decoders that undo a Content-Encoding, outermost first; none when one is unknown.
function decoders(header) {
  if (header === null) return [];
  const zlib = require('zlib');
  const lenient = { flush: zlib.constants.Z_SYNC_FLUSH, finishFlush: zlib.constants.Z_SYNC_FLUSH };
  const made = [];
  for (const coding of header.toLowerCase().split(',').map((text) => text.trim()).reverse()) {
    if (coding === 'gzip' || coding === 'x-gzip') made.push(zlib.createGunzip(lenient));
    else if (coding === 'deflate') made.push(zlib.createInflate(lenient));
    else if (coding === 'br') made.push(zlib.createBrotliDecompress());
    else return [];
  }
  return made;
}

// What is sent besides the user's headers, unless the user has given it.
function requestHeaders(request, body) {
  const headers = new Map(rawHeaders(request.headers).map(([name, values]) => [name.toLowerCase(), [name, values.join(', ')]]));
  const standard = { accept: '*/*', 'accept-language': '*', 'sec-fetch-mode': request.mode, 'user-agent': 'node',
    'accept-encoding': 'gzip, deflate' };
  for (const [name, value] of Object.entries(standard)) {
    if (!headers.has(name)) headers.set(name, [name, value]);
  }
  headers.delete('content-length');
  if (body !== null && body.length !== null) headers.set('content-length', ['content-length', `${body.length}`]);
  else if (body === null && ['POST', 'PUT', 'PATCH'].includes(request.method)) headers.set('content-length', ['content-length', '0']);
  return Object.fromEntries(headers.values());
}

async function send(outgoing, body) {
  if (body === null) {
    outgoing.end();
  } else if (body.bytes !== undefined) {
    outgoing.end(body.bytes);
  } else {
    for await (const chunk of body.stream) {
      if (!(chunk instanceof Uint8Array)) throw new TypeError('Received non-Uint8Array chunk');
      if (!outgoing.write(chunk)) await require('events').once(outgoing, 'drain');
    }
    outgoing.end();
  }
}

// One exchange: resolves with the answer's head, its content still to be read.
function exchange(request, body) {
  const url = new (require('url').URL)(request.url);
  if (url.port !== '' && BAD_PORTS.has(Number(url.port))) return Promise.reject(new Error('bad port'));
  const { signal } = request;
  const { promise, resolve, reject } = Promise.withResolvers();
  const outgoing = require(url.protocol === 'https:' ? 'https' : 'http')
    .request(url, { method: request.method, headers: requestHeaders(request, body) });
  const abort = () => {
    reject(signal.reason);
    outgoing.destroy(signal.reason);
  };
  signal.addEventListener('abort', abort, { once: true });
  outgoing.on('close', () => signal.removeEventListener('abort', abort));
  outgoing.on('error', reject);
  outgoing.on('response', resolve);
  send(outgoing, body).catch((error) => outgoing.destroy(error));
  return promise;
}

function answerHeaders(incoming) {
  const headers = new Headers();
  for (let at = 0; at < incoming.rawHeaders.length; at += 2) {
    addHeader(headers, incoming.rawHeaders[at], incoming.rawHeaders[at + 1]);
  }
  return headers;
}

// The content of an answer, decoded; an abort makes its readers fail.
function answerBody(incoming, headers, request) {
  if (request.method === 'HEAD' || NULL_BODY.includes(incoming.statusCode)) {
    incoming.resume();
    return null;
  }
  const { PassThrough, Readable, pipeline } = require('stream');
  const source = pipeline([incoming, ...decoders(headers.get('content-encoding')), new PassThrough()], () => {});
  request.signal.addEventListener('abort', () => source.destroy(request.signal.reason), { once: true });
  return new Body({ open: () => bytesOf(Readable.toWeb(source)) });
}

// Buffers become plain Uint8Arrays, in a stream of bytes.
function bytesOf(stream) {
  const reader = stream.getReader();
  return new (require('stream/web').ReadableStream)({
    type: 'bytes',
    async pull(controller) {
      const { done, value } = await reader.read().catch((error) => {
        if (error?.name === 'AbortError' || error?.name === 'TimeoutError') throw error;
        throw new TypeError('terminated', { cause: error });
      });
      if (!done) {
        controller.enqueue(new Uint8Array(value));
        return;
      }
      controller.close();
      controller.byobRequest?.respond(0);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

// The request that a redirect asks for.
function redirected(request, status, location) {
  const url = new (require('url').URL)(location, request.url);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new Error('URL scheme must be a HTTP(S) scheme');
  const from = new (require('url').URL)(request.url);
  if (url.hash === '') url.hash = from.hash;
  const next = { ...request, url: url.href, headers: new Headers(request.headers) };
  const toGet = ((status === 301 || status === 302) && request.method === 'POST') ||
    (status === 303 && request.method !== 'GET' && request.method !== 'HEAD');
  if (toGet) {
    next.method = 'GET';
    next.body = null;
    for (const name of ['content-encoding', 'content-language', 'content-location', 'content-type', 'content-length']) next.headers.delete(name);
  } else if (next.body !== null && !next.body.replays) {
    throw new Error('body cannot be sent again');
  }
  if (from.origin !== url.origin) for (const name of ['authorization', 'proxy-authorization', 'cookie', 'host']) next.headers.delete(name);
  return next;
}

async function fetchHttp(request) {
  for (let turn = 0; ; turn++) {
    const incoming = await exchange(request, request.body);
    const headers = answerHeaders(incoming);
    const location = headers.get('location');
    if (!REDIRECTS.includes(incoming.statusCode) || location === null || request.redirect === 'manual') {
      return makeResponse({ type: 'basic', status: incoming.statusCode, statusText: incoming.statusMessage, headers,
        body: answerBody(incoming, headers, request), url: request.url, redirected: turn > 0 });
    }
    incoming.resume();
    if (request.redirect === 'error') throw new Error('unexpected redirect');
    if (turn === MOST_REDIRECTS) throw new Error('redirect count exceeded');
    request = redirected(request, incoming.statusCode, location);
  }
}

function fetchData(request) {
  const match = /^data:([^,]*?)(;\s*base64\s*)?,([^#]*)/i.exec(request.url);
  if (match === null) throw new Error('failed to fetch the data URL');
  const raw = unescapeBytes(match[3]);
  let bytes = raw;
  if (match[2] !== undefined) {
    const text = raw.toString('latin1').replace(/[\t\n\f\r ]/g, '');
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.replace(/=+$/, '').length % 4 === 1) throw new Error('failed to fetch the data URL');
    bytes = Buffer.from(text, 'base64');
  }
  const headers = new Headers();
  const given = match[1].trim();
  addHeader(headers, 'Content-Type', given);
  const type = mimeOf(given.startsWith(';') ? new Headers({ 'content-type': `text/plain${given}` }) : headers);
  const fixed = new Headers();
  addHeader(fixed, 'Content-Type', type === undefined ? 'text/plain;charset=US-ASCII' : type.toString());
  return makeResponse({ type: 'basic', statusText: 'OK', headers: fixed, body: new Body({ bytes }), url: request.url });
}

function unescapeBytes(text) {
  const source = Buffer.from(text);
  const out = Buffer.alloc(source.length);
  let length = 0;
  for (let at = 0; at < source.length; at++) {
    const pair = source[at] === 0x25 ? source.toString('latin1', at + 1, at + 3) : '';
    const escape = /^[0-9a-f]{2}$/i.test(pair);
    out[length++] = escape ? parseInt(pair, 16) : source[at];
    if (escape) at += 2;
  }
  return out.subarray(0, length);
}

function fetchBlob(request) {
  const blob = require('buffer').resolveObjectURL(request.url);
  if (blob === undefined || request.method !== 'GET') throw new Error('invalid method');
  const headers = new Headers();
  addHeader(headers, 'content-length', `${blob.size}`);
  addHeader(headers, 'content-type', blob.type);
  return makeResponse({ type: 'basic', statusText: 'OK', headers, body: new Body({ blob }), url: request.url });
}

const SCHEMES = { __proto__: null, 'http:': fetchHttp, 'https:': fetchHttp, 'data:': fetchData, 'blob:': fetchBlob };

async function start(input, init) {
  const request = requestState(new Request(input, init));
  const { signal } = request;
  if (signal.aborted) throw signal.reason;
  try {
    const scheme = SCHEMES[new (require('url').URL)(request.url).protocol];
    if (scheme === undefined) throw new Error('unknown scheme');
    return await scheme(request);
  } catch (error) {
    throw signal.aborted ? signal.reason : failed(error);
  }
}

function fetch(input, init = undefined) {
  return start(input, init);
}

module.exports = { fetch };
