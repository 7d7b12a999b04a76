// Every operation of fs, written once. An operation checks its arguments and ends with `call(native, args, map)`, whose meaning the
// form decides: sync.js answers or throws, callbacks.js calls back, promises.js settles a promise.
//
// The native functions are described in host/src/builtins/fs. Deliberately absent here: what takes several system calls whose order
// can be observed (cp, opendir, streams, FileHandle): these have files of their own.
'use strict';

const {
  Dirent, StatFs, constants, encodeName, getFd, getOptions, getPath, getPathOrFd, isBytes, makeBigIntStats, makeStats,
  parseFileMode, stringToFlags, toUnixTimestamp, validateBuffers, validateOffsetLengthRead, validateOffsetLengthWrite, validatePosition,
  validateRmOptions, wantsBytes,
} = require('internal/fs/utils');
const { codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } } = require('internal/errors');
const { validateBoolean, validateInteger, validateObject } =
  require('internal/validators');

const { F_OK, R_OK, W_OK, X_OK, COPYFILE_FICLONE_FORCE } = constants;

const statMap = (big) => (big ? makeBigIntStats : makeStats);

function coded(Base, code, message) {
  const error = new Base(message);
  error.code = code;
  return error;
}

function modeWithin(mode, highest) {
  if (mode < 0 || mode > highest) throw coded(RangeError, 'ERR_OUT_OF_RANGE', `mode is out of range: >= 0 && <= ${highest}`);
  return mode;
}

function accessMode(mode) {
  if (mode === undefined || mode === null) return F_OK;
  // Node's texts here come from its C++ side.
  if (!Number.isInteger(mode)) throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'mode must be int32 or null/undefined');
  return modeWithin(mode, R_OK | W_OK | X_OK);
}

const validId = (id, name) => {
  validateInteger(id, name, -1, 4294967295);
  return id;
};

function pathMap(encoding) {
  return encoding === undefined || encoding === null ? undefined : (value) => encodeName(value, encoding);
}

function direntsOf(parent, encoding) {
  return ([names, kinds]) => names.map((name, index) => new Dirent(encodeName(name, encoding), kinds[index], parent));
}

// Writes go on until everything is written, so short writes are only seen by write() and writev().
function dataOf(data, encoding, name = 'data') {
  if (typeof data === 'string') return encoding === undefined || encoding === 'utf8' || encoding === 'utf-8' ? data : Buffer.from(data, encoding || 'utf8');
  if (isBytes(data)) return data;
  throw new ERR_INVALID_ARG_TYPE(name, ['string', 'Buffer', 'TypedArray', 'DataView'], data);
}

// fs.read and fs.readSync: (fd, buffer, offset, length, position), (fd, buffer, options) or (fd, options).
function readArguments(buffer, offsetOrOptions, length, position) {
  let offset = offsetOrOptions;
  if (buffer === undefined || (buffer !== null && typeof buffer === 'object' && !isBytes(buffer))) {
    if (buffer !== undefined) validateObject(buffer, 'options');
    ({ buffer = Buffer.alloc(16384), offset = 0, length = buffer.byteLength - offset, position = null } = buffer ?? {});
  } else if (offset !== null && typeof offset === 'object') {
    ({ offset = 0, length = buffer.byteLength - offset, position = null } = offset);
  }
  if (!isBytes(buffer)) throw new ERR_INVALID_ARG_TYPE('buffer', ['Buffer', 'TypedArray', 'DataView'], buffer);
  if (offset === undefined || offset === null) offset = 0;
  else validateInteger(offset, 'offset', 0);
  length = length === undefined ? buffer.byteLength - offset : length | 0;
  if (length === 0) return { buffer, offset, length, position: -1 };
  if (buffer.byteLength === 0) throw new ERR_INVALID_ARG_VALUE('buffer', buffer, 'is empty and cannot be written');
  validateOffsetLengthRead(offset, length, buffer.byteLength);
  if (position === undefined || position === null) position = -1;
  else validatePosition(position, 'position', length);
  return { buffer, offset, length, position };
}

// fs.write and fs.writeSync: the same for bytes, and (fd, string, position, encoding).
function writeArguments(buffer, offsetOrOptions, length, position) {
  let offset = offsetOrOptions;
  if (typeof buffer === 'string') {
    // Here `offset` is the position and `length` the encoding.
    const encoding = length ?? 'utf8';
    require('internal/validators').validateEncoding(buffer, encoding);
    const bytes = Buffer.from(buffer, encoding);
    return { buffer: bytes, offset: 0, length: bytes.byteLength, position: typeof offset === 'number' ? offset : -1 };
  }
  if (!isBytes(buffer)) throw new ERR_INVALID_ARG_TYPE('buffer', ['string', 'Buffer', 'TypedArray', 'DataView'], buffer);
  if (offset !== null && typeof offset === 'object') {
    ({ offset = 0, length = buffer.byteLength - offset, position = null } = offset);
  }
  if (offset === undefined || offset === null) offset = 0;
  else validateInteger(offset, 'offset', 0);
  if (typeof length !== 'number') length = buffer.byteLength - offset;
  validateOffsetLengthWrite(offset, length, buffer.byteLength);
  return { buffer, offset, length, position: typeof position === 'number' || typeof position === 'bigint' ? position : -1 };
}

const vectorPosition = (position) => (typeof position === 'number' || typeof position === 'bigint' ? position : -1);

let warnedOfDescriptor = false;
function warnOfDescriptor() {
  if (warnedOfDescriptor) return;
  warnedOfDescriptor = true;
  process.emitWarning(
    'Using fs.truncate with a file descriptor is deprecated. Please use fs.ftruncate with a file descriptor instead.',
    'DeprecationWarning', 'DEP0081');
}

const operations = {
  access: (call, path, mode) => call('access', [getPath(path), accessMode(mode)]),
  open(call, path, flags, mode) {
    return call('open', [getPath(path), stringToFlags(flags), parseFileMode(mode, 'mode', 0o666)]);
  },
  close: (call, fd) => call('close', [getFd(fd)]),
  read(call, fd, ...rest) {
    getFd(fd);
    const { buffer, offset, length, position } = readArguments(...rest);
    return call('read', [fd, buffer, offset, length, position], undefined, buffer);
  },
  readv: (call, fd, buffers, position) =>
    call('readv', [getFd(fd), validateBuffers(buffers), vectorPosition(position)], undefined, buffers),
  write(call, fd, data, ...rest) {
    getFd(fd);
    const { buffer, offset, length, position } = writeArguments(data, ...rest);
    return call('write', [fd, buffer, offset, length, position], undefined, data);
  },
  writev: (call, fd, buffers, position) =>
    call('writev', [getFd(fd), validateBuffers(buffers), vectorPosition(position)], undefined, buffers),
  readFile(call, path, options) {
    const { encoding, flag } = getOptions(options, { flag: 'r' });
    const isText = encoding === 'utf8' || encoding === 'utf-8';
    const map = isText ? undefined : (bytes) => {
      const buffer = Buffer.from(bytes);
      return encoding && encoding !== 'buffer' ? buffer.toString(encoding) : buffer;
    };
    return call('readFile', [getPathOrFd(path), stringToFlags(flag), isText], map);
  },
  writeFile(call, path, data, options) {
    const { encoding, mode, flag, flush = false } = getOptions(options, { encoding: 'utf8', mode: 0o666, flag: 'w', flush: false });
    if (flush !== null) validateBoolean(flush, 'options.flush');
    const checked = dataOf(data, encoding);
    return call('writeFile', [getPathOrFd(path), checked, stringToFlags(flag), parseFileMode(mode, 'mode', 0o666), Boolean(flush)]);
  },
  appendFile(call, path, data, options) {
    const checked = { ...getOptions(options, { encoding: 'utf8', mode: 0o666, flag: 'a' }) };
    checked.flag ||= 'a';
    return operations.writeFile(call, path, data, checked);
  },
  stat(call, path, options) {
    const big = options?.bigint === true;
    return call('stat', [getPath(path), big], statMap(big));
  },
  lstat(call, path, options) {
    const big = options?.bigint === true;
    return call('lstat', [getPath(path), big], statMap(big));
  },
  fstat(call, fd, options) {
    const big = options?.bigint === true;
    return call('fstat', [getFd(fd), big], statMap(big));
  },
  statfs(call, path, options) {
    return call('statfs', [getPath(path), options?.bigint === true], (fields) => new StatFs(fields));
  },
  readdir(call, path, options) {
    const { encoding, withFileTypes = false, recursive } = getOptions(options);
    if (recursive !== undefined && recursive !== null) validateBoolean(recursive, 'options.recursive');
    const folder = getPath(path);
    if (recursive) return call(require('internal/fs/walk').readdirRecursive, [folder, encoding, Boolean(withFileTypes)]);
    const asBytes = wantsBytes(encoding);
    let map;
    if (withFileTypes) map = direntsOf(folder, encoding);
    else if (asBytes) map = (names) => names.map((name) => encodeName(name, encoding));
    return call('readdir', [folder, Boolean(withFileTypes), asBytes, false], map);
  },
  mkdir(call, path, options) {
    let mode = 0o777;
    let recursive = false;
    if (typeof options === 'number' || typeof options === 'string') {
      mode = parseFileMode(options, 'mode');
    } else if (options) {
      if (options.recursive !== undefined) {
        validateBoolean(options.recursive, 'options.recursive');
        recursive = options.recursive;
      }
      if (options.mode !== undefined) mode = parseFileMode(options.mode, 'options.mode');
    }
    return call('mkdir', [getPath(path), mode, recursive]);
  },
  mkdtemp(call, prefix, options) {
    const { encoding } = getOptions(options);
    return call('mkdtemp', [getPath(prefix, 'prefix'), wantsBytes(encoding)], pathMap(encoding));
  },
  rmdir(call, path, options) {
    const checked = getPath(path);
    if (options !== undefined) require('internal/validators').validateObject(options, 'options');
    if (options?.recursive) return operations.rm(call, path, { ...options, recursive: true, force: false });
    return call('rmdir', [checked]);
  },
  rm(call, path, options) {
    const checked = getPath(path);
    return call(require('internal/fs/walk').rm, [checked, validateRmOptions(options)]);
  },
  unlink: (call, path) => call('unlink', [getPath(path)]),
  rename: (call, from, to) => call('rename', [getPath(from, 'oldPath'), getPath(to, 'newPath')]),
  copyFile(call, from, to, mode) {
    const [source, target] = [getPath(from, 'src'), getPath(to, 'dest')];
    if (mode !== undefined && mode !== null) {
      validateInteger(mode, 'mode');
      modeWithin(mode, 7);
    }
    return call('copyFile', [source, target, (mode ?? 0) & (COPYFILE_FICLONE_FORCE | 3)]);
  },
  link: (call, from, to) => call('link', [getPath(from, 'existingPath'), getPath(to, 'newPath')]),
  symlink(call, target, path, type) {
    if (type !== undefined && type !== null && !['dir', 'file', 'junction'].includes(type)) {
      throw coded(Error, 'ERR_FS_INVALID_SYMLINK_TYPE', `Symlink type must be one of "dir", "file", or "junction". Received "${type}"`);
    }
    return call('symlink', [getPath(target, 'target'), getPath(path)]);
  },
  readlink(call, path, options) {
    const { encoding } = getOptions(options);
    return call('readlink', [getPath(path), wantsBytes(encoding)], pathMap(encoding));
  },
  realpath(call, path, options) {
    const { encoding } = getOptions(options);
    return call('realpath', [getPath(typeof path === 'number' ? String(path) : path), wantsBytes(encoding)], pathMap(encoding));
  },
  realpathNative(call, path, options) {
    const { encoding } = getOptions(options);
    return call('realpathNative', [getPath(path), wantsBytes(encoding)], pathMap(encoding));
  },
  chmod: (call, path, mode) => call('chmod', [getPath(path), parseFileMode(mode, 'mode')]),
  fchmod: (call, fd, mode) => call('fchmod', [getFd(fd), parseFileMode(mode, 'mode')]),
  chown: (call, path, uid, gid) => call('chown', [getPath(path), validId(uid, 'uid'), validId(gid, 'gid')]),
  fchown: (call, fd, uid, gid) => call('fchown', [getFd(fd), validId(uid, 'uid'), validId(gid, 'gid')]),
  lchown: (call, path, uid, gid) => call('lchown', [getPath(path), validId(uid, 'uid'), validId(gid, 'gid')]),
  utimes: (call, path, atime, mtime) => call('utimes', [getPath(path), toUnixTimestamp(atime), toUnixTimestamp(mtime)]),
  futimes: (call, fd, atime, mtime) =>
    call('futimes', [getFd(fd), toUnixTimestamp(atime, 'atime'), toUnixTimestamp(mtime, 'mtime')]),
  lutimes: (call, path, atime, mtime) => call('lutimes', [getPath(path), toUnixTimestamp(atime), toUnixTimestamp(mtime)]),
  ftruncate(call, fd, length = 0) {
    getFd(fd);
    validateInteger(length, 'len');
    return call('ftruncate', [fd, Math.max(0, length)]);
  },
  truncate(call, path, length = 0) {
    if (typeof path === 'number') {
      warnOfDescriptor();
      return operations.ftruncate(call, path, length);
    }
    validateInteger(length, 'len');
    return call(require('internal/fs/walk').truncate, [getPath(path), Math.max(0, length)]);
  },
  fsync: (call, fd) => call('fsync', [getFd(fd)]),
  fdatasync: (call, fd) => call('fdatasync', [getFd(fd)]),
};

module.exports = { operations, readArguments, writeArguments };
