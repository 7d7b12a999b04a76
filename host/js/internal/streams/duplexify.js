// `Duplex.from`: a Duplex of whatever can be read or written: streams, pairs, iterables, functions, promises, blobs, strings. And
// `duplexPair`: two Duplexes joined back to back.
'use strict';

const { AbortError, codes } = require('internal/errors');
const { Duplex } = require('internal/streams/duplex');
const { Readable } = require('internal/streams/readable');
const { Writable } = require('internal/streams/writable');
const { destroyer } = require('internal/streams/destroy');
const { eos } = require('internal/streams/end-of-stream');
const u = require('internal/streams/utils');

// Functions and promises stand for whole Duplexes: their result must be awaited before 'close'.
const isBlob = (value) => typeof value === 'object' && value !== null && typeof value.arrayBuffer === 'function' &&
  typeof value.stream === 'function' && typeof value.size === 'number';

function duplexify(body, name) {
  if (u.isDuplexNodeStream(body)) return body;
  if (u.isReadableNodeStream(body)) return join({ readable: body });
  if (u.isWritableNodeStream(body)) return join({ writable: body });
  if (u.isNodeStream(body)) return join({ writable: false, readable: false });
  if (u.isReadableStream(body)) return join({ readable: Readable.fromWeb(body) });
  if (u.isWritableStream(body)) return join({ writable: Writable.fromWeb(body) });
  if (typeof body === 'function') return fromFunction(body, name);
  if (isBlob(body)) return duplexify(body.arrayBuffer());
  if (u.isIterable(body)) return Readable.from(body, { objectMode: true, writable: false });
  if (u.isReadableStream(body?.readable) && u.isWritableStream(body?.writable)) return Duplex.fromWeb(body);
  if (typeof body?.writable === 'object' || typeof body?.readable === 'object') {
    const side = (value) => (!value ? undefined : u.isNodeStream(value) ? value : duplexify(value));
    return join({ readable: side(body.readable), writable: side(body.writable) });
  }
  if (typeof body?.then === 'function') return fromPromise(body);
  throw new codes.ERR_INVALID_ARG_TYPE(name, ['Blob', 'ReadableStream', 'WritableStream', 'Stream', 'Iterable',
                                              'AsyncIterable', 'Function', '{ readable, writable } pair', 'Promise'], body);
}

function fromPromise(promise) {
  const duplex = new Duplex({ objectMode: true, writable: false, read() {} });
  promise.then(
    (value) => {
      if (value !== null && value !== undefined) duplex.push(value);
      duplex.push(null);
    },
    (error) => destroyer(duplex, error),
  );
  return duplex;
}

// The function gets an async iterable of what is written and answers an async iterable (a transform) or a promise (a sink).
function fromFunction(body, name) {
  const input = channel(body);
  const { value } = input;
  if (u.isIterable(value)) {
    return require('internal/streams/from').from(Duplex, value, {
      objectMode: true, write: input.write, final: input.final, destroy: input.destroy,
    });
  }
  const then = value?.then;
  if (typeof then === 'function') return sink(input, then);
  throw new codes.ERR_INVALID_RETURN_VALUE('Iterable, AsyncIterable or AsyncFunction', name, value);
}

// A one-place queue between `write` and the function's iterable: a write is answered when the next chunk is asked for.
function channel(body) {
  let deliver;
  let next = new Promise((resolve) => { deliver = resolve; });
  const controller = new AbortController();
  const { signal } = controller;
  async function* chunks() {
    while (true) {
      const { chunk, done, callback } = await next;
      next = new Promise((resolve) => { deliver = resolve; });
      process.nextTick(callback);
      if (done) return;
      if (signal.aborted) throw new AbortError(undefined, { cause: signal.reason });
      yield chunk;
    }
  }
  const value = body(chunks(), { signal });
  return {
    value,
    write(chunk, encoding, callback) { deliver({ chunk, done: false, callback }); },
    final(callback) { deliver({ done: true, callback }); },
    destroy(error, callback) {
      controller.abort();
      // Lets the iterable end if it waits for a chunk; otherwise it would wait for ever.
      deliver({ done: true, callback() {} });
      callback(error);
    },
  };
}

function sink({ value, write, final, destroy }, then) {
  const result = Reflect.apply(then, value, [
    (resolved) => {
      if (resolved !== null && resolved !== undefined) {
        throw new codes.ERR_INVALID_RETURN_VALUE('nully', 'body', resolved);
      }
    },
    (error) => destroyer(duplex, error),
  ]);
  const duplex = new Duplex({
    objectMode: true,
    readable: false,
    write,
    final(callback) {
      final(async () => {
        try {
          await result;
          process.nextTick(callback, null);
        } catch (error) {
          process.nextTick(callback, error);
        }
      });
    },
    destroy,
  });
  return duplex;
}

// One Duplex over a readable and a writable stream.
class Joined {
  // Callbacks of the Duplex that wait for an event of what is behind it.
  #waiting = { drain: null, finish: null, readable: null, close: null };
  #readable;
  #writable;

  constructor(r, w) {
    this.r = r;
    this.w = w;
    this.#readable = !!u.isReadable(r);
    this.#writable = !!u.isWritable(w);
    this.duplex = new Duplex({
      readableObjectMode: !!r?.readableObjectMode,
      writableObjectMode: !!w?.writableObjectMode,
      readable: this.#readable,
      writable: this.#writable,
    });
    if (this.#writable) this.#joinWritable();
    if (this.#readable) this.#joinReadable();
    this.duplex._destroy = (error, callback) => this.#destroy(error, callback);
  }

  #call(key, ...args) {
    const callback = this.#waiting[key];
    this.#waiting[key] = null;
    if (callback) callback(...args);
    return callback !== null;
  }

  // One side ended.
  #over(error) {
    if (error) destroyer(this.r, error);
    if (this.#call('close', error)) return;
    if (error) this.duplex.destroy(error);
    else if (!this.#readable && !this.#writable) destroyWhenRead(this.duplex);
  }

  #joinWritable() {
    const { duplex, w } = this;
    eos(w, (error) => {
      this.#writable = false;
      this.#over(error);
    });
    duplex._write = (chunk, encoding, callback) => {
      if (w.write(chunk, encoding)) callback();
      else this.#waiting.drain = callback;
    };
    duplex._final = (callback) => {
      w.end();
      this.#waiting.finish = callback;
    };
    w.on('drain', () => this.#call('drain'));
    w.on('finish', () => this.#call('finish'));
  }

  #joinReadable() {
    const { duplex, r } = this;
    eos(r, (error) => {
      this.#readable = false;
      this.#over(error);
    });
    r.on('readable', () => this.#call('readable'));
    r.on('end', () => duplex.push(null));
    duplex._read = () => {
      while (true) {
        const chunk = r.read();
        if (chunk === null) {
          this.#waiting.readable = duplex._read;
          return;
        }
        if (!duplex.push(chunk)) return;
      }
    };
  }

  #destroy(error, callback) {
    const waiting = this.#waiting;
    if (!error && (this.#readable || this.#writable)) error = new AbortError();
    waiting.readable = waiting.drain = waiting.finish = null;
    if (!this.#readable && !this.#writable) {
      callback(error);
      return;
    }
    waiting.close = callback;
    destroyer(this.w, error);
    destroyer(this.r, error);
  }
}

function join({ readable, writable }) {
  return new Joined(readable && typeof readable.read !== 'function' ? Readable.wrap(readable) : readable, writable).duplex;
}

// Both streams behind it are over, but what they gave may still wait for its reader.
function destroyWhenRead(duplex) {
  const r = duplex._readableState;
  if (r.ended && !r.endEmitted) duplex.once('end', () => duplex.destroy());
  else duplex.destroy();
}

const kOther = Symbol('kOther');
const kPending = Symbol('kPending');

class DuplexSide extends Duplex {
  [kOther] = null;
  [kPending] = null;
  _read() {
    const callback = this[kPending];
    this[kPending] = null;
    if (callback) callback();
  }
  _write(chunk, encoding, callback) {
    if (chunk.length === 0) {
      process.nextTick(callback);
      return;
    }
    this[kOther].push(chunk);
    this[kOther][kPending] = callback;
  }
  _final(callback) {
    this[kOther].on('end', callback);
    this[kOther].push(null);
  }
}

function duplexPair(options) {
  const one = new DuplexSide(options);
  const two = new DuplexSide(options);
  one[kOther] = two;
  two[kOther] = one;
  return [one, two];
}

module.exports = { duplexify, duplexPair };
