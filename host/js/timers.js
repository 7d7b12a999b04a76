// The public module `timers`.
'use strict';

const { validateFunction } = require('internal/validators');
const { Timeout, Immediate, TIMEOUT_MAX, arm, clear, find, clearImmediate } = require('internal/timers');

function setTimeout(callback, delay, ...args) {
  validateFunction(callback, 'callback');
  const timer = new Timeout(callback, delay, args.length === 0 ? undefined : args, false);
  arm(timer, timer._idleTimeout);
  return timer;
}

function setInterval(callback, delay, ...args) {
  validateFunction(callback, 'callback');
  const timer = new Timeout(callback, delay, args.length === 0 ? undefined : args, true);
  arm(timer, timer._idleTimeout);
  return timer;
}

function clearTimeout(timer) {
  if (timer?._onTimeout !== undefined && timer instanceof Timeout) {
    clear(timer);
  } else if (typeof timer === 'number' || typeof timer === 'string') {
    const found = find(timer);
    if (found !== undefined) clear(found);
  }
}

function setImmediate(callback, ...args) {
  validateFunction(callback, 'callback');
  return new Immediate(callback, args.length === 0 ? undefined : args);
}

// util.promisify(setTimeout) and util.promisify(setImmediate) are those of timers/promises.
for (const fn of [setTimeout, setImmediate]) {
  Object.defineProperty(fn, Symbol.for('nodejs.util.promisify.custom'), {
    __proto__: null,
    enumerable: true,
    get() { return require('timers/promises')[fn.name]; },
  });
}

// --- timers in objects of others, as old programs had them: `_onTimeout` is called after `_idleTimeout` milliseconds

const enrolled = new WeakMap();

function enroll(item, msecs) {
  require('internal/validators').validateNumber(msecs, 'msecs');
  if (msecs < 0 || !Number.isFinite(msecs)) {
    const { codes } = require('internal/errors');
    throw new codes.ERR_OUT_OF_RANGE('msecs', 'a non-negative finite number', msecs);
  }
  unenroll(item);
  if (msecs > TIMEOUT_MAX) {
    process.emitWarning(
      `${msecs} does not fit into a 32-bit signed integer.\nTimer duration was truncated to ${TIMEOUT_MAX}.`, 'TimeoutOverflowWarning');
    msecs = TIMEOUT_MAX;
  }
  item._idleTimeout = msecs;
}

function unenroll(item) {
  if (item instanceof Timeout) {
    clear(item);
    return;
  }
  const timer = enrolled.get(item);
  if (timer !== undefined) clear(timer);
  enrolled.delete(item);
  item._idleTimeout = -1;
}

function activate(item, refed) {
  if (item instanceof Timeout) {
    item.refresh();
    return;
  }
  const msecs = item._idleTimeout;
  if (msecs === undefined || msecs < 0) return;
  const before = enrolled.get(item);
  if (before !== undefined) clear(before);
  const timer = setTimeout(() => item._onTimeout?.(), msecs);
  if (!refed) timer.unref();
  enrolled.set(item, timer);
}

const replaced = 'Please use setTimeout instead.';
const old = (fn, text, code) => require('internal/util').deprecate(fn, text, code);

module.exports = {
  setTimeout,
  clearTimeout,
  setImmediate,
  clearImmediate,
  setInterval,
  clearInterval(timer) { clearTimeout(timer); },
  _unrefActive: old((item) => activate(item, false), 'timers._unrefActive() is deprecated. Please use timeout.refresh() instead.', 'DEP0127'),
  active: old((item) => activate(item, true), 'timers.active() is deprecated. Please use timeout.refresh() instead.', 'DEP0126'),
  unenroll: old(unenroll, 'timers.unenroll() is deprecated. Please use clearTimeout instead.', 'DEP0096'),
  enroll: old(enroll, `timers.enroll() is deprecated. ${replaced}`, 'DEP0095'),
};
// Callers may pass more; these are the arguments that Node names.
require('internal/util').setLengths(module.exports, { setTimeout: 5, setInterval: 5, setImmediate: 4 });
Object.defineProperty(module.exports, 'promises', {
  __proto__: null,
  configurable: true,
  enumerable: true,
  get() { return require('timers/promises'); },
});
