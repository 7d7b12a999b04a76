// Writable streams over descriptors that are written to at once: files and pipes as standard output.
'use strict';

const { Writable } = require('stream');
const { writeAll } = internalBinding('tty');

function failure(errno) {
  return require('internal/errors').uvException({ errno, syscall: 'write' });
}

class SyncOutput extends Writable {
  constructor(fd) {
    super({ decodeStrings: false });
    this.fd = fd;
  }

  _write(chunk, encoding, callback) {
    if (typeof chunk === 'string' && encoding !== 'utf8' && encoding !== 'utf-8') chunk = Buffer.from(chunk, encoding);
    const errno = writeAll(this.fd, chunk);
    if (errno < 0) callback(failure(errno));
    else callback();
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

module.exports = { NullOutput, SyncOutput };
