// libuv's child processes, and its ways to notice changes of files: what a function of the fixture logs is
// the same under every host.
'use strict'
const { spawnSync } = require('child_process')
const { addon, equal, ok, test } = require('./lib.js')
const uv = addon('uv_process')

if (process.argv[2] === 'close twice') uv.close_twice()

test('starting processes', () => {
  equal(uv.spawn().split('; '), [
    'spawn 0', '1 1', 'child ended 7 0 0', 'run 0', 'missing ENOENT', '0', 'folder ENOENT', 'spawn 0',
    '01 10', 'write 0', '1 1', 'run 0 close 0',
  ])
})

test('what a process gets and writes', () => {
  equal(uv.output().split('; '), [
    'spawn 0', 'child ended 3 0 0', 'read \'/ value shell \n\'', 'read EOF', 'run 0', 'no pipe EINVAL',
    'no descriptor EINVAL', 'run 0 close 0',
  ])
})

test('ending processes', () => {
  equal(uv.signals().split('; '), [
    'spawn 0', 'kill 0', 'kill EINVAL', 'kill 0', 'child ended 0 15 0', 'run 0', 'spawn 0', 'run 0',
    'kill 0', 'child ended 0 9 0', 'run 0', 'spawn 0', 'child ended 0 10 0', 'run 0', 'run 0 close 0',
  ])
})

test('changes that the system reports', () => {
  equal(uv.events().split('; '), [
    'path EINVAL', '0', 'missing ENOENT', '0', 'start 0', 'twice EINVAL', '1', 'path ENOBUFS', '1',
    'path 0', '1 0', 'file 1 0', 'file 2 0', 'file 0', 'stop 0', 'file 2 0', 'file 2 0', 'file 1 0',
    'file 1 0', 'run 0 close 0', '0',
  ])
})

test('changes found by looking', () => {
  equal(uv.polls().split('; '), [
    'path EINVAL', '0', 'start 0', 'twice 0', '1', 'path 0', '1 0', 'poll ENOENT', '0 to 0', 'poll 0',
    '0 to 6', 'poll ENOENT', '6 to 0', 'poll 0', '6 to 5', 'run 0', 'stop 0', 'stop 0', '0',
    'run 0 close 0', '0',
  ])
})

test('a handle that is closed twice ends the process, and says so', () => {
  const run = spawnSync(process.execPath, [__filename, 'close twice'], { encoding: 'utf8' })
  equal(run.signal, 'SIGABRT')
  ok(run.stderr.includes('uv_close'), 'the function is named')
})
