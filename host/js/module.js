// `node:module`: the class Module and the functions around it.
'use strict';

const { Module } = require('internal/modules/cjs/loader');
const { defineLazy } = require('internal/util');
const { builtinModules, isBuiltin } = require('internal/modules/builtins');

Module.builtinModules = Object.freeze(builtinModules());
Module.isBuiltin = isBuiltin;

Module.createRequire = function createRequire(filename) {
  return require('internal/modules/cjs/require').createRequire(Module, filename);
};

// The package.json of a package that `base` would resolve `specifier` to, or the one nearest to a path.
Module.findPackageJSON = function findPackageJSON(specifier, base = undefined) {
  if (arguments.length === 0) throw new (require('internal/errors').codes.ERR_MISSING_ARGS)('specifier');
  return require('internal/modules/find_package').findPackageJSON(specifier, base);
};

// What the loaders know of a folder's package.json.
Object.defineProperty(Module, '_readPackage', {
  __proto__: null, get: () => require('internal/modules/find_package').describe, configurable: true,
});

// Exports of built-in modules that were changed become visible to `import` again.
Module.syncBuiltinESMExports = function syncBuiltinESMExports() {
  require('internal/modules/esm/builtin').syncExports();
};

// Hooks of this thread, and hooks that run in a thread of their own.
Module.registerHooks = function registerHooks(hooks) {
  return require('internal/modules/hooks').registerHooks(hooks);
};
Module.register = function register(specifier, parentURL = undefined, options = undefined) {
  require('internal/modules/hooks_thread').register(specifier, parentURL, options);
};

Module.stripTypeScriptTypes = function stripTypeScriptTypes(code, options = undefined) {
  return require('internal/modules/typescript').stripTypeScriptTypes(code, options);
};

Module.constants = Object.freeze({
  __proto__: null,
  compileCacheStatus: Object.freeze({ __proto__: null, ...require('internal/modules/compile_cache').STATUS }),
});
Module.enableCompileCache = function enableCompileCache(options) {
  return require('internal/modules/compile_cache').enable(options);
};
Module.getCompileCacheDir = function getCompileCacheDir() {
  return internalBinding('compile_cache').directory();
};
Module.flushCompileCache = function flushCompileCache() {
  internalBinding('compile_cache').flush(true);
};

const sourceMaps = () => require('internal/source_map/cache');
Module.findSourceMap = function findSourceMap(path) {
  return sourceMaps().find(`${path}`);
};
Module.getSourceMapsSupport = function getSourceMapsSupport() {
  return sourceMaps().getSupport();
};
Module.setSourceMapsSupport = function setSourceMapsSupport(enabled, options = {}) {
  const { validateBoolean, validateObject } = require('internal/validators');
  validateBoolean(enabled, 'enabled');
  validateObject(options, 'options');
  const { nodeModules = false, generatedCode = false } = options;
  validateBoolean(nodeModules, 'options.nodeModules');
  validateBoolean(generatedCode, 'options.generatedCode');
  sourceMaps().setSupport(enabled, { nodeModules, generatedCode });
};
defineLazy(Module, 'SourceMap', () => require('internal/source_map/source_map').SourceMap);

Module.runMain = function runMain(main = process.argv[1]) {
  require('internal/modules/run_main').runFile(main);
};

module.exports = Module;
