'use strict';
// Which store and which listeners see errors that nobody caught; what ends with a run of one storage and what does not; promise hooks.
const { AsyncLocalStorage, createHook } = require('async_hooks');
const { promiseHooks } = require('v8');

const one = new AsyncLocalStorage();
const two = new AsyncLocalStorage();
const stores = () => `${one.getStore()} ${two.getStore()}`;

function storages() {
  one.run('a', () => {
    two.run('b', () => console.log(stores()));
    console.log(stores());
    two.enterWith('c');
    console.log(stores());
  });
  console.log(stores());
  two.disable();
  console.log(stores());
  two.enterWith('kept');
  one.run('x', () => {
    two.exit(() => console.log(stores()));
    two.run('y', () => {
      one.disable();
      console.log(stores());
    });
    console.log(stores());
  });
  console.log(stores());
  two.disable();
}

function hooks() {
  const seen = [];
  const names = new WeakMap();
  const stop = promiseHooks.createHook({
    init: (promise, parent) => seen.push(`init ${parent === undefined} ${names.get(parent)}`),
    settled: (promise) => seen.push(`settled ${promise instanceof Promise}`),
    before: () => seen.push('before'),
    after: () => seen.push('after'),
  });
  const first = Promise.resolve(1);
  names.set(first, 'first');
  const second = first.then(() => seen.push('then'));
  const stopAgain = promiseHooks.onInit(() => { throw new Error('thrown by a hook'); });
  process.once('uncaughtException', ({ message }) => seen.push(message));
  void Promise.resolve(2);
  stopAgain();
  const asyncHook = createHook({ init: (id, type) => seen.push(type) }).enable();
  void Promise.resolve(3);
  asyncHook.disable();
  return second.then(() => {
    stop();
    void Promise.resolve(4);
    console.log(seen.join('\n'));
    for (const name of ['onInit', 'onBefore', 'onAfter', 'onSettled']) {
      for (const wrong of [undefined, async () => {}]) {
        try {
          promiseHooks[name](wrong);
        } catch ({ code, message }) {
          console.log(code, message);
        }
      }
    }
  });
}

const log = (what) => (error, origin) => console.log(what, error?.message ?? error, typeof origin === 'string' ? origin : '', stores());
const later = (fn) => new Promise((resolve) => {
  fn();
  setTimeout(resolve, 20);
});

async function errors() {
  process.on('uncaughtExceptionMonitor', log('monitor'));
  process.on('uncaughtException', log('uncaught'));
  await later(() => one.run('timer', () => { setTimeout(() => { throw new Error('t'); }, 1); }));
  await later(() => one.run('tick', () => { process.nextTick(() => { throw new Error('k'); }); }));
  await later(() => one.run('immediate', () => { setImmediate(() => { throw new Error('i'); }); }));
  console.log(stores());
  await later(() => one.run('rejection', async () => {
    await null;
    throw new Error('r');
  }));
  process.on('unhandledRejection', log('rejection'));
  await later(() => two.run('again', async () => {
    await null;
    throw new Error('r2');
  }));
  process.setUncaughtExceptionCaptureCallback(log('captured'));
  await later(() => one.run('capture', () => { setImmediate(() => { throw new Error('c'); }); }));
  process.setUncaughtExceptionCaptureCallback(null);
  const domain = require('domain').create();
  domain.on('error', log('domain'));
  await later(() => domain.run(() => { setImmediate(() => { throw new Error('d'); }); }));
}

storages();
hooks().then(errors);
