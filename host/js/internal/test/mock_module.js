// mock.module(): what `require` and `import` of a module give while it is mocked. `import` is led by hooks to a module of a URL of its
// own, which is made of the given exports; `require` is answered before the loader looks. Absent: Node's flag for it.
'use strict';

const { codes } = require('internal/errors');
const { validateBoolean, validateObject } = require('internal/validators');
const { isURL } = require('internal/url');
const { toUrl } = require('internal/modules/esm/urls');
const { builtinId } = require('internal/modules/builtins');

const kMarker = 'node-test-mock=';
const kRegistry = Symbol.for('nodejs.test.mocks');
const mocks = new Map();
// By the URLs that imports are led to.
const imported = new Map();
let intercepted;
let versions = 0;

class MockModuleContext {
  #url;
  constructor(url) {
    this.#url = url;
  }
  restore() {
    if (!mocks.delete(this.#url) || mocks.size > 0) return;
    for (const undo of intercepted) undo();
    intercepted = undefined;
  }
}

class Mock {
  constructor(url, { cache, namedExports, ...rest }) {
    this.url = url;
    this.isCached = cache;
    this.named = namedExports;
    this.hasDefault = Object.hasOwn(rest, 'defaultExport');
    this.value = rest.defaultExport;
    this.led = undefined;
  }

  // What require() answers.
  get exports() {
    if (this.isCached && this.known !== undefined) return this.known.exports;
    const exports = this.hasDefault ? this.value : {};
    for (const name of Object.keys(this.named)) {
      if (exports === null || (typeof exports !== 'object' && typeof exports !== 'function')) {
        throw new Error('Cannot create mock because named exports cannot be applied to the provided default export.');
      }
      Object.defineProperty(exports, name, Object.getOwnPropertyDescriptor(this.named, name));
    }
    this.known = { exports };
    return exports;
  }

  get isJson() {
    return this.url.endsWith('.json');
  }

  // Whether `default` is what require() gives.
  get isCommonJs() {
    this.format ??= require('internal/modules/esm/translate').standardSource(this.url).format;
    return this.format === 'commonjs' || this.format === 'builtin';
  }

  // The URL that stands for it in an import.
  lead() {
    if (this.isCached && this.led !== undefined) return this.led;
    this.led = `${this.url}${this.url.includes('?') ? '&' : '?'}${kMarker}${++versions}`;
    imported.set(this.led, this);
    return this.led;
  }

  source() {
    if (this.isJson) return JSON.stringify(this.value);
    const lines = [`const mock = globalThis[Symbol.for('${kRegistry.description}')](import.meta.url);`];
    if (this.hasDefault || this.isCommonJs) lines.push('export default mock.default;');
    if (this.isCommonJs) lines.push("const all = mock.default;", "export { all as 'module.exports' };");
    Object.keys(this.named).forEach((name, i) => {
      if (name === 'default') return;
      lines.push(`const export${i} = mock.named[${JSON.stringify(name)}];`, `export { export${i} as ${JSON.stringify(name)} };`);
    });
    return lines.join('\n');
  }
}

// What the source of a mock asks for.
function give(url) {
  const mock = imported.get(url);
  return { default: mock.isCommonJs ? mock.exports : mock.value, named: mock.named };
}

function intercept() {
  Object.defineProperty(globalThis, kRegistry, { __proto__: null, configurable: true, value: give });
  const hooks = require('internal/modules/hooks').add({
    resolve(specifier, context, next) {
      const found = next(specifier, context);
      const mock = mocks.get(found.url);
      return mock === undefined ? found : { ...found, url: mock.lead(), format: mock.isJson ? 'json' : 'module' };
    },
    load(url, context, next) {
      const mock = imported.get(url);
      if (mock === undefined) return next(url, context);
      return { format: mock.isJson ? 'json' : 'module', source: mock.source(), shortCircuit: true };
    },
  });
  const { Module } = require('internal/modules/cjs/loader');
  const original = Module._load;
  Module._load = function _load(request, parent, isMain) {
    const mock = mocks.get(urlOfRequest(Module, request, parent, isMain));
    return mock === undefined ? Reflect.apply(original, this, [request, parent, isMain]) : mock.exports;
  };
  const undoLoad = () => { Module._load = original; };
  return [() => hooks.deregister(), undoLoad];
}

function urlOfRequest(Module, request, parent, isMain) {
  const id = builtinId(request);
  if (id !== undefined) return `node:${id}`;
  try {
    return toUrl(Module._resolveFilename(request, parent, isMain));
  } catch {
    return undefined; // The loader will say why.
  }
}

function urlOfSpecifier(specifier, caller) {
  const id = builtinId(specifier);
  if (id !== undefined) return `node:${id}`;
  const url = require('internal/modules/esm/resolve').resolve(specifier, caller);
  return imported.get(url)?.url ?? url;
}

// `exports` holds all of them, the default one too.
function separate({ exports, cache, namedExports, ...rest }) {
  validateObject(exports, 'options.exports');
  if (namedExports !== undefined || Object.hasOwn(rest, 'defaultExport')) {
    const other = namedExports !== undefined ? 'options.namedExports' : 'options.defaultExport';
    throw new codes.ERR_INVALID_ARG_VALUE('options.exports', exports, `cannot be used with '${other}'`);
  }
  const { default: defaultExport, ...named } = exports;
  return { cache, namedExports: named, ...(Object.hasOwn(exports, 'default') ? { defaultExport } : undefined) };
}

function mockModule(specifier, options, callerFile) {
  if (isURL(specifier)) specifier = specifier.href;
  if (typeof specifier !== 'string') throw new codes.ERR_INVALID_ARG_TYPE('specifier', ['string', 'URL'], specifier);
  validateObject(options, 'options');
  if (options.exports !== undefined) options = separate(options);
  const { cache = false, namedExports = {} } = options;
  validateBoolean(cache, 'options.cache');
  validateObject(namedExports, 'options.namedExports');
  const caller = callerFile?.startsWith('/') ? toUrl(callerFile) : callerFile ?? toUrl(`${process.cwd()}/`);
  const url = urlOfSpecifier(specifier, caller);
  if (mocks.has(url)) throw new codes.ERR_INVALID_STATE(`Cannot mock '${url}'. The module is already mocked.`);
  intercepted ??= intercept();
  mocks.set(url, new Mock(url, { ...options, cache, namedExports }));
  return new MockModuleContext(url);
}

module.exports = { mockModule };
