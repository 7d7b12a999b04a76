'use strict';
// async_hooks: AsyncLocalStorage over the context that V8 carries through promises (and that
// timers, ticks and callbacks take along), AsyncResource, and hooks for AsyncResources and for the
// resources of addons. Hooks do not see the host's own resources: nothing here depends on them, and
// they would cost every call.

const { codes } = require('internal/errors');
const { validateFunction, validateObject, validateString } = require('internal/validators');
const { getAsyncContext, setAsyncContext } = require('internal/async_context');

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
    return (fn, ...args) => callIn(context, fn, undefined, args);
  }

  get name() {
    return this.#name;
  }

  disable() {
    setAsyncContext(withoutStore(getAsyncContext(), this));
  }

  enterWith(store) {
    setAsyncContext(withStore(getAsyncContext(), this, store));
  }

  run(store, fn, ...args) {
    const context = getAsyncContext();
    if (context?.has(this) && Object.is(context.get(this), store)) {
      return Reflect.apply(fn, null, args);
    }
    return callIn(withStore(context, this, store), fn, null, args);
  }

  exit(fn, ...args) {
    return callIn(withoutStore(getAsyncContext(), this), fn, undefined, args);
  }

  getStore() {
    const context = getAsyncContext();
    return context?.has(this) ? context.get(this) : this.#defaultValue;
  }
}

let lastId = 1; // 1 is the main script.
let current = { id: 1, trigger: 0, resource: {} };
const hooks = new Set();

function emitHooks(name, ...args) {
  for (const hook of hooks) hook[name]?.(...args);
}

const destroyed = new FinalizationRegistry((id) => emitHooks('destroy', id));

class AsyncResource {
  #asyncId;
  #triggerId;
  #context;

  constructor(type, options = {}) {
    validateString(type, 'type');
    let triggerId = options;
    let manual = false;
    if (typeof options !== 'number') {
      triggerId = options.triggerAsyncId === undefined ? current.id : options.triggerAsyncId;
      manual = Boolean(options.requireManualDestroy);
    }
    if (!Number.isSafeInteger(triggerId) || triggerId < -1) {
      throw new codes.ERR_INVALID_ASYNC_ID('triggerAsyncId', triggerId);
    }
    if (hooks.size > 0 && type.length === 0) throw new codes.ERR_ASYNC_TYPE(type);
    this.#context = getAsyncContext();
    this.#asyncId = ++lastId;
    this.#triggerId = triggerId;
    if (hooks.size > 0) {
      emitHooks('init', this.#asyncId, type, triggerId, this);
      if (!manual) destroyed.register(this, this.#asyncId);
    }
  }

  runInAsyncScope(fn, thisArg, ...args) {
    const previous = current;
    current = { id: this.#asyncId, trigger: this.#triggerId, resource: this };
    emitHooks('before', this.#asyncId);
    try {
      return callIn(this.#context, fn, thisArg, args);
    } finally {
      emitHooks('after', this.#asyncId);
      current = previous;
    }
  }

  emitDestroy() {
    emitHooks('destroy', this.#asyncId);
    return this;
  }

  asyncId() {
    return this.#asyncId;
  }

  triggerAsyncId() {
    return this.#triggerId;
  }

  bind(fn, thisArg) {
    validateFunction(fn, 'fn');
    const resource = this;
    const bound = thisArg === undefined ?
      function(...args) { return resource.runInAsyncScope(fn, this, ...args); } :
      (...args) => resource.runInAsyncScope(fn, thisArg, ...args);
    Object.defineProperty(bound, 'length', {
      value: fn.length, configurable: true, enumerable: false, writable: false,
    });
    return bound;
  }

  static bind(fn, type, thisArg) {
    return new AsyncResource(type || fn.name || 'bound-anonymous-fn').bind(fn, thisArg);
  }
}

// What addons make: async contexts, async work, thread-safe functions. The native side asks for an
// id and tells what happens, from the first use of a hook or an id on.
const addonResources = new Map();
const outer = [];
let addonsAreWatched = false;
let destroys = [];

function flushDestroys() {
  const ids = destroys;
  destroys = [];
  for (const id of ids) emitHooks('destroy', id);
}

const addonEvents = {
  init(type, resource) {
    const id = ++lastId;
    addonResources.set(id, { id, trigger: current.id, resource });
    emitHooks('init', id, type, current.id, resource);
    return id;
  },
  before(id) {
    outer.push(current);
    current = addonResources.get(id) ?? { id, trigger: 0, resource: {} };
    emitHooks('before', id);
  },
  after(id, threw) {
    if (!threw) emitHooks('after', id);
    current = outer.pop() ?? current;
  },
  destroy(id) {
    addonResources.delete(id);
    if (destroys.push(id) === 1) setImmediate(flushDestroys).unref();
  },
};

function watchAddons() {
  if (addonsAreWatched) return;
  addonsAreWatched = true;
  internalBinding('task_queue').setAsyncResourceCallback((event, ...args) => addonEvents[event](...args));
}

class AsyncHook {
  constructor(callbacks) {
    for (const name of ['init', 'before', 'after', 'destroy', 'promiseResolve']) {
      if (callbacks[name] !== undefined && typeof callbacks[name] !== 'function') {
        throw new codes.ERR_ASYNC_CALLBACK(`hook.${name}`);
      }
      this[name] = callbacks[name];
    }
  }

  enable() {
    watchAddons();
    hooks.add(this);
    return this;
  }

  disable() {
    hooks.delete(this);
    return this;
  }
}

module.exports = {
  AsyncLocalStorage,
  createHook: (callbacks) => new AsyncHook(callbacks),
  executionAsyncId() {
    watchAddons();
    return current.id;
  },
  triggerAsyncId() {
    watchAddons();
    return current.trigger;
  },
  executionAsyncResource() {
    watchAddons();
    return current.resource;
  },
  asyncWrapProviders: Object.freeze({ __proto__: null, NONE: 0 }),
  AsyncResource,
};
