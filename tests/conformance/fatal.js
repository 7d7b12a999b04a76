// Chapter fatal.
'use strict'
const { addon, child, equal, lines, ok, status, test } = require('./lib.js')
const { E, N, V, modules, step } = require('./raw.js')

const aborted = ({ signal, code }) => signal === 'SIGABRT' || code === 134

test('napi_fatal_error says where and what, and aborts', () => {
  const first = child("addon('fatal').error()")
  ok(aborted(first), 'aborted')
  ok(first.err.includes('FATAL ERROR: fixture asked to'), first.err)
  const second = child("addon('fatal').error_with_length()")
  ok(aborted(second) && second.err.includes('FATAL ERROR: fixture asked to') && !second.err.includes('stop'), second.err)
  ok(aborted(child("addon('fatal').error_with_nothing()")))
})

test('napi_fatal_exception is the uncaughtException path, at once', () => {
  const { out, code } = child(`
    process.on('uncaughtException', (error, origin) => console.log('caught', error.message, origin))
    console.log(addon('fatal').exception(new Error('fatal')))
    console.log('goes on')
  `)
  equal([lines(out), code], [['caught fatal uncaughtException', '0', 'goes on'], 0])
})

test('napi_fatal_exception without a handler ends the process', () => {
  const { out, err, code } = child("addon('fatal').exception(new Error('nobody cares')); console.log('not reached')")
  equal([out, code], ['', 1])
  ok(err.includes('nobody cares'))
})

for (const version of [8, 9, 10, 'experimental']) {
  test(`napi_fatal_exception: wrong arguments (version ${version})`, () => {
    const run = (args, pending = 0) => modules[version].run([step('napi_fatal_exception', args, pending)])[0].status
    equal(run([N, V(new Error('x'))]), status.invalid_arg)
    equal(run([E, N]), status.invalid_arg)
    equal(run([E, V(new Error('x'))], 1), status.pending_exception)
  })
}
