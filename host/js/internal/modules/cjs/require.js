// The `require` function that a module gets, and `createRequire`.
'use strict';

const loaderOptions = require('internal/modules/options');
const { isBuiltin } = require('internal/modules/builtins');

function makeRequire(Module, module) {
  const require = function require(id) {
    return module.require(id);
  };
  require.resolve = function resolve(request, options) {
    validateRequest(request);
    const standard = (name) => Module._resolveFilename(name, module, false, options);
    const { resolveHooks } = loaderOptions;
    if (resolveHooks === undefined) return standard(request);
    const found = resolveHooks.forRequire(request, module, standard);
    // A built-in module is called as it was asked for, or by its short name.
    return found === request || !isBuiltin(found.replace(/^node:/, '')) ? found : found.slice(5);
  };
  require.resolve.paths = function paths(request) {
    validateRequest(request);
    return Module._resolveLookupPaths(request, module);
  };
  require.main = process.mainModule;
  require.extensions = Module._extensions;
  require.cache = Module._cache;
  return require;
}

function validateRequest(request) {
  if (typeof request !== 'string') require('internal/validators').validateString(request, 'request');
}

function createRequire(Module, from) {
  let file = from;
  const isUrl = typeof from === 'string' ? from.startsWith('file:') : from instanceof URL && from.protocol === 'file:';
  if (isUrl) {
    try {
      file = require('url').fileURLToPath(from);
    } catch {
      file = undefined; // It stands for no file.
    }
  }
  if (typeof file !== 'string' || !file.startsWith('/')) {
    const { ERR_INVALID_ARG_VALUE } = require('internal/errors').codes;
    throw new ERR_INVALID_ARG_VALUE('filename', from, 'must be a file URL object, file URL string, or absolute path string');
  }
  const isFolder = file.endsWith('/');
  const proxy = new Module(isFolder ? `${file}noop.js` : file);
  proxy.filename = proxy.id;
  if (isUrl && loaderOptions.resolveHooks !== undefined) {
    Object.defineProperty(proxy, require('internal/modules/hooks').kUrl, { __proto__: null, value: `${from}`, enumerable: false });
  }
  proxy.paths = Module._nodeModulePaths(proxy.path);
  return makeRequire(Module, proxy);
}

module.exports = { makeRequire, createRequire };
