// What stands behind `_handle` of a compressor: the native engine with the methods that packages call on it (pngjs and minizlib drive a
// compressor by these, at once and by hand), and the compressor's own `_processChunk`.
'use strict';

const { capture, idOf, release, usage } = require('internal/async_context');
const { genericNodeError } = require('internal/errors');
const binding = internalBinding('zlib');

const kState = Symbol('state');
const kOwner = Symbol('owner');

class Handle {
  constructor(owner, state) {
    this[kOwner] = owner;
    this[kState] = state;
    this.busy = false;
    this.async = usage.active ? capture('ZLIB', usage.hooks?.named('Zlib')) : undefined;
  }

  get state() { return this[kState]; }

  getAsyncId() { return idOf(this.async); }

  // The engine goes when no step runs on it.
  close() {
    this.closing = true;
    if (!this.busy) this.free();
  }

  free() {
    if (this[kState] === null) return;
    binding.close(this[kState]);
    this[kState] = null;
    if (usage.active) release(this.async);
  }

  reset() { return binding.reset(this[kState]); }

  params(level, strategy) { return binding.params(this[kState], level, strategy); }

  // One step now: what is left of both buffers is in the owner's `_writeState`.
  writeSync(flush, input, inputOffset, inputLength, output, outputOffset, outputLength) {
    const piece = input ? input.subarray(inputOffset, inputOffset + inputLength) : Buffer.alloc(0);
    const [bytes, consumed, , errno, code, message] = binding.step(this[kState], piece, flush, outputLength);
    output.set(new Uint8Array(bytes), outputOffset);
    const owner = this[kOwner];
    owner._writeState[0] = outputLength - bytes.byteLength;
    owner._writeState[1] = inputLength - consumed;
    if (code === undefined) return;
    const error = genericNodeError(message, { errno, code });
    owner._hadError = true;
    owner._handle = null;
    this.close();
    owner.destroy(error);
    throw error;
  }
}
Object.defineProperty(Handle, 'name', { value: 'Zlib' });

// A step with everything of `chunk`: at once, or with a callback as the stream takes it. At once the engine is closed afterwards.
function processChunk(engine, chunk, flush, callback, run, failureOf) {
  if (typeof callback === 'function') {
    run(engine, chunk, flush, callback);
    return undefined;
  }
  const handle = engine._handle;
  if (handle === null) throw new (require('internal/errors').codes.ERR_INTERNAL_ASSERTION)('zlib binding closed');
  const limit = engine._maxOutputLength;
  const answer = binding.all(handle.state, chunk, flush, limit);
  engine.bytesWritten = answer[1];
  const failure = failureOf(answer, limit);
  engine._handle = null;
  handle.close();
  if (failure !== null) {
    engine.destroy(failure);
    throw failure;
  }
  return Buffer.from(answer[0]);
}

// Made at the first look: only who drives the handle by hand needs them.
const lateBuffers = {
  _outBuffer: (engine) => Buffer.allocUnsafe(engine._chunkSize),
  _writeState: () => new Uint32Array(2),
};
function addBuffers(prototype) {
  for (const [name, make] of Object.entries(lateBuffers)) {
    const set = (engine, value) =>
      Object.defineProperty(engine, name, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
    Object.defineProperty(prototype, name, {
      __proto__: null,
      get() { return set(this, make(this))[name]; },
      set(value) { set(this, value); },
      configurable: true,
    });
  }
}

module.exports = { Handle, addBuffers, processChunk };
