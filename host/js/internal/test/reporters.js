// The built-in reporters, by name: each takes events in order and gives text.
'use strict';

const kinds = new Set(['spec', 'tap', 'dot', 'junit', 'lcov']);

function create(name, stream) {
  const { Reporter } = require(`internal/test/reporter_${name}`);
  return new Reporter(Boolean(stream?.isTTY && !process.env.NO_COLOR));
}

// The forms in which node:test/reporters offers them: async generators over events, and `spec` as a stream.
const asGenerator = (name) => ({
  async *[name](source) {
    const reporter = create(name);
    yield reporter.head;
    for await (const { type, data } of source) yield reporter.event(type, data);
    yield reporter.end();
  },
}[name]);

function specStream() {
  const { Transform } = require('stream');
  return class SpecReporter extends Transform {
    #reporter = create('spec', process.stdout);

    constructor() {
      super({ __proto__: null, writableObjectMode: true });
    }

    _transform({ type, data }, encoding, callback) {
      callback(null, this.#reporter.event(type, data));
    }

    _flush(callback) {
      callback(null, this.#reporter.end());
    }
  };
}

module.exports = { asGenerator, create, kinds, specStream };
