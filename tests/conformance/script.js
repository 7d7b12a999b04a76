// Chapter script.
'use strict'
const { addon, equal, ok, status, test, throws } = require('./lib.js')
const { O, V, call, check } = require('./raw.js')
const script = addon('script')

check('napi_run_script', {
  cls: 'P', args: () => [V('6 * 7'), O('v')], nulls: [0, 1],
  wrong: [5, {}, null, undefined, Object('x')].map((one) => [0, V(one), status.string_expected]),
  good: ([out]) => equal(out, 42),
})

test('a script runs in the global scope', () => {
  const local = 'not visible'
  equal(script.run('typeof local'), 'undefined')
  script.run('var leaked = 1')
  equal(globalThis.leaked, 1)
  equal(script.run('typeof require'), 'undefined')
  ok(script.run('this') === globalThis)
  return local
})

test('what a script throws', () => {
  throws(() => script.run('throw new RangeError("from the script")'), { name: 'RangeError', message: 'from the script' })
  const result = call('napi_run_script', V('throw 5'), O('v'))
  equal([result.status, result.threw, result.exception, result.out[0]], [status.generic_failure, true, 5, 'untouched'])
})

test('a script that does not parse', () => {
  throws(() => script.run('1 +'), { name: 'SyntaxError' })
  const result = call('napi_run_script', V('}'), O('v'))
  equal([result.threw, result.exception instanceof SyntaxError], [true, true])
})
