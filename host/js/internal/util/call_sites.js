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

// What `util.getCallSites` says of a frame.
function describe(site) {
  return {
    __proto__: null,
    functionName: site.getFunctionName() ?? '',
    scriptId: String(site.getScriptHash?.() ?? '').slice(0, 8),
    scriptName: site.getFileName() ?? '',
    lineNumber: site.getLineNumber(),
    columnNumber: site.getColumnNumber(),
    column: site.getColumnNumber(),
  };
}

// The same by the source map of its script, if that has one.
function mapped(described) {
  const { scriptName, lineNumber, columnNumber, functionName } = described;
  const map = require('internal/source_map/cache').find(scriptName);
  const entry = map?.findEntry(lineNumber - 1, columnNumber - 1);
  if (entry?.originalSource === undefined) return described;
  const { originalSource, originalLine, originalColumn, name } = entry;
  return {
    __proto__: null,
    functionName: name ?? functionName,
    scriptName: originalSource,
    lineNumber: originalLine + 1,
    column: originalColumn + 1,
    columnNumber: originalColumn + 1,
  };
}

module.exports = { callSites, describe, mapped };
