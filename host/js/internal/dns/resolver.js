// Queries of our own: one socket per question, asked of one server after the other until one answers. Over UDP, and over TCP when an
// answer does not fit.
//
// Deliberately absent: a cache, search domains (Node's resolve* have none either), EDNS.
'use strict';

const { Buffer } = require('buffer');
const { isIP } = require('internal/net/address');
const { decodeReply, encodeQuestion } = require('internal/dns/wire');
const { parseServers, showServer, systemServers } = require('internal/dns/servers');
const timing = require('internal/perf/observing');
const { capture, usage } = require('internal/async_context');
const tcp = internalBinding('tcp');

const DEFAULT_TIMEOUT = 2000;
const DEFAULT_TRIES = 4;
const READABLE = 1;
const UV_EINVAL = -22;

// Of DNS's response codes; the first three of the list let another server try.
const failures = { 2: 'ESERVFAIL', 4: 'ENOTIMP', 5: 'EREFUSED', 1: 'EFORMERR', 3: 'ENOTFOUND' };
const mayAskAnother = new Set([2, 4, 5]);

// One datagram to a server, and the one that comes back. Answers a function that gives up.
function askByUdp(server, question, local, timeout, done) {
  const family = isIP(server.address);
  const fd = tcp.socket(family, true);
  if (fd < 0) return void process.nextTick(done, 'ECONNREFUSED');
  let watch = 0;
  let timer;
  const end = (...answer) => {
    if (timer === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    if (watch !== 0) tcp.unwatch(watch);
    tcp.close(fd);
    done(...answer);
  };
  timer = setTimeout(end, timeout, 'ETIMEOUT');
  const from = family === 6 ? local[1] : local[0];
  if (from !== undefined) tcp.bindTcp(fd, from, 0, 0);
  let failed = tcp.connectTcp(fd, server.address, server.port) < 0;
  if (!failed) failed = tcp.write(fd, question, 0) < 0;
  if (failed) {
    process.nextTick(end, 'ECONNREFUSED');
  } else {
    watch = tcp.watch(fd, READABLE, true, () => {
      const got = tcp.read(fd);
      if (got === tcp.EAGAIN) return;
      if (typeof got !== 'object') {
        end('ECONNREFUSED');
        return;
      }
      const reply = decodeReply(Buffer.from(got));
      // What answers another question is not for us.
      if (reply !== null && reply.id !== question.readUInt16BE(0)) return;
      end(reply === null ? 'EBADRESP' : null, reply);
    });
  }
  return () => end('ECANCELLED');
}

// The same over a connection, with the length before each message.
function askByTcp(server, question, local, timeout, done) {
  const head = Buffer.alloc(2);
  head.writeUInt16BE(question.length);
  let received = Buffer.alloc(0);
  let over = false;
  const localAddress = isIP(server.address) === 6 ? local[1] : local[0];
  const socket = require('net').connect({ host: server.address, port: server.port, localAddress });
  const end = (...answer) => {
    if (over) return;
    over = true;
    clearTimeout(timer);
    socket.destroy();
    done(...answer);
  };
  const timer = setTimeout(end, timeout, 'ETIMEOUT');
  socket.on('error', () => end('ECONNREFUSED'));
  socket.on('end', () => end('EBADRESP'));
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk]);
    if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) return;
    const reply = decodeReply(received.subarray(2, 2 + received.readUInt16BE(0)));
    end(reply === null ? 'EBADRESP' : null, reply);
  });
  socket.write(Buffer.concat([head, question]));
  return () => end('ECANCELLED');
}

// A channel to the servers: what the Resolvers of `dns` and `dns/promises` have inside.
class Channel {
  // Nothing runs in its name; that it is made is told.
  #async = usage.active ? capture('DNSCHANNEL', this) : undefined;
  #servers = null;
  #local = [undefined, undefined];
  #pending = new Set();
  #timeout;
  #maxTimeout;
  #tries;

  constructor(options) {
    const { validateInt32, validateUint32, validateObject } = require('internal/validators');
    const { timeout = -1, tries = DEFAULT_TRIES, maxTimeout = 0 } = typeof options === 'object' && options !== null ? options : {};
    if (options === null) validateObject(options, 'options');
    validateInt32(timeout, 'options.timeout', -1);
    validateInt32(tries, 'options.tries', 1);
    validateUint32(maxTimeout, 'options.maxTimeout');
    this.#timeout = timeout < 0 ? DEFAULT_TIMEOUT : timeout;
    // Each attempt waits twice as long as the one before, up to this.
    this.#maxTimeout = maxTimeout > 0 ? maxTimeout : Infinity;
    this.#tries = tries;
  }

  getServers() { return [...new Set((this.#servers ?? systemServers()).map(showServer))]; }

  setServers(servers) {
    const parsed = parseServers(servers);
    if (this.#pending.size > 0) {
      const { ERR_DNS_SET_SERVERS_FAILED } = require('internal/errors').codes;
      throw new ERR_DNS_SET_SERVERS_FAILED('There are pending queries.', servers);
    }
    this.#servers = parsed;
  }

  setLocalAddress(first, second) {
    const { validateString } = require('internal/validators');
    validateString(first, 'ipv4');
    if (second !== undefined) validateString(second, 'ipv6');
    const versions = [first, ...(second === undefined ? [] : [second])].map((address) => isIP(address));
    const refuse = (message) => {
      throw Object.assign(new TypeError(message), { code: 'ERR_INVALID_ARG_VALUE' });
    };
    if (versions.includes(0)) refuse('Invalid IP address.');
    if (versions.length === 2 && versions[0] === versions[1]) refuse(`Cannot specify two IPv${versions[0]} addresses.`);
    this.#local = versions[0] === 4 ? [first, second] : [second, first];
  }

  cancel() {
    for (const stop of [...this.#pending]) stop();
  }

  // `done(code or null, records)`.
  query(name, type, done) {
    const id = require('crypto').randomInt(0x10000);
    const question = encodeQuestion(id, name, type);
    if (question === null) {
      process.nextTick(done, 'EBADNAME');
      return;
    }
    const servers = this.#servers ?? systemServers();
    let attempt = 0;
    let stop;
    const cancel = () => stop?.();
    const finish = (...answer) => {
      this.#pending.delete(cancel);
      done(...answer);
    };
    const next = (ask) => {
      const server = servers[attempt % servers.length];
      // The waits grow from round to round.
      const timeout = Math.min(this.#timeout * 2 ** Math.floor(attempt / servers.length), this.#maxTimeout);
      stop = ask(server, question, this.#local, timeout, (code, reply) => {
        if (code === 'ECANCELLED') return finish(code);
        if (reply?.truncated && ask === askByUdp) return next(askByTcp);
        const again = code === 'ETIMEOUT' || code === 'ECONNREFUSED' || mayAskAnother.has(reply?.code);
        attempt++;
        // A server that answers that it cannot is not asked twice.
        const most = code === 'ETIMEOUT' ? servers.length * this.#tries : servers.length;
        if (again && attempt < most) return next(askByUdp);
        if (code !== null) return finish(code);
        if (reply.code !== 0) return finish(failures[reply.code] ?? 'EBADRESP');
        return finish(null, reply.records);
      });
    };
    this.#pending.add(cancel);
    next(askByUdp);
  }
}

// How the answers of each question are shown; an empty list is ENODATA.
const plain = (type) => (records) => records.filter((record) => record.type === type).map(({ data }) => data);
// These say what they are even where only they are asked for.
const named = (type) => (records) => plain(type)(records).map((data) => ({ ...data, type }));
const withTtl = (type) => (records, options) => records.filter((record) => record.type === type)
  .map(({ data, ttl }) => (options?.ttl ? { address: data, ttl } : data));

const valueKinds = new Set(['CNAME', 'NS', 'PTR']);
const order = ['A', 'CNAME', 'AAAA', 'MX', 'NS', 'TXT', 'SRV', 'PTR', 'NAPTR', 'SOA', 'TLSA', 'CAA'];
function anything(records) {
  return records.sort((a, b) => order.indexOf(a.type) - order.indexOf(b.type)).map(({ type, ttl, data }) => {
    if (type === 'A' || type === 'AAAA') return { address: data, ttl, type };
    if (valueKinds.has(type)) return { value: data, type };
    if (type === 'TXT') return { entries: data, type };
    return { ...data, type };
  });
}

// Method, Node's name of the question, its type, and what makes the answer.
const questions = [
  ['resolveAny', 'queryAny', 'ANY', anything], ['resolve4', 'queryA', 'A', withTtl('A')], ['resolve6', 'queryAaaa', 'AAAA', withTtl('AAAA')],
  ['resolveCaa', 'queryCaa', 'CAA', named('CAA')], ['resolveCname', 'queryCname', 'CNAME', plain('CNAME')],
  ['resolveMx', 'queryMx', 'MX', named('MX')], ['resolveNs', 'queryNs', 'NS', plain('NS')], ['resolveTxt', 'queryTxt', 'TXT', plain('TXT')],
  ['resolveTlsa', 'queryTlsa', 'TLSA', plain('TLSA')], ['resolveSrv', 'querySrv', 'SRV', named('SRV')],
  ['resolvePtr', 'queryPtr', 'PTR', plain('PTR')], ['resolveNaptr', 'queryNaptr', 'NAPTR', plain('NAPTR')],
  ['resolveSoa', 'querySoa', 'SOA', (records) => plain('SOA')(records)[0]],
];

// Asks, and calls back with an error of `dns` or the answer.
function ask(channel, [, syscall, type, shape], name, options, callback) {
  const { domainToASCII } = require('url');
  const ascii = /^[\0-\x7f]*$/.test(name) ? name : domainToASCII(name);
  const timed = timing.begin('dns', syscall, () => ({ host: name, ttl: Boolean(options?.ttl) }));
  channel.query(ascii, type, (code, records) => {
    const { DNSException } = require('internal/errors');
    const answer = code === null ? shape(records, options) : undefined;
    if (code === null && (answer === undefined || answer.length === 0)) code = 'ENODATA';
    if (code !== null) {
      callback(new DNSException(code, syscall, name));
      return;
    }
    callback(null, answer);
    timing.end(timed, () => ({ result: answer }));
  });
}

// The name that a reverse question asks for; undefined if it is no address.
function reverseName(address) {
  const version = isIP(address);
  if (version === 4) return `${address.split('.').reverse().join('.')}.in-addr.arpa`;
  if (version !== 6) return undefined;
  const [left, right] = address.replace(/%.*$/, '').split('::');
  const words = (text) => (text ? text.split(':') : []).flatMap((word) => {
    if (!word.includes('.')) return [word];
    const bytes = word.split('.').map(Number);
    return [((bytes[0] << 8) | bytes[1]).toString(16), ((bytes[2] << 8) | bytes[3]).toString(16)];
  });
  const [before, after] = [words(left), words(right)];
  const all = [...before, ...Array(8 - before.length - after.length).fill('0'), ...after];
  return `${all.map((word) => word.padStart(4, '0')).join('').split('').reverse().join('.')}.ip6.arpa`;
}

function namesInHosts(address) {
  let text = '';
  try {
    text = require('fs').readFileSync('/etc/hosts', 'utf8');
  } catch {
    return [];
  }
  return text.split('\n').map((line) => line.replace(/#.*/, '').trim().split(/\s+/))
    .filter(([first]) => first === address).flatMap(([, ...names]) => names);
}

function askReverse(channel, address, callback) {
  const { DNSException } = require('internal/errors');
  const name = reverseName(address);
  if (name === undefined) throw new DNSException(UV_EINVAL, 'getHostByAddr', address);
  const known = namesInHosts(address);
  if (known.length > 0) {
    process.nextTick(callback, null, known);
    return;
  }
  channel.query(name, 'PTR', (code, records) => {
    const names = code === null ? plain('PTR')(records) : [];
    if (code === null && names.length === 0) code = 'ENODATA';
    if (code !== null) callback(new DNSException(code, 'getHostByAddr', address));
    else callback(null, names);
  });
}

const questionOf = (method) => questions.find(([name]) => name === method);

// Each resolver has a channel; `dns` and `dns/promises` themselves share one.
const channels = new WeakMap();
function addChannel(resolver, options) {
  channels.set(resolver, new Channel(options));
}
const channelOf = (resolver) => channels.get(resolver);

let shared;
const standard = () => (shared ??= new Channel());
function share(resolver) {
  if (!channels.has(resolver)) channels.set(resolver, standard());
}

module.exports = { addChannel, ask, askReverse, channelOf, questionOf, share, standard };
