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
    // `crypto` is the module, which has what the global has.
    const isTaken = Object.hasOwn(globalThis, name) && name !== 'crypto';
    if (name.includes('/') || name.startsWith('node:') || isTaken) continue;
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
  let kind = options.inputType;
  if (kind?.endsWith('-typescript')) {
    code = require('internal/modules/typescript').strip(code, name);
    kind = kind.replace('-typescript', '');
  }
  if (kind === 'module') return runModule(name, code, isPrinted);
  const run = compile(name, code, kind, isPrinted);
  if (run === undefined) return undefined;
  defineBuiltins();
  define('__filename', name);
  define('__dirname', '.');
  define('module', module);
  define('exports', module.exports);
  define('require', makeRequire(Module, module));
  const result = run();
  module.loaded = true;
  if (!isPrinted) return;
  // A promise is printed when all is done, with what has become of it.
  if (require('internal/util/types').isPromise(result)) process.on('exit', () => { console.log(result); });
  else console.log(result);
}

// A function that runs the script; undefined when the code is an ES module, which runs by itself. What is no JavaScript may be TypeScript.
function compile(name, code, kind, isPrinted) {
  try {
    return native.compileScript(code, name);
  } catch (error) {
    const { looksLikeEsm } = require('internal/modules/cjs/formats');
    if (kind !== 'commonjs' && looksLikeEsm(error, code, name)) return runModule(name, withoutTypesIfAny(code, name, kind), isPrinted);
    const stripped = kind === undefined && error instanceof SyntaxError && options.stripTypes ? withoutTypes(code) : undefined;
    if (stripped === undefined) throw error;
    return compile(name, stripped, 'commonjs-or-module', isPrinted);
  }
}

// What is no ES module may be one in TypeScript.
function withoutTypesIfAny(code, name, kind) {
  if (kind !== undefined || !options.stripTypes || native.parsesAsModule(code, name)) return code;
  return withoutTypes(code) ?? code;
}

function withoutTypes(code) {
  try {
    const stripped = require('internal/modules/typescript').strip(code);
    return stripped === code ? undefined : stripped;
  } catch {
    return undefined;
  }
}

function runModule(name, code, isPrinted) {
  if (isPrinted) throw new (require('internal/errors').codes.ERR_EVAL_ESM_CANNOT_PRINT)();
  const { toUrl } = require('internal/modules/esm/urls');
  require('internal/modules/esm/run').runText(code, `${toUrl(`${process.cwd()}/`)}[eval1]`);
}

module.exports = { runCode };
