// Whom a resolver asks: the servers of the system, and the texts that users give and get.
'use strict';

const { codes } = require('internal/errors');
const { isIP, shortestIP } = require('internal/net/address');

const PORT = 53;

// From /etc/resolv.conf; without any, the one of this machine.
function systemServers() {
  let text = '';
  try {
    text = require('fs').readFileSync('/etc/resolv.conf', 'utf8');
  } catch {
    // Then there is none.
  }
  const found = [];
  for (const [, address] of text.matchAll(/^\s*nameserver\s+(\S+)/gm)) {
    if (isIP(address.replace(/%.*$/, '')) !== 0) found.push({ address, port: PORT });
  }
  return found.length > 0 ? found : [{ address: '127.0.0.1', port: PORT }];
}

// `1.1.1.1`, `1.1.1.1:53`, `::1`, `[::1]:53`
function parseServer(text) {
  if (isIP(text) !== 0) return { address: text, port: PORT };
  // Behind a bracket, what is not a port is passed over.
  const [, address, port] = /^\[([^[\]]*)\](?::(\d+)$)?/.exec(text) ?? /^([^:]*):(\d+)$/.exec(text) ?? [];
  const version = address === undefined ? 0 : isIP(address);
  if (version === 0) throw new codes.ERR_INVALID_IP_ADDRESS(text);
  if (port !== undefined) require('internal/validators').validatePort(Number(port));
  return { address, port: Number(port) || PORT };
}

function parseServers(servers) {
  const { validateArray, validateString } = require('internal/validators');
  validateArray(servers, 'servers');
  return servers.map((server, index) => {
    validateString(server, `servers[${index}]`);
    return parseServer(server);
  });
}

function showServer({ address: given, port }) {
  const address = shortestIP(given);
  if (port === PORT) return address;
  return isIP(address) === 6 ? `[${address}]:${port}` : `${address}:${port}`;
}

module.exports = { parseServers, showServer, systemServers };
