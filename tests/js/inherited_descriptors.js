'use strict';
// Children of an addon's own making inherit no descriptor; those of child_process get what they are given.
const fs = require('fs');
const { execFileSync, spawnSync } = require('child_process');

const CLOEXEC = 0o2000000;
for (const descriptor of [0, 1, 2]) {
  const flags = /flags:\s*(\d+)/.exec(fs.readFileSync(`/proc/self/fdinfo/${descriptor}`, 'utf8'))[1];
  console.log(descriptor, (parseInt(flags, 8) & CLOEXEC) !== 0);
}
execFileSync('echo', ['printed by a child'], { stdio: 'inherit' });
const { stdout } = spawnSync('sh', ['-c', 'echo to error >&2; echo out'], { stdio: ['ignore', 'pipe', 1] });
console.log(String(stdout));

const [, soft, hard] = /Max open files\s+(\d+)\s+(\S+)/.exec(fs.readFileSync('/proc/self/limits', 'utf8'));
console.log(soft === hard || Number(soft) >= 2 ** 20 - 1);
const ignored = BigInt(`0x${/SigIgn:\s*(\S+)/.exec(fs.readFileSync('/proc/self/status', 'utf8'))[1]}`);
const { SIGPIPE, SIGXFSZ } = require('os').constants.signals;
console.log([SIGPIPE, SIGXFSZ].map((number) => (ignored >> BigInt(number - 1)) & 1n));
