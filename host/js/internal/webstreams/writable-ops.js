// The operations on a WritableStream's state: writing, closing, aborting, erroring, backpressure. The classes are in `writable`.
'use strict';

const c = require('internal/webstreams/common');

const { kState } = c;
const kClose = Symbol('close');

function newState() {
  return {
    state: 'writable', storedError: undefined, writer: undefined, controller: undefined, writeRequests: [],
    inFlightWrite: undefined, closeRequest: undefined, inFlightClose: undefined, pendingAbort: undefined, backpressure: false,
    closed: c.deferred(),
  };
}

const isLocked = (stream) => stream[kState].writer !== undefined;

function closeQueuedOrInFlight(stream) {
  return stream[kState].closeRequest !== undefined || stream[kState].inFlightClose !== undefined;
}

const writerSlots = (stream) => stream[kState].writer?.[kState];

// WritableStreamAbort
function abort(stream, reason) {
  const state = stream[kState];
  if (state.state === 'closed' || state.state === 'errored') return Promise.resolve();
  state.controller[kState].abortController.abort(reason);
  if (state.state === 'closed' || state.state === 'errored') return Promise.resolve();
  if (state.pendingAbort !== undefined) return state.pendingAbort.record.promise;
  const wasErroring = state.state === 'erroring';
  if (wasErroring) reason = undefined;
  const record = c.deferred();
  state.pendingAbort = { record, reason, wasErroring };
  if (!wasErroring) startErroring(stream, reason);
  return record.promise;
}

// WritableStreamClose
function close(stream) {
  const state = stream[kState];
  if (state.state === 'closed' || state.state === 'errored') {
    return Promise.reject(c.invalidState('WritableStream is closed'));
  }
  const request = c.deferred();
  state.closeRequest = request;
  const writer = writerSlots(stream);
  if (writer !== undefined && state.backpressure && state.state === 'writable') c.settle(writer.ready);
  const slots = state.controller[kState];
  c.enqueueValue(slots, kClose, 0);
  advanceQueue(slots);
  return request.promise;
}

// WritableStreamDefaultWriterCloseWithErrorPropagation
function closeWithErrorPropagation(writer) {
  const { stream } = writer;
  const { state, storedError } = stream[kState];
  if (closeQueuedOrInFlight(stream) || state === 'closed') return Promise.resolve();
  if (state === 'errored') return Promise.reject(storedError);
  return close(stream);
}

// WritableStreamDefaultWriterWrite
function write(writer, chunk) {
  const { stream } = writer;
  const slots = stream[kState].controller[kState];
  let size;
  try {
    size = slots.size === undefined ? 1 : slots.size(chunk);
  } catch (error) {
    errorIfNeeded(slots, error);
    size = 1;
  }
  if (stream !== writer.stream) return Promise.reject(c.invalidState('Mismatched WritableStreams'));
  const { state, storedError } = stream[kState];
  if (state === 'errored') return Promise.reject(storedError);
  if (closeQueuedOrInFlight(stream) || state === 'closed') {
    return Promise.reject(c.invalidState('WritableStream is closed'));
  }
  if (state === 'erroring') return Promise.reject(storedError);
  const record = c.deferred();
  stream[kState].writeRequests.push(record);
  enqueue(slots, chunk, size);
  return record.promise;
}

function enqueue(slots, chunk, size) {
  const { stream } = slots;
  try {
    c.enqueueValue(slots, chunk, size);
  } catch (error) {
    errorIfNeeded(slots, error);
    return;
  }
  if (!closeQueuedOrInFlight(stream) && stream[kState].state === 'writable') {
    updateBackpressure(stream, desiredSizeOf(slots) <= 0);
  }
  advanceQueue(slots);
}

const desiredSizeOf = (slots) => slots.highWaterMark - slots.queueTotalSize;

// WritableStreamDefaultWriterGetDesiredSize
function desiredSize(stream) {
  const { state, controller } = stream[kState];
  if (state === 'errored' || state === 'erroring') return null;
  return state === 'closed' ? 0 : desiredSizeOf(controller[kState]);
}

function updateBackpressure(stream, backpressure) {
  const state = stream[kState];
  const writer = writerSlots(stream);
  if (writer !== undefined && backpressure !== state.backpressure) {
    if (backpressure) writer.ready = c.deferred();
    else c.settle(writer.ready);
  }
  state.backpressure = backpressure;
}

// WritableStreamStartErroring
function startErroring(stream, reason) {
  const state = stream[kState];
  state.state = 'erroring';
  state.storedError = reason;
  const writer = writerSlots(stream);
  if (writer !== undefined) rejectReady(writer, reason);
  if (state.inFlightWrite === undefined && state.inFlightClose === undefined && state.controller[kState].started) {
    finishErroring(stream);
  }
}

function rejectReady(writer, reason) {
  if (writer.ready.reject !== undefined) c.fail(writer.ready, reason);
  else writer.ready = c.rejected(reason);
}

function rejectClosed(writer, reason) {
  if (writer.closed.reject !== undefined) c.fail(writer.closed, reason);
  else writer.closed = c.rejected(reason);
}

// WritableStreamFinishErroring
function finishErroring(stream) {
  const state = stream[kState];
  state.state = 'errored';
  const slots = state.controller[kState];
  c.resetQueue(slots);
  const requests = state.writeRequests;
  state.writeRequests = [];
  for (const request of requests) c.fail(request, state.storedError);
  const pending = state.pendingAbort;
  if (pending === undefined) {
    rejectCloseAndClosed(stream);
    return;
  }
  state.pendingAbort = undefined;
  if (pending.wasErroring) {
    c.fail(pending.record, state.storedError);
    rejectCloseAndClosed(stream);
    return;
  }
  const result = slots.abort(pending.reason);
  clearAlgorithms(slots);
  c.react(result, () => {
    c.settle(pending.record);
    rejectCloseAndClosed(stream);
  }, (reason) => {
    c.fail(pending.record, reason);
    rejectCloseAndClosed(stream);
  });
}

function rejectCloseAndClosed(stream) {
  const state = stream[kState];
  if (state.closeRequest !== undefined) {
    c.fail(state.closeRequest, state.storedError);
    state.closeRequest = undefined;
  }
  c.fail(state.closed, state.storedError);
  const writer = writerSlots(stream);
  if (writer !== undefined) rejectClosed(writer, state.storedError);
}

// WritableStreamDealWithRejection
function dealWithRejection(stream, error) {
  if (stream[kState].state === 'writable') startErroring(stream, error);
  else finishErroring(stream);
}

function errorIfNeeded(slots, error) {
  if (slots.stream[kState].state === 'writable') errorController(slots, error);
}

function errorController(slots, error) {
  clearAlgorithms(slots);
  startErroring(slots.stream, error);
}

function clearAlgorithms(slots) {
  slots.write = slots.close = slots.abort = slots.size = undefined;
}

// WritableStreamDefaultControllerAdvanceQueueIfNeeded
function advanceQueue(slots) {
  const { stream } = slots;
  const state = stream[kState];
  if (!slots.started || state.inFlightWrite !== undefined) return;
  if (state.state === 'erroring') {
    finishErroring(stream);
    return;
  }
  if (c.queueLength(slots) === 0) return;
  const value = c.peekValue(slots);
  if (value === kClose) processClose(slots);
  else processWrite(slots, value);
}

function processClose(slots) {
  const { stream } = slots;
  const state = stream[kState];
  state.inFlightClose = state.closeRequest;
  state.closeRequest = undefined;
  c.dequeueValue(slots);
  const result = slots.close();
  clearAlgorithms(slots);
  c.react(result, () => finishClose(stream), (reason) => {
    c.fail(state.inFlightClose, reason);
    state.inFlightClose = undefined;
    if (state.pendingAbort !== undefined) {
      c.fail(state.pendingAbort.record, reason);
      state.pendingAbort = undefined;
    }
    dealWithRejection(stream, reason);
  });
}

// WritableStreamFinishInFlightClose
function finishClose(stream) {
  const state = stream[kState];
  c.settle(state.inFlightClose);
  state.inFlightClose = undefined;
  if (state.state === 'erroring') {
    state.storedError = undefined;
    if (state.pendingAbort !== undefined) {
      c.settle(state.pendingAbort.record);
      state.pendingAbort = undefined;
    }
  }
  state.state = 'closed';
  c.settle(state.closed);
  const writer = writerSlots(stream);
  if (writer !== undefined) c.settle(writer.closed);
}

function processWrite(slots, chunk) {
  const { stream } = slots;
  const state = stream[kState];
  state.inFlightWrite = state.writeRequests.shift();
  c.react(slots.write(chunk), () => {
    c.settle(state.inFlightWrite);
    state.inFlightWrite = undefined;
    c.dequeueValue(slots);
    if (!closeQueuedOrInFlight(stream) && state.state === 'writable') {
      updateBackpressure(stream, desiredSizeOf(slots) <= 0);
    }
    advanceQueue(slots);
  }, (reason) => {
    if (state.state === 'writable') clearAlgorithms(slots);
    c.fail(state.inFlightWrite, reason);
    state.inFlightWrite = undefined;
    dealWithRejection(stream, reason);
  });
}

// WritableStreamDefaultWriterRelease
function release(writer) {
  const { stream } = writer;
  if (stream === undefined) return;
  const released = c.invalidState('Writer has been released');
  rejectReady(writer, released);
  rejectClosed(writer, released);
  stream[kState].writer = undefined;
  writer.stream = undefined;
}

// Slots of a writer that locks the stream.
function attachWriter(writer, stream) {
  const state = stream[kState];
  state.writer = writer;
  const slots = { stream, ready: undefined, closed: undefined };
  if (state.state === 'writable') {
    slots.ready = !closeQueuedOrInFlight(stream) && state.backpressure ? c.deferred() : c.resolved();
    slots.closed = c.deferred();
  } else if (state.state === 'erroring') {
    slots.ready = c.rejected(state.storedError);
    slots.closed = c.deferred();
  } else if (state.state === 'closed') {
    slots.ready = c.resolved();
    slots.closed = c.resolved();
  } else {
    slots.ready = c.rejected(state.storedError);
    slots.closed = c.rejected(state.storedError);
  }
  c.handled(slots.closed.promise);
  return slots;
}

// SetUpWritableStreamDefaultController. The algorithms answer promises (`start`: anything).
function setUp(stream, controller, slots, start) {
  c.resetQueue(slots);
  stream[kState].controller = controller;
  updateBackpressure(stream, desiredSizeOf(slots) <= 0);
  const started = start();
  // A new promise, also over a promise: what is done to the stream meanwhile comes before its start.
  c.react(new Promise((resolve) => { resolve(started); }), () => {
    slots.started = true;
    advanceQueue(slots);
  }, (reason) => {
    slots.started = true;
    dealWithRejection(stream, reason);
  });
}

module.exports = {
  abort, attachWriter, close, closeQueuedOrInFlight, closeWithErrorPropagation, desiredSize, errorController, errorIfNeeded, isLocked,
  newState, release, setUp, startErroring, write,
};
