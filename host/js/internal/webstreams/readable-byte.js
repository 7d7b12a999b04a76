// ReadableByteStreamController and ReadableStreamBYOBRequest: a queue of bytes, and readers that bring their own buffers.
'use strict';

const c = require('internal/webstreams/common');
const ops = require('internal/webstreams/readable-ops');
const p = require('internal/webstreams/pull-into');
const { codes } = require('internal/errors');

const { kState } = c;

class ReadableStreamBYOBRequest {
  constructor() {
    throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
  }
  get view() {
    return c.check(this, 'ReadableStreamBYOBRequest').view;
  }
  respond(bytesWritten) {
    const request = c.check(this, 'ReadableStreamBYOBRequest');
    if (request.slots === undefined) throw c.invalidState('This BYOB request has been invalidated');
    if (request.view.buffer.detached) throw c.invalidState('Viewed ArrayBuffer is detached');
    respond(request.slots, Number(bytesWritten));
  }
  respondWithNewView(view) {
    const request = c.check(this, 'ReadableStreamBYOBRequest');
    if (!ArrayBuffer.isView(view)) throw new codes.ERR_INVALID_ARG_TYPE('view', ['Buffer', 'TypedArray', 'DataView'], view);
    if (request.slots === undefined) throw c.invalidState('This BYOB request has been invalidated');
    if (view.buffer.detached) throw c.invalidState('Viewed ArrayBuffer is detached');
    respondWithNewView(request.slots, view);
  }
}
c.finishClass(ReadableStreamBYOBRequest, ['view', 'respond', 'respondWithNewView']);

class ReadableByteStreamController {
  constructor() {
    throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
  }
  get byobRequest() {
    return byobRequest(c.check(this, 'ReadableByteStreamController'));
  }
  get desiredSize() {
    return ops.desiredSize(c.check(this, 'ReadableByteStreamController'));
  }
  close() {
    const slots = c.check(this, 'ReadableByteStreamController');
    if (slots.closeRequested) throw c.invalidState('Controller is already closed');
    if (slots.stream[kState].state !== 'readable') throw c.invalidState('ReadableStream is already closed');
    close(slots);
  }
  enqueue(chunk) {
    const slots = c.check(this, 'ReadableByteStreamController');
    if (!ArrayBuffer.isView(chunk)) {
      throw new codes.ERR_INVALID_ARG_TYPE('buffer', ['Buffer', 'TypedArray', 'DataView'], chunk);
    }
    if (chunk.byteLength === 0 || chunk.buffer.byteLength === 0) {
      throw c.invalidState('chunk ArrayBuffer is zero-length or detached');
    }
    if (slots.closeRequested) throw c.invalidState('Controller is already closed');
    if (slots.stream[kState].state !== 'readable') throw c.invalidState('ReadableStream is already closed');
    enqueue(slots, chunk);
  }
  error(reason = undefined) {
    error(c.check(this, 'ReadableByteStreamController'), reason);
  }
}
c.finishClass(ReadableByteStreamController, ['byobRequest', 'desiredSize', 'close', 'enqueue', 'error']);

function byobRequest(slots) {
  if (slots.byobRequest === null && slots.pendingPullIntos.length > 0) {
    const first = slots.pendingPullIntos[0];
    const view = new Uint8Array(first.buffer, first.byteOffset + first.bytesFilled, first.byteLength - first.bytesFilled);
    slots.byobRequest = c.make(ReadableStreamBYOBRequest, { slots, view });
  }
  return slots.byobRequest;
}

// ReadableByteStreamControllerInvalidateBYOBRequest
function invalidateRequest(slots) {
  if (slots.byobRequest === null) return;
  slots.byobRequest[kState].slots = undefined;
  slots.byobRequest[kState].view = null;
  slots.byobRequest = null;
}

function clearAlgorithms(slots) {
  slots.pull = slots.cancel = undefined;
}

function clearPendingPullIntos(slots) {
  invalidateRequest(slots);
  slots.pendingPullIntos = [];
}

function error(slots, reason) {
  if (slots.stream[kState].state !== 'readable') return;
  clearPendingPullIntos(slots);
  c.resetQueue(slots);
  clearAlgorithms(slots);
  ops.error(slots.stream, reason);
}

function close(slots) {
  if (!ops.mayEnqueue(slots)) return;
  if (slots.queueTotalSize > 0) {
    slots.closeRequested = true;
    return;
  }
  const first = slots.pendingPullIntos[0];
  if (first !== undefined && first.bytesFilled % first.elementSize !== 0) {
    const failure = c.invalidState('Partial read');
    error(slots, failure);
    throw failure;
  }
  clearAlgorithms(slots);
  ops.close(slots.stream);
}

// ReadableByteStreamControllerHandleQueueDrain
function handleDrain(slots) {
  if (slots.queueTotalSize === 0 && slots.closeRequested) {
    clearAlgorithms(slots);
    ops.close(slots.stream);
  } else {
    ops.pullIfNeeded(slots);
  }
}

function enqueue(slots, chunk) {
  const { stream } = slots;
  if (!ops.mayEnqueue(slots)) return;
  const { byteOffset, byteLength } = chunk;
  const buffer = p.transfer(chunk.buffer);
  const first = slots.pendingPullIntos[0];
  if (first !== undefined) {
    invalidateRequest(slots);
    first.buffer = p.transfer(first.buffer);
    if (first.readerType === 'none') p.enqueueDetached(slots, first);
  }
  if (ops.hasDefaultReader(stream)) {
    serveDefaultRequests(slots);
    if (ops.requestCount(stream) === 0) {
      p.enqueueChunk(slots, buffer, byteOffset, byteLength);
    } else {
      if (slots.pendingPullIntos.length > 0) slots.pendingPullIntos.shift();
      ops.fulfill(stream, new Uint8Array(buffer, byteOffset, byteLength), false);
    }
  } else if (ops.hasByobReader(stream)) {
    p.enqueueChunk(slots, buffer, byteOffset, byteLength);
    for (const filled of p.processQueue(slots, invalidateRequest)) commit(stream, filled);
  } else {
    p.enqueueChunk(slots, buffer, byteOffset, byteLength);
  }
  ops.pullIfNeeded(slots);
}

// Answers waiting reads of a default reader from the queue.
function serveDefaultRequests(slots) {
  const { requests } = ops.readerState(slots.stream);
  while (requests.length > 0 && slots.queueTotalSize > 0) fillRequest(slots, requests.shift());
}

function fillRequest(slots, request) {
  const { value } = c.dequeueEntry(slots);
  slots.queueTotalSize -= value.byteLength;
  handleDrain(slots);
  request.chunk(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
}

// ReadableByteStreamControllerCommitPullIntoDescriptor
function commit(stream, descriptor) {
  const done = stream[kState].state === 'closed';
  ops.fulfill(stream, p.convert(descriptor), done);
}

// ReadableByteStreamControllerRespond
function respond(slots, bytesWritten) {
  const first = slots.pendingPullIntos[0];
  if (slots.stream[kState].state === 'closed') {
    if (bytesWritten !== 0) throw c.invalidState('Controller is closed');
  } else {
    if (!(bytesWritten > 0)) throw c.invalidState('bytesWritten must be greater than zero');
    if (first.bytesFilled + bytesWritten > first.byteLength) {
      throw new codes.ERR_INVALID_ARG_VALUE.RangeError('bytesWritten', bytesWritten);
    }
  }
  first.buffer = p.transfer(first.buffer);
  respondInternal(slots, bytesWritten);
}

function respondWithNewView(slots, view) {
  const first = slots.pendingPullIntos[0];
  if (slots.stream[kState].state === 'closed') {
    if (view.byteLength !== 0) throw c.invalidState('View is not zero-length');
  } else if (view.byteLength === 0) {
    throw c.invalidState('View is zero-length');
  }
  if (first.byteOffset + first.bytesFilled !== view.byteOffset || first.bufferByteLength !== view.buffer.byteLength ||
      first.bytesFilled + view.byteLength > first.byteLength) {
    throw new codes.ERR_INVALID_ARG_VALUE.RangeError('view', view);
  }
  const { byteLength } = view;
  first.buffer = p.transfer(view.buffer);
  respondInternal(slots, byteLength);
}

function respondInternal(slots, bytesWritten) {
  const { stream } = slots;
  const first = slots.pendingPullIntos[0];
  invalidateRequest(slots);
  if (stream[kState].state === 'closed') respondInClosedState(slots, first);
  else respondInReadableState(slots, bytesWritten, first);
  ops.pullIfNeeded(slots);
}

function respondInClosedState(slots, first) {
  const { stream } = slots;
  if (first.readerType === 'none') slots.pendingPullIntos.shift();
  if (!ops.hasByobReader(stream)) return;
  while (ops.requestCount(stream) > 0) commit(stream, slots.pendingPullIntos.shift());
}

function respondInReadableState(slots, bytesWritten, descriptor) {
  const { stream } = slots;
  descriptor.bytesFilled += bytesWritten;
  if (descriptor.readerType === 'none') {
    p.enqueueDetached(slots, descriptor);
    for (const filled of p.processQueue(slots, invalidateRequest)) commit(stream, filled);
    return;
  }
  if (descriptor.bytesFilled < descriptor.minimumFill) return;
  slots.pendingPullIntos.shift();
  const rest = descriptor.bytesFilled % descriptor.elementSize;
  if (rest > 0) {
    const end = descriptor.byteOffset + descriptor.bytesFilled;
    p.enqueueChunk(slots, descriptor.buffer.slice(end - rest, end), 0, rest);
  }
  descriptor.bytesFilled -= rest;
  const filled = p.processQueue(slots, invalidateRequest);
  commit(stream, descriptor);
  for (const each of filled) commit(stream, each);
}

// ReadableByteStreamControllerPullInto, called by a BYOB reader's read().
function readInto(readerSlots, view, min, request) {
  const { stream } = readerSlots;
  stream[kState].disturbed = true;
  if (stream[kState].state === 'errored') {
    request.error(stream[kState].storedError);
    return;
  }
  const slots = stream[kState].controller[kState];
  let descriptor;
  try {
    descriptor = p.describe(view, min);
  } catch (failure) {
    request.error(failure);
    return;
  }
  if (slots.pendingPullIntos.length > 0) {
    slots.pendingPullIntos.push(descriptor);
    readerSlots.requests.push(request);
    return;
  }
  if (stream[kState].state === 'closed') {
    request.close(new descriptor.Constructor(descriptor.buffer, descriptor.byteOffset, 0));
    return;
  }
  if (slots.queueTotalSize > 0) {
    if (p.fillFromQueue(slots, descriptor)) {
      const filled = p.convert(descriptor);
      handleDrain(slots);
      request.chunk(filled);
      return;
    }
    if (slots.closeRequested) {
      const failure = c.invalidState('ReadableStream closed');
      error(slots, failure);
      request.error(failure);
      return;
    }
  }
  slots.pendingPullIntos.push(descriptor);
  readerSlots.requests.push(request);
  ops.pullIfNeeded(slots);
}

// A read of a default reader.
function pullSteps(slots, request) {
  if (slots.queueTotalSize > 0) {
    fillRequest(slots, request);
    return;
  }
  const size = slots.autoAllocateChunkSize;
  if (size !== undefined) {
    try {
      slots.pendingPullIntos.push(p.describeAutomatic(size));
    } catch (failure) {
      request.error(failure);
      return;
    }
  }
  ops.readerState(slots.stream).requests.push(request);
  ops.pullIfNeeded(slots);
}

function setUp(stream, { start = c.nop, pull, cancel, highWaterMark, autoAllocateChunkSize }) {
  const slots = {
    stream, highWaterMark, autoAllocateChunkSize, started: false, closeRequested: false, pulling: false, pullAgain: false,
    byobRequest: null, pendingPullIntos: [],
    pull: pull ?? (() => Promise.resolve()),
    cancel: cancel ?? (() => Promise.resolve()),
    cancelSteps(reason) {
      clearPendingPullIntos(slots);
      c.resetQueue(slots);
      const result = slots.cancel(reason);
      clearAlgorithms(slots);
      return result;
    },
    pullSteps: (request) => pullSteps(slots, request),
    release() {
      if (slots.pendingPullIntos.length === 0) return;
      const [first] = slots.pendingPullIntos;
      first.readerType = 'none';
      slots.pendingPullIntos = [first];
    },
    errorSteps: (reason) => error(slots, reason),
  };
  c.resetQueue(slots);
  const controller = c.make(ReadableByteStreamController, slots);
  stream[kState].controller = controller;
  ops.start(slots, () => start(controller));
  return controller;
}

function setUpFromSource(stream, source, highWaterMark) {
  const { autoAllocateChunkSize } = source;
  if (autoAllocateChunkSize === 0) {
    throw new codes.ERR_INVALID_ARG_VALUE('source.autoAllocateChunkSize', autoAllocateChunkSize);
  }
  const start = c.methodOf(source, 'start', 'source');
  const pull = c.methodOf(source, 'pull', 'source');
  const cancel = c.methodOf(source, 'cancel', 'source');
  const controller = () => stream[kState].controller;
  setUp(stream, {
    start,
    pull: pull && (() => c.attempt(pull, controller())),
    cancel: cancel && ((reason) => c.attempt(cancel, reason)),
    highWaterMark,
    autoAllocateChunkSize,
  });
}

module.exports = {
  ReadableByteStreamController, ReadableStreamBYOBRequest, byobRequest, close, enqueue, error, readInto, respond, respondWithNewView,
  setUp, setUpFromSource,
};
