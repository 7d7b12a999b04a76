// `finished`: calls back once when a stream is over, whichever of its events says so, also for streams that ended long ago, for old
// stream libraries, HTTP messages and Web Streams.
'use strict';

const { AbortError, codes } = require('internal/errors');
const u = require('internal/streams/utils');

function nop() {}

function once(callback) {
  let called = false;
  return function(...args) {
    if (called) return;
    called = true;
    Reflect.apply(callback, this, args);
  };
}

const isRequest = (stream) => stream.setHeader && typeof stream.abort === 'function';

// What is watched of one stream. Its methods that are listeners are arrow functions.
class Watch {
  constructor(stream, options, callback) {
    this.stream = stream;
    this.callback = callback;
    this.readable = options.readable ?? u.isReadableNodeStream(stream);
    this.writable = options.writable ?? u.isWritableNodeStream(stream);
    // Only when both sides are waited for is the 'close' of the whole stream the thing to wait for.
    this.closeComes = u.willEmitClose(stream) && u.isReadableNodeStream(stream) === this.readable &&
      u.isWritableNodeStream(stream) === this.writable;
    this.finished = u.isWritableFinished(stream, false);
    this.ended = u.isReadableFinished(stream, false);
    this.listeners = [];
  }
  listen(event, listener) {
    this.stream.on(event, listener);
    this.listeners.push([this.stream, event, listener]);
  }
  done(error) {
    if (error === undefined) this.callback.call(this.stream);
    else this.callback.call(this.stream, error);
  }
  cleanup = () => {
    this.callback = nop;
    for (const [emitter, event, listener] of this.listeners) emitter.removeListener(event, listener);
    this.listeners = [];
  };
  onFinish = () => {
    this.finished = true;
    if (this.stream.destroyed) this.closeComes = false;
    if (this.closeComes && (!this.stream.writable || this.readable)) return;
    if (!this.readable || this.ended) this.done();
  };
  onEnd = () => {
    this.ended = true;
    if (this.stream.destroyed) this.closeComes = false;
    if (this.closeComes && (!this.stream.readable || this.writable)) return;
    if (!this.writable || this.finished) this.done();
  };
  onLegacyFinish = () => {
    if (!this.stream.writable) this.onFinish();
  };
  onError = (error) => this.done(error);
  failure() {
    const errored = u.isWritableErrored(this.stream) || u.isReadableErrored(this.stream);
    return errored && typeof errored !== 'boolean' ? errored : undefined;
  }
  onClose = () => {
    const { stream } = this;
    const failed = this.failure();
    if (failed) return this.done(failed);
    if (this.readable && !this.ended && u.isReadableNodeStream(stream, true) && !u.isReadableFinished(stream, false)) {
      return this.done(new codes.ERR_STREAM_PREMATURE_CLOSE());
    }
    if (this.writable && !this.finished && !u.isWritableFinished(stream, false)) {
      return this.done(new codes.ERR_STREAM_PREMATURE_CLOSE());
    }
    return this.done();
  };
  onClosed = () => this.done(this.failure());
  onRequest = () => {
    this.stream.req.on('finish', this.onFinish);
    this.listeners.push([this.stream.req, 'finish', this.onFinish]);
  };

  start(options) {
    const { stream } = this;
    if (isRequest(stream)) {
      this.listen('complete', this.onFinish);
      if (!this.closeComes) this.listen('abort', this.onClose);
      if (stream.req) this.onRequest();
      else this.listen('request', this.onRequest);
    } else if (this.writable && !stream._writableState) {
      this.listen('end', this.onLegacyFinish);
      this.listen('close', this.onLegacyFinish);
    }
    if (!this.closeComes && typeof stream.aborted === 'boolean') this.listen('aborted', this.onClose);
    this.listen('end', this.onEnd);
    this.listen('finish', this.onFinish);
    if (options.error !== false) this.listen('error', this.onError);
    this.listen('close', this.onClose);
    const late = this.alreadyOver();
    if (late) process.nextTick(late);
  }

  // For a stream that is over: which answer to give in the next tick.
  alreadyOver() {
    const { stream, readable, writable, closeComes } = this;
    const w = stream._writableState;
    const r = stream._readableState;
    if (u.isClosed(stream)) return this.onClose;
    if (w?.errorEmitted || r?.errorEmitted) return closeComes ? undefined : this.onClosed;
    if (!readable && (!closeComes || u.isReadable(stream)) && (this.finished || u.isWritable(stream) === false) &&
        (!w || w.pendingcb === undefined || w.pendingcb === 0)) {
      return this.onClosed;
    }
    if (!writable && (!closeComes || u.isWritable(stream)) && (this.ended || u.isReadable(stream) === false)) {
      return this.onClosed;
    }
    if (r && stream.req && stream.aborted) return this.onClosed;
    return undefined;
  }
}

function eos(stream, options, callback) {
  const { validateAbortSignal, validateFunction, validateObject } = require('internal/validators');
  if (arguments.length === 2) {
    callback = options;
    options = {};
  } else if (options === undefined || options === null) {
    options = {};
  } else {
    validateObject(options, 'options');
  }
  validateFunction(callback, 'callback');
  validateAbortSignal(options.signal, 'options.signal');
  callback = once(callback);
  if (u.isReadableStream(stream) || u.isWritableStream(stream)) return eosWeb(stream, options, callback);
  if (!u.isNodeStream(stream)) {
    throw new codes.ERR_INVALID_ARG_TYPE('stream', ['ReadableStream', 'WritableStream', 'Stream'], stream);
  }
  const watch = new Watch(stream, options, callback);
  const closed = u.isClosed(stream);
  watch.start(options);
  if (options.signal && !closed) {
    watch.callback = abortable(options.signal, stream, () => watch.callback, watch.cleanup, callback);
  }
  return watch.cleanup;
}

// Wraps `callback` so that the signal can call it first; answers the wrapped one.
function abortable(signal, stream, current, cleanup, callback) {
  const abort = () => {
    const report = current();
    cleanup();
    report.call(stream, new AbortError(undefined, { cause: signal.reason }));
  };
  if (signal.aborted) {
    process.nextTick(abort);
    return callback;
  }
  signal.addEventListener('abort', abort, require('internal/event_target').onceForSure);
  return once(function(...args) {
    signal.removeEventListener('abort', abort);
    Reflect.apply(callback, stream, args);
  });
}

function eosWeb(stream, options, callback) {
  let aborted = false;
  let stop = nop;
  if (options.signal) {
    const abort = () => {
      aborted = true;
      callback.call(stream, new AbortError(undefined, { cause: options.signal.reason }));
    };
    if (options.signal.aborted) {
      process.nextTick(abort);
    } else {
      options.signal.addEventListener('abort', abort, require('internal/event_target').onceForSure);
      stop = () => options.signal.removeEventListener('abort', abort);
    }
  }
  const settle = (...args) => {
    if (aborted) return;
    process.nextTick(() => {
      stop();
      callback.apply(stream, args);
    });
  };
  stream[u.kIsClosedPromise].promise.then(() => settle(), settle);
  return nop;
}

function finished(stream, options) {
  const { validateBoolean } = require('internal/validators');
  let autoCleanup = false;
  if (options === undefined || options === null) options = {};
  if (options.cleanup) {
    validateBoolean(options.cleanup, 'cleanup');
    autoCleanup = options.cleanup;
  }
  return new Promise((resolve, reject) => {
    const cleanup = eos(stream, options, (error) => {
      if (autoCleanup) cleanup();
      if (error) reject(error);
      else resolve();
    });
  });
}

module.exports = { eos, finished, once };
