// path for POSIX systems.
'use strict';

// The module of checks is loaded by the first value that fails one: an empty script needs none of it.
function validateString(value, name) {
  if (typeof value !== 'string') require('internal/validators').validateString(value, name);
}
const common = require('internal/path/common');

const { DOT, SLASH } = common;
const isSlash = (code) => code === SLASH;

const startsWithSlash = (path) => path.charCodeAt(0) === SLASH;
const endsWithSlash = (path) => path.charCodeAt(path.length - 1) === SLASH;

// The path without one slash at its start and one at its end.
function trimSlashes(path) {
  const start = startsWithSlash(path) ? 1 : 0;
  const end = path.length > start && endsWithSlash(path) ? path.length - 1 : path.length;
  return path.slice(start, end);
}

// Where the last segment ends and begins; slashes after it are no part of it.
function segmentEnd(path) {
  let end = path.length;
  while (end > 0 && path.charCodeAt(end - 1) === SLASH) end--;
  return end;
}

function segmentStart(path, end) {
  let start = end;
  while (start > 0 && path.charCodeAt(start - 1) !== SLASH) start--;
  return start;
}

function resolve(...paths) {
  let resolved = '';
  let absolute = false;
  for (let i = paths.length - 1; i >= -1 && !absolute; i--) {
    const path = i >= 0 ? paths[i] : process.cwd();
    if (i >= 0) validateString(path, `paths[${i}]`);
    if (path.length === 0) continue;
    resolved = `${path}/${resolved}`;
    absolute = startsWithSlash(path);
  }
  resolved = common.normalizeSegments(trimSlashes(resolved), !absolute, '/', isSlash);
  if (absolute) return `/${resolved}`;
  return resolved.length > 0 ? resolved : '.';
}

function normalize(path) {
  validateString(path, 'path');
  if (path.length === 0) return '.';
  const absolute = startsWithSlash(path);
  const trailing = endsWithSlash(path);
  let result = common.normalizeSegments(trimSlashes(path), !absolute, '/', isSlash);
  if (result.length === 0) {
    if (absolute) return '/';
    return trailing ? './' : '.';
  }
  if (trailing) result += '/';
  return absolute ? `/${result}` : result;
}

function isAbsolute(path) {
  validateString(path, 'path');
  return path.length > 0 && startsWithSlash(path);
}

function join(...paths) {
  let joined;
  for (const path of paths) {
    validateString(path, 'path');
    if (path.length > 0) joined = joined === undefined ? path : `${joined}/${path}`;
  }
  return joined === undefined ? '.' : normalize(joined);
}

function relative(from, to) {
  validateString(from, 'from');
  validateString(to, 'to');
  if (from === to) return '';
  from = resolve(from);
  to = resolve(to);
  if (from === to) return '';
  const fromParts = from === '/' ? [] : from.slice(1).split('/');
  const toParts = to === '/' ? [] : to.slice(1).split('/');
  let shared = 0;
  while (shared < fromParts.length && shared < toParts.length &&
         fromParts[shared] === toParts[shared]) {
    shared++;
  }
  const up = new Array(fromParts.length - shared).fill('..');
  return [...up, ...toParts.slice(shared)].join('/');
}

function dirname(path) {
  validateString(path, 'path');
  if (path.length === 0) return '.';
  const start = segmentStart(path, segmentEnd(path));
  if (start === 0) return startsWithSlash(path) ? '/' : '.';
  // Only the slash that ends the directory goes; any before it are kept.
  if (start === 1) return '/';
  return start === 2 && startsWithSlash(path) && path.charCodeAt(1) === SLASH ?
    '//' : path.slice(0, start - 1);
}

function basename(path, suffix) {
  if (suffix !== undefined) validateString(suffix, 'suffix');
  validateString(path, 'path');
  const end = segmentEnd(path);
  if (suffix === path) return '';
  // Node's quirk: with a suffix, a path of nothing but separators is its own name.
  if (end === 0 && suffix && suffix.length <= path.length) return path;
  const name = path.slice(segmentStart(path, end), end);
  return suffix === undefined ? name : common.withoutSuffix(name, suffix);
}

function extname(path) {
  validateString(path, 'path');
  const end = segmentEnd(path);
  const start = segmentStart(path, end);
  let dot = end - 1;
  while (dot > start && path.charCodeAt(dot) !== DOT) dot--;
  // A name that begins with its only dot has no extension, nor has "..".
  if (dot <= start || (dot === start + 1 && end === start + 2 && path.charCodeAt(start) === DOT)) {
    return '';
  }
  return path.slice(dot, end);
}

function parse(path) {
  validateString(path, 'path');
  const root = startsWithSlash(path) ? '/' : '';
  const [start, end] = common.lastSegment(path, root.length, isSlash);
  const base = path.slice(start, end);
  // Node's quirk: ".." right below the root counts as a name with an empty extension.
  const ext = base === '..' && start === 1 && root !== '' ? '.' : common.extensionOf(base);
  const dir = start > root.length ? path.slice(0, start - 1) : root;
  return { root, dir, base, ext, name: base.slice(0, base.length - ext.length) };
}

module.exports = {
  resolve,
  normalize,
  isAbsolute,
  join,
  relative,
  toNamespacedPath: (path) => path,
  dirname,
  basename,
  extname,
  format: common.format.bind(null, '/'),
  parse,
  matchesGlob: (path, pattern) => common.matchesGlob(path, pattern, false),
  sep: '/',
  delimiter: ':',
  win32: null,
  posix: null,
  _makeLong: (path) => path,
};
