// Chapter date.
'use strict'
const { addon, equal, ok, status, test, throws } = require('./lib.js')
const { D, N, O, V, call, check } = require('./raw.js')
const date = addon('date')

check('napi_create_date', { cls: 'P', args: [D(1000), O('v')], good: ([out]) => { ok(out instanceof Date); equal(out.getTime(), 1000) } })
check('napi_is_date', { cls: 'G', args: () => [V(new Date()), O('b')], nulls: [0, 1], good: ([out]) => equal(out, true) })
check('napi_get_date_value', {
  cls: 'P', args: () => [V(new Date(5)), O('d')], nulls: [0, 1],
  wrong: [undefined, 5, {}, '2020-01-01', { __proto__: Date.prototype }].map((one) => [0, V(one), status.date_expected]),
  good: ([out]) => equal(out, 5),
})

test('napi_create_date with result NULL', () => equal(call('napi_create_date', D(1), N).status, status.invalid_arg))

test('dates keep their time', () => {
  for (const time of [0, -1, 8.64e15, -8.64e15, 1.5]) equal(date.time_of(date.make(time)), Math.trunc(time), String(time))
  ok(Number.isNaN(date.time_of(date.make(NaN))))
  ok(Number.isNaN(date.time_of(date.make(8.64e15 + 1))))
})

test('napi_is_date is true for dates only', () => {
  for (const one of [0, {}, 'now', null, undefined, { __proto__: Date.prototype }]) equal(date.is_date(one), false)
  equal(date.is_date(new (class extends Date {})()), true)
})

test('napi_get_date_value of something else', () => {
  equal(throws(() => date.time_of({})).message, 'napi_get_date_value(env, argv[0], &time): A date was expected')
})
