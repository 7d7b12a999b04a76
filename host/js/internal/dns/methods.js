// What both Resolver classes share, the methods that ask, and the resolver behind those of `dns` and `dns/promises` themselves, which
// have one channel together.
'use strict';

const { codes } = require('internal/errors');

const names = [
  'resolveAny', 'resolve4', 'resolve6', 'resolveCaa', 'resolveCname', 'resolveMx', 'resolveNs', 'resolveTxt', 'resolveTlsa', 'resolveSrv',
  'resolvePtr', 'resolveNaptr', 'resolveSoa',
];
const byType = new Map(names.map((name) => [name.slice('resolve'.length).toUpperCase(), name]));
byType.set('A', 'resolve4').set('AAAA', 'resolve6');
byType.delete('4');
byType.delete('6');

// The method for a type of record.
function methodFor(rrtype) {
  if (typeof rrtype !== 'string') throw new codes.ERR_INVALID_ARG_TYPE('rrtype', 'string', rrtype);
  if (!byType.has(rrtype)) throw new codes.ERR_INVALID_ARG_VALUE('rrtype', rrtype);
  return byType.get(rrtype);
}

function channelOf(resolver) {
  return require('internal/dns/resolver').channelOf(resolver);
}

class ResolverBase {
  constructor(options = undefined) {
    require('internal/dns/resolver').addChannel(this, options);
  }

  cancel() { channelOf(this).cancel(); }

  getServers() { return channelOf(this).getServers(); }

  setServers(servers) { channelOf(this).setServers(servers); }

  setLocalAddress(ipv4, ipv6) { channelOf(this).setLocalAddress(ipv4, ipv6); }
}

// Functions like the methods of a class, of a resolver that all of them share.
function standardFunctions(Resolver) {
  const resolver = { __proto__: Resolver.prototype };
  const functions = {};
  for (const name of ['resolve', ...names, 'reverse']) {
    functions[name] = {
      [name](...args) {
        require('internal/dns/resolver').share(resolver);
        return resolver[name](...args);
      },
    }[name];
    Object.defineProperty(functions[name], 'length', { value: Resolver.prototype[name].length, configurable: true });
  }
  return functions;
}

module.exports = { channelOf, methodFor, names, ResolverBase, standardFunctions };
