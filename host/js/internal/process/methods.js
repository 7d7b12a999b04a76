// The process methods that are loaded by their first call.
'use strict';

const binding = internalBinding('process');
const { codes: { ERR_ASSERTION, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_UNKNOWN_CREDENTIAL, ERR_UNKNOWN_SIGNAL }, ErrnoException } =
  require('internal/errors');
const { validateArray, validateNumber, validateObject, validateString, validateUint32 } = require('internal/validators');
const execution = require('internal/process/execution');

function checkPrevious(value, name) {
  validateNumber(value, name);
  if (!(value >= 0 && value <= Number.MAX_SAFE_INTEGER)) throw new ERR_INVALID_ARG_VALUE.RangeError(name, value);
}

function usageSince(read, previous) {
  if (previous) {
    validateObject(previous, 'prevValue');
    checkPrevious(previous.user, 'prevValue.user');
    checkPrevious(previous.system, 'prevValue.system');
  }
  const [user, system] = read();
  return !previous ? { user, system } : { user: user - previous.user, system: system - previous.system };
}

const cpuUsage = (previous) => usageSince(binding.cpuUsage, previous);
const threadCpuUsage = (previous) => usageSince(binding.threadCpuUsage, previous);

const resourceNames = [
  'userCPUTime', 'systemCPUTime', 'maxRSS', 'sharedMemorySize', 'unsharedDataSize', 'unsharedStackSize', 'minorPageFault',
  'majorPageFault', 'swappedOut', 'fsRead', 'fsWrite', 'ipcSent', 'ipcReceived', 'signalsCount', 'voluntaryContextSwitches',
  'involuntaryContextSwitches',
];

function resourceUsage() {
  const values = binding.resourceUsage();
  const result = {};
  for (let i = 0; i < resourceNames.length; i++) result[resourceNames[i]] = values[i];
  return result;
}

function kill(pid, signal) {
  // eslint-disable-next-line eqeqeq
  if (pid != (pid | 0)) throw new ERR_INVALID_ARG_TYPE('pid', 'number', pid);
  let error;
  if (signal === (signal | 0)) {
    error = process._kill(pid, signal);
  } else {
    const number = internalBinding('constants').os.signals[signal || 'SIGTERM'];
    if (number === undefined) throw new ERR_UNKNOWN_SIGNAL(signal);
    error = process._kill(pid, number);
  }
  if (error) throw new ErrnoException(error, 'kill');
  return true;
}

let saidAssert = false;

function assert(value, message) {
  if (!saidAssert) {
    saidAssert = true;
    process.emitWarning('process.assert() is deprecated. Please use the `assert` module instead.', 'DeprecationWarning', 'DEP0100', assert);
  }
  if (!value) throw new ERR_ASSERTION(message || 'assertion error');
}

function umask(mask) {
  if (mask === undefined) return binding.umask(undefined);
  return binding.umask(require('internal/fs/utils').parseFileMode(mask, 'mask'));
}

function checkId(id, name) {
  if (typeof id === 'number') {
    validateUint32(id, name);
    return id >>> 0;
  }
  if (typeof id !== 'string') throw new ERR_INVALID_ARG_TYPE(name, ['number', 'string'], id);
  return id;
}

// These tell of failures in the C library's words.
function refused(result, syscall) {
  const { uvException } = require('internal/errors');
  const { code, message } = uvException({ errno: result, syscall: '' });
  const text = message.slice(code.length + 2, message.lastIndexOf(','));
  return Object.assign(new Error(`${code}, ${text[0].toUpperCase()}${text.slice(1)}`), { errno: -result, code, syscall });
}

// Native answers: 0 done, 1 no such name, negative errno.
function setIdentity(call, kind) {
  return function(id) {
    id = checkId(id, 'id');
    const result = binding[call](id);
    if (result === 1) throw new ERR_UNKNOWN_CREDENTIAL(kind, id);
    if (result < 0) throw refused(result, call);
  };
}

function setgroups(groups) {
  validateArray(groups, 'groups');
  const ids = groups.map((group, index) => checkId(group, `groups[${index}]`));
  const result = binding.setgroups(ids);
  if (result > 0) throw new ERR_UNKNOWN_CREDENTIAL('Group', groups[result - 1]);
  if (result < 0) throw refused(result, 'setgroups');
}

function initgroups(user, extraGroup) {
  user = checkId(user, 'user');
  extraGroup = checkId(extraGroup, 'extraGroup');
  const result = binding.initgroups(user, extraGroup);
  if (result === 1) throw new ERR_UNKNOWN_CREDENTIAL('User', user);
  if (result === 2) throw new ERR_UNKNOWN_CREDENTIAL('Group', extraGroup);
  if (result < 0) throw refused(result, 'initgroups');
}

// The symbol form lets an object keep its own `ref` for other purposes.
function refer(object, verb) {
  const method = object?.[Symbol.for(`nodejs.${verb}`)] ?? object?.[verb];
  if (typeof method === 'function') method.call(object);
}

function loadEnvFile(path) {
  const fs = require('fs');
  const file = path === undefined || path === null ? '.env' : require('internal/fs/utils').getPath(path);
  let text;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') throw error;
    const told = new TypeError(`Contents of '${file}' should be a valid string.`);
    told.code = 'ERR_INVALID_ARG_TYPE';
    throw told;
  }
  const parsed = require('util').parseEnv(text);
  for (const name of Object.keys(parsed)) {
    if (process.env[name] === undefined) process.env[name] = parsed[name];
  }
}

function execve(path, args = [], env = process.env) {
  validateString(path, 'execPath');
  validateArray(args, 'args');
  for (let i = 0; i < args.length; i++) {
    if (typeof args[i] !== 'string' || args[i].includes('\0')) {
      throw new ERR_INVALID_ARG_VALUE(`args[${i}]`, args[i], 'must be a string without null bytes');
    }
  }
  validateObject(env, 'env');
  const pairs = Object.keys(env).map((name) => `${name}=${env[name]}`);
  process.emit('exit', process.exitCode ?? 0);
  throw new ErrnoException(binding.execve(path, args, pairs), 'execve');
}

function linkedBinding(name) {
  const error = new Error(`No such binding: ${name}`);
  error.code = 'ERR_INVALID_MODULE';
  throw error;
}

let sourceMaps;
const sourceMapsEnabled = () => sourceMaps ??= require('internal/options').hasFlag('--enable-source-maps');

module.exports = {
  assert,
  cpuUsage,
  threadCpuUsage,
  resourceUsage,
  constrainedMemory: () => binding.constrainedMemory(),
  availableMemory: () => binding.availableMemory(),
  kill,
  umask,
  setuid: setIdentity('setuid', 'User'),
  seteuid: setIdentity('seteuid', 'User'),
  setgid: setIdentity('setgid', 'Group'),
  setegid: setIdentity('setegid', 'Group'),
  setgroups,
  initgroups,
  getActiveResourcesInfo: () => require('internal/process/active').resourceNames(),
  ref: (object) => refer(object, 'ref'),
  unref: (object) => refer(object, 'unref'),
  loadEnvFile,
  execve,
  binding: (name) => require('internal/process/binding').binding(name),
  _linkedBinding: linkedBinding,
  dlopen(...args) {
    if (require('internal/options').getOptionValue('--addons') === false) {
      throw new (require('internal/errors').codes.ERR_DLOPEN_DISABLED)('Cannot load native addon because loading addons is disabled.');
    }
    return internalBinding('addon').dlopen(...args);
  },
  openStdin() {
    process.stdin.resume();
    return process.stdin;
  },
  emitWarning: (...args) => require('internal/process/warning').emitWarning(...args),
  setUncaughtExceptionCaptureCallback: execution.setUncaughtExceptionCaptureCallback,
  addUncaughtExceptionCaptureCallback: execution.addUncaughtExceptionCaptureCallback,
  hasUncaughtExceptionCaptureCallback: execution.hasUncaughtExceptionCaptureCallback,
  sourceMapsEnabled,
  setSourceMapsEnabled(value) {
    require('internal/validators').validateBoolean(value, 'enabled');
    sourceMaps = value;
    require('internal/source_map/cache').setSupport(value, { nodeModules: value, generatedCode: value });
  },
  getBuiltinModule(id) {
    validateString(id, 'id');
    const { isBuiltin } = require('module');
    return isBuiltin(id) ? require(id.replace(/^node:/, '')) : undefined;
  },
};
