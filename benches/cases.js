// The benchmark cases, for any host: `HOST cases.js ADDON [filter]` prints one
// line `group/name<TAB>nanoseconds` per case, the best of its samples.
// Deliberately absent: comparing and judging, which are the runner's.
'use strict'
const addon = require(process.argv[2])
const { add, main } = require('./measure')

add('call/empty', (n) => { for (let i = 0; i < n; i++) addon.empty() })
add('call/1 argument', (n) => { for (let i = 0; i < n; i++) addon.args1(i) })
add('call/3 arguments', (n) => { for (let i = 0; i < n; i++) addon.args3(i, i, i) })
add('call/8 arguments', (n) => { for (let i = 0; i < n; i++) addon.args8(i, i, i, i, i, i, i, i) })
add('call/echo', (n) => { for (let i = 0; i < n; i++) addon.echo(i) })

add('value/add int32', (n) => { for (let i = 0; i < n; i++) addon.add_int32(i, 3) })
add('value/add double', (n) => { for (let i = 0; i < n; i++) addon.add_double(i + 0.5, 0.25) })
add('value/get_value_int32', (n) => addon.loop_get_int32(n, 42))
add('value/get_value_double', (n) => addon.loop_get_double(n, 42.5))
add('value/create_int32', (n) => addon.loop_create_int32(n))
add('value/create_double', (n) => addon.loop_create_double(n))
add('value/typeof', (n) => addon.loop_typeof(n, {}))
add('value/strict_equals', (n) => addon.loop_strict_equals(n, 'text'))
add('value/get_undefined', (n) => addon.loop_get_undefined(n))

const ASCII = 'abcdefghijklmnop'
const MIXED = 'ab\u00e9\u00fc\u20acdefghijkl' // 14 characters, some of two and three bytes
const sizes = [['16 B', 1], ['1 KiB', 64], ['64 KiB', 4096]]
for (const [label, times] of sizes) {
  for (const [kind, piece] of [['ascii', ASCII], ['mixed', MIXED]]) {
    // Flattened, as a string from a parser or a file would be.
    const text = JSON.parse(JSON.stringify(piece.repeat(times)))
    add(`string/in ${label} ${kind}`, (n) => { for (let i = 0; i < n; i++) addon.string_in(text) })
    add(`string/out ${label} ${kind}`, (n) => {
      addon.string_in(text)
      for (let i = 0; i < n; i++) addon.string_out()
    })
  }
}

const four = { first: 1, second: 2, third: 3, fourth: 4 }
const hundred = Array.from({ length: 100 }, (_, i) => i)
add('property/object of 4 in', (n) => { for (let i = 0; i < n; i++) addon.object_in(four) })
add('property/object of 4 out', (n) => { for (let i = 0; i < n; i++) addon.object_out() })
add('property/array of 100 in', (n) => { for (let i = 0; i < n; i++) addon.array_in(hundred) })
add('property/array of 100 out', (n) => { for (let i = 0; i < n; i++) addon.array_out() })

const counter = new addon.Counter()
add('class/method with unwrap', (n) => { for (let i = 0; i < n; i++) counter.increment() })
add('class/new with wrap', (n) => { for (let i = 0; i < n; i++) new addon.Counter() })
add('function/call_function', (n) => addon.loop_call_function(n, () => 1))
class Plain { constructor() { this.x = 1 } }
add('function/new_instance', (n) => addon.loop_new_instance(n, Plain))
add('function/create_function', (n) => addon.loop_create_function(n))

const target = {}
add('reference/create, ref, unref, delete', (n) => addon.loop_reference(n, target))
add('reference/weak create, delete', (n) => addon.loop_weak_reference(n, target))
add('reference/get value', (n) => { addon.loop_reference_value(n, target); addon.drop_kept() })
add('scope/handle scope', (n) => addon.loop_scope(n))
add('scope/escapable scope', (n) => addon.loop_escapable_scope(n, target))

add('error/throw_error, caught', (n) => {
  for (let i = 0; i < n; i++) { try { addon.throw_error() } catch {} }
})
const ready = new Error('ready')
add('error/throw ready value, caught', (n) => {
  for (let i = 0; i < n; i++) { try { addon.throw_value(ready) } catch {} }
})
add('error/JS throws, native clears', (n) => addon.loop_catch(n, () => { throw ready }))

add('promise/create and resolve', (n) => { for (let i = 0; i < n; i++) addon.promise() })
add('buffer/create 1 KiB', (n) => { for (let i = 0; i < n; i++) addon.buffer_create() })
add('buffer/copy 1 KiB', (n) => { for (let i = 0; i < n; i++) addon.buffer_copy() })
const buffer = Buffer.alloc(1024)
const bytes = new Uint8Array(1024)
add('buffer/get_buffer_info', (n) => { for (let i = 0; i < n; i++) addon.buffer_in(buffer) })
add('buffer/get_typedarray_info', (n) => { for (let i = 0; i < n; i++) addon.typedarray_in(bytes) })
add('buffer/external array buffer 64 KiB', (n) => { for (let i = 0; i < n; i++) addon.external_arraybuffer() })
add('external/create and finalize', (n) => { for (let i = 0; i < n; i++) addon.external_create() })
const external = addon.external_create()
add('external/get value', (n) => { for (let i = 0; i < n; i++) addon.external_in(external) })

main(process.argv[3])
