// Runs the program and ends it: what the native side calls, in this order: observe (if an option asks for it), run, then (after
// the loop) beforeExit, then exit. A worker's thread begins with internal/worker/main.
'use strict';

// Starts what watches the program from outside.
function observe() {
  const { hasFlag } = require('internal/options');
  require('internal/process/diagnosis').start();
  if (hasFlag('--explain-exit')) require('internal/process/explain').start();
}

// The same in a worker, whose options may be its own.
function observeThread() {
  if (process.execArgv.length > 0 || process.env.NODE_OPTIONS !== undefined) observe();
}

function run() {
  if (process.env.NODE_CHANNEL_FD !== undefined) {
    require('internal/child_process/ipc').setupChild();
    if (process.env.WATCH_REPORT_DEPENDENCIES) require('internal/process/watch_mode').report();
  }
  runProgram();
}

// What is called by the loop after this does not belong to the main script any more.
function runProgram() {
  const { usage } = require('internal/async_context');
  try {
    require('internal/modules/run_main').runMain();
    usage.hooks?.leaveMain();
  } finally {
    usage.inMain = false;
  }
}

function beforeExit() {
  require('internal/process/execution').emitBeforeExit();
}

// Answers the exit code.
function exit() {
  return require('internal/process/execution').emitExit();
}

module.exports = { observe, observeThread, run, runProgram, beforeExit, exit };
