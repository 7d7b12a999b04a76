// The end of the environments of a thread: what two addons have registered runs
// in one order, which was measured on Node 26.
'use strict'
const { child, equal, fixtures, lines, major, test, until } = require('./lib.js')

const both = `
  const a = addon('teardown')
  const b = addon('teardown_8')
  const kept = globalThis.kept = []
`
const keepsOrder = (name, code, expected, flags = []) => test(name, () => {
  const { out, code: exit, signal } = child(both + code, flags)
  equal([lines(out), exit, signal], [expected, 0, null])
})

keepsOrder('hooks of two addons are interleaved, each env ends in its place', `
  a.add_hook('a1'); b.add_hook('b1'); a.add_hook('a2')
  kept.push(a.wrap('wrap of a'), b.wrap('wrap of b'))
`, ['a2', 'b1', 'a1', 'wrap of b', 'wrap of a'])

keepsOrder('instance data is finalized in its turn among the references', `
  kept.push(a.wrap('first')); a.instance_data('data'); kept.push(a.watch('second'), a.external('third'))
`, ['third', 'second', 'data: reference to type 0, deleted -1', 'first'])

keepsOrder('finalizers may use references that have none, and delete their own', `
  a.instance_data('data', {})
  kept.push(a.wrap_deleting_itself('first'), a.wrap_deleting_itself('second'))
`, ['second deletes itself: 0', 'first deletes itself: 0', 'data: reference to type 6, deleted 0'])

keepsOrder('external memory comes before the hooks', `
  a.add_hook('hook'); kept.push(b.buffer('buffer'), a.arraybuffer('array buffer')); b.add_hook('newest hook')
`, ['array buffer', 'buffer', 'newest hook', 'hook'])

keepsOrder('a thread-safe function keeps its env, the other ends first', `
  b.channel('channel', 0, false)
  kept.push(a.wrap('wrap of a'), b.wrap('wrap of b'))
`, ['wrap of a', 'channel finalizer, context 0 1', 'wrap of b'])

keepsOrder('an asynchronous hook keeps its env for a round', `
  b.add_async_hook('async'); a.add_hook('hook')
  kept.push(a.wrap('wrap of a'), b.wrap('wrap of b'))
`, ['hook', 'async', 'wrap of a', 'wrap of b'])

keepsOrder('a hook that a hook adds runs in the next round', `
  a.add_hook('first'); a.add_hook_adding('second'); kept.push(a.wrap('wrap'))
`, ['second', 'first', 'wrap', 'second+'])

keepsOrder('thread-safe functions are finalized oldest first', `
  for (const name of ['one', 'two', 'three']) a.channel(name, 0, false)
`, ['one', 'two', 'three'].map((name) => `${name} finalizer, context 0 1`))

keepsOrder('items that were sent before the end still arrive', `
  process.on('exit', () => { a.add_hook('hook'); a.channel('channel', 1, false) })
`, ['channel item 0, env 1, function 1', 'hook', 'channel finalizer, context 0 1'])

if (major >= 26) {
  keepsOrder('an item that a hook sends is handed back', `
    process.on('exit', () => { a.channel('channel', 0, false); a.add_hook_using_channel() })
  `, ['hook: acquire channel 0, call 0', 'channel item 99, env 0, function 0', 'channel finalizer, context 0 1'])

  keepsOrder('an aborted function is finalized in the closing phase, after its items', `
    a.channel('channel', 1, true)
    a.end_channel(true)
    setImmediate(() => a.print('immediate'))
    process.nextTick(() => a.print('tick'))
  `, ['tick', 'immediate', 'channel item 0, env 0, function 0', 'channel finalizer, context 0 1'])
}

keepsOrder('work is awaited before the hooks, and may not run JavaScript', `
  process.on('exit', () => { const gate = b.gate(); a.work('long', 0, gate); b.work('short', 0, undefined, gate); a.add_hook('hook') })
`, ['short executed', 'short complete 0, script 10', 'long executed', 'long complete 0, script 23', 'hook'])

keepsOrder('collected values are finalized before the hooks', `
  a.add_hook('hook')
  process.on('exit', () => { b.wrap('collected'); gc(); a.print('exit') })
`, ['exit', 'collected', 'hook'], ['--expose-gc'])

for (const [how, end, status] of [['process.exit()', 'process.exit(3)', 3], ['an uncaught error', 'throw new Error("uncaught")', 1]]) {
  test(`${how} runs what the pool has queued, and nothing else`, () => {
    const { out, code } = child(`${both}
      a.add_hook('hook'); a.channel('channel', 1, true); kept.push(a.wrap('wrap'), a.buffer('buffer'))
      for (let i = 0; i < 6; i++) a.work('work ' + i, 10)
      ${end}
    `)
    equal([lines(out).sort(), code], [[0, 1, 2, 3, 4, 5].map((i) => `work ${i} executed`), status])
  })
}

test('an asynchronous hook that is never removed keeps the process', async () => {
  const { spawn } = require('child_process')
  const find = JSON.stringify(require.resolve('./find.js'))
  const code = `const { addon } = require(${find});${both} a.add_stuck_hook('stuck')`
  const env = { ...process.env, NAPI_FIXTURES: fixtures }
  const waits = spawn(process.execPath, ['-e', code], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  let out = ''
  let ended = false
  waits.stdout.on('data', (data) => { out += data })
  const exit = new Promise((resolve) => waits.on('exit', (_, signal) => { ended = true; resolve(signal) }))
  try {
    await until(() => out !== '' || ended, 'the hook')
    await new Promise((resolve) => setTimeout(resolve, 100))
    equal([out, ended], ['stuck\n', false])
  } finally {
    waits.kill()
  }
  equal(await exit, 'SIGTERM')
})

// Node hangs here: the pool's thread waits for room that nobody makes.
if (process.versions['napi-host'] !== undefined) {
  test('process.exit() while work waits for room in a queue', () => {
    const { out, code } = child(`${both} a.filling_work('filling'); setTimeout(() => process.exit(4), 50); for (const end = Date.now() + 45; Date.now() < end;);`)
    equal([lines(out), code], [['filling executed'], 4])
  })
}

test('a worker tears everything down, however it ends', () => {
  const code = (end) => `
    const { Worker } = require('worker_threads')
    const source = \`
      const a = require(\${JSON.stringify(addonPath('teardown'))})
      globalThis.kept = [a.wrap('wrap'), a.buffer('buffer')]
      a.channel('channel', 0, ${end === 'natural' ? 'false' : 'true'})
      a.add_hook('hook')
      process.on('exit', () => a.print('exit event'))
      ${end === 'exit' ? 'process.exit(5)' : ''}
      ${end === 'terminate' ? "require('worker_threads').parentPort.postMessage('ready')" : ''}
    \`
    const worker = new Worker(source, { eval: true })
    worker.on('exit', (code) => addon('teardown').print('code ' + code))
    ${end === 'terminate' ? "worker.on('message', () => worker.terminate())" : ''}
  `
  const torn = ['buffer', 'hook', 'channel finalizer, context 0 1', 'wrap']
  equal(lines(child(code('natural')).out), ['exit event', ...torn, 'code 0'])
  equal(lines(child(code('exit')).out), ['exit event', ...torn, 'code 5'])
  equal(lines(child(code('terminate')).out), [...torn, 'code 1'])
})
