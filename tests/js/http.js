'use strict';
// HTTP on the loopback: what each side sees, in order.
const http = require('http');
const net = require('net');

const log = [];
const out = (...args) => console.log(args.map((a) => (typeof a === 'string' ? a : JSON.stringify(a))).join(' '));
const clean = (text) => text.replace(/Date: .*\r\n/g, 'Date: X\r\n').replace(/:\d{4,5}\r\n/g, ':PORT\r\n');

function listen(server) {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)));
}
const close = (server) => new Promise((resolve) => server.close(resolve));

function fetch(options, body) {
  return new Promise((resolve, reject) => {
    const req = http.request(options, (res) => {
      let text = '';
      res.setEncoding('utf8');
      res.on('data', (d) => { text += d; });
      res.on('end', () => resolve({ res, text }));
      res.on('error', reject);
    });
    req.on('error', reject);
    req.end(body);
  });
}

// Sends raw bytes and gives back everything until the connection ends.
function raw(port, ...pieces) {
  return new Promise((resolve) => {
    let text = '';
    const s = net.connect(port, '127.0.0.1', async () => {
      for (const piece of pieces) {
        s.write(piece);
        await new Promise((r) => setTimeout(r, 15));
      }
    });
    s.setEncoding('latin1');
    s.on('data', (d) => { text += d; });
    s.on('error', (e) => { text += `[${e.code}]`; });
    s.on('close', () => resolve(clean(text)));
  });
}

async function basics() {
  const server = http.createServer((req, res) => {
    let size = 0;
    req.on('data', (d) => { size += d.length; });
    req.on('end', () => {
      if (req.url === '/echo') {
        res.setHeader('X-Size', size);
        res.setHeader('Set-Cookie', ['a=1', 'b=2']);
        res.end(`${req.method} ${req.url} ${size} ${req.headers['content-length']} ${req.headers['transfer-encoding']}`);
      } else if (req.url === '/chunks') {
        res.write('one');
        res.write(Buffer.from('two'));
        setTimeout(() => res.end('three'), 5);
      } else if (req.url === '/head') {
        res.writeHead(201, 'Made', { 'Content-Type': 'text/plain', 'X-A': ['1', '2'] });
        res.end('not sent for HEAD');
      } else if (req.url === '/204') {
        res.statusCode = 204;
        res.end();
      } else if (req.url === '/trailers') {
        res.writeHead(200, { 'Trailer': 'X-End' });
        res.write('body');
        res.addTrailers({ 'X-End': 'yes' });
        res.end();
      } else {
        res.writeHead(404, ['X-One', '1', 'X-Two', '2']);
        res.end();
      }
    });
  });
  const port = await listen(server);
  for (const [method, path, body] of [
    ['GET', '/echo'], ['POST', '/echo', 'hello'], ['PUT', '/echo', Buffer.alloc(100000, 1)], ['DELETE', '/echo'],
    ['GET', '/chunks'], ['HEAD', '/head'], ['GET', '/head'], ['GET', '/204'], ['GET', '/trailers'], ['GET', '/none'],
  ]) {
    const { res, text } = await fetch({ port, host: '127.0.0.1', method, path }, body);
    const headers = { ...res.headers };
    delete headers.date;
    out(method, path, res.statusCode, res.statusMessage, res.httpVersion, headers, text, res.trailers, res.complete);
  }
  out('raw', await raw(port, 'GET /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'));
  out('raw 1.0', await raw(port, 'GET /chunks HTTP/1.0\r\n\r\n'));
  out('pieces', await raw(port, 'POST /echo HT', 'TP/1.1\r\nHo', 'st: x\r\nTransfer-Encoding: chunked\r\n\r', '\n5\r\nhe', 'llo\r\n3;x=y\r\nabc\r', '\n0\r\nX-T: 1\r\n\r\nGET /none HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'));
  out('two', await raw(port, 'GET /204 HTTP/1.1\r\nHost: x\r\n\r\nGET /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'));
  for (const bad of [
    'NOPE / HTTP/1.1\r\n\r\n', 'GET / HTTP/1.1\r\n\r\n', 'GET / HTTP/1.1\r\nHost : x\r\n\r\n', 'GET  HTTP/1.1\r\nHost: x\r\n\r\n',
    'GET / HTTP/3.1\r\nHost: x\r\n\r\n', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n',
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
    'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
    `GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(20000)}\r\n\r\n`, 'GET / HTTP/1.1\r\nHost: x\r\nX: a\x01b\r\n\r\n',
  ]) {
    out('bad', bad.slice(0, 60), await raw(port, bad));
  }
  await close(server);
}

async function keepAlive() {
  let connections = 0;
  const server = http.createServer((req, res) => res.end(String(connections)));
  server.on('connection', () => connections++);
  const port = await listen(server);
  const agent = new http.Agent({ keepAlive: true });
  for (let i = 0; i < 3; i++) {
    const { text, res } = await fetch({ port, host: '127.0.0.1', agent });
    out('keepalive', text, res.headers.connection, res.headers['keep-alive']);
    await new Promise((r) => setTimeout(r, 5));
  }
  out('free', Object.keys(agent.freeSockets).length, Object.values(agent.freeSockets)[0]?.length);
  agent.destroy();
  const { text } = await fetch({ port, host: '127.0.0.1', agent: false });
  out('no agent', text);
  const limited = new http.Agent({ maxSockets: 1 });
  const answers = await Promise.all([1, 2, 3].map(() => fetch({ port, host: '127.0.0.1', agent: limited })));
  out('limited', answers.map((a) => a.res.statusCode));
  await close(server);
}

async function upgrades() {
  const server = http.createServer((req, res) => res.end('plain'));
  server.on('upgrade', (req, socket, head) => {
    out('server upgrade', req.headers.upgrade, head.toString());
    socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: test\r\nConnection: Upgrade\r\n\r\nfirst');
    socket.on('data', (d) => socket.end(`echo:${d}`));
  });
  server.on('connect', (req, socket, head) => {
    out('server connect', req.url, head.toString());
    socket.end('HTTP/1.1 200 OK\r\n\r\ntunnel');
  });
  const port = await listen(server);
  await new Promise((resolve) => {
    const req = http.get({ port, host: '127.0.0.1', headers: { Connection: 'Upgrade', Upgrade: 'test' } });
    req.on('upgrade', (res, socket, head) => {
      out('client upgrade', res.statusCode, res.headers, head.toString());
      socket.on('data', (d) => out('client data', d.toString()));
      socket.on('end', () => out('client end'));
      socket.on('close', resolve);
      socket.write('ping');
    });
  });
  await new Promise((resolve) => {
    const req = http.request({ port, host: '127.0.0.1', method: 'CONNECT', path: 'example:80' });
    req.on('connect', (res, socket, head) => {
      out('client connect', res.statusCode, head.toString());
      socket.on('data', (d) => out('tunnel', d.toString()));
      socket.on('end', resolve);
    });
    req.end();
  });
  await close(server);
}

async function continues() {
  const server = http.createServer((req, res) => {
    req.resume();
    req.on('end', () => res.end('done'));
  });
  const port = await listen(server);
  await new Promise((resolve) => {
    const req = http.request({ port, host: '127.0.0.1', method: 'POST', headers: { Expect: '100-continue' } });
    req.on('continue', () => { out('continue'); req.end('body'); });
    req.on('information', (info) => out('information', info.statusCode));
    req.on('response', (res) => { res.resume(); res.on('end', () => { out('response', res.statusCode); resolve(); }); });
    req.flushHeaders();
  });
  await close(server);
}

async function failures() {
  const attempt = async (name, options, body) => {
    try {
      const { res } = await fetch(options, body);
      out(name, 'ok', res.statusCode);
    } catch (e) {
      out(name, e.name, e.code, e.message.replace(/\d{4,5}/, 'PORT'), e.syscall);
    }
  };
  const thrown = (name, f) => {
    try { f(); out(name, 'ok'); } catch (e) { out(name, e.name, e.code, e.message); }
  };
  await attempt('refused', { port: 1, host: '127.0.0.1' });
  const hang = http.createServer((req) => req.socket.destroy());
  let port = await listen(hang);
  await attempt('hang up', { port, host: '127.0.0.1' });
  await close(hang);
  const broken = net.createServer((s) => s.on('data', () => s.end('HTP/1.1 200 OK\r\n\r\n')));
  port = await listen(broken);
  await attempt('not http', { port, host: '127.0.0.1' });
  await close(broken);
  const cut = net.createServer((s) => s.on('data', () => s.end('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc')));
  port = await listen(cut);
  await attempt('cut', { port, host: '127.0.0.1' });
  await close(cut);
  const slow = http.createServer(() => {});
  port = await listen(slow);
  await new Promise((resolve) => {
    const req = http.get({ port, host: '127.0.0.1', timeout: 30 });
    req.on('timeout', () => { out('timeout'); req.destroy(); });
    req.on('error', (e) => out('error', e.code, e.message));
    req.on('close', resolve);
  });
  await new Promise((resolve) => {
    const req = http.get({ port, host: '127.0.0.1' });
    req.on('error', (e) => out('error', e.code, e.message));
    req.on('abort', () => out('abort'));
    req.on('close', () => { out('close', req.destroyed, req.aborted); resolve(); });
    setTimeout(() => req.abort(), 20);
  });
  const ac = new AbortController();
  await new Promise((resolve) => {
    const req = http.get({ port, host: '127.0.0.1', signal: ac.signal });
    req.on('error', (e) => out('error', e.name, e.code, e.message));
    req.on('close', resolve);
    setTimeout(() => ac.abort(), 20);
  });
  slow.closeAllConnections();
  await close(slow);
  thrown('path', () => http.request({ path: '/a b' }));
  thrown('protocol', () => http.request('ftp://x'));
  thrown('method', () => http.request({ method: 'a b' }));
  thrown('method type', () => http.request({ method: 1 }));
  thrown('header name', () => http.request({ headers: { 'a b': 1 } }));
  thrown('header value', () => http.request({ headers: { a: 'b\n' } }));
  thrown('undefined value', () => http.request({ headers: { a: undefined } }));
  thrown('url', () => http.request('nope'));
  thrown('agent', () => http.request({ agent: {} }));
  thrown('validate', () => http.validateHeaderName(''));
  thrown('validate value', () => http.validateHeaderValue('x', 'é\u0100'));
  thrown('host', () => http.request({ host: 1 }));
}

async function outgoing() {
  const server = http.createServer((req, res) => {
    const thrown = (name, f) => {
      try { out(name, f()); } catch (e) { out(name, e.name, e.code, e.message); }
    };
    res.setHeader('Foo', 'bar');
    res.appendHeader('foo', 'baz');
    out(res.getHeader('FOO'), res.getHeaderNames(), res.getRawHeaderNames(), res.hasHeader('foo'), { ...res.getHeaders() });
    res.removeHeader('foo');
    out(res.headersSent, res.writableEnded, res.finished, res.statusCode, res.statusMessage);
    thrown('status', () => res.writeHead(1000));
    thrown('null', () => res.write(null));
    thrown('number', () => res.write(1));
    res.on('finish', () => out('finish', res.writableFinished));
    res.on('close', () => out('close'));
    res.end('x');
    thrown('set after', () => res.setHeader('a', 'b'));
    thrown('head after', () => res.writeHead(200));
    thrown('remove after', () => res.removeHeader('a'));
    res.on('error', (e) => out('error', e.code, e.message));
    thrown('write after', () => res.write('y'));
    res.end(() => out('second end'));
    out(res.headersSent, res.writableEnded, res.finished);
  });
  const port = await listen(server);
  const { res } = await fetch({ port, host: '127.0.0.1' });
  out(res.statusCode, res.headers['content-length'], res.rawHeaders.filter((_, i) => i % 2 === 0));
  await close(server);
}

async function requests() {
  const server = net.createServer((s) => {
    let text = '';
    s.on('data', (d) => {
      text += d;
      clearTimeout(s.t);
      s.t = setTimeout(() => { out('sent', clean(text)); s.end('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'); }, 20);
    });
  });
  const port = await listen(server);
  const base = { port, host: '127.0.0.1' };
  await fetch({ ...base });
  await fetch({ ...base, method: 'POST', headers: { 'X-A': 1, 'Cookie': ['a=1', 'b=2'] } }, 'text');
  await fetch({ ...base, method: 'POST', path: '/?q=1', auth: 'u:p' });
  await fetch({ ...base, headers: ['X-One', 'a', 'X-Two', 'b'] });
  await fetch({ ...base, agent: new http.Agent({ keepAlive: false }) });
  await fetch({ ...base, setHost: false });
  await fetch({ ...base, headers: { 'content-length': 3 }, method: 'POST' }, 'abc');
  await new Promise((resolve) => {
    const req = http.request({ ...base, method: 'POST' }, (res) => { res.resume(); res.on('end', resolve); });
    req.write('a');
    req.write('bc');
    req.end();
  });
  await fetch(`http://127.0.0.1:${port}/p?x#y`);
  await close(server);
}

(async () => {
  await basics();
  await keepAlive();
  await upgrades();
  await continues();
  await failures();
  await outgoing();
  await requests();
  void log;
})().catch((e) => { console.log('ERROR', e); process.exitCode = 1; });
