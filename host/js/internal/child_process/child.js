// ChildProcess: one running process, its streams and its end.
'use strict';

const EventEmitter = require('events');
const { ErrnoException } = require('internal/errors');
const { killSignal, normalizeStdio, toSignal } = require('internal/child_process/options');
const { os: { signals, errno: errnos } } = internalBinding('constants');
const { request } = require('internal/async_context');
const binding = internalBinding('process_spawn');

// Failures that are told by an 'error' event; others are thrown.
const told = new Set([-errnos.EACCES, -errnos.EAGAIN, -errnos.EMFILE, -errnos.ENFILE, -errnos.ENOENT]);

function signalName(number) {
  if (!number) return null;
  return Object.keys(signals).find((name) => signals[name] === number) ?? null;
}

// A function, not a class: old programs call it for an object of their own.
function ChildProcess() {
  EventEmitter.call(this);
  this._closesNeeded = 1;
  this._closesGot = 0;
  this.connected = false;
  this.signalCode = null;
  this.exitCode = null;
  this.killed = false;
  this.spawnfile = null;
  this._running = false;
}
Object.setPrototypeOf(ChildProcess.prototype, EventEmitter.prototype);
Object.setPrototypeOf(ChildProcess, EventEmitter);

Object.assign(ChildProcess.prototype, {
  spawn(options) {
    const { validateArray, validateObject, validateString } = require('internal/validators');
    validateObject(options, 'options');
    const stdio = normalizeStdio(options.stdio, false);
    if (options.envPairs !== undefined) validateArray(options.envPairs, 'options.envPairs');
    validateString(options.file, 'options.file');
    if (options.args !== undefined) validateArray(options.args, 'options.args');
    this.spawnfile = options.file;
    this.spawnargs = options.args ?? [];
    const ends = openEnds(stdio);
    if (typeof ends === 'number') {
      process.nextTick(ended, this, ends, 0);
      return ends;
    }
    const envPairs = options.envPairs ? [...options.envPairs] : undefined;
    const ipc = stdio.findIndex((entry) => entry.type === 'ipc');
    if (ipc >= 0) envPairs?.push(`NODE_CHANNEL_FD=${ipc}`, `NODE_CHANNEL_SERIALIZATION_MODE=${options.serialization || 'json'}`);
    const pid = binding.spawn({
      file: options.file,
      args: this.spawnargs.map(String),
      env: envPairs,
      cwd: options.cwd || undefined,
      stdio: ends.map(({ theirs }) => theirs),
      detached: options.detached,
      uid: options.uid,
      gid: options.gid,
    });
    for (const { theirs, ours } of ends) {
      if (ours >= 0) binding.closeFd(theirs);
    }
    if (pid < 0 && !told.has(pid)) {
      for (const { ours } of ends) if (ours >= 0) binding.closeFd(ours);
      throw new ErrnoException(pid, 'spawn');
    }
    adopt(this, pid, stdio, ends);
    if (ipc >= 0 && pid >= 0) require('internal/child_process/ipc').setupChannel(this, ends[ipc].ours, options.serialization);
    return pid < 0 ? pid : 0;
  },

  kill(signal) {
    const number = signal === 0 ? 0 : toSignal(signal === undefined || signal === null ? 'SIGTERM' : signal);
    if (!this._running) return false;
    const error = process._kill(this.pid, number);
    if (error === 0) {
      // Asking whether it lives is no killing.
      if (number !== 0) this.killed = true;
      return true;
    }
    if (error === -errnos.ESRCH) return false;
    if (error === -errnos.EINVAL || error === -errnos.ENOSYS) throw new ErrnoException(error, 'kill');
    this.emit('error', new ErrnoException(error, 'kill'));
    return false;
  },

  [Symbol.dispose]() {
    if (!this.killed) this.kill();
  },

  ref() {
    if (this._running) binding.setRef(this.pid, true);
  },

  unref() {
    if (this._running) binding.setRef(this.pid, false);
  },
});

function adopt(child, pid, stdio, ends) {
  if (pid >= 0) {
    child.pid = pid;
    child._running = true;
    binding.onExit(pid, request('PROCESSWRAP', 'Process', (code, signal) => {
      // What the child has sent before it ended is told before its end.
      if (child.connected) setImmediate(() => ended(child, code, signal));
      else ended(child, code, signal);
    }));
    process.nextTick(() => child.emit('spawn'));
  } else {
    process.nextTick(() => ended(child, pid, 0));
  }
  const { Socket } = require('net');
  child.stdio = stdio.map((entry, index) => {
    if (entry.type !== 'pipe') return null;
    if (pid < 0) binding.closeFd(ends[index].ours);
    const stream = pid < 0 ? deadStream() : new Socket({
      fd: ends[index].ours, readable: index !== 0, writable: index === 0 || index > 2,
    });
    if (pid < 0 || index !== 0) {
      child._closesNeeded++;
      stream.on('close', () => maybeClose(child));
    }
    // As late as the closing of real pipes.
    if (pid < 0) setImmediate(() => stream.destroy());
    return stream;
  });
  [child.stdin, child.stdout, child.stderr] = child.stdio;
}

function ended(child, code, signal) {
  child._running = false;
  if (signal) child.signalCode = signalName(signal);
  else child.exitCode = code;
  child.stdin?.destroy();
  if (code < 0) {
    const error = new ErrnoException(code, child.spawnfile ? `spawn ${child.spawnfile}` : 'spawn');
    if (child.spawnfile) error.path = child.spawnfile;
    error.spawnargs = child.spawnargs.slice(1);
    child.emit('error', error);
  } else {
    child.emit('exit', child.exitCode, child.signalCode);
  }
  // What nobody reads is read now, so that 'close' can come.
  process.nextTick(() => {
    for (const stream of child.stdio ?? []) {
      if (stream && stream.readable && !stream.readableFlowing && stream.readableFlowing !== false) stream.resume?.();
    }
  });
  maybeClose(child);
}

function maybeClose(child) {
  child._closesGot++;
  if (child._closesGot === child._closesNeeded) child.emit('close', child.exitCode, child.signalCode);
}

function deadStream() {
  const { Duplex } = require('stream');
  return new Duplex({ read() {}, write(chunk, encoding, callback) { callback(); } });
}

// For each entry the descriptor that the child gets and, for pipes, the one that stays here; or why there are none.
function openEnds(stdio) {
  const ends = [];
  for (const { type, fd } of stdio) {
    const pair = type === 'ignore' ? [-1, -1] : type === 'fd' ? [-1, fd] : binding.socketPair();
    if (typeof pair === 'number') {
      for (const end of ends) {
        if (end.ours >= 0) [end.ours, end.theirs].forEach((each) => binding.closeFd(each));
      }
      return pair;
    }
    ends.push({ ours: pair[0], theirs: pair[1] });
  }
  return ends;
}

module.exports = { ChildProcess, killSignal, signalName };
