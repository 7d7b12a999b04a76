'use strict'
const { main, step } = require('../lib/step.js')

main(async () => {
  const { Impit } = require('impit')
  await step('f', async () => {
    const http = require('http')
    const s = http.createServer((q, r) => {
      let b = ''
      q.on('data', (c) => {
        b += c
      })
      q.on('end', () => {
        r.setHeader('x-y', 'z')
        r.end(JSON.stringify([q.method, q.url, b, q.headers['x-a']]))
      })
    })
    await new Promise((r) => s.listen(0, '127.0.0.1', r))
    const u = 'http://127.0.0.1:' + s.address().port
    const i = new Impit({ browser: 'chrome' })
    const r = await i.fetch(u + '/a?b=c', { method: 'POST', body: 'hello', headers: { 'x-a': '1' } })
    const o = [r.status, r.ok, r.headers.get('x-y'), await r.text()]
    const r2 = await i.fetch(u)
    o.push(await r2.json())
    const r3 = await i.fetch(u)
    let n = 0
    for await (const c of r3.body) n += c.length
    o.push(n > 0)
    s.close()
    s.closeAllConnections && s.closeAllConnections()
    return o
  })
  await step('bad', async () => {
    try {
      await new Impit().fetch('http://127.0.0.1:9/')
    } catch (e) {
      return [e.name, e.constructor.name]
    }
  })
  await step('bad2', () => new Impit({ browser: 'nope' }))
})
