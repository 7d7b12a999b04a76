// Chapter function: callbacks, calls, instances, classes.
'use strict'
const { addon, equal, major, ok, status, test, throws } = require('./lib.js')
const { AUTO, CB, E, F, I, IO, M, N, O, PROPS, S, V, VS, call, callIn, check, modules, step } = require('./raw.js')
const fixture = addon('function')

check('napi_create_function', {
  cls: 'P', args: () => [S('made'), AUTO, F('noop'), N, O('v')], nulls: [2, 4],
  good: ([out]) => { equal([typeof out, out.name, out()], ['function', 'made', undefined]) },
})
check('napi_call_function', {
  cls: 'P', args: () => [V(undefined), V((a, b) => a + b), I(2), VS([1, 2]), O('v')], nulls: [2 + 1, 1], optional: [4],
  wrong: [[1, V({}), status.invalid_arg], [1, V(5), status.invalid_arg], [1, V(undefined), status.invalid_arg]],
  good: ([out]) => equal(out, 3),
})
check('napi_new_instance', {
  cls: 'P', args: () => [V(Array), I(2), VS([1, 2]), O('v')], nulls: [0, 2, 3],
  wrong: [[0, V({}), status.invalid_arg], [0, V(5), status.invalid_arg]],
  good: ([out]) => equal(out, [1, 2]),
})
check('napi_get_cb_info', {
  cls: 'E', inout: true, args: () => [CB, IO(1), M(8), O('v'), O('p')], nulls: [0, 1], optional: [2, 3, 4],
})
check('napi_get_new_target', { cls: 'G', args: () => [CB, O('v')], nulls: [0, 1], good: ([out]) => equal(out, null) })
check('napi_define_class', {
  cls: 'P', args: () => [S('Made'), AUTO, F('this'), N, I(1), PROPS([{ utf8name: 'x', value: 5 }]), O('v')], nulls: [0, 2, 5, 6],
  wrong: [[5, PROPS([{ name: 5, value: 1 }]), status.name_expected], [1, I(2147483648), status.invalid_arg]],
  good: ([out]) => { equal([typeof out, out.name, new out().x], ['function', 'Made', 5]) },
})

test('napi_get_cb_info: the count may be NULL when there is no room for arguments', () => {
  equal(call('napi_get_cb_info', CB, N, N, O('v'), O('p')).status, status.ok)
  equal(call('napi_get_cb_info', CB, N, N, N, N).status, status.ok)
})

test('napi_create_function: names', () => {
  equal(call('napi_create_function', N, I(0), F('noop'), N, O('v')).out[0].name, '')
  equal(call('napi_create_function', S('longer'), I(4), F('noop'), N, O('v')).out[0].name, 'long')
  equal(call('napi_create_function', S('x'), I(2147483648), F('noop'), N, O('v')).status, status.invalid_arg)
  equal(call('napi_define_class', N, I(0), F('this'), N, I(0), N, O('v')).status, status.invalid_arg)
})

test('napi_call_function: no arguments, a missing receiver', () => {
  equal(call('napi_call_function', V('me'), V(function () { 'use strict'; return this }), I(0), N, O('v')).out[0], 'me')
  const result = call('napi_call_function', N, V(() => 1), I(0), N, O('v'))
  equal(result.status, status.invalid_arg)
})

test('napi_call_function: the receiver', () => {
  const object = {}
  ok(call('napi_call_function', V(object), V(function () { return this }), I(0), N, O('v')).out[0] === object)
  ok(call('napi_call_function', V(undefined), V(function () { return this }), I(0), N, O('v')).out[0] === undefined)
})

test('napi_call_function: what the function throws', () => {
  const boom = new Error('boom')
  for (const version of [8, 9, 10, 'experimental']) {
    const result = callIn(version, 'napi_call_function', V(undefined), V(() => { throw boom }), I(0), N, O('v'))
    equal([result.status, result.threw, result.exception === boom, result.out[0]], [status.pending_exception, true, true, 'untouched'])
  }
  ok(throws(() => fixture.call(() => { throw boom }, undefined)) === boom)
  for (const one of [undefined, null, 5, 'text', {}]) {
    let caught = 'nothing'
    try { fixture.call(() => { throw one }, undefined) } catch (error) { caught = error }
    ok(caught === one, String(one))
  }
})

test('napi_new_instance: what the constructor throws', () => {
  const boom = new Error('boom')
  class Thrower { constructor() { throw boom } }
  const result = call('napi_new_instance', V(Thrower), I(0), N, O('v'))
  equal([result.status, result.exception === boom, result.out[0]], [status.pending_exception, true, 'untouched'])
  const arrow = call('napi_new_instance', V(() => 1), I(0), N, O('v'))
  equal([arrow.status, arrow.exception instanceof TypeError], [status.pending_exception, true])
  equal(fixture.instantiate(Map).size, 0)
  equal(fixture.instantiate(Date, 5).getTime(), 5)
})

test('callbacks: missing arguments are undefined, more are counted', () => {
  equal(fixture.inspect_call(), { argc: 0, args: [undefined, undefined, undefined], self: fixture, bound: -1 })
  const { argc, args } = fixture.inspect_call(1, 2)
  equal([argc, args], [2, [1, 2, undefined]])
  equal(fixture.inspect_call(1, 2, 3, 4, 5).argc, 5)
  equal(fixture.inspect_call(1, 2, 3, 4, 5).args, [1, 2, 3])
})

test('callbacks: data and this', () => {
  const made = fixture.make_function('named')
  equal([made.name, made.length], ['named', 0])
  equal(made(1).bound, 4711)
  const self = {}
  ok(made.call(self).self === self)
  ok(made.call(undefined).self === undefined || made.call(undefined).self === globalThis)
  equal(fixture.make_function().name, '')
})

test('callbacks are constructors, and see new.target', () => {
  equal(fixture.new_target().isNew, false)
  const instance = new fixture.new_target()
  ok(instance.isNew && instance.target === fixture.new_target)
  class Derived extends fixture.new_target {}
  ok(new Derived().target === Derived)
  ok(Reflect.construct(fixture.new_target, [], Map).target === Map)
})

test('an exception wins over a value', () => {
  throws(() => fixture.value_and_throw(), { code: 'E_FIXTURE', message: 'the exception wins' })
})

test('many calls in one callback', () => {
  let sum = 0
  fixture.call_many((i) => { sum += i }, 10000)
  equal(sum, 49995000)
  const boom = new Error('at 50')
  ok(throws(() => fixture.call_many((i) => { if (i === 50) throw boom }, 100)) === boom)
})

test('re-entry: native calls JavaScript calls native', () => {
  const deep = (n) => (n === 0 ? 'bottom' : fixture.call(deep, undefined, n - 1))
  equal(deep(100), 'bottom')
  throws(() => { const endless = () => fixture.call(endless, undefined); endless() }, { name: 'RangeError' })
})

test('classes: construction, receivers, accessors, statics', () => {
  const Square = fixture.define_square()
  const square = new Square(3)
  ok(square instanceof Square)
  equal([Square.name, square.side, square.area], ['Square', 3, 9])
  equal(square.scale(2) === square, true)
  equal(square.area, 36)
  square.area = 5
  equal(square.side, 5)
  equal(square.kind, 7)
  equal(Square.corners, 4)
  equal(Object.keys(Square).includes('corners'), true)
  equal(Square.unit().side, 1)
  equal('unit' in square, false)
  equal('scale' in Square, false)
  throws(() => Square(1), { name: 'TypeError', code: 'E_NO_NEW' })
})

test('classes: methods check their receiver', () => {
  const Square = fixture.define_square()
  const { scale } = Square.prototype
  const error = throws(() => scale.call({ side: 1 }, 2), { name: 'TypeError', message: 'Illegal invocation' })
  ok(error instanceof TypeError)
  // Accessors do not: the fixture itself fails on what it is given.
  const { get } = Object.getOwnPropertyDescriptor(Square.prototype, 'area')
  equal(get.call({ side: 5 }), 25)
  throws(() => Square.prototype.scale(2), { name: 'TypeError', message: 'Illegal invocation' })
})

test('classes: subclasses', () => {
  const Square = fixture.define_square()
  class Tile extends Square { constructor() { super(4) } get double() { return this.area * 2 } }
  const tile = new Tile()
  equal([tile.area, tile.double, tile instanceof Square, tile instanceof Tile], [16, 32, true, true])
  equal(tile.scale(2).side, 8)
})

test('classes: attributes', () => {
  const Square = fixture.define_square()
  const flags = (object, key) => {
    const d = Object.getOwnPropertyDescriptor(object, key)
    return [d.writable, d.enumerable, d.configurable]
  }
  equal(flags(Square.prototype, 'scale'), [true, false, true])
  equal(flags(Square, 'unit'), [true, false, true])
  equal(flags(Square, 'corners'), [false, true, false])
  equal(flags(Square.prototype, 'kind'), [false, false, false])
  const area = Object.getOwnPropertyDescriptor(Square.prototype, 'area')
  equal([typeof area.get, typeof area.set, area.enumerable, area.configurable], ['function', 'function', false, false])
})
