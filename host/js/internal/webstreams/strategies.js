// ByteLengthQueuingStrategy and CountQueuingStrategy.
'use strict';

const c = require('internal/webstreams/common');
const { codes } = require('internal/errors');

// One function for all instances, as the standard asks.
const byteLengthSize = Object.defineProperty((chunk) => chunk.byteLength, 'name', { value: 'size' });
const countSize = Object.defineProperty(() => 1, 'name', { value: 'size' });

function limitOf(init) {
  if (init === null || (typeof init !== 'object' && typeof init !== 'function')) {
    throw new codes.ERR_INVALID_ARG_TYPE('init', 'Object', init);
  }
  if (init.highWaterMark === undefined) throw new codes.ERR_MISSING_OPTION('init.highWaterMark');
  return +init.highWaterMark;
}

class ByteLengthQueuingStrategy {
  constructor(init) {
    c.hide(this, 'ByteLengthQueuingStrategy', { highWaterMark: limitOf(init) });
  }
  get highWaterMark() {
    return c.check(this, 'ByteLengthQueuingStrategy').highWaterMark;
  }
  get size() {
    c.check(this, 'ByteLengthQueuingStrategy');
    return byteLengthSize;
  }
}

class CountQueuingStrategy {
  constructor(init) {
    c.hide(this, 'CountQueuingStrategy', { highWaterMark: limitOf(init) });
  }
  get highWaterMark() {
    return c.check(this, 'CountQueuingStrategy').highWaterMark;
  }
  get size() {
    c.check(this, 'CountQueuingStrategy');
    return countSize;
  }
}

for (const Class of [ByteLengthQueuingStrategy, CountQueuingStrategy]) {
  c.finishClass(Class, ['highWaterMark', 'size'], (strategy) => ({ highWaterMark: strategy.highWaterMark }));
}

module.exports = { ByteLengthQueuingStrategy, CountQueuingStrategy };
