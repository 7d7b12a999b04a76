// CommonJS: class Module, its cache and the way from a request to exports. What packages are known to patch (`_load`, `_resolveFilename`,
// `_findPath`, `_extensions`, `_nodeModulePaths`, `prototype.require`, `prototype._compile`, `wrap`) is called through Module.
// Absent: finding files (find.js), reading them (formats.js), `require` itself (require.js), ES modules (../esm).
'use strict';

const path = require('path');
const native = internalBinding('module');
const { builtinId, requireBuiltin } = require('internal/modules/builtins');
const packageJson = require('internal/modules/package_json');
const files = require('internal/modules/cjs/find');
const { makeRequire } = require('internal/modules/cjs/require');
const formats = require('internal/modules/cjs/formats');
const options = require('internal/modules/options');

const kParent = Symbol('parent');
const kFormat = Symbol('format');
const kEsm = Symbol('esm');
const kPreload = 'internal/preload';
let isPreloading = false;
// Loaded when the first cycle is met.
let circular;

function Module(id = '', parent = undefined) {
  this.id = id;
  this.path = path.dirname(id);
  this.exports = {};
  hide(this, kParent, parent);
  addChild(parent, this, false);
  this.filename = null;
  this.loaded = false;
  this.children = [];
}

function hide(target, key, value) {
  Object.defineProperty(target, key, { __proto__: null, value, writable: true, configurable: true, enumerable: false });
}

function addChild(parent, child, mayBeThere) {
  const children = parent?.children;
  if (children && !(mayBeThere && children.includes(child))) children.push(child);
}

Object.defineProperties(Module.prototype, {
  parent: {
    __proto__: null, configurable: true, enumerable: false,
    get() { return this[kParent]; },
    set(value) { hide(this, kParent, value); },
  },
  isPreloading: { __proto__: null, configurable: true, enumerable: false, get: () => isPreloading },
});

Module._cache = { __proto__: null };
Module._pathCache = { __proto__: null };
Module._extensions = { __proto__: null };
Module.globalPaths = [];
Module.Module = Module;

Module._nodeModulePaths = files.nodeModulePaths;
Object.defineProperty(Module, '_stat', require('internal/modules/cjs/files').property);
Module._findPath = function _findPath(request, paths, isMain) {
  return files.find(Module, request, paths, isMain);
};

function isRelative(request) {
  return request === '.' || request === '..' || request.startsWith('./') || request.startsWith('../');
}

// The folders to look in, in order; null for a built-in module.
Module._resolveLookupPaths = function _resolveLookupPaths(request, parent) {
  if (builtinId(request) !== undefined) return null;
  if (!isRelative(request)) {
    const own = parent?.paths;
    const paths = own?.length ? [...own, ...Module.globalPaths] : [...Module.globalPaths];
    options.debug?.('looking for %j in %j', request, paths);
    return paths;
  }
  if (!parent?.id || !parent.filename) return ['.'];
  options.debug?.('RELATIVE: requested: %s from parent.id %s', request, parent.id);
  options.debug?.('looking for %j', [path.dirname(parent.filename)]);
  return [path.dirname(parent.filename)];
};

Module._resolveFilename = function _resolveFilename(request, parent, isMain, options) {
  if (builtinId(request) !== undefined) return request;
  const folders = options?.paths === undefined ? Module._resolveLookupPaths(request, parent) : givenFolders(request, options.paths);
  if (request[0] === '#' && parent?.filename) {
    const found = packageImport(request, parent.filename);
    if (found) return found;
  }
  const found = ownPackage(parent, request) || Module._findPath(request, folders, isMain);
  if (found) return found;
  const compiledElsewhere = request.endsWith('.node') ? require('internal/modules/cjs/other_abi').find(request, folders) : undefined;
  if (compiledElsewhere !== undefined) return compiledElsewhere;
  const requireStack = [];
  for (let by = parent; by; by = by[kParent]) requireStack.push(by.filename || by.id);
  throw require('internal/modules/errors').moduleNotFound(request, requireStack);
};

// `require.resolve(request, { paths })`.
function givenFolders(request, paths) {
  if (!Array.isArray(paths)) {
    throw new (require('internal/errors').codes.ERR_INVALID_ARG_VALUE)('options.paths', paths);
  }
  if (isRelative(request)) return paths;
  const folders = new Set();
  const stand = new Module('', null);
  for (const from of paths) {
    stand.paths = Module._nodeModulePaths(from);
    for (const folder of Module._resolveLookupPaths(request, stand)) folders.add(folder);
  }
  return [...folders];
}

function packageImport(request, file) {
  const pkg = packageJson.scopeOf(file);
  if (pkg?.imports === undefined) return undefined;
  const { resolveImports, requireConditions } = require('internal/modules/package_exports');
  let found;
  try {
    found = resolveImports(request, pkg, file, requireConditions(), require('internal/modules/esm/resolve').ofPackage);
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw require('internal/modules/errors').targetNotFound(request);
  }
  return builtinId(found) === undefined ? files.existing(found, pkg.file) : found;
}

// A package may name itself, if it has "exports".
function ownPackage(parent, request) {
  // A preloaded module is asked for as from the working folder.
  const from = parent?.filename ?? (parent?.id === kPreload ? `${process.cwd()}/` : undefined);
  if (!from) return false;
  const pkg = packageJson.scopeOf(from);
  if (pkg?.exports === undefined || pkg.name === undefined) return false;
  const { name } = pkg;
  if (request !== name && !request.startsWith(`${name}/`)) return false;
  const { resolveExports, requireConditions } = require('internal/modules/package_exports');
  return files.existing(resolveExports(pkg, `.${request.slice(name.length)}`, from, requireConditions()), pkg.folder);
}

const resolved = { __proto__: null };

Module._load = function _load(request, parent, isMain) {
  if (typeof request !== 'string') require('internal/validators').validateString(request, 'path');
  if (parent) options.debug?.('Module._load REQUEST %s parent: %s', request, parent.id);
  const asked = request;
  let key;
  if (parent) {
    key = `${parent.path}\x00${request}`;
    const file = resolved[key];
    if (file !== undefined) {
      const cached = Module._cache[file];
      if (cached !== undefined) return cachedExports(cached, parent);
      delete resolved[key];
    }
  }
  const hooks = options.resolveHooks;
  if (hooks !== undefined) request = hooks.forRequire(request, parent, (name) => Module._resolveFilename(name, parent, isMain));
  if (request.startsWith('node:')) {
    if (builtinId(request) === undefined) throw require('internal/modules/errors').unknownBuiltin(request);
    return loadBuiltin(request, asked.startsWith('node:'), parent, key);
  }
  const file = hooks === undefined ? Module._resolveFilename(request, parent, isMain) : request;
  const cached = Module._cache[file];
  if (cached !== undefined) return cachedExports(cached, parent);
  if (builtinId(file) !== undefined) {
    options.debug?.('load built-in module %s', file);
    return loadBuiltin(file, true, parent, key);
  }
  const module = new Module(file, parent);
  if (isMain) {
    process.mainModule = module;
    module.id = '.';
  }
  Module._cache[file] = module;
  if (key !== undefined) resolved[key] = file;
  loadFresh(module, file, parent, key);
  return module.exports;
};

// Hooks may put another module in a built-in one's place, which is then kept by its short name; `isNew` when it is not looked for there.
function loadBuiltin(name, isNew, parent, key) {
  const id = builtinId(name);
  if (options.loadHooks === undefined) return requireBuiltin(id);
  const file = builtinId(id) === undefined ? `node:${id}` : id;
  if (!isNew && Module._cache[file] !== undefined) return cachedExports(Module._cache[file], parent);
  const found = options.loadHooks.forBuiltin(id);
  if (found === undefined) return requireBuiltin(id);
  const module = new Module(file, parent);
  Module._cache[file] = module;
  if (key !== undefined) resolved[key] = file;
  loadFresh(module, file, parent, key, () => {
    module.filename = file;
    module.paths = Module._nodeModulePaths('.');
    formats.loadGiven(module, file, found);
    module.loaded = true;
  });
  return module.exports;
}

function cachedExports(module, parent) {
  addChild(parent, module, true);
  if (module[kEsm] !== undefined) return require('internal/modules/esm/require').again(module);
  if (!module.loaded) return (circular ??= require('internal/modules/cjs/circular')).partialExports(module);
  return module.exports;
}

function loadFresh(module, file, parent, key, load = () => module.load(file)) {
  let isLoaded = false;
  try {
    load();
    isLoaded = true;
  } finally {
    if (!isLoaded) {
      delete Module._cache[file];
      if (key !== undefined) delete resolved[key];
      const siblings = parent?.children;
      const index = Array.isArray(siblings) ? siblings.indexOf(module) : -1;
      if (index >= 0) siblings.splice(index, 1);
    }
  }
}

// The longest extension of the file that has a handler: `.a.js` before `.js`.
function extensionOf(file) {
  const name = path.basename(file);
  for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
    if (dot > 0 && Module._extensions[name.slice(dot)] !== undefined) return name.slice(dot);
  }
  return '.js';
}

Module.prototype.load = function load(file) {
  options.debug?.('load %j for module %j', file, this.id);
  options.onLoad?.(file);
  this.filename ??= file;
  this.paths ??= Module._nodeModulePaths(path.dirname(file));
  Module._extensions[extensionOf(file)](this, file);
  this.loaded = true;
  circular?.settle(this);
};

Module.prototype.require = function (id) {
  if (typeof id !== 'string') require('internal/validators').validateString(id, 'id');
  if (id === '') throw new (require('internal/errors').codes.ERR_INVALID_ARG_VALUE)('id', id, 'must be a non-empty string');
  // Once diagnostics_channel is loaded.
  const trace = options.traceRequire;
  if (trace === undefined || !trace.hasSubscribers) return Module._load(id, this, false);
  return trace.traceSync(Module._load, { __proto__: null, parentFilename: this.filename, id }, Module, id, this, false);
};

Module.prototype._compile = function (content, file, format) {
  if (format?.endsWith('typescript')) {
    content = formats.withoutTypes(content, file);
    format = /^(.*)-/.exec(format)?.[1];
  }
  if (format === 'module') return this[kRequireEsm](content, file);
  const run = compileText(content, file, format);
  if (run === undefined) return this[kRequireEsm](content, file);
  options.onCompile?.(file, content, native.sourceMapUrl(run));
  hide(this, kFormat, 'commonjs');
  const { exports } = this;
  return Reflect.apply(run, exports, [exports, makeRequire(Module, this), this, file, path.dirname(file)]);
};

// The function around the module's text; undefined when it is an ES module's. Packages may have put another wrapper around it.
function compileText(content, file, format) {
  return isWrapPatched ? native.runScript(Module.wrap(content), file) : formats.compileCommonJs(content, file, format);
}

const kRequireEsm = Symbol('requireEsm');
Module.prototype[kRequireEsm] = function (content, file) {
  require('internal/modules/esm/require').load(this, content, file, (job) => hide(this, kEsm, job));
};
Object.defineProperty(Module.prototype, kRequireEsm, { enumerable: false });
// The getter completes the class with what `node:module` adds to it.
Object.defineProperty(Module.prototype, 'constructor', { __proto__: null, get: () => require('module'), configurable: true });

Module._extensions['.js'] = formats.loadJs;
Module._extensions['.json'] = formats.loadJson;
Module._extensions['.node'] = formats.loadAddon;

let isWrapPatched = false;
const wrapperParts = ['(function (exports, require, module, __filename, __dirname) { ', '\n});'];
let wrap = (script) => Module.wrapper[0] + script + Module.wrapper[1];
let wrapper = new Proxy(wrapperParts, {
  set(target, key, value) {
    isWrapPatched = true;
    return Reflect.set(target, key, value);
  },
});
Object.defineProperties(Module, {
  wrap: {
    __proto__: null,
    get: () => wrap,
    set(value) {
      isWrapPatched = true;
      wrap = value;
    },
  },
  wrapper: {
    __proto__: null,
    get: () => wrapper,
    set(value) {
      isWrapPatched = true;
      wrapper = value;
    },
  },
});

Module._initPaths = function _initPaths() {
  const { HOME, NODE_PATH } = process.env;
  const paths = NODE_PATH ? NODE_PATH.split(':').filter(Boolean) : [];
  if (HOME) paths.push(path.resolve(HOME, '.node_modules'), path.resolve(HOME, '.node_libraries'));
  paths.push(path.resolve(process.execPath, '..', '..', 'lib', 'node'));
  Module.globalPaths.length = 0;
  Module.globalPaths.push(...paths);
};

// `--require`: as if a module in the working folder required them.
Module._preloadModules = function _preloadModules(requests) {
  if (!Array.isArray(requests) || requests.length === 0) return;
  isPreloading = true;
  const parent = new Module(kPreload, null);
  parent.paths = Module._nodeModulePaths(process.cwd());
  for (const request of requests) parent.require(request);
  isPreloading = false;
};

module.exports = { Module, compileText, kFormat };
