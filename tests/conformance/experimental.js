// The experimental functions that have no chapter of their own yet.
'use strict'
const { addon, equal, major, ok, status, test, throws } = require('./lib.js')
const { AUTO, E, F, I, N, O, V, VS, callIn, check, modules, step } = require('./raw.js')
const versions = ['experimental']

if (modules[10].exported('node_api_create_object_with_properties')) {
  check('node_api_create_object_with_properties', {
    cls: 'G', versions, args: () => [V(null), VS(['a', 'b']), VS([1, 2]), I(2), O('v')], nulls: [1, 2, 4],
    good: ([out]) => { equal(out, { a: 1, b: 2 }); equal(Object.getPrototypeOf(out), null) },
  })

  test('node_api_create_object_with_properties: prototypes, symbols, no properties', () => {
    const proto = { inherited: true }
    const symbol = Symbol('s')
    const made = callIn('experimental', 'node_api_create_object_with_properties', V(proto), VS([symbol, 'x']), VS([1, 2]), I(2), O('v')).out[0]
    equal([Object.getPrototypeOf(made) === proto, made[symbol], made.x, made.inherited], [true, 1, 2, true])
    const plain = callIn('experimental', 'node_api_create_object_with_properties', N, N, N, I(0), O('v'))
    equal(plain.status, status.ok)
    const named = callIn('experimental', 'node_api_create_object_with_properties', V(null), VS([{}]), VS([1]), I(1), O('v'))
    equal(named.status, status.name_expected)
    const descriptor = Object.getOwnPropertyDescriptor(made, 'x')
    equal([descriptor.writable, descriptor.enumerable, descriptor.configurable], [true, true, true])
  })
}

if (modules[10].exported('node_api_set_prototype')) {
  check('node_api_set_prototype', {
    cls: 'P', versions, args: () => [V({}), V({ base: 1 })], nulls: [0, 1],
  })

  test('node_api_set_prototype sets it, and reports a refusal', () => {
    const object = {}
    const proto = { base: 1 }
    equal(callIn('experimental', 'node_api_set_prototype', V(object), V(proto)).status, status.ok)
    ok(Object.getPrototypeOf(object) === proto)
    equal(callIn('experimental', 'node_api_set_prototype', V(object), V(null)).status, status.ok)
    equal(Object.getPrototypeOf(object), null)
    const fixed = Object.preventExtensions({})
    ok(callIn('experimental', 'node_api_set_prototype', V(fixed), V(proto)).status !== status.ok)
  })
}

for (const version of versions) {
  test(`node_api_post_finalizer (version ${version})`, async () => {
    const run = (args) => modules[version].run([step('node_api_post_finalizer', args)])[0]
    const before = modules[version].counters().finalized
    equal(run([E, F('finalizer'), N, N]).status, status.ok)
    equal(modules[version].counters().finalized, before, 'not at once')
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
    equal(modules[version].counters().finalized, before + 1)
    equal(run([N, F('finalizer'), N, N]).status, status.invalid_arg)
  })
}

test('a basic finalizer posts', () => {
  const basic = addon('basic_finalizer')
  equal(typeof basic.posting(), 'object')
})
