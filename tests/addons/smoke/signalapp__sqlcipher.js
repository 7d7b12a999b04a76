'use strict'
const { main, step, tmp } = require('../lib/step.js')

main(async () => {
  const { default: Database, setLogger } = await import('@signalapp/sqlcipher')
  await step('db', () => {
    const db = new Database(':memory:')
    db.exec('CREATE TABLE t (a INTEGER, b TEXT, c BLOB)')
    const i = db.prepare('INSERT INTO t VALUES (?, ?, ?)')
    db.transaction(() => {
      i.run([1, 'x', Buffer.from('z')])
      i.run([2, null, null])
    })()
    const r = db.prepare('SELECT * FROM t ORDER BY a').all()
    const g = db.prepare('SELECT a+1 AS q FROM t WHERE a = $a').get({ a: 2 })
    const p = db.pragma('user_version', { simple: true })
    db.close()
    return [r, g, p]
  })
  await step('err', () => {
    const db = new Database(':memory:')
    try {
      db.exec('SELEC')
    } finally {
      db.close()
    }
  })
  await step('key', () => {
    const f = tmp('e.db')
    let db = new Database(f)
    db.pragma("key = 'pw'")
    db.exec('CREATE TABLE x(a)')
    db.close()
    db = new Database(f)
    db.pragma("key = 'bad'")
    try {
      db.exec('SELECT * FROM x')
    } finally {
      db.close()
    }
  })
  await step('closed', () => {
    const db = new Database(':memory:')
    db.close()
    db.exec('x')
  })
})
