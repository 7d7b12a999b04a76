// `dns`: lookup and lookupService by the system's resolver, `resolve*` and `reverse` by queries of our own (internal/dns).
'use strict';

const { codes, DNSException } = require('internal/errors');
const {
  validateBoolean, validateFunction, validateNumber, validateOneOf, validatePort, validateString,
} = require('internal/validators');
const { customPromisifyArgs, defineLazy, makeEnumerable } = require('internal/util');
const { request } = require('internal/async_context');
const timing = require('internal/perf/observing');
const { channelOf, methodFor, names, ResolverBase, standardFunctions } = require('internal/dns/methods');

const ADDRCONFIG = 32;
const ALL = 16;
const V4MAPPED = 8;
const orders = ['verbatim', 'ipv4first', 'ipv6first'];

const errorCodes = {
  NODATA: 'ENODATA', FORMERR: 'EFORMERR', SERVFAIL: 'ESERVFAIL', NOTFOUND: 'ENOTFOUND', NOTIMP: 'ENOTIMP',
  REFUSED: 'EREFUSED', BADQUERY: 'EBADQUERY', BADNAME: 'EBADNAME', BADFAMILY: 'EBADFAMILY', BADRESP: 'EBADRESP',
  CONNREFUSED: 'ECONNREFUSED', TIMEOUT: 'ETIMEOUT', EOF: 'EOF', FILE: 'EFILE', NOMEM: 'ENOMEM',
  DESTRUCTION: 'EDESTRUCTION', BADSTR: 'EBADSTR', BADFLAGS: 'EBADFLAGS', NONAME: 'ENONAME', BADHINTS: 'EBADHINTS',
  NOTINITIALIZED: 'ENOTINITIALIZED', LOADIPHLPAPI: 'ELOADIPHLPAPI',
  ADDRGETNETWORKPARAMS: 'EADDRGETNETWORKPARAMS', CANCELLED: 'ECANCELLED',
};

let defaultOrder = 'verbatim';

function checkOptions(options) {
  const checked = { family: 0, hints: 0, all: false, order: defaultOrder };
  if (typeof options === 'number') {
    validateOneOf(options, 'family', [0, 4, 6]);
    checked.family = options;
    return checked;
  }
  if (options === undefined || options === null) return checked;
  if (typeof options !== 'object') {
    throw new codes.ERR_INVALID_ARG_TYPE('options', ['integer', 'object'], options);
  }
  if (options.hints !== undefined && options.hints !== null) {
    validateNumber(options.hints, 'options.hints');
    checked.hints = options.hints >>> 0;
    if ((checked.hints & ~(ADDRCONFIG | ALL | V4MAPPED)) !== 0) {
      throw new codes.ERR_INVALID_ARG_VALUE('hints', options.hints);
    }
  }
  if (options.family !== undefined && options.family !== null) {
    if (options.family === 'IPv4') checked.family = 4;
    else if (options.family === 'IPv6') checked.family = 6;
    else {
      validateOneOf(options.family, 'options.family', [0, 4, 6]);
      checked.family = options.family;
    }
  }
  if (options.all !== undefined && options.all !== null) {
    validateBoolean(options.all, 'options.all');
    checked.all = options.all;
  }
  if (options.verbatim !== undefined && options.verbatim !== null) {
    validateBoolean(options.verbatim, 'options.verbatim');
    checked.order = options.verbatim ? 'verbatim' : 'ipv4first';
  }
  if (options.order !== undefined && options.order !== null) {
    validateOneOf(options.order, 'options.order', ['ipv4first', 'ipv6first', 'verbatim']);
    checked.order = options.order;
  }
  return checked;
}

function sorted(addresses, order) {
  if (order === 'verbatim') return addresses;
  const first = order === 'ipv4first' ? 4 : 6;
  return [
    ...addresses.filter((entry) => entry.family === first),
    ...addresses.filter((entry) => entry.family !== first),
  ];
}

let warnedOfName = false;
function warnOfName(hostname) {
  if (warnedOfName) return;
  warnedOfName = true;
  process.emitWarning(`The provided hostname "${hostname}" is not a valid hostname, and is supported in the dns module solely for compatibility.`,
                      'DeprecationWarning', 'DEP0118');
}

function lookup(hostname, options, callback) {
  if (hostname) validateString(hostname, 'hostname');
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  } else {
    validateFunction(callback, 'callback');
  }
  const { family, hints, all, order } = checkOptions(options);
  if (!hostname) {
    warnOfName(hostname);
    if (all) process.nextTick(callback, null, []);
    else process.nextTick(callback, null, null, family === 6 ? 6 : 4);
    return {};
  }
  const { isIP } = require('internal/net/address');
  const literal = isIP(hostname);
  if (literal !== 0) {
    if (all) process.nextTick(callback, null, [{ address: hostname, family: literal }]);
    else process.nextTick(callback, null, hostname, literal);
    return {};
  }
  const timed = timing.begin('dns', 'lookup', () => ({ hostname, family, hints, verbatim: order === 'verbatim', order }));
  internalBinding('dns').getaddrinfo(hostname, family, hints, request('GETADDRINFOREQWRAP', 'GetAddrInfoReqWrap', (error, found) => {
    if (typeof found === 'number') {
      callback(new DNSException(found, 'getaddrinfo', hostname));
      return;
    }
    const addresses = sorted(found.map((address) => ({ address, family: isIP(address) })), order);
    timing.end(timed, () => ({ addresses: all ? addresses : addresses.map(({ address }) => address) }));
    if (all) callback(null, addresses);
    else if (addresses.length === 0) callback(new DNSException('ENOTFOUND', 'getaddrinfo', hostname));
    else callback(null, addresses[0].address, addresses[0].family);
  }));
  return {};
}

Object.defineProperty(lookup, customPromisifyArgs, { __proto__: null, value: ['address', 'family'], enumerable: false });

function lookupService(address, port, callback) {
  if (arguments.length !== 3) throw new codes.ERR_MISSING_ARGS('address', 'port', 'callback');
  const { isIP } = require('internal/net/address');
  if (isIP(address) === 0) throw new codes.ERR_INVALID_ARG_VALUE('address', address);
  validatePort(port);
  validateFunction(callback, 'callback');
  const timed = timing.begin('dns', 'lookupService', () => ({ host: address, port: Number(port) }));
  internalBinding('dns').getnameinfo(address, Number(port), request('GETNAMEINFOREQWRAP', 'GetNameInfoReqWrap', (error, found) => {
    if (typeof found === 'number') {
      callback(new DNSException(found, 'getnameinfo', address));
      return;
    }
    const [hostname, service] = found;
    timing.end(timed, () => ({ hostname, service }));
    callback(null, hostname, service);
  }));
  return {};
}

Object.defineProperty(lookupService, customPromisifyArgs, { __proto__: null, value: ['hostname', 'service'], enumerable: false });

class Resolver extends ResolverBase {
  resolve(hostname, rrtype, callback) {
    if (typeof rrtype === 'function') [rrtype, callback] = ['A', rrtype];
    return this[methodFor(rrtype)](hostname, callback);
  }

  reverse(ip, callback) {
    validateString(ip, 'name');
    const last = arguments.length > 2 ? arguments[2] : callback;
    validateFunction(last, 'callback');
    require('internal/dns/resolver').askReverse(channelOf(this), ip, request('QUERYWRAP', 'QueryReqWrap', last));
    return {};
  }
}
for (const name of names) {
  Object.defineProperty(Resolver.prototype, name, {
    __proto__: null,
    value: {
      [name](hostname, options) {
        let callback = options;
        if (arguments.length > 2) callback = arguments[2];
        else options = undefined;
        validateString(hostname, 'name');
        validateFunction(callback, 'callback');
        const { ask, questionOf } = require('internal/dns/resolver');
        ask(channelOf(this), questionOf(name), hostname, options, request('QUERYWRAP', 'QueryReqWrap', callback));
        return {};
      },
    }[name],
    writable: true,
    enumerable: true,
    configurable: true,
  });
}
makeEnumerable(Resolver.prototype, 'resolve', 'reverse');

function getDefaultResultOrder() {
  return defaultOrder;
}

function setDefaultResultOrder(value) {
  validateOneOf(value, 'dnsOrder', orders);
  defaultOrder = value;
}

module.exports = {
  lookup,
  lookupService,
  Resolver,
  getDefaultResultOrder,
  setDefaultResultOrder,
  getServers: () => require('internal/dns/resolver').standard().getServers(),
  setServers(servers) { require('internal/dns/resolver').standard().setServers(servers); },
  ADDRCONFIG,
  ALL,
  V4MAPPED,
  ...errorCodes,
};
Object.assign(module.exports, standardFunctions(Resolver));
defineLazy(module.exports, 'promises', () => require('dns/promises'), { readOnly: true });
module.exports.errorCodes = errorCodes;
Object.defineProperty(module.exports, 'errorCodes', { enumerable: false });
