'use strict';
// node:test's mocks: properties, methods and what is refused, timers and dates, modules. Runs itself in a child with the flag
// that node wants for modules.
if (process.argv[2] !== 'child') {
  const { spawnSync } = require('child_process');
  const child = spawnSync(process.execPath, ['--experimental-test-module-mocks', '--no-warnings', __filename, 'child'], { encoding: 'utf8' });
  console.log(child.stdout, child.stderr, child.status);
  return;
}

const fs = require('fs');
const os = require('os');
const path = require('path');
const { mock } = require('node:test');
const { pathToFileURL } = require('url');
const promises = require('timers/promises');

const attempt = (run) => {
  try {
    return run() ?? 'done';
  } catch (error) {
    return `${error.name} ${error.code} ${error.message}`;
  }
};

function properties() {
  const object = { a: 1 };
  const mocked = mock.property(object, 'a', 5);
  console.log(object.a, mocked === object, mocked.b);
  object.a = 6;
  mocked.mock.mockImplementationOnce('once');
  console.log(object.a, object.a, mocked.mock.accessCount(), mocked.mock.accesses.map(({ type, value }) => `${type} ${value}`).join());
  mocked.mock.resetAccesses();
  console.log(mocked.mock.accessCount());
  mocked.mock.restore();
  console.log(object.a, Object.getOwnPropertyDescriptor(object, 'a'));
  class Parent { static work() { return 'worked'; } }
  class Child extends Parent {}
  mock.method(Child, 'work', () => 'mocked');
  console.log(Child.work(), Parent.work());
  Child.work.mock.restore();
  console.log(Child.work(), Object.hasOwn(Child, 'work'));
  for (const run of [() => mock.property(5, 'a'), () => mock.property({}, 'a'), () => mock.property({}, 5), () => mock.method(null, 'x'),
    () => mock.method({}, {}), () => mock.getter({ get x() { return 1; } }, 'x', { getter: false }),
    () => mock.setter({ set x(value) {} }, 'x', { getter: true })]) {
    console.log(attempt(run));
  }
}

function clock() {
  const { timers } = mock;
  for (const options of [{ now: -1 }, { now: 'x' }, { apis: ['none'] }, { apis: 'Date' }]) console.log(attempt(() => timers.enable(options)));
  timers.enable({ now: new Date(1000) });
  console.log(Date.now(), Date.toString(), attempt(() => timers.enable()), attempt(() => timers.tick(-1)), attempt(() => timers.setTime(-1)));
  const order = [];
  const timer = setTimeout(() => order.push('late'), 30);
  setInterval(() => order.push('again'), 10);
  setImmediate(() => order.push('immediate'));
  timers.tick(20);
  console.log(order.join(), timer.constructor.name, timer.ref() === timer, typeof +timer);
  timers.reset();
  console.log(Date.now() > 1e12, attempt(() => timers.tick(1)));
}

async function waits() {
  const { timers } = mock;
  timers.enable({ apis: ['scheduler.wait', 'AbortSignal.timeout', 'setTimeout'] });
  const waited = promises.scheduler.wait(50).then(() => 'waited');
  const later = promises.setTimeout(40, 'later');
  const signal = AbortSignal.timeout(60);
  timers.tick(59);
  console.log(await waited, await later, signal.aborted);
  timers.tick(1);
  console.log(signal.aborted);
  await promises.scheduler.wait(5, { signal: AbortSignal.abort() }).catch((error) => console.log(error.name));
  await promises.scheduler.wait(5, { signal: {} }).catch((error) => console.log(error.code));
  timers.reset();
}

async function modules() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mocks-'));
  const file = (name, text) => {
    fs.writeFileSync(path.join(folder, name), text);
    return path.join(folder, name);
  };
  const common = file('common.cjs', 'module.exports = { real: 1 };');
  const esm = pathToFileURL(file('module.mjs', 'export const real = 1; export default "real";')).href;
  const user = pathToFileURL(file('user.mjs', 'import { hostname } from "node:os"; export default hostname();')).href;
  const json = pathToFileURL(file('data.json', '{}')).href;

  const first = mock.module(esm, { namedExports: { fake: 2 }, defaultExport: 'fake' });
  const one = await import(esm);
  console.log({ ...one }, one === await import(esm), attempt(() => mock.module(esm)).replace(/'.*'/, ''));
  first.restore();
  console.log({ ...await import(esm) });

  const kept = mock.module(pathToFileURL(common), { cache: true, defaultExport: { base: 1 }, namedExports: { added: 2 } });
  console.log(require(common), require(common) === require(common), (await import(common)).added);
  kept.restore();
  console.log(require(common));

  mock.module('os', { namedExports: { hostname: () => 'nowhere' } });
  console.log(require('node:os').hostname(), (await import('os')).hostname(), (await import(user)).default);
  mock.module(json, { defaultExport: { fake: true } });
  console.log((await import(json, { with: { type: 'json' } })).default);
  mock.module(pathToFileURL(common), { defaultExport: null, namedExports: { a: 1 } });
  console.log(attempt(() => require(common)));
  mock.reset();
  console.log(require('os') === os, (await import(json, { with: { type: 'json' } })).default);
  for (const run of [() => mock.module('fs', 5), () => mock.module('fs', { cache: 1 }), () => mock.module('fs', { namedExports: 1 })]) {
    console.log(attempt(run));
  }
  fs.rmSync(folder, { recursive: true });
}

(async () => {
  for (const part of [properties, clock, waits, modules]) await part();
})();
