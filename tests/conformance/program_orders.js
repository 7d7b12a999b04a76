// Generated programs, each a process from its start to its last finalizer: timers,
// immediates, ticks, promises, I/O, async work, thread-safe items, async hooks,
// cleanup hooks and everything else that the end of a program runs. What a program
// prints, as Node 26 printed it, is kept as a checksum. `program_orders.js SEED` runs
// one program; `record [FIRST LAST]` prints checksums.
//
// Only what the semantics decide is compared. The pool has one thread, and before a
// callback ends that queued something it waits until the pool is done with it, so that
// no two sources race. Timers that are set together are waited for until all are due; a
// program that was held up while it set them says so, and runs again. The engine does
// nothing in the background (see loop_orders.js). Programs with even numbers keep to
// what Node 22 orders in the same way.
'use strict'
const path = require('path')
const { addon, equal, fixtures, major, numbers, test } = require('./lib.js')

const PROGRAMS = 60
const HELD_UP = 77
const QUIET = [
  '--expose-gc', '--single-threaded', '--no-memory-reducer', '--no-incremental-marking', '--min-semi-space-size=64',
  '--max-semi-space-size=64',
]

const expected = `
1q6e2bu 1nxq9n7 1h3a8j9 1hdyys1 5laejr 9canfe 1dv2uci d464m7 1jnliay 1pp2guw 1s6pxy iljuqw 16u4tyo odfh88 tjj1h7
3ueno8 c59zsy d9k9p4 9ufxqc sduvp2 vwv6rt 4efcyw 7nj9rm rfsp7w x4rac0 10h9khk 14perxv qtra6o 1k9pcoq 17mzxa5
198azi7 3n0j53 kusplk 17aict2 a7okzw tiptv3 mhwxor cq8zj4 1uxmf12 lpqaz3 n2pacj 1g0ai2x 1jtzrxk 1md8t53 a8e0ll
kw27bj d4sax9 1277692 yjir8h 1radgs3 13ak212 eka5qr 1qgweu8 1qcts14 1i90gu3 kyrss4 18unjph 1fvf0mz 1j4u3ya 1xzha2d
`.trim().split(/\s+/)

function checksum(text) {
  let sum = 0x811c9dc5
  for (const unit of text) sum = Math.imul(sum ^ unit.charCodeAt(0), 0x01000193) >>> 0
  return sum.toString(36)
}

// One program ----------------------------------------------------------------------

function program(seed) {
  const fs = require('fs')
  const a = addon('teardown')
  const b = addon('teardown_8')
  const orders = addon('loop_orders')
  const scopes = addon('callback_scope')
  const common = seed % 2 === 0
  const below = numbers(seed)
  let steps = 0
  let budget = 60
  let timers = 3
  const kept = globalThis.kept = []
  const say = (line) => a.print(line)

  // A callback that says its name, does a few things, and may throw.
  function callback(name, depth) {
    return () => {
      say(name)
      if (depth < 5) for (let i = below(4); i > 0; i--) act(depth + 1)
      if (!(common && name.startsWith('tick')) && below(16) === 0) throw new Error(`thrown by ${name}`)
    }
  }

  const jobs = [new Map(), new Map()]
  let open = true
  function send(channel, job) {
    if (!open) return void setImmediate(job)
    const number = ++steps
    jobs[channel].set(number, job)
    orders.push(channel, number)
  }
  function runJob(channel, number) {
    const job = jobs[channel].get(number)
    jobs[channel].delete(number)
    job()
  }

  const clock = () => Number(process.hrtime.bigint()) / 1e6

  // Some timers at once, in an order that depends on their delays alone.
  function setTimers(make) {
    if (timers-- <= 0) return
    const start = clock()
    for (let i = 2 + below(4); i > 0; i--) {
      const delay = 1 + 4 * below(4)
      const timer = setTimeout(make(`timer of ${delay}`), delay)
      if (below(6) === 0) timer.refresh()
      if (below(6) === 0) clearTimeout(timer)
    }
    if (below(2)) {
      const interval = setInterval(() => { clearInterval(interval); say('interval') }, 9)
    }
    if (clock() - start > 2.5) {
      orders.open_gate()
      process.reallyExit(HELD_UP)
    }
    while (clock() - start < 20);
  }

  function queue(start) {
    start()
    orders.finish_queued()
  }

  const actions = [
    (make) => process.nextTick(make('tick')),
    (make) => { Promise.resolve().then(make('then')) },
    (make) => queueMicrotask(make('microtask')),
    (make) => setImmediate(make('immediate')),
    (make) => setImmediate(make('immediate')),
    (make) => send(0, make('first channel')),
    (make) => send(1, make('second channel')),
    setTimers,
    (make) => queue(() => {
      const count = 1 + below(3)
      for (let i = 0; i < count; i++) orders.queue(make('work'))
    }),
    (make) => queue(() => fs.stat(__filename, make('stat'))),
    (make) => queue(() => { fs.promises.access(__filename).then(make('access')) }),
    (make) => queue(() => {
      const [one, two] = [make('open'), make('work')]
      fs.open(__filename, (_, fd) => { fs.closeSync(fd); one() })
      orders.queue(two)
    }),
    (make) => { (async () => { make('async')(); await null; make('awaited')() })() },
    (make) => { try { scopes.make_callback(make('make_callback'), 1) } catch (error) { say(`caught ${error.message}`) } },
    (make) => {
      const cleared = setImmediate(make('cleared'))
      if (!common && below(2)) process.nextTick(() => clearImmediate(cleared))
    },
    (make) => { const emitter = new (require('events'))(); emitter.once('event', make('event')); emitter.emit('event') },
    () => a.add_hook(`hook ${++steps}`),
    () => b.add_hook(`hook of b ${++steps}`),
    () => a.add_async_hook(`async hook ${++steps}`),
    () => kept.push([a, b][below(2)].wrap(`wrap ${++steps}`)),
    () => kept.push(a.external(`external ${++steps}`)),
    () => kept.push(a.buffer(`buffer ${++steps}`)),
    () => a.channel(`channel ${++steps}`, below(3), false),
    () => a.add_hook_adding(`adding hook ${++steps}`),
    () => a.instance_data(`instance data ${++steps}`),
  ]

  function act(depth) {
    if (budget-- <= 0) return
    const number = ++steps
    actions[below(actions.length)]((name) => callback(`${name} ${number}`, depth))
  }

  if (below(3) === 0) {
    const kinds = new Set(['Timeout', 'Immediate', 'TickObject', 'FSREQCALLBACK', 'work', 'channel'])
    const known = new Map()
    const tell = (event) => (id) => { if (known.has(id)) say(`${event} ${known.get(id)}`) }
    require('async_hooks').createHook({
      init(id, type) {
        if (kinds.has(type)) { known.set(id, `${type} ${known.size}`); say(`init ${known.get(id)}`) }
      },
      before: tell('before'),
      after: tell('after'),
    }).enable()
  }

  // Lets all of a part happen, and the pool end.
  function drain(turns, then) {
    orders.finish_queued()
    if (turns > 0) return void setImmediate(drain, turns - 1, then)
    then()
    orders.open_gate()
  }

  // The end.
  let again = below(3)
  process.on('beforeExit', (code) => {
    say(`beforeExit ${code}`)
    budget = 10
    if (again-- <= 0) return
    setImmediate(callback('again', 3))
    setImmediate(drain, 12, () => {})
  })
  process.on('exit', (code) => {
    say(`exit ${code}`)
    orders.open_gate()
    process.nextTick(() => say('never'))
    if (below(2)) a.add_hook('hook of exit')
  })
  if (below(4) > 0) {
    process.on('uncaughtException', (error, origin) => say(`${origin}: ${error.message}`))
    process.on('unhandledRejection', (error) => say(`unhandled: ${error.message}`))
  }
  if (below(5) === 0) setImmediate(() => setImmediate(() => process.exit(below(100))))

  for (const channel of [0, 1]) orders.open(channel, (number) => runJob(channel, number))
  setImmediate(drain, 30, () => {
    open = false
    for (const channel of [0, 1]) orders.close(channel)
  })
  for (let i = 4 + below(6); i > 0; i--) act(0)
}

// All of them ------------------------------------------------------------------------

function run(seed) {
  const { spawnSync } = require('child_process')
  for (let tries = 0; tries < 30; tries++) {
    const { stdout, status, signal } = spawnSync(process.execPath, [...QUIET, __filename, String(seed)], {
      encoding: 'utf8',
      env: { ...process.env, NAPI_FIXTURES: fixtures, UV_THREADPOOL_SIZE: '1' },
      timeout: 100000,
      killSignal: 'SIGKILL',
    })
    if (status !== HELD_UP) return `${stdout}${status ?? signal}`
  }
  throw new Error('the machine never lets a program run for two milliseconds')
}

const range = (first, last) => Array.from({ length: last - first + 1 }, (_, i) => first + i)
const [argument, first, last] = process.argv.slice(2)
if (argument === 'record') {
  console.log(range(Number(first || 1), Number(last || PROGRAMS)).map((seed) => checksum(run(seed))).join(' '))
} else if (argument === 'show') {
  for (const seed of range(Number(first), Number(last || first))) console.log(`seed ${seed}\n${run(seed)}`)
} else if (argument !== undefined) {
  program(Number(argument))
} else {
  test(`${PROGRAMS} generated programs print what Node prints`, () => {
    const seeds = range(1, PROGRAMS).filter((seed) => major >= 26 || seed % 2 === 0)
    const differing = seeds.filter((seed) => checksum(run(seed)) !== expected[seed - 1])
    equal(differing, [], 'programs in another order')
  })
}
