// Chapter tsfn: thread-safe functions.
'use strict'
const { addon, child, equal, lines, major, ok, status, test, until } = require('./lib.js')
const { E, F, I, L, N, O, V, modules, step } = require('./raw.js')
const tsfn = addon('tsfn')

const good = () => [E, V(() => 1), N, V('name'), I(0), I(1), N, N, N, F('call_js'), O('p')]
const release = step('napi_release_threadsafe_function', [L(0), I(0)])
const abort = step('napi_release_threadsafe_function', [L(0), I(1)])

for (const version of [8, 9, 10, 'experimental']) {
  const run = (...steps) => modules[version].run(steps)
  const wrong = (position, argument) => {
    const args = good()
    args[position] = argument
    return run(step('napi_create_threadsafe_function', args))[0].status
  }

  test(`napi_create_threadsafe_function (version ${version})`, () => {
    const [made, dropped] = run(step('napi_create_threadsafe_function', good()), release)
    equal([made.status, typeof made.out[0], dropped.status], [status.ok, 'bigint', status.ok])
    equal(wrong(0, N), status.invalid_arg, 'env NULL')
    equal(wrong(3, N), status.invalid_arg, 'no name')
    equal(wrong(5, I(0)), status.invalid_arg, 'thread count 0')
    equal(wrong(10, N), status.invalid_arg, 'result NULL')
    equal(wrong(1, V({})), status.invalid_arg, 'not a function')
    equal(wrong(2, V(null)), status.object_expected, 'resource null')
    const neither = good()
    neither[1] = N
    neither[9] = N
    equal(run(step('napi_create_threadsafe_function', neither))[0].status, status.invalid_arg, 'neither function nor call_js_cb')
    for (const [position, argument] of [[1, N], [9, N], [2, V({})]]) {
      const args = good()
      args[position] = argument
      equal(run(step('napi_create_threadsafe_function', args), release)[0].status, status.ok, `argument ${position}`)
    }
    const pending = run(step('napi_create_threadsafe_function', good(), 1), release)[0]
    equal([pending.status, pending.threw], [status.ok, true], 'with an exception pending')
  })

  test(`acquire, release, ref, unref, call, context (version ${version})`, () => {
    const create = step('napi_create_threadsafe_function', [E, V(() => 1), N, V('name'), I(1), I(1), N, N, I(77), F('call_js'), O('p')])
    const [, context, acquired, released, called, full, unref, unref2, ref, ref2] = run(
      create,
      step('napi_get_threadsafe_function_context', [L(0), O('l')]),
      step('napi_acquire_threadsafe_function', [L(0)]),
      step('napi_release_threadsafe_function', [L(0), I(0)]),
      step('napi_call_threadsafe_function', [L(0), N, I(0)]),
      step('napi_call_threadsafe_function', [L(0), N, I(0)]),
      step('napi_unref_threadsafe_function', [E, L(0)]),
      step('napi_unref_threadsafe_function', [E, L(0)]),
      step('napi_ref_threadsafe_function', [E, L(0)]),
      step('napi_ref_threadsafe_function', [E, L(0)]),
      release,
    )
    equal([context.out[0], acquired.status, released.status, called.status, full.status], [77, 0, 0, 0, status.queue_full])
    equal([unref.status, unref2.status, ref.status, ref2.status], [0, 0, 0, 0])
  })

  test(`after abort everything answers closing (version ${version})`, () => {
    const [, , call, acquire] = run(
      step('napi_create_threadsafe_function', [E, V(() => 1), N, V('name'), I(0), I(3), N, N, N, F('call_js'), O('p')]),
      abort,
      step('napi_call_threadsafe_function', [L(0), N, I(0)]),
      step('napi_acquire_threadsafe_function', [L(0)]),
      step('napi_release_threadsafe_function', [L(0), I(0)]),
    )
    equal([call.status, acquire.status], [status.closing, status.closing])
  })
}

test('threads call JavaScript, every item once', async () => {
  for (const [threads, items, queue] of [[1, 1000, 0], [4, 500, 0], [1, 300, 1], [1, 1000, 16]]) {
    const before = tsfn.finalize_count()
    const seen = new Set()
    tsfn.start((n) => seen.add(n), threads, items, queue)
    await until(() => tsfn.finalize_count() === before + 1, 'the end')
    equal(seen.size, threads * items, `${threads} threads, queue of ${queue}`)
  }
})

test('one thread keeps its order', async () => {
  const before = tsfn.finalize_count()
  const seen = []
  tsfn.start((n) => seen.push(n), 1, 5000, 0)
  await until(() => tsfn.finalize_count() === before + 1)
  ok(seen.every((n, i) => n === i))
})

test('a queue that is full, and items in order', async () => {
  const before = tsfn.finalize_count()
  const seen = []
  equal(tsfn.open((n) => seen.push(n), 2, 1), status.ok)
  equal([tsfn.push(1), tsfn.push(2), tsfn.push(3)], [status.ok, status.ok, status.queue_full])
  equal(tsfn.has_context(), true)
  await until(() => seen.length === 2)
  equal(tsfn.push(4), status.ok)
  equal(tsfn.release(), status.ok)
  await until(() => tsfn.finalize_count() === before + 1)
  equal(seen, [1, 2, 4])
})

// Node waits for ever.
if (process.versions['napi-host'] !== undefined) {
  test('a blocking call on the loop\'s own thread with the queue full is refused, nothing is lost', async () => {
    const before = tsfn.finalize_count()
    const seen = []
    equal(tsfn.open((n) => seen.push(n), 2, 1), status.ok)
    equal([1, 2, 3].map((n) => tsfn.push_blocking(n)), [status.ok, status.ok, status.would_deadlock])
    await until(() => seen.length === 2)
    equal([tsfn.push_blocking(4), tsfn.release()], [status.ok, status.ok])
    await until(() => tsfn.finalize_count() === before + 1)
    equal(seen, [1, 2, 4])
  })
}

test('counting acquires', async () => {
  const before = tsfn.finalize_count()
  const seen = []
  tsfn.open((n) => seen.push(n), 0, 1)
  equal([tsfn.acquire(), tsfn.release(), tsfn.push(1)], [status.ok, status.ok, status.ok])
  equal(tsfn.release(), status.ok)
  await until(() => tsfn.finalize_count() === before + 1)
  equal(seen, [1])
})

test('abort drops what is queued, after telling call_js_cb', async () => {
  const before = tsfn.finalize_count()
  const left = tsfn.left_over_count()
  const seen = []
  tsfn.open((n) => seen.push(n), 0, 2)
  tsfn.push(1)
  tsfn.push(2)
  equal(tsfn.abort_now(), status.ok)
  equal(tsfn.push(3), status.closing)
  await until(() => tsfn.finalize_count() === before + 1)
  equal(seen, [])
  if (major >= 26) equal(tsfn.left_over_count(), left + 2)
})

test('without call_js_cb the function is called with nothing', async () => {
  const before = tsfn.finalize_count()
  const seen = []
  equal(tsfn.open_plain((...args) => seen.push(args)), status.ok)
  tsfn.push(5)
  tsfn.push(6)
  tsfn.release()
  await until(() => tsfn.finalize_count() === before + 1)
  equal(seen, [[], []])
})

test('ticks and microtasks drain between items', async () => {
  const before = tsfn.finalize_count()
  const log = []
  tsfn.open((n) => {
    log.push(n)
    process.nextTick(() => log.push(`tick ${n}`))
    Promise.resolve().then(() => log.push(`microtask ${n}`))
  }, 0, 1)
  tsfn.push(1)
  tsfn.push(2)
  tsfn.release()
  await until(() => tsfn.finalize_count() === before + 1)
  equal(log, [1, 'tick 1', 'microtask 1', 2, 'tick 2', 'microtask 2'])
})

test('what call_js_cb leaves pending: DEP0168 for version 8, uncaughtException from 10 on', () => {
  const code = (name) => `
    process.on('uncaughtException', (error, origin) => console.log('uncaught', error.message, origin))
    process.on('warning', (warning) => console.log('warning', warning.code))
    const tsfn = addon('${name}')
    tsfn.open(() => { throw new Error('thrown') }, 0, 1)
    tsfn.push(1)
    tsfn.release()
  `
  equal(lines(child(code('tsfn_8')).out), ['warning DEP0168'])
  equal(lines(child(code('tsfn')).out), ['uncaught thrown uncaughtException'])
  equal(lines(child(code('tsfn_experimental')).out), ['uncaught thrown uncaughtException'])
  equal(lines(child(code('tsfn_8'), ['--force-node-api-uncaught-exceptions-policy=true']).out), ['uncaught thrown uncaughtException'])
})

test('a referenced function keeps the process, an unreferenced one does not', () => {
  const waits = child(`
    const tsfn = addon('tsfn')
    tsfn.open((n) => console.log('item', n), 0, 1)
    tsfn.push_from_thread(7)
  `)
  equal([waits.out, waits.code], ['item 7\n', 0])
  const leaves = child(`
    const tsfn = addon('tsfn')
    tsfn.open((n) => console.log('item', n), 0, 1)
    tsfn.unref()
    console.log('end')
  `)
  equal([leaves.out, leaves.code], ['end\n', 0])
  const again = child(`
    const tsfn = addon('tsfn')
    tsfn.open((n) => console.log('item', n), 0, 1)
    tsfn.unref()
    tsfn.ref()
    tsfn.push_from_thread(8)
  `)
  equal(again.out, 'item 8\n')
})
