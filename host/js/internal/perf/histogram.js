// Histograms: createHistogram() and monitorEventLoopDelay(). The counting is native; here are Node's names, checks and shapes.
'use strict';

const native = internalBinding('histogram');
const { codes } = require('internal/errors');
const { customInspectSymbol } = require('internal/util');
const { validateInteger, validateNumber, validateObject } = require('internal/validators');

const { kClone, markTransferMode } = require('internal/worker/transferable');

const kMake = Symbol('kMake');
const unused = new FinalizationRegistry((id) => native.free(id));
const [COUNT, MIN, MAX, EXCEEDS] = [0, 1, 2, 3];

// The number of the native half, by object.
const ids = new WeakMap();

function idOf(histogram) {
  const id = ids.get(histogram);
  if (id === undefined) throw new codes.ERR_INVALID_THIS('Histogram');
  return id;
}

const numberOf = (histogram, index) => Number(native.counts(idOf(histogram))[index]);

class Histogram {
  constructor(token, id) {
    if (token !== kMake) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    ids.set(this, id);
    unused.register(this, id);
  }

  [customInspectSymbol](depth, options) {
    if (depth < 0) return this;
    const { inspect } = require('internal/util/inspect');
    const inner = { ...options, depth: options.depth == null ? null : options.depth - 1 };
    const { min, max, mean, exceeds, stddev, count, percentiles } = this;
    return `Histogram ${inspect({ min, max, mean, exceeds, stddev, count, percentiles }, inner)}`;
  }

  get count() { return numberOf(this, COUNT); }
  get countBigInt() { return native.counts(idOf(this))[COUNT]; }
  get min() { return numberOf(this, MIN); }
  get minBigInt() { return native.counts(idOf(this))[MIN]; }
  get max() { return numberOf(this, MAX); }
  get maxBigInt() { return native.counts(idOf(this))[MAX]; }
  get mean() { return native.moments(idOf(this))[0]; }
  get exceeds() { return numberOf(this, EXCEEDS); }
  get exceedsBigInt() { return native.counts(idOf(this))[EXCEEDS]; }
  get stddev() { return native.moments(idOf(this))[1]; }

  percentile(percentile) {
    return Number(this.percentileBigInt(percentile));
  }

  percentileBigInt(percentile) {
    const id = idOf(this);
    validateNumber(percentile, 'percentile');
    if (!(percentile > 0 && percentile <= 100)) {
      throw new codes.ERR_OUT_OF_RANGE('percentile', '> 0 && <= 100', percentile);
    }
    return native.percentile(id, percentile);
  }

  get percentiles() {
    return new Map([...this.percentilesBigInt].map(([percentile, value]) => [percentile, Number(value)]));
  }

  get percentilesBigInt() {
    const flat = native.percentiles(idOf(this));
    const map = new Map();
    for (let i = 0; i < flat.length; i += 2) map.set(flat[i], flat[i + 1]);
    return map;
  }

  reset() {
    native.reset(idOf(this));
  }

  toJSON() {
    const { count, min, max, mean, exceeds, stddev, percentiles } = this;
    return { count, min, max, mean, exceeds, stddev, percentiles: Object.fromEntries(percentiles) };
  }
}

// The copy counts together with the original, also in another thread.
Object.defineProperty(Histogram.prototype, kClone, {
  __proto__: null,
  configurable: true,
  writable: true,
  value() {
    return {
      data: { shared: native.share(idOf(this)), recordable: isRecordable(this) },
      deserializeInfo: 'internal/perf/histogram:receive',
    };
  },
});
markTransferMode(Histogram.prototype, true, false);

class RecordableHistogram extends Histogram {
  record(value) {
    const id = idOf(this);
    if (typeof value === 'bigint') {
      if (value < 1n || value > 2n ** 63n - 1n) {
        const error = new RangeError('value is out of range');
        error.code = 'ERR_OUT_OF_RANGE';
        throw error;
      }
    } else {
      validateInteger(value, 'val', 1);
    }
    native.record(id, value);
  }

  recordDelta() {
    native.recordDelta(idOf(this));
  }

  add(other) {
    const id = idOf(this);
    if (!isRecordable(other)) throw new codes.ERR_INVALID_ARG_TYPE('other', 'RecordableHistogram', other);
    native.add(id, idOf(other));
  }
}

const isRecordable = (value) => value instanceof RecordableHistogram && ids.has(value);

function receive({ shared, recordable }) {
  return new (recordable ? RecordableHistogram : Histogram)(kMake, native.adopt(shared));
}

function createHistogram(options = {}) {
  validateObject(options, 'options');
  const { lowest = 1, highest = Number.MAX_SAFE_INTEGER, figures = 3 } = options;
  if (typeof lowest !== 'bigint') validateInteger(lowest, 'options.lowest', 1);
  // Both are numbers or both are bigints: other pairs cannot be multiplied.
  if (typeof highest !== 'bigint') {
    validateInteger(highest, 'options.highest', 2 * lowest);
  } else if (highest < 2n * lowest) {
    throw new codes.ERR_INVALID_ARG_VALUE.RangeError('options.highest', highest);
  }
  validateInteger(figures, 'options.figures', 1, 5);
  return new RecordableHistogram(kMake, native.make(lowest, highest, figures));
}

// How far apart the runs of a repeating timer are: at least the resolution, and as much more as the loop is late.
class ELDHistogram extends Histogram {
  #resolution;
  #enabled = false;

  constructor(token, id, resolution) {
    super(token, id);
    this.#resolution = resolution;
  }

  enable() {
    if (this.#enabled) return false;
    this.#enabled = true;
    native.startDelay(idOf(this), this.#resolution);
    return true;
  }

  disable() {
    if (!this.#enabled) return false;
    this.#enabled = false;
    native.stopDelay(idOf(this));
    return true;
  }
}

function monitorEventLoopDelay(options = {}) {
  validateObject(options, 'options');
  const { resolution = 10 } = options;
  validateInteger(resolution, 'options.resolution', 1);
  // An hour is the longest delay that counts; what is longer exceeds.
  return new ELDHistogram(kMake, native.make(1, 3.6e12, 3), resolution);
}

module.exports = { createHistogram, isRecordable, monitorEventLoopDelay, receive };
