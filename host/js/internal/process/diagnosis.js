// What options have the host write for diagnosis: --cpu-prof, --heap-prof, --heapsnapshot-signal, --heapsnapshot-near-heap-limit,
// --report-on-signal, --report-uncaught-exception.
// Profiles are written at the end of each thread, however that ends but by a signal or terminate().
'use strict';

const { getOptionValue, hasFlag } = require('internal/options');
const { diagnosticName, snapshotNearLimit, writeSnapshot } = internalBinding('heap');

function open() {
  const session = new (require('inspector').Session)();
  session.connect();
  return session;
}

// The result of a command whose answer comes at once.
function ask(session, method, params) {
  let result;
  session.post(method, params, (error, answer) => {
    if (error) throw error;
    result = answer;
  });
  return result;
}

function write(profile, kind, prefix, extension) {
  const path = require('path');
  const fs = require('fs');
  const folder = getOptionValue(`--${kind}-dir`) || getOptionValue('--diagnostic-dir') || process.cwd();
  const given = getOptionValue(`--${kind}-name`);
  const name = given ? String(given).replaceAll('${pid}', process.pid) : diagnosticName(prefix, extension);
  try {
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, name), JSON.stringify(profile));
  } catch (error) {
    internalBinding('process').rawDebug(`napi-host: cannot write the profile: ${error.message}`);
  }
}

function atEnd(act) {
  let done = false;
  require('internal/process/execution').whenEnding(() => {
    if (done) return;
    done = true;
    act();
  });
}

function startCpuProfile() {
  const session = open();
  ask(session, 'Profiler.enable');
  const interval = Number(getOptionValue('--cpu-prof-interval')) || 1000;
  ask(session, 'Profiler.setSamplingInterval', { interval });
  ask(session, 'Profiler.start');
  atEnd(() => write(ask(session, 'Profiler.stop').profile, 'cpu-prof', 'CPU', 'cpuprofile'));
}

function startHeapProfile() {
  const session = open();
  ask(session, 'HeapProfiler.enable');
  const samplingInterval = Number(getOptionValue('--heap-prof-interval')) || 512 * 1024;
  ask(session, 'HeapProfiler.startSampling', { samplingInterval });
  atEnd(() => write(ask(session, 'HeapProfiler.stopSampling').profile, 'heap-prof', 'Heap', 'heapprofile'));
}

function snapshotPath() {
  const name = diagnosticName('Heap', 'heapsnapshot');
  const folder = getOptionValue('--diagnostic-dir');
  return folder ? require('path').join(folder, name) : name;
}

function start() {
  if (hasFlag('--cpu-prof')) startCpuProfile();
  if (hasFlag('--heap-prof')) startHeapProfile();
  const count = Number(getOptionValue('--heapsnapshot-near-heap-limit'));
  if (count > 0) snapshotNearLimit(count);
  // Signals arrive at the main thread.
  if (internalBinding('worker').threadId !== 0) return;
  const signal = getOptionValue('--heapsnapshot-signal');
  if (signal) process.on(signal, () => writeSnapshot(snapshotPath()));
  if (hasFlag('--report-on-signal') || hasFlag('--report-uncaught-exception')) require('internal/process/report');
}

module.exports = { ask, open, snapshotPath, start };
