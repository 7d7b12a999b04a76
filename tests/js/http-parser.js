// HTTP/1 messages as they come over the wire, good and bad: what a server and a client make of them, and where they say an error is.
'use strict';
const http = require('http');
const net = require('net');

const GET = 'GET / HTTP/1.1\r\nHost: x\r\n';
const POST = 'POST / HTTP/1.1\r\nHost: x\r\n';
const CHUNKED = `${POST}Transfer-Encoding: chunked\r\n\r\n`;
const OK = 'HTTP/1.1 200 OK\r\nX: y\r\n';
const long = (length) => 'a'.repeat(length);

const requests = {
  folded: `${GET}A: b\r\n c\r\n\td\r\n   e  \r\n\r\n`,
  'folded at once': `${GET}A:\r\n c\r\n\r\n`,
  'folded first': 'GET / HTTP/1.1\r\n x: y\r\n\r\n',
  'CR alone': `${GET}A: b\rC: d\r\n\r\n`,
  'LF alone': `${GET}A: b\nC: d\r\n\r\n`,
  control: `${GET}A: b\x01c\r\n\r\n`,
  latin1: `${GET}A: b\xffc\r\n\r\n`,
  'bad name': `${GET}A b: c\r\n\r\n`,
  'no colon': `${GET}Abc\r\n\r\n`,
  'bad beginning': `${GET}A(b`,
  'bad method': 'GETX / HTTP/1.1',
  'bad protocol': 'GET / HTTQ',
  'bad version': 'GET / HTTP/1.2\r\n\r\n',
  'old version': 'GET /\r\n\r\n',
  'bad target': 'GET \x01 HTTP/1.1\r\n\r\n',
  'a space in the target': 'GET /a b HTTP/1.1\r\n\r\n',
  'CONNECT to a path': 'CONNECT / HTTP/1.1\r\nHost: x\r\n\r\nabc',
  'constructor': `${GET}constructor: a\r\nconstructor: b\r\n\r\n`,
  'two lengths': `${POST}Content-Length: 1\r\nContent-Length: 1\r\n\r\na`,
  'bad length': `${POST}Content-Length: 1x\r\n\r\na`,
  'length and chunks': `${POST}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  'chunks and length': `${POST}Transfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n0\r\n\r\n`,
  'chunked twice': `${POST}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  'not chunked': `${POST}Transfer-Encoding: identity\r\n\r\n`,
  trailers: `${CHUNKED}3;a=b\r\nabc\r\n0\r\nT: v\r\n\r\n`,
  'bad trailer': `${CHUNKED}0\r\nT(: v\r\n\r\n`,
  'bad chunk': `${CHUNKED}x\r\n`,
  'chunk without CR': `${CHUNKED}3\nabc\r\n0\r\n\r\n`,
  'huge chunk': `${CHUNKED}fffffffffffffffff\r\n`,
  'after close': `${GET}Connection: close\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\n`,
  'after HTTP/1.0': 'GET / HTTP/1.0\r\n\r\nGET /2 HTTP/1.0\r\n\r\n',
  pipelined: `GET /1 HTTP/1.1\r\nHost: x\r\n\r\n${GET}\r\n`,
  'body beside upgrade': `${POST}Connection: Upgrade\r\nUpgrade: foo\r\nContent-Length: 3\r\n\r\nabcdef`,
  'body beside expect': `${POST}Expect: 100-continue\r\nContent-Length: 3\r\n\r\nabc`,
  'just fits': `${GET}A: ${long(16376)}\r\n\r\n`,
  overflow: `${GET}A: ${long(16377)}\r\n\r\n`,
  'overflow of a name': `${GET}${long(17000)}`,
  'overflow of trailers': `${CHUNKED}0\r\nT: ${long(17000)}\r\n\r\n`,
};

const responses = {
  folded: `${OK}A: b\r\n c\r\n\td\r\nContent-Length: 0\r\n\r\n`,
  'LF alone': 'HTTP/1.1 200 OK\nContent-Length: 1\n\na',
  'bad status': 'HTTP/1.1 20 OK\r\n\r\n',
  'bad protocol': 'HTPP/1.1 200 OK\r\n\r\n',
  'after the end': `${OK}Content-Length: 1\r\n\r\naXYZ`,
  'after close': `${OK}Content-Length: 1\r\nConnection: close\r\n\r\naHTTP`,
  'bad chunk': `${OK}Transfer-Encoding: chunked\r\n\r\n3 \r\nabc\r\n0\r\n\r\n`,
  overflow: `${OK}A: ${long(16384)}\r\n\r\n`,
};

const short = (value) => (value.length > 100 ? value.length : value);
const shortened = (headers) => JSON.stringify(Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, short(value)])));
const describe = (error) => `${error.code} ${error.message} at ${error.bytesParsed} of ${error.rawPacket?.length}`;

async function toServer(name, text, insecureHTTPParser) {
  const seen = [];
  const server = http.createServer({ insecureHTTPParser }, (request, response) => {
    seen.push(`${request.method} ${request.url} ${shortened(request.headers)}`);
    let body = '';
    request.on('data', (chunk) => { body += chunk; }).on('end', () => seen.push(`body ${JSON.stringify(body)} ${shortened(request.trailers)}`));
    response.end('ok');
  });
  server.on('clientError', (error, socket) => {
    seen.push(describe(error));
    socket.end('bad');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = net.connect(server.address().port, '127.0.0.1', () => client.end(text, 'latin1'));
  let answer = '';
  client.on('data', (chunk) => { answer += chunk; });
  client.on('error', () => {});
  await new Promise((resolve) => client.on('close', resolve));
  server.close();
  server.closeAllConnections();
  console.log(name, seen, answer.match(/HTTP\/1.1 \d+|bad/g)?.join());
}

async function toClient(name, text, insecureHTTPParser) {
  const seen = [];
  const server = net.createServer((socket) => {
    socket.on('error', () => {}).once('data', () => socket.end(text, 'latin1'));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const request = http.get({ port: server.address().port, host: '127.0.0.1', insecureHTTPParser, agent: new http.Agent({ keepAlive: true }) }, (response) => {
    seen.push(`${response.statusCode} ${shortened(response.headers)}`);
    response.on('error', (error) => seen.push(`response: ${error.message}`));
    response.on('end', () => seen.push('end')).resume();
  });
  request.on('error', (error) => seen.push(describe(error)));
  await new Promise((resolve) => request.on('close', () => setTimeout(resolve, 10)));
  request.destroy();
  server.close();
  console.log(name, seen);
}

// What a listener throws is its own error, not the peer's.
async function thrown() {
  const server = http.createServer(() => { throw new Error('mine'); });
  server.on('clientError', () => console.log('clientError'));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const caught = new Promise((resolve) => process.once('uncaughtException', resolve));
  const client = net.connect(server.address().port, '127.0.0.1', () => client.write(`${GET}\r\n`));
  console.log(String(await caught));
  client.destroy();
  server.close();
  server.closeAllConnections();
}

(async () => {
  for (const [name, text] of Object.entries(requests)) await toServer(name, text, false);
  for (const name of ['folded', 'folded at once', 'LF alone', 'control', 'length and chunks', 'chunk without CR', 'after close']) {
    await toServer(`insecure: ${name}`, requests[name], true);
  }
  for (const [name, text] of Object.entries(responses)) await toClient(name, text, false);
  for (const name of ['folded', 'LF alone', 'after close']) await toClient(`insecure: ${name}`, responses[name], true);
  await thrown();
})();
