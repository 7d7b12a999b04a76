'use strict';
// Ends and edges of workers: errors inside of error handlers, what is written while a thread ends, values of ports, messages to threads
// that have only begun, and what async hooks see.
const { channel } = require('diagnostics_channel');
const { createHook } = require('async_hooks');
const { BroadcastChannel, MessageChannel, MessagePort, Worker, postMessageToThread } = require('worker_threads');
const { inspect } = require('util');

const attempt = (fn) => {
  try {
    return fn();
  } catch ({ name, code, message }) {
    return `${name} ${code} ${message}`;
  }
};

function ports() {
  const { port1, port2 } = new MessageChannel();
  for (const given of [null, 0, {}, { [Symbol.iterator]: () => ({}) }]) console.log(attempt(() => port1.postMessage(1, { transfer: given })));
  console.log(attempt(() => port1.postMessage(1, 'x')), attempt(() => port1.postMessage(1, null)));
  console.log(Object.getOwnPropertyNames(MessagePort.prototype).sort().join());
  port2.on('other', (value) => console.log('on', value));
  port2.addEventListener('other', ({ type, detail }) => console.log('listener', type, detail));
  port2.emit('other', 'value');
  for (const init of [{ source: 1 }, { source: {} }, { ports: 1 }, { ports: [1] }]) console.log(attempt(() => new MessageEvent('m', init)));
  const broadcast = new BroadcastChannel('b');
  console.log(inspect(broadcast), attempt(() => BroadcastChannel.prototype.name), attempt(() => BroadcastChannel.prototype.close.call({})));
  broadcast.close();
  console.log(inspect(broadcast));
  port1.close();
  return new Promise((resolve) => {
    const { port1: from, port2: to } = new MessageChannel();
    const { port1: moved, port2: kept } = new MessageChannel();
    const values = [];
    to.on('message', (value) => values.push(value));
    to.addEventListener('message', ({ data, ports: came }) => {
      console.log(data === null, came.length, came[0] === data?.moved);
      if (data === null) return;
      console.log(values.length, values[0] === undefined);
      kept.close();
      to.close(resolve);
    });
    from.postMessage(undefined);
    from.postMessage({ moved }, [moved]);
  });
}

const ended = (worker) => new Promise((resolve) => { worker.on('exit', resolve); });

async function end(code, options) {
  const worker = new Worker(code, { eval: true, ...options });
  const seen = [];
  worker.on('error', (error) => seen.push(error?.message));
  worker.stdout.on('data', (text) => seen.push(`${text}`));
  console.log(await ended(worker), seen.join('|'));
}

async function ends() {
  await end('process.on("uncaughtException", () => { throw new Error("second") }); throw new Error("first")');
  await end('process.on("uncaughtException", (e) => { process.exitCode = 97 }); throw new Error("handled")');
  await end('process.on("uncaughtExceptionMonitor", (e, o) => { console.log(o) }); throw new Error("seen once")', { stdout: true });
  await end('process.on("exit", (c) => { process.exitCode = c + 97 }); throw undefined');
  await end('const d = require("domain").create(); d.on("error", (e) => { process.exitCode = 5 }); d.run(() => { throw new Error("in a domain") })');
  await end('process.stdout.write("a"); process.stdout.write("b"); process.on("exit", () => { process.stdout.write("c"); process.stdout.write("d") })',
    { stdout: true });
  await end('process.stdout.write("a"); process.stdout.write("b"); process.exit(3)', { stdout: true });
  await end('process.exitCode = process.argv.slice(2).join() === "null,Symbol(s)" ? 7 : 8', { argv: [null, Symbol('s')] });
  console.log(attempt(() => new Worker('', { eval: true, env: { NODE_OPTIONS: '--no-such-option' } })));
  const never = new Worker(new URL('data:text/javascript,await new Promise(()=>{})'));
  console.log(await ended(never));
}

async function threads() {
  const worker = new Worker('process.on("workerMessage", () => { throw new Error("thrown") }); require("worker_threads").parentPort.once("message", () => {})',
    { eval: true });
  await postMessageToThread(worker.threadId, 1).catch(({ code }) => console.log(code));
  worker.postMessage('end');
  await ended(worker);
  let handle;
  const hook = createHook({
    init(id, type, trigger, resource) {
      if (type === 'WORKER') handle = resource;
    },
  }).enable();
  channel('worker_threads').subscribe(({ worker: made }) => console.log(made instanceof Worker));
  const other = new Worker('', { eval: true });
  hook.disable();
  console.log(handle === other, handle.hasRef());
  other.unref();
  console.log(handle.hasRef());
  other.ref();
  await ended(other);
  await new Promise((resolve) => { setTimeout(resolve, 1); });
  console.log(handle.hasRef());
}

ports().then(ends).then(threads);
