// ReadableStream and its two readers. What they do is in `readable-ops` and in the controllers.
'use strict';

const c = require('internal/webstreams/common');
const ops = require('internal/webstreams/readable-ops');
const defaultController = require('internal/webstreams/readable-default');
const { codes } = require('internal/errors');
const u = require('internal/streams/utils');

const { kState } = c;

class ReadableStream {
  constructor(source = {}, strategy = {}) {
    c.checkObject(source, 'source');
    if (source === null) throw new codes.ERR_INVALID_ARG_VALUE('source', 'Object', source);
    c.checkObject(strategy, 'strategy');
    c.hide(this, 'ReadableStream', ops.newState());
    const { type } = source;
    if (`${type}` === 'bytes') {
      if (strategy?.size !== undefined) throw new codes.ERR_INVALID_ARG_VALUE.RangeError('strategy.size', strategy.size);
      require('internal/webstreams/readable-byte').setUpFromSource(this, source, c.highWaterMarkOf(strategy, 0));
      return;
    }
    if (type !== undefined) throw new codes.ERR_INVALID_ARG_VALUE('source.type', type);
    const size = c.sizeOf(strategy);
    const highWaterMark = c.highWaterMarkOf(strategy, 1);
    const start = c.methodOf(source, 'start', 'source');
    const pull = c.methodOf(source, 'pull', 'source');
    const cancel = c.methodOf(source, 'cancel', 'source');
    const controller = () => this[kState].controller;
    defaultController.setUp(this, {
      start,
      pull: pull && (() => c.attempt(pull, controller())),
      cancel: cancel && ((reason) => c.attempt(cancel, reason)),
      highWaterMark,
      size,
    });
  }

  static from(iterable) {
    return require('internal/webstreams/readable-from').from(iterable);
  }

  get locked() {
    c.check(this, 'ReadableStream');
    return ops.isLocked(this);
  }

  cancel(reason = undefined) {
    return c.checkAsync(this, 'ReadableStream', () => {
      if (ops.isLocked(this)) throw c.invalidState('ReadableStream is locked');
      return ops.cancel(this, reason);
    });
  }

  getReader(options = {}) {
    c.check(this, 'ReadableStream');
    c.checkObject(options, 'options');
    const mode = options?.mode;
    if (mode === undefined) return new ReadableStreamDefaultReader(this);
    if (`${mode}` !== 'byob') throw new codes.ERR_INVALID_ARG_VALUE('options.mode', mode);
    return new ReadableStreamBYOBReader(this);
  }

  pipeThrough(transform, options = {}) {
    c.check(this, 'ReadableStream');
    const readable = transform?.readable;
    if (!c.is(readable, 'ReadableStream')) {
      throw new codes.ERR_INVALID_ARG_TYPE('transform.readable', 'ReadableStream', readable);
    }
    const { writable } = transform;
    if (!c.is(writable, 'WritableStream')) {
      throw new codes.ERR_INVALID_ARG_TYPE('transform.writable', 'WritableStream', writable);
    }
    c.checkObject(options, 'options');
    const pipe = pipeOptions(options);
    if (ops.isLocked(this)) throw c.invalidState('The ReadableStream is locked');
    if (writable.locked) throw c.invalidState('The WritableStream is locked');
    c.handled(require('internal/webstreams/readable-pipe').pipeTo(this, writable, pipe));
    return readable;
  }

  pipeTo(destination, options = {}) {
    return c.checkAsync(this, 'ReadableStream', () => {
      if (!c.is(destination, 'WritableStream')) {
        throw new codes.ERR_INVALID_ARG_TYPE('transform.writable', 'WritableStream', destination);
      }
      c.checkObject(options, 'options');
      const pipe = pipeOptions(options);
      if (ops.isLocked(this)) throw c.invalidState('The ReadableStream is locked');
      if (destination.locked) throw c.invalidState('The WritableStream is locked');
      return require('internal/webstreams/readable-pipe').pipeTo(this, destination, pipe);
    });
  }

  tee() {
    c.check(this, 'ReadableStream');
    return require('internal/webstreams/readable-tee').tee(this);
  }

  values(options = {}) {
    c.check(this, 'ReadableStream');
    c.checkObject(options, 'options');
    return require('internal/webstreams/readable-from').iterate(this, !!options?.preventCancel);
  }

  // For Node's stream functions.
  get [u.kIsDisturbed]() { return this[kState].disturbed; }
  get [u.kIsErrored]() { return this[kState].state === 'errored'; }
  get [u.kIsReadable]() { return this[kState].state === 'readable'; }
  get [u.kIsClosedPromise]() { return this[kState].closed; }
  get [u.kControllerErrorFunction]() { return (reason) => this[kState].controller[kState].errorSteps(reason); }
}

function pipeOptions(options) {
  const { preventAbort, preventCancel, preventClose, signal } = options ?? {};
  if (signal !== undefined) require('internal/validators').validateAbortSignal(signal, 'options.signal');
  return { preventAbort: !!preventAbort, preventCancel: !!preventCancel, preventClose: !!preventClose, signal };
}

c.finishClass(ReadableStream, ['locked', 'cancel', 'getReader', 'pipeThrough', 'pipeTo', 'tee', 'values'], (stream) => ({
  locked: stream.locked,
  state: stream[kState].state,
  supportsBYOB: c.is(stream[kState].controller, 'ReadableByteStreamController'),
}));
Object.defineProperty(ReadableStream, 'from', { enumerable: true });
Object.defineProperty(ReadableStream.prototype, Symbol.asyncIterator, {
  configurable: true, enumerable: false, writable: true, value: ReadableStream.prototype.values,
});

// A stream made by the implementation, with its controller set up by `setUp(stream)`.
function createReadable(setUp) {
  const stream = c.hide(Object.create(ReadableStream.prototype), 'ReadableStream', ops.newState());
  setUp(stream);
  return stream;
}

function lock(reader, type, stream) {
  if (!c.is(stream, 'ReadableStream')) throw new codes.ERR_INVALID_ARG_TYPE('stream', 'ReadableStream', stream);
  if (ops.isLocked(stream)) throw c.invalidState('ReadableStream is locked');
  c.hide(reader, type, undefined);
  reader[kState] = ops.attachReader(reader, stream);
}

function readerClosed(reader, type) {
  return c.checkAsync(reader, type, (slots) => slots.closed.promise);
}

function readerCancel(reader, type, reason) {
  return c.checkAsync(reader, type, (slots) => {
    if (slots.stream === undefined) throw c.invalidState('The reader is not attached to a stream');
    return ops.cancel(slots.stream, reason);
  });
}

// A read request that settles a promise with an iterator result.
function promiseRequest(record) {
  return {
    chunk: (value) => record.resolve({ value, done: false }),
    close: (value) => record.resolve({ value, done: true }),
    error: (reason) => record.reject(reason),
  };
}

class ReadableStreamDefaultReader {
  constructor(stream) {
    lock(this, 'ReadableStreamDefaultReader', stream);
  }
  read() {
    return c.checkAsync(this, 'ReadableStreamDefaultReader', (slots) => {
      if (slots.stream === undefined) throw c.invalidState('The reader is not attached to a stream');
      const record = c.deferred();
      ops.read(slots, promiseRequest(record));
      return record.promise;
    });
  }
  releaseLock() {
    ops.releaseReader(c.check(this, 'ReadableStreamDefaultReader'));
  }
  get closed() {
    return readerClosed(this, 'ReadableStreamDefaultReader');
  }
  cancel(reason = undefined) {
    return readerCancel(this, 'ReadableStreamDefaultReader', reason);
  }
}
const readerFields = (reader) => ({
  stream: reader[kState].stream, readRequests: reader[kState].requests.length, close: reader[kState].closed.promise,
});
c.finishClass(ReadableStreamDefaultReader, ['read', 'releaseLock', 'closed', 'cancel'], readerFields);

class ReadableStreamBYOBReader {
  constructor(stream) {
    if (!c.is(stream, 'ReadableStream')) throw new codes.ERR_INVALID_ARG_TYPE('stream', 'ReadableStream', stream);
    if (!c.is(stream[kState].controller, 'ReadableByteStreamController')) {
      throw new codes.ERR_INVALID_ARG_VALUE('stream', stream, 'must be a byte stream');
    }
    lock(this, 'ReadableStreamBYOBReader', stream);
  }
  // An async function, so that its promise settles later than the request's own: as in Node.
  async read(view, options = {}) {
    const slots = c.check(this, 'ReadableStreamBYOBReader');
    if (!ArrayBuffer.isView(view)) {
      throw new codes.ERR_INVALID_ARG_TYPE('view', ['Buffer', 'TypedArray', 'DataView'], view);
    }
    c.checkObject(options, 'options');
    if (view.byteLength === 0 || view.buffer.byteLength === 0) {
      throw c.invalidState('View or Viewed ArrayBuffer is zero-length or detached');
    }
    if (slots.stream === undefined) throw c.invalidState('The reader is not attached to a stream');
    const record = c.deferred();
    require('internal/webstreams/readable-byte').readInto(slots, view, minimum(view, options), promiseRequest(record));
    return record.promise;
  }
  releaseLock() {
    ops.releaseReader(c.check(this, 'ReadableStreamBYOBReader'));
  }
  get closed() {
    return readerClosed(this, 'ReadableStreamBYOBReader');
  }
  cancel(reason = undefined) {
    return readerCancel(this, 'ReadableStreamBYOBReader', reason);
  }
}
c.finishClass(ReadableStreamBYOBReader, ['read', 'releaseLock', 'closed', 'cancel'], readerFields);

// How many elements of the view must be filled before a read is answered.
function minimum(view, options) {
  const min = options?.min ?? 1;
  if (typeof min !== 'number') throw new codes.ERR_INVALID_ARG_TYPE('options.min', 'number', min);
  if (!Number.isInteger(min)) throw new codes.ERR_INVALID_ARG_VALUE('options.min', min, 'must be an integer');
  if (min <= 0) throw new codes.ERR_INVALID_ARG_VALUE('options.min', min, 'must be greater than 0');
  const length = view instanceof DataView ? 'byteLength' : 'length';
  if (min > view[length]) throw new codes.ERR_OUT_OF_RANGE('options.min', `<= view.${length}`, min);
  return min;
}

require('internal/worker/transferable').makeStreamMovable(ReadableStream, 'receiveReadable', (stream, port) =>
  stream.pipeTo(require('internal/webstreams/adapters').writableOf(port)));

module.exports = { ReadableStream, ReadableStreamDefaultReader, ReadableStreamBYOBReader, createReadable };
