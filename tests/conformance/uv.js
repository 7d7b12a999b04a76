// libuv's functions for addons: handles of the addon's own on the loop of the env and on loops of its own.
// What a function of the fixture logs is the same under every host. Absent: streams and sockets.
'use strict'
const { addon, addonPath, equal, ok, test, until } = require('./lib.js')
const uv = addon('uv')

test('every kind of handle on the loop of the env', async () => {
  const seen = []
  let ticks = 0
  equal(uv.start_everything((what) => {
    // A callback that enters JavaScript by napi_make_callback drains ticks when it returns.
    seen.push(what)
    process.nextTick(() => { ticks++; seen.push(`tick after ${what}`) })
  }), '00000 101;1 1;0')
  await until(() => ticks === 4)
  equal(seen, ['async', 'tick after async', 'poll', 'tick after poll', 'timer', 'tick after timer',
    'closed', 'tick after closed'])
  equal(uv.read_log(), 'poll 0 1 1x;timer 3 0;11;poll closed;async closed;timer closed;')
})

test('phases of a loop of the addon', () => {
  equal(uv.phases(), 'alive 0; timeout 0; start -22 0; timer run 1; ' +
    'idle prepare2 prepare1 check run 1; 01 run 0; close EBUSY; run 0; walked 5; close 0')
})

test('timers of a loop of the addon', () => {
  equal(uv.timers(), 'again EINVAL; due 100000; first second repeat 2; 1 2 3 walked 4')
})

test('work on the pool, and cancelling it', () => {
  equal(uv.work(), '0 EINVAL 0 EBUSY cancelled-125 done0 done0 done0 done0 0')
})

test('threads, locks, conditions, semaphores, keys', () => {
  equal(uv.threads(), '000 EBUSY ETIMEDOUT 10 0 11 1 0 EAGAIN')
})

test('errors, sizes, addresses', () => {
  equal(uv.facts(), [
    'ENOENT no such file or directory', 'EOF unknown node or service',
    'Unknown system error -7777 permiss', '-2 -3',
    '-1 128 120 136 104 96 120 264 160 120 136 248 248 152 312 216 152 -1 -1 ', '0 0 127.0.0.1',
    'EINVAL 0 0 2001:db8::1 ENOSPC', '7 ENOBUFS 1', '1 1 1'].join('; '))
})

test('a nested run of the loop of the env', () => {
  equal(uv.nested(), 'nested 1')
  ok(uv.read_log() === '', 'an empty log')
})

test('files at once and on the pool', () => {
  equal(uv.files(), [
    'mkdtemp 0', 'open ENOENT', 'open 1', 'write 4', 'read 3 bcd', 'close 0', 'stat 0 100600 4 1',
    'symlink 0 readlink 0 file', 'queued 0type 17 result 0 unlinked', '0', 'type 6 result -2 gone',
    'unlink 0 rmdir 0', 'close 0'].join('; '))
})

test('lists of processors and interfaces, usage', () => {
  equal(uv.lists(), '0 1 1; 0 0 1 1')
})

test('looking names up', () => {
  equal(uv.lookup(), '0 numeric 0 1; 0 name -3008 0; EAI_NONAME EINVAL 0')
})

// In Node what a raw callback leaves waits until something else happens.
if (process.versions['napi-host'] !== undefined) {
  test('ticks and microtasks that a raw callback leaves run in the same pass', () => {
    for (const queue of ['process.nextTick', 'queueMicrotask']) {
      const program = `require(${JSON.stringify(addonPath('uv'))}).leave(() => ${queue}(() => process.exit(7)))`
      const { status } = require('child_process').spawnSync(process.execPath, ['-e', program])
      equal(status, 7, queue)
    }
  })
}
