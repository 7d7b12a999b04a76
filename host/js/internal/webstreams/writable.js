// WritableStream, its writer and its controller. What they do is in `writable-ops`.
'use strict';

const c = require('internal/webstreams/common');
const ops = require('internal/webstreams/writable-ops');
const { codes } = require('internal/errors');
const u = require('internal/streams/utils');

const { kState } = c;

class WritableStreamDefaultController {
  constructor() {
    throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
  }
  get signal() {
    return c.check(this, 'WritableStreamDefaultController').abortController.signal;
  }
  error(reason = undefined) {
    const slots = c.check(this, 'WritableStreamDefaultController');
    if (slots.stream[kState].state === 'writable') ops.errorController(slots, reason);
  }
}
c.finishClass(WritableStreamDefaultController, ['signal', 'error']);

class WritableStream {
  constructor(sink = {}, strategy = {}) {
    c.checkObject(sink, 'sink');
    c.checkObject(strategy, 'strategy');
    const type = sink?.type;
    if (type !== undefined) throw new codes.ERR_INVALID_ARG_VALUE.RangeError('type', type);
    const size = c.sizeOf(strategy);
    const highWaterMark = c.highWaterMarkOf(strategy, 1);
    const start = c.methodOf(sink, 'start', 'sink');
    const write = c.methodOf(sink, 'write', 'sink');
    const close = c.methodOf(sink, 'close', 'sink');
    const abort = c.methodOf(sink, 'abort', 'sink');
    setUp(c.hide(this, 'WritableStream', ops.newState()), {
      start,
      write: write && ((chunk, controller) => c.attempt(write, chunk, controller)),
      close: close && (() => c.attempt(close)),
      abort: abort && ((reason) => c.attempt(abort, reason)),
      highWaterMark,
      size,
    });
  }

  get locked() {
    c.check(this, 'WritableStream');
    return ops.isLocked(this);
  }

  abort(reason = undefined) {
    return c.checkAsync(this, 'WritableStream', () => {
      if (ops.isLocked(this)) throw c.invalidState('WritableStream is locked');
      return ops.abort(this, reason);
    });
  }

  close() {
    return c.checkAsync(this, 'WritableStream', () => {
      if (ops.isLocked(this)) throw c.invalidState('WritableStream is locked');
      if (ops.closeQueuedOrInFlight(this)) throw c.invalidState('Failure closing WritableStream');
      return ops.close(this);
    });
  }

  getWriter() {
    c.check(this, 'WritableStream');
    return new WritableStreamDefaultWriter(this);
  }

  // For Node's stream functions.
  get [u.kIsErrored]() { return this[kState].state === 'errored'; }
  get [u.kIsWritable]() { return this[kState].state === 'writable'; }
  get [u.kIsClosedPromise]() { return this[kState].closed; }
  get [u.kControllerErrorFunction]() { return (reason) => this[kState].controller.error(reason); }
}
c.finishClass(WritableStream, ['locked', 'abort', 'close', 'getWriter'], (stream) => ({
  locked: stream.locked, state: stream[kState].state,
}));

const done = () => Promise.resolve();

function setUp(stream, { start, write = done, close = done, abort = done, highWaterMark, size }) {
  const slots = { stream, started: false, highWaterMark, size, close, abort, write: undefined, abortController: new AbortController() };
  const controller = c.make(WritableStreamDefaultController, slots);
  slots.write = (chunk) => write(chunk, controller);
  ops.setUp(stream, controller, slots, () => start?.(controller));
  return stream;
}

// A stream made by the implementation.
function createWritable(algorithms) {
  return setUp(c.hide(Object.create(WritableStream.prototype), 'WritableStream', ops.newState()), algorithms);
}

class WritableStreamDefaultWriter {
  constructor(stream) {
    if (!c.is(stream, 'WritableStream')) throw new codes.ERR_INVALID_ARG_TYPE('stream', 'WritableStream', stream);
    if (ops.isLocked(stream)) throw c.invalidState('WritableStream is locked');
    c.hide(this, 'WritableStreamDefaultWriter', undefined);
    this[kState] = ops.attachWriter(this, stream);
  }

  get closed() {
    return c.checkAsync(this, 'WritableStreamDefaultWriter', (slots) => slots.closed.promise);
  }

  get desiredSize() {
    const slots = c.check(this, 'WritableStreamDefaultWriter');
    if (slots.stream === undefined) throw c.invalidState('Writer is not bound to a WritableStream');
    return ops.desiredSize(slots.stream);
  }

  get ready() {
    return c.checkAsync(this, 'WritableStreamDefaultWriter', (slots) => slots.ready.promise);
  }

  abort(reason = undefined) {
    return c.checkAsync(this, 'WritableStreamDefaultWriter', (slots) => {
      if (slots.stream === undefined) throw c.invalidState('Writer is not bound to a WritableStream');
      return ops.abort(slots.stream, reason);
    });
  }

  close() {
    return c.checkAsync(this, 'WritableStreamDefaultWriter', (slots) => {
      if (slots.stream === undefined) throw c.invalidState('Writer is not bound to a WritableStream');
      if (ops.closeQueuedOrInFlight(slots.stream)) throw c.invalidState('Failure to close WritableStream');
      return ops.close(slots.stream);
    });
  }

  releaseLock() {
    ops.release(c.check(this, 'WritableStreamDefaultWriter'));
  }

  write(chunk = undefined) {
    return c.checkAsync(this, 'WritableStreamDefaultWriter', (slots) => {
      if (slots.stream === undefined) throw c.invalidState('Writer is not bound to a WritableStream');
      return ops.write(slots, chunk);
    });
  }
}
c.finishClass(WritableStreamDefaultWriter, ['closed', 'desiredSize', 'ready', 'abort', 'close', 'releaseLock', 'write'],
              (writer) => ({
                stream: writer[kState].stream,
                close: writer[kState].closed.promise,
                ready: writer[kState].ready.promise,
                desiredSize: writer[kState].stream && writer.desiredSize,
              }));

require('internal/worker/transferable').makeStreamMovable(WritableStream, 'receiveWritable', (stream, port) =>
  require('internal/webstreams/adapters').readableOf(port).pipeTo(stream));

module.exports = { WritableStream, WritableStreamDefaultController, WritableStreamDefaultWriter, createWritable };
