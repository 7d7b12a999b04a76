'use strict';
// What goes through ports, and to whom: kinds of objects, transfer lists, marks, channels of a name, threads by number,
// ports of other contexts.
const crypto = require('crypto');
const fs = require('fs');
const net = require('net');
const path = require('path');
const vm = require('vm');
const { once } = require('events');
const { inspect } = require('util');
const {
  BroadcastChannel, MessageChannel, Worker, isMarkedAsUntransferable, markAsUncloneable, markAsUntransferable,
  moveMessagePortToContext, postMessageToThread, receiveMessageOnPort, threadId,
} = require('worker_threads');

const log = (...words) => console.log(...words);
const tick = () => new Promise((resolve) => setImmediate(resolve));

function attempt(name, call) {
  try {
    log(name, call());
  } catch (error) {
    log(name, 'THROWS', error.name, error.code, error.message);
  }
}

function through(value, list) {
  const { port1, port2 } = new MessageChannel();
  try {
    port1.postMessage(value, list);
    return receiveMessageOnPort(port2).message;
  } finally {
    port1.close();
  }
}

const tag = (value) => `${value?.constructor?.name} ${Object.prototype.toString.call(value)}`;

function kinds() {
  const things = {
    blob: () => new Blob(['ab'], { type: 'text/plain' }),
    'blob inside': () => ({ a: [new Blob(['x'])] }),
    url: () => new URL('http://a/b'),
    'url search params': () => new URLSearchParams('a=b'),
    'secret key': () => crypto.createSecretKey(Buffer.from('k')),
    'block list': () => { const list = new net.BlockList(); list.addAddress('1.2.3.4'); return list; },
    'socket address': () => new net.SocketAddress({ address: '1.2.3.4', port: 5 }),
    'event target': () => new EventTarget(),
    port: () => new MessageChannel().port1,
    module: () => new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])),
    'shared memory': () => new WebAssembly.Memory({ initial: 1, maximum: 2, shared: true }),
    memory: () => new WebAssembly.Memory({ initial: 1 }),
    function: () => () => {},
    promise: () => Promise.resolve(),
    'weak map': () => new WeakMap(),
    error: () => Object.assign(new RangeError('x', { cause: 1 }), { code: 5 }),
    'class instance': () => new (class Foo { a = 1; })(),
    buffer: () => Buffer.from('abc'),
    'growable shared buffer': () => new SharedArrayBuffer(8, { maxByteLength: 16 }),
    'resizable buffer': () => new ArrayBuffer(8, { maxByteLength: 16 }),
  };
  for (const [name, make] of Object.entries(things)) {
    attempt(`${name} cloned`, () => tag(structuredClone(make())));
    attempt(`${name} sent`, () => tag(through(make())));
    attempt(`${name} transferred`, () => { const thing = make(); return tag(through(thing, [thing])); });
  }
  const { a: [inner] } = through({ a: [new Blob(['x'])] });
  log(inner.size);
  const pair = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const copy = through(pair);
  log(copy.publicKey.type, copy.privateKey.type, copy.privateKey.asymmetricKeyType, copy.publicKey.equals(pair.publicKey));
  log(through(crypto.createSecretKey(Buffer.from('abc'))).export().toString());
  const rules = new net.BlockList();
  rules.addRange('1.2.3.4', '1.2.3.9');
  log(through(rules).check('1.2.3.7'), through(rules).check('1.2.4.7'));
  const module = new WebAssembly.Module(new Uint8Array([
    0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 127, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 6, 1, 4, 0, 65, 42, 11]));
  log(new WebAssembly.Instance(through(module)).exports.f());
}

function marks() {
  const object = {};
  markAsUncloneable(object);
  attempt('uncloneable', () => structuredClone(object));
  attempt('uncloneable inside', () => through({ list: [object] }));
  const blob = new Blob(['a']);
  markAsUncloneable(blob);
  attempt('uncloneable blob', () => through(blob));
  const buffer = new ArrayBuffer(8);
  markAsUncloneable(buffer);
  attempt('buffers stay cloneable', () => through(buffer).byteLength);
  markAsUntransferable(buffer);
  attempt('untransferable', () => through(buffer, [buffer]));
  attempt('but cloneable', () => through(buffer).byteLength);
  const { port1 } = new MessageChannel();
  markAsUntransferable(port1);
  attempt('untransferable port', () => through(port1, [port1]));
  const pooled = Buffer.from('a').buffer;
  attempt('pool', () => through(1, [pooled]));
  log([buffer, port1, pooled, {}, 1, null].map(isMarkedAsUntransferable));
}

async function fileHandles() {
  const name = path.join(fs.mkdtempSync(path.join(require('os').tmpdir(), 'messages-')), 'file');
  fs.writeFileSync(name, 'content');
  const handle = await fs.promises.open(name);
  attempt('handle', () => structuredClone(handle));
  const moved = through({ handle }, [handle]).handle;
  log(handle.fd, moved.fd >= 0, (await moved.readFile()).toString());
  await moved.close();
  await handle.read().catch((error) => log(error.code));
  const code = `const { parentPort, workerData } = require("worker_threads");
    workerData.readFile().then((text) => {
      parentPort.postMessage(String(text));
      return workerData.close();
    });`;
  const given = await fs.promises.open(name);
  const worker = new Worker(code, { eval: true, workerData: given, transferList: [given] });
  const ends = once(worker, 'exit');
  log((await once(worker, 'message'))[0]);
  await ends;
  fs.rmSync(path.dirname(name), { recursive: true });
}

async function broadcast() {
  const code = `const { BroadcastChannel, parentPort, workerData } = require("worker_threads");
    const channel = new BroadcastChannel("news");
    channel.onmessage = ({ data, type, target }) => {
      if (data === "end") { channel.close(); return; }
      if (data !== "first") return;
      parentPort.postMessage([workerData, data, type, target === channel]);
      if (data === "first") channel.postMessage("heard " + data + " " + workerData);
    };
    parentPort.postMessage("ready");`;
  const channel = new BroadcastChannel('news');
  const elsewhere = new BroadcastChannel('other');
  elsewhere.onmessage = () => log('never');
  const heard = [];
  channel.onmessage = ({ data }) => heard.push(data);
  const workers = [1, 2].map((workerData) => new Worker(code, { eval: true, workerData }));
  await Promise.all(workers.map((worker) => once(worker, 'message')));
  const answers = workers.map((worker) => once(worker, 'message'));
  channel.postMessage('first');
  log((await Promise.all(answers)).flat());
  while (heard.length < 2) await tick();
  channel.postMessage('end');
  await Promise.all(workers.map((worker) => once(worker, 'exit')));
  log(heard.sort());
  log(channel.name, inspect(elsewhere).startsWith('BroadcastChannel'));
  const near = new BroadcastChannel('other');
  attempt('uncloneable', () => near.postMessage(() => {}));
  near.postMessage({ a: 1 });
  elsewhere.onmessage = null;
  log(receiveMessageOnPort(elsewhere), receiveMessageOnPort(elsewhere));
  for (const each of [channel, elsewhere, near]) each.close();
  attempt('closed', () => channel.postMessage(1));
  attempt('nothing', () => new BroadcastChannel());
}

async function threads() {
  const refused = (error) => log(error.name, error.code, error.message);
  await postMessageToThread(threadId, 1).catch(refused);
  await postMessageToThread(9999, 1).catch(refused);
  const worker = new Worker(`const { parentPort, postMessageToThread, threadId } = require("worker_threads");
    process.on("workerMessage", (value, source) => {
      if (value === "throw") throw new Error("in the listener");
      parentPort.postMessage([value, source]);
      if (value === "back") postMessageToThread(0, { back: true });
    });
    parentPort.on("message", () => process.exit());
    parentPort.postMessage("ready");`, { eval: true });
  await once(worker, 'message');
  const answer = once(worker, 'message');
  await postMessageToThread(worker.threadId, { some: 'value' });
  log(await answer);
  await postMessageToThread(worker.threadId, 'throw').catch(refused);
  await postMessageToThread(worker.threadId, () => {}).catch((error) => log(error.name, error.message));
  const { port1, port2 } = new MessageChannel();
  const moved = once(worker, 'message');
  await postMessageToThread(worker.threadId, [1], []);
  log(await moved);
  port1.close();
  port2.close();
  const back = new Promise((resolve) => process.once('workerMessage', (value, source) => resolve([value, source === worker.threadId])));
  postMessageToThread(worker.threadId, 'back');
  log(await back);
  worker.postMessage('end');
  await once(worker, 'exit');
  await postMessageToThread(worker.threadId, 1).catch(refused);
  const silent = new Worker('setInterval(() => {}, 1000)', { eval: true });
  await once(silent, 'online');
  await postMessageToThread(silent.threadId, 1).catch(refused);
  await silent.terminate();
}

async function contexts() {
  const { port1, port2 } = new MessageChannel();
  const sandbox = vm.createContext();
  attempt('not a port', () => moveMessagePortToContext({}, sandbox));
  attempt('not a context', () => moveMessagePortToContext(port1, {}));
  const moved = moveMessagePortToContext(port1, sandbox);
  const inside = vm.runInContext('Object', sandbox);
  log(moved instanceof Object, moved instanceof inside, typeof moved.postMessage);
  const message = new Promise((resolve) => { moved.onmessage = resolve; });
  moved.start();
  port2.postMessage({ deep: [1] });
  const { data } = await message;
  log(data, data instanceof inside, data.deep instanceof vm.runInContext('Array', sandbox));
  const back = once(port2, 'message');
  moved.postMessage({ back: 1 });
  log((await back)[0]);
  moved.close();
}

// Ports that are closed by a message, and that are lost to themselves.
async function losses() {
  {
    const { port1, port2 } = new MessageChannel();
    port1.on('message', (message) => {
      log('got', message);
      port1.close();
    });
    port2.postMessage('first');
    port2.postMessage('waits already');
    await once(port1, 'close');
  }
  const { port1, port2 } = new MessageChannel();
  const warning = once(process, 'warning');
  const closed = once(port1, 'close');
  port1.on('message', () => {});
  log(port1.postMessage('to itself', [port2]));
  log((await warning)[0].message);
  await closed;
  attempt('a port that was sent', () => new MessageChannel().port1.postMessage(port2));
}

(async () => {
  for (const part of [kinds, marks, fileHandles, broadcast, threads, contexts, losses]) {
    log(`== ${part.name}`);
    await part();
  }
})();
