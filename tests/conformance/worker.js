// One library in two environments: the main thread's and a worker's.
'use strict'
const { addon, addonPath, child, equal, lines, ok, test } = require('./lib.js')
const { Worker } = require('worker_threads')

// Runs code in a worker: what it posted, and its exit code.
function inWorker(code, options = {}) {
  const prelude = `
    const { parentPort } = require('worker_threads')
    const addon = (name) => require(${JSON.stringify(addonPath('@'))}.replace('@', name))
  `
  return new Promise((resolve, reject) => {
    const posted = []
    const worker = new Worker(prelude + code, { eval: true, ...options })
    worker.on('message', (message) => posted.push(message))
    worker.on('error', reject)
    worker.on('exit', (code) => resolve({ posted, code }))
  })
}

test('an addon loads again in a worker, in an environment of its own', async () => {
  const env = addon('env')
  env.set_data(1)
  const { posted, code } = await inWorker(`
    const env = addon('env')
    parentPort.postMessage(env.get_data())
    env.set_data(2)
    parentPort.postMessage(env.get_data())
  `)
  equal([posted, code, env.get_data()], [[null, 2], 0, 1])
})

test('both styles of registration load in a worker', async () => {
  equal([addon('registered').style(), addon('unversioned').style], ['napi_module_register', 'napi_register_module_v1'])
  const { posted } = await inWorker(`
    parentPort.postMessage([addon('registered').style(), addon('unversioned').style])
  `)
  equal(posted, [['napi_module_register', 'napi_register_module_v1']])
})

test('init runs once per environment', async () => {
  const count = addon('module')()
  const { posted } = await inWorker("parentPort.postMessage(addon('module')())")
  equal(posted, [count + 1])
})

test('classes, wraps and errors work in a worker', async () => {
  const { posted } = await inWorker(`
    const { Counter } = addon('wrap')
    const counter = new Counter(41)
    let code
    try { addon('error').throw_kind(1, true) } catch (error) { code = error.code }
    parentPort.postMessage([counter.increment(), code, addon('string').round_utf8('h\\u00e9')])
  `)
  equal(posted, [[42, 'E_FIXTURE', 'h\u00e9']])
})

test('async work and thread-safe functions work in a worker', async () => {
  const { posted, code } = await inWorker(`
    addon('async_work').queue(5, (status, square) => parentPort.postMessage([status, square]))
    const tsfn = addon('tsfn')
    let sum = 0
    tsfn.start((n) => { sum += n; if (sum === 4950) parentPort.postMessage('all') }, 1, 100, 0)
  `)
  equal([posted.length, posted.some((one) => one === 'all'), code], [2, true, 0])
})

test('the main thread and a worker at the same time', async () => {
  const tsfn = addon('tsfn')
  let here = 0
  const mine = new Promise((resolve) => tsfn.start(() => { if (++here === 2000) resolve() }, 2, 1000, 0))
  const { posted } = await inWorker(`
    let there = 0
    addon('tsfn').start(() => { if (++there === 2000) parentPort.postMessage(there) }, 2, 1000, 0)
  `)
  await mine
  equal([here, posted], [2000, [2000]])
})

const order = [
  'buffer', 'hook 3', 'async B', 'hook 2', 'async A', 'hook 1', 'tsfn finalizer', 'add_finalizer', 'external', 'wrap 2', 'wrap 1', 'instance data',
]
const everything = `
  const cleanup = require(process.env.CLEANUP)
  cleanup.set_instance_data('instance data')
  cleanup.hold_tsfn(() => {})
  globalThis.kept = []
  cleanup.register_all(kept)
  kept.push(cleanup.external_buffer_name())
`
const runWorker = (code) => child(`
  process.env.CLEANUP = addonPath('cleanup')
  const { Worker } = require('worker_threads')
  const worker = new Worker(${JSON.stringify(code)}, { eval: true })
  worker.on('error', () => {})
  worker.on('exit', (code) => require(process.env.CLEANUP).print('exit ' + code))
`)

test('a worker tears down in the order of the main thread', () => {
  const seen = lines(runWorker(everything).out)
  equal([seen.slice(0, -1).filter((line) => order.includes(line)), seen[seen.length - 1]], [order, 'exit 0'])
})

test('process.exit() and an uncaught throw in a worker tear everything down', () => {
  const exited = lines(runWorker(`${everything}\nprocess.exit(7)`).out)
  equal([exited.filter((line) => order.includes(line)), exited[exited.length - 1]], [order, 'exit 7'])
  const thrown = lines(runWorker(`${everything}\nthrow new Error('in the worker')`).out)
  equal([thrown.filter((line) => order.includes(line)), thrown[thrown.length - 1]], [order, 'exit 1'])
})

test('terminate() with native work in flight', () => {
  const { out, code, signal } = child(`
    const { Worker } = require('worker_threads')
    const worker = new Worker(\`
      const { parentPort } = require('worker_threads')
      const work = require(\${JSON.stringify(addonPath('async_work'))})
      const tsfn = require(\${JSON.stringify(addonPath('tsfn'))})
      for (let i = 0; i < 8; i++) work.queue(20, () => {})
      tsfn.start(() => {}, 2, 100000, 4)
      parentPort.postMessage('busy')
      setInterval(() => {}, 1000)
    \`, { eval: true })
    worker.on('message', () => worker.terminate().then((code) => console.log('terminated', code)))
  `)
  equal([out, code, signal], ['terminated 1\n', 0, null])
})

test('a call in which the worker ends answers "pending exception", and the addon goes on to its return', async () => {
  const statuses = new Int32Array(new SharedArrayBuffer(32)).fill(-1)
  const { code } = await inWorker(`
    addon('function').call_recording(require('worker_threads').workerData, () => process.exit(3))
  `, { workerData: statuses })
  equal([[...statuses], code], [[10, 0, 1, 0, 10, 10, 0, 23], 3])
})

test('many workers, one after the other', async () => {
  for (let i = 0; i < 10; i++) {
    const { posted, code } = await inWorker("parentPort.postMessage(addon('number').as_int32(42))")
    equal([posted, code], [[42], 0])
  }
  ok(addon('number').as_int32(1) === 1)
})
