'use strict';
// Differential: lookups that need no network. The expected text comes from Node 22 (tests/js/expected/dns.txt).
const dns = require('dns');

const out = (...args) => console.log(args.map((a) => (typeof a === 'string' ? a : JSON.stringify(a))).join(' '));
function t(f) {
  const label = String(f).replace(/^\(\) => /, '');
  try { out(label, '=>', typeof f()); } catch (e) { out(label, '!!', e.name, e.code, e.message); }
}
const ask = (...args) => new Promise((resolve) => dns.lookup(...args, (error, ...rest) => resolve(error ? [error.code === 'EAI_AGAIN' ? 'ENOTFOUND' : error.code, error.syscall, error.hostname] : rest)));

t(() => dns.lookup());
t(() => dns.lookup(1, () => {}));
t(() => dns.lookup('x'));
t(() => dns.lookup('x', 5, () => {}));
t(() => dns.lookup('x', 'y', () => {}));
t(() => dns.lookup('x', { family: 3 }, () => {}));
t(() => dns.lookup('x', { hints: 1 << 20 }, () => {}));
t(() => dns.lookup('x', { all: 1 }, () => {}));
t(() => dns.lookup('x', { order: 'z' }, () => {}));
t(() => dns.lookupService('x', 1, () => {}));
t(() => dns.lookupService('127.0.0.1'));
t(() => dns.lookupService('127.0.0.1', 70000, () => {}));
t(() => dns.setDefaultResultOrder('x'));
t(() => dns.resolve4(1, () => {}));
t(() => dns.resolve4('x'));

(async () => {
  out(await ask('127.0.0.1'), await ask('::1', { all: true }), await ask('', {}), await ask('', { all: true }), await ask('', 6));
  out(await ask('localhost', { family: 4 }), await ask('localhost', { family: 4, all: true }));
  out(await ask('no.such.name.invalid', {}));
  out(await dns.promises.lookup('127.0.0.1'), await dns.promises.lookup('127.0.0.1', { all: true }));
  out(await require('util').promisify(dns.lookup)('localhost', 4));
  try {
    dns.promises.lookup('localhost', { family: 'IPv6' });
  } catch (error) {
    out(error.code, error.message);
  }
  out(await dns.promises.lookup(''));
  out(dns.getDefaultResultOrder(), dns.NOTFOUND, dns.ADDRCONFIG, require('dns/promises') === dns.promises);
})();
