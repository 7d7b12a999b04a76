'use strict'
const { main, step } = require('../lib/step.js')

main(async () => {
  const n = await import('node-datachannel')
  await step('pc', async () => {
    const nd = n.default || n
    const a = new nd.PeerConnection('A', { iceServers: [] }),
      b = new nd.PeerConnection('B', { iceServers: [] })
    a.onLocalDescription((s, t) => b.setRemoteDescription(s, t))
    a.onLocalCandidate((c, m) => b.addRemoteCandidate(c, m))
    b.onLocalDescription((s, t) => a.setRemoteDescription(s, t))
    b.onLocalCandidate((c, m) => a.addRemoteCandidate(c, m))
    const got = new Promise((r) =>
      b.onDataChannel((dc) => {
        dc.onMessage((m) => {
          dc.sendMessage('echo ' + m)
        })
        globalThis.keep = dc
      }),
    )
    const ans = new Promise((r) => {
      const dc = a.createDataChannel('t')
      dc.onOpen(() => dc.sendMessage('hi'))
      dc.onMessage((m) => r([m, dc.getLabel()]))
    })
    const x = await Promise.race([ans, new Promise((r) => setTimeout(() => r('slow'), 8000))])
    a.close()
    b.close()
    nd.cleanup()
    return x
  })
})
