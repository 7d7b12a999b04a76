// Chapter scope: handle scopes, escaping, and long loops in constant memory.
'use strict'
const { addon, equal, ok, status, test, throws } = require('./lib.js')
const { D, E, I, L, N, O, S, V, check, modules, step } = require('./raw.js')
const scope = addon('scope')

const open = step('napi_open_handle_scope', [E, O('p')])
const openEscapable = step('napi_open_escapable_handle_scope', [E, O('p')])
const close = (slot) => step('napi_close_handle_scope', [E, L(slot)])
const closeEscapable = (slot) => step('napi_close_escapable_handle_scope', [E, L(slot)])

check('napi_open_handle_scope', { cls: 'G', args: () => [O('p')], nulls: [0], afterGood: [close(0)] })
check('napi_close_handle_scope', { cls: 'G', before: [open], args: () => [L(0)], nulls: [0], after: [close(0)] })
check('napi_open_escapable_handle_scope', { cls: 'G', args: () => [O('p')], nulls: [0], afterGood: [closeEscapable(0)] })
check('napi_close_escapable_handle_scope', { cls: 'G', before: [openEscapable], args: () => [L(0)], nulls: [0], after: [closeEscapable(0)] })
check('napi_escape_handle', {
  cls: 'G', before: [openEscapable], args: () => [L(0), V('kept'), O('v')], nulls: [0, 1, 2],
  after: [closeEscapable(0)], afterGood: [closeEscapable(0)],
  good: ([out]) => equal(out, 'kept'),
})

test('closing with none open is a mismatch', () => {
  for (const name of ['napi_close_handle_scope', 'napi_close_escapable_handle_scope']) {
    equal(modules[10].run([step(name, [E, I(8)])])[0].status, status.handle_scope_mismatch, name)
  }
})

test('escaping', () => {
  equal(scope.escape('text'), { inside: 'text' })
  equal(scope.escape_twice({}), status.escape_called_twice)
})

test('nested scopes with calls in between', () => {
  const seen = []
  equal(scope.nest((n) => seen.push(n)), 64)
  equal(seen.length, 64)
  equal(scope.nest(() => scope.nest(() => 1)), 64)
})

test('scopes outgrow their blocks of handles', () => {
  // Blocks have 1022 handles.
  for (const count of [1, 500, 1021, 1022, 1023, 5000]) {
    for (let round = 0; round < 20; round++) {
      equal(scope.outgrow(count, (last) => ({ last })), { last: count - 0.5 })
    }
  }
})

test('a scope closes with an exception pending', () => {
  const boom = new Error('boom')
  const out = []
  ok(throws(() => scope.throw_in_scope(() => { throw boom }, out)) === boom)
  equal(out, [status.ok])
})

const mebibytes = () => process.memoryUsage().rss / 1048576

// Memory may not grow by more than this, whatever the number of rounds.
const ROOM = 48

function constantMemory(name, rounds, work) {
  test(`${name}: ${rounds} rounds in constant memory`, () => {
    work(Math.round(rounds / 20))
    const before = mebibytes()
    work(rounds)
    const grown = mebibytes() - before
    ok(grown < ROOM, `growth below ${ROOM} MiB (${grown.toFixed(1)})`)
  })
}

constantMemory('scopes with a number', 1e7, scope.scope_loop)
constantMemory('scopes with objects', 1e6, scope.object_loop)
constantMemory('escapable scopes', 1e7, scope.escape_loop)
constantMemory('references', 1e7, (n) => addon('reference').loop({}, n))

test('10 million values through calls in constant memory', () => {
  const { as_int32: int, as_double: double } = addon('number')
  const before = mebibytes()
  let sum = 0
  for (let i = 0; i < 5e6; i++) sum += int(i) + double(i + 0.5)
  equal(sum, 24999997500000)
  ok(mebibytes() - before < ROOM, 'growth')
})
