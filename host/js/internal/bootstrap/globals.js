// Defines the globals. Cheap ones at once; everything else as a data property that loads its module at first use.
'use strict';

function define(name, value, enumerable = false) {
  Object.defineProperty(globalThis, name, { __proto__: null, value, writable: true, configurable: true, enumerable });
}

const { defineLazy } = internalBinding('util');

// `load` gives the value; `enumerable` as in Node.
function lazy(name, load, enumerable = false) {
  defineLazy(globalThis, name, load, enumerable);
}

function lazyFrom(id, ...names) {
  for (const name of names) lazy(name, () => require(id)[name]);
}

Object.defineProperty(globalThis, Symbol.toStringTag, { __proto__: null, value: 'global', configurable: true });
define('global', globalThis, true);

require('internal/process/setup').setupProcess(process);
internalBinding('errors').setUncaughtCallback(require('internal/process/execution').callFatalException);
Object.defineProperty(globalThis, 'process', {
  __proto__: null, configurable: true, enumerable: false,
  get() { return process; },
  set(value) { define('process', value); },
});

lazy('console', () => require('internal/console/global'));
lazyFrom('buffer', 'Buffer', 'Blob', 'File');
for (const name of ['atob', 'btoa']) lazy(name, () => require('buffer')[name], true);
lazyFrom('internal/encoding', 'TextEncoder', 'TextDecoder');
lazyFrom('internal/url', 'URL', 'URLSearchParams');
lazyFrom('internal/event_target', 'Event', 'EventTarget', 'CustomEvent');
lazyFrom('perf_hooks', 'Performance', 'PerformanceEntry', 'PerformanceMark', 'PerformanceMeasure', 'PerformanceObserver',
  'PerformanceObserverEntryList', 'PerformanceResourceTiming');
lazyFrom('internal/navigator', 'Navigator');
lazyFrom('internal/abort_controller', 'AbortController', 'AbortSignal');
lazyFrom('internal/worker/port', 'MessageChannel', 'MessagePort', 'MessageEvent', 'BroadcastChannel');
lazyFrom('stream/web', 'ReadableStream', 'ReadableStreamDefaultReader', 'ReadableStreamBYOBReader', 'ReadableStreamBYOBRequest',
  'ReadableByteStreamController', 'ReadableStreamDefaultController', 'WritableStream', 'WritableStreamDefaultWriter',
  'WritableStreamDefaultController', 'TransformStream', 'TransformStreamDefaultController', 'ByteLengthQueuingStrategy',
  'CountQueuingStrategy', 'TextEncoderStream', 'TextDecoderStream', 'CompressionStream', 'DecompressionStream');
lazyFrom('internal/fetch/headers', 'Headers');
lazyFrom('internal/fetch/form_data', 'FormData');
lazyFrom('internal/fetch/request', 'Request');
lazyFrom('internal/fetch/response', 'Response');
lazy('DOMException', () => require('internal/domexception').DOMException ?? require('internal/domexception'));
lazy('performance', () => require('perf_hooks').performance, true);
for (const [name, get] of [['crypto', () => require('crypto').webcrypto], ['navigator', () => require('internal/navigator').navigator]]) {
  Object.defineProperty(globalThis, name, { __proto__: null, get, enumerable: true, configurable: true });
}
lazyFrom('internal/crypto/webcrypto', 'Crypto', 'CryptoKey', 'SubtleCrypto');

for (const name of ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'clearImmediate']) {
  lazy(name, () => require('timers')[name], true);
}
lazy('queueMicrotask', () => require('internal/process/task_queues').queueMicrotask, true);
// Its own function, so that nothing is loaded by looking at it.
Object.defineProperty(globalThis, 'fetch', {
  __proto__: null, configurable: true, enumerable: true, writable: true,
  value: function fetch(input, init = undefined) { return require('internal/fetch/fetch').fetch(input, init); },
});
lazy('structuredClone', () => require('internal/structured_clone').structuredClone, true);

// V8 compiles WebAssembly on its own threads, which the loop does not know: a timer keeps it alive until the promise settles. Not part
// of a startup snapshot: V8 gives WebAssembly to each context.
function holdForWebAssembly() {
  for (const name of ['compile', 'instantiate']) {
    const original = globalThis.WebAssembly?.[name];
    if (original === undefined) break;
    const method = {
      [name](...args) {
        const { clearInterval, setInterval } = require('timers');
        const hold = setInterval(() => {}, 2 ** 31 - 1);
        return Reflect.apply(original, this, args).finally(() => clearInterval(hold));
      },
    }[name];
    Object.defineProperty(method, 'length', { value: original.length, configurable: true });
    WebAssembly[name] = method;
  }
}

module.exports = { holdForWebAssembly };
