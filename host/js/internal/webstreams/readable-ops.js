// The operations on a ReadableStream's state that its readers and controllers share: requests, closing, errors, cancelling.
'use strict';

const c = require('internal/webstreams/common');

const { kState } = c;

// Slots of a new stream. A read request is { chunk(value), close(value?), error(reason) }.
function newState() {
  return { controller: undefined, disturbed: false, reader: undefined, state: 'readable', storedError: undefined, closed: c.deferred() };
}

const isLocked = (stream) => stream[kState].reader !== undefined;
const readerState = (stream) => stream[kState].reader?.[kState];
const hasDefaultReader = (stream) => c.is(stream[kState].reader, 'ReadableStreamDefaultReader');
const hasByobReader = (stream) => c.is(stream[kState].reader, 'ReadableStreamBYOBReader');
const requestCount = (stream) => readerState(stream)?.requests.length ?? 0;

// ReadableStreamReaderGenericInitialize
function attachReader(reader, stream) {
  const state = stream[kState];
  const slots = { stream, requests: [], closed: undefined };
  state.reader = reader;
  if (state.state === 'readable') slots.closed = c.deferred();
  else if (state.state === 'closed') slots.closed = c.resolved();
  else slots.closed = c.rejected(state.storedError);
  return slots;
}

// ReadableStreamReaderGenericRelease
function detachReader(slots) {
  const { stream } = slots;
  const released = c.invalidState('Reader released');
  if (stream[kState].state === 'readable') c.fail(slots.closed, released);
  else slots.closed = c.rejected(released);
  c.handled(slots.closed.promise);
  stream[kState].controller[kState].release();
  stream[kState].reader = undefined;
  slots.stream = undefined;
}

// ReadableStreamDefaultReaderRelease and ReadableStreamBYOBReaderRelease
function releaseReader(slots) {
  if (slots.stream === undefined) return;
  detachReader(slots);
  failRequests(slots, c.invalidState('Releasing reader'));
}

// ReadableStreamFulfillReadRequest and ...ReadIntoRequest
function fulfill(stream, value, done) {
  const request = readerState(stream).requests.shift();
  if (done) request.close(value);
  else request.chunk(value);
}

// ReadableStreamClose
function close(stream) {
  const state = stream[kState];
  state.state = 'closed';
  c.settle(state.closed);
  const slots = readerState(stream);
  if (slots === undefined) return;
  c.settle(slots.closed);
  if (hasDefaultReader(stream)) {
    const { requests } = slots;
    slots.requests = [];
    for (const request of requests) request.close();
  }
}

// ReadableStreamError
function error(stream, reason) {
  const state = stream[kState];
  state.state = 'errored';
  state.storedError = reason;
  c.fail(state.closed, reason);
  const slots = readerState(stream);
  if (slots === undefined) return;
  c.fail(slots.closed, reason);
  failRequests(slots, reason);
}

function failRequests(slots, reason) {
  const { requests } = slots;
  slots.requests = [];
  for (const request of requests) request.error(reason);
}

// ReadableStreamCancel
function cancel(stream, reason) {
  const state = stream[kState];
  state.disturbed = true;
  if (state.state === 'closed') return Promise.resolve();
  if (state.state === 'errored') return Promise.reject(state.storedError);
  close(stream);
  const slots = readerState(stream);
  if (slots !== undefined && hasByobReader(stream)) {
    const { requests } = slots;
    slots.requests = [];
    for (const request of requests) request.close(undefined);
  }
  return c.react(state.controller[kState].cancelSteps(reason), c.nop);
}

// ReadableStreamDefaultReaderRead
function read(slots, request) {
  const { stream } = slots;
  const state = stream[kState];
  state.disturbed = true;
  if (state.state === 'closed') request.close();
  else if (state.state === 'errored') request.error(state.storedError);
  else state.controller[kState].pullSteps(request);
}

// From here on `slots` are a controller's.

// How much more its queue wants; null after an error.
function desiredSize(slots) {
  const { state } = slots.stream[kState];
  if (state === 'errored') return null;
  return state === 'closed' ? 0 : slots.highWaterMark - slots.queueTotalSize;
}

const mayEnqueue = ({ closeRequested, stream }) => !closeRequested && stream[kState].state === 'readable';

function shouldPull(slots) {
  if (!mayEnqueue(slots) || !slots.started) return false;
  const { stream } = slots;
  return isLocked(stream) && requestCount(stream) > 0 || desiredSize(slots) > 0;
}

// ReadableStreamDefaultControllerCallPullIfNeeded and ReadableByteStreamControllerCallPullIfNeeded
function pullIfNeeded(slots) {
  if (!shouldPull(slots)) return;
  if (slots.pulling) {
    slots.pullAgain = true;
    return;
  }
  slots.pulling = true;
  c.react(slots.pull(), () => {
    slots.pulling = false;
    if (slots.pullAgain) {
      slots.pullAgain = false;
      pullIfNeeded(slots);
    }
  }, slots.errorSteps);
}

// Starts its underlying source, and pulls when it is ready.
function start(slots, startAlgorithm) {
  const result = startAlgorithm();
  c.react(new Promise((resolve) => { resolve(result); }), () => {
    slots.started = true;
    pullIfNeeded(slots);
  }, slots.errorSteps);
}

module.exports = {
  attachReader, cancel, close, desiredSize, error, fulfill, hasByobReader, hasDefaultReader, isLocked,
  mayEnqueue, newState, pullIfNeeded, read, readerState, releaseReader, requestCount, start,
};
