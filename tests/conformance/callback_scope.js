// Chapter callback_scope: async contexts, make_callback, callback scopes, and
// when ticks and microtasks drain.
'use strict'
const { addon, equal, ok, status, test, throws } = require('./lib.js')
const { E, I, L, N, O, V, VS, check, modules, step } = require('./raw.js')
const scope = addon('callback_scope')

const init = () => [step('napi_async_init', [E, V({}), V('raw'), O('p')])]
const destroy = step('napi_async_destroy', [E, L(0)])

check('napi_async_init', { cls: 'G', args: () => [V({}), V('name'), O('p')], nulls: [1, 2], optional: [0], afterGood: [destroy] })
check('napi_async_destroy', { cls: 'G', before: init, args: () => [L(0)], nulls: [0], after: [destroy] })
check('napi_make_callback', {
  cls: 'P', before: init, args: () => [L(0), V({}), V((a, b) => a + b), I(2), VS([1, 2]), O('v')], nulls: [1, 2, 4], optional: [0, 5],
  wrong: [[2, V({}), status.invalid_arg], [1, V(null), status.object_expected]],
  after: [destroy], afterGood: [destroy],
  good: ([out]) => equal(out, 3),
})
check('napi_open_callback_scope', {
  cls: 'E', before: init, args: () => [V({}), L(0), O('p')], nulls: [2], optional: [0],
  after: [destroy], afterGood: [step('napi_close_callback_scope', [E, L(1)]), destroy],
})
check('napi_close_callback_scope', {
  cls: 'E', before: () => [...init(), step('napi_open_callback_scope', [E, V({}), L(0), O('p')])], args: () => [L(1)], nulls: [0],
  after: [step('napi_close_callback_scope', [E, L(1)]), destroy], afterGood: [destroy],
})

test('a resource that is no object throws nothing', () => {
  for (const version of [8, 10]) {
    for (const one of [null, undefined]) {
      const [result] = modules[version].run([step('napi_async_init', [E, V(one), V('name'), O('p')])])
      equal([result.status, result.threw], [status.object_expected, false])
    }
    const [named] = modules[version].run([step('napi_async_init', [E, N, V(Symbol('s')), O('p')])])
    equal([named.status, named.threw], [status.string_expected, false])
  }
})

test('closing with none open is a mismatch', () => {
  equal(modules[10].run([step('napi_close_callback_scope', [E, I(8)])])[0].status, status.callback_scope_mismatch)
})

test('make_callback passes values and exceptions', () => {
  equal(scope.make_callback((x) => x * 2, 21), 42)
  const boom = new Error('boom')
  ok(throws(() => scope.make_callback(() => { throw boom }, 1)) === boom)
  ok(throws(() => scope.in_scope(() => { throw boom })) === boom)
  equal(scope.in_scope(() => 'inside'), 'inside')
})

test('inside another scope nothing drains', async () => {
  const log = []
  await new Promise((resolve) => setImmediate(() => {
    scope.make_callback(() => { process.nextTick(() => log.push('tick')); Promise.resolve().then(() => log.push('microtask')) }, 1)
    scope.in_scope(() => { Promise.resolve().then(() => log.push('second microtask')) })
    log.push('after')
    setImmediate(resolve)
  }))
  equal(log, ['after', 'tick', 'microtask', 'second microtask'])
})

for (const withMakeCallback of [false, true]) {
  test(`from complete, ${withMakeCallback ? 'make_callback' : 'call_function'} twice: drained at the end only`, async () => {
    const log = []
    await new Promise((resolve) => scope.call_from_complete((n) => {
      log.push(n)
      process.nextTick(() => log.push(`tick ${n}`))
      Promise.resolve().then(() => { log.push(`microtask ${n}`); if (n === 1) setImmediate(resolve) })
    }, withMakeCallback))
    equal(log, [0, 1, 'tick 0', 'tick 1', 'microtask 0', 'microtask 1'])
  })
}

test('async_hooks see a context: init, before, after, destroy; no after where it threw', async () => {
  const { createHook, executionAsyncId } = require('async_hooks')
  const log = []
  const ids = new Map()
  const named = (id) => ids.get(id)
  const hook = createHook({
    init(id, type, trigger, resource) {
      if (type !== 'fixture') return
      ids.set(id, `${ids.size + 1}`)
      log.push(`init ${named(id)} ${typeof resource}`)
    },
    before(id) { if (ids.has(id)) log.push(`before ${named(id)}`) },
    after(id) { if (ids.has(id)) log.push(`after ${named(id)}`) },
    destroy(id) { if (ids.has(id)) log.push(`destroy ${named(id)}`) },
  }).enable()
  const inside = () => log.push(`inside ${named(executionAsyncId())}`)
  scope.make_callback(inside, 1)
  scope.in_scope(inside)
  throws(() => scope.make_callback(() => { throw new Error('boom') }, 1))
  await new Promise((resolve) => scope.call_from_complete((n) => { inside(); if (n === 1) setImmediate(() => setImmediate(resolve)) }, false))
  hook.disable()
  const expected = [
    'init 1 object', 'before 1', 'inside 1', 'after 1', 'init 2 object', 'before 2', 'inside 2', 'after 2',
    'init 3 object', 'before 3', 'init 4 object', 'before 4', 'inside 4', 'inside 4', 'after 4',
  ]
  equal(log.filter((line) => !line.startsWith('destroy')), expected)
  equal(log.filter((line) => line.startsWith('destroy')).sort(), ['destroy 1', 'destroy 2', 'destroy 3', 'destroy 4'])
})

test('make_callback runs in the domain of its receiver', async () => {
  const domain = require('domain').create()
  const log = []
  globalThis.domain = domain // call_from_complete's receiver is the global object
  await new Promise((resolve) => scope.call_from_complete((n, ...rest) => {
    log.push(n, rest.length, process.domain === domain)
    if (n === 1) setImmediate(resolve)
  }, true))
  delete globalThis.domain
  equal(log, [0, 0, true, 1, 0, true])
})
