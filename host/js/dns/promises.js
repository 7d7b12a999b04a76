// `dns/promises`: the functions of `dns` as promises.
'use strict';

const dns = require('dns');

function lookup(hostname, options) {
  return new Promise((resolve, reject) => {
    dns.lookup(hostname, options, (error, address, family) => {
      if (error) reject(error);
      else resolve(Array.isArray(address) ? address : { address, family });
    });
  });
}

function lookupService(address, port) {
  return new Promise((resolve, reject) => {
    dns.lookupService(address, port, (error, hostname, service) => {
      if (error) reject(error);
      else resolve({ hostname, service });
    });
  });
}

function promised(target, name) {
  return {
    [name](...args) {
      return new Promise((resolve, reject) => {
        target[name](...args, (error, value) => (error ? reject(error) : resolve(value)));
      });
    },
  }[name];
}

class Resolver {
  cancel() {}
  getServers() { return []; }
}

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
for (const name of Object.keys(dns)) {
  if (!/^(resolve|reverse)/.test(name)) continue;
  module.exports[name] = promised(dns, name);
  Resolver.prototype[name] = promised(dns, name);
}
