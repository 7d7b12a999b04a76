'use strict';
// `--disable-proto`: in the program, in a new context and in a worker.
const { spawnSync } = require('child_process');

const code = `
  const vm = require('vm');
  const { Worker, isMainThread } = require('worker_threads');
  const attempt = (fn) => { try { return typeof fn(); } catch ({ code, message }) { return code + ' ' + message; } };
  const own = (prototype) => JSON.stringify(Object.getOwnPropertyDescriptor(prototype, '__proto__'), (key, value) => typeof value === 'function' ? 'fn' : value);
  console.log(own(Object.prototype), attempt(() => ({}).__proto__), attempt(() => { ({}).__proto__ = {}; }), '__proto__' in {});
  const context = vm.createContext({ attempt });
  console.log(vm.runInContext('attempt(() => ({}).__proto__) + " " + ("__proto__" in {})', context));
  console.log(Object.getPrototypeOf({ __proto__: null }));
  if (isMainThread) new Worker(process.argv[1] ?? __filename, { eval: true });
`;
for (const args of [[], ['--disable-proto=delete'], ['--disable-proto=throw'], ['--disable-proto', 'throw']]) {
  const { stdout, status } = spawnSync(process.execPath, [...args, '-e', code, '--', code], { encoding: 'utf8' });
  console.log(args.join(' '), status, stdout);
}
console.log(spawnSync(process.execPath, ['-p', 'typeof ({}).__proto__'], { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '--disable-proto=delete' } }).stdout);
