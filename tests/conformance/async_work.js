// Chapter async_work.
'use strict'
const { addon, child, equal, lines, ok, status, test, until } = require('./lib.js')
const { E, F, I, L, N, O, S, V, check, modules, step } = require('./raw.js')
const work = addon('async_work')

const create = () => [step('napi_create_async_work', [E, N, V('raw'), F('execute'), F('complete'), N, O('p')])]
const drop = step('napi_delete_async_work', [E, L(0)])

check('napi_create_async_work', {
  cls: 'G', args: () => [V({}), V('name'), F('execute'), F('complete'), N, O('p')], nulls: [2, 5], optional: [0, 3, 4],
  wrong: [],
  afterGood: [drop],
})
check('napi_delete_async_work', { cls: 'G', before: create, args: () => [L(0)], nulls: [0], after: [drop] })

for (const version of [8, 9, 10, 'experimental']) {
  const run = (...steps) => modules[version].run(steps)
  test(`napi_queue_async_work and napi_cancel_async_work: wrong arguments (version ${version})`, () => {
    for (const name of ['napi_queue_async_work', 'napi_cancel_async_work']) {
      const [, noEnv, noWork] = run(create()[0], step(name, [N, L(0)]), step(name, [E, N]), drop)
      equal([noEnv.status, noWork.status], [status.invalid_arg, status.invalid_arg], name)
    }
  })
  test(`napi_queue_async_work with an exception pending (version ${version})`, async () => {
    const before = modules[version].counters().called
    const [made, queued] = run(create()[0], step('napi_queue_async_work', [E, L(0)], 1))
    equal([queued.status, queued.threw], [status.ok, true])
    // Both execute and complete count.
    await until(() => modules[version].counters().called === before + 2)
    equal(run(step('napi_delete_async_work', [E, I(made.out[0])]))[0].status, status.ok)
  })
}

test('the name may be any value that coerces to a string', () => {
  const boom = new Error('name')
  const [bad] = modules[10].run([step('napi_create_async_work', [E, N, V({ toString() { throw boom } }), F('execute'), F('complete'), N, O('p')])])
  equal([bad.status, bad.out[0]], [status.string_expected, 'untouched'])
})

const queue = (milliseconds, how = 'queue') => new Promise((resolve) => {
  equal(work[how](milliseconds, (...args) => resolve(args)), status.ok)
})

test('work runs and completes', async () => {
  equal(await queue(3), [status.ok, 9])
})

test('what ends first completes first', async () => {
  const done = []
  const held = queue(0, 'queue_held').then(() => done.push('held'))
  const short = queue(0).then(() => { done.push('short'); work.let_go() })
  await Promise.all([held, short])
  equal(done, ['short', 'held'])
})

test('a thousand items', async () => {
  const all = await Promise.all(Array.from({ length: 1000 }, () => queue(0)))
  ok(all.every(([answer, square]) => answer === status.ok && square === 0))
})

test('cancelled work completes with napi_cancelled', async () => {
  const answers = []
  let done
  const finished = new Promise((resolve) => { done = resolve })
  equal(work.queue_and_cancel(30, (answer) => { answers.push(answer); if (answers.length === 5) done() }), [status.ok, status.ok])
  await finished
  equal(answers.filter((answer) => answer === status.cancelled).length, 1)
  equal(answers.filter((answer) => answer === status.ok).length, 4)
})

test('work that has started cannot be cancelled', async () => {
  let answer
  const finished = new Promise((resolve) => { answer = work.cancel_too_late(60, resolve) })
  equal(answer, status.generic_failure)
  equal(await finished, status.ok)
})

test('work that was never queued can be deleted', () => {
  equal(work.create_and_delete(0, () => 1), status.ok)
})

test('ticks and microtasks drain after complete', async () => {
  const log = []
  await new Promise((resolve) => {
    work.queue(0, () => {
      Promise.resolve().then(() => log.push('microtask'))
      process.nextTick(() => log.push('tick'))
      setImmediate(() => { log.push('immediate'); resolve() })
      log.push('complete')
    })
  })
  equal(log, ['complete', 'tick', 'microtask', 'immediate'])
})

test('what complete throws becomes an uncaughtException', () => {
  const caught = child(`
    process.on('uncaughtException', (error, origin) => console.log(error.code, origin))
    addon('async_work').queue_throwing(0, () => console.log('called'))
  `)
  equal([lines(caught.out), caught.code], [['called', 'E_COMPLETE uncaughtException'], 0])
  const dies = child("addon('async_work').queue_throwing(0, () => {}); setTimeout(() => console.log('not reached'), 30000)")
  equal([dies.out, dies.code], ['', 1])
  ok(dies.err.includes('thrown by complete'))
})

test('queued work keeps the process', () => {
  equal(child("addon('async_work').queue(50, () => console.log('done'))").out, 'done\n')
})
