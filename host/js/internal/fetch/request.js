// Request: a URL, how to ask for it, and a signal.
//
// Absent: what has no meaning outside of a browser is kept and shown, and changes nothing (mode, credentials, cache,
// referrer, integrity, keepalive).
'use strict';

const { Headers, addHeader } = require('internal/fetch/headers');
const { addReaders, extract } = require('internal/fetch/body');
const webidl = require('internal/fetch/webidl');

const customInspect = Symbol.for('nodejs.util.inspect.custom');
const UPPER = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH'];
const CHOICES = {
  referrerPolicy: ['', 'no-referrer', 'no-referrer-when-downgrade', 'same-origin', 'origin', 'strict-origin',
    'origin-when-cross-origin', 'strict-origin-when-cross-origin', 'unsafe-url'],
  mode: ['navigate', 'same-origin', 'no-cors', 'cors'],
  credentials: ['omit', 'same-origin', 'include'],
  cache: ['default', 'no-store', 'reload', 'no-cache', 'force-cache', 'only-if-cached'],
  redirect: ['follow', 'manual', 'error'],
  duplex: ['half'],
};
const DEFAULTS = { referrer: 'about:client', referrerPolicy: '', mode: 'cors', credentials: 'same-origin', cache: 'default',
  redirect: 'follow', integrity: '', keepalive: false };

let stateOf;
let isRequest;

function checkMethod(method) {
  const text = webidl.byteString(method);
  if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(text)) throw new TypeError(`'${text}' is not a valid HTTP method.`);
  const upper = text.toUpperCase();
  if (['CONNECT', 'TRACE', 'TRACK'].includes(upper)) throw new TypeError(`'${text}' HTTP method is unsupported.`);
  return UPPER.includes(upper) ? upper : text;
}

function parse(input) {
  let url;
  try {
    url = new (require('url').URL)(`${input}`);
  } catch (cause) {
    throw new TypeError(`Failed to parse URL from ${input}`, { cause });
  }
  if (url.username !== '' || url.password !== '') {
    throw new TypeError(`Request cannot be constructed from a URL that includes credentials: ${input}`);
  }
  return url.href;
}

// A signal that follows the given one, if there is one.
function follow(signal) {
  const { AbortController, AbortSignal } = require('internal/abort_controller');
  if (signal === null || signal === undefined) return new AbortController().signal;
  if (!(signal instanceof AbortSignal)) {
    throw new TypeError("Failed to construct 'Request': member signal is not of type AbortSignal.");
  }
  return AbortSignal.any([signal]);
}

function options(init, state) {
  for (const [name, accepted] of Object.entries(CHOICES)) {
    if (init[name] !== undefined) state[name] = webidl.oneOf(init[name], accepted, 'Request constructor');
  }
  if (init.referrer !== undefined) state.referrer = `${init.referrer}` === '' ? '' : `${init.referrer}`;
  if (init.integrity !== undefined && init.integrity !== null) state.integrity = `${init.integrity}`;
  if (init.keepalive !== undefined) state.keepalive = Boolean(init.keepalive);
  if (init.method !== undefined) state.method = checkMethod(init.method);
}

// The body of a new request: its own, or that of the request it is made from.
function bodyFor(init, state, source) {
  const inherited = source?.body ?? null;
  const given = init.body !== undefined && init.body !== null;
  if ((given || inherited !== null) && (state.method === 'GET' || state.method === 'HEAD')) {
    throw new TypeError('Request with GET/HEAD method cannot have body.');
  }
  if (!given) {
    if (inherited === null) return null;
    if (inherited.used || inherited.locked) throw new TypeError('Cannot construct a Request with a Request object that has already been used.');
    return inherited;
  }
  const body = extract(init.body, state.keepalive);
  if (!body.replays && init.duplex === undefined) {
    throw new TypeError('RequestInit: duplex option is required when sending a body.');
  }
  if (body.type !== null && !state.headers.has('content-type')) addHeader(state.headers, 'content-type', body.type);
  return body;
}

class Request {
  #state;

  constructor(input, init = {}) {
    webidl.count(arguments, 1, 'Request constructor');
    const source = isRequest(input) ? stateOf(input) : undefined;
    init = webidl.dictionary(init, 'Request constructor');
    const state = source === undefined ? { ...DEFAULTS, method: 'GET', url: parse(input) } : { ...source };
    options(init, state);
    state.signal = follow(init.signal === undefined ? source?.signal : init.signal);
    state.headers = new Headers(init.headers ?? source?.headers);
    state.body = bodyFor(init, state, source);
    this.#state = state;
  }

  static {
    isRequest = (value) => typeof value === 'object' && value !== null && #state in value;
    stateOf = (value) => {
      if (!isRequest(value)) throw webidl.illegal();
      return value.#state;
    };
  }

  get method() { return stateOf(this).method; }
  get url() { return stateOf(this).url; }
  get headers() { return stateOf(this).headers; }
  get destination() {
    stateOf(this);
    return '';
  }
  get referrer() { return stateOf(this).referrer; }
  get referrerPolicy() { return stateOf(this).referrerPolicy; }
  get mode() { return stateOf(this).mode; }
  get credentials() { return stateOf(this).credentials; }
  get cache() { return stateOf(this).cache; }
  get redirect() { return stateOf(this).redirect; }
  get integrity() { return stateOf(this).integrity; }
  get keepalive() { return stateOf(this).keepalive; }
  get isReloadNavigation() {
    stateOf(this);
    return false;
  }
  get isHistoryNavigation() {
    stateOf(this);
    return false;
  }
  get signal() { return stateOf(this).signal; }
  get body() { return stateOf(this).body?.stream ?? null; }
  get bodyUsed() { return stateOf(this).body?.used ?? false; }
  get duplex() {
    stateOf(this);
    return 'half';
  }

  clone() {
    const state = stateOf(this);
    if (state.body?.used || state.body?.locked) throw new TypeError('unusable');
    const body = state.body?.clone() ?? null;
    const copy = new Request(state.url);
    copy.#state = { ...state, headers: new Headers(state.headers), signal: follow(state.signal), body };
    return copy;
  }

  [customInspect](depth, settings, inspect = undefined) {
    const shown = {};
    for (const name of ['method', 'url', 'headers', 'destination', 'referrer', 'referrerPolicy', 'mode', 'credentials', 'cache',
      'redirect', 'integrity', 'keepalive', 'isReloadNavigation', 'isHistoryNavigation', 'signal']) shown[name] = this[name];
    return `Request ${(inspect ?? require('util').inspect)(shown, { ...settings, depth: depth ?? 2 })}`;
  }
}

webidl.publish(Request, ['method', 'url', 'headers', 'destination', 'referrer', 'referrerPolicy', 'mode', 'credentials', 'cache',
  'redirect', 'integrity', 'keepalive', 'isReloadNavigation', 'isHistoryNavigation', 'signal', 'body', 'bodyUsed', 'duplex', 'clone']);
addReaders(Request, (value) => stateOf(value));

module.exports = { Request, requestState: (request) => stateOf(request) };
