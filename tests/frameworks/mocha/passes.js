'use strict';
// Hooks, nested suites, async tests, retries, chai and sinon.
const { expect } = require('chai');
const sinon = require('sinon');

describe('hooks', function() {
  const order = [];
  before(() => order.push('before'));
  beforeEach(async () => { await null; order.push('beforeEach'); });
  afterEach((done) => setImmediate(() => { order.push('afterEach'); done(); }));
  after(() => expect(order).to.deep.equal(['before', 'beforeEach', 'one', 'afterEach', 'beforeEach', 'two', 'afterEach']));
  it('one', () => { order.push('one'); });
  it('two', async () => { order.push('two'); });
});

describe('ways to be asynchronous', () => {
  it('calls back', (done) => setTimeout(done, 5));
  it('returns a promise', () => new Promise((resolve) => setTimeout(resolve, 5)));
  describe('deeper', () => {
    it('awaits', async () => expect(await Promise.resolve(42)).to.equal(42));
  });
  it.skip('is skipped', () => { throw new Error('ran'); });
  it('is pending');
});

describe('retries', function() {
  this.retries(2);
  let tries = 0;
  it('passes in the third try', () => expect(++tries).to.equal(3));
});

describe('sinon', () => {
  it('spies', () => {
    const spy = sinon.spy();
    spy(1, 'two');
    expect(spy.calledOnceWithExactly(1, 'two')).to.equal(true);
  });
  it('stubs', () => {
    const object = { method: () => 'real' };
    const stub = sinon.stub(object, 'method').returns('stub');
    expect(object.method()).to.equal('stub');
    stub.restore();
    expect(object.method()).to.equal('real');
  });
  it('fakes timers', () => {
    const clock = sinon.useFakeTimers({ now: 1000 });
    const spy = sinon.spy();
    setTimeout(spy, 5000);
    setInterval(spy, 2000);
    clock.tick(4999);
    expect(spy.callCount).to.equal(2);
    clock.tick(1);
    expect(spy.callCount).to.equal(3);
    expect(Date.now()).to.equal(6000);
    clock.restore();
  });
});
