// The few process methods that are called often enough to be loaded at start.
'use strict';

const binding = internalBinding('process');

let directory;

function cwd() {
  directory ??= binding.cwd();
  return directory;
}

function chdir(target) {
  require('internal/validators').validateString(target, 'directory');
  binding.chdir(target);
  directory = undefined;
}

// Nanoseconds since `hrtimeOrigin` seconds: a number that holds each of them exactly.
let elapsed;
let hrtimeOrigin;
let originNanoseconds;

function setClock(read, origin) {
  elapsed = read;
  hrtimeOrigin = origin;
  originNanoseconds = BigInt(origin) * 1000000000n;
}

function hrtime(previous) {
  const now = elapsed();
  const whole = Math.floor(now / 1e9);
  if (previous === undefined) return [hrtimeOrigin + whole, now - whole * 1e9];
  require('internal/validators').validateArray(previous, 'time');
  if (previous.length !== 2) {
    const { ERR_OUT_OF_RANGE } = require('internal/errors').codes;
    throw new ERR_OUT_OF_RANGE('time', 2, previous.length);
  }
  const seconds = hrtimeOrigin + whole - previous[0];
  const nanoseconds = now - whole * 1e9 - previous[1];
  return nanoseconds < 0 ? [seconds - 1, nanoseconds + 1e9] : [seconds, nanoseconds];
}
hrtime.bigint = function bigint() {
  return originNanoseconds + BigInt(elapsed());
};

function memoryUsage() {
  const [rss, heapTotal, heapUsed, external, arrayBuffers] = binding.memoryUsage();
  return { rss, heapTotal, heapUsed, external, arrayBuffers };
}
memoryUsage.rss = function rss() {
  return binding.rss();
};

function uptime() {
  return binding.uptime();
}

module.exports = { setClock, cwd, chdir, hrtime, memoryUsage, uptime };
