// Event, EventTarget, CustomEvent and the EventEmitter-like NodeEventTarget. There is no tree of
// targets here: an event visits one target only.
'use strict';

const { codes } = require('internal/errors');
const { customInspectSymbol, makeEnumerable, makeMethodsEnumerable } = require('internal/util');
const { validateAbortSignal, validateNumber, validateObject } = require('internal/validators');

const { kMaxEventTargetListeners: kMaxListeners, kMaxEventTargetListenersWarned: kMaxListenersWarned } = require('events');

const kEvents = Symbol('kEvents');
const kHandlers = Symbol('kHandlers');
const kTrustEvent = Symbol('kTrustEvent');
const kNewListener = Symbol('kNewListener');
const kRemoveListener = Symbol('kRemoveListener');
const kResistStopPropagation = Symbol('kResistStopPropagation');
// For the runtime's own listeners of signals: another listener's stopImmediatePropagation does not keep the event from them.
const onceForSure = { __proto__: null, once: true, [kResistStopPropagation]: true };
const kIsEventTarget = Symbol.for('nodejs.event_target');

const { now: clock } = internalBinding('performance');

class Event {
  #type;
  #bubbles = false;
  #cancelable = false;
  #composed = false;
  #timestamp = clock();
  #defaultPrevented = false;
  #propagationStopped = false;
  #target = null;
  #dispatching = false;
  #immediateStop = false;
  #trusted = false;

  constructor(type, options = undefined) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('type');
    if (options !== undefined && options !== null) {
      validateObject(options, 'options');
      this.#bubbles = Boolean(options.bubbles);
      this.#cancelable = Boolean(options.cancelable);
      this.#composed = Boolean(options.composed);
    }
    this.#type = `${type}`;
    this.#trusted = Boolean(options?.[kTrustEvent]);
  }

  static #check(event) {
    if (event === null || typeof event !== 'object' || !(#type in event)) {
      throw new codes.ERR_INVALID_THIS('Event');
    }
    return event;
  }

  // The dispatch of `event` on `target`, as seen by EventTarget.
  static enter(event, target) {
    event.#target = target;
    event.#dispatching = true;
  }

  static leave(event) {
    event.#dispatching = false;
  }

  static isDispatching(event) {
    return event.#dispatching;
  }

  static stopped(event) {
    return event.#immediateStop;
  }

  get isTrusted() { return Event.#check(this).#trusted; }
  get type() { return Event.#check(this).#type; }
  get target() { return Event.#check(this).#target; }
  get currentTarget() { return Event.#check(this).#dispatching ? this.#target : null; }
  get srcElement() { return Event.#check(this).#target; }
  get bubbles() { return Event.#check(this).#bubbles; }
  get cancelable() { return Event.#check(this).#cancelable; }
  get composed() { return Event.#check(this).#composed; }
  get timeStamp() { return Event.#check(this).#timestamp; }
  get defaultPrevented() { return Event.#check(this).#cancelable && this.#defaultPrevented; }
  get returnValue() { return !Event.#check(this).defaultPrevented; }
  get eventPhase() { return Event.#check(this).#dispatching ? Event.AT_TARGET : Event.NONE; }
  get cancelBubble() { return Event.#check(this).#propagationStopped; }
  set cancelBubble(value) {
    if (value) Event.#check(this).#propagationStopped = true;
  }

  composedPath() {
    return Event.#check(this).#dispatching ? [this.#target] : [];
  }

  preventDefault() {
    Event.#check(this).#defaultPrevented = true;
  }

  stopPropagation() {
    Event.#check(this).#propagationStopped = true;
  }

  stopImmediatePropagation() {
    Event.#check(this).#propagationStopped = true;
    this.#immediateStop = true;
  }

  initEvent(type, bubbles = false, cancelable = false) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('type');
    if (Event.#check(this).#dispatching) return;
    this.#type = `${type}`;
    this.#bubbles = Boolean(bubbles);
    this.#cancelable = Boolean(cancelable);
  }

  [customInspectSymbol](depth, options) {
    const { name } = this.constructor;
    if (depth < 0) return name;
    const { inspect } = require('internal/util/inspect');
    const inner = { ...options, depth: Number.isInteger(options.depth) ? options.depth - 1 : options.depth };
    return `${name} ${inspect({
      type: this.#type,
      defaultPrevented: this.defaultPrevented,
      cancelable: this.#cancelable,
      timeStamp: this.#timestamp,
    }, inner)}`;
  }
}

// The statics above are for this file only.
const eventState = {
  enter: Event.enter, leave: Event.leave,
  isDispatching: Event.isDispatching, stopped: Event.stopped,
};
for (const name of Object.keys(eventState)) delete Event[name];
['NONE', 'CAPTURING_PHASE', 'AT_TARGET', 'BUBBLING_PHASE'].forEach((name, value) => {
  Object.defineProperty(Event, name, { value, enumerable: true });
  Object.defineProperty(Event.prototype, name, { value, enumerable: true });
});
makeEnumerable(
  Event.prototype, 'isTrusted', 'type', 'target', 'currentTarget', 'srcElement', 'bubbles', 'cancelable',
  'composed', 'timeStamp', 'defaultPrevented', 'returnValue', 'eventPhase', 'cancelBubble',
  'composedPath', 'preventDefault', 'stopPropagation', 'stopImmediatePropagation', 'initEvent');
Object.defineProperty(Event.prototype, 'isTrusted', { __proto__: null, configurable: false });
Object.defineProperty(Event.prototype, Symbol.toStringTag, { value: 'Event', configurable: true });

class CustomEvent extends Event {
  #detail;

  constructor(type, options = undefined) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('type');
    super(type, options);
    this.#detail = options?.detail ?? null;
  }

  get detail() {
    if (!(#detail in this)) throw new codes.ERR_INVALID_THIS('CustomEvent');
    return this.#detail;
  }
}
makeEnumerable(CustomEvent.prototype, 'detail');
Object.defineProperty(CustomEvent.prototype, Symbol.toStringTag,
                      { value: 'CustomEvent', configurable: true });

const isCallable = (listener) =>
  typeof listener === 'function' || (listener !== null && typeof listener === 'object');

function checkListener(listener) {
  if (isCallable(listener)) return true;
  if (listener === null || listener === undefined) return false;
  throw new codes.ERR_INVALID_ARG_TYPE('listener', 'EventListener', listener);
}

const isEventTarget = (value) => Boolean(value?.constructor?.[kIsEventTarget]);

function checkTarget(value) {
  if (!isEventTarget(value)) throw new codes.ERR_INVALID_THIS('EventTarget');
}

function listenerOptions(options) {
  if (typeof options === 'boolean') return { capture: options };
  if (options === null || options === undefined) return {};
  validateObject(options, 'options', 2 | 4);
  return {
    once: Boolean(options.once),
    capture: Boolean(options.capture),
    passive: Boolean(options.passive),
    signal: options.signal,
    resist: options[kResistStopPropagation] ?? false,
    isNode: Boolean(options.isNode),
    handler: Boolean(options.handler),
  };
}

class EventTarget {
  static [kIsEventTarget] = true;

  constructor() {
    initEventTarget(this);
  }

  addEventListener(type, listener, options = undefined) {
    checkTarget(this);
    if (arguments.length < 2) throw new codes.ERR_MISSING_ARGS('type', 'listener');
    const settings = listenerOptions(options);
    validateAbortSignal(settings.signal, 'options.signal');
    if (!checkListener(listener)) {
      warnUseless(this, type);
      return;
    }
    type = `${type}`;
    if (settings.signal?.aborted) return;
    const list = this[kEvents].get(type) ?? [];
    const capture = Boolean(settings.capture);
    if (list.some((entry) => entry.callback === listener && entry.capture === capture)) return;
    settings.signal?.addEventListener(
      'abort', () => this.removeEventListener(type, listener, options),
      onceForSure);
    const entry = { callback: listener, once: false, resist: false, ...settings, capture, removed: false };
    this[kEvents].set(type, [...list, entry]);
    this[kNewListener](list.length + 1, type, listener, entry);
  }

  removeEventListener(type, listener, options = undefined) {
    checkTarget(this);
    if (arguments.length < 2) throw new codes.ERR_MISSING_ARGS('type', 'listener');
    if (!checkListener(listener)) return;
    const capture = typeof options === 'boolean' ? options : Boolean(options?.capture);
    removeEntry(this, `${type}`, (entry) => entry.callback === listener && entry.capture === capture);
  }

  dispatchEvent(event) {
    checkTarget(this);
    if (arguments.length < 1) throw new codes.ERR_MISSING_ARGS('event');
    if (!(event instanceof Event)) {
      throw new codes.ERR_INVALID_ARG_TYPE('event', 'Event', event);
    }
    if (eventState.isDispatching(event)) throw new codes.ERR_EVENT_RECURSION(event.type);
    dispatch(this, event.type, event);
    return event.defaultPrevented !== true;
  }

  [kNewListener](size, type) {
    const limit = this[kMaxListeners];
    if (limit > 0 && size > limit && !this[kMaxListenersWarned].has(type)) {
      this[kMaxListenersWarned].add(type);
      warnOfLeak(this, type, size, limit);
    }
  }

  [kRemoveListener]() {}

  [customInspectSymbol](depth, options) {
    const { name } = this.constructor;
    if (depth < 0) return name;
    const { inspect } = require('internal/util/inspect');
    return `${name} ${inspect({}, { ...options })}`;
  }
}
makeEnumerable(EventTarget.prototype, 'addEventListener', 'removeEventListener', 'dispatchEvent');
Object.defineProperty(EventTarget.prototype, Symbol.toStringTag,
                      { value: 'EventTarget', configurable: true });

function initEventTarget(target) {
  for (const [key, value] of [
    [kEvents, new Map()], [kMaxListeners, require('events').defaultMaxListeners],
    [kMaxListenersWarned, new Set()], [kHandlers, new Map()],
  ]) {
    Object.defineProperty(target, key, { value, writable: true, configurable: true });
  }
}

function warnUseless(target, type) {
  const warning = new Error(`addEventListener called with null or undefined which has no effect.`);
  warning.name = 'AddEventListenerArgumentTypeWarning';
  warning.target = target;
  warning.type = type;
  process.emitWarning(warning);
}

function warnOfLeak(target, type, size, limit) {
  const { inspect } = require('internal/util/inspect');
  const warning = new Error(
    `Possible EventTarget memory leak detected. ${size} ${type} listeners added to ` +
    `${inspect(target, { depth: -1 })}. MaxListeners is ${limit}. ` +
    'Use events.setMaxListeners() to increase limit');
  warning.name = 'MaxListenersExceededWarning';
  warning.target = target;
  warning.type = type;
  warning.count = size;
  process.emitWarning(warning);
}

function removeEntry(target, type, matches) {
  const list = target[kEvents].get(type);
  const entry = list?.find(matches);
  if (entry === undefined) return;
  entry.removed = true;
  const rest = list.filter((each) => each !== entry);
  if (rest.length === 0) target[kEvents].delete(type);
  else target[kEvents].set(type, rest);
  target[kRemoveListener](rest.length, type, entry.callback, entry.capture);
}

function reportLater(error) {
  process.nextTick(() => { throw error; });
}

function invoke(target, entry, argument) {
  const { callback } = entry;
  const result = typeof callback === 'function' ?
    Reflect.apply(callback, target, [argument]) : callback.handleEvent(argument);
  // A rejection is reported like an exception.
  if (result !== null && result !== undefined && typeof result.then === 'function') {
    result.then(undefined, reportLater);
  }
}

// `value` is the event, or, on targets that make their events late, what they are made of.
function dispatch(target, type, value) {
  const list = target[kEvents].get(type);
  const event = value instanceof Event ? value : undefined;
  let made;
  if (event !== undefined) eventState.enter(event, target);
  for (const entry of list ?? []) {
    if (entry.removed) continue;
    if (event !== undefined && eventState.stopped(event) && !entry.resist) continue;
    if (entry.once) removeEntry(target, type, (each) => each === entry);
    try {
      invoke(target, entry, entry.isNode && event === undefined ? value : event ?? (made ??= new CustomEvent(type, { detail: value })));
    } catch (error) {
      reportLater(error);
    }
    // As in Node: to the listeners behind the first, the event looks as if its way were over.
    if (event !== undefined && !entry.isNode) eventState.leave(event);
  }
  if (event !== undefined) eventState.leave(event);
}

// An EventTarget with the usual methods of an EventEmitter, for MessagePort and Worker.
class NodeEventTarget extends EventTarget {
  static defaultMaxListeners = 10;

  setMaxListeners(n) {
    validateNumber(n, 'setMaxListeners', 0);
    this[kMaxListeners] = n;
    return this;
  }

  getMaxListeners() {
    return this[kMaxListeners];
  }

  eventNames() {
    return [...this[kEvents].keys()];
  }

  listenerCount(type) {
    return this[kEvents].get(String(type))?.length ?? 0;
  }

  on(type, listener) {
    this.addEventListener(type, listener, { isNode: true });
    return this;
  }

  addListener(type, listener) {
    return this.on(type, listener);
  }

  once(type, listener) {
    this.addEventListener(type, listener, { once: true, isNode: true });
    return this;
  }

  off(type, listener, options) {
    this.removeEventListener(type, listener, options);
    return this;
  }

  removeListener(type, listener, options) {
    return this.off(type, listener, options);
  }

  removeAllListeners(type) {
    if (type !== undefined) this[kEvents].delete(String(type));
    else this[kEvents].clear();
    return this;
  }

  emit(type, argument) {
    const had = this.listenerCount(type) > 0;
    dispatch(this, String(type), argument);
    return had;
  }
}

makeMethodsEnumerable(NodeEventTarget.prototype);

// An `on<event>` property: at most one handler, kept in its place when it is replaced.
function defineEventHandler(prototype, name, type = name) {
  const property = `on${name}`;
  Object.defineProperty(prototype, property, {
    get() {
      return this[kHandlers]?.get(type)?.handler ?? null;
    },
    set(value) {
      let holder = this[kHandlers].get(type);
      if (holder === undefined) {
        if (typeof value !== 'function') return;
        holder = (event) => Reflect.apply(holder.handler, this, [event]);
        this[kHandlers].set(type, holder);
        holder.handler = value;
        this.addEventListener(type, holder);
      } else if (typeof value === 'function') {
        holder.handler = value;
      } else {
        this.removeEventListener(type, holder);
        this[kHandlers].delete(type);
      }
    },
    configurable: true,
    enumerable: true,
  });
}

function listenersOf(target, type) {
  if (!isEventTarget(target)) return undefined;
  return (target[kEvents].get(String(type)) ?? []).map((entry) => entry.callback);
}

function maxListenersOf(target) {
  return isEventTarget(target) ? target[kMaxListeners] : undefined;
}

function setMaxListenersOf(target, n) {
  if (!isEventTarget(target)) return false;
  target[kMaxListeners] = n;
  target[kMaxListenersWarned].clear();
  return true;
}

module.exports = {
  CustomEvent,
  Event,
  EventTarget,
  NodeEventTarget,
  defineEventHandler,
  dispatch,
  initEventTarget,
  isEventTarget,
  kEvents,
  kMaxListeners,
  kNewListener,
  kRemoveListener,
  kResistStopPropagation,
  kTrustEvent,
  listenersOf,
  maxListenersOf,
  onceForSure,
  setMaxListenersOf,
};
