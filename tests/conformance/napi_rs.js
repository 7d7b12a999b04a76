// The Rust fixture, written with the crate `napi`.
'use strict'
const { addon, equal, ok, test, throws } = require('./lib.js')
const napi = addon('napi_rs')

test('functions', () => {
  equal(napi.add(2, 3), 5)
  equal(napi.reverse('h\u00e9llo'), 'oll\u00e9h')
  equal(napi.checkedDivide(6, 4), 1.5)
  throws(() => napi.checkedDivide(1, 0), { code: 'InvalidArg', message: 'division by zero' })
  throws(() => napi.add('2', 3), { code: 'NumberExpected' })
})

test('objects and buffers', () => {
  equal(napi.mirror({ x: 1, y: 2 }), { x: -1, y: -2 })
  equal(napi.mirror({ x: 1 }).x, -1)
  equal(napi.checksum(Buffer.from([1, 2, 3])), 6)
})

test('callbacks', () => {
  equal(napi.callWith((n) => n * 2, 21), 42)
  const boom = new Error('boom')
  let caught
  try { napi.callWith(() => { throw boom }, 1) } catch (error) { caught = error }
  equal(caught && caught.message, 'boom')
})

test('a task on the pool', async () => equal(await napi.squareLater(12), 144))

test('a future', async () => equal(await napi.doubleLater(21), 42))

test('a thread-safe function from a Rust thread', async () => {
  const seen = []
  await new Promise((resolve) => {
    napi.countFromThread(10, (n) => {
      seen.push(n)
      if (seen.length === 10) resolve()
    })
  })
  equal(seen, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
})

test('a class', () => {
  const account = new napi.Account(5)
  equal([account.deposit(10), account.balance], [15, 15])
  equal(new napi.Account().balance, 0)
  equal(napi.Account.rich().balance, 1000000)
  ok(napi.Account.rich() instanceof napi.Account)
})
