'use strict';
// Memory that threads share: Atomics.wait, waitAsync and notify, buffers that grow, WebAssembly memories and modules, and
// what the collector tells a worker.
const { Worker } = require('worker_threads');
const { once } = require('events');

const log = (...words) => console.log(...words);
// Waiting for a notification keeps no loop alive.
const alive = setInterval(() => {}, 1000);
const head = 'const { workerData, parentPort } = require("worker_threads"); const post = (value) => parentPort.postMessage(value);';

async function answers(code, options) {
  const worker = new Worker(`${head}\n${code}`, { eval: true, ...options });
  const messages = [];
  worker.on('message', (message) => messages.push(message));
  worker.on('error', (error) => messages.push(error.message));
  await once(worker, 'exit');
  return messages;
}

const untilNotified = async (numbers, index) => {
  while (Atomics.notify(numbers, index) === 0) await new Promise((resolve) => setImmediate(resolve));
};

async function atomics() {
  const shared = new SharedArrayBuffer(64, { maxByteLength: 1024 });
  const numbers = new Int32Array(shared);
  const fourth = Atomics.waitAsync(numbers, 4, 0);
  const third = Atomics.waitAsync(numbers, 3, 0);
  const told = answers(`const n = new Int32Array(workerData);
    post([Atomics.wait(n, 0, 0), workerData.growable, workerData.byteLength]);
    workerData.grow(512);
    post([n.length, Atomics.wait(n, 1, 1), Atomics.wait(n, 1, 0, 5)]);
    const alive = setInterval(() => {}, 1000);
    Atomics.waitAsync(n, 2, 0).value.then((value) => {
      post(value);
      Atomics.store(n, 3, 7);
      Atomics.notify(n, 3);
      clearInterval(alive);
    });
    Atomics.store(n, 4, 1);
    Atomics.notify(n, 4);`, { workerData: shared });
  await untilNotified(numbers, 0);
  log(fourth.async, await fourth.value, numbers[4]);
  await untilNotified(numbers, 2);
  log(await third.value, numbers[3], shared.byteLength, numbers.length);
  log(await told);
  log(Atomics.waitAsync(numbers, 0, 99), await Atomics.waitAsync(numbers, 0, 0, 2).value, Atomics.notify(numbers, 5));
  const order = [];
  const both = [1, 2].map((each) => Atomics.waitAsync(numbers, 6, 0).value.then((value) => order.push(each, value)));
  log(Atomics.notify(numbers, 6, 1), Atomics.notify(numbers, 6, 5));
  await Promise.all(both);
  log(order);
  // Four threads count to a thousand each.
  const counters = Array.from({ length: 4 }, () => answers('const n = new Int32Array(workerData); for (let i = 0; i < 1000; i++) Atomics.add(n, 8, 1)',
                                                            { workerData: shared }));
  await Promise.all(counters);
  log(numbers[8]);
}

async function webAssembly() {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 4, shared: true });
  log(await answers(`const before = workerData.buffer.byteLength;
    workerData.grow(1);
    new Int32Array(workerData.buffer)[0] = 42;
    post([before, workerData.buffer.byteLength, workerData.buffer instanceof SharedArrayBuffer]);`, { workerData: memory }));
  log(memory.buffer.byteLength, new Int32Array(memory.buffer)[0]);
  const bytes = new Uint8Array([
    0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 127, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 6, 1, 4, 0, 65, 42, 11]);
  log(await answers(`WebAssembly.compile(workerData).then((module) => WebAssembly.instantiate(module))
    .then((instance) => post(instance.exports.f()));`, { workerData: bytes }));
  log(await answers('post(new WebAssembly.Instance(workerData).exports.f())', { workerData: new WebAssembly.Module(bytes) }));
  log(await answers('WebAssembly.compile(new Uint8Array([1, 2, 3])).catch((error) => post(error.name))'));
}

async function collected() {
  log(await answers(`require("v8").setFlagsFromString("--expose-gc");
    const gc = require("vm").runInNewContext("gc");
    const order = [];
    const registry = new FinalizationRegistry((held) => {
      order.push(held);
      queueMicrotask(() => order.push("microtask"));
      process.nextTick(() => order.push("tick"));
    });
    let weak;
    (() => {
      const object = {};
      weak = new WeakRef(object);
      registry.register(object, "finalized");
    })();
    order.push(weak.deref() !== undefined);
    setImmediate(() => {
      gc();
      order.push(weak.deref());
      const wait = () => {
        if (order.length < 5) setImmediate(wait);
        else post(order);
      };
      wait();
    });`));
  log(await answers(`const buffer = new ArrayBuffer(8);
    new Uint8Array(buffer)[0] = 9;
    parentPort.postMessage(buffer, [buffer]);
    post(buffer.byteLength);`));
}

(async () => {
  for (const part of [atomics, webAssembly, collected]) {
    log(`== ${part.name}`);
    await part();
  }
  clearInterval(alive);
})();
