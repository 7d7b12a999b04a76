// libuv's functions that no other script reaches: locks for readers, barriers, fields of handles, requests and loops, files at
// once, facts of the process and the clock.
'use strict'
const fs = require('fs')
const { addon, equal, major, test } = require('./lib.js')
const uv = addon('uv_rest')

test('locks for readers, barriers, recursive locks', () => {
  equal(uv.locks().split('; '), [
    'rwlock 0', 'second reader 0', 'writer EBUSY', 'reader EBUSY', 'barrier of none EINVAL', 'barrier 0',
    'wait 1', 'recursive 0', 'again 0', '',
  ])
})

test('fields of loops, handles and requests', () => {
  equal(uv.fields().split('; '), [
    '1', '1', '1 1 13', '7', '1 7', 'signal 0 EINVAL', 'stop 0', 'poll 0', 'run 0 close 0',
  ])
})

test('versions, the process, clocks', () => {
  equal(uv.facts().split('; '), [
    '1 1', 'ENOENT', '1', 'getenv 0', 'value 5', 'small ENOBUFS', '6', 'none ENOENT', 'host 0', '1', 'home 0',
    '1', 'exepath 0', '1', '1', 'chdir ENOENT', 'uptime 0', '1', 'memory 0', '1 1', 'time 0', '1', 'clock 0',
    'clock EINVAL', '1', '1',
  ])
})

test('files at once', () => {
  const folder = fs.mkdtempSync(`${require('os').tmpdir()}/uv-rest-`)
  equal(uv.files(folder).split('; '), [
    'ftruncate 0', '0 9', 'fsync 0', '0 15', 'fdatasync 0', '0 16', 'fchmod 0', '0 14', 'chmod 0', '0 13',
    'access 0', '0 12', 'link 0', '0 23', 'rename 0', '0 21', 'realpath 0', '1', 'access ENOENT', '-2 12',
    '/nowhere/at/all 2 1',
  ])
  fs.rmSync(folder, { recursive: true })
})

test('threads that one broadcast wakes', () => {
  equal(uv.broadcast().split('; '), [
    'create 0', 'create 0', '2',
  ])
})

test('a loop\'s clock, hooks that stop themselves, a signal that is wanted once', () => {
  equal(uv.once().split('; '), [
    '1 1 1', 'oneshot 0', 'prepare signal 10 active 1 check run 0', 'active 0', 'again 0', 'signal 10 active 1 active 0',
    'closing, referenced 1', 'closed, referenced 0', 'tmpdir 0', '1', 'run 0 close 0',
  ])
})

test('a limit of memory', () => {
  equal(uv.memory_limit().split(' '), [String(BigInt(process.constrainedMemory())), '1'])
})

test('a descriptor that blocks', () => {
  equal(uv.blocking().split('; '), ['1', 'blocking 0', '0', 'try 1', 'not 0', '1', 'none EBADF', 'run 0 close 0'])
})

test('connections that ask whether the other side is there', () => {
  // Node 22's libuv has no uv_tcp_keepalive_ex.
  const all = major < 26 ? [] : [
    'none 0', 'no count EINVAL', 'no interval EINVAL', 'all 0', '30 5 3', 'large EINVAL', 'off 0', '0',
  ]
  equal(uv.keepalive().split('; '), [
    'none 0', '0 EINVAL', '1', '60 0', '60 1 10', 'off 0', '0', ...all, 'run 0 close 0',
  ])
})
