// Ids, hooks and the stack of async resources. Loaded with `async_hooks`: until then nothing has an id, and timers,
// ticks and requests take only their async context along (internal/async_context).
//
// A record is what is known of one resource: its id, that of what triggered it, the object, and the context it was made in.
// `current` is the record whose callback runs. Deliberately absent: the public module and AsyncResource.
'use strict';

const { usage, getAsyncContext, setAsyncContext } = require('internal/async_context');
const { enqueueMicrotask, setPromiseHooks, setDestroyCallback, requestDestroys } = internalBinding('task_queue');

class Record {
  constructor(id, trigger, resource, context) {
    this.id = id;
    this.trigger = trigger;
    this.resource = resource;
    this.context = context;
  }
}

const kMain = 1;
const none = new Record(0, 0, {}, undefined);
let lastId = kMain;
let current = usage.inMain ? new Record(kMain, 0, none.resource, undefined) : none;
const outer = [];
let defaultTrigger = -1;

const NAMES = ['init', 'before', 'after', 'destroy', 'promiseResolve'];
// The enabled hooks, and those of them that have a callback of a name. A hook that is enabled or disabled by a hook counts
// when that event and those inside it are told.
let enabled = [];
// How many events are being told, and whether the lists wait for the end of the outermost.
let telling = 0;
let isStale = false;
const listening = { init: [], before: [], after: [], destroy: [], promiseResolve: [] };
// The same for the events of promises, which a hook can do without.
const ofPromises = { ...listening };

// --- telling

// An error in a hook ends the process: there is nobody who could handle it.
function failed(error) {
  const { stack } = error !== null && typeof error === 'object' ? error : {};
  process._rawDebug(typeof stack === 'string' ? stack : require('internal/util/inspect').inspect(error));
  process.exit(1);
}

function told() {
  if (--telling === 0 && isStale) updateListening();
}

function emitInit(id, type, trigger, resource, hooks = listening.init) {
  telling++;
  try {
    for (const hook of hooks) hook.init(id, type, trigger, resource);
  } catch (error) {
    failed(error);
  }
  told();
}

function emit(name, id, hooks = listening[name]) {
  telling++;
  try {
    for (const hook of hooks) hook[name](id);
  } catch (error) {
    failed(error);
  }
  told();
}

// --- resources

const defaultTriggerId = () => (defaultTrigger >= 0 ? defaultTrigger : current.id);

// Runs fn() with another default for what triggers a resource.
function withTrigger(trigger, fn, argument) {
  const previous = defaultTrigger;
  defaultTrigger = trigger;
  try {
    return fn(argument);
  } finally {
    defaultTrigger = previous;
  }
}

function begin(type, resource, trigger = defaultTriggerId()) {
  const record = new Record(++lastId, trigger, resource, getAsyncContext());
  if (listening.init.length > 0) emitInit(record.id, type, trigger, resource);
  return record;
}

// A record for something that was made before anybody looked.
function adopt(resource, context) {
  return new Record(++lastId, kMain, resource, context);
}

// Enters a resource; answers how to leave it.
function enter(record) {
  const depth = outer.push(current);
  current = record;
  if (listening.before.length > 0) emit('before', record.id);
  return depth;
}

function leave(depth, quietly = false) {
  if (outer.length < depth) return;
  if (!quietly && listening.after.length > 0) emit('after', current.id);
  current = outer[depth - 1];
  outer.length = depth - 1;
}

// Calls fn(...args) as the callback of a resource. What it throws leaves the resource entered: whoever handles it
// (uncaught) sees where it came from, and leaves all of them.
function run(record, fn, thisArg, args) {
  const depth = enter(record);
  const previous = getAsyncContext();
  if (previous === record.context) {
    const result = Reflect.apply(fn, thisArg, args);
    leave(depth);
    return result;
  }
  setAsyncContext(record.context);
  usage.failed = undefined;
  let result;
  let isDone = false;
  try {
    result = Reflect.apply(fn, thisArg, args);
    isDone = true;
  } finally {
    if (!isDone) usage.failed ??= record.context;
    setAsyncContext(previous);
  }
  leave(depth);
  return result;
}

// After an uncaught exception was handled: everything that was entered is left.
function leaveAll() {
  while (outer.length > 0) leave(outer.length);
  current = none;
}

// --- the end of resources: told in a turn of the loop of their own

let ended = [];

// The id of a promise is given as its negative: not every hook wants to know.
function destroy(id) {
  if (listening.destroy.length === 0) return;
  if (ended.push(id) === 1) requestDestroys();
}

setDestroyCallback(() => {
  while (ended.length > 0) {
    const ids = ended;
    ended = [];
    for (const id of ids) emit('destroy', Math.abs(id), (id < 0 ? ofPromises : listening).destroy);
  }
});

let collected;
// The id is destroyed when `object` is collected.
function destroyWith(object, id) {
  collected ??= new FinalizationRegistry(destroy);
  collected.register(object, id, object);
}

const keep = (object) => collected?.unregister(object);

// --- requests of the host: one callback, and the end with it

const classes = new Map();
function named(name) {
  if (!classes.has(name)) classes.set(name, { [name]: class {} }[name]);
  return new (classes.get(name))();
}

// `callback` as that of a new request of this type; `resource` is an object, or the name of its class.
function request(type, resource, callback, trigger) {
  const record = begin(type, typeof resource === 'string' ? named(resource) : resource, trigger);
  return function(...args) {
    try {
      return run(record, callback, this, args);
    } finally {
      destroy(record.id);
    }
  };
}

// Ticks and microtasks.
function tick(callback, args) {
  const record = begin('TickObject', { callback, args });
  return (...given) => {
    try {
      run(record, callback, undefined, given);
    } finally {
      destroy(record.id);
    }
  };
}

// --- promises: V8 calls these while a hook is enabled

const kId = Symbol('async_id_symbol');
const kTrigger = Symbol('trigger_async_id_symbol');

function known(promise, parent) {
  if (promise[kId] !== undefined) return promise[kId];
  const trigger = parent === undefined ? defaultTriggerId() : known(parent);
  Reflect.set(promise, kTrigger, trigger);
  Reflect.set(promise, kId, ++lastId);
  return lastId;
}

function onInit(promise, parent) {
  const id = known(promise, parent);
  if (ofPromises.destroy.length > 0) destroyWith(promise, -id);
  if (ofPromises.init.length > 0) emitInit(id, 'PROMISE', promise[kTrigger], promise, ofPromises.init);
}

function onBefore(promise) {
  outer.push(current);
  current = new Record(known(promise), promise[kTrigger], promise, undefined);
  if (ofPromises.before.length > 0) emit('before', current.id, ofPromises.before);
}

function onAfter(promise) {
  const id = known(promise);
  if (ofPromises.after.length > 0) emit('after', id, ofPromises.after);
  if (current.id === id) leave(outer.length, true);
}

function onResolve(promise) {
  emit('promiseResolve', known(promise), ofPromises.promiseResolve);
}

// Calls fn(argument) as if in a callback of the promise, if that has an id; nobody is told of it.
function runAsPromise(promise, fn, argument) {
  if (promise[kId] === undefined) return fn(argument);
  const depth = outer.push(current);
  current = new Record(promise[kId], promise[kTrigger], promise, undefined);
  try {
    return fn(argument);
  } finally {
    leave(depth, true);
  }
}

const wantPromises = () => enabled.some((hook) => hook.promises);

// Together with those of `v8.promiseHooks`.
function both(own) {
  const { promiseHooks } = usage;
  if (promiseHooks === undefined) return own;
  return promiseHooks.map((theirs, index) => {
    const ours = own[index];
    if (ours === undefined || theirs === undefined) return ours ?? theirs;
    return (promise, parent) => {
      theirs(promise, parent);
      ours(promise, parent);
    };
  });
}

function updatePromiseHooks() {
  if (wantPromises()) {
    setPromiseHooks(...both([onInit, onBefore, onAfter, listening.promiseResolve.length > 0 ? onResolve : undefined]));
  } else {
    // Later: a promise that was entered is left as well.
    enqueueMicrotask(() => { if (!wantPromises()) setPromiseHooks(...both([])); });
  }
}

// Those of `v8.promiseHooks` have changed.
function changePromiseHooks() {
  if (wantPromises()) updatePromiseHooks();
  else setPromiseHooks(...both([]));
}

// --- hooks

function setEnabled(hooks) {
  enabled = hooks;
  isStale = true;
  if (telling === 0) updateListening();
}

function updateListening() {
  isStale = false;
  for (const name of NAMES) {
    listening[name] = enabled.filter((hook) => hook[name] !== undefined);
    ofPromises[name] = listening[name].filter((hook) => hook.promises);
  }
  updatePromiseHooks();
}

function enable(hook) {
  if (!enabled.includes(hook)) setEnabled([...enabled, hook]);
}

function disable(hook) {
  if (enabled.includes(hook)) setEnabled(enabled.filter((other) => other !== hook));
}

// --- what addons make: async contexts, async work, thread-safe functions

const ofAddons = new Map();
const entered = [];
const addonEvents = {
  init(type, resource) {
    const record = begin(type, resource);
    ofAddons.set(record.id, record);
    return record.id;
  },
  before(id) {
    entered.push(enter(ofAddons.get(id) ?? none));
  },
  after(id, threw) {
    const depth = entered.pop() ?? 0;
    // An uncaught exception has left it already; Node tells of both.
    if (threw && outer.length < depth && listening.after.length > 0) emit('after', id);
    leave(depth, threw);
  },
  destroy(id) {
    ofAddons.delete(id);
    destroy(id);
  },
};
internalBinding('task_queue').setAsyncResourceCallback((event, ...args) => addonEvents[event](...args));

usage.active = true;
module.exports = {
  changePromiseHooks,
  NAMES,
  Record,
  adopt,
  begin,
  current: () => current,
  defaultTriggerId,
  destroy,
  destroyWith,
  disable,
  enable,
  enter,
  hasInitHooks: () => listening.init.length > 0,
  keep,
  leave,
  leaveAll,
  leaveMain() {
    if (current.id === kMain) current = none;
  },
  named,
  request,
  run,
  runAsPromise,
  tick,
  withTrigger,
};
usage.hooks = module.exports;
