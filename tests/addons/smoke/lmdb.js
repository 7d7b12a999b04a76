'use strict'
const fs = require('fs')
const { main, step, tmp } = require('../lib/step.js')

main(async () => {
  const { open, compareKeys, keyValueToBuffer } = require('lmdb')
  await step('kv', async () => {
    const db = open({ path: tmp('l'), compression: true })
    await db.put('a', { x: 1, s: 'y'.repeat(3000) })
    await db.put(['k', 1], new Map([[1, 2]]))
    const r = [db.get('a').x, db.get(['k', 1]), db.getKeysCount(), [...db.getRange({ limit: 5 })].map((e) => e.key)]
    const t = await db.transaction(() => {
      db.put('b', 2)
      return db.get('b')
    })
    const sub = db.openDB('sub', { dupSort: true, encoding: 'ordered-binary' })
    await sub.put('k', 1)
    await sub.put('k', 2)
    r.push(t, [...sub.getValues('k')])
    await db.remove('a')
    r.push(db.get('a'))
    await db.close()
    return r
  })
  await step('ver', async () => {
    const db = open({ path: tmp('l2'), useVersions: true })
    await db.put('a', 1, 5)
    const e = db.getEntry('a')
    const ok = await db.put('a', 2, 6, 4)
    await db.close()
    return [e, ok]
  })
  await step('cond', async () => {
    const db = open({ path: tmp('l3'), sharedStructuresKey: Symbol.for('s'), cache: true })
    const rs = await Promise.all([1, 2, 3].map((i) => db.put('k' + i, { i, name: 'n' + i })))
    const s = db.getStats ? Object.keys(db.getStats()).length > 0 : 0
    let d = 0
    for (const { value } of db.getRange({ start: 'k1' })) d += value.i
    fs.mkdirSync(tmp('bk'))
    await db.backup(tmp('bk'))
    await db.close()
    return [rs, s, d]
  })
  await step(
    'worker',
    () =>
      new Promise((res, rej) => {
        const { Worker } = require('worker_threads')
        const w = new Worker(
          `const {open}=require(${JSON.stringify(require.resolve('lmdb'))}); const {parentPort,workerData}=require('worker_threads'); const db=open({path:workerData}); db.put('w',1).then(()=>db.close()).then(()=>parentPort.postMessage('ok'));`,
          { eval: true, workerData: tmp('l4') },
        )
        w.on('message', (m) =>
          w.once('exit', (c) => {
            const db = open({ path: tmp('l4') })
            const v = db.get('w')
            db.close()
            res([m, c, v])
          }),
        )
        w.on('error', rej)
      }),
  )
})
