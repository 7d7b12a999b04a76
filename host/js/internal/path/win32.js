// path for Windows: drive letters, UNC roots, both separators.
'use strict';

const { validateString } = require('internal/validators');
const common = require('internal/path/common');

const isSeparator = (code) => code === 47 || code === 92;
const isLetter = (code) => (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
const isUncPart = /^[\\/]{2}([^\\/]+)[\\/]+([^\\/]+)/;

// The device (a drive or \\server\share), the length of what precedes the segments, and whether
// the path begins at the device's root.
function splitRoot(path) {
  const first = path.charCodeAt(0);
  if (path.length > 0 && isSeparator(first)) {
    const unc = path.length > 1 && isSeparator(path.charCodeAt(1)) ? isUncPart.exec(path) : null;
    if (unc === null) return { device: '', length: 1, absolute: true, unc: false };
    const length = unc[0].length;
    const device = `\\\\${unc[1]}\\${unc[2]}`;
    const whole = length === path.length;
    return { device, length: whole ? length : length + 1, absolute: true, unc: true, whole, match: unc };
  }
  if (path.length > 1 && isLetter(first) && path.charCodeAt(1) === 58) {
    const absolute = path.length > 2 && isSeparator(path.charCodeAt(2));
    return { device: path.slice(0, 2), length: absolute ? 3 : 2, absolute, unc: false };
  }
  return { device: '', length: 0, absolute: false, unc: false };
}

function currentDirectory(device) {
  if (device === '') return process.cwd();
  const path = process.env[`=${device}`] || process.cwd();
  const other = path.slice(0, 2).toLowerCase() !== device.toLowerCase() &&
    path.charCodeAt(2) === 92;
  return path === undefined || other ? `${device}\\` : path;
}

function resolve(...paths) {
  let device = '';
  let tail = '';
  let absolute = false;
  for (let i = paths.length - 1; i >= -1; i--) {
    let path;
    if (i >= 0) {
      path = paths[i];
      validateString(path, `paths[${i}]`);
      if (path.length === 0) continue;
    } else {
      path = currentDirectory(device);
    }
    const root = splitRoot(path);
    if (root.device.length > 0) {
      if (device.length === 0) device = root.device;
      else if (root.device.toLowerCase() !== device.toLowerCase()) continue; // Another drive.
    }
    if (!absolute) {
      tail = `${path.slice(root.length)}\\${tail}`;
      absolute = root.absolute;
    }
    if (absolute && device.length > 0) break;
  }
  tail = common.normalizeSegments(tail, !absolute, '\\', isSeparator);
  return absolute ? `${device}\\${tail}` : `${device}${tail}` || '.';
}

function normalize(path) {
  validateString(path, 'path');
  if (path.length === 0) return '.';
  if (path.length === 1) return path === '/' ? '\\' : path;
  const root = splitRoot(path);
  if (root.unc && root.whole) return `${root.device}\\`;
  let tail = root.length < path.length ?
    common.normalizeSegments(path.slice(root.length), !root.absolute, '\\', isSeparator) : '';
  if (tail.length === 0 && !root.absolute) tail = '.';
  if (tail.length > 0 && isSeparator(path.charCodeAt(path.length - 1))) tail += '\\';
  if (root.device === '' && !root.absolute && path.includes(':')) {
    // What looks like a drive only after normalisation must not become one.
    if (tail.length >= 2 && isLetter(tail.charCodeAt(0)) && tail.charCodeAt(1) === 58) {
      return `.\\${tail}`;
    }
    const colon = /:(?=[\\/]|$)/.test(path);
    if (colon) return `.\\${tail}`;
  }
  return root.absolute ? `${root.device}\\${tail}` : `${root.device}${tail}`;
}

function isAbsolute(path) {
  validateString(path, 'path');
  if (path.length === 0) return false;
  if (isSeparator(path.charCodeAt(0))) return true;
  return path.length > 2 && isLetter(path.charCodeAt(0)) && path.charCodeAt(1) === 58 &&
    isSeparator(path.charCodeAt(2));
}

function join(...paths) {
  let joined;
  let first;
  for (const path of paths) {
    validateString(path, 'path');
    if (path.length === 0) continue;
    if (joined === undefined) joined = first = path;
    else joined += `\\${path}`;
  }
  if (joined === undefined) return '.';
  // Only a first part that is itself a UNC path makes the whole one; else its slashes are one.
  const slashes = /^[\\/]*/.exec(first)[0].length;
  const leading = /^[\\/]*/.exec(joined)[0].length;
  const isUnc = slashes === 2 && first.length > 2;
  if (!isUnc && leading >= 2) joined = `\\${joined.slice(leading)}`;
  return normalize(joined);
}

function relative(from, to) {
  validateString(from, 'from');
  validateString(to, 'to');
  if (from === to) return '';
  const fromFull = resolve(from);
  const toFull = resolve(to);
  if (fromFull === toFull || fromFull.toLowerCase() === toFull.toLowerCase()) return '';
  const split = (path) => path.split('\\').filter(Boolean);
  const fromParts = split(fromFull);
  const toParts = split(toFull);
  let shared = 0;
  while (shared < fromParts.length && shared < toParts.length &&
         fromParts[shared].toLowerCase() === toParts[shared].toLowerCase()) {
    shared++;
  }
  // Nothing in common, unless one of them is the root without a drive.
  if (shared === 0 && fromParts.length > 0 && toParts.length > 0) return toFull;
  const up = new Array(fromParts.length - shared).fill('..');
  return [...up, ...toParts.slice(shared)].join('\\');
}

function toNamespacedPath(path) {
  if (typeof path !== 'string' || path.length === 0) return path;
  const full = resolve(path);
  if (full.length <= 2) return path;
  if (full.startsWith('\\\\')) {
    const third = full[2];
    return third !== '?' && third !== '.' ? `\\\\?\\UNC\\${full.slice(2)}` : full;
  }
  if (isLetter(full.charCodeAt(0)) && full[1] === ':' && full[2] === '\\') return `\\\\?\\${full}`;
  return full;
}

// What of the path is root, as written.
function rootText(path) {
  const root = splitRoot(path);
  return path.slice(0, root.length);
}

function dirname(path) {
  validateString(path, 'path');
  if (path.length === 0) return '.';
  if (path.length === 1) return isSeparator(path.charCodeAt(0)) ? path : '.';
  const root = rootText(path).length;
  const [start] = common.lastSegment(path, root, isSeparator);
  if (start <= root) return root === 0 ? '.' : path.slice(0, root);
  const end = start - 1;
  return path.slice(0, end < root ? root : end);
}

const nameStart = (path) =>
  (path.length >= 2 && isLetter(path.charCodeAt(0)) && path[1] === ':' ? 2 : 0);

function basename(path, suffix) {
  if (suffix !== undefined) validateString(suffix, 'suffix');
  validateString(path, 'path');
  const from = nameStart(path);
  const [start, end] = common.lastSegment(path, from, isSeparator);
  if (suffix === path) return '';
  // Node's quirk: with a suffix, a path of nothing but separators is its own name.
  if (start === end && suffix && suffix.length <= path.length) return path.slice(from);
  return common.withoutSuffix(path.slice(start, end), suffix);
}

function extname(path) {
  validateString(path, 'path');
  const [start, end] = common.lastSegment(path, nameStart(path), isSeparator);
  return common.extensionOf(path.slice(start, end));
}

function parse(path) {
  validateString(path, 'path');
  const root = rootText(path);
  if (path.length > 0 && root.length === path.length) {
    return { root, dir: root, base: '', ext: '', name: '' };
  }
  const [start, end] = common.lastSegment(path, root.length, isSeparator);
  const base = path.slice(start, end);
  const ext = common.extensionOf(base);
  const dir = start > root.length ? path.slice(0, start - 1) : root;
  return { root, dir, base, ext, name: base.slice(0, base.length - ext.length) };
}

module.exports = {
  resolve,
  normalize,
  isAbsolute,
  join,
  relative,
  toNamespacedPath,
  dirname,
  basename,
  extname,
  format: common.format.bind(null, '\\'),
  parse,
  matchesGlob: (path, pattern) => common.matchesGlob(path, pattern, true),
  sep: '\\',
  delimiter: ';',
  win32: null,
  posix: null,
  _makeLong: toNamespacedPath,
};
module.exports.win32 = module.exports;
module.exports.posix = require('internal/path/posix');
