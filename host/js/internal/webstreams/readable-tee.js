// `tee`: two streams from one. Both get every chunk; the source is cancelled when both branches are. A byte stream's branches are byte
// streams, and each gets bytes of its own.
'use strict';

const c = require('internal/webstreams/common');
const ops = require('internal/webstreams/readable-ops');
const defaultController = require('internal/webstreams/readable-default');

const { kState } = c;

class Tee {
  constructor(stream, bytes) {
    const { ReadableStreamDefaultReader, createReadable } = require('internal/webstreams/readable');
    this.stream = stream;
    this.bytes = bytes;
    this.control = bytes ? require('internal/webstreams/readable-byte') : defaultController;
    this.reader = new ReadableStreamDefaultReader(stream);
    this.reading = false;
    this.readAgain = false;
    this.canceled = [false, false];
    this.reasons = [undefined, undefined];
    this.cancelResult = c.deferred();
    this.branches = [0, 1].map((index) => createReadable((branch) => this.control.setUp(branch, {
      highWaterMark: bytes ? 0 : 1,
      pull: () => this.pull(),
      cancel: (reason) => this.cancel(index, reason),
    })));
    this.reader[kState].closed.promise.then(c.nop, (reason) => {
      for (const slots of this.slots()) this.control.error(slots, reason);
      if (!this.canceled[0] || !this.canceled[1]) this.cancelResult.resolve(undefined);
    });
  }

  slots() {
    return this.branches.map((branch) => branch[kState].controller[kState]);
  }

  pull() {
    if (this.reading) {
      this.readAgain = true;
      return Promise.resolve();
    }
    this.reading = true;
    ops.read(this.reader[kState], {
      // In a microtask: a branch's reader must not run inside the source's enqueue.
      chunk: (chunk) => queueMicrotask(() => this.deliver(chunk)),
      close: () => this.close(),
      error: () => { this.reading = false; },
    });
    return Promise.resolve();
  }

  deliver(chunk) {
    this.readAgain = false;
    this.slots().forEach((slots, index) => {
      if (this.canceled[index]) return;
      // Enqueuing takes the memory of bytes away, so the first branch gets a copy.
      this.control.enqueue(slots, this.bytes && index === 0 && !this.canceled[1] ? chunk.slice() : chunk);
    });
    this.reading = false;
    if (this.readAgain) this.pull();
  }

  close() {
    this.reading = false;
    this.slots().forEach((slots, index) => {
      if (!this.canceled[index]) this.control.close(slots);
      if (this.bytes && slots.pendingPullIntos.length > 0) this.control.respond(slots, 0);
    });
    if (!this.canceled[0] || !this.canceled[1]) this.cancelResult.resolve(undefined);
  }

  cancel(index, reason) {
    this.canceled[index] = true;
    this.reasons[index] = reason;
    if (this.canceled[1 - index]) this.cancelResult.resolve(ops.cancel(this.stream, this.reasons));
    return this.cancelResult.promise;
  }
}

function tee(stream) {
  return new Tee(stream, c.is(stream[kState].controller, 'ReadableByteStreamController')).branches;
}

module.exports = { tee };
