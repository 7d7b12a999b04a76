// Runs the program and ends it: what the native side calls, in this order: run, then (after the loop) beforeExit, then exit.
'use strict';

function run() {
  if (process.env.NODE_CHANNEL_FD !== undefined) require('internal/child_process/ipc').setupChild();
  require('internal/modules/run_main').runMain();
}

function beforeExit() {
  require('internal/process/execution').emitBeforeExit();
}

// Answers the exit code.
function exit() {
  return require('internal/process/execution').emitExit();
}

module.exports = { run, beforeExit, exit };
