// Compressors driven by hand, as pngjs does (`_handle.writeSync`) and minizlib, below tar (`_processChunk` with the handle kept open);
// and what follows the end of a DecompressionStream. Expected is what 22.14 and 26.9 both print.
'use strict';
const zlib = require('zlib');
const { Z_FINISH, Z_SYNC_FLUSH } = zlib.constants;
const packed = zlib.deflateSync('hello world '.repeat(20));

const inflate = zlib.createInflate();
inflate._handle.writeSync(Z_FINISH, packed, 0, packed.length, inflate._outBuffer, inflate._outOffset, 100);
console.log('step', inflate._writeState.join(), inflate._outBuffer.toString('latin1', 0, 22), inflate._chunkSize);
const [, left] = inflate._writeState;
inflate._handle.writeSync(Z_FINISH, packed, packed.length - left, left, inflate._outBuffer, 100, inflate._chunkSize - 100);
console.log('rest', inflate._writeState.join(), inflate._outBuffer.toString('latin1', 228, 240));
inflate._handle.close();

const gzip = zlib.createGzip();
gzip.on('close', () => console.log('never'));
const whole = gzip._processChunk(Buffer.from('all at once'), Z_FINISH);
console.log('processChunk', zlib.gunzipSync(whole).toString(), gzip._handle);

// The handle is kept from closing between pieces.
function piece(engine, chunk, flush) {
  const { _handle: handle } = engine;
  const { close } = handle;
  handle.close = () => {};
  try {
    return Buffer.from(engine._processChunk(chunk, flush));
  } finally {
    engine._handle = handle;
    handle.close = close;
  }
}
const pieces = zlib.createGzip();
const parts = ['one ', 'two ', 'three'].map((text, index) => piece(pieces, Buffer.from(text), index < 2 ? Z_SYNC_FLUSH : Z_FINISH));
pieces._handle.close();
console.log('pieces', zlib.gunzipSync(Buffer.concat(parts)).toString());
const back = zlib.createGunzip();
console.log('back', parts.map((part, index) => piece(back, part, index < 2 ? Z_SYNC_FLUSH : Z_FINISH).toString()).join('|'));

const broken = zlib.createGunzip();
broken.on('error', (error) => console.log('event', error.code));
try {
  broken._processChunk(Buffer.from('no gzip at all'), Z_FINISH);
} catch (error) {
  console.log('thrown', error.code, error.message, error.errno, broken._handle);
}
zlib.createGunzip()._processChunk(whole, Z_FINISH, (...args) => console.log('with a callback', args.length));

for (const params of [{ 0: 0, '00': 0 }, { [zlib.constants.BROTLI_PARAM_DISABLE_LITERAL_CONTEXT_MODELING]: 42 }]) {
  try {
    zlib.createBrotliCompress({ params });
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
}

async function web() {
  const bytes = [zlib.gzipSync('x'), Buffer.concat([zlib.gzipSync('x').subarray(0, 10), Buffer.from('what is this')])];
  for (const input of bytes) {
    const stream = new Blob([input]).stream().pipeThrough(new DecompressionStream('gzip'));
    console.log('web', await Array.fromAsync(stream).then((list) => Buffer.concat(list).toString(), (error) => `${error.name} ${error.cause?.code}`));
  }
}
web();
