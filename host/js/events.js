// The events module: EventEmitter and the functions around it (once, on, listenerCount, ...).
// What only some users need (async iteration, EventTarget support) is in internal/events/.
'use strict';

const { codes } = require('internal/errors');
const { spliceOne } = require('internal/util');
// The module of checks is loaded by the first value that fails one: an empty script needs none of it.
const validateBoolean = (value, name) => require('internal/validators').validateBoolean(value, name);
const validateNumber = (...checked) => require('internal/validators').validateNumber(...checked);
function validateFunction(value, name) {
  if (typeof value !== 'function') require('internal/validators').validateFunction(value, name);
}

const kCapture = Symbol('kCapture');
const kErrorMonitor = Symbol('events.errorMonitor');
const kShapeMode = Symbol('shapeMode');
const kRejection = Symbol.for('nodejs.rejection');

let defaultMaxListeners = 10;
let captureByDefault = false;

const checkListener = (listener) => validateFunction(listener, 'listener');

function EventEmitter(options) {
  EventEmitter.init.call(this, options);
}

EventEmitter.prototype._events = undefined;
EventEmitter.prototype._eventsCount = 0;
EventEmitter.prototype._maxListeners = undefined;
Object.defineProperty(EventEmitter.prototype, kCapture, {
  value: false, writable: true, enumerable: false,
});

EventEmitter.init = function(options) {
  if (this._events === undefined || this._events === Object.getPrototypeOf(this)._events) {
    this._events = { __proto__: null };
    this._eventsCount = 0;
    this[kShapeMode] = false;
  } else {
    // A stream has laid out the events it is going to have: their places stay.
    this[kShapeMode] = true;
  }
  this._maxListeners ||= undefined;
  if (options?.captureRejections) {
    validateBoolean(options.captureRejections, 'options.captureRejections');
    this[kCapture] = Boolean(options.captureRejections);
  } else {
    this[kCapture] = captureByDefault;
  }
};

function emitRejection(emitter, error, type, args) {
  if (typeof emitter[kRejection] === 'function') {
    emitter[kRejection](error, type, ...args);
    return;
  }
  // A handler of 'error' that itself rejects must not come back here.
  const previous = emitter[kCapture];
  try {
    emitter[kCapture] = false;
    emitter.emit('error', error);
  } finally {
    emitter[kCapture] = previous;
  }
}

function watchRejection(emitter, result, type, args) {
  if (!emitter[kCapture]) return;
  try {
    const { then } = result;
    if (typeof then !== 'function') return;
    Reflect.apply(then, result, [undefined, (error) => {
      process.nextTick(emitRejection, emitter, error, type, args);
    }]);
  } catch (error) {
    emitter.emit('error', error);
  }
}

function emitUnhandledError(error) {
  if (error instanceof Error) throw error;
  let shown;
  const { inspect } = require('internal/util/inspect');
  try {
    shown = inspect(error);
  } catch {
    shown = error;
  }
  const wrapped = new codes.ERR_UNHANDLED_ERROR(shown);
  wrapped.context = error;
  throw wrapped;
}

EventEmitter.prototype.emit = function emit(type, ...args) {
  const events = this._events;
  if (type === 'error') {
    if (events !== undefined && events[kErrorMonitor] !== undefined) this.emit(kErrorMonitor, ...args);
    if (events === undefined || events.error === undefined) emitUnhandledError(args[0]);
  } else if (events === undefined) {
    return false;
  }
  const handler = events[type];
  if (handler === undefined) return false;
  if (typeof handler === 'function') {
    const result = Reflect.apply(handler, this, args);
    if (result !== undefined && result !== null) watchRejection(this, result, type, args);
    return true;
  }
  for (const listener of handler.slice()) {
    const result = Reflect.apply(listener, this, args);
    if (result !== undefined && result !== null) watchRejection(this, result, type, args);
  }
  return true;
};

const maxListenersOf = (emitter) => emitter._maxListeners ?? defaultMaxListeners;

function warnOfLeak(emitter, type, list, limit) {
  list.warned = true;
  const { inspect } = require('internal/util/inspect');
  const warning = new Error(
    `Possible EventEmitter memory leak detected. ${list.length} ${String(type)} listeners ` +
    `added to ${inspect(emitter, { depth: -1 })}. MaxListeners is ${limit}. ` +
    'Use emitter.setMaxListeners() to increase limit');
  warning.name = 'MaxListenersExceededWarning';
  warning.emitter = emitter;
  warning.type = type;
  warning.count = list.length;
  process.emitWarning(warning);
}

function addListener(emitter, type, listener, prepend) {
  checkListener(listener);
  let events = emitter._events;
  if (events === undefined) {
    events = emitter._events = { __proto__: null };
    emitter._eventsCount = 0;
  } else if (events.newListener !== undefined) {
    emitter.emit('newListener', type, listener.listener ?? listener);
    events = emitter._events; // A listener may have replaced it.
  }
  const existing = events[type];
  if (existing === undefined) {
    events[type] = listener;
    emitter._eventsCount++;
    return emitter;
  }
  let list = existing;
  if (typeof existing === 'function') {
    list = events[type] = prepend ? [listener, existing] : [existing, listener];
  } else if (prepend) {
    list.unshift(listener);
  } else {
    list.push(listener);
  }
  const limit = maxListenersOf(emitter);
  if (limit > 0 && list.length > limit && !list.warned) warnOfLeak(emitter, type, list, limit);
  return emitter;
}

EventEmitter.prototype.addListener = function addListenerMethod(type, listener) {
  return addListener(this, type, listener, false);
};
Object.defineProperty(EventEmitter.prototype.addListener, 'name', { value: 'addListener' });
EventEmitter.prototype.on = EventEmitter.prototype.addListener;

EventEmitter.prototype.prependListener = function prependListener(type, listener) {
  return addListener(this, type, listener, true);
};

function onceWrapper(...args) {
  if (this.fired) return undefined;
  this.target.removeListener(this.type, this.wrapped);
  this.fired = true;
  return Reflect.apply(this.listener, this.target, args);
}

function wrapOnce(target, type, listener) {
  const state = { fired: false, target, type, listener, wrapped: undefined };
  const wrapped = onceWrapper.bind(state);
  wrapped.listener = listener;
  state.wrapped = wrapped;
  return wrapped;
}

EventEmitter.prototype.once = function once(type, listener) {
  checkListener(listener);
  return this.on(type, wrapOnce(this, type, listener));
};

EventEmitter.prototype.prependOnceListener = function prependOnceListener(type, listener) {
  checkListener(listener);
  return this.prependListener(type, wrapOnce(this, type, listener));
};

function dropEvent(emitter, type) {
  emitter._eventsCount--;
  if (emitter[kShapeMode]) emitter._events[type] = undefined;
  else if (emitter._eventsCount === 0) emitter._events = { __proto__: null };
  else delete emitter._events[type];
}

EventEmitter.prototype.removeListener = function removeListener(type, listener) {
  checkListener(listener);
  const events = this._events;
  const list = events?.[type];
  if (list === undefined) return this;
  if (list === listener || list.listener === listener) {
    dropEvent(this, type);
    if (events.removeListener) this.emit('removeListener', type, list.listener ?? listener);
    return this;
  }
  if (typeof list === 'function') return this;
  const position = list.findLastIndex((each) => each === listener || each.listener === listener);
  if (position < 0) return this;
  if (position === 0) list.shift();
  else spliceOne(list, position);
  if (list.length === 1) events[type] = list[0];
  if (events.removeListener !== undefined) this.emit('removeListener', type, listener);
  return this;
};
EventEmitter.prototype.off = EventEmitter.prototype.removeListener;

EventEmitter.prototype.removeAllListeners = function removeAllListeners(type) {
  const events = this._events;
  if (events === undefined) return this;
  if (events.removeListener === undefined) {
    // Nobody watches removals: drop the lists at once.
    if (arguments.length === 0) {
      this._events = { __proto__: null };
      this._eventsCount = 0;
    } else if (events[type] !== undefined) {
      if (--this._eventsCount === 0) this._events = { __proto__: null };
      else delete events[type];
    }
    this[kShapeMode] = false;
    return this;
  }
  if (arguments.length === 0) {
    for (const key of Reflect.ownKeys(events)) {
      if (key !== 'removeListener') this.removeAllListeners(key);
    }
    this.removeAllListeners('removeListener');
    this._events = { __proto__: null };
    this._eventsCount = 0;
    this[kShapeMode] = false;
    return this;
  }
  const listeners = events[type];
  if (typeof listeners === 'function') {
    this.removeListener(type, listeners);
  } else if (listeners !== undefined) {
    for (let i = listeners.length - 1; i >= 0; i--) this.removeListener(type, listeners[i]);
  }
  return this;
};

function listenersOf(emitter, type, unwrap) {
  const list = emitter._events?.[type];
  if (list === undefined) return [];
  const all = typeof list === 'function' ? [list] : list.slice();
  return unwrap ? all.map((listener) => listener.listener ?? listener) : all;
}

EventEmitter.prototype.listeners = function listeners(type) {
  return listenersOf(this, type, true);
};

EventEmitter.prototype.rawListeners = function rawListeners(type) {
  return listenersOf(this, type, false);
};

function listenerCount(type, listener) {
  const list = this._events?.[type];
  if (list === undefined) return 0;
  if (typeof list === 'function') {
    return listener == null || listener === list || listener === list.listener ? 1 : 0;
  }
  if (listener == null) return list.length;
  return list.filter((each) => each === listener || each.listener === listener).length;
}

EventEmitter.prototype.listenerCount = listenerCount;

EventEmitter.prototype.eventNames = function eventNames() {
  if (this._eventsCount === 0) return [];
  return Reflect.ownKeys(this._events).filter((key) => this._events[key] !== undefined);
};

EventEmitter.prototype.setMaxListeners = function setMaxListeners(n) {
  validateNumber(n, 'setMaxListeners', 0);
  this._maxListeners = n;
  return this;
};

EventEmitter.prototype.getMaxListeners = function getMaxListeners() {
  return maxListenersOf(this);
};

const lazyHelpers = () => require('internal/events/helpers');

Object.assign(EventEmitter, {
  once: function once(emitter, name, options = undefined) {
    return lazyHelpers().once(emitter, name, options);
  },
  on: function on(emitter, event, options = undefined) {
    return require('internal/events/iterator').on(emitter, event, options);
  },
  getEventListeners: (emitter, type) => lazyHelpers().getEventListeners(emitter, type),
  getMaxListeners: (emitter) => lazyHelpers().getMaxListeners(emitter),
  EventEmitter,
  usingDomains: false,
  captureRejectionSymbol: kRejection,
  errorMonitor: kErrorMonitor,
});
Object.defineProperties(EventEmitter, {
  captureRejections: {
    get: () => captureByDefault,
    set(value) {
      validateBoolean(value, 'EventEmitter.captureRejections');
      captureByDefault = value;
      EventEmitter.prototype[kCapture] = value;
    },
    enumerable: true,
    configurable: false,
  },
  EventEmitterAsyncResource: {
    get: () => require('internal/events/async_resource').EventEmitterAsyncResource,
    enumerable: true,
    configurable: true,
  },
  // Where an EventTarget has its limit.
  kMaxEventTargetListeners: { value: Symbol('events.maxEventTargetListeners') },
  // For which types an EventTarget has warned.
  kMaxEventTargetListenersWarned: { value: Symbol('events.maxEventTargetListenersWarned') },
  defaultMaxListeners: {
    enumerable: true,
    get: () => defaultMaxListeners,
    set(value) {
      validateNumber(value, 'defaultMaxListeners', 0);
      defaultMaxListeners = value;
    },
  },
});
EventEmitter.setMaxListeners = (n = defaultMaxListeners, ...targets) => {
  validateNumber(n, 'setMaxListeners', 0);
  if (targets.length === 0) defaultMaxListeners = n;
  else lazyHelpers().setMaxListeners(n, targets);
};
EventEmitter.listenerCount = (emitter, type) => {
  if (typeof emitter.listenerCount === 'function') return emitter.listenerCount(type);
  return listenerCount.call(emitter, type);
};
EventEmitter.addAbortListener = function addAbortListener(signal, listener) {
  return require('internal/events/abort_listener').addAbortListener(signal, listener);
};

module.exports = EventEmitter;
