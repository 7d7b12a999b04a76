// process.getActiveResourcesInfo(): what keeps the loop alive, by Node's names. What has just ended is left out: Node lists it
// until its objects are collected.
'use strict';
const fs = require('fs');
const net = require('net');
const { once } = require('events');
const { MessageChannel, Worker } = require('worker_threads');

const ended = ['ConnectWrap', 'SimpleShutdownWrap'];

function show(what) {
  const names = process.getActiveResourcesInfo().filter((name) => !ended.includes(name));
  console.log(what, JSON.stringify(names));
}

function timers() {
  const timeout = setTimeout(() => {}, 1000);
  show('timeout');
  timeout.unref();
  show('unref');
  timeout.ref();
  const interval = setInterval(() => {}, 1000);
  const immediates = [setImmediate(() => {}), setImmediate(() => {})];
  show('timers and immediates');
  immediates[0].unref();
  show('immediate unref');
  clearTimeout(timeout);
  clearInterval(interval);
  immediates.forEach(clearImmediate);
  process.nextTick(() => {});
  show('tick');
}

async function works() {
  await new Promise((done) => { require('crypto').pbkdf2('a', 'b', 1, 1, 'sha1', done); show('pbkdf2'); });
  await new Promise((done) => { require('crypto').randomBytes(8, done); show('randomBytes'); });
  await new Promise((done) => { require('zlib').gzip('abc', done); show('gzip'); });
  process.on('SIGUSR2', () => {});
  show('signal');
  process.removeAllListeners('SIGUSR2');
}

async function ports() {
  const worker = new Worker('', { eval: true });
  show('worker');
  await once(worker, 'exit');
  const { port1 } = new MessageChannel();
  show('port');
  port1.on('message', () => {});
  show('port with a listener');
  port1.unref();
  show('port unref');
  port1.close();
}

async function watchers() {
  const watcher = fs.watch(__dirname);
  show('watch');
  watcher.unref();
  show('watch unref');
  watcher.close();
}

async function sockets() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  show('listening');
  server.unref();
  show('server unref');
  server.ref();
  const client = net.connect(server.address().port, '127.0.0.1');
  const [[peer]] = await Promise.all([once(server, 'connection'), once(client, 'connect')]);
  show('connected');
  client.unref();
  show('client unref');
  client.destroy();
  peer.destroy();
  server.close();
  await Promise.all([once(server, 'close'), once(client, 'close'), once(peer, 'close')]);
}

(async () => {
  show('start');
  timers();
  await works();
  await ports();
  await watchers();
  await sockets();
  require('dns').lookup('localhost', () => {});
  show('lookup');
})();
