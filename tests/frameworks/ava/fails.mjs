import test from 'ava';
test('passes', (t) => t.pass());
test('differs', (t) => t.deepEqual({ a: 1, b: [1, 2] }, { a: 1, b: [1, 3] }));
test('throws', () => { throw new TypeError('thrown'); });
test('no assertion', () => {});
