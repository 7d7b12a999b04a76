// libuv's UDP sockets on loops of the addon's own: what a function of the fixture logs is the same under
// every host.
'use strict'
const { addon, equal, major, test } = require('./lib.js')
const uv = addon('uv_udp')

test('datagrams from one socket to another', () => {
  equal(uv.talk().split('; '), [
    'init 0', 'init 0', 'bind 0', '0', 'start 0', 'twice EALREADY', '1', 'send 0', '1 5 1', 'send 0',
    '2 5', 'try EAGAIN', 'first sent, 1 0 left', 'second sent, 0 0 left', 'received 5 \'hello\' 1 flags 0',
    'from 1', 'received 0 \'\' 1 flags 0', 'from 1', 'received 0 \'\' 0 flags 0', 'run 1', '0', 'try 5',
    'received 4 \'hell\' 1 flags 2', 'from 1', 'received 0 \'\' 0 flags 0', 'run 1', 'stop 0', 'stop 0',
    '0', 'start 0', 'received ENOBUFS 0', 'run 1', 'send 0', 'third sent, 0 0 left',
    'received 5 \'hello\' 1 flags 0', 'from 1', 'received 3 \'end\' 1 flags 0', 'from 1', 'one closed',
    'run 0', 'run 0 close 0',
  ])
})

test('sockets that are connected', () => {
  equal(uv.connected().split('; '), [
    'peer EBADF', 'disconnect ENOTCONN', 'nowhere EDESTADDRREQ', 'nowhere EDESTADDRREQ', 'connect 0',
    'twice EISCONN', 'peer 0', '16 1', 'address EISCONN', 'address EISCONN', 'send 0',
    'first sent, 0 0 left', 'received 4 \'text\' 1 flags 0', 'from 1', 'received 0 \'\' 0 flags 0',
    'disconnect 0', 'twice ENOTCONN', 'send 0', 'send 0', 'one closed', 'first sent, 1 4 left',
    'second ECANCELED, 0 0 left', 'two closed', 'run 0', 'run 0 close 0',
  ])
})

test('options, groups and wrong uses', () => {
  equal(uv.options().split('; '), [
    'init_ex 0', 'fileno 0', 'init_ex EINVAL', 'init_ex EINVAL', 'init_ex 0', 'mmsg 0', 'family EINVAL',
    'flags EINVAL', 'only v6 EINVAL', 'bind 0', 'bind EINVAL', 'bind 0', 'broadcast 0', 'ttl 0', 'ttl 0',
    'ttl EINVAL', 'ttl EINVAL', 'mttl 0', 'mttl 0', 'mttl EINVAL', 'loop 0', 'loop 0', 'interface 0',
    'interface 0', 'interface EINVAL', 'join 0', 'join EADDRINUSE', 'leave 0', 'leave EADDRNOTAVAIL',
    'kind EINVAL', 'group EINVAL', 'group EINVAL', 'interface EINVAL', 'source 0', 'source 0',
    'source EINVAL', 'size 0', 'send EINVAL', 'open EBUSY', 'run 0 close 0',
  ])
})

test('sockets that the addon made', () => {
  equal(uv.opened().split('; '), [
    '0', '0', 'open 0', 'busy EBUSY', 'open 0', 'bad EBUSY', 'start 0', 'try 4',
    'received 4 \'text\' 1 flags 0', 'from 1', 'received 0 \'\' 0 flags 0', 'run 0 close 0',
  ])
})

if (major >= 26) test('several datagrams at once, and opening with options', () => {
  equal(uv.newest().split('; '), [
    'unbound EINVAL', 'send2 3', 'none EINVAL', 'flags EINVAL', 'received 4 \'text\' 1 flags 0', 'from 1',
    'received 4 \'text\' 1 flags 0', 'from 1', 'received 4 \'text\' 1 flags 0', 'from 1',
    'received 0 \'\' 0 flags 0', 'one closed', 'two closed', 'open_ex EINVAL', 'open_ex 0', 'run 0 close 0',
  ])
})

if (major >= 26) test('a datagram that nobody takes', () => {
  equal(uv.lost().split('; '), [
    'bind 0', 'start 0', 'send 0', 'first sent, 0 0 left', 'ECONNREFUSED 0 flags 0', 'lost 1 flags 32',
    'one closed', 'run 0 close 0',
  ])
})
