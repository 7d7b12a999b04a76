// What the conformance scripts share: finding the fixtures, running tests,
// asserting, and describing raw calls. Runs under any host that has CommonJS,
// console and process; it needs no module but `path`, `fs` and (for scripts
// that start processes) `child_process`. Deliberately absent: any opinion on
// which host runs it. Where Node 22 and Node 26 differ, the script asks `major`.
'use strict'
const path = require('path')

const fixtures = process.env.NAPI_FIXTURES || path.join(path.dirname(process.execPath), 'addons')
const major = Number(process.versions.node.split('.')[0])
const addonPath = (name) => path.join(fixtures, `${name}.node`)
const addon = (name) => require(addonPath(name))

// Assertions -------------------------------------------------------------------

function show(value) {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value === 'function') return `[function ${value.name}]`
  if (typeof value === 'symbol') return String(value)
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`
  if (value instanceof Error) return `${value.name}(${show(value.message)})`
  if (value && typeof value === 'object') {
    return `{${Object.keys(value).map((key) => `${key}: ${show(value[key])}`).join(', ')}}`
  }
  return Object.is(value, -0) ? '-0' : String(value)
}

function same(a, b) {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || !a || !b) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => same(a[key], b[key]))
}

function equal(actual, expected, what = 'value') {
  if (!same(actual, expected)) {
    throw new Error(`${what}: expected ${show(expected)}, got ${show(actual)}`)
  }
}

function ok(condition, what = 'condition') {
  if (!condition) throw new Error(`${what} does not hold`)
}

// Runs the function, which has to throw something with these properties.
function throws(run, properties = {}) {
  let thrown
  try {
    run()
  } catch (error) {
    thrown = { error }
  }
  if (!thrown) throw new Error(`expected a throw with ${show(properties)}`)
  for (const key of Object.keys(properties)) {
    equal(thrown.error[key], properties[key], `thrown ${key}`)
  }
  return thrown.error
}

// Tests --------------------------------------------------------------------------

const queue = []
let passed = 0
let failed = 0
let running = null

function report(good, name, error) {
  const number = passed + failed + 1
  if (good) passed++
  else failed++
  console.log(`${good ? 'ok' : 'not ok'} ${number} - ${name}`)
  if (error) for (const line of String(error.stack || error).split('\n').slice(0, 4)) console.log(`  # ${line}`)
}

// Adds a test; tests run one after the other once the script has been read.
function test(name, body) {
  queue.push({ name, body })
  if (queue.length === 1 && !running) setImmediate(runAll)
}

async function runAll() {
  for (running of queue) {
    try {
      await running.body()
      report(true, running.name)
    } catch (error) {
      report(false, running.name, error)
    }
  }
  running = null
}

process.on('exit', () => {
  if (queue.length === 0) return
  if (running) report(false, running.name, new Error('the process ended before the test did'))
  console.log(`${passed} passed, ${failed} failed`)
  if (failed > 0) process.exitCode = 1
})

const turn = () => new Promise((resolve) => setImmediate(resolve))

// Collects garbage until the condition holds; a finalizer runs in a later turn.
async function collect(condition, what = 'collection') {
  for (let i = 0; i < 40; i++) {
    global.gc()
    await turn()
    if (condition()) return
  }
  throw new Error(`${what} did not happen`)
}

// Lets what earlier tests left behind be collected and finalized.
async function settle() {
  for (let i = 0; i < 4; i++) {
    global.gc()
    await turn()
  }
}

// Waits for a condition that other threads bring about, however busy the machine is.
async function until(condition, what = 'condition') {
  for (const end = Date.now() + 100000; Date.now() < end;) {
    if (condition()) return
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  throw new Error(`${what} did not come about`)
}

// Scripts that collect garbage say so first; the runner passes --expose-gc.
function needGc() {
  if (typeof global.gc !== 'function') throw new Error('run this script with --expose-gc')
}

// Child processes ------------------------------------------------------------------

// Runs code in a process of the same host: {out, err, code, signal}. The code
// finds `lib` (this file) and `addon` in scope.
function child(code, flags = []) {
  const { spawnSync } = require('child_process')
  const prelude = `const { addon, addonPath } = require(${JSON.stringify(path.join(__dirname, 'find.js'))});\n`
  const result = spawnSync(process.execPath, [...flags, '-e', prelude + code], {
    encoding: 'utf8',
    env: { ...process.env, NAPI_FIXTURES: fixtures },
    timeout: 100000,
    killSignal: 'SIGKILL',
  })
  return { out: result.stdout, err: result.stderr, code: result.status, signal: result.signal }
}

const lines = (text) => text.split('\n').filter((line) => line !== '')

// Statuses ---------------------------------------------------------------------------

const status = {}
for (const [number, name] of [
  'ok', 'invalid_arg', 'object_expected', 'string_expected', 'name_expected', 'function_expected',
  'number_expected', 'boolean_expected', 'array_expected', 'generic_failure', 'pending_exception',
  'cancelled', 'escape_called_twice', 'handle_scope_mismatch', 'callback_scope_mismatch', 'queue_full',
  'closing', 'bigint_expected', 'date_expected', 'arraybuffer_expected',
  'detachable_arraybuffer_expected', 'would_deadlock', 'no_external_buffers_allowed', 'cannot_run_js',
].entries()) {
  status[name] = number
}

// Numbers below a limit, the same for the same seed in every host.
function numbers(seed) {
  let random = Math.imul(seed, 2654435761) >>> 0 || 1
  return (limit) => {
    random ^= random << 13
    random >>>= 0
    random ^= random >>> 17
    random ^= random << 5
    random >>>= 0
    return random % limit
  }
}

module.exports = {
  addon, addonPath, child, collect, equal, fixtures, lines, major, needGc, numbers, ok, settle, show, status, test, throws, turn, until,
}
