// perf_hooks: histograms count as HDR histograms do; the loop's utilization, delay and times; observers of functions and collections.
'use strict';
const hooks = require('perf_hooks');
const { performance, PerformanceObserver, createHistogram, monitorEventLoopDelay } = hooks;
const { once } = require('events');
const { Worker } = require('worker_threads');
const { inspect } = require('util');

const show = (...values) => console.log(...values);
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const summary = (h) => [h.count, h.min, h.max, h.mean, h.stddev, h.exceeds];

function attempt(what, act) {
  try {
    show(what, act());
  } catch (error) {
    show(what, error.code, error.message);
  }
}

function filled(options, values) {
  const histogram = createHistogram(options);
  for (const value of values) histogram.record(value);
  return histogram;
}

function histograms() {
  const empty = createHistogram();
  show(summary(empty), empty.percentile(50), [...empty.percentiles], empty.minBigInt, empty.maxBigInt);
  const thousand = filled({}, Array.from({ length: 1000 }, (_, i) => (i + 1) * 1000));
  show(summary(thousand));
  for (const p of [0.001, 1, 10, 50, 75, 90, 99, 99.9, 100]) show(p, thousand.percentile(p), thousand.percentileBigInt(p));
  show([...thousand.percentiles], [...thousand.percentilesBigInt].at(-1));
  show(JSON.stringify(thousand));
  show(inspect(filled({}, [1, 2])).replace(/SafeMap(\(\d\)) \[Map\]/, 'Map$1'));
  const wide = [1, 2, 3, 1000, 1001, 12345, 123456, 1234567];
  for (const figures of [1, 2, 3, 5]) show(figures, summary(filled({ figures }, wide)), [...filled({ figures }, wide).percentiles]);
  for (const bounds of [{ lowest: 5, highest: 20 }, { lowest: 10n, highest: 1000n }]) show(summary(filled(bounds, [15, 1, 5000])));
  show(summary(filled({ highest: 1000, figures: 1 }, [15, 1, 1e6])));
  for (const value of [0, -1, 1.5, 'a', 2n, 0n, 2 ** 53, 1n << 63n, undefined]) {
    attempt(`record ${String(value)}`, () => empty.record(value));
  }
  for (const options of [{ lowest: 0 }, { lowest: 1, highest: 1 }, { figures: 0 }, { figures: 6 }, 5]) {
    attempt(inspect(options), () => createHistogram(options));
  }
  for (const p of [0, -1, 101, 'x', NaN]) attempt(`percentile ${p}`, () => empty.percentile(p));
  const sum = filled({}, [7]);
  sum.add(thousand);
  show(summary(sum));
  attempt('add', () => sum.add({}));
  sum.reset();
  show(summary(sum));
  sum.recordDelta();
  show(sum.count);
  sum.recordDelta();
  show(sum.count, sum.constructor.name);
}

async function delay() {
  attempt('resolution', () => monitorEventLoopDelay({ resolution: 0 }));
  attempt('options', () => monitorEventLoopDelay(5));
  const monitor = monitorEventLoopDelay({ resolution: 5 });
  show(monitor.enable(), monitor.enable(), monitor.constructor.name);
  while (monitor.count < 3) await sleep(5);
  const blocked = performance.now() + 40;
  while (performance.now() < blocked);
  await sleep(20);
  show(monitor.disable(), monitor.disable());
  const { count } = monitor;
  // After a tick that came late the next may follow at once.
  show(monitor.min > 0, monitor.max > 30e6, monitor.percentile(100) === monitor.max, monitor.exceeds);
  await sleep(20);
  show(monitor.count === count);
  monitor.reset();
  show(monitor.count);
}

async function utilization() {
  const before = performance.eventLoopUtilization();
  let after;
  let waited;
  do {
    await sleep(30);
    after = performance.eventLoopUtilization();
    waited = performance.eventLoopUtilization(after, before);
  } while (waited.idle === 0);
  show(Object.keys(waited), waited.idle > 0, waited.active > 0, waited.utilization > 0 && waited.utilization < 1);
  show(waited.idle === after.idle - before.idle);
  const busy = performance.eventLoopUtilization();
  const end = performance.now() + 5;
  while (performance.now() < end);
  const { idle, active, utilization } = performance.eventLoopUtilization(busy);
  show(idle, active >= 5, utilization);
  // Its loop cannot begin before it may go on.
  const gate = new Int32Array(new SharedArrayBuffer(4));
  const code = 'const { parentPort, workerData } = require("worker_threads"); Atomics.wait(workerData, 0, 0); parentPort.on("message", () => process.exit())';
  const worker = new Worker(code, { eval: true, workerData: gate });
  show(worker.performance.eventLoopUtilization());
  Atomics.store(gate, 0, 1);
  Atomics.notify(gate, 0);
  await once(worker, 'online');
  let there;
  do {
    await sleep(5);
    there = worker.performance.eventLoopUtilization();
  } while (there.idle < 10);
  show(there.active > 0, there.utilization < 1);
  worker.postMessage('end');
  await once(worker, 'exit');
  show(worker.performance.eventLoopUtilization());
}

function times() {
  const { nodeTiming } = performance;
  const { nodeStart, v8Start, environment, bootstrapComplete, duration } = nodeTiming;
  show(nodeTiming.constructor.name, Object.keys(nodeTiming), Object.keys(nodeTiming.toJSON()));
  show(nodeStart <= v8Start, v8Start <= environment, environment <= bootstrapComplete, bootstrapComplete <= duration);
  show(nodeTiming.loopStart, nodeTiming.loopExit, nodeTiming.idleTime, Object.keys(nodeTiming.uvMetricsInfo));
  show(performance.eventLoopUtilization(), Object.keys(performance.toJSON()));
  setTimeout(() => show(nodeTiming.loopStart >= bootstrapComplete, typeof nodeTiming.idleTime, nodeTiming.loopExit), 10);
  process.on('exit', () => show('exit', nodeTiming.loopExit > nodeTiming.loopStart));
}

async function functions() {
  const seen = [];
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      seen.push([entry.name, entry.entryType, entry.constructor.name, inspect(entry.detail), entry.duration >= 0].join(' '));
    }
  });
  observer.observe({ entryTypes: ['mark', 'measure', 'function'] });
  performance.mark('a', { detail: { x: 1 } });
  performance.measure('m', 'a');
  const histogram = createHistogram();
  const add = performance.timerify(function add(a, b) { return a + b; }, { histogram });
  show(add.name, add.length, add(1, 2), histogram.count);
  const Class = performance.timerify(class Class { constructor() { this.q = 1; } });
  const later = performance.timerify(async function later() { await 1; return 5; });
  show(new Class().q, await later());
  attempt('timerify', () => performance.timerify(5));
  attempt('histogram', () => performance.timerify(() => {}, { histogram: 5 }));
  while (seen.length < 5) await sleep(5);
  observer.disconnect();
  seen.sort().forEach((line) => show(line));
  show(performance.getEntries().length);
}

async function collections() {
  const entries = [];
  const observer = new PerformanceObserver((list) => entries.push(...list.getEntries()));
  observer.observe({ type: 'gc' });
  require('v8').setFlagsFromString('--expose-gc');
  const gc = require('vm').runInNewContext('gc');
  gc();
  while (entries.length === 0) await sleep(5);
  const forced = entries.find(({ detail }) => detail.kind === hooks.constants.NODE_PERFORMANCE_GC_MAJOR);
  show(forced.name, forced.entryType, forced.constructor.name, forced.detail, forced.duration > 0, forced.startTime > 0);
  observer.disconnect();
  entries.length = 0;
  gc();
  await sleep(5);
  show(entries.length);
}

// A copy counts together with its original, in other threads too.
async function copies() {
  const { Worker } = require('worker_threads');
  const histogram = hooks.createHistogram();
  histogram.record(5);
  const copy = structuredClone({ inside: [histogram] }).inside[0];
  copy.record(9);
  show(histogram.count, copy.count, copy.max, copy.constructor === histogram.constructor);
  const delays = structuredClone(hooks.monitorEventLoopDelay());
  show(delays.constructor.name, delays.record, delays.enable, delays.count);
  const code = 'const { workerData, parentPort } = require("worker_threads"); workerData.record(70); parentPort.postMessage(workerData)';
  const worker = new Worker(code, { eval: true, workerData: histogram });
  const back = await new Promise((resolve) => worker.on('message', resolve));
  await new Promise((resolve) => worker.on('exit', resolve));
  back.record(80);
  show(histogram.count, back.count, histogram.max, back.percentile(50));
}

// Methods and accessors that are called on what is not theirs.
function strangers() {
  const told = (name, run) => {
    try {
      console.log(name, typeof run());
    } catch (error) {
      console.log(name, error.code, error.message);
    }
  };
  const { PerformanceMark, PerformanceObserver, PerformanceObserverEntryList } = require('perf_hooks');
  for (const name of ['now', 'mark', 'measure', 'clearMarks', 'getEntries', 'getEntriesByName', 'toJSON']) told(name, () => performance[name].call({}));
  for (const name of ['timeOrigin']) told(name, () => Reflect.get(performance.constructor.prototype, name, {}));
  for (const name of ['name', 'startTime', 'detail']) told(name, () => Reflect.get(PerformanceMark.prototype, name, {}));
  for (const name of ['getEntries', 'getEntriesByType', 'getEntriesByName']) told(name, () => PerformanceObserverEntryList.prototype[name].call({}));
  console.log(PerformanceObserver.supportedEntryTypes === PerformanceObserver.supportedEntryTypes,
              Object.getOwnPropertyDescriptor(PerformanceMark.prototype, 'detail').get.name);
}

(async () => {
  show(Object.keys(hooks), Object.keys(hooks.constants).length);
  histograms();
  times();
  await delay();
  await utilization();
  await functions();
  await collections();
  await copies();
  strangers();
})();
