// The channel between parent and child. `serialization: 'json'` is one JSON text per line, 'advanced' is what v8.serialize makes
// behind its length (32 bits, big-endian). Sockets and servers go along with messages: see passing.js.
'use strict';

const { codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_HANDLE_TYPE, ERR_IPC_CHANNEL_CLOSED, ERR_IPC_DISCONNECTED, ERR_MISSING_ARGS } } = require('internal/errors');

const binding = internalBinding('tcp');
const { ChannelHandle, Passing, kPassed, revive } = require('internal/child_process/passing');

// Bytes that may wait before a sender is told to.
const MOST_WAITING = 2 * 65536;

function isInternal(message) {
  return message !== null && typeof message === 'object' && typeof message.cmd === 'string' && message.cmd.startsWith('NODE_');
}

// One message as bytes, and the messages that are complete in what has been received.
const formats = {
  json: () => {
    const decoder = new (require('string_decoder').StringDecoder)('utf8');
    let rest = '';
    return {
      encode: (message) => `${JSON.stringify(message)}\n`,
      decode(chunk) {
        const lines = (rest + decoder.write(chunk)).split('\n');
        rest = lines.pop();
        return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
      },
    };
  },
  advanced: () => {
    const { deserialize, serialize } = require('v8');
    let rest = Buffer.alloc(0);
    return {
      encode(message) {
        const body = serialize(message);
        const head = Buffer.alloc(4);
        head.writeUInt32BE(body.length);
        return Buffer.concat([head, body]);
      },
      decode(chunk) {
        rest = Buffer.concat([rest, chunk]);
        const messages = [];
        while (rest.length >= 4 && rest.length >= 4 + rest.readUInt32BE(0)) {
          const end = 4 + rest.readUInt32BE(0);
          messages.push(deserialize(rest.subarray(4, end)));
          rest = rest.subarray(end);
        }
        return messages;
      },
    };
  },
};

// Messages that arrive before anyone listens wait for the first listener.
class Channel {
  constructor(target, fd, serialization) {
    const { Socket } = require('net');
    this.target = target;
    this.format = (formats[serialization] ?? formats.json)();
    this.waiting = [];
    binding.setBlocking(fd, false);
    this.handle = new ChannelHandle(fd, 'PIPE');
    this.socket = new Socket({ handle: this.handle, readable: true, writable: true, allowHalfOpen: false });
    this.passing = new Passing((message, passed, callback) => this.write(message, passed, callback));
    this.socket.on('data', (chunk) => this.receive(chunk));
    this.socket.on('error', () => this.close());
    this.socket.on('close', () => this.close());
    this.socket.on('end', () => this.close());
  }

  receive(chunk) {
    for (const message of this.format.decode(chunk)) this.deliver(message);
  }

  // Whether the sender may go on.
  write(message, passed, callback) {
    const encoded = this.format.encode(message);
    const bytes = typeof encoded === 'string' ? Buffer.from(encoded) : encoded;
    if (passed !== undefined) bytes[kPassed] = passed;
    this.socket.write(bytes, (error) => {
      if (typeof callback === 'function') process.nextTick(callback, error ?? null);
    });
    return this.socket.writableLength < MOST_WAITING;
  }

  deliver(message) {
    if (!isInternal(message)) {
      this.tell('message', message);
    } else if (message.cmd === 'NODE_HANDLE') {
      const fd = this.handle.received.shift();
      this.write({ cmd: fd === undefined ? 'NODE_HANDLE_NACK' : 'NODE_HANDLE_ACK' });
      if (fd !== undefined) revive(message, fd, (value) => this.tell('message', message.msg, value));
    } else if (message.cmd === 'NODE_HANDLE_ACK' || message.cmd === 'NODE_HANDLE_NACK') {
      this.passing.answered(message.cmd === 'NODE_HANDLE_ACK');
    } else {
      this.tell('internalMessage', message);
    }
  }

  tell(event, message, value) {
    if (event === 'message' && this.target.listenerCount('message') === 0 && this.waiting !== null) {
      this.waiting.push([message, value]);
      return;
    }
    process.nextTick(() => this.target.emit(event, message, value));
  }

  flush() {
    const waiting = this.waiting;
    if (waiting === null || waiting.length === 0) return;
    this.waiting = [];
    process.nextTick(() => {
      for (const [message, value] of waiting) this.target.emit('message', message, value);
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

function setupChannel(target, fd, serialization) {
  const channel = new Channel(target, fd, serialization);
  target.channel = channel;
  target._channel = channel;
  target.connected = true;

  target.send = function send(message, handle, options, callback) {
    if (typeof handle === 'function') [callback, handle] = [handle, undefined];
    else if (typeof options === 'function') callback = options;
    else if (options !== undefined) require('internal/validators').validateObject(options, 'options');
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
    if (handle && (typeof handle !== 'object' || handle.constructor === Object)) throw new ERR_INVALID_HANDLE_TYPE();
    return channel.passing.send(message, handle, options, callback);
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
  const serialization = process.env.NODE_CHANNEL_SERIALIZATION_MODE;
  delete process.env.NODE_CHANNEL_FD;
  delete process.env.NODE_CHANNEL_SERIALIZATION_MODE;
  if (!(fd >= 0)) return;
  const channel = setupChannel(process, fd, serialization);
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
