// Makes the empty object that every built-in module receives as `process` into the process object.
//
// Bootstrap contract: native code creates one object per isolate; `setupProcess(process)` runs once, after internalBinding works. It
// knows nothing of the process it runs in, because a startup snapshot keeps what it has made; `startProcess` adds that.
// Afterwards: `internal/process/execution` has the exit and uncaught-exception entry points, `internal/process/task_queues` the
// queue. What an empty script does not touch is in `internal/process/methods` and loaded by the first call.
// Deliberately absent: domains, the inspector.
'use strict';

const binding = internalBinding('process');
const { defineLazy } = internalBinding('util');

// A method whose body is loaded on first use.
function late(name, length) {
  const method = {
    [name](...args) {
      return require('internal/process/methods')[name].apply(this, args);
    },
  }[name];
  if (length !== 0) Object.defineProperty(method, 'length', { value: length, configurable: true });
  return method;
}

function constant(target, name, value) {
  Object.defineProperty(target, name, { __proto__: null, value, writable: false, enumerable: true, configurable: true });
}

function installPrototype(target) {
  const EventEmitter = require('events');
  const prototype = Object.create(EventEmitter.prototype, {
    constructor: { __proto__: null, value: function process() {}, writable: true, enumerable: false, configurable: true },
  });
  prototype.constructor.prototype = prototype;
  Object.setPrototypeOf(target, prototype);
  Object.defineProperty(target, Symbol.toStringTag, {
    __proto__: null, value: 'process', writable: true, enumerable: false, configurable: false,
  });
  EventEmitter.call(target);
  if (target.domain === undefined) target.domain = null;
}

function installFacts(target) {
  const { versionInfo } = require('internal/process/versions');
  constant(target, 'version', versionInfo.version);
  constant(target, 'versions', versionInfo.versions);
  constant(target, 'arch', binding.arch);
  constant(target, 'platform', binding.platform);
  constant(target, 'release', versionInfo.release);
  defineLazy(target, 'config', () => require('internal/process/config').config, true, true);
  defineLazy(target, 'features', () => require('internal/process/config').features, true, true);
  defineLazy(target, 'allowedNodeEnvironmentFlags', () => require('internal/process/environment_flags'), true);
  Object.defineProperty(target, 'report', { __proto__: null, get: () => require('internal/process/report'), enumerable: true, configurable: true });
  defineLazy(target, 'finalization', () => require('internal/process/finalization').create(), true);
  constant(target, 'moduleLoadList', []);
  constant(target, 'pid', 0);
  Object.defineProperty(target, 'ppid', { __proto__: null, get: binding.getppid, enumerable: true, configurable: true });
  Object.defineProperty(target, 'title', {
    __proto__: null,
    get: binding.getTitle,
    set(value) { binding.setTitle(String(value)); },
    enumerable: true,
    configurable: true,
  });
  target.execPath = '';
  target.debugPort = 9229;
  target.argv = undefined;
  target.execArgv = undefined;
  constant(target, 'argv0', '');
  constant(target, '_preload_modules', []);
  target.env = undefined;
}

const lateMethods = {
  loadEnvFile: 0, cpuUsage: 1, threadCpuUsage: 1, resourceUsage: 0, constrainedMemory: 0, availableMemory: 0,
  kill: 2, execve: 1, ref: 1, unref: 1, openStdin: 0, binding: 1, _linkedBinding: 1, dlopen: 0, setUncaughtExceptionCaptureCallback: 1,
  addUncaughtExceptionCaptureCallback: 1, hasUncaughtExceptionCaptureCallback: 0, emitWarning: 4, setSourceMapsEnabled: 1,
  getActiveResourcesInfo: 0, getBuiltinModule: 1, umask: 1, initgroups: 2, setgroups: 1, setegid: 1, seteuid: 1, setgid: 1, setuid: 1,
};

function installMethods(target) {
  for (const name of Object.keys(lateMethods)) target[name] = late(name, lateMethods[name]);
  const { chdir, cwd, hrtime, memoryUsage, uptime } = require('internal/process/per_thread');
  const { exit } = require('internal/process/execution');
  const { nextTick, runNextTicks } = require('internal/process/task_queues');
  const { onUncaughtException } = require('internal/process/execution');
  Object.assign(target, {
    cwd, chdir, hrtime, memoryUsage, uptime, exit, nextTick,
    _tickCallback: runNextTicks,
    _fatalException: onUncaughtException,
    _kill: binding.kill,
    _rawDebug(...args) { binding.rawDebug(require('internal/util/inspect').format(...args)); },
    reallyExit: binding.reallyExit,
    abort: binding.abort,
    getuid: binding.getuid,
    geteuid: binding.geteuid,
    getgid: binding.getgid,
    getegid: binding.getegid,
    getgroups: binding.getgroups,
    _getActiveRequests: () => require('internal/process/active').activeRequests(),
    _getActiveHandles: () => require('internal/process/active').activeHandles(),
    _debugProcess() {},
    _debugEnd() {},
    _startProfilerIdleNotifier() {},
    _stopProfilerIdleNotifier() {},
    assert: late('assert', 0),
  });
  Object.defineProperty(target, 'sourceMapsEnabled', {
    __proto__: null, get: () => require('internal/process/methods').sourceMapsEnabled(), enumerable: true, configurable: true,
  });
}

function setupProcess(target) {
  installPrototype(target);
  installFacts(target);
  require('internal/process/execution').installExitCode(target);
  installMethods(target);
  require('internal/stdio').install(target);
  require('internal/process/task_queues').setupTaskQueue();
  require('internal/process/signals').install(target);
}

// The facts of this process and thread, over the places that setupProcess has made.
function startProcess(target) {
  const facts = {};
  binding.start(facts);
  constant(target, 'pid', facts.pid);
  target.execPath = facts.execPath;
  target.argv = facts.argv;
  target.execArgv = facts.execArgv;
  Object.defineProperty(target, 'argv0', { __proto__: null, value: facts.argv0, writable: false, enumerable: true, configurable: false });
  target.env = facts.env;
  require('internal/process/per_thread').setClock(facts.hrtime, facts.hrtimeOrigin);
  require('internal/process/warning').install(target);
}

module.exports = { setupProcess, startProcess };
