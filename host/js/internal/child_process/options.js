// What spawn, exec and their synchronous forms accept, brought to one shape for the native side.
'use strict';

const { codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_SYNC_FORK_INPUT, ERR_IPC_ONE_PIPE, ERR_IPC_SYNC_FORK, ERR_OUT_OF_RANGE,
  ERR_UNKNOWN_SIGNAL } } = require('internal/errors');
const { validateArray, validateBoolean, validateObject, validateString } = require('internal/validators');
const { os: { signals } } = internalBinding('constants');

function checkNulls(value, name) {
  if (typeof value === 'string' && value.includes('\0')) {
    throw new ERR_INVALID_ARG_VALUE(name, value, 'must be a string without null bytes');
  }
}

function toSignal(signal) {
  if (typeof signal === 'number') {
    if (Object.values(signals).includes(signal)) return signal;
  } else if (typeof signal === 'string') {
    const number = signals[signal] ?? signals[signal.toUpperCase()];
    if (number !== undefined) return number;
  }
  throw new ERR_UNKNOWN_SIGNAL(signal);
}

function killSignal(signal) {
  if (typeof signal === 'string' || typeof signal === 'number') return toSignal(signal);
  if (signal !== null && signal !== undefined) throw new ERR_INVALID_ARG_TYPE('options.killSignal', ['string', 'number'], signal);
  return undefined;
}

// A folder: an empty string is none.
function toPath(value, name) {
  if (value instanceof URL || (value !== null && typeof value === 'object' && typeof value.href === 'string')) {
    return require('internal/url').fileURLToPath(value);
  }
  if (ArrayBuffer.isView(value)) return Buffer.from(value).toString();
  if (typeof value !== 'string') throw new ERR_INVALID_ARG_TYPE(name, ['string', 'Buffer', 'URL'], value);
  return value;
}

function optionalInt(options, name) {
  const value = options[name];
  if (value !== undefined && value !== null && value !== (value | 0)) throw new ERR_INVALID_ARG_TYPE(`options.${name}`, 'int32', value);
}

function validateTimeout(timeout) {
  if (timeout !== undefined && timeout !== null && !(Number.isInteger(timeout) && timeout >= 0)) {
    throw new ERR_OUT_OF_RANGE('timeout', 'an unsigned integer', timeout);
  }
}

function validateMaxBuffer(maxBuffer) {
  if (maxBuffer !== undefined && maxBuffer !== null && !(typeof maxBuffer === 'number' && maxBuffer >= 0)) {
    throw new ERR_OUT_OF_RANGE('options.maxBuffer', 'a positive number', maxBuffer);
  }
}

function environmentPairs(env) {
  const pairs = [];
  for (const name in env) {
    const value = env[name];
    if (value === undefined) continue;
    checkNulls(name, `options.env['${name}']`);
    checkNulls(`${value}`, `options.env['${name}']`);
    pairs.push(`${name}=${value}`);
  }
  return pairs;
}

// spawn(file, args?, options?)
function normalizeSpawn(file, args, options) {
  validateString(file, 'file');
  checkNulls(file, 'file');
  if (file.length === 0) throw new ERR_INVALID_ARG_VALUE('file', file, 'cannot be empty');
  if (Array.isArray(args)) {
    args = args.slice();
  } else if (args === undefined || args === null) {
    args = [];
  } else if (typeof args !== 'object') {
    throw new ERR_INVALID_ARG_TYPE('args', 'object', args);
  } else {
    options = args;
    args = [];
  }
  for (let i = 0; i < args.length; i++) {
    if (typeof args[i] === 'string') checkNulls(args[i], `args[${i}]`);
  }
  if (options === undefined) options = {};
  else validateObject(options, 'options');
  return shape(file, args, options);
}

function shape(file, args, options) {
  // Own properties only: what was put on Object.prototype is no option.
  options = { __proto__: null, ...options };
  let { cwd } = options;
  if (cwd !== undefined && cwd !== null) {
    cwd = toPath(cwd, 'options.cwd');
    if (cwd.includes('\0')) {
      throw new ERR_INVALID_ARG_VALUE('options.cwd', cwd, 'must be a string, Uint8Array, or URL without null bytes');
    }
  }
  if (options.detached !== undefined && options.detached !== null) validateBoolean(options.detached, 'options.detached');
  optionalInt(options, 'uid');
  optionalInt(options, 'gid');
  const { shell } = options;
  if (shell !== undefined && shell !== null && typeof shell !== 'boolean' && typeof shell !== 'string') {
    throw new ERR_INVALID_ARG_TYPE('options.shell', ['boolean', 'string'], shell);
  }
  checkNulls(shell, 'options.shell');
  validateArgv0(options);
  for (const name of ['windowsHide', 'windowsVerbatimArguments']) {
    if (options[name] !== undefined && options[name] !== null) validateBoolean(options[name], `options.${name}`);
  }
  if (shell) {
    const command = [file, ...args].join(' ');
    file = typeof shell === 'string' ? shell : '/bin/sh';
    args = ['-c', command];
  }
  args.unshift(typeof options.argv0 === 'string' ? options.argv0 : file);
  return {
    __proto__: null,
    ...options,
    file,
    args,
    cwd: cwd ?? undefined,
    detached: Boolean(options.detached),
    envPairs: environmentPairs(options.env || process.env),
  };
}

// The stdio option as an array of { type: 'pipe' | 'ignore' | 'fd' | 'ipc', fd? }.
function normalizeStdio(stdio, sync) {
  if (!stdio) {
    stdio = ['pipe', 'pipe', 'pipe'];
  } else if (typeof stdio === 'string') {
    stdio = stdioNames(stdio);
  } else if (!Array.isArray(stdio)) {
    throw new ERR_INVALID_ARG_VALUE('stdio', stdio);
  }
  const result = stdio.slice();
  while (result.length < 3) result.push(undefined);
  if (!sync && result.indexOf('ipc') !== result.lastIndexOf('ipc')) throw new ERR_IPC_ONE_PIPE();
  return result.map((entry, index) => normalizeStdioEntry(entry, index, sync));
}

// One word for all three.
function stdioNames(word) {
  if (!['ignore', 'pipe', 'overlapped', 'inherit'].includes(word)) throw new ERR_INVALID_ARG_VALUE('stdio', word);
  return [word, word, word];
}

function normalizeStdioEntry(entry, index, sync) {
  if (entry === null || entry === undefined) entry = index < 3 ? 'pipe' : 'ignore';
  if (entry === 'ignore') return { type: 'ignore' };
  if (entry === 'pipe' || entry === 'overlapped' || (typeof entry === 'number' && entry < 0)) return { type: 'pipe' };
  if (entry === 'ipc') {
    if (sync) throw new ERR_IPC_SYNC_FORK();
    return { type: 'ipc' };
  }
  if (entry === 'inherit') return { type: 'fd', fd: index };
  if (typeof entry === 'number') return { type: 'fd', fd: entry };
  const fd = typeof entry.fd === 'number' ? entry.fd : entry._handle?.fd;
  if (typeof fd === 'number' && fd >= 0) return { type: 'fd', fd };
  if (ArrayBuffer.isView(entry) || typeof entry === 'string') {
    if (!sync) throw new ERR_INVALID_SYNC_FORK_INPUT(require('internal/util/inspect').inspect(entry));
    return { type: 'pipe' };
  }
  throw new ERR_INVALID_ARG_VALUE('stdio', entry);
}

// exec(command, options?, callback?)
function normalizeExec(command, options, callback) {
  validateString(command, 'command');
  checkNulls(command, 'command');
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  options = { __proto__: null, ...options };
  options.shell = typeof options.shell === 'string' ? options.shell : true;
  return { file: command, options, callback };
}

function validateArgv0({ argv0 }) {
  if (argv0 === undefined || argv0 === null) return;
  validateString(argv0, 'options.argv0');
  checkNulls(argv0, 'options.argv0');
}

// execFile(file, args?, options?, callback?)
function normalizeExecFile(file, args, options, callback) {
  if (Array.isArray(args)) {
    args = args.slice();
  } else if (args !== null && typeof args === 'object') {
    callback = options;
    options = args;
    args = null;
  } else if (typeof args === 'function') {
    callback = args;
    options = null;
    args = null;
  }
  args ??= [];
  // What is no array is refused after the options, by normalizeSpawn.
  if (typeof options === 'function') callback = options;
  else if (options !== null && options !== undefined) validateObject(options, 'options');
  if (typeof options !== 'object' || options === null) options = {};
  if (callback !== null && callback !== undefined) require('internal/validators').validateFunction(callback, 'callback');
  validateArgv0(options);
  return { file, args, options, callback };
}

module.exports = {
  checkNulls, killSignal, normalizeExec, normalizeExecFile, normalizeSpawn, normalizeStdio, stdioNames, toSignal, validateArgv0, validateArray, validateMaxBuffer, validateTimeout,
};
