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

function hrtime(previous) {
  const now = binding.hrtime();
  if (previous === undefined) return now;
  require('internal/validators').validateArray(previous, 'time');
  if (previous.length !== 2) {
    const { ERR_OUT_OF_RANGE } = require('internal/errors').codes;
    throw new ERR_OUT_OF_RANGE('time', 2, previous.length);
  }
  const seconds = now[0] - previous[0];
  const nanoseconds = now[1] - previous[1];
  return nanoseconds < 0 ? [seconds - 1, nanoseconds + 1e9] : [seconds, nanoseconds];
}
hrtime.bigint = function bigint() {
  return binding.hrtimeBigInt();
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

module.exports = { cwd, chdir, hrtime, memoryUsage, uptime };
