// The addon written with node-addon-api: `HOST test.js ADDON`.
'use strict'
const { equal, ok, test, throws } = require('../../tests/conformance/lib.js')
const napi = require(process.argv[2])

test('values', () => {
  equal(napi.greet('you'), 'Hello, you')
  throws(() => napi.greet(5), { name: 'TypeError', message: 'a name is wanted' })
  equal(napi.sumArray([1, 2.5, '3']), 6.5)
  equal(napi.describe(new Date()), { type: 6, isDate: true, isPromise: false })
  equal(String(napi.describe(1)), '[object Description]')
  equal(napi.big(21n), 42n)
})

test('errors both ways', () => {
  equal(napi.catch(() => { throw new Error('this') }), 'caught this')
  equal(napi.catch(() => 5), 5)
  const boom = new Error('boom')
  ok(throws(() => napi.through(() => { throw boom })) === boom)
  throws(() => napi.through((x) => x.missing.deeper, {}), { name: 'TypeError' })
  equal(napi.through((x) => x * 2, 21), 42)
  let caught
  try { napi.through(() => { throw 'a string' }) } catch (error) { caught = error }
  equal(caught, 'a string')
})

test('a class', () => {
  const account = new napi.Account(5)
  equal([account.deposit(10), account.balance], [15, 15])
  account.balance = 3
  equal(account.deposit(1), 4)
  equal([napi.Account.rich().balance, napi.Account.currency], [1e6, 'EUR'])
  throws(() => new napi.Account(-1), { name: 'RangeError', message: 'no debts' })
  throws(() => napi.Account(1), { name: 'TypeError' })
  class Saver extends napi.Account { deposit(n) { return super.deposit(n * 2) } }
  equal(new Saver(1).deposit(2), 5)
})

test('an async worker', async () => {
  const square = (n) => new Promise((resolve) => napi.square(n, (error, result) => resolve([error && error.message, result])))
  equal(await square(12), [null, 144])
  equal(await square(-1), ['negative', undefined])
})

test('a promise', async () => equal(await napi.wait(), 'waited'))

test('a thread-safe function', async () => {
  const seen = []
  await new Promise((resolve) => napi.count(100, (n) => { seen.push(n); if (seen.length === 100) resolve() }))
  equal(seen, Array.from({ length: 100 }, (_, i) => i))
})

test('buffers and typed arrays', () => {
  equal(napi.upper(Buffer.from('loud')).toString(), 'LOUD')
  equal([...napi.floats()], [0, 0.5, 1])
})

test('references and instance data', () => {
  const object = {}
  equal([napi.keep(object), napi.keep(object)], [1, 2])
  ok(napi.kept() === object)
})
