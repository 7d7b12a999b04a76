// The legacy API of url: parse, format and resolve of strings into Url objects, with the leniency
// that its users rely on. New code uses the URL class.
'use strict';

const { codes } = require('internal/errors');
const { validateString } = require('internal/validators');

const protocolPattern = /^[a-z0-9.+-]+:/i;
const portPattern = /:[0-9]*$/;
const simplePath = /^(\/\/?(?!\/)[^?\s]*)(\?[^\s]*)?$/;
const authority = /^\/\/[^@/]+@[^@/]+/;

const hostless = new Set(['javascript', 'javascript:']);
const slashed = new Set();
for (const name of ['http', 'https', 'ftp', 'gopher', 'file', 'ws', 'wss']) {
  slashed.add(name).add(`${name}:`);
}

const endsHost = new Set('\t\n\r "%\';<>\\^`{|}/?#');
const escapedInRest = {
  '\t': '%09', '\n': '%0A', '\r': '%0D', ' ': '%20', '"': '%22', "'": '%27', '<': '%3C',
  '>': '%3E', '\\': '%5C', '^': '%5E', '`': '%60', '{': '%7B', '|': '%7C', '}': '%7D',
};
const escapeRest = (text) => text.replace(/[\t\n\r "'<>\\^`{|}]/g, (found) => escapedInRest[found]);
const forbiddenInHost = /[\0\t\n\r #%/:<>?@[\\\]^|]/;
const forbiddenInIpv6 = /[\0\t\n\r #%/<>?@\\^|]/;
const hostCharacter = /[^/\\#?:]/;

function Url() {
  this.protocol = null;
  this.slashes = null;
  this.auth = null;
  this.host = null;
  this.port = null;
  this.hostname = null;
  this.hash = null;
  this.search = null;
  this.query = null;
  this.pathname = null;
  this.path = null;
  this.href = null;
}

// Trims, and turns backslashes into slashes before the first "?" or "#".
function clean(url) {
  const text = url.replace(/^[\0-\x20\xa0\ufeff]+|[\0-\x20\xa0\ufeff]+$/g, '');
  const end = text.search(/[?#]/);
  const head = end === -1 ? text : text.slice(0, end);
  return head.replaceAll('\\', '/') + (end === -1 ? '' : text.slice(end));
}

const parseQuery = (text) => require('querystring').parse(text);

// Sets auth and host from the start of `rest`, and returns what follows them.
function takeHost(target, rest) {
  rest = rest.replace(/^([^/?#]*)/, (head) => head.replace(/[\t\n\r]/g, ''));
  const hostEnd = rest.search(/[/?#]/);
  const head = hostEnd === -1 ? rest : rest.slice(0, hostEnd);
  const at = head.lastIndexOf('@');
  if (at !== -1) target.auth = decodeURIComponent(head.slice(0, at));
  let end = at + 1;
  while (end < rest.length && !endsHost.has(rest[end])) end++;
  target.host = rest.slice(at + 1, end);
  return rest.slice(end);
}

function splitPort(target) {
  let { host } = target;
  const port = portPattern.exec(host)?.[0];
  if (port !== undefined) {
    if (port !== ':') target.port = port.slice(1);
    host = host.slice(0, host.length - port.length);
  }
  if (host) target.hostname = host;
}

let warnedOfPort = false;
function warnOfPort(url) {
  if (warnedOfPort) return;
  warnedOfPort = true;
  process.emitWarning(`The URL ${url} is invalid. Future versions of Node.js will throw an error.`, 'DeprecationWarning', 'DEP0170');
}

// Characters that no host name has end it; they become part of the path.
function cutHostname(target, rest, url) {
  const name = target.hostname;
  for (let i = 0; i < name.length; i++) {
    if (hostCharacter.test(name[i])) continue;
    if (name[i] === ':') warnOfPort(url);
    target.hostname = name.slice(0, i);
    return `/${name.slice(i)}${rest}`;
  }
  return rest;
}

function finishHost(target, rest, url) {
  splitPort(target);
  if (typeof target.hostname !== 'string') target.hostname = '';
  const { hostname } = target;
  const ipv6 = hostname.startsWith('[') && hostname.endsWith(']') && hostname.length > 1;
  if (!ipv6) rest = cutHostname(target, rest, url);
  target.hostname = target.hostname.length > 255 ? '' : target.hostname.toLowerCase();
  if (target.hostname !== '') {
    if (ipv6) {
      if (forbiddenInIpv6.test(target.hostname)) throw new codes.ERR_INVALID_URL(url);
    } else {
      target.hostname = internalBinding('url').toASCII(target.hostname);
      if (target.hostname === '' || forbiddenInHost.test(target.hostname)) {
        throw new codes.ERR_INVALID_URL(url);
      }
    }
  }
  target.host = `${target.hostname || ''}${target.port ? `:${target.port}` : ''}`;
  if (ipv6) {
    target.hostname = target.hostname.slice(1, -1);
    if (rest[0] !== '/') rest = `/${rest}`;
  }
  return rest;
}

function splitRest(target, rest, parseQueryString) {
  const hash = rest.indexOf('#');
  if (hash !== -1) {
    target.hash = rest.slice(hash);
    rest = rest.slice(0, hash);
  }
  const question = rest.indexOf('?');
  if (question !== -1) {
    target.search = rest.slice(question);
    target.query = rest.slice(question + 1);
    if (parseQueryString) target.query = parseQuery(target.query);
    rest = rest.slice(0, question);
  } else if (parseQueryString) {
    target.search = null;
    target.query = { __proto__: null };
  }
  if (rest.length > 0) target.pathname = rest;
}

function parseSimplePath(target, rest, parseQueryString) {
  const match = simplePath.exec(rest);
  if (match === null) return false;
  target.path = rest;
  target.href = rest;
  [, target.pathname] = match;
  if (match[2]) {
    [, , target.search] = match;
    const text = match[2].slice(1);
    target.query = parseQueryString ? parseQuery(text) : text;
  } else if (parseQueryString) {
    target.search = null;
    target.query = { __proto__: null };
  }
  return true;
}

Url.prototype.parse = function parse(url, parseQueryString, slashesDenoteHost) {
  validateString(url, 'url');
  let rest = clean(url);
  if (!slashesDenoteHost && !rest.includes('#') && !rest.includes('@') &&
      parseSimplePath(this, rest, parseQueryString)) {
    return this;
  }
  const protocol = protocolPattern.exec(rest)?.[0];
  const lower = protocol?.toLowerCase();
  if (protocol !== undefined) {
    this.protocol = lower;
    rest = rest.slice(protocol.length);
  }
  let slashes = false;
  if (slashesDenoteHost || protocol || authority.test(rest)) {
    slashes = rest.startsWith('//');
    if (slashes && !hostless.has(lower)) {
      rest = rest.slice(2);
      this.slashes = true;
    }
  }
  if (!hostless.has(lower) && (slashes || (protocol && !slashed.has(protocol)))) {
    rest = finishHost(this, takeHost(this, rest), url);
  }
  if (!hostless.has(lower)) rest = escapeRest(rest);
  splitRest(this, rest, parseQueryString);
  if (slashed.has(lower) && this.hostname && !this.pathname) this.pathname = '/';
  if (this.pathname || this.search) this.path = `${this.pathname || ''}${this.search || ''}`;
  this.href = this.format();
  return this;
};

// encodeURIComponent but for the separators that stand between user and password.
const encodeAuth = (auth) =>
  encodeURIComponent(auth).replaceAll('%3A', ':');

function hostText(url, auth) {
  if (url.host) return auth + url.host;
  if (!url.hostname) return false;
  const { hostname } = url;
  const bare = hostname.includes(':') && !hostname.startsWith('[');
  return `${auth}${bare ? `[${hostname}]` : hostname}${url.port ? `:${url.port}` : ''}`;
}

Url.prototype.format = function format() {
  const auth = this.auth ? `${encodeAuth(this.auth)}@` : '';
  let protocol = this.protocol || '';
  let host = hostText(this, auth);
  let pathname = this.pathname || '';
  let hash = this.hash || '';
  const query = this.query !== null && typeof this.query === 'object' ?
    require('querystring').stringify(this.query) : '';
  let search = this.search || (query && `?${query}`) || '';
  if (protocol && !protocol.endsWith(':')) protocol += ':';
  pathname = pathname.replace(/[?#]/g, (found) => (found === '#' ? '%23' : '%3F'));
  if (this.slashes || slashed.has(protocol)) {
    if (this.slashes || host) {
      if (pathname && !pathname.startsWith('/')) pathname = `/${pathname}`;
      host = `//${host || ''}`;
    } else if (protocol === 'file:') {
      host = '//';
    }
  }
  search = search.replaceAll('#', '%23');
  if (hash && !hash.startsWith('#')) hash = `#${hash}`;
  if (search && !search.startsWith('?')) search = `?${search}`;
  return `${protocol}${host || ''}${pathname}${search}${hash}`;
};

Url.prototype.parseHost = function parseHost() {
  splitPort(this);
};

Url.prototype.resolve = function resolve(relative) {
  return this.resolveObject(urlParse(relative, false, true)).format();
};

Url.prototype.resolveObject = function resolveObject(relative) {
  if (typeof relative === 'string') relative = urlParse(relative, false, true);
  return require('internal/url/resolve').resolve(this, relative, { Url, hostless, slashed });
};

function urlParse(url, parseQueryString, slashesDenoteHost) {
  if (url instanceof Url) return url;
  return new Url().parse(url, parseQueryString, slashesDenoteHost);
}

function urlFormat(urlObject, options) {
  if (typeof urlObject === 'string') {
    urlObject = urlParse(urlObject);
  } else if (typeof urlObject !== 'object' || urlObject === null) {
    throw new codes.ERR_INVALID_ARG_TYPE('urlObject', ['Object', 'string'], urlObject);
  } else {
    const { isURL, formatURL } = require('internal/url');
    if (isURL(urlObject)) {
      if (options !== undefined && options !== null) {
        require('internal/validators').validateObject(options, 'options');
      }
      return formatURL(urlObject, options);
    }
  }
  return Url.prototype.format.call(urlObject);
}

const urlResolve = (source, relative) => urlParse(source, false, true).resolve(relative);

function urlResolveObject(source, relative) {
  return source ? urlParse(source, false, true).resolveObject(relative) : relative;
}

module.exports = { Url, urlFormat, urlParse, urlResolve, urlResolveObject };
