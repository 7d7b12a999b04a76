// child_process: results, events and errors of every form.
'use strict';
const cp = require('child_process');
const { once } = require('events');
const { promisify } = require('util');

if (process.argv[2] === 'child') {
  process.on('message', (message) => {
    process.send({ echoed: message });
    if (message === 'stop') process.disconnect();
  });
  process.on('disconnect', () => process.exit(7));
} else if (process.argv[2] === 'large') {
  process.send('\u00df'.repeat(400000));
} else {
  sync();
  run();
}

function attempt(label, body) {
  try {
    const value = body();
    console.log(label, value);
  } catch (error) {
    const { status, signal } = error;
    console.log(label, error.name, error.code, error.message, status, signal);
  }
}

function sync() {
  const brief = ({ status, signal, stdout, stderr, error }) => [status, signal, String(stdout), String(stderr), error?.code, error?.syscall];
  attempt('execSync', () => cp.execSync('echo out', { encoding: 'utf8' }));
  attempt('execSync fails', () => cp.execSync('echo e >&2; exit 3', { stdio: 'pipe' }));
  attempt('execSync signal', () => cp.execSync('kill -9 $$', { stdio: 'pipe' }));
  attempt('execFileSync', () => cp.execFileSync('echo', ['a', 'b c'], { encoding: 'utf8' }));
  attempt('execFileSync missing', () => cp.execFileSync('no-such-program', []));
  attempt('execFileSync fails', () => cp.execFileSync('false', ['x']));
  attempt('spawnSync', () => brief(cp.spawnSync('sh', ['-c', 'cat; echo e >&2; exit 4'], { input: 'in' })));
  attempt('spawnSync missing', () => brief(cp.spawnSync('no-such-program')));
  attempt('spawnSync cwd', () => brief(cp.spawnSync('pwd', { cwd: '/' })));
  attempt('spawnSync cwd missing', () => brief(cp.spawnSync('pwd', { cwd: '/no-such-folder' })));
  attempt('spawnSync env', () => brief(cp.spawnSync('sh', ['-c', 'echo $A-$B'], { env: { A: 1, B: undefined } })));
  attempt('spawnSync argv0', () => brief(cp.spawnSync('sh', ['-c', 'echo $0'], { argv0: 'renamed' })));
  attempt('spawnSync shell', () => brief(cp.spawnSync('echo $((1+1))', { shell: true })));
  attempt('spawnSync timeout', () => brief(cp.spawnSync('sleep', ['5'], { timeout: 30 })));
  attempt('spawnSync timeout signal', () => brief(cp.spawnSync('sleep', ['5'], { timeout: 30, killSignal: 'SIGKILL' })));
  attempt('spawnSync maxBuffer', () => cp.spawnSync('sh', ['-c', 'echo 1234567890'], { maxBuffer: 4 }).error.code);
  attempt('spawnSync ignore', () => cp.spawnSync('echo', ['x'], { stdio: 'ignore' }).stdout);
  attempt('spawnSync output', () => cp.spawnSync('echo', ['x'], { encoding: 'utf8' }).output);
  attempt('spawnSync big', () => cp.spawnSync('cat', { input: Buffer.alloc(300000, 'x') }).stdout.length);
  attempt('spawnSync stdio 3', () => String(cp.spawnSync('sh', ['-c', 'echo three >&3'], { stdio: ['pipe', 'pipe', 'pipe', 'pipe'] }).output[3]));
  attempt('file type', () => cp.spawn(1));
  attempt('file empty', () => cp.spawn(''));
  attempt('file nul', () => cp.spawn('a\0'));
  attempt('args type', () => cp.spawn('a', 'b'));
  attempt('args nul', () => cp.spawn('a', ['b\0']));
  attempt('options type', () => cp.spawn('a', [], 1));
  attempt('cwd type', () => cp.spawn('a', { cwd: 1 }));
  attempt('detached type', () => cp.spawn('a', { detached: 1 }));
  attempt('uid type', () => cp.spawn('a', { uid: 'x' }));
  attempt('shell type', () => cp.spawn('a', { shell: 1 }));
  attempt('stdio string', () => cp.spawn('a', { stdio: 'x' }));
  attempt('stdio ipc', () => cp.spawnSync('a', { stdio: ['ipc'] }));
  attempt('timeout', () => cp.spawn('a', { timeout: -1 }));
  attempt('killSignal', () => cp.spawn('a', { killSignal: 'SIGNOPE' }));
  attempt('maxBuffer', () => cp.execFile('a', { maxBuffer: -1 }));
  attempt('exec type', () => cp.exec(1));
  attempt('fork type', () => cp.fork(1));
  attempt('fork stdio', () => cp.fork('x', { stdio: ['pipe'] }));
}

function collect(child) {
  const events = [];
  const text = { out: '', err: '' };
  child.stdout?.on('data', (chunk) => { text.out += chunk; });
  child.stderr?.on('data', (chunk) => { text.err += chunk; });
  for (const name of ['spawn', 'error', 'exit', 'close', 'disconnect']) {
    child.on(name, (...args) => events.push([name, ...args.map((arg) => arg?.message ?? arg)]));
  }
  return once(child, 'close').catch(() => once(child, 'close')).then(() => [events, text]);
}

async function run() {
  const show = (label, value) => console.log(label, JSON.stringify(value));
  const piped = cp.spawn('sh', ['-c', 'cat; echo err >&2; exit 5']);
  console.log(typeof piped.pid, piped.spawnfile, piped.spawnargs, piped.exitCode, piped.killed, piped.connected, piped.stdio.length);
  piped.stdin.end('through');
  show('spawn', await collect(piped));
  console.log(piped.exitCode, piped.signalCode, piped.kill());
  show('missing', await collect(cp.spawn('no-such-program', ['x'])));
  const sleeping = cp.spawn('sleep', ['100']);
  console.log(sleeping.kill('SIGINT'), sleeping.killed);
  show('killed', await collect(sleeping));
  show('timeout', await collect(cp.spawn('sleep', ['100'], { timeout: 30 })));
  const controller = new AbortController();
  const aborted = cp.spawn('sleep', ['100'], { signal: controller.signal });
  const abortion = collect(aborted);
  controller.abort();
  show('aborted', await abortion);
  show('detached', (await collect(cp.spawn('sh', ['-c', 'echo ok'], { detached: true })))[1]);
  const inherited = cp.spawn('echo', ['to the parent'], { stdio: ['ignore', 'inherit', 'inherit'] });
  await once(inherited, 'close');
  console.log(inherited.stdin, inherited.stdout);
  const extra = cp.spawn('sh', ['-c', 'echo extra >&3'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  let third = '';
  extra.stdio[3].on('data', (chunk) => { third += chunk; });
  await once(extra, 'close');
  show('third', third);
  await withCallbacks(show);
  await withFork(show);
}

async function withCallbacks(show) {
  const call = (form, ...args) => new Promise((resolve) => {
    form(...args, (error, stdout, stderr) => resolve([error && [error.name, error.message, error.code, error.killed, error.signal, error.cmd], stdout, stderr]));
  });
  show('exec', await call(cp.exec, 'echo $0 $X', { env: { ...process.env, X: 'y' } }));
  show('exec fails', await call(cp.exec, 'echo e >&2; exit 2'));
  show('exec buffer', (await call(cp.exec, 'echo b', { encoding: 'buffer' }))[1]);
  show('exec timeout', await call(cp.exec, 'sleep 5', { timeout: 30 }));
  show('exec maxBuffer', await call(cp.exec, 'echo 123456', { maxBuffer: 3 }));
  show('execFile', await call(cp.execFile, 'echo', ['x']));
  show('execFile missing', await call(cp.execFile, 'no-such-program'));
  show('promisified', await promisify(cp.exec)('echo p'));
  show('promisified fails', await promisify(cp.execFile)('false').catch(({ code, stdout, stderr }) => [code, stdout, stderr]));
}

async function withFork(show) {
  const child = cp.fork(__filename, ['child']);
  console.log(child.connected, typeof child.send);
  child.send({ a: [1, 'x', null] });
  show('message', (await once(child, 'message'))[0]);
  child.send('stop');
  show('stop', (await once(child, 'message'))[0]);
  show('exit', await once(child, 'exit'));
  // The channel's end may be noticed after the exit.
  if (child.connected) await once(child, 'disconnect');
  console.log(child.connected);

  // A child that ends at once after a message larger than the channel takes in one piece.
  const large = cp.fork(__filename, ['large']);
  const [text] = await once(large, 'message');
  console.log('large', text.length, text === '\u00df'.repeat(400000));
}
