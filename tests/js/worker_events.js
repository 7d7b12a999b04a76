'use strict';
// What a parent hears of a worker: errors of every kind, exit codes, options and their errors, limits.
const { Worker, MessageChannel, SHARE_ENV } = require('worker_threads');

const post = (expression) => `require("worker_threads").parentPort.postMessage(${expression})`;

function shown(value) {
  if (value instanceof Error) {
    return [value.name, value.code, value.message.split('\n')[0], Object.keys(value).sort().join(), value.cause].join('|');
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

async function run(label, code, options = {}) {
  let worker;
  try {
    worker = new Worker(code, { eval: true, ...options });
  } catch (error) {
    console.log(label, 'THROWS', shown(error));
    return;
  }
  const events = [];
  worker.on('online', () => events.push('online'));
  for (const name of ['message', 'messageerror', 'error']) worker.on(name, (value) => events.push(`${name}: ${shown(value)}`));
  const exitCode = await new Promise((resolve) => worker.on('exit', resolve));
  console.log(label, events.join('  '), exitCode);
}

async function errors() {
  const thrown = {
    'a function': '() => {}',
    'a symbol': 'Symbol("x")',
    'a primitive': '5',
    'undefined': 'undefined',
    'null': 'null',
    'an object': '{ a: 1 }',
    'an object with a function': '{ f() {} }',
    'an object without a prototype': 'Object.create(null)',
    'a getter that throws': '{ get a() { throw 1; } }',
    'an error with a function': 'Object.assign(new TypeError("t"), { f() {}, a: 1 })',
    'an error with a cause': 'new Error("a", { cause: new RangeError("b") })',
    'an error of a class': 'new (class A extends Error { name = "AA"; })("m")',
    'several errors': 'new AggregateError([new Error("x")], "all")',
  };
  for (const [label, value] of Object.entries(thrown)) await run(label, `throw ${value}`);
  await run('a rejection', 'Promise.reject(new Error("rejected"))');
  await run('a rejection with a number', 'Promise.reject(5)');
  await run('in a timer', 'setTimeout(() => { throw new Error("later"); }, 1)');
  await run('syntax', 'let let');
  await run('a missing module', 'require("./nope")');
  await run('a missing file', '/nope/x.js', { eval: false });
  await run('caught', `process.on("uncaughtException", (e) => ${post('e.message')}); throw new Error("caught")`);
}

async function ends() {
  await run('exit code', 'process.exitCode = 4');
  await run('exit', 'process.exit(6)');
  await run('exit in a callback', 'setImmediate(() => { process.exit(8); })');
  await run('exit in exit', 'process.on("exit", () => process.exit(9))');
  await run('beforeExit', `let n = 0; process.on("beforeExit", (c) => { ${post('"before " + c')}; if (n++ < 1) setImmediate(() => {}); })`);
  await run('the port closed', 'require("worker_threads").parentPort.on("message", () => {}).close()');
}

async function programs() {
  await run('a module', `import fs from "fs"; import { parentPort } from "worker_threads"; parentPort.postMessage(typeof fs.readFileSync)`);
  await run('await', 'const { parentPort } = await import("worker_threads"); parentPort.postMessage("awaited")');
  const text = 'import { parentPort } from "node:worker_threads"; parentPort.postMessage(import.meta.url.slice(0, 20))';
  await run('a data URL', new URL(`data:text/javascript,${text}`), { eval: false });
  await run('a data URL in base64', new URL(`data:text/javascript;base64,${Buffer.from(text).toString('base64')}`), { eval: false });
  await run('another URL', new URL('http://localhost/'), { eval: false });
  await run('a relative name', 'x.js', { eval: false });
  await run('a URL with eval', new URL('file:///x.js'));
  await run('where it is', post('[__filename, module.id, require.main === module, process.argv.length]'));
}

async function settings() {
  for (const flag of ['--expose-gc', '--max-old-space-size=10', '--nope', '--title=x', '--stack-size=100']) {
    await run(flag, '', { execArgv: [flag] });
  }
  await run('execArgv', post('process.execArgv'), { execArgv: ['--no-deprecation', '--trace-warnings'] });
  await run('argv', post('process.argv.slice(2)'), { argv: ['a', 5, null] });
  await run('env', `process.env.A = 1; ${post('[process.env.X, process.env.A, Object.keys(process.env).length]')}`, { env: { X: 1 } });
  process.env.COPIED = 'before';
  await run('env is a copy', `process.env.COPIED = "inside"; ${post('process.env.COPIED')}`);
  console.log(process.env.COPIED);
  await run('env is shared', 'process.env.SHARED = "inside"', { env: SHARE_ENV });
  console.log(process.env.SHARED);
  for (const [name, value] of Object.entries({ env: 5, argv: 5, name: 5, execArgv: 5 })) await run(`bad ${name}`, '', { [name]: value });
  await run('workerData', post('require("worker_threads").workerData'), { workerData: { a: [1, undefined] } });
  await run('workerData with a function', '', { workerData: () => {} });
  const { port1, port2 } = new MessageChannel();
  await run('workerData with a port', '', { workerData: port1 });
  port2.close();
  await run('not for workers', `const r = [];
    for (const f of ["chdir", "abort", "setuid", "initgroups", "setegid", "seteuid", "setgid", "setgroups", "umask"]) {
      try { process[f]("1"); r.push("ok"); } catch (e) { r.push(e.code + " " + e.message); }
    } ${post('r')}`);
}

async function limits() {
  const full = 'const a = []; for (;;) a.push(new Array(1e5).fill(0.5));';
  await run('out of memory', full, { resourceLimits: { maxOldGenerationSizeMb: 16 } });
  await run('out of memory in a callback', `setTimeout(() => { ${full} }, 1)`, { resourceLimits: { maxOldGenerationSizeMb: 16 } });
  await run('nothing is told after that', `process.on("exit", () => ${post('"exit"')}); ${full}`, { resourceLimits: { maxOldGenerationSizeMb: 16 } });
  const depth = 'let n = 0; const f = () => { n++; f(); }; try { f(); } catch {}';
  await run('the usual stack', `${depth} ${post('n > 30000')}`);
  await run('a small stack', `${depth} ${post('n < 30000')}`, { resourceLimits: { stackSizeMb: 1 } });
  await run('a large stack', `${depth} ${post('n > 100000')}`, { resourceLimits: { stackSizeMb: 16 } });
  await run('too deep', '(function f() { f(); })()', { resourceLimits: { stackSizeMb: 2 } });
  const given = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 64, codeRangeSizeMb: 16, stackSizeMb: 2 };
  const worker = new Worker(post('require("worker_threads").resourceLimits'), { eval: true, resourceLimits: given });
  console.log(worker.resourceLimits);
  worker.on('message', (inside) => console.log(inside));
  await new Promise((resolve) => worker.on('exit', resolve));
  console.log(worker.resourceLimits, require('worker_threads').resourceLimits);
}

(async () => {
  for (const part of [errors, ends, programs, settings, limits]) await part();
})();
