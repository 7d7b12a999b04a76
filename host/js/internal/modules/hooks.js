// Customization hooks: `module.registerHooks()`, functions of this thread that take part in resolving and loading, the last one first.
// What `module.register()` adds are hooks too, which ask a thread of their own (hooks_thread.js).
'use strict';

const { codes } = require('internal/errors');
const options = require('internal/modules/options');

const resolvers = [];
const loaders = [];
// A format that is none of these is an error of its own, later.
const KNOWN_FORMATS = new Set([
  undefined, null, 'addon', 'builtin', 'commonjs', 'json', 'module', 'module-typescript', 'commonjs-typescript', 'typescript', 'wasm',
]);
// The format that a resolver gave for a URL.
const formats = new Map();

function registerHooks(hooks) {
  const { validateFunction, validateObject } = require('internal/validators');
  validateObject(hooks, 'hooks');
  const { resolve, load } = hooks;
  if (resolve !== undefined) validateFunction(resolve, 'hooks.resolve');
  if (load !== undefined) validateFunction(load, 'hooks.load');
  return add({ resolve, load, isForRequire: true });
}

function add(hooks) {
  if (hooks.resolve !== undefined) resolvers.push(hooks);
  if (hooks.load !== undefined) loaders.push(hooks);
  announce();
  return {
    deregister() {
      remove(resolvers, hooks);
      remove(loaders, hooks);
      announce();
    },
  };
}

function remove(list, hooks) {
  const index = list.indexOf(hooks);
  if (index >= 0) list.splice(index, 1);
}

// The loaders look at these at each step: undefined when there is no hook.
function announce() {
  options.resolveHooks = resolvers.length > 0 ? { forImport: resolveForImport, forRequire: resolveForRequire } : undefined;
  options.loadHooks = loaders.length > 0 ? { forImport: loadForImport, forRequire: loadForRequire, forBuiltin: loadForBuiltin } : undefined;
}

// Runs the hooks `name` of the list, the last one first; `standard` comes after all of them.
function run(name, list, value, context, standard, check) {
  const at = (index, given, ctx) => {
    if (index < 0) return standard(given, ctx);
    let isNextCalled = false;
    const next = (nextValue = given, nextContext = {}) => {
      isNextCalled = true;
      return at(index - 1, nextValue, { ...ctx, ...nextContext });
    };
    const { [name]: hook } = list[index];
    const result = hook(given, ctx, next);
    if (!isNextCalled && result.shortCircuit !== true) {
      throw invalidReturn('true', name, 'shortCircuit', result.shortCircuit);
    }
    check(result);
    return result;
  };
  return at(list.length - 1, value, context);
}

function invalidReturn(expected, hook, property, value) {
  return new codes.ERR_INVALID_RETURN_PROPERTY_VALUE(expected, hook, property, value);
}

function checkFormat(format, hook) {
  if (format !== undefined && format !== null && typeof format !== 'string') throw invalidReturn('a string', hook, 'format', format);
}

function checkResolved({ url, importAttributes, format }) {
  if (typeof url !== 'string' || !URL.canParse(url)) throw invalidReturn('a URL string', 'resolve', 'url', url);
  checkFormat(format, 'resolve');
  if (importAttributes !== undefined && typeof importAttributes !== 'object') {
    throw invalidReturn('an object', 'resolve', 'importAttributes', importAttributes);
  }
}

function checkLoaded({ source, format }) {
  checkFormat(format, 'load');
  if (!KNOWN_FORMATS.has(format) || (source === undefined && format === undefined)) return;
  if (source === null && format !== 'module' && format !== 'json') return;
  if (format !== 'builtin' && format !== 'commonjs' && typeof source !== 'string' &&
      !ArrayBuffer.isView(source) && !require('internal/util/types').isAnyArrayBuffer(source)) {
    throw invalidReturn('a string, an ArrayBuffer, or a TypedArray', 'load', 'source', source);
  }
}

function resolveWith(list, specifier, context, standard) {
  const result = run('resolve', list, `${specifier}`, context, standard, checkResolved);
  if (result.format === undefined || result.format === null) formats.delete(result.url);
  else formats.set(result.url, result.format);
  return result;
}

// { url, attributes } of an import; `standard(specifier, parentUrl)` gives the loader's own.
function resolveForImport(specifier, parentURL, importAttributes, standard) {
  const conditions = [...require('internal/modules/package_exports').importConditions()];
  const last = (name, context) => {
    const { withConditions } = require('internal/modules/package_exports');
    const url = withConditions(changed(context.conditions, conditions), () => standard(name, context.parentURL));
    return { __proto__: null, url, format: formatOf(url) };
  };
  const result = resolveWith(resolvers, specifier, { parentURL, importAttributes, conditions }, last);
  return { url: result.url, attributes: result.importAttributes ?? importAttributes };
}

// What hooks made of the conditions; undefined when they left them.
function changed(conditions, before) {
  return conditions === before || isSameList(conditions, before) ? undefined : conditions;
}

function isSameList(one, other) {
  return Array.isArray(one) && one.length === other.length && one.every((each, index) => each === other[index]);
}

function formatOf(url) {
  return require('internal/modules/esm/translate').declaredFormatOf(url);
}

// The file of a require(), or the name of a built-in module.
function resolveForRequire(request, parent, standard) {
  const { toUrl, toPath } = require('internal/modules/esm/urls');
  const { builtinId } = require('internal/modules/builtins');
  const parentURL = parent?.[kUrl] ?? (parent?.filename ? toUrl(parent.filename) : undefined);
  const conditions = [...require('internal/modules/package_exports').requireConditions()];
  const last = (name, context) => {
    const { withConditions } = require('internal/modules/package_exports');
    const file = withConditions(changed(context.conditions, conditions), () => standard(name));
    const id = builtinId(file);
    if (id !== undefined) return { __proto__: null, url: `node:${id}`, format: file.startsWith('node:') ? 'builtin' : undefined };
    return { __proto__: null, url: toUrl(file) };
  };
  const list = resolvers.filter(({ isForRequire }) => isForRequire);
  const { url } = resolveWith(list, request, { parentURL, importAttributes: undefined, conditions }, last);
  return url.startsWith('file:') ? toPath(url) : url;
}

const asText = (source) => (typeof source === 'string' ? source : new TextDecoder().decode(ArrayBuffer.isView(source) ? source : new Uint8Array(source)));

function settle(result) {
  const { format, shouldBeReloadedByCJSLoader: isReloaded } = result;
  const { source } = result;
  if (format === 'wasm') return { format, text: source };
  const text = source === null || source === undefined ? undefined : asText(source);
  if (!format?.endsWith('typescript')) return { format, text, isReloaded };
  const stripped = text === undefined ? undefined : require('internal/modules/typescript').strip(text);
  return { format: /^(.*)-typescript$/.exec(format)?.[1], text: stripped, isReloaded };
}

// { format, text } for a URL; `standard(url)` reads what there is.
function loadForImport(url, importAttributes, standard) {
  const conditions = [...require('internal/modules/package_exports').importConditions()];
  const last = (given, context) => {
    const { format, text } = standard(given, context.importAttributes, context.format, true);
    return { __proto__: null, format, responseURL: given, source: text === undefined ? null : require('buffer').Buffer.from(text) };
  };
  const context = { format: formats.get(url) ?? formatOf(url) ?? null, importAttributes, conditions };
  return settle(run('load', loaders, url, context, last, checkLoaded));
}

// The same for a file that is required.
function loadForRequire(file, format, standard) {
  return settle(loaded(file, format, standard));
}

// The same for a built-in module that is required; undefined when the hooks leave it.
function loadForBuiltin(id) {
  const result = loaded(`node:${id}`, 'builtin', () => null);
  const isLeft = (result.format ?? 'builtin') === 'builtin' || (result.source ?? undefined) === undefined;
  return isLeft ? undefined : settle(result);
}

function loaded(file, format, standard) {
  const { toUrl } = require('internal/modules/esm/urls');
  const url = /^[a-z][a-z\d+.-]*:/i.test(file) ? file : toUrl(file);
  const list = loaders.filter(({ isForRequire }) => isForRequire);
  const conditions = [...require('internal/modules/package_exports').requireConditions()];
  const last = (given, context) => {
    const path = given.startsWith('file:') ? require('internal/modules/esm/urls').toPath(given) : given;
    return { source: standard(path), format: context.format };
  };
  const result = run('load', list, url, { format: formats.get(url) ?? format, importAttributes: undefined, conditions }, last, checkLoaded);
  // What is no file is nowhere but in the hooks.
  if (url[0] !== 'f' && format !== 'builtin' && (result.source ?? undefined) === undefined) {
    throw invalidReturn('a string, an ArrayBuffer, or a TypedArray', 'load', 'source', result.source);
  }
  return result;
}

// The URL of a `require` that `createRequire` made.
const kUrl = Symbol('url');

module.exports = { add, kUrl, registerHooks, settle };
