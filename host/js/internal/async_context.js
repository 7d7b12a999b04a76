// The async context that follows a callback across the loop: V8's continuation-preserved embedder data, the value that
// AsyncLocalStorage keeps its stores in. Promises carry it by themselves; timers, immediates, ticks and async resources take it along here.
'use strict';

const { getContinuationData, setContinuationData } = internalBinding('task_queue');

// Calls fn(argument) with the context that was current when `context` was taken.
function runInAsyncContext(context, fn, argument) {
  const previous = getContinuationData();
  if (previous === context) return fn(argument);
  setContinuationData(context);
  try {
    return fn(argument);
  } finally {
    setContinuationData(previous);
  }
}

// Whether any context was ever set here: until then nothing needs to be taken along.
const usage = { active: false };

function setAsyncContext(context) {
  usage.active = true;
  setContinuationData(context);
}

module.exports = { getAsyncContext: getContinuationData, setAsyncContext, usage, runInAsyncContext };
