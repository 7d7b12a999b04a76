// Libraries inside the host whose C functions addons call: zlib and Brotli.
'use strict'
const zlib = require('zlib')
const { addon, equal, ok, test } = require('./lib.js')
const libraries = addon('libraries')

const text = Buffer.from('the quick brown fox jumps over the lazy dog. '.repeat(40))

test('what an addon compresses the module zlib reads', () => {
  const deflated = libraries.deflated(text)
  ok(deflated.length < 200)
  equal(zlib.inflateSync(deflated).compare(text), 0)
  const brotli = libraries.brotli(text)
  ok(brotli.length < 200)
  equal(zlib.brotliDecompressSync(brotli).compare(text), 0)
})

test('what the module zlib compresses an addon reads', () => {
  equal(libraries.inflated(zlib.deflateSync(text)).compare(text), 0)
  equal(libraries.unbrotli(zlib.brotliCompressSync(text)).compare(text), 0)
})

test('checksums', () => equal(libraries.checksum(Buffer.from('123456789')), 0xcbf43926))

test('broken data is told, not read', () => {
  equal(libraries.inflated(Buffer.from('junk that is no stream')), null)
  equal(libraries.unbrotli(Buffer.from('junk that is no stream')), null)
})
