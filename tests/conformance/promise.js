// Chapter promise.
'use strict'
const { addon, equal, ok, status, test } = require('./lib.js')
const { E, L, N, O, V, call, check, modules, step } = require('./raw.js')
const promise = addon('promise')

check('napi_create_promise', { cls: 'P', args: () => [O('p'), O('v')], nulls: [0, 1], good: ([, out]) => ok(out instanceof Promise) })
const create = () => [step('napi_create_promise', [E, O('p'), O('v')])]
check('napi_resolve_deferred', { cls: 'P', before: create, args: () => [L(0), V(1)], nulls: [1] })
check('napi_is_promise', { cls: 'G', args: () => [V(Promise.resolve()), O('b')], nulls: [0, 1], good: ([out]) => equal(out, true) })
for (const version of [8, 9, 10, 'experimental']) {
  test(`napi_reject_deferred (version ${version})`, async () => {
    const run = (args, pending = 0) => {
      const [made, result] = modules[version].run([...create(), step('napi_reject_deferred', args, pending)])
      made.out[1].catch(() => {})
      return [made.out[1], result]
    }
    const boom = new Error('rejected')
    const [rejected, good] = run([E, L(0), V(boom)])
    equal(good.status, status.ok)
    let caught
    await rejected.catch((error) => { caught = error })
    ok(caught === boom)
    equal(run([N, L(0), V(boom)])[1].status, status.invalid_arg)
    equal(run([E, L(0), N])[1].status, status.invalid_arg)
    equal(run([E, L(0), V(boom)], 1)[1].status, status.pending_exception)
  })
}

test('a resolved promise gives its value', async () => {
  const made = promise.make()
  ok(made instanceof Promise)
  equal(promise.resolve(5), status.ok)
  equal(await made, 5)
})

test('resolving drains nothing', async () => {
  const log = []
  const made = promise.make().then(() => log.push('then'))
  Promise.resolve().then(() => log.push('microtask'))
  promise.resolve(1)
  log.push('after')
  await made
  equal(log, ['after', 'microtask', 'then'])
})

test('resolving with a promise adopts it', async () => {
  const made = promise.make()
  promise.resolve(Promise.resolve('inner'))
  equal(await made, 'inner')
})

test('a rejected promise throws when awaited', async () => {
  const made = promise.make()
  const boom = new Error('no')
  equal(promise.reject(boom), status.ok)
  let caught
  try { await made } catch (error) { caught = error }
  ok(caught === boom)
})

test('napi_is_promise is true for promises only', () => {
  for (const one of [{ then() {} }, {}, null, undefined, 5, Promise]) equal(promise.is_promise(one), false)
  equal(promise.is_promise(new (class extends Promise {})(() => {})), true)
})
