// Chapter number.
'use strict'
const { addon, equal, ok, status, test } = require('./lib.js')
const { D, I, N, O, V, call, check } = require('./raw.js')
const number = addon('number')

check('napi_create_double', { cls: 'G', args: [D(1.5), O('v')], nulls: [], good: ([out]) => equal(out, 1.5) })
check('napi_create_int32', { cls: 'G', args: [I(-7), O('v')], nulls: [1], good: ([out]) => equal(out, -7) })
check('napi_create_uint32', { cls: 'G', args: [I(4294967295), O('v')], nulls: [1], good: ([out]) => equal(out, 4294967295) })
check('napi_create_int64', { cls: 'G', args: [I(-(2 ** 40)), O('v')], nulls: [1], good: ([out]) => equal(out, -(2 ** 40)) })

for (const [name, type] of [['napi_get_value_double', 'd'], ['napi_get_value_int32', 'i'], ['napi_get_value_uint32', 'u'], ['napi_get_value_int64', 'l']]) {
  check(name, {
    cls: 'G', args: () => [V(42), O(type)], nulls: [0, 1],
    wrong: [undefined, null, true, '42', 42n, {}, Symbol('42'), Object(42)].map((one) => [0, V(one), status.number_expected]),
    good: ([out]) => equal(out, 42),
  })
}
check('napi_get_value_bool', {
  cls: 'G', args: () => [V(true), O('b')], nulls: [0, 1],
  wrong: [undefined, null, 1, 'true', {}, Object(true)].map((one) => [0, V(one), status.boolean_expected]),
  good: ([out]) => equal(out, true),
})

test('napi_create_double with result NULL', () => {
  equal(call('napi_create_double', D(1), N).status, status.invalid_arg)
})

test('napi_create_double keeps every double', () => {
  for (const one of [0, -0, 0.1, NaN, Infinity, -Infinity, Number.MAX_VALUE, Number.MIN_VALUE, 2 ** 31, 2 ** 53, -(2 ** 31)]) {
    ok(Object.is(call('napi_create_double', D(one), O('v')).out[0], one), String(one))
  }
})

test('doubles outlive the collections that their making causes', () => {
  const kept = []
  for (let i = 0; i < 4e5; i++) {
    const one = number.as_double(i + 0.5)
    if (i % 4 === 0) kept.push({ one })
  }
  gc()
  ok(kept.every(({ one }, i) => one === 4 * i + 0.5))
})

test('int32 wraps, and takes infinities and NaN as 0', () => {
  const cases = [[0, 0], [1.9, 1], [-1.9, -1], [2 ** 31, -(2 ** 31)], [2 ** 32, 0], [2 ** 32 + 5, 5], [-(2 ** 31) - 1, 2147483647],
    [NaN, 0], [Infinity, 0], [-Infinity, 0], [-0, 0], [2 ** 53, 0], [1e20, 1661992960]]
  for (const [given, expected] of cases) equal(number.as_int32(given), expected, String(given))
})

test('uint32 wraps', () => {
  const cases = [[0, 0], [-1, 4294967295], [2 ** 32, 0], [2 ** 32 + 5, 5], [4294967295, 4294967295], [1.9, 1], [-1.9, 4294967295], [NaN, 0], [Infinity, 0], [1e20, 1661992960]]
  for (const [given, expected] of cases) equal(number.as_uint32(given), expected, String(given))
})

test('int64 clamps, and takes infinities and NaN as 0', () => {
  const cases = [[0, '0'], [1.9, '1'], [-1.9, '-1'], [2 ** 53, '9007199254740992'], [2 ** 63, '9223372036854775807'],
    [1e300, '9223372036854775807'], [-(2 ** 63), '-9223372036854775808'], [-1e300, '-9223372036854775808'],
    [NaN, '0'], [Infinity, '0'], [-Infinity, '0'], [-0, '0']]
  for (const [given, expected] of cases) equal(number.int64_text(given), expected, String(given))
})

test('doubles pass unchanged', () => {
  for (const one of [0, -0, 0.1, NaN, Infinity, 2 ** 31, 1e300]) ok(Object.is(number.as_double(one), one), String(one))
})

test('napi_create_int64 beyond 2^53 becomes the nearest double', () => {
  equal(call('napi_create_int64', I(9223372036854775807n), O('v')).out[0], 2 ** 63)
  equal(call('napi_create_int64', I(9007199254740993n), O('v')).out[0], 9007199254740992)
})

test('integers at the edges of the small ones', () => {
  for (const one of [0, 1, -1, 2 ** 30 - 1, 2 ** 30, -(2 ** 30), -(2 ** 30) - 1, 2 ** 31 - 1, -(2 ** 31)]) {
    equal(call('napi_create_int32', I(one), O('v')).out[0], one)
    equal(number.as_int32(one), one)
  }
})

test('the last error of number_expected', () => {
  const result = call('napi_get_value_int32', V('x'), O('i'))
  equal([result.status, result.code, result.message], [6, 6, 'A number was expected'])
  equal(result.out[0], 'untouched')
})
