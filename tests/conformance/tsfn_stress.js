// Thread-safe functions under adversity: nothing lost, nothing twice, nothing
// left over, and an answer for calls that come too late. What Node does not
// survive runs under this host only.
'use strict'
const { addon, child, equal, lines, major, needGc, ok, status, test, turn, until } = require('./lib.js')
needGc()
const fixture = addon('tsfn_stress')
const hosted = process.versions['napi-host'] !== undefined

let started = fixture.counts()[3]
const done = () => until(() => fixture.counts()[3] === started, 'the finalizers')

function balanced(what) {
  const [accepted, delivered, back, , unexpected] = fixture.counts()
  equal([accepted - delivered - back, unexpected], [0, 0], `lost and unexpected, ${what}`)
}

async function stress(threads, items, queue, abortAt) {
  started++
  fixture.stress(() => {}, threads, items, queue, abortAt)
  await done()
  balanced(`${threads} threads, ${items} items, queue of ${queue}, abort at ${abortAt}`)
}

// With a bounded queue Node may hang: see the next test.
test('every item arrives once', async () => {
  for (const queue of hosted ? [0, 16] : [0]) await stress(8, 3000, queue, -1)
})

// Node wakes a waiting thread only when the queue was exactly full.
if (hosted) {
  test('four threads that block on a queue of 1024, or of 1, all finish', async () => {
    await stress(4, 10000, 1024, -1)
    await stress(8, 500, 1, -1)
  })
}

// Node 22 forgets what is left at an abort, and either may free a function twice
// that many threads leave while it closes.
if (major >= 26 && hosted) {
  test('an abort amid calls: what was accepted is delivered or handed back', async () => {
    for (const queue of [0, 16, 1]) await stress(8, 3000, queue, 700)
  })

  test('many short functions, released and aborted by any thread', async () => {
    for (let i = 0; i < 200; i++) {
      started++
      fixture.stress(() => {}, 4, 20 + i % 30, i % 3, i % 9 - 1)
      if (i % 10 === 0) await turn()
    }
    await done()
    balanced('many')
  })

  test('a function that is gone answers napi_closing, also when its memory is used again', async () => {
    started++
    fixture.cycle(() => {})
    await done()
    equal(fixture.use_gone(), [status.closing, status.closing, status.closing, status.closing])
  })

  test('a thread that calls on when the env is gone', () => {
    const { out, code } = child(`
      const { Worker } = require('worker_threads')
      const { watch_pumps } = addon('tsfn_stress')
      watch_pumps()
      const end = () => watch_pumps() < 2 ? setTimeout(end, 5) : console.log('end')
      const worker = new Worker(\`
        const fixture = require(\${JSON.stringify(addonPath('tsfn_stress'))})
        for (const queue of [0, 4]) fixture.start_pump(() => {}, queue)
        setTimeout(() => process.exit(), 30)
      \`, { eval: true })
      worker.on('exit', end)
    `)
    equal([lines(out), code], [[`pump ${status.closing}`, `pump ${status.closing}`, 'end'], 0])
  })
}

test('process.exit() amid calls', () => {
  for (const queue of [0, 4]) {
    const { out, code } = child(`
      addon('tsfn_stress').start_pump(() => {}, ${queue})
      setTimeout(() => process.exit(6), 30)
    `)
    equal([out, code], ['', 6])
  }
})

test('10,000 functions made and released leave nothing behind', async () => {
  const nothing = () => {}
  const rounds = []
  for (let round = 0; round < 4; round++) {
    for (let i = 0; i < 2500; i++) {
      started++
      fixture.cycle(nothing)
      if (i % 100 === 0) await turn()
    }
    await done()
    for (let i = 0; i < 3; i++) { global.gc(); await turn() }
    rounds.push(process.memoryUsage().rss)
  }
  const growth = rounds[3] - rounds[1]
  ok(growth < 2 ** 22, `growth ${growth} of two rounds is bounded`)
})
