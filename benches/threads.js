// The benchmark cases with other threads, for any host: `HOST threads.js ADDON
// [filter]` prints as cases.js does, nanoseconds per item, the best of its samples; of what
// is a wake-up after the other the median: the best there is when the system happens to run
// both threads on one processor, which no host has a say in.
// Node hangs with several threads that block on a queue of 1024: here is one.
'use strict'
const addon = require(process.argv[2])
const filter = process.argv[3] || ''
const SAMPLES = 6
const now = () => Number(process.hrtime.bigint())

const nothing = () => {}
const calls = (threads, each, queue) => new Promise((done) => addon.calls(threads, each, queue, nothing, done))

const best = (samples) => samples[0]
const median = (samples) => samples[samples.length >> 1]

// Name, items of a sample, what runs them, and which of the samples counts.
const cases = [
  ['async/work, one at a time', 2000, (n) => new Promise((done) => {
    const next = () => n-- > 0 ? addon.work(1, next) : done()
    next()
  }), median],
  ['async/10,000 works, each', 10000, (n) => new Promise((done) => addon.work(n, done))],
  ['tsfn/unbounded, 1 thread', 200000, (n) => calls(1, n, 0)],
  ['tsfn/unbounded, 4 threads', 200000, (n) => calls(4, n / 4, 0)],
  ['tsfn/queue of 1024, 1 thread', 100000, (n) => calls(1, n, 1024)],
  ['tsfn/ping-pong', 2000, (n) => new Promise((done) => {
    let left = n
    addon.answer_pings(n, () => { if (--left > 0) addon.send_ping() }, done)
    addon.send_ping()
  }), median],
]

async function main() {
  for (const [name, items, run, choose = best] of cases) {
    if (!name.includes(filter)) continue
    const samples = []
    for (let sample = 0; sample < SAMPLES; sample++) {
      const start = now()
      await run(items)
      samples.push((now() - start) / items)
    }
    samples.sort((a, b) => a - b)
    console.log(`${name}\t${choose(samples).toFixed(2)}`)
  }
}
main()
