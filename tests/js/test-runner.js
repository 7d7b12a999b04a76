'use strict';
// node:test: results in TAP and spec form, hooks, subtests, timeouts, mocks. The tests run in a
// child; durations and frames of built-in modules are taken out of its output.
if (process.argv[2] !== 'child') {
  const { spawnSync } = require('child_process');
  for (const reporter of ['tap', 'spec']) {
    const child = spawnSync(process.execPath, [`--test-reporter=${reporter}`, __filename, 'child'], { encoding: 'utf8' });
    const text = child.stdout
      .replace(/test at \S*\//g, 'test at ').replaceAll(__dirname + '/', '').replace(/duration_ms:? [0-9.e-]+/g, 'duration_ms X').replace(/\([0-9.e-]+ms\)/g, '(Xms)')
      .split('\n').filter((line) => !/node:|^\s+at |^ *(?:Test|TestContext|Suite|SuiteContext|Object|Array|Module|async|callBody)[. ]|^ *new Promise/.test(line)).join('\n');
    console.log(text, child.status, child.signal);
  }
} else {
  const { test, describe, it, before, after, beforeEach, afterEach, mock } = require('node:test');
  const assert = require('assert');
  test('pass', () => {});
  test('fail', () => { assert.strictEqual(1, 2); });
  test('skip', { skip: true }, () => {});
  test('skip reason', { skip: 'because' }, () => {});
  test('todo', { todo: true }, () => { throw new Error('todo'); });
  test('todo passes', { todo: 'soon' }, () => {});
  test('sub', async (t) => {
    await t.test('a', () => {});
    await t.test('b', (t) => { t.skip('later'); });
    await t.test('c', async (t) => { await t.test('deep', () => {}); });
    t.diagnostic('diag msg');
  });
  test('failing sub', async (t) => {
    await t.test('bad', () => { throw new TypeError('bad sub'); });
    await t.test('good', () => {});
  });
  const order = [];
  describe('suite', () => {
    before(() => order.push('before'));
    beforeEach(() => order.push('beforeEach'));
    afterEach(() => order.push('afterEach'));
    after(() => order.push('after'));
    it('one', () => { order.push('one'); });
    it('two', async () => { order.push('two'); });
    it.todo('three');
    it.skip('four', () => {});
    describe('inner', () => {
      beforeEach(() => order.push('inner beforeEach'));
      it('deep', () => { order.push('deep'); });
    });
  });
  test('order', () => { assert.deepStrictEqual(order.join(), 'before,beforeEach,one,afterEach,beforeEach,two,afterEach,beforeEach,afterEach,beforeEach,inner beforeEach,deep,afterEach,after'); });
  test('cb', (t, done) => { setTimeout(done, 1); });
  test('cb error', (t, done) => { setTimeout(() => done(new Error('from callback')), 1); });
  test('plan', (t) => { t.plan(1); t.assert.ok(1); });
  test('plan missed', (t) => { t.plan(2); t.assert.ok(1); });
  test('plain error', () => { throw new Error('oops'); });
  test('thrown value', () => { throw 'text'; });
  test('timeout', { timeout: 10 }, () => new Promise((resolve) => { setTimeout(resolve, 100); }));
  test('context', (t) => {
    assert.strictEqual(t.name, 'context');
    assert.ok(t.signal instanceof AbortSignal);
    assert.strictEqual(typeof t.filePath, 'string');
    t.after(() => order.push('t.after'));
  });
  test('special # name \\ with\nnewline', () => {});
  test(function namedFunction() {});
  test('mock functions', (t) => {
    const fn = t.mock.fn((a, b) => a + b);
    assert.strictEqual(fn(1, 2), 3);
    assert.strictEqual(fn.mock.callCount(), 1);
    assert.deepStrictEqual(fn.mock.calls[0].arguments, [1, 2]);
    assert.strictEqual(fn.mock.calls[0].result, 3);
    fn.mock.mockImplementationOnce(() => 'once');
    assert.strictEqual(fn(), 'once');
    assert.strictEqual(fn(2, 2), 4);
    fn.mock.mockImplementation(() => 'always');
    assert.strictEqual(fn(), 'always');
    fn.mock.resetCalls();
    assert.strictEqual(fn.mock.callCount(), 0);
    const object = { value: 5, method() { return this.value; }, get x() { return 1; } };
    const method = t.mock.method(object, 'method', function() { return this.value * 2; });
    assert.strictEqual(object.method(), 10);
    assert.strictEqual(method.mock.calls[0].this, object);
    method.mock.restore();
    assert.strictEqual(object.method(), 5);
    t.mock.getter(object, 'x', () => 9);
    assert.strictEqual(object.x, 9);
    t.mock.restoreAll();
    assert.strictEqual(object.x, 1);
    const limited = mock.fn(() => 'original', () => 'mocked', { times: 2 });
    assert.deepStrictEqual([limited(), limited(), limited()], ['mocked', 'mocked', 'original']);
    assert.throws(() => t.mock.method(object, 'value'), { code: 'ERR_INVALID_ARG_VALUE' });
    class Point { constructor(x) { this.x = x; } }
    const Mocked = mock.fn(Point);
    assert.strictEqual(new Mocked(3).x, 3);
    assert.strictEqual(Mocked.mock.calls[0].target, Point);
  });
  test('structured values', () => { assert.deepStrictEqual({ a: [1, { b: 'x' }], d: null }, { a: [] }); });
  test('mock timers', (t) => {
    const seen = [];
    t.mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'], now: 1000 });
    setTimeout(() => seen.push(`timeout`), 50);
    const interval = setInterval(() => seen.push('interval'), 20);
    t.mock.timers.tick(45);
    clearInterval(interval);
    t.mock.timers.tick(10);
    assert.deepStrictEqual(seen, ['interval', 'interval', 'timeout']);
    assert.strictEqual(new Date().getTime(), 1055);
    t.mock.timers.reset();
    assert.notStrictEqual(Date.now(), 1055);
  });
  describe('failing suite', () => {
    it('bad', () => assert.ok(false, 'not ok'));
    describe('empty', () => {});
  });
  describe('broken suite', () => { throw new Error('in describe'); });
  test('concurrent', { concurrency: true }, async (t) => {
    await Promise.all([
      t.test('slow', () => new Promise((resolve) => { setTimeout(resolve, 20); })),
      t.test('quick', () => {}),
    ]);
  });
}
