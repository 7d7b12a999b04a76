'use strict';
// async_hooks, timers/promises, diagnostics_channel, perf_hooks: what does not depend on time.
const { AsyncLocalStorage, AsyncResource, executionAsyncId, createHook } = require('async_hooks');
const timers = require('timers/promises');
const dc = require('diagnostics_channel');
const { performance, PerformanceObserver, createHistogram } = require('perf_hooks');
const log = (...args) => console.log(...args);
const attempt = (call) => {
  try {
    log('ok', call());
  } catch (error) {
    log('threw', error.name, error.code, error.message);
  }
};

async function main() {
  const storage = new AsyncLocalStorage();
  const other = new AsyncLocalStorage();
  log(storage.getStore());
  await storage.run({ id: 1 }, async () => {
    log('run', storage.getStore());
    await null;
    log('await', storage.getStore());
    await new Promise((resolve) => setTimeout(resolve, 1));
    log('timeout', storage.getStore());
    await new Promise((resolve) => setImmediate(resolve));
    log('immediate', storage.getStore());
    await new Promise((resolve) => process.nextTick(resolve));
    log('tick', storage.getStore());
    queueMicrotask(() => log('microtask', storage.getStore()));
    other.run('inner', () => log(storage.getStore(), other.getStore()));
    log(storage.exit(() => storage.getStore()), storage.getStore());
    // One after the other: which of a timer and an immediate comes first is open.
    setTimeout(() => {
      log('in timer', storage.getStore());
      setImmediate(() => log('in immediate', storage.getStore()));
    }, 1);
    process.nextTick(() => log('in tick', storage.getStore()));
    await timers.setTimeout(20);
  });
  log(storage.getStore());
  storage.enterWith('entered');
  await null;
  log(storage.getStore());
  const snapshot = AsyncLocalStorage.snapshot();
  const bound = AsyncLocalStorage.bind(() => storage.getStore());
  storage.run('changed', () => log(snapshot(() => storage.getStore()), bound()));
  storage.disable();
  log(storage.getStore());
  try {
    storage.run(5, () => { throw new Error('out'); });
  } catch (error) {
    log(error.message);
  }

  const resource = storage.run('captured', () => new AsyncResource('TYPE'));
  log(resource.runInAsyncScope((a) => [storage.getStore(), a], null, 7), typeof resource.asyncId(), resource.triggerAsyncId() >= 0);
  log(resource.bind((x) => x + storage.getStore())('v'), AsyncResource.bind(function named(a, b) {}).length);
  log(typeof executionAsyncId());
  attempt(() => new AsyncResource());
  attempt(() => new AsyncResource('x', { triggerAsyncId: -2 }));
  attempt(() => createHook({ init: 5 }));
  attempt(() => resource.bind(5));

  log(await timers.setTimeout(1, 'value'), await timers.setImmediate('now'));
  const controller = new AbortController();
  const pending = timers.setTimeout(1000, null, { signal: controller.signal });
  controller.abort();
  await pending.catch((error) => log(error.name, error.code, error.message, error.cause.name));
  await timers.setTimeout(1, null, { signal: controller.signal }).catch((error) => log(error.name));
  await timers.setTimeout('x').catch((error) => log(error.code));
  await timers.setTimeout(1, null, { signal: 5 }).catch((error) => log(error.code, error.message));
  let rounds = 0;
  for await (const value of timers.setInterval(1, 'tick')) {
    log(value);
    if (++rounds === 3) break;
  }
  await timers.scheduler.wait(1);
  await timers.scheduler.yield();
  log(Object.keys(timers));

  const channel = dc.channel('one');
  log(channel === dc.channel('one'), channel.name, channel.hasSubscribers, dc.hasSubscribers('one'));
  const listener = (message, name) => log('message', message, name);
  dc.subscribe('one', listener);
  channel.publish({ a: 1 });
  log(channel.hasSubscribers, dc.unsubscribe('one', listener), dc.unsubscribe('one', listener));
  channel.publish('unseen');
  attempt(() => dc.channel(5));
  attempt(() => dc.subscribe('x', 5));
  channel.bindStore(storage, (data) => ({ wrapped: data }));
  channel.runStores('data', () => log(storage.getStore()));
  channel.unbindStore(storage);
  const tracing = dc.tracingChannel('work');
  tracing.subscribe(Object.fromEntries(['start', 'end', 'asyncStart', 'asyncEnd', 'error'].map((event) => [event, (context) => log(event, { ...context, error: context.error?.message })])));
  log(tracing.traceSync((a) => a * 2, { c: 1 }, null, 4));
  attempt(() => tracing.traceSync(() => { throw new Error('sync'); }));
  log(await tracing.tracePromise(async () => 'p'));
  await tracing.tracePromise(async () => { throw new RangeError('async'); }).catch((error) => log(error.message));
  tracing.traceCallback((callback) => callback(null, 'result'), 0, {}, null, (error, result) => log('callback', error, result));
  attempt(() => dc.tracingChannel(5));

  log(typeof performance.now(), performance.now() <= performance.now(), typeof performance.timeOrigin, Math.abs(performance.timeOrigin + performance.now() - Date.now()) < 1000);
  const mark = performance.mark('m1', { startTime: 10, detail: { d: 1 } });
  performance.mark('m2', { startTime: 25 });
  const measure = performance.measure('between', 'm1', 'm2');
  log(mark, measure, measure.toJSON(), measure.duration, mark instanceof performance.mark('z').constructor);
  log(performance.measure('options', { start: 5, duration: 3, detail: 'x' }).toJSON(), performance.measure('numbers', { start: 1, end: 4 }).duration);
  log(performance.getEntriesByType('mark').map((entry) => entry.name).sort(), performance.getEntriesByName('between').length);
  performance.clearMarks('m1');
  performance.clearMeasures();
  log(performance.getEntriesByName('m1').length, performance.getEntriesByType('measure').length);
  attempt(() => performance.measure('q', 'absent'));
  attempt(() => performance.mark());
  attempt(() => performance.mark('neg', { startTime: -1 }));
  attempt(() => performance.measure('q', {}).startTime);
  await new Promise((resolve) => {
    const observer = new PerformanceObserver((list, self) => {
      log(list.getEntries().map((entry) => [entry.name, entry.entryType]), self === observer);
      observer.disconnect();
      resolve();
    });
    observer.observe({ entryTypes: ['mark', 'measure'] });
    performance.mark('seen');
    performance.measure('seen too', { start: 1, end: 2 });
  });
  attempt(() => new PerformanceObserver(() => {}).observe({}));
  attempt(() => new PerformanceObserver(5));
  log(performance.timerify(function f(a) { return a + 1; })(1), performance.timerify(function f(a, b) {}).name);
  log(Object.keys(performance.eventLoopUtilization()), Object.prototype.toString.call(performance));
  const histogram = createHistogram();
  [1, 2, 3, 4, 100].forEach((value) => histogram.record(value));
  log(histogram.count, histogram.min, histogram.max, histogram.mean, histogram.percentile(50), histogram.exceeds);
  attempt(() => histogram.record(0));
}
main().then(() => log('done'), (error) => log('failed', error));
