// Response, and the ones that fetch makes.
'use strict';

const { Headers, addHeader, freezeHeaders } = require('internal/fetch/headers');
const { addReaders, extract } = require('internal/fetch/body');
const webidl = require('internal/fetch/webidl');

const { makeEnumerable } = require('internal/util');

const customInspect = Symbol.for('nodejs.util.inspect.custom');
const NULL_BODY = [101, 103, 204, 205, 304];
const REDIRECTS = [301, 302, 303, 307, 308];
// Passed by this file in place of a body: the next argument is the state itself.
const kState = Symbol('kState');

let stateOf;

function initial(init) {
  const { status = 200, statusText = '', headers } = webidl.dictionary(init, 'Response constructor');
  const code = Number(status) & 0xffff;
  if (code < 200 || code > 599) throw new RangeError('init["status"] must be in the range of 200 to 599, inclusive.');
  const text = webidl.byteString(statusText);
  if (!/^[\t \x21-\x7e\x80-\xff]*$/.test(text)) throw new TypeError('Invalid statusText');
  return { type: 'default', status: code, statusText: text, headers: new Headers(headers), body: null, url: null, redirected: false };
}

function attach(state, body) {
  if (NULL_BODY.includes(state.status)) {
    throw new TypeError(`Response constructor: Invalid response status code ${state.status}`);
  }
  state.body = body;
  if (body.type !== null && !state.headers.has('content-type')) addHeader(state.headers, 'content-type', body.type);
}

class Response {
  #state;

  constructor(body = null, init = {}) {
    if (body === kState) {
      this.#state = init;
      return;
    }
    const made = extract(body);
    this.#state = initial(init);
    if (made !== null) attach(this.#state, made);
  }

  static {
    stateOf = (value) => {
      if (typeof value !== 'object' || value === null || !(#state in value)) throw webidl.illegal();
      return value.#state;
    };
  }

  static error() {
    return makeResponse({ type: 'error', status: 0 });
  }

  static json(data, init = {}) {
    webidl.count(arguments, 1, 'Response.json');
    const text = JSON.stringify(data);
    if (text === undefined) throw new TypeError('Value is not JSON serializable');
    const body = extract(text);
    body.type = 'application/json';
    const state = initial(init);
    attach(state, body);
    return new Response(kState, state);
  }

  static redirect(url, status = 302) {
    webidl.count(arguments, 1, 'Response.redirect');
    let parsed;
    try {
      parsed = new (require('url').URL)(`${url}`);
    } catch (cause) {
      throw new TypeError(`Failed to parse URL from ${url}`, { cause });
    }
    if (!REDIRECTS.includes(Number(status))) throw new RangeError(`Invalid status code ${status}`);
    const headers = new Headers();
    addHeader(headers, 'location', parsed.href);
    return makeResponse({ status: Number(status), headers });
  }

  get type() { return stateOf(this).type; }
  get url() {
    const { url } = stateOf(this);
    return url === null ? '' : url.split('#', 1)[0];
  }
  get redirected() { return stateOf(this).redirected; }
  get status() { return stateOf(this).status; }
  get ok() {
    const { status } = stateOf(this);
    return status >= 200 && status <= 299;
  }
  get statusText() { return stateOf(this).statusText; }
  get headers() { return stateOf(this).headers; }
  get body() { return stateOf(this).body?.stream ?? null; }
  get bodyUsed() { return stateOf(this).body?.used ?? false; }

  clone() {
    const state = stateOf(this);
    if (state.body?.used || state.body?.locked) throw new TypeError('Response.clone: Body has already been consumed.');
    const copy = { ...state, headers: new Headers(state.headers), body: state.body?.clone() ?? null };
    return new Response(kState, copy);
  }

  [customInspect](depth, options, inspect = undefined) {
    const { status, statusText, headers, body, bodyUsed, ok, redirected, type, url } = this;
    const shown = { status, statusText, headers, body, bodyUsed, ok, redirected, type, url };
    return `Response ${(inspect ?? require('util').inspect)(shown, { ...options, depth: depth ?? 2 })}`;
  }
}

webidl.publish(Response, ['type', 'url', 'redirected', 'status', 'ok', 'statusText', 'headers', 'body', 'bodyUsed', 'clone']);
makeEnumerable(Response, 'error', 'json', 'redirect');
addReaders(Response, (value) => stateOf(value));

// A response that no user has made: its headers cannot be changed.
function makeResponse({ type = 'default', status = 200, statusText = '', headers = new Headers(), body = null, url = null, redirected = false }) {
  return new Response(kState, { type, status, statusText, headers: freezeHeaders(headers), body, url, redirected });
}

module.exports = { NULL_BODY, REDIRECTS, Response, makeResponse };
