// What every form of fs shares: checking arguments, and the classes of its results (Stats, StatFs, Dirent).
'use strict';

const { codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE } } = require('internal/errors');
const { validateAbortSignal, validateBoolean, validateFunction, validateInt32, validateInteger, validateObject, validateUint32 } =
  require('internal/validators');
const { makeMethodsEnumerable } = require('internal/util');
const { fs: constants } = internalBinding('constants');

const {
  O_APPEND, O_CREAT, O_EXCL, O_RDONLY, O_RDWR, O_SYNC, O_TRUNC, O_WRONLY, S_IFBLK, S_IFCHR, S_IFDIR, S_IFIFO, S_IFLNK, S_IFMT,
  S_IFREG, S_IFSOCK, UV_DIRENT_BLOCK, UV_DIRENT_CHAR, UV_DIRENT_DIR, UV_DIRENT_FIFO, UV_DIRENT_FILE, UV_DIRENT_LINK,
  UV_DIRENT_SOCKET,
} = constants;

const isBytes = (value) => ArrayBuffer.isView(value);
const isUint8Array = (value) => require('internal/util/types').isUint8Array(value);

function isUrl(value) {
  return value !== null && typeof value === 'object' && typeof value.href === 'string' && typeof value.protocol === 'string' &&
    value.auth === undefined && value.path === undefined;
}

function checkPath(path, name) {
  if (typeof path === 'string') {
    if (!path.includes('\0')) return path;
  } else if (isUint8Array(path)) {
    if (!path.includes(0)) return path;
  } else {
    throw new ERR_INVALID_ARG_TYPE(name, ['string', 'Buffer', 'URL'], path);
  }
  throw new ERR_INVALID_ARG_VALUE(name, path, 'must be a string, Uint8Array, or URL without null bytes');
}

function getPath(path, name = 'path') {
  if (typeof path !== 'string' && isUrl(path)) path = require('internal/url').fileURLToPath(path);
  return checkPath(path, name);
}

// A number that cannot be a descriptor is a wrong path.
const getPathOrFd = (path) => (typeof path === 'number' && (path | 0) === path && path >= 0 ? path : getPath(path));

function getFd(fd, name = 'fd') {
  if (Object.is(fd, -0)) return 0;
  validateInt32(fd, name, 0);
  return fd;
}

const flagNames = {
  __proto__: null,
  'r': O_RDONLY,
  'rs': O_RDONLY | O_SYNC,
  'sr': O_RDONLY | O_SYNC,
  'r+': O_RDWR,
  'rs+': O_RDWR | O_SYNC,
  'sr+': O_RDWR | O_SYNC,
  'w': O_TRUNC | O_CREAT | O_WRONLY,
  'wx': O_TRUNC | O_CREAT | O_WRONLY | O_EXCL,
  'xw': O_TRUNC | O_CREAT | O_WRONLY | O_EXCL,
  'w+': O_TRUNC | O_CREAT | O_RDWR,
  'wx+': O_TRUNC | O_CREAT | O_RDWR | O_EXCL,
  'xw+': O_TRUNC | O_CREAT | O_RDWR | O_EXCL,
  'a': O_APPEND | O_CREAT | O_WRONLY,
  'ax': O_APPEND | O_CREAT | O_WRONLY | O_EXCL,
  'xa': O_APPEND | O_CREAT | O_WRONLY | O_EXCL,
  'as': O_APPEND | O_CREAT | O_WRONLY | O_SYNC,
  'sa': O_APPEND | O_CREAT | O_WRONLY | O_SYNC,
  'a+': O_APPEND | O_CREAT | O_RDWR,
  'ax+': O_APPEND | O_CREAT | O_RDWR | O_EXCL,
  'xa+': O_APPEND | O_CREAT | O_RDWR | O_EXCL,
  'as+': O_APPEND | O_CREAT | O_RDWR | O_SYNC,
  'sa+': O_APPEND | O_CREAT | O_RDWR | O_SYNC,
};

function stringToFlags(flags, name = 'flags') {
  if (typeof flags === 'number') {
    validateInt32(flags, name);
    return flags;
  }
  if (flags === undefined || flags === null) return O_RDONLY;
  const value = typeof flags === 'string' ? flagNames[flags] : undefined;
  if (value === undefined) throw new ERR_INVALID_ARG_VALUE(name, flags);
  return value;
}

function parseFileMode(value, name, fallback) {
  value ??= fallback;
  if (typeof value === 'string') {
    if (!/^[0-7]+$/.test(value)) {
      throw new ERR_INVALID_ARG_VALUE(name, value, 'must be a 32-bit unsigned integer or an octal string');
    }
    value = Number.parseInt(value, 8);
  }
  validateUint32(value, name);
  return value;
}

function assertEncoding(encoding) {
  if (encoding && encoding !== 'utf8' && encoding !== 'utf-8' && !Buffer.isEncoding(encoding)) {
    throw new ERR_INVALID_ARG_VALUE('encoding', encoding, 'is invalid encoding');
  }
}

const noOptions = Object.freeze({ __proto__: null });

function getOptions(options, defaults = noOptions) {
  if (options === null || options === undefined || typeof options === 'function') return defaults;
  if (typeof options === 'string') {
    options = { ...defaults, encoding: options };
  } else if (typeof options !== 'object') {
    throw new ERR_INVALID_ARG_TYPE('options', ['string', 'Object'], options);
  }
  if (options.encoding !== 'buffer') assertEncoding(options.encoding);
  if (options.signal !== undefined) validateAbortSignal(options.signal, 'options.signal');
  return defaults === noOptions ? options : { ...defaults, ...stripUndefined(options) };
}

function stripUndefined(options) {
  const result = {};
  for (const key in options) {
    if (options[key] !== undefined) result[key] = options[key];
  }
  return result;
}

function toUnixTimestamp(time, name = 'time') {
  // An empty string is the epoch, as it is the number 0.
  if (typeof time === 'string' && Number(time) === Number(time)) return Number(time);
  // What is before 1970 as a number stands for now.
  if (Number.isFinite(time)) return time < 0 ? Date.now() / 1000 : time;
  if (time instanceof Date) return time.getTime() / 1000;
  throw new ERR_INVALID_ARG_TYPE(name, ['Date', 'Time in seconds'], time);
}

function validateBuffers(buffers) {
  if (!Array.isArray(buffers) || !buffers.every(isBytes)) throw new ERR_INVALID_ARG_TYPE('buffers', 'ArrayBufferView[]', buffers);
  return buffers;
}

function validateOffsetLengthRead(offset, length, byteLength) {
  if (offset < 0) throw new ERR_OUT_OF_RANGE('offset', '>= 0', offset);
  if (length < 0) throw new ERR_OUT_OF_RANGE('length', '>= 0', length);
  if (offset + length > byteLength) throw new ERR_OUT_OF_RANGE('length', `<= ${byteLength - offset}`, length);
}

function validateOffsetLengthWrite(offset, length, byteLength) {
  if (offset > byteLength) throw new ERR_OUT_OF_RANGE('offset', `<= ${byteLength}`, offset);
  if (length > byteLength - offset) throw new ERR_OUT_OF_RANGE('length', `<= ${byteLength - offset}`, length);
  if (length < 0) throw new ERR_OUT_OF_RANGE('length', '>= 0', length);
  validateInt32(length, 'length', 0);
}

function validatePosition(position, name, length) {
  if (typeof position === 'number') {
    validateInteger(position, name, -1);
  } else if (typeof position === 'bigint') {
    const highest = 2n ** 63n - 1n - BigInt(length);
    if (position < -1n || position > highest) throw new ERR_OUT_OF_RANGE(name, `>= -1 && <= ${highest}`, position);
  } else {
    throw new ERR_INVALID_ARG_TYPE(name, ['integer', 'bigint'], position);
  }
}

function validateRmOptions(options) {
  const checked = { force: false, recursive: false, retryDelay: 100, maxRetries: 0 };
  if (options === undefined) return checked;
  validateObject(options, 'options');
  Object.assign(checked, options);
  validateBoolean(checked.force, 'options.force');
  validateBoolean(checked.recursive, 'options.recursive');
  validateInt32(checked.retryDelay, 'options.retryDelay', 0);
  validateUint32(checked.maxRetries, 'options.maxRetries');
  return checked;
}

// Stats ---------------------------------------------------------------------------------------------------------------------

class StatsBase {
  constructor(dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks) {
    this.dev = dev;
    this.mode = mode;
    this.nlink = nlink;
    this.uid = uid;
    this.gid = gid;
    this.rdev = rdev;
    this.blksize = blksize;
    this.ino = ino;
    this.size = size;
    this.blocks = blocks;
  }

  isDirectory() { return hasType(this.mode, S_IFDIR); }
  isFile() { return hasType(this.mode, S_IFREG); }
  isBlockDevice() { return hasType(this.mode, S_IFBLK); }
  isCharacterDevice() { return hasType(this.mode, S_IFCHR); }
  isSymbolicLink() { return hasType(this.mode, S_IFLNK); }
  isFIFO() { return hasType(this.mode, S_IFIFO); }
  isSocket() { return hasType(this.mode, S_IFSOCK); }
}

makeMethodsEnumerable(StatsBase.prototype);

function hasType(mode, type) {
  return typeof mode === 'bigint' ? (mode & BigInt(S_IFMT)) === BigInt(type) : (mode & S_IFMT) === type;
}

class Stats extends StatsBase {
  constructor(dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks, atimeMs, mtimeMs, ctimeMs, birthtimeMs) {
    super(dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks);
    this.atimeMs = atimeMs;
    this.mtimeMs = mtimeMs;
    this.ctimeMs = ctimeMs;
    this.birthtimeMs = birthtimeMs;
  }
}

class BigIntStats extends StatsBase {
  constructor(dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks, atimeNs, mtimeNs, ctimeNs, birthtimeNs) {
    super(dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks);
    this.atimeMs = atimeNs / 1000000n;
    this.mtimeMs = mtimeNs / 1000000n;
    this.ctimeMs = ctimeNs / 1000000n;
    this.birthtimeMs = birthtimeNs / 1000000n;
    this.atimeNs = atimeNs;
    this.mtimeNs = mtimeNs;
    this.ctimeNs = ctimeNs;
    this.birthtimeNs = birthtimeNs;
  }
}

// Dates are made at the first look; a look makes them own properties, as an assignment does.
for (const prototype of [Stats.prototype, BigIntStats.prototype]) {
  for (const name of ['atime', 'mtime', 'ctime', 'birthtime']) {
    Object.defineProperty(prototype, name, {
      __proto__: null,
      enumerable: true,
      configurable: true,
      get() {
        // Rounded to whole milliseconds, as a Date only holds these.
        return this[name] = new Date(Math.round(Number(this[`${name}Ms`])));
      },
      set(value) {
        Object.defineProperty(this, name, { __proto__: null, value, enumerable: true, configurable: true, writable: true });
      },
    });
  }
}

const millis = (seconds, nanos) => seconds * 1000 + nanos / 1e6;
const nanos = (seconds, rest) => seconds * 1000000000n + rest;

// `v` holds 18 numbers: ten fields in the constructor's order, then seconds and nanoseconds of four times.
function makeStats(v) {
  return new Stats(v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8], v[9], millis(v[10], v[11]), millis(v[12], v[13]),
                   millis(v[14], v[15]), millis(v[16], v[17]));
}

function makeBigIntStats(v) {
  return new BigIntStats(v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8], v[9], nanos(v[10], v[11]), nanos(v[12], v[13]),
                         nanos(v[14], v[15]), nanos(v[16], v[17]));
}

class StatFs {
  constructor([type, bsize, blocks, bfree, bavail, files, ffree]) {
    Object.assign(this, { type, bsize, blocks, bfree, bavail, files, ffree });
  }
}

// Dirent --------------------------------------------------------------------------------------------------------------------

const kType = Symbol('type');

class Dirent {
  constructor(name, type, parentPath) {
    this.name = name;
    this.parentPath = parentPath;
    this.path = parentPath;
    this[kType] = type;
  }

  isDirectory() { return this[kType] === UV_DIRENT_DIR; }
  isFile() { return this[kType] === UV_DIRENT_FILE; }
  isBlockDevice() { return this[kType] === UV_DIRENT_BLOCK; }
  isCharacterDevice() { return this[kType] === UV_DIRENT_CHAR; }
  isSymbolicLink() { return this[kType] === UV_DIRENT_LINK; }
  isFIFO() { return this[kType] === UV_DIRENT_FIFO; }
  isSocket() { return this[kType] === UV_DIRENT_SOCKET; }
}

const direntType = (dirent) => dirent[kType];

// A name or path as the caller asked for it: native code answers a string, or an ArrayBuffer when asked for bytes.
function encodeName(value, encoding) {
  if (typeof value === 'string') return value;
  const bytes = Buffer.from(value);
  return encoding === 'buffer' ? bytes : bytes.toString(encoding);
}

const wantsBytes = (encoding) => encoding !== undefined && encoding !== null && encoding !== 'utf8' && encoding !== 'utf-8';

function validateCallback(callback) {
  validateFunction(callback, 'cb');
  return callback;
}

module.exports = {
  BigIntStats, Dirent, StatFs, Stats, assertEncoding, constants, direntType, encodeName, getFd, getOptions, getPath, getPathOrFd,
  isBytes, isUrl, makeBigIntStats, makeStats, parseFileMode, stringToFlags, toUnixTimestamp, validateBuffers, validateCallback,
  validateOffsetLengthRead, validateOffsetLengthWrite, validatePosition, validateRmOptions, wantsBytes,
};
