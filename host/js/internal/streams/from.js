// `Readable.from`: a Readable over any iterable, pulled as the consumer asks and closed with it.
'use strict';

const { codes } = require('internal/errors');

function iteratorOf(iterable) {
  if (iterable?.[Symbol.asyncIterator]) return [iterable[Symbol.asyncIterator](), true];
  if (iterable?.[Symbol.iterator]) return [iterable[Symbol.iterator](), false];
  throw new codes.ERR_INVALID_ARG_TYPE('iterable', ['Iterable'], iterable);
}

// Tells the iterator that no one wants more: by `throw` after an error, else by `return`.
async function closeIterator(iterator, error) {
  if (error !== undefined && error !== null && typeof iterator.throw === 'function') {
    const { value, done } = await iterator.throw(error);
    await value;
    if (done) return;
  }
  if (typeof iterator.return === 'function') {
    const { value } = await iterator.return();
    await value;
  }
}

// Pushes until the stream has enough. Returns when a pull is over; a value that is a promise is awaited.
async function pull(readable, iterator, isAsync, stop) {
  while (true) {
    const step = iterator.next();
    const { value, done } = isAsync ? await step : step;
    if (done) {
      readable.push(null);
      return;
    }
    const item = value && typeof value.then === 'function' ? await value : value;
    if (item === null) {
      stop();
      throw new codes.ERR_STREAM_NULL_VALUES();
    }
    if (!readable.push(item)) {
      // At once, not after the promise: the consumer may call `_read` before that.
      stop();
      return;
    }
  }
}

function from(Readable, iterable, options) {
  if (typeof iterable === 'string' || iterable instanceof require('buffer').Buffer) {
    return new Readable({
      objectMode: true,
      ...options,
      read() {
        this.push(iterable);
        this.push(null);
      },
    });
  }
  const [iterator, isAsync] = iteratorOf(iterable);
  const readable = new Readable({ objectMode: true, highWaterMark: 1, ...options });
  let pulling = false;
  const stop = () => { pulling = false; };
  readable._read = function _read() {
    if (pulling) return;
    pulling = true;
    pull(readable, iterator, isAsync, stop).catch((error) => readable.destroy(error));
  };
  // What the options gave comes first: it may be what the iterator waits for.
  const own = readable._destroy;
  readable._destroy = function _destroy(error, callback) {
    own.call(readable, error, (result) => {
      closeIterator(iterator, error).then(
        () => process.nextTick(callback, result),
        (failure) => process.nextTick(callback, failure || result),
      );
    });
  };
  return readable;
}

module.exports = { from };
