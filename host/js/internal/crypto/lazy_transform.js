// A Transform whose stream state is made when something first asks for it: most digests are never used as streams.
'use strict';

const { Transform } = require('stream');

const kOptions = Symbol('options');

function LazyTransform(options) {
  this[kOptions] = options;
}
Object.setPrototypeOf(LazyTransform.prototype, Transform.prototype);
Object.setPrototypeOf(LazyTransform, Transform);

const names = ['_readableState', '_writableState'];

function own(stream, name, value) {
  Object.defineProperty(stream, name, { value, writable: true, enumerable: true, configurable: true });
}

for (const name of names) {
  Object.defineProperty(LazyTransform.prototype, name, {
    get() {
      // The constructor must find plain properties, not this accessor.
      for (const each of names) own(this, each, undefined);
      Reflect.apply(Transform, this, [this[kOptions]]);
      return this[name];
    },
    set(value) {
      own(this, name, value);
    },
    configurable: true,
    enumerable: true,
  });
}

module.exports = { LazyTransform };
