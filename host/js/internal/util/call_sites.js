// Frames of the stack as V8's call sites, whatever Error.prepareStackTrace is set to.
'use strict';

// At most `limit` frames below `callee`, a function on the stack; the first is its caller.
function callSites(callee, limit) {
  const { prepareStackTrace, stackTraceLimit } = Error;
  const holder = {};
  Reflect.set(Error, 'stackTraceLimit', limit);
  Error.prepareStackTrace = (_, sites) => sites;
  try {
    Error.captureStackTrace(holder, callee);
    return holder.stack;
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
    Reflect.set(Error, 'stackTraceLimit', stackTraceLimit);
  }
}

module.exports = { callSites };
