// Duplex, Transform and PassThrough. A Duplex is a Readable that has a Writable's state and methods as well.
'use strict';

const { Readable, ReadableState } = require('internal/streams/readable');
const { Writable, WritableState, onConstructed } = require('internal/streams/writable');
const { Stream } = require('internal/streams/legacy');
const { construct } = require('internal/streams/destroy');
const { codes } = require('internal/errors');

function Duplex(options) {
  if (!(this instanceof Duplex)) return new Duplex(options);
  // In this order `eventNames` tells them.
  this._events ??= {
    close: undefined, error: undefined, prefinish: undefined, finish: undefined, drain: undefined, data: undefined, end: undefined,
    readable: undefined,
  };
  this._readableState ??= new ReadableState(options, true);
  this._writableState ??= new WritableState(options, this, true);
  const r = this._readableState;
  const w = this._writableState;
  // Each side's constructor would announce it, so only the shared parts are done here, once.
  this.allowHalfOpen = options?.allowHalfOpen !== false;
  if (options) applyOptions(this, options, r, w);
  Stream.call(this, options);
  if (this._construct !== undefined && this._construct !== null) {
    construct(this, () => {
      if (r.needReadable) this.read(0);
      onConstructed(this, w);
    });
  }
  return undefined;
}
Object.setPrototypeOf(Duplex.prototype, Readable.prototype);
Object.setPrototypeOf(Duplex, Readable);

function applyOptions(stream, options, r, w) {
  if (options.readable === false) {
    r.readable = false;
    r.ended = r.endEmitted = true;
  }
  if (options.writable === false) {
    w.writable = false;
    w.ending = w.ended = w.finished = true;
  }
  for (const name of ['read', 'write', 'writev', 'destroy', 'final', 'construct']) {
    if (typeof options[name] === 'function') stream[`_${name}`] = options[name];
  }
  if (options.signal) require('internal/streams/add-abort-signal').addAbortSignal(options.signal, stream);
}

// Everything of Writable that Readable has not.
for (const key of Reflect.ownKeys(Writable.prototype)) {
  if (key === 'constructor' || key in Readable.prototype) continue;
  Object.defineProperty(Duplex.prototype, key, Object.getOwnPropertyDescriptor(Writable.prototype, key));
}
Duplex.prototype.destroy = Writable.prototype.destroy;
Object.defineProperty(Duplex.prototype, 'destroyed', {
  configurable: true,
  enumerable: false,
  get() {
    return this._readableState !== undefined && this._writableState !== undefined &&
      this._readableState.destroyed && this._writableState.destroyed;
  },
  set(value) {
    if (this._readableState && this._writableState) {
      this._readableState.destroyed = value;
      this._writableState.destroyed = value;
    }
  },
});

Duplex.from = function from(body) {
  return require('internal/streams/duplexify').duplexify(body, 'body');
};
Duplex.fromWeb = function fromWeb(pair, options) {
  return require('internal/webstreams/adapters').newStreamDuplexFromReadableWritablePair(pair, options);
};
Duplex.toWeb = function toWeb(duplex) {
  return require('internal/webstreams/adapters').newReadableWritablePairFromDuplex(duplex);
};

// --- Transform ------------------------------------------------------------------------------------------------------

// The callback of a chunk that waits until its results have been read.
const kCallback = Symbol('kCallback');

function Transform(options) {
  if (!(this instanceof Transform)) return new Transform(options);
  // A read limit of 0 asks for no buffering at all; the write side would buffer instead.
  if (options && (options.highWaterMark ?? options.readableHighWaterMark) === 0) {
    options = {
      ...options,
      highWaterMark: null,
      readableHighWaterMark: 0,
      writableHighWaterMark: options.writableHighWaterMark || 0,
    };
  }
  Duplex.call(this, options);
  // A transform reads only when it is written to, which is never inside `_read`.
  this._readableState.sync = false;
  this[kCallback] = null;
  if (options) {
    if (typeof options.transform === 'function') this._transform = options.transform;
    if (typeof options.flush === 'function') this._flush = options.flush;
  }
  this.on('prefinish', onPrefinish);
  return undefined;
}
Object.setPrototypeOf(Transform.prototype, Duplex.prototype);
Object.setPrototypeOf(Transform, Duplex);

function final(callback) {
  if (typeof this._flush !== 'function' || this.destroyed) {
    this.push(null);
    callback?.();
    return;
  }
  this._flush((error, data) => {
    if (error) {
      if (callback) callback(error);
      else this.destroy(error);
      return;
    }
    if (data !== null && data !== undefined) this.push(data);
    this.push(null);
    callback?.();
  });
}

// A subclass with a `_final` of its own still gets its flush.
function onPrefinish() {
  if (this._final !== final) final.call(this);
}

Transform.prototype._final = final;
Transform.prototype._transform = function _transform(chunk, encoding, callback) {
  throw new codes.ERR_METHOD_NOT_IMPLEMENTED('_transform()');
};

Transform.prototype._write = function _write(chunk, encoding, callback) {
  const r = this._readableState;
  const w = this._writableState;
  const before = r.length;
  this._transform(chunk, encoding, (error, value) => {
    if (error) {
      callback(error);
      return;
    }
    if (value !== null && value !== undefined) this.push(value);
    if (r.ended) process.nextTick(callback);
    else if (w.ended || before === r.length || r.length < r.highWaterMark) callback();
    else this[kCallback] = callback;
  });
};

Transform.prototype._read = function _read() {
  const callback = this[kCallback];
  if (!callback) return;
  this[kCallback] = null;
  callback();
};

function PassThrough(options) {
  if (!(this instanceof PassThrough)) return new PassThrough(options);
  Transform.call(this, options);
  return undefined;
}
Object.setPrototypeOf(PassThrough.prototype, Transform.prototype);
Object.setPrototypeOf(PassThrough, Transform);

PassThrough.prototype._transform = function _transform(chunk, encoding, callback) {
  callback(null, chunk);
};

module.exports = { Duplex, Transform, PassThrough };
