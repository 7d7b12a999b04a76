// execFile and exec: a child whose output is collected for a callback.
'use strict';

const { codes: { ERR_CHILD_PROCESS_STDIO_MAXBUFFER } } = require('internal/errors');
const { killSignal, normalizeExec, normalizeExecFile, validateArgv0, validateMaxBuffer, validateTimeout } = require('internal/child_process/options');

const MAX_BUFFER = 1024 * 1024;

// Collects one output, up to maxBuffer bytes (or characters, once it is text).
class Collector {
  constructor(stream, encoding, maxBuffer, overflow) {
    this.chunks = [];
    this.length = 0;
    // The user may still choose an encoding for the stream: what arrives tells.
    this.text = Boolean(encoding);
    if (!stream) return;
    if (encoding) stream.setEncoding(encoding);
    stream.on('data', (chunk) => {
      const length = typeof chunk === 'string' ? Buffer.byteLength(chunk, encoding) : chunk.length;
      if (typeof chunk === 'string') this.text = true;
      const room = maxBuffer - this.length;
      this.length += length;
      if (length > room) {
        this.chunks.push(chunk.slice(0, room));
        overflow();
      } else {
        this.chunks.push(chunk);
      }
    });
  }

  result() {
    return this.text ? this.chunks.join('') : Buffer.concat(this.chunks);
  }
}

// What spawn would look at, but exec does itself or leaves out. An aborted signal is spawn's affair, which ends by an 'error'.
const notForSpawn = { detached: undefined, serialization: undefined, stdio: undefined, timeout: undefined };

function start(spawn, file, args, options) {
  validateArgv0(options);
  validateTimeout(options.timeout);
  validateMaxBuffer(options.maxBuffer);
  const signalToSend = killSignal(options.killSignal) === undefined ? 'SIGTERM' : options.killSignal;
  const child = spawn(file, args, {
    ...options, ...notForSpawn, windowsHide: Boolean(options.windowsHide), windowsVerbatimArguments: Boolean(options.windowsVerbatimArguments),
  });
  return { child, signalToSend };
}

function run(spawn, file, args, options, command, callback) {
  const { child, signalToSend } = start(spawn, file, args, options);
  const encoding = options.encoding && options.encoding !== 'buffer' && Buffer.isEncoding(options.encoding) ? options.encoding : null;
  const state = { problem: null, killed: false, done: false, timer: null };

  const kill = () => {
    child.stdout?.destroy();
    child.stderr?.destroy();
    state.killed = true;
    try {
      child.kill(signalToSend);
    } catch (error) {
      state.problem ??= error;
      finish();
    }
  };
  const overflow = (name) => () => {
    state.problem = new ERR_CHILD_PROCESS_STDIO_MAXBUFFER(name);
    kill();
  };
  const out = new Collector(child.stdout, encoding, options.maxBuffer, overflow('stdout'));
  const err = new Collector(child.stderr, encoding, options.maxBuffer, overflow('stderr'));

  const finish = (code, signal) => {
    if (state.done) return;
    state.done = true;
    if (state.timer !== null) clearTimeout(state.timer);
    if (!callback) return;
    const [stdout, stderr] = [out.result(), err.result()];
    if (!state.problem && code === 0 && signal === null) {
      callback(null, stdout, stderr);
      return;
    }
    callback(describe(state, { code, signal, command, child, stderr }), stdout, stderr);
  };
  if (options.timeout > 0) {
    state.timer = setTimeout(() => {
      state.timer = null;
      kill();
    }, options.timeout);
  }
  child.on('close', finish);
  child.on('error', (error) => {
    state.problem = error;
    child.stdout?.destroy();
    child.stderr?.destroy();
    finish();
  });
  return child;
}

function describe(state, { code, signal, command, child, stderr }) {
  const { problem } = state;
  if (problem) {
    problem.cmd = command;
    return problem;
  }
  const error = new Error(`Command failed: ${command}\n${stderr}`);
  if (code < 0) error.code = require('internal/errors').uvException({ errno: code, syscall: '' }).code;
  else error.code = code;
  error.killed = child.killed || state.killed;
  error.signal = signal;
  error.cmd = command;
  return error;
}

const defaults = { encoding: 'utf8', timeout: 0, maxBuffer: MAX_BUFFER, killSignal: 'SIGTERM', cwd: null, env: null, shell: false };

module.exports = (spawn) => {
  function execFile(file, args, options, callback) {
    const normal = normalizeExecFile(file, args, options, callback);
    const all = { __proto__: null, ...defaults, ...normal.options };
    const command = [normal.options.argv0 || normal.file].concat(normal.args).map(String).join(' ');
    return run(spawn, normal.file, normal.args, all, normal.command ?? command, normal.callback);
  }

  function exec(command, options, callback) {
    const normal = normalizeExec(command, options, callback);
    if (normal.callback !== undefined && normal.callback !== null) {
      require('internal/validators').validateFunction(normal.callback, 'callback');
    }
    const all = { __proto__: null, ...defaults, ...normal.options };
    return run(spawn, normal.file, [], all, command, normal.callback);
  }

  // util.promisify(exec) resolves with { stdout, stderr }, and its promise carries the child.
  for (const form of [execFile, exec]) {
    Object.defineProperty(form, Symbol.for('nodejs.util.promisify.custom'), {
      __proto__: null,
      enumerable: false,
      value: (...args) => {
        const { promise, resolve, reject } = Promise.withResolvers();
        promise.child = form(...args, (error, stdout, stderr) => {
          if (error) reject(Object.assign(error, { stdout, stderr }));
          else resolve({ stdout, stderr });
        });
        return promise;
      },
    });
  }
  return { exec, execFile };
};
