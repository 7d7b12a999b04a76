// What V8 does on other threads or later: it reaches the loop, and compiling WebAssembly keeps the loop alive.
'use strict';
const { setFlagsFromString } = require('v8');
const { runInNewContext } = require('vm');

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc');

async function main() {
  const empty = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
  console.log(await WebAssembly.compile(empty));
  console.log((await WebAssembly.instantiate(empty)).instance);
  await WebAssembly.compile(new Uint8Array(3)).catch((error) => console.log(error.name));
  console.log(WebAssembly.compile.name, WebAssembly.compile.length, WebAssembly.instantiate.length);

  const finalized = [];
  const registry = new FinalizationRegistry((value) => finalized.push(value));
  (() => { for (let i = 0; i < 3; i++) registry.register({}, i); })();
  for (let i = 0; i < 50 && finalized.length < 3; i++) {
    gc();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  console.log(finalized.sort());

  const words = new Int32Array(new SharedArrayBuffer(8));
  setTimeout(() => Atomics.notify(words, 0), 20);
  const hold = setTimeout(() => {}, 10000);
  console.log(await Atomics.waitAsync(words, 0, 0).value);
  console.log(await Atomics.waitAsync(words, 1, 0, 20).value);
  clearTimeout(hold);

  // At the end of a program: tasks have their turn, but the loop has none.
  const program = `const last = new FinalizationRegistry(() => console.log('finalized'));
    (() => last.register({}, 0))();
    gc();
    setImmediate(() => console.log('not referenced')).unref();
    process.on('exit', () => console.log('exit'));`;
  const { stdout } = require('child_process').spawnSync(process.execPath, ['--expose-gc', '-e', program], { encoding: 'utf8' });
  console.log(stdout.trim().split('\n'));
}
main();
