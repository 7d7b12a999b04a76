// Timers and immediates: their objects and the two functions that the native side calls.
//
// All Timeouts share one timer of the event loop. Those of one duration form a list, oldest first; lists run in the
// order of when their first one is due, then of when they were begun or put back. So what is due in a list runs
// together, whatever is due in between in another one: Node's order. Native contract, internalBinding('timers'):
//   setup(onTimers(again), onImmediates())   start(expiry ms, refed)   setRef(refed)
//   immediates(Int32Array): [0] queued immediates, [1] those of them that keep the loop alive   now() ms of the loop, fresh
// Deliberately absent: the public module and argument checks of its callers (`timers`).
'use strict';

const { setup, start, setRef, immediateInfo, updateImmediates, now } = internalBinding('timers');

const TIMEOUT_MAX = 2 ** 31 - 1;
const kCount = 0;
const kRefs = 1;

let lastId = 0;

// Duration -> its list, { duration, expiry, order, timers }: the timers that wait.
const lists = new Map();
// The lists in the order in which they are due.
const due = new (require('internal/heap'))((a, b) => a.expiry - b.expiry || a.order - b.order);
let lastOrder = 0;
// When the loop's timer is due; Infinity when it is not armed.
let armedFor = Infinity;
let refs = 0;

// Kinds of warnings that are given once.
const warned = new Set();

function warn(text, name) {
  process.emitWarning(`${text}.\nTimeout duration was set to 1.`, name);
}

function warnOnce(text, name) {
  if (warned.has(name)) return;
  warned.add(name);
  warn(text, name);
}

// A fraction stays visible, and does not count (`arm`).
function clampDelay(delay) {
  delay *= 1;
  if (delay >= 1 && delay <= TIMEOUT_MAX) return delay;
  if (delay > TIMEOUT_MAX) warn(`${delay} does not fit into a 32-bit signed integer`, 'TimeoutOverflowWarning');
  else if (delay < 0) warnOnce(`${delay} is a negative number`, 'TimeoutNegativeWarning');
  else if (Number.isNaN(delay)) warnOnce(`${delay} is not a number`, 'TimeoutNaNWarning');
  return 1;
}

const kId = Symbol('id');
const kRefed = Symbol('refed');
const kAsync = Symbol('async');

const { capture, release, runCaptured, usage } = require('internal/async_context');

// Who makes a timer, for --explain-exit; unset without it.
let creator;
const kCreator = Symbol('creator');
const kSince = Symbol('since');

function noteCreator(timer) {
  timer[kCreator] = creator();
  timer[kSince] = now();
}

class Timeout {
  constructor(callback, delay, args, repeat) {
    if (delay === undefined) delay = 1;
    this._idleTimeout = clampDelay(delay);
    this._idleStart = now();
    this._onTimeout = callback;
    this._timerArgs = args;
    this._repeat = repeat ? this._idleTimeout : null;
    this._destroyed = false;
    this[kId] = ++lastId;
    this[kRefed] = true;
    this[kAsync] = usage.active ? capture('Timeout', this) : undefined;
    if (creator !== undefined) noteCreator(this);
  }

  [Symbol.toPrimitive]() {
    const id = this[kId];
    byPrimitive ??= new Map();
    byPrimitive.set(id, this);
    return id;
  }

  refresh() {
    if (this[kRefed] !== undefined && !this._destroyed) {
      arm(this, this._idleTimeout);
    }
    return this;
  }

  ref() {
    if (!this[kRefed]) {
      this[kRefed] = true;
      if (this[kList] !== undefined && refs++ === 0) setRef(true);
    }
    return this;
  }

  unref() {
    if (this[kRefed]) {
      this[kRefed] = false;
      if (this[kList] !== undefined && --refs === 0) setRef(false);
    }
    return this;
  }

  hasRef() {
    return this[kRefed];
  }

  close() {
    clear(this);
    return this;
  }

  [Symbol.dispose]() {
    clear(this);
  }

  [require('internal/util').customInspectSymbol](_, options, inspect) {
    const shown = { __proto__: Timeout.prototype, ...this };
    for (const key of [kId, kRefed, kAsync, kCreator, kSince, kList]) delete shown[key];
    return inspect(shown, { ...options, customInspect: false, depth: 0 });
  }
}

// Timers that were turned into a number, so that clearTimeout(number) finds them.
let byPrimitive;

const kList = Symbol('list');

// Puts a timer at the end of the list of its duration; it waits from `begin` on.
function arm(timer, duration, begin = now()) {
  detach(timer);
  duration = Math.trunc(duration);
  timer._idleStart = begin;
  let list = lists.get(duration);
  if (list === undefined) {
    list = { duration, expiry: begin + duration, order: ++lastOrder, timers: new Set(), place: 0 };
    lists.set(duration, list);
    due.push(list);
    if (list.expiry < armedFor) armLoop(list.expiry);
  }
  list.timers.add(timer);
  timer[kList] = list;
  if (timer[kRefed] && refs++ === 0) setRef(true);
}

function detach(timer) {
  const list = timer[kList];
  if (list === undefined) return;
  timer[kList] = undefined;
  list.timers.delete(timer);
  if (timer[kRefed]) dropRef();
  // The list that runs is removed when it has.
  if (list.timers.size > 0 || list === runningList) return;
  lists.delete(list.duration);
  due.remove(list);
}

function dropRef() {
  if (--refs === 0) setRef(false);
}

function armLoop(expiry) {
  armedFor = expiry;
  start(expiry, refs > 0);
}

function clear(timer) {
  if (timer._destroyed) return;
  timer._destroyed = true;
  timer._onTimeout = null;
  timer._idleTimeout = -1;
  detach(timer);
  byPrimitive?.delete(timer[kId]);
  if (usage.active) release(timer[kAsync]);
}

function find(id) {
  return byPrimitive?.get(typeof id === 'string' ? Number(id) : id);
}

function fire(timer) {
  const callback = timer._onTimeout;
  const args = timer._timerArgs;
  if (args === undefined) timer._onTimeout();
  else Reflect.apply(callback, timer, args);
}

// The timer whose callback runs. It counts as alive until then.
let current;

function retire(timer) {
  timer._destroyed = true;
  byPrimitive?.delete(timer[kId]);
  if (usage.active) release(timer[kAsync]);
}

// Runs one timer that is due. One whose callback was taken away just ends.
function run(timer) {
  if (!timer._onTimeout) {
    if (!timer._destroyed) retire(timer);
    return;
  }
  current = timer;
  const repeats = timer._repeat;
  const started = repeats ? now() : 0;
  try {
    if (usage.active) runCaptured(timer[kAsync], fire, timer);
    else fire(timer);
  } finally {
    current = undefined;
    if (timer._repeat && timer._idleTimeout !== -1 && !timer._destroyed) {
      timer._idleTimeout = timer._repeat;
      arm(timer, timer._idleTimeout, started || now());
    } else if (timer[kList] === undefined && !timer._destroyed) {
      retire(timer);
    }
  }
}

// The list whose timers run, and what the clock showed when that was decided.
let runningList;
let passTime = 0;

// Runs what is due, ticks and microtasks after each; called once more, with `again`, after one that throws.
function onTimers(again) {
  const { runNextTicks } = require('internal/process/task_queues');
  if (!again) passTime = now();
  const time = passTime;
  armedFor = Infinity;
  runningList = undefined;
  let ranList = false;
  for (let list = due.first(); list !== undefined; list = due.first()) {
    // The clock stands still: what falls due meanwhile waits until after the next poll.
    if (list.expiry > time) return armLoop(list.expiry);
    if (ranList) runNextTicks();
    ranList = true;
    runList(list, time, runNextTicks);
  }
}

function runList(list, time, runNextTicks) {
  runningList = list;
  let ranOne = false;
  for (const timer of list.timers) {
    if (time - timer._idleStart < list.duration) {
      list.expiry = Math.max(timer._idleStart + list.duration, time + 1);
      list.order = ++lastOrder;
      due.update(list);
      runningList = undefined;
      return;
    }
    // It stays in the list for the case that a tick throws.
    if (ranOne) runNextTicks();
    ranOne = true;
    if (timer[kList] !== list) continue;
    detach(timer);
    run(timer);
  }
  runningList = undefined;
  if (list.timers.size > 0 || lists.get(list.duration) !== list) return;
  lists.delete(list.duration);
  due.remove(list);
}

class Immediate {
  constructor(callback, args) {
    this._onImmediate = callback;
    this._argv = args;
    this._destroyed = false;
    this[kRefed] = true;
    this[kAsync] = usage.active ? capture('Immediate', this) : undefined;
    queue.push(this);
    immediateInfo[kCount]++;
    if (immediateInfo[kRefs]++ === 0) updateImmediates();
    if (creator !== undefined) noteCreator(this);
  }

  ref() {
    if (this[kRefed] === false) {
      this[kRefed] = true;
      if (immediateInfo[kRefs]++ === 0) updateImmediates();
    }
    return this;
  }

  unref() {
    if (this[kRefed] === true) {
      this[kRefed] = false;
      if (--immediateInfo[kRefs] === 0) updateImmediates();
    }
    return this;
  }

  hasRef() {
    return !!this[kRefed];
  }

  [Symbol.dispose]() {
    clearImmediate(this);
  }
}

let queue = [];
// Immediates of the round that runs now; those left when one throws are run right after.
let running = [];

function clearImmediate(immediate) {
  if (!immediate || immediate._destroyed || !(immediate instanceof Immediate)) return;
  finish(immediate);
  immediate._onImmediate = null;
  if (usage.active) release(immediate[kAsync]);
}

function finish(immediate) {
  immediate._destroyed = true;
  immediateInfo[kCount]--;
  if (immediate[kRefed] && --immediateInfo[kRefs] === 0) updateImmediates();
  immediate[kRefed] = null;
}

function fireImmediate(immediate) {
  if (immediate._argv === undefined) immediate._onImmediate();
  else immediate._onImmediate(...immediate._argv);
}

function fireCaptured(immediate) {
  try {
    runCaptured(immediate[kAsync], fireImmediate, immediate);
  } finally {
    release(immediate[kAsync]);
  }
}

// Runs the immediates that are queued now, ticks and microtasks after each.
function onImmediates() {
  const { runNextTicks } = require('internal/process/task_queues');
  // After a throw: cleared ones do not count as left.
  if (running.length > 0) running = running.filter((immediate) => !immediate._destroyed);
  if (running.length === 0) {
    running = queue;
    queue = [];
    running.reverse();
  }
  let ranOne = false;
  while (running.length > 0) {
    const immediate = running.at(-1);
    // It stays in the list for the case that a tick throws.
    if (ranOne && !immediate._destroyed) runNextTicks();
    if (running.at(-1) !== immediate) continue;
    running.pop();
    if (immediate._destroyed) continue;
    ranOne = true;
    finish(immediate);
    if (usage.active) fireCaptured(immediate);
    else fireImmediate(immediate);
  }
}

setup(onTimers, onImmediates);

// From here on timers know who made them: `ask` answers a text.
function watchCreators(ask) {
  creator = ask;
}

// What waits, as internal/process/explain lists it.
function pending() {
  const timers = [...lists.values()].flatMap((list) => [...list.timers]);
  const waiting = [...timers, ...running, ...queue].filter((timer) => !timer._destroyed);
  return waiting.map((timer) => ({
    kind: timer instanceof Timeout ? timer._repeat === null ? 'Timeout' : 'Interval' : 'Immediate',
    createdBy: timer[kCreator],
    sinceMs: timer[kSince] === undefined ? undefined : now() - timer[kSince],
    refed: timer[kRefed] === true,
    detail: timer instanceof Timeout ? `${timer._idleTimeout} ms` : undefined,
  }));
}

// How many timers keep the loop alive.
const refCount = () => refs + (current?.[kRefed] && current[kList] === undefined && !current._destroyed ? 1 : 0);

module.exports = { pending, refCount, watchCreators, Timeout, Immediate, arm, clear, find, clearImmediate, TIMEOUT_MAX };
