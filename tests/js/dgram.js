// dgram: names and errors, binding, sending in all forms, connecting, options, groups, the order of events, descriptors,
// async hooks. Loopback only; a port is printed only where it is the same in each run.
'use strict';

const assert = require('node:assert');
const dgram = require('node:dgram');
const { once } = require('node:events');

const log = (...args) => console.log(...args);
const loopback = '127.0.0.1';

function attempt(name, action) {
  try {
    const value = action();
    log(name, '->', typeof value === 'object' ? 'object' : value);
  } catch (error) {
    log(name, '->', error.name, error.code, error.message, error.info === undefined ? '' : JSON.stringify(error.info));
  }
}

async function open(type = 'udp4', address = loopback) {
  const socket = dgram.createSocket(type);
  socket.bind(0, address);
  await once(socket, 'listening');
  return socket;
}

const close = (...sockets) => Promise.all(sockets.map((socket) => new Promise((done) => socket.close(done))));
const receive = async (socket) => (await once(socket, 'message'))[0].toString();

function shape() {
  log(Object.keys(dgram).join(), dgram.Socket.length, dgram.createSocket.length);
  const own = Object.getOwnPropertyDescriptors(dgram.Socket.prototype);
  for (const [name, { value, enumerable, configurable }] of Object.entries(own)) {
    // Of Node 26: see `atOnce`.
    if (name === 'bindSync' || name === 'connectSync') continue;
    log(name, typeof value === 'function' ? value.length : typeof value, enumerable, configurable);
  }
  const socket = dgram.createSocket('udp4', () => {});
  log(Object.keys(socket).join(), socket.type, socket.listenerCount('message'), socket instanceof require('node:events'));
  log(socket.ref() === socket, socket.unref() === socket, socket.close() === socket, socket.ref() === socket);
}

function options() {
  const wrong = [
    undefined, null, 'udp5', {}, ['udp4'], { type: 'udp4', lookup: 1 }, { type: 'udp4', signal: {} },
    { type: 'udp4', recvBufferSize: 'a' }, { type: 'udp4', sendBufferSize: -1 }, { type: 'udp6', recvBufferSize: 1.5 },
    { type: 'udp4', receiveBlockList: 1 }, { type: 'udp4', sendBlockList: {} },
  ];
  for (const type of wrong) attempt(`createSocket(${JSON.stringify(type)})`, () => dgram.createSocket(type));
}

function unbound() {
  const calls = {
    address: [[]], remoteAddress: [[]], disconnect: [[]], setTTL: [[1], ['x'], [1000], []], setMulticastTTL: [[1], ['x'], [1000]],
    setMulticastLoopback: [[1]], setBroadcast: [[1]], setMulticastInterface: [[loopback], ['x'], [1]],
    getRecvBufferSize: [[]], setRecvBufferSize: [[1]], setSendBufferSize: [[-1], ['a'], []], getSendBufferSize: [[]],
    getSendQueueSize: [[]], getSendQueueCount: [[]], connect: [[], [0], [1, 2], [70000], ['a']],
    send: [[], ['a'], ['a', 0], ['a', 0, 1], ['a', 70000], [1, 2], [[1], 2], ['abc', 4, 1, 5, loopback], ['abc', 1, 4, 5, loopback], [{}, 0, 1, 5], ['a', 5, true]],
    sendto: [[], ['a', 0], ['a', 0, 1], ['a', 0, 1, 2], ['a', '0']],
    addMembership: [[]], dropMembership: [[], ['224.0.0.1']], addSourceSpecificMembership: [[], ['1.1.1.1']],
  };
  for (const [name, lists] of Object.entries(calls)) {
    const socket = dgram.createSocket('udp4');
    for (const list of lists) attempt(`${name}(${list.map((value) => JSON.stringify(value)).join()})`, () => socket[name](...list));
    socket.close();
  }
  const socket = dgram.createSocket('udp4');
  socket.close();
  for (const name of ['close', 'address', 'remoteAddress', 'bind', 'disconnect', 'addMembership', 'setMulticastInterface']) {
    attempt(`closed ${name}`, () => socket[name]());
  }
  attempt('closed send', () => socket.send('a', 1));
}

async function bind() {
  const socket = dgram.createSocket('udp4');
  socket.bind(0, loopback, function() {
    const { address, family, port } = this.address();
    log('bound', this === socket, address, family, port > 0, Object.keys(this.address()).join());
  });
  attempt('bind again', () => socket.bind(0));
  await once(socket, 'listening');
  const taken = dgram.createSocket('udp4');
  taken.bind({ port: socket.address().port, address: loopback, exclusive: true }, () => log('not called'));
  const [error] = await once(taken, 'error');
  log(error.code, error.syscall, error.address, error.port === socket.address().port, error.errno, taken.listenerCount('listening'));
  taken.bind(0, '::1');
  const [family] = await once(taken, 'error');
  log(family.message, family.port, family.address);
  taken.bind(() => log('any address', taken.address().address));
  await once(taken, 'listening');
  await close(taken, socket);

  const shared = { type: 'udp4', reuseAddr: true };
  const first = dgram.createSocket(shared);
  first.bind(0, loopback);
  await once(first, 'listening');
  const second = dgram.createSocket(shared);
  second.bind(first.address().port, loopback);
  await once(second, 'listening');
  log('address shared', first.address().port === second.address().port);
  await close(first, second);
  attempt('bind of nothing', () => dgram.createSocket('udp4').bind({ fd: 999 }));
  attempt('bind of a file', () => dgram.createSocket('udp4').bind({ fd: require('node:fs').openSync(__filename) }));
}

async function sending() {
  const server = await open();
  const { port } = server.address();
  const client = await open();
  server.on('message', (message, from) => {
    assert.strictEqual(from.port, client.address().port);
    log('got', message, from.address, from.family, from.size, Object.keys(from).join());
  });
  const bytes = new Uint16Array([0x4241, 0x4443]);
  const forms = [
    ['text', port, loopback], ['text', port], [Buffer.from('buffer'), port, loopback], [bytes, port], [new DataView(bytes.buffer, 1, 2), port],
    ['offset', 2, 3, port, loopback], [Buffer.from('offset'), 1, 2, port], [['a', Buffer.from('b'), bytes], port], [[], port], ['', port],
    [Buffer.alloc(0), 0, 0, port, loopback], ['port', String(port)], ['no address', port, null], ['no address', port, undefined],
  ];
  for (const form of forms) {
    const [error, sent] = await new Promise((done) => client.send(...form, (...args) => done(args)));
    log('sent', error, sent);
    await new Promise(setImmediate);
  }
  client.sendto('sendto', 0, 6, port, loopback, (error, sent) => log('sent', error, sent));
  await once(server, 'message');
  client.send('without a callback', port);
  await once(server, 'message');
  const big = await new Promise((done) => client.send(Buffer.alloc(70_000), port, (error) => done(error)));
  log(big.message.replace(port, 'PORT'), big.code, big.syscall, big.address, big.port === port);
  const far = await new Promise((done) => client.send('x', port, '::1', (error) => done(error)));
  log(far.code, far.syscall, far.address);
  log(client.getSendQueueSize(), client.getSendQueueCount());
  // What fails without a callback is not told.
  client.send(Buffer.alloc(70_000), port);
  await close(server, client);
}

async function implicit() {
  const server = await open();
  const client = dgram.createSocket('udp4');
  client.on('listening', () => log('listening'));
  client.send('one', server.address().port, (error, sent) => log('one sent', error, sent));
  client.send(['t', 'wo'], server.address().port, (error, sent) => log('two sent', error, sent));
  log(await receive(server), await receive(server));
  await close(client);
  const hasty = dgram.createSocket('udp4');
  hasty.send('lost', server.address().port, () => log('not called'));
  hasty.close(() => log('closed after what waited'));
  await once(hasty, 'close');
  await close(server);

  const lookup = (name, family, done) => process.nextTick(done, new Error(`no ${name || 'name'} of ${family}`));
  const failing = dgram.createSocket({ type: 'udp4', lookup });
  failing.send('x', 1, 'somewhere', () => log('not called'));
  const [error] = await once(failing, 'error');
  log(error.message);
  failing.bind(0, 'elsewhere', () => log('not called'));
  const [again] = await once(failing, 'error');
  log(again.message);
  await close(failing);
  const found = dgram.createSocket({ type: 'udp4', lookup: (name, family, done) => (name === '0.0.0.0' ? done(null, name) : lookup(name, family, done)) });
  found.send('x', 1, 'somewhere', (error) => log('callback', error.message));
  found.send('x', 1, 'somewhere');
  const [told] = await once(found, 'error');
  log('told', told.message);
  await close(found);
}

async function connecting() {
  const server = await open();
  const { port } = server.address();
  const client = dgram.createSocket('udp4');
  client.connect(port, loopback, function(...args) {
    log('connected', this === client, args.length, client.remoteAddress().port === port, client.remoteAddress().address);
  });
  attempt('connect twice', () => client.connect(port));
  await once(client, 'connect');
  attempt('connect again', () => client.connect(port));
  for (const list of [['a', 0, 1, port], ['a', 0, 1, port, loopback]]) {
    attempt('send to a port', () => client.send(...list));
  }
  for (const list of [['all'], [['li', 'st']], ['part of it', 5, 2], [[]]]) {
    client.send(...list, (error, sent) => log('sent', error, sent));
    log('got', await receive(server));
  }
  client.disconnect();
  attempt('remoteAddress', () => client.remoteAddress());
  attempt('disconnect', () => client.disconnect());
  client.send('again', port);
  log(await receive(server));

  // Nobody listens there: the next receive tells.
  const gone = await open();
  const { port: free } = gone.address();
  await close(gone);
  client.connect(free);
  await once(client, 'connect');
  client.send('x', (error, sent) => log('sent', error, sent));
  const [refused] = await once(client, 'error');
  log(refused.message, refused.code, refused.syscall, refused.errno);
  await close(client, server);

  const wrong = dgram.createSocket('udp4');
  wrong.connect(9, '::1', (error) => {
    log(error.message, error.address, error.port, wrong.listenerCount('connect'));
    wrong.close();
  });
  await once(wrong, 'close');
}

async function settings() {
  const socket = await open('udp4', '0.0.0.0');
  attempt('setTTL', () => socket.setTTL(16));
  attempt('setMulticastTTL', () => socket.setMulticastTTL(0));
  attempt('setMulticastLoopback', () => socket.setMulticastLoopback(false));
  attempt('setBroadcast', () => socket.setBroadcast(true));
  attempt('setMulticastInterface', () => socket.setMulticastInterface(loopback));
  attempt('setMulticastInterface', () => socket.setMulticastInterface('::1'));
  attempt('addMembership', () => socket.addMembership('224.0.0.114', loopback));
  attempt('addMembership again', () => socket.addMembership('224.0.0.114', loopback));
  attempt('dropMembership', () => socket.dropMembership('224.0.0.114', loopback));
  attempt('dropMembership again', () => socket.dropMembership('224.0.0.114', loopback));
  attempt('addMembership of no group', () => socket.addMembership(loopback));
  attempt('addMembership of text', () => socket.addMembership('x'));
  attempt('addMembership at text', () => socket.addMembership('224.0.0.114', 'x'));
  attempt('source', () => socket.addSourceSpecificMembership(loopback, '232.1.1.1', loopback));
  attempt('source dropped', () => socket.dropSourceSpecificMembership(loopback, '232.1.1.1', loopback));
  attempt('source of another family', () => socket.addSourceSpecificMembership('::1', '232.1.1.1'));
  attempt('setRecvBufferSize', () => socket.setRecvBufferSize(10_000));
  attempt('setSendBufferSize', () => socket.setSendBufferSize(12_000));
  attempt('too much', () => socket.setSendBufferSize(4_294_967_295));
  log(socket.getRecvBufferSize(), socket.getSendBufferSize());
  await close(socket);
  const made = dgram.createSocket({ type: 'udp4', recvBufferSize: 20_000, sendBufferSize: 22_000 });
  made.bind(0, loopback);
  await once(made, 'listening');
  log(made.getRecvBufferSize(), made.getSendBufferSize());
  await close(made);
}

async function groups() {
  const member = dgram.createSocket({ type: 'udp4', reuseAddr: true });
  member.bind(0);
  await once(member, 'listening');
  member.addMembership('224.0.0.115', loopback);
  member.setMulticastInterface(loopback);
  member.setMulticastLoopback(true);
  member.send('to all', member.address().port, '224.0.0.115');
  const [message, from] = await once(member, 'message');
  log(String(message), from.address, from.size);
  await close(member);
}

async function lists() {
  const { BlockList } = require('node:net');
  const blocked = new BlockList();
  blocked.addAddress(loopback);
  const deaf = dgram.createSocket({ type: 'udp4', receiveBlockList: blocked });
  deaf.bind(0, loopback);
  await once(deaf, 'listening');
  deaf.on('message', () => log('never'));
  const mute = dgram.createSocket({ type: 'udp4', sendBlockList: blocked });
  await new Promise((done) => mute.send('x', deaf.address().port, loopback, (error) => { log(error.code, error.message); done(); }));
  mute.connect(deaf.address().port, (error) => log('connect', error.code));
  const open = dgram.createSocket('udp4');
  await new Promise((done) => open.send('x', deaf.address().port, loopback, done));
  for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate);
  await close(deaf, mute, open);
}

async function order() {
  const server = await open();
  const { port } = server.address();
  const seen = [];
  const mark = (text) => seen.push(text);
  const client = dgram.createSocket('udp4');
  client.on('listening', () => {
    mark('listening');
    process.nextTick(mark, 'tick of listening');
  });
  client.bind(0, loopback);
  mark('bind returned');
  process.nextTick(mark, 'tick after bind');
  await once(client, 'listening');
  client.send('x', port, loopback, () => {
    mark('sent');
    process.nextTick(mark, 'tick of sent');
    Promise.resolve().then(() => mark('microtask of sent'));
  });
  mark('send returned');
  process.nextTick(mark, 'tick after send');
  setImmediate(mark, 'immediate after send');
  await once(server, 'message');
  // Several datagrams in one turn of the loop, each with ticks of its own.
  let count = 0;
  server.on('message', (message) => {
    mark(`message ${message}`);
    process.nextTick(mark, `tick ${message}`);
    Promise.resolve().then(() => mark(`microtask ${message}`));
    if (++count === 1) setImmediate(mark, 'immediate');
  });
  for (const text of ['1', '2', '3']) client.send(text, port, loopback);
  while (count < 3) await once(server, 'message');
  await new Promise(setImmediate);
  client.close(() => mark('closed'));
  mark('close returned');
  process.nextTick(mark, 'tick after close');
  setImmediate(mark, 'immediate after close');
  await once(client, 'close');
  // Nothing comes after a close within a message.
  server.removeAllListeners('message');
  server.on('message', (message) => {
    mark(`last ${message}`);
    server.close();
  });
  const other = await open();
  for (const text of ['4', '5']) other.send(text, port, loopback);
  await once(server, 'close');
  await new Promise(setImmediate);
  await close(other);
  log(seen.join('\n'));
}

async function ends() {
  const controller = new AbortController();
  const aborted = dgram.createSocket({ type: 'udp4', signal: controller.signal });
  aborted.bind(0, loopback);
  await once(aborted, 'listening');
  controller.abort();
  await once(aborted, 'close');
  attempt('after abort', () => aborted.close());
  attempt('aborted before', () => dgram.createSocket({ type: 'udp4', signal: AbortSignal.abort() }).address());
  const disposed = await open();
  const disposing = disposed[Symbol.asyncDispose]();
  log(disposing instanceof Promise, await disposing, await disposed[Symbol.asyncDispose]());
  const early = dgram.createSocket('udp4');
  early.bind(0, () => log('never'));
  early.close(() => log('closed while it was bound'));
  await once(early, 'close');
}

async function others() {
  const channel = require('node:diagnostics_channel');
  const onMade = ({ socket }) => log('made', socket.type);
  channel.subscribe('udp.socket', onMade);
  const socket = await open();
  channel.unsubscribe('udp.socket', onMade);
  const active = () => process.getActiveResourcesInfo().filter((name) => name === 'UDPWrap').length;
  const before = active();
  socket.unref();
  log(before - active());
  socket.ref();
  socket.send('self', socket.address().port);
  const [message] = await once(socket, 'message');
  log(String(message), message.byteOffset, message.buffer.byteLength);
  await close(socket);

  const { AsyncLocalStorage } = require('node:async_hooks');
  const storage = new AsyncLocalStorage();
  const received = storage.run('of the maker', () => dgram.createSocket('udp4'));
  received.bind(0, loopback);
  await once(received, 'listening');
  await new Promise((done) => {
    received.on('message', () => {
      log('message in the store', storage.getStore());
      done();
    });
    storage.run('of the sender', () => {
      received.send('x', received.address().port, loopback, () => log('sent in the store', storage.getStore()));
    });
  });
  await close(received);

  const seen = [];
  const hook = require('node:async_hooks').createHook({ init(id, type) { if (type.startsWith('UDP')) seen.push(type); } }).enable();
  const watched = await open();
  hook.disable();
  log(seen.join());
  await close(watched);
}

// What Node 22 does not have: this prints nothing.
async function atOnce() {
  const socket = dgram.createSocket('udp4');
  if (typeof socket.bindSync !== 'function') return;
  const { port } = socket.bindSync({ address: loopback });
  assert.throws(() => socket.bindSync(), { code: 'ERR_SOCKET_ALREADY_BOUND' });
  let listening = false;
  socket.on('listening', () => { listening = true; });
  const other = dgram.createSocket('udp4');
  assert.throws(() => other.bindSync({ port, address: loopback }), { message: `bind EADDRINUSE ${loopback}:${port}`, code: 'EADDRINUSE', port });
  assert.throws(() => other.bindSync({ address: 'localhost' }), { code: 'ERR_INVALID_ARG_VALUE', message: /^The property 'options\.address' must be a numeric IP/ });
  assert.throws(() => other.connectSync(port, 'localhost'), { code: 'ERR_INVALID_ARG_VALUE', message: /^The argument 'address' must be a numeric IP/ });
  assert.throws(() => other.connectSync(port, '::1'), { message: `connect EINVAL ::1:${port}` });
  other.connectSync(port);
  assert.throws(() => other.connectSync(port), { code: 'ERR_SOCKET_DGRAM_IS_CONNECTED' });
  assert.deepStrictEqual(other.remoteAddress(), { address: loopback, family: 'IPv4', port });
  assert.strictEqual(listening, false);
  await once(other, 'connect');
  assert.strictEqual(listening, true);
  other.send('at once');
  assert.strictEqual(await receive(socket), 'at once');
  await close(socket, other);
}

// In a process where no datagram goes at once.
async function later() {
  const socket = await open();
  const seen = [];
  const { createHook } = require('node:async_hooks');
  const hook = createHook({ init(id, type) { if (type === 'UDPSENDWRAP') seen.push(type); } }).enable();
  socket.connect(socket.address().port, loopback);
  await once(socket, 'connect');
  for (const text of ['one', 'three', '']) socket.send(text, (error, sent) => seen.push(`${error} ${sent}`));
  socket.send(Buffer.alloc(70_000), (error) => seen.push(error.code));
  log(socket.getSendQueueSize(), socket.getSendQueueCount());
  for (let count = 0; count < 3; count++) log('got', await receive(socket));
  while (seen.length < 8) await new Promise(setImmediate);
  hook.disable();
  log(seen.join(), socket.getSendQueueSize(), socket.getSendQueueCount());
  socket.send('while it closes', (error, sent) => log('told', error, sent));
  await close(socket);
}

// A socket that comes from the parent.
function child() {
  process.once('message', (text, socket) => {
    socket.on('message', (message, from) => {
      socket.send([message, ' answered'], from.port, from.address, () => {
        socket.close();
        process.disconnect();
      });
    });
    process.send(`${text}: ${socket.type}`);
  });
}

async function processes() {
  const { fork, spawnSync } = require('node:child_process');
  process.stdout.write(spawnSync(process.execPath, ['--test-udp-no-try-send', __filename, 'later']).stdout);
  const server = await open();
  const { port } = server.address();
  const other = fork(__filename, ['child']);
  other.send('socket', server);
  const [answer] = await once(other, 'message');
  log(answer);
  await close(server);
  const client = dgram.createSocket('udp4');
  client.send('asked', port);
  log(await receive(client));
  await close(client);
  log(await once(other, 'close'));
}

// Not every machine has IPv6: this prints nothing.
async function six() {
  const { networkInterfaces } = require('node:os');
  if (!Object.values(networkInterfaces()).flat().some(({ address }) => address === '::1')) return;
  const only = dgram.createSocket({ type: 'udp6', ipv6Only: true });
  only.bind(0);
  await once(only, 'listening');
  const { address, family, port } = only.address();
  assert.deepStrictEqual([address, family], ['::', 'IPv6']);
  const four = dgram.createSocket('udp4');
  four.bind(port);
  await once(four, 'listening');
  assert.strictEqual(four.address().port, port);
  const both = dgram.createSocket('udp6');
  both.bind(0);
  await once(both, 'listening');
  four.send('from IPv4', both.address().port, loopback);
  assert.deepStrictEqual((await once(both, 'message'))[1], { address: `::ffff:${loopback}`, family: 'IPv6', port, size: 9 });
  only.connect(both.address().port);
  await once(only, 'connect');
  assert.deepStrictEqual(only.remoteAddress(), { address: '::1', family: 'IPv6', port: both.address().port });
  only.send(['s', 'ix']);
  const [message, from] = await once(both, 'message');
  assert.deepStrictEqual([String(message), from], ['six', { address: '::1', family: 'IPv6', port, size: 3 }]);
  both.setTTL(3);
  both.setMulticastTTL(3);
  both.setMulticastInterface('::%lo');
  both.addMembership('ff01::1', '::%lo');
  both.dropMembership('ff01::1', '::%lo');
  both.addSourceSpecificMembership('::1', 'ff31::1', '::%lo');
  both.dropSourceSpecificMembership('::1', 'ff31::1', '::%lo');
  assert.throws(() => both.addMembership('ff01::1', loopback), { code: 'EINVAL' });
  await close(only, four, both);
}

async function run() {
  shape();
  options();
  unbound();
  for (const part of [bind, sending, implicit, connecting, settings, groups, lists, order, ends, others, processes, atOnce, six]) {
    log(`--- ${part.name}`);
    await part();
  }
}

({ child, later }[process.argv[2]] ?? run)()?.then(() => log('done'));
