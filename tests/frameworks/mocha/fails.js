'use strict';
const { expect } = require('chai');
const assert = require('assert');
describe('failures', () => {
  it('passes', () => {});
  it('chai', () => expect({ a: 1, b: [1, 2] }).to.deep.equal({ a: 1, b: [1, 3] }));
  it('assert', () => assert.strictEqual('one\ntwo', 'one\nthree'));
  it('rejects', async () => { throw new TypeError('rejected'); });
  it('times out', function(done) { this.timeout(20); });
  it('throws later', (done) => { setTimeout(() => { throw new Error('later'); }, 1); });
});
