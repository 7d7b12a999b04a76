// postMessageToThread: a message to a thread by its number. The receiver emits 'workerMessage' on its process, and answers
// through a port of its own what became of the message. Absent on purpose: the registry of threads (native).
'use strict';

const { codes } = require('internal/errors');
const { validateNumber } = require('internal/validators');
const { MessageChannel, dataCloneError, transferList } = require('internal/worker/port');
const binding = internalBinding('worker');

const RECEIVED = 0;
const NO_LISTENERS = 1;
const THREW = 2;

binding.setMailbox(({ value, source, port }) => {
  let answer;
  try {
    answer = process.emit('workerMessage', value, source) ? RECEIVED : NO_LISTENERS;
  } catch {
    answer = THREW;
  }
  port.postMessage(answer);
  port.close();
});

async function postMessageToThread(threadId, value, list, timeout) {
  if (typeof list === 'number' && timeout === undefined) {
    timeout = list;
    list = [];
  }
  if (timeout !== undefined) validateNumber(timeout, 'timeout', 0);
  if (threadId === binding.threadId) throw new codes.ERR_WORKER_MESSAGING_SAME_THREAD();
  const { port1, port2 } = new MessageChannel();
  const boot = { value, source: binding.threadId, port: port2 };
  try {
    const transfer = [...transferList(list, null), port2];
    const send = () => binding.sendToThread(threadId, boot, transfer, dataCloneError);
    const { starting } = require('internal/worker/thread');
    if (!send() && (!starting.has(threadId) || !(await starting.get(threadId), send()))) {
      throw new codes.ERR_WORKER_MESSAGING_FAILED();
    }
    await settled(port1, timeout);
  } finally {
    port1.close();
  }
}

function settled(port, timeout) {
  return new Promise((resolve, reject) => {
    const timer = timeout === undefined ? undefined :
      setTimeout(() => reject(new codes.ERR_WORKER_MESSAGING_TIMEOUT()), timeout);
    port.once('message', (answer) => {
      clearTimeout(timer);
      if (answer === RECEIVED) resolve();
      else if (answer === THREW) reject(new codes.ERR_WORKER_MESSAGING_ERRORED());
      else reject(new codes.ERR_WORKER_MESSAGING_FAILED());
    });
    // The thread has ended before it answered.
    port.once('close', () => {
      clearTimeout(timer);
      reject(new codes.ERR_WORKER_MESSAGING_FAILED());
    });
  });
}

module.exports = { postMessageToThread };
