// diagnostics_channel: named channels, kept while someone uses them, and tracing channels made of
// five of them.
'use strict';

const { codes } = require('internal/errors');
const { validateFunction } = require('internal/validators');
const { WeakReference } = require('internal/util');

// Channels by name. A channel without subscribers may be collected.
const channels = new Map();
const collected = new FinalizationRegistry((name) => {
  if (channels.get(name)?.get() === undefined) channels.delete(name);
});

const reportLater = (error) => process.nextTick(() => { throw error; });

function wrapStoreRun(storage, data, next, transform) {
  return () => {
    let context = data;
    if (transform !== undefined) {
      try {
        context = transform(data);
      } catch (error) {
        reportLater(error);
        return next();
      }
    }
    return storage.run(context, next);
  };
}

class Channel {
  constructor(name) {
    this._subscribers = undefined;
    this._stores = new Map();
    this.name = name;
    channels.set(name, new WeakReference(this));
    collected.register(this, name);
  }

  static [Symbol.hasInstance](value) {
    if (value === undefined) Object.getPrototypeOf(value); // Throws, as in Node.
    return value !== null && typeof value === 'object' && value._stores instanceof Map &&
      typeof value.name !== 'undefined';
  }

  get hasSubscribers() {
    return (this._subscribers?.length ?? 0) > 0 || this._stores.size > 0;
  }

  subscribe(subscription) {
    validateFunction(subscription, 'subscription');
    this._subscribers = [...(this._subscribers ?? []), subscription];
    channels.get(this.name)?.incRef();
  }

  unsubscribe(subscription) {
    const index = this._subscribers?.indexOf(subscription) ?? -1;
    if (index === -1) return false;
    this._subscribers = this._subscribers.toSpliced(index, 1);
    channels.get(this.name)?.decRef();
    return true;
  }

  bindStore(store, transform) {
    if (!this._stores.has(store)) channels.get(this.name)?.incRef();
    this._stores.set(store, transform);
  }

  unbindStore(store) {
    if (!this._stores.delete(store)) return false;
    channels.get(this.name)?.decRef();
    return true;
  }

  publish(data) {
    for (const subscription of this._subscribers ?? []) {
      try {
        subscription(data, this.name);
      } catch (error) {
        reportLater(error);
      }
    }
  }

  runStores(data, fn, thisArg, ...args) {
    let run = () => {
      this.publish(data);
      return Reflect.apply(fn, thisArg, args);
    };
    for (const [storage, transform] of this._stores) run = wrapStoreRun(storage, data, run, transform);
    return run();
  }
}

function channel(name) {
  const existing = channels.get(name)?.get();
  if (existing !== undefined) return existing;
  if (typeof name !== 'string' && typeof name !== 'symbol') {
    throw new codes.ERR_INVALID_ARG_TYPE('channel', ['string', 'symbol'], name);
  }
  const made = new Channel(name);
  if (typeof name === 'string' && name.startsWith('console.')) tellConsole(name.slice('console.'.length), made);
  return made;
}

// The console does not load this module to look for its channels.
function tellConsole(method, made) {
  const { channels: known } = require('internal/console/console');
  if (Object.hasOwn(known, method)) known[method] = made;
}

const traceEvents = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'];

function traceChannel(nameOrChannels, event) {
  if (typeof nameOrChannels === 'string') return channel(`tracing:${nameOrChannels}:${event}`);
  if (typeof nameOrChannels === 'object' && nameOrChannels !== null) {
    const given = nameOrChannels[event];
    if (!(given instanceof Channel)) {
      throw new codes.ERR_INVALID_ARG_TYPE(`nameOrChannels.${event}`, ['Channel'], given);
    }
    return given;
  }
  throw new codes.ERR_INVALID_ARG_TYPE(
    'nameOrChannels', ['string', 'object', 'TracingChannel'], nameOrChannels);
}

class TracingChannel {
  constructor(nameOrChannels) {
    for (const event of traceEvents) {
      Object.defineProperty(this, event, { value: traceChannel(nameOrChannels, event) });
    }
  }

  get hasSubscribers() {
    return traceEvents.some((event) => this[event]?.hasSubscribers);
  }

  subscribe(handlers) {
    for (const event of traceEvents) {
      if (handlers[event]) this[event]?.subscribe(handlers[event]);
    }
  }

  unsubscribe(handlers) {
    let done = true;
    for (const event of traceEvents) {
      if (handlers[event] && !this[event]?.unsubscribe(handlers[event])) done = false;
    }
    return done;
  }

  traceSync(fn, context = {}, thisArg, ...args) {
    if (!this.hasSubscribers) return Reflect.apply(fn, thisArg, args);
    const { start, end, error } = this;
    return start.runStores(context, () => {
      try {
        const result = Reflect.apply(fn, thisArg, args);
        context.result = result;
        return result;
      } catch (thrown) {
        context.error = thrown;
        error.publish(context);
        throw thrown;
      } finally {
        end.publish(context);
      }
    });
  }

  tracePromise(fn, context = {}, thisArg, ...args) {
    if (!this.hasSubscribers) return Reflect.apply(fn, thisArg, args);
    const { start, end, asyncStart, asyncEnd, error } = this;
    const settle = (key) => (value) => {
      context[key] = value;
      if (key === 'error') error.publish(context);
      asyncStart.publish(context);
      asyncEnd.publish(context);
      if (key === 'error') return Promise.reject(value);
      return value;
    };
    return start.runStores(context, () => {
      try {
        let promise = Reflect.apply(fn, thisArg, args);
        if (!(promise instanceof Promise)) promise = Promise.resolve(promise);
        return promise.then(settle('result'), settle('error'));
      } catch (thrown) {
        context.error = thrown;
        error.publish(context);
        throw thrown;
      } finally {
        end.publish(context);
      }
    });
  }

  traceCallback(fn, position = -1, context = {}, thisArg, ...args) {
    if (!this.hasSubscribers) return Reflect.apply(fn, thisArg, args);
    const { start, end, asyncStart, asyncEnd, error } = this;
    const callback = args.at(position);
    validateFunction(callback, 'callback');
    const index = position < 0 ? args.length + position : position;
    args.splice(index, 1, function(thrown, result) {
      if (thrown) {
        context.error = thrown;
        error.publish(context);
      } else {
        context.result = result;
      }
      return asyncStart.runStores(context, () => {
        try {
          return Reflect.apply(callback, this, arguments);
        } finally {
          asyncEnd.publish(context);
        }
      });
    });
    return start.runStores(context, () => {
      try {
        return Reflect.apply(fn, thisArg, args);
      } catch (thrown) {
        context.error = thrown;
        error.publish(context);
        throw thrown;
      } finally {
        end.publish(context);
      }
    });
  }
}

module.exports = {
  channel,
  hasSubscribers: (name) => channels.get(name)?.get()?.hasSubscribers ?? false,
  subscribe: (name, subscription) => channel(name).subscribe(subscription),
  tracingChannel: (nameOrChannels) => new TracingChannel(nameOrChannels),
  unsubscribe: (name, subscription) => channel(name).unsubscribe(subscription),
  Channel,
};

// What the module loaders look at from now on.
Object.assign(require('internal/modules/options'), {
  traceRequire: new TracingChannel('module.require'), traceImport: new TracingChannel('module.import'),
});
