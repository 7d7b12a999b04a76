// `dns/promises`: the functions of `dns` as promises.
'use strict';

const dns = require('dns');
const { methodFor, names, ResolverBase, standardFunctions } = require('internal/dns/methods');
const { codes } = require('internal/errors');
const { validateOneOf, validateString } = require('internal/validators');
const { makeEnumerable } = require('internal/util');

function lookup(hostname, options) {
  // A function would be taken for the callback.
  if (hostname) validateString(hostname, 'hostname');
  if (typeof options === 'function') throw new codes.ERR_INVALID_ARG_TYPE('options', ['integer', 'object'], options);
  // Here families are numbers only.
  if (typeof options?.family === 'string') validateOneOf(options.family, 'options.family', [0, 4, 6]);
  return new Promise((resolve, reject) => {
    dns.lookup(hostname, options, (error, address, family) => {
      if (error) reject(error);
      else resolve(Array.isArray(address) ? address : { address, family });
    });
  });
}

function lookupService(address, port) {
  if (arguments.length !== 2) throw new codes.ERR_MISSING_ARGS('address', 'port');
  return new Promise((resolve, reject) => {
    dns.lookupService(address, port, (error, hostname, service) => {
      if (error) reject(error);
      else resolve({ hostname, service });
    });
  });
}

// What is wrong with the arguments is thrown at once.
function settled(start) {
  const { promise, resolve, reject } = Promise.withResolvers();
  start((error, value) => (error ? reject(error) : resolve(value)));
  return promise;
}

class Resolver extends ResolverBase {
  resolve(hostname, rrtype) {
    if (rrtype === undefined) rrtype = 'A';
    return this[methodFor(rrtype)](hostname);
  }

  reverse(ip, family) {
    validateString(ip, 'name');
    return settled((callback) => dns.Resolver.prototype.reverse.call(this, ip, callback));
  }
}
for (const name of names) {
  Object.defineProperty(Resolver.prototype, name, {
    __proto__: null,
    value: {
      [name](hostname, options) {
        validateString(hostname, 'name');
        return settled((callback) => dns.Resolver.prototype[name].call(this, hostname, options, callback));
      },
    }[name],
    writable: true,
    enumerable: true,
    configurable: true,
  });
}
makeEnumerable(Resolver.prototype, 'resolve', 'reverse');

module.exports = {
  lookup,
  lookupService,
  Resolver,
  getDefaultResultOrder: dns.getDefaultResultOrder,
  setDefaultResultOrder: dns.setDefaultResultOrder,
  getServers: dns.getServers,
  setServers: dns.setServers,
  ...dns.errorCodes,
};
Object.assign(module.exports, standardFunctions(Resolver));
