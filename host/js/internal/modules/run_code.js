// Code that is not in a file: `--eval`, `--print`, standard input. It runs as a script (its declarations are global) that has `require`,
// `module` and the built-in modules at hand; with import or export, or await at its top level, it is an ES module.
'use strict';

const path = require('path');
const native = internalBinding('module');
const { Module } = require('internal/modules/cjs/loader');
const { makeRequire } = require('internal/modules/cjs/require');
const { builtinModules, requireBuiltin } = require('internal/modules/builtins');
const options = require('internal/modules/options');

function define(name, value) {
  Object.defineProperty(globalThis, name, { __proto__: null, value, writable: true, configurable: true, enumerable: true });
}

// `fs`, `path`, … without require, loaded when first used.
function defineBuiltins() {
  for (const name of builtinModules()) {
    if (name.includes('/') || name.startsWith('node:') || Object.hasOwn(globalThis, name)) continue;
    Object.defineProperty(globalThis, name, {
      __proto__: null, configurable: true, enumerable: false,
      get() {
        const value = requireBuiltin(name);
        Object.defineProperty(globalThis, name, { __proto__: null, value, writable: true, configurable: true, enumerable: false });
        return value;
      },
      set(value) { define(name, value); },
    });
  }
}

function runCode(name, code, isPrinted) {
  const folder = process.cwd();
  const module = new Module(name);
  module.filename = path.join(folder, name);
  module.paths = Module._nodeModulePaths(folder);
  if (options.inputType === 'module') return runModule(name, code, isPrinted);
  let run;
  try {
    run = native.compileScript(code, name);
  } catch (error) {
    const { looksLikeEsm } = require('internal/modules/cjs/formats');
    if (options.inputType === 'commonjs' || !looksLikeEsm(error, code, name)) throw error;
    return runModule(name, code, isPrinted);
  }
  defineBuiltins();
  define('__filename', name);
  define('__dirname', '.');
  define('module', module);
  define('exports', module.exports);
  define('require', makeRequire(Module, module));
  const result = run();
  module.loaded = true;
  if (isPrinted) console.log(result);
}

function runModule(name, code, isPrinted) {
  if (isPrinted) throw new (require('internal/errors').codes.ERR_EVAL_ESM_CANNOT_PRINT)();
  const { toUrl } = require('internal/modules/esm/urls');
  require('internal/modules/esm/run').runText(code, `${toUrl(`${process.cwd()}/`)}${name.replace(']', '1]')}`);
}

module.exports = { runCode };
