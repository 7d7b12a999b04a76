'use strict'
const { main, step } = require('../lib/step.js')

main(async () => {
  const { Pty } = require('@replit/ruspty')
  await step(
    'pty',
    () =>
      new Promise((res) => {
        let d = '',
          x
        const p = new Pty({
          command: '/bin/sh',
          args: ['-c', 'echo hi; exit 4'],
          envs: {},
          dir: '/',
          size: { rows: 24, cols: 80 },
          onExit: (err, code) => {
            x = [err, code]
            setTimeout(() => res([d, x]), 100)
          },
        })
        p.read.on('data', (c) => {
          d += c
        })
      }),
  )
  await step(
    'in',
    () =>
      new Promise((res) => {
        let d = ''
        const p = new Pty({
          command: '/bin/cat',
          args: [],
          envs: {},
          dir: '/',
          onExit: (err, code) => setTimeout(() => res([d, code]), 100),
        })
        p.read.on('data', (c) => {
          d += c
          if (d.includes('hello\r\nhello')) p.write.write('\x04')
        })
        p.write.write('hello\n')
      }),
  )
})
