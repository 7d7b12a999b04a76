// The nextTick queue, queueMicrotask, and the function that the callback scope calls when it closes.
//
// Native contract, internalBinding('task_queue'):
//   tickInfo                       typed array: [kTick] a tick is queued, [kRejection] rejections wait to be looked at
//   setTickCallback(fn)            fn drains everything; it throws what a tick or a rejection threw. The native side reports
//                                  the exception; what is left runs later.
//   runMicrotasks(), enqueueMicrotask(fn), setPromiseRejectCallback(fn(type, promise, reason))
// When neither word of tickInfo is set a plain microtask checkpoint is enough.
// What async_hooks sees of them is in internal/async_hooks.
'use strict';

const { runMicrotasks, enqueueMicrotask, setTickCallback, tickInfo } = internalBinding('task_queue');
const { getAsyncContext, runInAsyncContext, usage } = require('internal/async_context');
const rejections = require('internal/process/promises');

const kTick = 0;
const kRejection = 1;

// A ring of pairs (callback, arguments): slots `2 * i` and `2 * i + 1`. Its capacity is a power of two.
let ring = new Array(64).fill(undefined);
let mask = 63;
let head = 0;
let tail = 0;

function grow() {
  const size = mask + 1;
  const larger = new Array(size * 2).fill(undefined);
  for (let i = 0; i < size; i++) larger[i] = ring[(head + i) & mask];
  ring = larger;
  head = 0;
  tail = size;
  mask = size * 2 - 1;
}

function push(callback, args) {
  ring[tail] = callback;
  ring[tail + 1] = args;
  tail = (tail + 2) & mask;
  if (tail === head) grow();
}

// `callback` with the async context of now; itself when there is none.
function inCurrentContext(callback, args) {
  if (usage.hooks !== null) return usage.hooks.tick(callback, args);
  const context = getAsyncContext();
  if (context === undefined) return callback;
  return (...args) => runInAsyncContext(context, () => callback(...args));
}

function nextTick(callback) {
  if (typeof callback !== 'function') {
    require('internal/validators').validateFunction(callback, 'callback');
  }
  if (process._exiting) return;
  let args;
  const count = arguments.length;
  if (count > 1) {
    args = new Array(count - 1);
    for (let i = 1; i < count; i++) args[i - 1] = arguments[i];
  }
  if (usage.active) callback = inCurrentContext(callback, args);
  if (head === tail) tickInfo[kTick] = 1;
  push(callback, args);
}

// Its frame and no other is seen below those of a tick; some programs look for it by name.
function processTicksAndRejections() {
  do {
    while (head !== tail) {
      const callback = ring[head];
      const args = ring[head + 1];
      ring[head] = ring[head + 1] = undefined;
      head = (head + 2) & mask;
      if (args === undefined) callback();
      else callback(...args);
    }
    runMicrotasks();
  } while (head !== tail || rejections.processPending());
  tickInfo[kTick] = 0;
  tickInfo[kRejection] = 0;
}

// Between two timers or two immediates: the cheap test first.
function runNextTicks() {
  if (tickInfo[kTick] === 0 && tickInfo[kRejection] === 0) runMicrotasks();
  if (tickInfo[kTick] === 0 && tickInfo[kRejection] === 0) return;
  processTicksAndRejections.call(process);
}

function queueMicrotask(callback) {
  if (typeof callback !== 'function') {
    require('internal/validators').validateFunction(callback, 'callback');
  }
  const task = () => {
    try {
      callback();
    } catch (error) {
      // A microtask has no caller to throw to.
      internalBinding('errors').triggerUncaughtException(error, false);
    }
  };
  if (usage.hooks === null) {
    enqueueMicrotask(task);
    return;
  }
  const { AsyncResource } = require('async_hooks');
  const resource = new AsyncResource('Microtask', { requireManualDestroy: true });
  enqueueMicrotask(() => {
    resource.runInAsyncScope(task);
    resource.emitDestroy();
  });
}

function setupTaskQueue() {
  setTickCallback(processTicksAndRejections.bind(process));
  rejections.listen();
  return { nextTick, runNextTicks };
}

module.exports = { setupTaskQueue, nextTick, queueMicrotask, runNextTicks, processTicksAndRejections };
