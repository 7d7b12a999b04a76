'use strict';
// Differential: what comes back, what fails and how. Compressed bytes are not compared (zlib_bytes.js): encoders may differ.
// The expected text comes from Node 22 (tests/js/expected/zlib.txt).
const z = require('zlib');
const { promisify } = require('util');
const { pipeline, Readable } = require('stream');

const show = (r) => (Buffer.isBuffer(r) ? r.toString('latin1').slice(0, 60) : String(r));
function t(f) {
  const label = String(f).replace(/^\(\) => /, '').replace(/\s+/g, ' ').slice(0, 150);
  try {
    console.log(label, '=>', show(f()));
  } catch (e) {
    console.log(label, '!!', e.name, e.code, e.message, e.errno);
  }
}
const b = (...args) => Buffer.from(...args);
const join = (...args) => Buffer.concat(args);

const pairs = [['deflate', 'inflate'], ['gzip', 'gunzip'], ['deflateRaw', 'inflateRaw'], ['deflate', 'unzip'], ['gzip', 'unzip'], ['brotliCompress', 'brotliDecompress']];
const texts = ['', 'a', 'hello '.repeat(100), b(Array.from({ length: 70000 }, (_, i) => (i * i) & 255))];
for (const [to, from] of pairs) {
  for (const text of texts) {
    const back = z[`${from}Sync`](z[`${to}Sync`](text));
    console.log(to, from, back.length, back.equals(b(text)));
  }
  for (const level of [0, 1, 9]) {
    if (to.startsWith('brotli')) continue;
    for (const strategy of [0, 1, 2, 3, 4]) {
      const packed = z[`${to}Sync`](texts[2], { level, strategy, memLevel: 9, windowBits: 12 });
      if (!z[`${from}Sync`](packed).equals(b(texts[2]))) console.log('differs', to, level, strategy);
    }
  }
}
t(() => z.gzipSync('').subarray(0, 3).toString('hex'));
t(() => z.deflateSync('', { level: 9 }).subarray(0, 2).toString('hex'));
t(() => z.inflateSync('abc'));
t(() => z.inflateSync(z.deflateSync('abc').subarray(0, 5)));
t(() => z.gunzipSync(Buffer.alloc(0)));
t(() => z.gunzipSync(join(z.gzipSync('a'), z.gzipSync('b'))));
t(() => z.gunzipSync(join(z.gzipSync('a'), Buffer.alloc(3))));
t(() => z.gunzipSync(join(z.gzipSync('a'), b('zzz'))));
t(() => z.inflateSync(join(z.deflateSync('a'), b('zzz'))));
t(() => z.gunzipSync(join(z.gzipSync('a'), b([0x1f, 0x8b, 1]))));
t(() => z.unzipSync('x'));
t(() => z.unzipSync('yy'));
t(() => { const g = z.gzipSync('data'); g[g.length - 5] ^= 1; return z.gunzipSync(g); });
t(() => { const g = z.deflateSync('data'); g[g.length - 1] ^= 1; return z.inflateSync(g); });
t(() => z.inflateRawSync(b([0xff, 0xff])));
t(() => z.deflateSync(1));
t(() => z.deflateSync());
t(() => z.deflateSync('a', { level: 10 }));
t(() => z.deflateSync('a', { level: 'x' }));
t(() => z.deflateSync('a', { windowBits: 7 }));
t(() => z.gzipSync('a', { windowBits: 8 }));
t(() => z.deflateSync('a', { memLevel: 0 }));
t(() => z.deflateSync('a', { strategy: 9 }));
t(() => z.deflateSync('a', { chunkSize: 1 }));
t(() => z.deflateSync('a', { flush: 9 }));
t(() => z.deflateSync('a', { finishFlush: 'x' }));
t(() => z.deflateSync('a', { dictionary: 1 }));
const dictionary = b('abcdef');
t(() => z.inflateSync(z.deflateSync('abc', { dictionary })));
t(() => z.inflateSync(z.deflateSync('abc', { dictionary }), { dictionary: b('xyz') }));
t(() => z.inflateSync(z.deflateSync('abc', { dictionary }), { dictionary }));
t(() => z.inflateRawSync(z.deflateRawSync('abcabc', { dictionary }), { dictionary }));
t(() => z.inflateSync(z.deflateSync(Buffer.alloc(1000)), { maxOutputLength: 64 }));
t(() => { const { buffer, engine } = z.inflateSync(z.deflateSync('abc'), { info: true }); return buffer + engine.constructor.name + engine.bytesWritten; });
t(() => z.brotliDecompressSync('x'));
t(() => z.brotliDecompressSync(z.brotliCompressSync('hello').subarray(0, 4)));
t(() => z.brotliDecompressSync(b([0xff, 0xff, 0xff])));
t(() => z.brotliCompressSync('a', { params: { 99999: 1 } }));
t(() => z.brotliCompressSync('a', { params: { 1: 'x' } }));
t(() => z.brotliDecompressSync(z.brotliCompressSync('hello', { params: { [z.constants.BROTLI_PARAM_QUALITY]: 1, [z.constants.BROTLI_PARAM_LGWIN]: 16 } })));
t(() => z.crc32('hello'));
t(() => z.crc32('hello', 5));
t(() => z.crc32(b('hello')));
t(() => z.crc32(1));
t(() => z.crc32('a', 'b'));
t(() => z.inflateSync('', { finishFlush: 2 }));
t(() => z.inflateSync(z.deflateSync('hello').subarray(0, 8), { finishFlush: 2 }));
t(() => z.gunzipSync(new Uint16Array(3)));
t(() => z.deflate('a'));
t(() => z.deflate('a', {}, 1));
t(() => z.createDeflate({ level: 99 }));
t(() => new z.Deflate() instanceof require('stream').Transform);
t(() => z.Deflate() instanceof z.Deflate);
t(() => { const d = z.createDeflate(); d.close(); return d.destroyed; });
t(() => Object.keys(z.constants).filter((k) => /^(Z|BROTLI)_/.test(k)).length);
t(() => z.codes.Z_DATA_ERROR + z.codes['-3']);
t(() => z.Z_BEST_SPEED);

const collect = (stream) => new Promise((resolve) => {
  const parts = [];
  stream.on('data', (d) => parts.push(d));
  stream.on('end', () => resolve(Buffer.concat(parts)));
  stream.on('error', (e) => resolve(`${e.name} ${e.code} ${e.message} ${e.errno}`));
});

(async () => {
  for (const [to, from] of pairs) {
    const packed = await promisify(z[to])(texts[3]);
    console.log('async', to, (await promisify(z[from])(packed)).equals(texts[3]));
  }
  console.log(await promisify(z.inflate)('nope').catch((e) => `${e.code} ${e.message}`));
  for (const [to, from] of pairs) {
    const make = (name) => z[`create${name[0].toUpperCase()}${name.slice(1)}`];
    const chain = Readable.from([texts[3], texts[3], b('end')]).pipe(make(to)()).pipe(make(from)({ chunkSize: 100 }));
    const all = await collect(chain);
    console.log('stream', to, all.length, all.equals(join(texts[3], texts[3], b('end'))), chain.bytesWritten > 0);
  }
  const gzipped = z.gzipSync('byte by byte');
  const gunzip = z.createGunzip();
  const result = collect(gunzip);
  for (const byte of gzipped) gunzip.write(b([byte]));
  gunzip.end();
  console.log(show(await result));
  for (const bad of [b('bad'), z.deflateSync('cut').subarray(0, 6), join(z.deflateSync('ok'), b('tail'))]) {
    const inflate = z.createInflate();
    const seen = collect(inflate);
    inflate.end(bad);
    console.log('inflate', show(await seen));
  }
  const flushed = z.createDeflate();
  const inflated = z.createInflate();
  flushed.pipe(inflated);
  inflated.on('data', (d) => console.log('got', d.toString()));
  flushed.write('first');
  await new Promise((r) => flushed.flush(r));
  await new Promise((r) => setTimeout(r, 20));
  console.log('flushed');
  flushed.params(9, z.constants.Z_DEFAULT_STRATEGY, () => {
    console.log('params');
    flushed.end('second');
  });
  await new Promise((r) => inflated.on('end', r));
  await new Promise((resolve) => pipeline(Readable.from([b('x')]), z.createGunzip(), async function* (s) { yield* s; }, (e) => {
    console.log('pipeline', e?.code);
    resolve();
  }));
  const closed = z.createGzip();
  closed.on('close', () => console.log('close'));
  closed.write('x');
  closed.close(() => console.log('closed'));
})();

// The old place of the constants, and the module that has everybody's.
console.log(z.DEFLATE, z.UNZIP, z.Z_BEST_SPEED, Object.keys(z).includes('DEFLATE'));
const old = require('constants');
console.log(old.RSA_PKCS1_PADDING, old.O_RDONLY, old.SIGTERM, old.SSL_OP_NO_TLSv1, 'defaultCipherList' in old, Object.isFrozen(old));

// Gzip has no dictionaries.
console.log(z.gunzipSync(z.gzipSync('hallo', { dictionary: Buffer.from('hallo') })).toString());
