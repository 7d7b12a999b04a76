'use strict'
const { main, step } = require('../lib/step.js')

main(async () => {
  const j = require('@julusian/jpeg-turbo')
  const raw = Buffer.alloc(32 * 16 * 4)
  for (let i = 0; i < raw.length; i++) raw[i] = (i * 7) & 255
  await step('sync', () => {
    const c = j.compressSync(raw, {
      format: j.FORMAT_RGBA,
      width: 32,
      height: 16,
      quality: 80,
      subsampling: j.SAMP_420,
    })
    const d = j.decompressSync(c.data ? c.data : c, { format: j.FORMAT_RGBA })
    return [Object.keys(c), (c.data || c).length, d.width, d.height, d.data.length]
  })
  await step('async', async () => {
    const c = await j.compress(raw, { format: j.FORMAT_RGBA, width: 32, height: 16, quality: 80 })
    const d = await j.decompress(c.data || c, { format: j.FORMAT_RGB })
    return [d.width, d.format, d.data.length]
  })
  await step('size', () => j.bufferSize({ width: 32, height: 16, subsampling: j.SAMP_420 }))
  await step('bad', () => j.decompressSync(Buffer.from('junk'), { format: j.FORMAT_RGBA }))
  await step('bad async', () => j.decompress(Buffer.from('junk'), { format: j.FORMAT_RGBA }))
  await step('badopt', () => j.compressSync(raw, {}))
})
