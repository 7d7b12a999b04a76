'use strict';
// A worker seen from its parent: how busy its loop is, and its heap, between callbacks and in the middle of code that never
// ends. (Expected is what node 26 printed: under 22 the stream of a snapshot does not end.)
const { Worker } = require('worker_threads');
const { once } = require('events');

const start = (code) => new Worker(code, { eval: true });
const tick = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function observing() {
  const worker = start('setInterval(() => {}, 5); class Marker {} globalThis.kept = new Marker()');
  await once(worker, 'online');
  await tick(20);
  const { idle, active, utilization } = worker.performance.eventLoopUtilization();
  console.log(idle >= 0, active >= 0, utilization >= 0 && utilization <= 1);
  // Waiting for a snapshot alone does not keep node 22 alive.
  const alive = setInterval(() => {}, 1000);
  const stream = await worker.getHeapSnapshot();
  let text = '';
  for await (const chunk of stream) text += chunk;
  console.log(Object.keys(JSON.parse(text)).slice(0, 3), text.includes('Marker'));
  await worker.terminate();
  await worker.getHeapSnapshot().catch((error) => console.log(error.code, error.message));
  const busy = start('class Busy {} const b = new Busy(); require("worker_threads").parentPort.postMessage(1); for (;;) b.n = 1');
  await once(busy, 'message');
  const inside = await busy.getHeapSnapshot();
  text = '';
  for await (const chunk of inside) text += chunk;
  console.log(text.includes('Busy'));
  await busy.terminate();
  clearInterval(alive);
}

observing();
