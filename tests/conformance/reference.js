// Chapter reference.
'use strict'
const { addon, collect, equal, needGc, ok, status, test, turn } = require('./lib.js')
const { E, F, I, L, N, O, V, callIn, check, modules, step } = require('./raw.js')
const reference = addon('reference')
needGc()

const drop = step('napi_delete_reference', [E, L(0)])
const make = (count = 1) => () => [step('napi_create_reference', [E, V({ kept: true }), I(count), O('p')])]

check('napi_create_reference', {
  cls: 'G', args: () => [V({}), I(1), O('p')], nulls: [0, 2], afterGood: [drop],
})
check('napi_delete_reference', { cls: 'E', before: make(), args: () => [L(0)], nulls: [0], after: [drop] })
check('napi_reference_ref', {
  cls: 'G', before: make(), args: () => [L(0), O('u')], nulls: [0], optional: [1], after: [drop], afterGood: [drop],
  good: ([count]) => equal(count, 2),
})
check('napi_reference_unref', {
  cls: 'G', before: make(), args: () => [L(0), O('u')], nulls: [0], optional: [1], after: [drop], afterGood: [drop],
  good: ([count]) => equal(count, 0),
})
check('napi_get_reference_value', {
  cls: 'G', before: make(), args: () => [L(0), O('v')], nulls: [0, 1], after: [drop], afterGood: [drop],
  good: ([out]) => equal(out, { kept: true }),
})
check('napi_add_finalizer', {
  cls: 'G', args: () => [V({}), N, F('finalizer'), N, N], nulls: [0, 2], optional: [1, 3, 4],
  wrong: [[0, V(5), status.invalid_arg], [0, V('text'), status.invalid_arg], [0, V(null), status.invalid_arg]],
})

const primitives = [undefined, null, true, 5, 1.5, 'text', 10n]
for (const version of [8, 9, 10, 'experimental']) {
  const every = version === 10 || version === 'experimental'
  test(`references to primitives (version ${version})`, () => {
    for (const one of primitives) {
      const [created, read] = modules[version].run([
        step('napi_create_reference', [E, V(one), I(1), O('p')]),
        ...(every ? [step('napi_get_reference_value', [E, L(0), O('v')]), drop] : []),
      ])
      equal(created.status, every ? status.ok : status.invalid_arg, String(one))
      if (every) equal(read.out[0], one)
    }
  })
  test(`references to objects, functions and symbols (version ${version})`, () => {
    for (const one of [{}, [], () => 1, Symbol('s'), new Proxy({}, {})]) {
      const [created, read] = modules[version].run([
        step('napi_create_reference', [E, V(one), I(1), O('p')]), step('napi_get_reference_value', [E, L(0), O('v')]), drop,
      ])
      equal(created.status, status.ok)
      ok(read.out[0] === one)
    }
  })
  test(`references to externals (version ${version})`, () => {
    const external = addon('external').make(1)
    equal(callIn(version, 'napi_create_reference', V(external), I(1), O('p')).status, status.ok)
  })
}

test('counting', () => {
  const target = { x: 1 } // Held until the end: at 0 a reference does not.
  const slot = reference.create(target, 0)
  equal(reference.unref(slot), -status.generic_failure)
  equal([reference.ref(slot), reference.ref(slot), reference.unref(slot)], [1, 2, 1])
  ok(reference.read(slot) === target)
  equal(reference.drop(slot), status.ok)
})

test('a strong reference keeps its value; at 0 it is collected', async () => {
  let target = { big: new Array(1000).fill(0) }
  const slot = reference.create(target, 1)
  target = null
  for (let i = 0; i < 3; i++) { global.gc(); await turn() }
  equal(typeof reference.read(slot), 'object')
  equal(reference.unref(slot), 0)
  await collect(() => reference.read(slot) === 'empty')
  equal(reference.ref(slot), 0, 'ref of an empty reference')
  equal(reference.drop(slot), status.ok)
})

test('a weak reference made strong again survives', async () => {
  const slot = reference.create({ again: true }, 0)
  equal(reference.ref(slot), 1)
  global.gc()
  await turn()
  equal(reference.read(slot), { again: true })
  reference.drop(slot)
})

test('at count 0 values that cannot be weak read back as empty; registered symbols stay', async () => {
  const text = reference.create('a string', 1)
  equal(reference.read(text), 'a string')
  equal(reference.unref(text), 0)
  await turn()
  equal(reference.read(text), 'empty')
  const symbol = reference.create(Symbol.for('registered'), 0)
  global.gc()
  await turn()
  ok(reference.read(symbol) === Symbol.for('registered'))
  reference.drop(text)
  reference.drop(symbol)
})

test('finalizers run once, in a later turn', async () => {
  const before = reference.finalize_count()
  let object = {}
  equal(reference.watch(object), status.ok)
  equal(reference.watch(object), status.ok, 'a second finalizer')
  object = null
  global.gc()
  equal(reference.finalize_count(), before, 'right after the collection')
  await collect(() => reference.finalize_count() === before + 2)
  await collect(() => true)
  equal(reference.finalize_count(), before + 2)
})

test('deleting the reference cancels the finalizer', async () => {
  const before = reference.finalize_count()
  let object = {}
  const slot = reference.watch_ref(object)
  equal(reference.drop(slot), status.ok)
  object = null
  for (let i = 0; i < 5; i++) { global.gc(); await turn() }
  equal(reference.finalize_count(), before)
})

test('deleting the reference after the collection, before the finalizer, cancels it', async () => {
  const before = reference.finalize_count()
  const slot = (() => reference.watch_ref({}))()
  await new Promise((resolve) => setImmediate(resolve))
  global.gc()
  reference.drop(slot)
  for (let i = 0; i < 5; i++) { global.gc(); await turn() }
  ok(reference.finalize_count() <= before + 1, 'never twice')
})

test('many references at once', () => {
  const targets = Array.from({ length: 60 }, (_, i) => ({ i }))
  const slots = targets.map((one) => reference.create(one, 1))
  for (const [i, slot] of slots.entries()) ok(reference.read(slot) === targets[i])
  for (const slot of slots.reverse()) equal(reference.drop(slot), status.ok)
})

test('a reference that a worker left behind is deleted by the next', async () => {
  const { Worker } = require('worker_threads')
  const { addonPath } = require('./lib.js')
  const code = `require(${JSON.stringify(addonPath('reference'))}).keep_in_process({})`
  for (let i = 0; i < 5; i++) {
    equal(await new Promise((resolve, reject) => new Worker(code, { eval: true }).on('error', reject).on('exit', resolve)), 0)
  }
  reference.keep_in_process({})
})
