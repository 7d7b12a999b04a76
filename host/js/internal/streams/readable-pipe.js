// `Readable.prototype.pipe` and `unpipe`: one source, any number of destinations; the slowest decides.
'use strict';

const { prependListener } = require('internal/streams/legacy');
const { errorOrDestroy } = require('internal/streams/destroy');

// One connection; the listeners are arrow functions so that they can be removed again.
class Pipe {
  constructor(source, dest, ends) {
    this.source = source;
    this.dest = dest;
    this.waiting = false;
    this.done = false;
    this.unpiped = false;
    this.onEnd = ends ? () => dest.end() : () => this.detach();
  }
  detach = () => {
    this.source.unpipe(this.dest);
  };
  onUnpipe = (source, info) => {
    if (source !== this.source || !info || info.hasUnpiped !== false) return;
    info.hasUnpiped = true;
    this.cleanup();
  };
  onData = (chunk) => {
    if (this.dest.write(chunk) === false) this.pause();
  };
  onDrain = () => {
    const state = this.source._readableState;
    if (state.awaitDrainWriters === this.dest) state.awaitDrainWriters = null;
    else if (state.multiAwaitDrain) state.awaitDrainWriters.delete(this.dest);
    const waiting = state.awaitDrainWriters && state.awaitDrainWriters.size !== 0;
    if (!waiting && this.source.listenerCount('data')) this.source.resume();
  };
  onError = (error) => {
    this.detach();
    this.dest.removeListener('error', this.onError);
    if (this.dest.listenerCount('error') !== 0) return;
    const state = this.dest._writableState || this.dest._readableState;
    if (state && !state.errorEmitted) errorOrDestroy(this.dest, error);
    else this.dest.emit('error', error);
  };
  onClose = () => {
    this.dest.removeListener('finish', this.onFinish);
    this.detach();
  };
  onFinish = () => {
    this.dest.removeListener('close', this.onClose);
    this.detach();
  };

  pause() {
    const state = this.source._readableState;
    if (!this.done) {
      if (state.pipes.length === 1 && state.pipes[0] === this.dest) {
        state.awaitDrainWriters = this.dest;
        state.multiAwaitDrain = false;
      } else if (state.pipes.length > 1 && state.pipes.includes(this.dest)) {
        state.awaitDrainWriters.add(this.dest);
      }
      this.source.pause();
    }
    if (!this.waiting) {
      this.waiting = true;
      this.dest.on('drain', this.onDrain);
    }
  }

  cleanup() {
    const { source, dest } = this;
    dest.removeListener('close', this.onClose);
    dest.removeListener('finish', this.onFinish);
    if (this.waiting) dest.removeListener('drain', this.onDrain);
    dest.removeListener('error', this.onError);
    dest.removeListener('unpipe', this.onUnpipe);
    source.removeListener('end', this.onEnd);
    source.removeListener('end', this.detach);
    source.removeListener('data', this.onData);
    this.done = true;
    // A destination that goes away must not leave the others waiting for its drain.
    const blocked = this.waiting && source._readableState.awaitDrainWriters;
    if (blocked && (!dest._writableState || dest._writableState.needDrain)) this.onDrain();
  }
}

function pipe(dest, options) {
  const state = this._readableState;
  if (state.pipes.length === 1 && !state.multiAwaitDrain) {
    state.multiAwaitDrain = true;
    state.awaitDrainWriters = new Set(state.awaitDrainWriters ? [state.awaitDrainWriters] : []);
  }
  state.pipes.push(dest);
  const ends = options?.end !== false && dest !== process.stdout && dest !== process.stderr;
  const link = new Pipe(this, dest, ends);
  if (state.endEmitted) process.nextTick(link.onEnd);
  else this.once('end', link.onEnd);
  dest.on('unpipe', link.onUnpipe);
  this.on('data', link.onData);
  prependListener(dest, 'error', link.onError);
  dest.once('close', link.onClose);
  dest.once('finish', link.onFinish);
  dest.emit('pipe', this);
  if (dest.writableNeedDrain === true) link.pause();
  else if (!state.flowing) this.resume();
  return dest;
}

function unpipe(dest) {
  const state = this._readableState;
  if (state.pipes.length === 0) return this;
  if (!dest) {
    const all = state.pipes;
    state.pipes = [];
    this.pause();
    for (const each of all) each.emit('unpipe', this, { hasUnpiped: false });
    return this;
  }
  const index = state.pipes.indexOf(dest);
  if (index === -1) return this;
  state.pipes.splice(index, 1);
  if (state.pipes.length === 0) this.pause();
  dest.emit('unpipe', this, { hasUnpiped: false });
  return this;
}

module.exports = { pipe, unpipe };
