'use strict'
const { main, step } = require('../lib/step.js')

main(async () => {
  const UDX = require('udx-native')
  await step('u', async () => {
    const u = new UDX()
    const a = u.createSocket(),
      b = u.createSocket()
    a.bind(0, '127.0.0.1')
    b.bind(0, '127.0.0.1')
    const s1 = u.createStream(1),
      s2 = u.createStream(2)
    s1.connect(a, 2, b.address().port, '127.0.0.1')
    s2.connect(b, 1, a.address().port, '127.0.0.1')
    const got = new Promise((r) => s2.once('data', (d) => r(d.toString())))
    s1.write(Buffer.from('hello udx'))
    const x = await got
    s1.destroy()
    s2.destroy()
    await a.close()
    await b.close()
    return x
  })
  await step('msg', async () => {
    const u = new UDX()
    const a = u.createSocket(),
      b = u.createSocket()
    a.bind(0, '127.0.0.1')
    b.bind(0, '127.0.0.1')
    const g = new Promise((r) => b.on('message', (m) => r(m.toString())))
    await a.send(Buffer.from('dgram'), b.address().port, '127.0.0.1')
    const x = await g
    await a.close()
    await b.close()
    return x
  })
  await step('lookup', async () => {
    const u = new UDX()
    return u.lookup('localhost', { family: 4 })
  })
  await step('ifs', () =>
    new UDX()
      .networkInterfaces()
      .filter((i) => i.internal)
      .map((i) => i.name)
      .slice(0, 1),
  )
})
