// Signals as events: the first listener of a signal's name starts a watch, the last removal ends it. Watches do not keep the
// process alive.
'use strict';

const watches = new Map();
let numbers;

function isSignal(name) {
  if (typeof name !== 'string' || !name.startsWith('SIG')) return false;
  numbers ??= internalBinding('constants').os.signals;
  return Object.prototype.hasOwnProperty.call(numbers, name);
}

function start(name) {
  if (!isSignal(name) || watches.has(name)) return;
  const { signalStart } = internalBinding('process');
  const number = numbers[name];
  const { capture, runCaptured, usage } = require('internal/async_context');
  const tell = () => process.emit(name, name, number);
  const captured = usage.active ? capture('SIGNALWRAP', tell) : undefined;
  const id = signalStart(number, () => {
    if (usage.active) runCaptured(captured, tell, tell);
    else tell();
  });
  if (id < 0) {
    const { ErrnoException } = require('internal/errors');
    throw new ErrnoException(id, 'uv_signal_start');
  }
  watches.set(name, { id, captured });
}

function stop(name) {
  const watch = watches.get(name);
  if (watch === undefined || process.listenerCount(name) > 0) return;
  watches.delete(name);
  internalBinding('process').signalStop(watch.id);
  require('internal/async_context').release(watch.captured);
}

function install(target) {
  target.on('newListener', start);
  target.on('removeListener', stop);
}

module.exports = { install };
