'use strict';
// Who listens for a worker's messages keeps the loop alive, even of a worker that does not; between two
// listeners messages wait.
const { Worker } = require('worker_threads');

const shared = new Int32Array(new SharedArrayBuffer(4));
const program = `
  const { parentPort, workerData } = require('worker_threads');
  parentPort.postMessage('first');
  Atomics.store(workerData, 0, 1);
  Atomics.notify(workerData, 0);
  parentPort.on('message', (message) => setTimeout(() => parentPort.postMessage(message), 50));
`;
const worker = new Worker(program, { eval: true, workerData: shared });
console.log(worker.eventNames(), worker.listenerCount('message'));
worker.unref();
const ignore = () => console.log('not called');
worker.on('message', ignore);
worker.off('message', ignore);
Atomics.wait(shared, 0, 0);

const kept = setTimeout(() => {
  worker.once('message', (first) => {
    console.log(first);
    worker.on('message', function second(message) {
      console.log(message);
      if (message === 'last') worker.off('message', second);
      else worker.postMessage('last');
    });
    worker.postMessage('next');
  });
}, 20);
console.log(kept.hasRef());
worker.on('exit', () => console.log('not waited for'));
process.on('exit', (code) => console.log('exit', code));
