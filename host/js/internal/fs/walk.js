// Operations that are several native calls: each is a generator that yields `[native, args]` and is resumed with the answer, or with
// the error thrown. The forms drive them (synchronously, or one worker job after the other), so the steps are written once.
'use strict';

const { Dirent, constants: { O_RDWR, UV_DIRENT_DIR, UV_DIRENT_LINK }, encodeName, makeStats, wantsBytes } = require('internal/fs/utils');

function joined(folder, name) {
  return folder.endsWith('/') ? `${folder}${name}` : `${folder}/${name}`;
}

// Names are relative to the top folder; Dirents have their own folder as parent. Links to folders are gone through, as in Node.
function* readdirRecursive(top, encoding, withTypes) {
  if (typeof top !== 'string') top = Buffer.from(top).toString();
  const { normalize } = require('path');
  const result = [];
  const folders = [''];
  while (folders.length > 0) {
    const relative = folders.shift();
    const folder = relative === '' ? top : joined(top, relative);
    const [names, kinds] = yield ['readdir', [folder, true, false, false]];
    for (let i = 0; i < names.length; i++) {
      const path = relative === '' ? names[i] : `${relative}/${names[i]}`;
      if (kinds[i] === UV_DIRENT_DIR) folders.push(path);
      else if (kinds[i] === UV_DIRENT_LINK && (yield* leadsToFolder(joined(folder, names[i])))) folders.push(path);
      if (withTypes) result.push(new Dirent(asked(names[i], encoding), kinds[i], relative === '' ? top : normalize(folder)));
      else result.push(asked(path, encoding));
    }
  }
  return result;
}

function* leadsToFolder(path) {
  try {
    return makeStats(yield ['stat', [path, false]]).isDirectory();
  } catch {
    // It leads nowhere, or round and round.
    return false;
  }
}

function asked(name, encoding) {
  if (!wantsBytes(encoding)) return name;
  const bytes = Buffer.from(name);
  return encodeName(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length), encoding);
}

function isFolderError(path) {
  const { codes: { ERR_FS_EISDIR } } = require('internal/errors');
  const context = { code: 'EISDIR', message: 'is a directory', path: String(path), syscall: 'rm', errno: 21 };
  return new ERR_FS_EISDIR(context);
}

function* rm(path, { force, recursive, maxRetries, retryDelay }) {
  let stats;
  try {
    stats = makeStats(yield ['lstat', [path, false]]);
  } catch (error) {
    if (force && error.code === 'ENOENT') return undefined;
    throw error;
  }
  if (stats.isDirectory() && !recursive) throw isFolderError(path);
  yield ['rm', [path, recursive, maxRetries, retryDelay]];
  return undefined;
}

function* rmdirRecursive(path, maxRetries, retryDelay) {
  const stats = makeStats(yield ['lstat', [path, false]]);
  if (stats.isDirectory()) yield ['rm', [path, true, maxRetries, retryDelay]];
  else yield ['rmdir', [path]];
}

function* truncate(path, length) {
  const fd = yield ['open', [path, O_RDWR, 0o666]];
  try {
    require('internal/validators').validateInteger(length, 'len');
    yield ['ftruncate', [fd, Math.max(0, length)]];
  } finally {
    yield ['close', [fd]];
  }
}

module.exports = { readdirRecursive, rm, rmdirRecursive, truncate };
