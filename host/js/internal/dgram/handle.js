// A datagram socket over a non-blocking descriptor, which is made when something needs it, and the queue of datagrams that
// the kernel did not take at once. Absent on purpose: names and events; errors are negative errnos here.
'use strict';

const { describe, READABLE, Watched, WRITABLE } = require('internal/net/handle');
const opened = require('internal/net/open');
const tcp = internalBinding('tcp');
const udp = internalBinding('udp');

const UV_EBUSY = -16;
const UV_EEXIST = -17;

// For tests of what happens when the kernel does not take a datagram at once, under Node's name.
const sendsLater = require('internal/options').hasFlag('--test-udp-no-try-send');

// `family` is 4 or 6. `onmessage(errno, arrayBuffer, [address, family, port])`.
class UDP extends Watched {
  constructor(family, lookup) {
    super(-1, 'UDPWRAP');
    this.kind = 'UDP';
    this.family = family;
    this.lookup = lookup;
    this.connected = false;
    this.onmessage = null;
    this.orders = [];
    this.queueSize = 0;
    this.received = (errno, data, from) => this.call(() => this.onmessage(errno, data, from));
  }

  startWatch(interest) {
    return udp.watch(this.fd, interest, this.keepsAlive(), this.ready, this.received);
  }

  onReady() {
    this.flush();
  }

  // --- making and naming the socket

  adopt(fd) {
    this.fd = fd;
    opened.add(this);
  }

  bind(address, port, flags, family = this.family) {
    if (this.fd === -1) {
      const fd = tcp.socket(family, true);
      if (fd < 0) return fd;
      this.adopt(fd);
    }
    return udp.bind(this.fd, family, address, port, flags);
  }

  // What needs a socket binds it to any address of the family.
  ensureBound(family, flags) {
    return this.fd === -1 ? this.bind(family === 6 ? '::' : '0.0.0.0', 0, flags, family) : 0;
  }

  // Takes over a descriptor that someone else made.
  open(fd) {
    if (this.fd !== -1) return UV_EBUSY;
    for (const other of opened.open) if (other.fd === fd && other.interest !== 0) return UV_EEXIST;
    const errno = tcp.setBlocking(fd, false);
    if (errno < 0) return errno;
    this.adopt(fd);
    this.connected = udp.isConnected(fd);
    return 0;
  }

  connect(address, port) {
    if (this.connected) return udp.EISCONN;
    const errno = this.ensureBound(this.family, 0) || udp.connect(this.fd, this.family, address, port);
    this.connected = errno === 0;
    return errno;
  }

  disconnect() {
    if (!this.connected) return udp.ENOTCONN;
    const errno = udp.disconnect(this.fd);
    if (errno === 0) this.connected = false;
    return errno;
  }

  getpeername(out) {
    return describe(tcp.peername(this.fd), out);
  }

  // --- receiving

  recvStart() {
    const errno = this.ensureBound(4, 0);
    if (errno === 0) this.setInterest(READABLE, true);
    return errno;
  }

  recvStop() {
    this.setInterest(READABLE, false);
    return 0;
  }

  // --- sending

  // One datagram of all the views. Answers its size plus 1 when it is gone, 0 when `done(errno, size)` comes later, or a
  // negative errno. Without an address it goes to where the socket is connected to.
  send(views, address, port, done) {
    const refused = this.checkTarget(address);
    if (refused !== 0) return refused;
    if (!sendsLater && this.orders.length === 0) {
      const sent = udp.send(this.fd, views, this.family, address, port);
      if (sent !== tcp.EAGAIN) return sent < 0 ? sent : sent + 1;
    }
    let size = 0;
    for (const view of views) size += view.byteLength;
    const order = { views, address, port, size, status: undefined, done: this.request('UDPSENDWRAP', 'SendWrap', done) };
    this.queueSize += size;
    if (this.orders.push(order) === 1) this.flush();
    else this.setInterest(WRITABLE, true);
    return 0;
  }

  checkTarget(address) {
    if (address === undefined) return this.connected ? 0 : udp.EDESTADDRREQ;
    return this.connected ? udp.EISCONN : this.ensureBound(this.family, 0);
  }

  // Sends what waits, as far as it goes. Each callback has a turn of its own.
  flush() {
    for (const order of this.orders) {
      if (order.status !== undefined) continue;
      const sent = udp.send(this.fd, order.views, this.family, order.address, order.port);
      if (sent === tcp.EAGAIN) {
        this.setInterest(WRITABLE, true);
        return;
      }
      order.status = sent;
      tcp.pendingPost(() => this.complete(order));
    }
    this.setInterest(WRITABLE, false);
  }

  complete(order) {
    const at = this.orders.indexOf(order);
    if (at < 0) return;
    this.orders.splice(at, 1);
    this.queueSize -= order.size;
    order.done(Math.min(order.status, 0), order.size);
  }

  getSendQueueSize() {
    return this.queueSize;
  }

  getSendQueueCount() {
    return this.orders.length;
  }

  onClosed() {
    const { orders } = this;
    this.orders = [];
    this.queueSize = 0;
    return () => {
      for (const { done, status = tcp.ECANCELED, size } of orders) done(Math.min(status, 0), size);
    };
  }

  // --- options

  setBroadcast(on) {
    return udp.setBroadcast(this.fd, on);
  }

  setTTL(hops) {
    return udp.setTTL(this.fd, hops);
  }

  setMulticastTTL(hops) {
    return udp.setMulticastTTL(this.fd, hops);
  }

  setMulticastLoopback(on) {
    return udp.setMulticastLoopback(this.fd, on);
  }

  setMulticastInterface(address) {
    return udp.setMulticastInterface(this.fd, address);
  }

  // A socket that is not bound yet is bound to a port that others may use too.
  setMembership(join, group, interfaceAddress) {
    const family = tcp.isIP(group);
    if (family === 0) return udp.EINVAL;
    return this.ensureBound(family, udp.REUSE_ADDRESS) || udp.setMembership(this.fd, join, group, interfaceAddress);
  }

  setSourceMembership(join, group, interfaceAddress, source) {
    const family = tcp.isIP(group);
    if (family === 0 || tcp.isIP(source) !== family) return udp.EINVAL;
    return this.ensureBound(family, udp.REUSE_ADDRESS) ||
      udp.setSourceMembership(this.fd, join, group, interfaceAddress, source);
  }

  addMembership(group, interfaceAddress) {
    return this.setMembership(true, group, interfaceAddress);
  }

  dropMembership(group, interfaceAddress) {
    return this.setMembership(false, group, interfaceAddress);
  }

  addSourceSpecificMembership(source, group, interfaceAddress) {
    return this.setSourceMembership(true, group, interfaceAddress, source);
  }

  dropSourceSpecificMembership(source, group, interfaceAddress) {
    return this.setSourceMembership(false, group, interfaceAddress, source);
  }

  // Sets a size, or answers it when `size` is 0.
  bufferSize(size, ofReceived) {
    if (size > 0x7fffffff) return udp.EINVAL;
    return udp.bufferSize(this.fd, size, ofReceived);
  }
}

module.exports = { UDP };
