// Generated programs of ticks, promises, immediates, timers, thread-safe items,
// async work, callback scopes and throws: in which order everything runs. Each
// seed's order, as Node 26 printed it, is kept as a checksum. With seeds as
// arguments the script prints the orders themselves, to be compared by diff;
// with `record` the line of checksums.
//
// The programs run in a process whose engine does nothing in the background: a task
// that it posts to the loop is a callback scope, which drains what a throw has left
// behind, whenever it happens to come. Without such tasks every run of Node prints
// the same. (Node 22 orders two things in another way: after a tick that throws, and
// next to an immediate that was cleared.)
'use strict'
const { addon, equal, fixtures, major, numbers, test } = require('./lib.js')
const scopes = addon('callback_scope')
const channels = addon('loop_orders')

const SEEDS = 200
const ROUNDS = 8
// Turns of the loop after which nothing of a round is left.
const TURNS = 12

const expected = `
iaaual 26ph2m yucpcp qrs396 eqfi83 gyjaqq qjs2os 1qypxdo l13tjt 1yjt8es 72kays 4h45c9 1tm9jre 1f3qc92 y5uvvm
nvdo3a 19xt0jg 7tgnd4 19p1tme l2s2ja 128fyic 7314pz 1w2nbpl 1bgh5l2 6ewvxs 10uwonq cu0t4w 1xin4vh w19i5k
2g5t5p 1e8n7ac szs6my nos8f bk97wb 1fz7on cz658m 1i1gcnc yon4cy 1e700ab 14hz1yf 1nhk23z qepy24 1mfdmiu r1qsuq
lyrw7k fjpz2j 89u073 fgixfc 13qllpd 1dz2uul ijscst 1wnhtqd 5315s6 619rlg 1ozei50 19mrh0l gf19up 17p4fwe
azdipx 7b6yw0 aplif8 19xqpff u92uv6 miju8g zjvfni 1azspwy jez2ci 1ly92hk tc031u 17txc3z 1k1enxe 1iuzdrs
16yzl0k htxopv 1vlrk1d m3tjgk xck3xq 118d999 j1o2ov 1evwby1 1eeo417 1z0i7u9 1k13k5r 8sgp3f hmxbgc 1v1qjw8
1iva0t8 1hbt2wv 2m9hr4 1y5us9o 3ns07z jx7sij zbmi76 oyacj7 v7nb1p 1ugi32z 17l4j53 1wkf3u9 13kov7d 1l0cppy
ash7py tq0hxs u5msru 16jpojk 1tx4lns xlj8m2 16oulix muhlwv 1bj4l6n zc1twd 1plao3z 10c6i8 1p6x39u 16oi4p7
etoks3 1gnfst1 ehivjd 1lqlwye 1nvq8m0 1kwyrr7 h1kk9q dd7pnd 27pb1d 1am90wg gxlwx0 vo0c9m glg3st 1ljypzg
64d13v w7zy1t 1y71bjb x0zs2v 1gzua1k chyutm 7a34wa 1rs7a0e 1ozesb5 cx71o2 16300dn 17ebrae fsdotp wwk9wf
orgl3e 14ulo2x 14l3ilc 5cg6nb 1vwva9x gpa1ad 11fbwfw 3qpzt 1919o7t 19360pu 1sgl2o6 jxs3n3 1u5wi8w 10jqgv
al66q6 rhasol 138cdw7 1xgvgu0 w206ua ndjlkk 1p4ujt2 1pkmj26 p404cy ep7ype rc2vjh 1f6i627 vbdgxh zxf22u bniw7c
1wych24 1a2rxs7 vzx4uo c9s4ki dpqsph 1gr25lr 76fmag tsfzog 1jj8fc9 tcut2f gp52p2 13xbi4p 1by2n0z 1beobdo
12x4yp8 1v5d6gh cgks8e f1bhqr 1yk2h4d 1fjr32f bo3zke 1bv4iy6 9uokc7 20v1es 1vdl8vh 1c8mqdf shh5lk tbl2zy
bau03p
`.trim().split(/\s+/)

let below

let log = []
let steps = 0
let budget = 0
const jobs = [new Map(), new Map()]

function runJob(channel, number) {
  const job = jobs[channel].get(number)
  jobs[channel].delete(number)
  job()
}

function send(channel, job) {
  const number = ++steps
  jobs[channel].set(number, job)
  channels.push(channel, number)
}

// A callback that writes its name, does a few things, and may throw.
function callback(name, depth) {
  return () => {
    log.push(name)
    if (depth < 4) for (let i = below(4); i > 0; i--) act(depth + 1)
    if (depth > 0 && below(12) === 0) throw new Error(`thrown by ${name}`)
  }
}

const sync = (run) => {
  try {
    run()
  } catch (error) {
    log.push(`caught ${error.message}`)
  }
}

const actions = [
  (make) => process.nextTick(make('tick')),
  (make) => process.nextTick(make('tick')),
  (make) => { Promise.resolve().then(make('then')) },
  (make) => queueMicrotask(make('microtask')),
  (make) => setImmediate(make('immediate')),
  (make) => setImmediate(make('immediate')),
  (make) => send(0, make('first channel')),
  (make) => send(1, make('second channel')),
  (make) => sync(() => scopes.make_callback(make('make_callback'), 1)),
  (make) => sync(() => scopes.in_scope(make('scope'))),
  (make) => { (async () => { make('async')(); await null; make('awaited')() })() },
  (make) => {
    const settled = new Promise((resolve, reject) => below(3) ? resolve() : reject(new Error('rejected')))
    settled.then(make('fulfilled'), below(2) ? make('refused') : undefined).finally(make('finally'))
  },
  (make) => {
    const cleared = setImmediate(make('cleared'))
    if (below(2)) process.nextTick(() => clearImmediate(cleared))
    else setImmediate(make('neighbour'))
  },
]

function act(depth) {
  if (budget-- <= 0) return
  const number = ++steps
  actions[below(actions.length)]((name) => callback(`${name} ${number}`, depth))
}

const roots = [
  ['timer', (start) => setTimeout(start, 1)],
  ['immediate', (start) => setImmediate(start)],
  ['tick', (start) => process.nextTick(start)],
  ['then', (start) => { Promise.resolve().then(start) }],
  ['channel', (start) => send(0, start)],
  ['work', (start) => scopes.call_from_complete((call) => { if (call === 0) start() }, below(2) === 1)],
  ['call', (start) => start()],
]

function round() {
  const [name, begin] = roots[below(roots.length)]
  log.push(`-- ${name}`)
  budget = 30
  return new Promise((resolve) => begin(() => {
    let turns = TURNS
    const wait = () => { if (turns-- > 0) setImmediate(wait); else resolve() }
    setImmediate(wait)
    for (let i = 1 + below(4); i > 0; i--) act(0)
  }))
}

async function order(seed) {
  below = numbers(seed)
  log = []
  steps = 0
  for (let i = 0; i < ROUNDS; i++) await round()
  return log
}

function checksum(lines) {
  let sum = 0x811c9dc5
  for (const unit of lines.join('\n')) sum = Math.imul(sum ^ unit.charCodeAt(0), 0x01000193) >>> 0
  return sum.toString(36)
}

// Runs the seeds with the handlers in place; the test's own errors come back.
async function observed(seeds, each) {
  const handlers = {
    uncaughtException: (error, origin) => log.push(`${origin}: ${error.message}`),
    unhandledRejection: (error) => log.push(`unhandled: ${error.message}`),
  }
  for (const name of Object.keys(handlers)) process.on(name, handlers[name])
  for (const channel of [0, 1]) channels.open(channel, (number) => runJob(channel, number))
  for (const seed of seeds) each(seed, await order(seed))
  for (const channel of [0, 1]) channels.close(channel)
  for (const name of Object.keys(handlers)) process.off(name, handlers[name])
}

// No compilation, no marking and no scavenge that is a task.
const QUIET = [
  '--single-threaded', '--no-memory-reducer', '--no-incremental-marking', '--min-semi-space-size=64',
  '--max-semi-space-size=64',
]

function recorded() {
  const { spawnSync } = require('child_process')
  const { stdout, stderr, status } = spawnSync(process.execPath, [...QUIET, __filename, 'record'], {
    encoding: 'utf8',
    env: { ...process.env, NAPI_FIXTURES: fixtures },
  })
  equal([stderr, status], ['', 0], 'the end of the recording')
  return stdout.trim().split(' ')
}

const all = Array.from({ length: SEEDS }, (_, index) => index + 1)
const [argument, ...others] = process.argv.slice(2)
if (argument === 'record') {
  const sums = []
  observed(all, (_, lines) => sums.push(checksum(lines))).then(() => console.log(sums.join(' ')))
} else if (argument !== undefined) {
  observed([argument, ...others].map(Number), (seed, lines) => console.log(`seed ${seed}\n${lines.join('\n')}`))
} else if (major >= 26) {
  test(`${SEEDS} generated programs run in Node's order`, () => {
    const sums = recorded()
    equal(sums.length, SEEDS)
    equal(all.filter((seed) => sums[seed - 1] !== expected[seed - 1]), [], 'seeds with another order')
  })
}
