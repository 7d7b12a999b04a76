// Generated inputs for what looks at values: assert, util, v8, buffer, url, string_decoder, punycode; generated/harness.js says how
// to see the cases.
'use strict';
const assert = require('assert');
const util = require('util');
const v8 = require('v8');
const { random, int, pick, times, text, number, value, Custom, named, buffer, encodings, refused, mainAsync } = require('./generated/harness.js');

const maybe = (chance, make) => (random() < chance ? make() : undefined);
const options = (choices) => Object.fromEntries(Object.entries(choices).filter(() => random() < 0.35).map(([name, list]) => [name, pick(list)]));

// Two values of one shape that differ here and there.
function variant(v, depth = 3) {
  if (random() < 0.08) return value(1);
  if (v === null || typeof v !== 'object' || depth === 0) {
    if (random() < 0.12) return typeof v === 'string' ? `${v}!` : typeof v === 'number' ? v + 1 : v;
    if (random() < 0.05 && typeof v === 'number') return `${v}`;
    return v;
  }
  if (Array.isArray(v)) {
    const copy = v.map((x) => variant(x, depth - 1));
    if (random() < 0.1) copy.push(number());
    if (random() < 0.1) copy.splice(int(copy.length), 1);
    if (random() < 0.05) copy.reverse();
    return copy;
  }
  if (v instanceof Map) return new Map([...v].map(([k, x]) => [random() < 0.9 ? k : variant(k, 1), variant(x, depth - 1)]));
  if (v instanceof Set) return new Set([...v].map((x) => variant(x, depth - 1)));
  if (v instanceof Date) return new Date(+v + int(2));
  if (Buffer.isBuffer(v)) return Buffer.from(v);
  const plain = Object.getPrototypeOf(v) === Object.prototype || Object.getPrototypeOf(v) === null || v instanceof Custom;
  if (!plain) return v;
  const copy = Object.create(random() < 0.95 ? Object.getPrototypeOf(v) : null);
  let keys = Reflect.ownKeys(v);
  if (random() < 0.1) keys = keys.reverse();
  for (const key of keys) {
    const descriptor = Object.getOwnPropertyDescriptor(v, key);
    if (random() < 0.04) continue;
    if ('value' in descriptor) descriptor.value = descriptor.value === v ? copy : variant(descriptor.value, depth - 1);
    Object.defineProperty(copy, key, descriptor);
  }
  return copy;
}

const errorKinds = [Error, TypeError, RangeError, SyntaxError];
function someError() {
  const error = new (pick(errorKinds))(pick(['boom', 'bad thing', '', 'x\ny', text(6)]));
  error.stack = `${error.name}${error.message && ': '}${error.message}\n    at f (/x/y.js:1:2)`;
  if (random() < 0.4) error.code = pick(['E_ONE', 'E_TWO', 5]);
  if (random() < 0.2) error.info = value(1);
  if (random() < 0.1) error.name = pick(['Other', '']);
  return error;
}
function expectation() {
  return pick([
    () => undefined, () => pick(errorKinds.slice(1)), () => /boom|bad/, () => ({ message: pick(['boom', /b/]) }), () => ({ name: 'TypeError', code: 'E_ONE' }), () => ({ code: pick(['E_ONE', 5]), info: 1 }), () => (e) => e instanceof Error,
    () => () => false, () => ({}), () => pick(['text', 5, null, true]), () => someError(), () => class extends Error {}, () => () => { throw new Error('inner'); },
  ])();
}
const lines = (n) => times(int(n), () => pick(['one', 'two', 'three', 'four', '', 'a longer line of text', '  indented'])).join('\n');

const groups = {
  assert_deep() {
    const name = pick(['deepEqual', 'deepStrictEqual', 'notDeepEqual', 'notDeepStrictEqual', 'isDeepStrictEqual', 'strictEqual', 'notStrictEqual', 'equal', 'notEqual', 'deepStrictEqual']);
    const a = pick([() => value(3), () => value(3), () => lines(8), () => times(int(40), () => int(5)), () => someError()])();
    const b = typeof a === 'string' && random() < 0.6 ? pick([() => lines(8), () => a.replace('two', 'TWO')])() : Array.isArray(a) && random() < 0.4 ? a.map((x) => (random() < 0.05 ? 'changed' : x)) : variant(a);
    const message = random() < 0.15 ? [pick(['own message', new RangeError('own error'), ''])] : [];
    return [name, [], () => (name === 'isDeepStrictEqual' ? util.isDeepStrictEqual(a, b) : [assert[name](a, b, ...message), a, b])];
  },
  assert_other() {
    const name = pick(['throws', 'doesNotThrow', 'match', 'doesNotMatch', 'ifError', 'ok', 'fail', 'rejects', 'doesNotReject', 'properties']);
    const thrown = maybe(0.85, () => pick([someError, someError, () => value(1)])());
    const expected = expectation();
    const message = maybe(0.25, () => pick(['own message', typeof expected === 'function' ? 'other' : new RangeError('own error'), '']));
    const thrower = () => { if (thrown !== undefined) throw thrown; };
    const a = value(2);
    const run = {
      throws: () => assert.throws(thrower, ...[expected, message].slice(0, int(3))),
      doesNotThrow: () => assert.doesNotThrow(thrower, ...[expected, message].slice(0, int(3))),
      match: () => assert.match(pick([text(10), 'boom', 5, null]), pick([/o+/, /x/, 'o']), message),
      doesNotMatch: () => assert.doesNotMatch(pick([text(10), 'boom', 5]), pick([/o+/, /x/, null]), message),
      ifError: () => assert.ifError(pick([null, undefined, thrown, a])),
      ok: () => assert.ok(...pick([[], [a], [a, message], [0, message], ['', 'given'], [null, new Error('its own')]])),
      fail: () => assert.fail(...pick([[], ['message'], [new Error('own')], [5], [a]])),
      rejects: () => assert.rejects(pick([async () => thrower(), () => 5, async () => {}, 7, () => { throw new Error('sync'); }]), ...[expected, message].slice(0, int(3))),
      doesNotReject: () => assert.doesNotReject(pick([async () => thrower(), () => 5, Promise.resolve(1), 7]), ...[expected, message].slice(0, int(3))),
      properties: () => { try { assert[pick(['strictEqual', 'deepEqual'])](a, variant(a)); } catch (e) { return [e.generatedMessage, e.code, e.operator, Object.keys(e), e.name, `${e}`.split('\n')[0]]; } },
    }[name];
    return [name, [], run];
  },
  inspect() {
    const name = pick(['inspect', 'inspect', 'format', 'formatWithOptions']);
    const o = options({ depth: [0, 1, 2, null, Infinity, -1], colors: [true, false], compact: [true, false, 0, 1, 3, 6], breakLength: [20, 40, 80, 128, Infinity, 1], sorted: [true, false, (a, b) => (a < b ? 1 : -1)], showHidden: [true, false],
      maxArrayLength: [0, 1, 3, null, Infinity, 100], maxStringLength: [0, 1, 5, null, Infinity], getters: [true, false, 'get', 'set'], showProxy: [true, false], customInspect: [true, false] });
    const custom = { [util.inspect.custom](depth, opts, f) { return pick([() => `custom ${depth}`, () => opts.stylize('x', 'special'), () => ({ depth }), () => f === util.inspect, () => 5])(); } };
    const more = [() => value(4), () => value(4), () => [custom, value(1)], () => someError(), () => ({ e: Object.assign(new Error('m', { cause: 5 }), { stack: 'Error: m\n    at x (y:1:2)' }) }), () => [1234567.891, 10n ** 20n, 1e21], () => new (class Foo extends Array {})(3), () => Object.create(Custom.prototype),
      () => new Map([[{ a: 1 }, 'b']]).entries(), () => new Set([1, [2]]).values(), () => new WeakSet(), () => [Symbol.for('x'), function() {}, class {}, async function* g() {}], () => new (class extends Map { get [Symbol.toStringTag]() { return 'bar'; } })([[1, 2]]),
      () => Object.defineProperty({}, 'x', { enumerable: true, get() { throw new Error('no'); } }), () => times(int(150), () => pick(['a', 'bb', 'ccc', 12])), () => ({ 'a-b': 1, 'a b': 2, [Symbol('q r')]: 3, "it's": 4, '"': 5 }), () => text(60), () => 'it\'s "x" `y`', () => new Proxy([1, 2], {}), () => new Proxy(function f() {}, {})];
    const v = pick(more)();
    if (v instanceof Error) v.stack = `${v.name}: ${v.message}\n    at f (/x/y.js:1:2)`;
    const rest = times(int(4), () => { const x = value(2); return util.inspect(x, { depth: 9 }).includes('URL {') ? 'a URL' : x; });
    const template = times(int(5), () => pick(['%s', '%d', '%i', '%f', '%j', '%o', '%O', '%c', '%%', '%', '%x', ' ', 'text'])).join('');
    const made = { inspect: () => util.inspect(v, o), format: () => util.format(pick([template, v]), ...rest), formatWithOptions: () => util.formatWithOptions(o, template, v, ...rest) }[name];
    // Hidden fields say where in the pool a Buffer lies, and what a URL looks like inside.
    return [name, [], () => { const shown = made(); return /Buffer\(|URL \{/.test(shown) && (o.showHidden || template.includes('%o')) ? 'hidden' : shown; }];
  },
  util_more() {
    const name = pick(['parseArgs', 'styleText', 'mime', 'callbackify', 'textdecoder', 'stripVT', 'inherits', 'deprecated', 'aborted', 'systemErrors', 'mimeparams']);
    const v = value(1);
    const kind = () => pick(['string', 'boolean']);
    const mime = pick(['text/html; charset=utf-8', 'a/b;c="d e"', 'bad', 'x/y;;z=1', text(6), 'A/B;X=Y;x=z', ' text/plain ', 'a/b;q="\\""', 'a/', '/b', 'a/b;=1;c']);
    return [name, [], {
      parseArgs: () => util.parseArgs({ args: times(int(6), () => pick(['-a', '--bar', '--bar=x', 'pos', '--', '-ab', '--no-bar', '-b5', '--unknown', '--multi', 'v', '-', '--multi=1', '-ba', '--bar=', '--no-a', '-x', '--no-multi', '-a=1', ''])),
        options: { a: { type: 'boolean', short: 'a', ...options({ default: [true, 'x'] }) }, bar: { type: kind(), short: 'b', ...options({ default: ['d', true], multiple: [false] }) }, multi: { type: 'string', multiple: true, ...options({ default: [['p'], 'p'] }) } },
        ...options({ strict: [true, false, 'x'], allowPositionals: [true, false], allowNegative: [true, false], tokens: [true, false] }) }),
      styleText: () => util.styleText(pick(['red', 'bold', 'nope', ['red', 'underline'], [], 5, 'bgBlue', ['gray', 'x']]), pick([text(), 5]), { validateStream: false }),
      mime: () => { const m = new util.MIMEType(mime); if (random() < 0.5) m[pick(['type', 'subtype'])] = pick(['x', 'a b', '']); return [`${m}`, m.essence, m.type, m.subtype, [...m.params]]; },
      mimeparams: () => { const p = new util.MIMEType('a/b;c=d').params; p.set(pick(['x', 'c', 'a b', '']), pick([text(4), 'v w', '"', ''])); return [`${p}`, p.get('c'), p.has('x'), [...p.keys()], JSON.stringify(new util.MIMEType(mime))]; },
      callbackify: () => util.callbackify(v).length,
      textdecoder: () => { const d = new TextDecoder(pick(['utf-8', 'utf-16le', 'nope', 'UTF8', 'utf-16']), options({ fatal: [true, false], ignoreBOM: [true, false] })); return [d.encoding, d.fatal, d.ignoreBOM, d.decode(buffer(10), { stream: random() < 0.4 }), d.decode(Buffer.from('\ufeffé😀').subarray(0, int(10))), d.decode()]; },
      stripVT: () => util.stripVTControlCharacters(times(4, () => pick(['\u001b[31m', '\u001b]8;;x\u0007', '\u001b[1;2H', '\u009b5m', 'text', '\u001b', '[0m'])).join('')),
      inherits: () => { class A {} function B() {} util.inherits(pick([A, B, v]), pick([A, B, v])); return [Object.getPrototypeOf(B.prototype) === A.prototype, Object.getOwnPropertyDescriptor(B, 'super_')]; },
      deprecated: () => { const f = util.deprecate(pick([function f(a, b) { return [this, a, b, new.target === f]; }, class C { constructor() { this.x = 1; } }]), 'm', pick([undefined, 'DEP1', 5])); return [f.name, f.length, random() < 0.5 ? f.call(1, 2) : new f(3)]; },
      aborted: () => util.aborted(pick([AbortSignal.abort(), 5, null]), pick([{}, 5, null])).then((x) => x),
      systemErrors: () => { const n = pick([-1, -2, -13, -104, 5, 'x', -4095, 2 ** 33]); return [util.getSystemErrorName(n), util.getSystemErrorMap().get(n)]; },
    }[name]];
  },
  v8_serdes() {
    const v = value(3);
    // Whether an array is written as one with holes, and the format's version, are V8's affair.
    const plain = { t: text(6), n: int(50) + 0.5, d: new Date(5), m: new Map([[text(2), 1n]]), b: random() < 0.5 };
    const name = pick(['round', 'bytes', 'garbage', 'serializer']);
    return [name, [], {
      round: () => util.inspect(v8.deserialize(v8.serialize(v)), { depth: 6 }).replace(/<ff 1?0?[0f] /g, '<'),
      bytes: () => { const bytes = v8.serialize(plain); return [bytes.toString('hex').slice(4), v8.deserialize(bytes)]; },
      garbage: () => { const bytes = v8.serialize(plain); for (let i = int(3); i >= 0; i--) bytes[2 + int(bytes.length - 2)] = int(256); return v8.deserialize(pick([bytes, bytes.subarray(0, int(bytes.length))])); },
      serializer: () => { const s = new v8.Serializer(); if (random() < 0.9) s.writeHeader(); const n = number(); s.writeUint32(n); s.writeUint64(n, n); s.writeDouble(n); s.writeRawBytes(buffer(5)); const out = s.releaseBuffer(); const d = new v8.Deserializer(out); return [out.toString('hex').slice(4), d.readHeader(), d.readUint32(), d.readUint64(), d.readDouble()]; },
    }[name]];
  },
  buffer_more() {
    const b = buffer(); if (b.length % 2) b.fill(7);
    const even = b.subarray(0, b.length - b.length % 2);
    const name = pick(['fill', 'indexOf', 'lastIndexOf', 'writeNum', 'readVar', 'transcode', 'slices', 'writes', 'from', 'blob', 'file', 'copyBytesFrom', 'iterate', 'set', 'compare2', 'inspect']);
    const nums = ['UInt8', 'Int8', 'UInt16LE', 'UInt16BE', 'Int16LE', 'Int16BE', 'UInt32LE', 'UInt32BE', 'Int32LE', 'Int32BE', 'BigInt64LE', 'BigInt64BE', 'BigUInt64LE', 'BigUInt64BE', 'FloatLE', 'FloatBE', 'DoubleLE', 'DoubleBE', 'Uint8', 'Uint16LE', 'Uint32BE', 'BigUint64LE'];
    const off = () => pick([undefined, 0, 1, 2, 5, -1, 30, 1.5, NaN, 'x', '2', null, Infinity, 8, {}, true]);
    const s = pick([text(), text(30), 'abcdef0123', 'YWJj', 'YWI=', 'zz', '616263', '6', '\u{1F600}x', '', 'a', 'é']);
    const enc = pick(encodings);
    const parts = () => times(int(4), () => pick([s, b, new Uint8Array([1, 2]), new ArrayBuffer(2), new Blob(['q']), 5, '\r\n', text(3)]));
    const run = {
      fill: () => Buffer.alloc(10).fill(pick([s, number(), b, true, null, {}]), off(), off(), enc), indexOf: () => even.indexOf(pick([s, int(256), even.subarray(1, 3), '', -5, 1e3, null, {}]), off(), enc), lastIndexOf: () => even.lastIndexOf(pick([s, int(256), even.subarray(1, 3)]), off(), enc),
      writeNum: () => { const t = Buffer.alloc(9); const n = pick(nums); return [n, t['write' + n](n.startsWith('Big') ? pick([BigInt(int(1000)), -1n, 2n ** 63n, 2n ** 64n, 5]) : pick([number(), '5', 'x', null]), off()), t]; },
      readVar: () => { const t = Buffer.alloc(9, 7); const n = pick(['IntLE', 'IntBE', 'UIntLE', 'UIntBE', 'UintLE']); const len = pick([1, 2, 3, 4, 5, 6, 7, 0, undefined, 'x', 1.5, null, -1]); const o = off(); return [n, random() < 0.5 ? b['read' + n](o, len) : t['write' + n](number(), o, len), t]; },
      transcode: () => require('buffer').transcode(pick([b, new Uint8Array(3), 'x']), pick(encodings), pick(encodings)),
      slices: () => (b.length ? b : Buffer.from('x'))[pick(['utf8', 'latin1', 'ascii', 'hex', 'ucs2', 'base64', 'base64url']) + 'Slice'](pick([undefined, 0, 1, 3, 30, -1]), pick([undefined, 0, 2, 5, 30])),
      writes: () => { const t = Buffer.alloc(8); return [t[pick(['utf8', 'latin1', 'ascii', 'hex', 'ucs2', 'base64', 'base64url']) + 'Write'](s, pick([undefined, 0, 1, 8]), pick([undefined, 0, 2, 5])), t]; },
      from: () => Buffer.from(pick([s, number(), b, [1, 300, -1, 'x', 2.5], { length: 3, 0: 1 }, new Uint16Array([1, 256]), new ArrayBuffer(4), null, undefined, { type: 'Buffer', data: [1, 2] }, Object(s), { valueOf: () => 'v' }, { [Symbol.toPrimitive]: () => 'p' }, new Map(), true, Symbol('s'), () => {}]), pick([undefined, 0, 1, 'hex', enc]), pick([undefined, 1, 2])),
      blob: async () => { const blob = new Blob(pick([parts(), parts(), s, 5, undefined]), options({ type: ['text/plain', 'A/B', 'é', 5], endings: ['native', 'transparent', 'x'] })); const at = () => pick([undefined, 0, 1, 2, 5, -1, 30, NaN, 'x', '2', null, 8, {}, true]); const cut = blob.slice(at(), at(), pick([undefined, 'x/y'])); return [blob.size, blob.type, await blob.text(), cut.size, cut.type, Buffer.from(await cut.arrayBuffer()), blob]; },
      file: async () => { const file = new File(parts(), pick([s, 5, undefined]), options({ type: ['a/b'], lastModified: [5, 'x', new Date(7)] })); return [file.name, file.type, file.size, typeof file.lastModified, await file.text()]; },
      copyBytesFrom: () => Buffer.copyBytesFrom(pick([new Uint16Array([1, 2, 3]), b, 'x', new DataView(new ArrayBuffer(2))]), off(), off()),
      iterate: () => [[...b.entries()].length, [...b.keys()], [...b.values()], b.reduce((a, c) => a + c, 0), b.toLocaleString('hex'), b.parent instanceof ArrayBuffer, Buffer.isEncoding(enc), Buffer.isBuffer(pick([b, s]))],
      set: () => { const t = Buffer.alloc(6); t.set(pick([b.subarray(0, 3), [1, 2], s]), pick([0, 1, 9])); return t; },
      compare2: () => [b.compare(pick([buffer(), new Uint8Array(2), 'x']), off(), off(), off(), off())],
      inspect: () => { const t = Buffer.from(b); t.extra = value(1); return [util.inspect(t), util.inspect(Buffer.alloc(int(60), 1)), t.inspect()]; },
    }[name];
    return [name, [b.toString('hex'), s, enc], run];
  },
  url_more() {
    const url = require('url');
    const u = pick(['http', 'https', 'ftp', 'file', 'mailto', 'javascript', 'x-y', '', 'ws']) + pick([':', '://', ':/', '', ':///']) + pick(['', 'user@', 'u:p@', 'u%20:p%40@', ':@']) + pick(['example.com', 'EXAMPLE.com', '127.1', '[::1]', '日本.jp', '0x7f.1', 'a.b', 'localhost', '%41']) + pick(['', ':80', ':443', ':99999', ':x']) + pick(['', '/', '/a/../b', '/./x', '/%41%zz', '/ü', '\\x', '/C:/x', '/%2F']) + pick(['', '?a=b', '?', '?a b', '?' + text(4)]) + pick(['', '#f', '#', '#' + text(3)]);
    const name = pick(['base', 'fileURLToPath', 'set', 'params', 'formatObject', 'parse', 'static', 'resolveObject', 'domains', 'paramsNew']);
    const other = pick(['/x', '../y', '?z', 'http://o/', '//h/p', 'rel', 'a:b', ';p']);
    const run = {
      base: () => new URL(other, u).href, fileURLToPath: () => [url.fileURLToPath(pick([u, 5, new URL(u)]), options({ windows: [true, false] }))],
      set: () => { const x = new URL(pick(['http://u:p@h.example:81/p?q=1#f', 'file:///a/b', 'mailto:x', 'x-y://h/p'])); return times(3, () => { const k = pick(['host', 'hostname', 'port', 'protocol', 'pathname', 'search', 'hash', 'username', 'password']); const v = pick([text(5), '8080', 'https', 'x y', '', '0', '65536', 'ftp:', '/a/../b', '?x', '#y', 'a@b']); x[k] = v; return [k, v, x.href, x.searchParams.toString()]; }); },
      params: () => { const p = new URLSearchParams(pick([text(20), 'a=1&b=2&a=3', '?a&b=&=c', 'a+b=%20%zz'])); return times(4, () => { const k = pick(['append', 'set', 'delete', 'get', 'getAll', 'has', 'sort']); const args = pick([['a'], ['a', '1'], ['b', text(3)], [], ['z', 5]]); try { return [k, args, p[k](...args), p.toString(), p.size]; } catch (e) { return refused(e); } }); },
      paramsNew: () => { const p = new URLSearchParams(pick([[['a', 'b']], [['a']], { x: 1, y: null }, new Map([['k', 'v']]), null, undefined, 5, [1], 'a', Symbol('x'), { [Symbol.iterator]: 5 }, new URLSearchParams('q=r')])); return [p, [...p.keys()], [...p.values()], util.inspect(p.entries())]; },
      formatObject: () => url.format(Object.fromEntries(['protocol', 'auth', 'host', 'hostname', 'port', 'pathname', 'search', 'query', 'hash', 'slashes'].filter(() => random() < 0.5).map((k) => [k, pick(k === 'query' ? [{ a: 1, b: ['x', 'y'] }, 'a=b', {}] : k === 'slashes' ? [true, false] : k === 'port' ? [80, '81'] : ['http', 'a:b', 'x#y', '?q', '/p', 'h.example', 'javascript:', '[::1]', 'file', '::1'])]))),
      parse: () => ({ ...url.parse(u + pick(['', ' ', '{x}', '\t', '`', "'", '|']), pick([true, false]), pick([true, false])) }),
      static: () => [URL.canParse(u, other), URL.parse(other, u)?.href, new URL(u).toJSON(), util.inspect(new URL(u))], resolveObject: () => url.resolve(other, u),
      domains: () => [url.domainToASCII(pick(['日本.jp', 'xn--wgv71a', 'ß.de', 'A.B', '1.2.3', '[::1]', 'a b', '', 'ex%41mple', '☃.net'])), url.domainToUnicode(pick(['xn--wgv71a.jp', 'a.b', 'xn--n3h.net', 'A', 'xn--zca.de']))],
    }[name];
    return [name, [u, other], run];
  },
  string_decoder() {
    const { StringDecoder } = require('string_decoder');
    const enc = pick([...encodings, 'utf16le', 'utf8', 'base64', 'base64url', 'hex']);
    const whole = pick([() => Buffer.from(text(20), 'utf8'), () => buffer(30), () => Buffer.from(text(10), 'utf16le')])();
    return ['chunks', [enc, whole.toString('hex')], () => {
      const d = new StringDecoder(enc);
      const out = [];
      for (let at = 0; at < whole.length;) {
        const end = at + int(5);
        out.push(pick([() => d.write(whole.subarray(at, end)), () => d.write(whole.subarray(at, end)), () => d.write(new DataView(whole.buffer, whole.byteOffset + at, Math.min(end, whole.length) - at))])(), [d.lastNeed, d.lastTotal, d.encoding]);
        if (random() < 0.05) out.push(d.end(pick([undefined, whole.subarray(0, 2)])));
        at = end;
      }
      if (random() < 0.05) d.write(pick([5, null, 'str', {}]));
      return [out, d.end()];
    }];
  },
  punycode() {
    const punycode = require('punycode');
    const name = pick(['encode', 'decode', 'toASCII', 'toUnicode', 'ucs2decode', 'ucs2encode']);
    const s = pick([text(12), text(6), 'mañana.com', 'xn--maana-pta', 'a@☃.x', 'xn--zz--', '日本。jp', 'abc-', '-', 'xn--', 'XN--MAANA-PTA.com']);
    return [name, [s], { encode: () => punycode.encode(s), decode: () => punycode.decode(s), toASCII: () => punycode.toASCII(s), toUnicode: () => punycode.toUnicode(s), ucs2decode: () => punycode.ucs2.decode(s), ucs2encode: () => punycode.ucs2.encode(times(int(5), () => int(0x110000))) }[name]];
  },
};

mainAsync(groups, Object.fromEntries(Object.keys(groups).map((group) => [group, 300])));
