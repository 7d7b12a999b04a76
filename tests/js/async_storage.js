'use strict';
// Where an AsyncLocalStorage's store goes: through every kind of callback of the host. The lines are sorted: only what each
// callback sees counts here, not when it comes.
const { AsyncLocalStorage, AsyncResource } = require('async_hooks');
const { spawn, execFile } = require('child_process');
const EventEmitter = require('events');
const fs = require('fs');
const http = require('http');
const net = require('net');
const path = require('path');
const { Readable, finished } = require('stream');
const { MessageChannel, Worker } = require('worker_threads');

const storage = new AsyncLocalStorage();
const lines = [];
const see = (name) => lines.push(`${name}: ${storage.getStore()}`);
const folder = fs.mkdtempSync(path.join(require('os').tmpdir(), 'storage-'));
process.on('exit', () => {
  fs.rmSync(folder, { recursive: true });
  console.log(lines.sort().join('\n'));
});

// Requests over one connection: each sees its own store, and so does the server's answer.
function keptAlive() {
  const server = http.createServer((request, response) => {
    storage.run(`server${request.url}`, () => setTimeout(() => response.end(storage.getStore()), 2));
  });
  server.listen(0, '127.0.0.1', async () => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const get = (name) => storage.run(name, () => new Promise((resolve) => {
      http.get({ port: server.address().port, host: '127.0.0.1', path: `/${name}`, agent }, (response) => {
        see(`response ${name}`);
        response.on('data', (chunk) => see(`data ${chunk}`));
        response.on('end', () => {
          see(`end ${name}`);
          resolve();
        });
      });
    }));
    await Promise.all([get('a'), get('b'), get('c')]);
    await get('d');
    agent.destroy();
    server.close();
  });
}

function sockets() {
  const server = net.createServer((socket) => {
    see('connection');
    socket.on('data', (data) => {
      see('server data');
      socket.end(data);
    });
  });
  storage.run('listen', () => server.listen(0, '127.0.0.1', () => {
    see('listening');
    storage.run('client', () => {
      const client = net.connect(server.address().port, '127.0.0.1', () => {
        see('connect');
        client.write('x', () => see('written'));
      });
      client.on('data', () => see('client data'));
      client.on('close', () => {
        see('client close');
        server.close(() => see('server close'));
      });
    });
  }));
}

function ports() {
  const { port1, port2 } = storage.run('port', () => new MessageChannel());
  storage.run('listener', () => port2.on('message', () => {
    see('message');
    port2.close();
  }));
  port2.on('close', () => see('port close'));
  storage.run('sender', () => port1.postMessage(1));
  const worker = new Worker('require("worker_threads").parentPort.postMessage(1)', { eval: true });
  worker.on('online', () => see('online'));
  worker.on('message', () => see('worker message'));
  worker.on('exit', () => see('worker exit'));
}

function promises() {
  new Promise((resolve) => storage.run('resolver', () => setTimeout(resolve, 1))).then(() => see('then'));
  Promise.resolve({ then(resolve) { see('thenable'); resolve(); } }).then(() => see('after a thenable'));
  (async function* () { yield 1; })().next().then(() => see('generator'));
  const late = Promise.resolve();
  storage.run('late', () => late.then(() => see('then of an old promise')));
  storage.run('thrown', async () => { throw new Error('x'); }).catch(() => see('caught'));
  require('timers/promises').setTimeout(3).then(() => see('timers/promises'));
  require('timers/promises').setImmediate().then(() => see('timers/promises immediate'));
  fs.promises.stat('.').then(() => see('fs/promises'));
  require('util').promisify(fs.stat)('.').then(() => see('promisified'));
}

function requests() {
  fs.stat('.', () => see('stat'));
  fs.readFile(__filename, () => see('readFile'));
  fs.createReadStream(__filename).on('data', () => {}).on('end', () => see('read stream'));
  require('zlib').gzip('a', () => see('gzip'));
  require('crypto').randomBytes(3, () => see('randomBytes'));
  require('crypto').pbkdf2('a', 'b', 1, 8, 'sha1', () => see('pbkdf2'));
  require('dns').lookup('127.0.0.1', () => see('lookup'));
  execFile('true', () => see('execFile'));
  spawn('cat').on('exit', () => see('exit of a child')).stdin.end();
}

function others() {
  queueMicrotask(() => see('microtask'));
  process.nextTick(() => see('tick'));
  setImmediate(() => see('immediate'));
  let round = 0;
  const interval = setInterval(() => {
    see('interval');
    if (++round === 2) clearInterval(interval);
  }, 1);
  const emitter = new EventEmitter.EventEmitterAsyncResource({ name: 'X' });
  emitter.on('x', () => see('emitter with a resource'));
  const plain = new EventEmitter().on('x', () => see('plain emitter'));
  const controller = new AbortController();
  controller.signal.addEventListener('abort', () => see('abort'));
  storage.run('emits', () => {
    emitter.emit('x');
    plain.emit('x');
    controller.abort();
  });
  finished(Readable.from(['a']).resume(), () => see('finished'));
  const reader = require('readline').createInterface({ input: Readable.from(['a\nb\n']) });
  reader.on('line', (line) => see(`line ${line}`));
  // Listening to a signal keeps nothing alive.
  const hold = setInterval(() => {}, 1000);
  process.once('SIGUSR2', () => {
    see('signal');
    clearInterval(hold);
  });
  storage.run('killer', () => setTimeout(() => process.kill(process.pid, 'SIGUSR2'), 60));
  const watcher = fs.watch(folder, () => {
    see('watch');
    watcher.close();
  });
  storage.run('writer', () => setTimeout(() => fs.writeFileSync(path.join(folder, 'new'), ''), 30));
  const resource = new AsyncResource('R');
  storage.run('inside', () => resource.runInAsyncScope(() => see('resource')));
  const bound = AsyncLocalStorage.bind(() => see('bound'));
  const snapshot = AsyncLocalStorage.snapshot();
  storage.run('inside', () => {
    bound();
    snapshot(() => see('snapshot'));
  });
}

keptAlive();
sockets();
for (const part of [ports, promises, requests, others]) storage.run(part.name, part);
storage.run('exited', () => {
  storage.exit(() => {
    see('exit');
    setImmediate(() => see('immediate after exit'));
  });
  storage.enterWith('entered');
  see('enterWith');
  process.nextTick(() => see('tick after enterWith'));
});
see('main');

// What is told of an error that nobody caught sees the stores of the callback that threw.
{
  const { AsyncLocalStorage } = require('async_hooks');
  const late = new AsyncLocalStorage();
  const seen = [];
  process.on('uncaughtException', (error) => seen.push(`${error} ${late.getStore()}`));
  process.on('unhandledRejection', (error) => seen.push(`${error} ${late.getStore()}`));
  process.on('exit', () => console.log(seen.sort().join(', ')));
  late.run('timer', () => setTimeout(() => { throw 1; }, 1));
  late.run('tick', () => process.nextTick(() => { throw 2; }));
  late.run('rejection', () => { Promise.reject(3); });
  late.run('async', async () => { await undefined; throw 4; });
  late.run('microtask', () => queueMicrotask(() => { throw 5; }));
  late.run('caught', () => setTimeout(() => { try { throw 6; } catch {} }, 5));
  setTimeout(() => { throw 7; }, 30);
}
