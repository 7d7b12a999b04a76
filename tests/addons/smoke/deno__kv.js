'use strict'
const { main, step, tmp } = require('../lib/step.js')

main(async () => {
  const { openKv, KvU64 } = require('@deno/kv')
  await step('kv', async () => {
    const kv = await openKv(tmp('kv.db'))
    await kv.set(['a', 1], { x: 1n, d: new Date(0), m: new Map([[1, 2]]) })
    const g = await kv.get(['a', 1])
    const l = []
    await kv.set(['a', 2], 'two')
    for await (const e of kv.list({ prefix: ['a'] })) l.push(e.key)
    const r = await kv
      .atomic()
      .check({ key: ['a', 3], versionstamp: null })
      .set(['a', 3], new KvU64(5n))
      .commit()
    await kv.atomic().sum(['a', 3], 7n).commit()
    const s = await kv.get(['a', 3])
    kv.close()
    return [g.value, l, r.ok, s.value]
  })
  await step('queue', async () => {
    const kv = await openKv(':memory:')
    let got
    const p = new Promise((r) => {
      kv.listenQueue((m) => {
        r(m)
      })
    })
    await kv.enqueue({ hello: 1 })
    got = await p
    kv.close()
    return got
  })
  await step('watch', async () => {
    const kv = await openKv(':memory:')
    const s = kv.watch([['a']])
    const rd = s.getReader()
    const first = (await rd.read()).value[0].value
    await kv.set(['a'], 9)
    const second = (await rd.read()).value[0].value
    await rd.cancel()
    kv.close()
    return [first, second]
  })
  await step('bad', async () => {
    await openKv('/nonexistent/dir/x.db')
  })
})
