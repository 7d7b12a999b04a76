// `tee` of a byte stream (ReadableByteStreamTee): the branches are byte streams with bytes of their own. A branch whose reader brought a
// buffer has it filled by the source itself; the other gets a copy.
'use strict';

const c = require('internal/webstreams/common');
const ops = require('internal/webstreams/readable-ops');
const control = require('internal/webstreams/readable-byte');
const { Tee } = require('internal/webstreams/readable-tee');

const { kState } = c;

class ByteTee extends Tee {
  readAgain = [false, false];

  pull(index) {
    if (this.reading) {
      this.readAgain[index] = true;
      return;
    }
    this.reading = true;
    const request = control.byobRequest(this.slots(index));
    if (request === null) this.readDefault();
    else this.readInto(request[kState].view, index);
  }

  // Changes the source's reader for one of the other kind, if need be.
  useReader(name) {
    if (c.is(this.reader, name)) return;
    ops.releaseReader(this.reader[kState]);
    this.reader = new (require('internal/webstreams/readable')[name])(this.stream);
    this.forwardErrors();
  }

  readDefault() {
    this.useReader('ReadableStreamDefaultReader');
    ops.read(this.reader[kState], {
      chunk: (chunk) => queueMicrotask(() => this.deliver(chunk)),
      close: () => this.close(() => {
        this.answerPending(0);
        this.answerPending(1);
      }),
      error: () => { this.reading = false; },
    });
  }

  readInto(view, index) {
    this.useReader('ReadableStreamBYOBReader');
    control.readInto(this.reader[kState], view, 1, {
      chunk: (chunk) => queueMicrotask(() => this.deliverInto(chunk, index)),
      close: (chunk) => this.close(() => {
        if (chunk === undefined) return;
        this.respond(index, chunk);
        if (!this.canceled[1 - index]) this.answerPending(1 - index);
      }),
      error: () => { this.reading = false; },
    });
  }

  deliver(chunk) {
    this.readAgain = [false, false];
    const [first, second] = this.canceled;
    let other = chunk;
    if (!first && !second && (other = this.copyOf(chunk)) === undefined) return;
    if (!first) control.enqueue(this.slots(0), chunk);
    if (!second) control.enqueue(this.slots(1), other);
    this.delivered();
  }

  // `chunk` is the memory that the branch `index` was asked to fill.
  deliverInto(chunk, index) {
    this.readAgain = [false, false];
    const shared = !this.canceled[1 - index];
    let copy;
    if (shared && (copy = this.copyOf(chunk)) === undefined) return;
    this.respond(index, chunk);
    if (shared) control.enqueue(this.slots(1 - index), copy);
    this.delivered();
  }

  // CloneAsUint8Array; without memory for it both branches fail, and the source is cancelled.
  copyOf({ buffer, byteOffset, byteLength }) {
    try {
      return new Uint8Array(buffer.slice(byteOffset, byteOffset + byteLength));
    } catch (error) {
      this.fail(error);
      this.cancelResult.resolve(ops.cancel(this.stream, error));
      return undefined;
    }
  }

  delivered() {
    this.reading = false;
    if (this.readAgain[0]) this.pull(0);
    else if (this.readAgain[1]) this.pull(1);
  }

  // Gives a branch its memory back, filled. One that failed meanwhile does not wait for it any more.
  respond(index, view) {
    const slots = this.slots(index);
    if (!this.canceled[index] && slots.pendingPullIntos.length > 0) control.respondWithNewView(slots, view);
  }

  // Ends the reads into buffers of a branch that is closed.
  answerPending(index) {
    const slots = this.slots(index);
    if (slots.pendingPullIntos.length > 0) control.respond(slots, 0);
  }
}

function tee(stream) {
  return new ByteTee(stream, control, 0).branches;
}

module.exports = { tee };
