// Chapter bigint.
'use strict'
const { addon, equal, ok, status, test } = require('./lib.js')
const { E, I, IO, M, N, O, V, W, call, check, modules, step } = require('./raw.js')
const bigint = addon('bigint')

check('napi_create_bigint_int64', { cls: 'G', args: [I(-5n), O('v')], nulls: [1], good: ([out]) => equal(out, -5n) })
check('napi_create_bigint_uint64', { cls: 'G', args: [I(2n ** 64n - 1n), O('v')], nulls: [1], good: ([out]) => equal(out, 2n ** 64n - 1n) })
check('napi_create_bigint_words', {
  cls: 'P', args: [I(1), I(2), W([1n, 2n]), O('v')], nulls: [2, 3], good: ([out]) => equal(out, -(2n ** 65n + 1n)),
  wrong: [[1, I(2 ** 31), status.invalid_arg]],
})
for (const name of ['napi_get_value_bigint_int64', 'napi_get_value_bigint_uint64']) {
  check(name, {
    cls: 'G', args: () => [V(42n), O('l'), O('b')], nulls: [0, 1, 2],
    wrong: [undefined, null, 42, '42', {}, Object(42n)].map((one) => [0, V(one), status.bigint_expected]),
    good: ([out, lossless]) => equal([out, lossless], [42, true]),
  })
}
check('napi_get_value_bigint_words', {
  cls: 'G', inout: true, args: () => [V(-5n), O('i'), IO(4), M(32)], nulls: [0, 2],
  wrong: [undefined, 42, '42', {}].map((one) => [0, V(one), status.bigint_expected]),
  good: ([sign, count, bytes]) => { equal([sign, count], [1, 1]); equal(bytes.slice(0, 8), [5, 0, 0, 0, 0, 0, 0, 0]) },
})

test('napi_get_value_bigint_words: both pointers NULL is a size query, one is invalid', () => {
  const query = call('napi_get_value_bigint_words', V(2n ** 128n), N, IO(0), N)
  equal([query.status, query.out[0]], [status.ok, 3])
  equal(call('napi_get_value_bigint_words', V(1n), O('i'), IO(1), N).status, status.invalid_arg)
  equal(call('napi_get_value_bigint_words', V(1n), N, IO(1), M(8)).status, status.invalid_arg)
})

test('napi_get_value_bigint_words fills no more than there is room', () => {
  const result = call('napi_get_value_bigint_words', V(2n ** 128n + 7n), O('i'), IO(1), M(16))
  equal(result.status, status.ok)
  equal(result.out[1], 3, 'the words needed')
  equal(result.out[2].slice(0, 9), [7, 0, 0, 0, 0, 0, 0, 0, 0xEE])
})

test('napi_create_bigint_words that is too large throws', () => {
  const result = modules[10].run([step('napi_create_bigint_words', [E, I(0), I((1 << 24) + 1), M(8), O('v')])])[0]
  equal(result.status, status.pending_exception)
  ok(result.threw && result.exception instanceof RangeError, 'a RangeError')
  equal(result.exception.message, 'Maximum BigInt size exceeded')
})

test('zero words is zero', () => {
  equal(call('napi_create_bigint_words', I(0), I(0), W([]), O('v')).out[0], 0n)
  equal(call('napi_create_bigint_words', I(1), I(1), W([0n]), O('v')).out[0], 0n)
})

test('lossless tells the truth', () => {
  const cases = [0n, 1n, -1n, 2n ** 63n - 1n, 2n ** 63n, -(2n ** 63n), -(2n ** 63n) - 1n, 2n ** 64n - 1n, 2n ** 64n]
  for (const one of cases) {
    equal(bigint.through_int64(one), [BigInt.asIntN(64, one), BigInt.asIntN(64, one) === one], `int64 ${one}`)
    equal(bigint.through_uint64(one), [BigInt.asUintN(64, one), BigInt.asUintN(64, one) === one], `uint64 ${one}`)
  }
})

test('words make the same number', () => {
  for (const one of [0n, 1n, -1n, 2n ** 64n, -(2n ** 64n), 2n ** 1000n + 1n, -(2n ** 777n)]) {
    const [back, sign, needed] = bigint.through_words(one, 20)
    equal(back, one)
    equal(sign, one < 0n ? 1 : 0)
    const size = one < 0n ? -one : one
    equal(needed, size === 0n ? 0 : Math.ceil(size.toString(2).length / 64))
  }
})
