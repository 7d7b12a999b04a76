// process.stdin, process.stdout and process.stderr, made when they are first looked at.
//
// Output is synchronous for terminals, files and pipes, as in Node on Linux. `writeOut` is for callers (console) that need no stream
// object: as long as nobody has asked for the stream, text goes straight to the descriptor.
'use strict';

const { guess, writeAll } = internalBinding('tty');

const streams = { stdin: undefined, stdout: undefined, stderr: undefined };

function makeOutput(fd) {
  const kind = guess(fd);
  if (kind === 'TTY') {
    const { WriteStream } = require('tty');
    const stream = new WriteStream(fd);
    stream._type = 'tty';
    return stream;
  }
  const { SyncOutput, NullOutput } = require('internal/stdio_output');
  if (kind === 'INVALID' || kind === 'UNKNOWN') return new NullOutput(fd);
  const stream = new SyncOutput(fd);
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
  // Standard output is never closed: end() and destroy() only look as if.
  stream.destroySoon = stream.destroy;
  stream._destroy = function(error, callback) {
    callback(error);
  };
  return stream;
}

function get(name) {
  if (streams[name] === undefined) {
    if (name === 'stdin') {
      streams.stdin = prepareInput(makeInput());
    } else {
      const fd = name === 'stdout' ? 1 : 2;
      streams[name] = prepareOutput(makeOutput(fd), fd);
    }
  }
  return streams[name];
}

// Writes text to descriptor 1 or 2 without making a stream. Answers false when the stream exists or was replaced: then use it.
function writeOut(name, text) {
  if (streams[name] !== undefined) return false;
  writeAll(name === 'stdout' ? 1 : 2, text);
  return true;
}

module.exports = { get, writeOut };
