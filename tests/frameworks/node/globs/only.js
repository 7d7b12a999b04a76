'use strict';
const { test, describe, it } = require('node:test');
test('alpha', async (t) => { await t.test('beta', () => {}); await t.test('gamma', () => {}); });
test('marked', { only: true }, async (t) => {
  t.runOnly(true);
  await t.test('p', () => {});
  await t.test('q', { only: true }, () => {});
});
describe('suite beta', () => { it('x', () => {}); it.only('gamma', () => {}); });
describe.only('other', () => { it('x', () => {}); describe('deep', () => { it('beta', () => {}); }); });
