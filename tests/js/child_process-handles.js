// Sockets and servers that go to a child with a message: expected is what 22.14 and 26.9 both print.
'use strict';
const { fork } = require('child_process');
const net = require('net');

if (process.argv[2] === 'child') {
  process.on('message', (message, handle) => {
    if (message === 'server') {
      handle.on('connection', (socket) => socket.end('from the child'));
      process.send('listening');
    } else if (message === 'socket') {
      handle.end(`child has ${handle.constructor.name}`);
    } else if (message === 'kept') {
      handle.write('child ', () => process.send('written'));
    } else if (message === 'end') {
      process.disconnect();
      process.exit();
    } else {
      process.send(`plain ${message} ${handle}`);
    }
  });
  return;
}

const child = fork(__filename, ['child']);
const answer = () => new Promise((resolve) => child.once('message', resolve));
const read = (socket) => new Promise((resolve) => {
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk) => { text += chunk; }).on('end', () => resolve(text));
});
const listen = (server) => new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)));

async function main() {
  child.send('first');
  console.log(await answer());

  // The server is the child's as well; ours is closed, and the child still listens.
  const server = net.createServer();
  const port = await listen(server);
  child.send('server', server);
  console.log(await answer());
  await new Promise((resolve) => server.close(resolve));
  console.log('server:', await read(net.connect(port, '127.0.0.1')));

  // A socket is given away, or kept by both.
  let kept;
  const given = net.createServer({ pauseOnConnect: true }, (socket) => {
    if (kept === undefined) {
      kept = null;
      child.send('socket', socket, (error) => console.log('sent', error));
      // What follows waits for the socket to arrive, in order.
      console.log('goes on', child.send('second'), child.send('third'), child.send('fourth'));
    } else {
      kept = socket;
      child.send('kept', socket, { keepOpen: true });
    }
  });
  const other = await listen(given);
  const plain = [];
  child.on('message', (message) => { if (message.startsWith('plain')) plain.push(message); });
  console.log('socket:', await read(net.connect(other, '127.0.0.1')));
  const written = new Promise((resolve) => child.on('message', (message) => message === 'written' && resolve()));
  const text = read(net.connect(other, '127.0.0.1'));
  await written;
  kept.end('parent');
  console.log('kept:', await text);
  console.log(plain.join());
  given.close();
  child.send('end');
  child.on('exit', (code) => console.log('exit', code));
}
main();
