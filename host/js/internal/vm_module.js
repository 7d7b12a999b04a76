// vm.Module, vm.SourceTextModule and vm.SyntheticModule (`--experimental-vm-modules`): ES modules whose imports the
// program resolves itself, in any context.
'use strict';

const esm = internalBinding('esm');
const { codes } = require('internal/errors');
const { customInspectSymbol } = require('internal/util');
const {
  validateBoolean, validateFunction, validateInt32, validateObject, validateString, validateUint32,
} = require('internal/validators');
const { foreign } = require('internal/modules/esm/loader');

const statuses = ['unlinked', 'linking', 'linked', 'evaluating', 'evaluated', 'errored'];
let nextName = 0;
// A module lives as long as its object, and as those that import it.
const gone = new FinalizationRegistry((id) => esm.release(id));

class Module {
  #id;
  #identifier;
  #context;
  #linking = 'unlinked';
  #linkError;
  #targets;

  constructor(create, options) {
    if (new.target === Module) throw new TypeError('Module is not a constructor');
    const { context, identifier } = options;
    if (context !== undefined) {
      validateObject(context, 'context');
      if (!require('vm').isContext(context)) {
        throw new codes.ERR_INVALID_ARG_TYPE('options.context', 'vm.Context', context);
      }
    }
    if (identifier !== undefined) validateString(identifier, 'options.identifier');
    this.#identifier = identifier ?? `vm:module(${nextName++})`;
    this.#context = context;
    this.#id = create(this.#identifier, context);
    gone.register(this, this.#id);
  }

  static idOf(module) {
    return #id in module ? module.#id : undefined;
  }

  get identifier() {
    return this.#identifier;
  }

  get context() {
    return this.#context;
  }

  get status() {
    if (this.#linking !== 'linked') return this.#linking;
    return statuses[Math.max(2, esm.status(this.#id))];
  }

  get namespace() {
    if (esm.status(this.#id) < 2) {
      throw new codes.ERR_VM_MODULE_STATUS('must not be unlinked or linking');
    }
    return esm.namespace(this.#id);
  }

  get error() {
    if (this.status !== 'errored') throw new codes.ERR_VM_MODULE_STATUS('must be errored');
    return this.#linkError === undefined ? esm.exception(this.#id) : this.#linkError.error;
  }

  async link(linker) {
    validateFunction(linker, 'linker');
    if (this.#linking === 'linked') throw new codes.ERR_VM_MODULE_ALREADY_LINKED();
    if (this.#linking !== 'unlinked') throw new codes.ERR_VM_MODULE_STATUS('must be unlinked');
    await this.#linkAll(linker);
    esm.instantiate(this.#id, this.#context);
  }

  async #linkAll(linker) {
    this.#linking = 'linking';
    try {
      const wanted = this instanceof SourceTextModule ? esm.requests(this.#id) : [];
      const targets = [];
      for (let i = 0; i < wanted.length; i += 2) targets.push(this.#resolve(linker, wanted[i], wanted[i + 1]));
      this.#targets = await Promise.all(targets);
      esm.link(this.#id, this.#targets.map((target) => target.#id));
      this.#linking = 'linked';
    } catch (error) {
      this.#linking = 'errored';
      this.#linkError = { error };
      throw error;
    }
  }

  async #resolve(linker, specifier, attributes) {
    const target = await linker(specifier, this, { attributes, assert: attributes });
    if (target === null || typeof target !== 'object' || !(#id in target)) throw new codes.ERR_VM_MODULE_NOT_MODULE();
    if (target.#context !== this.#context) throw new codes.ERR_VM_MODULE_DIFFERENT_CONTEXT();
    if (target.status === 'errored') {
      throw new codes.ERR_VM_MODULE_LINK_FAILURE(`request for '${specifier}' resolved to an errored module`, target.error);
    }
    if (target.#linking === 'unlinked') await target.#linkAll(linker);
    return target;
  }

  async evaluate(options = {}) {
    validateObject(options, 'options');
    const { timeout = -1, breakOnSigint = false } = options;
    if (timeout !== -1) validateUint32(timeout, 'options.timeout', true);
    validateBoolean(breakOnSigint, 'options.breakOnSigint');
    const { status } = this;
    if (status !== 'linked' && status !== 'evaluated' && status !== 'errored') {
      throw new codes.ERR_VM_MODULE_STATUS('must be one of linked, evaluated, or errored');
    }
    await esm.evaluate(this.#id, this.#context, timeout === -1 ? 0 : timeout, breakOnSigint);
  }

  [customInspectSymbol](depth, options) {
    const name = this.constructor?.name ?? 'Module';
    if (typeof depth === 'number' && depth < 0) return `[${name}]`;
    const { inspect } = require('internal/util/inspect');
    const shown = { status: this.status, identifier: this.identifier, context: this.context };
    Object.defineProperty(shown, 'constructor', { value: this.constructor });
    Object.setPrototypeOf(shown, Object.getPrototypeOf(this));
    return inspect(shown, { ...options, customInspect: false });
  }
}
const { idOf } = Module;
delete Module.idOf;

function compile(text, identifier, context, cachedData) {
  const id = esm.compile(text, identifier, context, cachedData);
  if (id < 0) throw new codes.ERR_VM_MODULE_CACHED_DATA_REJECTED();
  return id;
}

class SourceTextModule extends Module {
  constructor(sourceText, options = {}) {
    validateString(sourceText, 'sourceText');
    validateObject(options, 'options');
    const { lineOffset = 0, columnOffset = 0, initializeImportMeta, importModuleDynamically, cachedData } = options;
    validateInt32(lineOffset, 'options.lineOffset');
    validateInt32(columnOffset, 'options.columnOffset');
    if (initializeImportMeta !== undefined) validateFunction(initializeImportMeta, 'options.initializeImportMeta');
    if (importModuleDynamically !== undefined && typeof importModuleDynamically !== 'symbol') {
      validateFunction(importModuleDynamically, 'options.importModuleDynamically');
    }
    if (cachedData !== undefined && !ArrayBuffer.isView(cachedData)) {
      throw new codes.ERR_INVALID_ARG_TYPE('options.cachedData', ['Buffer', 'TypedArray', 'DataView'], cachedData);
    }
    super((identifier, context) => compile(sourceText, identifier, context, cachedData), options);
    if (initializeImportMeta !== undefined) {
      foreign.metas.set(idOf(this), (meta) => initializeImportMeta(meta, this));
    }
    if (typeof importModuleDynamically !== 'symbol') {
      foreign.importers.set(this.identifier, importModuleDynamically === undefined ? missingImporter : importerOf(this, importModuleDynamically));
    }
  }

  get dependencySpecifiers() {
    return Object.freeze(esm.requests(idOf(this)).filter((_, i) => i % 2 === 0));
  }

  createCachedData() {
    if (['evaluating', 'evaluated', 'errored'].includes(this.status)) {
      throw new codes.ERR_VM_MODULE_CANNOT_CREATE_CACHED_DATA();
    }
    return require('buffer').Buffer.from(esm.createCachedData(idOf(this)));
  }
}

async function missingImporter() {
  throw new codes.ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING();
}

// What `import()` in a module gives: a namespace, of a module that is linked and evaluated here if need be.
function importerOf(module, importModuleDynamically) {
  return async (specifier, attributes) => {
    const found = await importModuleDynamically(specifier, module, attributes);
    if (require('util').types.isModuleNamespaceObject(found)) return found;
    if (!(found instanceof Module)) throw new codes.ERR_VM_MODULE_NOT_MODULE();
    if (found.status === 'errored') throw found.error;
    return found.namespace;
  };
}

// The functions that set the exports, kept by their modules only.
const callbacks = new WeakMap();

class SyntheticModule extends Module {
  constructor(exportNames, evaluateCallback, options = {}) {
    const isList = Array.isArray(exportNames) && exportNames.every((name) => typeof name === 'string');
    if (!isList || new Set(exportNames).size !== exportNames.length) {
      throw new codes.ERR_INVALID_ARG_TYPE('exportNames', 'Array of unique strings', exportNames);
    }
    validateFunction(evaluateCallback, 'evaluateCallback');
    validateObject(options, 'options');
    let made;
    const run = () => {
      const module = made.deref();
      if (module !== undefined) Reflect.apply(callbacks.get(module), module, []);
    };
    super((identifier, context) => esm.createSynthetic(identifier, exportNames, run, context), options);
    made = new WeakRef(this);
    callbacks.set(this, evaluateCallback);
  }

  setExport(name, value) {
    validateString(name, 'name');
    if (this.status === 'unlinked' || this.status === 'linking') {
      throw new codes.ERR_VM_MODULE_STATUS('must be linked');
    }
    esm.setExport(idOf(this), name, value);
  }
}

module.exports = { Module, importerOf, SourceTextModule, SyntheticModule };
