// Sockets and servers that go to the other process with a message: the descriptor travels beside the message's bytes, and one message
// with a descriptor is under way at a time; those behind it wait until the other side has said that it came.
//
// Deliberately absent: counting a server's connections in other processes.
'use strict';

const { codes } = require('internal/errors');
const { ListenHandle, StreamHandle } = require('internal/net/handle');
const binding = internalBinding('tcp');

const kPassed = Symbol('passed');
const MOST_TRIES = 3;

// A channel's stream: what carries a descriptor is written by itself, what comes is collected.
class ChannelHandle extends StreamHandle {
  received = [];

  receive() {
    return binding.readWith(this.fd, this.received);
  }

  writeSome(chunks, offset) {
    let at = 0;
    let start = 0;
    while (start + chunks[at].byteLength <= offset) start += chunks[at++].byteLength;
    const passed = chunks[at][kPassed];
    if (passed !== undefined && start === offset) return binding.writeWith(this.fd, chunks[at], 0, passed);
    let end = at + 1;
    while (end < chunks.length && chunks[end][kPassed] === undefined) end++;
    return binding.writev(this.fd, chunks.slice(at, end), offset - start);
  }
}

// The kind that the other side is told, and the handle, of what may be sent.
function sendable(value) {
  const net = require('net');
  if (value instanceof net.Socket) return { type: 'net.Socket', handle: value._handle };
  if (value instanceof net.Server) return { type: 'net.Server', handle: value._handle };
  if (value instanceof StreamHandle || value instanceof ListenHandle) return { type: 'net.Native', handle: value };
  if (value instanceof require('dgram').Socket) {
    const { handle } = value[require('internal/dgram/state').kState];
    return { type: 'dgram.Socket', handle, dgramType: value.type };
  }
  throw new codes.ERR_INVALID_HANDLE_TYPE();
}

// What came, made into what was sent; `done(value)`.
function revive({ type, dgramType }, fd, done) {
  if (type === 'dgram.Socket') {
    const socket = require('dgram').createSocket(dgramType);
    socket.bind({ fd }, () => done(socket));
    return;
  }
  const net = require('net');
  const kind = binding.guess(fd);
  binding.setBlocking(fd, false);
  if (type === 'net.Server') {
    const server = new net.Server();
    server.listen({ fd }, () => done(server));
  } else if (type === 'net.Socket') {
    done(new net.Socket({ handle: new StreamHandle(fd, kind), readable: true, writable: true }));
  } else {
    done(new StreamHandle(fd, kind));
  }
}

// The messages of one channel that wait for a descriptor to arrive. `write(message, passed, callback)` puts one on its way.
class Passing {
  constructor(write) {
    this.write = write;
    this.queue = null;
    this.pending = null;
  }

  // Answers whether the sender may go on.
  send(message, value, options, callback) {
    if (this.queue !== null) {
      this.queue.push([message, value, options, callback]);
      return this.queue.length === 1;
    }
    if (!value) return this.write(message, undefined, callback);
    const { type, handle, dgramType } = sendable(value);
    if (!handle) return this.write(message, undefined, callback);
    if (type === 'net.Socket' && !options?.keepOpen) {
      // It is no longer this process's to read or write.
      handle.readStop();
      value._handle = null;
      value.setTimeout(0);
      this.leave(value);
    }
    this.pending = { type, dgramType, message, value, handle, keepOpen: type !== 'net.Socket' || options?.keepOpen === true, tries: 0 };
    this.queue = [];
    return this.write({ cmd: 'NODE_HANDLE', type, dgramType, msg: message }, handle.fd, callback);
  }

  // Its server does not wait for it any longer.
  leave(socket) {
    const server = socket._server;
    if (!server) return;
    socket._server = null;
    server._connections--;
    server._emitCloseIfDrained?.();
  }

  // The other side has it, or asks for it again.
  answered(arrived) {
    const { pending } = this;
    if (pending === null) return;
    if (!arrived && ++pending.tries < MOST_TRIES) {
      const { type, dgramType, message, handle } = pending;
      this.write({ cmd: 'NODE_HANDLE', type, dgramType, msg: message }, handle.fd, () => {});
      return;
    }
    this.pending = null;
    if (!pending.keepOpen) pending.handle.close();
    const { queue } = this;
    this.queue = null;
    while (queue.length > 0 && this.queue === null) this.send(...queue.shift());
    if (queue.length > 0) this.queue.push(...queue);
  }
}

module.exports = { ChannelHandle, Passing, kPassed, revive };
