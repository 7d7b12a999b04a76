// Customization hooks: `module.registerHooks()`, functions of this thread that take part in resolving and loading, the last one first.
// What `module.register()` adds are hooks too, which ask a thread of their own (hooks_thread.js).
'use strict';

const { codes } = require('internal/errors');
const options = require('internal/modules/options');

const resolvers = [];
const loaders = [];
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
  options.loadHooks = loaders.length > 0 ? { forImport: loadForImport, forRequire: loadForRequire } : undefined;
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
    const result = list[index][name](given, ctx, next);
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

function checkResolved({ url }) {
  if (typeof url !== 'string' || !URL.canParse(url)) throw invalidReturn('a URL string', 'resolve', 'url', url);
}

function checkLoaded({ source, format }) {
  if (format !== 'builtin' && format !== 'commonjs' && source !== null && typeof source !== 'string' &&
      !ArrayBuffer.isView(source) && !(source instanceof ArrayBuffer)) {
    throw invalidReturn('a string, an ArrayBuffer, or a TypedArray', 'load', 'source', source);
  }
}

function resolveWith(list, specifier, context, standard) {
  const result = run('resolve', list, `${specifier}`, context, standard, checkResolved);
  if (result.format === undefined || result.format === null) formats.delete(result.url);
  else formats.set(result.url, result.format);
  return result;
}

// The URL of an import; `standard(specifier, parentUrl)` gives the loader's own.
function resolveForImport(specifier, parentURL, importAttributes, standard) {
  const conditions = [...require('internal/modules/package_exports').importConditions()];
  const last = (name, context) => {
    const url = standard(name, context.parentURL);
    return { __proto__: null, url, format: formatOf(url) };
  };
  return resolveWith(resolvers, specifier, { parentURL, importAttributes, conditions }, last).url;
}

function formatOf(url) {
  return require('internal/modules/esm/translate').declaredFormatOf(url);
}

// The file of a require(), or the name of a built-in module.
function resolveForRequire(request, parent, standard) {
  const { toUrl, toPath } = require('internal/modules/esm/urls');
  const { builtinId } = require('internal/modules/builtins');
  const parentURL = parent?.filename ? toUrl(parent.filename) : undefined;
  const conditions = [...require('internal/modules/package_exports').requireConditions()];
  const last = (name) => {
    const file = standard(name);
    const id = builtinId(file);
    return { __proto__: null, url: id === undefined ? toUrl(file) : `node:${id}`, format: undefined };
  };
  const list = resolvers.filter(({ isForRequire }) => isForRequire);
  const { url } = resolveWith(list, request, { parentURL, importAttributes: undefined, conditions }, last);
  return url.startsWith('file:') ? toPath(url) : url;
}

const asText = (source) => (typeof source === 'string' ? source : new TextDecoder().decode(source));

function settle(result) {
  const { format } = result;
  const text = result.source === null || result.source === undefined ? undefined : asText(result.source);
  if (!format?.endsWith('-typescript')) return { format, text };
  return { format: format.replace('-typescript', ''), text: require('internal/modules/typescript').strip(text) };
}

// { format, text } for a URL; `standard(url)` reads what there is.
function loadForImport(url, importAttributes, standard) {
  const conditions = [...require('internal/modules/package_exports').importConditions()];
  const last = (given, context) => {
    const { format, text } = standard(given, context.format);
    return { __proto__: null, format, source: text === undefined ? null : require('buffer').Buffer.from(text) };
  };
  const context = { format: formats.get(url), importAttributes, conditions };
  return settle(run('load', loaders, url, context, last, checkLoaded));
}

// The same for a file that is required.
function loadForRequire(file, format, standard) {
  const { toUrl } = require('internal/modules/esm/urls');
  const url = /^[a-z][a-z\d+.-]*:/i.test(file) ? file : toUrl(file);
  const list = loaders.filter(({ isForRequire }) => isForRequire);
  const conditions = [...require('internal/modules/package_exports').requireConditions()];
  const last = (given, context) => ({ __proto__: null, format: context.format, source: standard() });
  return settle(run('load', list, url, { format: formats.get(url) ?? format, importAttributes: undefined, conditions }, last, checkLoaded));
}

module.exports = { add, registerHooks };
