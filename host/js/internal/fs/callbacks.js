// The callback form of every operation: the work runs on the worker pool. Arguments are checked before the call returns.
'use strict';

const binding = internalBinding('fs');
const { operations } = require('internal/fs/operations');
const { getPath, validateCallback } = require('internal/fs/utils');
const { customPromisifyArgs } = require('internal/util');
const { request } = require('internal/async_context');
const kCustomPromisify = Symbol.for('nodejs.util.promisify.custom');

function step(steps, callback, error, value) {
  let next;
  try {
    next = error ? steps.throw(error) : steps.next(value);
  } catch (thrown) {
    if (callback.started) callback(thrown);
    else process.nextTick(callback, thrown);
    return;
  }
  if (next.done) {
    if (callback.started) callback(null, next.value);
    else process.nextTick(callback, null, next.value);
    return;
  }
  callback.started = true;
  const [native, args] = next.value;
  binding[native](
    request('FSREQCALLBACK', 'FSReqCallback', (failure, answer) => step(steps, callback, failure, answer)), ...args);
}

function drive(steps, callback) {
  const once = (error, value) => (error ? callback(error) : value === undefined ? callback(null) : callback(null, value));
  step(steps, once);
}

function finish(callback, map, value) {
  let answer;
  try {
    answer = map(value);
  } catch (error) {
    callback(error);
    return;
  }
  callback(null, answer);
}

// Operations whose callback gets a third argument: what was read into or written.
const withBuffer = new Set(['read', 'readv', 'write', 'writev']);

function callFor(callback, late) {
  const call = (native, args, map, extra) => {
    if (late) validateCallback(callback);
    if (typeof native !== 'string') {
      drive(native(...args), callback);
      return;
    }
    binding[native](request('FSREQCALLBACK', 'FSReqCallback', (error, value) => {
      if (error) {
        callback(error);
      } else if (extra !== undefined && withBuffer.has(native)) {
        callback(null, value, extra);
      } else if (value === undefined) {
        callback(null);
      } else if (map === undefined) {
        callback(null, value);
      } else {
        finish(callback, map, value);
      }
    }), ...args);
  };
  if (late) {
    call.late = true;
    call.ready = () => validateCallback(callback);
  }
  return call;
}

// Where the callback stands: behind `most` arguments, or earlier where arguments are left out. How Node tells that differs:
// - 'function': an argument from `from` on that is a function is the callback, whatever follows.
// - 'last': the last argument that is there, from `from` on; a function or not.
// - 'count': the last of up to `count` arguments; behind these it has its place.
// Otherwise it has one place. `options`: these may be null. `late`: it is checked behind other arguments, where the operation says so or at its end.
const places = {
  __proto__: null,
  access: { most: 2, from: 1, by: 'function', late: true },
  appendFile: { most: 3, from: 2, by: 'last' },
  chmod: { most: 2, late: true },
  copyFile: { most: 3, from: 2, by: 'function', late: true },
  fchmod: { most: 2, late: true },
  fchown: { most: 3, late: true },
  fstat: { most: 2, from: 1, by: 'function', options: true },
  ftruncate: { most: 2, from: 1, by: 'function', late: true },
  futimes: { most: 3, late: true },
  lstat: { most: 2, from: 1, by: 'function', options: true },
  mkdir: { most: 2, from: 1, by: 'function' },
  mkdtemp: { most: 2, from: 1, by: 'function' },
  native: { most: 2, from: 1, by: 'function' },
  open: { most: 3, from: 2, by: 'function', count: 2, late: true },
  read: { most: 5, count: 4, late: true },
  readFile: { most: 2, from: 1, by: 'last' },
  readdir: { most: 2, from: 1, by: 'function' },
  readlink: { most: 2, from: 1, by: 'function' },
  readv: { most: 3, from: 2, by: 'last', late: true },
  realpath: { most: 2, from: 1, by: 'function' },
  rm: { most: 2, from: 1, by: 'function', late: true },
  rmdir: { most: 2, from: 1, by: 'function' },
  stat: { most: 2, from: 1, by: 'function', options: true },
  statfs: { most: 2, from: 1, by: 'function' },
  symlink: { most: 3, from: 2, by: 'last' },
  truncate: { most: 2, from: 1, by: 'function', late: true },
  write: { most: 5, from: 2, by: 'last', late: true },
  writeFile: { most: 3, from: 2, by: 'last' },
  writev: { most: 3, from: 2, by: 'last', late: true },
};

function placeOf(args, { most, from = most, by, count = 0 }) {
  if (args.length <= count) return Math.max(1, args.length - 1);
  if (by === 'function') {
    for (let index = from; index < most; index++) {
      if (typeof args[index] === 'function') return index;
    }
  } else if (by === 'last') {
    for (let index = most; index >= from; index--) {
      if (args[index]) return index;
    }
  }
  return most;
}

// What Function.prototype.length says where it is not the number of parameters.
const lengths = {
  appendFile: 4, close: 1, fstat: 1, ftruncate: 1, lstat: 1, read: 6, stat: 1, statfs: 1, truncate: 3, write: 6,
};

const callbacks = {};
function define(name, operation) {
  const place = places[name] ?? { most: operation.length - 1 };
  const method = {
    [name](...args) {
      const index = placeOf(args, place);
      const callback = args[index];
      if (!place.late) validateCallback(callback);
      const given = args.slice(0, index);
      if (place.options && given[1] === null) given[1] = undefined;
      operation(callFor(callback, place.late), ...given);
    },
  }[name];
  Object.defineProperty(method, 'length', { value: lengths[name] ?? operation.length, configurable: true });
  return method;
}
for (const name of Object.keys(operations)) {
  if (name !== 'realpathNative') callbacks[name] = define(name, operations[name]);
}
callbacks.realpath.native = define('native', operations.realpathNative);

// close without a callback throws what goes wrong.
callbacks.close = function close(fd, callback = undefined) {
  if (callback !== undefined) validateCallback(callback);
  operations.close(callFor(callback ?? ((error) => {
    if (error) throw error;
  })), fd);
};

callbacks.exists = function exists(path, callback) {
  validateCallback(callback);
  try {
    path = getPath(path);
  } catch {
    return callback(false);
  }
  binding.exists(request('FSREQCALLBACK', 'FSReqCallback', (error, value) => callback(!error && value)), path);
};
Object.defineProperty(callbacks.exists, kCustomPromisify, {
  __proto__: null,
  value: (path) => new Promise((resolve) => callbacks.exists(path, resolve)),
});

for (const [name, names] of [['read', ['bytesRead', 'buffer']], ['write', ['bytesWritten', 'buffer']],
  ['readv', ['bytesRead', 'buffers']], ['writev', ['bytesWritten', 'buffers']]]) {
  Object.defineProperty(callbacks[name], customPromisifyArgs, { __proto__: null, value: names, enumerable: false });
}

// With a signal, readFile and writeFile end early; the worker's result is then dropped.
for (const name of ['readFile', 'writeFile', 'appendFile']) {
  const plain = callbacks[name];
  callbacks[name] = {
    [name](...args) {
      const callback = args[args.length - 1];
      const options = args[args.length - 2];
      if (typeof callback !== 'function' || !options?.signal || typeof options !== 'object' || ArrayBuffer.isView(options)) {
        return plain(...args);
      }
      const { signal } = options;
      const abort = () => {
        const { AbortError } = require('internal/errors');
        finish(new AbortError(undefined, { cause: signal.reason }));
      };
      let done = false;
      const finish = (...results) => {
        if (done) return;
        done = true;
        signal.removeEventListener('abort', abort);
        callback(...results);
      };
      require('internal/validators').validateAbortSignal(signal, 'options.signal');
      if (signal.aborted) {
        process.nextTick(abort);
        return undefined;
      }
      signal.addEventListener('abort', abort, require('internal/event_target').onceForSure);
      return plain(...args.slice(0, -1), finish);
    },
  }[name];
  Object.defineProperty(callbacks[name], 'length', { value: plain.length, configurable: true });
}

module.exports = callbacks;
