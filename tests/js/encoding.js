// Differential: TextEncoder and TextDecoder. Expected text from Node 22.
'use strict';
const show = (s) => JSON.stringify(s).replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
function t(label, run) {
  try {
    const v = run();
    console.log(label, typeof v === 'string' ? show(v) : JSON.stringify(v instanceof Uint8Array ? [...v] : v));
  } catch (e) { console.log(label, e.name, e.code, e.message); }
}
const enc = new TextEncoder();
for (const s of ['', 'abc', 'h\u00e9\u20ac\ud83d\ude00', '\ud800x', 'x\udc00', undefined, null, 5, '\u00ff'.repeat(40)]) t('encode', () => enc.encode(s));
t('encode none', () => enc.encode());
for (const [s, n] of [['abc', 2], ['\u20ac\u20ac', 4], ['\ud83d\ude00x', 3], ['\ud83d\ude00x', 5], ['\ud800', 3], ['', 1], ['abc', 0], ['\u00e9\u00e9', 3]]) t('into', () => { const d = new Uint8Array(n); return [enc.encodeInto(s, d), [...d]]; });
t('into bad', () => enc.encodeInto(5, new Uint8Array(1)));
t('into bad2', () => enc.encodeInto('a', 5));
t('props', () => [enc.encoding, Object.prototype.toString.call(enc), new TextDecoder().encoding, new TextDecoder().fatal, new TextDecoder().ignoreBOM, Object.prototype.toString.call(new TextDecoder())]);
for (const l of ['utf8', 'UTF-8', ' utf-8\n', 'unicode-1-1-utf-8', 'ascii', 'latin1', 'iso-8859-1', 'l1', 'sjis', 'shift_jis', 'gbk', 'gb2312', 'big5', 'euc-kr', 'euc-jp', 'koi8-r', 'koi8-u', 'iso-8859-8-i', 'iso-8859-2', 'iso-8859-15', 'macintosh', 'utf-16', 'utf-16le', 'utf-16be', 'ucs-2', 'iso-2022-jp', 'gb18030', 'windows-1251', 'windows-1252', 'windows-1258', 'windows-874', 'x-mac-cyrillic', 'hz-gb-2312', 'replacement', 'x-user-defined', 'nope', '', '\u000butf-8', 'utf-7', null, 5]) t(`label ${l}`, () => new TextDecoder(l).encoding);
const bytes = [[], [0x61], [0xef, 0xbb, 0xbf, 0x61], [0xef, 0xbb], [0xe2, 0x82, 0xac], [0xff, 0x61], [0xe2, 0x82], [0xf0, 0x9f, 0x98, 0x80], [0xed, 0xa0, 0x80], [0xc0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xff, 0xfe, 0x61, 0x00], [0xfe, 0xff, 0x00, 0x61], [0x3d, 0xd8, 0x00, 0xde], [0x3d, 0xd8], [0x61], [0xa4, 0xa2], [0x82, 0xa0], [0xe9, 0xf1]];
const legacy = {
  'iso-8859-2': [[0x61, 0xb1, 0xe9]], 'koi8-r': [[0xc1, 0xd2]], 'shift_jis': [[0x82, 0xa0, 0x61, 0xb1]], 'euc-jp': [[0xa4, 0xa2, 0x8e, 0xb1]],
  'gb18030': [[0xb0, 0xa1, 0x81, 0x30, 0x81, 0x30]], 'big5': [[0xa4, 0x40]], 'euc-kr': [[0xb0, 0xa1]], 'windows-1251': [[0xcf, 0xf0, 0x88]],
};
for (const label of ['utf-8', 'utf-16le', 'utf-16be', 'iso-8859-2', 'koi8-r', 'shift_jis', 'euc-jp', 'gb18030', 'big5', 'euc-kr', 'windows-1251']) {
  for (const options of [{}, { fatal: true }, { ignoreBOM: true }]) {
    // Invalid bytes of legacy encodings: Node's ICU differs from the Encoding Standard, which is followed here.
    for (const b of label.startsWith('utf') ? bytes : legacy[label]) t(`${label} ${JSON.stringify(options)} ${b}`, () => new TextDecoder(label, options).decode(new Uint8Array(b)));
  }
}
const text = 'a\u20ac\u00e9\ud83d\ude00z\ufeffq';
for (const label of ['utf-8', 'utf-16le']) {
  const data = Buffer.concat([label === 'utf-8' ? Buffer.from([0xef, 0xbb, 0xbf]) : Buffer.from([0xff, 0xfe]), Buffer.from(text, label)]);
  for (let cut = 0; cut <= data.length; cut++) {
    for (const ignoreBOM of [false, true]) t(`stream ${label} ${cut} ${ignoreBOM}`, () => { const d = new TextDecoder(label, { ignoreBOM }); return d.decode(data.subarray(0, cut), { stream: true }) + d.decode(data.subarray(cut), { stream: true }) + d.decode() + d.decode(data); });
  }
}
t('stream fatal', () => { const d = new TextDecoder('utf-8', { fatal: true }); return [d.decode(new Uint8Array([0xe2]), { stream: true }), d.decode(new Uint8Array([0x82]), { stream: true }), d.decode(new Uint8Array([0xac]), { stream: true }), d.decode()]; });
t('stream fatal end', () => { const d = new TextDecoder('utf-8', { fatal: true }); d.decode(new Uint8Array([0xe2]), { stream: true }); return d.decode(); });
t('views', () => [new TextDecoder().decode(new Uint16Array([0x6161])), new TextDecoder().decode(new ArrayBuffer(1)), new TextDecoder().decode(new DataView(new Uint8Array([97, 98, 99]).buffer, 1)), new TextDecoder().decode(new SharedArrayBuffer(2))]);
for (const bad of [5, 'x', null, {}, []]) t(`decode ${JSON.stringify(bad)}`, () => new TextDecoder().decode(bad));
for (const bad of [5, 'x', null, () => {}, []]) t('options', () => new TextDecoder('utf-8', bad).encoding);
t('this', () => TextEncoder.prototype.encode.call({}));
t('this', () => TextDecoder.prototype.decode.call({}));
t('this', () => Object.getOwnPropertyDescriptor(TextDecoder.prototype, 'encoding').get.call({}));
t('keys', () => [Object.keys(TextDecoder.prototype).sort(), Object.keys(TextEncoder.prototype).sort()]);
t('inspect', () => [require('util').inspect(new TextDecoder('latin1')), require('util').inspect(enc)]);
t('util', () => [require('util').TextDecoder === TextDecoder, require('util').TextEncoder === TextEncoder]);
