// http's client: requests that are aborted or take long, each event once; an agent's places for connections.
'use strict';
const http = require('http');
const { getEventListeners, once } = require('events');

function watched(request, seen = []) {
  for (const name of ['abort', 'socket', 'timeout', 'response', 'close']) request.on(name, () => seen.push(name));
  request.on('error', (error) => seen.push(`error ${error.code}`));
  return seen;
}

async function listening(handler) {
  const server = http.createServer(handler).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function aborting(port) {
  const acts = {
    'abort at once': (request) => request.abort(),
    'destroy at once': (request) => request.destroy(),
    'destroy with an error': (request) => request.destroy(Object.assign(new Error('mine'), { code: 'MINE' })),
    'abort with a socket': (request) => request.on('socket', () => request.abort()),
    'abort with a response': (request) => request.on('response', () => request.abort()),
    'destroy with a response': (request) => request.on('response', () => request.destroy()),
  };
  for (const [what, act] of Object.entries(acts)) {
    const request = http.get({ port, host: '127.0.0.1', path: '/slow' });
    const seen = watched(request);
    act(request);
    await new Promise((resolve) => request.on('close', resolve));
    console.log(what, seen, request.aborted, request.destroyed);
  }
}

async function signals(port) {
  const control = new AbortController();
  const request = http.get({ port, host: '127.0.0.1', signal: control.signal });
  const seen = watched(request);
  console.log(getEventListeners(control.signal, 'abort').length);
  control.abort();
  await new Promise((resolve) => request.on('close', resolve));
  console.log(seen);
  const late = http.get({ port, host: '127.0.0.1', signal: control.signal });
  const events = watched(late);
  console.log(late.destroyed);
  await new Promise((resolve) => late.on('close', resolve));
  console.log(events);
}

async function timeouts(port) {
  const agent = new http.Agent({ keepAlive: true, timeout: 1000 });
  for (let i = 0; i < 2; i++) {
    const request = http.get({ port, host: '127.0.0.1', agent, timeout: 500 });
    const [response] = await once(request, 'response');
    console.log(request.reusedSocket, request.socket.listenerCount('timeout'), request.socket.timeout);
    const closed = [];
    response.on('close', () => closed.push('response')).resume();
    request.on('close', () => closed.push('request'));
    await once(response, 'end');
    await new Promise(setImmediate);
    console.log(closed);
  }
  agent.destroy();
  const slow = http.get({ port, host: '127.0.0.1', path: '/slow' });
  const [response] = await once(slow, 'response');
  response.setTimeout(5);
  await once(response, 'timeout');
  slow.destroy();
  console.log('the response was told');
}

// Two servers, and fewer places than requests: connections that wait for use make place for the other server's.
async function places(first, second) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 2, maxTotalSockets: 2 });
  const done = [];
  let free = 0;
  agent.on('free', () => free++);
  const requests = [];
  for (const port of [first, second, first, second, first, second]) {
    const request = http.get({ port, host: '127.0.0.1', agent }, (response) => response.resume());
    requests.push(new Promise((resolve) => request.on('close', resolve)));
    request.on('close', () => done.push(port === first ? 'a' : 'b'));
  }
  await Promise.all(requests);
  console.log(done.sort().join(''), free >= 6, Object.keys(agent.requests).length);
  agent.destroy();
}

// Frameworks make objects of the prototypes, and tools look at all that these have.
function prototypes() {
  const { headers, trailers, headersDistinct, rawHeaders } = Object.create(http.IncomingMessage.prototype);
  console.log(headers, trailers, Object.keys(headersDistinct), rawHeaders, http.OutgoingMessage.prototype._headers);
  console.log(require('net').Socket.prototype.bytesWritten);
}

(async () => {
  prototypes();
  const answer = (request, response) => {
    if (request.url === '/slow') response.flushHeaders();
    else response.end('ok');
  };
  const servers = [await listening(answer), await listening(answer)];
  const [first, second] = servers.map((server) => server.address().port);
  await aborting(first);
  await signals(first);
  await timeouts(first);
  await places(first, second);
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
})();
