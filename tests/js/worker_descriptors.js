'use strict';
// What a worker leaves open is closed with it: its port is free again, and who was connected sees the end.
const net = require('net');
const { once } = require('events');
const { Worker } = require('worker_threads');

async function left(how) {
  const worker = new Worker(`
    const net = require('net');
    const { parentPort, workerData } = require('worker_threads');
    const server = net.createServer((socket) => {
      socket.write('x');
      if (workerData === 'exit') setTimeout(() => process.exit(), 5);
      if (workerData === 'unref') { socket.unref(); server.unref(); }
      parentPort.postMessage('accepted');
    }).listen(0, () => parentPort.postMessage(server.address().port));
    server.on('close', () => { console.log('not said') });`, { eval: true, workerData: how });
  const [port] = await once(worker, 'message');
  const client = net.connect(port);
  const ended = once(client.on('error', () => {}), 'close');
  const exited = once(worker, 'exit');
  await once(worker, 'message');
  if (how === 'terminate') worker.terminate();
  await exited;
  client.resume();
  await ended;
  const server = net.createServer();
  server.listen(port);
  await Promise.race([once(server, 'listening'), once(server, 'error')]);
  console.log(how, server.listening);
  server.close();
}

(async () => {
  for (const how of ['terminate', 'exit', 'unref']) await left(how);
  // One that is still open here is not touched.
  const own = net.createServer().listen(0);
  await once(own, 'listening');
  const worker = new Worker('require("net").createServer().listen(0).close()', { eval: true });
  await once(worker, 'exit');
  const client = net.connect(own.address().port);
  await once(client, 'connect');
  console.log('connected');
  client.destroy();
  own.close();
})();
