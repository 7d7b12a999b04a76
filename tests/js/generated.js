// Generated inputs for the built-in modules whose answers do not depend on the machine: what 22.14 printed, as a hash per hundred
// cases; generated/harness.js says how to see them.
'use strict';
const util = require('util');
const { random, int, pick, times, pathText, text, number, value, show, buffer, encodings, main } = require('./generated/harness.js');

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

main(groups);
