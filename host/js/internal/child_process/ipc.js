// The channel between parent and child: one JSON text per line, as Node's `serialization: 'json'`.
// Deliberately absent: passing handles, and `serialization: 'advanced'`.
'use strict';

const { codes: { ERR_INVALID_ARG_TYPE, ERR_IPC_CHANNEL_CLOSED, ERR_IPC_DISCONNECTED, ERR_MISSING_ARGS } } = require('internal/errors');

function isInternal(message) {
  return message !== null && typeof message === 'object' && typeof message.cmd === 'string' && message.cmd.startsWith('NODE_');
}

// Messages that arrive before anyone listens wait for the first listener.
class Channel {
  constructor(target, fd) {
    const { Socket } = require('net');
    this.target = target;
    this.rest = '';
    this.waiting = [];
    this.socket = new Socket({ fd, readable: true, writable: true, allowHalfOpen: false });
    this.socket.setEncoding('utf8');
    this.socket.on('data', (text) => this.receive(text));
    this.socket.on('error', () => this.close());
    this.socket.on('close', () => this.close());
    this.socket.on('end', () => this.close());
  }

  receive(text) {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop();
    for (const line of lines) {
      if (line !== '') this.deliver(JSON.parse(line));
    }
  }

  deliver(message) {
    const event = isInternal(message) ? 'internalMessage' : 'message';
    if (event === 'message' && this.target.listenerCount('message') === 0 && this.waiting !== null) {
      this.waiting.push(message);
      return;
    }
    process.nextTick(() => this.target.emit(event, message, undefined));
  }

  flush() {
    const waiting = this.waiting;
    if (waiting === null || waiting.length === 0) return;
    this.waiting = [];
    process.nextTick(() => {
      for (const message of waiting) this.target.emit('message', message, undefined);
    });
  }

  close() {
    if (!this.target.connected && this.closed) return;
    this.closed = true;
    const { connected } = this.target;
    this.target.connected = false;
    this.target.channel = null;
    this.socket.destroy();
    if (connected) process.nextTick(() => this.target.emit('disconnect'));
  }

  ref() { this.socket.ref(); }
  unref() { this.socket.unref(); }
  refCounted() { this.ref(); }
  unrefCounted() { this.unref(); }
  hasRef() { return true; }
}

function setupChannel(target, fd) {
  const channel = new Channel(target, fd);
  target.channel = channel;
  target._channel = channel;
  target.connected = true;

  target.send = function send(message, handle, options, callback) {
    if (typeof handle === 'function') callback = handle;
    else if (typeof options === 'function') callback = options;
    if (!target.connected) {
      const error = new ERR_IPC_CHANNEL_CLOSED();
      if (typeof callback === 'function') process.nextTick(callback, error);
      else process.nextTick(() => target.emit('error', error));
      return false;
    }
    if (message === undefined) throw new ERR_MISSING_ARGS('message');
    if (!['string', 'object', 'number', 'boolean'].includes(typeof message)) {
      throw new ERR_INVALID_ARG_TYPE('message', ['string', 'object', 'number', 'boolean'], message);
    }
    return channel.socket.write(`${JSON.stringify(message)}\n`, 'utf8', (error) => {
      if (typeof callback === 'function') process.nextTick(callback, error ?? null);
    });
  };

  target.disconnect = function disconnect() {
    if (!target.connected) {
      target.emit('error', new ERR_IPC_DISCONNECTED());
      return;
    }
    target.connected = false;
    channel.socket.end(() => channel.socket.destroy());
    process.nextTick(() => {
      target.channel = null;
      target.emit('disconnect');
    });
  };

  target.on('newListener', (name) => {
    if (name === 'message') process.nextTick(() => channel.flush());
  });
  return channel;
}

// In a forked child. The channel keeps the process alive only while someone listens to it.
function setupChild() {
  const fd = Number.parseInt(process.env.NODE_CHANNEL_FD, 10);
  delete process.env.NODE_CHANNEL_FD;
  delete process.env.NODE_CHANNEL_SERIALIZATION_MODE;
  if (!(fd >= 0)) return;
  const channel = setupChannel(process, fd);
  channel.unref();
  const relevant = (name) => name === 'message' || name === 'disconnect';
  process.on('newListener', (name) => {
    if (relevant(name)) channel.ref();
  });
  process.on('removeListener', (name) => {
    if (relevant(name) && process.listenerCount('message') + process.listenerCount('disconnect') === 0) channel.unref();
  });
}

module.exports = { setupChannel, setupChild };
