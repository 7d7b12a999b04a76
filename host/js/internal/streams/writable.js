// Writable: one write at a time, the rest buffered; `false` from write() and 'drain'; end. How it finishes is in `writable-finish`,
// properties and adapters are in `writable-extras`.
'use strict';

const { Buffer } = require('buffer');
const { Stream } = require('internal/streams/legacy');
const { codes } = require('internal/errors');
const { highWaterMarkOf, plainName } = require('internal/streams/defaults');
const life = require('internal/streams/destroy');
const { callFinished, finishMaybe, kOnFinished } = require('internal/streams/writable-finish');

const { construct, errorOrDestroy } = life;

function nop() {}

class WritableState {
  constructor(options, stream, isDuplex) {
    this.objectMode = !!(options?.objectMode || (isDuplex && options?.writableObjectMode));
    this.highWaterMark = highWaterMarkOf(options, this.objectMode, 'writableHighWaterMark', isDuplex);
    this.decodeStrings = options?.decodeStrings !== false;
    this.defaultEncoding = options?.defaultEncoding ? plainName(checkEncoding(this, options.defaultEncoding)) : 'utf8';
    this.emitClose = !options || options.emitClose !== false;
    this.autoDestroy = !options || options.autoDestroy !== false;
    this.length = 0;
    this.needDrain = false;
    this.writing = false;
    this.corked = 0;
    // True while `_write` is on the stack: a callback that comes then is answered in the next tick.
    this.sync = true;
    this.onwrite = (error) => onWrite(stream, error);
    this.writecb = null;
    this.writelen = 0;
    this.afterWriteTickInfo = null;
    this.afterWritePending = false;
    this.buffered = [];
    this.bufferedIndex = 0;
    this.bufferProcessing = false;
    this.allBuffers = true;
    this.allNoop = true;
    // Writes whose callbacks have not run, and a pending final or finish.
    this.pendingcb = 0;
    this.constructed = true;
    this.finalCalled = false;
    this.prefinished = false;
    this.ending = false;
    this.ended = false;
    this.finished = false;
    this.destroyed = false;
    this.errored = null;
    this.errorEmitted = false;
    this.closed = false;
    this.closeEmitted = false;
    this[kOnFinished] = [];
  }
  getBuffer() {
    return this.buffered.slice(this.bufferedIndex);
  }
  get bufferedRequestCount() {
    return this.buffered.length - this.bufferedIndex;
  }
}

function resetBuffer(state) {
  state.buffered = [];
  state.bufferedIndex = 0;
  state.allBuffers = true;
  state.allNoop = true;
}

function Writable(options) {
  // A Duplex calls this on an object that is no instance of Writable by its prototype chain.
  if (!this?._writableState && !(this instanceof Writable)) return new Writable(options);
  // In this order `eventNames` tells them.
  this._events ??= {
    close: undefined, error: undefined, prefinish: undefined, finish: undefined, drain: undefined,
  };
  const state = this._writableState ??= new WritableState(options, this, false);
  if (options) {
    if (typeof options.write === 'function') this._write = options.write;
    if (typeof options.writev === 'function') this._writev = options.writev;
    if (typeof options.destroy === 'function') this._destroy = options.destroy;
    if (typeof options.final === 'function') this._final = options.final;
    if (typeof options.construct === 'function') this._construct = options.construct;
    if (options.signal) require('internal/streams/add-abort-signal').addAbortSignal(options.signal, this);
  }
  Stream.call(this, options);
  if (this._construct !== undefined && this._construct !== null) construct(this, () => onConstructed(this, state));
  return undefined;
}
Object.setPrototypeOf(Writable.prototype, Stream.prototype);
Object.setPrototypeOf(Writable, Stream);
Writable.WritableState = WritableState;

function onConstructed(stream, state) {
  if (!state.writing) clearBuffer(stream, state);
  if (state.ending) finishMaybe(stream, state);
}

// A Duplex is an instance too, though its prototypes are Readable's.
Object.defineProperty(Writable, Symbol.hasInstance, {
  value(object) {
    if (Function.prototype[Symbol.hasInstance].call(this, object)) return true;
    return this === Writable && object?._writableState instanceof WritableState;
  },
});

Writable.prototype.pipe = function pipe() {
  errorOrDestroy(this, new codes.ERR_STREAM_CANNOT_PIPE());
};
Writable.prototype._write = function _write(chunk, encoding, callback) {
  if (!this._writev) throw new codes.ERR_METHOD_NOT_IMPLEMENTED('_write()');
  this._writev([{ chunk, encoding }], callback);
};
Writable.prototype._writev = null;

// --- write ----------------------------------------------------------------------------------------------------------

Writable.prototype.write = function write(chunk, encoding, callback) {
  if (typeof encoding === 'function') {
    callback = encoding;
    encoding = null;
  }
  return enqueue(this, chunk, encoding, callback) === true;
};

function checkEncoding(state, encoding) {
  if (!encoding) return state.defaultEncoding;
  if (encoding !== 'buffer' && !Buffer.isEncoding(encoding)) throw new codes.ERR_UNKNOWN_ENCODING(encoding);
  return encoding;
}

// Takes a chunk: answers what write() answers, or the error that the chunk met.
function enqueue(stream, chunk, encoding, callback) {
  const state = stream._writableState;
  if (typeof callback !== 'function') callback = nop;
  if (chunk === null) throw new codes.ERR_STREAM_NULL_VALUES();
  if (!state.objectMode) {
    encoding = checkEncoding(state, encoding);
    if (typeof chunk === 'string') {
      if (state.decodeStrings) {
        chunk = Buffer.from(chunk, encoding);
        encoding = 'buffer';
      }
    } else if (chunk instanceof Buffer) {
      encoding = 'buffer';
    } else if (ArrayBuffer.isView(chunk)) {
      chunk = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      encoding = 'buffer';
    } else {
      throw new codes.ERR_INVALID_ARG_TYPE('chunk', ['string', 'Buffer', 'TypedArray', 'DataView'], chunk);
    }
  }
  let error;
  if (state.ending) error = new codes.ERR_STREAM_WRITE_AFTER_END();
  else if (state.destroyed) error = new codes.ERR_STREAM_DESTROYED('write');
  if (error) {
    process.nextTick(callback, error);
    errorOrDestroy(stream, error, true);
    return error;
  }
  state.pendingcb++;
  return writeOrBuffer(stream, state, chunk, encoding, callback);
}

function writeOrBuffer(stream, state, chunk, encoding, callback) {
  const length = state.objectMode ? 1 : chunk.length;
  state.length += length;
  if (state.writing || state.corked || state.errored || !state.constructed) {
    state.buffered.push({ chunk, encoding, callback });
    if (encoding !== 'buffer') state.allBuffers = false;
    if (callback !== nop) state.allNoop = false;
  } else {
    beginWrite(state, length, callback);
    stream._write(chunk, encoding, state.onwrite);
    state.sync = false;
  }
  // Asked after the write: what is through already needs no drain.
  const ok = state.length < state.highWaterMark || state.length === 0;
  if (!ok) state.needDrain = true;
  return ok && !state.errored && !state.destroyed;
}

function beginWrite(state, length, callback) {
  state.writelen = length;
  state.writecb = callback;
  state.writing = true;
  state.sync = true;
}

function onWrite(stream, error) {
  const state = stream._writableState;
  const { sync, writecb: callback } = state;
  if (typeof callback !== 'function') {
    errorOrDestroy(stream, new codes.ERR_MULTIPLE_CALLBACK());
    return;
  }
  state.writing = false;
  state.writecb = null;
  state.length -= state.writelen;
  state.writelen = 0;
  if (error) {
    void error.stack;
    state.errored ??= error;
    if (stream._readableState) stream._readableState.errored ??= error;
    if (sync) process.nextTick(onWriteError, stream, state, error, callback);
    else onWriteError(stream, state, error, callback);
    return;
  }
  if (state.buffered.length > state.bufferedIndex) clearBuffer(stream, state);
  if (sync) afterWriteLater(stream, state, callback);
  else afterWrite(stream, state, 1, callback);
}

// Synchronous writes with the same callback share one tick; those without a callback need one only for 'drain'.
function afterWriteLater(stream, state, callback) {
  if (callback === nop) {
    // Object mode takes the tick always: what comes before 'finish' there depends on it.
    if (!state.afterWritePending && (state.objectMode || (state.needDrain && state.length === 0))) {
      state.afterWritePending = true;
      process.nextTick(afterWrite, stream, state, 1, callback);
    } else {
      state.pendingcb--;
      if (state.ending) finishMaybe(stream, state, true);
    }
    return;
  }
  const pending = state.afterWriteTickInfo;
  if (pending !== null && pending.callback === callback) {
    pending.count++;
    return;
  }
  state.afterWritePending = true;
  state.afterWriteTickInfo = { count: 1, callback, stream, state };
  process.nextTick(afterWriteTick, state.afterWriteTickInfo);
}

function afterWriteTick({ stream, state, count, callback }) {
  state.afterWriteTickInfo = null;
  afterWrite(stream, state, count, callback);
}

function afterWrite(stream, state, count, callback) {
  state.afterWritePending = false;
  if (!state.ending && !stream.destroyed && state.length === 0 && state.needDrain) {
    state.needDrain = false;
    stream.emit('drain');
  }
  while (count-- > 0) {
    state.pendingcb--;
    callback(null);
  }
  if (state.destroyed) failBuffered(state);
  if (state.ending) finishMaybe(stream, state, true);
}

function onWriteError(stream, state, error, callback) {
  --state.pendingcb;
  callback(error);
  // Later callbacks see the error before 'error' is emitted.
  failBuffered(state);
  errorOrDestroy(stream, error);
}

function failBuffered(state) {
  if (state.writing) return;
  for (let i = state.bufferedIndex; i < state.buffered.length; i++) {
    const { chunk, callback } = state.buffered[i];
    state.length -= state.objectMode ? 1 : chunk.length;
    callback(state.errored ?? new codes.ERR_STREAM_DESTROYED('write'));
  }
  callFinished(state, state.errored ?? new codes.ERR_STREAM_DESTROYED('end'));
  resetBuffer(state);
}

function clearBuffer(stream, state) {
  if (state.corked || state.bufferProcessing || state.destroyed || !state.constructed) return;
  const { buffered, bufferedIndex, objectMode } = state;
  const count = buffered.length - bufferedIndex;
  if (count === 0) return;
  state.bufferProcessing = true;
  if (count > 1 && stream._writev) {
    writeAll(stream, state, bufferedIndex === 0 ? buffered : buffered.slice(bufferedIndex));
  } else {
    let i = bufferedIndex;
    do {
      const { chunk, encoding, callback } = buffered[i];
      buffered[i++] = null;
      beginWrite(state, objectMode ? 1 : chunk.length, callback);
      callWrite(stream, state, chunk, encoding);
    } while (i < buffered.length && !state.writing);
    if (i === buffered.length) {
      resetBuffer(state);
    } else if (i > 256) {
      buffered.splice(0, i);
      state.bufferedIndex = 0;
    } else {
      state.bufferedIndex = i;
    }
  }
  state.bufferProcessing = false;
}

function callWrite(stream, state, chunk, encoding) {
  if (state.destroyed) state.onwrite(new codes.ERR_STREAM_DESTROYED('write'));
  else stream._write(chunk, encoding, state.onwrite);
  state.sync = false;
}

function writeAll(stream, state, chunks) {
  state.pendingcb -= chunks.length - 1;
  const callback = state.allNoop ? nop : (error) => {
    for (const each of chunks) each.callback(error);
  };
  chunks.allBuffers = state.allBuffers;
  beginWrite(state, state.length, callback);
  if (state.destroyed) state.onwrite(new codes.ERR_STREAM_DESTROYED('write'));
  else stream._writev(chunks, state.onwrite);
  state.sync = false;
  resetBuffer(state);
}

Writable.prototype.cork = function cork() {
  this._writableState.corked++;
};

Writable.prototype.uncork = function uncork() {
  const state = this._writableState;
  if (!state.corked) return;
  state.corked--;
  if (!state.writing) clearBuffer(this, state);
};

Writable.prototype.setDefaultEncoding = function setDefaultEncoding(encoding) {
  if (typeof encoding === 'string') encoding = encoding.toLowerCase();
  if (!Buffer.isEncoding(encoding)) throw new codes.ERR_UNKNOWN_ENCODING(encoding);
  this._writableState.defaultEncoding = plainName(encoding);
  return this;
};

// --- end ------------------------------------------------------------------------------------------------------------

Writable.prototype.end = function end(chunk, encoding, callback) {
  const state = this._writableState;
  if (typeof chunk === 'function') {
    callback = chunk;
    chunk = encoding = null;
  } else if (typeof encoding === 'function') {
    callback = encoding;
    encoding = null;
  }
  let error;
  if (chunk !== null && chunk !== undefined) {
    const result = enqueue(this, chunk, encoding);
    if (result instanceof Error) error = result;
  }
  if (state.corked) {
    state.corked = 1;
    this.uncork();
  }
  if (error === undefined) {
    if (!state.errored && !state.ending) {
      state.ending = true;
      finishMaybe(this, state, true);
      state.ended = true;
    } else if (state.finished) {
      error = new codes.ERR_STREAM_ALREADY_FINISHED('end');
    } else if (state.destroyed) {
      error = new codes.ERR_STREAM_DESTROYED('end');
    }
  }
  if (typeof callback === 'function') {
    if (error) process.nextTick(callback, error);
    else if (state.errored) process.nextTick(callback, state.errored);
    else if (state.finished) process.nextTick(callback);
    else state[kOnFinished].push(callback);
  }
  return this;
};

Writable.prototype.destroy = function destroy(error, callback) {
  const state = this._writableState;
  if (!state.destroyed && (state.bufferedIndex < state.buffered.length || state[kOnFinished].length)) {
    process.nextTick(failBuffered, state);
  }
  life.destroy.call(this, error, callback);
  return this;
};
Writable.prototype._undestroy = life.undestroy;
Writable.prototype._destroy = function _destroy(error, callback) {
  callback(error);
};
Writable.prototype[require('events').captureRejectionSymbol] = function onRejection(error) {
  this.destroy(error);
};

module.exports = { Writable, WritableState, onConstructed };
require('internal/streams/writable-extras');
