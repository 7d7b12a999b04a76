// Generated arguments for files, modules, timers, streams and what watches over them: what is accepted, and the name, code, message
// and properties of what is thrown or handed to a callback; generated/harness.js says how to see the cases.
'use strict';
const fs = require('fs');
const os = require('os');
const path = require('path');
const { PassThrough, Writable } = require('stream');
const { pick, int, random, times, text, mainAsync } = require('./generated/harness.js');
const { callback, closed, hide, names, objectOf, optional, kind, call } = require('./generated/arguments.js');

// What tells how many colours a terminal has.
for (const key of Object.keys(process.env)) if (/COLOR|TERM|CI|TMUX|TEAMCITY|ACTIONS|BUILD/.test(key)) delete process.env[key];
process.env.TERM = 'xterm';

const top = fs.mkdtempSync(path.join(os.tmpdir(), 'generated-'));
process.on('exit', () => { process.chdir('/'); fs.rmSync(top, { recursive: true, force: true }); });
process.chdir(top);
process.umask(0o022);
fs.mkdirSync('folder');
fs.writeFileSync('file', 'some text');
fs.symlinkSync('file', 'link');
let fd = fs.openSync('file', 'r+');
while (fd < 60) fd = fs.openSync('file', 'r+'); // Beyond the numbers of which cases are made.
names.set(fd, 'descriptor');
hide(fs.realpathSync(top));

const whole = (result) => result;
const quietly = (emitter) => { emitter?.on?.('error', () => {}); return emitter; };
const shut = (result) => { quietly(result)?.destroy?.(); return kind(result); };
const closedEnd = (result) => { quietly(result)?.close?.(); return kind(result); };
const signals = [undefined, new AbortController().signal, AbortSignal.abort('why')];

// fs: each function in its three forms. A file or folder that cases have taken away is made again.
const name = ['file', 'folder', 'link', 'none', 'folder/new', 'file/x', Buffer.from('file')];
const file = closed([...name, ...name, null, undefined, {}, true, 'a\0b']);
const textual = closed(['utf8', 'hex', null, undefined]);
const mode = closed([0o644, '600', 0o7777, undefined]);
const length = closed([0, 1, 4, 100, -1, 'x', null, 1.5, {}, undefined]);
const descriptor = closed([fd, fd, fd, -1, 'x', null, undefined, 1.5, {}, 2 ** 31, NaN, 77777]);
const encoding = closed(['utf8', 'hex', 'buffer', null, undefined]);
const encoded = closed([...encoding, ...encoding.map((each) => ({ encoding: each })), 5, true, {}]);
const position = closed([null, 0, 3, 3n, undefined]);
const bytes = () => Buffer.from('0123');
const stat = (s) => (s && typeof s === 'object' ? [kind(s), typeof s.size] : s);
const statOptions = closed([undefined, { bigint: true }, { throwIfNoEntry: false }, {}]);
const signal = closed(signals.slice(0, 2));
// Only what is given: a word in place of the options is an encoding, and the versions' messages about it differ.
const only = (choices) => Object.assign(typeof choices === 'function' ? () => choices() : objectOf(choices), { closed: true });
const fsPlaces = {
  access: [name, [0, 4, 8, -1]], appendFile: [file, ['text', Buffer.from('b'), 5], pick([textual, only({ encoding: textual, mode, flag: ['a', 'ax', 'r', 'bad'], flush: [true] })])], chmod: [name, mode], chown: [name, closed([-1, 1.5, 'x', 2 ** 33, null]), closed([-1, 'x', {}])], copyFile: [name, closed(['folder/copy', 'none/x', 5, null, 'a\0b']), [0, 1, 2, 8]],
  cp: [closed(name.slice(0, -1)), closed(['folder/copied', 5, null, 'a\0b']), objectOf({ recursive: [true], force: [true, false], filter: [() => true], dereference: [true], errorOnExist: [true], mode: [0, 1, 8, -1], preserveTimestamps: [true], verbatimSymlinks: [true] })],
  fchmod: [descriptor, mode], fchown: [descriptor, closed([-1, 'x', 1.5]), closed([-1, 'x'])], fdatasync: [descriptor], fstat: [descriptor, statOptions], fsync: [descriptor], ftruncate: [descriptor, length], futimes: [descriptor, [1, '2', new Date(5)], [1, NaN]],
  lchown: [name, closed([-1, 'x', -5]), closed([-1, 1.5])], link: [name, closed(['folder/linked', 5, null, 'a\0b'])], lstat: [name, statOptions], lutimes: [name, [1, new Date(5)], [2, 'x']],
  mkdir: [['folder/made', 'none/a', 'folder', 'folder/a/b/c', 'file/x'], closed([undefined, 0o700, '755', { recursive: true }, { mode: 0o700 }, { recursive: 5 }, '9', -1, { mode: '9' }])], mkdtemp: [closed([5, null, 'a\0b', undefined, {}]), closed([...encoded])], open: [name, ['r', 'w', 'wx', 'bad', 0, 2, 'rs+'], mode], opendir: [closed(['folder', 5, null, 'a\0b']), closed([undefined, { bufferSize: 1 }, { recursive: true }, { encoding: 'hex' }, 5])],
  readdir: [name, pick([encoded, only({ withFileTypes: [true], recursive: [true], encoding })])], readFile: [file, pick([textual, only({ encoding: textual, flag: ['r', 'bad', 'wx', 'r+'], signal })])], readlink: [name, encoded], realpath: [name, encoded], rename: [name, closed(['folder/moved', 'none/x', 5, null, 'a\0b'])],
  rm: [closed(['none', 'folder/made', 'folder/copy', 'folder/moved', 'folder', 'file/x']), closed([undefined, { recursive: false }, { force: true }, { force: 5 }, { maxRetries: -1 }, { retryDelay: 'x' }, { recursive: false, force: 5 }])], rmdir: [closed(['none', 'folder/made', 'file', 5, null])], stat: [name, statOptions], statfs: [closed(['file', 'none', 'folder']), statOptions], symlink: [name, closed(['folder/sym', 5, null, 'a\0b', 'none/x']), closed(['file', 'dir', 'junction', null])], truncate: [closed([...name, null, {}, 'a\0b', undefined]), length],
  unlink: [closed(['none', 'folder', 'folder/sym', 'folder/linked', 5, null, 'a\0b', 'file/x'])], utimes: [name, [1, '2', new Date(5), NaN, Infinity], [1, 'x']], writeFile: [file, ['text', Buffer.from('b'), new Uint16Array(2), 5], pick([textual, only({ encoding: textual, mode, flag: ['w', 'a', 'wx', 'bad'], flush: [true, false], signal })])],
  read: [descriptor, bytes, closed([0, 1, 4, 100, -1, 1.5, {}]), closed([1, 2, 4, 100, -1]), position], write: [descriptor, only(bytes), length, length, position], readv: [descriptor, () => [bytes(), bytes()], position], writev: [descriptor, () => [bytes(), new Uint8Array(2)], position], close: [closed([-1, 'x', null, undefined, 1.5, {}, 2 ** 31, 77777])], exists: [name],
  glob: [closed(['*', 'folder/*', 5, null, ['*', 'none'], [5], '']), objectOf({ cwd: closed(['folder', '.', 5]), exclude: [() => false, ['x']], withFileTypes: closed([false]) })],
};
const fsTold = { statfs: (s) => [kind(s), typeof s.type], stat, lstat: stat, fstat: stat, realpath: (r) => typeof r, opendir: closedEnd, open: (r) => { if (typeof r === 'number') fs.closeSync(r); else return closedEnd(r); return typeof r; }, cp: kind, glob: (r) => (Array.isArray(r) ? r.sort() : kind(r)), readdir: (r) => (Array.isArray(r) ? r.map((e) => e.name ?? e).sort() : r) };
function fsTable() {
  for (const left of ['folder', 'file', 'link']) {
    if (fs.lstatSync(left, { throwIfNoEntry: false })) continue;
    if (left === 'folder') fs.mkdirSync(left); else if (left === 'file') fs.writeFileSync(left, 'some text'); else fs.symlinkSync('file', left);
  }
  const form = pick(['Sync', '', 'promise']);
  const onlyHere = new Set(['read', 'write', 'readv', 'writev', 'close', 'fchmod', 'fchown', 'fdatasync', 'fstat', 'fsync', 'ftruncate', 'futimes', 'exists', 'glob']);
  const chosen = Object.keys(fsPlaces).filter((n) => (form !== 'promise' || !onlyHere.has(n)) && !(form === 'Sync' && n === 'cp') && !(form === '' && n === 'glob'));
  return [form === 'promise' ? fs.promises : fs, Object.fromEntries(chosen.map((n) => [form === 'Sync' ? `${n}Sync` : n, { places: form === '' ? [...fsPlaces[n], closed([callback])] : ['read', 'readv', 'writev', 'write'].includes(n) ? [closed([fd]), ...fsPlaces[n].slice(1)] : fsPlaces[n], told: fsTold[n] ?? whole }]))];
}

const tables = {
  fs: fsTable,
  fs_rest: () => [fs, {
    createReadStream: { places: [name, pick([encoded, only({ start: [0, 5, -1], end: [2, Infinity, 0], flags: closed(['r', 'bad']), encoding, fd: closed([-1, 'x', null, {}]), mode, autoClose: [true], emitClose: [false], highWaterMark: [1, 0, -1], signal })])], told: shut },
    createWriteStream: { places: [closed(['folder/out', 5, null, 'a\0b', Buffer.from('folder/out')]), pick([closed([undefined]), only({ start: [0, -1], flags: closed(['w', 'bad', 'a']), encoding, mode, flush: [true], signal, fd: closed([-1, 'x']) })])], told: shut },
    watch: { places: [closed(['none', 5, null, 'a\0b', undefined]), closed([undefined, { persistent: 5 }, { recursive: 'x' }, { encoding: 'hex' }, 5, true, { signal: 5 }, () => {}])], told: closedEnd }, watchFile: { places: [closed([5, null, undefined, {}]), objectOf({ interval: [5] })], told: kind }, unwatchFile: { places: [closed([5, null, 'none'])], told: kind },
    openAsBlob: { places: [closed(['file', 5, null, undefined]), objectOf({ type: ['a/b', ''] })], told: (b) => [kind(b), b.size, b.type] }, Dirent: { places: [['n'], [1, 2]], construct: true, told: (d) => [d.name, d.isFile()] },
    ReadStream: { places: [closed(['none', 5, null])], construct: true, told: shut }, existsSync: { places: [name], told: whole },
  }],
  module: () => {
    const M = require('module');
    const request = ['fs', './x', 'none-such', 'node:fs', 'node:none', '/abs', '', 'sys', 'node:test', 'test'];
    const parent = { id: 'p', filename: '/a/b.js', paths: ['/a/node_modules'], children: [] };
    const plain = (r) => r;
    return [M, {
      isBuiltin: { places: [request], told: whole }, createRequire: { places: [['/a/b.js', './rel.js', 'file:///x/y.js', new URL('file:///a%2Fb'), new URL('http://a/')]], told: kind }, _nodeModulePaths: { places: [closed(['/a/b', '/', '/node_modules', '/a/node_modules/b/node_modules', 5, null, {}])], told: plain }, _resolveLookupPaths: { places: [closed([...request]), closed([parent, undefined, null])], told: (r) => (r === null ? r : r.filter((x) => x.startsWith('/a'))) },
      _resolveFilename: { places: [closed(['fs', 'none-such', './x', 'node:none', '', 'node:fs', '#x']), closed([parent, undefined]), closed([false]), closed([undefined, { paths: ['/a'] }, { paths: [] }, { paths: 5 }])], told: plain }, _findPath: { places: [closed(['./x', '/none', 'x', '']), closed([['/a'], [], ['']])], told: plain }, _load: { places: [closed(['fs', 'none-such', 'node:none', '']), closed([parent])], told: kind },
      wrap: { places: [['code', '']], told: plain }, findSourceMap: { places: [closed(['/none.js', ''])], told: plain }, syncBuiltinESMExports: [],
      Module: { places: [['/a/b.js', 'id', ''], closed([undefined, null])], construct: true, told: (m) => [m.id, m.loaded, m.children, m.exports, m.filename] }, register: [closed(['./none.mjs']), closed(['x', 5])],
      SourceMap: { places: [closed([5, null, undefined, 'x', { version: 3, sources: ['a'], names: ['n'], mappings: 'AAAA,IAAI;A' }]), objectOf({ lineLengths: [[1, 2]] })], construct: true, told: (m) => [m.findEntry(0, int(6)), m.findOrigin(1, int(6)), m.lineLengths] },
      runMain: { on: () => require, places: [], told: kind }, resolve: { on: () => require, places: [closed([5, null, undefined, '', {}, 'none-such', 'fs']), closed([undefined, { paths: 5 }, { paths: [] }, { paths: [5] }, { paths: ['/'] }, 5])], told: plain }, paths: { on: () => require.resolve, places: [closed([5, null, '', undefined, 'fs'])], told: kind },
      setSourceMapsSupport: [closed([false, 5, 'x'])],
    }];
  },
  readline: () => {
    const rl = require('readline');
    const made = { on: () => rl.createInterface({ input: new PassThrough() }) };
    const input = new PassThrough();
    names.set(input, 'input');
    const stream = new PassThrough();
    names.set(stream, 'stream');
    const out = closed([stream, stream, null, undefined]);
    const told = (r) => (r instanceof rl.Interface ? (r.close(), [kind(r), r.terminal, r.getPrompt(), r.crlfDelay, r.historySize, r.tabSize]) : kind(r));
    const terminal = (p) => Object.assign(Object.create({ input: new PassThrough() }), p);
    return pick([() => [rl, {
      createInterface: { places: [only(() => terminal(Object.fromEntries(Object.entries({ terminal: [false, 5], prompt: ['$ ', 5], crlfDelay: [5, 200, Infinity, 'x'], historySize: [0, 5, -1, 'x', NaN], history: [['a'], 'x', 5, {}], completer: [() => {}, 5, 'x'], tabSize: [1, 0, 'x', 1.5, -1], escapeCodeTimeout: [5, 'x', -1, Infinity], removeHistoryDuplicates: [true, 5], signal: [...signals, 5, {}] }).filter(() => random() < 0.25).map(([n, l]) => [n, pick(l)]))))], told },
      cursorTo: [out, [0, 1, -1], [0, undefined], [() => {}]], moveCursor: [out, closed([0, 5, -5, undefined, null, 'x']), closed([0, 1]), [() => {}]], clearLine: [out, closed([0, 1, -1, 5]), [() => {}]], clearScreenDown: [out, [() => {}]], emitKeypressEvents: [closed([stream])],
    }], () => [null, {
      question: { ...made, places: [['q '], objectOf({ signal: signals }), [() => {}]], told: kind }, setPrompt: { ...made, places: [['$ ']] }, prompt: { ...made, places: [[true]], told: kind }, write: { ...made, places: [['text', null, Buffer.from('b')], objectOf({ name: ['a'], ctrl: [true] })], told: kind }, getCursorPos: { ...made, places: [], told: whole }, pause: { ...made, places: [], told: kind }, close: { ...made, places: [] },
    }], () => {
      const promises = require('readline/promises');
      const R = () => new promises.Readline(new PassThrough(), objectOf({ autoCommit: [false] })());
      return [promises, {
        Readline: { places: [closed([stream, {}, null, 5]), objectOf({ autoCommit: [true, false] })], construct: true, told: kind }, cursorTo: { on: R, places: [[0, 3, -1], [0, undefined]], told: kind }, moveCursor: { on: R, places: [[0, 5], [1]], told: kind }, clearLine: { on: R, places: [[0, 1, -1, 2]], told: kind }, clearScreenDown: { on: R, places: [], told: kind }, commit: { on: R, places: [] }, rollback: { on: R, places: [], told: kind },
        question: { on: () => promises.createInterface({ input: new PassThrough() }), places: [closed(['q', 5]), closed([{ signal: AbortSignal.abort('why') }, { signal: 5 }])], told: whole },
      }];
    }])();
  },
  timers: () => {
    const timers = require('timers');
    const later = require('timers/promises');
    const delay = [0, 1, 5, -1, NaN, 2 ** 31, '3', undefined];
    const off = (t) => { (timers.clearTimeout(t), timers.clearImmediate(t)); return [kind(t), t?._idleTimeout, t?._repeat]; };
    const soon = closed([0, 1, undefined, -1, NaN, 'x', null, {}, 1.5, Symbol('d'), 3n]);
    return [pick([timers, globalThis]), {
      setTimeout: { places: [[() => {}], delay, [1]], told: off }, setInterval: { places: [[() => {}], delay], told: off }, setImmediate: { places: [[() => {}], [1]], told: off }, clearTimeout: [closed([undefined, null, 'x', {}, NaN])], clearInterval: [closed([undefined, null, {}])], clearImmediate: [closed([undefined, null])], queueMicrotask: { on: () => globalThis, places: [closed([() => {}, 5, null, undefined, {}])] }, structuredClone: { on: () => globalThis, places: [[5, { a: 1 }], closed([undefined, {}, null, { transfer: [] }, 5, { transfer: null }])], told: whole },
      later_setTimeout: { on: () => ({ later_setTimeout: later.setTimeout }), places: [soon, ['v'], pick([objectOf({ ref: closed([true, 5, 'x', undefined]), signal: signals }), [undefined]])], told: whole }, later_setImmediate: { on: () => ({ later_setImmediate: later.setImmediate }), places: [['v'], objectOf({ ref: closed([true, 5, 'x', undefined]), signal: signals })], told: whole }, wait: { on: () => later.scheduler, places: [soon, objectOf({ ref: closed([true, 5, 'x', undefined]), signal: signals })], told: whole }, yield: { on: () => later.scheduler, places: [], told: whole },
      later_setInterval: { on: () => ({ async later_setInterval(...args) { const it = later.setInterval(...args); const first = await it.next(); await it.return(); return first; } }), places: [soon, ['v'], objectOf({ ref: closed([true, 5, 'x', undefined]), signal: signals })], told: whole },
      refresh: { on: () => { const t = timers.setTimeout(() => {}, 1); timers.clearTimeout(t); return t; }, places: [], told: kind }, hasRef: { on: () => timers.setImmediate(() => {}), places: [], told: whole }, timeout: { on: () => AbortSignal, places: [closed([1, -1, 'x', 1.5, NaN, 2 ** 53, null, undefined])], told: kind }, any: { on: () => AbortSignal, places: [closed([[], signals.slice(1), [5]])], told: (s) => [s.aborted, `${s.reason}`] }, abort: { on: () => AbortSignal, places: [['why', undefined]], told: (s) => `${s.reason}` },
    }];
  },
  async_hooks: () => {
    const hooks = require('async_hooks');
    const resource = () => new hooks.AsyncResource('Case');
    const store = () => new hooks.AsyncLocalStorage();
    return [hooks, {
      createHook: { places: [objectOf({ init: [() => {}], before: [undefined], after: [undefined], destroy: [undefined], promiseResolve: [undefined] })], told: kind }, AsyncResource: { places: [closed(['Type', 5, null, undefined, {}]), pick([[1, -1, 0, 1.5], objectOf({ triggerAsyncId: [1, -1, 5], requireManualDestroy: [true] })])], construct: true, told: (r) => [kind(r), typeof r.asyncId()] },
      runInAsyncScope: { on: resource, places: [closed([() => 5, function named() { return this; }]), [1], [2]], told: kind }, emitDestroy: { on: resource, places: [], told: kind }, bind: { on: pick([() => hooks.AsyncResource, resource, () => hooks.AsyncLocalStorage]), places: [[() => {}, function two(a, b) {}], [undefined, 'Type']], told: (f) => [f.name, f.length] }, snapshot: { on: () => hooks.AsyncLocalStorage, places: [], told: kind },
      AsyncLocalStorage: { places: [closed([undefined])], construct: true, told: kind }, run: { on: store, places: [[5], closed([() => 7, () => { throw new Error('thrown'); }]), [1]], told: whole }, exit: { on: store, places: [closed([() => 8]), [1]], told: whole }, enterWith: { on: store, places: [[5]], told: whole }, getStore: { on: store, places: [], told: whole }, disable: { on: store, places: [], told: whole },
      
    }];
  },
  diagnostics_channel: () => {
    const dc = require('diagnostics_channel');
    const channel = () => dc.channel(`case${int(5)}`);
    const traced = () => dc.tracingChannel(`traced${int(5)}`);
    return [dc, {
      channel: { places: [closed(['a', Symbol.for('s'), 5, null, undefined, true])], told: kind }, hasSubscribers: { places: [closed(['none', Symbol('none')])], told: whole }, subscribe: { places: [closed(['s', 5]), closed([() => {}, 5, null, undefined])], told: whole }, unsubscribe: { places: [closed(['u', 's']), [() => {}]], told: whole }, tracingChannel: { places: [['t', '', {}, { start: 5 }]], told: kind }, Channel: { places: [['c']], construct: true, told: kind },
      publish: { on: channel, places: [[5]], told: whole }, unbindStore: { on: channel, places: [[{}]], told: whole }, runStores: { on: channel, places: [[5], closed([() => 9, () => { throw new Error('thrown'); }]), ['this'], [1]], told: whole },
      traceSync: { on: traced, places: [closed([(a) => a, () => { throw new Error('thrown'); }]), [undefined, {}], ['this'], [1]], told: whole }, tracePromise: { on: traced, places: [closed([async (a) => a, () => { throw new Error('thrown'); }, async () => { throw new Error('rejected'); }]), [undefined, {}], ['this'], [1]], told: whole }, traceCallback: { on: traced, places: [closed([(f) => f?.(null, 1), 5]), closed([-1, 0, 5, undefined]), [undefined, {}], ['this'], closed([() => {}, 5, undefined])], told: kind },
    }];
  },
  stream: () => {
    const stream = require('stream');
    const make = () => { const made = pick([() => stream.Readable.from(['a', 'b']), () => new PassThrough(), () => new Writable({ write(c, e, cb) { cb(); } })])(); names.set(made, kind(made)); return made; };
    const readable = { on: () => quietly(stream.Readable.from([1, 2, 3, 4])) };
    const state = (s) => (s instanceof stream ? [kind(quietly(s)), s.readableHighWaterMark, s.writableHighWaterMark, s.readableObjectMode, s.writableObjectMode, s.destroyed] : kind(s));
    const settings = objectOf({ highWaterMark: [0, 5, -1, 1.5], objectMode: [true, false], encoding: ['utf8', 'nope'], decodeStrings: [false], defaultEncoding: ['hex', 'nope'], autoDestroy: [false], emitClose: [false], signal: signals, readableHighWaterMark: [3], writableHighWaterMark: [4], readableObjectMode: [true], allowHalfOpen: [false], readable: [false], writable: [false], read: [() => {}], write: [() => {}] });
    const operator = (places) => ({ ...readable, places, told: (r) => (r instanceof stream ? r.toArray() : r) });
    return pick([() => [stream, {
      Readable: { places: [settings], construct: true, told: state }, Writable: { places: [settings], construct: true, told: state }, Duplex: { places: [settings], construct: true, told: state }, Transform: { places: [settings], construct: true, told: state }, PassThrough: { places: [settings], construct: true, told: state },
      isReadable: { places: [pick([make, [5]])], told: whole }, isWritable: { places: [pick([make, [5]])], told: whole }, isErrored: { places: [pick([make, [5]])], told: whole }, isDisturbed: { places: [make], told: whole }, isDestroyed: { places: [make], told: whole }, destroy: { places: [only(() => pick([() => quietly(make()), () => null, () => undefined])()), closed([undefined])], told: kind }, setDefaultHighWaterMark: [closed([true, false, 5, undefined]), closed([-1, 'x', 1.5, NaN, null])], getDefaultHighWaterMark: { places: [[true, false]], told: whole },
      finished: { places: [make, pick([objectOf({ error: [true], readable: [true], writable: [true], signal: signals }), callback]), [() => {}]], told: kind }, addAbortSignal: { places: [closed([new AbortController().signal, 5, undefined, {}, 'x']), make], told: kind }, pipeline: { places: [closed([5, null, undefined, [], {}, make]), closed([5, null, undefined, 'x']), closed([() => {}, 5])], told: (r) => typeof r }, compose: { places: [closed([5, null, undefined, async function* a() { yield 1; }, make]), closed([5, null, async function* b(s) { yield* s; }])], told: (s) => shut(s) }, duplexPair: { places: [settings], told: (pair) => pair.map(state) },
    }], () => [null, {
      map: operator([closed([(x) => x + 1, async (x) => x, 5, null, undefined, () => { throw new Error('map'); }]), objectOf({ concurrency: [1, 2, 0, -1], highWaterMark: [1, -1], signal: signals })]), filter: operator([closed([(x) => x > 1, 5]), objectOf({ concurrency: [1, 0], signal: signals })]), forEach: operator([closed([() => {}, 5]), objectOf({ concurrency: [1, 0], signal: signals })]), toArray: operator([objectOf({ signal: signals })]), some: operator([closed([(x) => x > 3, 5]), objectOf({ signal: signals })]), find: operator([closed([(x) => x > 3, 5]), objectOf({ concurrency: [1] })]), every: operator([closed([(x) => x < 3, 5])]), flatMap: operator([closed([(x) => [x, x], 5, (x) => x])]), drop: operator([[0, 2, -1, NaN], objectOf({ signal: signals })]), take: operator([[0, 2, -1], objectOf({ signal: signals })]), reduce: operator([closed([(a, b) => a + b, 5]), [undefined, 0], objectOf({ signal: signals })]),
    }], () => [stream.Readable, {
      from: { places: [closed([[1], 'text', Buffer.from('b'), 5, null, undefined, {}, new Set([1]), (async function* a() { yield 1; })()]), objectOf({ objectMode: [false], highWaterMark: [1, -1] })], told: state }, fromWeb: { places: [closed([5, null, {}, () => new ReadableStream()].map((x) => (typeof x === 'function' ? x() : x))), objectOf({ highWaterMark: [1], encoding: closed(['utf8']), objectMode: [true] })], told: state }, toWeb: { places: [closed([5, null, {}]), objectOf({ strategy: [{ highWaterMark: 1 }] })], told: kind },
    }]])();
  },
  others: () => {
    const inspector = require('inspector');
    const session = { on: () => new inspector.Session() };
    return pick([() => [inspector, {
      Session: { places: [], construct: true, told: kind }, post: { ...session, places: [['Runtime.enable', 'None.such', ''], [undefined, {}], [() => {}]] }, disconnect: { ...session, places: [] }, url: { places: [], told: whole }, waitForDebugger: [],
    }], () => [require('trace_events'), { createTracing: { places: [objectOf({ categories: [['node'], [], ['a', 'b'], [5]] })], told: (t) => [t.categories, t.enabled] }, getEnabledCategories: { places: [], told: whole } }],
    () => [require('domain'), { create: { places: [], told: (d) => d.members }, createDomain: { places: [], told: kind }, run: { on: () => quietly(require('domain').create()), places: [closed([() => 5, () => {}]), [1]], told: whole }, bind: { on: () => require('domain').create(), places: [closed([() => 5, (a) => a])], told: kind }, add: { on: () => require('domain').create(), places: [closed([{}])], told: kind } }],
    () => [require('tty'), { isatty: { places: [[-1, 99, 1.5]], told: whole }, ReadStream: { places: [closed([-1, 'x', 1.5, null, {}])], construct: true, told: kind }, WriteStream: { places: [closed([-1, 'x', 1.5, undefined])], construct: true, told: kind }, hasColors: { on: () => ({ getColorDepth: () => 4, hasColors: require('tty').WriteStream.prototype.hasColors }), places: [closed([2, 16, 17, 256, 1, 0, 'x', 1.5, NaN])], told: whole }, cursorTo: { on: () => Object.assign(new PassThrough(), { cursorTo: require('tty').WriteStream.prototype.cursorTo }), places: [[0, 5], [0, undefined]], told: whole } }]])();
  },
};

const groups = Object.fromEntries(Object.entries(tables).map(([name, table]) => [`${name}_arguments`, () => call(...table())]));
mainAsync(groups, Object.fromEntries(Object.keys(groups).map((group) => [group, group === 'fs_arguments' ? 600 : 300])));
