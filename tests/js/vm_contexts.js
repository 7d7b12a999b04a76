'use strict';
// What a context is made with (code from strings, WebAssembly, a queue of its own for microtasks), what ends a script (a time limit,
// SIGINT), whose keys its global has, and the place that an error's stack begins with.
const { spawn } = require('child_process');
const vm = require('vm');

const tell = (run) => {
  try {
    console.log(run());
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
};

// Code that is made by code.
const module0 = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
tell(() => vm.runInContext('eval("1 + 1")', vm.createContext({})));
tell(() => vm.runInContext('eval("1 + 1")', vm.createContext({}, { codeGeneration: { strings: false } })));
tell(() => vm.runInContext('new Function("return 1")', vm.createContext({}, { codeGeneration: { strings: false } })));
tell(() => vm.runInNewContext('eval("1")', {}, { contextCodeGeneration: { strings: false } }));
tell(() => vm.runInNewContext('new WebAssembly.Module(code); 1', { code: module0 }, { contextCodeGeneration: { strings: false } }));
tell(() => vm.runInNewContext('new WebAssembly.Module(code)', { code: module0 }, { contextCodeGeneration: { wasm: false } }));
tell(() => typeof new WebAssembly.Module(module0));
tell(() => vm.createContext({}, { codeGeneration: { strings: 1 } }));
tell(() => vm.createContext({}, { codeGeneration: null }));
tell(() => vm.createContext({}, { microtaskMode: 'now' }));

// Microtasks of the context's own run before the script's caller goes on, and within its limit.
{
  const log = [];
  const context = vm.createContext({ log }, { microtaskMode: 'afterEvaluate' });
  vm.runInContext('Promise.resolve().then(() => log.push("inner")); log.push("script")', context);
  log.push('outer');
  console.log(log);
  const shared = vm.createContext({ log });
  vm.runInContext('Promise.resolve().then(() => log.push("late"))', shared);
  console.log(log.length);
  tell(() => vm.runInContext('Promise.resolve().then(() => { for (;;); })', context, { timeout: 20 }));
  tell(() => vm.runInNewContext('Promise.resolve().then(() => { for (;;); })', {}, { timeout: 20, microtaskMode: 'afterEvaluate' }));
  console.log(vm.runInContext('2 * 2', context));
}

// Keys: those of the object, numbers and symbols too, and which of them are enumerable.
{
  const hidden = Symbol('hidden');
  const object = { a: 1, 7: 'seven', [Symbol('shown')]: 1 };
  Object.defineProperty(object, 'b', { value: 2 });
  Object.defineProperty(object, hidden, { value: 3 });
  const context = vm.createContext(object);
  const own = (text) => [...vm.runInContext(text, context)].filter((key) => !native.includes(key));
  const native = vm.runInNewContext('Reflect.ownKeys(this)');
  console.log(own('Reflect.ownKeys(this)'), own('Object.keys(this)'), own('Object.getOwnPropertySymbols(this)'));
  vm.runInContext('Object.defineProperty(this, 99, { value: 20, enumerable: true }); this[100] = 1; var v = 1; delete this[7]', context);
  console.log(object, object[99], vm.runInContext('[this[99], 99 in this, Object.hasOwn(this, 7), v]', context));
  console.log(vm.runInContext('(() => { const names = []; for (const name in this) names.push(name); return names.join() })()', context));
  const heir = vm.createContext({ __proto__: { inherited: 1 }, own: 1 });
  console.log(vm.runInContext('["inherited" in this, Object.hasOwn(this, "inherited"), inherited, "own" in this, typeof nothing].join()', heir));
}

// Where an error was thrown stands above its stack, unless that is not wanted.
const firstLines = (run, count = 5) => {
  try {
    run();
  } catch (error) {
    console.log(error.stack.split('\n').slice(0, count));
  }
};
firstLines(() => vm.runInThisContext('let x =;', 'syntax.vm'));
firstLines(() => new vm.Script('\n\n  throw new Error("run")', { filename: 'run.vm' }).runInThisContext());
firstLines(() => vm.runInContext('null.x', vm.createContext({}), { filename: 'context.vm', lineOffset: 5 }));
firstLines(() => vm.runInThisContext('throw new Error("plain")', { filename: 'plain.vm', displayErrors: false }), 1);
firstLines(() => vm.compileFunction('let y =;', [], { filename: 'function.vm' }));
firstLines(() => vm.runInContext(' throw new Error("first")', vm.createContext({}), { filename: 'part.vm', lineOffset: 32, columnOffset: 100 }), 3);
firstLines(() => vm.runInContext('\n throw new Error("second")', vm.createContext({}), { filename: 'part.vm', columnOffset: 100 }), 3);
tell(() => vm.runInThisContext('throw { stack: "as it is" }'));

// A function's code cache.
{
  const made = vm.compileFunction('return x + 1', ['x'], { produceCachedData: true });
  console.log(made.cachedDataProduced, Buffer.isBuffer(made.cachedData), Object.keys(vm.compileFunction('return 1')));
  const { cachedData } = made;
  const again = vm.compileFunction('return x + 1', ['x'], { cachedData });
  console.log(again.cachedDataRejected, again(1), vm.compileFunction('return 2', [], { cachedData: Buffer.from('none') }).cachedDataRejected);
}

// SIGINT ends a script that asked for it; the program's own listeners are not called then.
const interrupted = `
  const vm = require('vm');
  process.on('SIGINT', () => console.log('listener'));
  setTimeout(() => {}, 10);
  for (const run of [(o) => vm.runInThisContext('tell(); for (;;);', o), (o) => vm.runInNewContext('tell(); for (;;);', { tell }, o)]) {
    globalThis.tell = tell;
    try { run({ breakOnSigint: true }); } catch (error) { console.log(error.code, error.message); }
  }
  function tell() { console.log('ready'); }
  console.log(process.listenerCount('SIGINT'), vm.runInThisContext('1', { breakOnSigint: true }));
  process.kill(process.pid, 'SIGINT');
`;
const child = spawn(process.execPath, ['-e', interrupted], { stdio: ['ignore', 'pipe', 'inherit'] });
let output = '';
child.stdout.on('data', (chunk) => {
  output += chunk;
  if (/ready\n$/.test(output)) child.kill('SIGINT');
});
child.on('close', (code, signal) => console.log(output, code, signal));
