// Chapter wrap, with type tags.
'use strict'
const { addon, collect, equal, needGc, ok, settle, status, test, throws, turn } = require('./lib.js')
const { E, F, I, L, N, O, V, W, call, check, modules, step } = require('./raw.js')
const wrap = addon('wrap')
needGc()

const notObjects = [5, 'text', null, undefined].map((one) => [0, V(one), status.invalid_arg])

check('napi_wrap', {
  cls: 'P', args: () => [V({}), I(1), F('finalizer'), N, N], nulls: [0], optional: [1, 2, 3, 4], wrong: notObjects,
})
const wrapped = () => {
  const object = {}
  call('napi_wrap', V(object), I(77), N, N, N)
  return object
}
check('napi_unwrap', { cls: 'P', args: () => [V(wrapped()), O('l')], nulls: [0, 1], wrong: [...notObjects, [0, V({}), status.invalid_arg]] })
check('napi_remove_wrap', { cls: 'P', args: () => [V(wrapped()), O('l')], nulls: [0], optional: [1], wrong: [...notObjects, [0, V({}), status.invalid_arg]] })
check('napi_type_tag_object', {
  cls: 'P', args: () => [V({}), W([1n, 2n])], nulls: [0, 1], wrong: [[0, V(null), status.pending_exception], [0, V(undefined), status.pending_exception]],
})
check('napi_check_object_type_tag', {
  cls: 'P', args: () => [V({}), W([1n, 2n]), O('b')], nulls: [0, 1, 2], wrong: [[0, V(null), status.pending_exception], [0, V(undefined), status.pending_exception]],
  good: ([out]) => equal(out, false),
})

test('a class whose instances are wrapped', () => {
  const { Counter } = wrap
  const counter = new Counter(5)
  equal([counter.increment(), counter.increment(), counter.value], [6, 7, 7])
  counter.value = 100
  equal(counter.increment(), 101)
  class Loud extends Counter { increment() { return `${super.increment()}!` } }
  equal(new Loud(1).increment(), '2!')
  throws(() => Counter.prototype.increment.call({}), { message: 'Illegal invocation' })
})

test('instances are independent', () => {
  const all = Array.from({ length: 1000 }, (_, i) => new wrap.Counter(i))
  ok(all.every((counter, i) => counter.increment() === i + 1))
})

test('wrapping twice', () => {
  equal(wrap.wrap_twice({}), [status.ok, status.invalid_arg])
  equal(wrap.wrap_twice(new wrap.Counter(1)), [status.invalid_arg, status.invalid_arg])
})

test('objects of any kind can be wrapped', () => {
  for (const one of [{}, [], () => 1, new Map(), Object.create(null), Object.freeze({}), new Proxy({}, {})]) {
    equal(wrap.wrap(one, 3), status.ok)
    equal(wrap.unwrap(one), 3)
    equal(wrap.remove_wrap(one), status.ok)
    equal(wrap.unwrap(one), -status.invalid_arg)
    equal(wrap.remove_wrap(one), status.invalid_arg)
    equal(wrap.wrap(one, 4), status.ok, 'wrapped again')
  }
})

test('a wrap does not show', () => {
  const object = {}
  wrap.wrap(object, 1)
  equal(Reflect.ownKeys(object), [])
  equal(Reflect.ownKeys(new wrap.Counter(1)), [])
})

test('a wrap does not pass to objects that inherit', () => {
  const object = {}
  wrap.wrap(object, 1)
  equal(wrap.unwrap(Object.create(object)), -status.invalid_arg)
})

test('the finalizer runs once; not after remove_wrap', async () => {
  await settle()
  const before = wrap.finalize_count()
  ;(() => {
    for (let i = 0; i < 100; i++) new wrap.Counter(i)
    const removed = {}
    wrap.wrap(removed, 1)
    wrap.remove_wrap(removed)
  })()
  await collect(() => wrap.finalize_count() >= before + 100)
  await collect(() => true)
  equal(wrap.finalize_count(), before + 100)
})

test('one addon wraps, another unwraps', () => {
  const object = {}
  equal(wrap.wrap(object, 9), status.ok)
  equal(call('napi_unwrap', V(object), O('l')).status, status.ok)
})

test('a result reference needs a finalizer', () => {
  equal(call('napi_wrap', V({}), I(1), N, N, O('p')).status, status.invalid_arg)
  const [made, value, unwrapped] = modules[10].run([
    step('napi_wrap', [E, V({ mine: 1 }), I(1), F('finalizer'), N, O('p')]),
    step('napi_get_reference_value', [E, L(0), O('v')]),
    step('napi_reference_ref', [E, L(0), O('u')]),
  ])
  equal([made.status, value.out[0], unwrapped.out[0]], [status.ok, { mine: 1 }, 1])
})

test('type tags', () => {
  const object = {}
  equal(wrap.check_tag(object, 0), false)
  equal(wrap.tag(object, 0), status.ok)
  equal([wrap.check_tag(object, 0), wrap.check_tag(object, 1)], [true, false])
  equal(wrap.tag(object, 0), status.invalid_arg)
  equal(wrap.tag(object, 1), status.invalid_arg)
  const other = {}
  equal(wrap.tag(other, 1), status.ok)
  equal([wrap.check_tag(other, 0), wrap.check_tag(other, 1)], [false, true])
  equal(wrap.check_tag(Object.create(object), 0), false)
  equal(Reflect.ownKeys(object), [])
})

test('type tags with zeros and large words', () => {
  for (const tag of [[0n, 0n], [0n, 1n], [1n, 0n], [2n ** 64n - 1n, 2n ** 64n - 1n], [2n ** 63n, 0n]]) {
    const object = {}
    equal(call('napi_type_tag_object', V(object), W(tag)).status, status.ok)
    equal(call('napi_check_object_type_tag', V(object), W(tag), O('b')).out[0], true, String(tag))
    equal(call('napi_check_object_type_tag', V(object), W([tag[1] + 1n & 0xffn, tag[0]]), O('b')).out[0], false, `${tag} swapped`)
  }
})
