// child_process: in which order output, errors and the end are told.
'use strict';
const cp = require('child_process');
const fs = require('fs');
const { promisify } = require('util');

// Waits, without the loop, until the process has ended: what it has written and its end are there at once then.
function untilEnded(pid) {
  let state;
  do {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'latin1');
    state = stat[stat.lastIndexOf(')') + 2];
  } while (state !== 'Z');
}

function events(child) {
  const seen = [];
  for (const name of ['spawn', 'error', 'exit', 'close']) child.on(name, (...args) => seen.push([name, ...args.map((value) => value?.code ?? value)]));
  child.stdout.on('data', (text) => seen.push(['data', String(text)]));
  return new Promise((resolve) => child.on('close', () => resolve(seen)));
}

async function order() {
  const child = cp.spawn('sh', ['-c', 'echo written; exit 3']);
  const seen = events(child);
  await new Promise((resolve) => child.on('spawn', resolve));
  untilEnded(child.pid);
  console.log(await seen);
}

// Whoever aborts is called back before abort() returns; the child's end follows.
async function aborted() {
  const control = new AbortController();
  const seen = [];
  const child = cp.execFile('sleep', ['100'], { signal: control.signal }, (error, stdout, stderr) => {
    seen.push([error.name, error.code, error.cause, error.cmd, error.killed, stdout, stderr]);
  });
  child.on('exit', (...args) => seen.push(['exit', ...args]));
  control.abort('enough');
  seen.push('returned');
  await new Promise((resolve) => child.on('close', resolve));
  console.log(seen);
  for (const signal of [AbortSignal.abort('before'), {}, 'x']) {
    try {
      await promisify(cp.exec)('sleep 100', { signal });
    } catch (error) {
      console.log(error.name, error.code, error.cause, error.message);
    }
  }
}

// Without a descriptor for a pipe a child fails by an event, as one that is not found.
if (process.argv[2] === 'full') {
  const before = cp.spawnSync('true', { stdio: 'pipe' }).status;
  cp.spawn('true').on('close', () => {
    const open = [];
    try {
      for (;;) open.push(fs.openSync('/dev/null'));
    } catch (error) {
      console.log(before, error.code);
    }
    const child = cp.spawn('true');
    child.on('error', (error) => {
      open.forEach(fs.closeSync);
      console.log(error.code, error.syscall, child.pid, child.stdin, child.stdio);
    });
    child.on('close', (...args) => console.log('close', ...args));
  });
  return;
}

function full() {
  const { stdout } = cp.spawnSync('sh', ['-c', 'ulimit -n 60; exec "$0" "$@"', process.execPath, __filename, 'full'], { encoding: 'utf8' });
  console.log(stdout);
}

(async () => {
  full();
  await order();
  await aborted();
})();
