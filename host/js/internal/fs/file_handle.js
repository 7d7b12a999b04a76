// FileHandle: an open file of fs.promises. It closes once all operations on it have ended.
'use strict';

const EventEmitter = require('events');
const { operations, withBuffer } = require('internal/fs/operations');
const { call, one, traced } = require('internal/fs/promise_call');

const { kEmptyObject } = require('internal/util');
const { capture, idOf, usage } = require('internal/async_context');

const { kTransfer, markTransferMode } = require('internal/worker/transferable');

const kAsync = Symbol('async');
const kFd = Symbol('kFd');
const kPending = Symbol('kRefs');
const kClosed = Symbol('kClosePromise');
const kLocked = Symbol('kLocked');
const kStreams = Symbol('kStreams');

const open = new FinalizationRegistry((fd) => {
  // Node closes it and warns; so do we.
  internalBinding('fs').close(() => {}, fd);
  process.emitWarning(`Closing file descriptor ${fd} on garbage collection`);
  if (warnedOfCollection) return;
  warnedOfCollection = true;
  process.emitWarning('Closing a FileHandle object on garbage collection is deprecated. Please close FileHandle objects explicitly using ' +
    'FileHandle.prototype.close(). In the future, an error will be thrown if a file descriptor is closed during garbage collection.',
                      'DeprecationWarning', 'DEP0137');
});
let warnedOfCollection = false;

class FileHandle extends EventEmitter {
  constructor(fd) {
    super();
    this[kFd] = fd;
    this[kPending] = 1;
    this[kClosed] = null;
    this[kLocked] = false;
    this[kStreams] = 0;
    this[kAsync] = usage.active ? capture('FILEHANDLE', this, 0) : undefined;
    open.register(this, fd, this);
  }

  getAsyncId() { return idOf(this[kAsync]); }
  get fd() { return this[kFd]; }

  appendFile(data, options) { return this.writeFile(data, options); }
  chmod(mode) { return using(this, 'fchmod', operations.fchmod, mode); }
  chown(uid, gid) { return using(this, 'fchown', operations.fchown, uid, gid); }
  datasync() { return using(this, 'fdatasync', operations.fdatasync); }
  sync() { return using(this, 'fsync', operations.fsync); }
  stat(options) { return using(this, 'fstat', operations.fstat, options); }
  truncate(length) { return using(this, 'ftruncate', operations.ftruncate, length); }
  utimes(atime, mtime) { return using(this, 'futimes', operations.futimes, atime, mtime); }

  async read(...args) {
    throwIfClosed(this, 'read');
    let [buffer, offset, length, position] = args;
    if (ArrayBuffer.isView(buffer) && (offset === null || typeof offset !== 'object')) {
      args = [buffer, { offset: offset ?? undefined, length: length ?? undefined, position }];
    } else if (!ArrayBuffer.isView(buffer)) {
      args = withBuffer([buffer]);
      [buffer] = args;
    }
    if (args[1]?.length === null) args[1] = { ...args[1], length: undefined };
    return { __proto__: null, bytesRead: await using(this, 'read', operations.read, ...args), buffer };
  }

  async readv(buffers, position) {
    return { __proto__: null, bytesRead: await using(this, 'readv', operations.readv, buffers, position), buffers };
  }

  async write(data, ...rest) {
    return { __proto__: null, bytesWritten: await using(this, 'write', operations.write, data, ...rest), buffer: data };
  }

  async writev(buffers, position) {
    return { __proto__: null, bytesWritten: await using(this, 'writev', operations.writev, buffers, position), buffers };
  }

  readFile(options) { return using(this, 'readFile', () => require('internal/fs/promises').exports.readFile(this, options)); }
  writeFile(data, options) { return using(this, 'writeFile', () => require('internal/fs/promises').exports.writeFile(this, data, options)); }

  createReadStream(options) {
    return new (require('fs').ReadStream)(undefined, { ...options, fd: this });
  }

  createWriteStream(options) {
    return new (require('fs').WriteStream)(undefined, { ...options, fd: this });
  }

  readLines(options) {
    return require('readline').createInterface({ input: this.createReadStream(options), crlfDelay: Infinity });
  }

  readableWebStream(options = kEmptyObject) {
    const { ERR_INVALID_STATE } = require('internal/errors').codes;
    if (this[kFd] === -1) throw new ERR_INVALID_STATE('The FileHandle is closed');
    if (this[kClosed] !== null) throw new ERR_INVALID_STATE('The FileHandle is closing');
    if (this[kLocked]) throw new ERR_INVALID_STATE('The FileHandle is locked');
    this[kLocked] = true;
    const { validateBoolean, validateObject } = require('internal/validators');
    validateObject(options, 'options');
    const { autoClose = false } = options;
    validateBoolean(autoClose, 'options.autoClose');
    return bytesOf(this, autoClose);
  }

  // An own property of each handle, as in Node: it may be taken off.
  close = () => {
    if (this[kFd] === -1) return Promise.resolve();
    if (this[kClosed] !== null) return this[kClosed].promise;
    this[kClosed] = Promise.withResolvers();
    this[kClosed].promise.catch(() => {});
    const { promise } = this[kClosed];
    release(this);
    return promise;
  };

  [Symbol.asyncDispose]() { return this.close(); }
}

// Its content as a stream of bytes, from the file's own position on.
function bytesOf(handle, autoClose) {
  const end = (controller) => {
    controller.close();
    controller.byobRequest?.respond(0);
  };
  return new ReadableStream({
    type: 'bytes',
    autoAllocateChunkSize: 16384,
    start(controller) {
      handle.once('close', () => {
        // It may have ended or been cancelled.
        try {
          end(controller);
        } catch {}
      });
    },
    async pull(controller) {
      const { view } = controller.byobRequest;
      const { bytesRead } = await handle.read(view, 0, view.byteLength);
      if (bytesRead > 0) {
        controller.byobRequest.respond(bytesRead);
        return;
      }
      end(controller);
      if (autoClose) await handle.close();
    },
    async cancel() {
      if (autoClose) await handle.close();
    },
  });
}

// What is closed by a handle is a request of its own kind.
function closeCall(native, args) {
  return one(native, args, undefined, ['FILEHANDLECLOSEREQ', 'FileHandleCloseReq']);
}

function release(handle) {
  if (--handle[kPending] > 0) return;
  const fd = handle[kFd];
  handle[kFd] = -1;
  open.unregister(handle);
  handle.emit('close');
  operations.close(closeCall, fd).then(handle[kClosed].resolve, handle[kClosed].reject);
}

// In a transfer list: the descriptor goes to the other side.
Object.defineProperty(FileHandle.prototype, kTransfer, {
  value() {
    throwIfClosed(this, 'transfer');
    if (this[kPending] > 1 || this[kStreams] > 0) {
      const { lazyDOMException } = require('internal/util');
      throw lazyDOMException('Cannot transfer FileHandle while in use', 'DataCloneError');
    }
    const fd = this[kFd];
    this[kFd] = -1;
    this[kClosed] = { promise: Promise.resolve() };
    open.unregister(this);
    return { data: { fd }, deserializeInfo: 'internal/fs/file_handle:revive' };
  },
  writable: true,
  configurable: true,
});
markTransferMode(FileHandle.prototype, false, true);

const revive = ({ fd }) => new FileHandle(fd);

function throwIfClosed(handle, syscall) {
  if (handle[kFd] !== -1 && handle[kClosed] === null) return;
  const error = new Error('file closed');
  error.code = 'EBADF';
  error.syscall = syscall;
  throw error;
}

async function using(handle, syscall, operation, ...args) {
  throwIfClosed(handle, syscall);
  handle[kPending]++;
  try {
    return await operation(call, handle[kFd], ...args);
  } catch (error) {
    throw traced(error);
  } finally {
    release(handle);
  }
}

// A stream over the handle begins (1) or ends (-1).
const countStream = (handle, by) => { handle[kStreams] += by; };

module.exports = { FileHandle, countStream, revive, handleFd: (handle) => handle[kFd], throwIfClosed };
