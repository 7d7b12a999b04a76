// The benchmark cases with other threads, for any host: `HOST threads.js ADDON
// [filter]` prints as cases.js does, nanoseconds per item, the best of its samples.
// Node hangs with several threads that block on a queue of 1024: here is one.
'use strict'
const addon = require(process.argv[2])
const filter = process.argv[3] || ''
const SAMPLES = 6
const now = () => Number(process.hrtime.bigint())

const nothing = () => {}
const calls = (threads, each, queue) => new Promise((done) => addon.calls(threads, each, queue, nothing, done))

// Name, items of a sample, and what runs them.
const cases = [
  ['async/work, one at a time', 2000, (n) => new Promise((done) => {
    const next = () => n-- > 0 ? addon.work(1, next) : done()
    next()
  })],
  ['async/10,000 works, each', 10000, (n) => new Promise((done) => addon.work(n, done))],
  ['tsfn/unbounded, 1 thread', 200000, (n) => calls(1, n, 0)],
  ['tsfn/unbounded, 4 threads', 200000, (n) => calls(4, n / 4, 0)],
  ['tsfn/queue of 1024, 1 thread', 100000, (n) => calls(1, n, 1024)],
  ['tsfn/ping-pong', 2000, (n) => new Promise((done) => {
    let left = n
    addon.answer_pings(n, () => { if (--left > 0) addon.send_ping() }, done)
    addon.send_ping()
  })],
]

async function main() {
  for (const [name, items, run] of cases) {
    if (!name.includes(filter)) continue
    let best = Infinity
    for (let sample = 0; sample < SAMPLES; sample++) {
      const start = now()
      await run(items)
      best = Math.min(best, (now() - start) / items)
    }
    console.log(`${name}\t${best.toFixed(2)}`)
  }
}
main()
