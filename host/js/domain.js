// domain (deprecated in Node): groups of callbacks and emitters whose errors have one taker. What is made while a domain is
// active belongs to it: async_hooks tells of its callbacks, and EventEmitter is taught to ask for the domain of an emitter. An error
// that nobody caught goes to the domain that was active (internal/process/execution asks takeError).
// What an addon calls by napi_make_callback runs in the domain of its receiver.
'use strict';

const EventEmitter = require('events');
const { codes } = require('internal/errors');
const { createHook } = require('async_hooks');
const execution = require('internal/process/execution');

if (execution.hasUncaughtExceptionCaptureCallback()) throw new codes.ERR_DOMAIN_CALLBACK_NOT_AVAILABLE();
execution.takeErrorsFirst(takeError);

let stack = [];
module.exports = { _stack: stack, active: null };

function setActive(domain) {
  module.exports.active = process.domain = domain;
}

function setStack(domains) {
  stack = module.exports._stack = domains;
}

function hide(target, name, value) {
  Object.defineProperty(target, name, { __proto__: null, value, configurable: true, enumerable: false, writable: true });
}

const isObject = (value) => value !== null && (typeof value === 'object' || typeof value === 'function');

// --- callbacks

const owners = new Map();

createHook({
  init(id, type, trigger, resource) {
    const { domain } = process;
    if (!domain) return;
    owners.set(id, domain);
    // A promise of another context could carry the domain out of its sandbox.
    if (type !== 'PROMISE' || resource instanceof Promise) hide(resource, 'domain', domain);
  },
  before(id) {
    owners.get(id)?.enter();
  },
  after(id) {
    owners.get(id)?.exit();
  },
  destroy(id) {
    owners.delete(id);
  },
}).enable();

let warnedOfReceiver = false;

internalBinding('task_queue').setMakeCallback(function makeCallback(callback, ...args) {
  const { domain } = this;
  if (!domain) return Reflect.apply(callback, this, args);
  if (module.exports.active && !warnedOfReceiver) {
    warnedOfReceiver = true;
    const [name, type] = [callback.name || '<anonymous>', this.constructor?.name];
    process.emitWarning('Using a domain property in MakeCallback is deprecated. Use the async_context variant of ' +
      `MakeCallback or the AsyncResource class instead. (Triggered by calling ${name} on ${type}.)`,
    'DeprecationWarning', 'DEP0097');
  }
  domain.enter();
  const result = Reflect.apply(callback, this, args);
  domain.exit();
  return result;
});

// --- errors

// An error that nobody caught: true when it is a domain's.
function takeError(error) {
  const { active } = module.exports;
  if (!active || stack.every((domain) => domain.listenerCount('error') === 0)) {
    leaveEverything();
    return false;
  }
  active._errorHandler(error);
  return true;
}

function leaveEverything() {
  stack.length = 0;
  setActive(null);
}

class Domain extends EventEmitter {
  constructor() {
    super();
    this.members = [];
  }

  enter() {
    stack.push(this);
    setActive(this);
  }

  // With it everything goes that was entered since.
  exit() {
    const index = stack.lastIndexOf(this);
    if (index === -1) return;
    stack.splice(index);
    setActive(stack.at(-1));
  }

  // Its own handler runs outside of it. What that throws is for the domain around, or for the end of the process.
  _errorHandler(error) {
    if (isObject(error)) {
      hide(error, 'domain', this);
      error.domainThrown = true;
    }
    while (module.exports.active === this) this.exit();
    if (stack.length === 0) this.emit('error', error);
    else this.#tellInside(error);
    leaveEverything();
  }

  #tellInside(error) {
    try {
      this.emit('error', error);
    } catch (second) {
      if (stack.length === 0) throw second;
      setActive(stack.at(-1));
      stack.at(-1)._errorHandler(second);
    }
  }

  run(fn, ...args) {
    this.enter();
    const result = Reflect.apply(fn, this, args);
    this.exit();
    return result;
  }

  add(emitter) {
    if (emitter.domain === this) return;
    emitter.domain?.remove(emitter);
    // A domain may not come to be in itself.
    if (emitter instanceof Domain) {
      for (let around = this.domain; around; around = around.domain) {
        if (around === emitter) return;
      }
    }
    hide(emitter, 'domain', this);
    this.members.push(emitter);
  }

  remove(emitter) {
    emitter.domain = null;
    const index = this.members.indexOf(emitter);
    if (index !== -1) this.members.splice(index, 1);
  }

  bind(callback) {
    const domain = this;
    function runBound(...args) {
      domain.enter();
      const result = Reflect.apply(callback, this, args);
      domain.exit();
      return result;
    }
    hide(runBound, 'domain', this);
    return runBound;
  }

  // A callback that gets no error: that is the domain's.
  intercept(callback) {
    const domain = this;
    function runIntercepted(error, ...args) {
      if (error instanceof Error) {
        error.domainBound = callback;
        error.domainThrown = false;
        hide(error, 'domain', domain);
        domain.emit('error', error);
        return undefined;
      }
      domain.enter();
      const result = Reflect.apply(callback, this, args);
      domain.exit();
      return result;
    }
    return runIntercepted;
  }
}

// --- emitters

const { init } = EventEmitter;
const { emit: emitPlainly } = EventEmitter.prototype;

EventEmitter.usingDomains = true;

EventEmitter.init = function(options) {
  const { active } = module.exports;
  hide(this, 'domain', active && !(this instanceof Domain) ? active : null);
  return Reflect.apply(init, this, [options]);
};

// The 'error' of an emitter that nobody listens for is its domain's; the handler runs in the domain around the active one.
function giveToDomain(emitter, domain, error) {
  error ||= new codes.ERR_UNHANDLED_ERROR(error);
  if (isObject(error)) {
    error.domainEmitter = emitter;
    hide(error, 'domain', domain);
    error.domainThrown = false;
  }
  const [before, active] = [stack, process.domain];
  const around = stack.slice(0, stack.findLastIndex((each) => each !== active) + 1);
  setStack(around);
  setActive(around.at(-1) ?? null);
  domain.emit('error', error);
  setStack(before);
  setActive(active);
}

EventEmitter.prototype.emit = function emit(...args) {
  const { domain } = this;
  const isError = args[0] === 'error';
  if (domain === null || domain === undefined || this === process || (isError && this.listenerCount('error') > 0)) {
    return Reflect.apply(emitPlainly, this, args);
  }
  if (isError) {
    giveToDomain(this, domain, args[1]);
    return false;
  }
  domain.enter();
  const result = Reflect.apply(emitPlainly, this, args);
  domain.exit();
  return result;
};

require('internal/util').makeMethodsEnumerable(Domain.prototype);
Domain.prototype.members = undefined;
module.exports.Domain = Domain;
module.exports.create = module.exports.createDomain = function createDomain() {
  return new Domain();
};
