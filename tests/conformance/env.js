// Chapter env: instance data, external memory, the loop.
'use strict'
const { addon, child, equal, lines, ok, status, test } = require('./lib.js')
const { E, F, I, N, O, call, check, modules, step } = require('./raw.js')
const env = addon('env')

check('napi_set_instance_data', { cls: 'E', args: () => [I(5), F('finalizer'), N], nulls: [], optional: [0, 1, 2] })
check('napi_get_instance_data', { cls: 'E', args: () => [O('p')], nulls: [0] })
check('napi_adjust_external_memory', { cls: 'E', args: () => [I(0), O('l')], nulls: [1], good: ([out]) => equal(typeof out, 'number') })
check('napi_get_uv_event_loop', { cls: 'E', args: () => [O('p')], nulls: [0], good: ([out]) => ok(out !== 0n) })

test('instance data is per addon', () => {
  equal(env.get_data(), null)
  equal(env.set_data(42), status.ok)
  equal(env.get_data(), 42)
  equal(modules[10].run([step('napi_get_instance_data', [E, O('l')])])[0].out[0] === 42, false)
})

test('overwriting never finalizes the old data', () => {
  env.set_data(1)
  env.set_data(2)
  equal([env.get_data(), env.finalize_count()], [2, 0])
})

test('external memory is counted for the whole isolate', () => {
  const before = env.adjust(0)
  equal(env.adjust(1000), before + 1000)
  equal(call('napi_adjust_external_memory', I(500), O('l')).out[0], before + 1500)
  equal(env.adjust(-1500), before)
})

test('there is a loop', () => equal(env.has_loop(), true))

test('instance data is finalized at a natural exit, and not by process.exit()', () => {
  equal(lines(child("addon('env').set_data(1)").out), ['instance data finalized'])
  equal(lines(child("addon('env').set_data(1); process.exit(0)").out), [])
})
