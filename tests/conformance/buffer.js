// Chapter buffer.
'use strict'
const { addon, collect, equal, needGc, ok, settle, status, test, throws, turn } = require('./lib.js')
const { E, F, I, M, N, O, S, V, call, check, modules } = require('./raw.js')
const fixture = addon('buffer')
needGc()

check('napi_create_buffer', { cls: 'P', args: () => [I(8), O('p'), O('v')], nulls: [2], optional: [1], good: ([, out]) => ok(Buffer.isBuffer(out) && out.length === 8) })
check('napi_create_buffer_copy', {
  cls: 'P', args: () => [I(4), S('text'), O('p'), O('v')], nulls: [3], optional: [2],
  good: ([, out]) => ok(Buffer.isBuffer(out) && out.toString() === 'text'),
})
check('napi_create_external_buffer', {
  cls: 'P', args: () => [I(4), I(modules[10].leak([65, 66, 67, 68])), F('finalizer'), N, O('v')], nulls: [4], optional: [2, 3],
  good: ([out]) => ok(Buffer.isBuffer(out) && out.toString() === 'ABCD'),
})
check('node_api_create_buffer_from_arraybuffer', {
  cls: 'P', args: () => [V(new ArrayBuffer(8)), I(2), I(4), O('v')], nulls: [0, 3],
  good: ([out]) => ok(Buffer.isBuffer(out) && out.length === 4 && out.byteOffset === 2),
})
check('napi_is_buffer', { cls: 'G', args: () => [V(Buffer.from('x')), O('b')], nulls: [0, 1], good: ([out]) => equal(out, true) })
check('napi_get_buffer_info', {
  cls: 'G', args: () => [V(Buffer.from('text')), O('p'), O('l')], nulls: [0], optional: [1, 2],
  wrong: [{}, 5, 'text', null].map((one) => [0, V(one), status.invalid_arg]),
  good: ([, length]) => equal(length, 4),
})

test('node_api_create_buffer_from_arraybuffer of something else', () => {
  for (const one of [{}, 5, new Uint8Array(8)]) {
    equal(call('node_api_create_buffer_from_arraybuffer', V(one), I(0), I(1), O('v')).status, status.invalid_arg)
  }
})

test('buffers share memory with native code', () => {
  equal(fixture.make(5).toString(), 'abcde')
  equal(fixture.make(0).length, 0)
  equal(fixture.copy('hello').toString(), '*ello')
  equal(fixture.copy('').length, 0)
  equal(fixture.make_external(3).toString(), 'eee')
  ok(fixture.make(5) instanceof Buffer && fixture.make_external(3) instanceof Buffer)
  equal(fixture.sum(Buffer.from([1, 2, 3])), 6)
  equal(fixture.sum(Buffer.from([1, 2, 3]).subarray(1)), 5)
  equal(fixture.sum(Buffer.alloc(0)), 0)
})

test('large buffers', () => {
  const big = fixture.make(10 * 1024 * 1024)
  equal([big.length, big[0], big[26 * 1000]], [10485760, 97, 97])
})

test('a buffer over an array buffer', () => {
  const memory = new Uint8Array([1, 2, 3, 4, 5]).buffer
  const buffer = fixture.over(memory, 1, 3)
  equal([...buffer], [2, 3, 4])
  buffer[0] = 99
  equal(new Uint8Array(memory)[1], 99)
  ok(buffer.buffer === memory)
  const error = throws(() => fixture.over(memory, 3, 3), { name: 'RangeError', code: 'ERR_OUT_OF_RANGE' })
  equal(error.message, 'The byte offset + length is out of range')
})

test('typed arrays and data views are buffers to native code', () => {
  for (const one of [new Uint8Array(3), new Uint16Array(3), new DataView(new ArrayBuffer(3)), Buffer.alloc(3)]) equal(fixture.is_buffer(one), true)
  for (const one of [{}, 'x', 5, null, [1, 2]]) equal(fixture.is_buffer(one), false)
  equal(fixture.is_buffer(new ArrayBuffer(3)), false)
  equal(fixture.sum(new Uint8Array([1, 2, 3])), 6)
  equal(fixture.sum(new DataView(new Uint8Array([1, 2, 3]).buffer, 1)), 5)
})

test('an external buffer is finalized once', async () => {
  await settle()
  const before = fixture.finalize_count()
  ;(() => { for (let i = 0; i < 50; i++) fixture.make_external(100) })()
  await collect(() => fixture.finalize_count() === before + 50)
  await collect(() => true)
  equal(fixture.finalize_count(), before + 50)
})

test('external buffers of no length', async () => {
  await settle()
  const before = fixture.finalize_count()
  ;(() => equal(fixture.make_external(0).length, 0))()
  await collect(() => fixture.finalize_count() === before + 1)
})

test('300,000 external buffers in bounded memory', async () => {
  await settle()
  const before = process.memoryUsage().rss
  const start = fixture.finalize_count()
  for (let i = 0; i < 30; i++) {
    fixture.loop(10000)
    global.gc()
    await turn()
  }
  await collect(() => fixture.finalize_count() === start + 300000)
  const grown = (process.memoryUsage().rss - before) / 1048576
  ok(grown < 250, `growth below 250 MiB (${grown.toFixed(1)})`)
})
