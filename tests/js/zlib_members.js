// zlib: members of a gzip file one after the other, wherever the pieces of a stream end; what follows other formats is ignored.
'use strict';
const zlib = require('zlib');

const members = Buffer.concat([zlib.gzipSync('abc'), zlib.gzipSync('def')]);
const twice = Buffer.concat([zlib.deflateSync('abc'), zlib.deflateSync('def')]);

function inPieces(stream, data, size) {
  return new Promise((resolve) => {
    let text = '';
    stream.on('data', (piece) => { text += piece; }).on('end', () => resolve(text));
    stream.on('error', (error) => resolve(error.code));
    for (let at = 0; at < data.length; at += size) stream.write(data.subarray(at, at + size));
    stream.end();
  });
}

(async () => {
  for (const size of [1, 7, members.length / 2, members.length]) {
    console.log('gunzip', await inPieces(zlib.createGunzip(), members, size));
    console.log('unzip', await inPieces(zlib.createUnzip(), members, size));
    console.log('padded', await inPieces(zlib.createGunzip(), Buffer.concat([members, Buffer.alloc(9)]), size));
  }
  for (const size of [twice.length / 2, twice.length]) {
    console.log('inflate', await inPieces(zlib.createInflate(), twice, size));
    console.log('unzip', await inPieces(zlib.createUnzip(), twice, size));
  }
  console.log('short', await inPieces(zlib.createGunzip(), members.subarray(0, 30), 10));
})();
