// What both flavours of path share: resolution of dots, names and extensions, format, globs.
'use strict';

// The module of checks is loaded by the first value that fails one: an empty script needs none of it.
const validateObject = (value, name) => require('internal/validators').validateObject(value, name);
function validateString(value, name) {
  if (typeof value !== 'string') require('internal/validators').validateString(value, name);
}

const SLASH = 47;
const DOT = 46;

// Whether no segment of a relative POSIX path is empty, "." or "..": the common case.
function isNormal(path) {
  let length = 0; // Of the segment so far.
  let dots = 0;
  for (let i = 0; i < path.length; i++) {
    const code = path.charCodeAt(i);
    if (code === SLASH) {
      if (length === dots && length < 3) return false;
      length = dots = 0;
    } else {
      length++;
      if (code === DOT) dots++;
    }
  }
  return length !== dots || length > 2;
}

// Resolves "." and "..", and joins the segments by `separator`. Segments above the start are kept
// unless the path is absolute.
function normalizeSegments(path, allowAboveRoot, separator, isSeparator) {
  if (separator === '/' && isNormal(path)) return path;
  const kept = [];
  let start = 0;
  for (let i = 0; i <= path.length; i++) {
    if (i < path.length && !isSeparator(path.charCodeAt(i))) continue;
    const segment = path.slice(start, i);
    start = i + 1;
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') {
      kept.push(segment);
    } else if (kept.length > 0 && kept[kept.length - 1] !== '..') {
      kept.pop();
    } else if (allowAboveRoot) {
      kept.push('..');
    }
  }
  return kept.join(separator);
}

// [start, end) of the last segment of path from `from`, trailing separators aside.
function lastSegment(path, from, isSeparator) {
  let end = path.length;
  while (end > from && isSeparator(path.charCodeAt(end - 1))) end--;
  let start = end;
  while (start > from && !isSeparator(path.charCodeAt(start - 1))) start--;
  return [start, end];
}

// Removes `suffix` unless it is all of the name.
function withoutSuffix(name, suffix) {
  return suffix !== undefined && suffix !== name && name.endsWith(suffix) ?
    name.slice(0, name.length - suffix.length) : name;
}

// From the last dot on, but for names that begin with their only dot and for "..".
function extensionOf(name) {
  const dot = name.lastIndexOf('.');
  if (dot <= 0 || name === '..') return '';
  return name.slice(dot);
}

const formatExtension = (ext) => (ext ? `${ext[0] === '.' ? '' : '.'}${ext}` : '');

function format(separator, pathObject) {
  validateObject(pathObject, 'pathObject');
  const dir = pathObject.dir || pathObject.root;
  const base = pathObject.base ||
    `${pathObject.name || ''}${formatExtension(pathObject.ext)}`;
  if (!dir) return base;
  return dir === pathObject.root ? `${dir}${base}` : `${dir}${separator}${base}`;
}

function matchesGlob(path, pattern, windows) {
  validateString(path, 'path');
  validateString(pattern, 'pattern');
  return require('internal/path/glob').matches(path, pattern, windows);
}

module.exports = {
  DOT,
  SLASH,
  extensionOf,
  format,
  lastSegment,
  matchesGlob,
  normalizeSegments,
  withoutSuffix,
};
