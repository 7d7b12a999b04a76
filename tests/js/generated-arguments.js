// Generated arguments for the functions of built-in modules that have to do with the machine: what is accepted, and the name, code,
// message and properties of what is thrown or handed to a callback; generated/harness.js says how to see the cases.
'use strict';
const fs = require('fs');
const os = require('os');
const path = require('path');
const { pick, int, times, text, number, mainAsync } = require('./generated/harness.js');
const { callback, closed, objectOf, attempt, kind, call } = require('./generated/arguments.js');

const top = fs.mkdtempSync(path.join(os.tmpdir(), 'generated-'));
process.on('exit', () => { process.chdir('/'); fs.rmSync(top, { recursive: true, force: true }); });
fs.writeFileSync(`${top}/file`, 'text');
fs.mkdirSync(`${top}/folder`);
fs.writeFileSync(`${top}/.env`, 'FROM_FILE=1\n');

const whole = (result) => result;
const text4 = () => pick([text(4), 'name', '']);
const signals = closed(['SIGNOPE', 'sigterm', 0, '0', 1e3, -1, {}, 1.5, 'x', 'SIG']); // None that would end anything.
const address = closed(['127.0.0.1', '::1', '10.0.0.1', '', 'fe80::1%lo', '::ffff:1.2.3.4', false, null, 5, {}, undefined]);
const abort = () => pick([undefined, new AbortController().signal, AbortSignal.abort()]);
const encoding = ['utf8', 'buffer', 'hex', 'latin1', undefined, null];

const tables = {
  os: () => [os, {
    setPriority: [closed([0, process.pid, -1, 2 ** 30, 'x', null, undefined, 1.5]), [0, 0, 0, 20, -21, 1.5]],
    getPriority: [[0, process.pid, -1, 2 ** 30]],
    userInfo: { places: [objectOf({ encoding })], told: (r) => [Object.keys(r), ...Object.values(r).map((v) => typeof v)] },
    networkInterfaces: { places: [], told: (r) => Object.values(r).flat().every((x) => ['IPv4', 'IPv6'].includes(x.family)) },
    hostname: [], homedir: [], tmpdir: [], endianness: { places: [], told: whole }, cpus: [], loadavg: [], freemem: [], uptime: [], availableParallelism: [], type: { places: [], told: whole },
  }],
  process: () => [process, {
    chdir: [closed(['/', 'none', 'etc/../none', '', 5, null, undefined, {}, Buffer.from('.')])],
    umask: [closed([0o22, '22', 0o22, '0o22', '8', '', 'x', -1, 1.5, 2 ** 40, null, {}, NaN])],
    kill: [closed([process.pid, 'x', NaN, null, undefined, {}, 1.5, 2 ** 31, '']), signals],
    hrtime: [[undefined, [0, 0], [1], [1, 2, 3]]],
    cpuUsage: [[undefined, { user: 0, system: 0 }, { user: -1, system: 0 }, { user: 1 }, { user: 1, system: Infinity }]],
    emitWarning: [['text', Object.assign(new Error('as an error'), { stack: 'Error: as an error' })], [undefined, 'Type', { type: 'T', code: 'C', detail: 'd' }], ['CODE', undefined], [undefined, Function]],
    setUncaughtExceptionCaptureCallback: [[null]],
    setSourceMapsEnabled: [[false]],
    nextTick: [closed([() => {}, null, 'x', {}, undefined])],
    setuid: [closed(['no such user', {}, -1, 1.5, null, '', Symbol('s'), NaN])], setgid: [closed(['no such group', {}, -1, null, ''])], seteuid: [closed(['no such user', {}, null])], setegid: [closed(['no such group', {}, undefined])],
    setgroups: [closed(['x', null, {}, ['no such group'], [-1], [{}], [5, null], [1.5]])], initgroups: [closed([{}, null, true, undefined]), [0, 'root', -1, {}]],
    loadEnvFile: [closed([() => `${top}/.env`, 'none', '/', '', 5, null, {}, new URL('http://x/'), Buffer.from('.env')])],
    getBuiltinModule: { places: [['fs', 'node:fs', 'none', 'test', 'node:test', 'internal/errors', 'sys', 'toString']], told: (r) => typeof r },
    dlopen: [closed([{}, null, undefined, { exports: {} }]), closed(['none.node', 5, null, '', undefined]), closed([undefined, 1])],
    memoryUsage: { places: [], told: Object.keys }, resourceUsage: { places: [], told: Object.keys }, constrainedMemory: [], availableMemory: [], uptime: [],
    ref: [[{}, { ref() {} }, { [Symbol.for('nodejs.ref')]() {} }]], unref: [[{}, { unref() {} }]],
    emit: [['nothing'], [5]], listenerCount: { places: [['nothing']], told: whole }, getActiveResourcesInfo: [], binding: { places: [closed(['none', 'natives_', '', 'no such'])], told: kind },
  }],
  dns: () => {
    const dns = pick([require('dns'), require('dns').promises]);
    const last = dns === require('dns') ? [callback] : [];
    const family = objectOf({ family: [0, 4, 6, 5, 'IPv4', 'IPv6'], all: [true, false], hints: [0, 1 << 30, dns.ADDRCONFIG ?? 32], order: ['verbatim', 'ipv4first', 'ipv6first', 'bad'], verbatim: [true, false] });
    const resolver = { places: [closed([5, null, undefined, {}, true, Symbol('host')]), ...last] };
    const fresh = { on: () => new dns.Resolver() };
    return [dns, {
      lookup: { places: [address, pick([family, [0, 4, 6, 5, 'IPv4']]), ...last], told: whole },
      lookupService: [closed(['x', '1.2.3', '', 5, null, '127.0.0.1']), closed([-1, 65536, 'x', null, 1.5, undefined]), ...last],
      reverse: [closed(['x', '1.2.3', '', 5, null, '::g', {}]), ...last],
      resolve4: resolver, resolve6: resolver, resolveMx: resolver, resolveTxt: resolver, resolveSrv: resolver, resolvePtr: resolver, resolveNaptr: resolver, resolveSoa: resolver, resolveNs: resolver, resolveCname: resolver, resolveCaa: resolver, resolveAny: resolver,
      resolve: [closed([5, null, 'host']), closed(['NONE', 5, {}, 'a', '', null]), ...last],
      setServers: { ...fresh, places: [[['127.0.0.1', '::1'], ['[::1]:5353', '1.2.3.4:53'], ['x'], [''], [], ['[::1'], ['::1%lo'], ['1.2.3.4:'], ['127.0.0.1:53x']]] },
      getServers: { on() { const r = new dns.Resolver(); r.setServers(times(int(3), () => pick(['127.0.0.1', '[::1]:53', '[::1]:54', '1.2.3.4:53', '1.2.3.4:5', '::ffff:1.2.3.4', '[fe80::1%lo]:9']))); return r; }, places: [], told: whole },
      setLocalAddress: { ...fresh, places: [['127.0.0.1', '::1', '0.0.0.0', 'x', '1.2.3'], [undefined, '::1', '127.0.0.1']] },
      cancel: { ...fresh, places: [] },
      Resolver: { places: [Object.assign(objectOf({ timeout: [0, -1, 5, 2 ** 31], tries: [1, 4, 0] }), { closed: true })], construct: true },
      setDefaultResultOrder: [['verbatim', 'verbatim', 'bad']], getDefaultResultOrder: { places: [], told: whole },
    }];
  },
  perf_hooks: () => {
    const hooks = require('perf_hooks');
    const { performance } = hooks;
    const name = ['a', 'b', 'nodeStart', 'none'];
    const time = [0, 5, 1.5, -1];
    const entry = (e) => [kind(e), e?.name, e?.entryType, e?.detail === undefined ? 'none' : e.detail, typeof e?.startTime];
    const histogram = () => { const h = hooks.createHistogram({ highest: 1e6 }); times(int(5), () => h.record(1 + int(1000))); return h; };
    const numbers = (h) => (h instanceof Object ? [h.count, h.min, h.max, h.mean, h.stddev, h.exceeds, [...h.percentiles]] : h);
    const on = histogram;
    return pick([
      () => [performance, {
        mark: { places: [['a', 'b', 'c'], objectOf({ startTime: time, detail: [{ x: 1 }, null, 5] })], told: entry },
        measure: { places: [['m', 'n'], pick([[undefined, 'a', 'none', 'b'], objectOf({ start: ['a', 1, 'none'], end: ['b', 9], duration: [3], detail: [7] })]), [undefined, 'a', 'b', 'none']], told: entry },
        clearMarks: [name], clearMeasures: [['m', undefined]], clearResourceTimings: [[undefined, 'x']],
        getEntriesByName: { places: [name, ['mark', 'measure', undefined, 'node', 'none']], told: (r) => r.map(entry) }, getEntriesByType: { places: [['mark', 'measure', 'none']], told: (r) => r.map(entry) }, getEntries: { places: [], told: (r) => r.map(entry) },
        now: [], timerify: { places: [[() => 5, class A {}, function f(a, b) {}], objectOf({ histogram: [{}] })], told: (f) => [f.name, f.length, typeof f] },
        eventLoopUtilization: { places: [[undefined, { idle: 0, active: 0, utilization: 0 }], [undefined]], told: Object.keys },
        setResourceTimingBufferSize: [[5, 250]], toJSON: { places: [], told: (r) => Object.keys(r) },
      }],
      () => [hooks, {
        createHistogram: { places: [objectOf({ lowest: [1, 5, 0, 2n], highest: [10, 1e6, 5, 1n, 2 ** 53], figures: [1, 3, 5, 0, 6] })], told: numbers },
        monitorEventLoopDelay: [objectOf({ resolution: [1, 10, 0, -1] })],
        PerformanceObserver: { places: [[() => {}]], construct: true }, PerformanceEntry: { places: [], construct: true }, PerformanceMark: { places: [['a'], objectOf({ startTime: time, detail: [1] })], construct: true, told: entry }, PerformanceMeasure: { places: [], construct: true }, Performance: { places: [], construct: true },
      }],
      () => [null, {
        record: { on, places: [[1, 5, 1000, 0, 2 ** 31, 7n, 0n, 2n ** 63n]] }, recordDelta: { on, places: [] }, percentile: { on, places: [[1, 50, 99.9, 100, 0, 101]], told: whole }, percentileBigInt: { on, places: [[1, 50, 100, 0]], told: whole },
        add: { on, places: [closed([{}, 5, 'x'])] }, reset: { on, places: [], told: numbers }, toJSON: { on, places: [], told: (r) => ({ ...r }) },
      }],
      () => [null, {
        observe: { on() { const o = new hooks.PerformanceObserver(() => {}); setImmediate(() => o.disconnect()); return o; }, places: [objectOf({ entryTypes: [['mark'], ['mark', 'measure'], ['none'], []], type: ['mark', 'none'], buffered: [true] })] },
        takeRecords: { on: () => new hooks.PerformanceObserver(() => {}), places: [], told: whole },
      }],
    ])();
  },
  v8: () => {
    const v8 = require('v8');
    const written = () => { const s = new v8.Serializer(); s.writeRawBytes(Buffer.from([255, 15])); s.writeValue(pick([5, 'text', { a: [1, 2n] }, new Map([[1, new Date(0)]]), Buffer.alloc(2, 'ab'), /x/gi, null])); return s.releaseBuffer(); };
    const damaged = () => { const bytes = written(); if (bytes.length > 3) bytes[2 + int(bytes.length - 2)] ^= 1 << int(8); return pick([bytes, bytes.subarray(0, int(bytes.length)), new Uint8Array(bytes), new DataView(bytes.buffer, bytes.byteOffset, bytes.length)]); };
    const on = () => new v8.Serializer();
    const reader = { on: () => { const d = new v8.Deserializer(written()); d.readHeader(); return d; } };
    return [v8, {
      deserialize: { places: [pick([damaged, written])], told: whole }, serialize: { places: [[5, 'x', {}]], told: kind },
      Serializer: { places: [], construct: true }, Deserializer: { places: [written], construct: true }, DefaultDeserializer: { places: [written], construct: true },
      writeUint32: { on, places: [[1, 2 ** 31, -1]] }, writeUint64: { on, places: [[1, 2 ** 31], [5]] }, writeDouble: { on, places: [[1.5, '2']] }, writeRawBytes: { on, places: [[Buffer.from('x'), new Uint16Array(2), new DataView(new ArrayBuffer(2)), new ArrayBuffer(2)]] }, writeValue: { on, places: [[5]], told: whole }, transferArrayBuffer: { on, places: [[1], [new ArrayBuffer(1)]] }, releaseBuffer: { on, places: [], told: whole },
      readUint32: { ...reader, places: [], told: whole }, readUint64: { ...reader, places: [], told: whole }, readDouble: { ...reader, places: [], told: (n) => typeof n }, readRawBytes: { ...reader, places: [closed([0, 1, 2, 99, -1, 'x', null])], told: whole }, readValue: { ...reader, places: [], told: whole },
      setFlagsFromString: [closed([5, null, undefined, {}, ['--x'], true])], setHeapSnapshotNearHeapLimit: [closed([0, -1, 'x', 1.5, null, undefined, 2 ** 32, {}])], 
      getHeapSnapshot: { places: [closed([5, 'x', null, { exposeInternals: 5 }, { exposeNumericValues: 'x' }])], told: kind }, writeHeapSnapshot: [closed([5, {}, true, 'none/x', 'a\0b']), closed([undefined, 5, {}])],
      getHeapStatistics: { places: [], told: Object.keys }, getHeapSpaceStatistics: { places: [], told: (r) => [kind(r), Object.keys(r[0])] }, getHeapCodeStatistics: { places: [], told: Object.keys }, cachedDataVersionTag: [], stopCoverage: [], takeCoverage: [],
      isBuildingSnapshot: { on: () => v8.startupSnapshot, places: [], told: whole }, addSerializeCallback: { on: () => v8.startupSnapshot, places: [[() => {}]] }, setDeserializeMainFunction: { on: () => v8.startupSnapshot, places: [[() => {}]] },
      createHook: { on: () => v8.promiseHooks, places: [objectOf(Object.fromEntries(['init', 'before', 'after', 'settled'].map((event) => [event, closed([undefined, false, 5, 'x', null, {}, async () => {}])])))], told: kind }, onInit: { on: () => v8.promiseHooks, places: [closed([5, null, undefined, async () => {}, 'x'])] }, onSettled: { on: () => v8.promiseHooks, places: [closed([5, null, undefined, async function later() {}])] },
    }];
  },
};

const groups = Object.fromEntries(Object.entries(tables).map(([name, table]) => [`${name}_arguments`, () => call(...table())]));
mainAsync(groups, Object.fromEntries(Object.keys(groups).map((group) => [group, 300])));
