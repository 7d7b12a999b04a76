// `pipeTo`: moves chunks from a ReadableStream to a WritableStream, and errors and ends both ways.
'use strict';

const c = require('internal/webstreams/common');
const ops = require('internal/webstreams/readable-ops');
const w = require('internal/webstreams/writable-ops');

const { kState } = c;

class PipeTo {
  constructor(source, dest, options) {
    const { ReadableStreamDefaultReader } = require('internal/webstreams/readable');
    const { WritableStreamDefaultWriter } = require('internal/webstreams/writable');
    this.source = source;
    this.dest = dest;
    this.options = options;
    this.reader = new ReadableStreamDefaultReader(source);
    this.writer = new WritableStreamDefaultWriter(dest);
    source[kState].disturbed = true;
    this.result = c.deferred();
    this.shuttingDown = false;
    // The write in progress; shutting down waits for it.
    this.lastWrite = Promise.resolve();
  }

  run() {
    const { signal } = this.options;
    if (signal !== undefined) {
      this.onAbort = () => this.abort(signal.reason);
      if (signal.aborted) {
        this.onAbort();
        return this.result.promise;
      }
      signal.addEventListener('abort', this.onAbort);
    }
    this.watchErrors();
    c.handled(this.loop());
    return this.result.promise;
  }

  abort(reason) {
    const { preventAbort, preventCancel } = this.options;
    this.shutdown(() => Promise.all([
      preventAbort || this.dest[kState].state !== 'writable' ? undefined : w.abort(this.dest, reason),
      preventCancel || this.source[kState].state !== 'readable' ? undefined : ops.cancel(this.source, reason),
    ]), true, reason);
  }

  // Errors go forward and backward, a close goes forward; whichever comes first.
  watchErrors() {
    const { source, dest } = this;
    const { preventAbort, preventCancel, preventClose } = this.options;
    const readerClosed = () => this.shutdown(preventClose ? undefined : () => w.closeWithErrorPropagation(this.writer[kState]));
    const readerFailed = (reason) => this.shutdown(preventAbort ? undefined : () => w.abort(dest, reason), true, reason);
    const writerFailed = (reason) => this.shutdown(preventCancel ? undefined : () => ops.cancel(source, reason), true, reason);
    if (source[kState].state === 'errored') readerFailed(source[kState].storedError);
    if (dest[kState].state === 'errored') writerFailed(dest[kState].storedError);
    if (source[kState].state === 'closed') readerClosed();
    if (w.closeQueuedOrInFlight(dest) || dest[kState].state === 'closed') {
      writerFailed(c.invalidState('Destination WritableStream is closed'));
    }
    c.react(this.reader[kState].closed.promise, readerClosed, readerFailed);
    c.react(this.writer[kState].closed.promise, c.nop, writerFailed);
  }

  async loop() {
    while (!(await this.step()));
  }

  // Moves one chunk; answers whether that was all.
  async step() {
    if (this.shuttingDown) return true;
    await this.writer[kState].ready.promise;
    const { promise, resolve, reject } = c.deferred();
    ops.read(this.reader[kState], {
      chunk: (chunk) => {
        this.lastWrite = w.write(this.writer[kState], chunk);
        c.handled(this.lastWrite);
        resolve(false);
      },
      close: () => resolve(true),
      error: reject,
    });
    return promise;
  }

  async shutdown(action, failed = false, reason = undefined) {
    if (this.shuttingDown) return;
    this.shuttingDown = true;
    if (this.dest[kState].state === 'writable' && !w.closeQueuedOrInFlight(this.dest)) await this.waitForWrites();
    try {
      if (action !== undefined) await action();
    } catch (error) {
      failed = true;
      reason = error;
    }
    this.finalize(failed, reason);
  }

  // Until no write is left, also of those that were begun meanwhile.
  async waitForWrites() {
    const last = this.lastWrite;
    try {
      await last;
    } catch {
      // The stream that it failed is what ends the pipe.
    }
    if (last !== this.lastWrite) await this.waitForWrites();
  }

  finalize(failed, reason) {
    // A write that failed while the pipe shut down is not kept quiet.
    const { state, storedError } = this.dest[kState];
    if (!failed && (state === 'erroring' || state === 'errored')) {
      failed = true;
      reason = storedError;
    }
    w.release(this.writer[kState]);
    ops.releaseReader(this.reader[kState]);
    if (this.onAbort) this.options.signal.removeEventListener('abort', this.onAbort);
    if (failed) this.result.reject(reason);
    else this.result.resolve(undefined);
  }
}

function pipeTo(source, dest, options) {
  return new PipeTo(source, dest, options).run();
}

module.exports = { pipeTo };
