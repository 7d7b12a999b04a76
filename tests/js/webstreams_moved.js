'use strict';
// Web streams and signals that are moved by a message: chunks, ends and errors pass, and what waits for them keeps the loop alive.
const { MessageChannel, Worker } = require('worker_threads');
const util = require('util');

const move = (stream) => structuredClone({ stream }, { transfer: [stream] }).stream;
const attempt = (fn) => {
  try {
    return fn();
  } catch ({ name, code, message }) {
    return `${name} ${code} ${message}`;
  }
};
const moment = () => new Promise((resolve) => { setTimeout(resolve, 20); });

async function streams() {
  const source = new ReadableStream({
    start(controller) {
      controller.enqueue(1);
      controller.enqueue({ a: [2] });
      controller.close();
    },
  });
  const readable = move(source);
  console.log(source.locked, readable instanceof ReadableStream, readable.locked);
  for await (const chunk of readable) console.log(chunk);
  const got = [];
  const writer = move(new WritableStream({
    write(chunk) { got.push(chunk); },
    close() { got.push('closed'); },
  })).getWriter();
  await writer.write('x');
  await writer.write('y');
  await writer.close();
  await moment();
  console.log(got);
  const doubled = move(new TransformStream({ transform(chunk, controller) { controller.enqueue(chunk * 2); } }));
  const input = doubled.writable.getWriter();
  input.write(21);
  input.close();
  for await (const chunk of doubled.readable) console.log(doubled instanceof TransformStream, chunk);
}

async function failures() {
  const locked = new ReadableStream();
  locked.getReader();
  console.log(attempt(() => move(locked)));
  console.log(attempt(() => structuredClone(new ReadableStream())));
  const broken = move(new ReadableStream({ pull(controller) { controller.error(new Error('broken')); } }));
  await broken.getReader().read().catch(({ message }) => console.log('read', message));
  let reason;
  const cancelled = move(new ReadableStream({ cancel(why) { reason = why; } }));
  await cancelled.cancel('enough');
  await moment();
  console.log(reason);
  const aborted = move(new WritableStream({ abort(why) { reason = why; } }));
  await aborted.abort('no more');
  await moment();
  console.log(reason);
  const unsent = move(new WritableStream()).getWriter();
  await unsent.write(() => {}).catch(({ name }) => console.log(name));
}

async function toThread() {
  const worker = new Worker(`
    const { parentPort } = require('worker_threads');
    parentPort.once('message', async (stream) => {
      let length = 0;
      for await (const chunk of stream) length += chunk.length;
      parentPort.postMessage(length);
    });`, { eval: true });
  const chunks = new ReadableStream({
    start(controller) {
      for (let i = 0; i < 50; i++) controller.enqueue(new Uint8Array(1000));
      controller.close();
    },
  });
  worker.postMessage(chunks, [chunks]);
  console.log(await new Promise((resolve) => { worker.once('message', resolve); }));
}

async function signals() {
  const controller = util.transferableAbortController();
  const { port1, port2 } = new MessageChannel();
  port2.postMessage(controller.signal, [controller.signal]);
  const signal = await new Promise((resolve) => { port1.once('message', resolve); });
  console.log(signal instanceof AbortSignal, signal.aborted);
  setTimeout(() => controller.abort('because'), 5);
  const alive = setTimeout(() => {}, 5000);
  await new Promise((resolve) => { signal.onabort = resolve; });
  clearTimeout(alive);
  console.log(signal.aborted, signal.reason);
  const done = move(util.transferableAbortSignal(AbortSignal.abort(new Error('over'))));
  console.log(done.aborted, done.reason.message);
  console.log(attempt(() => move(new AbortController().signal)));
  port1.close();
}

streams().then(failures).then(toThread).then(signals).then(() => {
  // Nothing waits for these: the program ends.
  move(new ReadableStream());
  move(new WritableStream());
});
