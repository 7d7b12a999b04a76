// test/reporters (with the prefix node: only).
'use strict';

const { asGenerator, specStream } = require('internal/test/reporters');

for (const name of ['dot', 'junit', 'lcov', 'tap']) exports[name] = asGenerator(name);

// A class that may be called without `new`.
let SpecReporter;
exports.spec = function spec() {
  SpecReporter ??= specStream();
  return new SpecReporter();
};
