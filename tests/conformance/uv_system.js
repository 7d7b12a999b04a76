// libuv's functions about the process, the system, threads, addresses, libraries, text and loops: what a
// function of the fixture logs is the same under every host.
'use strict'
const { addon, equal, major, test } = require('./lib.js')
const uv = addon('uv_system')

test('users and groups', () => {
  equal(uv.accounts().split('; '), [
    'passwd 0', '1 1 1', 'passwd2 0', 'root 0 /root', '1', 'nobody ENOENT', 'null EINVAL', 'group 0',
    'root 0 1', 'group ENOENT', 'null EINVAL', '',
  ])
})

test('environment, names, priority, title, memory', () => {
  equal(uv.process().split('; '), [
    'setenv 0', 'environ 0', 'found 1', 'unsetenv 0', 'uname 0', 'Linux x86_64 1', 'uname EINVAL',
    'priority 0', '1', 'priority ESRCH', 'null EINVAL', 'set EINVAL', 'set ESRCH', 'set 0', 'title 0',
    'title 0', 'mine', 'small ENOBUFS', 'null EINVAL', '1 1',
  ])
})

test('random bytes at once and on the pool', () => {
  equal(uv.random_bytes().split('; '), [
    'now 0', '1', 'later 0', 'random 0 1 16', 'flags EINVAL', 'large E2BIG', 'none 0', 'run 0 close 0',
  ])
})

test('names and texts of addresses and interfaces', () => {
  equal(uv.addresses().split('; '), [
    'names 0', 'getnameinfo 0 10.1.2.3 80 1', 'names 0', 'fe80::1 8080', 'required 0',
    'getnameinfo -3002 - - 0', 'family EINVAL', 'null EINVAL', 'ip_name 0', '10.1.2.3', 'ip_name 0',
    'fe80::1', 'ip_name EAFNOSUPPORT', 'pton 0', 'ntop 0', '1.2.3.4', 'small ENOSPC', ':: 0', '::',
    '1:: 0', '1::', '::ffff:1.2.3.4 0', '::ffff:1.2.3.4', '1:2:3:4:5:6:7:8 0', '1:2:3:4:5:6:7:8',
    'fe80::1%lo 0', 'fe80::1', '1::2::3 EINVAL', 'fe80::1', '01.2.3.4 EINVAL', 'fe80::1',
    'family EAFNOSUPPORT', 'family EAFNOSUPPORT', 'name 0', 'lo 2', 'small ENOBUFS', '3', 'iid 0',
    'gone ENXIO', 'null EINVAL', 'run 0 close 0',
  ])
})

test('libraries that the addon loads', () => {
  equal(uv.libraries().split('; '), [
    'open 0', 'no error', 'sym 0', '1', 'no sym -1 1', 'open -1 1', 'no error',
  ])
})

test('UTF-16 and WTF-8', () => {
  equal(uv.texts().split('; '), [
    '17 6 0', 'made 0', '17 61c3a9e282acf09f9880eda0807aedb08000', '9', '0', 'small ENOBUFS', '17',
    'fixed 0', '3 61c3a900', '-1 -1 -1 -1 -1 -1 2 ',
  ])
})

test('where threads run, and their priority', () => {
  equal(uv.processors().split('; '), [
    '1024', 'get 0', '1', 'set 0', '1', 'small EINVAL', 'small EINVAL', '1', 'priority 0', '1',
    'null EINVAL', 'range EINVAL', 'range EINVAL', '',
  ])
})

if (major >= 26) test('usage, names and detaching of threads', () => {
  equal(uv.newest().split('; '), [
    'usage 0', 'setname 0', 'getname 0', 'a name that is ', 'small 0', 'a ', 'detach 0', '',
  ])
})

test('pairs of descriptors, and what a descriptor is', () => {
  equal(uv.descriptors().split('; '), [
    'pipe 0', '1 0', '1', 'socketpair 0', '0 1', '1', 'bad EINVAL', '7 7 12 15 17 17 0 0', '5 6',
    '- -1 req 64 connect 96 write 192 shutdown 80 udp_send 320 fs 440 work 128 getaddrinfo 160 getnameinfo 1320 random 144 - -1 ',
  ])
})

test('options, handles and counts of a loop', () => {
  equal(uv.loops().split('; '), [
    'signal EINVAL', 'signal 0', 'unknown ENOSYS', '[RA-] timer    |1', '[R--] timer    |0',
    '[-A-] timer    |1', '0 0', 'metrics 0', '1', 'info 0', '1', 'run 0 close 0',
  ])
})
