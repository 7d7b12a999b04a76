// Generated inputs for what reads and writes text, and for what is observed as a sequence of events: console, readline, tty, vm,
// events, timers, channels; generated/harness.js says how to see the cases.
'use strict';
const util = require('util');
const { Writable, PassThrough } = require('stream');
const { random, int, pick, times, text, number, value, show, buffer, refused, mainAsync } = require('./generated/harness.js');

const options = (choices) => Object.fromEntries(Object.entries(choices).filter(() => random() < 0.35).map(([name, list]) => [name, pick(list)]));
function sink() {
  const chunks = [];
  const stream = new Writable({ write(chunk, _, callback) { chunks.push(`${chunk}`); callback(); } });
  return { stream, text: () => chunks.join('') };
}
const attempt = (run) => { try { return run(); } catch (error) { return refused(error); } };
const settled = async (run) => { try { return await run(); } catch (error) { return refused(error); } };
const pause = () => new Promise((resolve) => setImmediate(resolve));

const groups = {
  console() {
    const steps = times(int(8) + 1, () => [pick(['log', 'error', 'warn', 'info', 'debug', 'dir', 'table', 'table', 'table', 'group', 'groupEnd', 'groupCollapsed', 'count', 'countReset', 'assert', 'dirxml', 'timeEnd', 'timeLog']), int(5)]);
    const plainTable = () => pick([() => times(int(4), () => pick([() => ({ a: number(), b: text(4) }), () => [1, text(3)], () => number(), () => new Map([[1, 2]]), () => null])()), () => new Map(times(int(3), () => [text(3), value(1)])), () => new Set(times(int(3), () => value(1))), () => ({ x: { y: 1 }, z: [1, '日本'], w: 5 }), () => value(2), () => new Map([['a', 1]]).entries(), () => [new Date(0), /x/, () => {}], () => [[{ deep: { er: 1 } }]]])();
    return ['steps', [steps], () => {
      const out = sink();
      const err = sink();
      const c = new console.Console({ stdout: out.stream, ...options({ stderr: [err.stream], ignoreErrors: [true, false], colorMode: ['auto', true, false, 'x'], inspectOptions: [{ depth: 0 }, { colors: false, breakLength: 30 }], groupIndentation: [0, 1, 4, 2000, 'x'] }) });
      const log = steps.map(([name, n]) => attempt(() => {
        const args = { dir: [value(3), options({ depth: [0, 1], colors: [true], showHidden: [false] })], table: [plainTable(), ...(random() < 0.3 ? [pick([['a'], ['b', 'zz'], [], 'x', [0, 1]])] : [])], count: [pick([undefined, 'label', 5, text(3)])], countReset: [pick(['label', 'none'])], assert: [n % 2 === 0, ...times(n, () => value(1))], timeEnd: ['no such'], timeLog: ['no such'] }[name] ?? times(n, () => pick([value(2), 'text %s %d', '%j', '%o %i', 'a\nb']));
        return c[name](...args);
      }));
      return [log.filter((x) => x !== undefined), out.text().replace(/byteOffset\]: \d+/g, ''), err.text()].map((x) => (`${x}`.includes('URL {') ? 'a URL' : x));
    }];
  },
  readline() {
    const name = pick(['lines', 'lines', 'keys', 'cursor', 'editing', 'async']);
    const readline = require('readline');
    const piece = () => pick([text(8), '\n', '\r\n', '\r', 'word ', 'é日', '\u001b[A', '\u001b[1;5D', '\u0001', '\u0005', '\u000b', '\u007f', '\b', '\t', '\u0017', '\u0015', '\u001b[3~', '\u001bOP', '\u001b', '\u001bb', '\u0019', '\u001by', '\u001b[D', '\u001b[C', '\u001b[H', '\u001b[F', '\u0014']);
    const bytes = Buffer.from(times(int(12), piece).join(''));
    const chunks = [];
    for (let at = 0; at < bytes.length;) { const end = at + 1 + int(9); chunks.push(bytes.subarray(at, end)); at = end; }
    return [name, [bytes.toString('hex')], {
      lines: async () => {
        const input = new PassThrough(); const log = [];
        const rl = readline.createInterface({ input, ...options({ crlfDelay: [0, 100, Infinity], historySize: [0, 3], prompt: ['$ '], terminal: [false] }) });
        rl.on('line', (line) => log.push(line)); rl.on('close', () => log.push('closed')); rl.on('history', (h) => log.push(['history', ...h]));
        for (const chunk of chunks) { input.write(chunk); if (random() < 0.3) await pause(); if (random() < 0.05) rl.pause(); if (random() < 0.1) rl.resume(); }
        rl.resume(); input.end(); for (let i = 0; i < 5; i++) await pause();
        return log;
      },
      async: async () => { const input = new PassThrough(); const rl = readline.createInterface({ input, ...options({ crlfDelay: [Infinity] }) }); const log = []; for (const c of chunks) input.write(c); input.end(); for await (const line of rl) { log.push(line); if (random() < 0.05) break; } return [log, rl.closed]; },
      keys: async () => { const input = new PassThrough(); const log = []; readline.emitKeypressEvents(input); input.on('keypress', (s, key) => log.push([s, JSON.stringify(key)])); for (const c of chunks) { input.write(c); if (random() < 0.2) await pause(); } await pause(); return log; },
      editing: async () => {
        const input = new PassThrough(); const out = sink(); out.stream.columns = pick([20, 80]); const log = [];
        const rl = readline.createInterface({ input, output: out.stream, terminal: true, crlfDelay: Infinity, ...options({ prompt: ['> ', 'é日 '], historySize: [2], history: [['old one', 'older']], removeHistoryDuplicates: [true], tabSize: [4], escapeCodeTimeout: [50], completer: [(line) => [['alpha', 'beta', 'alpine'].filter((x) => x.startsWith(line.split(' ').at(-1))), line.split(' ').at(-1)]] }) });
        rl.on('line', (line) => log.push(line)); rl.on('SIGINT', () => log.push('SIGINT'));
        rl.prompt();
        for (const c of chunks) { input.write(c); await pause(); log.push([rl.line, rl.cursor]); }
        log.push(rl.getCursorPos(), rl.history, rl.getPrompt()); rl.close();
        return log; // What is written meanwhile differs from version to version.
      },
      cursor: () => { const out = sink(); const n = () => pick([0, 1, -1, 5, NaN, 'x', undefined, null, 2.5]); return [times(4, () => attempt(() => pick([() => readline.cursorTo(out.stream, n(), n()), () => readline.moveCursor(out.stream, n(), n()), () => readline.clearLine(out.stream, n()), () => readline.clearScreenDown(out.stream), () => readline.cursorTo(null, 1), () => readline.clearLine(out.stream, 0, 'x')])())), out.text()]; },
    }[name]];
  },
  tty() {
    const tty = require('tty');
    const env = options({ TERM: ['xterm', 'dumb', 'xterm-256color', 'screen', 'linux', 'rxvt-unicode-24bit', 'terminator', 'foo-256', 'console', 'mosh'], COLORTERM: ['truecolor', '24bit', '1', ''], FORCE_COLOR: ['', '0', '1', '2', '3', 'true', 'x'], NO_COLOR: ['1', ''], NODE_DISABLE_COLORS: ['1'], CI: ['1'], TRAVIS: ['1'], TEAMCITY_VERSION: ['9.1', '8.0'], TERM_PROGRAM: ['iTerm.app', 'HyperTerm', 'Apple_Terminal', 'MacTerm'], TERM_PROGRAM_VERSION: ['3.1', '2.0', ''], CI_NAME: ['codeship'] });
    return ['depth', [env], () => [attempt(() => tty.WriteStream.prototype.getColorDepth(env)), attempt(() => tty.WriteStream.prototype.hasColors.call({ getColorDepth: tty.WriteStream.prototype.getColorDepth }, pick([16, 256, 2 ** 24, env, 1, 'x']), env)), attempt(() => tty.isatty(pick([0, -1, 'x', 1e9, 99])))]];
  },
  vm() {
    const vm = require('vm');
    const code = pick(['a + 1', 'var b = a; b', 'globalThis.c = 5; c', 'throw new TypeError("t")', 'syntax error here', 'this.a', 'a = 9; a', 'typeof require', 'let q = 1; q', 'delete globalThis.a', 'Object.keys(globalThis)', '(() => { "use strict"; undef = 1; })()', 'new Proxy({}, {})', 'Promise.resolve(a)', 'x.y.z', 'await 1', '"use strict"; this', 'var a; a', 'function f() {}; typeof f', 'const a = 3; a', '({}).constructor === Object', 'eval("a")', 'new Function("return a")()', 'Object.getOwnPropertyDescriptor(globalThis, "a")', '"a" in globalThis', '[...Object.getOwnPropertyNames(globalThis)].filter(x => /^[abc]$/.test(x))', 'a\n  b c', '/re/.test(a)', 'getter', 'getter = 1', 'ro = 2; ro', '(function() { "use strict"; ro = 2; })()']);
    const name = pick(['runInContext', 'runInNewContext', 'script', 'compileFunction', 'options', 'frozen', 'shared']);
    const sandbox = () => Object.defineProperties({ a: pick([1, 'x', undefined]) }, { getter: { get() { return 'got'; }, enumerable: true, configurable: true }, ro: { value: 1, enumerable: true } });
    const o = options({ filename: ['file.js', 5], lineOffset: [0, 3, 'x', 1.5], columnOffset: [0, 2], displayErrors: [true, false, 'x'], timeout: [5000, 0, -1, 'x'], breakOnSigint: [false, 'x'], contextName: ['n', 5], contextCodeGeneration: [{ strings: false }, { strings: 5 }], microtaskMode: ['afterEvaluate', 'x'], importModuleDynamically: [5], cachedData: ['x', Buffer.alloc(3)], produceCachedData: [false, 'x'] });
    const brief = (run) => { try { return run(); } catch (error) { return [error?.constructor?.name, error?.message, error?.code]; } };
    return [name, [code, o], () => brief({
      runInContext: () => { const s = sandbox(); const r = brief(() => vm.runInContext(code, vm.createContext(s), o)); return [r, s]; },
      runInNewContext: () => vm.runInNewContext(code, sandbox(), pick([o, 'name.js', undefined])),
      script: () => { const s = new vm.Script(code, o); const c = vm.createContext(sandbox()); return [brief(() => s.runInContext(c, options({ timeout: [5000, 'x'], displayErrors: [true, 1] }))), brief(() => s.runInContext(c)), c, s.cachedDataRejected, vm.isContext(c)]; },
      compileFunction: () => { const f = vm.compileFunction(pick(['return p + 1', 'return typeof this', 'return arguments.length', 'bad bad', 'return q']), pick([['p'], ['p', 'q'], [], 'x', [5], undefined]), pick([undefined, o, options({ parsingContext: [vm.createContext({}), {}, 5], contextExtensions: [[{ q: 7 }]] })])); return [f.name, f.length, brief(() => f(1, 2)), typeof f]; },
      options: () => vm[pick(['runInThisContext', 'runInContext', 'createContext', 'isContext', 'measureMemory'])](pick([5, '1', null, {}, undefined]), pick([5, null, {}, o, 'x'])) instanceof Object,
      frozen: () => { const c = vm.createContext(pick([Object.freeze({ a: 1 }), vm.constants.DONT_CONTEXTIFY, undefined, null, 5, []]), o); return [brief(() => vm.runInContext('a = 2; typeof a', c)), Object.keys(c)]; },
      shared: () => { const s = sandbox(); const c = vm.createContext(s); vm.runInContext('var fresh = 1; function g() { return fresh; }', c); s.fresh = 8; s.added = 3; return [vm.runInContext('[fresh, g(), added, typeof g]', c), Object.keys(s)]; },
    }[name])];
  },
  event_target() {
    const log = [];
    const target = new EventTarget();
    const steps = times(int(10) + 2, () => [pick(['add', 'add', 'remove', 'dispatch', 'dispatch', 'abort']), pick(['a', 'b', 'c']), int(4), pick([undefined, false, { once: true }])]);
    return ['steps', [steps], () => {
      const controller = new AbortController();
      const listeners = [(e) => log.push([0, e.type, e.defaultPrevented]), { handleEvent(e) { log.push([1, e.type, this === listeners[1]]); e.preventDefault(); } }, function(e) { log.push([2, this === target, e.target === target, e.timeStamp > 0]); e.stopImmediatePropagation(); }, pick([null, () => {}, (e) => { log.push([3, e.isTrusted, e.cancelable]); target.removeEventListener(e.type, listeners[0]); }])];
      const out = steps.map(([step, type, i, how]) => attempt(() => {
        if (step === 'add') return target.addEventListener(type, listeners[i], how === 'signal' ? { signal: controller.signal } : how);
        if (step === 'remove') return target.removeEventListener(type, listeners[i], pick([undefined, false]));
        if (step === 'abort') return controller.abort();
        return target.dispatchEvent(pick([() => new Event(type, options({ cancelable: [true], bubbles: [true], composed: [true] })), () => new CustomEvent(type, { detail: value(1), cancelable: true }), () => ({}), () => 5])());
      }));
      return [out, log];
    }];
  },
  events_async() {
    const events = require('events');
    const name = pick(['once', 'on', 'onceTarget', 'rejections', 'static', 'abort']);
    const e = Object.assign(new events.EventEmitter(pick([undefined, { captureRejections: true }])), pick([{}, { pause() { log.push('pause'); }, resume() { log.push('resume'); } }]));
    const log = [];
    return [name, [], {
      once: async () => { const p = settled(() => events.once(e, pick(['x', 'error', 'y']), pick([undefined, {}, { signal: AbortSignal.abort() }, { signal: 5 }, { signal: new AbortController().signal }]))); attempt(() => e.emit('x', 1, 2)); attempt(() => e.emit('error', new Error('bad'))); e.emit('y'); return [[await p].flat().map((got) => (got instanceof Error ? `${got}` : got)), e.eventNames(), e.listenerCount('error')]; },
      on: async () => {
        const o = options({ close: [['end']], highWaterMark: [1, 2, 0], lowWaterMark: [1, 0], signal: [new AbortController().signal] });
        const it = attempt(() => events.on(e, 'x', o)); if (typeof it === 'string') return it;
        for (let i = int(4); i > 0; i--) e.emit('x', i);
        const reads = times(int(4), () => settled(() => it.next()));
        e.emit(pick(['x', 'end', 'y']), 5); if (random() < 0.3) attempt(() => e.emit('error', new Error('stop')));
        if (random() < 0.5) log.push(await settled(() => it.return())); if (random() < 0.2) log.push(await settled(() => it.throw(pick([new Error('t'), 5]))));
        setImmediate(() => it.return());
        return [await Promise.all(reads), log, e.eventNames(), o];
      },
      onceTarget: async () => { const t = new EventTarget(); const p = settled(() => events.once(t, 'foo', pick([undefined, { signal: AbortSignal.abort('why') }]))); t.dispatchEvent(new Event('foo')); const r = await p; return Array.isArray(r) ? r.map((x) => x.type) : r; },
      rejections: async () => { e.on('error', (error) => log.push(['error', error.message])); if (random() < 0.4) e[Symbol.for('nodejs.rejection')] = (error, type, ...args) => log.push(['handler', error.message, type, ...args]); e.on('x', async (n) => { if (n > 1) throw new Error(`no ${n}`); }); if (events.captureRejections || e.listenerCount('x') && log) for (let i = 0; i < 3; i++) if (i < 2 || Object.getOwnPropertySymbols(e).some((s) => s.description === 'kCapture' && e[s])) e.emit('x', i); await pause(); return log; },
      static: () => [attempt(() => events.setMaxListeners(pick([5, -1, 'x', 0]), ...pick([[e], [new EventTarget()], [5], []]))), attempt(() => events.getMaxListeners(pick([e, 5]))), attempt(() => events.listenerCount(e, 'x')), attempt(() => events.getEventListeners(pick([e, 5, null]), 'x')), events.defaultMaxListeners, e.getMaxListeners()],
      abort: () => { const c = new AbortController(); const d = attempt(() => events.addAbortListener(pick([c.signal, c.signal, 5, AbortSignal.abort()]), pick([() => log.push('aborted'), 5]))); if (random() < 0.3) d?.[Symbol.dispose]?.(); c.abort(pick([undefined, 'r'])); return [typeof d, log, `${c.signal.reason}`, util.inspect(c)]; },
    }[name]];
  },
  timers() {
    const name = pick(['order', 'order', 'promises', 'arguments', 'clear', 'abortsignal']);
    const log = [];
    return [name, [], {
      order: async () => {
        let left = 12;
        const act = (depth) => { for (let i = int(3) + 1; i > 0 && left > 0; i--) { const id = left--; const then = () => { log.push(id); if (depth < 3) act(depth + 1); }; pick([() => process.nextTick(then), () => queueMicrotask(then), () => Promise.resolve().then(then), () => process.nextTick(() => Promise.resolve().then(then)), async () => { await null; then(); }])(); } };
        const stages = [() => setImmediate(() => { log.push('immediate'); act(1); }), () => process.nextTick(() => { log.push('tick'); act(1); }), () => Promise.resolve().then(() => { log.push('promise'); act(1); })];
        times(int(4) + 1, () => pick(stages)()); act(0);
        for (let i = 0; i < 4; i++) await pause();
        return log;
      },
      promises: async () => { const t = require('timers/promises'); const bad = () => pick([undefined, 5, null, { ref: 5 }, { signal: 5 }, { signal: AbortSignal.abort(pick([undefined, 'why'])) }, {}, { ref: true }]); return [await settled(() => t.setImmediate(pick([1, 'v']), pick([undefined, {}, { ref: true }, 5, { signal: AbortSignal.abort() }]))), await settled(() => t.setTimeout(pick([1, 'x', undefined, -1]), 'v', pick([undefined, {}, { signal: AbortSignal.abort() }, 5, { ref: 'x' }]))), await settled(() => Promise.race([t.scheduler.yield(), bad()])), await settled(async () => { const out = []; for await (const v of t.setInterval(1, 'i', pick([undefined, 5, { signal: AbortSignal.abort() }]))) { out.push(v); if (out.length > 1) break; } return out; })]; },
      arguments: () => [setTimeout, setInterval, setImmediate].map((f) => attempt(() => { const t = f(pick([5, null, () => {}, 'x']), pick([1, -1, 2 ** 31, NaN, 'x', undefined])); const r = [t.hasRef?.(), t._idleTimeout, t._repeat, typeof t[Symbol.toPrimitive]?.(), t.constructor.name]; (f === setImmediate ? clearImmediate : clearTimeout)(t); return [...r, t._destroyed, t._onTimeout === null]; })),
      clear: async () => { const made = times(5, (_, i) => setImmediate(() => { log.push(i); if (random() < 0.5) clearImmediate(made[int(5)]); })); clearImmediate(pick([made[0], null, undefined])); clearTimeout(pick([made[1], '5', {}, null])); await pause(); await pause(); return log; },
      abortsignal: async () => { const c = new AbortController(); const any = attempt(() => AbortSignal.any(pick([[c.signal], [], [AbortSignal.abort('x'), c.signal], 5, [5]]))); any.addEventListener?.('abort', () => log.push('any')); c.signal.onabort = (ev) => log.push(ev.type); c.abort(pick([undefined, 5, new Error('r')])); c.abort(); return [log, any.aborted, attempt(() => `${any.reason}`), attempt(() => c.signal.throwIfAborted()), attempt(() => AbortSignal.timeout(pick([-1, 'x', 1.5, 10])).aborted)]; },
    }[name]];
  },
  channels() {
    const dc = require('diagnostics_channel');
    const name = pick(['publish', 'tracing', 'stores']);
    const { AsyncLocalStorage } = require('async_hooks');
    const log = [];
    const id = `ch${int(1e9)}`;
    return [name, [], {
      publish: () => { const c = dc.channel(pick([id, Symbol.for(id)])); const subs = [(m, n) => log.push([0, m, typeof n]), () => { log.push(1); c.unsubscribe(subs[0]); }, (m) => log.push([2, m])]; return [times(8, () => attempt(() => pick([() => c.subscribe(pick([...subs, ...subs, 5])), () => { c.unsubscribe(pick(subs)); }, () => c.publish(int(9)), () => dc.subscribe(c.name, subs[2]), () => dc.unsubscribe(c.name, subs[2]), () => dc.channel(pick([5, null])), () => c === dc.channel(c.name)])())), log]; },
      tracing: async () => {
        const t = attempt(() => dc.tracingChannel(pick([id, id, 5, { start: dc.channel(id) }])));
        if (typeof t === 'string') return t;
        const handlers = Object.fromEntries(['start', 'end', 'asyncStart', 'asyncEnd', 'error'].filter(() => random() < 0.8).map((k) => [k, (m) => log.push([k, m.c, `${m.error}`, typeof m.result])]));
        attempt(() => t.subscribe(handlers));
        const body = pick([() => 5, () => { throw new Error('no'); }, async () => 6, async () => { throw new Error('later'); }, (cb) => cb?.(null, 7), (cb) => cb?.(new Error('cb'))]);
        log.push(await settled(() => pick([() => t.traceSync(body, { c: 1 }, null), () => t.tracePromise(async (...a) => body(...a), { c: 2 }), () => t.traceCallback(body, 0, { c: 3 }, null, (e, v) => { log.push(['called', e?.message, v]); })])()));
        return [log.map((x) => (typeof x === 'object' && x !== null ? x : String(x).replaceAll(id, 'id'))), t.hasSubscribers, attempt(() => t.unsubscribe(handlers))];
      },
      stores: () => { const c = dc.channel(id); const s = new AsyncLocalStorage(); const s2 = new AsyncLocalStorage(); c.bindStore(s); if (random() < 0.5) c.bindStore(s2, (d) => d * 2); const r = attempt(() => c.runStores(4, function(a) { return [this, a, s.getStore(), s2.getStore()]; }, 'this', 'arg')); return [r, s.getStore(), c.unbindStore(s), c.unbindStore(s), log]; },
    }[name]];
  },
  storage() {
    const { AsyncLocalStorage, AsyncResource } = require('async_hooks');
    const a = new AsyncLocalStorage(); const b = new AsyncLocalStorage(); const log = [];
    let left = 14;
    const note = (where) => log.push([where, a.getStore(), b.getStore()]);
    const act = (depth) => {
      for (let i = int(3) + 1; i > 0 && left > 0; i--) {
        left--; const n = int(100); const next = () => { note(n); if (depth < 4) act(depth + 1); };
        attempt(pick([() => a.run(n, next), () => b.run(n, next), () => setImmediate(next), () => process.nextTick(next), () => Promise.resolve().then(next), () => queueMicrotask(next), async () => { await null; next(); }, () => new AsyncResource('R').runInAsyncScope(next), () => AsyncResource.bind(next)(), () => { const s = AsyncLocalStorage.snapshot(); a.run('other', () => s(next)); }, () => { const bound = AsyncLocalStorage.bind(next); b.run('bound', bound); }]));
      }
    };
    return ['program', [], async () => { await new AsyncResource('Case').runInAsyncScope(async () => { act(0); for (let i = 0; i < 6; i++) await pause(); }); a.disable(); b.disable(); return log; }];
  },
  messages() {
    const { MessageChannel, receiveMessageOnPort } = require('worker_threads');
    const v = value(3);
    const name = pick(['port', 'clone', 'transfer', 'broadcast', 'order']);
    return [name, [], {
      port: () => { const { port1, port2 } = new MessageChannel(); const r = attempt(() => port1.postMessage(v)); const got = receiveMessageOnPort(port2); port1.close(); return [r, got]; },
      clone: () => structuredClone(v, pick([undefined, {}, { transfer: [] }, { transfer: 5 }, null, 5])),
      transfer: () => { const ab = new ArrayBuffer(4); const u = new Uint8Array(ab, 1, 2); const { port1 } = new MessageChannel(); const list = pick([[ab], [ab, ab], [u], [port1], [], [{}]]); const r = attempt(() => { const out = structuredClone({ ab, u, v: 1 }, { transfer: list }); return [out.ab.byteLength, out.u]; }); port1.close(); return [r, ab.byteLength, u.length, ab.detached]; },
      broadcast: async () => { const c = new BroadcastChannel(pick(['n', 5])); const r = [c.name, attempt(() => c.postMessage(v)), attempt(() => c.postMessage())]; c.close(); await pause(); await pause(); return [...r, attempt(() => c.postMessage(1))]; },
      order: async () => { const { port1, port2 } = new MessageChannel(); const log = []; port2.on('message', (m) => log.push(m)); port1.on('message', (m) => log.push(m)); port2.on('close', () => log.push('closed')); port1.onmessageerror = () => {}; for (let i = 0; i < 6; i++) { const [from, to] = random() < 0.5 ? [port1, 'to2'] : [port2, 'to1']; pick([() => from.postMessage([to, i]), () => process.nextTick(() => log.push(['tick', i])), () => log.push(receiveMessageOnPort(port1))])(); if (random() < 0.3) await pause(); } for (let i = 0; i < 4; i++) await pause(); port1.close(); for (let i = 0; i < 4; i++) await pause(); return log.filter((x) => x?.[0] !== 'tick').sort((x, y) => (JSON.stringify(x) < JSON.stringify(y) ? -1 : 1)); },
    }[name]];
  },
};

mainAsync(groups, Object.fromEntries(Object.keys(groups).map((group) => [group, 200])));
