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

const isThenable = (value) => value && typeof value.then === 'function';

// Pushes one item; whether the stream wants more. `stop` at once, not after a promise: the consumer may call `_read` before that.
function deliver(readable, item, stop) {
  if (item === null) {
    stop();
    throw new codes.ERR_STREAM_NULL_VALUES();
  }
  if (readable.push(item)) return true;
  stop();
  return false;
}

// Pushes until the stream has enough. An item that is a promise is awaited.
async function pullAsync(readable, iterator, stop) {
  try {
    let more = true;
    while (more) {
      const { value, done } = await iterator.next();
      if (done) readable.push(null);
      more = !done && deliver(readable, isThenable(value) ? await value : value, stop);
    }
  } catch (error) {
    readable.destroy(error);
  }
}

function pullSync(readable, iterator, stop) {
  try {
    let more = true;
    while (more) {
      const { value, done } = iterator.next();
      if (done) {
        readable.push(null);
        return;
      }
      if (isThenable(value)) {
        awaitItem(readable, iterator, value, stop);
        return;
      }
      more = deliver(readable, value, stop);
    }
  } catch (error) {
    readable.destroy(error);
  }
}

async function awaitItem(readable, iterator, value, stop) {
  try {
    if (deliver(readable, await value, stop)) pullSync(readable, iterator, stop);
  } catch (error) {
    readable.destroy(error);
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
  const pull = isAsync ? pullAsync : pullSync;
  let pulling = false;
  const stop = () => { pulling = false; };
  readable._read = function _read() {
    if (pulling) return;
    pulling = true;
    pull(readable, iterator, stop);
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
