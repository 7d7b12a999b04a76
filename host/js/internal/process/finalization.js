// process.finalization: callbacks that run at 'exit' (or 'beforeExit') for objects that are still alive then.
'use strict';

function create() {
  const registries = { exit: new Set(), beforeExit: new Set() };
  const collected = new FinalizationRegistry(({ event, entry }) => registries[event].delete(entry));

  function run(event) {
    for (const { reference, callback } of registries[event]) {
      const object = reference.deref();
      if (object !== undefined) callback(object, event);
    }
    registries[event].clear();
  }

  function register(event, object, callback) {
    const { validateFunction } = require('internal/validators');
    if (object === null || (typeof object !== 'object' && typeof object !== 'function')) {
      require('internal/validators').validateObject(object, 'obj');
    }
    validateFunction(callback, 'fn');
    if (registries[event].size === 0) process.once(event, () => run(event));
    const entry = { reference: new WeakRef(object), callback };
    registries[event].add(entry);
    collected.register(object, { event, entry }, object);
  }

  return {
    register: (object, callback) => register('exit', object, callback),
    registerBeforeExit: (object, callback) => register('beforeExit', object, callback),
    unregister(object) {
      collected.unregister(object);
      for (const registry of Object.values(registries)) {
        for (const entry of registry) {
          if (entry.reference.deref() === object) registry.delete(entry);
        }
      }
    },
  };
}

module.exports = { create };
