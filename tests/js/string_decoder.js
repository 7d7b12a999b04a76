// Differential: StringDecoder over every way to cut some byte sequences. Expected text from Node 22.
'use strict';
const { StringDecoder } = require('string_decoder');
const { Buffer } = require('buffer');
const show = (s) => JSON.stringify(s).replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

const inputs = [
  Buffer.from('a\u20ac\u00e9\ud83d\ude00z'), Buffer.from([0xe2, 0x82]), Buffer.from([0xe2, 0x41, 0x82, 0xac]), Buffer.from([0xf0, 0x9f, 0x98]),
  Buffer.from([0xff, 0xfe, 0xc3]), Buffer.from([0x80, 0x80, 0x41]), Buffer.from([0xc3, 0xc3, 0xa9]), Buffer.from('x\ud83d\ude00y', 'utf16le'), Buffer.from([0x3d, 0xd8]),
  Buffer.from([0x3d, 0xd8, 0x4d]), Buffer.from('hello world'), Buffer.alloc(0), Buffer.from([1, 2, 3, 4, 5, 6, 7]),
];
for (const encoding of ['utf8', 'utf16le', 'ucs2', 'base64', 'base64url', 'hex', 'latin1', 'binary', 'ascii', undefined, 'UTF-8']) {
  for (const input of inputs) {
    for (let cut = 0; cut <= input.length; cut++) {
      const d = new StringDecoder(encoding);
      const first = d.write(input.subarray(0, cut));
      const second = d.write(input.subarray(cut));
      const end = d.end();
      console.log(d.encoding, input.toString('hex'), cut, encoding?.startsWith('u') ? show(first + second + end) : [first, second, end].map(show).join(' '));
    }
    const d = new StringDecoder(encoding);
    let out = '';
    for (const byte of input) out += d.write(Buffer.from([byte]));
    console.log(' single', show(out + d.end()), show(d.end()));
  }
}
const d = new StringDecoder('utf8');
console.log(show(d.write(Buffer.from([0xe2, 0x82]))), d.lastNeed, d.lastTotal, d.lastChar.toString('hex'), show(d.write(Buffer.from([0xac]))), d.lastNeed);
console.log(show(d.write('str')), show(d.end(Buffer.from([0xc3]))), show(d.write(new Uint16Array([0x4141]))), show(d.write(new DataView(new ArrayBuffer(1)))));
for (const run of [() => new StringDecoder('nope'), () => new StringDecoder(5), () => d.write(5), () => d.write(null), () => d.end({})]) {
  try { run(); console.log('ok'); } catch (e) { console.log(e.name, e.code, e.message); }
}
let seed = 7;
const rnd = (n) => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) % n;
let hash = 0;
for (let i = 0; i < 2000; i++) {
  const text = Array.from({ length: rnd(12) }, () => String.fromCodePoint([65 + rnd(26), 0xe9, 0x20ac, 0x1f600][rnd(4)])).join('');
  const encoding = ['utf8', 'utf16le', 'base64'][rnd(3)];
  const bytes = Buffer.from(text, encoding === 'base64' ? 'utf8' : encoding);
  const dec = new StringDecoder(encoding);
  let out = '';
  for (let at = 0; at < bytes.length;) { const n = 1 + rnd(5); const part = dec.write(bytes.subarray(at, at + n)); out += `${part}|`; at += n; }
  out += dec.end();
  for (let k = 0; k < out.length; k++) hash = (hash * 31 + out.charCodeAt(k)) | 0;
}
console.log('hash', hash);
