// Differential: prints what Buffer does; the expected text comes from Node 22 (tests/js/expected/buffer.txt).
'use strict';
const { Buffer, transcode, isUtf8, isAscii, atob, btoa, constants, SlowBuffer } = require('buffer');

function show(value) {
  if (typeof value === 'bigint') return `${value}n`;
  if (Buffer.isBuffer(value)) return `B<${value.length <= 64 ? Array.prototype.join.call(value) : `${value.length} bytes`}>`;
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'object' && value !== null) return JSON.stringify(value);
  return String(value);
}
function t(label, run) {
  let out;
  try {
    out = show(run());
  } catch (error) {
    out = `throws ${error.name} ${error.code} ${error.message}`;
  }
  console.log(`${label}: ${out}`);
}

const encodings = ['utf8', 'UTF-8', 'utf16le', 'ucs2', 'UCS-2', 'latin1', 'binary', 'ascii', 'base64', 'base64url', 'hex', 'HEX'];
const strings = ['', 'a', 'hello world', 'h\u00e9llo \u00ff', '\u20ac uro', '\ud83d\ude00 smile', '\ud800 lone \udc00', 'abc=', 'YWJj', 'YWI=', 'YW Jj\n', '-_8',
  '0a1b2', 'zz', '0aXX', 'a'.repeat(100), '\u00e9'.repeat(40), '\u4e2d'.repeat(33)];
const seen = (b) => [...b].join(' ');
for (const e of encodings) {
  for (const s of strings) {
    t(`from ${e} ${JSON.stringify(s).slice(0, 20)}`, () => seen(Buffer.from(s, e)));
    t(`byteLength ${e}`, () => Buffer.byteLength(s, e));
  }
  const all = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
  t(`toString all ${e}`, () => all.toString(e));
  t(`toString range ${e}`, () => all.toString(e, 100, 131));
  t(`slice odd ${e}`, () => all.toString(e, 0, 5));
}
t('utf8 invalid', () => Buffer.from([0xff, 0xe2, 0x82, 0x41, 0xf0, 0x9f, 0x98, 0xc0, 0x80, 0xed, 0xa0, 0x80]).toString());
t('toString ranges', () => ['', 1, -1, 2.7, '3', NaN, Infinity, -Infinity, null, undefined, {}].map((x) => Buffer.from('abcdef').toString('latin1', x)));
t('toString ends', () => [0, 1, -1, 2.7, '3', NaN, Infinity, null, undefined].map((x) => Buffer.from('abcdef').toString('latin1', 0, x)));
t('toString bad encoding', () => Buffer.from('a').toString('nope'));
t('toString null encoding', () => Buffer.from('a').toString(null));
t('isEncoding', () => [...encodings, '', 'nope', null, 1, undefined, 'utf-16', 'Utf-16LE', 'utf-16le'].map((e) => Buffer.isEncoding(e)));

for (const bad of [null, undefined, 1, true, Symbol('x'), {}, () => 1, { length: '3' }, 5n]) t(`from bad ${String(bad)}`, () => Buffer.from(bad));
t('from arraylike', () => Buffer.from({ length: 3, 0: 1, 1: 257, 2: -1 }));
t('from json', () => Buffer.from(JSON.parse(JSON.stringify(Buffer.from('xyz')))));
t('from valueOf', () => Buffer.from(new String('this is a test')));
t('from toPrimitive', () => Buffer.from({ [Symbol.toPrimitive]: () => 'prim' }, 'utf8'));
t('from array', () => Buffer.from([1.5, '2', 300, -5, NaN, 'x']));
t('from uint16', () => Buffer.from(new Uint16Array([1, 256, 65535])));
const ab = new ArrayBuffer(10);
t('from ab', () => [Buffer.from(ab).length, Buffer.from(ab, 2).length, Buffer.from(ab, 2, 3).length, Buffer.from(ab, 2, 3).byteOffset, Buffer.from(ab, -0, -1).length]);
t('from ab off', () => Buffer.from(ab, 11));
t('from ab len', () => Buffer.from(ab, 2, 9));
t('from ab nan', () => Buffer.from(ab, NaN, NaN).length);
t('from bad encoding', () => Buffer.from('a', 'nope'));
t('shares', () => { const b = Buffer.from(ab); b[0] = 7; return new Uint8Array(ab)[0]; });
t('copyBytesFrom', () => Buffer.copyBytesFrom(new Uint16Array([1, 2, 0xffff]), 1, 5));
t('copyBytesFrom bad', () => Buffer.copyBytesFrom('x'));
t('copyBytesFrom bad2', () => Buffer.copyBytesFrom(new Uint8Array(3), -1));
t('of', () => Buffer.of(1, 2, 300));
t('alloc', () => Buffer.alloc(5));
t('alloc fill', () => [Buffer.alloc(5, 'ab'), Buffer.alloc(5, 1), Buffer.alloc(5, 'YWI=', 'base64'), Buffer.alloc(3, Buffer.from('xy')), Buffer.alloc(3, ''), Buffer.alloc(3, true)].map(show));
t('alloc bad', () => Buffer.alloc('5'));
t('alloc neg', () => Buffer.alloc(-1));
t('alloc nan', () => Buffer.alloc(NaN));
t('alloc huge', () => Buffer.alloc(2 ** 53));
t('alloc zero fill', () => Buffer.alloc(3, Buffer.alloc(0)));
t('alloc bad enc', () => Buffer.alloc(3, 'a', 'nope'));
t('allocUnsafe bad', () => Buffer.allocUnsafe(-5));
t('allocUnsafeSlow', () => Buffer.allocUnsafeSlow(12).buffer.byteLength);
t('slow', () => SlowBuffer(3).length);
t('pool', () => [Buffer.poolSize, Buffer.allocUnsafe(10).buffer.byteLength, Buffer.from('x').buffer.byteLength, Buffer.from([1]).buffer.byteLength,
  Buffer.concat([Buffer.from('a')]).buffer.byteLength, Buffer.alloc(3).buffer.byteLength, Buffer.allocUnsafe(4096).buffer.byteLength,
  Buffer.allocUnsafe(4095).buffer.byteLength, Buffer.from('a'.repeat(4000)).buffer.byteLength, Buffer.from('a'.repeat(4096)).buffer.byteLength]);
t('concat', () => Buffer.concat([Buffer.from('a'), new Uint8Array([1, 2]), Buffer.from('bcd')]));
t('concat len', () => [Buffer.concat([Buffer.from('abc'), Buffer.from('def')], 4), Buffer.concat([Buffer.from('abc')], 6), Buffer.concat([], 3)].map(show));
t('concat bad', () => Buffer.concat('x'));
t('concat bad2', () => Buffer.concat([Buffer.from('a'), 'b']));
t('concat bad3', () => Buffer.concat([Buffer.from('a')], -1));
t('byteLength bad', () => Buffer.byteLength(5));
t('byteLength other', () => [Buffer.byteLength(ab), Buffer.byteLength(new Uint16Array(4)), Buffer.byteLength('abc', 'nope'), Buffer.byteLength('abc', null)]);
t('class', () => [Buffer.name, Buffer.length, new Uint8Array(1) instanceof Buffer, Buffer.from('') instanceof Uint8Array, Object.prototype.toString.call(Buffer.from('')), Buffer.from('').constructor === Buffer, Buffer[Symbol.species].name]);
t('map', () => { const m = Buffer.from('abc').map((x) => x + 1); return [m instanceof Buffer, show(m)]; });
t('parent', () => [Buffer.from(ab, 3).parent === ab, Buffer.from(ab, 3).offset, Buffer.prototype.parent]);

const ints = [['Int8', 1], ['Uint8', 1], ['Int16', 2], ['Uint16', 2], ['Int32', 4], ['Uint32', 4]];
const values = [0, 1, -1, 127, 128, 255, 256, -128, -129, 32767, 32768, 65535, 65536, -32769, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), -(2 ** 31) - 1, 2 ** 32 - 1, 2 ** 32, 1.7, -1.7, NaN, Infinity, '5', 'x', undefined, null];
for (const [type, size] of ints) {
  for (const order of size === 1 ? [''] : ['LE', 'BE']) {
    for (const v of values) {
      t(`write${type}${order} ${String(v)}`, () => { const b = Buffer.alloc(6); const r = b[`write${type}${order}`](v, 1); return [r, show(b), b[`read${type}${order}`](1)]; });
    }
    for (const off of [-1, 3, 4, 5, 6, 7, 1.5, '1', null, undefined, NaN, Infinity, {}]) {
      t(`read${type}${order} @${String(off)}`, () => Buffer.from([1, 130, 3, 244, 5, 6])[`read${type}${order}`](off));
      t(`write${type}${order} @${String(off)}`, () => Buffer.alloc(6)[`write${type}${order}`](1, off));
    }
    t(`read${type}${order} short`, () => Buffer.alloc(size - 1)[`read${type}${order}`]());
  }
}
for (const kind of ['Int', 'Uint', 'UInt']) {
  for (const order of ['LE', 'BE']) {
    for (let size = 0; size <= 7; size++) {
      t(`read${kind}${order} ${size}`, () => Buffer.from([1, 254, 3, 252, 5, 250, 129, 9])[`read${kind}${order}`](1, size));
      for (const v of [0, 1, -1, 2 ** (size * 8 - 1), 2 ** (size * 8) - 1, 2 ** (size * 8), -(2 ** (size * 8 - 1)), -(2 ** (size * 8 - 1)) - 1, 0x123456789a, -0x123456789a, 3.9]) {
        t(`write${kind}${order} ${v} ${size}`, () => { const b = Buffer.alloc(8); const r = b[`write${kind}${order}`](v, 1, size); return [r, show(b), b[`read${kind}${order}`](1, size)]; });
      }
    }
    t(`read${kind}${order} none`, () => Buffer.alloc(8)[`read${kind}${order}`]());
    t(`read${kind}${order} nosize`, () => Buffer.alloc(8)[`read${kind}${order}`](0));
    t(`read${kind}${order} bad`, () => Buffer.alloc(8)[`read${kind}${order}`](0, '2'));
    t(`read${kind}${order} bad2`, () => Buffer.alloc(8)[`read${kind}${order}`](0, 1.5));
    t(`read${kind}${order} off`, () => Buffer.alloc(8)[`read${kind}${order}`](5, 5));
    t(`write${kind}${order} off`, () => Buffer.alloc(8)[`write${kind}${order}`](1, 5, 5));
    t(`write${kind}${order} nooff`, () => Buffer.alloc(8)[`write${kind}${order}`](1, undefined, 5));
  }
}
for (const type of ['BigInt64', 'BigUint64', 'BigUInt64']) {
  for (const order of ['LE', 'BE']) {
    for (const v of [0n, 1n, -1n, 2n ** 63n - 1n, 2n ** 63n, 2n ** 64n - 1n, 2n ** 64n, -(2n ** 63n), -(2n ** 63n) - 1n, 0x0102030405060708n, 5]) {
      t(`write${type}${order} ${v}`, () => { const b = Buffer.alloc(10); const r = b[`write${type}${order}`](v, 1); return `${r} ${show(b)} ${b[`read${type}${order}`](1)}`; });
    }
    for (const off of [-1, 3, 2, 1.5, '1', undefined]) t(`read${type}${order} @${String(off)}`, () => Buffer.from([1, 2, 3, 4, 5, 6, 7, 8, 255, 254])[`read${type}${order}`](off));
  }
}
for (const type of ['Float', 'Double']) {
  for (const order of ['LE', 'BE']) {
    for (const v of [0, -0, 1.5, -2.25, NaN, Infinity, 1e300, 5e-324, 'x', '1.5', undefined]) {
      t(`write${type}${order} ${String(v)}`, () => { const b = Buffer.alloc(10); const r = b[`write${type}${order}`](v, 1); return [r, show(b), show(b[`read${type}${order}`](1))]; });
    }
    for (const off of [-1, 7, 3, 1.5, '1', undefined]) t(`read${type}${order} @${String(off)}`, () => Buffer.from([1, 2, 3, 4, 5, 6, 7, 8, 255, 254])[`read${type}${order}`](off));
  }
}
t('proto keys', () => Object.getOwnPropertyNames(Buffer.prototype).sort());
t('static keys', () => Object.getOwnPropertyNames(Buffer).sort());
t('names', () => ['readUInt8', 'readUintLE', 'writeInt32BE', 'swap16', 'slice', 'toLocaleString', 'readBigInt64LE'].map((n) => Buffer.prototype[n].name));

const hay = Buffer.from('this buffer is a buffer, \u20ac is a buffer');
for (const dir of ['indexOf', 'lastIndexOf', 'includes']) {
  for (const needle of ['is', 'buffer', '', 'x', '\u20ac', 'this buffer is a buffer, \u20ac is a buffer and more', Buffer.from('a b'), new Uint8Array([0x61, 0x20]), 97, 97 + 256, -159, 99.9, Buffer.alloc(0)]) {
    for (const off of [undefined, 0, 1, 5, -1, -5, -100, 100, hay.length, hay.length - 1, NaN, null, {}, '3', 'utf8', 2.9, -2.9, Infinity, -Infinity]) {
      t(`${dir} ${show(needle)} ${String(off)}`, () => hay[dir](needle, off));
    }
  }
  t(`${dir} bad`, () => hay[dir]({}));
  t(`${dir} bad enc`, () => hay[dir]('a', 0, 'nope'));
  t(`${dir} hex`, () => hay[dir]('6973', 3, 'hex'));
  t(`${dir} base64`, () => hay[dir]('aXM=', 'base64'));
  const wide = Buffer.from('xabcabc\u20acabc', 'utf16le');
  for (const n of ['abc', 'c', '\u20ac', '', 'zz', 'xabcabc\u20acabcd']) for (const off of [undefined, 0, 1, 2, 3, 8, -2, -3, -6, 100]) t(`${dir} ucs2 ${n} ${off}`, () => wide[dir](n, off, 'ucs2'));
  t(`${dir} ucs2 buffer`, () => wide[dir](Buffer.from('bc', 'ucs2'), 0, 'ucs2'));
}

const f = () => Buffer.alloc(8, 0x2e);
const fills = [['a'], ['abc'], ['abc', 2], ['abc', 2, 5], ['abc', 'utf8'], ['616', 'hex'], ['zz', 'hex'], ['\u00e9', 'latin1'], ['\u20ac'], ['\u20ac', 1, 'latin1'], ['ab', 1, 6, 'utf16le'], [1], [257], [-1], [1.9], ['1'], [true], [null], [undefined], [{}],
  [Buffer.from('xy')], [Buffer.from('xy'), 3], [new Uint8Array(0)], ['a', -1], ['a', 0, 9], ['a', 9], ['a', 5, 2], ['a', '0'], ['a', 0, '3'], ['a', 0, 3, 'nope'], ['a', 0, 3, 5], ['a', NaN], [0, 1.5, 3.5], [''], ['', 'hex'], ['a', null], [0, 8, 8]];
for (const args of fills) t(`fill ${JSON.stringify(args)}`, () => f().fill(...args).toString('latin1'));

const writes = [['abc'], ['abc', 3], ['abc', 3, 2], ['abc', 'latin1'], ['abc', 6], ['abcdef', 3, 'utf8'], ['abc', 3, 100], ['abc', 9], ['abc', -1], ['abc', 1.5], ['abc', '1'], ['abc', 0, 'hex'], ['6162zz', 'hex'], ['616', 0, 'hex'], ['\u20ac\u20ac\u20ac', 1], ['\u20ac', 6], ['\ud83d\ude00', 5], ['ab\u20ac', 0, 5, 'ucs2'], ['YWJj', 'base64'], ['YWJj', 0, 2, 'base64'], ['abc', 0, -1], ['abc', 0, 1.5], ['abc', 0, 3, 'nope'], [5], [], ['abc', undefined, 2], ['abc', null], ['abc', 0, null], ['abc', 8]];
for (const args of writes) t(`write ${JSON.stringify(args)}`, () => { const b = f(); const n = b.write(...args); return [n, b.toString('latin1')]; });

const cs = [[Buffer.from('abc'), Buffer.from('abd')], [Buffer.from('abc'), Buffer.from('ab')], [Buffer.from(''), Buffer.from('')], [Buffer.from([255]), Buffer.from([1])]];
for (const [a, b] of cs) t('compare', () => [Buffer.compare(a, b), a.compare(b), a.equals(b), b.compare(a)]);
t('compare bad', () => Buffer.compare('a', Buffer.from('')));
t('compare bad2', () => Buffer.from('').compare('x'));
t('equals bad', () => Buffer.from('').equals('x'));
for (const r of [[0], [1, 3], [1, 3, 0, 2], [5], [0, 10], [0, 3, 0, 10], [-1], ['1'], [0, 3, 3, 3], [3, 3, 3, 3], [3, 3], [1.5], [100]]) t(`compare range ${r}`, () => Buffer.from('abcdef').compare(Buffer.from('bcdefa'), ...r));
for (const r of [[], [2], [2, 1], [2, 1, 3], [0, 3, 1], [-1], [0, -1], [0, 7], [0, 0, -1], [0, 0, 100], [9], [NaN, NaN], ['2', '1'], [1.7, 1.2, 2.9], [0, 6], [Infinity]]) {
  t(`copy ${r}`, () => { const d = f(); const n = Buffer.from('abcdef').copy(d, ...r); return [n, d.toString()]; });
}
t('copy bad', () => Buffer.from('a').copy('x'));
t('copy overlap', () => { const b = Buffer.from('abcdefgh'); b.copy(b, 2, 0, 5); return b.toString(); });
for (const r of [[], [2], [-2], [1, 3], [3, 1], [0, -1], ['1', '3'], [NaN], [100], [-100, 2], [1.9, 3.9], [undefined, 2], [null, null], [0, undefined]]) t(`slice ${r}`, () => [Buffer.from('abcdef').slice(...r).toString(), Buffer.from('abcdef').subarray(...r).toString()]);
t('slice shares', () => { const b = Buffer.from('abc'); b.slice(1)[0] = 0x7a; return b.toString(); });
for (const n of [2, 4, 8]) {
  for (const len of [0, 8, 9, 16, 256]) t(`swap${n * 8} ${len}`, () => [...Buffer.from(Array.from({ length: len }, (_, i) => i))[`swap${n * 8}`]()].slice(0, 20));
}
t('json', () => JSON.stringify(Buffer.from('abc')));
t('inspect', () => require('util').inspect([Buffer.from('abc'), Buffer.alloc(0), Buffer.alloc(60, 1), Buffer.alloc(51)]));
t('inspect extra', () => { const b = Buffer.from('ab'); b.foo = 'x'; b.bar = { y: 1 }; return require('util').inspect(b); });
t('inspect extra empty', () => { const b = Buffer.alloc(0); b.foo = 'x'; return require('util').inspect(b); });
t('entries', () => [[...Buffer.from('ab').entries()], [...Buffer.from('ab').keys()], [...Buffer.from('ab')]]);
for (const [from, to] of [['utf8', 'latin1'], ['utf8', 'ascii'], ['latin1', 'utf8'], ['ucs2', 'utf8'], ['utf8', 'ucs2'], ['ascii', 'utf8'], ['binary', 'ucs2'], ['utf8', 'hex'], ['nope', 'utf8'], ['utf8', 'utf8'], ['ucs2', 'latin1'], ['ascii', 'latin1']]) {
  t(`transcode ${from} ${to}`, () => transcode(Buffer.from('a\u20ac\u00e9\ud83d\ude00', from === 'ucs2' ? 'ucs2' : 'utf8'), from, to));
}
t('transcode bad', () => transcode('x', 'utf8', 'latin1'));
t('isUtf8', () => [Buffer.from('h\u00e9'), Buffer.from([0xff]), new ArrayBuffer(2), Buffer.from([0xed, 0xa0, 0x80]), Buffer.alloc(0)].map((b) => isUtf8(b)));
t('isAscii', () => [Buffer.from('h\u00e9'), Buffer.from('abc'), new ArrayBuffer(2)].map((b) => isAscii(b)));
t('isUtf8 bad', () => isUtf8('x'));
t('constants', () => [constants.MAX_LENGTH, constants.MAX_STRING_LENGTH]);
for (const s of ['', 'YQ==', 'YQ', 'YQ=', 'Y', ' Y Q = = ', 'YQ===', 'YWJj', '/+8=', '-_8', 'a=b', '\u1234', '====', 'YR==', 'ab\u000bcd', 5, null, undefined, true, 'abcd=', 'abc==']) t(`atob ${JSON.stringify(s)}`, () => atob(s));
for (const s of ['', 'a', 'ab', 'abc', '\u00ff\u00fe', '\u1234', 5, null, undefined, {}]) t(`btoa ${JSON.stringify(s)}`, () => btoa(s));
t('atob none', () => atob());
t('utf8Write', () => { const b = f(); return [b.utf8Write('xyz', 2), b.utf8Write('\u20ac', 6), b.latin1Write('\u00e9', 0), b.hexWrite('4142', 5), b.toString('latin1')]; });
t('utf8Write bad', () => f().utf8Write(5));
t('latin1Slice', () => [f().latin1Slice(2, 4), f().latin1Slice(), f().utf8Slice(3), f().hexSlice(0, 2), f().base64Slice(), f().ucs2Slice(0, 4), f().asciiSlice(6)]);
for (const bad of [[], ['1'], [10, 'utf8']]) t('new Buffer', () => show(Buffer(...bad)).length > 0);

// Many generated round trips, folded into one hash.
let seed = 12345;
const rnd = (n) => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) % n;
let hash = 0;
const mix = (s) => { for (let i = 0; i < s.length; i++) hash = (hash * 31 + s.charCodeAt(i)) | 0; };
for (let i = 0; i < 3000; i++) {
  const bytes = Buffer.from(Array.from({ length: rnd(80) }, () => (rnd(3) ? 32 + rnd(95) : rnd(256))));
  const e = encodings[rnd(encodings.length)];
  const s = bytes.toString(e);
  mix(s);
  mix([...Buffer.from(s, e)].join());
  mix(String(Buffer.byteLength(bytes.toString('latin1'), e)));
  mix([...Buffer.from(bytes.toString('latin1'), e)].join());
  const needle = bytes.subarray(rnd(80), rnd(80));
  mix(String(bytes.indexOf(needle, rnd(80) - 40)) + bytes.lastIndexOf(needle, rnd(80) - 40));
  mix([...Buffer.alloc(40, 1).fill(bytes.toString('latin1') || 'x', rnd(20), rnd(40), 'latin1')].join());
}
console.log('hash', hash);

// Positions beyond 32 bits, memory that is gone or changes size.
t('beyond 4 GiB', () => { const b = Buffer.allocUnsafeSlow(2 ** 32 + 10); b.write('xyz', 2 ** 32 + 1); b.indexOf('xyz', 2 ** 32); return [b.length, b.toString('latin1', 2 ** 32 + 1, 2 ** 32 + 4), b.readUInt8(2 ** 32 + 2)]; });
t('resizable', () => { const a = new ArrayBuffer(4, { maxByteLength: 8 }); const b = Buffer.from(a); b.fill(1); a.resize(2); return [b.length, b.toString('hex')]; });
t('detached', () => { const a = new ArrayBuffer(4); const b = Buffer.from(a); a.transfer(); return [b.length, b.toString('hex'), b.equals(Buffer.alloc(0)), b.indexOf('a')]; });
t('detached isUtf8', () => { const a = new ArrayBuffer(4); a.transfer(); return isUtf8(a); });
t('shared', () => { const s = new SharedArrayBuffer(4); const b = Buffer.from(s); b.write('abcd'); return [b.toString(), isUtf8(s), b.indexOf('c')]; });
t('other realm', () => { const u = require('vm').runInNewContext('new Uint8Array([1, 2])'); return [show(Buffer.from(u)), show(Buffer.concat([u, u]))]; });
t('string too long', () => Buffer.alloc(2 ** 29).toString('latin1'));
t('hex too long', () => Buffer.alloc(2 ** 28).toString('hex'));
t('subclass', () => { class X extends Buffer {} return [new X(3).length, new X(3) instanceof X]; });

// Any view fills with its bytes; a view of no numbers is no text.
for (const value of [new Uint16Array([1, 256]), new Float64Array([1.5]), new DataView(Uint8Array.of(7, 8, 9).buffer, 1), new BigInt64Array([5n]), new Uint16Array(0)]) {
  for (const fill of [() => Buffer.alloc(5).fill(value), () => Buffer.alloc(4, value), () => Buffer.alloc(5).fill(value, 1, 4)]) {
    try {
      console.log(fill());
    } catch ({ code, message }) {
      console.log(code, message);
    }
  }
}
for (const check of ['isUtf8', 'isAscii']) {
  try {
    require('buffer')[check](new DataView(new ArrayBuffer(2)));
  } catch ({ code }) {
    console.log(check, code);
  }
}
// What nobody would see is not replaced by a question mark.
for (const encoding of ['latin1', 'ascii']) console.log(require('buffer').transcode(Buffer.from('\ufeffa\u00ad\u200b\u2065b€\ufe0f\u{e0100}\u{e1000}'), 'utf8', encoding));

// A Blob of a file is read when it is asked for, and only while the file is what it was.
(async () => {
  const fs = require('fs');
  const folder = fs.mkdtempSync(require('path').join(require('os').tmpdir(), 'blob-'));
  const path = `${folder}/file`;
  const told = async (run) => {
    try {
      console.log(await run());
    } catch ({ name, code, message }) {
      console.log(name, code, message);
    }
  };
  fs.writeFileSync(path, 'content of the file');
  const blob = await fs.openAsBlob(path, { type: 'Text/X' });
  await told(() => [blob.size, blob.type, Object.keys(Blob.prototype).join()]);
  await told(() => new Blob(['<', blob.slice(8), '>', blob]).slice(2, 20).text());
  await told(async () => Buffer.concat(await Array.fromAsync(blob.slice(3, 7).stream())).toString());
  await told(() => structuredClone(blob));
  await told(() => fs.openAsBlob(`${folder}/none`));
  fs.writeFileSync(path, 'changed');
  await told(() => blob.text());
  fs.rmSync(folder, { recursive: true });
  await told(() => blob.slice(1).arrayBuffer());
})();
