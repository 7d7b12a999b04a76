// Chapter cleanup: hooks, and what teardown does in which order.
'use strict'
const { addon, child, equal, lines, major, ok, status, test } = require('./lib.js')
const { E, F, I, L, N, O, V, modules, step } = require('./raw.js')

for (const version of [8, 9, 10, 'experimental']) {
  const run = (...steps) => modules[version].run(steps)
  for (const name of ['napi_add_env_cleanup_hook', 'napi_remove_env_cleanup_hook']) {
    test(`${name} (version ${version})`, () => {
      const undo = step('napi_remove_env_cleanup_hook', [E, F('cleanup'), I(1)])
      const add = step('napi_add_env_cleanup_hook', [E, F('cleanup'), I(1)])
      const results = name.includes('add') ? run(add, undo) : run(add, step(name, [E, F('cleanup'), I(1)]))
      equal(results.map((result) => result.status), [status.ok, status.ok])
      const pending = run(step('napi_add_env_cleanup_hook', [E, F('cleanup'), I(2)], 1), step('napi_remove_env_cleanup_hook', [E, F('cleanup'), I(2)], 1))
      equal(pending.map((result) => [result.status, result.threw]), [[status.ok, true], [status.ok, true]])
      equal(run(step(name, [N, F('cleanup'), N]))[0].status, status.invalid_arg)
      equal(run(step(name, [E, N, N]))[0].status, status.invalid_arg)
    })
  }
  test(`napi_add_async_cleanup_hook and its removal (version ${version})`, () => {
    const results = run(
      step('napi_add_async_cleanup_hook', [E, F('async_cleanup'), N, O('p')]),
      step('napi_remove_async_cleanup_hook', [L(0)]),
    )
    equal(results.map((result) => result.status), [status.ok, status.ok])
    equal(run(step('napi_add_async_cleanup_hook', [N, F('async_cleanup'), N, O('p')]))[0].status, status.invalid_arg)
    equal(run(step('napi_add_async_cleanup_hook', [E, N, N, O('p')]))[0].status, status.invalid_arg)
    equal(run(step('napi_remove_async_cleanup_hook', [N]))[0].status, status.invalid_arg)
    equal(run(step('napi_add_async_cleanup_hook', [E, F('async_cleanup'), N, N]))[0].status, status.ok)
  })
}

const order = [
  'buffer', 'hook 3', 'async B', 'hook 2', 'async A', 'hook 1', 'tsfn finalizer', 'add_finalizer', 'external', 'wrap 2', 'wrap 1', 'instance data',
]
const everything = `
  const cleanup = addon('cleanup')
  cleanup.set_instance_data('instance data')
  cleanup.hold_tsfn(() => {})
  globalThis.kept = []
  cleanup.register_all(kept)
  kept.push(cleanup.external_buffer_name())
  process.on('exit', () => cleanup.print('exit event'))
`

test('teardown in its order, at a natural exit', () => {
  const { out, code } = child(everything)
  const seen = lines(out)
  equal([seen[0], code], ['exit event', 0])
  equal(seen.slice(1).filter((line) => order.includes(line)), order)
})

test('process.exit() and an uncaught throw tear nothing down', () => {
  equal(lines(child(`${everything}\nprocess.exit(3)`).out), ['exit event'])
  equal(child(`${everything}\nprocess.exit(3)`).code, 3)
  const thrown = child(`${everything}\nthrow new Error('uncaught')`)
  equal([lines(thrown.out), thrown.code], [['exit event'], 1])
})

test('hooks run newest first, and a removed one not at all', () => {
  const { out } = child(`
    const cleanup = addon('cleanup')
    for (const name of ['one', 'two', 'three']) cleanup.add_hook(name)
    cleanup.add_and_remove_hook()
    cleanup.add_and_remove_async_hook()
  `)
  equal(lines(out), ['three', 'two', 'one'])
})

test('objects that were collected are not finalized again', () => {
  const { out } = child(`
    const cleanup = addon('cleanup')
    ;(() => cleanup.wrap_named('collected'))()
    globalThis.kept = cleanup.wrap_named('kept')
    setImmediate(() => { gc(); setImmediate(() => setImmediate(() => cleanup.print('end'))) })
  `, ['--expose-gc'])
  equal(lines(out), ['collected', 'end', 'kept'])
})

test('overwritten instance data is not finalized', () => {
  equal(lines(child(`
    const cleanup = addon('cleanup')
    cleanup.set_instance_data('first')
    cleanup.set_instance_data('second')
  `).out), ['second'])
})

test('a teardown finalizer cannot run JavaScript: 10 before version 10, 23 from there', () => {
  const answer = (name) => lines(child(`globalThis.kept = addon('${name}').wrap_calling()`).out)
  equal(answer('cleanup_8'), ['calling: undefined 0 object 0 set 10 script 10'])
  equal(answer('cleanup'), ['calling: undefined 0 object 0 set 23 script 23'])
  equal(answer('cleanup_experimental'), ['calling: undefined 0 object 0 set 23 script 23'])
})

test('work that runs at exit is awaited', () => {
  const { out, code } = child(`
    const cleanup = addon('cleanup')
    process.on('exit', () => { cleanup.queue_work(); cleanup.print('exit event') })
  `)
  equal([lines(out)[0], code], ['exit event', 0])
})

test('two addons: each has its own environment', () => {
  const { out } = child(`
    addon('cleanup').add_hook('ten')
    addon('cleanup_8').add_hook('eight')
    addon('cleanup').add_hook('ten again')
  `)
  equal(lines(out), ['ten again', 'eight', 'ten'])
})

test('beforeExit comes first, and may start work again', () => {
  const { out } = child(`
    const cleanup = addon('cleanup')
    cleanup.add_hook('hook')
    let times = 0
    process.on('beforeExit', () => { cleanup.print('beforeExit'); if (times++ === 0) setImmediate(() => cleanup.print('more')) })
    process.on('exit', () => cleanup.print('exit'))
  `)
  equal(lines(out), ['beforeExit', 'more', 'beforeExit', 'exit', 'hook'])
})
