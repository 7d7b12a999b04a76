// Properties of Writable and its adapters to Web Streams; Duplex takes the properties over.
'use strict';

const { Writable } = require('internal/streams/writable');
const { AbortError } = require('internal/errors');

function property(name, get, set) {
  Object.defineProperty(Writable.prototype, name, { configurable: true, enumerable: false, get, set });
}

property('closed', function() { return this._writableState ? this._writableState.closed : false; });
property('destroyed', function() { return this._writableState ? this._writableState.destroyed : false; }, function(value) {
  if (this._writableState) this._writableState.destroyed = value;
});
property('writable', function() {
  const w = this._writableState;
  return !!w && w.writable !== false && !w.destroyed && !w.errored && !w.ending && !w.ended;
}, function(value) {
  if (this._writableState) this._writableState.writable = !!value;
});
property('writableFinished', function() { return this._writableState ? this._writableState.finished : false; });
property('writableObjectMode', function() { return this._writableState ? this._writableState.objectMode : false; });
property('writableBuffer', function() { return this._writableState && this._writableState.getBuffer(); });
property('writableEnded', function() { return this._writableState ? this._writableState.ending : false; });
property('writableNeedDrain', function() {
  const w = this._writableState;
  return w ? !w.destroyed && !w.ending && w.needDrain : false;
});
property('writableHighWaterMark', function() { return this._writableState && this._writableState.highWaterMark; });
property('writableCorked', function() { return this._writableState ? this._writableState.corked : 0; });
property('writableLength', function() { return this._writableState && this._writableState.length; });
property('errored', function() { return this._writableState ? this._writableState.errored : null; });
property('writableAborted', function() {
  const w = this._writableState;
  return !!(w.writable !== false && (w.destroyed || w.errored) && !w.finished);
});

Writable.fromWeb = function fromWeb(writableStream, options) {
  return require('internal/webstreams/adapters').newStreamWritableFromWritableStream(writableStream, options);
};
Writable.toWeb = function toWeb(streamWritable) {
  return require('internal/webstreams/adapters').newWritableStreamFromStreamWritable(streamWritable);
};

if (Symbol.asyncDispose) {
  Writable.prototype[Symbol.asyncDispose] = function() {
    let abort;
    if (!this.destroyed) {
      abort = this.writableFinished ? null : new AbortError();
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
