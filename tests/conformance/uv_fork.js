// libuv in a forked child that does not call exec; functions of libuv that change a whole process.
'use strict'
const { spawnSync } = require('child_process')
const { addon, addonPath, equal, test } = require('./lib.js')
const uv = addon('uv_fork')

const turn = [
  'timer', '0', 'async', 'poll 0 1 1', 'queue 0', 'work 0 1', 'signal 1', 'run 0', 'run 0 close 0',
]

test('a loop in a forked child and in its parent', async () => {
  // The pool has threads, which the child has not.
  await require('fs').promises.stat('.')
  equal(uv.forked().split('; '), ['fork 0', ...turn])
  equal(uv.not_forked().split('; '), turn)
})

test('descriptors that no child inherits', () => {
  equal(uv.inheritance().split('; '), ['1', '1', '1', '1'])
})

test('arguments of the program', () => {
  equal(uv.arguments().split('; '), ['1', 'program', 'one', 'two', '1', 'set 0', 'get 0', 'other one two'])
})

test('another allocator', () => {
  equal(uv.allocator().split('; '), ['null EINVAL', 'all 0', '1'])
})

test('the end of the library', () => {
  const code = `require('fs').stat('.', () => require(${JSON.stringify(addonPath('uv_fork'))}).shut_down())`
  const { status, stderr } = spawnSync(process.execPath, ['-e', code], { encoding: 'utf8' })
  equal([status, stderr], [7, ''])
})
