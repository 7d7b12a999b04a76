// How an error that nobody handled is shown: deeper than console.log shows it, as it is and not as it wants to look, and in colours on a
// terminal.
'use strict';

const { inspect } = require('internal/util/inspect');

const DEPTH = 5;

function hasColors() {
  const stream = process.stderr;
  if (process.env.FORCE_COLOR === undefined && !stream.isTTY) return false;
  if (typeof stream.getColorDepth === 'function') return stream.getColorDepth() > 2;
  return stream.isTTY || require('tty').WriteStream.prototype.getColorDepth() > 2;
}

function show(error) {
  return inspect(error, { depth: Math.max(inspect.defaultOptions.depth, DEPTH), colors: hasColors(), customInspect: false });
}

module.exports = { show };
