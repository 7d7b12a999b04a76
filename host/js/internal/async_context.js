// The async context that follows a callback across the loop: V8's continuation-preserved embedder data, the value that
// AsyncLocalStorage keeps its stores in. Promises carry it by themselves; timers, immediates, ticks and async resources take it along here.
// Once a program looks at async_hooks they also get an id: internal/async_hooks.
'use strict';

const { getContinuationData, setContinuationData } = internalBinding('task_queue');

// active: whether any context was ever set here, or async_hooks is loaded; until then nothing needs to be taken along.
// hooks: internal/async_hooks, once it is loaded. inMain: whether the main script runs. failed: the context of the callback that threw
// last, for whoever is told of what nobody catches. promiseHooks: those of `v8.promiseHooks`.
const usage = { active: false, hooks: null, inMain: true, failed: undefined, promiseHooks: undefined };

// Calls fn(argument) with the context that was current when `context` was taken.
function runInAsyncContext(context, fn, argument) {
  const previous = getContinuationData();
  if (previous === context) return fn(argument);
  setContinuationData(context);
  usage.failed = undefined;
  let isDone = false;
  try {
    const result = fn(argument);
    isDone = true;
    return result;
  } finally {
    if (!isDone) usage.failed ??= context;
    setContinuationData(previous);
  }
}

// Calls fn(...args) in the context of what failed, if that is known.
function runAsFailed(fn, ...args) {
  const context = usage.failed;
  usage.failed = undefined;
  return context === undefined ? Reflect.apply(fn, undefined, args) : runInAsyncContext(context, () => Reflect.apply(fn, undefined, args));
}

function setAsyncContext(context) {
  usage.active = true;
  setContinuationData(context);
}

// What a resource takes along: the context, or its record. Ask for it only when usage.active.
function capture(type, resource, trigger) {
  return usage.hooks === null ? getContinuationData() : usage.hooks.begin(type, resource, trigger);
}

// Calls fn(resource) with what it has taken along.
function runCaptured(captured, fn, resource) {
  if (usage.hooks === null) return runInAsyncContext(captured, fn, resource);
  const { Record, adopt, run } = usage.hooks;
  return run(captured instanceof Record ? captured : adopt(resource, captured), fn, undefined, [resource]);
}

// The id of what has taken something along; 0 when nobody asked for it.
function idOf(captured) {
  return usage.hooks !== null && captured instanceof usage.hooks.Record ? captured.id : 0;
}

// The resource is done.
function release(captured) {
  if (usage.hooks !== null && captured instanceof usage.hooks.Record) usage.hooks.destroy(captured.id);
}

// `callback` as that of one request of the host: of `type`, with a resource (or the name of its class) of its own. The
// native side takes the context along.
function request(type, resource, callback, trigger) {
  return usage.hooks === null ? callback : usage.hooks.request(type, resource, callback, trigger);
}

module.exports = {
  getAsyncContext: getContinuationData, setAsyncContext, usage, runAsFailed, runInAsyncContext, capture, runCaptured, idOf, release, request,
};
