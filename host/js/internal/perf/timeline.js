// Performance entries: marks, measures, timed functions, and those who observe them.
'use strict';

const native = internalBinding('performance');
const { codes } = require('internal/errors');
const { customInspectSymbol, lazyDOMException, makeEnumerable, makeMethodsEnumerable } = require('internal/util');
const { validateFunction, validateObject, validateString } = require('internal/validators');

const kMake = Symbol('kMake');
const buffer = []; // Marks and measures, in the order they were made.
const markTimes = new Map(); // By name: the last mark's, also of one that is not in the buffer.
const observing = require('internal/perf/observing').state;
// Only observers see these; they are not kept.
const passing = new Set(['dns', 'function', 'gc', 'http', 'net']);
// As Node's list; nothing here makes an entry of 'http2'.
const supported = Object.freeze(['dns', 'function', 'gc', 'http', 'http2', 'mark', 'measure', 'net', 'resource']);

// A value as it is shown inside of another.
function nested(value, options) {
  const { inspect } = require('internal/util/inspect');
  return inspect(value, { ...options, depth: options.depth == null ? null : options.depth - 1 });
}

let detailOf;
class PerformanceEntry {
  #name;
  #type;
  #start;
  #duration;
  #detail;

  static {
    detailOf = (entry, Class) => PerformanceEntry.#check(entry, Class).#detail;
  }

  static #check(entry, Class = PerformanceEntry) {
    if (entry === null || typeof entry !== 'object' || !(#name in entry)) throw new codes.ERR_INVALID_ARG_TYPE('this', Class.name, entry);
    return entry;
  }

  constructor(token = undefined, name, type, start, duration, detail) {
    if (token !== kMake) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    this.#name = name;
    this.#type = type;
    this.#start = start;
    this.#duration = duration;
    this.#detail = detail;
  }

  get name() { return PerformanceEntry.#check(this).#name; }
  get entryType() { return PerformanceEntry.#check(this).#type; }
  get startTime() { return PerformanceEntry.#check(this).#start; }
  get duration() { return PerformanceEntry.#check(this).#duration; }

  toJSON() {
    return {
      name: this.#name, entryType: this.#type, startTime: this.#start, duration: this.#duration,
    };
  }

  [customInspectSymbol](depth, options) {
    if (depth < 0) return this;
    return `${this.constructor.name} ${nested(this.toJSON(), options)}`;
  }
}
makeEnumerable(PerformanceEntry.prototype, 'name', 'entryType', 'startTime', 'duration', 'toJSON');

// Gives a kind of entry its detail.
function withDetail(Class) {
  const accessor = { get detail() { return detailOf(this, Class); } };
  Object.defineProperty(Class.prototype, 'detail', Object.getOwnPropertyDescriptor(accessor, 'detail'));
  Object.defineProperty(Class.prototype, 'toJSON', {
    __proto__: null,
    configurable: true,
    enumerable: false,
    writable: true,
    value: function toJSON() {
      const { name, entryType, startTime, duration, detail } = this;
      return { name, entryType, startTime, duration, detail };
    },
  });
}

class PerformanceMark extends PerformanceEntry {
  constructor(name, options = undefined) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('name');
    name = `${name}`;
    refuseMilestone(name);
    if (options != null) validateObject(options, 'options');
    const start = options?.startTime ?? native.now();
    if (typeof start !== 'number') {
      throw new codes.ERR_INVALID_ARG_TYPE('startTime', 'number', start);
    }
    if (start < 0) throw new codes.ERR_PERFORMANCE_INVALID_TIMESTAMP(start);
    let detail = options?.detail ?? null;
    if (detail !== null) detail = structuredClone(detail);
    super(kMake, name, 'mark', start, 0, detail);
    markTimes.set(name, start);
  }
}
withDetail(PerformanceMark);

class PerformanceMeasure extends PerformanceEntry {}
withDetail(PerformanceMeasure);

// What a fetched resource took, as `performance.markResourceTiming` was told; nothing of the host reports its own requests.
class PerformanceResourceTiming extends PerformanceEntry {
  #info;
  #initiator;
  #cache;
  #status;
  #delivery;

  constructor(token = undefined, info, url, initiator, cache, status, delivery) {
    super(token, url, 'resource', info?.startTime, info?.endTime - info?.startTime);
    this.#info = info;
    this.#initiator = initiator;
    this.#cache = cache;
    this.#status = status;
    this.#delivery = delivery;
  }

  get #connection() { return this.#info.finalConnectionTimingInfo ?? {}; }

  get initiatorType() { return this.#initiator; }
  get nextHopProtocol() { return this.#connection.ALPNNegotiatedProtocol; }
  get workerStart() { return this.#info.finalServiceWorkerStartTime; }
  get redirectStart() { return this.#info.redirectStartTime; }
  get redirectEnd() { return this.#info.redirectEndTime; }
  get fetchStart() { return this.#info.postRedirectStartTime; }
  get domainLookupStart() { return this.#connection.domainLookupStartTime; }
  get domainLookupEnd() { return this.#connection.domainLookupEndTime; }
  get connectStart() { return this.#connection.connectionStartTime; }
  get connectEnd() { return this.#connection.connectionEndTime; }
  get secureConnectionStart() { return this.#connection.secureConnectionStartTime; }
  get requestStart() { return this.#info.finalNetworkRequestStartTime; }
  get responseStart() { return this.#info.finalNetworkResponseStartTime; }
  get responseEnd() { return this.#info.endTime; }

  // Headers are counted as 300 bytes.
  get transferSize() { return this.#cache === 'local' ? 0 : this.#info.encodedBodySize + 300; }
  get encodedBodySize() { return this.#info.encodedBodySize; }
  get decodedBodySize() { return this.#info.decodedBodySize; }
  get deliveryType() { return this.#delivery; }
  get responseStatus() { return this.#status; }

  toJSON() {
    const shown = super.toJSON();
    for (const name of resourceNames) shown[name] = this[name];
    return shown;
  }
}
const resourceNames = Object.keys(Object.getOwnPropertyDescriptors(PerformanceResourceTiming.prototype))
  .filter((name) => name !== 'constructor' && name !== 'toJSON');
makeEnumerable(PerformanceResourceTiming.prototype, ...resourceNames, 'toJSON');
// What the host itself times: functions, collections of garbage, networking.
class PerformanceNodeEntry extends PerformanceEntry {}
withDetail(PerformanceNodeEntry);

function add(entry) {
  if (!passing.has(entry.entryType)) buffer.push(entry);
  for (const observer of observers) offer(observer, entry);
}

observing.record = (type, name, start, duration, detail) => {
  add(new PerformanceNodeEntry(kMake, name, type, start, duration, detail));
};

// --- the buffer of resources, by the specification of resource timing: one that does not fit waits for a listener to make room

const resources = { limit: 250, waiting: [], isTelling: false };
const hasRoom = () => buffer.filter(({ entryType }) => entryType === 'resource').length < resources.limit;

function markResource(entry, tellFull) {
  if (!resources.isTelling && hasRoom()) {
    buffer.push(entry);
  } else {
    if (!resources.isTelling) {
      resources.isTelling = true;
      require('timers').setImmediate(() => makeRoom(tellFull));
    }
    resources.waiting.push(entry);
  }
  for (const observer of observers) offer(observer, entry);
  return entry;
}

function makeRoom(tellFull) {
  while (resources.waiting.length > 0) {
    const before = resources.waiting.length;
    if (!hasRoom()) tellFull();
    while (resources.waiting.length > 0 && hasRoom()) buffer.push(resources.waiting.shift());
    if (resources.waiting.length >= before) resources.waiting = [];
  }
  resources.isTelling = false;
}

function markResourceTiming(tellFull, info, url, initiator, global, cache, bodyInfo, status, delivery = '') {
  if (cache !== '' && cache !== 'local') throw new codes.ERR_INTERNAL_ASSERTION("cache must be an empty string or 'local'");
  return markResource(new PerformanceResourceTiming(kMake, info, url, initiator, cache, status, delivery), tellFull);
}

function limitResources(limit) {
  limit = +limit;
  resources.limit = Number.isInteger(limit) && limit > 0 ? limit : 0;
}

function mark(name, options) {
  const entry = new PerformanceMark(name, options);
  add(entry);
  return entry;
}

// Names that stand for times of the process itself.
const MILESTONES = new Set(['bootstrapComplete', 'environment', 'loopExit', 'loopStart', 'nodeStart', 'v8Start']);

function refuseMilestone(name) {
  if (MILESTONES.has(name)) throw new codes.ERR_INVALID_ARG_VALUE('name', name);
}

function timeOf(point) {
  if (typeof point === 'number') {
    if (point < 0) throw new codes.ERR_PERFORMANCE_INVALID_TIMESTAMP(point);
    return point;
  }
  const name = `${point}`;
  if (MILESTONES.has(name)) return nodeTiming()[name];
  const found = markTimes.get(name);
  if (found === undefined) {
    throw lazyDOMException(`The "${name}" performance mark has not been set`, 'SyntaxError');
  }
  return found;
}

// What is no text and has neither start nor end says nothing of where the measure begins.
function measureBounds(startOrOptions, endMark) {
  const first = typeof startOrOptions === 'string' ? timeOf(startOrOptions) : 0;
  const { start, end, duration } = Object(startOrOptions);
  const fail = (message) => {
    throw new codes.ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS(message);
  };
  if ((start !== undefined || end !== undefined) && endMark !== undefined) fail('endMark must not be specified');
  if (start !== undefined && end !== undefined && duration !== undefined) {
    fail('Must not have options.start, options.end, and options.duration specified');
  }
  const stop = endMark !== undefined ? timeOf(endMark) :
    end !== undefined ? timeOf(end) :
      start !== undefined && duration !== undefined ? timeOf(start) + timeOf(duration) : native.now();
  if (start !== undefined) return [timeOf(start), stop];
  if (end !== undefined && duration !== undefined) return [stop - timeOf(duration), stop];
  return [first, stop];
}

function measure(name, startOrOptions, endMark) {
  validateString(name, 'name');
  const [start, end] = measureBounds(startOrOptions, endMark);
  let detail = startOrOptions?.detail ?? null;
  if (detail !== null) detail = structuredClone(detail);
  const entry = new PerformanceMeasure(kMake, name, 'measure', start, end - start, detail);
  add(entry);
  return entry;
}

function clear(type, name) {
  if (name !== undefined) name = `${name}`;
  if (type === 'mark') {
    refuseMilestone(name);
    if (name === undefined) markTimes.clear();
    else markTimes.delete(name);
  }
  for (let i = buffer.length - 1; i >= 0; i--) {
    const entry = buffer[i];
    if (entry.entryType === type && (name === undefined || entry.name === name)) {
      buffer.splice(i, 1);
    }
  }
}

// Of the same time: marks before measures before resources.
const byStart = (list) => list.sort((a, b) => a.startTime - b.startTime || supported.indexOf(a.entryType) - supported.indexOf(b.entryType));
const entries = (filter = () => true) => byStart(buffer.filter(filter));

function timerify(fn, options) {
  validateFunction(fn, 'fn');
  validateObject(options, 'options');
  const { histogram } = options;
  if (histogram !== undefined && !require('internal/perf/histogram').isRecordable(histogram)) {
    throw new codes.ERR_INVALID_ARG_TYPE('options.histogram', 'RecordableHistogram', histogram);
  }
  function timerified(...args) {
    const start = native.now();
    const finish = () => {
      const duration = native.now() - start;
      histogram?.record(Math.max(1, Math.ceil(duration * 1e6)));
      add(Object.assign(new PerformanceNodeEntry(kMake, fn.name, 'function', start, duration, args), args));
    };
    const result = new.target ? Reflect.construct(fn, args, fn) : Reflect.apply(fn, this, args);
    if (!new.target && typeof result?.finally === 'function') return result.finally(finish);
    finish();
    return result;
  }
  return Object.defineProperties(timerified, {
    length: { configurable: true, enumerable: true, value: fn.length },
    name: { configurable: true, enumerable: true, value: `timerified ${fn.name}` },
  });
}

const observers = new Set();

class PerformanceObserverEntryList {
  #list;

  [customInspectSymbol](depth, options) {
    return depth < 0 ? this : `PerformanceObserverEntryList ${nested(this.#list, options)}`;
  }

  constructor(token = undefined, list) {
    if (token !== kMake) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    this.#list = byStart(list);
  }

  static #listOf(value) {
    if (value === null || typeof value !== 'object' || !(#list in value)) {
      throw new codes.ERR_INVALID_ARG_TYPE('this', 'PerformanceObserverEntryList', value);
    }
    return value.#list;
  }

  getEntries() {
    return PerformanceObserverEntryList.#listOf(this).slice();
  }

  getEntriesByType(type) {
    const list = PerformanceObserverEntryList.#listOf(this);
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('type');
    return list.filter((entry) => entry.entryType === `${type}`);
  }

  getEntriesByName(name, type = undefined) {
    const list = PerformanceObserverEntryList.#listOf(this);
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('name');
    return list.filter((entry) =>
      entry.name === `${name}` && (type === undefined || entry.entryType === `${type}`));
  }
}

makeMethodsEnumerable(PerformanceObserverEntryList.prototype);

// For the other parts of this file: gives an observer an entry; which types it wants.
let offer, typesOf;

class PerformanceObserver {
  #callback;
  #pending = [];
  #types = new Set();
  #mode;
  #scheduled = false;

  static {
    offer = (observer, entry) => observer.#offer(entry);
    typesOf = (observer) => observer.#types;
  }

  constructor(callback) {
    validateFunction(callback, 'callback');
    this.#callback = callback;
  }

  [customInspectSymbol](depth, options) {
    if (depth < 0) return this;
    const fields = { connected: observers.has(this), pending: this.#pending.length > 0, entryTypes: [...this.#types], buffer: this.#pending };
    return `PerformanceObserver ${nested(fields, options)}`;
  }

  static get supportedEntryTypes() {
    return supported;
  }

  #offer(entry) {
    if (!this.#types.has(entry.entryType)) return;
    this.#pending.push(entry);
    if (this.#scheduled) return;
    this.#scheduled = true;
    require('timers').setImmediate(() => this.#deliver());
  }

  #deliver() {
    this.#scheduled = false;
    if (this.#pending.length === 0) return;
    const list = new PerformanceObserverEntryList(kMake, this.#pending.splice(0));
    this.#callback.call(this, list, this);
  }

  observe(options = {}) {
    validateObject(options, 'options');
    const { entryTypes, type, buffered } = { ...options };
    if (entryTypes === undefined && type === undefined) {
      throw new codes.ERR_MISSING_ARGS('options.entryTypes', 'options.type');
    }
    if (entryTypes != null && type != null) {
      throw new codes.ERR_INVALID_ARG_VALUE('options.entryTypes', entryTypes,
                                            'options.entryTypes can not set with options.type together');
    }
    const mode = type === undefined ? 'multiple' : 'single';
    if (this.#mode !== undefined && this.#mode !== mode) {
      throw lazyDOMException(`PerformanceObserver can not change to ${mode} observations`,
                             'InvalidModificationError');
    }
    this.#mode = mode;
    if (mode === 'multiple') {
      if (!Array.isArray(entryTypes)) {
        throw new codes.ERR_INVALID_ARG_TYPE('options.entryTypes', 'string[]', entryTypes);
      }
      this.#types = new Set(entryTypes.filter((each) => supported.includes(each)));
    } else {
      if (!supported.includes(type)) return;
      this.#types.add(type);
      if (buffered) entries((entry) => entry.entryType === type).forEach((entry) => this.#offer(entry));
    }
    if (this.#types.size > 0) observers.add(this);
    else this.disconnect();
    wantedChanged();
  }

  disconnect() {
    observers.delete(this);
    this.#pending = [];
    this.#types.clear();
    this.#mode = undefined;
    wantedChanged();
  }

  takeRecords() {
    return this.#pending.splice(0);
  }
}

makeMethodsEnumerable(PerformanceObserver.prototype);

let observingCollections = false;

// Collections of garbage and networking are only timed while someone wants to know.
function wantedChanged() {
  observing.wanted = new Set([...observers].flatMap((observer) => [...typesOf(observer)]));
  const wanted = observing.wanted.has('gc');
  if (wanted === observingCollections) return;
  observingCollections = wanted;
  if (!wanted) {
    native.ignoreCollections();
    return;
  }
  native.observeCollections((kind, flags, start, duration) => {
    add(new PerformanceNodeEntry(kMake, 'gc', 'gc', start, duration, { kind, flags }));
  });
}

// When what began, in milliseconds since the process did; -1 what has not.
class PerformanceNodeTiming extends PerformanceEntry {
  constructor(token = undefined) {
    super(token, 'node', 'node', 0, 0);
    const computed = (get) => ({ __proto__: null, enumerable: true, configurable: true, get });
    const at = (index) => computed(() => native.milestones()[index]);
    const constant = (value) => ({ __proto__: null, enumerable: true, configurable: true, value });
    Object.defineProperties(this, {
      name: constant('node'),
      entryType: constant('node'),
      startTime: constant(0),
      duration: computed(native.now),
      nodeStart: computed(() => 0),
      v8Start: at(0),
      environment: at(1),
      loopStart: at(3),
      loopExit: at(4),
      bootstrapComplete: at(2),
      idleTime: computed(native.idleTime),
      uvMetricsInfo: computed(uvMetricsInfo),
    });
  }

  toJSON() {
    const { name, entryType, startTime, duration, nodeStart, v8Start, bootstrapComplete, environment, loopStart, loopExit } = this;
    const { idleTime } = this;
    return {
      name, entryType, startTime, duration, nodeStart, v8Start, bootstrapComplete, environment, loopStart, loopExit, idleTime,
    };
  }
}

function uvMetricsInfo() {
  const [loopCount, events, eventsWaiting] = native.uvMetrics();
  return { loopCount, events, eventsWaiting };
}

let timing;
const nodeTiming = () => timing ??= new PerformanceNodeTiming(kMake);

for (const Class of [PerformanceMark, PerformanceMeasure, PerformanceObserver, PerformanceObserverEntryList, PerformanceResourceTiming]) {
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { __proto__: null, value: Class.name, configurable: true });
}

module.exports = {
  PerformanceEntry,
  PerformanceMark,
  PerformanceMeasure,
  PerformanceObserver,
  PerformanceObserverEntryList,
  PerformanceResourceTiming,
  clear,
  entries,
  limitResources,
  mark,
  markResourceTiming,
  measure,
  nodeTiming,
  timerify,
};
