// `node:module`: the class Module and the functions around it.
// Absent: the compile cache, hooks threads and source maps of Node; their functions say so in their result.
'use strict';

const { Module } = require('internal/modules/cjs/loader');
const { builtinModules, isBuiltin } = require('internal/modules/builtins');

Module.builtinModules = Object.freeze(builtinModules());
Module.isBuiltin = isBuiltin;

Module.createRequire = function createRequire(filename) {
  return require('internal/modules/cjs/require').createRequire(Module, filename);
};

// The package.json of a package that `base` would resolve `specifier` to, or the one nearest to a path.
Module.findPackageJSON = function findPackageJSON(specifier, base) {
  return require('internal/modules/find_package').findPackageJSON(Module, specifier, base);
};

// Exports of built-in modules that were changed become visible to `import` again.
Module.syncBuiltinESMExports = function syncBuiltinESMExports() {
  require('internal/modules/esm/builtin').syncExports();
};

Module.register = function register(specifier) {
  throw require('internal/modules/errors').coded(Error, 'ERR_METHOD_NOT_IMPLEMENTED',
    `The register() method is not implemented: customization hooks in ${specifier} cannot be used`);
};

Module.constants = Object.freeze({
  __proto__: null,
  compileCacheStatus: Object.freeze({ __proto__: null, FAILED: 0, ENABLED: 1, ALREADY_ENABLED: 2, DISABLED: 3 }),
});
Module.enableCompileCache = () => ({ status: Module.constants.compileCacheStatus.DISABLED });
Module.getCompileCacheDir = () => undefined;
Module.flushCompileCache = () => undefined;

Module.findSourceMap = () => undefined;
Module.getSourceMapsSupport = () => Object.freeze({ __proto__: null, enabled: false, nodeModules: false, generatedCode: false });
Module.setSourceMapsSupport = () => undefined;

Module.runMain = function runMain(main = process.argv[1]) {
  require('internal/modules/run_main').runFile(main);
};

module.exports = Module;
