// `compose`: several streams, or things that can become streams, as one Duplex.
'use strict';

const { AbortError, codes } = require('internal/errors');
const { Duplex } = require('internal/streams/duplex');
const { destroyer } = require('internal/streams/destroy');
const { eos } = require('internal/streams/end-of-stream');
const { pipeline } = require('internal/streams/pipeline');
const u = require('internal/streams/utils');

function check(streams, original) {
  streams.forEach((stream, index) => {
    if (!u.isNodeStream(stream) && !u.isWebStream(stream)) return;
    if (index < streams.length - 1 && !(u.isReadable(stream) || u.isReadableStream(stream) || u.isTransformStream(stream))) {
      throw new codes.ERR_INVALID_ARG_VALUE(`streams[${index}]`, original[index], 'must be readable');
    }
    if (index > 0 && !(u.isWritable(stream) || u.isWritableStream(stream) || u.isTransformStream(stream))) {
      throw new codes.ERR_INVALID_ARG_VALUE(`streams[${index}]`, original[index], 'must be writable');
    }
  });
}

// Callbacks of the composed stream that wait for its parts.
class Waiting {
  drain = null;
  finish = null;
  readable = null;
  take(name) {
    const callback = this[name];
    this[name] = null;
    return callback;
  }
  call(name, ...args) {
    const callback = this.take(name);
    if (callback) callback(...args);
  }
}

function wireWritable(composed, head, tail, waiting) {
  if (u.isNodeStream(head)) {
    composed._write = (chunk, encoding, callback) => {
      if (head.write(chunk, encoding)) callback();
      else waiting.drain = callback;
    };
    composed._final = (callback) => {
      head.end();
      waiting.finish = callback;
    };
    head.on('drain', () => waiting.call('drain'));
  } else {
    const writer = (u.isTransformStream(head) ? head.writable : head).getWriter();
    composed._write = async (chunk, encoding, callback) => {
      try {
        await writer.ready;
        writer.write(chunk).catch(() => {});
        callback();
      } catch (error) {
        callback(error);
      }
    };
    composed._final = async (callback) => {
      try {
        await writer.ready;
        writer.close().catch(() => {});
        waiting.finish = callback;
      } catch (error) {
        callback(error);
      }
    };
  }
  eos(u.isTransformStream(tail) ? tail.readable : tail, () => waiting.call('finish'));
}

function wireReadable(composed, tail, waiting) {
  if (u.isNodeStream(tail)) {
    tail.on('readable', () => waiting.call('readable'));
    tail.on('end', () => composed.push(null));
    composed._read = () => {
      while (true) {
        const chunk = tail.read();
        if (chunk === null) {
          waiting.readable = composed._read;
          return;
        }
        if (!composed.push(chunk)) return;
      }
    };
    return;
  }
  const reader = (u.isTransformStream(tail) ? tail.readable : tail).getReader();
  composed._read = async () => {
    while (true) {
      try {
        const { value, done } = await reader.read();
        if (!composed.push(done ? null : value) || done) return;
      } catch {
        return;
      }
    }
  };
}

function compose(...streams) {
  if (streams.length === 0) throw new codes.ERR_MISSING_ARGS('streams');
  if (streams.length === 1) return Duplex.from(streams[0]);
  const original = [...streams];
  const lastIndex = streams.length - 1;
  if (typeof streams[0] === 'function') streams[0] = Duplex.from(streams[0]);
  if (typeof streams[lastIndex] === 'function') streams[lastIndex] = Duplex.from(streams[lastIndex]);
  check(streams, original);

  const waiting = new Waiting();
  // undefined: nobody waits; null: the pipeline is over.
  let onclose;
  const [head] = streams;
  const tail = pipeline(streams, (error) => {
    const callback = onclose;
    onclose = null;
    if (callback) callback(error);
    else if (error) composed.destroy(error);
    else if (!readable && !writable) composed.destroy();
  });
  const writable = !!(u.isWritable(head) || u.isWritableStream(head) || u.isTransformStream(head));
  const readable = !!(u.isReadable(tail) || u.isReadableStream(tail) || u.isTransformStream(tail));
  const composed = new Duplex({
    writableObjectMode: !!head?.writableObjectMode,
    readableObjectMode: !!tail?.readableObjectMode,
    writable,
    readable,
  });
  if (writable) wireWritable(composed, head, tail, waiting);
  if (readable) wireReadable(composed, tail, waiting);
  composed._destroy = (error, callback) => {
    if (!error && onclose !== null) error = new AbortError();
    waiting.readable = waiting.drain = waiting.finish = null;
    if (onclose === null) {
      callback(error);
      return;
    }
    onclose = callback;
    if (u.isNodeStream(tail)) destroyer(tail, error);
  };
  return composed;
}

module.exports = { compose };
