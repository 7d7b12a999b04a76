'use strict';
// What process lists of handles, requests and timers, what cannot be changed, where warnings go, and what its constructor is.
const { spawnSync } = require('child_process');
const fs = require('fs');
const net = require('net');
const os = require('os');
const path = require('path');
const { Worker } = require('worker_threads');

console.log(process instanceof process.constructor, Object.getPrototypeOf(process) === process.constructor.prototype);
const flags = process.allowedNodeEnvironmentFlags;
Set.prototype.add.call(flags, '--made-up');
Set.prototype.delete.call(flags, '--require');
const { size } = flags;
flags.clear();
console.log(flags.has('--made-up'), flags.has('--require'), [...flags].includes('--made-up'), flags.size === size, flags instanceof Set);
flags.forEach(function(flag, same, set) {
  if (flag === '--require') console.log(this.own, same === flag, set === flags);
}, { own: true });

for (let i = 0; i < 3; i++) fs.open(__filename, 'r', (error, fd) => fs.closeSync(fd));
console.log(process._getActiveRequests().map(({ constructor }) => constructor.name));

const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
const listed = [timers()];
const timer = setTimeout(() => {
  listed.push(timers());
  clearTimeout(timer);
  listed.push(timers());
}, 1);
const interval = setInterval(() => {
  listed.push(timers());
  clearInterval(interval);
  listed.push(timers());
  console.log(listed);
  handles();
}, 20);
listed.push(timers());

function handles() {
  const server = net.createServer((socket) => {
    const all = process._getActiveHandles();
    console.log(all.includes(server), all.includes(client), all.includes(socket), all.length);
    socket.end();
    client.resume();
    server.close(warnings);
  });
  let client;
  server.listen(0, () => { client = net.connect(server.address().port); });
}

function warnings() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'warnings-'));
  const file = path.join(folder, 'warnings.txt');
  const code = 'process.emitWarning("one", "DeprecationWarning", "DEP1"); process.emitWarning("two", "Mine", "M2")';
  const told = (env, ...args) => {
    const { stderr } = spawnSync(process.execPath, [...args, '-e', code], { encoding: 'utf8', env: { ...process.env, ...env } });
    return stderr.split('\n').map((line) => line.replace(/^\(\w+:\d+\) /, '')).filter((line) => line !== '' && !line.startsWith('(Use'));
  };
  console.log(told({}), told({}, '--disable-warning=DEP1'), told({}, '--disable-warning=Mine'));
  console.log(told({}, '--disable-warning=DEP1', '--disable-warning=M2'), told({ NODE_OPTIONS: '--disable-warning=DeprecationWarning' }));
  console.log(told({}, `--redirect-warnings=${file}`), told({ NODE_REDIRECT_WARNINGS: file }));
  console.log(fs.readFileSync(file, 'utf8').match(/one|two/g));
  fs.rmSync(folder, { recursive: true });
  const lines = [];
  const { write } = process.stderr;
  process.stderr.write = (text) => lines.push(text.includes('seen by the program'));
  process.emitWarning('seen by the program');
  setImmediate(() => {
    process.stderr.write = write;
    console.log(lines.some(Boolean));
    new Worker('console.log(process.execArgv)', { eval: true, execArgv: ['--pending-deprecation', '--'] });
  });
}
