'use strict';
// assert: classes of errors that were thrown, loose keys, floats, what a partial comparison contains, long values, names that are
// not ASCII, and prototypes that somebody has changed.
const assert = require('assert'); const ässert = assert;
const { inspect } = require('util');

const attempt = (name, run) => {
  try {
    run();
    console.log(name, 'ok');
  } catch (error) {
    console.log(name, error.code, JSON.stringify(error.message));
  }
};

class One extends Error {}
class Two extends Error { constructor(text) { super(text); this.name = 'Named'; } }
attempt('one', () => assert.throws(() => { throw new One('foo'); }, Two));
attempt('two', () => assert.throws(() => { throw new Two('foo'); }, TypeError));

const pairs = [
  [new Map([[false, '2'], [null, undefined]]), new Map([['+000', 2n], [undefined, null]])], [new Set([null]), new Set([undefined])],
  [new Map([[null, 1]]), new Map([[undefined, 1]])], [new Set([1, '2']), new Set(['1', 2])], [new Set([undefined]), new Set([0])],
  [new Float16Array([0]), new Float16Array([-0])], [new Float16Array([NaN]), new Float16Array([NaN])],
];
for (const [i, [actual, expected]] of pairs.entries()) {
  attempt(`loose ${i}`, () => assert.deepEqual(actual, expected));
  attempt(`strict ${i}`, () => assert.deepStrictEqual(actual, expected));
}
for (const [actual, expected] of [[new Uint8Array([1, 2, 3]), new Uint8Array([1, 3])], [new Float32Array([1.5, -0]), new Float32Array([0])],
  [new Uint8Array([1, 2]), new Uint8Array([2, 1])], [new Uint8Array([1, 2, 3]).buffer, new Uint8Array([2]).buffer]]) {
  attempt('partial', () => assert.partialDeepStrictEqual(actual, expected));
}

for (const actual of ['A'.repeat(1000), 'B\n'.repeat(40), 'c\n'.repeat(8), 'd'.repeat(489)]) {
  const text = inspect(new assert.AssertionError({ actual, expected: 1, operator: 'equal', message: 'm' }));
  console.log(text.split('\n').find((line) => line.includes('actual:')).length, text.includes("...'"));
}

attempt('name', () => { ässert.ok(0 === 1); });

Object.prototype.get = () => { throw new Error('changed'); };
let kept;
try {
  assert.strictEqual(1, 2);
} catch (error) {
  kept = error;
}
delete Object.prototype.get;
console.log(kept.code);
