// libuv's TCP sockets, pipes and terminals on loops of the addon's own: what a function of the fixture logs
// is the same under every host.
'use strict'
const { spawnSync } = require('child_process')
const { addon, addonPath, equal, major, test, until } = require('./lib.js')
const uv = Object.assign(addon('uv_stream'), addon('uv_pipe'))

if (process.argv[2] === 'leave open') {
  uv.talk(() => {}, false)
  if (process.argv[3] === 'exit') process.exit(7)
  return
}

test('a TCP server and a client', () => {
  equal(uv.tcp().split('; '), [
    'init 0', 'init 0', '000', 'read ENOTCONN', 'no name EBADF', 'bind 0', 'listen 0', '1 1', 'connect 0',
    'twice EALREADY', '011', 'try EAGAIN', 'connection 0', 'accept 0', 'again EAGAIN', '11', 'read 0',
    'twice EALREADY', 'connected 0 11', 'write 0', 'write 0', '0', 'read 0', 'shutdown 0',
    'twice ENOTCONN', 'late EPIPE', '10', 'hello written to client, 0 left',
    'world written to client, 0 left', 'client shut 0', 'server closed', 'peer read 11 \'hello world\'',
    'answer 0', 'answer written to peer, 0 left', 'peer read EOF', 'client read 11 \'hello world\'',
    'peer closed', 'client read EOF', 'client closed', 'run 0', 'run 0 close 0',
  ])
})

test('addresses, options and wrong uses of TCP handles', () => {
  equal(uv.tcp_names().split('; '), [
    'init_ex 0', '1', 'init_ex EINVAL', 'init_ex EINVAL', 'init_ex 0', 'fileno EBADF', 'family EINVAL',
    'only v6 EINVAL', 'bind 0', 'bind EINVAL', 'name 0', '16 1 1', 'part 0', '16', 'peer ENOTCONN',
    'listen 0', 'used 0', 'name EADDRINUSE', 'listen EADDRINUSE', 'bind 0', 'nodelay 0', 'keepalive 0',
    'keepalive 0', 'accepts 0', 'size 0', '1', 'size 0', 'size 0', '16384', 'null EINVAL', 'open EBADF',
    'timer ENOTSUP', 'fileno EINVAL', 'listen EINVAL', 'fileno EBADF', 'read EINVAL', 'bind EINVAL',
    'listen EINVAL', 'write EBADF', 'shutdown ENOTCONN', 'run 0 close 0',
  ])
})

test('a connection that is refused', () => {
  equal(uv.refused().split('; '), [
    'connect 0', 'write 0', '4', 'connected ECONNREFUSED 11', 'first ECANCELED to client, 0 left', 'run 0',
    'run 0 close 0',
  ])
})

test('requests that end with their stream', () => {
  equal(uv.cancelled().split('; '), [
    'open 0', 'write 0', 'write 0', '1 0', 'try EAGAIN', 'shutdown 0', 'write EBADF', '00',
    'first ECANCELED to end, 3 left', 'second ECANCELED to end, 0 left', 'end shut ECANCELED',
    'end closed', 'run 0', 'server closed', 'connected ECANCELED 00', 'client closed', 'run 0',
    'connection 0', 'accept 0', 'again EAGAIN', '11', 'read 0', 'twice EALREADY', 'connected 0', 'reset 0',
    'client closed', 'server closed', 'peer read ECONNRESET', 'peer closed', 'run 1', 'run 0 close 0',
  ])
})

test('both ends of a pipe, buffers of all kinds', () => {
  equal(uv.pipes().split('; '), [
    'open 0', 'open 0', 'bad EBADF', '10 01', 'write EPIPE', 'read ENOTCONN', 'null EINVAL', 'stop 0',
    'try 5', 'read 0', 'open EEXIST', '1', 'reader read 2 \'ab\'', 'reader read 2 \'cd\'',
    'reader read 1 \'e\'', '0', 'nothing 0', 'one 0', 'reader read 2 \'fg\'', 'stop 0', 'unref 0',
    'read EALREADY', 'reader read 2 \'hi\'', 'stop 0', 'run 0', 'write 0', 'shutdown 0',
    'first written to writer, 0 left', 'writer shut ENOTSOCK', 'run 0', 'run 0 close 0',
  ])
})

test('pipes with names', () => {
  equal(uv.named_pipes().split('; '), [
    'listen EINVAL', 'no name EBADF', 'chmod EBADF', 'folder EACCES', 'null EINVAL', 'flags EINVAL',
    'long EINVAL', 'bind 0', 'again EINVAL', 'used EADDRINUSE', 'name 0', '0 1', 'mode EINVAL', 'mode 0',
    '666', 'listen 0', 'connect2 EINVAL', 'lost ENOENT', 'connection 0', 'accept 0', 'connected 0',
    'peer 0', '1 0', 'small ENOBUFS', '1', 'own 0', '0', 'text written to client, 0 left', 'client closed',
    'server closed', 'peer read 4 \'text\'', 'peer read EOF', 'peer closed', 'run 0', '-1',
    'run 0 close 0', '0',
  ])
})

test('pipes with abstract names', () => {
  equal(uv.abstract_pipes().split('; '), [
    'bind 0', 'name 0', '1', 'listen 0', 'connect 0', 'connection 0', 'connected 0', 'peer 0', '19 0',
    'run 0 close 0',
  ])
})

test('a pipe that passes handles', () => {
  equal(uv.passing().split('; '), [
    'no socket EBADF', 'try no pipe EBADF', 'plain EBADF', 'try plain EBADF', 'listen EINVAL', 'write2 0', 'pending 0',
    'handle written to sender, 0 left', 'receiver read 7 \'take it\'', 'pending 1 tcp', 'accept 0',
    'pending 0 0', 'accept EAGAIN', '1', 'receiver closed', 'passed closed', 'run 0', 'try 7', 'try 7',
    'receiver read 14 \'take ittake it\'', 'pending 1 tcp', 'accept 0', 'pending 0 0', 'accept EAGAIN', '1',
    'receiver closed', 'passed closed', 'run 0', 'run 0 close 0',
  ])
})

test('terminals', () => {
  equal(uv.terminals().split('; '), [
    'file EINVAL', 'bad EINVAL', 'vterm ENOTSUP', 'reset 0', 'tty 0', '11', 'size 0', 'raw 0', 'raw 0',
    'try 3', '1', '1', 'tty read 2 \'in\'', 'stop 0', 'normal 0', 'binary 0', 'reset 0', 'tty closed',
    'run 0', 'pipe 0', '01', 'size ENOTTY', 'run 0 close 0',
  ])
})

test('streams on the loop of the env', async () => {
  const seen = []
  uv.talk((what) => {
    seen.push(what)
    process.nextTick(() => seen.push('tick'))
  }, true)
  await until(() => seen.length === 10)
  // Node 22's libuv tells the end with the text where the system does.
  const end = major >= 26 ? ['closed', 'read EOF'] : ['read EOF', 'closed']
  equal(seen.filter((what, at) => at % 2 === 0), ['written', 'read text', ...end, 'closed'])
  equal(seen.filter((what, at) => at % 2 === 1), ['tick', 'tick', 'tick', 'tick', 'tick'])
})

test('streams that are open at the end', () => {
  const end = (how) => spawnSync(process.execPath, [__filename, 'leave open', how], { encoding: 'utf8' })
  equal([end('quietly').status, end('exit').status], [0, 7])
})

test('streams of a worker that ends', async () => {
  const { Worker } = require('worker_threads')
  const code = `const { parentPort, workerData } = require('worker_threads')
    let left = 2
    require(workerData).talk((what) => { if (what === 'closed' && --left === 0) parentPort.postMessage(what) }, true)
    setInterval(() => {}, 1000)`
  const worker = new Worker(code, { eval: true, workerData: addonPath('uv_stream') })
  let exited = false
  worker.on('message', () => worker.terminate())
  worker.on('exit', () => { exited = true })
  await until(() => exited)
})
