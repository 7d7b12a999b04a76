// What tools and wrappers ask of the process object and of the command line beyond `process.js`.
'use strict';
const fs = require('fs');
const os = require('os');
const path = require('path');
const { spawnSync } = require('child_process');

const attempt = (label, run) => {
  try { console.log(label, run()); } catch (error) { console.log(label, error.name, error.code, error.message); }
};
const child = (...words) => {
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  return { status, signal, stdout, stderr };
};

// kill
for (const [name, ...words] of [
  ['NaN', NaN], ['fraction', 1.5, 0], ['null', null, 0], ['undefined'], ['too large', 999999999999, 0], ['text', `${process.pid}`, 0],
  ['object', process.pid, {}], ['fraction of a signal', process.pid, 1.5], ['unknown', process.pid, 'SIGFOO'], ['zero', process.pid, 0],
]) attempt(`kill ${name}:`, () => process.kill(...words));

// Dates follow TZ
for (const zone of ['America/New_York', 'Asia/Tokyo', 'UTC']) {
  process.env.TZ = zone;
  console.log(zone, new Date(0).getHours());
}

// Options
const flags = process.allowedNodeEnvironmentFlags;
for (const name of ['--max-old-space-size', 'max_old_space_size', '--max-old-space-size=5', '-r', 'r', '--no-warnings', '--eval', 5]) {
  console.log(name, flags.has(name));
}
console.log(flags.size > 100, flags.add('--x') === flags, flags.has('--x'), flags.delete('-r'), flags.has('-r'));

// The deprecated way inside
process.noDeprecation = true;
const { constants, natives, uv, util } = Object.fromEntries(['constants', 'natives', 'uv', 'util'].map((name) => [name, process.binding(name)]));
console.log(constants.os.signals.SIGHUP, constants.fs.O_RDONLY, 'fs' in natives, uv.errname(-2), uv.UV_ENOENT, util.isDate(new Date()));
attempt('binding', () => process.binding('nope'));
attempt('tcp_wrap', () => { const { TCP, TCPConnectWrap, constants: tcp } = process.binding('tcp_wrap'); return [typeof TCP, typeof TCPConnectWrap, { ...tcp }]; });

// Reports
const report = process.report.getReport();
for (const part of ['javascriptHeap', 'resourceUsage', 'uvthreadResourceUsage']) {
  console.log(part, Object.keys(report[part]).join(), Object.values(report[part]).every((value) => ['number', 'object'].includes(typeof value)));
}
console.log(report.header.event, report.header.trigger, report.javascriptStack.message, report.javascriptHeap.heapSpaces.old_space.used > 0);
console.log(report.libuv.every(({ type, address, is_active: active }) => type && /^0x[0-9a-f]{16}$/.test(address) && typeof active === 'boolean'));
console.log(Object.keys(report.libuv.at(-1)).join());
for (const value of ['foo', 'sigint', {}]) {
  try {
    process.report.signal = value;
  } catch (error) {
    console.log(error.code, error.message);
  }
}
process.report.excludeNetwork = true;
console.log('networkInterfaces' in process.report.getReport().header);
attempt('report of a number', () => process.report.getReport(1));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'report-'));
const file = path.join(folder, 'report.json');
const written = child('-e', `console.log(process.report.writeReport(${JSON.stringify(file)}) === ${JSON.stringify(file)})`);
console.log(written.status, written.stdout, written.stderr.replaceAll(file, 'FILE'), JSON.parse(fs.readFileSync(file, 'utf8')).header.trigger);
fs.rmSync(folder, { recursive: true });

// Standard output that was ended
for (const code of [
  "process.stdout.end('last\\n'); console.log('lost'); setTimeout(() => console.log(process.stdout.writable, process.stdout.destroyed), 5)",
  "process.stdout.destroy(); console.log('kept')",
]) {
  const out = path.join(os.tmpdir(), `ended-${process.pid}`);
  const descriptor = fs.openSync(out, 'w');
  const { status } = spawnSync(process.execPath, ['-e', code], { stdio: ['ignore', descriptor, 'inherit'] });
  console.log(status, JSON.stringify(fs.readFileSync(out, 'utf8')));
  fs.closeSync(descriptor);
  fs.rmSync(out);
}

// What nobody handled
for (const reason of ["'text'", '{ a: 1 }', '[1]', 'null', '5n', "Symbol('s')", 'function named() {}']) {
  const { status, stderr } = child('-e', `Promise.reject(${reason})`);
  console.log(reason, status, /The promise rejected with the reason .*/.exec(stderr)?.[0]);
}
const deep = child('-e', 'throw Object.assign(new Error("deep"), { a: { b: { c: { d: { e: { f: 1 } } } } } })');
console.log(deep.status, deep.stderr.slice(deep.stderr.indexOf('{\n')).split('\n\n')[0]);
const custom = child('-e', 'throw Object.assign(new Error("custom"), { [util.inspect.custom]: () => "hidden" })');
console.log(/custom|hidden/.exec(custom.stderr.slice(custom.stderr.lastIndexOf('^')))?.[0]);
const { stderr: colored } = spawnSync(process.execPath, ['-e', 'throw Object.assign(new Error("colored"), { a: 1 })'], {
  encoding: 'utf8', env: { ...process.env, FORCE_COLOR: '1' },
});
console.log(JSON.stringify(/ {2}a: .*/.exec(colored)?.[0]));

// The command line
console.log(child('--version').stdout === `${process.version}\n`, child('-v').stdout === `${process.version}\n`);
for (const words of [['--unhandled-rejections=loud', '-e', '1'], ['--input-type=text', '-e', '1'], ['--title=a title', '-p', 'process.title']]) {
  const { status, stdout, stderr } = child(...words);
  console.log(words[0], status, JSON.stringify(stdout), stderr.replaceAll(process.execPath, 'HOST'));
}
attempt('createRequire', () => require('module').createRequire(new URL('http://x/')));
for (const name of ['setTimeout', 'URL', 'global']) {
  const { value, get, writable, enumerable } = Object.getOwnPropertyDescriptor(globalThis, name);
  console.log(name, typeof value, get, writable, enumerable);
}

// What people meet who move to ES modules
console.log(/ERR_\w+/.exec(child('-p', 'await 5').stderr)?.[0], child('-p', 'await 5').status);
const esm = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'esm-')));
fs.writeFileSync(path.join(esm, 'package.json'), '{"type":"module"}');
for (const [name, code] of [['a.js', 'require("fs")'], ['b.mjs', 'export const a = 1;\n  __dirname.x'], ['d.mjs', 'other']]) {
  fs.writeFileSync(path.join(esm, name), code);
  const { status, stderr } = child(path.join(esm, name));
  console.log(name, status, stderr.replaceAll(esm, 'FOLDER').split('\n    at ')[0]);
}
fs.rmSync(esm, { recursive: true });

// An await that never comes, and a heap that is full
const forever = child('--input-type=module', '-e', "process.on('exit', () => console.log('exit')); await new Promise(() => {})");
console.log(forever.status, forever.stdout);
const full = child('--max-old-space-size=16', '-e', 'const all = []; for (;;) all.push(new Array(1000).fill({}))');
console.log(full.signal, /FATAL ERROR: .* heap out of memory/.test(full.stderr));

// What the engine does later has its turn before the end
console.log(child('--expose-gc', '-e', "gc({ execution: 'async' }).then(() => console.log('collected'))").stdout);
