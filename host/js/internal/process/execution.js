// How a process ends and what happens to an exception nobody caught.
//
// Native entry points: callFatalException(error, fromPromise) answers whether someone took care of it (if not, the 'exit' event has
// been emitted: print the error and leave with `process.exitCode`, or 1; if the call itself throws, print that and leave with 7);
// emitBeforeExit() when the loop has run dry, emitExit() for the exit code after it.
'use strict';

const { reallyExit } = internalBinding('process');

let exitCode;
// Told how the program ends: by 'exit' (process.exit), at the loop's 'end', or by an 'error'; for options that watch it.
let watchers;

function ending(how) {
  watchers?.forEach((watcher) => watcher(how));
}

// What to call when the program still awaits something at its end, which then is the exit code.
const awaiting = [];
const UNSETTLED = 13;
let capture = null;
const auxiliary = [];
// Of `domain`, once it is loaded: takes an error that is one of its own.
let takeAsDomain = null;

function checkedExitCode(code) {
  if (code === undefined || code === null) return code;
  const value = typeof code === 'string' && code !== '' && !Number.isNaN(Number(code)) ? Number(code) : code;
  require('internal/validators').validateInteger(value, 'code');
  return code;
}

function installExitCode(target) {
  target._exiting = false;
  Object.defineProperty(target, 'exitCode', {
    __proto__: null,
    get: () => exitCode,
    set(code) { exitCode = checkedExitCode(code); },
    enumerable: true,
    configurable: false,
  });
}

const finalCode = () => Number(exitCode ?? 0) | 0;

function exit(code) {
  if (arguments.length !== 0 && code !== undefined) process.exitCode = code;
  if (!process._exiting) {
    process._exiting = true;
    process.emit('exit', finalCode());
  }
  ending('exit');
  // Looked up again: wrappers replace process.reallyExit.
  process.reallyExit(finalCode());
  // A replaced reallyExit may return; process.exit never does.
  reallyExit(finalCode());
}

function emitBeforeExit() {
  process.emit('beforeExit', finalCode());
}

function emitExit() {
  if (!process._exiting) {
    process._exiting = true;
    if (awaiting.length > 0 && !exitCode) {
      exitCode = UNSETTLED;
      for (const tell of awaiting) tell();
    }
    process.emit('exit', finalCode());
  }
  ending('end');
  return finalCode();
}

function lastWords() {
  try {
    if (process._exiting) return;
    process._exiting = true;
    process.exitCode = 1;
    process.emit('exit', 1);
    ending('error');
  } catch {
    // Nothing a listener throws now can matter more than the error that is being reported.
  }
}

// Someone has handled an exception: what it kept from running, ticks and microtasks, has its turn at
// the next callback or in the next turn of the loop.
function handled() {
  require('timers').setImmediate(require('internal/process/task_queues').processTicksAndRejections);
  require('internal/async_context').usage.hooks?.leaveAll();
  return true;
}

// How an error that nobody handled ends a worker's thread; null in the main thread, where the native side ends the process.
let endThread = null;

// What the native side calls: `process._fatalException`, which a program may have replaced or lost. Without one it answers a word,
// and the native side ends the process.
function callFatalException(error, fromPromise) {
  const { _fatalException } = process;
  if (_fatalException === onUncaughtException || endThread !== null) return onUncaughtException(error, fromPromise);
  return typeof _fatalException === 'function' ? _fatalException.call(process, error, fromPromise) : 'lost';
}

function onUncaughtException(error, fromPromise) {
  const { runAsFailed } = require('internal/async_context');
  if (endThread === null) return runAsFailed(tryToHandle, error, fromPromise);
  try {
    if (runAsFailed(tryToHandle, error, fromPromise)) return true;
  } catch (thrown) {
    error = thrown;
  }
  endThread(error);
  return true;
}

function tryToHandle(error, fromPromise) {
  const origin = fromPromise ? 'unhandledRejection' : 'uncaughtException';
  process.emit('uncaughtExceptionMonitor', error, origin);
  for (const callback of auxiliary) {
    if (callback(error, origin) === true) return handled();
  }
  if (takeAsDomain !== null && takeAsDomain(error)) return handled();
  if (capture !== null) {
    capture(error);
    return handled();
  }
  if (!fromPromise && endThread === null && mustAbort()) return null;
  if (process.emit('uncaughtException', error, origin)) return handled();
  reportUncaught?.(error);
  if (endThread === null) lastWords();
  return false;
}

// `--abort-on-uncaught-exception`: null tells the native side to. Only domains and the capture callback come before.
let abortFlag;

function mustAbort() {
  const { hasFlag } = require('internal/options');
  return abortFlag ?? (hasFlag('--abort-on-uncaught-exception') || hasFlag('--abort_on_uncaught_exception'));
}

function setAbort(isOn) {
  abortFlag = isOn;
}

// What writes the report of an error that ends the program; null without.
let reportUncaught = null;

function reportUncaughtBy(write) {
  reportUncaught = write;
}

function setUncaughtExceptionCaptureCallback(callback) {
  if (takeAsDomain !== null) throw new (require('internal/errors').codes.ERR_DOMAIN_CANNOT_SET_UNCAUGHT_EXCEPTION_CAPTURE)();
  if (callback === null) {
    capture = null;
    return;
  }
  const { codes } = require('internal/errors');
  if (typeof callback !== 'function') {
    throw new codes.ERR_INVALID_ARG_TYPE('fn', ['Function', 'null'], callback);
  }
  if (capture !== null) throw new codes.ERR_UNCAUGHT_EXCEPTION_CAPTURE_ALREADY_SET();
  capture = callback;
}

function addUncaughtExceptionCaptureCallback(callback) {
  require('internal/validators').validateFunction(callback, 'fn');
  auxiliary.push(callback);
}

const hasUncaughtExceptionCaptureCallback = () => capture !== null;

function takeErrorsFirst(take) {
  takeAsDomain = take;
}

function endThreadBy(end) {
  endThread = end;
}

function whenEnding(callback) {
  (watchers ??= []).push(callback);
}

// A part of the program has begun; answers what to call when it is done.
function beginAwaiting(tell) {
  awaiting.push(tell);
  return () => { awaiting.splice(awaiting.indexOf(tell), 1); };
}

module.exports = {
  takeErrorsFirst,
  ending,
  endThreadBy,
  whenEnding,
  reportUncaughtBy,
  beginAwaiting,
  installExitCode,
  exit,
  emitBeforeExit,
  emitExit,
  callFatalException,
  onUncaughtException,
  setAbort,
  setUncaughtExceptionCaptureCallback,
  addUncaughtExceptionCaptureCallback,
  hasUncaughtExceptionCaptureCallback,
};
