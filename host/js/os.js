// os: questions about this machine.
'use strict';

const binding = internalBinding('os');
const { os: constants } = internalBinding('constants');
const { codes: { ERR_SYSTEM_ERROR }, SystemError } = require('internal/errors');
const { validateInt32 } = require('internal/validators');

const [type, version, release, machine] = binding.uname();

function systemError(errno, syscall) {
  const { name, message } = require('internal/errors').uvException({ errno, syscall });
  const context = { errno, code: message.split(':')[0], message: message.slice(message.indexOf(':') + 2, message.lastIndexOf(',')), syscall };
  if (ERR_SYSTEM_ERROR !== undefined) return new ERR_SYSTEM_ERROR(context);
  return SystemError !== undefined ? new SystemError('ERR_SYSTEM_ERROR', context) : Object.assign(new Error(message), context, { name });
}

function cpus() {
  return binding.cpus().map(([model, speed, user, nice, sys, idle, irq]) => ({ model, speed, times: { user, nice, sys, idle, irq } }));
}

function networkInterfaces() {
  const result = {};
  for (const { name, address, netmask, family, mac, internal, cidr, scopeid } of binding.networkInterfaces()) {
    const entry = { address, netmask, family, mac, internal, cidr };
    if (scopeid !== undefined) entry.scopeid = scopeid;
    (result[name] ??= []).push(entry);
  }
  return result;
}

function homedir() {
  const { HOME } = process.env;
  if (HOME !== undefined) return HOME;
  const info = binding.userInfo();
  if (typeof info === 'number') throw systemError(info, 'uv_os_homedir');
  return info.homedir;
}

function tmpdir() {
  const { env } = process;
  const path = env.TMPDIR || env.TMP || env.TEMP || '/tmp';
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

function userInfo(options) {
  const info = binding.userInfo();
  if (typeof info === 'number') throw systemError(info, 'uv_os_get_passwd');
  const encoding = options?.encoding;
  const known = encoding === 'buffer' || (typeof encoding === 'string' && Buffer.isEncoding(encoding) && !/^utf-?8$/i.test(encoding));
  if (known) {
    for (const key of ['username', 'homedir', 'shell']) {
      const bytes = Buffer.from(info[key]);
      info[key] = encoding === 'buffer' ? bytes : bytes.toString(encoding);
    }
  }
  return info;
}

function getPriority(pid) {
  if (pid === undefined) pid = 0;
  else validateInt32(pid, 'pid');
  const priority = binding.getPriority(pid);
  if (priority >= 1000) throw systemError(1000 - priority, 'uv_os_getpriority');
  return priority;
}

function setPriority(pid, priority) {
  if (priority === undefined) {
    priority = pid;
    pid = 0;
  }
  validateInt32(pid, 'pid');
  validateInt32(priority, 'priority', -20, 19);
  const error = binding.setPriority(pid, priority);
  if (error < 0) throw systemError(error, 'uv_os_setpriority');
}

const answers = {
  arch: () => process.arch,
  availableParallelism: () => binding.availableParallelism(),
  endianness: () => (new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 'LE' : 'BE'),
  freemem: () => binding.freemem(),
  homedir,
  hostname: () => binding.hostname(),
  platform: () => process.platform,
  release: () => release,
  tmpdir,
  totalmem: () => binding.totalmem(),
  type: () => type,
  uptime: () => binding.uptime(),
  version: () => version,
  machine: () => machine,
};
// `${os.hostname}` is the answer, not the function's text.
for (const answer of Object.values(answers)) {
  answer[Symbol.toPrimitive] = () => answer();
}

module.exports = {
  arch: answers.arch,
  availableParallelism: answers.availableParallelism,
  cpus,
  endianness: answers.endianness,
  freemem: answers.freemem,
  getPriority,
  homedir: answers.homedir,
  hostname: answers.hostname,
  loadavg: () => binding.loadavg(),
  networkInterfaces,
  platform: answers.platform,
  release: answers.release,
  setPriority,
  tmpdir: answers.tmpdir,
  totalmem: answers.totalmem,
  type: answers.type,
  userInfo,
  uptime: answers.uptime,
  version: answers.version,
  machine: answers.machine,
};

for (const [name, value] of [['constants', constants], ['EOL', '\n'], ['devNull', '/dev/null']]) {
  Object.defineProperty(module.exports, name, { __proto__: null, value, enumerable: true, configurable: name === 'constants' ? false : true, writable: false });
}
