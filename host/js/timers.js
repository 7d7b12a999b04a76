// The public module `timers`.
'use strict';

const { validateFunction } = require('internal/validators');
const { Timeout, Immediate, arm, clear, find, clearImmediate } = require('internal/timers');

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

module.exports = {
  setTimeout,
  clearTimeout,
  setImmediate,
  clearImmediate,
  setInterval,
  clearInterval: (timer) => clearTimeout(timer),
};
Object.defineProperty(module.exports.clearInterval, 'name', { __proto__: null, value: 'clearInterval', configurable: true });
Object.defineProperty(module.exports, 'promises', {
  __proto__: null,
  configurable: true,
  enumerable: true,
  get() { return require('timers/promises'); },
});
