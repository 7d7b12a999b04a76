// How every stream ends early or starts late: destroy, error propagation, and deferred construction. Mixed into Readable and Writable;
// a Duplex has both states and they move together.
'use strict';

const { codes: { ERR_MULTIPLE_CALLBACK }, aggregateTwoErrors, AbortError } = require('internal/errors');

const kDestroy = Symbol('kDestroy');
const kConstruct = Symbol('kConstruct');

// Applies `set` to the states a stream has.
function eachState(stream, set) {
  if (stream._writableState) set(stream._writableState);
  if (stream._readableState) set(stream._readableState);
}

function noteError(stream, error) {
  if (!error) return;
  // Reading the stack now captures it where the error appeared.
  void error.stack;
  eachState(stream, (state) => { state.errored ??= error; });
}

function destroy(error, callback) {
  const r = this._readableState;
  const w = this._writableState;
  const state = w || r;
  if (w?.destroyed || r?.destroyed) {
    if (typeof callback === 'function') callback();
    return this;
  }
  noteError(this, error);
  eachState(this, (each) => { each.destroyed = true; });
  if (state.constructed) {
    runDestroy(this, error, callback);
  } else {
    this.once(kDestroy, (constructError) => runDestroy(this, aggregateTwoErrors(constructError, error), callback));
  }
  return this;
}

function runDestroy(stream, error, callback) {
  let called = false;
  function onDestroy(result) {
    if (called) return;
    called = true;
    noteError(stream, result);
    eachState(stream, (state) => { state.closed = true; });
    if (typeof callback === 'function') callback(result);
    process.nextTick(result ? emitErrorAndClose : emitClose, stream, result);
  }
  try {
    stream._destroy(error || null, onDestroy);
  } catch (thrown) {
    onDestroy(thrown);
  }
}

function emitErrorAndClose(stream, error) {
  emitError(stream, error);
  emitClose(stream);
}

function emitClose(stream) {
  const r = stream._readableState;
  const w = stream._writableState;
  if (w) w.closeEmitted = true;
  if (r) r.closeEmitted = true;
  if (w?.emitClose || r?.emitClose) stream.emit('close');
}

function emitError(stream, error) {
  const r = stream._readableState;
  const w = stream._writableState;
  if (w?.errorEmitted || r?.errorEmitted) return;
  if (w) w.errorEmitted = true;
  if (r) r.errorEmitted = true;
  stream.emit('error', error);
}

// Brings a destroyed stream back to its first state (net.Socket reconnects so).
function undestroy() {
  const r = this._readableState;
  const w = this._writableState;
  eachState(this, (state) => {
    state.constructed = true;
    state.closed = state.closeEmitted = state.destroyed = state.errorEmitted = false;
    state.errored = null;
  });
  if (r) {
    r.reading = false;
    r.ended = r.endEmitted = r.readable === false;
  }
  if (w) {
    w.finalCalled = w.prefinished = false;
    w.ended = w.ending = w.finished = w.writable === false;
  }
}

// Destroys the stream with the error, or only reports it where the stream was made without autoDestroy.
function errorOrDestroy(stream, error, sync) {
  const r = stream._readableState;
  const w = stream._writableState;
  if (w?.destroyed || r?.destroyed) return stream;
  if (r?.autoDestroy || w?.autoDestroy) {
    stream.destroy(error);
  } else if (error) {
    noteError(stream, error);
    if (sync) process.nextTick(emitError, stream, error);
    else emitError(stream, error);
  }
  return undefined;
}

// Runs `_construct`, if there is one, in the next tick; `ready` afterwards.
function construct(stream, ready) {
  if (typeof stream._construct !== 'function') return;
  eachState(stream, (state) => { state.constructed = false; });
  stream.once(kConstruct, ready);
  // A Duplex comes here twice, once for each side.
  if (stream.listenerCount(kConstruct) > 1) return;
  process.nextTick(runConstruct, stream);
}

function runConstruct(stream) {
  let called = false;
  function onConstruct(error) {
    if (called) {
      errorOrDestroy(stream, error ?? new ERR_MULTIPLE_CALLBACK());
      return;
    }
    called = true;
    eachState(stream, (state) => { state.constructed = true; });
    const state = stream._writableState || stream._readableState;
    if (state.destroyed) stream.emit(kDestroy, error);
    else if (error) errorOrDestroy(stream, error, true);
    else stream.emit(kConstruct);
  }
  try {
    stream._construct((error) => process.nextTick(onConstruct, error));
  } catch (thrown) {
    process.nextTick(onConstruct, thrown);
  }
}

const isRequest = (stream) => stream?.setHeader && typeof stream.abort === 'function';

// A request as a server gets it, whose socket the response still needs.
const isServerRequest = (stream) => typeof stream._consuming === 'boolean' && typeof stream._dumped === 'boolean' &&
  stream.req?.upgradeOrConnect === undefined;

// For streams of others that cannot be destroyed.
function announceEnd(stream, error) {
  if (error) stream.emit('error', error);
  stream.emit('close');
}

// Ends any stream-like thing, of whatever age: used by pipeline and the like.
function destroyer(stream, error) {
  if (!stream || isDestroyed(stream)) return;
  if (!error && !isFinishedBothSides(stream)) error = new AbortError();
  if (isServerRequest(stream)) {
    stream.socket = null;
    stream.destroy(error);
  } else if (isRequest(stream)) stream.abort();
  else if (isRequest(stream.req)) stream.req.abort();
  else if (typeof stream.destroy === 'function') stream.destroy(error);
  else if (typeof stream.close === 'function') stream.close();
  else process.nextTick(announceEnd, stream, error);
  if (!stream.destroyed) stream[require('internal/streams/utils').kIsDestroyed] = true;
}

function isDestroyed(stream) {
  return require('internal/streams/utils').isDestroyed(stream);
}

function isFinishedBothSides(stream) {
  return require('internal/streams/utils').isFinished(stream);
}

module.exports = { construct, destroy, destroyer, undestroy, errorOrDestroy, kDestroy };
