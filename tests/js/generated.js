// Generated inputs for the built-in modules whose answers do not depend on the machine: what 22.14 printed, as a hash per hundred
// cases. `generated.js GROUP COUNT SEED print` prints each case, to be compared with another host's.
'use strict';
process.chdir('/'); // Some paths are resolved against it.
const util = require('util');
const [onlyGroup, count = '600', seedText = '1', mode = ''] = process.argv.slice(2);
let state = Number(seedText) * 2654435761 >>> 0 || 1;
function random() {
  state ^= state << 13; state >>>= 0; state ^= state >>> 17; state ^= state << 5; state >>>= 0;
  return state / 2 ** 32;
}
const int = (n) => Math.floor(random() * n);
const pick = (list) => list[int(list.length)];
const times = (n, make) => Array.from({ length: n }, make);

const words = ['a', 'foo', 'bar.js', '.', '..', '', 'C:', 'd:\\x', '\\\\srv\\share', 'ü', '日本', '.hidden', 'a b', 'x.tar.gz', '...', 'node_modules', '%20', '?q', '#h'];
const seps = ['/', '\\', '//', '/./', '/../', ''];
const pathText = () => times(int(5) + 1, () => pick(words) + pick(seps)).join('');
const chars = ['a', 'Z', '0', ' ', '\n', '\t', 'é', '日', '😀', '\ud800', '\udc00', '%', '&', '=', '+', '/', '\\', '?', '#', '@', ':', ';', ',', '"', "'", '`', '<', '[', ']', '{', '}', '|', '^', '\0', '\x7f', '\u200b', 'ß', 'İ', '.', '-', '_', '~', '!', '$', '(', ')', '*'];
const text = (n = 12) => times(int(n), () => pick(chars)).join('');
const number = () => pick([0, -0, 1, -1, 2, 3, 7, 8, 10, 100, 255, 256, 65535, 65536, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 53, -5, 1.5, -2.7, NaN, Infinity, -Infinity, 1e21, 1e-7]);
class Custom { constructor() { this.p = 1; } get g() { return 2; } static s = 3; }
class Sub extends Map {}
function named(a, b) {}
function value(depth = 3) {
  const leaf = [
    () => number(), () => text(), () => text(40), () => true, () => false, () => null, () => undefined, () => BigInt(int(1000)), () => Symbol(pick(['', 'x', 'long name'])),
    () => new Date(int(1e9) * 1000), () => new Date(NaN), () => /x+/gi, () => named, () => () => {}, () => class A {}, () => class B extends Custom {}, () => async () => {}, () => function* g() {},
    () => Object.create(null), () => new Custom(), () => new Error(text(5)).message, () => Buffer.from(text(6)), () => new Uint8Array(int(5)), () => new Float64Array([1.5, NaN]), () => new ArrayBuffer(3), () => new DataView(new ArrayBuffer(2)),
    () => new Number(3), () => new String('abc'), () => new Boolean(false), () => Object(Symbol('b')), () => Object(5n), () => new URL('http://u:p@h.example:81/p?q=1#f'), () => new URLSearchParams('a=1&b=2'),
    () => Promise.resolve(4), () => JSON, () => (function() { return arguments; })(1, 2), () => new Proxy({ a: 1 }, {}), () => Symbol.iterator,
  ];
  if (depth <= 0 || random() < 0.4) return pick(leaf)();
  return pick([
    () => times(int(5), () => value(depth - 1)),
    () => times(int(30), () => number()),
    () => { const a = times(int(4), () => value(depth - 1)); a.length += int(4); if (random() < 0.3) a.extra = 1; return a; },
    () => { const o = {}; for (let i = int(5); i > 0; i--) o[pick(['a', 'b', 'key-1', '0', 'long_key_name', 'ü', text(4)])] = value(depth - 1); return o; },
    () => { const o = { a: value(depth - 1) }; o.self = o; return o; },
    () => { const o = {}; Object.defineProperty(o, 'hidden', { value: 1, enumerable: false }); Object.defineProperty(o, 'get', { get() { return 1; }, enumerable: true }); Object.defineProperty(o, 'both', { get() { return 1; }, set() {}, enumerable: true }); o[Symbol('s')] = value(depth - 1); return o; },
    () => new Map(times(int(4), () => [value(depth - 1), value(depth - 1)])),
    () => new Set(times(int(4), () => value(depth - 1))),
    () => new Sub(times(int(3), () => [text(3), value(depth - 1)])),
    () => Object.assign(new Custom(), { v: value(depth - 1) }),
    () => Object.assign(Object.create({ inherited: 1 }), { own: value(depth - 1) }),
    () => Object.assign(Object.create(null), { n: value(depth - 1), [Symbol.toStringTag]: 'Tagged' }),
    () => Object.assign(named.bind(null), { prop: value(depth - 1) }),
  ])();
}
const show = (v) => util.inspect(v, { depth: 6, maxStringLength: 300, breakLength: 200 });
const buffer = (n = 24) => Buffer.from(times(int(n), () => int(256)));
const encodings = ['utf8', 'utf-8', 'hex', 'base64', 'base64url', 'latin1', 'binary', 'ascii', 'utf16le', 'ucs2', 'UTF8', 'HEX', 'bogus', undefined, null, 5];

const groups = {
  path() {
    const path = require('path');
    const p = pick([path.posix, path.win32]);
    const f = pick(['join', 'resolve', 'normalize', 'dirname', 'basename', 'extname', 'parse', 'isAbsolute', 'relative', 'format', 'toNamespacedPath', 'matchesGlob'].filter((x) => x !== 'matchesGlob'));
    let args = times(f === 'join' || f === 'resolve' ? int(4) : f === 'relative' ? 2 : 1, pathText);
    if (f === 'resolve' && p === path.posix) args.unshift('/root');
    if (f === 'resolve' && p === path.win32) args.unshift('C:\\root');
    if (f === 'relative') args = args.map((a) => (p === path.posix ? '/' : 'C:\\') + a);
    if (f === 'basename' && random() < 0.5) args.push(pick(['.js', '.gz', 'foo', '', 'a']));
    if (f === 'format') args = [Object.fromEntries(['root', 'dir', 'base', 'name', 'ext'].filter(() => random() < 0.6).map((k) => [k, pathText()]))];
    if (random() < 0.03) args[0] = value(1);
    return [f, args, () => p[f](...args)];
  },
  querystring() {
    const qs = require('querystring');
    const f = pick(['parse', 'stringify', 'escape', 'unescape']);
    const args = f === 'parse' ? [times(int(6), () => text(5) + pick(['=', '', '==']) + text(4)).join(pick(['&', ';', '&&'])), pick([undefined, '&', ';', '']), pick([undefined, '=', ':']), pick([undefined, { maxKeys: int(3) }])] :
      f === 'stringify' ? [Object.fromEntries(times(int(4), () => [text(3), pick([text(), number(), true, times(int(3), () => text(3)), null, undefined, 5n, {}])])), pick([undefined, ';']), pick([undefined, ':'])] : [text(12)];
    return [f, args, () => qs[f](...args)];
  },
  url() {
    const url = require('url');
    const u = pick(['http', 'https', 'ftp', 'file', 'mailto', 'javascript', 'x-y', '']) + pick([':', '://', ':/', '']) + pick(['', 'user@', 'u:p@', 'u%20:p%40@']) + pick(['example.com', 'EXAMPLE.com', '127.1', '[::1]', '日本.jp', '0x7f.1', 'a.b']) + pick(['', ':80', ':443']) + pick(['', '/', '/a/../b', '/./x', '/%41%zz', '/ü', '\\x']) + pick(['', '?a=b', '?', '?a b', '?' + text(4)]) + pick(['', '#f', '#', '#' + text(3)]);
    const f = pick(['new', 'parse', 'resolve', 'format', 'pathToFileURL', 'urlToHttpOptions', 'params', 'canParse', 'legacyformat']);
    const other = pick(['/x', '../y', '?z', '#w', 'http://o/', '//h/p', 'rel', '']);
    const run = {
      new: () => { const x = new URL(u); return [x.href, x.origin, x.host, x.pathname, x.search, x.hash, x.username, x.password]; },
      base: () => new URL(other, u).href,
      parse: () => ({ ...url.parse(u, random() < 0.3, random() < 0.3) }),
      resolve: () => url.resolve(u, other),
      format: () => url.format(new URL(u), { auth: random() < 0.5, fragment: random() < 0.5, search: random() < 0.5, unicode: random() < 0.5 }),
      legacyformat: () => url.format(url.parse(u)),
      fileURLToPath: () => url.fileURLToPath(u),
      pathToFileURL: () => url.pathToFileURL('/' + pathText()).href,
      domainToASCII: () => url.domainToASCII(pick([text(4), '日本.jp', 'xn--wgv71a', 'ß.de'])),
      domainToUnicode: () => url.domainToUnicode(pick(['xn--wgv71a.jp', 'xn--a', 'a.b', text(3)])),
      urlToHttpOptions: () => ({ ...url.urlToHttpOptions(new URL(u)) }),
      params: () => { const p = new URLSearchParams(text(20)); p.append(text(3), text(3)); p.sort(); p.delete('a'); return [`${p}`, p.size, [...p]]; },
      set: () => { const x = new URL('http://u:p@h.example:81/p?q=1#f'); const k = pick(['href', 'host', 'hostname', 'port', 'protocol', 'pathname', 'search', 'hash', 'username', 'password']); x[k] = pick([text(5), '8080', 'https', 'x y', u]); return [k, x.href]; },
      canParse: () => URL.canParse(u),
    }[f];
    return [f, [u, other], run];
  },
  buffer() {
    const b = buffer();
    const f = pick(['toString', 'from', 'includes', 'compare', 'equals', 'copy', 'slice', 'write', 'readNum', 'swap', 'concat', 'byteLength', 'alloc', 'toJSON', 'inspect', 'isUtf8', 'at', 'subarray', 'atob', 'btoa']);
    const nums = ['UInt8', 'Int8', 'UInt16LE', 'UInt16BE', 'Int16LE', 'Int16BE', 'UInt32LE', 'UInt32BE', 'Int32LE', 'Int32BE', 'BigInt64LE', 'BigInt64BE', 'BigUInt64LE', 'BigUInt64BE', 'FloatLE', 'FloatBE', 'DoubleLE', 'DoubleBE'];
    const off = () => pick([undefined, 0, 1, 2, 5, -1, 30, 1.5, NaN, 'x', '2', null, Infinity]);
    const enc = pick(encodings);
    const s = pick([text(), text(30), 'abcdef0123', 'YWJj', 'YWI=', 'zz', '616263', '6', '\u{1F600}x']);
    const run = {
      toString: () => b.toString(enc, off(), off()), from: () => Buffer.from(s, enc), fill: () => Buffer.alloc(10).fill(pick([s, number(), b]), off(), off(), enc),
      indexOf: () => b.indexOf(pick([s, int(256), b.subarray(1, 3), '']), off(), enc), lastIndexOf: () => b.lastIndexOf(pick([s, int(256), b.subarray(1, 3)]), off(), enc), includes: () => b.includes(pick([s, int(256)]), off(), enc),
      compare: () => [Buffer.compare(b, buffer()), b.compare(buffer(), off(), off(), off(), off())], equals: () => b.equals(pick([b, buffer(), Uint8Array.from(b), 'x'])), copy: () => { const t = Buffer.alloc(8); return [b.copy(t, off(), off(), off()), t]; },
      slice: () => b.slice(off(), off()), subarray: () => b.subarray(off(), off()), write: () => { const t = Buffer.alloc(8); return [t.write(s, off(), off(), enc), t]; },
      readNum: () => b['read' + pick(nums)](off()), writeNum: () => { const t = Buffer.alloc(9); const n = pick(nums); return [n, t['write' + n](n.startsWith('Big') ? pick([BigInt(int(1000)), -1n, 2n ** 63n, 2n ** 64n, 5]) : number(), off()), t]; },
      readVar: () => { const t = Buffer.alloc(9, 7); const n = pick(['IntLE', 'IntBE', 'UIntLE', 'UIntBE']); const len = pick([1, 2, 3, 4, 5, 6, 7, 0, undefined]); return [n, b['read' + n](off(), len), t['write' + n](number(), off(), len), t]; },
      swap: () => b[pick(['swap16', 'swap32', 'swap64'])](), concat: () => Buffer.concat([b, buffer(), buffer()], pick([undefined, 5, 100, -1])), byteLength: () => Buffer.byteLength(pick([s, b, 5, {}]), enc), alloc: () => Buffer.alloc(pick([0, 5, 10, -1, 'x', NaN, 1.5]), pick([undefined, s, 5, b]), enc),
      toJSON: () => JSON.stringify(b), transcode: () => require('buffer').transcode(b, pick(encodings), pick(encodings)), inspect: () => util.inspect(b), isUtf8: () => [require('buffer').isUtf8(b), require('buffer').isAscii(b)], at: () => b.at(off()), atob: () => atob(s), btoa: () => btoa(s),
    }[f];
    return [f, [b.toString('hex'), s, enc], run];
  },
  events() {
    const E = require('events');
    const log = [];
    const e = new E(pick([undefined, { captureRejections: true }]));
    const names = ['a', 'b', 'error', 'newListener', Symbol('s')];
    const steps = times(int(8), () => [pick(['on', 'once', 'prependListener', 'prependOnceListener', 'off', 'emit', 'emit', 'removeAllListeners', 'listenerCount', 'eventNames', 'setMaxListeners', 'rawListeners', 'listeners']), pick(names), int(3)]);
    const fns = [function f0(...a) { log.push(['f0', ...a]); }, (...a) => { log.push(['f1', ...a]); }, 5];
    return ['steps', [steps], () => { const out = []; for (const [m, n, i] of steps) { try { const r = m === 'emit' ? e.emit(n, i) : m === 'setMaxListeners' ? e.setMaxListeners(pick([1, -1, 'x', 0])) : e[m](n, fns[i]); out.push(r === e ? 'this' : r); } catch (x) { out.push(`${x.code} ${x.message}`); } } return [out, log]; }];
  },
  util() {
    const f = pick(['stripVTControlCharacters', 'toUSVString', 'types', 'deprecate', 'inherits', 'getSystemErrorName', 'promisify', 'inspectArgs', 'isArray', 'debuglog', 'textencoder']);
    const v = value(1);
    return [f, [], {
      parseArgs: () => util.parseArgs({ args: times(int(5), () => pick(['-a', '--bar', '--bar=x', 'pos', '--', '-ab', '--no-bar', '-b5', '--unknown', '--multi', 'v'])), options: { a: { type: 'boolean', short: 'a' }, bar: { type: pick(['string', 'boolean']), short: 'b' }, multi: { type: 'string', multiple: true } }, strict: random() < 0.7, allowPositionals: random() < 0.6, allowNegative: random() < 0.5, tokens: random() < 0.3 }),
      stripVTControlCharacters: () => util.stripVTControlCharacters(pick(['\u001b[31m', '\u001b]8;;x\u0007', '']) + text()), toUSVString: () => util.toUSVString(text()), styleText: () => util.styleText(pick(['red', 'bold', 'nope', ['red', 'underline']]), text(), { validateStream: false }),
      types: () => Object.keys(util.types).filter((k) => util.types[k](v)), deprecate: () => util.deprecate(v, 'm').length, inherits: () => util.inherits(v, value(1)), parseEnv: () => util.parseEnv(times(int(5), () => pick(['A', 'B_1', ' C ', 'export D', '#x', '']) + pick(['=', ' = ', '']) + pick(['v', '"q v"', "'s\\n'", '`b`', '"m\\nl"', 'x # c', '', '"open'])).join('\n')),
      getSystemErrorName: () => util.getSystemErrorName(pick([-1, -2, -13, -9999, 0, 5, 'x'])), promisify: () => util.promisify(v).name, mime: () => { const m = new util.MIMEType(pick(['text/html; charset=utf-8', 'a/b;c="d e"', 'bad', 'x/y;;z=1', text(6)])); return [`${m}`, m.essence, [...m.params]]; },
      inspectArgs: () => util.inspect('x', v), isArray: () => util.isDeepStrictEqual(v, v), debuglog: () => util.debuglog('x').enabled, callbackify: () => util.callbackify(v).length, textdecoder: () => new TextDecoder(pick(['utf-8', 'utf-16le', 'latin1', 'windows-1252', 'nope']), { fatal: random() < 0.5, ignoreBOM: random() < 0.5 }).decode(buffer(10)), textencoder: () => [new TextEncoder().encode(text()), new TextEncoder().encodeInto(text(), new Uint8Array(5))],
    }[f]];
  },
  clone() {
    const v = value(3);
    return ['clone', [], () => show(structuredClone(v))];
  },
};

function run(group, index) {
  state = (Number(seedText) * 1000003 + index * 7919) * 2654435761 >>> 0 || 1;
  times(5, random);
  let name = '?';
  let args = [];
  let line;
  try {
    const made = groups[group]();
    [name, args] = made;
    const result = made[2]();
    line = `ok ${typeof result === 'string' ? JSON.stringify(result) : show(result)}`;
  } catch (error) {
    line = error instanceof Error ? `threw ${error.name} ${error.code} ${error.message}` : `threw ${show(error)}`;
  }
  return `${index} ${name} ${show(args).replaceAll('\n', ' ')}\n   ${line.replaceAll('\n', '\n   ')}`;
}

process.removeAllListeners('warning');
for (const group of onlyGroup === undefined ? Object.keys(groups) : [onlyGroup]) {
  let hash = require('crypto').createHash('sha256');
  for (let i = 0; i < Number(count); i++) {
    const text = run(group, i);
    if (mode === 'print') console.log(text);
    hash.update(text);
    if (mode === 'print' || i % 100 !== 99) continue;
    console.log(group, i, hash.digest('hex').slice(0, 16));
    hash = require('crypto').createHash('sha256');
  }
}
