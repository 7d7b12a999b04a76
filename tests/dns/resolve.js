// Asks the server of tests/all/dns.rs, whose port is the argument; what is printed is what 26.9 prints.
'use strict';
const dns = require('dns');
const server = `127.0.0.1:${process.argv[2]}`;
const resolver = new dns.Resolver({ timeout: 500, tries: 1 });
resolver.setServers([server]);
const show = (value) => JSON.stringify(value, (key, each) => (each instanceof ArrayBuffer ? Buffer.from(each).toString() : each));
const ask = (method, ...args) => new Promise((done) => {
  resolver[method](...args, (error, value) => {
    console.log(method, args[0], error ? `${error.code} ${error.syscall} ${error.message} ${error.hostname}` : show(value));
    done();
  });
});

async function main() {
  for (const type of ['4', '6', 'Caa', 'Cname', 'Mx', 'Naptr', 'Ns', 'Ptr', 'Soa', 'Srv', 'Tlsa', 'Txt']) await ask(`resolve${type}`, 'all.test');
  await ask('resolve4', 'all.test', { ttl: true });
  await ask('resolve', 'all.test', 'MX');
  await ask('resolveAny', 'any.test');
  for (const name of ['missing', 'failing', 'refused', 'empty', 'garbage', 'large', 'silent']) await ask('resolve4', `${name}.test`);
  await ask('resolve4', 'a..b');
  await ask('reverse', '192.0.2.1');
  await ask('reverse', '2001:db8::1');
  const asked = new dns.promises.Resolver({ timeout: 500, tries: 1 });
  asked.setServers(['127.0.0.1:1', server]);
  console.log(await asked.resolve4('all.test'), await asked.resolveTxt('missing.test').catch((error) => error.message));
  const stopped = new dns.Resolver();
  stopped.setServers([server]);
  stopped.resolve4('silent.test', (error) => console.log(error.code));
  stopped.cancel();
  dns.setServers([server]);
  console.log(dns.getServers().join() === server, dns.promises.getServers().join() === server, await dns.promises.resolve('all.test'));
}
main();
