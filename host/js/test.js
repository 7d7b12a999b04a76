// test (with the prefix node: only): tests and suites, hooks, mocks, snapshots, run(). Absent: watching single
// files in run().
'use strict';

const { getRoot } = require('internal/test/harness');
const { callerLocation } = require('internal/test/result');
const { defineLazy } = require('internal/util');

// test() and describe(), each with .skip, .todo and .only.
function declarator(isSuite, name) {
  const declare = (overrides, caller) => function(title, options, fn) {
    const root = getRoot();
    const location = callerLocation(caller());
    const subtest = root.current.createSubtest(isSuite, title, options, fn, location, overrides);
    // Within describe() subtests are only declared: the suite starts them.
    return subtest.start();
  };
  const main = declare(undefined, () => main);
  Object.defineProperty(main, 'name', { value: name, configurable: true });
  for (const keyword of ['skip', 'todo', 'only']) {
    const variant = declare({ [keyword]: true }, () => variant);
    main[keyword] = variant;
  }
  return main;
}

const test = declarator(false, 'test');
const describe = declarator(true, 'describe');

function hook(kind) {
  const declare = (fn, options) => getRoot().current.addHook(kind, fn, options, callerLocation(declare));
  return declare;
}

module.exports = Object.assign(test, {
  after: hook('after'),
  afterEach: hook('afterEach'),
  before: hook('before'),
  beforeEach: hook('beforeEach'),
  describe,
  it: test,
  run(options = undefined) { return require('internal/test/runner').run(options); },
  suite: describe,
  test,
});
defineLazy(module.exports, 'mock', () => {
  const { MockTracker } = require('internal/test/mock');
  return new MockTracker();
}, { readOnly: true });
defineLazy(module.exports, 'snapshot', () => require('internal/test/snapshot').snapshot, { readOnly: true });
defineLazy(module.exports, 'assert', () => ({
  __proto__: null,
  register: (name, fn) => require('internal/test/context').register(name, fn),
}), { readOnly: true });
