// net.BlockList and net.SocketAddress.
'use strict';

const { codes } = require('internal/errors');
const { validateInt32, validateObject, validatePort, validateString, validateUint32 } = require('internal/validators');
const { customInspectSymbol } = require('internal/util');
const { isIP, shortestIP } = require('internal/net/address');

// The bits of an address as a BigInt.
function bitsOf(address, family) {
  if (family === 4) return BigInt(address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0));
  return sixBits(address.split('%')[0]);
}

function sixBits(address) {
  // The last 32 bits may be written as an IPv4 address.
  const dot = address.lastIndexOf(':');
  if (address.includes('.')) {
    const four = bitsOf(address.slice(dot + 1), 4);
    address = `${address.slice(0, dot + 1)}${(four >> 16n).toString(16)}:${(four & 0xffffn).toString(16)}`;
  }
  const [head, tail] = address.split('::');
  const front = head ? head.split(':') : [];
  const back = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? [] : Array(8 - front.length - back.length).fill('0');
  return [...front, ...zeros, ...back].reduce((sum, part) => (sum << 16n) | BigInt(`0x${part}`), 0n);
}

function familyOf(name, argument) {
  validateString(name, argument);
  const lower = name.toLowerCase();
  if (lower !== 'ipv4' && lower !== 'ipv6') throw new codes.ERR_INVALID_ARG_VALUE(argument, name);
  return lower === 'ipv4' ? 4 : 6;
}


class SocketAddress {
  #address;
  #port;
  #family;
  #flowlabel;

  constructor(options = {}) {
    validateObject(options, 'options');
    let { family = 'ipv4' } = options;
    if (typeof family?.toLowerCase === 'function') family = family.toLowerCase();
    if (family !== 'ipv4' && family !== 'ipv6') throw new codes.ERR_INVALID_ARG_VALUE('options.family', options.family);
    const { address = family === 'ipv4' ? '127.0.0.1' : '::', port = 0, flowlabel = 0 } = options;
    validateString(address, 'options.address');
    validatePort(port, 'options.port');
    validateUint32(flowlabel, 'options.flowlabel', false);
    if (isIP(address) !== (family === 'ipv4' ? 4 : 6)) {
      const error = new codes.ERR_INVALID_ADDRESS();
      error.message = 'Invalid socket address';
      throw error;
    }
    this.#address = shortestIP(address);
    this.#port = Number(port);
    this.#family = family;
    this.#flowlabel = family === 'ipv6' ? flowlabel : 0;
  }

  get address() { return this.#address; }
  get port() { return this.#port; }
  get family() { return this.#family; }
  get flowlabel() { return this.#flowlabel; }

  toJSON() {
    return { address: this.address, port: this.port, family: this.family, flowlabel: this.flowlabel };
  }

  [customInspectSymbol](depth, options) {
    if (depth < 0) return this;
    const { inspect } = require('internal/util/inspect');
    return `SocketAddress ${inspect(this.toJSON(), options)}`;
  }

  static isSocketAddress(value) {
    return typeof value === 'object' && value !== null && #address in value;
  }

  static parse(input) {
    validateString(input, 'input');
    try {
      const { hostname, port } = new URL(`http://${input}`);
      if (hostname.startsWith('[')) {
        return new SocketAddress({ address: hostname.slice(1, -1), port: Number(port), family: 'ipv6' });
      }
      return new SocketAddress({ address: hostname, port: Number(port) });
    } catch {
      return undefined;
    }
  }
}

function toAddress(address, family, name = 'address') {
  if (SocketAddress.isSocketAddress(address)) return address;
  validateString(address, name);
  validateString(family, 'family');
  return new SocketAddress({ address, family });
}

class BlockList {
  #rules = [];

  static isBlockList(value) {
    return typeof value === 'object' && value !== null && #rules in value;
  }

  static rulesOf(list) {
    return list.#rules;
  }

  static withRules(rules) {
    const list = new BlockList();
    list.#rules = rules;
    return list;
  }

  #add(text, family, from, to) {
    this.#rules.unshift({ text, family, from, to });
  }

  addAddress(address, family = 'ipv4') {
    const made = toAddress(address, family);
    const kind = familyOf(made.family, 'family');
    const bits = bitsOf(made.address, kind);
    this.#add(`Address: IPv${kind} ${made.address}`, kind, bits, bits);
  }

  addRange(start, end, family = 'ipv4') {
    const first = toAddress(start, family, 'start');
    const last = toAddress(end, family, 'end');
    const kind = familyOf(first.family, 'family');
    const from = bitsOf(first.address, kind);
    const to = bitsOf(last.address, kind);
    if (from > to) throw new codes.ERR_INVALID_ARG_VALUE('start', first, 'must come before end');
    this.#add(`Range: IPv${kind} ${first.address}-${last.address}`, kind, from, to);
  }

  addSubnet(network, prefix, family = 'ipv4') {
    const made = toAddress(network, family, 'network');
    const kind = familyOf(made.family, 'family');
    const width = kind === 4 ? 32 : 128;
    validateInt32(prefix, 'prefix', 0, width);
    const shift = BigInt(width - prefix);
    const from = (bitsOf(made.address, kind) >> shift) << shift;
    this.#add(`Subnet: IPv${kind} ${made.address}/${prefix}`, kind, from, from + (1n << shift) - 1n);
  }

  check(address, family = 'ipv4') {
    let made = address;
    if (!SocketAddress.isSocketAddress(address)) {
      validateString(address, 'address');
      validateString(family, 'family');
      try {
        made = new SocketAddress({ address, family });
      } catch {
        return false; // What is no address is on no list.
      }
    }
    const kind = familyOf(made.family, 'family');
    const bits = bitsOf(made.address, kind);
    // An IPv4 address may come as IPv6, and is the same one.
    const mapped = kind === 6 && bits >> 32n === 0xffffn;
    return this.#rules.some((rule) => {
      let value = bits;
      if (rule.family === 6 && kind === 4) value = bits | 0xffff00000000n;
      else if (rule.family === 4 && mapped) value = bits & 0xffffffffn;
      else if (rule.family !== kind) return false;
      return value >= rule.from && value <= rule.to;
    });
  }

  get rules() {
    return this.#rules.map((rule) => rule.text);
  }

  toJSON() {
    return this.rules;
  }

  [customInspectSymbol](depth, options) {
    if (depth < 0) return this;
    const { inspect } = require('internal/util/inspect');
    return `BlockList ${inspect({ rules: this.rules }, options)}`;
  }
}


const { kClone, markTransferMode } = require('internal/worker/transferable');

// Not for users.
const { rulesOf, withRules: reviveList } = BlockList;
for (const [Class, info] of [[SocketAddress, 'reviveAddress'], [BlockList, 'reviveList']]) {
  const value = function() {
    return { data: Class === BlockList ? rulesOf(this) : this.toJSON(), deserializeInfo: `internal/net/blocklist:${info}` };
  };
  Object.defineProperty(Class.prototype, kClone, { value, writable: true, configurable: true });
  markTransferMode(Class.prototype, true, false);
}

delete BlockList.rulesOf;
delete BlockList.withRules;
const reviveAddress = (data) => new SocketAddress(data);

module.exports = { BlockList, SocketAddress, reviveAddress, reviveList };
