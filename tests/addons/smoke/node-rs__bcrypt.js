'use strict'
const { main, step } = require('../lib/step.js')

main(async () => {
  const b = require('@node-rs/bcrypt')
  const cost = 4
  await step('hash', async () => {
    const h = await b.hash('pw', { cost })
    return [
      h.length,
      await b.verify('pw', h),
      b.verifySync('no', h),
      b.hashSync('pw', { cost, salt: Buffer.alloc(16, 1) }),
      (await b.genSalt({ cost })).length,
    ]
  })
  await step('bad', () => b.verify('pw', 'nope'))
  await step('aborted', () => b.hash('pw', { cost, signal: AbortSignal.abort() }))
  await step('abort', async () => {
    const a = new AbortController()
    const p = b.hash('pw', { cost: 14, signal: a.signal })
    a.abort()
    return p
  })
})
