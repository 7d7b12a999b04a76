// `tee`: two streams from one. Both get every chunk; the source is cancelled when both branches are. How bytes are shared out is in
// `readable-byte-tee`.
'use strict';

const c = require('internal/webstreams/common');
const ops = require('internal/webstreams/readable-ops');
const defaultController = require('internal/webstreams/readable-default');

const { kState } = c;

// What both kinds do: two branches over one reader, each ended by itself. `control` has the operations on the branches' controllers.
class Tee {
  constructor(stream, control, highWaterMark) {
    const { createReadable, ReadableStreamDefaultReader } = require('internal/webstreams/readable');
    this.stream = stream;
    this.control = control;
    this.reading = false;
    this.canceled = [false, false];
    this.reasons = [undefined, undefined];
    this.cancelResult = c.deferred();
    this.reader = new ReadableStreamDefaultReader(stream);
    this.branches = [0, 1].map((index) => createReadable((branch) => control.setUp(branch, {
      __proto__: null,
      highWaterMark,
      pull: () => {
        this.pull(index);
        return Promise.resolve();
      },
      cancel: (reason) => this.cancel(index, reason),
    })));
    this.forwardErrors();
  }

  slots(index) {
    return this.branches[index][kState].controller[kState];
  }

  // From the reader of now, as long as it is that.
  forwardErrors() {
    const { reader } = this;
    c.react(reader[kState].closed.promise, c.nop, (reason) => {
      if (reader !== this.reader) return;
      this.fail(reason);
      this.settleCancel();
    });
  }

  fail(reason) {
    this.control.error(this.slots(0), reason);
    this.control.error(this.slots(1), reason);
  }

  // Closes the branches that are not cancelled; `answer` ends what they wait for.
  close(answer = c.nop) {
    this.reading = false;
    for (const index of [0, 1]) if (!this.canceled[index]) this.control.close(this.slots(index));
    answer();
    this.settleCancel();
  }

  // The source is over without having been cancelled by both.
  settleCancel() {
    if (!this.canceled[0] || !this.canceled[1]) this.cancelResult.resolve(undefined);
  }

  cancel(index, reason) {
    this.canceled[index] = true;
    this.reasons[index] = reason;
    if (this.canceled[1 - index]) this.cancelResult.resolve(ops.cancel(this.stream, this.reasons));
    return this.cancelResult.promise;
  }
}

class DefaultTee extends Tee {
  readAgain = false;

  pull() {
    if (this.reading) {
      this.readAgain = true;
      return;
    }
    this.reading = true;
    ops.read(this.reader[kState], {
      // In a microtask: a branch's reader must not run inside the source's enqueue.
      chunk: (chunk) => queueMicrotask(() => this.deliver(chunk)),
      close: () => this.close(),
      error: () => { this.reading = false; },
    });
  }

  deliver(chunk) {
    this.readAgain = false;
    for (const index of [0, 1]) if (!this.canceled[index]) this.control.enqueue(this.slots(index), chunk);
    this.reading = false;
    if (this.readAgain) this.pull();
  }
}

function tee(stream) {
  if (c.is(stream[kState].controller, 'ReadableByteStreamController')) return require('internal/webstreams/readable-byte-tee').tee(stream);
  return new DefaultTee(stream, defaultController, 1).branches;
}

module.exports = { Tee, tee };
