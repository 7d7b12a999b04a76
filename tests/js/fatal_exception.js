// process._fatalException, which the host calls for an error that nobody caught: replaced, lost, failing.
'use strict';
const { spawnSync } = require('child_process');

for (const code of [
  'process._fatalException = 1; throw new Error("x")',
  'delete process._fatalException; setTimeout(() => { throw new Error("y") })',
  'process._fatalException = (error, fromPromise) => { console.log(error.message, fromPromise); return true }; setImmediate(() => console.log("later")); throw new Error("z")',
  'process._fatalException = function() { console.log(this === process); return false }; throw new Error("z")',
  'process._fatalException = () => { throw new Error("inner") }; throw new Error("z")',
  'process.on("exit", (code) => console.log("exit", code)); throw new Error("x")',
]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', code], { encoding: 'utf8' });
  console.log(status, JSON.stringify(stdout), stderr.split('\n').filter((line) => line.startsWith('Error')));
}
