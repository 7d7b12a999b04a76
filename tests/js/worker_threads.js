'use strict';
// Differential: ports, messages and threads. The expected text comes from Node 22 (tests/js/expected/worker_threads.txt).
const w = require('worker_threads');
const { inspect } = require('util');
const { once } = require('events');

const out = (...args) => console.log(args.map((a) => (typeof a === 'string' ? a : inspect(a))).join(' '));
function t(f) {
  const label = String(f).replace(/^\(\) => /, '').replace(/\s+/g, ' ').slice(0, 120);
  try {
    out(label, '=>', f());
  } catch (e) {
    out(label, '!!', e.name, e.code, e.message);
  }
}
const tick = (ms = 10) => new Promise((r) => setTimeout(r, ms));

async function ports() {
  out(w.isMainThread, w.threadId, w.parentPort, w.workerData, w.resourceLimits);
  const { port1, port2 } = new w.MessageChannel();
  t(() => new w.MessagePort());
  t(() => port1.postMessage());
  t(() => port1.postMessage(() => {}));
  t(() => port1.postMessage(port2));
  t(() => port1.postMessage(1, [port1]));
  t(() => port1.postMessage(1, [1]));
  t(() => port1.postMessage(1, 1));
  t(() => { const a = new ArrayBuffer(2); port1.postMessage(a, [a, a]); });
  t(() => { const a = new ArrayBuffer(2); w.markAsUntransferable(a); port1.postMessage(a, [a]); });
  t(() => { const o = {}; w.markAsUncloneable(o); port1.postMessage(o); });
  t(() => { const c = new w.MessageChannel(); c.port2.close(); port1.postMessage(1, [c.port2]); });
  t(() => w.receiveMessageOnPort(port2));
  t(() => w.receiveMessageOnPort(1));
  t(() => w.isMarkedAsUntransferable({}));
  t(() => new w.BroadcastChannel());
  t(() => [port1.hasRef(), port1 instanceof EventTarget, port1.constructor === MessagePort, Object.prototype.toString.call(port1)]);
  const buffer = new ArrayBuffer(8);
  const shared = new SharedArrayBuffer(4);
  port1.postMessage({ a: [1, new Map([[1, new Set([2])]]), new Date(0), /x/g, 1n], buffer, shared, bytes: Buffer.from('hi') }, [buffer]);
  out('detached', buffer.byteLength);
  const { message } = w.receiveMessageOnPort(port2);
  out(message.a, message.buffer.byteLength, message.shared instanceof SharedArrayBuffer, message.bytes);
  new Uint8Array(message.shared)[0] = 7;
  out('shared', new Uint8Array(shared)[0]);
  port1.postMessage(1);
  port1.postMessage(2);
  const order = [];
  port2.on('message', (m) => {
    order.push(`message ${m}`);
    process.nextTick(() => order.push(`tick ${m}`));
    Promise.resolve().then(() => order.push(`micro ${m}`));
  });
  port2.once('message', (m) => order.push(`once ${m}`));
  await tick();
  out(order, port2.hasRef());
  const c = new w.MessageChannel();
  port1.postMessage({ port: c.port2, text: 'take it' }, { transfer: [c.port2] });
  port2.removeAllListeners('message');
  const [{ port, text }] = [w.receiveMessageOnPort(port2).message];
  out(text, port instanceof w.MessagePort);
  c.port1.onmessage = (event) => out('onmessage', event.data, event.constructor.name, event.target === c.port1, event.ports);
  port.postMessage('through');
  await tick();
  const closed = [];
  for (const [name, p] of Object.entries({ port1, port2 })) p.on('close', () => closed.push(name));
  port1.close();
  await tick();
  out('closed', closed);
  c.port1.close();
  const a = new w.BroadcastChannel('x');
  const b = new w.BroadcastChannel('x');
  const other = new w.BroadcastChannel('y');
  b.onmessage = (event) => out('broadcast', event.data, b.name);
  other.onmessage = () => out('never');
  a.onmessage = () => out('not to itself');
  a.postMessage({ hello: 1 });
  await tick();
  for (const channel of [a, b, other]) channel.close();
  t(() => a.postMessage(1));
  w.setEnvironmentData('k', { v: 1 });
  out(w.getEnvironmentData('k'), w.getEnvironmentData('none'), String(w.SHARE_ENV));
}

async function threads() {
  t(() => new w.Worker());
  t(() => new w.Worker('x'));
  t(() => new w.Worker('./none.js', { argv: 1 }));
  t(() => new w.Worker('1', { eval: true, env: 1 }));
  t(() => new w.Worker('1', { eval: true, workerData: () => {} }));
  const code = `
    const w = require('worker_threads');
    w.parentPort.on('message', (m) => {
      if (m === 'bye') return w.parentPort.close();
      w.parentPort.postMessage({
        echo: m, data: w.workerData, main: w.isMainThread, id: w.threadId > 0, env: process.env.X_TEST, argv: process.argv.slice(2),
        environment: w.getEnvironmentData('k'), same: require('fs').existsSync('/'),
      });
    });`;
  const worker = new w.Worker(code, { eval: true, workerData: { x: [1, 2] }, env: { X_TEST: 'yes' }, argv: ['a', 1] });
  const events = [];
  for (const name of ['online', 'message', 'error', 'exit']) worker.on(name, (x) => events.push(name, x));
  worker.postMessage('hi');
  worker.postMessage('bye');
  await once(worker, 'exit');
  out(events, worker.threadId);
  out(await worker.terminate(), worker.postMessage(1));

  const failing = new w.Worker('throw Object.assign(new TypeError("oops"), { code: "X", detail: { a: 1 } })', { eval: true });
  const [error] = await once(failing, 'error');
  out(error.name, error.message, error.code, error.detail, error instanceof TypeError);
  for (const [name, text] of Object.entries({
    exit: 'process.exit(7)', 'exit code': 'process.exitCode = 3', 'exit event': 'process.on("exit", (c) => require("worker_threads").parentPort.postMessage(c)); process.exit(4)',
    string: 'throw "text"', reject: 'Promise.reject(new RangeError("rejected"))', syntax: 'let 1', handled: 'process.on("uncaughtException", (e) => require("worker_threads").parentPort.postMessage(e.message)); throw new Error("caught")',
    chdir: 'process.chdir("/")', missing: 'require("./no-such-module")', timers: 'setTimeout(() => require("worker_threads").parentPort.postMessage("timer"), 5)',
  })) {
    const one = new w.Worker(text, { eval: true });
    const seen = [];
    one.on('message', (m) => seen.push('message', m));
    one.on('error', (e) => seen.push('error', e?.name ?? e, e?.code, String(e?.message).split('\n')[0]));
    const [code] = await once(one, 'exit').catch(() => [1]);
    await tick(1);
    out(name, seen, code);
  }
  const endless = new w.Worker('for (;;);', { eval: true });
  await once(endless, 'online');
  out('terminated', await endless.terminate());
  const idle = new w.Worker('setInterval(() => {}, 1000); require("worker_threads").parentPort.postMessage(1)', { eval: true });
  await once(idle, 'message');
  out('terminated', await idle.terminate());

  const piped = new w.Worker('process.stdout.write("to stdout"); process.stderr.write("to stderr"); process.stdin.on("data", (d) => process.stdout.write(String(d).toUpperCase()))', { eval: true, stdout: true, stderr: true, stdin: true });
  let text = '';
  piped.stdout.on('data', (d) => { text += d; });
  piped.stderr.on('data', (d) => { text += `[${d}]`; });
  piped.stdin.end(' input');
  await once(piped, 'exit');
  await tick();
  out(text.includes('to stdout'), text.includes('[to stderr]'), text.includes('INPUT'));

  const shared = new SharedArrayBuffer(8);
  const numbers = new Int32Array(shared);
  const waiter = new w.Worker('const n = new Int32Array(require("worker_threads").workerData); Atomics.wait(n, 0, 0); Atomics.store(n, 1, 42)', { eval: true, workerData: shared });
  await once(waiter, 'online');
  await tick();
  Atomics.store(numbers, 0, 1);
  Atomics.notify(numbers, 0);
  await once(waiter, 'exit');
  out('shared', numbers[1]);

  const { port1, port2 } = new w.MessageChannel();
  const relay = new w.Worker('const { workerData: p } = require("worker_threads"); p.once("message", (m) => { p.postMessage(m * 2); p.close(); })', { eval: true, workerData: port2, transferList: [port2] });
  // Its end may come in the same turn as its answer.
  const relayEnds = once(relay, 'exit');
  port1.postMessage(21);
  out('relay', (await once(port1, 'message'))[0].data ?? (await 0));
  await relayEnds;
  const nested = new w.Worker('const { Worker, parentPort } = require("worker_threads"); const n = new Worker("require(\'worker_threads\').parentPort.postMessage(\'deep\')", { eval: true }); n.on("message", (m) => parentPort.postMessage(m)); n.on("exit", (c) => parentPort.postMessage(c));', { eval: true });
  const heard = [];
  nested.on('message', (m) => heard.push(m));
  await once(nested, 'exit');
  out('nested', heard);
  const many = await Promise.all(Array.from({ length: 8 }, (_, i) => new Promise((resolve) => {
    const one = new w.Worker('const w = require("worker_threads"); w.parentPort.postMessage(w.workerData ** 2)', { eval: true, workerData: i });
    one.on('message', resolve);
  })));
  out('many', many);
  const forgotten = new w.Worker('setInterval(() => {}, 1000)', { eval: true });
  await once(forgotten, 'online');
  forgotten.unref();
}

(async () => {
  await ports();
  await threads();
})().catch((e) => { console.log('ERROR', e); process.exitCode = 1; });
