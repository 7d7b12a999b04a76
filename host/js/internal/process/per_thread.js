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

const clock = new Float64Array(2);

function hrtime(previous) {
  binding.hrtime(clock);
  if (previous === undefined) return [clock[0], clock[1]];
  require('internal/validators').validateArray(previous, 'time');
  if (previous.length !== 2) {
    const { ERR_OUT_OF_RANGE } = require('internal/errors').codes;
    throw new ERR_OUT_OF_RANGE('time', 2, previous.length);
  }
  const seconds = clock[0] - previous[0];
  const nanoseconds = clock[1] - previous[1];
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
