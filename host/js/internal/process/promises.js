// Unhandled promise rejections: who is told, and when. The modes are those of --unhandled-rejections.
//
// V8 reports through task_queue's setPromiseRejectCallback; everything is looked at after the ticks and microtasks of a callback
// have run, so that a handler added meanwhile counts. Deliberately absent: 'multipleResolves', which Node 26 has not either.
'use strict';

const { tickInfo, setPromiseRejectCallback } = internalBinding('task_queue');

const { getAsyncContext, runInAsyncContext, usage } = require('internal/async_context');

const kRejection = 1;
// v8::PromiseRejectEvent
const kRejectWithNoHandler = 0;
const kHandlerAddedAfterReject = 1;

const ORIGIN_TEXT = 'This error originated either by throwing inside of an async function without a catch block, ' +
  'or by rejecting a promise which was not handled with .catch().';

let lastId = 0;
// By promise, in the order of their rejections; most get a handler soon and leave again.
const pending = new Map();
const handledLate = [];
const reportedOnes = new WeakMap();

function onReject(type, promise, reason) {
  if (type === kRejectWithNoHandler) {
    pending.set(promise, { promise, reason, id: ++lastId, domain: process.domain, context: getAsyncContext() });
    tickInfo[kRejection] = 1;
  } else if (type === kHandlerAddedAfterReject) {
    if (pending.delete(promise)) return;
    const entry = reportedOnes.get(promise);
    if (entry === undefined) return;
    reportedOnes.delete(promise);
    handledLate.push(entry);
    tickInfo[kRejection] = 1;
  }
}

function isErrorLike(value) {
  return value !== null && typeof value === 'object' && Object.prototype.hasOwnProperty.call(value, 'stack');
}

// In the engine's words, so that no code of the reason runs: `#<Object>`.
const describe = (reason) => internalBinding('errors').detailText(reason);

function asError(reason) {
  if (require('internal/util/types').isNativeError(reason) || isErrorLike(reason)) return reason;
  const error = new Error(`${ORIGIN_TEXT} The promise rejected with the reason "${describe(reason)}".`);
  error.code = 'ERR_UNHANDLED_REJECTION';
  error.name = 'UnhandledPromiseRejection';
  return error;
}

function warn({ reason, id }) {
  const name = 'UnhandledPromiseRejectionWarning';
  try {
    process.emitWarning(isErrorLike(reason) ? reason.stack : describe(reason), name);
  } catch {
    // The reason's own accessors may throw; the second warning says enough.
  }
  const warning = new Error(`Unhandled promise rejection. ${ORIGIN_TEXT} To terminate the node process on unhandled promise ` +
    'rejection, use the CLI flag `--unhandled-rejections=strict` (see ' +
    `https://nodejs.org/api/cli.html#cli_unhandled_rejections_mode). (rejection id: ${id})`);
  warning.name = name;
  if (isErrorLike(reason)) warning.stack = reason.stack;
  process.emitWarning(warning);
}

function raise(reason) {
  internalBinding('errors').triggerUncaughtException(asError(reason), true);
}

function tell({ promise, reason, domain }) {
  return domain ? domain.emit('error', reason) : process.emit('unhandledRejection', reason, promise);
}

const modes = {
  'throw'(entry) {
    if (!tell(entry)) raise(entry.reason);
  },
  'strict'(entry) {
    raise(entry.reason);
    if (!tell(entry)) warn(entry);
  },
  'warn'(entry) {
    tell(entry);
    warn(entry);
  },
  'none'(entry) {
    tell(entry);
  },
  'warn-with-error-code'(entry) {
    if (tell(entry)) return;
    warn(entry);
    process.exitCode = 1;
  },
};

let act;
function chooseMode() {
  const name = require('internal/options').getOptionValue('--unhandled-rejections');
  return modes[name] ?? modes.throw;
}

// Answers whether there was anything to tell.
function reportLate() {
  if (handledLate.length === 0) return false;
  while (handledLate.length > 0) {
    const { promise, id } = handledLate.shift();
    if (process.emit('rejectionHandled', promise)) continue;
    const warning = new Error(`Promise rejection was handled asynchronously (rejection id: ${id})`);
    warning.name = 'PromiseRejectionHandledWarning';
    warning.id = id;
    process.emitWarning(warning);
  }
  return true;
}

// Answers whether anything was reported that may have queued new ticks. Throws what a listener throws; the rest stays queued.
function processPending() {
  tickInfo[kRejection] = 0;
  let reported = reportLate();
  for (const entry of [...pending.values()]) {
    // What a listener does may have handled it.
    if (!pending.delete(entry.promise)) continue;
    reportedOnes.set(entry.promise, entry);
    act ??= chooseMode();
    if (pending.size > 0) tickInfo[kRejection] = 1;
    runInAsyncContext(entry.context, report, entry);
    reported = true;
  }
  return reported || pending.size > 0;
}

function report(entry) {
  if (usage.hooks === null) act(entry);
  else usage.hooks.runAsPromise(entry.promise, act, entry);
}

function listen() {
  setPromiseRejectCallback(onReject);
}

module.exports = { listen, processPending };
