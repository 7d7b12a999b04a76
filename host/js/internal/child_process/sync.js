// spawnSync, execSync and execFileSync: the native side runs the process while this thread waits.
'use strict';

const { ErrnoException } = require('internal/errors');
const { killSignal, normalizeExec, normalizeExecFile, normalizeSpawn, normalizeStdio, validateMaxBuffer, validateTimeout } =
  require('internal/child_process/options');
const { signalName } = require('internal/child_process/child');
const binding = internalBinding('process_spawn');

const MAX_BUFFER = 1024 * 1024;

function inputBytes(options) {
  const { input, stdio } = options;
  const given = input ?? (Array.isArray(stdio) && (ArrayBuffer.isView(stdio[0]) || null)) ?? undefined;
  if (given === undefined || given === null || given === false || given === true) return undefined;
  if (given === '') return Buffer.alloc(0);
  if (typeof given === 'string') return Buffer.from(given, options.encoding);
  if (ArrayBuffer.isView(given)) return given;
  const { ERR_INVALID_ARG_TYPE } = require('internal/errors').codes;
  throw new ERR_INVALID_ARG_TYPE('options.stdio[0]', ['Buffer', 'TypedArray', 'DataView', 'string'], given);
}

function spawnSync(file, args, options) {
  const shaped = { __proto__: null, maxBuffer: MAX_BUFFER, ...normalizeSpawn(file, args, options) };
  validateTimeout(shaped.timeout);
  validateMaxBuffer(shaped.maxBuffer);
  const stdio = normalizeStdio(shaped.stdio, true);
  const raw = binding.run({
    file: shaped.file,
    args: shaped.args.map(String),
    env: shaped.envPairs,
    cwd: shaped.cwd,
    stdio: stdio.map(({ type, fd }) => (type === 'fd' ? fd : -1)),
    pipes: stdio.map(({ type }) => type === 'pipe'),
    detached: shaped.detached,
    uid: shaped.uid,
    gid: shaped.gid,
    input: inputBytes(shaped),
    timeout: shaped.timeout,
    maxBuffer: shaped.maxBuffer,
    killSignal: killSignal(shaped.killSignal),
  });
  return shapeResult(raw, shaped);
}

function shapeResult(raw, { file, args, encoding }) {
  const started = raw.pid !== 0;
  const output = !started ? null : raw.output.map((bytes, index) => {
    if (bytes === null || index === 0) return null;
    const buffer = Buffer.from(bytes);
    return encoding && encoding !== 'buffer' ? buffer.toString(encoding) : buffer;
  });
  const result = {
    status: started && raw.signal === 0 ? raw.code : null,
    signal: started ? signalName(raw.signal) : null,
    output,
    pid: raw.pid,
    stdout: started ? output[1] ?? null : undefined,
    stderr: started ? output[2] ?? null : undefined,
  };
  if (raw.error === 0) return result;
  const error = new ErrnoException(raw.error, `spawnSync ${file}`);
  error.path = file;
  error.spawnargs = args.slice(1);
  return { error, ...result };
}

function failure(result, command, args) {
  if (result.error) return Object.assign(result.error, result);
  if (result.status === 0) return undefined;
  let message = `Command failed: ${command ?? args.join(' ')}`;
  if (result.stderr && result.stderr.length > 0) message += `\n${result.stderr.toString()}`;
  const error = new Error(message);
  return Object.assign(error, result);
}

function finish(result, options, command, args) {
  if (options.stdio === undefined && result.stderr) process.stderr.write(result.stderr);
  const error = failure(result, command, args);
  if (error) throw error;
  return result.stdout;
}

function execFileSync(file, args, options) {
  // There is no callback that a third argument could be.
  if (typeof options === 'function') require('internal/validators').validateObject(options, 'options');
  const normal = normalizeExecFile(file, args, options);
  const result = spawnSync(normal.file, normal.args, normal.options);
  return finish(result, normal.options, undefined, [normal.options.argv0 || normal.file].concat(normal.args));
}

function execSync(command, options) {
  const normal = normalizeExec(command, options, null);
  const result = spawnSync(normal.file, normal.options);
  return finish(result, normal.options, command);
}

module.exports = { execFileSync, execSync, spawnSync };
