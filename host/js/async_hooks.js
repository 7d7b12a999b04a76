// async_hooks: AsyncLocalStorage over the context that V8 carries through promises (and that
// timers, ticks and callbacks take along), AsyncResource, and hooks. What hooks see, and the ids, is in
// internal/async_hooks.
'use strict';

const { codes } = require('internal/errors');
const { validateBoolean, validateFunction, validateObject, validateString } = require('internal/validators');
const { getAsyncContext, setAsyncContext } = require('internal/async_context');
const hooks = require('internal/async_hooks');

// A context is an immutable Map of storage -> store, or undefined for the empty one.
function withStore(context, storage, store) {
  const next = new Map(context);
  next.set(storage, store);
  return next;
}

function withoutStore(context, storage) {
  if (!context?.has(storage)) return context;
  const next = new Map(context);
  next.delete(storage);
  return next.size === 0 ? undefined : next;
}

function callIn(context, fn, thisArg, args) {
  const previous = getAsyncContext();
  setAsyncContext(context);
  try {
    return Reflect.apply(fn, thisArg, args);
  } finally {
    setAsyncContext(previous);
  }
}

// How often a storage was disabled.
let disabled = 0;

class AsyncLocalStorage {
  #defaultValue;
  #name = '';

  constructor(options = {}) {
    validateObject(options, 'options');
    this.#defaultValue = options.defaultValue;
    if (options.name !== undefined) this.#name = `${options.name}`;
  }

  static bind(fn) {
    return AsyncResource.bind(fn);
  }

  static snapshot() {
    const context = getAsyncContext();
    return named(function(fn, ...args) { return callIn(context, fn, undefined, args); }, 'bound');
  }

  get name() {
    return this.#name;
  }

  // For everything that has taken this context along, too: the one place where a context changes.
  disable() {
    disabled += 1;
    getAsyncContext()?.delete(this);
  }

  enterWith(store) {
    setAsyncContext(withStore(getAsyncContext(), this, store));
  }

  run(store, fn, ...args) {
    const context = getAsyncContext();
    if (context?.has(this) && Object.is(context.get(this), store)) {
      return Reflect.apply(fn, null, args);
    }
    return this.#runIn(withStore(context, this, store), context, fn, null, args);
  }

  exit(fn, ...args) {
    const context = getAsyncContext();
    return this.#runIn(withoutStore(context, this), context, fn, undefined, args);
  }

  // Only this store ends with the call: what `fn` has entered of others stays.
  #runIn(own, previous, fn, thisArg, args) {
    setAsyncContext(own);
    const before = disabled;
    try {
      return Reflect.apply(fn, thisArg, args);
    } finally {
      const left = getAsyncContext();
      if (left === own && before === disabled) setAsyncContext(previous);
      else setAsyncContext(previous?.has(this) ? withStore(left, this, previous.get(this)) : withoutStore(left, this));
    }
  }

  getStore() {
    const context = getAsyncContext();
    return context?.has(this) ? context.get(this) : this.#defaultValue;
  }
}

class AsyncResource {
  #record;

  constructor(type, options = {}) {
    validateString(type, 'type');
    let trigger = options;
    let manual = false;
    if (typeof options !== 'number') {
      trigger = options.triggerAsyncId === undefined ? hooks.defaultTriggerId() : options.triggerAsyncId;
      manual = Boolean(options.requireManualDestroy);
    }
    if (!Number.isSafeInteger(trigger) || trigger < -1) {
      throw new codes.ERR_INVALID_ASYNC_ID('triggerAsyncId', trigger);
    }
    const watched = hooks.hasInitHooks();
    if (watched && type.length === 0) throw new codes.ERR_ASYNC_TYPE(type);
    this.#record = hooks.begin(type, this, trigger);
    if (!manual && watched) hooks.destroyWith(this, this.#record.id);
  }

  runInAsyncScope(fn, thisArg, ...args) {
    const depth = hooks.enter(this.#record);
    try {
      return callIn(this.#record.context, fn, thisArg, args);
    } finally {
      hooks.leave(depth);
    }
  }

  emitDestroy() {
    hooks.keep(this);
    hooks.destroy(this.#record.id);
    return this;
  }

  asyncId() {
    return this.#record.id;
  }

  triggerAsyncId() {
    return this.#record.trigger;
  }

  bind(fn, thisArg) {
    validateFunction(fn, 'fn');
    const resource = this;
    const bound = thisArg === undefined ?
      named(function(...args) { return resource.runInAsyncScope(fn, this, ...args); }, 'bound') :
      named((...args) => resource.runInAsyncScope(fn, thisArg, ...args), 'bound runInAsyncScope');
    Object.defineProperty(bound, 'length', {
      value: fn.length, configurable: true, enumerable: false, writable: false,
    });
    let known = resource;
    const { deprecate } = require('internal/util');
    const message = 'The asyncResource property on bound functions is deprecated';
    Object.defineProperty(bound, 'asyncResource', {
      __proto__: null,
      configurable: true,
      enumerable: true,
      get: deprecate(() => known, message, 'DEP0172'),
      set: deprecate((value) => { known = value; }, message, 'DEP0172'),
    });
    return bound;
  }

  static bind(fn, type, thisArg) {
    return new AsyncResource(type || fn.name || 'bound-anonymous-fn').bind(fn, thisArg);
  }
}

const named = (fn, name) => Object.defineProperty(fn, 'name', { __proto__: null, value: name, configurable: true });

class AsyncHook {
  constructor(callbacks) {
    for (const name of hooks.NAMES) {
      if (callbacks[name] !== undefined && typeof callbacks[name] !== 'function') {
        throw new codes.ERR_ASYNC_CALLBACK(`hook.${name}`);
      }
      this[name] = callbacks[name];
    }
    const { trackPromises } = callbacks;
    if (trackPromises !== undefined) {
      validateBoolean(trackPromises, 'trackPromises');
      if (!trackPromises && this.promiseResolve !== undefined) {
        throw new codes.ERR_INVALID_ARG_VALUE(
          'trackPromises', trackPromises, 'must not be false when promiseResolve is enabled');
      }
    }
    // Not a callback, and nobody's to change.
    Object.defineProperty(this, 'promises', { __proto__: null, value: trackPromises !== false });
  }

  enable() {
    hooks.enable(this);
    return this;
  }

  disable() {
    hooks.disable(this);
    return this;
  }
}

module.exports = {
  AsyncLocalStorage,
  createHook: ({ init, before, after, destroy, promiseResolve, trackPromises }) =>
    new AsyncHook({ init, before, after, destroy, promiseResolve, trackPromises }),
  executionAsyncId: () => hooks.current().id,
  triggerAsyncId: () => hooks.current().trigger,
  executionAsyncResource: () => hooks.current().resource,
  get asyncWrapProviders() {
    return require('internal/async_providers');
  },
  AsyncResource,
};
