// What a Readable keeps: its state, and the chunks it holds: how much a read gets, and taking it out. Chunks already taken are cut
// off in bulk.
'use strict';

const { Buffer } = require('buffer');
const { codes } = require('internal/errors');
const { highWaterMarkOf, plainName } = require('internal/streams/defaults');

const kPaused = Symbol('kPaused');

const MAX_HIGH_WATER_MARK = 0x40000000;

// A read larger than the limit raises the limit to the next power of two.
function raisedHighWaterMark(size) {
  if (size > MAX_HIGH_WATER_MARK) throw new codes.ERR_OUT_OF_RANGE('size', '<= 1GiB', size);
  return size <= 1 ? 1 : 2 ** (32 - Math.clz32(size - 1));
}

function amountToRead(size, state) {
  if (size <= 0 || (state.length === 0 && state.ended)) return 0;
  if (state.objectMode) return 1;
  if (Number.isNaN(size)) {
    return state.flowing && state.length ? state.buffer[state.bufferIndex].length : state.length;
  }
  if (size <= state.length) return size;
  return state.ended ? state.length : 0;
}

// An array that knows from the start that it holds objects: it does not change its kind with the first chunk, and code that was
// optimised for one stream serves the next.
function emptyBuffer() {
  const buffer = [null];
  buffer.pop();
  return buffer;
}

function takeFromBuffer(size, state) {
  if (state.length === 0) return null;
  const { buffer } = state;
  const first = buffer[state.bufferIndex];
  if (state.objectMode || (size === first.length && size > 0)) {
    // The only one: its place is kept for the next.
    if (buffer.length === 1) buffer.pop();
    else dropChunks(state, 1);
    return first;
  }
  if (!size || size >= state.length) return takeAll(state);
  if (size < first.length) {
    buffer[state.bufferIndex] = first.slice(size);
    return first.slice(0, size);
  }
  return takeAcross(size, state);
}

function dropChunks(state, count) {
  const end = state.bufferIndex + count;
  for (let i = state.bufferIndex; i < end; i++) state.buffer[i] = null;
  state.bufferIndex = end;
  if (end === state.buffer.length) {
    state.buffer = emptyBuffer();
    state.bufferIndex = 0;
  } else if (end > 1024) {
    state.buffer.splice(0, end);
    state.bufferIndex = 0;
  }
}

function takeAll(state) {
  const chunks = state.bufferIndex ? state.buffer.slice(state.bufferIndex) : state.buffer;
  state.buffer = emptyBuffer();
  state.bufferIndex = 0;
  if (state.decoder) return chunks.join('');
  return chunks.length === 1 ? chunks[0] : Buffer.concat(chunks, state.length);
}

function takeAcross(size, state) {
  const parts = [];
  let left = size;
  let at = state.bufferIndex;
  while (left > 0 && state.buffer[at].length <= left) {
    left -= state.buffer[at].length;
    parts.push(state.buffer[at++]);
  }
  dropChunks(state, at - state.bufferIndex);
  if (left > 0) {
    const chunk = state.buffer[state.bufferIndex];
    parts.push(chunk.slice(0, left));
    state.buffer[state.bufferIndex] = chunk.slice(left);
  }
  return state.decoder ? parts.join('') : Buffer.concat(parts, size);
}

class ReadableState {
  constructor(options, isDuplex) {
    this.objectMode = !!(options?.objectMode || (isDuplex && options?.readableObjectMode));
    this.highWaterMark = highWaterMarkOf(options, this.objectMode, 'readableHighWaterMark', isDuplex);
    // Chunks from `first` on; taken ones are cut off in bulk, so that a read is cheap.
    this.buffer = emptyBuffer();
    this.bufferIndex = 0;
    this.length = 0;
    this.pipes = [];
    this.awaitDrainWriters = null;
    this.multiAwaitDrain = false;
    this.flowing = null;
    this[kPaused] = null;
    this.ended = false;
    this.endEmitted = false;
    this.reading = false;
    // Whether 'readable' must wait for the next tick: true while `_read` is on the stack, and before the first.
    this.sync = true;
    this.needReadable = false;
    this.emittedReadable = false;
    this.readableListening = false;
    this.resumeScheduled = false;
    this.readingMore = false;
    this.dataEmitted = false;
    this.constructed = true;
    this.destroyed = false;
    this.errored = null;
    this.errorEmitted = false;
    this.closed = false;
    this.closeEmitted = false;
    this.emitClose = !options || options.emitClose !== false;
    this.autoDestroy = !options || options.autoDestroy !== false;
    this.defaultEncoding = plainName(options?.defaultEncoding || 'utf8');
    if (options?.defaultEncoding && !Buffer.isEncoding(this.defaultEncoding)) {
      throw new codes.ERR_UNKNOWN_ENCODING(this.defaultEncoding);
    }
    this.decoder = null;
    this.encoding = null;
    if (options?.encoding) setDecoder(this, options.encoding);
  }
  get paused() { return this[kPaused] === true; }
  set paused(value) { this[kPaused] = !!value; }
  get pipesCount() { return this.pipes.length; }
}

function setDecoder(state, encoding) {
  const { StringDecoder } = require('string_decoder');
  state.decoder = new StringDecoder(encoding);
  state.encoding = state.decoder.encoding;
}

module.exports = { ReadableState, amountToRead, emptyBuffer, kPaused, raisedHighWaterMark, setDecoder, takeFromBuffer };
