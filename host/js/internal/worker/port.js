// MessagePort, MessageChannel, MessageEvent, BroadcastChannel, receiveMessageOnPort and the marks on
// objects that may not be transferred or cloned. Absent on purpose: threads (internal/worker/thread).
'use strict';

const { codes } = require('internal/errors');
const { lazyDOMException, customInspectSymbol, makeEnumerable, makeMethodsEnumerable } = require('internal/util');
const {
  Event, NodeEventTarget, defineEventHandler, kNewListener, kRemoveListener,
} = require('internal/event_target');
const { isArrayBuffer } = require('internal/util/types');
const { capture, release, runCaptured, usage } = require('internal/async_context');
const binding = internalBinding('worker');
const messaging = internalBinding('messaging');

function missingArguments(name) {
  const error = new TypeError(`Not enough arguments to ${name}`);
  error.code = 'ERR_MISSING_ARGS';
  return error;
}

const dataCloneError = (message) => lazyDOMException(message, 'DataCloneError');

function invalidType(message) {
  const error = new TypeError(message);
  error.code = 'ERR_INVALID_ARG_TYPE';
  return error;
}

// --- MessageEvent

class MessageEvent extends Event {
  #data;
  #origin;
  #lastEventId;
  #source;
  #ports;

  constructor(type, options = undefined) {
    super(type, options);
    this.#data = options?.data === undefined ? null : options.data;
    this.#origin = options?.origin === undefined ? '' : `${options.origin}`;
    this.#lastEventId = options?.lastEventId === undefined ? '' : `${options.lastEventId}`;
    this.#source = options?.source ?? null;
    if (this.#source !== null && !binding.isPort(this.#source)) throw noPort('source', this.#source);
    this.#ports = portsOf(options?.ports);
  }

  get data() { return this.#data; }
  get origin() { return this.#origin; }
  get lastEventId() { return this.#lastEventId; }
  get source() { return this.#source; }
  get ports() { return this.#ports; }
}

function noPort(what, value) {
  const shown = `"${typeof value === 'object' ? require('internal/util/inspect').inspect(value) : String(value)}"`;
  return new TypeError(`MessageEvent constructor: Expected eventInitDict.${what} (${shown}) to be an instance of MessagePort.`);
}

function portsOf(given) {
  if (given === undefined || given === null) return [];
  if (typeof given[Symbol.iterator] !== 'function') {
    throw new TypeError(`MessageEvent constructor: eventInitDict.ports (${String(given)}) is not iterable.`);
  }
  const ports = [...given];
  for (const [index, port] of ports.entries()) if (!binding.isPort(port)) throw noPort(`ports[${index}]`, port);
  return Object.freeze(ports);
}

// --- marks

const untransferable = new WeakSet();

function markAsUntransferable(object) {
  if ((typeof object === 'object' && object !== null) || typeof object === 'function') untransferable.add(object);
}

function isMarkedAsUntransferable(object) {
  return (typeof object === 'object' && object !== null) || typeof object === 'function'
    ? untransferable.has(object) || isPooled(object) : false;
}

// The memory that small Buffers share stays where it is.
function isPooled(object) {
  return isArrayBuffer(object) && internalBinding('buffer').isPool(object);
}

function markAsUncloneable(object) {
  if ((typeof object !== 'object' || object === null) && typeof object !== 'function') return;
  require('internal/worker/transferable').markTransferMode(object, false, false);
}

// --- MessagePort

let making = false;
// The event that is being dispatched, and what was sent: an event has null for undefined.
const arrived = { event: undefined, value: undefined };
// Ports that came with a message.
let received = [];

// The methods of an EventEmitter that a port has.
class PortEvents extends NodeEventTarget {
  #wrappers = new Map();

  on(type, listener) {
    return this.#add(type, listener, false);
  }

  addListener(type, listener) {
    return this.#add(type, listener, false);
  }

  once(type, listener) {
    return this.#add(type, listener, true);
  }

  // Listeners that are added the way of an EventEmitter get the value, not the event.
  #add(type, listener, once) {
    if (typeof listener !== 'function') {
      throw new codes.ERR_INVALID_ARG_TYPE('listener', 'Function', listener);
    }
    const takesValue = type === 'message' || type === 'messageerror';
    const wrapper = (event) => {
      if (once) this.#wrappers.get(type)?.delete(listener);
      if (takesValue && event instanceof MessageEvent) return Reflect.apply(listener, this, [event === arrived.event ? arrived.value : event.data]);
      return Reflect.apply(listener, this, event instanceof Event ? [] : [event]);
    };
    if (!this.#wrappers.has(type)) this.#wrappers.set(type, new Map());
    this.#wrappers.get(type).set(listener, wrapper);
    this.addEventListener(type, wrapper, { once, isNode: true });
    return this;
  }

  off(type, listener) {
    const wrapper = this.#wrappers.get(type)?.get(listener);
    if (wrapper !== undefined) this.#wrappers.get(type).delete(listener);
    this.removeEventListener(type, wrapper ?? listener);
    return this;
  }

  removeListener(type, listener) {
    return this.off(type, listener);
  }
}

class MessagePort extends PortEvents {
  #async = usage.active ? capture('MESSAGEPORT', this) : undefined;
  // Between close() and its event: whether it was referenced.
  #closing;

  constructor() {
    if (!making) throw new codes.ERR_CONSTRUCT_CALL_INVALID();
    super();
    making = false;
  }

  postMessage(message, options) {
    if (arguments.length === 0) throw missingArguments('MessagePort.postMessage');
    const list = transferList(options, this);
    if (binding.post(this, message, list, dataCloneError) === false) {
      process.emitWarning('The target port was posted to itself, and the communication channel was lost');
    }
    return binding.isOpen(this) ? true : undefined;
  }

  start() {
    binding.setStarted(this, true);
  }

  close(callback) {
    if (typeof callback === 'function') this.once('close', callback);
    if (binding.isOpen(this)) this.#closing = binding.hasRef(this);
    binding.close(this);
  }

  ref() {
    if (this.#closing !== undefined) this.#closing = true;
    binding.setRef(this, true);
  }

  unref() {
    if (this.#closing !== undefined) this.#closing = false;
    binding.setRef(this, false);
  }

  hasRef() {
    return this.#closing ?? binding.hasRef(this);
  }

  static deliver(port, kind, value) {
    if (kind === CLOSE) port.#closing = undefined;
    if (usage.active) runCaptured(port.#async, () => dispatch(port, kind, value), port);
    else dispatch(port, kind, value);
    if (kind === CLOSE && usage.active) release(port.#async);
  }

  // Whoever listens for messages wants them, and keeps the loop alive for them.
  [kNewListener](size, type, ...rest) {
    if (type === 'message' && size === 1) {
      this.ref();
      this.start();
    }
    return super[kNewListener](size, type, ...rest);
  }

  [kRemoveListener](size, type, ...rest) {
    if (type === 'message' && size === 0) {
      this.unref();
      binding.setStarted(this, false);
    }
    return super[kRemoveListener](size, type, ...rest);
  }

  [customInspectSymbol](depth, options) {
    if (depth < 0) return 'MessagePort';
    const { inspect } = require('internal/util/inspect');
    return `MessagePort ${inspect({ active: binding.isOpen(this), refed: binding.hasRef(this) }, options)}`;
  }
}
const { deliver } = MessagePort;
delete MessagePort.deliver;
defineEventHandler(MessagePort.prototype, 'message');
defineEventHandler(MessagePort.prototype, 'messageerror');

function makePort() {
  making = true;
  const port = new MessagePort();
  received.push(port);
  return port;
}

// The ports that were made since the last call.
function takeReceived() {
  const ports = received;
  if (ports.length > 0) received = [];
  return ports;
}

const MESSAGE = 0;
const ERROR = 1;
const CLOSE = 2;

function dispatch(port, kind, value) {
  const moved = movedPorts.get(port);
  if (moved !== undefined) {
    if (kind === MESSAGE) moved(value);
    return;
  }
  const ports = takeReceived();
  if (kind === MESSAGE) dispatchMessage(port, new MessageEvent('message', { data: value, ports }), value);
  else if (kind === ERROR) port.dispatchEvent(new MessageEvent('messageerror', { data: value }));
  else port.dispatchEvent(new Event('close'));
}

function dispatchMessage(port, event, value) {
  const { event: outerEvent, value: outerValue } = arrived;
  arrived.event = event;
  arrived.value = value;
  port.dispatchEvent(event);
  arrived.event = outerEvent;
  arrived.value = outerValue;
}

binding.setUpPorts(makePort, deliver, (port) => dataCloneError(binding.isOpen(port) ?
  'Object that needs transfer was found in message but not listed in transferList' :
  'Cannot clone object of unsupported type.'));

// The transfer list of postMessage: an array, or { transfer: array }.
function transferList(options, port) {
  if (options === undefined || options === null) return [];
  if (typeof options !== 'object') throw invalidType('Optional transferList argument must be an iterable');
  if (typeof options[Symbol.iterator] === 'function') return checkTransferList(listed(options, 'transferList'), port);
  const { transfer } = options;
  return transfer === undefined ? [] : checkTransferList(listed(transfer, 'options.transfer'), port);
}

function listed(given, name) {
  const isIterator = typeof given?.[Symbol.iterator] === 'function' && (Array.isArray(given) || isIterable(given));
  if (!isIterator) throw invalidType(`Optional ${name} argument must be an iterable`);
  return [...given];
}

const isIterable = (given) => typeof given[Symbol.iterator]()?.next === 'function';

function checkTransferList(list, port) {
  const seen = new Set();
  // What an item brings along is appended meanwhile.
  for (const item of list) {
    const isPort = binding.isPort(item);
    if (!isPort && !isArrayBuffer(item)) {
      if (!messaging.isTransferable(item)) throw dataCloneError('Found invalid value in transferList.');
      if (untransferable.has(item)) throw dataCloneError('Cannot transfer object of unsupported type.');
      if (seen.has(item)) throw dataCloneError(`Transfer list contains duplicate ${item.constructor.name}`);
      const { kTransferList } = require('internal/worker/transferable');
      if (typeof item[kTransferList] === 'function') list.push(...item[kTransferList]());
      seen.add(item);
      continue;
    }
    if (isMarkedAsUntransferable(item)) throw dataCloneError('Cannot transfer object of unsupported type.');
    if (seen.has(item)) throw dataCloneError(`Transfer list contains duplicate ${isPort ? 'MessagePort' : 'ArrayBuffer'}`);
    if (item === port) throw dataCloneError('Transfer list contains source port');
    if (isPort && !binding.isOpen(item)) throw dataCloneError('MessagePort in transfer list is already detached');
    if (!isPort && item.detached) throw dataCloneError('Cannot transfer object of unsupported type.');
    seen.add(item);
  }
  return list;
}

// A port in another context: an object of that context with the methods of a port, which tells of messages only by
// `onmessage` and makes their values there.
const movedPorts = new WeakMap();

function moveMessagePortToContext(port, sandbox) {
  if (!binding.isPort(port)) throw invalidType('The "port" argument must be a MessagePort instance');
  if (!binding.isOpen(port)) {
    const error = new Error('Cannot send data on closed MessagePort');
    error.code = 'ERR_CLOSED_MESSAGE_PORT';
    throw error;
  }
  if (!require('vm').isContext(sandbox)) throw invalidType('Invalid context argument');
  const inner = binding.move(port, sandbox);
  // It has no listeners that could be counted, and keeps the loop alive until it is closed.
  binding.setRef(inner, true);
  const make = require('vm').runInContext(`(inner) => ({
    onmessage: undefined,
    postMessage(...args) { inner.postMessage(...args); },
    start() { inner.start(); },
    close(callback) { inner.close(callback); },
    ref() { inner.ref(); },
    unref() { inner.unref(); },
    hasRef() { return inner.hasRef(); },
    drain() {},
  })`, sandbox);
  const outer = make(inner);
  const event = require('vm').runInContext('(target, data) => ({ type: "message", target, data, ports: [] })', sandbox);
  movedPorts.set(inner, (data) => {
    if (typeof outer.onmessage === 'function') outer.onmessage(event(outer, data));
  });
  inners.set(outer, inner);
  return outer;
}
const inners = new WeakMap();

class MessageChannel {
  constructor() {
    const [port1, port2] = binding.channel();
    takeReceived();
    this.port1 = port1;
    this.port2 = port2;
  }
}

function receiveMessageOnPort(port) {
  if (port instanceof BroadcastChannel) return port.receive();
  port = inners.get(port) ?? port;
  if (!binding.isPort(port)) throw invalidType('The "port" argument must be a MessagePort instance');
  const found = binding.take(port);
  takeReceived();
  return found === undefined ? undefined : { message: found[0] };
}

// --- BroadcastChannel: a port whose messages go to all others of the same name, in every thread.

function checkThis(value, is, name) {
  if (!is) throw new codes.ERR_INVALID_THIS(name);
}

class BroadcastChannel extends NodeEventTarget {
  #name;
  #port;
  #closed = false;

  constructor(name) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('name');
    super();
    this.#name = `${name}`;
    this.#port = binding.member(this.#name);
    takeReceived();
    this.#port.onmessage = ({ data }) => this.dispatchEvent(new MessageEvent('message', { data }));
    this.#port.on('messageerror', (data) => this.dispatchEvent(new MessageEvent('messageerror', { data })));
  }

  get name() {
    checkThis(this, #name in Object(this), 'BroadcastChannel');
    return this.#name;
  }

  [customInspectSymbol](depth, options) {
    checkThis(this, #name in Object(this), 'BroadcastChannel');
    if (depth < 0) return 'BroadcastChannel';
    const { inspect } = require('internal/util/inspect');
    const inner = { ...options, depth: options.depth === null ? null : options.depth - 1 };
    return `BroadcastChannel ${inspect({ name: this.#name, active: !this.#closed }, inner)}`;
  }

  postMessage(message) {
    checkThis(this, #name in Object(this), 'BroadcastChannel');
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('message');
    if (this.#closed) throw lazyDOMException('BroadcastChannel is closed.', 'InvalidStateError');
    binding.post(this.#port, message, [], dataCloneError);
  }

  close() {
    checkThis(this, #name in Object(this), 'BroadcastChannel');
    if (this.#closed) return;
    this.#closed = true;
    this.#port.close();
  }

  ref() {
    checkThis(this, #name in Object(this), 'BroadcastChannel');
    if (!this.#closed) this.#port.ref();
    return this;
  }

  unref() {
    checkThis(this, #name in Object(this), 'BroadcastChannel');
    if (!this.#closed) this.#port.unref();
    return this;
  }

  receive() {
    return this.#closed ? undefined : receiveMessageOnPort(this.#port);
  }
}
defineEventHandler(BroadcastChannel.prototype, 'message');
defineEventHandler(BroadcastChannel.prototype, 'messageerror');

makeMethodsEnumerable(MessageEvent.prototype);
makeMethodsEnumerable(PortEvents.prototype);
makeMethodsEnumerable(MessagePort.prototype);
makeEnumerable(BroadcastChannel.prototype, 'close', 'name', 'postMessage');
for (const Class of [MessageChannel, BroadcastChannel, MessageEvent]) {
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: Class.name, configurable: true });
}

module.exports = {
  checkTransferList, moveMessagePortToContext,
  BroadcastChannel, MessageChannel, MessageEvent, MessagePort, dataCloneError, isMarkedAsUntransferable,
  markAsUncloneable, markAsUntransferable, invalidType, receiveMessageOnPort, transferList,
};
