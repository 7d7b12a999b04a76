'use strict'
const { main, step } = require('../lib/step.js')

// Node-API but for v8::CpuProfiler.
main(async () => {
  const { CpuProfilerBindings: profiler } = require('@sentry-internal/node-cpu-profiler')
  function hot() {
    const end = Date.now() + 100
    while (Date.now() < end) Math.sqrt(end)
  }
  function outer() {
    hot()
  }
  for (const format of [0, 1]) {
    await step(`format ${format}`, () => {
      profiler.startProfiling(`p${format}`)
      outer()
      const { frames, samples, measurements } = profiler.stopProfiling(`p${format}`, format)
      const names = frames.map((frame) => frame.function).filter((name) => name === 'hot' || name === 'outer')
      return [[...new Set(names)].sort(), samples.length > 2, Object.keys(measurements).sort()]
    })
  }
  await step('never started', () => profiler.stopProfiling('none', 0))
  await step('no name', () => profiler.startProfiling(5))
})
