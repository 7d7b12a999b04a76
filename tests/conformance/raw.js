// Raw calls of Node-API functions, with any argument, through the fixture
// `raw` (see addons-fixtures/c/raw.c for how arguments are described), and the
// table-driven checks that every function gets.
'use strict'
const { addon, equal, major, ok, status, test } = require('./lib.js')
const functions = require('./functions.js')

// Modules of each version; experimental ones see everything.
const modules = {
  8: addon('raw_8'),
  9: addon('raw_9'),
  10: addon('raw'),
  experimental: addon('raw_experimental'),
}

const N = [0]
const E = [1]
const CB = [15]
const V = (value) => [2, value]
const I = (number) => [3, number]
const S = (text) => [4, text]
const S16 = (text) => [5, text]
const O = (type) => [6, type] // v value, i int32, u uint32, l int64, b bool, d double, p pointer, s C string
const M = (size) => [7, size]
const D = (number) => [8, number]
const F = (name) => [9, name]
const VS = (values) => [10, values]
const PROPS = (list) => [11, list]
const W = (words) => [12, words]
const IO = (number) => [13, number]
const L = (slot) => [14, slot]
const AUTO = I(-1n)

const step = (name, args, pending = 0) => [name, args, pending]

// One call with the env as first argument, in a module of version 10.
function call(name, ...args) {
  return modules[10].run([step(name, [E, ...args])])[0]
}
function callIn(version, name, ...args) {
  return modules[version].run([step(name, [E, ...args])])[0]
}

const messages = [
  null, 'Invalid argument', 'An object was expected', 'A string was expected',
  'A string or symbol was expected', 'A function was expected', 'A number was expected',
  'A boolean was expected', 'An array was expected', 'Unknown failure', 'An exception is pending',
  'The async work item was cancelled', 'napi_escape_handle already called on scope',
  'Invalid handle scope usage', 'Invalid callback scope usage',
  'Thread-safe function queue is full', 'Thread-safe function handle is closing',
  'A bigint was expected', 'A date was expected', 'An arraybuffer was expected',
  'A detachable arraybuffer was expected', 'Main thread would deadlock',
  'External buffers are not allowed', 'Cannot run JavaScript',
]

// Checks one function in modules of all versions.
//   cls      entry class: P, G, E (see the semantics page)
//   args     arguments after the env that are all right
//   nulls    positions in `args` whose NULL answers invalid_arg
//   optional positions in `args` whose NULL is fine
//   wrong    [position, argument, status] triples; a fourth item is the name and
//            the message of what is thrown besides
//   before   steps that come first in the same native call (slots from 0)
//   after    steps that clean up when the call under test failed
//   afterGood  steps that clean up when it went well
//   good(out, version)  judges what came out of the good call
//   versions the modules to check in; all by default
function check(name, options) {
  const listed = { P: functions.js, G: functions.gc, E: functions.basic }[options.cls]
  ok(listed.includes(name), `${name} is listed in class ${options.cls}`)
  const versions = options.versions || Object.keys(modules)
  for (const version of versions) {
    test(`${name} (version ${version})`, () => new Check(name, options, version).all())
  }
}

class Check {
  constructor(name, options, version) {
    this.name = name
    this.options = { before: [], after: [], afterGood: [], nulls: [], optional: [], wrong: [], ...options }
    this.version = version
  }

  run(args, good, pending = 0) {
    const { before, after, afterGood } = this.options
    const fresh = typeof before === 'function' ? before() : before
    const list = typeof args === 'function' ? args() : args
    const steps = [...fresh, step(this.name, list, pending), ...(good ? afterGood : after)]
    const results = modules[this.version].run(steps)
    for (let i = 0; i < fresh.length; i++) equal(results[i].status, status.ok, `${this.name}: step ${fresh[i][0]} before`)
    return results[fresh.length]
  }

  args() {
    const { args } = this.options
    return typeof args === 'function' ? args() : [...args]
  }

  expect(result, expected, what) {
    equal(result.status, expected, `${what}: status`)
    if (this.options.error === false) return
    equal(result.code, expected, `${what}: code of the last error`)
    equal(result.message, messages[expected], `${what}: message of the last error`)
  }

  all() {
    this.everythingRight()
    this.nullEnv()
    this.wrongArguments()
    this.pendingException()
  }

  everythingRight() {
    const result = this.run([E, ...this.args()], true)
    this.expect(result, status.ok, 'all right')
    equal(result.threw, false, 'all right: threw')
    if (this.options.good) this.options.good(result.out, this.version)
    for (const position of this.options.optional) {
      const args = this.args()
      args[position] = N
      this.expect(this.run([E, ...args], true), status.ok, `optional argument ${position} NULL`)
    }
  }

  nullEnv() {
    const result = this.run([N, ...this.args()], false)
    equal(result.status, status.invalid_arg, 'env NULL')
    equal(result.threw, false, 'env NULL: threw')
  }

  wrongArguments() {
    for (const position of this.options.nulls) {
      const args = this.args()
      args[position] = N
      const result = this.run([E, ...args], false)
      this.expect(result, status.invalid_arg, `argument ${position} NULL`)
      equal(result.threw, false, `argument ${position} NULL: threw`)
    }
    for (const [position, argument, expected, throwing] of this.options.wrong) {
      const args = this.args()
      args[position] = argument
      const result = this.run([E, ...args], false)
      this.expect(result, expected, `argument ${position} wrong`)
      if (throwing) equal([result.exception.name, result.exception.message], throwing, `argument ${position} wrong: thrown`)
    }
  }

  // P answers pending_exception and touches nothing; the rest works.
  pendingException() {
    const isP = this.options.cls === 'P'
    const result = this.run([E, ...this.args()], !isP, 1)
    equal(result.status, isP ? status.pending_exception : status.ok, 'with an exception pending')
    ok(result.threw, 'the exception is still pending')
    equal(result.exception.code, 'E_MARKER', 'the pending exception')
    if (isP) for (const out of result.out) if (!Array.isArray(out)) this.untouched(out)
  }

  untouched(out) {
    if (this.options.inout) return
    equal(out, 'untouched', 'result with an exception pending')
  }
}

// What ToObject throws, in functions that may run JavaScript.
const noObject = ['TypeError', 'Cannot convert undefined or null to object']
const notAnObject = [[0, V(undefined), status.object_expected, noObject], [0, V(null), status.object_expected, noObject]]

module.exports = { AUTO, CB, D, E, F, I, IO, L, M, N, O, PROPS, S, S16, V, VS, W, call, callIn, check, major, messages, modules, notAnObject, step }
