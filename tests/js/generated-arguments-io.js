// Generated arguments for the modules that open, listen, spawn and read: what is accepted, and the name, code, message and properties
// of what is thrown or handed to a callback; generated/harness.js says how to see the cases.
'use strict';
const fs = require('fs');
const os = require('os');
const path = require('path');
const { PassThrough, Writable } = require('stream');
const { pick, int, times, text, mainAsync } = require('./generated/harness.js');
const { callback, closed, objectOf, kind, call } = require('./generated/arguments.js');

const top = fs.mkdtempSync(path.join(os.tmpdir(), 'generated-'));
process.on('exit', () => { process.chdir('/'); fs.rmSync(top, { recursive: true, force: true }); });
process.chdir(top);
fs.mkdirSync('folder');
fs.writeFileSync('file', 'some text');
fs.symlinkSync('file', 'link');
const fd = fs.openSync('file', 'r+');

const whole = (result) => result;
const quietly = (emitter) => { emitter?.on?.('error', () => {}); return emitter; };
// Closes what a call made, and answers what it is.
const shut = (result) => {
  quietly(result);
  for (const name of ['destroy', 'close', 'terminate', 'disconnect']) {
    if (typeof result?.[name] !== 'function') continue;
    try { Promise.resolve(result[name]()).catch(() => {}); } catch { /* It was never open. */ }
    break;
  }
  return kind(result);
};
const address4 = ['127.0.0.1', '10.0.0.9', '1.2.3.4', '256.1.1.1', '', 'x', '::1'];
const address6 = ['::1', 'fe80::1', '::ffff:1.2.3.4', '::g', '1.2.3.4', '0:0::1'];
const signal = [undefined, new AbortController().signal, AbortSignal.abort('why')];

const tables = {
  net() {
    const net = require('net');
    const list = { on: () => new net.BlockList() };
    const socket = { on: () => quietly(new net.Socket()) };
    const server = { on: () => quietly(new net.Server()) };
    const port = closed([-1, 65536, 'x', 1.5, NaN, {}, [], true, '70000', '0x10000']);
    const same = (r) => kind(r);
    return [net, {
      isIP: { places: [[...address4, ...address6, '1.2.3', '01.2.3.4', '::1%lo', '::1%']], told: whole }, isIPv4: { places: [address4], told: whole }, isIPv6: { places: [address6], told: whole },
      addAddress: { ...list, places: [[...address4, ...address6], ['ipv4', 'ipv6', 'IPv4', 'x', undefined]] }, addRange: { ...list, places: [address4, address4, ['ipv4', 'ipv6', undefined]] }, addSubnet: { ...list, places: [pick([address4, address6]), [0, 8, 24, 32, 33, 64, 129, -1], ['ipv4', 'ipv6', undefined]] },
      check: { on() { const l = new net.BlockList(); l.addAddress('10.0.0.9'); l.addSubnet('1.2.0.0', 16); l.addRange('::1', '::5', 'ipv6'); return l; }, places: [[...address4, ...address6], ['ipv4', 'ipv6', undefined, 'x']], told: whole },
      rules: { on() { const l = new net.BlockList(); l.addSubnet('1.2.0.0', 16); return l.rules; }, places: [], construct: false, told: whole },
      SocketAddress: { places: [objectOf({ address: [...address4, ...address6], family: ['ipv4', 'ipv6', 'IPv6'], port: [0, 80, 65536, '5'], flowlabel: [0, 1, 2 ** 20] })], construct: true, told: (a) => a.toJSON() },
      Socket: { places: [closed([undefined, {}, null, { fd: -1 }, { fd: 'x' }, { readable: false }, { allowHalfOpen: true }, { signal: 5 }, { onread: {} }, { highWaterMark: -1 }, { objectMode: true }, { readableObjectMode: true }, { writableHighWaterMark: 'x' }])], construct: true, told: shut },
      Server: { places: [objectOf({ allowHalfOpen: [true], pauseOnConnect: [true], noDelay: [true], keepAlive: [true], highWaterMark: [1] }), [undefined, () => {}]], construct: true, told: shut }, createServer: { places: [objectOf({ highWaterMark: [5, -1] })], told: shut },
      listen: { ...server, places: [closed([-1, 65536, 1.5, {}, { port: -1 }, { port: 'x' }, { path: '' }, { path: 5 }, { path: 'a\0b' }, { fd: 'x' }, { port: 99999 }, { host: 'x' }, { port: 0, signal: 5 }, true, Symbol('p'), [1]])], told: shut },
      connect: { places: [pick([port, closed([{ port: -1 }, { port: 'x' }, { port: 1, host: 5 }, { port: 1, host: {} }, { port: 1, localAddress: 'x' }, { port: 1, localAddress: '127.0.0.1', localPort: 'x' }, { port: 1, localPort: -1 }, {}, { path: 5 }, { path: 'a\0b' }, { port: 1, family: 5, host: '127.0.0.1' }, { port: 1, hints: 1 << 30, host: 'x' }, { port: 1, lookup: 5, host: 'x' }, { port: 1, autoSelectFamily: 5, host: '127.0.0.1' }, { port: 1, autoSelectFamilyAttemptTimeout: 'x', host: '127.0.0.1' }, undefined, null])])], told: shut },
      setTimeout: { ...socket, places: [[0, 1000, -1, 'x', 1.5, Infinity, 2 ** 31], [undefined, () => {}]], told: shut }, setNoDelay: { ...socket, places: [[true]], told: same }, setKeepAlive: { ...socket, places: [[true], [0, 5]], told: same }, address: { ...pick([socket, server]), places: [], told: whole }, write: { ...socket, places: [closed([5, null, undefined, {}, [], true])], told: whole }, end: { ...socket, places: [closed([5, {}, []])], told: same },
      getConnections: { ...server, places: [callback], told: (r) => (typeof r === 'number' ? r : kind(r)) }, close: { ...server, places: [callback], told: same }, ref: { ...pick([socket, server]), places: [], told: same },
      setDefaultAutoSelectFamily: [closed([true, 5, 'x', undefined])], setDefaultAutoSelectFamilyAttemptTimeout: [closed([250, 'x', -1, 0, 1.5, undefined])], getDefaultAutoSelectFamily: { places: [], told: whole },
    }];
  },
  dgram() {
    const dgram = require('dgram');
    const made = { on: () => quietly(dgram.createSocket('udp4')) };
    const group = ['224.0.0.1', '1.2.3.4', 'x', '', '::1'];
    return [dgram, {
      createSocket: { places: [pick([['udp4', 'udp6', 'udp5', ''], objectOf({ type: ['udp4', 'udp6', 'x'], reuseAddr: [true], ipv6Only: [true], recvBufferSize: [100], lookup: [() => {}], signal })]), [undefined, () => {}]], told: shut },
      send: { ...made, places: [closed([5, null, undefined, {}, [5], ['a', {}], 'text', '']), closed([-1, 65536, 'x', {}, null, 1.5, 0]), closed([undefined, 5, 'x', {}])], told: shut },
      bind: { ...made, places: [closed([-1, 65536, 1.5, 'x', { port: -1 }, { port: 'x' }, { fd: -1 }])], told: shut }, connect: { ...made, places: [closed([-1, 0, 65536, 'x', null, {}]), closed([5, undefined])], told: shut },
      setBroadcast: { ...made, places: [[true]] }, setTTL: { ...made, places: [[1, 64, 0, 256]] }, setMulticastTTL: { ...made, places: [[1, 256]] }, setMulticastLoopback: { ...made, places: [[true]] }, setMulticastInterface: { ...made, places: [closed(['x', 5, null, '', '256.1.1.1'])] },
      addMembership: { ...made, places: [closed([...group.slice(1), undefined, 5, null]), closed([undefined, 'x'])] }, dropMembership: { ...made, places: [closed([...group.slice(1), undefined, 5, null])] }, addSourceSpecificMembership: { ...made, places: [closed([5, 'x', undefined]), closed([5, 'x', null])] },
      setRecvBufferSize: { ...made, places: [[100, 0, 2 ** 33]] }, setSendBufferSize: { ...made, places: [[100]] }, getRecvBufferSize: { ...made, places: [] }, getSendQueueSize: { ...made, places: [], told: whole }, getSendQueueCount: { ...made, places: [], told: whole },
      address: { ...made, places: [], told: whole }, remoteAddress: { ...made, places: [], told: whole }, disconnect: { ...made, places: [] }, close: { ...made, places: [[undefined]], told: kind }, ref: { ...made, places: [], told: kind }, unref: { ...made, places: [], told: kind },
    }];
  },
  http() {
    const http = require('http');
    const header = ['x-name', 'Content-Type', 'Set-Cookie', 'bad name', '', 'é', 'a:b', 'Host', 'Transfer-Encoding'];
    const value = ['text', 5, '', 'a\nb', 'é', 'ÿ', '日', ['a', 'b'], [], undefined];
    const response = { on() { const r = new http.ServerResponse({ method: pick(['GET', 'HEAD']), httpVersionMajor: 1, httpVersionMinor: 1, headers: {} }); r.setHeader('X-Was', 'here'); r.setHeader('set-cookie', ['a=1', 'b=2']); return r; } };
    const refusedOptions = closed([5, null, undefined, '', 'x', 'ftp://h/', { protocol: 'https:' }, { path: 'a b' }, { path: 'é日' }, { method: 'B D' }, { method: 5 }, { hostname: 5 }, { host: {} }, { agent: 5 }, { headers: { 'a b': 1 } }, { headers: { a: 'b\nc' } }, { headers: { a: undefined } }, { insecureHTTPParser: 5 }, { maxHeaderSize: 'x' }, { timeout: 'x' }, { protocol: 'x:' }, { setHost: 5, port: -1 }, { joinDuplicateHeaders: 5 }, { port: 70000 }, { auth: 5, port: -1 }, { family: 9, port: -1 }, { uniqueHeaders: 5, port: -1 }]);
    const headersNow = (r) => ({ ...r.getHeaders() });
    return [http, {
      validateHeaderName: [header, [undefined, 'Label', 5]], validateHeaderValue: [header, value],
      setHeader: { ...response, places: [header, value], told: headersNow }, appendHeader: { ...response, places: [header, value], told: headersNow }, getHeader: { ...response, places: [['x-was', 'X-WAS', 'set-cookie', 'none']], told: whole }, hasHeader: { ...response, places: [['x-was', 'none']], told: whole }, removeHeader: { ...response, places: [['x-was', 'none']] }, getHeaderNames: { ...response, places: [], told: whole }, getRawHeaderNames: { ...response, places: [], told: whole }, getHeaders: { ...response, places: [], told: (r) => ({ ...r }) },
      setHeaders: { ...response, places: [[new Headers({ a: 'b' }), new Map([['c', 'd']]), new Map([['bad name', 1]])]], told: headersNow }, flushHeaders: { ...response, places: [] }, addTrailers: { ...response, places: [[{ a: 'b' }, { 'bad name': 'b' }, { a: 'x\ny' }, [['a', 'b']]]] },
      writeHead: { ...response, places: [[200, 404, 99, 1000, '200', 200.5], pick([['Message', 'bad\nmessage', undefined], [{ a: 'b' }, ['a', 'b'], ['a'], { 'bad name': 1 }, { b: undefined }]]), [undefined, { c: 'd' }]], told: (r) => [r.statusCode, r.statusMessage, r.headersSent] },
      write: { ...response, places: [['text', Buffer.from('b'), '', new Uint8Array(2)], ['utf8', 'latin1', undefined]] }, end: { ...response, places: [['text', undefined], [undefined, 'hex']], told: kind }, setTimeout: { ...response, places: [[0, 5]], told: kind }, writeContinue: { ...response, places: [] }, writeEarlyHints: { ...response, places: [[{ link: '</a>; rel=preload' }, { link: 'bad' }, { link: ['</a>; rel=preload', '</b>; rel=preload; as=style'] }, {}]] }, cork: { ...response, places: [] }, pipe: { ...response, places: [], told: kind }, destroy: { ...response, places: [[undefined]], told: kind },
      request: { places: [refusedOptions, closed([undefined, 5, null, {}])], told: shut }, get: { places: [refusedOptions], told: shut }, ClientRequest: { places: [refusedOptions], construct: true, told: shut },
      Agent: { places: [closed([undefined, {}, 5, null, { scheduling: 'x' }, { scheduling: 'fifo' }, { maxTotalSockets: -1 }, { maxTotalSockets: 'x' }, { maxSockets: 1 }, { keepAlive: true }, { timeout: 'x' }])], construct: true, told: (a) => [kind(a), a.maxSockets, a.maxTotalSockets, a.keepAlive, a.scheduling] },
      getName: { on: () => new http.Agent(), places: [objectOf({ host: ['h'], port: [1, '2'], localAddress: ['l'], family: [4, 6, 5], socketPath: ['/s'] })], told: whole },
      Server: { places: [objectOf({ requestTimeout: [0, 5, -1], headersTimeout: [0, 5], keepAliveTimeout: [5], connectionsCheckingInterval: [1000], maxHeaderSize: [100], insecureHTTPParser: [true], noDelay: [true], requireHostHeader: [true], joinDuplicateHeaders: [true], IncomingMessage: [http.IncomingMessage], ServerResponse: [http.ServerResponse], rejectNonStandardBodyWrites: [true], highWaterMark: [5], uniqueHeaders: [['a']] })], construct: true, told: shut },
      setMaxIdleHTTPParsers: [[1000, 0, -1]], IncomingMessage: { places: [closed([null, undefined])], construct: true, told: kind }, OutgoingMessage: { places: [[undefined, { highWaterMark: 5 }]], construct: true, told: kind },
    }];
  },
  child_process() {
    const cp = require('child_process');
    const file = closed([5, null, undefined, {}, 'a\0b', '', 'no such program', true, Symbol('f'), []]);
    const args = pick([closed([5, 'x', null, undefined, {}, true, ['a\0b'], [5], [null]]), closed([[], undefined])]);
    const option = closed([5, 'x', null, true, undefined, () => {}, { cwd: 5 }, { cwd: 'a\0b' }, { cwd: 'none' }, { detached: 5 }, { uid: 'x' }, { uid: 1.5 }, { gid: {} }, { shell: 5 }, { argv0: 5 }, { argv0: 'a\0b' }, { windowsHide: 5 }, { windowsVerbatimArguments: 5 }, { env: 5 }, { env: { 'a\0': 'b' } }, { env: { a: 'b\0' } }, { stdio: 5 }, { stdio: 'x' }, { stdio: ['x', 0, 0] }, { stdio: [{}, 0, 0] }, { stdio: ['ipc', 'ipc', 0] }, { stdio: [99999, 0, 0] }, { stdio: [null, Symbol('s'), 0] }, { timeout: -1 }, { timeout: 'x' }, { maxBuffer: -1 }, { maxBuffer: 'x' }, { killSignal: 'x' }, { killSignal: 99 }, { killSignal: 1.5 }, { killSignal: {} }, { serialization: 'x' }, { serialization: 5 }, { signal: 5 }, { signal: {} }, { signal: AbortSignal.abort() }, { encoding: 'x' }, { encoding: 5 }, { input: 5 }, { input: {} }, { execPath: 5 }, { execPath: 'a\0b' }, { execArgv: 5 }, { execArgv: ['a\0b'] }, { silent: 5 }]);
    const brief = (r) => (r?.error ? [r.error.code, r.error.message, r.error.syscall, r.error.path, r.error.spawnargs, r.status, r.signal, r.output] : r?.pid === undefined ? shut(r) : [shut(r), typeof r.pid]);
    const child = { on: () => quietly(cp.spawn('no such program')) };
    return [cp, {
      spawn: { places: [file, args, option], told: brief }, spawnSync: { places: [file, args, option], told: brief }, execFile: { places: [file, args, option], told: brief }, execFileSync: { places: [file, args, option], told: brief }, fork: { places: [closed([5, null, undefined, {}, 'a\0b', true, Symbol('m')]), args, option], told: brief },
      exec: { places: [closed([5, null, undefined, {}, 'a\0b', '', []]), option], told: brief }, execSync: { places: [closed([5, null, undefined, {}, 'a\0b', '', []]), option], told: brief },
      kill: { ...child, places: [closed(['x', 99, -1, {}, 'SIGNOPE', 1.5])], told: whole }, ref: { ...child, places: [] }, unref: { ...child, places: [] },
      ChildProcess: { places: [], construct: true, told: kind },
    }];
  },
  worker_threads() {
    const threads = require('worker_threads');
    const worker = closed([5, null, undefined, {}, '', 'relative.js', 'file', './none.js', new URL('http://x/'), new URL('data:text/javascript,5'), Symbol('w')]);
    const port = { on: () => { const { port1, port2 } = new threads.MessageChannel(); port2.close(); return port1; } };
    return [threads, {
      Worker: { places: [worker, closed([5, null, { env: 5 }, { execArgv: 5 }, { execArgv: ['--no-such-flag'] }, { execArgv: ['--title=x'] }, { argv: 5 }, { argv: {} }, { eval: true }, { eval: 5 }, { resourceLimits: 5 }, { workerData: () => {} }, { workerData: Symbol('d') }, { transferList: [{}] }, { name: 5 }, { trackUnmanagedFds: 5 }, { env: { a: 1 }, execArgv: 'x' }])], construct: true, told: (w) => { shut(w); return typeof w.threadId; } },
      MessagePort: { places: [], construct: true }, MessageChannel: { places: [], construct: true, told: (c) => { c.port1.close(); return Object.keys(c); } },
      postMessage: { ...port, places: [[5, () => {}, Symbol('m'), { f() {} }], closed([undefined, [], 5, null, [{}], [5], { transfer: [] }, { transfer: 5 }, {}, 'x', [new ArrayBuffer(2)]])], told: kind },
      receiveMessageOnPort: { places: [[new EventTarget()]], told: whole }, moveMessagePortToContext: [closed([5, null, {}]), closed([5, null, {}])], markAsUntransferable: [closed([new Map(), 5, null, undefined])], markAsUncloneable: [closed([new Map(), 5, 'x'])], isMarkedAsUntransferable: { places: [closed([new Set(), 5, null])], told: whole },
      setEnvironmentData: [['key', 5], [5, undefined]], getEnvironmentData: { places: [['none', 'other']], told: whole }, BroadcastChannel: { places: [['name', 5]], construct: true, told: (c) => { c.close(); return c.name; } },
      postMessageToThread: { places: [closed([0, 99]), closed([5, {}]), closed([undefined, []]), closed([undefined, 'x', 10])], told: kind },
      ref: { ...port, places: [] }, start: { ...port, places: [] }, close: { ...port, places: [] }, hasRef: { ...port, places: [], told: whole },
    }];
  },
};

const groups = Object.fromEntries(Object.entries(tables).map(([name, table]) => [`${name}_arguments`, () => call(...table())]));
mainAsync(groups, Object.fromEntries(Object.keys(groups).map((group) => [group, 300])));
