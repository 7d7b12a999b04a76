// Every operation of fs, written once. An operation checks its arguments and ends with `call(native, args, map)`, whose meaning the
// form decides: sync.js answers or throws, callbacks.js calls back, promises.js settles a promise. Which of two wrong arguments is told
// is Node's: what its C++ side checks (descriptors mostly) comes last, after the callback, which `call.ready()` checks.
//
// The native functions are described in host/src/builtins/fs. Deliberately absent here: what takes several system calls whose order
// can be observed (cp, opendir, streams, FileHandle): these have files of their own.
'use strict';

const {
  Dirent, StatFs, constants, encodeName, getFd, getOptions, getPath, getPathOrFd, isBytes, isUrl, makeBigIntStats, makeStats,
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

// Node's texts here come from its C++ side.
function modeWithin(mode, highest) {
  if (mode === undefined || mode === null) return F_OK;
  if (typeof mode !== 'number') throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'mode must be int32 or null/undefined');
  if (!Number.isFinite(mode)) throw coded(RangeError, 'ERR_OUT_OF_RANGE', 'mode is out of range');
  if (mode < 0 || mode > highest) throw coded(RangeError, 'ERR_OUT_OF_RANGE', `mode is out of range: >= 0 && <= ${highest}`);
  return Math.trunc(mode);
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

function tooLarge(size) {
  const { ERR_FS_FILE_TOO_LARGE, ERR_STRING_TOO_LONG } = require('internal/errors').codes;
  return size < 0 ? new ERR_STRING_TOO_LONG() : new ERR_FS_FILE_TOO_LARGE(size);
}

// fs.read: (fd, buffer, offset, length, position), (fd, buffer, options), (fd, options) or (fd); fs.readSync: the first two. Without a
// number for the length, what stands for the offset is the options. `ready` is called once the buffer is known.
function readArguments(ready, args, isSync) {
  let [buffer, offset, length, position] = args;
  if (!isBytes(buffer)) throw new ERR_INVALID_ARG_TYPE('buffer', ['Buffer', 'TypedArray', 'DataView'], buffer);
  if (args.length <= 2 || (typeof offset === 'object' && (isSync || (offset !== null && args.length < 4)))) {
    if (offset !== undefined && offset !== null) validateObject(offset, 'options');
    ({ offset = 0, length = buffer.byteLength - offset, position = null } = offset ?? {});
  }
  ready();
  if (offset === undefined || offset === null) offset = 0;
  else validateInteger(offset, 'offset', 0);
  length |= 0;
  if (position === undefined || position === null) position = -1;
  else validatePosition(position, 'position', length);
  if (length === 0) return { buffer, offset, length, position };
  if (buffer.byteLength === 0) throw new ERR_INVALID_ARG_VALUE('buffer', buffer, 'is empty and cannot be written');
  validateOffsetLengthRead(offset, length, buffer.byteLength);
  return { buffer, offset, length, position };
}

// The forms that may leave out the buffer have one of their own then.
function withBuffer(args) {
  const [options] = args;
  if (args.length > 1 || isBytes(options)) return args;
  if (options !== undefined && options !== null) validateObject(options, 'options');
  return [options?.buffer === undefined ? Buffer.alloc(16384) : options.buffer, options ?? undefined];
}

// fs.write and fs.writeSync: the same for bytes, and (fd, string, position, encoding).
function writeArguments(ready, buffer, offsetOrOptions, length, position) {
  let offset = offsetOrOptions;
  if (typeof buffer === 'string') {
    ready();
    // Here `offset` is the position and `length` the encoding.
    const encoding = length ?? 'utf8';
    require('internal/validators').validateEncoding(buffer, encoding);
    // A name of no encoding stands for UTF-8 here.
    const bytes = Buffer.from(buffer, Buffer.isEncoding(encoding) ? encoding : 'utf8');
    return { buffer: bytes, offset: 0, length: bytes.byteLength, position: typeof offset === 'number' ? offset : -1 };
  }
  if (!isBytes(buffer)) throw new ERR_INVALID_ARG_TYPE('buffer', ['string', 'Buffer', 'TypedArray', 'DataView'], buffer);
  ready();
  if (typeof offset === 'object') ({ offset = 0, length = buffer.byteLength - offset, position = null } = offset ?? {});
  if (offset === undefined || offset === null) offset = 0;
  else validateInteger(offset, 'offset', 0);
  if (typeof length !== 'number') length = buffer.byteLength - offset;
  validateOffsetLengthWrite(offset, length, buffer.byteLength);
  return { buffer, offset, length, position: vectorPosition(position) };
}

const vectorPosition = (position) => (typeof position === 'number' ? position : -1);

let warnedOfDescriptor = false;
function warnOfDescriptor() {
  if (warnedOfDescriptor) return;
  warnedOfDescriptor = true;
  process.emitWarning(
    'Using fs.truncate with a file descriptor is deprecated. Please use fs.ftruncate with a file descriptor instead.',
    'DeprecationWarning', 'DEP0081');
}

let warnedOfX = false;
function warnOfTemplate(prefix) {
  const ends = typeof prefix === 'string' ? prefix.endsWith('X') : prefix.at(-1) === 0x58;
  if (!ends || warnedOfX) return;
  warnedOfX = true;
  process.emitWarning('mkdtemp() templates ending with X are not portable. For details see: https://nodejs.org/api/fs.html');
}

let warnedOfRecursive = false;
// Like rm, but what is there must be a folder.
function recursiveRmdir(call, path, options) {
  if (!warnedOfRecursive) {
    warnedOfRecursive = true;
    process.emitWarning('In future versions of Node.js, fs.rmdir(path, { recursive: true }) will be removed. ' +
      'Use fs.rm(path, { recursive: true }) instead', 'DeprecationWarning', 'DEP0147');
  }
  const { maxRetries, retryDelay } = validateRmOptions({ ...options, recursive: true, force: false });
  return call(require('internal/fs/walk').rmdirRecursive, [path, maxRetries, retryDelay]);
}

const operations = {
  access(call, path, mode) {
    const checked = getPath(path);
    call.ready();
    return call('access', [checked, modeWithin(mode, R_OK | W_OK | X_OK)]);
  },
  open(call, path, flags, mode) {
    const checked = getPath(path);
    // The callback's form looks at the mode first.
    if (call.late) parseFileMode(mode, 'mode', 0o666);
    return call('open', [checked, stringToFlags(flags), parseFileMode(mode, 'mode', 0o666)]);
  },
  close: (call, fd) => call('close', [getFd(fd)]),
  read(call, fd, ...rest) {
    if (call.sync !== true) getFd(fd);
    const { buffer, offset, length, position } = readArguments(call.ready, call.sync === true ? rest : withBuffer(rest), call.sync === true);
    if (length === 0 && call.sync === true) return 0;
    return call('read', [getFd(fd), buffer, offset, length, position], undefined, buffer);
  },
  readv(call, fd, buffers, position) {
    if (call.sync !== true) getFd(fd);
    validateBuffers(buffers);
    return call('readv', [getFd(fd), buffers, vectorPosition(position)], undefined, buffers);
  },
  write(call, fd, data, ...rest) {
    getFd(fd);
    const { buffer, offset, length, position } = writeArguments(call.ready, data, ...rest);
    return call('write', [fd, buffer, offset, length, position], undefined, data);
  },
  writev: (call, fd, buffers, position) =>
    call('writev', [getFd(fd), validateBuffers(buffers), vectorPosition(position)], undefined, buffers),
  readFile(call, path, options) {
    const { encoding, flag } = getOptions(options, { flag: 'r' });
    const isText = encoding === 'utf8' || encoding === 'utf-8';
    // A number says that there is too much of it.
    const map = (bytes) => {
      if (typeof bytes === 'number') throw tooLarge(bytes);
      if (isText) return bytes;
      const buffer = Buffer.from(bytes);
      return encoding && encoding !== 'buffer' ? buffer.toString(encoding) : buffer;
    };
    const flags = stringToFlags(flag);
    return call('readFile', [getPathOrFd(path), flags, isText], map);
  },
  writeFile(call, path, data, options) {
    const { encoding, mode, flag, flush = false } = getOptions(options, { encoding: 'utf8', mode: 0o666, flag: 'w', flush: false });
    if (flush !== null) validateBoolean(flush, 'options.flush');
    const checked = dataOf(data, encoding);
    // What is open already has its flags.
    const how = typeof path === 'number' ? 0 : stringToFlags(flag || 'w');
    return call('writeFile', [getPathOrFd(path), checked, how, parseFileMode(mode, 'mode', 0o666), Boolean(flush)]);
  },
  appendFile(call, path, data, options) {
    const checked = { ...getOptions(options, { encoding: 'utf8', mode: 0o666, flag: 'a' }) };
    checked.flag ||= 'a';
    return operations.writeFile(call, path, data, checked);
  },
  stat(call, path, options = {}) {
    const big = options.bigint === true;
    const quiet = options.throwIfNoEntry === false;
    return call('stat', [getPath(path), big, quiet], quiet ? (fields) => fields && statMap(big)(fields) : statMap(big));
  },
  lstat(call, path, options = {}) {
    const big = options.bigint === true;
    return call('lstat', [getPath(path), big], statMap(big));
  },
  fstat(call, fd, options = {}) {
    const big = options.bigint === true;
    return call('fstat', [getFd(fd), big], statMap(big));
  },
  statfs(call, path, options = {}) {
    return call('statfs', [getPath(path), options.bigint === true], (fields) => new StatFs(fields));
  },
  readdir(call, path, options) {
    const { encoding, withFileTypes = false, recursive } = getOptions(options);
    // The promise's form takes anything that is true or false.
    const folder = getPath(path);
    if (recursive !== undefined && recursive !== null && !call.isPromise) validateBoolean(recursive, 'options.recursive');
    if (recursive) return call(require('internal/fs/walk').readdirRecursive, [folder, encoding, Boolean(withFileTypes)]);
    const asBytes = wantsBytes(encoding);
    let map;
    if (withFileTypes) map = direntsOf(folder, encoding);
    else if (asBytes) map = (names) => names.map((name) => encodeName(name, encoding));
    return call('readdir', [folder, Boolean(withFileTypes), asBytes, false], map);
  },
  mkdir(call, path, options) {
    if (call.isPromise) getPath(path);
    let mode = 0o777;
    let recursive = false;
    if (typeof options === 'number' || typeof options === 'string') {
      mode = parseFileMode(options, 'mode');
    } else if (options) {
      if (options.recursive !== undefined) {
        validateBoolean(options.recursive, 'options.recursive');
        recursive = options.recursive;
      }
      if (options.mode !== undefined) mode = parseFileMode(options.mode, call.isPromise ? 'mode' : 'options.mode');
    }
    return call('mkdir', [getPath(path), mode, recursive]);
  },
  mkdtemp(call, prefix, options) {
    const { encoding } = getOptions(options);
    const checked = getPath(prefix, 'prefix');
    warnOfTemplate(checked);
    return call('mkdtemp', [checked, wantsBytes(encoding)], pathMap(encoding));
  },
  rmdir(call, path, options) {
    const checked = getPath(path);
    if (options !== undefined) require('internal/validators').validateObject(options, 'options');
    if (options?.recursive) return recursiveRmdir(call, checked, options);
    return call('rmdir', [checked]);
  },
  rm(call, path, options) {
    if (call.sync === true) validateRmOptions(options);
    const checked = getPath(path);
    return call(require('internal/fs/walk').rm, [checked, validateRmOptions(options)]);
  },
  unlink: (call, path) => call('unlink', [getPath(path)]),
  rename: (call, from, to) => call('rename', [getPath(from, 'oldPath'), getPath(to, 'newPath')]),
  copyFile(call, from, to, mode) {
    const [source, target] = [getPath(from, 'src'), getPath(to, 'dest')];
    call.ready();
    return call('copyFile', [source, target, modeWithin(mode, COPYFILE_FICLONE_FORCE | 3)]);
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
    return call('readlink', [getPath(path, call.isPromise ? 'oldPath' : 'path'), wantsBytes(encoding)], pathMap(encoding));
  },
  realpath(call, path, options) {
    const { encoding } = getOptions(options);
    // What is no path is made one: `undefined` is the file of that name.
    if (typeof path !== 'string' && !isUrl(path)) path += '';
    return call('realpath', [require('path').resolve(getPath(path)), wantsBytes(encoding)], pathMap(encoding));
  },
  realpathNative(call, path, options) {
    const { encoding } = getOptions(options);
    return call('realpathNative', [getPath(path), wantsBytes(encoding)], pathMap(encoding));
  },
  chmod: (call, path, mode) => call('chmod', [getPath(path), parseFileMode(mode, 'mode')]),
  fchmod(call, fd, mode) {
    const bits = parseFileMode(mode, 'mode');
    call.ready();
    return call('fchmod', [getFd(fd), bits]);
  },
  chown: (call, path, uid, gid) => call('chown', [getPath(path), validId(uid, 'uid'), validId(gid, 'gid')]),
  fchown(call, fd, uid, gid) {
    const ids = [validId(uid, 'uid'), validId(gid, 'gid')];
    call.ready();
    return call('fchown', [getFd(fd), ...ids]);
  },
  lchown: (call, path, uid, gid) => call('lchown', [getPath(path), validId(uid, 'uid'), validId(gid, 'gid')]),
  utimes: (call, path, atime, mtime) => call('utimes', [getPath(path), toUnixTimestamp(atime), toUnixTimestamp(mtime)]),
  futimes(call, fd, atime, mtime) {
    const times = [toUnixTimestamp(atime, 'atime'), toUnixTimestamp(mtime, 'mtime')];
    call.ready();
    return call('futimes', [getFd(fd), ...times]);
  },
  lutimes: (call, path, atime, mtime) => call('lutimes', [getPath(path), toUnixTimestamp(atime), toUnixTimestamp(mtime)]),
  ftruncate(call, fd, length = 0) {
    validateInteger(length, 'len');
    call.ready();
    return call('ftruncate', [getFd(fd), Math.max(0, length)]);
  },
  truncate(call, path, length = 0) {
    if (typeof path === 'number' && !call.isPromise) {
      warnOfDescriptor();
      return operations.ftruncate(call, path, length);
    }
    // The other forms look at the length when the file is open.
    if (call.late) validateInteger(length, 'len');
    call.ready();
    return call(require('internal/fs/walk').truncate, [getPath(path), length]);
  },
  fsync: (call, fd) => call('fsync', [getFd(fd)]),
  fdatasync: (call, fd) => call('fdatasync', [getFd(fd)]),
};

module.exports = { dataOf, operations, withBuffer };
