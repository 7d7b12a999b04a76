// From a URL to a module record's number: the text of an ES module, or a module made of what CommonJS, JSON, an addon or a built-in module exports.
'use strict';

const path = require('path');
const esm = internalBinding('esm');
const native = internalBinding('module');
const errors = require('internal/modules/errors');
const options = require('internal/modules/options');
const { declaredFormat, withoutTypes } = require('internal/modules/cjs/formats');
const packageJson = require('internal/modules/package_json');
const { toPath } = require('internal/modules/esm/urls');

// The format that a file's name and package declare; undefined when its syntax decides.
function fileFormat(file) {
  const extension = path.extname(file);
  switch (extension) {
    case '.mjs': return 'module';
    case '.cjs': return 'commonjs';
    case '.json': return 'json';
    case '.wasm': return 'wasm';
    case '.node':
      if (options.addonModules === false) throw errors.unknownFileExtension(extension, file);
      return 'addon';
    case '.mts':
    case '.cts':
    case '.ts':
      if (!options.stripTypes) throw errors.unknownFileExtension(extension, file);
      return declaredFormat(file);
    case '.js':
    case '': {
      const type = packageJson.scopeOf(file)?.type ?? 'none';
      return type === 'none' ? undefined : type;
    }
    default: throw errors.unknownFileExtension(extension, file);
  }
}

// A program that turned out to be an ES module has to have a name that an import may have.
function checkExtension(file) {
  if (options.loadHooks === undefined) fileFormat(file);
}

// { format, text, file } of a URL; the text of WebAssembly is bytes.
function source(url, attributes) {
  if (options.loadHooks === undefined) return standardSource(url, attributes);
  return placed(options.loadHooks.forImport(url, attributes, standardSource), url);
}

// What hooks have found for a URL.
function placed(found, url) {
  return { ...found, file: url.startsWith('file:') ? toPath(url.replace(/[?#].*$/s, '')) : url, isGiven: true };
}

function checkAttributes(url, attributes, format) {
  for (const key in attributes) {
    if (key !== 'type') throw errors.attributeUnsupported(key, attributes[key], url);
  }
  // Any type will do for an addon.
  if (format === 'addon') return;
  const { type } = attributes;
  const wanted = format === 'json' ? 'json' : undefined;
  if (type === wanted) return;
  if (type === undefined) throw errors.attributeMissing(url, 'type', wanted);
  if (type !== 'json') throw errors.attributeUnsupported('type', type, url);
  throw errors.attributeTypeIncompatible(url, type);
}

// The format that a URL's name declares, for hooks.
function declaredFormatOf(url) {
  if (url.startsWith('node:')) return 'builtin';
  if (!url.startsWith('file:')) return url.startsWith('data:') ? DATA_FORMATS[dataType(url)] : undefined;
  const file = toPath(url.replace(/[?#].*$/s, ''));
  try {
    const format = fileFormat(file);
    return format !== undefined && file.endsWith('ts') ? `${format}-typescript` : format;
  } catch {
    return undefined;
  }
}

// `isRaw`: for hooks, which get TypeScript as it is. What hooks make up themselves needs no attributes.
function standardSource(url, attributes, given, isRaw) {
  const found = sourceOf(url, given, isRaw);
  if (attributes !== undefined) checkAttributes(url, attributes, found.format);
  return found;
}

function sourceOf(url, given, isRaw) {
  if (url.startsWith('node:')) return { format: 'builtin' };
  if (url.startsWith('data:')) return dataSource(url);
  if (!url.startsWith('file:')) throw errors.unsupportedUrlScheme(new URL(url));
  const file = toPath(url.replace(/[?#].*$/s, ''));
  options.onLoad?.(file);
  if (isRaw && options.stripTypes && /\.[cm]?ts$/.test(file)) {
    const declared = fileFormat(file);
    const own = declared === undefined ? 'typescript' : `${declared}-typescript`;
    return { format: given ?? own, text: native.readText(file), file };
  }
  const format = given?.replace('-typescript', '') ?? fileFormat(file);
  if (format === 'addon') return { format, file };
  if (format === 'wasm') return { format, text: require('fs').readFileSync(file), file };
  const text = withoutTypes(native.readText(file), file);
  return { format: format ?? detect(text, file, url), text, file };
}

function detect(text, file, url) {
  const { compileCommonJs } = require('internal/modules/cjs/formats');
  try {
    if (compileCommonJs(text, file, undefined) !== undefined) return 'commonjs';
  } catch {
    // The error will be thrown where the module is run.
    return 'commonjs';
  }
  if (/\.[jt]s$/.test(file)) require('internal/modules/esm/explain').warnTypeless(url, file);
  return 'module';
}

const DATA_FORMATS = { 'text/javascript': 'module', 'application/json': 'json', 'application/wasm': 'wasm' };

const dataType = (url) => /^data:([^,;]*)/.exec(url)[1];

function dataSource(url) {
  const match = /^data:([^,;]*)((?:;[^,]*)?),(.*)$/s.exec(url);
  const format = match === null ? undefined : DATA_FORMATS[match[1]];
  if (format === undefined) throw unknownFormat(match?.[1] || null, url);
  const body = decodeURIComponent(match[3]);
  const isBase64 = match[2].endsWith(';base64');
  const { Buffer } = require('buffer');
  if (format === 'wasm') return { format, text: Buffer.from(body, isBase64 ? 'base64' : 'latin1') };
  return { format, text: isBase64 ? Buffer.from(body, 'base64').toString() : body };
}

function unknownFormat(format, url) {
  return errors.coded(RangeError, 'ERR_UNKNOWN_MODULE_FORMAT', `Unknown module format: ${format} for URL ${url}`);
}

// The record's number for what `source` found.
function translate(url, found) {
  switch (found.format) {
    case 'module': return compile(url, found.text);
    case 'commonjs': return commonJs(url, found);
    case 'json': return json(url, found);
    case 'addon': return addon(url, found);
    case 'wasm': return require('internal/modules/esm/wasm').create(url, found.text, found.file ?? url);
    case 'builtin': return require('internal/modules/esm/builtin').create(url);
    default: throw unknownFormat(found.format, url);
  }
}

function compile(url, text) {
  const id = esm.compile(text, url, undefined, undefined, true);
  options.onCompile?.(url, text, esm.sourceMapUrl(id));
  return id;
}

// The value is the one that `require` has, or will have.
function json(url, { text, file }) {
  if (file === undefined || /[?#]/.test(url)) return jsonRecord(url, parseJson(url, text, file));
  const { Module } = require('internal/modules/cjs/loader');
  let module = Module._cache[file];
  if (!module?.loaded) {
    module = new Module(file);
    module.filename = file;
    module.exports = parseJson(url, text, file);
    module.loaded = true;
    Module._cache[file] = module;
  }
  return jsonRecord(url, module.exports);
}

function jsonRecord(url, value) {
  return esm.createSynthetic(url, ['default'], (id) => esm.setExport(id, 'default', value));
}

function parseJson(url, text, file) {
  const { stripBom } = require('internal/modules/cjs/formats');
  try {
    return JSON.parse(stripBom(text));
  } catch (error) {
    error.message = `${file ?? url}: ${error.message}`;
    throw error;
  }
}

// A CommonJS module runs when the record is evaluated, at its place in the order of imports.
function commonJs(url, { text, file, isGiven, isReloaded }) {
  const { Module } = require('internal/modules/cjs/loader');
  const names = exportNames(Module, file, text ?? native.readText(file), new Set());
  names.add('default');
  names.add('module.exports');
  return esm.createSynthetic(url, [...names], (id) => {
    const isMain = url === options.mainUrl;
    const exports = isGiven && text !== undefined && !isReloaded ? given(Module, file, text, isMain) : Module._load(file, undefined, isMain);
    for (const name of names) {
      if (name === 'default' || name === 'module.exports') continue;
      if (isObject(exports) && Object.hasOwn(exports, name)) esm.setExport(id, name, read(exports, name));
    }
    esm.setExport(id, 'default', exports);
    esm.setExport(id, 'module.exports', exports);
  });
}

// An addon, which is loaded when the record is evaluated, as `require` loads it. A hook may give the format, never a text.
function addon(url, { text, file }) {
  require('internal/util').emitExperimentalWarning('Importing addons');
  if (text !== undefined) throw new (require('internal/errors').codes.ERR_INVALID_RETURN_PROPERTY_VALUE)('null', 'load', 'source', text);
  return esm.createSynthetic(url, ['default', 'module.exports'], (id) => {
    const { Module } = require('internal/modules/cjs/loader');
    const exports = Module._load(file, undefined, url === options.mainUrl);
    esm.setExport(id, 'default', exports);
    esm.setExport(id, 'module.exports', exports);
  });
}

// A CommonJS module whose text a hook gave.
function given(Module, file, text, isMain) {
  const known = Module._cache[file];
  if (known !== undefined) return known.exports;
  const module = new Module(file);
  module.filename = file;
  module.paths = Module._nodeModulePaths(path.dirname(file));
  if (isMain) process.mainModule = module;
  Module._cache[file] = module;
  try {
    module._compile(text, file, 'commonjs');
  } catch (error) {
    delete Module._cache[file];
    throw error;
  }
  module.loaded = true;
  return module.exports;
}

const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

function read(exports, name) {
  try {
    return exports[name];
  } catch {
    // A getter that throws leaves the name undefined.
    return undefined;
  }
}

// The names that the text assigns to its exports, and those of the modules that it exports again.
function exportNames(Module, file, text, seen) {
  seen.add(file);
  const { names, reexports } = native.commonJsExports(text);
  const all = new Set(names);
  for (const request of reexports) {
    for (const name of reexportedNames(Module, file, request, seen)) all.add(name);
  }
  return all;
}

function reexportedNames(Module, file, request, seen) {
  const { builtinId, requireBuiltin } = require('internal/modules/builtins');
  const id = builtinId(request);
  if (id !== undefined) return Object.keys(requireBuiltin(id));
  let target;
  try {
    const parent = new Module(file);
    parent.filename = file;
    parent.paths = Module._nodeModulePaths(path.dirname(file));
    target = Module._resolveFilename(request, parent);
  } catch {
    return [];
  }
  if (seen.has(target) || !/\.(js|cjs|c?ts)$/.test(target)) return [];
  const text = native.readTextIfExists(target);
  return text === undefined ? [] : exportNames(Module, target, withoutTypes(text, target), seen);
}

module.exports = { checkExtension, declaredFormatOf, placed, source, standardSource, translate };
