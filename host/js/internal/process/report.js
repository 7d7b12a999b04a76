// process.report: the diagnostic report, as far as loaders (glibc versions, shared objects) and people read it.
// Deliberately absent: native stacks and the libuv handle dump; their keys are there and empty.
'use strict';

const binding = internalBinding('report');

const settings = { directory: '', filename: '', compact: false, excludeNetwork: false, signal: 'SIGUSR2' };
const triggers = { reportOnSignal: false, reportOnFatalError: false, reportOnUncaughtException: false };

function header(now) {
  const os = require('os');
  const networkInterfaces = [];
  if (!settings.excludeNetwork) {
    for (const [name, addresses] of Object.entries(os.networkInterfaces())) {
      for (const { internal, mac, address, netmask, family, scopeid } of addresses) {
        const entry = { name, internal, mac, address, netmask, family };
        if (scopeid !== undefined) entry.scopeid = scopeid;
        networkInterfaces.push(entry);
      }
    }
  }
  return {
    reportVersion: 5,
    event: 'JavaScript API',
    trigger: 'GetReport',
    filename: null,
    dumpEventTime: `${now.toISOString().slice(0, 19)}Z`,
    dumpEventTimeStamp: String(now.getTime()),
    processId: process.pid,
    threadId: 0,
    cwd: process.cwd(),
    commandLine: binding.commandLine(),
    nodejsVersion: process.version,
    ...binding.glibcVersions(),
    wordSize: 64,
    arch: process.arch,
    platform: process.platform,
    componentVersions: { ...process.versions },
    release: { ...process.release },
    osName: os.type(),
    osRelease: os.release(),
    osVersion: os.version(),
    osMachine: os.machine(),
    cpus: os.cpus().map(({ model, speed, times }) => ({ model, speed, ...times })),
    networkInterfaces,
    host: os.hostname(),
  };
}

function javascriptStack(error) {
  const lines = String(error.stack).split('\n');
  const own = {};
  for (const key of Object.keys(error)) own[key] = String(error[key]);
  return {
    message: lines[0],
    stack: lines.slice(1).map((line) => line.trim()),
    errorProperties: own,
  };
}

function resourceUsage() {
  const usage = process.resourceUsage();
  const memory = process.memoryUsage();
  const seconds = process.uptime() || 1;
  return {
    free_memory: String(require('os').freemem()),
    total_memory: String(require('os').totalmem()),
    rss: String(memory.rss),
    constrained_memory: String(process.constrainedMemory() ?? 0),
    available_memory: String(process.availableMemory()),
    userCpuSeconds: usage.userCPUTime / 1e6,
    kernelCpuSeconds: usage.systemCPUTime / 1e6,
    cpuConsumptionPercent: (usage.userCPUTime + usage.systemCPUTime) / 1e4 / seconds,
    userCpuConsumptionPercent: usage.userCPUTime / 1e4 / seconds,
    kernelCpuConsumptionPercent: usage.systemCPUTime / 1e4 / seconds,
    maxRss: String(usage.maxRSS * 1024),
    pageFaults: { IORequired: String(usage.majorPageFault), IONotRequired: String(usage.minorPageFault) },
    fsActivity: { reads: String(usage.fsRead), writes: String(usage.fsWrite) },
  };
}

function getReport(error) {
  const { validateObject } = require('internal/validators');
  if (error === undefined) {
    error = new Error('JavaScript Callstack');
    Error.captureStackTrace(error, getReport);
  } else {
    validateObject(error, 'err');
  }
  const memory = process.memoryUsage();
  return {
    header: header(new Date()),
    javascriptStack: javascriptStack(error),
    javascriptHeap: { totalMemory: String(memory.heapTotal), usedMemory: String(memory.heapUsed) },
    nativeStack: [],
    resourceUsage: resourceUsage(),
    libuv: [],
    workers: [],
    environmentVariables: { ...process.env },
    userLimits: binding.userLimits(),
    sharedObjects: binding.sharedObjects(),
  };
}

function writeReport(file, error) {
  if (typeof file === 'object' && file !== null) {
    error = file;
    file = undefined;
  } else if (file !== undefined) {
    require('internal/validators').validateString(file, 'file');
  }
  const name = file || settings.filename || defaultName(new Date());
  const report = getReport(error ?? new Error('JavaScript Callstack'));
  report.header.filename = name;
  const path = require('path').join(settings.directory || process.cwd(), name);
  require('fs').writeFileSync(path, JSON.stringify(report, null, settings.compact ? undefined : 2));
  return name;
}

function defaultName(now) {
  const pad = (value, width = 2) => String(value).padStart(width, '0');
  const day = `${now.getFullYear()}${pad(now.getMonth() + 1)}${pad(now.getDate())}`;
  const time = `${pad(now.getHours())}${pad(now.getMinutes())}${pad(now.getSeconds())}`;
  return `report.${day}.${time}.${process.pid}.0.001.json`;
}

const report = { writeReport, getReport };
for (const name of ['directory', 'filename', 'signal']) {
  Object.defineProperty(report, name, {
    __proto__: null,
    get: () => settings[name],
    set(value) {
      require('internal/validators').validateString(value, name);
      settings[name] = value;
    },
    enumerable: true,
    configurable: true,
  });
}
for (const [table, names] of [[settings, ['compact', 'excludeNetwork']], [triggers, Object.keys(triggers)]]) {
  for (const name of names) {
    Object.defineProperty(report, name, {
      __proto__: null,
      get: () => table[name],
      set(value) {
        require('internal/validators').validateBoolean(value, name);
        table[name] = value;
      },
      enumerable: true,
      configurable: true,
    });
  }
}

module.exports = report;
