// The `call` of the promise forms: a native call, or the steps of several, as a promise.
'use strict';

const binding = internalBinding('fs');
const { request } = require('internal/async_context');
// What the loop lists the call as.
const { tickInfo } = internalBinding('task_queue');
const kPromise = 2;

function one(native, args, map, kind = ['FSREQPROMISE', 'FSReqPromise']) {
  return new Promise((resolve, reject) => {
    const done = request(...kind, (error, value) => {
      if (error) {
        reject(error);
        return;
      }
      try {
        resolve(map === undefined ? value : map(value));
      } catch (failure) {
        reject(failure);
      }
    });
    tickInfo[kPromise] = 1;
    binding[native](done, ...args);
  });
}

async function drive(steps) {
  let step = steps.next();
  while (!step.done) {
    const [native, args] = step.value;
    let value;
    try {
      value = await (typeof native === 'function' ? native(...args) : one(native, args));
    } catch (error) {
      step = steps.throw(error);
      continue;
    }
    step = steps.next(value);
  }
  return step.value;
}

function call(native, args, map) {
  return typeof native === 'string' ? one(native, args, map) : drive(native(...args));
}
call.isPromise = true;

call.ready = () => {};

// An error of the system has no stack of its own: it gets that of who waits for the promise.
function traced(error) {
  if (Error.isError(error) && error.syscall !== undefined) Error.captureStackTrace(error, traced);
  return error;
}

module.exports = { call, drive, one, traced };
