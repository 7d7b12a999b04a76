// AbortController and AbortSignal, with timeout, any and the internal abortion by other modules.
'use strict';

const { codes } = require('internal/errors');
const { customInspectSymbol, lazyDOMException, makeEnumerable } = require('internal/util');
const { validateAbortSignal, validateAbortSignalArray, validateUint32 } = require('internal/validators');
const {
  Event, EventTarget, defineEventHandler, kNewListener, kRemoveListener,
  kTrustEvent,
} = require('internal/event_target');

const kMake = Symbol('kMake');
// Signals that must live while someone listens: those of timeout() and any().
const kept = new Set();

const inspectAs = (object, shown, depth, options) => {
  const { name } = object.constructor;
  if (depth < 0) return name === 'AbortSignal' ? options.stylize(`[${name}]`, 'special') : object;
  const { inspect } = require('internal/util/inspect');
  const inner = { ...options, depth: options.depth === null ? null : options.depth - 1 };
  return `${name} ${inspect(shown, inner)}`;
};

class AbortSignal extends EventTarget {
  #aborted = false;
  #reason = undefined;
  #composite = false;
  #needsKeeping = false;
  #sources = undefined; // Of a composite: the signals it follows. It keeps them: nobody else may hold one that has a time.
  #dependents = undefined; // Composites that follow this one, weakly.

  constructor(token = undefined, aborted = false, reason = undefined) {
    if (token !== kMake) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    super();
    this.#aborted = aborted;
    this.#reason = reason;
  }

  static #check(signal) {
    if (signal === null || typeof signal !== 'object' || !(#aborted in signal)) {
      throw new codes.ERR_INVALID_THIS('AbortSignal');
    }
    return signal;
  }

  get aborted() {
    return AbortSignal.#check(this).#aborted;
  }

  get reason() {
    return AbortSignal.#check(this).#reason;
  }

  throwIfAborted() {
    if (AbortSignal.#check(this).#aborted) throw this.#reason;
  }

  static abort(reason = lazyDOMException('This operation was aborted', 'AbortError')) {
    return new AbortSignal(kMake, true, reason);
  }

  static timeout(delay) {
    validateUint32(delay, 'delay', false);
    const signal = new AbortSignal(kMake);
    signal.#needsKeeping = true;
    const weak = new WeakRef(signal);
    const timer = setTimeout(() => {
      const target = weak.deref();
      if (target === undefined) return;
      kept.delete(target);
      AbortSignal.#abort(target, lazyDOMException(
        'The operation was aborted due to timeout', 'TimeoutError'));
    }, delay);
    timer.unref?.();
    return signal;
  }

  static any(signals) {
    if (signals === null || typeof signals !== 'object' || typeof signals[Symbol.iterator] !== 'function') {
      const error = new TypeError('Value can not be converted to sequence.');
      error.code = 'ERR_INVALID_ARG_TYPE';
      throw error;
    }
    validateAbortSignalArray([...signals], 'signals');
    const result = new AbortSignal(kMake);
    const list = [...signals];
    if (list.length === 0) return result;
    result.#composite = true;
    result.#needsKeeping = true;
    result.#sources = new Set();
    const aborted = list.find((signal) => signal.aborted);
    if (aborted !== undefined) {
      result.#aborted = true;
      result.#reason = aborted.reason;
      return result;
    }
    for (const signal of list) {
      // Following a composite means following what it follows.
      for (const source of signal.#composite ? signal.#sources : [signal]) {
        if (result.#sources.has(source)) continue;
        source.#dependents ??= new Set();
        source.#dependents.add(new WeakRef(result));
        result.#sources.add(source);
      }
    }
    return result;
  }

  static #abort(signal, reason) {
    if (signal.#aborted) return;
    signal.#aborted = true;
    signal.#reason = reason;
    // All dependents are aborted before the first event is seen.
    const affected = [];
    for (const weak of signal.#dependents ?? []) {
      const dependent = weak.deref();
      if (dependent === undefined || dependent.#aborted) continue;
      dependent.#aborted = true;
      dependent.#reason = reason;
      affected.push(dependent);
    }
    for (const each of [signal, ...affected]) {
      kept.delete(each);
      each.dispatchEvent(new Event('abort', { [kTrustEvent]: true }));
    }
  }

  static create() {
    return new AbortSignal(kMake);
  }

  static trigger(signal, reason) {
    AbortSignal.#abort(signal, reason);
  }

  [kNewListener](size, type, listener, entry) {
    super[kNewListener](size, type, listener, entry);
    if (this.#needsKeeping && type === 'abort' && !this.#aborted && size === 1) kept.add(this);
  }

  [kRemoveListener](size, type) {
    if (this.#needsKeeping && type === 'abort' && size === 0) kept.delete(this);
  }

  [customInspectSymbol](depth, options) {
    return inspectAs(this, { aborted: this.aborted }, depth, options);
  }
}
const { create: createSignal, trigger: abortSignal } = AbortSignal;
delete AbortSignal.create;
delete AbortSignal.trigger;

makeEnumerable(AbortSignal.prototype, 'aborted');
Object.defineProperty(AbortSignal.prototype, Symbol.toStringTag,
                      { value: 'AbortSignal', configurable: true });
defineEventHandler(AbortSignal.prototype, 'abort');

class AbortController {
  #signal;

  get signal() {
    if (!(#signal in this)) throw new codes.ERR_INVALID_THIS('AbortController');
    return (this.#signal ??= createSignal());
  }

  abort(reason = lazyDOMException('This operation was aborted', 'AbortError')) {
    if (!(#signal in this)) throw new codes.ERR_INVALID_THIS('AbortController');
    abortSignal(this.signal, reason);
  }

  [customInspectSymbol](depth, options) {
    return inspectAs(this, { signal: this.signal }, depth, options);
  }
}
makeEnumerable(AbortController.prototype, 'signal', 'abort');
Object.defineProperty(AbortController.prototype, Symbol.toStringTag,
                      { value: 'AbortController', configurable: true });

// util.aborted: resolves when the signal is aborted, unless `resource` is gone by then.
async function aborted(signal, resource) {
  if (signal === undefined) {
    throw new codes.ERR_INVALID_ARG_TYPE('signal', 'AbortSignal', signal);
  }
  validateAbortSignal(signal, 'signal');
  const { validateObject } = require('internal/validators');
  validateObject(resource, 'resource', 2 | 4);
  if (signal.aborted) return undefined;
  const weak = new WeakRef(resource);
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => {
      if (weak.deref() !== undefined) resolve();
    }, { once: true });
  });
}

function transferableAbortSignal(signal) {
  if (!(signal instanceof AbortSignal)) {
    throw new codes.ERR_INVALID_ARG_TYPE('signal', 'AbortSignal', signal);
  }
  const { kTransfer, kTransferList, markTransferMode } = require('internal/worker/transferable');
  let other;
  const hidden = (value) => ({ __proto__: null, value, configurable: true, enumerable: false });
  Object.defineProperties(signal, {
    [kTransferList]: hidden(() => {
      if (signal.aborted) return [];
      const { MessageChannel } = require('internal/worker/port');
      const { port1, port2 } = new MessageChannel();
      port1.unref();
      signal.addEventListener('abort', () => {
        port1.postMessage(signal.reason);
        port1.close();
      }, { once: true });
      other = port2;
      return [port2];
    }),
    [kTransfer]: hidden(() => ({
      data: signal.aborted ? { aborted: true, reason: signal.reason } : { port: other },
      deserializeInfo: 'internal/abort_controller:receive',
    })),
  });
  markTransferMode(signal, false, true);
  return signal;
}

// A signal that came with a message follows the one that was sent.
function receive({ aborted: isAborted, reason, port }) {
  const signal = createSignal();
  if (isAborted) {
    abortSignal(signal, reason);
  } else {
    port.onmessage = ({ data }) => {
      abortSignal(signal, data ?? undefined);
      port.close();
    };
    port.unref();
  }
  return transferableAbortSignal(signal);
}

function transferableAbortController() {
  const controller = new AbortController();
  transferableAbortSignal(controller.signal);
  return controller;
}

module.exports = {
  AbortController,
  AbortSignal,
  aborted,
  receive,
  transferableAbortController,
  transferableAbortSignal,
};
