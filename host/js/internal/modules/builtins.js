// The built-in modules as users see them: names with and without `node:`.
'use strict';

const { require: requireBuiltin, isPublic, ids } = require('internal/bootstrap/loader');

// Modules that exist with the prefix only, so that packages of the same name stay reachable.
const PREFIX_ONLY = new Set(['sea', 'sqlite', 'test', 'test/reporters']);

// The id that `request` names, or undefined when it names no built-in module.
function builtinId(request) {
  if (request.startsWith('node:')) {
    const id = request.slice(5);
    return isPublic(id) ? id : undefined;
  }
  return isPublic(request) && !PREFIX_ONLY.has(request) ? request : undefined;
}

function builtinModules() {
  return ids.filter(isPublic).map((id) => (PREFIX_ONLY.has(id) ? `node:${id}` : id));
}

function isBuiltin(request) {
  return typeof request === 'string' && builtinId(request) !== undefined;
}

module.exports = { requireBuiltin, builtinId, builtinModules, isBuiltin };
