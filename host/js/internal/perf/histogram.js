'use strict';
// Histograms of positive integers: exact counts by value, kept in a sorted order when asked.

const { codes } = require('internal/errors');
const { validateInteger, validateObject } = require('internal/validators');

const kMake = Symbol('kMake');

class Histogram {
  #counts = new Map();
  #count = 0;
  #exceeds = 0;
  #lowest;
  #highest;

  constructor(token, lowest = 1, highest = Number.MAX_SAFE_INTEGER) {
    if (token !== kMake) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    this.#lowest = lowest;
    this.#highest = highest;
  }

  static record(histogram, value) {
    const number = Number(value);
    if (number > histogram.#highest) {
      histogram.#exceeds++;
      return;
    }
    histogram.#counts.set(number, (histogram.#counts.get(number) ?? 0) + 1);
    histogram.#count++;
  }

  static merge(histogram, other) {
    for (const [value, count] of other.#counts) {
      histogram.#counts.set(value, (histogram.#counts.get(value) ?? 0) + count);
      histogram.#count += count;
    }
    histogram.#exceeds += other.#exceeds;
  }

  #sorted() {
    return [...this.#counts].sort(([a], [b]) => a - b);
  }

  get count() { return this.#count; }
  get countBigInt() { return BigInt(this.#count); }
  get exceeds() { return this.#exceeds; }
  get exceedsBigInt() { return BigInt(this.#exceeds); }
  get min() { return this.#count === 0 ? 9223372036854776000 : this.#sorted()[0][0]; }
  get minBigInt() { return this.#count === 0 ? 9223372036854775807n : BigInt(this.min); }
  get max() { return this.#count === 0 ? 0 : this.#sorted().at(-1)[0]; }
  get maxBigInt() { return BigInt(this.max); }

  get mean() {
    if (this.#count === 0) return NaN;
    let sum = 0;
    for (const [value, count] of this.#counts) sum += value * count;
    return sum / this.#count;
  }

  get stddev() {
    if (this.#count === 0) return NaN;
    const { mean } = this;
    let sum = 0;
    for (const [value, count] of this.#counts) sum += count * (value - mean) ** 2;
    return Math.sqrt(sum / this.#count);
  }

  percentile(percentile) {
    if (!(percentile > 0 && percentile <= 100)) {
      throw new codes.ERR_OUT_OF_RANGE('percentile', '> 0 && <= 100', percentile);
    }
    const rank = Math.max(1, Math.ceil((percentile / 100) * this.#count));
    let seen = 0;
    for (const [value, count] of this.#sorted()) {
      seen += count;
      if (seen >= rank) return value;
    }
    return 0;
  }

  percentileBigInt(percentile) {
    return BigInt(this.percentile(percentile));
  }

  // At 0, at each halving of the distance to 100, and at 100.
  get percentiles() {
    const result = new Map();
    if (this.#count === 0) return result.set(100, 0);
    for (let p = 0; p < 100 && result.size < 64; p += (100 - p) / 2) {
      const value = p === 0 ? this.min : this.percentile(p);
      result.set(p, value);
      if (value === this.max) break;
    }
    return result.set(100, this.max);
  }

  get percentilesBigInt() {
    return new Map([...this.percentiles].map(([p, value]) => [p, BigInt(value)]));
  }

  reset() {
    this.#counts.clear();
    this.#count = 0;
    this.#exceeds = 0;
  }

  toJSON() {
    return {
      count: this.count, min: this.min, max: this.max, mean: this.mean, exceeds: this.exceeds,
      stddev: this.stddev, percentiles: Object.fromEntries(this.percentiles),
    };
  }
}
const { record, merge } = Histogram;
delete Histogram.record;
delete Histogram.merge;

class RecordableHistogram extends Histogram {
  #previous;

  record(value) {
    if (typeof value !== 'bigint') validateInteger(value, 'val', 1);
    record(this, value);
  }

  recordDelta() {
    const now = process.hrtime.bigint();
    if (this.#previous !== undefined) record(this, now - this.#previous);
    this.#previous = now;
  }

  add(other) {
    if (!(other instanceof RecordableHistogram)) {
      throw new codes.ERR_INVALID_ARG_TYPE('other', 'RecordableHistogram', other);
    }
    merge(this, other);
  }
}

function createHistogram(options = {}) {
  validateObject(options, 'options');
  const { lowest = 1, highest = Number.MAX_SAFE_INTEGER, figures = 3 } = options;
  if (typeof lowest !== 'bigint') validateInteger(lowest, 'options.lowest', 1);
  if (typeof highest !== 'bigint') {
    validateInteger(highest, 'options.highest', 2 * Number(lowest));
  }
  validateInteger(figures, 'options.figures', 1, 5);
  return new RecordableHistogram(kMake, Number(lowest), Number(highest));
}

// How much later than asked a repeating timer fires.
class IntervalHistogram extends Histogram {
  #resolution;
  #timer;
  #previous;

  constructor(token, resolution) {
    super(token);
    this.#resolution = resolution;
  }

  enable() {
    if (this.#timer !== undefined) return false;
    this.#previous = process.hrtime.bigint();
    this.#timer = require('timers').setInterval(() => {
      const now = process.hrtime.bigint();
      record(this, now - this.#previous);
      this.#previous = now;
    }, this.#resolution);
    this.#timer.unref();
    return true;
  }

  disable() {
    if (this.#timer === undefined) return false;
    require('timers').clearInterval(this.#timer);
    this.#timer = undefined;
    return true;
  }
}

function monitorEventLoopDelay(options = {}) {
  validateObject(options, 'options');
  const { resolution = 10 } = options;
  validateInteger(resolution, 'options.resolution', 1);
  return new IntervalHistogram(kMake, resolution);
}

module.exports = { createHistogram, monitorEventLoopDelay };
