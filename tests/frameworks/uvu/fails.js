'use strict';
const { test } = require('uvu');
const assert = require('uvu/assert');
test('passes', () => {});
test('differs', () => assert.equal({ a: 1, b: [1, 2] }, { a: 1, b: [1, 3] }));
test('throws', async () => { throw new TypeError('thrown'); });
test.run();
