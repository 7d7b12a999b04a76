// Chapter error: throwing, creating, catching, last error information.
'use strict'
const { addon, equal, major, ok, status, test, throws } = require('./lib.js')
const { E, I, N, O, S, V, call, callIn, check, messages, modules, step } = require('./raw.js')
const fixture = addon('error')

const kinds = [
  ['napi_create_error', 'napi_throw_error', Error],
  ['napi_create_type_error', 'napi_throw_type_error', TypeError],
  ['napi_create_range_error', 'napi_throw_range_error', RangeError],
  ['node_api_create_syntax_error', 'node_api_throw_syntax_error', SyntaxError],
]

for (const [creator, thrower, type] of kinds) {
  check(creator, {
    cls: 'G', args: () => [V('E_CODE'), V('a message'), O('v')], nulls: [1, 2], optional: [0],
    wrong: [[0, V(5), status.string_expected], [0, V(undefined), status.string_expected], [1, V(5), status.string_expected], [1, V(undefined), status.string_expected]],
    good: ([out]) => {
      ok(out instanceof type && out.constructor === type)
      equal([out.message, out.code, out.name], ['a message', 'E_CODE', type.name])
    },
  })
  for (const version of [8, 9, 10, 'experimental']) {
    test(`${thrower} (version ${version})`, () => {
      const run = (args, pending = 0) => modules[version].run([step(thrower, args, pending)])[0]
      const good = run([E, S('E_CODE'), S('a message')])
      equal([good.status, good.threw, good.exception.message, good.exception.code], [status.ok, true, 'a message', 'E_CODE'])
      ok(good.exception.constructor === type)
      const bare = run([E, N, S('a message')])
      equal([bare.status, bare.exception.message, 'code' in bare.exception], [status.ok, 'a message', false])
      equal(run([N, N, S('m')]).status, status.invalid_arg)
      const nothing = run([E, N, N])
      equal([nothing.status, nothing.threw], [status.invalid_arg, false], 'message NULL')
      const second = run([E, S('E_SECOND'), S('second')], 1)
      equal([second.status, second.exception.code], [status.pending_exception, 'E_MARKER'])
    })
  }
}

for (const version of [8, 9, 10, 'experimental']) {
  test(`napi_throw (version ${version})`, () => {
    const run = (args, pending = 0) => modules[version].run([step('napi_throw', args, pending)])[0]
    const error = new Error('thrown')
    for (const one of [error, 5, 'text', undefined, null, {}]) {
      const result = run([E, V(one)])
      equal([result.status, result.threw], [status.ok, true])
      ok(result.exception === one)
    }
    equal(run([N, V(error)]).status, status.invalid_arg)
    equal(run([E, N]).status, status.invalid_arg)
    equal(run([E, V(error)], 1).status, status.pending_exception)
  })
}

check('napi_is_error', { cls: 'G', args: () => [V(new TypeError('x')), O('b')], nulls: [0, 1], good: ([out]) => equal(out, true) })

for (const version of [8, 9, 10, 'experimental']) {
  test(`napi_is_exception_pending (version ${version})`, () => {
    const run = (args, pending = 0) => modules[version].run([step('napi_is_exception_pending', args, pending)])[0]
    equal(run([E, O('b')]).out[0], false)
    const pending = run([E, O('b')], 1)
    equal([pending.status, pending.out[0]], [status.ok, true])
    equal(run([N, O('b')]).status, status.invalid_arg)
    equal(run([E, N]).status, status.invalid_arg)
  })

  test(`napi_get_and_clear_last_exception (version ${version})`, () => {
    const run = (args, pending = 0) => modules[version].run([step('napi_get_and_clear_last_exception', args, pending)])[0]
    const none = run([E, O('v')])
    equal([none.status, none.out[0]], [status.ok, undefined])
    const one = run([E, O('v')], 1)
    equal([one.status, one.out[0].code, one.threw], [status.ok, 'E_MARKER', false])
    equal(run([N, O('v')]).status, status.invalid_arg)
    equal(run([E, N], 1).status, status.invalid_arg)
  })

  test(`napi_get_last_error_info (version ${version})`, () => {
    const run = (...steps) => modules[version].run(steps)
    equal(run(step('napi_get_last_error_info', [N, O('p')]))[0].status, status.invalid_arg)
    equal(run(step('napi_get_last_error_info', [E, N]))[0].status, status.invalid_arg)
    const result = run(step('napi_get_last_error_info', [E, O('p')]))[0]
    equal([result.status, typeof result.out[0]], [status.ok, 'bigint'])
    const [first, second] = run(step('napi_get_last_error_info', [E, O('p')]), step('napi_get_last_error_info', [E, O('p')]))
    equal(first.out[0], second.out[0], 'one struct per env')
    const pending = run(step('napi_get_last_error_info', [E, O('p')], 1))[0]
    equal([pending.status, pending.threw], [status.ok, true])
  })
}

test('the last error has code and message of the call before', () => {
  equal(fixture.last_error(), { message: 'Invalid argument', code: 1 })
  equal(call('napi_get_value_int32', V('x'), O('i')).message, messages[status.number_expected])
  equal(call('napi_get_undefined', O('v')).message, null)
})

test('the next call takes the details back', () => {
  equal(fixture.error_info_after(), { message: 'none', code: 0 })
})

test('errors thrown by the fixture', () => {
  for (const [i, [, , type]] of kinds.entries()) {
    const error = throws(() => fixture.throw_kind(i, true), { message: 'from the fixture', code: 'E_FIXTURE' })
    ok(error.constructor === type && error.stack.includes('error.js'), 'type and stack')
    equal('code' in throws(() => fixture.throw_kind(i, false)), false)
    const made = fixture.create_kind(i, 'E_MADE', 'made')
    equal([made.constructor === type, made.code, made.message], [true, 'E_MADE', 'made'])
    equal('code' in fixture.create_kind(i, undefined, 'made'), false)
    const code = Object.getOwnPropertyDescriptor(made, 'code')
    equal([code.writable, code.enumerable, code.configurable], [true, true, true])
  }
})

test('any value can be thrown', () => {
  for (const one of [new Error('e'), 5, 'text', null, undefined, Symbol.iterator]) {
    let caught = 'nothing'
    try { fixture.throw_value(one) } catch (error) { caught = error }
    ok(caught === one, String(one))
  }
})

test('native code catches what JavaScript throws', () => {
  const boom = new Error('boom')
  equal(fixture.catch_call(() => 5), [status.ok, 5])
  const [first, second] = fixture.catch_call(() => { throw boom })
  equal([first, second === boom], [status.pending_exception, true])
  equal(fixture.catch_call(() => { throw undefined }), [status.pending_exception, undefined])
  ok(fixture.throw_and_clear(boom) === boom)
})

test('an exception survives further calls', () => {
  const boom = new Error('first')
  const error = throws(() => fixture.call_while_pending(() => { throw boom }, () => { throw new Error('never runs') }))
  ok(error === boom)
  equal(error.second, status.pending_exception)
})

test('exceptions through two addons and back', () => {
  const { call: through } = addon('function')
  const boom = new Error('deep')
  ok(throws(() => through(() => through(() => fixture.throw_value(boom), undefined), undefined)) === boom)
  const [, caught] = fixture.catch_call(() => through(() => { throw boom }, undefined))
  ok(caught === boom)
})

test('a getter defined natively throws', () => {
  const object = {}
  modules[10].run([step('napi_define_properties', [E, V(object), I(1), [11, [{ utf8name: 'bad', getter: 'throwing' }]]])])
  throws(() => object.bad, { code: 'E_NATIVE', message: 'thrown by a native callback' })
})

test('napi_is_error is true for native errors only', () => {
  for (const one of [new Error(''), new RangeError(''), new (class extends Error {})()]) equal(fixture.is_error(one), true)
  for (const one of [{}, 'error', { message: 'x' }, Object.create(Error.prototype), null, undefined, 5]) equal(fixture.is_error(one), false)
})

test('errors thrown in init pass through require', () => {
  const { addonPath } = require('./lib.js')
  throws(() => require(addonPath('init_throws')), { code: 'E_INIT', message: 'thrown by init' })
  throws(() => require(addonPath('init_throws')), { code: 'E_INIT' })
})
