// libuv's functions for files beyond those of `uv`: what a function of the fixture logs is the same
// under every host.
'use strict'
const { addon, equal, major, test } = require('./lib.js')
const uv = addon('uv_files')

test('folders, all at once and some entries at a time', () => {
  equal(uv.folders().split('; '), [
    'empty 0', 'scandir 0', 'next EOF', 'path 1 1', 'scandir 5', 'Z 1', 'a 1', 'b 1', 'folder 2', 'link 3',
    'next EOF', 'path 1 1', 'queued 0', 'scandir 5', 'Z 1', 'a 1', 'b 1', 'folder 2', 'link 3', 'next EOF',
    'path 1 1', 'none ENOENT', 'scandir ENOENT', 'next ENOENT', 'path 1 1', 'opendir 0', 'null EINVAL',
    '2 1 2 1 1 1 0 total 495', 'closedir 0', 'closedir EINVAL', 'opendir ENOTDIR', 'run 0 close 0end 0',
  ])
})

test('copies of files and between descriptors', () => {
  equal(uv.copies().split('; '), [
    'copy 0', 'to \'contents\' 640', 'over 0', 'longer \'contents\' 640', 'exclusive EEXIST', 'itself 0',
    'from \'contents\' 640', 'clone 0', 'cloned \'contents\' 640', 'none ENOENT', 'flags EINVAL',
    'new unreadable', 'sendfile 4', 'rest 2', 'bad EBADF', 'sent \'ntents\' 600', 'end 0',
  ])
})

test('times, owners, file systems, temporary names', () => {
  equal(uv.attributes().split('; '), [
    '0utime 0', '1000.500000000 2000.250000000', 'lutime 0', '10.0 -20.0', '1000.500000000 2000.250000000',
    'futime 0', '1.0 2.0', 'chown 0', 'fchown 0', 'lchown 0', 'type 30 done 0', 'chown 0',
    'type 26 done ENOENT', 'statfs 0', '1 1', 'statfs ENOENT', 'mkstemp 1 1 0', 'mkstemp EINVAL',
    'no request EINVAL', 'run 0 close 0end 0',
  ])
})

if (major >= 26) test('times that stay, and the time now', () => {
  equal(uv.newest().split('; '), [
    'utime 0', 'omit 0', '1000.0 3000.0', 'futime 0', '1 1', 'end 0',
  ])
})
