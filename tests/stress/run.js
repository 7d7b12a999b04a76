// A stress run, bounded in count: `HOST [--expose-gc] run.js [SCALE]`. Calls from many
// threads, works that are cancelled, workers that are terminated amid both; three times,
// and every item is accounted for each time. What stays in memory from round to round is
// bounded. SCALE (1 unless given) multiplies the counts.
'use strict'
const { Worker } = require('worker_threads')
const { addon, addonPath } = require('../conformance/find.js')
const fixture = addon('stress')

const scale = Number(process.argv[2] || 1)
const times = (count) => Math.max(1, Math.round(count * scale))
const ROUNDS = 3
const PRODUCERS = 8
// Of the third round over the second. (The C library keeps memory for each of several
// threads; MALLOC_ARENA_MAX=1 makes it keep less.)
const GROWTH_LIMIT = 32 * 2 ** 20

const turn = () => new Promise((resolve) => setImmediate(resolve))
const counts = () => {
  const names = [
    'accepted', 'delivered', 'handedBack', 'wrong', 'made', 'finalized', 'producers', 'queued', 'executed', 'completed',
    'cancelled',
  ]
  return Object.fromEntries(fixture.counts().map((count, i) => [names[i], count]))
}

// Waits until all that was begun has ended, and checks that the numbers agree.
async function settled(what) {
  let now
  do {
    await new Promise((resolve) => setTimeout(resolve, 2))
    now = counts()
  } while (now.made !== now.finalized || now.producers > 0 || now.queued !== now.completed)
  const lost = now.accepted - now.delivered - now.handedBack
  const unrun = now.queued - now.executed - now.cancelled
  if (lost !== 0 || unrun !== 0 || now.wrong !== 0) throw new Error(`${what}: ${JSON.stringify({ lost, unrun, ...now })}`)
}

async function calls() {
  fixture.flood(() => {}, PRODUCERS, times(1e6 / ROUNDS), 0, -1, true)
  await settled('calls, unbounded')
  for (const queue of [1, 16, 1024]) {
    fixture.flood(() => {}, PRODUCERS, times(10000), queue, -1, true)
    await settled(`calls, queue of ${queue}`)
  }
  for (let i = 0; i < times(100); i++) {
    // Aborted early, late or not at all, several at a time.
    fixture.flood(() => {}, PRODUCERS, 200, [0, 1, 16, 1024][i % 4], i * 7 % 250, i % 2 === 0)
    if (i % 5 === 0) await turn()
  }
  await settled('calls, aborted')
}

async function works() {
  for (let i = 0; i < 10; i++) {
    fixture.works(times(1000), i, 1 + i % 3)
    if (i % 3 === 0) await turn()
  }
  await settled('works')
}

const source = `
  const fixture = require(${JSON.stringify(addonPath('stress'))})
  const { parentPort, workerData } = require('worker_threads')
  fixture.works(20, 500, 4)
  fixture.flood(() => {}, 2, 2000, workerData % 3, -1, workerData % 2 === 0)
  setInterval(() => {}, 1000)
  parentPort.postMessage('busy')
  fixture.works(20, 200, 0)
`

async function worker(number) {
  const one = new Worker(source, { eval: true, workerData: number })
  const ended = new Promise((resolve, reject) => one.on('exit', resolve).on('error', reject))
  if (number % 4 > 0) await new Promise((resolve) => one.on('message', resolve))
  await one.terminate()
  await ended
}

async function workers() {
  const all = Array.from({ length: times(200 / ROUNDS) }, (_, i) => i)
  const next = async () => { while (all.length > 0) await worker(all.pop()) }
  await Promise.all([next(), next(), next(), next()])
  await settled('workers')
}

async function main() {
  const memory = []
  for (let round = 0; round < ROUNDS; round++) {
    for (const part of [calls, works, workers]) {
      const start = Date.now()
      await part()
      if (scale >= 1) console.log(`round ${round + 1}: ${part.name} in ${Date.now() - start} ms`)
    }
    for (let i = 0; i < 4; i++) {
      if (global.gc) global.gc()
      await turn()
    }
    memory.push(process.memoryUsage().rss)
  }
  const growth = memory[2] - memory[1]
  if (growth > GROWTH_LIMIT) throw new Error(`memory after each round: ${memory}`)
  const { accepted, queued, cancelled } = counts()
  console.log(`${accepted} calls, ${queued} works, ${cancelled} of them cancelled: all accounted for`)
  if (scale >= 1) console.log(`memory after each round, MiB: ${memory.map((bytes) => Math.round(bytes / 2 ** 20))}`)
}

main().catch((error) => {
  console.error(error)
  process.exit(1)
})
