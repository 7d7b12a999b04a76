// vm: code run in this or in another context. Scripts keep their source; V8's own cache makes
// compiling them again cheap. Modules are in internal/vm_module, behind Node's flag.
'use strict';

const native = internalBinding('vm');
const { codes } = require('internal/errors');
const {
  validateArray, validateBoolean, validateBuffer, validateInt32, validateObject, validateOneOf,
  validateString, validateStringArray, validateUint32,
} = require('internal/validators');

const constants = Object.freeze({
  __proto__: null,
  USE_MAIN_CONTEXT_DEFAULT_LOADER: Symbol('vm_dynamic_import_main_context_default'),
  DONT_CONTEXTIFY: Symbol('vm_context_no_contextify'),
});

const WITH_ARRAYS = 2;

function isContext(object) {
  validateObject(object, 'object', WITH_ARRAYS);
  return native.isContext(object);
}

function validateContext(contextifiedObject) {
  if (!isContext(contextifiedObject)) {
    throw new codes.ERR_INVALID_ARG_TYPE('contextifiedObject', 'vm.Context', contextifiedObject);
  }
}

// The position and cache options that scripts and functions share.
function validateSource(options) {
  const { filename, lineOffset = 0, columnOffset = 0, cachedData, produceCachedData } = options;
  validateInt32(lineOffset, 'options.lineOffset');
  validateInt32(columnOffset, 'options.columnOffset');
  if (cachedData !== undefined) {
    if (!ArrayBuffer.isView(cachedData)) {
      throw new codes.ERR_INVALID_ARG_TYPE(
        'options.cachedData', ['Buffer', 'TypedArray', 'DataView'], cachedData);
    }
    validateBuffer(cachedData, 'options.cachedData');
  }
  if (produceCachedData !== undefined) {
    validateBoolean(produceCachedData, 'options.produceCachedData');
  }
  return { filename, lineOffset, columnOffset };
}

function runOptions(options) {
  validateObject(options, 'options');
  const { timeout, breakOnSigint = false, displayErrors = true } = options;
  if (timeout !== undefined) validateUint32(timeout, 'options.timeout', true);
  validateBoolean(breakOnSigint, 'options.breakOnSigint');
  validateBoolean(displayErrors, 'options.displayErrors');
  return [timeout ?? 0, displayErrors, breakOnSigint];
}

// While a script that SIGINT ends runs, the program's own listeners are not asked.
function withoutListeners(run) {
  const listeners = process.rawListeners('SIGINT');
  if (listeners.length === 0) return run();
  process.removeAllListeners('SIGINT');
  try {
    return run();
  } finally {
    for (const listener of listeners) process.addListener('SIGINT', listener);
  }
}

function validateImporter({ importModuleDynamically: importer }) {
  if (importer === undefined || importer === constants.USE_MAIN_CONTEXT_DEFAULT_LOADER) return;
  require('internal/validators').validateFunction(importer, 'options.importModuleDynamically');
}

// `import()` of code that brings a function of its own for it.
function noteImporter({ importModuleDynamically: importer }, filename, owner) {
  if (importer === undefined) return refuseImports(filename);
  if (importer === constants.USE_MAIN_CONTEXT_DEFAULT_LOADER) return useMainLoader(filename);
  const { foreign } = require('internal/modules/esm/loader');
  const run = require('internal/options').hasFlag('--experimental-vm-modules') ?
    require('internal/vm_module').importerOf(owner, importer) :
    async () => { throw new codes.ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING_FLAG(); };
  foreign.importers.set(filename, run);
}

// Code that belongs to no file has nothing that its `import()` could be relative to. (By the code's name: what is named like a file may
// be that file's module, too.)
function refuseImports(filename) {
  if (/^(\/|file:|data:|node:)/.test(filename)) return;
  const { foreign } = require('internal/modules/esm/loader');
  if (!foreign.importers.has(filename)) foreign.importers.set(filename, missingImporter);
}

async function missingImporter() {
  throw new codes.ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING();
}

function useMainLoader(filename) {
  const { foreign, importFrom } = require('internal/modules/esm/loader');
  const { referrerUrl } = require('internal/modules/esm/urls');
  const isPlace = /^(\/|file:|data:)/.test(filename);
  const base = isPlace ? referrerUrl(filename) : referrerUrl('');
  foreign.importers.set(filename, (specifier, attributes) => importFrom(specifier, base, attributes));
}

class Script {
  #code;
  #source;

  constructor(code, options = {}) {
    code = `${code}`;
    if (typeof options === 'string') options = { filename: options };
    else validateObject(options, 'options');
    const { filename = 'evalmachine.<anonymous>' } = options;
    validateString(filename, 'options.filename');
    const source = validateSource({ ...options, filename });
    validateImporter(options);
    this.#code = code;
    this.#source = [filename, source.lineOffset, source.columnOffset];
    const { rejected, sourceMapURL } = native.check(code, ...this.#source, options.cachedData);
    if (options.cachedData !== undefined) this.cachedDataRejected = rejected;
    if (options.produceCachedData) {
      this.cachedData = this.createCachedData();
      this.cachedDataProduced = this.cachedData.length > 0;
    }
    this.sourceMapURL = sourceMapURL;
    noteImporter(options, filename, this);
  }

  #run(contextifiedObject, limits) {
    const run = () => native.run(this.#code, ...this.#source, contextifiedObject, ...limits);
    return limits[2] ? withoutListeners(run) : run();
  }

  runInThisContext(options) {
    if (options === undefined) options = {};
    return this.#run(undefined, runOptions(options));
  }

  runInContext(contextifiedObject, options) {
    if (options === undefined) options = {};
    validateContext(contextifiedObject);
    return this.#run(contextifiedObject, runOptions(options));
  }

  runInNewContext(contextObject, options) {
    const context = createContext(contextObject, contextOptions(options));
    return this.runInContext(context, options);
  }

  createCachedData() {
    const { Buffer } = require('buffer');
    return Buffer.from(native.createCachedData(this.#code, ...this.#source));
  }
}

function contextOptions(options) {
  if (!options || typeof options === 'string') return {};
  const { contextName, contextOrigin, contextCodeGeneration, microtaskMode } = options;
  if (contextName !== undefined) validateString(contextName, 'options.contextName');
  if (contextOrigin !== undefined) validateString(contextOrigin, 'options.contextOrigin');
  if (contextCodeGeneration !== undefined) {
    validateObject(contextCodeGeneration, 'options.contextCodeGeneration');
  }
  const { strings, wasm } = contextCodeGeneration ?? {};
  if (strings !== undefined) validateBoolean(strings, 'options.contextCodeGeneration.strings');
  if (wasm !== undefined) validateBoolean(wasm, 'options.contextCodeGeneration.wasm');
  if (microtaskMode !== undefined) validateString(microtaskMode, 'options.microtaskMode');
  return { name: contextName, origin: contextOrigin, codeGeneration: contextCodeGeneration && { strings, wasm }, microtaskMode };
}

// The context's own Error, whatever the user's object calls by that name.
const ownError = '(() => { try { null.x; } catch (e) { return Object.getPrototypeOf(e.constructor); } })()';

// A context without an Error.prepareStackTrace of its own uses the main one, as in Node: that is
// how tools map the positions of code that they have compiled.
function inheritPrepareStackTrace(contextifiedObject) {
  const ContextError = native.run(ownError, 'node:vm', 0, 0, contextifiedObject, 0, false, false);
  Object.defineProperty(ContextError, 'prepareStackTrace', {
    get: () => Error.prepareStackTrace,
    set(value) {
      Object.defineProperty(ContextError, 'prepareStackTrace', {
        value, writable: true, configurable: true, enumerable: true,
      });
    },
    configurable: true,
    enumerable: false,
  });
}

// What holds for the prototype of this context's objects holds for that of others.
function prepareContext(contextifiedObject) {
  inheritPrepareStackTrace(contextifiedObject);
  if (!require('internal/options').getOptionValue('--disable-proto')) return;
  require('internal/modules/run_main').disableProto(native.run('({}).__proto__', 'node:vm', 0, 0, contextifiedObject, 0, false, false));
}

function createContext(contextObject = {}, options = {}) {
  const plain = contextObject === constants.DONT_CONTEXTIFY;
  if (!plain && isContext(contextObject)) return contextObject;
  validateObject(options, 'options');
  const { name = 'VM Context', origin, codeGeneration, microtaskMode } = options;
  validateString(name, 'options.name');
  if (origin !== undefined) validateString(origin, 'options.origin');
  if (codeGeneration !== undefined) validateObject(codeGeneration, 'options.codeGeneration');
  const { strings = true, wasm = true } = codeGeneration ?? {};
  validateBoolean(strings, 'options.codeGeneration.strings');
  validateBoolean(wasm, 'options.codeGeneration.wasm');
  validateOneOf(microtaskMode, 'options.microtaskMode', ['afterEvaluate', undefined]);
  validateImporter(options);
  const global = native.makeContext(plain ? undefined : contextObject, strings, wasm, microtaskMode === 'afterEvaluate');
  const context = plain ? global : contextObject;
  prepareContext(context);
  return context;
}

function scriptOptions(options = {}) {
  if (typeof options === 'string') return { filename: options };
  validateObject(options, 'options');
  return { ...options };
}

function runInContext(code, contextifiedObject, options) {
  validateContext(contextifiedObject);
  const settings = scriptOptions(options);
  return new Script(code, settings).runInContext(contextifiedObject, settings);
}

function runInNewContext(code, contextObject, options) {
  const settings = scriptOptions(options);
  const context = createContext(contextObject, contextOptions(settings));
  return runInContext(code, context, settings);
}

function runInThisContext(code, options) {
  const settings = scriptOptions(options);
  return new Script(code, settings).runInThisContext(settings);
}

function compileFunction(code, params, options = {}) {
  validateString(code, 'code');
  validateObject(options, 'options');
  const { filename = '', parsingContext, contextExtensions = [], produceCachedData = false } = options;
  if (params !== undefined) validateStringArray(params, 'params');
  validateString(filename, 'options.filename');
  const { lineOffset, columnOffset } = validateSource(options);
  validateBoolean(produceCachedData, 'options.produceCachedData');
  if (parsingContext !== undefined &&
      (typeof parsingContext !== 'object' || parsingContext === null || !isContext(parsingContext))) {
    throw new codes.ERR_INVALID_ARG_TYPE('options.parsingContext', 'Context', parsingContext);
  }
  validateArray(contextExtensions, 'options.contextExtensions');
  contextExtensions.forEach((extension, i) =>
    validateObject(extension, `options.contextExtensions[${i}]`, 1));
  validateImporter(options);
  const compiled = native.compileFunction(code, filename, lineOffset, columnOffset, params ?? [],
                                          contextExtensions, parsingContext, options.cachedData);
  if (produceCachedData) {
    compiled.cachedData = require('buffer').Buffer.from(native.functionCachedData(compiled));
    compiled.cachedDataProduced = compiled.cachedData.length > 0;
  }
  noteImporter(options, filename, compiled);
  return compiled;
}

function measureMemory(options = {}) {
  validateObject(options, 'options');
  const { mode = 'summary', execution = 'default' } = options;
  validateOneOf(mode, 'options.mode', ['summary', 'detailed']);
  validateOneOf(execution, 'options.execution', ['default', 'eager']);
  const { used_heap_size: used } = require('v8').getHeapStatistics();
  return Promise.resolve({ total: { jsMemoryEstimate: used, jsMemoryRange: [used, used] } });
}

module.exports = {
  Script,
  createContext,
  createScript: (code, options) => new Script(code, options),
  runInContext,
  runInNewContext,
  runInThisContext,
  isContext,
  compileFunction,
  measureMemory,
  constants,
};

if (require('internal/options').hasFlag('--experimental-vm-modules')) {
  const { Module, SourceTextModule, SyntheticModule } = require('internal/vm_module');
  Object.assign(module.exports, { Module, SourceTextModule, SyntheticModule });
}
