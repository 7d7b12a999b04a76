// events.once, getEventListeners and setMaxListeners for emitters and event targets alike.
'use strict';

const { AbortError, codes } = require('internal/errors');
const { validateAbortSignal } = require('internal/validators');

function subscribe(emitter, name, listener, flags) {
  if (typeof emitter.on === 'function') {
    if (flags?.once) emitter.once(name, listener);
    else emitter.on(name, listener);
  } else if (typeof emitter.addEventListener === 'function') {
    emitter.addEventListener(name, listener, flags);
  } else {
    throw new codes.ERR_INVALID_ARG_TYPE('emitter', 'EventEmitter', emitter);
  }
}

function unsubscribe(emitter, name, listener, flags) {
  if (typeof emitter.removeListener === 'function') {
    emitter.removeListener(name, listener);
  } else if (typeof emitter.removeEventListener === 'function') {
    emitter.removeEventListener(name, listener, flags);
  } else {
    throw new codes.ERR_INVALID_ARG_TYPE('emitter', 'EventEmitter', emitter);
  }
}

async function once(emitter, name, options = {}) {
  require('internal/validators').validateObject(options, 'options');
  const signal = options?.signal;
  validateAbortSignal(signal, 'options.signal');
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
  return new Promise((resolve, reject) => {
    const stop = () => {
      if (typeof emitter.removeListener === 'function') {
        emitter.removeListener(name, onEvent);
        emitter.removeListener('error', onError);
      } else {
        unsubscribe(emitter, name, onEvent);
      }
      signal?.removeEventListener('abort', onAbort);
    };
    const onEvent = (...args) => {
      stop();
      resolve(args);
    };
    const onError = (error) => {
      stop();
      reject(error);
    };
    const onAbort = () => {
      stop();
      reject(new AbortError(undefined, { cause: signal.reason }));
    };
    subscribe(emitter, name, onEvent, { once: true });
    if (name !== 'error' && typeof emitter.once === 'function') emitter.once('error', onError);
    signal?.addEventListener('abort', onAbort, require('internal/event_target').onceForSure);
  });
}

function getEventListeners(emitterOrTarget, type) {
  if (typeof emitterOrTarget.listeners === 'function') return emitterOrTarget.listeners(type);
  const { listenersOf } = require('internal/event_target');
  const listeners = listenersOf(emitterOrTarget, type);
  if (listeners !== undefined) return listeners;
  throw new codes.ERR_INVALID_ARG_TYPE('emitter', ['EventEmitter', 'EventTarget'], emitterOrTarget);
}

function getMaxListeners(emitterOrTarget) {
  if (typeof emitterOrTarget?.getMaxListeners === 'function') {
    return emitterOrTarget.getMaxListeners();
  }
  const limit = require('internal/event_target').maxListenersOf(emitterOrTarget);
  if (limit !== undefined) return limit;
  throw new codes.ERR_INVALID_ARG_TYPE('emitter', ['EventEmitter', 'EventTarget'], emitterOrTarget);
}

function setMaxListeners(n, targets) {
  const { setMaxListenersOf } = require('internal/event_target');
  for (const target of targets) {
    if (setMaxListenersOf(target, n)) continue;
    if (typeof target.setMaxListeners !== 'function') {
      throw new codes.ERR_INVALID_ARG_TYPE('eventTargets', ['EventEmitter', 'EventTarget'], target);
    }
    target.setMaxListeners(n);
  }
}

module.exports = {
  getEventListeners, getMaxListeners, once, setMaxListeners, subscribe, unsubscribe,
};
