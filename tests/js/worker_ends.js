'use strict';
// A worker that is ended from outside at every stage, what it still tells, what is printed, and what it leaves behind.
const { Worker } = require('worker_threads');
const { once } = require('events');

const start = (code, options) => new Worker(code, { eval: true, ...options });
const tick = (ms = 0) => new Promise((resolve) => setTimeout(resolve, ms));

function watched(worker) {
  const events = [];
  for (const name of ['message', 'messageerror', 'error', 'exit']) {
    worker.on(name, (value) => events.push(`${name} ${value instanceof Error ? value.message : JSON.stringify(value)}`));
  }
  return events;
}

const post = 'const { parentPort } = require("worker_threads"); const post = (value) => parentPort.postMessage(value);';
const stages = {
  'a busy loop': 'post(1); for (;;);',
  'a busy loop in a callback': 'setImmediate(() => { post(1); for (;;); })',
  'a busy loop in a microtask': 'post(1); Promise.resolve().then(() => { for (;;); })',
  'endless microtasks': 'post(1); (async () => { for (;;) await null; })()',
  'endless ticks': 'post(1); (function f() { process.nextTick(f); })()',
  'endless immediates': 'post(1); (function f() { setImmediate(f); })()',
  'Atomics.wait': 'post(1); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)',
  'Atomics.wait in a callback': 'post(1); setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0), 1)',
  'Atomics.waitAsync': 'Atomics.waitAsync(new Int32Array(new SharedArrayBuffer(4)), 0, 0).value.then(() => post("woken")); setInterval(() => {}, 1e6); post(1)',
  'a timer': 'setInterval(() => {}, 1e6); post(1)',
  'an open port': 'parentPort.on("message", () => {}); post(1)',
  'a top-level await': 'setInterval(() => {}, 1e6); post(1); await new Promise(() => {})',
  'a regular expression': 'post(1); /^(a+)+$/.test("a".repeat(60) + "b")',
  'a sort': 'post(1); for (;;) [3, 2, 1].sort(() => { for (;;); })',
  'catch and finally': 'post(1); for (;;) { try { for (;;); } catch { post("caught"); } finally { post("finally"); } }',
  'a listener of exit': 'process.on("exit", () => post("exit")); post(1); for (;;);',
  'a timer with a listener of exit': 'process.on("exit", () => post("exit")); setInterval(() => {}, 1e6); post(1)',
  'requests of fs': 'const fs = require("fs"); (function f() { fs.stat(".", f); })(); (function g() { fs.promises.readFile(".", g).catch(g); })(); post(1)',
  'work of the pool': 'const c = require("crypto"); for (let i = 0; i < 4; i++) c.pbkdf2("a", "b", 3e5, 64, "sha512", () => post("done")); post(1)',
  'a compressor': 'const z = require("zlib").createGzip(); setInterval(() => z.write(Buffer.alloc(1e6)), 0); z.resume(); post(1)',
  'a server': 'require("net").createServer(() => {}).listen(0, () => post(1))',
  'a child process': 'const c = require("child_process").spawn("sleep", ["1000"]); c.on("spawn", () => { process.on("exit", () => c.kill()); post(c.pid ? 1 : 0); })',
  'a thousand promises': 'for (let i = 0; i < 1000; i++) new Promise((r) => setTimeout(r, 1e6)).then(() => post("settled")); post(1)',
  'WebAssembly': `post(1); new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array([
    0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 9, 1, 7, 0, 3, 64, 12, 0, 11, 11]))).exports.f()`,
  'a nested worker': 'const { Worker } = require("worker_threads"); const w = new Worker("for (;;);", { eval: true }); w.on("online", () => post(1)); w.on("exit", () => post("exit of the nested one"))',
};

async function stagesOfLife() {
  for (const [name, code] of Object.entries(stages)) {
    const worker = start(`${name === 'a top-level await' ? 'import { parentPort } from "worker_threads"; const post = (value) => parentPort.postMessage(value);' : post}\n${code}`);
    const events = watched(worker);
    await once(worker, 'message');
    await tick(3);
    const code1 = await worker.terminate();
    console.log(name, code1, events.join(', '));
  }
}

async function beforeItRuns() {
  const early = start('for (;;);');
  // 0 if it had not begun, 1 if it had.
  console.log('at once', [0, 1].includes(await early.terminate()));
  const next = start('for (;;);');
  await null;
  console.log('in a microtask', [0, 1].includes(await next.terminate()));
  const twice = start('for (;;);');
  await once(twice, 'online');
  console.log('twice', await Promise.all([twice.terminate(), twice.terminate()]), await twice.terminate());
  const ended = start('');
  await once(ended, 'exit');
  console.log('after its end', await ended.terminate(), ended.threadId);
  ended.postMessage(1);
  for (const delay of [0, 1, 2, 4, 8, 16, 32]) {
    const worker = start('require("fs"); require("http"); require("crypto"); for (;;);');
    await tick(delay);
    await worker.terminate();
  }
  console.log('while it starts');
}

async function references() {
  const free = start('setInterval(() => {}, 1000)');
  await once(free, 'online');
  free.unref();
  free.ref();
  free.unref();
  const asked = start(`${post} parentPort.on("message", (value) => post(value + 1)); parentPort.unref(); post(0)`);
  console.log('unref inside', await once(asked, 'exit'));
  const kept = start(`${post} parentPort.once("message", (value) => post(value + 1))`);
  // An end may come in the same turn as the last message.
  const keptEnds = once(kept, 'exit');
  kept.postMessage(1);
  console.log('once', (await once(kept, 'message'))[0], (await keptEnds)[0]);
  const order = start(`${post} for (let i = 0; i < 5; i++) post(i); process.exit(3)`);
  const events = watched(order);
  await once(order, 'exit');
  console.log(events.join(', '));
  const last = start(`${post} process.on("exit", () => { for (let i = 0; i < 3; i++) post(i); })`);
  const lastEvents = watched(last);
  await once(last, 'exit');
  console.log(lastEvents.join(', '));
  const unreadable = start(`${post} post(new (class { get a() { return 1; } })())`);
  unreadable.on('message', (value) => console.log(value));
  await once(unreadable, 'exit');
}

async function printing() {
  const written = [];
  const { write } = process.stdout;
  process.stdout.write = (chunk, ...rest) => {
    written.push(String(chunk));
    const callback = rest.at(-1);
    if (typeof callback === 'function') callback();
    return true;
  };
  const direct = start('console.log("by console"); process.stdout.write("by stream\\n"); process.stdout.write(Buffer.from("bytes\\n"))');
  await once(direct, 'exit');
  await tick();
  process.stdout.write = write;
  console.log('through the parent', written.join('').split('\n'));

  const own = start('console.log("own"); console.error("err"); process.stdout.write("more", () => require("worker_threads").parentPort.postMessage("written"))',
                    { stdout: true, stderr: true });
  let text = '';
  own.stdout.on('data', (chunk) => { text += chunk; });
  own.stderr.on('data', (chunk) => { text += `[${chunk}]`; });
  const messages = watched(own);
  await once(own, 'exit');
  await tick();
  console.log(JSON.stringify(text.split('').sort().join('')), messages.join(', '));

  const input = start('process.stdin.setEncoding("utf8"); let all = ""; process.stdin.on("data", (d) => { all += d; }); process.stdin.on("end", () => require("worker_threads").parentPort.postMessage(all))',
                      { stdin: true });
  input.stdin.write('one ');
  input.stdin.end('two');
  console.log('stdin', (await once(input, 'message'))[0]);
  const none = start('process.stdin.on("end", () => require("worker_threads").parentPort.postMessage("no input")).resume()');
  console.log('stdin', (await once(none, 'message'))[0], none.stdin);
  const nested = start('const { Worker } = require("worker_threads"); new Worker("console.log(\'deep\')", { eval: true })', { stdout: true });
  const nestedEnds = once(nested, 'exit');
  console.log('nested', String((await once(nested.stdout, 'data'))[0]).trim());
  await nestedEnds;
}

(async () => {
  for (const part of [stagesOfLife, beforeItRuns, references, printing]) {
    console.log(`== ${part.name}`);
    await part();
  }
})();
