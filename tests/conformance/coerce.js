// Chapter coerce, with instanceof.
'use strict'
const { addon, equal, ok, status, test, throws } = require('./lib.js')
const { O, V, call, check } = require('./raw.js')
const coerce = addon('coerce')

check('napi_coerce_to_bool', { cls: 'P', args: () => [V('x'), O('v')], nulls: [0, 1], good: ([out]) => equal(out, true) })
check('napi_coerce_to_number', {
  cls: 'P', args: () => [V('42'), O('v')], nulls: [0, 1], good: ([out]) => equal(out, 42),
})
check('napi_coerce_to_object', {
  cls: 'P', args: () => [V('text'), O('v')], nulls: [0, 1], good: ([out]) => ok(out instanceof String && out.length === 4),
  wrong: [[0, V(null), status.object_expected], [0, V(undefined), status.object_expected]],
})
check('napi_coerce_to_string', { cls: 'P', args: () => [V(42), O('v')], nulls: [0, 1], good: ([out]) => equal(out, '42') })
check('napi_instanceof', {
  cls: 'P', args: () => [V([]), V(Array), O('b')], nulls: [0, 1, 2], good: ([out]) => equal(out, true),
})

test('coercions do what JavaScript does', () => {
  for (const one of [undefined, null, true, false, 0, -0, NaN, 1.5, '', 'text', '12', [], [1], {}, { valueOf: () => 7 }, { toString: () => 'me' }, () => 1]) {
    equal(coerce.to_bool(one), Boolean(one))
    ok(Object.is(coerce.to_number(one), Number(one)), `number of ${String(one)}`)
    equal(coerce.to_string(one), String(one))
  }
  equal(coerce.to_bool(0n), false)
  equal(coerce.to_string(12n), '12')
  ok(coerce.to_object(5) instanceof Number)
  const object = {}
  ok(coerce.to_object(object) === object)
})

test('what a conversion throws stays pending and passes through', () => {
  const boom = new Error('boom')
  const thrower = { valueOf() { throw boom }, toString() { throw boom } }
  for (const name of ['number', 'string']) {
    const result = call(`napi_coerce_to_${name}`, V(thrower), O('v'))
    equal([result.threw, result.exception === boom], [true, true], name)
    equal(result.status, status[`${name}_expected`], name)
    equal(result.out[0], 'untouched')
  }
  ok(throws(() => coerce.to_number(thrower)) === boom)
  throws(() => coerce.to_number(Symbol('s')), { name: 'TypeError', message: 'Cannot convert a Symbol value to a number' })
  throws(() => coerce.to_number(1n), { name: 'TypeError', message: 'Cannot convert a BigInt value to a number' })
  throws(() => coerce.to_string(Symbol('s')), { name: 'TypeError', message: 'Cannot convert a Symbol value to a string' })
})

test('napi_instanceof asks Symbol.hasInstance', () => {
  class Even { static [Symbol.hasInstance](n) { return n % 2 === 0 } }
  equal(coerce.instance_of(4, Even), true)
  equal(coerce.instance_of(3, Even), false)
  equal(coerce.instance_of({}, Object), true)
  equal(coerce.instance_of(Object.create(null), Object), false)
  const boom = new Error('asked')
  class Thrower { static [Symbol.hasInstance]() { throw boom } }
  ok(throws(() => coerce.instance_of({}, Thrower)) === boom)
  equal(call('napi_instanceof', V({}), V(Thrower), O('b')).status, status.generic_failure)
})

test('napi_instanceof of something that is no function throws with a code', () => {
  for (const one of [{}, 'Object', 5]) {
    const result = call('napi_instanceof', V({}), V(one), O('b'))
    equal(result.status, status.function_expected)
    equal(result.exception.code, 'ERR_NAPI_CONS_FUNCTION')
    equal(result.exception.message, 'Constructor must be a function')
    ok(result.exception instanceof TypeError)
  }
  const result = call('napi_instanceof', V({}), V(undefined), O('b'))
  equal(result.status, status.object_expected)
})
