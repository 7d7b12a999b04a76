'use strict'
const path = require('path')
const { main, step, tmp } = require('../lib/step.js')

main(async () => {
  const { SeqpacketServer, SeqpacketSocket, DgramSocket } = require('node-unix-socket')
  await step(
    'dgram',
    () =>
      new Promise((res) => {
        const a = new DgramSocket((e) => {}),
          b = new DgramSocket()
        a.bind(tmp('a.s'))
        b.bind(tmp('b.s'))
        a.on('data', (buf, p) => {
          res([buf.toString(), path.basename(p)])
          a.close()
          b.close()
        })
        b.sendTo(Buffer.from('hello'), 0, 5, tmp('a.s'))
      }),
  )
  await step(
    'seq',
    () =>
      new Promise((res, rej) => {
        const s = new SeqpacketServer()
        const log = []
        s.listen(tmp('q.s'))
        s.on('connection', (c) => {
          c.on('data', (d) => {
            log.push(d.toString())
            c.write(Buffer.from('re:' + d))
          })
          c.on('end', () => {
            log.push('end')
          })
        })
        const c = new SeqpacketSocket()
        c.on('error', rej)
        c.connect(tmp('q.s'), () => {
          c.write(Buffer.from('one'))
        })
        c.on('data', (d) => {
          log.push(d.toString())
          c.destroy()
          s.close()
        })
        c.on('close', () => res(log))
      }),
  )
  await step(
    'bad',
    () =>
      new Promise((res) => {
        const c = new SeqpacketSocket()
        c.on('error', (e) => res(e.message))
        c.connect(tmp('none.s'))
      }),
  )
})
