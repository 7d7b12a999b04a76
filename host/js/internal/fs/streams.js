// fs.ReadStream and fs.WriteStream. `new` is optional, as in Node, so these are constructor functions.
'use strict';

const { Readable, Writable, finished } = require('stream');
const { codes: { ERR_INVALID_ARG_TYPE, ERR_METHOD_NOT_IMPLEMENTED, ERR_OUT_OF_RANGE } } = require('internal/errors');
const { validateFunction, validateInteger } = require('internal/validators');
const { errorOrDestroy } = require('internal/streams/destroy');
const { deprecate } = require('internal/util');
const { getFd, getOptions, getPath } = require('internal/fs/utils');

const kFs = Symbol('kFs');
const kPending = Symbol('kIoDone');

function checkDescriptor(fd) {
  if (fd === undefined || fd === null || typeof fd === 'number' || typeof fd?.fd === 'number') return;
  throw new ERR_INVALID_ARG_TYPE('options.fd', ['number', 'FileHandle'], fd);
}

// Another fs needs what the stream will call: `open` unless there is a descriptor, `close` if the stream closes.
function checkedFs(stream, options, required, optional = []) {
  const fs = options.fs ?? require('fs');
  checkDescriptor(options.fd);
  if (options.fs) {
    if (options.fd !== null && typeof options.fd === 'object') throw new ERR_METHOD_NOT_IMPLEMENTED('FileHandle with fs');
    const wanted = [...required, ...optional.filter((name) => fs[name])];
    if (options.fd === undefined || options.fd === null) wanted.unshift('open');
    if (options.autoClose !== false) wanted.push('close');
    for (const name of wanted) validateFunction(fs[name], `options.fs.${name}`);
  }
  stream[kFs] = fs;
}

// A FileHandle stands for its descriptor; it is closed by itself, not by fs.close.
function importHandle(stream, handle) {
  getFd(handle.fd);
  const { kHandle } = module.exports;
  stream[kHandle] = handle;
  let closed = () => {};
  stream[kFs] = {
    open: undefined,
    read: (fd, buffer, offset, length, position, callback) =>
      handle.read(buffer, offset, length, position).then(({ bytesRead }) => callback(null, bytesRead, buffer), (error) => callback(error)),
    write: (fd, buffer, offset, length, position, callback) =>
      handle.write(buffer, offset, length, position).then(({ bytesWritten }) => callback(null, bytesWritten, buffer), (error) => callback(error)),
    writev: (fd, buffers, position, callback) =>
      handle.writev(buffers, position).then(({ bytesWritten }) => callback(null, bytesWritten, buffers), (error) => callback(error)),
    close: (fd, callback) => {
      closed();
      handle.close().then(() => callback(), callback);
    },
    fsync: (fd, callback) => handle.sync().then(() => callback(), callback),
  };
  handle.on('close', () => stream.destroy());
  const { FileHandle, countStream } = require('internal/fs/file_handle');
  if (handle instanceof FileHandle) {
    countStream(handle, 1);
    closed = () => countStream(handle, -1);
  }
  return handle.fd;
}

function openInto(stream, callback) {
  if (typeof stream.fd === 'number') {
    callback();
    return;
  }
  stream[kFs].open(stream.path, stream.flags, stream.mode, (error, fd) => {
    if (error) {
      callback(error);
      return;
    }
    stream.fd = fd;
    callback();
    stream.emit('open', fd);
    stream.emit('ready');
  });
}

// `open` as a method is deprecated, and packages (graceful-fs) put their own in its place.
function addOpen(Class, name) {
  const own = deprecate(function open() { openInto(this, () => {}); }, `${name}.prototype.open() is deprecated`, 'DEP0135');
  Class.prototype.open = own;
  Class.prototype._construct = function _construct(callback) {
    if (this.open === own) openInto(this, callback);
    else openByOther(this, callback);
  };
}

// Another's `open` tells by the events 'open' and 'error' how it ended.
function openByOther(stream, callback) {
  const had = Object.hasOwn(stream, 'emit');
  const emit = stream.emit;
  const restore = () => {
    if (had) stream.emit = emit;
    else delete stream.emit;
  };
  stream.emit = function(name, ...args) {
    if (name === 'error') {
      restore();
      callback(args[0]);
      return true;
    }
    if (name === 'open') {
      restore();
      callback();
    }
    return Reflect.apply(emit, this, [name, ...args]);
  };
  stream.open();
}

function closeOf(stream, error, callback) {
  if (typeof stream.fd !== 'number') {
    callback(error);
    return;
  }
  stream[kFs].close(stream.fd, (failure) => callback(failure ?? error));
  stream.fd = null;
}

// Destroying waits for the operation that is under way: its buffer is in use until then.
function destroyWhenIdle(stream, error, callback) {
  if (stream[kPending]) stream.once(kPending, (failure) => closeOf(stream, error ?? failure, callback));
  else closeOf(stream, error, callback);
}

function setTarget(stream, path, options) {
  if (options.fd === undefined || options.fd === null) {
    stream.fd = null;
    stream.path = getPath(path);
    return;
  }
  if (typeof options.fd === 'number') stream.fd = getFd(options.fd);
  else stream.fd = importHandle(stream, options.fd);
  stream.path = path === undefined || path === null ? undefined : getPath(path);
}

const mayBeInfinite = (value, name) => {
  if (value !== Infinity) validateInteger(value, name, 0);
};

function ReadStream(path, options) {
  if (!(this instanceof ReadStream)) return new ReadStream(path, options);
  options = { ...getOptions(options, {}) };
  if (options.highWaterMark === undefined) options.highWaterMark = 64 * 1024;
  if (options.autoDestroy === undefined) options.autoDestroy = false;
  checkedFs(this, options, ['read']);
  setTarget(this, path, options);
  this.flags = options.flags === undefined ? 'r' : options.flags;
  this.mode = options.mode === undefined ? 0o666 : options.mode;
  options.autoDestroy = options.autoClose === undefined ? true : options.autoClose;
  this.start = options.start;
  this.end = options.end === undefined || options.end === null ? Infinity : options.end;
  this.pos = undefined;
  this.bytesRead = 0;
  this[kPending] = false;
  if (this.start !== undefined) {
    validateInteger(this.start, 'start', 0);
    this.pos = this.start;
  }
  if (this.end !== Infinity) {
    mayBeInfinite(this.end, 'end');
    if (this.start !== undefined && this.start > this.end) {
      throw new ERR_OUT_OF_RANGE('start', `<= "end" (here: ${this.end})`, this.start);
    }
  }
  delete options.fs;
  Readable.call(this, options);
  if (options.encoding) this.setEncoding(options.encoding);
}
Object.setPrototypeOf(ReadStream.prototype, Readable.prototype);
Object.setPrototypeOf(ReadStream, Readable);

addOpen(ReadStream, 'ReadStream');

ReadStream.prototype._read = function(size) {
  if (this.pos !== undefined) size = Math.min(this.end - this.pos + 1, size);
  else size = Math.min(this.end - this.bytesRead + 1, size);
  if (size <= 0) {
    this.push(null);
    return;
  }
  const buffer = Buffer.allocUnsafeSlow(size);
  this[kPending] = true;
  this[kFs].read(this.fd, buffer, 0, size, this.pos ?? null, (error, count) => {
    this[kPending] = false;
    if (this.destroyed) {
      this.emit(kPending, error);
      return;
    }
    if (error) {
      errorOrDestroy(this, error);
      return;
    }
    if (count > 0) {
      if (this.pos !== undefined) this.pos += count;
      this.bytesRead += count;
      // A short read does not keep the whole buffer alive.
      this.push(count === buffer.length ? buffer : count < buffer.length / 2 ? Buffer.from(buffer.subarray(0, count)) : buffer.subarray(0, count));
    } else {
      this.push(null);
    }
  });
};

ReadStream.prototype._destroy = function(error, callback) {
  destroyWhenIdle(this, error, callback);
};

ReadStream.prototype.close = function(callback) {
  if (typeof callback === 'function') finished(this, callback);
  this.destroy();
};

Object.defineProperty(ReadStream.prototype, 'autoClose', {
  get() { return this._readableState.autoDestroy; },
  set(value) { this._readableState.autoDestroy = value; },
});

function WriteStream(path, options) {
  if (!(this instanceof WriteStream)) return new WriteStream(path, options);
  options = { ...getOptions(options, {}) };
  options.decodeStrings = true;
  const { fs } = options;
  const required = fs && !fs.write && !fs.writev ? ['write'] : [];
  checkedFs(this, options, options.flush ? [...required, 'fsync'] : required, ['write', 'writev']);
  setTarget(this, path, options);
  this.flags = options.flags === undefined ? 'w' : options.flags;
  this.mode = options.mode === undefined ? 0o666 : options.mode;
  options.autoDestroy = options.autoClose === undefined ? true : options.autoClose;
  if (options.flush !== undefined && options.flush !== null) require('internal/validators').validateBoolean(options.flush, 'options.flush');
  this.flush = options.flush ?? false;
  this.start = options.start;
  this.pos = undefined;
  this.bytesWritten = 0;
  this[kPending] = false;
  if (this.start !== undefined) {
    validateInteger(this.start, 'start', 0);
    this.pos = this.start;
  }
  delete options.fs;
  // A custom fs without writev gets one chunk at a time.
  if (typeof this[kFs].writev !== 'function') this._writev = null;
  Writable.call(this, options);
  if (options.encoding) this.setDefaultEncoding(options.encoding);
}
Object.setPrototypeOf(WriteStream.prototype, Writable.prototype);
Object.setPrototypeOf(WriteStream, Writable);

addOpen(WriteStream, 'WriteStream');

function writeRest(stream, buffer, callback) {
  stream[kFs].write(stream.fd, buffer, 0, buffer.length, stream.pos ?? null, (error, count) => {
    if (error?.code === 'EAGAIN') [error, count] = [null, 0];
    if (error) {
      callback(error);
      return;
    }
    stream.bytesWritten += count;
    if (stream.pos !== undefined) stream.pos += count;
    if (count < buffer.length && !stream.destroyed) writeRest(stream, buffer.subarray(count), callback);
    else callback(null);
  });
}

function guarded(stream, callback) {
  stream[kPending] = true;
  return (error) => {
    stream[kPending] = false;
    if (stream.destroyed) {
      callback(error);
      stream.emit(kPending, error);
      return;
    }
    callback(error);
  };
}

WriteStream.prototype._write = function(chunk, encoding, callback) {
  writeRest(this, chunk, guarded(this, callback));
};

WriteStream.prototype._writev = function(chunks, callback) {
  const buffers = chunks.map(({ chunk }) => chunk);
  const total = buffers.reduce((sum, buffer) => sum + buffer.length, 0);
  const done = guarded(this, callback);
  if (buffers.length > 1024) {
    writeRest(this, Buffer.concat(buffers), done);
    return;
  }
  this[kFs].writev(this.fd, buffers, this.pos ?? null, (error, count) => {
    if (error?.code === 'EAGAIN') [error, count] = [null, 0];
    if (error) {
      done(error);
      return;
    }
    this.bytesWritten += count;
    if (this.pos !== undefined) this.pos += count;
    if (count < total && !this.destroyed) writeRest(this, Buffer.concat(buffers).subarray(count), done);
    else done(null);
  });
};

WriteStream.prototype._destroy = function(error, callback) {
  destroyWhenIdle(this, error, callback);
};

WriteStream.prototype._final = function(callback) {
  if (!this.flush || typeof this[kFs].fsync !== 'function') callback();
  else this[kFs].fsync(this.fd, callback);
};

WriteStream.prototype.close = function(callback) {
  if (callback) {
    if (this.closed) {
      process.nextTick(callback);
      return;
    }
    this.on('close', callback);
  }
  if (!this.autoClose) this.on('finish', this.destroy);
  this.end();
};

WriteStream.prototype.destroySoon = WriteStream.prototype.end;

Object.defineProperty(WriteStream.prototype, 'autoClose', {
  get() { return this._writableState.autoDestroy; },
  set(value) { this._writableState.autoDestroy = value; },
});

for (const prototype of [ReadStream.prototype, WriteStream.prototype]) {
  Object.defineProperty(prototype, 'pending', {
    get() { return this.fd === null; },
    configurable: true,
  });
}

module.exports = { ReadStream, WriteStream, kHandle: Symbol('kHandle') };
