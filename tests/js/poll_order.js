// What a callback of a socket starts comes after the immediates that it sets, however soon it is done: files, messages.
'use strict';
const fs = require('fs');
const net = require('net');
const { MessageChannel } = require('worker_threads');

const { port1, port2 } = new MessageChannel();
const say = (word) => () => console.log(word);

// Long enough for the pool to be done, on a busy machine too.
function wait() {
  const end = Date.now() + 150;
  while (Date.now() < end);
}

function work(number, then) {
  console.log(`socket ${number}`);
  port1.postMessage(`message ${number}`);
  fs.stat('.', () => {
    console.log(`stat ${number}`);
    setImmediate(say(`immediate of stat ${number}`));
  });
  wait();
  setImmediate(say(`immediate ${number}`));
  process.nextTick(say(`tick ${number}`));
  Promise.resolve().then(say(`promise ${number}`));
  then?.();
}

port2.on('message', (text) => {
  console.log(text);
  if (text === 'message 3') port2.close();
});
const server = net.createServer((socket) => {
  socket.once('data', () => work(1, () => socket.write('y')));
  socket.on('end', () => work(3));
  socket.on('close', () => server.close());
}).listen(0, '127.0.0.1', () => {
  const socket = net.connect(server.address().port, '127.0.0.1', () => socket.write('x'));
  socket.once('data', () => setTimeout(work, 20, 2, () => setTimeout(() => socket.end(), 60)));
});
