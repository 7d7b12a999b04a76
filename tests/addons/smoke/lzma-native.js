'use strict'
const { main, step } = require('../lib/step.js')

main(async () => {
  const l = require('lzma-native')
  await step('c', async () => {
    const c = await l.compress('hello'.repeat(100))
    const d = await l.decompress(c)
    return [
      c.length > 20,
      d.length,
      l.versionString(),
      l.checkSize ? 1 : 0,
      l.isXZ(c),
      (await l.parseFileIndex({ fileSize: c.length, read: (n, o, cb) => cb(null, c.slice(o, o + n)) }))
        .uncompressedSize,
    ]
  })
  await step(
    'stream',
    () =>
      new Promise((res, rej) => {
        const e = l.createCompressor(),
          d = l.createDecompressor()
        const out = []
        e.pipe(d)
        d.on('data', (x) => out.push(x))
          .on('end', () => res(Buffer.concat(out).length))
          .on('error', rej)
        for (let i = 0; i < 50; i++) e.write(Buffer.alloc(5000, i))
        e.end()
      }),
  )
  await step('bad', async () => l.decompress('junkjunkjunk'))
  await step('crc', () => [l.crc32('abc'), l.createStream('easyEncoder').constructor.name])
  await step('alone', async () => {
    const c = await l.LZMA().compress('abc', 3)
    return new Promise((r) => l.LZMA().decompress(c, (x) => r(String(x))))
  })
})
