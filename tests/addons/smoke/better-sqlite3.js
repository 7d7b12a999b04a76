'use strict'
const { Worker } = require('worker_threads')
const { main, step, tmp } = require('../lib/step.js')

main(async () => {
  const Database = require('better-sqlite3')
  const memory = () => new Database(':memory:')
  await step('rows', () => {
    const db = memory()
    db.exec('create table t(a integer, b text, c blob, d real)')
    const insert = db.prepare('insert into t values (?, ?, ?, ?)')
    const made = insert.run(1, 'xé😀', Buffer.from('bb'), 1.5)
    insert.run(2, null, null, -0.5)
    const all = db.prepare('select * from t order by a')
    return [made, all.all(), all.get(), all.raw().all(), [...db.prepare('select a from t').iterate()], all.columns()]
  })
  await step('integers', () => [
    memory().prepare('select 9007199254740993').pluck().safeIntegers().get(),
    memory().prepare('select ?').pluck().safeIntegers().get(2n ** 60n),
  ])
  await step('an integer too large', () => memory().prepare('select ?').get(2n ** 64n))
  await step('transactions', () => {
    const db = memory()
    db.exec('create table t(a)')
    const add = db.transaction((values) => {
      for (const value of values) {
        db.prepare('insert into t values (?)').run(value)
        if (value === 3) throw new RangeError('three')
      }
    })
    add([1, 2])
    try {
      add.immediate([5, 3])
    } catch (error) {
      return [error.name, error.message, db.prepare('select a from t').pluck().all(), db.inTransaction]
    }
  })
  await step('functions', () => {
    const db = memory()
    db.function('add2', (a, b) => a + b)
    db.function('boom', () => {
      throw new TypeError('from js')
    })
    db.aggregate('total2', { start: 0, step: (sum, n) => sum + n, result: (sum) => sum * 2 })
    const seen = [db.prepare('select add2(3, 4)').pluck().get()]
    try {
      db.prepare('select boom()').get()
    } catch (error) {
      seen.push(error.name, error.message)
    }
    return [...seen, db.prepare('select total2(value) from (select 1 value union select 2)').pluck().get()]
  })
  await step('a table of JavaScript', () => {
    const db = memory()
    db.table('range2', {
      columns: ['v'],
      parameters: ['low', 'high'],
      *rows(low, high) {
        for (let i = low; i <= high; i++) yield [i]
      },
    })
    return db.prepare('select * from range2(3, 6)').pluck().all()
  })
  await step('backup', async () => {
    const db = new Database(tmp('b.db'))
    db.exec('create table t(a)')
    const insert = db.prepare('insert into t values (?)')
    db.transaction(() => {
      for (let i = 0; i < 3000; i++) insert.run(`row ${i}`)
    })()
    const done = await db.backup(tmp('copy.db'), { progress: () => 20 })
    return [done.remainingPages, new Database(tmp('copy.db')).prepare('select count(*) n from t').get()]
  })
  await step('serialized', () => {
    const db = memory()
    db.exec('create table t(a); insert into t values (7)')
    return new Database(db.serialize()).prepare('select a from t').get()
  })
  await step('syntax', () => memory().exec('selec'))
  await step('no table', () => memory().prepare('select * from nope'))
  await step('no folder', () => new Database(tmp('no/such/dir.db')))
  await step('busy', () => {
    const db = memory()
    for (const row of db.prepare('select 1 union select 2').iterate()) db.exec('create table q(a)')
  })
  const name = JSON.stringify(require.resolve('better-sqlite3'))
  const worker = (code) => new Worker(`const Database = require(${name}); const db = new Database(':memory:'); ${code}`, { eval: true })
  await step('in a worker', () => new Promise((resolve, reject) => {
    worker("require('worker_threads').parentPort.postMessage(db.prepare('select 42 v').get())").on('message', resolve).on('error', reject)
  }))
  await step('a worker that ends in the middle', async () => {
    const endless = worker(`require('worker_threads').parentPort.postMessage(1)
      for (const row of db.prepare('with recursive c(x) as (select 1 union all select x + 1 from c) select x from c').iterate());`)
    await new Promise((resolve) => endless.once('message', resolve))
    return endless.terminate()
  })
})
