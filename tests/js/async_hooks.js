'use strict';
// What hooks see of timers, ticks, promises, microtasks and requests: types, who triggered what, the order, and the ends.
// Each case runs after the one before has come to rest; ids are printed as names.
const hooks = require('async_hooks');
const fs = require('fs');

const { executionAsyncId, triggerAsyncId, executionAsyncResource } = hooks;
let lines = [];
let names;
let counts;
const name = (id) => names.get(id) ?? (id === 0 ? 'none' : 'earlier');
const put = (...words) => lines.push(words.join(' '));

const hook = hooks.createHook({
  init(id, type, trigger, resource) {
    counts[type] = (counts[type] ?? 0) + 1;
    names.set(id, `${type}#${counts[type]}`);
    put('init', name(id), '<', name(trigger), 'in', name(executionAsyncId()), typeof resource);
  },
  before(id) { if (names.has(id)) put('before', name(id), executionAsyncId() === id, '<', name(triggerAsyncId())); },
  after(id) { if (names.has(id)) put('after', name(id)); },
  destroy(id) { if (names.has(id)) put('destroy', name(id)); },
  promiseResolve(id) { if (names.has(id)) put('resolve', name(id)); },
});

// Runs `body` in a resource of its own, and waits until nothing has happened for a while.
function observe(title, body) {
  lines = [];
  names = new Map();
  counts = {};
  const over = new Promise((resolve) => {
    let seen = -1;
    const timer = setInterval(() => {
      if (seen === lines.length) {
        clearInterval(timer);
        hook.disable();
        resolve();
      }
      seen = lines.length;
    }, 30);
  });
  hook.enable();
  new hooks.AsyncResource('CASE', { requireManualDestroy: true }).runInAsyncScope(body);
  return over.then(() => console.log(`== ${title}\n${lines.join('\n')}`));
}

const cases = {
  timeout() {
    const timer = setTimeout((word) => {
      put(word, executionAsyncResource() === timer);
      clearTimeout(setTimeout(() => {}, 5));
    }, 1, 'called');
  },
  interval() {
    let round = 0;
    const timer = setInterval(() => {
      put('round', ++round);
      if (round === 2) clearInterval(timer);
    }, 1);
  },
  refresh() {
    let round = 0;
    const timer = setTimeout(() => {
      put('round', ++round);
      if (round === 1) timer.refresh();
    }, 1);
  },
  immediate() {
    const immediate = setImmediate(() => {
      put('called', executionAsyncResource() === immediate);
      setImmediate(() => put('inner'));
    });
    clearImmediate(setImmediate(() => {}));
  },
  tick() {
    process.nextTick((word) => {
      put(word, Object.keys(executionAsyncResource()).join());
      process.nextTick(() => put('inner'));
    }, 'called');
  },
  microtask() {
    queueMicrotask(() => {
      put('called', executionAsyncResource().constructor.name);
      queueMicrotask(() => put('inner'));
    });
  },
  promise() {
    const promise = new Promise((resolve) => setImmediate(resolve));
    promise.then(() => put('then', executionAsyncResource() instanceof Promise)).finally(() => put('finally'));
    Promise.reject(new Error('x')).catch(() => put('caught'));
  },
  async() {
    (async () => {
      put('start');
      await 1;
      put('one');
      await new Promise((resolve) => process.nextTick(resolve));
      put('two');
    })();
  },
  'stat with a callback'() {
    fs.stat('.', () => put('called', executionAsyncResource().constructor.name));
  },
  'the promises of fs'() {
    hook.disable();
    const only = hooks.createHook({ init(id, type) { if (type !== 'PROMISE') put('init', type); } }).enable();
    fs.promises.access('.').then(() => { put('then'); only.disable(); });
  },
  'a resource of its own'() {
    class Mine extends hooks.AsyncResource {}
    const resource = new Mine('MINE');
    put(resource.runInAsyncScope((a, b) => {
      put(name(executionAsyncId()), name(triggerAsyncId()), executionAsyncResource() === resource);
      return a + b;
    }, null, 1, 2));
    try {
      resource.runInAsyncScope(() => { throw new Error('out'); });
    } catch (error) {
      put(error.message, name(executionAsyncId()));
    }
    const child = new hooks.AsyncResource('CHILD', { triggerAsyncId: resource.asyncId(), requireManualDestroy: true });
    put(name(child.triggerAsyncId()), child.emitDestroy() === child);
    resource.emitDestroy();
  },
  'uncaught in a tick'() {
    process.once('uncaughtException', (error) => put('uncaught', error.message, name(executionAsyncId())));
    process.nextTick(() => { throw new Error('tick'); });
  },
  'uncaught in an immediate'() {
    process.once('uncaughtException', (error) => put('uncaught', error.message, name(executionAsyncId())));
    setImmediate(() => { throw new Error('immediate'); });
  },
  'uncaught in a resource'() {
    const resource = new hooks.AsyncResource('MINE', { requireManualDestroy: true });
    process.once('uncaughtException', (error) => put('uncaught', error.message, name(executionAsyncId())));
    setImmediate(() => resource.runInAsyncScope(() => { throw new Error('inside'); }));
  },
  'hooks that come and go'() {
    const second = hooks.createHook({ init(id, type) { put('second sees', type); } });
    second.enable();
    process.nextTick(() => {
      second.disable();
      setImmediate(() => {});
    });
    const once = hooks.createHook({ init(id, type) { put('once sees', type); once.disable(); } }).enable();
    setImmediate(() => {});
    setImmediate(() => {});
  },
  'a hook that comes during an event is not told of what happens inside it'() {
    const late = hooks.createHook({ init(id, type) { put('late sees', type); } });
    let inside = false;
    const first = hooks.createHook({
      init(id, type) {
        late.enable();
        if (inside) return;
        inside = true;
        new hooks.AsyncResource('INSIDE', { requireManualDestroy: true });
        first.disable();
      },
    }).enable();
    new hooks.AsyncResource('OUTSIDE', { requireManualDestroy: true });
    new hooks.AsyncResource('AFTER', { requireManualDestroy: true });
    late.disable();
  },
  'a rejection that nobody handles is told as the promise'() {
    process.once('unhandledRejection', () => put('told as', name(executionAsyncId()), hooks.triggerAsyncId() === 0));
    Promise.reject(new Error('rejected'));
  },
};

async function main() {
  for (const [title, body] of Object.entries(cases)) await observe(title, body);

  console.log('== collected');
  let gone = 0;
  let made = 0;
  const counting = hooks.createHook({
    init(id, type) { if (type === 'GARBAGE') made++; },
    destroy() { gone++; },
  }).enable();
  for (let i = 0; i < 50; i++) new hooks.AsyncResource('GARBAGE');
  require('v8').setFlagsFromString('--expose-gc');
  const gc = require('vm').runInNewContext('gc');
  for (let i = 0; i < 50 && gone < 40; i++) {
    gc();
    await new Promise((resolve) => setImmediate(resolve));
  }
  counting.disable();
  console.log(made, gone >= 40);

  console.log('== an error in a hook');
  const { spawnSync } = require('child_process');
  for (const event of ['init', 'before', 'after', 'destroy', 'promiseResolve']) {
    const code = `require('async_hooks').createHook({ ${event}() { throw new Error('in ${event}'); } }).enable();
      process.on('uncaughtException', () => console.log('not here'));
      process.on('exit', (code) => require('fs').writeSync(1, 'exit ' + code));
      setTimeout(() => Promise.resolve().then(() => {}), 1);`;
    const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', code], { encoding: 'utf8' });
    console.log(event, status, stdout.trim(), stderr.split('\n')[0]);
  }
}
console.log(executionAsyncId(), triggerAsyncId(), typeof executionAsyncResource());
main().then(() => console.log('done', executionAsyncId()));
