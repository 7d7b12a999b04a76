'use strict';
// The host's own resources as hooks see them: their types, what triggered them, and what happens to each, without the ticks
// and promises in between. Times differ, so each resource has one line, with its events in the order they came.
const hooks = require('async_hooks');
const fs = require('fs');
const net = require('net');
const os = require('os');
const path = require('path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hooks-'));
const skipped = new Set(['TickObject', 'PROMISE', 'Timeout', 'Immediate', 'DNSCHANNEL']);
let seen;
let types;
const hook = hooks.createHook({
  init(id, type, trigger) {
    if (skipped.has(type)) {
      // What a tick has triggered counts as triggered by what has triggered the tick.
      types.set(id, { through: trigger });
      return;
    }
    const number = seen.filter((entry) => entry.type === type).length + 1;
    const entry = { type, name: `${type}#${number}`, trigger, events: [] };
    seen.push(entry);
    types.set(id, entry);
  },
  before: (id) => note(id, 'before'),
  after: (id) => note(id, 'after'),
  destroy: (id) => note(id, 'destroy'),
});

function note(id, event) {
  // When a compressor is gone is up to the collector.
  if (event === 'destroy' && types.get(id)?.type === 'ZLIB') return;
  const events = types.get(id)?.events;
  if (events !== undefined && !events.includes(event)) events.push(event);
}

function nameOf(id) {
  let entry = types.get(id);
  while (entry?.through !== undefined) entry = types.get(entry.through);
  return entry === undefined ? 'root' : entry.name;
}

// Settles when nothing has happened for a while.
function quiet() {
  return new Promise((resolve) => {
    let count = -1;
    const timer = setInterval(() => {
      const now = seen.reduce((sum, { events }) => sum + 1 + events.length, 0);
      if (now === count) {
        clearInterval(timer);
        resolve();
      }
      count = now;
    }, 30);
  });
}

async function observe(title, body) {
  seen = [];
  types = new Map();
  hook.enable();
  await new Promise((resolve) => new hooks.AsyncResource('CASE', { requireManualDestroy: true }).runInAsyncScope(body, null, resolve));
  await quiet();
  hook.disable();
  console.log(`== ${title}`);
  const lines = seen.map(({ name, trigger, events }) => `${name} < ${nameOf(trigger)}: ${events.join(' ')}`);
  console.log(lines.sort().join('\n'));
}

const echo = (address) => (done) => {
  const server = net.createServer((socket) => socket.end('x')).listen(...address, () => {
    const [target] = address;
    const client = net.connect(target === 0 ? server.address().port : target, '127.0.0.1');
    client.resume().on('close', () => server.close(done));
  });
};

const cases = {
  tcp: echo([0, '127.0.0.1']),
  pipe: echo([path.join(folder, 'socket')]),
  write(done) {
    // More than the kernel takes at once.
    const server = net.createServer((socket) => setTimeout(() => socket.resume().on('end', () => server.close(done)), 10));
    server.listen(path.join(folder, 'write'), () => net.connect(path.join(folder, 'write')).end(Buffer.alloc(4e6)));
  },
  child(done) {
    require('child_process').spawn('true', { stdio: 'ignore' }).on('close', done);
  },
  'child with a pipe'(done) {
    require('child_process').spawn('cat', { stdio: ['pipe', 'ignore', 'ignore'] }).on('close', done).stdin.end('x');
  },
  dns(done) {
    require('dns').lookup('localhost', () => require('dns').lookupService('127.0.0.1', 80, done));
  },
  crypto(done) {
    const crypto = require('crypto');
    let left = 5;
    const one = () => { if (--left === 0) done(); };
    crypto.randomBytes(8, one);
    crypto.pbkdf2('a', 'b', 1, 8, 'sha1', one);
    crypto.scrypt('a', 'b', 8, { N: 2 }, one);
    crypto.hkdf('sha256', 'k', 's', 'i', 8, one);
    crypto.generateKeyPair('ec', { namedCurve: 'P-256' }, one);
  },
  zlib(done) {
    require('zlib').createGzip().on('end', done).resume().end('text');
  },
  messages(done) {
    const { MessageChannel } = require('worker_threads');
    const { port1, port2 } = new MessageChannel();
    port2.on('message', () => port2.close());
    port1.on('close', done);
    port1.ref();
    port1.postMessage(1);
  },
  'file handle'(done) {
    fs.promises.open(__filename).then((handle) => handle.close()).then(done);
  },
  watch(done) {
    const watcher = fs.watch(folder, () => {
      watcher.close();
      setImmediate(done);
    });
    setTimeout(() => fs.writeFileSync(path.join(folder, 'new'), ''), 10);
  },
  signal(done) {
    // Listening to a signal keeps nothing alive.
    const hold = setInterval(() => {}, 1000);
    process.once('SIGUSR2', () => {
      clearInterval(hold);
      done();
    });
    process.kill(process.pid, 'SIGUSR2');
  },
};

(async () => {
  for (const [title, body] of Object.entries(cases)) await observe(title, body);
  fs.rmSync(folder, { recursive: true });
})();
