// child_process: starting other programs. The parts are in internal/child_process/*.
'use strict';

const { ChildProcess } = require('internal/child_process/child');
const { checkNulls, killSignal, normalizeSpawn, stdioNames, toSignal, validateTimeout } = require('internal/child_process/options');

function abortChild(child, signal, number) {
  if (!child) return;
  try {
    if (child.kill(number)) {
      const { AbortError } = require('internal/errors');
      child.emit('error', new AbortError(undefined, { cause: signal.reason }));
    }
  } catch (error) {
    child.emit('error', error);
  }
}

function spawn(file, args, options) {
  const shaped = normalizeSpawn(file, args, options);
  validateTimeout(shaped.timeout);
  const { validateAbortSignal, validateOneOf } = require('internal/validators');
  if (shaped.signal !== undefined) validateAbortSignal(shaped.signal, 'options.signal');
  validateOneOf(shaped.serialization, 'options.serialization', [undefined, 'json', 'advanced']);
  const number = killSignal(shaped.killSignal) ?? toSignal('SIGTERM');
  const child = new ChildProcess();
  child.spawn(shaped);
  if (shaped.timeout > 0) {
    const timer = setTimeout(() => {
      try {
        child.kill(number);
      } catch (error) {
        child.emit('error', error);
      }
    }, shaped.timeout);
    child.once('exit', () => clearTimeout(timer));
  }
  const { signal } = shaped;
  if (signal) {
    const onAbort = () => abortChild(child, signal, number);
    if (signal.aborted) {
      process.nextTick(onAbort);
    } else {
      signal.addEventListener('abort', onAbort, require('internal/event_target').onceForSure);
      child.once('exit', () => signal.removeEventListener('abort', onAbort));
    }
  }
  return child;
}

function forkStdio(stdio, silent) {
  if (Array.isArray(stdio)) {
    if (stdio.includes('ipc')) return stdio;
    const { ERR_CHILD_PROCESS_IPC_REQUIRED } = require('internal/errors').codes;
    throw new ERR_CHILD_PROCESS_IPC_REQUIRED('options.stdio');
  }
  const kind = typeof stdio === 'string' ? stdio : silent ? 'pipe' : 'inherit';
  stdioNames(kind);
  return [kind, kind, kind, 'ipc'];
}

function fork(modulePath, args = [], options = undefined) {
  const { validateArray, validateObject } = require('internal/validators');
  modulePath = String(require('internal/fs/utils').getPath(modulePath, 'modulePath'));
  if (args === undefined || args === null) {
    args = [];
  } else if (typeof args === 'object' && !Array.isArray(args)) {
    options = args;
    args = [];
  } else {
    validateArray(args, 'args');
  }
  if (options !== undefined && options !== null) validateObject(options, 'options');
  options = { __proto__: null, ...options, shell: false };
  options.execPath ||= process.execPath;
  validateArray(options.execArgv ||= process.execArgv, 'options.execArgv');
  checkNulls(options.execPath, 'options.execPath');
  options.execArgv.forEach((word, index) => checkNulls(word, `options.execArgv[${index}]`));
  args.forEach((word, index) => checkNulls(word, `args[${index}]`));
  const words = [...options.execArgv, modulePath, ...args];
  options.stdio = forkStdio(options.stdio, options.silent);
  return spawn(options.execPath, words, options);
}

const { exec, execFile } = require('internal/child_process/exec')(spawn);

// Loads its file when it is called.
function late(name, length, load) {
  const method = {
    [name](...args) {
      return load()(...args);
    },
  }[name];
  return Object.defineProperty(method, 'length', { __proto__: null, value: length, configurable: true });
}
const sync = (name, length) => late(name, length, () => require('internal/child_process/sync')[name]);

module.exports = {
  _forkChild: late('_forkChild', 2, () => require('internal/child_process/ipc').setupChild),
  ChildProcess,
  exec,
  execFile,
  execFileSync: sync('execFileSync', 3),
  execSync: sync('execSync', 2),
  fork,
  spawn,
  spawnSync: sync('spawnSync', 3),
};
