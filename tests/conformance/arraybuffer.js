// Chapter arraybuffer: array buffers, typed arrays, data views, detaching, and
// the experimental shared array buffers.
'use strict'
const { addon, collect, equal, major, needGc, ok, settle, status, test, throws } = require('./lib.js')
const { E, F, I, M, N, O, V, call, callIn, check, modules, step } = require('./raw.js')
const fixture = addon('arraybuffer')
needGc()

check('napi_create_arraybuffer', { cls: 'P', args: () => [I(8), O('p'), O('v')], nulls: [2], optional: [1], good: ([, out]) => equal(out.byteLength, 8) })
check('napi_is_arraybuffer', { cls: 'G', args: () => [V(new ArrayBuffer(1)), O('b')], nulls: [0, 1], good: ([out]) => equal(out, true) })
check('napi_create_external_arraybuffer', {
  cls: 'P', args: () => [I(modules[10].leak([1, 2, 3, 4])), I(4), F('finalizer'), N, O('v')], nulls: [], optional: [2, 3, 4],
  good: ([out]) => { ok(out instanceof ArrayBuffer); equal([...new Uint8Array(out)], [1, 2, 3, 4]) },
})
check('napi_get_arraybuffer_info', {
  cls: 'G', args: () => [V(new ArrayBuffer(8)), O('p'), O('l')], nulls: [0], optional: [1, 2],
  wrong: [{}, new Uint8Array(1), 5, null].map((one) => [0, V(one), status.invalid_arg]),
  good: ([, length]) => equal(length, 8),
})
check('napi_is_typedarray', { cls: 'G', args: () => [V(new Uint8Array(1)), O('b')], nulls: [0, 1], good: ([out]) => equal(out, true) })
check('napi_create_typedarray', {
  cls: 'P', args: () => [I(1), I(4), V(new ArrayBuffer(8)), I(2), O('v')], nulls: [2, 4],
  wrong: [[0, I(99), status.invalid_arg], [2, V({}), status.invalid_arg], [2, V(5), status.invalid_arg]],
  good: ([out]) => { ok(out instanceof Uint8Array); equal([out.length, out.byteOffset], [4, 2]) },
})
check('napi_get_typedarray_info', {
  cls: 'G', args: () => [V(new Uint16Array(4)), O('i'), O('l'), O('p'), O('v'), O('l')], nulls: [0], optional: [1, 2, 3, 4, 5],
  wrong: [{}, new ArrayBuffer(1), new DataView(new ArrayBuffer(1)), 5].map((one) => [0, V(one), status.invalid_arg]),
  good: ([type, length, , buffer, offset]) => { equal([type, length, offset], [4, 4, 0]); ok(buffer instanceof ArrayBuffer) },
})
check('napi_create_dataview', {
  cls: 'P', args: () => [I(4), V(new ArrayBuffer(8)), I(2), O('v')], nulls: [1, 3],
  wrong: [[1, V({}), status.invalid_arg], [1, V(5), status.invalid_arg]],
  good: ([out]) => { ok(out instanceof DataView); equal([out.byteLength, out.byteOffset], [4, 2]) },
})
check('napi_is_dataview', { cls: 'G', args: () => [V(new DataView(new ArrayBuffer(1))), O('b')], nulls: [0, 1], good: ([out]) => equal(out, true) })
check('napi_get_dataview_info', {
  cls: 'G', args: () => [V(new DataView(new ArrayBuffer(8), 2, 4)), O('l'), O('p'), O('v'), O('l')], nulls: [0], optional: [1, 2, 3, 4],
  wrong: [{}, new ArrayBuffer(1), new Uint8Array(1), 5].map((one) => [0, V(one), status.invalid_arg]),
  good: ([length, , buffer, offset]) => { equal([length, offset], [4, 2]); ok(buffer instanceof ArrayBuffer) },
})
check('napi_detach_arraybuffer', {
  cls: 'G', args: () => [V(new ArrayBuffer(8))], nulls: [0],
  wrong: [{}, 5, new Uint8Array(1)].map((one) => [0, V(one), status.arraybuffer_expected]),
})
check('napi_is_detached_arraybuffer', {
  cls: 'G', args: () => [V(new ArrayBuffer(8)), O('b')], nulls: [0, 1],
  good: ([out]) => equal(out, false),
})

const types = [Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array, BigInt64Array, BigUint64Array]
if (typeof Float16Array === 'function') types.push(Float16Array)

test('typed arrays of every type', () => {
  for (const [number, Type] of types.entries()) {
    const view = fixture.typed(new ArrayBuffer(32), number, 2, 8)
    equal([view.constructor === Type, view.length, view.byteOffset], [true, 2, 8], Type.name)
    const made = new Type(new ArrayBuffer(32), 8, 2)
    const info = fixture.typed_info(made)
    equal([info[0], info[1], info[2], info[3] === made.buffer], [number, 2, 8, true], Type.name)
  }
})

test('memory is shared, not copied', () => {
  const buffer = fixture.make(4)
  equal([...new Uint8Array(buffer)], [0, 1, 2, 3])
  equal(fixture.bump(buffer), 4)
  equal([...new Uint8Array(buffer)], [1, 2, 3, 4])
  const outside = fixture.make_external(3)
  equal([...new Uint8Array(outside)], [255, 254, 253])
  fixture.bump(outside)
  equal(new Uint8Array(outside)[1], 255)
})

test('small typed arrays give their memory too', () => {
  const small = new Uint8Array([9, 8, 7])
  equal(fixture.typed_info(small)[4], 9)
  equal(fixture.typed_info(small.subarray(1))[4], 8)
  equal(fixture.typed_info(new Uint8Array(0))[1], 0)
})

test('typed arrays: misaligned or too long throw coded RangeErrors', () => {
  const misaligned = throws(() => fixture.typed(new ArrayBuffer(16), 5, 1, 2), { name: 'RangeError', code: 'ERR_NAPI_INVALID_TYPEDARRAY_ALIGNMENT' })
  equal(misaligned.message, 'start offset of Int32Array should be a multiple of 4')
  const long = throws(() => fixture.typed(new ArrayBuffer(16), 5, 5, 0), { name: 'RangeError', code: 'ERR_NAPI_INVALID_TYPEDARRAY_LENGTH' })
  equal(long.message, 'Invalid typed array length')
  equal(call('napi_create_typedarray', I(5), I(1), V(new ArrayBuffer(16)), I(2), O('v')).status, typedStatus)
  equal(call('napi_create_typedarray', I(5), I(5), V(new ArrayBuffer(16)), I(0), O('v')).status, typedStatus)
})

const typedStatus = status.generic_failure

test('data views', () => {
  const buffer = fixture.make(16)
  const view = fixture.view(buffer, 4, 8)
  equal([view.byteLength, view.byteOffset, view.getUint8(0)], [4, 8, 8])
  const info = fixture.view_info(view)
  equal([info[0], info[1], info[2] === buffer, info[3]], [4, 8, true, 8])
  const error = throws(() => fixture.view(buffer, 9, 8), { name: 'RangeError', code: 'ERR_NAPI_INVALID_DATAVIEW_ARGS' })
  equal(error.message, 'byte_offset + byte_length should be less than or equal to the size in bytes of the array passed in')
  equal(call('napi_create_dataview', I(9), V(new ArrayBuffer(8)), I(0), O('v')).status, status.pending_exception)
})

test('detaching', () => {
  const buffer = new ArrayBuffer(8)
  equal([fixture.is_detached(buffer), fixture.detach(buffer), fixture.is_detached(buffer)], [false, status.ok, true])
  equal(buffer.byteLength, 0)
  const shared = call('napi_detach_arraybuffer', V(new WebAssembly.Memory({ initial: 1 }).buffer))
  equal(shared.status, status.detachable_arraybuffer_expected)
  equal(call('napi_is_detached_arraybuffer', V({}), O('b')).out[0], false)
})

test('an external array buffer: finalized once, after detaching too', async () => {
  await settle()
  const before = fixture.finalize_count()
  ;(() => { fixture.make_external(64); fixture.detach(fixture.make_external(64)) })()
  await collect(() => fixture.finalize_count() === before + 2)
  await collect(() => true)
  equal(fixture.finalize_count(), before + 2)
})

test('an external array buffer with NULL data reports as detached', () => {
  const { status: answer, out: [buffer] } = call('napi_create_external_arraybuffer', N, I(0), N, N, O('v'))
  equal([answer, buffer.byteLength, fixture.is_detached(buffer)], [status.ok, 0, true])
})

test('views of something else', () => {
  for (const one of [{}, [], 'text', null]) {
    equal(call('napi_is_typedarray', V(one), O('b')).out[0], false)
    equal(call('napi_is_dataview', V(one), O('b')).out[0], false)
    equal(call('napi_is_arraybuffer', V(one), O('b')).out[0], false)
  }
  equal(call('napi_is_typedarray', V(Buffer.from('x')), O('b')).out[0], true)
})

if (major >= 26) {
  check('node_api_create_sharedarraybuffer', {
    cls: 'P', versions: ['experimental'], args: () => [I(16), O('p'), O('v')], nulls: [2], optional: [1],
    good: ([, out]) => ok(out instanceof SharedArrayBuffer && out.byteLength === 16),
  })
  check('node_api_is_sharedarraybuffer', {
    cls: 'G', versions: ['experimental'], args: () => [V(new SharedArrayBuffer(4)), O('b')], nulls: [0, 1], good: ([out]) => equal(out, true),
  })
  check('node_api_create_external_sharedarraybuffer', {
    cls: 'P', versions: ['experimental'], args: () => [I(modules[10].leak([1, 2, 3, 4])), I(4), F('noenv_finalizer'), N, O('v')], nulls: [4],
    good: ([out]) => { ok(out instanceof SharedArrayBuffer); equal([...new Uint8Array(out)], [1, 2, 3, 4]) },
  })
  test('node_api_is_sharedarraybuffer is false for others', () => {
    for (const one of [new ArrayBuffer(1), {}, 5]) equal(callIn('experimental', 'node_api_is_sharedarraybuffer', V(one), O('b')).out[0], false)
  })
}

test('memory of the addon cannot be transferred', () => {
  const external = fixture.make_external(8)
  throws(() => structuredClone(external, { transfer: [external] }), { name: 'DataCloneError', message: 'Cannot transfer object of unsupported type.' })
  equal([external.byteLength, structuredClone(external).byteLength], [8, 8])
})

test('info of views over resizable, shared and detached memory', () => {
  const info = (view) => {
    const { status: answer, out } = call('napi_get_typedarray_info', V(view), O('i'), O('l'), O('p'), O('v'), O('l'))
    equal(answer, status.ok)
    return { length: out[1], offset: out[4], isSame: out[3] === view.buffer, empty: out[2] === 0n }
  }
  const resizable = new ArrayBuffer(16, { maxByteLength: 64 })
  const tracking = new Uint16Array(resizable, 2)
  const fixed = new Uint8Array(resizable, 2, 4)
  equal(info(tracking), { length: 7, offset: 2, isSame: true, empty: false })
  resizable.resize(32)
  equal(info(tracking), { length: 15, offset: 2, isSame: true, empty: false })
  equal(info(fixed), { length: 4, offset: 2, isSame: true, empty: false })
  resizable.resize(4)
  equal(info(tracking), { length: 1, offset: 2, isSame: true, empty: false })
  equal(info(fixed).length, 0)
  equal(info(new Int32Array(new SharedArrayBuffer(32), 8, 2)), { length: 2, offset: 8, isSame: true, empty: false })
  const memory = new ArrayBuffer(16)
  const view = new Uint8Array(memory, 2, 4)
  memory.transfer()
  equal(info(view), { length: 0, offset: 0, isSame: true, empty: true })
})
