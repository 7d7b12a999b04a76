// Details of process that libraries look at: descriptors, clones of the environment, the order of uncaught errors, options for warnings,
// what is alive. Expected is what 22.14 and 26.9 both print.
'use strict';
const { execFileSync, spawnSync } = require('child_process');
const fs = require('fs');
const net = require('net');
const os = require('os');
const path = require('path');
const { Worker, isMainThread } = require('worker_threads');

if (!isMainThread) {
  require('worker_threads').parentPort.postMessage(process.execArgv);
  return;
}

function attempt(label, run) {
  try {
    console.log(label, run());
  } catch (error) {
    console.log(label, '!', error.name, error.code, error.message);
  }
}

// process.env
for (const descriptor of [{ value: 'x' }, { get() {} }, { configurable: false }, { value: 'x', writable: true, enumerable: true },
  { value: 'y', writable: true, enumerable: true, configurable: true }]) {
  attempt('define', () => Object.defineProperty(process.env, 'DETAIL', descriptor).DETAIL);
}
const cloned = structuredClone({ env: process.env }).env;
console.log('clone', Object.getPrototypeOf(cloned) === Object.prototype, cloned.DETAIL, Object.keys(cloned).length === Object.keys(process.env).length);

// The object itself
console.log('instance', process instanceof process.constructor, process.constructor.name);
const flags = process.allowedNodeEnvironmentFlags;
Set.prototype.add.call(flags, 'foo');
console.log('flags', flags.has('foo'), [...flags].includes('foo'), flags.has('--max_old_space_size'));
for (const code of ['1.5', '7', '', {}, 2.5]) attempt('exitCode', () => { process.exitCode = code; return Number(process.exitCode); });
process.exitCode = 0;
attempt('initgroups', () => process.initgroups('nobody-there', 'nor-there'));
attempt('loadEnvFile', () => process.loadEnvFile(5));

// Alive
const interval = setInterval(() => {
  console.log('in a timer', process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length);
  clearInterval(interval);
  console.log('cleared', process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length);
  alive();
}, 1);

function alive() {
  const server = net.createServer((accepted) => {
    const handles = process._getActiveHandles();
    console.log('handles', handles.includes(server), handles.includes(client), handles.includes(accepted));
    accepted.destroy();
    client.destroy();
    server.close(rest);
  }).listen(0, () => { client.connect(server.address().port); });
  const client = new net.Socket();
  fs.open(__filename, 'r', (error, fd) => fs.closeSync(fd));
  console.log('requests', process._getActiveRequests().length);
}

function rest() {
  uncaught();
  warnings();
  new Worker(__filename, { execArgv: ['--pending-deprecation', '--'] }).on('message', (argv) => console.log('worker', argv.join()));
}

function uncaught() {
  const program = `process.on('uncaughtExceptionMonitor', (error, origin) => console.log('monitor', error.message, origin));
    process.setUncaughtExceptionCaptureCallback((error) => console.log('capture', error.message));
    setTimeout(() => console.log('goes on'), 1);
    throw new Error('mine');`;
  console.log(execFileSync(process.execPath, ['-e', program]).toString().trim());
}

function warnings() {
  const program = "process.emitWarning('a', 'DeprecationWarning', 'DEP1'); process.emitWarning('b', 'Mine', 'B'); process.emitWarning('c')";
  const codes = (text) => text.split('\n').filter((line) => line.startsWith('(node')).map((line) => line.replace(/^\(node:\d+\) /, '')).join(' / ');
  const run = (options, env = {}) => spawnSync(process.execPath, [...options, '-e', program], { env: { ...process.env, NODE_NO_WARNINGS: '', ...env } }).stderr;
  for (const options of [[], ['--disable-warning=DEP1'], ['--disable-warning=Mine', '--disable-warning=DeprecationWarning'], ['--disable-warning=DEP1,B']]) {
    console.log('warnings', options.join(), '->', codes(run(options).toString()));
  }
  console.log('by NODE_OPTIONS', codes(run([], { NODE_OPTIONS: '--disable-warning=Warning' }).toString()));
  const file = path.join(os.tmpdir(), `process-details-${process.pid}`);
  console.log('redirected', run([`--redirect-warnings=${file}`]).length, codes(fs.readFileSync(file, 'utf8')));
  fs.rmSync(file);
  console.log('redirected', run([], { NODE_REDIRECT_WARNINGS: file }).length, codes(fs.readFileSync(file, 'utf8')));
  fs.rmSync(file);
}

// A pipe has a place, and a file that grows too large is an error of the write.
const piped = spawnSync(process.execPath, ['-p', "/pipe:|socket:/.test(require('fs').realpathSync('/dev/stdin'))"], { input: '' });
console.log('realpath of a pipe', piped.stdout.toString().trim());
const limited = spawnSync('/bin/sh', ['-c', `ulimit -f 1 && exec "$0" -e "require('fs').writeFileSync('${os.tmpdir()}/process-details-big-${process.pid}', 'x'.repeat(99999))"`, process.execPath]);
console.log('too large', /EFBIG: file too large, write/.test(limited.stderr), limited.signal);
fs.rmSync(`${os.tmpdir()}/process-details-big-${process.pid}`, { force: true });

// .env files
const { parseEnv } = require('util');
for (const text of ['A="x\\ny"', "A='x\\ny'", 'A=`a\'b"c`', 'A = x ', 'B=1\r\nC=2']) {
  const parsed = parseEnv(text);
  console.log(JSON.stringify(text), Object.keys(parsed).join(), JSON.stringify(parsed));
}
