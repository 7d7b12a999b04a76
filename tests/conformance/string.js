// Chapter string: values in three encodings, property keys, external strings.
'use strict'
const { addon, collect, equal, needGc, ok, status, test } = require('./lib.js')
const { AUTO, F, I, M, N, O, S, S16, V, call, check, modules } = require('./raw.js')
const string = addon('string')
needGc()

const INT_MAX = 2147483647
const encodings = [
  ['latin1', S, ['napi_create_string_latin1', 'node_api_create_property_key_latin1'], 'napi_get_value_string_latin1'],
  ['utf8', S, ['napi_create_string_utf8', 'node_api_create_property_key_utf8'], 'napi_get_value_string_utf8'],
  ['utf16', S16, ['napi_create_string_utf16', 'node_api_create_property_key_utf16'], 'napi_get_value_string_utf16'],
]
for (const [name, text, creators, getter] of encodings) {
  for (const creator of creators) {
    check(creator, {
      cls: 'G', args: [text('hello'), AUTO, O('v')], nulls: [0, 2],
      wrong: [[1, I(INT_MAX + 1), status.invalid_arg]],
      good: ([out]) => equal(out, 'hello'),
    })
    test(`${creator}: a length, and NULL with length 0`, () => {
      equal(call(creator, text('hello'), I(2), O('v')).out[0], 'he')
      equal(call(creator, text('hello'), I(0), O('v')).out[0], '')
      const empty = call(creator, N, I(0), O('v'))
      equal([empty.status, empty.out[0]], [status.ok, ''])
      equal(call(creator, N, I(3), O('v')).status, status.invalid_arg)
      equal(call(creator, N, AUTO, O('v')).status, status.invalid_arg)
    })
  }
  check(getter, {
    cls: 'G', args: () => [V('hello'), M(name === 'utf16' ? 32 : 16), I(16), O('l')], nulls: [0], optional: [3],
    wrong: [undefined, null, 5, {}, Object('s'), Symbol('s')].map((one) => [0, V(one), status.string_expected]),
    good: ([bytes, length]) => {
      equal(length, 5)
      const width = name === 'utf16' ? 2 : 1
      equal([bytes[0], bytes[4 * width], bytes[5 * width], bytes[6 * width]], [104, 111, 0, 0xEE])
    },
  })
  test(`${getter}: a NULL buffer asks for the length and needs a result`, () => {
    const query = call(getter, V('h\u00e9llo'), N, I(0), O('l'))
    equal([query.status, query.out[0]], [status.ok, name === 'utf8' ? 6 : 5])
    equal(call(getter, V('hello'), N, I(0), N).status, status.invalid_arg)
  })
  test(`${getter}: truncates and terminates`, () => {
    const width = name === 'utf16' ? 2 : 1
    const short = call(getter, V('hello'), M(8 * width), I(3), O('l'))
    equal(short.out[1], 2)
    equal(short.out[0].filter((_, i) => i % width === 0).slice(0, 4), [104, 101, 0, 0xEE])
    const one = call(getter, V('hello'), M(8), I(1), O('l'))
    equal([one.out[0][0], one.out[1]], [0, 0])
    const none = call(getter, V('hello'), M(8), I(0), O('l'))
    equal([none.status, none.out[0][0], none.out[1]], [status.ok, 0xEE, 0], 'a buffer of size 0')
  })
}

const samples = ['', 'a', 'plain ascii', 'h\u00e9llo', '\u20ac uro', '\ud83d\ude00', 'mixed \u00e9 \u20ac \ud83d\ude00 end', '\u0000in the\u0000middle', 'x'.repeat(100000), '\u00e9'.repeat(70000), '\u20ac'.repeat(70000), '\ud83d\ude00'.repeat(40000)]
const label = (text) => (text.length > 20 ? `${text.length} characters of ${JSON.stringify(text.slice(0, 2))}` : JSON.stringify(text))

test('UTF-8 and UTF-16 round trips', () => {
  for (const text of samples) {
    equal(string.round_utf8(text) === text, true, `utf8 ${label(text)}`)
    equal(string.round_utf16(text) === text, true, `utf16 ${label(text)}`)
  }
})

test('Latin-1 keeps the low byte', () => {
  for (const text of ['', 'abc', 'h\u00e9llo', '\u00ff\u0080', '\u00e9'.repeat(5000)]) ok(string.round_latin1(text) === text, label(text))
  equal(string.round_latin1('\u20ac'), '\u00ac')
})

test('a lone surrogate becomes U+FFFD in UTF-8', () => {
  equal(string.round_utf8('a\ud800b'), 'a\ufffdb')
  equal(string.round_utf8('\udc00'), '\ufffd')
  equal(string.round_utf8('\ud83d'), '\ufffd')
  equal(string.round_utf16('a\ud800b'), 'a\ud800b')
})

test('malformed UTF-8 becomes U+FFFD as the encoding standard says', () => {
  const cases = [[[0xff], '\ufffd'], [[0xc3], '\ufffd'], [[0xe2, 0x82], '\ufffd'], [[0xc0, 0x80], '\ufffd\ufffd'], [[0xed, 0xa0, 0x80], '\ufffd\ufffd\ufffd'],
    [[0x61, 0xf0, 0x9f, 0x98, 0x62], 'a\ufffdb'], [[0xf5, 0x80], '\ufffd\ufffd']]
  for (const [bytes, expected] of cases) {
    const address = modules[10].leak(bytes)
    equal(call('napi_create_string_utf8', I(address), I(bytes.length), O('v')).out[0], expected, bytes.join())
  }
})

test('UTF-8 never splits a character', () => {
  equal(string.truncate_utf8('a\u20acb', 4), ['a', 1])
  equal(string.truncate_utf8('a\u20acb', 5), ['a\u20ac', 4])
  equal(string.truncate_utf8('\ud83d\ude00', 4), ['', 0])
  equal(string.truncate_utf8('\ud83d\ude00', 5), ['\ud83d\ude00', 4])
  equal(string.truncate_utf8('\u00e9\u00e9\u00e9', 4), ['\u00e9', 2])
  equal(string.truncate_utf8('abc', 4), ['abc', 3])
  equal(string.truncate_utf8('a\ud800b', 4), ['a', 1])
})

test('strings of ropes and slices arrive flat', () => {
  let rope = ''
  for (let i = 0; i < 1000; i++) rope += String.fromCharCode(97 + (i % 26))
  ok(string.round_utf8(rope) === rope)
  ok(string.round_utf8(rope.slice(100, 900)) === rope.slice(100, 900))
  ok(string.round_utf16((rope + '\u20ac').slice(1)) === rope.slice(1) + '\u20ac')
})

test('property keys find properties', () => {
  equal(string.by_key({ answer: 42 }, 'answer'), 42)
  equal(string.by_key({ 'gr\u00f6\u00dfe': 1 }, 'gr\u00f6\u00dfe'), 1)
  equal(string.by_key([7, 8], '1'), 8)
})

// NULL data is not tried: Node ends the process.
const externals = [
  ['node_api_create_external_string_latin1', (text) => [...text].map((c) => c.charCodeAt(0))],
  ['node_api_create_external_string_utf16', (text) => [...text].flatMap((c) => [c.charCodeAt(0), 0])],
]
for (const [api, make] of externals) {
  check(api, {
    cls: 'G', args: () => [I(modules[10].leak(make('outside'))), I(7), N, N, O('v'), O('b')], nulls: [4], optional: [5],
    wrong: [[1, I(INT_MAX + 1), status.invalid_arg]],
    good: ([out]) => equal(out, 'outside'),
  })
  test(`${api}: AUTO_LENGTH`, () => {
    equal(call(api, I(modules[10].leak(make('to the end'))), AUTO, N, N, O('v'), O('b')).out[0], 'to the end')
  })
  test(`${api}: copied and finalized at once, or finalized later, but once`, async () => {
    const before = modules[10].counters().finalized
    const result = call(api, I(modules[10].leak(make('a string of some length'))), AUTO, F('finalizer'), N, O('v'), O('b'))
    equal(result.out[0], 'a string of some length')
    if (result.out[1]) equal(modules[10].counters().finalized, before + 1)
    result.out = null
    await collect(() => modules[10].counters().finalized === before + 1, 'the finalizer')
    await collect(() => true)
    equal(modules[10].counters().finalized, before + 1)
  })
}

test('external strings of the fixture', async () => {
  let [latin1, copied] = string.external_latin1(1000)
  equal(latin1 === 'x'.repeat(1000), true)
  equal(typeof copied, 'boolean')
  let [wide] = string.external_utf16(1000)
  equal(wide === '\u20ac'.repeat(1000), true)
  latin1 = wide = null
  await collect(() => string.finalize_count() === 2, 'both finalizers')
})
