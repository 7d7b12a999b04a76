// Writable streams over descriptors that are written to at once: files and pipes as standard output. Node has a `Socket` for a
// pipe; of that there is what programs ask for.
'use strict';

const { Writable } = require('stream');
const { writeAll } = internalBinding('tty');

function failure(errno) {
  return require('internal/errors').uvException({ errno, syscall: 'write' });
}

class SyncWriteStream extends Writable {
  constructor(fd) {
    super({ decodeStrings: false });
    this.fd = fd;
    this.readable = false;
  }

  _write(chunk, encoding, callback) {
    if (typeof chunk === 'string' && encoding !== 'utf8' && encoding !== 'utf-8') chunk = Buffer.from(chunk, encoding);
    const errno = writeAll(this.fd, chunk);
    if (errno < 0) callback(failure(errno));
    else callback();
  }
}

class PipeOutput extends SyncWriteStream {
  bytesWritten = 0;
  // It blocks as it is.
  _handle = { setBlocking: () => 0 };

  _write(chunk, encoding, callback) {
    this.bytesWritten += typeof chunk === 'string' ? Buffer.byteLength(chunk, encoding) : chunk.length;
    super._write(chunk, encoding, callback);
  }

  destroySoon() {
    this.end();
  }
}

// For a descriptor that is closed: what is written goes nowhere.
class NullOutput extends Writable {
  constructor(fd) {
    super();
    this.fd = fd;
  }

  _write(chunk, encoding, callback) {
    callback();
  }
}

module.exports = { NullOutput, PipeOutput, SyncWriteStream };
