// perf_hooks: the clock, marks and measures, observers of them, of functions, collections of garbage and
// networking, histograms, the loop's utilization.
'use strict';

const native = internalBinding('performance');
const { codes } = require('internal/errors');
const { constantsOf, customInspectSymbol, defineLazy, makeEnumerable } = require('internal/util');
const { Event, EventTarget, defineEventHandler } = require('internal/event_target');
const timeline = require('internal/perf/timeline');
const { eventLoopUtilization } = require('internal/perf/utilization');

const kMake = Symbol('kMake');

class Performance extends EventTarget {
  #isPerformance;

  constructor(token = undefined) {
    if (token !== kMake) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    super();
  }

  // What every method asks first: those of another object's are refused.
  static #check(value) {
    if (value === null || typeof value !== 'object' || !(#isPerformance in value)) {
      throw new codes.ERR_INVALID_ARG_TYPE('this', 'Performance', value);
    }
  }

  get timeOrigin() {
    Performance.#check(this);
    return native.timeOrigin;
  }

  now() {
    Performance.#check(this);
    return native.now();
  }

  mark(name, options = undefined) {
    Performance.#check(this);
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('name');
    return timeline.mark(name, options);
  }

  measure(name, startOrOptions = undefined, endMark = undefined) {
    Performance.#check(this);
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('name');
    return timeline.measure(name, startOrOptions, endMark);
  }

  clearMarks(name = undefined) {
    Performance.#check(this);
    timeline.clear('mark', name);
  }

  clearMeasures(name = undefined) {
    Performance.#check(this);
    timeline.clear('measure', name);
  }

  markResourceTiming(timingInfo, requestedUrl, initiatorType, global, cacheMode, bodyInfo, responseStatus, deliveryType = undefined) {
    return timeline.markResourceTiming(() => this.dispatchEvent(new Event('resourcetimingbufferfull')), ...arguments);
  }

  setResourceTimingBufferSize(maxSize) {
    Performance.#check(this);
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('maxSize');
    timeline.limitResources(maxSize);
  }

  clearResourceTimings(name = undefined) {
    Performance.#check(this);
    timeline.clear('resource', name);
  }

  getEntries() {
    Performance.#check(this);
    return timeline.entries();
  }

  getEntriesByName(name, type = undefined) {
    Performance.#check(this);
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('name');
    name = `${name}`;
    if (type !== undefined) type = `${type}`;
    return timeline.entries((entry) => entry.name === name && (type === undefined || entry.entryType === type));
  }

  getEntriesByType(type) {
    Performance.#check(this);
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('type');
    type = `${type}`;
    return timeline.entries((entry) => entry.entryType === type);
  }

  timerify(fn, options = {}) {
    return timeline.timerify(fn, options);
  }

  eventLoopUtilization(first, second) {
    return eventLoopUtilization(first, second);
  }

  toJSON() {
    Performance.#check(this);
    return {
      nodeTiming: this.nodeTiming,
      timeOrigin: this.timeOrigin,
      eventLoopUtilization: this.eventLoopUtilization(),
    };
  }
}
makeEnumerable(
  Performance.prototype, 'clearMarks', 'clearMeasures', 'clearResourceTimings', 'getEntries',
  'getEntriesByName', 'getEntriesByType', 'mark', 'measure', 'now', 'setResourceTimingBufferSize', 'timeOrigin', 'toJSON');
defineEventHandler(Performance.prototype, 'resourcetimingbufferfull');
defineLazy(Performance.prototype, 'nodeTiming', () => timeline.nodeTiming(), { enumerable: false });
Performance.prototype[customInspectSymbol] = function(depth, options) {
  if (depth < 0) return this;
  const { inspect } = require('internal/util/inspect');
  const inner = { ...options, depth: options.depth == null ? null : options.depth - 1 };
  return `Performance ${inspect({ nodeTiming: this.nodeTiming, timeOrigin: this.timeOrigin }, inner)}`;
};
Object.defineProperty(Performance.prototype, customInspectSymbol, { enumerable: false });
Object.defineProperty(Performance.prototype, Symbol.toStringTag,
                      { value: 'Performance', configurable: true });

// Numbers that Node has there without listing them.
function withHidden(constants) {
  const kinds = {
    ENTRY_TYPE: ['GC', 'HTTP', 'HTTP2', 'NET', 'DNS'],
    MILESTONE: [
      'TIME_ORIGIN_TIMESTAMP', 'TIME_ORIGIN', 'ENVIRONMENT', 'NODE_START', 'V8_START', 'LOOP_START', 'LOOP_EXIT', 'BOOTSTRAP_COMPLETE',
    ],
  };
  for (const [kind, names] of Object.entries(kinds)) {
    names.forEach((name, value) => Object.defineProperty(constants, `NODE_PERFORMANCE_${kind}_${name}`, { value }));
  }
  return constants;
}

module.exports = {
  Performance,
  PerformanceEntry: timeline.PerformanceEntry,
  PerformanceMark: timeline.PerformanceMark,
  PerformanceMeasure: timeline.PerformanceMeasure,
  PerformanceObserver: timeline.PerformanceObserver,
  PerformanceObserverEntryList: timeline.PerformanceObserverEntryList,
  PerformanceResourceTiming: timeline.PerformanceResourceTiming,
  monitorEventLoopDelay: undefined,
  createHistogram: undefined,
  performance: new Performance(kMake),
};
Object.defineProperty(module.exports, 'constants', {
  __proto__: null,
  enumerable: true,
  value: withHidden(constantsOf({
    NODE_PERFORMANCE_GC_MAJOR: 4,
    NODE_PERFORMANCE_GC_MINOR: 1,
    NODE_PERFORMANCE_GC_INCREMENTAL: 8,
    NODE_PERFORMANCE_GC_WEAKCB: 16,
    NODE_PERFORMANCE_GC_FLAGS_NO: 0,
    NODE_PERFORMANCE_GC_FLAGS_CONSTRUCT_RETAINED: 2,
    NODE_PERFORMANCE_GC_FLAGS_FORCED: 4,
    NODE_PERFORMANCE_GC_FLAGS_SYNCHRONOUS_PHANTOM_PROCESSING: 8,
    NODE_PERFORMANCE_GC_FLAGS_ALL_AVAILABLE_GARBAGE: 16,
    NODE_PERFORMANCE_GC_FLAGS_ALL_EXTERNAL_MEMORY: 32,
    NODE_PERFORMANCE_GC_FLAGS_SCHEDULE_IDLE: 64,
  })),
});
for (const name of ['createHistogram', 'monitorEventLoopDelay']) {
  defineLazy(module.exports, name, () => require('internal/perf/histogram')[name]);
}
