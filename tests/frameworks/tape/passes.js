'use strict';
const test = require('tape');
test('plan', (t) => { t.plan(2); t.pass('one'); setTimeout(() => t.equal(1 + 1, 2, 'two'), 5); });
test('async', async (t) => { t.deepEqual(await Promise.resolve({ a: [1] }), { a: [1] }); });
test('nested', (t) => {
  t.test('inner', (st) => { st.ok(true, 'inner ok'); st.end(); });
  t.end();
});
test('throws', (t) => { t.throws(() => { throw new TypeError('wrong'); }, /wrong/); t.end(); });
test('skipped', { skip: true }, (t) => t.fail());
test('todo', { todo: true }, (t) => { t.fail('not yet'); t.end(); });
test('teardown', (t) => { t.teardown(() => {}); t.ok(1); t.end(); });
