// process.report: the diagnostic report, as far as loaders (glibc versions, shared objects) and people read it.
// Deliberately absent: native stacks and workers: their keys are there and empty.
'use strict';

const binding = internalBinding('report');

const { getOptionValue, hasFlag } = require('internal/options');
const { listen, onUncaught } = require('internal/process/report_triggers');

const settings = {
  directory: getOptionValue('--report-directory') ?? getOptionValue('--report-dir') ?? '',
  filename: getOptionValue('--report-filename') ?? '',
  compact: hasFlag('--report-compact'),
  excludeEnv: hasFlag('--report-exclude-env'),
  excludeNetwork: hasFlag('--report-exclude-network'),
  signal: getOptionValue('--report-signal') ?? 'SIGUSR2',
};
const triggers = {
  reportOnSignal: hasFlag('--report-on-signal'),
  reportOnFatalError: hasFlag('--report-on-fatalerror'),
  reportOnUncaughtException: hasFlag('--report-uncaught-exception'),
};

function applyTriggers() {
  listen(triggers.reportOnSignal, settings.signal, write);
  onUncaught(triggers.reportOnUncaughtException, write);
}

function networkInterfaces() {
  const all = [];
  for (const [name, addresses] of Object.entries(require('os').networkInterfaces())) {
    for (const { internal, mac, address, netmask, family, scopeid } of addresses) {
      const entry = { name, internal, mac, address, netmask, family };
      if (scopeid !== undefined) entry.scopeid = scopeid;
      all.push(entry);
    }
  }
  return all;
}

function header(now) {
  const os = require('os');
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
    ...(settings.excludeNetwork ? {} : { networkInterfaces: networkInterfaces() }),
    host: os.hostname(),
  };
}

function javascriptStack(error) {
  if (error === undefined) return { message: '', errorProperties: {} };
  const own = {};
  if (error === null || typeof error !== 'object') return { message: String(error), errorProperties: own };
  const lines = String(error.stack).split('\n');
  for (const key of Object.keys(error)) own[key] = String(error[key]);
  return {
    message: lines[0],
    stack: lines.slice(1).map((line) => line.trim()),
    errorProperties: own,
  };
}

function processorUse(user, system) {
  const seconds = process.uptime() || 1;
  return {
    userCpuSeconds: user / 1e6,
    kernelCpuSeconds: system / 1e6,
    cpuConsumptionPercent: (user + system) / 1e4 / seconds,
    userCpuConsumptionPercent: user / 1e4 / seconds,
    kernelCpuConsumptionPercent: system / 1e4 / seconds,
  };
}

function resourceUsage() {
  const usage = process.resourceUsage();
  const os = require('os');
  return {
    free_memory: os.freemem(),
    total_memory: os.totalmem(),
    rss: process.memoryUsage.rss(),
    constrained_memory: process.constrainedMemory() ?? 0,
    available_memory: process.availableMemory(),
    ...processorUse(usage.userCPUTime, usage.systemCPUTime),
    maxRss: usage.maxRSS * 1024,
    pageFaults: { IORequired: usage.majorPageFault, IONotRequired: usage.minorPageFault },
    fsActivity: { reads: usage.fsRead, writes: usage.fsWrite },
  };
}

function threadUsage() {
  const { user, system } = process.threadCpuUsage();
  const { fsRead, fsWrite } = process.resourceUsage();
  return { ...processorUse(user, system), fsActivity: { reads: fsRead, writes: fsWrite } };
}

function javascriptHeap() {
  const v8 = require('v8');
  const heap = v8.getHeapStatistics();
  const heapSpaces = {};
  for (const space of v8.getHeapSpaceStatistics()) {
    heapSpaces[space.space_name] = {
      memorySize: space.space_size,
      committedMemory: space.physical_space_size,
      capacity: space.space_used_size + space.space_available_size,
      used: space.space_used_size,
      available: space.space_available_size,
    };
  }
  return {
    totalMemory: heap.total_heap_size,
    executableMemory: heap.total_heap_size_executable,
    totalCommittedMemory: heap.total_physical_size,
    availableMemory: heap.total_available_size,
    totalGlobalHandlesMemory: heap.total_global_handles_size,
    usedGlobalHandlesMemory: heap.used_global_handles_size,
    usedMemory: heap.used_heap_size,
    memoryLimit: heap.heap_size_limit,
    mallocedMemory: heap.malloced_memory,
    externalMemory: heap.external_memory,
    peakMallocedMemory: heap.peak_malloced_memory,
    nativeContextCount: heap.number_of_native_contexts,
    detachedContextCount: heap.number_of_detached_contexts,
    doesZapGarbage: heap.does_zap_garbage,
    heapSpaces,
  };
}

// What stands for an error when none is given.
function synthetic(caller) {
  const error = new Error('JavaScript Callstack');
  Error.captureStackTrace(error, caller);
  error.stack = error.stack.replace(/^Error/, 'Error [ERR_SYNTHETIC]');
  error.code = 'ERR_SYNTHETIC';
  return error;
}

function getReport(error) {
  if (error === undefined) error = synthetic(getReport);
  else require('internal/validators').validateObject(error, 'err');
  return make(error);
}

function make(error) {
  const report = {
    header: header(new Date()),
    javascriptStack: javascriptStack(error),
    javascriptHeap: javascriptHeap(),
    nativeStack: [],
    resourceUsage: resourceUsage(),
    uvthreadResourceUsage: threadUsage(),
    libuv: require('internal/process/report_handles').loopHandles(),
    workers: [],
    environmentVariables: { ...process.env },
    userLimits: binding.userLimits(),
    sharedObjects: binding.sharedObjects(),
  };
  if (settings.excludeEnv) delete report.environmentVariables;
  return report;
}

function writeReport(file, error) {
  if (typeof file === 'object' && file !== null) {
    error = file;
    file = undefined;
  } else if (file !== undefined) {
    require('internal/validators').validateString(file, 'file');
  }
  if (error === undefined) error = synthetic(writeReport);
  else require('internal/validators').validateObject(error, 'err');
  return write({ trigger: 'API', error, file });
}

// `error` is undefined where there is none to tell of.
function write({ event = 'JavaScript API', trigger, error, file }) {
  const name = file || settings.filename || defaultName(new Date());
  const report = make(error);
  Object.assign(report.header, { event, trigger, filename: name });
  const text = JSON.stringify(report, null, settings.compact ? undefined : 2);
  if (name === 'stdout' || name === 'stderr') {
    process[name].write(`${text}\n`);
    return name;
  }
  require('fs').writeFileSync(require('path').resolve(settings.directory, name), `${text}\n`);
  process._rawDebug(`\nWriting Node.js report to file: ${name}\nNode.js report completed`);
  return name;
}

let written = 0;

function defaultName(now) {
  const pad = (value, width = 2) => String(value).padStart(width, '0');
  const day = `${now.getFullYear()}${pad(now.getMonth() + 1)}${pad(now.getDate())}`;
  const time = `${pad(now.getHours())}${pad(now.getMinutes())}${pad(now.getSeconds())}`;
  return `report.${day}.${time}.${process.pid}.0.${pad(++written, 3)}.json`;
}

const report = { writeReport, getReport };
for (const name of ['directory', 'filename', 'signal']) {
  Object.defineProperty(report, name, {
    __proto__: null,
    get: () => settings[name],
    set(value) {
      const { validateSignalName, validateString } = require('internal/validators');
      if (name === 'signal') validateSignalName(value, name);
      else validateString(value, name);
      settings[name] = value;
      if (name === 'signal') applyTriggers();
    },
    enumerable: true,
    configurable: true,
  });
}
for (const [table, names] of [[settings, ['compact', 'excludeEnv', 'excludeNetwork']], [triggers, Object.keys(triggers)]]) {
  for (const name of names) {
    Object.defineProperty(report, name, {
      __proto__: null,
      get: () => table[name],
      set(value) {
        require('internal/validators').validateBoolean(value, name);
        table[name] = value;
        if (table === triggers) applyTriggers();
      },
      enumerable: true,
      configurable: true,
    });
  }
}

applyTriggers();

module.exports = report;
