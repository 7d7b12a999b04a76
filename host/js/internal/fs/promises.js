// fs.promises: the promise form of every operation that takes a path, and open() with its FileHandle.
'use strict';

const { dataOf, operations } = require('internal/fs/operations');
const { constants, getOptions, getPath, isBytes } = require('internal/fs/utils');
const { FileHandle, handleFd, throwIfClosed } = require('internal/fs/file_handle');
const { call, traced } = require('internal/fs/promise_call');

// Arguments are checked inside the promise: nothing throws at once.
function define(name, operation) {
  const method = {
    async [name](...args) {
      try {
        return await operation(call, ...args);
      } catch (error) {
        throw traced(error);
      }
    },
  }[name];
  Object.defineProperty(method, 'length', { value: Math.max(operation.length - 1, 1), configurable: true });
  return method;
}

const promises = {};
for (const name of ['access', 'copyFile', 'rename', 'truncate', 'rm', 'rmdir', 'mkdir', 'readdir', 'readlink', 'symlink', 'lstat', 'stat',
  'statfs', 'link', 'unlink', 'chmod', 'lchown', 'chown', 'utimes', 'lutimes', 'realpath', 'mkdtemp']) {
  promises[name] = define(name, operations[name]);
}

for (const name of ['stat', 'lstat']) {
  const plain = promises[name];
  promises[name] = {
    async [name](path, options = undefined) {
      if (options !== undefined) {
        require('internal/validators').validateObject(options, 'options');
        getOptions(options);
      }
      return plain(path, options);
    },
  }[name];
}
require('internal/util').setLengths(promises, { access: 1 });
promises.realpath = define('realpath', operations.realpathNative);

const openFile = define('open', operations.open);
promises.open = async function open(path, flags, mode) {
  return new FileHandle(await openFile(path, flags, mode));
};

promises.lchmod = async function lchmod(path, mode) {
  const { ERR_METHOD_NOT_IMPLEMENTED } = require('internal/errors').codes;
  throw new ERR_METHOD_NOT_IMPLEMENTED('lchmod()');
};

promises.cp = async function cp(from, to, options) {
  return require('internal/fs/cp').cpPromise(from, to, options);
};
promises.opendir = async function opendir(path, options) {
  return require('internal/fs/dir').opendirPromise(path, options);
};
promises.watch = function watch(path, options = undefined) {
  return require('internal/fs/watchers').watchAsync(path, options);
};
promises.glob = function glob(pattern, options) {
  return require('internal/fs/glob').globAsync(pattern, options);
};
promises.mkdtempDisposable = (prefix, options) => require('internal/fs/extras').mkdtempDisposable(prefix, options);

function checkAborted(signal) {
  if (signal?.aborted) {
    const { AbortError } = require('internal/errors');
    throw new AbortError(undefined, { cause: signal.reason });
  }
}

// The result of `work`, or an AbortError as soon as the signal says so.
function abortable(signal, work) {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const abort = () => {
      const { AbortError } = require('internal/errors');
      reject(new AbortError(undefined, { cause: signal.reason }));
    };
    signal.addEventListener('abort', abort, require('internal/event_target').onceForSure);
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

// A path, a FileHandle, or (not in Node's promises, so refused by the path check) anything else.
function target(path, syscall) {
  if (!(path instanceof FileHandle)) return getPath(path);
  throwIfClosed(path, syscall);
  return handleFd(path);
}

promises.readFile = async function readFile(path, options) {
  const { signal } = getOptions(options);
  checkAborted(signal);
  try {
    return await abortable(signal, operations.readFile(call, target(path, 'readFile'), options));
  } catch (error) {
    throw traced(error);
  }
};

async function* flatten(data, encoding) {
  for await (const chunk of data) yield isBytes(chunk) ? chunk : Buffer.from(chunk, encoding);
}

async function writeChunks(path, data, options, defaultFlag) {
  const { encoding, flag, mode = 0o666, signal } = getOptions(options, { encoding: 'utf8' });
  checkAborted(signal);
  const own = !(path instanceof FileHandle);
  const handle = own ? await promises.open(path, flag || defaultFlag, mode) : path;
  try {
    checkAborted(signal);
    for await (const chunk of flatten(data, encoding)) {
      checkAborted(signal);
      await operations.writeFile(call, handleFd(handle), chunk);
    }
  } finally {
    if (own) await handle.close();
  }
}

function isChunked(data) {
  return data !== null && typeof data === 'object' && !isBytes(data) &&
    (typeof data[Symbol.asyncIterator] === 'function' || typeof data[Symbol.iterator] === 'function');
}

function writer(name) {
  return {
    async [name](path, data, options) {
      const { signal, flush = false } = getOptions(options);
      if (flush !== null) require('internal/validators').validateBoolean(flush, 'options.flush');
      if (isChunked(data)) return writeChunks(path, data, options, name === 'appendFile' ? 'a' : 'w');
      const checked = dataOf(data);
      checkAborted(signal);
      try {
        return await abortable(signal, operations[name](call, target(path, 'writeFile'), checked, options));
      } catch (error) {
        throw traced(error);
      }
    },
  }[name];
}
promises.writeFile = writer('writeFile');
promises.appendFile = writer('appendFile');

promises.constants = constants;

exports.exports = promises;
exports.FileHandle = FileHandle;
