// `pipeline`: joins streams, iterables, functions and Web Streams so that an error anywhere ends all of them, and calls back once.
'use strict';

const { AbortError, aggregateTwoErrors, codes } = require('internal/errors');
const { eos, once } = require('internal/streams/end-of-stream');
const { destroyer: destroyStream } = require('internal/streams/destroy');
const u = require('internal/streams/utils');

const isPremature = (error) => error.code === 'ERR_STREAM_PREMATURE_CLOSE';

// Watches a stream so that it can be destroyed if it is not over by itself.
function guard(stream, reading, writing) {
  let over = false;
  stream.on('close', () => { over = true; });
  const cleanup = eos(stream, { readable: reading, writable: writing }, (error) => { over = !error; });
  const destroy = (error) => {
    if (over) return;
    over = true;
    destroyStream(stream, error || new codes.ERR_STREAM_DESTROYED('pipe'));
  };
  return { destroy, cleanup };
}

// Touches the stream only when the first chunk is asked for.
async function* chunksOf(stream) {
  yield* require('internal/streams/readable').Readable.prototype[Symbol.asyncIterator].call(stream);
}

function makeAsyncIterable(value) {
  if (u.isIterable(value)) return value;
  if (u.isReadableNodeStream(value)) return chunksOf(value);
  throw new codes.ERR_INVALID_ARG_TYPE('val', ['Readable', 'Iterable', 'AsyncIterable'], value);
}

async function pumpToNode(iterable, writable, finish, { end }) {
  let error;
  let wake = null;
  const resume = (failure) => {
    if (failure) error = failure;
    const callback = wake;
    wake = null;
    if (callback) callback();
  };
  const wait = () => new Promise((resolve, reject) => {
    const settle = () => (error ? reject(error) : resolve());
    if (error) reject(error);
    else wake = settle;
  });
  writable.on('drain', resume);
  const cleanup = eos(writable, { readable: false }, resume);
  try {
    if (writable.writableNeedDrain) await wait();
    for await (const chunk of iterable) {
      if (!writable.write(chunk)) await wait();
    }
    if (end) {
      writable.end();
      await wait();
    }
    finish();
  } catch (failure) {
    finish(error !== failure ? aggregateTwoErrors(error, failure) : failure);
  } finally {
    cleanup();
    writable.off('drain', resume);
  }
}

async function pumpToWeb(readable, writable, finish, { end }) {
  if (u.isTransformStream(writable)) writable = writable.writable;
  const writer = writable.getWriter();
  try {
    for await (const chunk of readable) {
      await writer.ready;
      writer.write(chunk).catch(() => {});
    }
    await writer.ready;
    if (end) await writer.close();
    finish();
  } catch (error) {
    try {
      await writer.abort(error);
      finish(error);
    } catch (second) {
      finish(second);
    }
  }
}

function pipeNode(source, dest, finish, fail, { end }) {
  let ended = false;
  dest.on('close', () => {
    if (!ended) fail(new codes.ERR_STREAM_PREMATURE_CLOSE());
  });
  source.pipe(dest, { end: false });
  if (end) {
    const endDest = () => {
      ended = true;
      dest.end();
    };
    if (u.isReadableFinished(source)) process.nextTick(endDest);
    else source.once('end', endDest);
  } else {
    finish();
  }
  eos(source, { readable: true, writable: false }, (error) => {
    const r = source._readableState;
    if (error && isPremature(error) && r?.ended && !r.errored && !r.errorEmitted) {
      // Closed with all data pushed: the rest may still be on its way out.
      source.once('end', finish).once('error', finish);
    } else {
      finish(error);
    }
  });
  return eos(dest, { readable: false, writable: true }, finish);
}

class Pipeline {
  constructor(callback, options) {
    this.callback = callback;
    this.options = options;
    this.controller = new AbortController();
    this.error = undefined;
    this.value = undefined;
    this.pending = 0;
    this.destroys = [];
    this.lastCleanups = [];
    this.stopListening = undefined;
  }
  finish = (error) => this.settle(error, --this.pending === 0);
  fail = (error) => this.settle(error, false);
  abort = () => this.settle(new AbortError(undefined, { cause: this.options?.signal?.reason }));
  settle(error, final) {
    if (error && (!this.error || isPremature(this.error))) this.error = error;
    if (!this.error && !final) return;
    while (this.destroys.length) this.destroys.shift()(this.error);
    this.stopListening?.();
    this.controller.abort();
    if (!final) return;
    if (!this.error) this.lastCleanups.forEach((cleanup) => cleanup());
    process.nextTick(this.callback, this.error, this.value);
  }
  watchOuterSignal(signal) {
    require('internal/validators').validateAbortSignal(signal, 'options.signal');
    if (!signal) return;
    if (signal.aborted) {
      queueMicrotask(this.abort);
      return;
    }
    signal.addEventListener('abort', this.abort, require('internal/event_target').onceForSure);
    this.stopListening = () => signal.removeEventListener('abort', this.abort);
  }

  guardStream(stream, at) {
    if (at.end) {
      const { destroy, cleanup } = guard(stream, at.reading, at.writing);
      this.destroys.push(destroy);
      if (u.isReadable(stream) && at.last) this.lastCleanups.push(cleanup);
    }
    const onError = (error) => {
      if (error && error.name !== 'AbortError' && !isPremature(error)) this.fail(error);
    };
    stream.on('error', onError);
    if (u.isReadable(stream) && at.last) this.lastCleanups.push(() => stream.removeListener('error', onError));
  }

  source(stream) {
    if (typeof stream === 'function') {
      const made = stream({ signal: this.controller.signal });
      if (!u.isIterable(made)) {
        throw new codes.ERR_INVALID_RETURN_VALUE('Iterable, AsyncIterable or Stream', 'source', made);
      }
      return made;
    }
    if (u.isIterable(stream) || u.isReadableNodeStream(stream) || u.isTransformStream(stream)) return stream;
    return require('internal/streams/duplex').Duplex.from(stream);
  }

  // A function in the middle or at the end: an async generator, or an async function that consumes.
  callFunction(previous, fn, at) {
    const made = fn(makeAsyncIterable(u.isTransformStream(previous) ? previous.readable : previous),
                    { signal: this.controller.signal });
    if (at.reading) {
      if (!u.isIterable(made, true)) {
        throw new codes.ERR_INVALID_RETURN_VALUE('AsyncIterable', `transform[${at.index - 1}]`, made);
      }
      return made;
    }
    // What it yields or resolves with can be read from the stream that pipeline returns.
    const { PassThrough } = require('internal/streams/duplex');
    const out = new PassThrough({ objectMode: true });
    this.consumeResult(made, out, at.end);
    const { destroy, cleanup } = guard(out, false, true);
    this.destroys.push(destroy);
    if (at.last) this.lastCleanups.push(cleanup);
    return out;
  }

  consumeResult(made, out, end) {
    const then = made?.then;
    if (typeof then === 'function') {
      this.pending++;
      Reflect.apply(then, made, [(value) => {
        this.value = value;
        if (value !== null && value !== undefined) out.write(value);
        if (end) out.end();
        process.nextTick(this.finish);
      }, (error) => {
        out.destroy(error);
        process.nextTick(this.finish, error);
      }]);
    } else if (u.isIterable(made, true) || u.isReadableStream(made) || u.isTransformStream(made)) {
      this.pending++;
      pumpToNode(u.isIterable(made, true) ? made : made.readable || made, out, this.finish, { end });
    } else {
      throw new codes.ERR_INVALID_RETURN_VALUE('AsyncIterable or Promise', 'destination', made);
    }
  }

  toNode(previous, stream, at) {
    if (u.isReadableNodeStream(previous)) {
      this.pending += 2;
      const cleanup = pipeNode(previous, stream, this.finish, this.fail, at);
      if (u.isReadable(stream) && at.last) this.lastCleanups.push(cleanup);
    } else if (u.isTransformStream(previous) || u.isReadableStream(previous)) {
      this.pending++;
      pumpToNode(previous.readable || previous, stream, this.finish, at);
    } else if (u.isIterable(previous)) {
      this.pending++;
      pumpToNode(previous, stream, this.finish, at);
    } else {
      throwNotReadable(previous);
    }
    return stream;
  }

  toWeb(previous, stream, at) {
    if (u.isReadableNodeStream(previous)) previous = makeAsyncIterable(previous);
    else if (u.isTransformStream(previous)) previous = previous.readable;
    else if (!u.isReadableStream(previous) && !u.isIterable(previous)) throwNotReadable(previous);
    this.pending++;
    pumpToWeb(previous, stream, this.finish, at);
    return stream;
  }

  build(streams) {
    let result;
    streams.forEach((stream, index) => {
      const last = index === streams.length - 1;
      const at = { index, last, reading: !last, writing: index > 0, end: !last || this.options?.end !== false };
      if (u.isNodeStream(stream)) this.guardStream(stream, at);
      if (index === 0) result = this.source(stream);
      else if (typeof stream === 'function') result = this.callFunction(result, stream, at);
      else if (u.isNodeStream(stream)) result = this.toNode(result, stream, at);
      else if (u.isWebStream(stream)) result = this.toWeb(result, stream, at);
      else result = require('internal/streams/duplex').Duplex.from(stream);
    });
    return result;
  }
}

function throwNotReadable(value) {
  throw new codes.ERR_INVALID_ARG_TYPE('val', ['Readable', 'Iterable', 'AsyncIterable', 'ReadableStream', 'TransformStream'],
                                       value);
}

function pipelineImpl(streams, callback, options) {
  if (streams.length === 1 && Array.isArray(streams[0])) streams = streams[0];
  if (streams.length < 2) throw new codes.ERR_MISSING_ARGS('streams');
  const line = new Pipeline(callback, options);
  line.watchOuterSignal(options?.signal);
  const result = line.build(streams);
  if (line.controller.signal.aborted || options?.signal?.aborted) process.nextTick(line.abort);
  return result;
}

function pipeline(...streams) {
  const callback = streams.pop();
  require('internal/validators').validateFunction(callback, 'streams[stream.length - 1]');
  return pipelineImpl(streams, once(callback));
}

module.exports = { pipeline, pipelineImpl };
