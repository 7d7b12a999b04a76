// How a case is measured, for any host: one line `group/name<TAB>nanoseconds` per case, the best of its samples.
'use strict'
const SAMPLE_NS = 6e6
const SAMPLES = 6
// What runs before the samples count: until then code is not optimised yet, and the first tens of megabytes that a case
// uses are fresh memory, which measures the machine.
const WARM_NS = 100e6
const MOST_SAMPLES = 40
const now = process.hrtime.bigint
  ? () => Number(process.hrtime.bigint())
  : () => performance.now() * 1e6

const cases = []
// `run(n)` does the work n times; it may answer a promise.
function add(name, run) {
  cases.push({ name, run })
}

// `prepare(i)` is not timed, `run(what it answers)` is, once; the time is that of one of `count` things.
function addOnce(name, count, prepare, run) {
  cases.push({ name, count, prepare, run })
}

// A turn of the loop lets finalizers and microtasks run; it is not timed.
const turn = () => new Promise((resolve) => setImmediate(resolve))

async function timed(run, argument) {
  await turn()
  const start = now()
  const pending = run(argument)
  if (pending !== undefined) await pending
  return now() - start
}

async function measure({ name, run }) {
  let n = 1
  let took = 0
  for (;;) {
    took = await timed(run, n)
    if (took >= SAMPLE_NS / 4 || n >= 1 << 24) break
    n *= took < SAMPLE_NS / 64 ? 8 : 2
  }
  const count = Math.max(1, Math.round((n * SAMPLE_NS) / Math.max(took, 1)))
  for (let warm = 0; warm < WARM_NS;) warm += await timed(run, count)
  let best = Infinity
  for (let sample = 0; sample < SAMPLES; sample++) best = Math.min(best, (await timed(run, count)) / count)
  console.log(`${name}\t${best.toFixed(2)}`)
}

async function measureOnce({ name, count, prepare, run }) {
  let best = Infinity
  let spent = 0
  for (let sample = 0; sample < SAMPLES || (spent < WARM_NS && sample < MOST_SAMPLES); sample++) {
    const took = await timed(run, await prepare(sample))
    best = Math.min(best, took / count)
    spent += took
  }
  console.log(`${name}\t${best.toFixed(2)}`)
}

async function main(filter = '') {
  for (const one of cases) {
    if (!one.name.includes(filter)) continue
    if (one.prepare === undefined) await measure(one)
    else await measureOnce(one)
  }
}

module.exports = { add, addOnce, main }
