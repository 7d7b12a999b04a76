// What Readable has beside its core: properties, pipe, async iteration, `Readable.from`, `wrap`, adapters to Web Streams, operators.
'use strict';

const { Readable, ReadableState } = require('internal/streams/readable');
const { AbortError } = require('internal/errors');
const { errorOrDestroy, destroyer } = require('internal/streams/destroy');
const { pipe, unpipe } = require('internal/streams/readable-pipe');

const proto = Readable.prototype;
Readable.ReadableState = ReadableState;
proto.pipe = pipe;
proto.unpipe = unpipe;

function property(name, get, set) {
  Object.defineProperty(proto, name, { configurable: true, enumerable: false, get, set });
}

property('readable', function() {
  const r = this._readableState;
  return !!r && r.readable !== false && !r.destroyed && !r.errorEmitted && !r.endEmitted;
}, function(value) {
  // Streams of others set it; ours keep it to be switched off by Duplex.
  if (this._readableState) this._readableState.readable = !!value;
});
property('readableDidRead', function() { return this._readableState.dataEmitted; });
property('readableAborted', function() {
  const r = this._readableState;
  return !!(r.readable !== false && (r.destroyed || r.errored) && !r.endEmitted);
});
property('readableHighWaterMark', function() { return this._readableState.highWaterMark; });
property('readableBuffer', function() {
  const r = this._readableState;
  return r && (r.bufferIndex ? r.buffer.slice(r.bufferIndex) : r.buffer);
});
property('readableFlowing', function() { return this._readableState.flowing; }, function(value) {
  if (this._readableState) this._readableState.flowing = value;
});
property('readableLength', function() { return this._readableState.length; });
property('readableObjectMode', function() { return this._readableState ? this._readableState.objectMode : false; });
property('readableEncoding', function() { return this._readableState ? this._readableState.encoding : null; });
property('readableEnded', function() { return this._readableState ? this._readableState.endEmitted : false; });
property('errored', function() { return this._readableState ? this._readableState.errored : null; });
property('closed', function() { return this._readableState ? this._readableState.closed : false; });
property('destroyed', function() { return this._readableState ? this._readableState.destroyed : false; }, function(value) {
  if (this._readableState) this._readableState.destroyed = value;
});

// --- Async iteration ------------------------------------------------------------------------------------------------

async function* iterate(stream, options) {
  const { eos } = require('internal/streams/end-of-stream');
  // undefined while the stream runs, null when it ended well.
  let error;
  let wake = null;
  const notify = () => {
    const resolve = wake;
    wake = null;
    if (resolve) resolve();
  };
  stream.on('readable', notify);
  const stopWatching = eos(stream, { writable: false }, (failure) => {
    error = failure ? combine(error, failure) : null;
    notify();
  });
  try {
    while (true) {
      const chunk = stream.destroyed ? null : stream.read();
      if (chunk !== null) yield chunk;
      else if (error) throw error;
      else if (error === null) return;
      else await new Promise((resolve) => { wake = resolve; });
    }
  } catch (failure) {
    error = combine(error, failure);
    throw error;
  } finally {
    if ((error || options?.destroyOnReturn !== false) && (error === undefined || stream._readableState.autoDestroy)) {
      destroyer(stream, null);
    } else {
      stream.off('readable', notify);
      stopWatching();
    }
  }
}

function combine(first, second) {
  return require('internal/errors').aggregateTwoErrors(first, second);
}

function toAsyncIterator(stream, options) {
  if (typeof stream.read !== 'function') stream = Readable.wrap(stream, { objectMode: true });
  const iterator = iterate(stream, options);
  iterator.stream = stream;
  return iterator;
}

proto[Symbol.asyncIterator] = function() {
  return toAsyncIterator(this);
};
proto.iterator = function iterator(options) {
  if (options !== undefined) require('internal/validators').validateObject(options, 'options');
  return toAsyncIterator(this, options);
};

if (Symbol.asyncDispose) {
  proto[Symbol.asyncDispose] = function() {
    let abort;
    if (!this.destroyed) {
      abort = this.readableEnded ? null : new AbortError();
      this.destroy(abort);
    }
    return new Promise((resolve, reject) => {
      require('internal/streams/end-of-stream').eos(this, (error) => {
        if (error && error !== abort) reject(error);
        else resolve(null);
      });
    });
  };
}

Readable.from = function from(iterable, options) {
  return require('internal/streams/from').from(Readable, iterable, options);
};

// --- Adapters -------------------------------------------------------------------------------------------------------

proto.wrap = function wrap(old) {
  let paused = false;
  old.on('data', (chunk) => {
    if (!this.push(chunk) && old.pause) {
      paused = true;
      old.pause();
    }
  });
  old.on('end', () => this.push(null));
  old.on('error', (error) => errorOrDestroy(this, error));
  old.on('close', () => this.destroy());
  old.on('destroy', () => this.destroy());
  this._read = () => {
    if (paused && old.resume) {
      paused = false;
      old.resume();
    }
  };
  for (const name of Object.keys(old)) {
    if (this[name] === undefined && typeof old[name] === 'function') this[name] = old[name].bind(old);
  }
  return this;
};

Readable.wrap = function wrap(source, options) {
  return new Readable({
    objectMode: source.readableObjectMode ?? source.objectMode ?? true,
    ...options,
    destroy(error, callback) {
      destroyer(source, error);
      callback(error);
    },
  }).wrap(source);
};

Readable.fromWeb = function fromWeb(readableStream, options) {
  return require('internal/webstreams/adapters').newStreamReadableFromReadableStream(readableStream, options);
};
Readable.toWeb = function toWeb(streamReadable, options) {
  return require('internal/webstreams/adapters').newReadableStreamFromStreamReadable(streamReadable, options);
};

// --- Operators ------------------------------------------------------------------------------------------------------

// Each with the `length` its method has.
const streamOperators = { map: 2, filter: 2, flatMap: 2, take: 1, drop: 1, compose: 2 };
const promiseOperators = { forEach: 2, toArray: 1, some: 1, every: 1, find: 2, reduce: 3 };

function operator([name, length], build) {
  const { [name]: method } = { [name](...args) { return build(this, args); } };
  Object.defineProperty(method, 'length', { configurable: true, value: length });
  Object.defineProperty(proto, name, { configurable: true, enumerable: false, writable: true, value: method });
}
for (const each of Object.entries(streamOperators)) {
  operator(each, (stream, args) => {
    const made = require('internal/streams/operators')[each[0]].apply(stream, args);
    return each[0] === 'compose' ? made : Readable.from(made);
  });
}
for (const each of Object.entries(promiseOperators)) {
  // Promise.resolve: what the method throws on bad arguments becomes a rejection there already.
  operator(each, (stream, args) => require('internal/streams/operators')[each[0]].apply(stream, args));
}
