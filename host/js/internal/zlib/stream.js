// The Transform that all compressors and decompressors are: options, the loop of steps, errors.
// Absent on purpose: the formats (native engines).
'use strict';

const { Buffer } = require('buffer');
const { Transform } = require('stream');
const { codes, genericNodeError } = require('internal/errors');
const { checkRangesOrGetDefault, validateFiniteNumber } = require('internal/validators');
const { deprecate } = require('internal/util');
const { isAnyArrayBuffer } = require('internal/util/types');
const constants = require('internal/zlib/constants');
const binding = internalBinding('zlib');

const { runCaptured, usage } = require('internal/async_context');
const { Handle, addBuffers, processChunk } = require('internal/zlib/handle');
const kLength = require('buffer').kMaxLength;

const kFlushFlag = Symbol('kFlushFlag');
const kEnded = Symbol('kEnded');
const kStrict = Symbol('kStrict');

const {
  BROTLI_OPERATION_EMIT_METADATA, BROTLI_OPERATION_FINISH, BROTLI_OPERATION_FLUSH, BROTLI_OPERATION_PROCESS,
  ZSTD_e_continue, ZSTD_e_end, ZSTD_e_flush,
  Z_BLOCK, Z_FINISH, Z_FULL_FLUSH, Z_NO_FLUSH, Z_SYNC_FLUSH,
} = constants;

const MAX_LENGTH = 2 ** 53 - 1;

// The error that an engine's answer stands for, or null.
function failureOf(answer, limit) {
  if (!Array.isArray(answer) || answer.length < 6) return null;
  const [, , , errno, code, message] = answer;
  if (code === 'ERR_BUFFER_TOO_LARGE') return new codes.ERR_BUFFER_TOO_LARGE(limit);
  return genericNodeError(message, { errno, code });
}

const zlibFlushes = { none: Z_NO_FLUSH, finish: Z_FINISH, full: Z_FULL_FLUSH, last: Z_BLOCK, sync: Z_SYNC_FLUSH };
const brotliFlushes = {
  none: BROTLI_OPERATION_PROCESS, finish: BROTLI_OPERATION_FINISH, full: BROTLI_OPERATION_FLUSH,
  last: BROTLI_OPERATION_EMIT_METADATA, sync: BROTLI_OPERATION_FLUSH,
};
const zstdFlushes = {
  none: ZSTD_e_continue, finish: ZSTD_e_end, full: ZSTD_e_flush, last: ZSTD_e_end, sync: ZSTD_e_flush,
};

function common(options, flushes) {
  const settings = {
    chunkSize: constants.Z_DEFAULT_CHUNK,
    flush: flushes.none,
    finishFlush: flushes.finish,
    fullFlush: flushes.full,
    maxOutputLength: kLength,
    info: Boolean(options?.info),
  };
  if (!options) return settings;
  const { chunkSize } = options;
  if (!validateFiniteNumber(chunkSize, 'options.chunkSize')) {
    // Not given.
  } else if (chunkSize < constants.Z_MIN_CHUNK) {
    throw new codes.ERR_OUT_OF_RANGE('options.chunkSize', `>= ${constants.Z_MIN_CHUNK}`, chunkSize);
  } else {
    settings.chunkSize = chunkSize;
  }
  const most = flushes.last;
  settings.flush = checkRangesOrGetDefault(options.flush, 'options.flush', flushes.none, most, flushes.none);
  settings.finishFlush = checkRangesOrGetDefault(
    options.finishFlush, 'options.finishFlush', flushes.none, most, flushes.finish);
  settings.maxOutputLength = checkRangesOrGetDefault(
    options.maxOutputLength, 'options.maxOutputLength', 1, MAX_LENGTH, settings.maxOutputLength);
  return settings;
}

function dictionaryOf(options) {
  const dictionary = options?.dictionary;
  if (dictionary === undefined || ArrayBuffer.isView(dictionary)) return dictionary;
  if (isAnyArrayBuffer(dictionary)) return Buffer.from(dictionary);
  throw new codes.ERR_INVALID_ARG_TYPE(
    'options.dictionary', ['Buffer', 'TypedArray', 'DataView', 'ArrayBuffer'], dictionary);
}

// Sets up `self`. A subclass has made the engine with `create(settings)`.
function ZlibBase(self, options, mode, flushes, create) {
  const settings = common(options, flushes);
  if (options && (options.encoding || options.objectMode || options.writableObjectMode)) {
    options = { ...options, encoding: null, objectMode: false, writableObjectMode: false };
  }
  const state = create();
  const failure = failureOf(state);
  if (failure !== null) throw failure;
  Reflect.apply(Transform, self, [{ autoDestroy: true, ...options }]);
  self[kEnded] = false;
  self[kStrict] = options?.rejectGarbageAfterEnd === true;
  self.bytesWritten = 0;
  self._mode = mode;
  self._handle = new Handle(self, state);
  self._outOffset = 0;
  self._flushBound = flushes.last;
  self._chunkSize = settings.chunkSize;
  self._defaultFlushFlag = settings.flush;
  self._finishFlushFlag = settings.finishFlush;
  self._defaultFullFlushFlag = settings.fullFlush;
  self._info = settings.info;
  self._maxOutputLength = settings.maxOutputLength;
}

const methods = {
  reset() {
    if (this._handle === null) throw new codes.ERR_INTERNAL_ASSERTION('zlib binding closed');
    this[kEnded] = false;
    const failure = failureOf(this._handle.reset());
    if (failure !== null) this.destroy(failure);
  },

  _flush(callback) {
    this._transform(Buffer.alloc(0), '', callback);
  },

  _final(callback) {
    callback();
  },

  // Writes what there is so far. Goes through the queue of writes, to come after them.
  flush(kind, callback) {
    if (typeof kind === 'function' || (kind === undefined && !callback)) {
      callback = kind;
      kind = this._defaultFullFlushFlag;
    }
    checkRangesOrGetDefault(kind, 'kind', 0, this._flushBound);
    if (this.writableFinished) {
      if (callback) process.nextTick(callback);
    } else if (this.writableEnded) {
      if (callback) this.once('end', callback);
    } else {
      this.write(flushMark(kind), callback);
    }
  },

  close(callback) {
    if (callback) require('stream').finished(this, callback);
    this.destroy();
  },

  _destroy(error, callback) {
    closeEngine(this);
    callback(error);
  },

  _processChunk(chunk, flag, callback) {
    return processChunk(this, chunk, flag, callback, run, failureOf);
  },

  _transform(chunk, encoding, callback) {
    let flag = this._defaultFlushFlag;
    if (typeof chunk[kFlushFlag] === 'number') {
      flag = chunk[kFlushFlag];
    } else if (this.writableEnded && this.writableLength === chunk.byteLength) {
      // The last piece: ended with it rather than after it.
      flag = this._finishFlushFlag;
    }
    run(this, chunk, flag, callback);
  },
};

const marks = new Map();
function flushMark(kind) {
  let mark = marks.get(kind);
  if (mark === undefined) {
    mark = Buffer.alloc(0);
    mark[kFlushFlag] = kind;
    marks.set(kind, mark);
  }
  return mark;
}

function closeEngine(self) {
  const handle = self._handle;
  self._handle = null;
  handle?.close();
}

// Of DecompressionStream: what follows the end is an error.
function junk() {
  return new codes.ERR_TRAILING_JUNK_AFTER_STREAM_END();
}

// Gives `chunk` to the engine, a step at a time, and pushes what comes out.
function run(self, chunk, flag, callback) {
  const handle = self._handle;
  if (handle === null) {
    process.nextTick(callback);
    return;
  }
  if (self[kEnded]) {
    if (chunk.length > 0 && self[kStrict]) {
      callback(junk());
      return;
    }
    // What follows the end of a compressed stream is not part of it.
    if (chunk.length > 0 && !self.readableEnded && !self._readableState.ended) self.push(null);
    process.nextTick(callback);
    return;
  }
  handle.busy = true;
  binding.step(handle.state, chunk, flag, self._chunkSize, inEngine(handle, (error, answer) => {
    handle.busy = false;
    if (self.destroyed || self._handle === null) {
      handle.close();
      callback();
      return;
    }
    const [bytes, consumed, ended] = answer;
    self.bytesWritten += consumed;
    const failure = failureOf(answer);
    if (failure !== null) {
      closeEngine(self);
      self.destroy(failure);
      return;
    }
    const full = bytes.byteLength === self._chunkSize;
    const room = bytes.byteLength === 0 || self.push(Buffer.from(bytes));
    if (self.destroyed) {
      callback();
      return;
    }
    const rest = chunk.subarray(consumed);
    if (ended) {
      // A decompressor ignores what is left of its input. Of gzip another member may begin with the next piece.
      self[kEnded] = rest.length > 0 || self[kStrict] || !takesMembers(self);
      if (rest.length > 0 && self[kStrict]) {
        callback(junk());
        return;
      }
      if (rest.length > 0) self.push(null);
      callback();
    } else if (full) {
      continueLater(self, rest, flag, callback, room);
    } else {
      callback();
    }
  }));
}

// `callback` as one of the engine.
function inEngine(handle, callback) {
  if (!usage.active) return callback;
  return (...args) => runCaptured(handle.async, () => callback(...args), handle);
}

const takesMembers = (self) => self._mode === 4 || self._mode === 7;

// More output waits in the engine: at once when there is room, else with the next read.
function continueLater(self, rest, flag, callback, room) {
  if (room) {
    run(self, rest, flag, callback);
    return;
  }
  const read = self._read;
  self._read = (size) => {
    self._read = read;
    run(self, rest, flag, callback);
    self._read(size);
  };
}

const oldBytesRead = (fn) => deprecate(
  fn, 'zlib.bytesRead is deprecated and will change its meaning in the future. Use zlib.bytesWritten instead.', 'DEP0108');

function define(Class) {
  Object.setPrototypeOf(Class.prototype, Transform.prototype);
  Object.setPrototypeOf(Class, Transform);
  for (const [name, value] of Object.entries(methods)) {
    Object.defineProperty(Class.prototype, name, { value, writable: true, configurable: true });
  }
  Object.defineProperty(Class.prototype, 'bytesRead', {
    get: oldBytesRead(function() { return this.bytesWritten; }),
    set: oldBytesRead(function(value) { this.bytesWritten = value; }),
    configurable: true,
  });
  addBuffers(Class.prototype);
  Object.defineProperty(Class.prototype, '_closed', {
    get() { return this._handle === null; },
    configurable: true,
  });
}

// Everything of `input` at once: now, or on the worker pool with a callback.
function processAll(engine, input, callback) {
  const handle = engine._handle;
  const limit = engine._maxOutputLength;
  const flag = engine._finishFlushFlag;
  const wrap = (bytes) => {
    const buffer = Buffer.from(bytes);
    return engine._info ? { buffer, engine } : buffer;
  };
  if (callback === undefined) {
    const answer = binding.all(handle.state, input, flag, limit);
    engine.bytesWritten = answer[1];
    closeEngine(engine);
    const failure = failureOf(answer, limit);
    if (failure !== null) throw failure;
    return wrap(answer[0]);
  }
  handle.busy = true;
  binding.all(handle.state, input, flag, limit, inEngine(handle, (error, answer) => {
    handle.busy = false;
    engine.bytesWritten = answer[1];
    closeEngine(engine);
    const failure = failureOf(answer, limit);
    if (failure !== null) callback(failure);
    else callback(null, wrap(answer[0]));
  }));
  return undefined;
}

// Changes level and strategy after what is written so far.
function changeParams(engine, level, strategy, callback) {
  checkRangesOrGetDefault(level, 'level', constants.Z_MIN_LEVEL, constants.Z_MAX_LEVEL);
  checkRangesOrGetDefault(strategy, 'strategy', constants.Z_DEFAULT_STRATEGY, constants.Z_FIXED);
  if (engine._level === level && engine._strategy === strategy) {
    process.nextTick(callback);
    return;
  }
  engine.flush(constants.Z_SYNC_FLUSH, () => {
    if (engine._handle === null) return;
    const failure = failureOf(engine._handle.params(level, strategy));
    if (failure !== null) {
      engine.destroy(failure);
      return;
    }
    engine._level = level;
    engine._strategy = strategy;
    if (callback) callback();
  });
}

module.exports = {
  ZlibBase, binding, brotliFlushes, changeParams, define, dictionaryOf, processAll, zlibFlushes, zstdFlushes,
};
