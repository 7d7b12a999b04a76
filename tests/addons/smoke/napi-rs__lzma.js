'use strict'
const { main, step } = require('../lib/step.js')

main(async () => {
  const x = require('@napi-rs/lzma/xz'),
    l = require('@napi-rs/lzma/lzma')
  await step('x', async () => {
    const c = await x.compress('hello'.repeat(50))
    return [
      c.length,
      (await x.decompress(c)).toString().length,
      x.decompressSync(x.compressSync(Buffer.from('abc'))).toString(),
      (await l.decompress(await l.compress('q'))).toString(),
    ]
  })
  await step('bad', async () => x.decompress(Buffer.from('junk')))
  await step('stream', () => {
    const { XzCompressor } = require('@napi-rs/lzma')
    return XzCompressor ? 1 : 0
  })
})
