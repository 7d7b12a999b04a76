// Chapter property.
'use strict'
const { addon, equal, ok, status, test, throws } = require('./lib.js')
const { E, F, I, N, O, PROPS, S, V, call, check, modules, notAnObject, step } = require('./raw.js')
const property = addon('property')

const subject = () => ({ a: 1, b: 2, 5: 'five' })

check('napi_set_property', { cls: 'P', args: () => [V({}), V('k'), V(1)], nulls: [0, 1, 2], wrong: notAnObject })
check('napi_get_property', { cls: 'P', args: () => [V(subject()), V('a'), O('v')], nulls: [0, 1, 2], wrong: notAnObject, good: ([out]) => equal(out, 1) })
check('napi_has_property', { cls: 'P', args: () => [V(subject()), V('a'), O('b')], nulls: [0, 1, 2], wrong: notAnObject, good: ([out]) => equal(out, true) })
check('napi_delete_property', { cls: 'P', args: () => [V(subject()), V('a'), O('b')], nulls: [0, 1], optional: [2], wrong: notAnObject, good: ([out]) => equal(out, true) })
check('napi_has_own_property', {
  cls: 'P', args: () => [V(subject()), V('a'), O('b')], nulls: [0, 1, 2],
  wrong: [...notAnObject, [1, V(5), status.name_expected], [1, V({}), status.name_expected], [1, V(undefined), status.name_expected]],
  good: ([out]) => equal(out, true),
})
check('napi_set_named_property', { cls: 'P', args: () => [V({}), S('k'), V(1)], nulls: [0, 1, 2], wrong: notAnObject })
check('napi_get_named_property', { cls: 'P', args: () => [V(subject()), S('a'), O('v')], nulls: [0, 1, 2], wrong: notAnObject, good: ([out]) => equal(out, 1) })
check('napi_has_named_property', { cls: 'P', args: () => [V(subject()), S('a'), O('b')], nulls: [0, 1, 2], wrong: notAnObject, good: ([out]) => equal(out, true) })
check('napi_set_element', { cls: 'P', args: () => [V([]), I(2), V(1)], nulls: [0, 2], wrong: notAnObject })
check('napi_get_element', { cls: 'P', args: () => [V(subject()), I(5), O('v')], nulls: [0, 2], wrong: notAnObject, good: ([out]) => equal(out, 'five') })
check('napi_has_element', { cls: 'P', args: () => [V(subject()), I(5), O('b')], nulls: [0, 2], wrong: notAnObject, good: ([out]) => equal(out, true) })
check('napi_delete_element', { cls: 'P', args: () => [V(subject()), I(5), O('b')], nulls: [0], optional: [2], wrong: notAnObject, good: ([out]) => equal(out, true) })
check('napi_get_property_names', { cls: 'P', args: () => [V(subject()), O('v')], nulls: [0, 1], wrong: notAnObject, good: ([out]) => equal(out, ['5', 'a', 'b']) })
check('napi_get_all_property_names', {
  cls: 'P', args: () => [V(subject()), I(1), I(0), I(0), O('v')], nulls: [0, 4],
  wrong: [...notAnObject, [1, I(7), status.invalid_arg], [3, I(7), status.invalid_arg]],
  good: ([out]) => equal(out, [5, 'a', 'b']),
})
check('napi_define_properties', {
  cls: 'P', args: () => [V({}), I(1), PROPS([{ utf8name: 'x', value: 1 }])], nulls: [0, 2],
  wrong: [...notAnObject, [2, PROPS([{ name: 5, value: 1 }]), status.name_expected]],
})
check('napi_object_freeze', { cls: 'P', args: () => [V({ a: 1 })], nulls: [0], wrong: notAnObject })
check('napi_object_seal', { cls: 'P', args: () => [V({ a: 1 })], nulls: [0], wrong: notAnObject })

test('named properties in and out', () => {
  equal(property.four_in(1, 'x', null, true), { a: 1, b: 'x', c: null, d: true })
  equal(property.four_out({ a: 1, b: 'x', c: null, d: true }), [1, 'x', null, true])
  equal(property.four_out({}), [undefined, undefined, undefined, undefined])
  equal(Object.keys(property.four_in(1, 2, 3, 4)), ['a', 'b', 'c', 'd'])
})

test('keys of every type', () => {
  const symbol = Symbol('key')
  const object = { [symbol]: 's', 7: 'seven', undefined: 'u' }
  equal(property.get(object, symbol), 's')
  equal(property.get(object, 7), 'seven')
  equal(property.get(object, '7'), 'seven')
  equal(property.get(object, undefined), 'u')
  equal(property.get([1, 2, 3], 'length'), 3)
  equal(property.set({}, symbol, 1)[symbol], 1)
  equal(property.has(object, symbol), true)
  equal(property.has(object, 'nothing'), false)
  equal(property.remove_key(object, symbol), true)
  equal(property.has(object, symbol), false)
})

test('primitives are boxed', () => {
  equal(property.get('text', 'length'), 4)
  equal(property.get('text', 1), 'e')
  equal(property.get(5, 'toFixed') === Number.prototype.toFixed, true)
  equal(property.has('text', 'length'), true)
  equal(call('napi_set_property', V('text'), V('x'), V(1)).status, status.ok)
  equal(property.names('ab'), ['0', '1'])
})

test('getters, setters and proxies run', () => {
  const log = []
  const object = { get x() { log.push('get'); return 5 }, set x(v) { log.push(`set ${v}`) } }
  equal(property.get(object, 'x'), 5)
  property.set(object, 'x', 6)
  const proxy = new Proxy({}, {
    get: (_, key) => `got ${String(key)}`, has: (_, key) => key === 'yes', deleteProperty: () => true,
    set: (_, key, value) => { log.push(`${key}=${value}`); return true },
    ownKeys: () => ['p', 'q'], getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true, value: 1 }),
  })
  equal(property.get(proxy, 'y'), 'got y')
  equal([property.has(proxy, 'yes'), property.has(proxy, 'no')], [true, false])
  property.set(proxy, 'k', 1)
  equal(property.names(proxy), ['p', 'q'])
  equal(log, ['get', 'set 6', 'k=1'])
})

test('what a getter, a setter or a trap throws passes through', () => {
  const boom = new Error('boom')
  const object = { get x() { throw boom }, set x(_) { throw boom } }
  ok(throws(() => property.get(object, 'x')) === boom)
  ok(throws(() => property.set(object, 'x', 1)) === boom)
  const proxy = new Proxy({}, { has() { throw boom }, deleteProperty() { throw boom }, ownKeys() { throw boom }, getOwnPropertyDescriptor() { throw boom }, get() { throw boom }, set() { throw boom } })
  for (const run of [property.has, property.remove_key, property.names, property.has_own]) {
    ok(throws(() => run(proxy, 'k')) === boom, run.name)
  }
  const results = {
    napi_get_property: call('napi_get_property', V(object), V('x'), O('v')),
    napi_set_property: call('napi_set_property', V(object), V('x'), V(1)),
    napi_has_property: call('napi_has_property', V(proxy), V('x'), O('b')),
    napi_delete_property: call('napi_delete_property', V(proxy), V('x'), O('b')),
    napi_has_own_property: call('napi_has_own_property', V(proxy), V('x'), O('b')),
    napi_get_named_property: call('napi_get_named_property', V(object), S('x'), O('v')),
    napi_set_named_property: call('napi_set_named_property', V(object), S('x'), V(1)),
    napi_has_named_property: call('napi_has_named_property', V(proxy), S('x'), O('b')),
    napi_get_element: call('napi_get_element', V(proxy), I(0), O('v')),
    napi_set_element: call('napi_set_element', V(proxy), I(0), V(1)),
    napi_has_element: call('napi_has_element', V(proxy), I(0), O('b')),
    napi_delete_element: call('napi_delete_element', V(proxy), I(0), O('b')),
    napi_get_property_names: call('napi_get_property_names', V(proxy), O('v')),
  }
  for (const name of Object.keys(results)) {
    equal([results[name].exception === boom, results[name].status], [true, expectedThrow[name] || status.pending_exception], name)
  }
})

// What a function answers when JavaScript throws below it: pending_exception,
// but for these.
const expectedThrow = {}

test('a key whose toString throws', () => {
  const boom = new Error('key')
  const key = { toString() { throw boom } }
  ok(throws(() => property.get({}, key)) === boom)
  ok(throws(() => property.set({}, key, 1)) === boom)
  ok(throws(() => property.has({}, key)) === boom)
})

test('a frozen object refuses without a throw', () => {
  const frozen = Object.freeze({ a: 1 })
  const result = call('napi_set_property', V(frozen), V('a'), V(2))
  equal([result.status, result.threw, frozen.a], [status.ok, false, 1])
  equal(call('napi_delete_property', V(frozen), V('a'), O('b')).out[0], false)
})

test('own properties', () => {
  class Base { get inherited() { return 1 } }
  const object = Object.assign(new Base(), { own: 1 })
  equal([property.has_own(object, 'own'), property.has_own(object, 'inherited'), property.has(object, 'inherited')], [true, false, true])
})

test('names include the prototype chain, without symbols', () => {
  const base = { base: 1, own: 0 }
  const object = Object.assign(Object.create(base), { own: 1, 3: 1, [Symbol('s')]: 1 })
  Object.defineProperty(object, 'hidden', { value: 1, enumerable: false })
  equal(property.names(object), ['3', 'own', 'base'])
  equal(property.names([7, 8]), ['0', '1'])
})

test('all names, filtered and converted', () => {
  const symbol = Symbol('s')
  const object = Object.assign(Object.create({ base: 1 }), { own: 1, 3: 1, [symbol]: 1 })
  Object.defineProperty(object, 'fixed', { value: 1, enumerable: true, writable: false, configurable: false })
  Object.defineProperty(object, 'hidden', { value: 1, enumerable: false, writable: true, configurable: true })
  equal(property.all_names(object, 1, 0, 0), [3, 'own', 'fixed', 'hidden', symbol])
  equal(property.all_names(object, 1, 0, 1), ['3', 'own', 'fixed', 'hidden', symbol])
  equal(property.all_names(object, 1, 2, 1), ['3', 'own', 'fixed', symbol], 'enumerable')
  equal(property.all_names(object, 1, 1, 1), ['3', 'own', 'hidden', symbol], 'writable')
  equal(property.all_names(object, 1, 4, 1), ['3', 'own', 'hidden', symbol], 'configurable')
  equal(property.all_names(object, 1, 16, 1), ['3', 'own', 'fixed', 'hidden'], 'skip symbols')
  equal(property.all_names(object, 1, 8, 0), [symbol], 'skip strings')
  equal(property.all_names(object, 0, 2 | 16, 1), ['3', 'own', 'fixed', 'base'], 'with prototypes')
})

test('elements beyond the small ones', () => {
  const array = []
  equal(call('napi_set_element', V(array), I(4294967294), V('last')).status, status.ok)
  equal(array.length, 4294967295)
  equal(call('napi_get_element', V(array), I(4294967294), O('v')).out[0], 'last')
  equal(call('napi_get_element', V([]), I(5), O('v')).out[0], undefined)
  equal(call('napi_has_element', V([1]), I(1), O('b')).out[0], false)
})

test('definitions with attributes, accessors and data', () => {
  const symbol = Symbol('named')
  const object = property.define_all({}, symbol)
  const flags = (key) => {
    const d = Object.getOwnPropertyDescriptor(object, key)
    return [d.value, d.writable, d.enumerable, d.configurable]
  }
  equal(flags('constant'), [1, false, false, false])
  equal(flags('writable'), [2, true, false, false])
  equal(flags('listed'), [3, false, true, false])
  equal(flags('loose'), [4, true, true, true])
  equal(flags(symbol), [5, true, true, true])
  equal(flags('method').slice(1), [true, false, true])
  equal(object.method(), 99)
  equal(object.method.name, '', 'the name of a defined method')
  equal(object.accessor, 10)
  object.accessor = 12
  equal([object.accessor, object.readonly], [12, 12])
  throws(() => { object.readonly = 1 }, { name: 'TypeError' })
  object.writeonly = 13
  equal([object.writeonly, object.accessor], [undefined, 13])
  const accessor = Object.getOwnPropertyDescriptor(object, 'accessor')
  equal([typeof accessor.get, typeof accessor.set, accessor.enumerable, accessor.configurable], ['function', 'function', true, false])
  equal(Object.getOwnPropertyDescriptor(object, 'readonly').set, undefined)
  throws(() => { object.constant = 2 }, { name: 'TypeError' })
})

test('definitions on a primitive go to its wrapper, and are gone', () => {
  const result = modules[10].run([step('napi_define_properties', [E, V(5), I(1), PROPS([{ utf8name: 'x', value: 1 }])])])[0]
  equal([result.status, result.threw], [status.ok, false])
})

test('a definition that throws', () => {
  const boom = new Error('boom')
  for (const definition of [{ value: 1 }, { method: 'noop' }, { getter: 'noop' }, { setter: 'noop' }]) {
    const proxy = new Proxy({}, { defineProperty() { throw boom } })
    const result = modules[10].run([step('napi_define_properties', [E, V(proxy), I(1), PROPS([{ utf8name: 'x', ...definition }])])])[0]
    equal([result.status, result.exception === boom], [status.pending_exception, true])
  }
})

test('a definition that is refused', () => {
  const sealed = Object.preventExtensions({})
  const result = modules[10].run([step('napi_define_properties', [E, V(sealed), I(1), PROPS([{ utf8name: 'x', value: 1 }])])])[0]
  equal(result.status, status.invalid_arg)
  const method = modules[10].run([step('napi_define_properties', [E, V(sealed), I(1), PROPS([{ utf8name: 'x', method: 'noop' }])])])[0]
  equal(method.status, status.generic_failure)
  const accessor = modules[10].run([step('napi_define_properties', [E, V(sealed), I(1), PROPS([{ utf8name: 'x', getter: 'noop' }])])])[0]
  equal(accessor.status, status.invalid_arg)
  equal(Object.keys(sealed), [])
})

test('freeze and seal', () => {
  const frozen = { a: 1 }
  call('napi_object_freeze', V(frozen))
  ok(Object.isFrozen(frozen))
  const sealed = { a: 1 }
  call('napi_object_seal', V(sealed))
  ok(Object.isSealed(sealed) && !Object.isFrozen(sealed))
  const boom = new Error('trap')
  const result = call('napi_object_freeze', V(new Proxy({}, { preventExtensions() { throw boom } })))
  equal([result.status, result.exception === boom], [status.pending_exception, true])
})
