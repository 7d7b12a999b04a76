// Node-API functions with a value of every kind in each place: statuses, results
// and exceptions as Node 26 has them. Prints a count and a checksum per
// function; with a function's name as argument its lines, to compare hosts by.
'use strict'
const { modules, step, N, E, V, I, S, O, M, IO, PROPS, VS, W, F } = require('../conformance/raw.js')

const boom = new Error('boom')
const throwing = () => { throw boom }

// Made anew for each call, since some calls change what they are given.
const pool = () => ({
  undef: undefined, nul: null, t: true, f: false,
  zero: 0, neg0: -0, nan: NaN, inf: Infinity, ninf: -Infinity, half: 1.5, big32: 2 ** 31, big53: 2 ** 53, big64: 2 ** 64, neg: -1,
  empty: '', a: 'a', length: 'length', five: '5', uni: 'h\u00e9\u20ac\ud83d\ude00', lone: '\ud800', long: 'x'.repeat(300),
  sym: Symbol('s'), symfor: Symbol.for('f'), bi: 10n, bneg: -(2n ** 70n), bi64: 2n ** 63n,
  obj: { a: 1, 5: 'five' }, nullproto: Object.create(null), arr: [1, 2, 3], holes: [1, , 3],
  fn: function named(x) { return x }, arrow: () => 7, cls: class A { constructor() { this.q = 1 } },
  thrower: { get a() { throw boom }, toString: throwing, valueOf: throwing },
  date: new Date(5), baddate: new Date(NaN), err: new TypeError('t'), map: new Map([[1, 2]]), prom: Promise.resolve(1), regex: /x/g,
  ab: new ArrayBuffer(16), u8: new Uint8Array(8), u8sub: new Uint8Array(new ArrayBuffer(16), 4, 8), f64: new Float64Array(2),
  dv: new DataView(new ArrayBuffer(8), 2), sab: new SharedArrayBuffer(8),
  frozen: Object.freeze({ a: 1 }), sealed: Object.seal({ a: 1 }), boxed: Object('str'), boxnum: Object(5),
  proxy: new Proxy({}, {
    get: throwing, has: throwing, set: throwing, deleteProperty: throwing, ownKeys: throwing,
    getOwnPropertyDescriptor: throwing, defineProperty: throwing, getPrototypeOf: throwing,
  }),
  okproxy: new Proxy({ a: 1 }, {}), inheriting: { __proto__: { inherited: 1 }, own: 2 },
  args: (function () { return arguments })(1, 2), gen: (function* () {})(), wm: new WeakMap(),
})
const names = Object.keys(pool())

// Values as text -------------------------------------------------------------------

function property(object, key, depth) {
  const found = Object.getOwnPropertyDescriptor(object, key)
  const flags = ['writable', 'enumerable', 'configurable'].map((flag) => (found[flag] ? flag[0] : '')).join('')
  return `${String(key)}:${'value' in found ? show(found.value, depth + 1) : 'accessor'}${flags}`
}

function showObject(value, depth) {
  if (value instanceof Error) return `${value.name}:${value.message}:${value.code}`
  if (depth > 2) return '..'
  if (Array.isArray(value)) return `[${value.map((one) => show(one, depth + 1)).join()}]`
  const keys = Reflect.ownKeys(value).slice(0, 6)
  return `${Object.prototype.toString.call(value)}{${keys.map((key) => property(value, key, depth)).join()}}`
}

function show(value, depth = 0) {
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}..${value.length}` : value)
  if (typeof value === 'bigint') return value > 1000000n && value < 2n ** 50n ? 'an address' : `${value}n`
  if (Object.is(value, -0)) return '-0'
  if (typeof value === 'symbol') return String(value)
  if (typeof value === 'function') return `function ${value.name}`
  if (!value || typeof value !== 'object') return String(value)
  try {
    return showObject(value, depth)
  } catch (error) {
    return `<${error.message}>`
  }
}

// Recording --------------------------------------------------------------------------

const only = process.argv[2]
const sums = new Map()

function record(name, ...parts) {
  const line = [name, ...parts].join(' ')
  if (only) {
    if (name === only) console.log(line)
    return
  }
  const entry = sums.get(name) || { count: 0, sum: 0x811c9dc5 }
  entry.count++
  for (let i = 0; i < line.length; i++) entry.sum = Math.imul(entry.sum ^ line.charCodeAt(i), 0x01000193) >>> 0
  sums.set(name, entry)
}

// Calls `name(env, ...args)` in a module of that version and records the outcome.
function run(version, name, label, ...args) {
  const { status, code, threw, exception, out } = modules[version].run([step(name, [E, ...args])])[0]
  record(name, label, version, status, code, threw ? `threw ${show(exception)}` : '', out.map((one) => show(one)).join(' '))
}

// The matrix -----------------------------------------------------------------------------

// A value first, then what follows it.
const withValue = {
  napi_typeof: [O('i')],
  napi_get_value_double: [O('d')],
  napi_get_value_int32: [O('i')],
  napi_get_value_uint32: [O('u')],
  napi_get_value_int64: [O('l')],
  napi_get_value_bool: [O('b')],
  napi_get_value_string_latin1: [M(12), I(12), O('l')],
  napi_get_value_string_utf8: [M(12), I(12), O('l')],
  napi_get_value_string_utf16: [M(24), I(12), O('l')],
  napi_get_value_bigint_int64: [O('l'), O('b')],
  napi_get_value_bigint_uint64: [O('l'), O('b')],
  napi_get_value_bigint_words: [O('i'), IO(3), M(24)],
  napi_get_value_external: [O('l')],
  napi_get_date_value: [O('d')],
  napi_coerce_to_bool: [O('v')],
  napi_coerce_to_number: [O('v')],
  napi_coerce_to_object: [O('v')],
  napi_coerce_to_string: [O('v')],
  napi_is_array: [O('b')],
  napi_is_arraybuffer: [O('b')],
  napi_is_buffer: [O('b')],
  napi_is_dataview: [O('b')],
  napi_is_date: [O('b')],
  napi_is_detached_arraybuffer: [O('b')],
  napi_is_error: [O('b')],
  napi_is_promise: [O('b')],
  napi_is_typedarray: [O('b')],
  napi_get_array_length: [O('u')],
  napi_get_arraybuffer_info: [O('p'), O('l')],
  napi_get_buffer_info: [O('p'), O('l')],
  napi_get_dataview_info: [O('l'), O('p'), O('v'), O('l')],
  napi_get_typedarray_info: [O('i'), O('l'), O('p'), O('v'), O('l')],
  napi_detach_arraybuffer: [],
  napi_get_prototype: [O('v')],
  napi_get_property_names: [O('v')],
  napi_get_named_property: [S('a'), O('v')],
  napi_has_named_property: [S('a'), O('b')],
  napi_set_named_property: [S('a'), V(9)],
  napi_get_element: [I(1), O('v')],
  napi_has_element: [I(1), O('b')],
  napi_set_element: [I(1), V('set')],
  napi_delete_element: [I(1), O('b')],
  napi_define_properties: [I(1), PROPS([{ utf8name: 'defined', value: 1, attributes: 3 }])],
  napi_object_freeze: [],
  napi_object_seal: [],
  napi_type_tag_object: [W([1n, 2n])],
  napi_check_object_type_tag: [W([1n, 2n]), O('b')],
  napi_wrap: [I(5), N, N, N],
  napi_unwrap: [O('l')],
  napi_remove_wrap: [O('l')],
  napi_add_finalizer: [I(5), F('finalizer'), N, N],
  napi_create_reference: [I(1), O('p')],
  napi_create_symbol: [O('v')],
  napi_new_instance: [I(1), VS([3]), O('v')],
  napi_run_script: [O('v')],
  napi_throw: [],
}
const changing = /set|define|delete|freeze|seal/
for (const version of [8, 10]) {
  for (const [name, rest] of Object.entries(withValue)) {
    for (const kind of names) {
      const value = pool()[kind]
      run(version, name, kind, V(value), ...rest)
      if (changing.test(name) && value && typeof value === 'object') record(name, 'leaves', show(value))
    }
  }
}

// Two values first.
const withTwo = {
  napi_get_property: [O('v')],
  napi_has_property: [O('b')],
  napi_has_own_property: [O('b')],
  napi_delete_property: [O('b')],
  napi_set_property: [V('value')],
  napi_instanceof: [O('b')],
  napi_strict_equals: [O('b')],
  napi_create_error: [O('v')],
  napi_create_range_error: [O('v')],
  napi_call_function: [I(1), VS(['argument']), O('v')],
}
for (const [name, rest] of Object.entries(withTwo)) {
  for (const first of names) {
    for (const second of names) {
      const values = pool()
      run(10, name, `${first} ${second}`, V(values[first]), V(values[second]), ...rest)
    }
  }
}

for (const kind of ['ab', 'sab', 'u8', 'obj']) {
  for (const length of [0, 1, 2, 3, 8, 16, 17]) {
    for (const offset of [0, 1, 4, 8, 16, 17]) {
      const label = `${kind} ${length} ${offset}`
      for (let type = -1; type < 13; type++) {
        run(10, 'napi_create_typedarray', `${label} ${type}`, I(type), I(length), V(pool()[kind]), I(offset), O('v'))
      }
      run(10, 'napi_create_dataview', label, I(length), V(pool()[kind]), I(offset), O('v'))
      // Of anything but an array buffer Node answers without a last error.
      if (kind === 'ab') run(10, 'node_api_create_buffer_from_arraybuffer', label, V(pool()[kind]), I(offset), I(length), O('v'))
    }
  }
}

for (const kind of ['arr', 'obj', 'proxy', 'okproxy', 'inheriting', 'uni', 'u8', 'holes', 'cls', 'boxed', 'frozen', 'args', 'undef']) {
  for (const mode of [0, 1, 2]) {
    for (const filter of [0, 1, 2, 3, 4, 6, 8, 16, 24, 31]) {
      for (const conversion of [0, 1, 2]) {
        run(10, 'napi_get_all_property_names', `${kind} ${mode} ${filter} ${conversion}`,
          V(pool()[kind]), I(mode), I(filter), I(conversion), O('v'))
      }
    }
  }
}

for (const [encoding, width] of [['latin1', 1], ['utf8', 1], ['utf16', 2]]) {
  for (const size of [0, 1, 2, 3, 4, 5, 6, 7, 8, 11]) {
    for (const kind of ['uni', 'lone', 'a', 'empty']) {
      run(10, `napi_get_value_string_${encoding}`, `${kind} ${size}`, V(pool()[kind]), M(12 * width), I(size), O('l'))
    }
  }
}

for (const [name, { count, sum }] of [...sums].sort()) console.log(name, count, sum.toString(16))
