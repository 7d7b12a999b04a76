'use strict';
const test = require('tape');
test('differs', (t) => { t.deepEqual({ a: 1 }, { a: 2 }, 'objects'); t.end(); });
test('times out', { timeout: 20 }, (t) => { setTimeout(() => {}, 60); });
test('never ends', (t) => { t.plan(2); t.pass('one'); });
