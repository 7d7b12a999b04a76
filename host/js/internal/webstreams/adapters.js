// Node streams as Web Streams and back (what `toWeb` and `fromWeb` answer), and Web Streams that are moved by a message: both ends of a
// port, which say { type: 'chunk' | 'close' | 'error' | 'pull', value } to each other, as the specification of streams has it.
'use strict';

const { AbortError, codes } = require('internal/errors');
const { Buffer } = require('buffer');
const { Readable } = require('internal/streams/readable');
const { Writable } = require('internal/streams/writable');
const { Duplex } = require('internal/streams/duplex');
const { destroyer } = require('internal/streams/destroy');
const { eos } = require('internal/streams/end-of-stream');
const u = require('internal/streams/utils');
const web = require('stream/web');

// A premature close reads better as an abort to users of Web Streams.
function webError(error) {
  // What zlib refuses is a TypeError to the web.
  if (typeof error?.code === 'string' && error.code.startsWith('Z_')) {
    return Object.assign(new TypeError(undefined, { cause: error }), { code: error.code });
  }
  if (error?.code !== 'ERR_STREAM_PREMATURE_CLOSE') return error;
  return new AbortError(undefined, { cause: error });
}

function toUint8Array(chunk) {
  if (Buffer.isBuffer(chunk)) return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  return chunk;
}

// --- Node to Web ----------------------------------------------------------------------------------------------------

function newWritableStreamFromStreamWritable(writable) {
  if (typeof writable?._writableState !== 'object') {
    throw new codes.ERR_INVALID_ARG_TYPE('streamWritable', 'stream.Writable', writable);
  }
  if (u.isDestroyed(writable) || !u.isWritable(writable)) {
    const closed = new web.WritableStream();
    closed.close();
    return closed;
  }
  const objectMode = writable.writableObjectMode;
  const highWaterMark = writable.writableHighWaterMark;
  const strategy = objectMode ? new web.CountQueuingStrategy({ highWaterMark }) :
    { highWaterMark, size: (chunk) => chunk?.length ?? chunk?.byteLength ?? 1 };
  let controller;
  let drained;
  let closed;
  writable.on('drain', () => drained?.resolve());
  const cleanup = eos(writable, (failure) => {
    const error = webError(failure);
    cleanup();
    writable.on('error', () => {});
    if (error) {
      drained?.reject(error);
      if (closed) closed.reject(error);
      controller.error(error);
    } else if (closed) {
      closed.resolve();
    } else {
      controller.error(new AbortError());
    }
    controller = undefined;
  });
  return new web.WritableStream({
    start(c) { controller = c; },
    write(chunk) {
      try {
        if (writable.writableNeedDrain || !writable.write(chunk)) {
          drained = Promise.withResolvers();
          return drained.promise.finally(() => { drained = undefined; });
        }
      } catch (error) {
        destroyer(writable, error);
        throw error;
      }
      return undefined;
    },
    abort(reason) { destroyer(writable, reason); },
    close() {
      if (closed === undefined && !u.isWritableEnded(writable)) {
        closed = Promise.withResolvers();
        writable.end();
      }
      if (controller === undefined) return Promise.resolve();
      return closed?.promise;
    },
  }, strategy);
}

function newReadableStreamFromStreamReadable(readable, options = {}) {
  if (typeof readable?._readableState !== 'object') {
    throw new codes.ERR_INVALID_ARG_TYPE('streamReadable', 'stream.Readable', readable);
  }
  if (u.isDestroyed(readable) || !u.isReadable(readable)) {
    const over = new web.ReadableStream();
    over.cancel();
    return over;
  }
  const objectMode = readable.readableObjectMode;
  const highWaterMark = readable.readableHighWaterMark;
  const strategy = options?.strategy ?? (objectMode ? new web.CountQueuingStrategy({ highWaterMark }) : { highWaterMark });
  let controller;
  let canceled = false;
  readable.pause();
  const cleanup = eos(readable, (failure) => {
    const error = webError(failure);
    cleanup();
    readable.on('error', () => {});
    if (canceled) return;
    if (error) controller.error(error);
    else controller.close();
  });
  readable.on('data', (chunk) => {
    controller.enqueue(objectMode ? chunk : toUint8Array(chunk));
    if (controller.desiredSize <= 0) readable.pause();
  });
  return new web.ReadableStream({
    start(c) { controller = c; },
    pull() { readable.resume(); },
    cancel(reason) {
      canceled = true;
      destroyer(readable, reason);
    },
  }, strategy);
}

function newReadableWritablePairFromDuplex(duplex) {
  if (typeof duplex?._writableState !== 'object' || typeof duplex?._readableState !== 'object') {
    throw new codes.ERR_INVALID_ARG_TYPE('duplex', 'stream.Duplex', duplex);
  }
  if (u.isDestroyed(duplex)) {
    const writable = new web.WritableStream();
    const readable = new web.ReadableStream();
    writable.close();
    readable.cancel();
    return { readable, writable };
  }
  const writable = u.isWritable(duplex) ? newWritableStreamFromStreamWritable(duplex) : new web.WritableStream();
  if (!u.isWritable(duplex)) writable.close();
  const readable = u.isReadable(duplex) ? newReadableStreamFromStreamReadable(duplex) : new web.ReadableStream();
  if (!u.isReadable(duplex)) readable.cancel();
  return { writable, readable };
}

// --- Web to Node ----------------------------------------------------------------------------------------------------

// What the streams that are made do not look at themselves.
function checkOptions(options, { switches = ['objectMode'], encoded = true } = {}) {
  const { validateBoolean, validateObject } = require('internal/validators');
  validateObject(options, 'options');
  const { encoding } = options;
  // The arguments change places in Node 22.
  if (encoded && encoding !== undefined && !Buffer.isEncoding(encoding)) throw new codes.ERR_INVALID_ARG_VALUE(`${encoding}`, 'options.encoding');
  for (const name of switches) if (options[name] !== undefined) validateBoolean(options[name], `options.${name}`);
}

// Methods of a Writable that feed a writer.
function writerMethods(writer, objectMode) {
  const finish = (callback) => [() => callback(), (error) => callback(error)];
  return {
    write(chunk, encoding, callback) {
      if (typeof chunk === 'string' && !objectMode) chunk = toUint8Array(Buffer.from(chunk, encoding));
      writer.ready.then(() => writer.write(chunk)).then(...finish(callback));
    },
    writev(chunks, callback) {
      writer.ready.then(() => Promise.all(chunks.map(({ chunk }) => writer.write(chunk)))).then(...finish(callback));
    },
    final(callback) {
      writer.close().then(...finish(callback));
    },
  };
}

// Reads once for a Readable's `_read`.
function readOnce(reader, stream) {
  reader.read().then(({ value, done }) => {
    stream.push(done ? null : value);
  }, (error) => destroyer(stream, error));
}

function newStreamWritableFromWritableStream(writableStream, options = {}) {
  if (!u.isWritableStream(writableStream)) {
    throw new codes.ERR_INVALID_ARG_TYPE('writableStream', 'WritableStream', writableStream);
  }
  checkOptions(options, { switches: ['objectMode', 'decodeStrings'], encoded: false });
  const writer = writableStream.getWriter();
  let closed = false;
  const writable = new Writable({
    ...options,
    ...writerMethods(writer, !!options.objectMode),
    destroy(error, callback) {
      const done = () => callback(error);
      if (closed) done();
      else if (error != null) writer.abort(error).then(done, done);
      else writer.close().then(done, done);
    },
  });
  writer.closed.then(() => {
    closed = true;
    if (!u.isWritableEnded(writable)) destroyer(writable, new codes.ERR_STREAM_PREMATURE_CLOSE());
  }, (error) => {
    closed = true;
    destroyer(writable, error);
  });
  return writable;
}

function newStreamReadableFromReadableStream(readableStream, options = {}) {
  if (!u.isReadableStream(readableStream)) {
    throw new codes.ERR_INVALID_ARG_TYPE('readableStream', 'ReadableStream', readableStream);
  }
  checkOptions(options);
  const reader = readableStream.getReader();
  let closed = false;
  const readable = new Readable({
    objectMode: false,
    ...options,
    read() { readOnce(reader, readable); },
    destroy(error, callback) {
      const done = () => callback(error);
      if (closed) done();
      else reader.cancel(error).then(done, done);
    },
  });
  reader.closed.then(() => { closed = true; }, (error) => {
    closed = true;
    destroyer(readable, error);
  });
  return readable;
}

function newStreamDuplexFromReadableWritablePair(pair = {}, options = {}) {
  require('internal/validators').validateObject(pair, 'pair');
  const { readable: readableStream, writable: writableStream } = pair;
  if (!u.isReadableStream(readableStream)) {
    throw new codes.ERR_INVALID_ARG_TYPE('pair.readable', 'ReadableStream', readableStream);
  }
  if (!u.isWritableStream(writableStream)) {
    throw new codes.ERR_INVALID_ARG_TYPE('pair.writable', 'WritableStream', writableStream);
  }
  checkOptions(options);
  const reader = readableStream.getReader();
  const writer = writableStream.getWriter();
  const over = { reader: false, writer: false };
  const duplex = new Duplex({
    allowHalfOpen: false,
    ...options,
    ...writerMethods(writer, !!(options.objectMode || options.writableObjectMode)),
    read() { readOnce(reader, duplex); },
    destroy(error, callback) {
      const done = () => callback(error);
      const ends = [
        over.writer ? undefined : error != null ? writer.abort(error) : writer.close(),
        over.reader ? undefined : reader.cancel(error),
      ];
      Promise.all(ends).then(done, done);
    },
  });
  writer.closed.then(() => {
    over.writer = true;
    if (!u.isWritableEnded(duplex)) destroyer(duplex, new codes.ERR_STREAM_PREMATURE_CLOSE());
  }, (error) => {
    over.writer = over.reader = true;
    destroyer(duplex, error);
  });
  reader.closed.then(() => { over.reader = true; }, (error) => {
    over.writer = over.reader = true;
    destroyer(duplex, error);
  });
  return duplex;
}

// --- over a message port ------------------------------------------------------------------------------------------

// What cannot be sent is told to both sides.
function send(port, type, value) {
  try {
    port.postMessage({ type, value });
  } catch (error) {
    port.postMessage({ type: 'error', value: error });
    port.close();
    throw error;
  }
}

// The stream of what comes from a port. The side that was received keeps its loop alive while it waits for a chunk, or for one to be
// taken; the side that stayed only answers.
function readableOf(port, isReceived = false) {
  return new web.ReadableStream({
    start(controller) {
      port.onmessage = ({ data: { type, value } }) => {
        port.unref();
        if (type === 'chunk') {
          controller.enqueue(value);
          return;
        }
        if (type === 'close') controller.close();
        else if (type === 'error') controller.error(value);
        port.close();
      };
      port.unref();
    },
    pull() {
      if (isReceived) port.ref();
      send(port, 'pull');
    },
    cancel(reason) {
      send(port, 'error', reason);
      port.close();
    },
  }, { highWaterMark: 0 });
}

// The stream whose chunks go to a port, one for each that the other side asks for.
function writableOf(port, isReceived = false) {
  let asked = Promise.withResolvers();
  return new web.WritableStream({
    start(controller) {
      port.onmessage = ({ data: { type, value } }) => {
        port.unref();
        if (type === 'error') controller.error(value);
        if (type === 'error' || type === 'pull') asked.resolve();
      };
      port.unref();
    },
    async write(chunk) {
      if (isReceived) port.ref();
      await asked.promise;
      asked = Promise.withResolvers();
      if (isReceived) port.ref();
      send(port, 'chunk', chunk);
    },
    close() {
      send(port, 'close');
      port.close();
    },
    abort(reason) {
      send(port, 'error', reason);
      port.close();
    },
  });
}

const receiveReadable = (port) => readableOf(port, true);
const receiveWritable = (port) => writableOf(port, true);

function receiveTransform({ readable, writable }) {
  const stream = Object.create(web.TransformStream.prototype);
  require('internal/webstreams/common').hide(stream, 'TransformStream', { readable, writable });
  return stream;
}

module.exports = {
  readableOf,
  receiveReadable,
  receiveTransform,
  receiveWritable,
  writableOf,
  newReadableStreamFromStreamReadable, newReadableWritablePairFromDuplex, newStreamDuplexFromReadableWritablePair,
  newStreamReadableFromReadableStream, newStreamWritableFromWritableStream, newWritableStreamFromStreamWritable,
};
