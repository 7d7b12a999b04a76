import { suite, test } from 'node:test';
import assert from 'node:assert';

await test('differs', () => { assert.deepStrictEqual({ a: 1, b: [1, 2] }, { a: 1, b: [1, 3] }); });
suite('suite', () => { test('throws', async () => { throw new TypeError('boom'); }); });
test('times out', { timeout: 20 }, () => new Promise((resolve) => setTimeout(resolve, 100)));
test('is expected to fail', { todo: 'a fix' }, () => { throw new Error('known'); });
test('callback', (t, done) => { setImmediate(() => done(new Error('by callback'))); });
