// TransformStream: a writable side whose chunks a transformer turns into chunks of a readable side.
'use strict';

const c = require('internal/webstreams/common');
const readableControl = require('internal/webstreams/readable-default');
const readableOps = require('internal/webstreams/readable-ops');
const writableOps = require('internal/webstreams/writable-ops');
const { createReadable } = require('internal/webstreams/readable');
const { createWritable } = require('internal/webstreams/writable');
const { codes } = require('internal/errors');

const { kState } = c;

class TransformStreamDefaultController {
  constructor() {
    throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
  }
  get desiredSize() {
    const { stream } = c.check(this, 'TransformStreamDefaultController');
    return readableOps.desiredSize(readableSlots(stream));
  }
  enqueue(chunk = undefined) {
    enqueue(c.check(this, 'TransformStreamDefaultController').stream, chunk);
  }
  error(reason = undefined) {
    errorBoth(c.check(this, 'TransformStreamDefaultController').stream, reason);
  }
  terminate() {
    const { stream } = c.check(this, 'TransformStreamDefaultController');
    readableControl.close(readableSlots(stream));
    errorWritable(stream, c.invalidState('TransformStream has been terminated'));
  }
}
c.finishClass(TransformStreamDefaultController, ['desiredSize', 'enqueue', 'error', 'terminate']);

class TransformStream {
  constructor(transformer = {}, writableStrategy = {}, readableStrategy = {}) {
    c.checkObject(transformer, 'transformer');
    c.checkObject(writableStrategy, 'writableStrategy');
    c.checkObject(readableStrategy, 'readableStrategy');
    for (const name of ['readableType', 'writableType']) {
      const type = transformer?.[name];
      if (type !== undefined) throw new codes.ERR_INVALID_ARG_VALUE.RangeError(`transformer.${name}`, type);
    }
    const methods = {};
    for (const name of ['start', 'transform', 'flush', 'cancel']) methods[name] = c.methodOf(transformer, name, 'transformer');
    setUp(c.hide(this, 'TransformStream', undefined), methods, {
      readableHighWaterMark: c.highWaterMarkOf(readableStrategy, 0),
      readableSize: c.sizeOf(readableStrategy),
      writableHighWaterMark: c.highWaterMarkOf(writableStrategy, 1),
      writableSize: c.sizeOf(writableStrategy),
    });
  }
  get readable() {
    return c.check(this, 'TransformStream').readable;
  }
  get writable() {
    return c.check(this, 'TransformStream').writable;
  }
}
c.finishClass(TransformStream, ['readable', 'writable'], (stream) => ({
  readable: stream.readable, writable: stream.writable, backpressure: stream[kState].backpressure,
}));

const readableSlots = (stream) => stream[kState].readable[kState].controller[kState];

function setUp(stream, methods, { readableHighWaterMark, readableSize, writableHighWaterMark, writableSize }) {
  const started = c.deferred();
  const state = {
    readable: undefined, writable: undefined, backpressure: undefined, backpressureChange: undefined, controller: undefined,
    // Set while the stream ends in one of its ways, so that it ends once.
    finish: undefined, methods,
  };
  stream[kState] = state;
  state.controller = c.make(TransformStreamDefaultController, { stream });
  state.writable = createWritable({
    start: () => started.promise,
    write: (chunk) => sinkWrite(stream, chunk),
    close: () => sinkClose(stream),
    abort: (reason) => sinkAbort(stream, reason),
    highWaterMark: writableHighWaterMark,
    size: writableSize,
  });
  state.readable = createReadable((readable) => readableControl.setUp(readable, {
    start: () => started.promise,
    pull: () => sourcePull(stream),
    cancel: (reason) => sourceCancel(stream, reason),
    highWaterMark: readableHighWaterMark,
    size: readableSize,
  }));
  setBackpressure(stream, true);
  started.resolve(methods.start?.(state.controller));
}

function setBackpressure(stream, backpressure) {
  const state = stream[kState];
  if (state.backpressureChange !== undefined) c.settle(state.backpressureChange);
  state.backpressureChange = c.deferred();
  state.backpressure = backpressure;
}

function clearAlgorithms(stream) {
  stream[kState].methods = {};
}

function errorBoth(stream, reason) {
  readableControl.error(readableSlots(stream), reason);
  errorWritable(stream, reason);
}

// TransformStreamErrorWritableAndUnblockWrite
function errorWritable(stream, reason) {
  clearAlgorithms(stream);
  writableOps.errorIfNeeded(stream[kState].writable[kState].controller[kState], reason);
  if (stream[kState].backpressure) setBackpressure(stream, false);
}

function enqueue(stream, chunk) {
  const slots = readableSlots(stream);
  if (!readableOps.mayEnqueue(slots)) throw c.invalidState('Unable to enqueue');
  try {
    readableControl.enqueue(slots, chunk);
  } catch (error) {
    errorWritable(stream, error);
    throw stream[kState].readable[kState].storedError;
  }
  const backpressure = readableOps.desiredSize(slots) <= 0;
  if (backpressure !== stream[kState].backpressure) setBackpressure(stream, true);
}

async function performTransform(stream, chunk) {
  const state = stream[kState];
  const { transform } = state.methods;
  try {
    if (transform === undefined) enqueue(stream, chunk);
    else await transform(chunk, state.controller);
  } catch (error) {
    errorBoth(stream, error);
    throw error;
  }
}

async function sinkWrite(stream, chunk) {
  const state = stream[kState];
  if (state.backpressure) {
    await state.backpressureChange.promise;
    const writable = state.writable[kState];
    if (writable.state === 'erroring') throw writable.storedError;
  }
  await performTransform(stream, chunk);
}

// Runs the transformer's cancel once, whichever side asked.
function runCancel(stream, reason, settled) {
  const state = stream[kState];
  if (state.finish !== undefined) return state.finish.promise;
  state.finish = c.deferred();
  c.handled(state.finish.promise);
  const { cancel } = state.methods;
  const result = cancel === undefined ? Promise.resolve() : c.attempt(cancel, reason);
  clearAlgorithms(stream);
  c.react(result, () => settled(), (error) => settled(error, true));
  return state.finish.promise;
}

function sinkAbort(stream, reason) {
  const state = stream[kState];
  return runCancel(stream, reason, (error, failed) => {
    const readable = state.readable[kState];
    if (failed) {
      readableControl.error(readableSlots(stream), error);
      state.finish.reject(error);
    } else if (readable.state === 'errored') {
      state.finish.reject(readable.storedError);
    } else {
      readableControl.error(readableSlots(stream), reason);
      state.finish.resolve();
    }
  });
}

function sourceCancel(stream, reason) {
  const state = stream[kState];
  return runCancel(stream, reason, (error, failed) => {
    const writable = state.writable[kState];
    if (failed) {
      errorWritable(stream, error);
      state.finish.reject(error);
    } else if (writable.state === 'errored') {
      state.finish.reject(writable.storedError);
    } else {
      errorWritable(stream, reason);
      state.finish.resolve();
    }
  });
}

function sinkClose(stream) {
  const state = stream[kState];
  if (state.finish !== undefined) return state.finish.promise;
  state.finish = c.deferred();
  c.handled(state.finish.promise);
  const { flush } = state.methods;
  const result = flush === undefined ? Promise.resolve() : c.attempt(flush, state.controller);
  clearAlgorithms(stream);
  c.react(result, () => {
    const readable = state.readable[kState];
    if (readable.state === 'errored') {
      state.finish.reject(readable.storedError);
    } else {
      readableControl.close(readableSlots(stream));
      state.finish.resolve();
    }
  }, (error) => {
    readableControl.error(readableSlots(stream), error);
    state.finish.reject(error);
  });
  return state.finish.promise;
}

function sourcePull(stream) {
  setBackpressure(stream, false);
  return stream[kState].backpressureChange.promise;
}

// It moves as its two sides.
const { kTransfer, kTransferList, markTransferMode } = require('internal/worker/transferable');
Object.defineProperties(TransformStream.prototype, {
  [kTransferList]: {
    __proto__: null, configurable: true, writable: true, enumerable: false,
    value() { return [this.readable, this.writable]; },
  },
  [kTransfer]: {
    __proto__: null, configurable: true, writable: true, enumerable: false,
    value() {
      const { readable, writable } = this;
      return { data: { readable, writable }, deserializeInfo: 'internal/webstreams/adapters:receiveTransform' };
    },
  },
});
markTransferMode(TransformStream.prototype, false, true);

module.exports = { TransformStream, TransformStreamDefaultController };
