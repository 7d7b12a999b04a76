// Addresses and arguments of `net`. Absent on purpose: name lookup (that is `dns`).
'use strict';

const binding = internalBinding('tcp');

function isIP(input) {
  if (typeof input !== 'string') input = `${input}`;
  return binding.isIP(input);
}

const isIPv4 = (input) => isIP(input) === 4;
const isIPv6 = (input) => isIP(input) === 6;

// A port or a path? Numbers and numeric strings are ports.
const toNumber = (value) => {
  const number = Number(value);
  return number >= 0 ? number : false;
};

// (options[, ..][, cb]), (port[, host][, ..][, cb]) or (path[, ..][, cb]) to [options, cb].
function normalizeArgs(args) {
  if (args.length === 0) return [{}, null];
  const first = args[0];
  let options = {};
  if (typeof first === 'object' && first !== null) {
    options = first;
  } else if (typeof first === 'string' && toNumber(first) === false) {
    options.path = first;
  } else {
    options.port = first;
    if (args.length > 1 && typeof args[1] === 'string') options.host = args[1];
  }
  const last = args[args.length - 1];
  return [options, typeof last === 'function' ? last : null];
}

// The one text of an address that the system would give, without its zone.
const shortestIP = binding.shortestIP;

module.exports = { isIP, isIPv4, isIPv6, shortestIP, normalizeArgs, toNumber };
