// os: the shape of every answer, and the constants.
'use strict';
const os = require('os');
const fs = require('fs');

function attempt(label, run) {
  try {
    console.log(label, run());
  } catch (error) {
    console.log(label, error.name, error.code, error.message);
  }
}

console.log(Object.keys(os).join(' '));
for (const key of Object.keys(os)) {
  const { writable, enumerable, configurable } = Object.getOwnPropertyDescriptor(os, key);
  console.log(key, typeof os[key], writable, enumerable, configurable);
}
console.log(os.arch(), os.platform(), os.type(), os.endianness(), JSON.stringify(os.EOL), os.devNull);
console.log(os.hostname() === fs.readFileSync('/proc/sys/kernel/hostname', 'utf8').trim());
console.log(os.release() === fs.readFileSync('/proc/sys/kernel/osrelease', 'utf8').trim());
console.log(os.version() === fs.readFileSync('/proc/sys/kernel/version', 'utf8').trim());
console.log(os.machine());
console.log(`${os.arch}`, `${os.platform}`, `${os.endianness}`, `${os.type}`, String(os.tmpdir()), `${os.homedir}` === os.homedir());
console.log(os.cpus().length === os.availableParallelism(), Object.keys(os.cpus()[0]), Object.keys(os.cpus()[0].times));
console.log(os.totalmem() > os.freemem(), Number.isInteger(os.totalmem()), os.uptime() > 0);
console.log(os.loadavg().length, os.loadavg().every((load) => load >= 0));
console.log(Object.keys(os.userInfo()), Object.getPrototypeOf(os.userInfo()), Buffer.isBuffer(os.userInfo({ encoding: 'buffer' }).username));
console.log(os.userInfo().uid === process.getuid(), os.userInfo().homedir === os.homedir());
const { lo } = os.networkInterfaces();
console.log(lo?.[0]);
process.env.TMPDIR = '/some/where/';
console.log(os.tmpdir());
delete process.env.TMPDIR;
process.env.TMP = '/';
console.log(os.tmpdir());
delete process.env.TMP;
process.env.HOME = '/nowhere';
console.log(os.homedir());
// Field 19 of the process's status is its nice value, whatever it was started with.
const nice = Number(fs.readFileSync('/proc/self/stat', 'utf8').split(') ')[1].split(' ')[16]);
attempt('getPriority', () => os.getPriority() === nice);
attempt('getPriority own', () => os.getPriority(process.pid) === nice);
attempt('getPriority bad', () => os.getPriority('x'));
attempt('getPriority missing', () => os.getPriority(2147483647));
attempt('setPriority bad', () => os.setPriority(0, 99));
attempt('setPriority type', () => os.setPriority('x', 1));
attempt('setPriority', () => os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL));
attempt('getPriority', () => os.getPriority());
console.log(os.constants);
console.log(Object.getPrototypeOf(os.constants.errno), Object.isFrozen(os.constants.signals));
console.log(Object.keys(require('constants')).length > 150, require('constants').SIGINT, require('constants').O_CREAT);
