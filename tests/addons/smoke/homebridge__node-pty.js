'use strict'
const { main, step } = require('../lib/step.js')

main(async () => {
  const pty = require('@homebridge/node-pty-prebuilt-multiarch')
  await step(
    'spawn',
    () =>
      new Promise((res) => {
        const p = pty.spawn('/bin/sh', ['-c', 'echo hello; read x; echo got $x; exit 3'], {
          cols: 60,
          rows: 20,
          cwd: '/',
          env: { PATH: process.env.PATH },
        })
        let d = ''
        p.onData((x) => {
          d += x
        })
        setTimeout(() => p.write('line\r'), 200)
        p.onExit((e) => setTimeout(() => res([d, e.exitCode, e.signal, typeof p.pid, p.process]), 100))
      }),
  )
  await step(
    'resize',
    () =>
      new Promise((res) => {
        const p = pty.spawn('/bin/sh', ['-c', 'sleep 0.3; stty size'], {
          cols: 60,
          rows: 20,
          cwd: '/',
          env: { PATH: process.env.PATH },
        })
        let d = ''
        p.onData((x) => {
          d += x
        })
        p.resize(99, 33)
        p.onExit((e) => setTimeout(() => res([d, p.cols, p.rows]), 100))
      }),
  )
  await step(
    'kill',
    () =>
      new Promise((res) => {
        const p = pty.spawn('/bin/cat', [], {})
        p.onExit((e) => res(e))
        setTimeout(() => p.kill(), 100)
      }),
  )
})
