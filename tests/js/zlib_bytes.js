'use strict';
// Compressed bytes of zlib are Node's for nearly all data at the levels that are not fast: programs print their lengths.
// The expected text comes from Node 22 (tests/js/expected/zlib_bytes.txt).
const z = require('zlib');
const { once } = require('events');
const { createHash } = require('crypto');

const sum = (bytes) => `${bytes.length} ${createHash('sha1').update(bytes).digest('hex').slice(0, 8)}`;
const words = ['an', 'addon', 'says', 'what', 'it', 'was', 'built', 'for', '\n', '0x1f', 'αβγ'];
let seed = 7;
const next = () => (seed = (Math.imul(seed, 1103515245) + 12345) >>> 0) >>> 16;
const text = Buffer.from(Array.from({ length: 4000 }, () => words[next() % words.length]).join(' '));
const inputs = { text, same: Buffer.alloc(3000, 255), squares: Buffer.from(Array.from({ length: 70000 }, (_, i) => (i * i) & 255)), short: Buffer.from('hello hello') };
for (const [name, input] of Object.entries(inputs)) {
  for (const level of [-1, 4, 5, 6, 7, 8, 9]) {
    console.log(name, level, ...['deflate', 'gzip', 'deflateRaw'].map((f) => sum(z[`${f}Sync`](input, { level }))));
  }
  console.log(name, sum(z.deflateSync(input, { dictionary: Buffer.from('an addon says hello') })), sum(z.deflateSync(input, { windowBits: 9, memLevel: 4 })));
}
const collect = async (stream, drive) => { const all = []; stream.on('data', (data) => all.push(data)); drive(stream); await once(stream, 'end'); return Buffer.concat(all); };
(async () => {
  console.log('in small pieces', sum(await collect(z.createGzip({ chunkSize: 64, level: 9 }), (s) => s.end(text))));
  for (const [from, to] of [[6, 9], [0, 6], [6, 0]]) {
    const packed = await collect(z.createDeflate({ level: from }), (s) => s.write(text.subarray(0, 9000), () => s.params(to, 0, () => s.end(text.subarray(9000)))));
    console.log('level', from, 'then', to, sum(packed), z.inflateSync(packed).equals(text));
  }
})();
