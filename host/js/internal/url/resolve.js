// url.resolve of the legacy API: what a browser of old made of a link on a page.
'use strict';

const pathOf = (url) => `${url.pathname || ''}${url.search || ''}`;

function finish(result) {
  result.href = result.format();
  return result;
}

function takeQuery(result, relative) {
  result.search = relative.search;
  result.query = relative.query;
}

// Another protocol: the relative URL is complete, but for what it lacks of a host.
function resolveOtherProtocol(result, relative, { hostless, slashed }) {
  if (!slashed.has(relative.protocol)) {
    Object.assign(result, relative);
    return finish(result);
  }
  result.protocol = relative.protocol;
  let { host } = relative;
  if (!host && !/^file:?$/.test(relative.protocol) && !hostless.has(relative.protocol)) {
    // "http:a/b" names its host in the path.
    const segments = (relative.pathname || '').split('/');
    while (segments.length > 0 && !host) host = segments.shift();
    host ||= '';
    if (segments[0] !== '') segments.unshift('');
    if (segments.length < 2) segments.unshift('');
    result.pathname = segments.join('/');
  } else {
    result.pathname = relative.pathname;
  }
  takeQuery(result, relative);
  result.host = host || '';
  result.auth = relative.auth;
  result.hostname = relative.hostname || host || '';
  result.port = relative.port;
  if (result.pathname || result.search) result.path = pathOf(result);
  result.slashes ||= relative.slashes;
  return finish(result);
}

// Removes "." and ".." from the end to the front; returns how many ".." are left over.
function removeDots(segments) {
  let up = 0;
  for (let i = segments.length - 1; i >= 0; i--) {
    if (segments[i] === '.') {
      segments.splice(i, 1);
    } else if (segments[i] === '..') {
      segments.splice(i, 1);
      up++;
    } else if (up > 0) {
      segments.splice(i, 1);
      up--;
    }
  }
  return up;
}

function prepend(segments, host) {
  if (segments[0] === '') segments[0] = host;
  else segments.unshift(host);
}

// For protocols without "//", the host travels as the first segment of the path.
function hostFromSegments(result, segments, relative) {
  result.hostname = result.host = segments.length > 0 ? segments.shift() : '';
  const at = result.host.includes('@') ? result.host.split('@') : undefined;
  if (at !== undefined && at[0] !== '') {
    result.auth = at.shift();
    result.host = result.hostname = relative.host = at.shift();
  }
}

function hideHosts(result, relative, source, target) {
  result.hostname = '';
  result.port = null;
  if (result.host) prepend(source, result.host);
  result.host = '';
  if (!relative.protocol) return;
  relative.hostname = null;
  relative.port = null;
  result.auth = null;
  if (relative.host) prepend(target, relative.host);
  relative.host = null;
}

// Puts the path of the relative URL in the place of, or behind, the source's.
function mergePaths(result, relative, source, target, relativeIsAbsolute) {
  if (relativeIsAbsolute) {
    if (relative.host || relative.host === '') {
      if (result.host !== relative.host) result.auth = null;
      result.host = relative.host;
      result.port = relative.port;
    }
    if (relative.hostname || relative.hostname === '') {
      if (result.hostname !== relative.hostname) result.auth = null;
      result.hostname = relative.hostname;
    }
    takeQuery(result, relative);
    return target;
  }
  source.pop();
  takeQuery(result, relative);
  return source.concat(target);
}

function resolvePath(result, relative, slashed) {
  const absolute = (url) => Boolean(url.pathname?.startsWith('/'));
  const relativeIsAbsolute = Boolean(relative.host) || absolute(relative);
  let endsAbsolute = relativeIsAbsolute || absolute(result) ||
    Boolean(result.host && relative.pathname);
  const removesAllDots = endsAbsolute;
  let source = result.pathname ? result.pathname.split('/') : [];
  const target = relative.pathname ? relative.pathname.split('/') : [];
  const withoutSlashes = Boolean(result.protocol) && !slashed.has(result.protocol);
  if (withoutSlashes) {
    hideHosts(result, relative, source, target);
    endsAbsolute &&= target[0] === '' || source[0] === '';
  }
  if (relativeIsAbsolute || target.length > 0) {
    source = mergePaths(result, relative, source, target, relativeIsAbsolute);
  } else if (relative.search !== null && relative.search !== undefined) {
    if (withoutSlashes) hostFromSegments(result, source, relative);
    takeQuery(result, relative);
    if (result.pathname !== null || result.search !== null) result.path = pathOf(result);
    return finish(result);
  }
  if (source.length === 0) {
    result.pathname = null;
    result.path = result.search ? `/${result.search}` : null;
    return finish(result);
  }
  const last = source[source.length - 1];
  const trailingSlash = last === '' ||
    ((result.host || relative.host || source.length > 1) && (last === '.' || last === '..'));
  const up = removeDots(source);
  if (!endsAbsolute && !removesAllDots) source.unshift(...new Array(up).fill('..'));
  const startsAbsolute = () => source[0] === '' || Boolean(source[0]?.startsWith('/'));
  if (endsAbsolute && !startsAbsolute()) source.unshift('');
  if (trailingSlash && !source.join('/').endsWith('/')) source.push('');

  const isAbsolute = startsAbsolute();
  if (withoutSlashes) hostFromSegments(result, isAbsolute ? [] : source, relative);
  endsAbsolute ||= Boolean(result.host && source.length > 0);
  if (endsAbsolute && !isAbsolute) source.unshift('');
  if (source.length === 0) {
    result.pathname = null;
    result.path = null;
  } else {
    result.pathname = source.join('/');
  }
  if (result.pathname !== null || result.search !== null) result.path = pathOf(result);
  result.auth = relative.auth || result.auth;
  result.slashes ||= relative.slashes;
  return finish(result);
}

function resolve(source, relative, tools) {
  const { Url, slashed } = tools;
  const result = Object.assign(new Url(), source);
  relative = Object.assign(new Url(), relative);
  result.hash = relative.hash;
  if (relative.href === '') return finish(result);
  if (relative.slashes && !relative.protocol) {
    const { protocol } = result;
    Object.assign(result, relative, { protocol });
    if (slashed.has(protocol) && result.hostname && !result.pathname) {
      result.path = result.pathname = '/';
    }
    return finish(result);
  }
  if (relative.protocol && relative.protocol !== result.protocol) {
    return resolveOtherProtocol(result, relative, tools);
  }
  return resolvePath(result, relative, slashed);
}

module.exports = { resolve };
