// Chapter external, and what finalizers may do.
'use strict'
const { addon, child, collect, equal, lines, needGc, ok, settle, status, test, throws, turn } = require('./lib.js')
const { E, F, I, N, O, V, call, check } = require('./raw.js')
const external = addon('external')
needGc()

check('napi_create_external', {
  cls: 'P', args: () => [I(99), F('finalizer'), N, O('v')], nulls: [3], optional: [0, 1, 2],
  good: ([out]) => equal(typeof out, 'object'),
})
check('napi_get_value_external', {
  cls: 'G', args: () => [V(call('napi_create_external', I(99), N, N, O('v')).out[0]), O('l')], nulls: [0, 1],
  wrong: [{}, 5, 'text', null, undefined].map((one) => [0, V(one), status.invalid_arg]),
  good: ([out]) => equal(out, 99),
})

test('an external carries native data', () => {
  const one = external.make(42)
  equal([typeof one, external.value_of(one), external.value_of(external.make(-1))], ['object', 42, -1])
  equal(external.make_null(), true)
  equal(Object.keys(one), [])
  ok(!(one instanceof Object) || Object.getPrototypeOf(one) !== Object.prototype, 'no ordinary object')
})

test('the finalizer runs once, in a later turn', async () => {
  await settle()
  const before = external.finalize_count()
  ;(() => { for (let i = 0; i < 100; i++) external.make(i) })()
  global.gc()
  equal(external.finalize_count(), before, 'right after the collection')
  await collect(() => external.finalize_count() === before + 100)
  await collect(() => true)
  equal(external.finalize_count(), before + 100)
})

test('a finalizer may call JavaScript', async () => {
  let called = 0
  ;(() => external.make_calling(() => called++))()
  await collect(() => called === 1)
})

test('what a finalizer throws becomes an uncaughtException', () => {
  const { out, code } = child(`
    process.on('uncaughtException', (error, origin) => console.log(error.code, origin))
    const external = addon('external')
    ;(() => external.make_throwing())()
    setImmediate(() => { gc(); setImmediate(() => setImmediate(() => console.log('done'))) })
  `, ['--expose-gc'])
  equal([lines(out), code], [['E_FINALIZER uncaughtException', 'done'], 0])
})

test('what JavaScript throws in a finalizer becomes an uncaughtException', () => {
  const { out, err, code } = child(`
    const external = addon('external')
    ;(() => external.make_calling(() => { throw new Error('from the callback') }))()
    setImmediate(() => { gc(); setImmediate(() => setImmediate(() => console.log('not reached'))) })
  `, ['--expose-gc'])
  equal([out, code, err.includes('from the callback')], ['', 1, true])
})

test('a million externals in bounded memory', async () => {
  await settle()
  const before = process.memoryUsage().rss
  const start = external.finalize_count()
  for (let i = 0; i < 20; i++) {
    external.loop(50000)
    await turn()
  }
  await collect(() => external.finalize_count() === start + 1000000)
  const grown = (process.memoryUsage().rss - before) / 1048576
  ok(grown < 200, `growth below 200 MiB (${grown.toFixed(1)})`)
})

test('basic finalizers run inside the collection; posted ones later', async () => {
  const basic = addon('basic_finalizer')
  const [finalized] = basic.counts()
  ;(() => { basic.plain(); basic.posting() })()
  await turn()
  global.gc()
  const [now, posted] = basic.counts()
  equal([now - finalized, posted], [2, 0])
  await turn()
  await turn()
  equal(basic.counts()[1], 1)
})

test('the finalizer of an external buffer stays deferred even there', async () => {
  const basic = addon('basic_finalizer')
  const [finalized] = basic.counts()
  ;(() => basic.buffer())()
  await turn()
  global.gc()
  equal(basic.counts()[0], finalized)
  await collect(() => basic.counts()[0] === finalized + 1)
})

test('a basic finalizer that affects the engine is fatal', () => {
  const { err, signal, code } = child(`
    const basic = addon('basic_finalizer')
    ;(() => basic.calling())()
    setImmediate(() => gc())
  `, ['--expose-gc'])
  ok(signal === 'SIGABRT' || code === 134, 'the process aborts')
  ok(err.includes('Finalizer is calling a function that may affect GC state'), 'and says why')
})
