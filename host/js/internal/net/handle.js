// Stream sockets and listening sockets over non-blocking file descriptors: when to watch a descriptor, what to do when
// it is ready, and the queue of writes that the kernel did not take at once. The native side only makes system calls.
// Absent on purpose: streams, events, errors for users (the modules above make those from the negative errno given here).
'use strict';

const { Buffer } = require('buffer');
const { capture, idOf, release, request, runCaptured, usage } = require('internal/async_context');
const binding = internalBinding('tcp');

const opened = require('internal/net/open');

const READABLE = 1;
const WRITABLE = 2;

// What every descriptor that the loop watches has in common.
class Watched {
  constructor(fd, type, trigger) {
    this.fd = fd;
    this.async = usage.active ? capture(type, this, trigger) : undefined;
    this.closed = false;
    this.interest = 0;
    this.watch = 0;
    this.refed = true;
    this.ready = (readiness) => this.onReady(readiness);
    opened.add(this);
  }

  setInterest(flag, on) {
    const interest = on ? this.interest | flag : this.interest & ~flag;
    if (interest === this.interest || this.closed) return;
    const before = this.interest;
    this.interest = interest;
    if (interest === 0) {
      binding.unwatch(this.watch);
      this.watch = 0;
    } else if (before === 0) {
      this.watch = this.startWatch(interest);
    } else {
      binding.watchModify(this.watch, interest);
      binding.watchRef(this.watch, this.keepsAlive());
    }
  }

  startWatch(interest) {
    return binding.watch(this.fd, interest, this.keepsAlive(), this.ready);
  }

  // A write or a connection under way is a request: those keep the loop alive whatever became of the handle's own reference.
  keepsAlive() {
    return this.refed || (this.interest & WRITABLE) !== 0;
  }

  ref() {
    this.refed = true;
    if (this.watch !== 0) binding.watchRef(this.watch, true);
  }

  unref() {
    this.refed = false;
    if (this.watch !== 0) binding.watchRef(this.watch, this.keepsAlive());
  }

  hasRef() {
    return this.refed && !this.closed;
  }

  getAsyncId() {
    return idOf(this.async);
  }

  // Someone else uses it from here on.
  asyncReset() {
    if (!usage.active) return;
    release(this.async);
    this.async = capture(`${this.kind}WRAP`, this);
  }

  // Runs a callback as one of this handle.
  call(callback) {
    if (usage.active) runCaptured(this.async, callback, this);
    else callback();
  }

  // `done` as the callback of a request on this handle.
  request(type, resource, done) {
    if (usage.hooks === null) return done;
    return request(type, resource, done, this.getAsyncId() || undefined);
  }

  // What a kind of handle does when it closes; may answer what is to be done right before the callback.
  onClosed() {}

  // The callback runs in the loop's closing phase.
  close(callback) {
    if (this.closed) return;
    this.setInterest(READABLE | WRITABLE, false);
    this.closed = true;
    opened.remove(this);
    if (this.fd > 2) binding.close(this.fd);
    this.fd = -1;
    const settle = this.onClosed();
    binding.closePost(() => {
      settle?.();
      if (callback !== undefined) this.call(callback);
      if (usage.active) release(this.async);
    });
  }

  getsockname(out) {
    return describe(binding.sockname(this.fd), out);
  }
}

function describe(answer, out) {
  if (typeof answer === 'number') return answer;
  if (typeof answer === 'string') {
    out.address = answer;
  } else {
    [out.address, out.family, out.port] = answer;
  }
  return 0;
}

// A connected, or connecting, stream. `onread(errnoOrZero, buffer)` is called with (0, buffer), (0, null) at the end,
// or (negative errno, null).
class StreamHandle extends Watched {
  constructor(fd, kind, trigger) {
    super(fd, `${kind}WRAP`, trigger);
    this.kind = kind;
    this.reading = false;
    this.onread = null;
    this.bytesRead = 0;
    this.bytesWritten = 0;
    this.queue = [];
    this.queued = 0;
    this.connectDone = null;
    this.shutdownDone = null;
  }

  get writeQueueSize() {
    return this.queued;
  }

  onReady(readiness) {
    if (this.connectDone !== null) {
      this.finishConnect();
      return;
    }
    if ((readiness & READABLE) !== 0 && this.reading) this.call(() => this.readOnce());
    if ((readiness & WRITABLE) !== 0 && !this.closed) this.drain();
  }

  readStart() {
    this.reading = true;
    if (this.connectDone === null) this.setInterest(READABLE, true);
    return 0;
  }

  readStop() {
    this.reading = false;
    this.setInterest(READABLE, false);
    return 0;
  }

  // What the kernel has, or a negative errno.
  receive() {
    return binding.read(this.fd);
  }

  readOnce() {
    const got = this.receive();
    if (typeof got === 'object') {
      this.bytesRead += got.byteLength;
      this.onread(0, Buffer.from(got));
      return;
    }
    if (got === binding.EAGAIN) return;
    this.readStop();
    this.onread(got, null);
  }

  // `done(errno)`; errno 0 at once if the connection stands at once.
  connect(start, done) {
    const errno = start();
    if (errno !== 0 && errno !== binding.EINPROGRESS) return errno;
    this.connectDone = this.request(`${this.kind}CONNECTWRAP`, this.kind === 'TCP' ? 'TCPConnectWrap' : 'PipeConnectWrap', done);
    this.setInterest(READABLE, false);
    this.setInterest(WRITABLE, true);
    return 0;
  }

  finishConnect() {
    const errno = binding.socketError(this.fd);
    if (errno === binding.EINPROGRESS) return;
    const done = this.connectDone;
    this.connectDone = null;
    this.setInterest(WRITABLE, this.queue.length > 0);
    if (this.reading && errno === 0) this.setInterest(READABLE, true);
    done(errno);
  }

  // Writes what the kernel takes now. Answers 0 when all is written (and `done` is not called), 1 when `done(errno)`
  // comes later, or a negative errno.
  write(chunks, done) {
    let total = 0;
    for (const chunk of chunks) total += chunk.byteLength;
    this.bytesWritten += total;
    let offset = 0;
    if (this.queue.length === 0 && this.connectDone === null) {
      offset = total === 0 ? 0 : this.writeSome(chunks, 0);
      if (offset < 0) {
        if (offset !== binding.EAGAIN) return offset;
        offset = 0;
      }
      if (offset === total) return 0;
    }
    this.queue.push({ chunks, offset, total, done: this.request('WRITEWRAP', 'WriteWrap', done) });
    this.queued += total - offset;
    if (this.connectDone === null) this.setInterest(WRITABLE, true);
    return 1;
  }

  writeSome(chunks, offset) {
    return chunks.length === 1 ? binding.write(this.fd, chunks[0], offset) : binding.writev(this.fd, chunks, offset);
  }

  drain() {
    while (this.queue.length > 0) {
      const request = this.queue[0];
      const count = request.total === request.offset ? 0 : this.writeSome(request.chunks, request.offset);
      if (count === binding.EAGAIN) return;
      if (count < 0) {
        this.queue.shift();
        this.queued -= request.total - request.offset;
        this.settle();
        request.done(count);
        return;
      }
      request.offset += count;
      this.queued -= count;
      if (request.offset < request.total) return;
      this.queue.shift();
      this.settle();
      request.done(0);
      if (this.closed) return;
    }
    this.settle();
    if (this.shutdownDone !== null) this.finishShutdown();
  }

  settle() {
    if (this.queue.length === 0 && this.shutdownDone === null) this.setInterest(WRITABLE, false);
  }

  // Ends the writing side after what is queued. `done(errno)` comes from the loop.
  shutdown(done) {
    this.shutdownDone = this.request('SHUTDOWNWRAP', 'ShutdownWrap', done);
    // With nothing to wait for it happens in the loop's next turn, not when it polls.
    if (this.queue.length === 0) binding.pendingPost(() => { if (this.shutdownDone !== null) this.finishShutdown(); });
    return 0;
  }

  finishShutdown() {
    const done = this.shutdownDone;
    this.shutdownDone = null;
    this.setInterest(WRITABLE, false);
    done(binding.shutdown(this.fd));
  }

  onClosed() {
    const { queue, connectDone, shutdownDone } = this;
    this.queue = [];
    this.queued = 0;
    this.connectDone = null;
    this.shutdownDone = null;
    return () => {
      for (const request of queue) request.done(binding.ECANCELED);
      if (connectDone !== null) connectDone(binding.ECANCELED);
      if (shutdownDone !== null) shutdownDone(binding.ECANCELED);
    };
  }

  // Closes so that the peer sees a reset.
  reset(callback) {
    const errno = binding.lingerNothing(this.fd);
    if (errno === 0) this.close(callback);
    return errno;
  }

  getpeername(out) {
    return describe(binding.peername(this.fd), out);
  }

  setNoDelay(on) {
    return binding.setNoDelay(this.fd, on);
  }

  setKeepAlive(on, seconds) {
    return binding.setKeepAlive(this.fd, on, seconds);
  }

  setBlocking(on) {
    return binding.setBlocking(this.fd, on);
  }
}

// A listening socket: `onconnection(errnoOrZero, streamHandle)`.
class ListenHandle extends Watched {
  constructor(fd, kind) {
    super(fd, `${kind}SERVERWRAP`);
    this.kind = kind;
    this.path = undefined;
    this.onconnection = null;
  }

  listen(backlog) {
    const errno = binding.listen(this.fd, backlog);
    if (errno === 0) this.setInterest(READABLE, true);
    return errno;
  }

  onReady() {
    const fd = binding.accept(this.fd);
    if (fd === binding.EAGAIN || fd === binding.ECONNABORTED) return;
    const stream = fd < 0 ? null : new StreamHandle(fd, this.kind, this.getAsyncId() || undefined);
    this.call(() => this.onconnection(Math.min(fd, 0), stream));
  }

  // The file of a unix socket goes with the socket that made it.
  onClosed() {
    if (this.path !== undefined && !this.path.startsWith('\0')) binding.unlink(this.path);
  }
}

// A tick that this handle has triggered.
function tickOf(handle, callback) {
  triggeredBy(handle, process.nextTick, callback);
}

// Calls act(argument); what it makes, this handle has triggered.
function triggeredBy(handle, act, argument) {
  if (usage.hooks === null) act(argument);
  else usage.hooks.withTrigger(handle.getAsyncId(), act, argument);
}

module.exports = { describe, ListenHandle, READABLE, StreamHandle, tickOf, triggeredBy, Watched, WRITABLE };
