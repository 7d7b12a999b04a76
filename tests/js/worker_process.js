// What a worker's process object has of its own: the environment, the title; options that are the whole process's.
'use strict';
const { MessageChannel, Worker } = require('worker_threads');

const attempts = [
  () => { Object.defineProperty(process.env, 'A', { value: 'x', configurable: true, writable: true, enumerable: true }); return process.env.A; },
  () => { Object.defineProperty(process.env, 'B', { value: 'x' }); return process.env.B; },
  () => { Object.defineProperty(process.env, 'C', { get() { return 1; } }); return process.env.C; },
  () => { Object.defineProperty(process.env, 'D', { value: 5, configurable: true, writable: true, enumerable: true }); return typeof process.env.D; },
  () => { Object.defineProperty(process.env, 'E', { configurable: true, writable: true, enumerable: true }); return process.env.E; },
  () => JSON.stringify(Object.getOwnPropertyDescriptor(process.env, 'A')),
  () => { Object.freeze(process.env); return 'frozen'; },
  () => { process.env.F = undefined; return process.env.F; },
  () => delete process.env.A,
  () => 'A' in process.env,
  () => { process.title = 'mine'; return typeof process.title; },
  () => Object.keys(Object.getOwnPropertyDescriptor(process, 'title')),
];
const code = `const out = [];
for (const attempt of [${attempts.join(', ')}]) {
  try { out.push(String(attempt())) } catch (error) { out.push([error.code, error.name, error.message].join(' ')) }
}
require('worker_threads').parentPort.postMessage(out)`;

function environment() {
  const { title } = process;
  new Worker(code, { eval: true, env: { Z: '1' } }).on('message', (lines) => {
    console.log(lines.join('\n'));
    console.log(process.title === title);
  });
}

function options() {
  for (const NODE_OPTIONS of ['--title=abc', '--no-trace-sigint', '--v8-pool-size=2', '--no-warnings']) {
    try {
      new Worker('', { eval: true, env: { NODE_OPTIONS } });
      console.log(NODE_OPTIONS, 'is taken');
    } catch ({ code, message }) {
      console.log(code, message);
    }
  }
}

// A port that closes is as it was until it is closed.
function closing() {
  const { port1, port2 } = new MessageChannel();
  port1.on('message', () => {});
  console.log(port1.hasRef(), port2.hasRef());
  port1.close();
  console.log(port1.hasRef(), port2.hasRef());
  port1.unref();
  console.log(port1.hasRef());
  port1.ref();
  console.log(port1.hasRef());
  port1.on('close', () => {
    console.log('close', port1.hasRef());
    options();
    environment();
  });
}
closing();
