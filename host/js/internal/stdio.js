// process.stdin, process.stdout and process.stderr, made when they are first looked at.
//
// Output is synchronous for terminals, files and pipes, as in Node on Linux.
'use strict';

// Loaded with the first stream: a program that prints nothing pays nothing.
const guess = (fd) => internalBinding('tty').guess(fd);

const streams = { stdin: undefined, stdout: undefined, stderr: undefined };

function makeOutput(fd) {
  const kind = guess(fd);
  if (kind === 'TTY') {
    const { WriteStream } = require('tty');
    const stream = new WriteStream(fd);
    stream._type = 'tty';
    return stream;
  }
  const { NullOutput, PipeOutput, SyncWriteStream } = require('internal/stdio_output');
  if (kind === 'INVALID' || kind === 'UNKNOWN') return new NullOutput(fd);
  const stream = kind === 'FILE' ? new SyncWriteStream(fd) : new PipeOutput(fd);
  stream._type = kind === 'FILE' ? 'fs' : 'pipe';
  return stream;
}

function makeInput() {
  const fd = 0;
  switch (guess(fd)) {
    case 'TTY': {
      const { ReadStream } = require('tty');
      return new ReadStream(fd);
    }
    case 'FILE': {
      const { ReadStream } = require('fs');
      return new ReadStream(null, { fd, autoClose: false });
    }
    case 'PIPE':
    case 'TCP': {
      const { Socket } = require('net');
      const stream = new Socket({ fd, readable: true, writable: false, allowHalfOpen: false });
      stream._type = 'pipe';
      return stream;
    }
    default: {
      const { Readable } = require('stream');
      const stream = new Readable({ read() {} });
      stream.push(null);
      return stream;
    }
  }
}

// stdin is only read when someone listens, and `pause` lets the loop end.
function prepareInput(stream) {
  stream.fd = 0;
  if (stream._handle?.readStop) {
    stream._handle.reading = false;
    if (stream._readableState) stream._readableState.reading = false;
    stream._handle.readStop();
  }
  stream.on('pause', () => {
    if (!stream._handle || !stream._handle.reading) return;
    stream._handle.reading = false;
    if (stream._readableState) stream._readableState.reading = false;
    stream._handle.readStop();
  });
  return stream;
}

function prepareOutput(stream, fd) {
  stream.fd = fd;
  stream._isStdio = true;
  // Standard output is never closed: end() and destroy() only look as if, and it can be written to again.
  stream.destroySoon = stream.destroy;
  stream._destroy = function(error, callback) {
    callback(error);
    this._undestroy();
    if (!this._writableState.emitClose) process.nextTick(() => this.emit('close'));
  };
  return stream;
}

function get(name) {
  if (streams[name] === undefined) {
    if (makers[name] !== undefined) {
      streams[name] = makers[name]();
    } else if (name === 'stdin') {
      streams.stdin = prepareInput(makeInput());
    } else {
      const fd = name === 'stdout' ? 1 : 2;
      streams[name] = prepareOutput(makeOutput(fd), fd);
    }
  }
  return streams[name];
}

// What console writes to: a plain object over the descriptor as long as nobody has looked at (or replaced) the stream, so that
// printing a line loads no streams. A terminal's stream is always made: it knows about colours.
const plain = {};

// In a worker: another stream, and what the console writes to.
function redirect(name, make, writer) {
  makers[name] = make;
  plain[name] = writer;
}
const makers = {};

function forConsole(name) {
  if (streams[name] === undefined) {
    const current = Object.getOwnPropertyDescriptor(process, name)?.get;
    if (current !== undefined && current === getters[name]) {
      const fd = name === 'stdout' ? 1 : 2;
      if (plain[name] === undefined) {
        const { writeAll } = internalBinding('tty');
        plain[name] = guess(fd) === 'TTY' ? null : { isTTY: false, write: (text) => writeAll(fd, text) >= 0 };
      }
      if (plain[name] !== null) return plain[name];
    }
  }
  return process[name];
}

// The accessors of process, by which forConsole knows that they are still these.
const getters = {};

function install(target) {
  for (const name of ['stdout', 'stdin', 'stderr']) {
    getters[name] = () => get(name);
    Object.defineProperty(target, name, { __proto__: null, get: getters[name], enumerable: true, configurable: true });
  }
}

module.exports = { forConsole, install, redirect };
