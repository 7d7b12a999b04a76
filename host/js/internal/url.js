// The WHATWG URL class and the conversions between URLs, paths and request options. Parsing is
// native; a URL keeps its href and the offsets of its parts.
'use strict';

const native = internalBinding('url');
const { codes } = require('internal/errors');
const { customInspectSymbol, makeEnumerable } = require('internal/util');
const { validateObject, validateString } = require('internal/validators');
const { URLSearchParams, attach, refresh } = require('internal/url/search_params');

// Where the native half puts the offsets of the URL it has just parsed.
const offsets = new Int32Array(8);

const originSchemes = new Set(['http:', 'https:', 'ws:', 'wss:', 'ftp:']);

function invalidUrl(input, base) {
  // As the native side of Node throws it: the stack's header is without the code.
  const error = new TypeError('Invalid URL');
  Error.captureStackTrace(error, invalidUrl);
  error.code = 'ERR_INVALID_URL';
  error.input = input;
  if (base !== undefined) error.base = base;
  return error;
}

class URL {
  #href;
  // Offsets into the href; -1 for what is absent.
  #protocolEnd;
  #usernameEnd;
  #hostStart;
  #hostEnd;
  #port; // Not an offset: the number.
  #pathnameStart;
  #searchStart;
  #hashStart;
  #searchParams = undefined;

  constructor(input, base = undefined) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('url');
    input = `${input}`;
    if (base !== undefined) base = `${base}`;
    const parsed = native.parse(input, base, offsets);
    if (parsed === undefined) throw invalidUrl(input, base);
    this.#accept(parsed);
  }

  static parse(input, base = undefined) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('url');
    input = `${input}`;
    if (base !== undefined) base = `${base}`;
    return native.canParse(input, base) ? new URL(input, base) : null;
  }

  static canParse(url, base = undefined) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('url');
    return native.canParse(`${url}`, base === undefined ? undefined : `${base}`);
  }

  static createObjectURL(object) {
    return require('internal/blob').createObjectURL(object);
  }

  static revokeObjectURL(url) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('url');
    require('internal/blob').revokeObjectURL(`${url}`);
  }

  static #check(url) {
    if (url === null || typeof url !== 'object' || !(#href in url)) {
      throw new TypeError('Receiver must be an instance of class URL');
    }
    return url;
  }

  #accept(href) {
    this.#href = href;
    this.#protocolEnd = offsets[0];
    this.#usernameEnd = offsets[1];
    this.#hostStart = offsets[2];
    this.#hostEnd = offsets[3];
    this.#port = offsets[4];
    this.#pathnameStart = offsets[5];
    this.#searchStart = offsets[6];
    this.#hashStart = offsets[7];
    if (this.#searchParams !== undefined) refresh(this.#searchParams, this.search);
  }

  #update(property, value) {
    const parsed = native.update(this.#href, property, `${value}`, offsets);
    if (parsed === undefined) return false;
    this.#accept(parsed);
    return true;
  }

  // The text from `start` to the first end that is there, or to the end of the URL.
  #cut(start, end, otherEnd = -1) {
    if (end === -1) end = otherEnd;
    return end === -1 ? this.#href.slice(start) : this.#href.slice(start, end);
  }

  // Past the "@" that ends the credentials.
  #startOfHost() {
    const start = this.#hostStart;
    return this.#href[start] === '@' ? start + 1 : start;
  }

  [customInspectSymbol](depth, options) {
    URL.#check(this);
    if (typeof depth === 'number' && depth < 0) return this;
    const { constructor } = Object.getPrototypeOf(this) ?? {};
    const shown = Object.create({ constructor: constructor === URL ? URL : constructor });
    for (const key of [
      'href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port',
      'pathname', 'search', 'searchParams', 'hash',
    ]) {
      shown[key] = this[key];
    }
    const { inspect } = require('internal/util/inspect');
    return `${constructor?.name ?? 'URL'} ${inspect({ ...shown }, options)}`;
  }

  toString() {
    return URL.#check(this).#href;
  }

  get href() { return URL.#check(this).#href; }
  set href(value) {
    value = `${value}`;
    if (!URL.#check(this).#update('href', value)) throw invalidUrl(value);
  }

  get origin() {
    const { protocol } = URL.#check(this);
    if (originSchemes.has(protocol)) return `${protocol}//${this.host}`;
    if (protocol === 'blob:' && this.pathname.length > 0) {
      const inner = URL.parse(this.pathname);
      if (inner !== null && (inner.protocol === 'http:' || inner.protocol === 'https:')) {
        return `${inner.protocol}//${inner.host}`;
      }
    }
    return 'null';
  }

  get protocol() { return URL.#check(this).#href.slice(0, this.#protocolEnd); }
  set protocol(value) { URL.#check(this).#update('protocol', value); }

  get username() {
    const start = URL.#check(this).#protocolEnd + 2;
    return start < this.#usernameEnd ? this.#href.slice(start, this.#usernameEnd) : '';
  }
  set username(value) { URL.#check(this).#update('username', value); }

  get password() {
    const end = URL.#check(this).#hostStart;
    return end > this.#usernameEnd ? this.#href.slice(this.#usernameEnd + 1, end) : '';
  }
  set password(value) { URL.#check(this).#update('password', value); }

  get host() {
    const start = URL.#check(this).#startOfHost();
    // Without a host, what stands before the path is the "/." that keeps it a path.
    return start >= this.#hostEnd ? '' : this.#cut(start, this.#pathnameStart);
  }
  set host(value) { URL.#check(this).#update('host', value); }

  get hostname() {
    const start = URL.#check(this).#startOfHost();
    return this.#href.slice(start, this.#hostEnd);
  }
  set hostname(value) { URL.#check(this).#update('hostname', value); }

  get port() {
    const port = URL.#check(this).#port;
    return port === -1 ? '' : `${port}`;
  }
  set port(value) { URL.#check(this).#update('port', value); }

  get pathname() {
    const start = URL.#check(this).#pathnameStart;
    return start === -1 ? '' : this.#cut(start, this.#searchStart, this.#hashStart);
  }
  set pathname(value) { URL.#check(this).#update('pathname', value); }

  get search() {
    const start = URL.#check(this).#searchStart;
    const text = start === -1 ? '' : this.#cut(start, this.#hashStart);
    return text.length > 1 ? text : '';
  }
  set search(value) { URL.#check(this).#update('search', value); }

  get searchParams() {
    if (URL.#check(this).#searchParams === undefined) {
      this.#searchParams = new URLSearchParams(this.search);
      attach(this.#searchParams, (query) => {
        const params = this.#searchParams;
        this.#searchParams = undefined; // It is the source of this change.
        this.#update('search', query);
        this.#searchParams = params;
      });
    }
    return this.#searchParams;
  }

  get hash() {
    const start = URL.#check(this).#hashStart;
    const text = start === -1 ? '' : this.#href.slice(start);
    return text.length > 1 ? text : '';
  }
  set hash(value) { URL.#check(this).#update('hash', value); }

  toJSON() {
    return URL.#check(this).#href;
  }
}
makeEnumerable(
  URL.prototype, 'toString', 'href', 'origin', 'protocol', 'username', 'password', 'host',
  'hostname', 'port', 'pathname', 'search', 'searchParams', 'hash', 'toJSON');
makeEnumerable(URL, 'parse', 'canParse', 'createObjectURL', 'revokeObjectURL');
Object.defineProperty(URL.prototype, Symbol.toStringTag, { value: 'URL', configurable: true });

// Whether a value is a URL, of this or of another implementation.
function isURL(value) {
  return Boolean(value?.href && value.protocol && value.auth === undefined &&
                 value.path === undefined);
}

function pathFromWindowsUrl(url) {
  const { hostname } = url;
  if (/%(?:2f|5c)/i.test(url.pathname)) {
    throw new codes.ERR_INVALID_FILE_URL_PATH('must not include encoded \\ or / characters');
  }
  const pathname = decodeURIComponent(url.pathname.replaceAll('/', '\\'));
  if (hostname !== '') return `\\\\${native.domainToUnicode(hostname)}${pathname}`;
  if (!/^\\[a-z]:/i.test(pathname)) throw new codes.ERR_INVALID_FILE_URL_PATH('must be absolute');
  return pathname.slice(1);
}

function pathFromPosixUrl(url) {
  if (url.hostname !== '') throw new codes.ERR_INVALID_FILE_URL_HOST(process.platform);
  if (/%2f/i.test(url.pathname)) {
    throw new codes.ERR_INVALID_FILE_URL_PATH('must not include encoded / characters');
  }
  return url.pathname.includes('%') ? decodeURIComponent(url.pathname) : url.pathname;
}

function fileURLToPath(path, options = undefined) {
  if (typeof path === 'string') path = new URL(path);
  else if (!isURL(path)) throw new codes.ERR_INVALID_ARG_TYPE('path', ['string', 'URL'], path);
  if (path.protocol !== 'file:') throw new codes.ERR_INVALID_URL_SCHEME('file');
  return options?.windows ? pathFromWindowsUrl(path) : pathFromPosixUrl(path);
}

// The path's bytes, which need not be UTF-8.
function fileURLToPathBuffer(path, options = undefined) {
  const { Buffer } = require('buffer');
  if (typeof path === 'string') path = new URL(path);
  else if (!isURL(path)) throw new codes.ERR_INVALID_ARG_TYPE('path', ['string', 'URL'], path);
  if (path.protocol !== 'file:') throw new codes.ERR_INVALID_URL_SCHEME('file');
  if (options?.windows) return Buffer.from(pathFromWindowsUrl(path));
  if (path.hostname !== '') throw new codes.ERR_INVALID_FILE_URL_HOST(process.platform);
  const bytes = path.pathname.replace(/%([\da-f]{2})/gi, (_, digits) => String.fromCharCode(Number.parseInt(digits, 16)));
  return Buffer.from(bytes, 'latin1');
}

// What the URL parser would take for something else, or drop, when it stands in a path.
const pathEscapes = {
  '%': '%25', '\\': '%5C', '\n': '%0A', '\r': '%0D', '\t': '%09', '#': '%23', '?': '%3F',
  '[': '%5B', ']': '%5D', '^': '%5E', '|': '%7C', '~': '%7E',
};

function pathToFileURL(filepath, options) {
  validateString(filepath, 'path');
  const windows = options?.windows ?? false;
  const escape = (text, pattern) => text.replace(pattern, (character) => pathEscapes[character]);
  if (windows && filepath.startsWith('\\\\')) {
    const unc = filepath.startsWith('\\\\?\\UNC\\') ? 8 : 2;
    const hostEnd = filepath.indexOf('\\', unc);
    if (hostEnd === -1) {
      throw new codes.ERR_INVALID_ARG_VALUE('path', filepath, 'Missing UNC resource path');
    }
    if (hostEnd === 2) {
      throw new codes.ERR_INVALID_ARG_VALUE('path', filepath, 'Empty UNC servername');
    }
    const url = new URL('file:///');
    url.hostname = native.domainToASCII(filepath.slice(unc, hostEnd));
    url.pathname = escape(filepath.slice(hostEnd).replaceAll('\\', '/'), /[%\n\r\t#?[\]^|~]/g);
    return url;
  }
  const { posix, win32 } = require('path');
  let resolved = (windows ? win32 : posix).resolve(filepath);
  // resolve() drops a trailing slash, which means a directory here.
  const last = filepath.at(-1);
  if ((last === '/' || (windows && last === '\\')) && !resolved.endsWith(windows ? '\\' : '/')) {
    resolved += '/';
  }
  const text = windows ? escape(resolved.replaceAll('\\', '/'), /[%\n\r\t#?[\]^|~]/g) :
    escape(resolved, /[%\\\n\r\t#?[\]^|~]/g);
  return new URL(`file://${windows ? '/' : ''}${text}`);
}

function toPathIfFileURL(fileURLOrPath) {
  return isURL(fileURLOrPath) ? fileURLToPath(fileURLOrPath) : fileURLOrPath;
}

function urlToHttpOptions(url) {
  if (typeof url !== 'object' || url === null) throw new codes.ERR_INVALID_ARG_TYPE('url', 'object', url);
  const { hostname, pathname, port, username, password, search } = url;
  const options = {
    __proto__: null,
    ...url, // What a subclass or the user added.
    protocol: url.protocol,
    hostname: hostname && hostname[0] === '[' ? hostname.slice(1, -1) : hostname,
    hash: url.hash,
    search,
    pathname,
    path: `${pathname || ''}${search || ''}`,
    href: url.href,
  };
  if (port !== '') options.port = Number(port);
  if (username || password) {
    options.auth = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  }
  return options;
}

function domainToASCII(domain) {
  if (arguments.length < 1) throw new codes.ERR_MISSING_ARGS('domain');
  return native.domainToASCII(`${domain}`);
}

function domainToUnicode(domain) {
  if (arguments.length < 1) throw new codes.ERR_MISSING_ARGS('domain');
  return native.domainToUnicode(`${domain}`);
}

// url.format of a URL object.
function formatURL(url, options) {
  let { fragment = true, unicode = false, search = true, auth = true } = options ?? {};
  if (options) {
    validateObject(options, 'options');
    [fragment, unicode, search, auth] = [fragment, unicode, search, auth].map(Boolean);
  }
  const copy = new URL(url.href);
  if (!auth) copy.username = copy.password = '';
  if (!search) copy.search = '';
  if (!fragment) copy.hash = '';
  if (!unicode || !copy.hostname.includes('xn--')) return copy.href;
  const host = native.domainToUnicode(copy.hostname);
  return copy.href.replace(copy.hostname, () => host);
}

// Neither cloned nor transferred in messages.
internalBinding('messaging').markObject(URL.prototype, 0);

module.exports = {
  URL,
  URLSearchParams,
  domainToASCII,
  domainToUnicode,
  fileURLToPath,
  fileURLToPathBuffer,
  formatURL,
  isURL,
  pathToFileURL,
  toPathIfFileURL,
  urlToHttpOptions,
};
