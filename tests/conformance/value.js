// Chapter value: singletons, objects, arrays, symbols, typeof, comparison.
'use strict'
const { addon, equal, ok, status, test, throws } = require('./lib.js')
const { AUTO, I, N, O, S, V, call, check, notAnObject } = require('./raw.js')
const value = addon('value')

check('napi_get_undefined', { cls: 'G', args: [O('v')], nulls: [0], good: ([out]) => equal(out, undefined) })
check('napi_get_null', { cls: 'G', args: [O('v')], nulls: [0], good: ([out]) => equal(out, null) })
check('napi_get_global', { cls: 'G', args: [O('v')], nulls: [0], good: ([out]) => ok(out === globalThis) })
check('napi_get_boolean', { cls: 'G', args: [I(1), O('v')], nulls: [1], good: ([out]) => equal(out, true) })
check('napi_create_object', {
  cls: 'G', args: [O('v')], nulls: [0],
  good: ([out]) => ok(Object.getPrototypeOf(out) === Object.prototype && Object.keys(out).length === 0),
})
check('napi_create_array', { cls: 'G', args: [O('v')], nulls: [0], good: ([out]) => ok(Array.isArray(out) && out.length === 0) })
check('napi_create_array_with_length', {
  cls: 'G', args: [I(3), O('v')], nulls: [1],
  good: ([out]) => { equal(out.length, 3); ok(!(0 in out), 'holes') },
})
check('napi_create_symbol', {
  cls: 'G', args: () => [V('name'), O('v')], nulls: [1], optional: [0],
  wrong: [[0, V(5), status.string_expected], [0, V({}), status.string_expected], [0, V(Symbol('x')), status.string_expected]],
  good: ([out]) => { equal(typeof out, 'symbol'); equal(out.description, 'name') },
})
check('node_api_symbol_for', {
  cls: 'G', args: [S('shared'), AUTO, O('v')], nulls: [2],
  good: ([out]) => ok(out === Symbol.for('shared')),
})
check('napi_typeof', {
  cls: 'G', args: () => [V(1), O('i')], nulls: [0, 1], good: ([out]) => equal(out, 3),
})
check('napi_strict_equals', {
  cls: 'P', args: () => [V('a'), V('a'), O('b')], nulls: [0, 1, 2], good: ([out]) => equal(out, true),
})
check('napi_is_array', { cls: 'G', args: () => [V([]), O('b')], nulls: [0, 1], good: ([out]) => equal(out, true) })
check('napi_get_array_length', {
  cls: 'P', args: () => [V([1, 2, 3]), O('u')], nulls: [0, 1],
  wrong: [[0, V({ length: 3 }), status.array_expected], [0, V('abc'), status.array_expected], [0, V(new Uint8Array(3)), status.array_expected]],
  good: ([out]) => equal(out, 3),
})
check('napi_get_prototype', {
  cls: 'P', args: () => [V([]), O('v')], nulls: [0, 1],
  wrong: notAnObject,
  good: ([out]) => ok(out === Array.prototype),
})

test('napi_get_boolean gives each value', () => {
  equal(call('napi_get_boolean', I(0), O('v')).out[0], false)
  equal(call('napi_get_boolean', I(1), O('v')).out[0], true)
})

test('napi_create_array_with_length takes a negative length as 0', () => {
  equal(call('napi_create_array_with_length', I(-5), O('v')).out[0].length, 0)
})

test('napi_create_symbol without a description', () => {
  equal(call('napi_create_symbol', N, O('v')).out[0].description, undefined)
})

test('node_api_symbol_for with a length, and with NULL', () => {
  ok(call('node_api_symbol_for', S('shared and more'), I(6), O('v')).out[0] === Symbol.for('shared'))
  const empty = call('node_api_symbol_for', N, I(0), O('v'))
  equal(empty.status, status.ok)
  ok(empty.out[0] === Symbol.for(''))
  equal(call('node_api_symbol_for', N, I(3), O('v')).status, status.invalid_arg)
})

test('napi_typeof tells every type', () => {
  const { make } = addon('external')
  const all = [undefined, null, true, 1, 's', Symbol('s'), {}, () => 1, make(1), 1n]
  for (const [type, one] of all.entries()) equal(value.type_of(one), type, `type ${type}`)
  equal(value.type_of([]), 6)
  equal(value.type_of(class A {}), 7)
  equal(value.type_of(NaN), 3)
  equal(value.type_of(Object(1)), 6)
})

test('napi_strict_equals compares as ===', () => {
  const object = {}
  for (const [a, b] of [[1, 1], [1, '1'], [NaN, NaN], [0, -0], [object, object], [{}, {}], ['ab', 'a' + 'b'], [null, undefined], [1n, 1n], [true, 1]]) {
    equal(value.strict_equals(a, b), a === b, `${String(a)} === ${String(b)}`)
  }
})

test('napi_is_array is true for arrays only', () => {
  for (const one of [{}, 'a', 1, null, undefined, new Uint8Array(1), { length: 1 }]) {
    equal(call('napi_is_array', V(one), O('b')).out[0], false)
  }
})

test('napi_get_prototype of a primitive is its wrapper\'s', () => {
  ok(call('napi_get_prototype', V('text'), O('v')).out[0] === String.prototype)
  ok(call('napi_get_prototype', V(1), O('v')).out[0] === Number.prototype)
  equal(call('napi_get_prototype', V(Object.create(null)), O('v')).out[0], null)
})

test('singletons', () => {
  equal(value.singletons().slice(0, 4), [undefined, null, true, false])
  ok(value.singletons()[4] === globalThis)
})

test('values pass through unchanged', () => {
  for (const one of [undefined, null, true, false, 0, -0, 1.5, NaN, 2 ** 31, -(2 ** 31), 'text', '', 10n ** 30n, Symbol.iterator, {}, [], () => 1]) {
    ok(Object.is(value.echo(one), one), String(one))
  }
})

test('a callback that returns NULL gives undefined', () => equal(value.nothing(), undefined))

test('objects and arrays made natively are ordinary', () => {
  const object = value.new_object()
  object.x = 1
  equal(JSON.stringify(object), '{"x":1}')
  equal(value.new_array(4).length, 4)
  equal(value.new_symbol('s').toString(), 'Symbol(s)')
  ok(throws(() => value.new_symbol(1)).message.endsWith('A string was expected'))
})
