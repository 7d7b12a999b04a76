'use strict'
const { main, step } = require('../lib/step.js')

main(async () => {
  const utp = require('utp-native')
  await step(
    'u',
    () =>
      new Promise((res, rej) => {
        const s = utp.createServer((c) => {
          c.on('data', (d) => c.write('echo ' + d))
          c.on('end', () => c.end())
        })
        s.listen(0, '127.0.0.1', () => {
          const c = utp.connect(s.address().port, '127.0.0.1')
          c.on('error', rej)
          c.write('hi')
          c.on('data', (d) => {
            c.end()
            c.on('close', () => {})
            s.close()
            res(d.toString())
          })
        })
      }),
  )
})
