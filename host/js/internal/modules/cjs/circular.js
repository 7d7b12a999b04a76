// What a module sees of another one that is still being loaded: its exports so far, with a warning for names that are not there (yet).
'use strict';

const watched = new WeakMap();

function warn(module, name) {
  process.emitWarning(`Accessing non-existent property '${String(name)}' of module exports inside circular dependency`);
}

function watcher(module) {
  return new Proxy({}, {
    get(target, name) {
      if (name in target || name === '__esModule') return target[name];
      warn(module, name);
      return undefined;
    },
    getOwnPropertyDescriptor(target, name) {
      if (Object.hasOwn(target, name) || name === '__esModule') return Reflect.getOwnPropertyDescriptor(target, name);
      warn(module, name);
      return undefined;
    },
  });
}

// Only plain exports are watched: a prototype that is not Object's is left alone, and so is what has traps of its own.
function partialExports(module) {
  const { exports } = module;
  const isPlain = typeof exports === 'object' && exports !== null &&
    !require('internal/util/types').isProxy(exports) && Object.getPrototypeOf(exports) === Object.prototype;
  if (isPlain && !exports.__esModule) {
    const proxy = watcher(module);
    Object.setPrototypeOf(exports, proxy);
    watched.set(module, { exports, proxy });
  }
  return exports;
}

// The module is loaded: nothing is watched any more.
function settle(module) {
  const watch = watched.get(module);
  if (watch === undefined) return;
  watched.delete(module);
  if (Object.getPrototypeOf(watch.exports) === watch.proxy) Object.setPrototypeOf(watch.exports, Object.prototype);
}

module.exports = { partialExports, settle };
