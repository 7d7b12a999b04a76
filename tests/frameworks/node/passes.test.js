'use strict';
// Hooks, subtests, suites, plans, mocks, what is skipped and what is still to do.
const { test, describe, it, before, beforeEach, after, afterEach, mock } = require('node:test');
const assert = require('node:assert');

describe('hooks', () => {
  const order = [];
  before(() => order.push('before'));
  beforeEach(async () => { await null; order.push('beforeEach'); });
  afterEach(() => order.push('afterEach'));
  after(() => assert.deepStrictEqual(order, ['before', 'beforeEach', 'a', 'afterEach', 'beforeEach', 'b', 'afterEach']));
  it('a', () => { order.push('a'); });
  it('b', (t, done) => setImmediate(() => { order.push('b'); done(); }));
});

test('subtests', async (t) => {
  await t.test('one', () => {});
  await t.test('two', { skip: 'not here' }, () => assert.fail());
  await t.test('three', (t) => { t.todo('later'); });
  t.diagnostic('three subtests');
});

test('plan', (t) => {
  t.plan(2);
  t.assert.ok(true);
  t.assert.deepStrictEqual({ a: [1] }, { a: [1] });
});

test('mocks', (t) => {
  const object = { method: () => 'real' };
  const method = t.mock.method(object, 'method', () => 'mock');
  assert.strictEqual(object.method(), 'mock');
  assert.strictEqual(method.mock.callCount(), 1);
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1000 });
  const fn = mock.fn();
  setTimeout(fn, 5000);
  t.mock.timers.tick(4999);
  assert.strictEqual(fn.mock.callCount(), 0);
  t.mock.timers.tick(1);
  assert.strictEqual(fn.mock.callCount(), 1);
  assert.strictEqual(Date.now(), 6000);
});

test('snapshots', (t) => {
  t.assert.snapshot({ a: 1, text: 'one `two` ${three}' });
  t.assert.snapshot([1, 2], { serializers: [(value) => value.join()] });
});

describe('selection', { skip: true }, () => { it('never', () => {}); });
test('to do', { todo: true }, () => {});
