'use strict'
const { main, step } = require('../lib/step.js')

main(async () => {
  const { Chunker } = require('rabin-native')
  await step('r', () => {
    const c = new Chunker()
    const data = Buffer.alloc(3e6)
    for (let i = 0, x = 1; i < data.length; i++) {
      x = (x * 1103515245 + 12345) & 0x7fffffff
      data[i] = x >> 16
    }
    const out = []
    for (const ch of c.push(data)) out.push(ch.byteLength)
    const e = c.end()
    return [out, e && e.byteLength]
  })
})
