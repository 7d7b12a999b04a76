// v8: serialization in V8's own format, heap statistics and snapshots, flags. Absent: queryObjects.
'use strict';

const serdes = internalBinding('serdes');
const heap = internalBinding('heap');
const { codes } = require('internal/errors');
const { defineMissing } = require('internal/missing');
const { makeMethodsEnumerable } = require('internal/util');
const { isAnyArrayBuffer, isArrayBuffer } = require('internal/util/types');
const { validateString, validateUint32 } = require('internal/validators');

const lazyBuffer = () => require('buffer').Buffer;
const unused = new FinalizationRegistry((id) => serdes.free(id));

class Serializer {
  #id;

  constructor() {
    this.#id = serdes.makeWriter();
    unused.register(this, this.#id);
  }

  writeHeader() {
    serdes.writeHeader(this.#id);
  }

  writeValue(value) {
    return serdes.writeValue(this.#id, this, value);
  }

  releaseBuffer() {
    return lazyBuffer().from(serdes.release(this.#id));
  }

  transferArrayBuffer(id, buffer) {
    id = +id;
    if (!isArrayBuffer(buffer)) throw invalidType('arrayBuffer must be an ArrayBuffer');
    serdes.writerTransfer(this.#id, id, buffer);
  }

  writeUint32(value) {
    serdes.writeUint32(this.#id, value);
  }

  writeUint64(high, low) {
    serdes.writeUint64(this.#id, high, low);
  }

  writeDouble(value) {
    serdes.writeDouble(this.#id, value);
  }

  writeRawBytes(source) {
    if (!ArrayBuffer.isView(source)) throw notAView('source');
    serdes.writeRawBytes(this.#id, source);
  }

  _setTreatArrayBufferViewsAsHostObjects(mode) {
    serdes.setViewsAsHostObjects(this.#id, Boolean(mode));
  }

  _getDataCloneError(message) {
    return new Error(message);
  }
}

// The checks of the native halves are worded in their own way.
const invalidType = (message) => Object.assign(new TypeError(message), { code: 'ERR_INVALID_ARG_TYPE' });
const notAView = (name) => invalidType(`${name} must be a TypedArray or a DataView`);

// Methods of native objects, in Node.
makeMethodsEnumerable(Serializer.prototype);

class Deserializer {
  #id;

  constructor(buffer) {
    if (!ArrayBuffer.isView(buffer)) throw notAView('buffer');
    this.buffer = buffer;
    this.#id = serdes.makeReader(buffer);
    unused.register(this, this.#id);
  }

  readHeader() {
    return serdes.readHeader(this.#id);
  }

  readValue() {
    return serdes.readValue(this.#id, this);
  }

  getWireFormatVersion() {
    return serdes.getWireFormatVersion(this.#id);
  }

  transferArrayBuffer(id, buffer) {
    id = +id;
    if (!isAnyArrayBuffer(buffer)) throw invalidType('arrayBuffer must be an ArrayBuffer or SharedArrayBuffer');
    serdes.readerTransfer(this.#id, id, buffer);
  }

  readUint32() {
    return serdes.readUint32(this.#id);
  }

  readUint64() {
    return serdes.readUint64(this.#id);
  }

  readDouble() {
    return serdes.readDouble(this.#id);
  }

  _readRawBytes(length) {
    return serdes.readRawBytes(this.#id, length);
  }

  readRawBytes(length) {
    const offset = this._readRawBytes(length);
    const { buffer, byteOffset } = this.buffer;
    return lazyBuffer().from(buffer, byteOffset + offset, length);
  }
}

// The numbers by which views are known in the format of DefaultSerializer.
const viewTypes = [
  'Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array',
  'Uint32Array', 'Float32Array', 'Float64Array', 'DataView', 'FastBuffer', 'BigInt64Array',
  'BigUint64Array', 'Float16Array',
];
const bufferType = 10;

function viewType(view) {
  if (lazyBuffer().isBuffer(view)) return bufferType;
  const tag = Object.prototype.toString.call(view).slice(8, -1);
  const index = viewTypes.indexOf(tag);
  if (index === -1) {
    throw new Error(`Unserializable host object: ${require('internal/util/inspect').inspect(view)}`);
  }
  return index;
}

makeMethodsEnumerable(Deserializer.prototype);

class DefaultSerializer extends Serializer {
  constructor() {
    super();
    this._setTreatArrayBufferViewsAsHostObjects(true);
  }

  _writeHostObject(view) {
    this.writeUint32(viewType(view));
    this.writeUint32(view.byteLength);
    this.writeRawBytes(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
  }
}

class DefaultDeserializer extends Deserializer {
  _readHostObject() {
    const type = this.readUint32();
    const length = this.readUint32();
    const offset = this._readRawBytes(length);
    const { buffer, byteOffset } = this.buffer;
    const start = byteOffset + offset;
    if (type === bufferType) return lazyBuffer().from(buffer, start, length);
    const Class = globalThis[viewTypes[type]];
    const unit = Class.BYTES_PER_ELEMENT ?? 1;
    // Views of wider elements need an aligned start: copy where it is not.
    if (start % unit !== 0) return new Class(buffer.slice(start, start + length));
    return new Class(buffer, start, length / unit);
  }
}

function serialize(value) {
  const serializer = new DefaultSerializer();
  serializer.writeHeader();
  serializer.writeValue(value);
  return serializer.releaseBuffer();
}

function deserialize(buffer) {
  const deserializer = new DefaultDeserializer(buffer);
  deserializer.readHeader();
  return deserializer.readValue();
}

function setFlagsFromString(flags) {
  validateString(flags, 'flags');
  const abort = /^--(no-?)?abort[-_]on[-_]uncaught[-_]exception$/.exec(flags.trim());
  // This one is the host's own.
  if (abort !== null) return require('internal/process/execution').setAbort(abort[1] === undefined);
  heap.setFlagsFromString(flags);
}

class GCProfiler {
  #profile = new (require('internal/gc_profile').GCProfile)();

  start() {
    this.#profile.start();
  }

  stop() {
    return this.#profile.stop();
  }

  [Symbol.dispose]() {
    this.#profile.stop();
  }
}

// The options of a snapshot, which V8's interface here has no say in: checked, and otherwise as by default.
function checkSnapshotOptions(options) {
  const { validateBoolean, validateObject } = require('internal/validators');
  if (options === undefined) return;
  validateObject(options, 'options');
  const { exposeInternals = false, exposeNumericValues = false } = options;
  validateBoolean(exposeInternals, 'options.exposeInternals');
  validateBoolean(exposeNumericValues, 'options.exposeNumericValues');
}

function writeHeapSnapshot(filename, options) {
  let path = filename;
  if (filename === undefined) path = require('internal/process/diagnosis').snapshotPath();
  else path = String(require('internal/fs/utils').getPath(filename));
  checkSnapshotOptions(options);
  heap.writeSnapshot(path);
  return path;
}

function getHeapSnapshot(options) {
  checkSnapshotOptions(options);
  const { Readable } = require('stream');
  const chunks = heap.snapshotChunks();
  let next = 0;
  return new Readable({
    read() {
      if (next === chunks.length) {
        this.push(null);
        return;
      }
      this.push(lazyBuffer().from(chunks[next]));
      chunks[next++] = undefined;
    },
  });
}

let nearLimitIsSet = false;

function setHeapSnapshotNearHeapLimit(limit) {
  validateUint32(limit, 'limit', true);
  if (nearLimitIsSet || Number(require('internal/options').getOptionValue('--heapsnapshot-near-heap-limit')) > 0) return;
  nearLimitIsSet = true;
  heap.snapshotNearLimit(limit);
}

// --- v8.promiseHooks: functions that are called for every promise of this thread

const promiseEvents = ['init', 'before', 'after', 'settled'];
const promiseListeners = { init: [], before: [], after: [], settled: [] };

function onPromise(event, hook) {
  const { isAsyncFunction } = require('internal/util/types');
  if (typeof hook !== 'function' || isAsyncFunction(hook)) throw new codes.ERR_INVALID_ARG_TYPE(`${event}Hook`, 'Function', hook);
  promiseListeners[event] = [...promiseListeners[event], hook];
  updatePromiseHooks();
  return () => {
    promiseListeners[event] = promiseListeners[event].filter((each) => each !== hook);
    updatePromiseHooks();
  };
}

function createHook({ init, before, after, settled } = {}) {
  const hooks = { init, before, after, settled };
  const stops = promiseEvents.filter((event) => hooks[event]).map((event) => onPromise(event, hooks[event]));
  return () => {
    for (const stop of stops) stop();
  };
}

// One function for all listeners to an event; what one throws is an uncaught error, and the others are called all the same.
function toldOf(event) {
  const listeners = promiseListeners[event];
  if (listeners.length === 0) return undefined;
  return (promise, parent) => {
    for (const listener of listeners) {
      try {
        if (event === 'init') listener(promise, parent);
        else listener(promise);
      } catch (error) {
        internalBinding('errors').triggerUncaughtException(error, false);
      }
    }
  };
}

function updatePromiseHooks() {
  const { usage } = require('internal/async_context');
  const functions = promiseEvents.map(toldOf);
  usage.promiseHooks = functions.every((each) => each === undefined) ? undefined : functions;
  if (usage.hooks === null) internalBinding('task_queue').setPromiseHooks(...functions);
  else usage.hooks.changePromiseHooks();
}

module.exports = {
  getHeapSnapshot,
  writeHeapSnapshot,
  cachedDataVersionTag: () => internalBinding('vm').cachedDataVersionTag,
  getHeapStatistics: () => heap.statistics(),
  getHeapSpaceStatistics: () => heap.spaceStatistics(),
  getHeapCodeStatistics: () => ({ ...heap.codeStatistics(), cpu_profiler_metadata_size: 0 }),
  setFlagsFromString,
  Serializer,
  Deserializer,
  DefaultSerializer,
  DefaultDeserializer,
  deserialize,
  serialize,
  takeCoverage: () => require('internal/process/coverage').write(),
  stopCoverage: () => require('internal/process/coverage').stop(),
  startupSnapshot: {
    isBuildingSnapshot: () => 0, // A number in Node too.
    addSerializeCallback(callback, data) { throw new codes.ERR_NOT_BUILDING_SNAPSHOT(); },
    addDeserializeCallback(callback, data) { throw new codes.ERR_NOT_BUILDING_SNAPSHOT(); },
    setDeserializeMainFunction(callback, data) { throw new codes.ERR_NOT_BUILDING_SNAPSHOT(); },
  },
  setHeapSnapshotNearHeapLimit,
  GCProfiler,
  promiseHooks: {
    createHook,
    onInit: (hook) => onPromise('init', hook),
    onBefore: (hook) => onPromise('before', hook),
    onAfter: (hook) => onPromise('after', hook),
    onSettled: (hook) => onPromise('settled', hook),
  },
};
defineMissing(module.exports, 'v8', ['queryObjects']);
