// process: properties, errors, events, ticks and rejections.
'use strict';

function attempt(label, run) {
  try {
    console.log(label, run());
  } catch (error) {
    console.log(label, error.name, error.code, error.message);
  }
}

console.log(Object.prototype.toString.call(process), process.constructor.name, process === require('process'), process === globalThis.process);
console.log(process.platform, process.arch, typeof process.pid, typeof process.ppid, process.title.length > 0, process.release.name);
console.log(Object.keys(process.versions).filter((name) => ['node', 'v8', 'uv', 'napi', 'modules', 'zlib', 'openssl'].includes(name)).sort().join());
console.log(/^v\d+\.\d+\.\d+$/.test(process.version), process.version === `v${process.versions.node}`);
attempt('version read-only', () => { process.version = 'x'; });
console.log(process.argv.length, process.argv[1] === __filename, process.execArgv, typeof process.argv0, process.execPath.startsWith('/'));
console.log(typeof process.config.variables, typeof process.features.uv, process.allowedNodeEnvironmentFlags.has('--require'));

// Environment
process.env.FSOS_A = 1;
process.env.FSOS_B = undefined;
console.log(process.env.FSOS_A, process.env.FSOS_B, 'FSOS_A' in process.env, process.env.FSOS_C, Object.keys(process.env).includes('FSOS_A'));
console.log(delete process.env.FSOS_A, process.env.FSOS_A, 'FSOS_A' in process.env, delete process.env.FSOS_NONE);
console.log({ ...process.env }.FSOS_B, Object.getOwnPropertyDescriptor(process.env, 'FSOS_B'), process.env.hasOwnProperty('FSOS_B'));
console.log(JSON.stringify(Object.entries(process.env).find(([name]) => name === 'FSOS_B')), process.env.toString());
attempt('env symbol', () => { process.env.x = Symbol('s'); });
attempt('env symbol key', () => { process.env[Symbol('k')] = 'x'; });
attempt('env define', () => Object.defineProperty(process.env, 'FSOS_D', { value: 'd', configurable: true, writable: true, enumerable: true }).FSOS_D);
attempt('env define read-only', () => Object.defineProperty(process.env, 'FSOS_E', { value: 'd' }));
attempt('env define getter', () => Object.defineProperty(process.env, 'FSOS_E', { get() { return 1; } }));
process.env.FSOS_EMPTY = '';
console.log(JSON.stringify(process.env.FSOS_EMPTY));

// Directories, masks, identities
const start = process.cwd();
process.chdir('/');
console.log(process.cwd());
attempt('chdir missing', () => process.chdir('/no-such-folder'));
attempt('chdir type', () => process.chdir(3));
process.chdir(start);
const mask = process.umask(0o22);
console.log(process.umask().toString(8), process.umask('27').toString(8), process.umask().toString(8));
attempt('umask bad', () => process.umask('9'));
attempt('umask type', () => process.umask({}));
process.umask(mask);
for (const name of ['getuid', 'geteuid', 'getgid', 'getegid']) console.log(name, typeof process[name]());
console.log(Array.isArray(process.getgroups()));
attempt('setuid name', () => process.setuid('no-such-user-here'));
attempt('setgid name', () => process.setgid('no-such-group-here'));
attempt('setuid type', () => process.setuid({}));
attempt('setgroups type', () => process.setgroups('x'));

// Time and usage
const [seconds, nanos] = process.hrtime();
console.log(Number.isInteger(seconds), nanos < 1e9, typeof process.hrtime.bigint(), process.hrtime([seconds, nanos])[0]);
attempt('hrtime bad', () => process.hrtime(1));
attempt('hrtime length', () => process.hrtime([1]));
console.log(process.uptime() > 0, Object.keys(process.memoryUsage()).join(), process.memoryUsage.rss() > 0);
console.log(Object.keys(process.cpuUsage()).join(), Object.keys(process.resourceUsage()).join());
attempt('cpuUsage bad', () => process.cpuUsage(1));
attempt('cpuUsage bad field', () => process.cpuUsage({ user: -1, system: 0 }));
attempt('cpuUsage bad type', () => process.cpuUsage({ user: 'x', system: 0 }));
console.log(typeof process.constrainedMemory(), typeof process.availableMemory());

// Signals and killing
attempt('kill 0', () => process.kill(process.pid, 0));
attempt('kill unknown', () => process.kill(process.pid, 'SIGNOPE'));
attempt('kill type', () => process.kill('x'));
attempt('kill number', () => process.kill(process.pid, 9999));
attempt('kill missing', () => process.kill(2147483646, 'SIGTERM'));
attempt('catch SIGKILL', () => process.on('SIGKILL', () => {}));

// Exit codes and other checks
attempt('exitCode', () => { process.exitCode = 'x'; });
attempt('exitCode float', () => { process.exitCode = 1.5; });
attempt('exitCode string', () => { process.exitCode = '3'; return process.exitCode; });
process.exitCode = undefined;
attempt('nextTick', () => process.nextTick());
attempt('queueMicrotask', () => queueMicrotask());
attempt('emitWarning', () => process.emitWarning(1));
attempt('emitWarning type', () => process.emitWarning('x', 1));
attempt('capture', () => process.setUncaughtExceptionCaptureCallback(1));
attempt('captured', () => process.hasUncaughtExceptionCaptureCallback());
attempt('getBuiltinModule', () => process.getBuiltinModule('fs') === require('fs') && process.getBuiltinModule('nope'));
attempt('binding', () => typeof process.dlopen);
attempt('dlopen', () => process.dlopen({ exports: {} }, '/no-such-addon.node'));
const { header, sharedObjects } = process.report.getReport();
console.log(/^2\.\d+$/.test(header.glibcVersionRuntime), Array.isArray(sharedObjects), sharedObjects.some((name) => name.includes('libc.so')));
console.log(process.getActiveResourcesInfo().includes('Timeout'));

// Order of ticks, microtasks, rejections and warnings
const order = [];
process.nextTick(() => { order.push('tick 1'); Promise.resolve().then(() => order.push('micro in tick')); process.nextTick(() => order.push('tick in tick')); });
process.nextTick((...args) => order.push(`tick 2 ${args}`), 1, 2);
Promise.resolve().then(() => { order.push('micro 1'); process.nextTick(() => order.push('tick in micro')); });
queueMicrotask(() => order.push('micro 2'));
setImmediate(() => order.push('immediate'));
process.on('warning', (warning) => { order.push(`warning ${warning.name} ${warning.code} ${warning.message} ${warning.detail}`); });
process.emitWarning('careful', { type: 'Custom', code: 'W1', detail: 'more' });
process.on('unhandledRejection', (reason, promise) => { order.push(`unhandled ${reason} ${promise instanceof Promise}`); });
process.on('rejectionHandled', () => order.push('handled late'));
const rejected = Promise.reject(new Error('no'));
Promise.reject('handled in time').catch(() => {});
setTimeout(() => rejected.catch(() => {}), 50);
process.on('uncaughtExceptionMonitor', (error, origin) => order.push(`monitor ${error.message} ${origin}`));
process.on('uncaughtException', (error, origin) => order.push(`uncaught ${error.message} ${origin}`));
setTimeout(() => { throw new Error('from a timer'); }, 100);
setTimeout(() => { process.nextTick(() => { throw new Error('from a tick'); }); process.nextTick(() => order.push('tick after throw')); }, 150);
setTimeout(() => { queueMicrotask(() => { throw new Error('from a microtask'); }); }, 200);
process.on('SIGUSR2', (...args) => { order.push(`signal ${args}`); });
setTimeout(() => process.kill(process.pid, 'SIGUSR2'), 250);
setTimeout(() => {}, 600);
let before = 0;
process.on('beforeExit', (code) => { order.push(`beforeExit ${code}`); if (before++ === 0) setTimeout(() => order.push('again'), 1); });
process.on('exit', (code) => { console.log(order.join('\n')); console.log('exit', code, process.exitCode); process.exitCode = 0; });
