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
    return desiredSize(c.check(this, 'ReadableStreamDefaultController'));
  }
  close() {
    const slots = c.check(this, 'ReadableStreamDefaultController');
    if (!mayEnqueue(slots)) throw c.invalidState('Controller is already closed');
    close(slots);
  }
  enqueue(chunk = undefined) {
    const slots = c.check(this, 'ReadableStreamDefaultController');
    if (!mayEnqueue(slots)) throw c.invalidState('Controller is already closed');
    enqueue(slots, chunk);
  }
  error(reason = undefined) {
    error(c.check(this, 'ReadableStreamDefaultController'), reason);
  }
}
c.finishClass(ReadableStreamDefaultController, ['desiredSize', 'close', 'enqueue', 'error']);

const mayEnqueue = (slots) => !slots.closeRequested && slots.stream[kState].state === 'readable';

function desiredSize(slots) {
  const { state } = slots.stream[kState];
  if (state === 'errored') return null;
  return state === 'closed' ? 0 : slots.highWaterMark - slots.queueTotalSize;
}

function clearAlgorithms(slots) {
  slots.pull = slots.cancel = slots.size = undefined;
}

function close(slots) {
  if (!mayEnqueue(slots)) return;
  slots.closeRequested = true;
  if (c.queueLength(slots) === 0) {
    clearAlgorithms(slots);
    ops.close(slots.stream);
  }
}

function enqueue(slots, chunk) {
  if (!mayEnqueue(slots)) return;
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
  callPull(slots);
}

function error(slots, reason) {
  if (slots.stream[kState].state !== 'readable') return;
  c.resetQueue(slots);
  clearAlgorithms(slots);
  ops.error(slots.stream, reason);
}

function shouldPull(slots) {
  if (!mayEnqueue(slots) || !slots.started) return false;
  if (ops.isLocked(slots.stream) && ops.requestCount(slots.stream) > 0) return true;
  return desiredSize(slots) > 0;
}

function callPull(slots) {
  if (!shouldPull(slots)) return;
  if (slots.pulling) {
    slots.pullAgain = true;
    return;
  }
  slots.pulling = true;
  slots.pull().then(() => {
    slots.pulling = false;
    if (slots.pullAgain) {
      slots.pullAgain = false;
      callPull(slots);
    }
  }, (reason) => error(slots, reason));
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
        callPull(slots);
        return;
      }
      const chunk = c.dequeueValue(slots);
      if (slots.closeRequested && c.queueLength(slots) === 0) {
        clearAlgorithms(slots);
        ops.close(stream);
      } else {
        callPull(slots);
      }
      request.chunk(chunk);
    },
    release: c.nop,
    errorSteps: (reason) => error(slots, reason),
  };
  c.resetQueue(slots);
  const controller = c.make(ReadableStreamDefaultController, slots);
  stream[kState].controller = controller;
  ops.start(slots, () => start(controller), () => callPull(slots), (reason) => error(slots, reason));
  return controller;
}

module.exports = { ReadableStreamDefaultController, setUp, close, enqueue, error, desiredSize, mayEnqueue };
