'use strict'
const { main, step } = require('../lib/step.js')

main(async () => {
  const q = require('quickbit-native')
  await step('q', () => {
    const b = new Uint8Array(32)
    q.set(b, 5, true)
    q.fill(b, true, 100, 120)
    const i = q.Index.from(b)
    return [q.get(b, 5), q.findFirst(b, true), q.findLast(b, true), q.findFirst(b, true, 6), i.skipFirst(true, 0)]
  })
})
