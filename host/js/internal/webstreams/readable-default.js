// ReadableStreamDefaultController: a queue of chunks of any kind.
'use strict';

const c = require('internal/webstreams/common');
const ops = require('internal/webstreams/readable-ops');
const { codes } = require('internal/errors');

const { kState } = c;

class ReadableStreamDefaultController {
  constructor() {
    throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
  }
  get desiredSize() {
    return ops.desiredSize(c.check(this, 'ReadableStreamDefaultController'));
  }
  close() {
    const slots = c.check(this, 'ReadableStreamDefaultController');
    if (!ops.mayEnqueue(slots)) throw c.invalidState('Controller is already closed');
    close(slots);
  }
  enqueue(chunk = undefined) {
    const slots = c.check(this, 'ReadableStreamDefaultController');
    if (!ops.mayEnqueue(slots)) throw c.invalidState('Controller is already closed');
    enqueue(slots, chunk);
  }
  error(reason = undefined) {
    error(c.check(this, 'ReadableStreamDefaultController'), reason);
  }
}
c.finishClass(ReadableStreamDefaultController, ['desiredSize', 'close', 'enqueue', 'error']);

function clearAlgorithms(slots) {
  slots.pull = slots.cancel = slots.size = undefined;
}

function close(slots) {
  if (!ops.mayEnqueue(slots)) return;
  slots.closeRequested = true;
  if (c.queueLength(slots) === 0) {
    clearAlgorithms(slots);
    ops.close(slots.stream);
  }
}

function enqueue(slots, chunk) {
  if (!ops.mayEnqueue(slots)) return;
  if (ops.isLocked(slots.stream) && ops.requestCount(slots.stream) > 0) {
    ops.fulfill(slots.stream, chunk, false);
  } else {
    try {
      c.enqueueValue(slots, chunk, slots.size(chunk));
    } catch (failure) {
      error(slots, failure);
      throw failure;
    }
  }
  ops.pullIfNeeded(slots);
}

function error(slots, reason) {
  if (slots.stream[kState].state !== 'readable') return;
  c.resetQueue(slots);
  clearAlgorithms(slots);
  ops.error(slots.stream, reason);
}

// SetUpReadableStreamDefaultController. The algorithms answer promises (`start`: anything).
function setUp(stream, { start = c.nop, pull, cancel, highWaterMark, size = () => 1 }) {
  const slots = {
    stream, highWaterMark, size, started: false, closeRequested: false, pulling: false, pullAgain: false,
    pull: pull ?? (() => Promise.resolve()),
    cancel: cancel ?? (() => Promise.resolve()),
    cancelSteps(reason) {
      c.resetQueue(slots);
      const result = slots.cancel(reason);
      clearAlgorithms(slots);
      return result;
    },
    pullSteps(request) {
      if (c.queueLength(slots) === 0) {
        ops.readerState(stream).requests.push(request);
        ops.pullIfNeeded(slots);
        return;
      }
      const chunk = c.dequeueValue(slots);
      if (slots.closeRequested && c.queueLength(slots) === 0) {
        clearAlgorithms(slots);
        ops.close(stream);
      } else {
        ops.pullIfNeeded(slots);
      }
      request.chunk(chunk);
    },
    release: c.nop,
    errorSteps: (reason) => error(slots, reason),
  };
  c.resetQueue(slots);
  const controller = c.make(ReadableStreamDefaultController, slots);
  stream[kState].controller = controller;
  ops.start(slots, () => start(controller));
  return controller;
}

module.exports = { ReadableStreamDefaultController, setUp, close, enqueue, error };
