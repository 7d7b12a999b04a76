// The C++ functions of V8 and node that a Node-API addon may use besides.
'use strict'
const { addon, addonPath, child, equal, lines, major, needGc, ok, test } = require('./lib.js')
const { Worker } = require('worker_threads')
needGc()
const hybrid = addon('hybrid')

test('the isolate, its loop and the engine\'s version', () => {
  ok(hybrid.is_current(), 'an isolate is current')
  ok(hybrid.same_loop(), 'node::GetCurrentEventLoop answers the loop of Node-API')
  equal(hybrid.version(), process.versions.v8)
})

test('statistics of the heap\'s spaces', () => {
  const spaces = hybrid.spaces()
  for (const name of ['old_space', 'new_space', 'code_space', 'large_object_space']) ok(name in spaces, name)
  ok(spaces.old_space > 0, 'something is old')
})

test('statistics of the heap: what all versions have, and nothing behind it', () => {
  const { used_heap_size: used, heap_size_limit: limit, does_zap_garbage: zaps } = require('v8').getHeapStatistics()
  const words = hybrid.heap()
  // Node 26 writes one more.
  const isWhole = major < 26 || process.versions['napi-host'] !== undefined
  equal([words.length, words[5], words[9], words[14]], [15, limit, zaps, isWhole])
  ok(words[4] > used / 2 && words[4] < words[0] && words[0] < limit, `${words}`)
})

test('a profile of what a function does', () => {
  const busy = () => {
    const end = Date.now() + 50
    while (Date.now() < end) JSON.stringify([end])
  }
  equal(hybrid.profile(busy), ['(root)', true, true])
})

test('callbacks around a collection, with and without data', () => {
  hybrid.watch()
  global.gc()
  const seen = hybrid.collections()
  ok(seen.every((count) => count > 0), `each was called: ${seen}`)
  hybrid.low_memory()
  const more = hybrid.collections()
  ok(more.every((count, index) => count > seen[index]), `each was called again: ${more}`)
  hybrid.unwatch()
  global.gc()
  equal(hybrid.collections(), more)
})

test('external memory', () => {
  ok(hybrid.adjust(4096), 'grows and shrinks by what is said')
})

for (const name of ['checkpoint', 'checkpoint_of_isolate']) {
  test(`microtasks run at a ${name}`, async () => {
    const seen = []
    // Not from this test, which is a microtask itself.
    await new Promise((resolve) => setImmediate(() => {
      Promise.resolve().then(() => seen.push('microtask'))
      hybrid[name]()
      seen.push('called')
      resolve()
    }))
    equal(seen, ['microtask', 'called'])
  })
}

test('cleanup hooks of the environment', () => {
  const run = child("addon('hybrid').hooks(); process.on('exit', () => console.log('exit'))")
  equal([lines(run.out), run.code], [['exit', 'second', 'first'], 0])
})

test('in a worker', async () => {
  const code = `
    const hybrid = require(${JSON.stringify(addonPath('hybrid'))})
    require('worker_threads').parentPort.postMessage([hybrid.is_current(), hybrid.same_loop(), hybrid.spaces().old_space > 0])
  `
  const worker = new Worker(code, { eval: true })
  const [answer] = await require('events').once(worker, 'message')
  equal(answer, [true, true, true])
})
