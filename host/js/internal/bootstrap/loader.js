// The first JavaScript of an isolate: the built-in `require`, then `process` and the globals. Compiled with `exports` = what the native
// side takes back ({ require }), `process` = an empty object that becomes `process`.
// Deliberately absent: user modules (`module`), and whatever an empty script does not need.
'use strict';

const { compile, ids } = internalBinding('builtins');

const modules = new Map();
const known = new Set(ids);

function BuiltinModule(id) {
  this.id = id;
  this.exports = {};
  this.loaded = false;
}

function requireBuiltin(id) {
  const cached = modules.get(id);
  if (cached !== undefined) return cached.exports;
  if (id.startsWith('node:')) return requireBuiltin(id.slice(5));
  if (!known.has(id)) throw new Error(`No such built-in module: ${id}`);
  const module = new BuiltinModule(id);
  modules.set(id, module);
  const run = compile(id);
  try {
    run(module.exports, requireBuiltin, module, process, internalBinding);
  } catch (error) {
    modules.delete(id);
    throw error;
  }
  module.loaded = true;
  return module.exports;
}

// Which modules users may require. `node:`-only ones (test, sqlite, ...) are listed by `module`.
function isPublic(id) {
  return known.has(id) && !id.startsWith('internal/');
}

modules.set('internal/bootstrap/loader', {
  exports: { require: requireBuiltin, internalBinding, isPublic, ids, process },
});
exports.require = requireBuiltin;

requireBuiltin('internal/bootstrap/globals');
