'use strict';
// Differential: sockets on the loopback and unix sockets. The expected text comes from Node 22 (tests/js/expected/net.txt).
const net = require('net');
const os = require('os');
const path = require('path');

const out = (...args) => console.log(args.map((a) => (typeof a === 'string' ? a : JSON.stringify(a))).join(' '));
// What packages do when they are loaded, where there is no TLS too.
out(typeof new (require('tls').TLSSocket)(new (require('stream').PassThrough)())._handle._parentWrap.constructor);
const port = (text) => String(text).replace(/:\d{4,5}\b/g, ':PORT');
const wait = (ms) => new Promise((r) => setTimeout(r, ms));
const listen = (server, ...args) => new Promise((resolve, reject) => {
  server.once('error', reject);
  server.listen(...args, () => resolve(server.address()));
});
const closed = (emitter) => new Promise((r) => emitter.once('close', r));
const thrown = (name, f) => {
  try { out(name, f()); } catch (e) { out(name, e.name, e.code, e.message); }
};
const errorOf = (e) => [e.name, e.code, port(e.message), e.syscall, e.address, typeof e.port, e.errno];

async function echo() {
  const events = [];
  const server = net.createServer((s) => {
    events.push('connection');
    s.on('end', () => events.push('server end'));
    s.on('close', (e) => events.push(`server close ${e}`));
    s.pipe(s);
  });
  const address = await listen(server, 0, '127.0.0.1');
  out('address', address.address, address.family, typeof address.port, server.listening);
  const c = net.connect(address.port, '127.0.0.1');
  out('before', c.connecting, c.pending, c.readyState, c.destroyed, c.remoteAddress === undefined);
  for (const name of ['lookup', 'connect', 'ready', 'end', 'finish']) c.on(name, () => events.push(`client ${name}`));
  c.on('close', (e) => events.push(`client close ${e}`));
  await new Promise((r) => c.once('connect', r));
  out('after', c.connecting, c.pending, c.readyState, c.remoteAddress, c.remoteFamily, c.remotePort === address.port, c.localAddress, Object.keys(c.address()));
  let got = '';
  c.on('data', (d) => { got += d; });
  c.write('one ');
  c.write(Buffer.from('two '));
  c.write('dHJlZQ==', 'base64', () => events.push('written'));
  c.end(' end');
  await closed(c);
  await wait(10);
  out(got, c.bytesRead, c.bytesWritten, c.readyState, c.destroyed);
  out(events);
  await new Promise((r) => server.close(r));
  out('closed', server.listening, server.address());
}

async function large() {
  const size = 5_000_000;
  const server = net.createServer((s) => {
    let n = 0;
    let drains = 0;
    s.on('data', (d) => { n += d.length; });
    s.on('end', () => { s.end(String(n)); void drains; });
  });
  server.listen({ port: 0, host: '127.0.0.1' });
  await new Promise((r) => server.on('listening', r));
  const c = net.createConnection({ port: server.address().port, host: '127.0.0.1' });
  out('accepted at once', c.write(Buffer.alloc(size)));
  let drained = false;
  c.on('drain', () => { drained = true; });
  c.setEncoding('utf8');
  c.on('data', (d) => out('counted', d));
  setTimeout(() => c.end(), 200);
  await closed(c);
  out('drained', drained, c.bytesWritten);
  await new Promise((r) => server.close(r));
}

async function unix() {
  const file = path.join(os.tmpdir(), `net-test-${process.pid}.sock`);
  const server = net.createServer((s) => s.end('hello'));
  const address = await listen(server, file);
  out('unix', address === file);
  const c = net.connect(file);
  let got = '';
  c.on('data', (d) => { got += d; });
  await closed(c);
  out(got, c.remoteAddress, c.remotePort);
  const again = net.createServer();
  await listen(again, file).catch((e) => out('in use', e.code, e.message.replace(file, 'FILE'), e.syscall, e.address === file, e.port));
  await new Promise((r) => server.close(r));
  out('gone', require('fs').existsSync(file));
  const d = net.connect(file);
  d.on('error', (e) => out('no file', e.code, e.message.replace(file, 'FILE'), e.syscall, e.address === file));
  await closed(d);
}

async function errors() {
  const c = net.connect(1, '127.0.0.1');
  c.on('error', (e) => out('refused', ...errorOf(e)));
  c.on('close', (e) => out('close', e));
  await closed(c);
  const server = net.createServer();
  const { port: taken } = await listen(server, 0, '127.0.0.1');
  const other = net.createServer();
  await listen(other, taken, '127.0.0.1').catch((e) => out('in use', ...errorOf(e)));
  await new Promise((r) => server.close(r));
  server.close((e) => out('twice', e.code, e.message));
  await wait(5);
  thrown('listen twice', () => { const s = net.createServer(); s.listen(0); try { s.listen(0); } finally { s.close(); } });
  const bad = net.connect({ host: 'name.invalid', port: 80 });
  bad.on('lookup', (e, address) => out('lookup', e?.code, address));
  bad.on('error', (e) => out('lookup error', e.code === 'EAI_AGAIN' ? 'ENOTFOUND' : e.code, e.syscall, e.hostname));
  await closed(bad);
  thrown('no port', () => net.connect({}));
  thrown('bad port', () => net.connect(70000));
  thrown('port type', () => net.connect({ port: {} }));
  thrown('port NaN', () => net.createServer().listen('x1', () => {}).close() && 'ok');
  thrown('port range', () => net.createServer().listen(65536));
  thrown('listen options', () => net.createServer().listen({}));
  thrown('options', () => net.createServer(1));
  thrown('object mode', () => new net.Socket({ objectMode: true }));
  thrown('fd', () => new net.Socket({ fd: -1 }));
  thrown('lookup', () => net.connect({ port: 1, host: 'x', lookup: 1 }));
  thrown('local', () => net.connect({ port: 1, localAddress: 'x' }));
  thrown('timeout', () => new net.Socket().setTimeout('x'));
  thrown('timeout range', () => new net.Socket().setTimeout(-1));
  const unconnected = new net.Socket();
  out('fresh', unconnected.readable, unconnected.writable, unconnected.readyState, unconnected.pending, unconnected.address());
  unconnected.destroy();
  await closed(unconnected);
  out('destroyed', unconnected.destroyed, unconnected.readyState);
}

async function halves() {
  const server = net.createServer({ allowHalfOpen: true }, (s) => {
    s.on('end', () => { out('server sees end', s.writable); s.write('still here'); setTimeout(() => s.end(), 10); });
    s.resume();
  });
  const { port: p } = await listen(server, 0, '127.0.0.1');
  const c = net.connect(p, '127.0.0.1');
  c.on('data', (d) => out('client', d.toString()));
  c.end('bye');
  await closed(c);
  await new Promise((r) => server.close(r));

  const ender = net.createServer((s) => s.end('x'));
  const { port: q } = await listen(ender, 0, '127.0.0.1');
  const d = net.connect(q, '127.0.0.1');
  d.resume();
  await new Promise((r) => d.once('end', r));
  await wait(10);
  d.on('error', (e) => out('write after end', e.code, e.message));
  out('write', d.write('y'));
  await wait(10);
  out('state', d.destroyed, d.readyState);
  await new Promise((r) => ender.close(r));
}

async function timeouts() {
  const server = net.createServer((s) => { s.on('error', (e) => out('server error', e.code)); s.on('close', (e) => out('server close', e)); s.resume(); });
  const { port: p } = await listen(server, 0, '127.0.0.1');
  const c = net.connect({ port: p, host: '127.0.0.1', timeout: 20 });
  out('timeout set', c.timeout);
  await new Promise((r) => c.once('timeout', r));
  out('timeout');
  c.setTimeout(0);
  c.setNoDelay(true).setKeepAlive(true, 1000).ref().unref().ref();
  await new Promise((r) => server.getConnections((e, n) => { out('connections', e, n); r(); }));
  c.resetAndDestroy();
  await closed(c);
  await wait(20);
  await new Promise((r) => server.close(r));
  out('paused');
  const slow = net.createServer({ pauseOnConnect: true }, (s) => {
    setTimeout(() => { out('paused', s.isPaused()); s.on('data', (d) => out('data', d.toString())); s.on('end', () => s.end()); s.resume(); }, 20);
  });
  const { port: q } = await listen(slow, 0, '127.0.0.1');
  const d = net.connect(q, '127.0.0.1', () => d.end('later'));
  d.resume();
  await closed(d);
  await new Promise((r) => slow.close(r));
  const limited = net.createServer((s) => s.end());
  limited.maxConnections = 1;
  limited.on('drop', (data) => out('drop', Object.keys(data)));
  const { port: r } = await listen(limited, 0, '127.0.0.1');
  const clients = [net.connect(r, '127.0.0.1'), net.connect(r, '127.0.0.1')];
  await Promise.all(clients.map((x) => { x.on('error', () => {}); return closed(x); }));
  await new Promise((x) => limited.close(x));
}

async function names() {
  for (const text of ['127.0.0.1', '::1', 'fe80::1%lo', '1.2.3', '', 'x', '::ffff:1.2.3.4', '01.2.3.4', 1, null]) {
    out('isIP', String(text), net.isIP(text), net.isIPv4(text), net.isIPv6(text));
  }
  const server = net.createServer((s) => s.end());
  const address = await listen(server, 0);
  out('any', address.address, address.family);
  const c = net.connect(address.port);
  c.on('lookup', (e, a, f, h) => out('lookup', e, h));
  c.resume();
  await new Promise((r) => c.once('connect', r));
  await closed(c);
  await new Promise((r) => server.close(r));
  const none = net.connect(address.port, 'localhost');
  none.on('error', (e) => out('aggregate', e.code, e.constructor.name));
  await closed(none);
  const ac = new AbortController();
  const aborted = net.createServer();
  aborted.listen({ port: 0, host: '127.0.0.1', signal: ac.signal });
  aborted.on('close', () => out('aborted'));
  setTimeout(() => ac.abort(), 5);
  await closed(aborted);
}

(async () => {
  for (const part of [echo, large, unix, errors, halves, timeouts, names]) {
    out('--', part.name);
    await part();
  }
})().catch((e) => { console.log('ERROR', e); process.exitCode = 1; });
