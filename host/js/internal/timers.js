// Timers and immediates: their objects and the two functions that the native side calls.
//
// Every Timeout is one timer of the event loop, known there by a number. Native contract, internalBinding('timers'):
//   setup(onTimer(id), onImmediates() -> more)   start(id, delay ms, refed)   stop(id)   setRef(id, refed)
//   immediates(Int32Array): [0] queued immediates, [1] those of them that keep the loop alive   now() ms of the loop, fresh
// Deliberately absent: the public module and argument checks of its callers (`timers`).
'use strict';

const { setup, start, stop, setRef, immediateInfo, updateImmediates, now } = internalBinding('timers');

const TIMEOUT_MAX = 2 ** 31 - 1;
const kCount = 0;
const kRefs = 1;

const active = new Map();
let lastId = 0;

function clampDelay(delay) {
  delay *= 1;
  if (delay >= 1 && delay <= TIMEOUT_MAX) return Math.trunc(delay);
  if (delay > TIMEOUT_MAX) {
    process.emitWarning(`${delay} does not fit into a 32-bit signed integer.\nTimeout duration was set to 1.`, 'TimeoutOverflowWarning');
  } else if (delay < 0) {
    process.emitWarning(`${delay} is a negative number.\nTimeout duration was set to 1.`, 'TimeoutNegativeWarning');
  } else if (Number.isNaN(delay)) {
    process.emitWarning(`${delay} is not a number.\nTimeout duration was set to 1.`, 'TimeoutNaNWarning');
  }
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
      this._idleStart = now();
      arm(this, this._idleTimeout);
    }
    return this;
  }

  ref() {
    if (!this[kRefed]) {
      this[kRefed] = true;
      setRef(this[kId], true);
    }
    return this;
  }

  unref() {
    if (this[kRefed]) {
      this[kRefed] = false;
      setRef(this[kId], false);
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
    for (const key of [kId, kRefed, kAsync, kCreator, kSince]) delete shown[key];
    return inspect(shown, { ...options, customInspect: false, depth: 0 });
  }
}

// Timers that were turned into a number, so that clearTimeout(number) finds them.
let byPrimitive;

function arm(timer, delay) {
  active.set(timer[kId], timer);
  // Started again, it is still whose it was.
  if (creator !== undefined) internalBinding('process').nameCreator(timer[kCreator]);
  start(timer[kId], delay, timer[kRefed]);
}

function clear(timer) {
  if (timer._destroyed) return;
  timer._destroyed = true;
  timer._onTimeout = null;
  timer._idleTimeout = -1;
  active.delete(timer[kId]);
  stop(timer[kId]);
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

function onTimer(id) {
  const timer = active.get(id);
  if (timer === undefined) return;
  active.delete(id);
  const started = now();
  let rearm = timer._repeat !== null;
  timer._idleStart = started;
  try {
    if (usage.active) runCaptured(timer[kAsync], fire, timer);
    else fire(timer);
  } finally {
    rearm = timer._repeat !== null && timer._repeat !== undefined;
    if (!timer._destroyed && !active.has(id)) {
      if (rearm && timer._idleTimeout !== -1) {
        timer._idleTimeout = timer._repeat;
        timer._idleStart = started;
        arm(timer, Math.max(0, timer._repeat - (now() - started)));
      } else {
        timer._destroyed = true;
        stop(id);
        byPrimitive?.delete(id);
        if (usage.active) release(timer[kAsync]);
      }
    }
  }
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

setup(onTimer, onImmediates);

// From here on timers know who made them: `ask` answers a text.
function watchCreators(ask) {
  creator = ask;
}

// What waits, as internal/process/explain lists it.
function pending() {
  const waiting = [...active.values(), ...running, ...queue].filter((timer) => !timer._destroyed);
  return waiting.map((timer) => ({
    kind: timer instanceof Timeout ? timer._repeat === null ? 'Timeout' : 'Interval' : 'Immediate',
    createdBy: timer[kCreator],
    sinceMs: timer[kSince] === undefined ? undefined : now() - timer[kSince],
    refed: timer[kRefed] === true,
    detail: timer instanceof Timeout ? `${timer._idleTimeout} ms` : undefined,
  }));
}

module.exports = { pending, watchCreators, Timeout, Immediate, arm, clear, find, clearImmediate, TIMEOUT_MAX };
