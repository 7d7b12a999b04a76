// Generated programs: asynchronous operations under hooks, requests over a pair of streams, values through a thread, calls of mocks, whole
// test files, and the same operations on files in their three forms; generated/harness.js says how to see the cases.
'use strict';
const fs = require('fs');
const os = require('os');
const path = require('path');
const util = require('util');
const { random, int, pick, times, text, value, refused, show, mainAsync } = require('./generated/harness.js');

const top = fs.mkdtempSync(path.join(os.tmpdir(), 'generated-'));
process.on('exit', () => { process.chdir('/'); fs.rmSync(top, { recursive: true, force: true }); });
process.umask(0o022);
const attempt = (run) => { try { return run(); } catch (error) { return refused(error); } };
const settled = async (run) => { try { return await run(); } catch (error) { return refused(error); } };
const pause = () => new Promise((resolve) => setImmediate(resolve));
const clean = (message) => (typeof message === 'string' ? message.replaceAll(fs.realpathSync(top), '<top>').replace(/\bcase\d+/g, 'case') : message);

// A new folder as the current one: package.json files are read once.
let folders = 0;
function folder(fill) {
  const place = path.join(top, `case${++folders}`);
  fs.mkdirSync(place);
  process.chdir(place);
  fill?.();
  return place;
}

// --- the same operations on files, in three folders

const sequenceNames = ['a', 'b', 'dir', 'dir/c', 'link', 'none/x', 'b/x', 'dir/sub'];
const fileName = () => pick(sequenceNames);
const fileOperations = {
  writeFile: () => [fileName(), text(8), pick([undefined, { flag: 'a' }, { flag: 'wx' }, { mode: 0o600 }])], appendFile: () => [fileName(), text(4)], readFile: () => [fileName(), 'latin1'], mkdir: () => [fileName(), pick([undefined, { recursive: true }, { mode: 0o700 }])], rmdir: () => [fileName()], unlink: () => [fileName()], rm: () => [fileName(), pick([undefined, { recursive: true }, { force: true }])],
  rename: () => [fileName(), fileName()], copyFile: () => [fileName(), fileName(), pick([0, fs.constants.COPYFILE_EXCL])], link: () => [fileName(), fileName()], symlink: () => [pick(sequenceNames), fileName()], readlink: () => [fileName()], readdir: () => [fileName(), pick([undefined, { recursive: true }])], truncate: () => [fileName(), int(6)], chmod: () => [fileName(), pick([0o600, 0o755])],
  stat: () => [fileName()], lstat: () => [fileName()], access: () => [fileName()], utimes: () => [fileName(), int(1e6), int(1e6)], realpath: () => [fileName()], cp: () => [pick(['a', 'dir', 'dir/c', 'none/x']), fileName(), pick([{ recursive: true }, {}, { recursive: true, force: false, errorOnExist: true }, { recursive: true, dereference: true }])],
};
const shownFile = (v) => (v && typeof v === 'object' && 'isFile' in v ? [v.isFile(), v.isDirectory(), v.isSymbolicLink(), v.isFile() ? v.size : 0, (v.mode & 0o777).toString(8)] : Array.isArray(v) ? v.sort() : v);
// Of this one, versions word what is what in two ways.
const failed = (error, at) => [error.code, error.syscall, error.code === 'ERR_FS_CP_DIR_TO_NON_DIR' ? '' : error.message.replaceAll(at, '<top>')];
async function inThreeForms(steps) {
  const logs = { sync: [], callback: [], promise: [] };
  for (const form of Object.keys(logs)) {
    const at = folder(() => { fs.writeFileSync('a', 'content'); fs.mkdirSync('dir'); fs.writeFileSync('dir/c', 'inner'); });
    for (const [name, args] of steps) {
      const told = (v) => (typeof v === 'string' ? v.replaceAll(at, '<top>') : shownFile(v));
      try {
        const given = args.filter((arg) => arg !== undefined);
        const result = form === 'sync' ? fs[`${name}Sync`](...given) : form === 'promise' ? await fs.promises[name](...given) : await new Promise((resolve, reject) => { fs[name](...given, (error, v) => (error ? reject(error) : resolve(v))); });
        logs[form].push(told(result));
      } catch (error) {
        logs[form].push(failed(error, at));
      }
    }
    logs[form].push(attempt(() => fs.readdirSync('.', { recursive: true }).sort().map((n) => [n, shownFile(fs.lstatSync(n))])));
  }
  return logs;
}

// --- packages and what is imported from them

const requests = ['a', 'b', '@s/c', './x.mjs', './x.js', './x', './dir', './data.json', 'a/sub', 'a/sub/deep.js', '@s/c/feature', 'b/package.json', '#inner', '#dep', '#x/one', 'fs', 'node:fs', 'node:none', './missing.mjs', 'a/', '.', '', 'self', 'self/part', 'b/dist/one.js', '#none', '/abs', './x.mjs?q', './x.mjs#h', './ty.cjs', 'data:text/javascript,export default 5', 'a%20b', './a%2fb', 'http://x/', './x.wasm2'];
const target = () => pick(['./main.js', './main.mjs', './dist/one.js', './none.js', 'main', './dist/', '../x', null, ['./none.js', './main.js'], { require: './main.js', import: './main.mjs' }, { node: './dist/one.js', default: './main.js' }, { browser: './none.js' }, { import: { node: './main.mjs' } }, 5, './node_modules/x']);
const manifest = (name) => JSON.stringify({ name: pick([name, undefined]), main: pick([undefined, 'main.js', './dist', 'none', './main.mjs', 5]), type: pick([undefined, 'commonjs', 'module', 'module']), exports: pick([undefined, undefined, target(), { '.': target(), './sub': target(), './feature': target(), './part': target() }, { '.': './main.mjs', './sub/*': './dist/*.js', './dist/*': './dist/*' }, { '.': './main.js', './*': './*' }, { '.': target(), require: './main.js' }, {}]), imports: pick([undefined, { '#inner': './x.mjs', '#dep': pick(['a', 'b', { require: 'b', import: 'a' }]), '#x/*': './dist/*.js' }, { '#inner': null }]) });
function packages() {
  for (const name of ['a', 'b', '@s/c']) {
    const at = `node_modules/${name}`;
    fs.mkdirSync(`${at}/dist`, { recursive: true });
    fs.writeFileSync(`${at}/main.js`, pick(['module.exports = { cjs: 1 }', 'export const esm = 1', 'exports.named = 1; exports.default = 2;', 'throw new Error("thrown")']));
    fs.writeFileSync(`${at}/main.mjs`, pick(['export default "mjs"', 'export const one = 1, two = 2', 'export * from "./main.js"', 'syntax error', 'await 1; export const late = 1']));
    fs.writeFileSync(`${at}/dist/one.js`, pick(['exports.one = 1', 'export const one = "esm"']));
    if (random() < 0.5) fs.writeFileSync(`${at}/index.js`, 'exports.index = 1');
    if (random() < 0.9) fs.writeFileSync(`${at}/package.json`, random() < 0.05 ? '{bad' : manifest(name));
  }
  fs.mkdirSync('dir');
  fs.mkdirSync('dist');
  fs.writeFileSync('dist/one.js', '');
  fs.writeFileSync('x.mjs', pick(['export default import.meta.filename === undefined', 'export let x = 1; export { x as y }', 'import "./cycle.mjs"; export const x = 1', 'import { none } from "./ty.cjs"', 'throw new TypeError("t")']));
  fs.writeFileSync('cycle.mjs', 'import * as x from "./x.mjs"; export const seen = Object.keys(x)');
  fs.writeFileSync('x.js', pick(['exports.x = 1', 'export const x = 2', 'module.exports = function f() {}; module.exports.p = 1', 'await 0', 'import.meta.url']));
  fs.writeFileSync('ty.cjs', 'exports.ty = 1; Object.defineProperty(exports, "__esModule", { value: true }); exports.default = "d"');
  fs.writeFileSync('data.json', pick(['{"a":1}', '[1', '5']));
  fs.writeFileSync('x.wasm2', '');
  if (random() < 0.8) fs.writeFileSync('package.json', manifest('self'));
  fs.writeFileSync('main.mjs', 'import { createRequire } from "node:module"; export const load = (x, o) => import(x, o); export const resolve = (x) => import.meta.resolve(x); export const require = createRequire(import.meta.url);');
}

// --- operations that hooks see

const asyncOperations = (note, act) => [
  () => setTimeout(act, 1), () => setImmediate(act), () => process.nextTick(act), () => Promise.resolve().then(act), () => queueMicrotask(act), () => Promise.reject(new Error('x')).catch(act), async () => { await null; act(); },
  () => { const { AsyncResource } = require('async_hooks'); const r = new AsyncResource(pick(['One', 'Two']), pick([undefined, { requireManualDestroy: true }])); note(['made', r.asyncId(), r.triggerAsyncId()]); r.runInAsyncScope(act); if (random() < 0.5) r.emitDestroy(); },
  () => { const i = setInterval(() => { clearInterval(i); act(); }, 1); }, () => new Promise((resolve) => setImmediate(resolve)).then(act), () => { const t = setTimeout(() => {}, 50); clearTimeout(t); act(); }, () => { clearImmediate(setImmediate(() => {})); act(); }, () => Promise.all([1, Promise.resolve(2)]).then(act),
];
async function hooked() {
  const { createHook, executionAsyncId, triggerAsyncId } = require('async_hooks');
  const log = [];
  const known = new Map();
  const id = (n) => { if (!known.has(n)) known.set(n, known.size); return known.get(n); };
  let left = 8;
  const note = ([what, ...ids]) => log.push([what, ...ids.map(id)].join(' '));
  // A timer that was made is due when the loop looks at the timers next.
  const wait = () => { for (const end = performance.now() + 2; performance.now() < end;); };
  const act = () => {
    note(['in', executionAsyncId(), triggerAsyncId()]);
    for (let n = int(3); n > 0 && left > 0; n--) { left--; pick(asyncOperations(note, act))(); }
    wait();
  };
  // What the collector destroys has no order.
  const collected = new Set();
  const events = { init: (i, type, trigger) => { if (type === 'PROMISE' || type === 'One' || type === 'Two') collected.add(i); note([`init ${type}`, i, trigger, executionAsyncId()]); }, before: (i) => note(['before', i]), after: (i) => note(['after', i]), destroy: (i) => { if (known.has(i) && !collected.has(i)) note(['destroy', i]); }, promiseResolve: (i) => note(['resolved', i]) };
  for (const name of ['before', 'after', 'destroy', 'promiseResolve']) if (random() < 0.2) delete events[name];
  const hook = createHook(events);
  await pause();
  hook.enable();
  act();
  for (let round = 0; round < 7; round++) { wait(); await pause(); }
  hook.disable();
  return log;
}

// --- a server without a socket

const requestText = () => `${pick(['GET', 'POST', 'HEAD', 'PUT', 'OPTIONS', 'DELETE'])} ${pick(['/', '/a?b=c', '*', 'http://h/p', '/%zz'])} HTTP/1.1\r\nHost: h\r\n` +
  [...new Set(times(int(5), () => pick([ 'X-A: 1', 'X-A: 2', 'Cookie: a=1', 'Cookie: b=2', 'Content-Type: text/plain', 'Accept: x', 'Accept: y', 'Connection: keep-alive', 'Bad Name: x', ': empty', 'NoColon', 'X-Long: ' + 'v'.repeat(int(50)), 'X-Ctl: a\x01b', 'Referer: 1', 'Referer: 2', 'Transfer-Encoding: chunked', 'X-Utf: é', 'X-Space : 1']) + '\r\n'))].join('') + `\r\n${pick(['', '', '3\r\nabc\r\n0\r\n\r\n', '3;ext=1\r\nabc\r\n0\r\nT: v\r\n\r\n'])}`;
const replies = [
  (r) => r.end('body'), (r) => { r.writeHead(pick([200, 204, 304, 404]), pick([{ 'X-B': ['1', '2'] }, ['a', 'b', 'a', 'c'], undefined])); r.end(pick([undefined, 'x'])); }, (r) => { r.write('one'); r.write(Buffer.from('two')); r.end(); }, (r) => { r.setHeader('Content-Length', 4); r.end('four'); }, (r) => { r.setHeader('Trailer', 'T'); r.write('x'); r.addTrailers({ T: 'v' }); r.end(); }, (r) => { r.statusCode = pick([201, 500, 999]); r.statusMessage = pick(['Fine', '']); r.removeHeader('Date'); r.end(); }, (r) => { r.setHeader('Transfer-Encoding', 'chunked'); r.end('c'); }, (r) => { r.setHeader('Connection', 'close'); r.flushHeaders(); r.end('late'); }, (r) => { r.writeContinue(); r.writeEarlyHints({ link: '</a>; rel=preload' }); r.end('h'); }, (r) => { r.shouldKeepAlive = false; r.end('k'); }, (r) => r.destroy(),
];
async function serve(options, bytes, reply) {
  const http = require('http');
  const { duplexPair } = require('stream');
  const log = [];
  let finished = 0;
  const server = http.createServer({ ...options, connectionsCheckingInterval: 1e6 }, (request, response) => {
    log.push(['request', request.method, request.url, request.httpVersion, { ...request.headers }, request.rawHeaders, request.headersDistinct && { ...request.headersDistinct }]);
    let body = '';
    request.on('data', (chunk) => { body += chunk.toString('latin1'); });
    request.on('end', () => log.push(['body', body, request.rawTrailers, request.complete]));
    request.on('error', (error) => log.push(['request error', error.code, error.message]));
    response.on('finish', () => { finished++; });
    log.push(attempt(() => { reply(response); return null; }));
  });
  for (const name of ['clientError', 'checkExpectation', 'upgrade', 'checkContinue']) {
    if (random() < 0.3) server.on(name, (first, second) => { if (log.at(-1)?.[0] !== name) log.push([name, first.code, first.reason]); if (name === 'checkContinue' || name === 'checkExpectation') second.end('expected'); else second.destroy(); });
  }
  const [client, side] = duplexPair();
  let received = '';
  client.on('data', (chunk) => { received += chunk.toString('latin1'); });
  client.on('error', () => {});
  side.on('error', () => {});
  server.emit('connection', side);
  for (let at = 0; at < bytes.length;) { const end = at + 1 + int(pick([5, 200])); client.write(bytes.subarray(at, end)); at = end; if (random() < 0.2) await pause(); }
  for (let i = 0; i < 8; i++) await pause();
  client.destroy();
  side.destroy();
  server.close();
  return [log, finished, received.replace(/Date: [^\r]*/g, 'Date: now')];
}

// --- test files

const testBody = (depth) => pick(['', 'assert.ok(true)', 'assert.strictEqual(1, 2)', 'throw new Error("no")', 't.diagnostic("said")', 'await null; assert.fail("later")', 't.skip("why")', 't.todo("some day")', 'await new Promise(setImmediate)', 't.plan(1); t.assert.ok(1)', 't.plan(2); t.assert.ok(1)', 'return Promise.reject(5)', 't.after(() => {}); t.before?.(() => {})', ...(depth > 0 ? [subtests(depth), subtests(depth)] : [])]);
const testOptions = () => pick(['', '', '', '{ skip: true },', '{ skip: "reason" },', '{ timeout: 20000 },', '{ concurrency: 2 },']);
const subtests = (depth) => times(1 + int(3), () => `await t.test(${pick(["'sub'", "'é # x'"])}, ${testOptions()} async (t) => { ${testBody(depth - 1)} });`).join('\n');
const suite = (depth) => `describe(${pick(["'suite'", "'other'"])}, () => { ${pick(['', 'before(() => {});', 'beforeEach(() => {});', 'afterEach(() => {});', 'after(() => {});'])} ${times(int(3), () => (depth > 0 && random() < 0.3 ? suite(depth - 1) : `it(${pick(["'does'", "'fails'"])}, ${testOptions()} async (t) => { ${testBody(0)} });`)).join('\n')} });`;
const testFile = () => `const { test, describe, it, before, after, beforeEach, afterEach } = require('node:test'); const assert = require('assert');\n${times(1 + int(4), () => (random() < 0.4 ? suite(1) : `test(${pick(["'top'", "'second'"])}, ${testOptions()} async (t) => { ${testBody(2)} });`)).join('\n')}\n`;
const steady = (output) => clean(output).replace(/duration_ms[:=]? ?"?[\d.]+"?/g, 'duration').replace(/\([\d.]+ms\)/g, '(time)').replace(/time="[\d.]+"/g, 'time').replace(/timestamp="[^"]*"/g, '').replace(/hostname="[^"]*"/g, '').split('\n').filter((line) => !/^\s+(at |stack: )|^\s+.*\((?:node:|<top>|file:)|node:internal|\(<anonymous>\)$|^\s+async |file:\/\//.test(line));

function mocked() {
  const MockTracker = require('node:test').mock.constructor;
  const mock = new MockTracker();
  const log = [];
  const object = { count: 0, add(n) { this.count += n; return this.count; }, get g() { return 'got'; }, set g(v) { this.count = v; }, plain: 5, fails() { throw new Error('original'); } };
  class Thing { constructor(x) { this.x = x; } static make() { return 's'; } }
  const oddity = () => pick([undefined, null, 5, 'x', {}, () => 7, Symbol('s'), -1, 1.5]);
  let f;
  const calls = (m) => m?.mock?.calls?.map((c) => [c.arguments, c.result, c.error?.message, typeof c.this, c.target?.name, typeof c.stack]);
  for (let i = 0; i < 5; i++) {
    log.push(attempt(() => pick([
      () => { f = mock.fn(...pick([[], [() => 1], [() => 1, () => 2], [oddity()], [() => 1, { times: 1 }], [() => 1, () => 2, { times: 1 + int(2) }], [() => 1, { times: -1 }], [Thing]])); return typeof f; },
      () => f?.(pick([1, 'a']), i), () => f && new f(i)?.constructor?.name, () => calls(f), () => f?.mock.callCount(), () => f?.mock.mockImplementation(pick([() => 3, 5])), () => f?.mock.mockImplementationOnce(() => 4, pick([undefined, 0, i + 1, -1, 'x'])), () => f?.mock.restore(), () => f?.mock.resetCalls(),
      () => { const m = mock.method(object, pick(['add', 'add', 'none', 'plain', 'fails', 'g', 5]), ...pick([[], [() => 'mocked'], [oddity()], [() => 'm', { times: 1 }], [{ getter: true }], [{ getter: true, setter: true }]])); return [typeof m, object.add?.(2)]; },
      () => mock.getter(object, pick(['g', 'plain', 'none']), pick([() => 'fake', undefined])) && object.g, () => { const m = mock.setter(object, 'g', () => {}); object.g = 9; return calls(m); }, () => { mock.method(Thing, 'make', () => 'mocked'); return Thing.make(); }, () => mock.reset(), () => mock.restoreAll(), () => [object.add(1), object.count, object.g, attempt(() => object.fails())],
      () => { mock.timers.enable(pick([undefined, { apis: ['setTimeout'] }, { apis: ['none'] }, { apis: ['Date'], now: 5 }, { now: -1 }, { apis: 5 }, { apis: ['setInterval', 'setImmediate'] }])); const id = setTimeout(() => log.push('timeout'), 10); mock.timers.tick(pick([5, 10, -1, undefined])); clearTimeout(id); return Date.now() < 1e6 ? Date.now() : 'real'; }, () => mock.timers.runAll(), () => mock.timers.reset(), () => mock.timers.setTime(pick([1000, 'x', -5])),
    ])()));
  }
  attempt(() => mock.timers.reset());
  mock.restoreAll();
  return [log, object.count];
}

// --- the groups

let echo;
function throughThread(message, transfer) {
  const { Worker } = require('worker_threads');
  echo ??= new Worker('const { parentPort } = require("worker_threads"); const { inspect } = require("util"); parentPort.on("message", (v) => { const seen = inspect(v, { depth: 6, breakLength: 200, maxStringLength: 300 }); try { parentPort.postMessage([seen, v]); } catch (e) { parentPort.postMessage([seen, e.name, e.message]); } }); parentPort.on("messageerror", (e) => parentPort.postMessage(["messageerror", e.message]));', { eval: true });
  echo.ref();
  return new Promise((resolve, reject) => {
    const done = (settle) => (v) => { echo.off('message', onMessage); echo.off('messageerror', onError); echo.unref(); settle(v); };
    const onMessage = done(resolve);
    const onError = done(reject);
    echo.on('message', onMessage);
    echo.on('messageerror', onError);
    try { echo.postMessage(message, transfer); } catch (error) { done(reject)(error); }
  });
}

const groups = {
  fs_forms() { const steps = times(1 + int(8), () => { const name = pick(Object.keys(fileOperations)); return [name, fileOperations[name]()]; }); return ['sequence', [steps], () => inThreeForms(steps)]; },
  modules_esm() {
    const wanted = times(4, () => pick(requests));
    return ['import', [wanted], async () => {
      folder(packages);
      const main = await settled(() => import(require('url').pathToFileURL(path.resolve('main.mjs')).href));
      if (typeof main === 'string') return clean(main);
      const brief = (m) => (typeof m === 'string' ? clean(m).split('\n').filter((line) => !line.startsWith('    at ')).slice(0, m.startsWith('threw') ? 1 : 4).join('|') : m);
      const out = [];
      for (const request of wanted) {
        const how = request.endsWith('.json') && random() < 0.7 ? { with: { type: 'json' } } : undefined;
        // What a CommonJS module exports under this name is newer than 22.
        const shown = ({ 'module.exports': whole, ...names }) => (request.endsWith('fs') ? typeof names : show(names));
        out.push(brief(await settled(async () => shown(await main.load(request, how)))), brief(attempt(() => main.resolve(request))));
      }
      return out;
    }];
  },
  async_ids() { return ['program', [], hooked]; },
  http_server() { const bytes = Buffer.from(requestText(), 'latin1'); const o = pick([{}, {}, { joinDuplicateHeaders: true }, { requireHostHeader: false }, { keepAliveTimeout: 0 }, { rejectNonStandardBodyWrites: true }]); const reply = pick(replies); return ['request', [bytes.toString('latin1'), o, `${reply}`], () => serve(o, bytes, reply)]; },
  thread_values() { const v = value(3); return ['echo', [], async () => { const got = await throughThread(v, pick([undefined, [], undefined])); return got.map((part) => (typeof part === 'string' ? part : show(part))); }]; },
  test_mocks() { return ['mocks', [], mocked]; },
  test_files() {
    const code = testFile();
    const reporter = pick(['tap', 'spec', 'tap', 'dot']);
    return [reporter, [code], () => {
      folder(() => fs.writeFileSync('some.test.js', code));
      const { NODE_OPTIONS, NODE_TEST_CONTEXT, ...env } = process.env;
      const run = require('child_process').spawnSync(process.execPath, [`--test-reporter=${reporter}`, 'some.test.js'], { encoding: 'utf8', env: { ...env, NO_COLOR: '1' } });
      return [run.status, steady(run.stdout), run.stderr.replace(/\(node:\d+\)/g, '').slice(0, 300)];
    }];
  },
};

mainAsync(groups, { fs_forms: 100, modules_esm: 100, async_ids: 40, http_server: 200, thread_values: 200, test_mocks: 200, test_files: 12 })
  .then(() => echo?.terminate());
