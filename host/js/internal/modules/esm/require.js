// `require` of an ES module: its namespace, at once. Not with a top-level await, and not in a cycle.
'use strict';

const esm = internalBinding('esm');
const errors = require('internal/modules/errors');
const options = require('internal/modules/options');
const loader = require('internal/modules/esm/loader');
const { toPath, toUrl } = require('internal/modules/esm/urls');

// Makes `module.exports` of an ES module's text; `remember(record)` marks the CommonJS module that stands for it.
function load(module, text, file, remember) {
  const parent = module.parent?.filename;
  if (options.requireModule === false) refuse(text, file, parent);
  if (process.mainModule === module) {
    // The program itself: nobody waits for its exports, so it may await.
    process.mainModule = undefined;
    require('internal/modules/esm/translate').checkExtension(file);
    const { declaredFormat } = require('internal/modules/cjs/formats');
    if (/\.[jt]s$/.test(file) && declaredFormat(file) === undefined) require('internal/modules/esm/explain').warnTypeless(toUrl(file), file);
    require('internal/modules/esm/run').runText(text, toUrl(file));
    return;
  }
  const record = loader.record(toUrl(file), {}, text);
  remember(record);
  if (record.status === loader.EVALUATING) throw errors.requireCycleModule(file, parent);
  loader.link(record);
  checkCycle(record);
  if (esm.isGraphAsync(record.id)) refuseAsync(record, module, file);
  loader.evaluate(record);
  if (record.status === loader.ERRORED) {
    const error = esm.exception(record.id);
    // It was thrown there, not here.
    if (error instanceof Error) internalBinding('errors').keepLocation(error);
    loader.explainMissingGlobal(error);
    throw error;
  }
  module.exports = exportsOf(record);
}

// `--no-experimental-require-module`. What only its syntax makes an ES module is a mistake in CommonJS.
function refuse(text, file, parent) {
  const { compileCommonJs, declaredFormat } = require('internal/modules/cjs/formats');
  const format = declaredFormat(file);
  if (format === undefined) compileCommonJs(text, file, 'commonjs');
  const packageFile = file.endsWith('.js') ? require('internal/modules/package_json').scopeOf(file)?.file : undefined;
  let isEsmText = true;
  try {
    isEsmText = compileCommonJs(text, file, undefined) === undefined;
  } catch {
    // Its mistakes are not asked for.
  }
  throw errors.requireEsm(file, parent, packageFile, isEsmText);
}

// `--experimental-print-required-tla` runs the module to see where it waits.
function refuseAsync(record, module, file) {
  if (require('internal/options').hasFlag('--experimental-print-required-tla')) {
    loader.evaluate(record);
    const stalled = esm.stalledAwaits(record.id);
    for (let i = 0; i < stalled.length; i += 4) {
      const [place, line, text, column] = stalled.slice(i, i + 4);
      process._rawDebug(`Error: unexpected top-level await at ${place}:${line}\n${text}\n${' '.repeat(column)}^\n`);
    }
  }
  throw errors.requireAsyncModule(file, requireStack(module));
}

// What runs already cannot run at once: neither a module of an import that is being evaluated, nor one that `require` has begun.
function checkCycle(root) {
  const seen = new Set([root]);
  for (const each of seen) {
    for (const { specifier, target } of each.requests ?? []) {
      if (target.status > loader.EVALUATING || seen.has(target)) continue;
      if (target.status === loader.EVALUATING) throw errors.importCycle('Module', specifier, loader.shown(each.url));
      if (target.format === 'commonjs' && isRunning(target.url)) throw errors.importCycle('CommonJS Module', specifier, loader.shown(each.url));
      seen.add(target);
    }
  }
}

function isRunning(url) {
  if (!url.startsWith('file:')) return false;
  const { Module } = require('internal/modules/cjs/loader');
  return Module._cache[toPath(url.replace(/[?#].*$/s, ''))]?.loaded === false;
}

function requireStack(module) {
  const stack = [];
  for (let by = module.parent; by; by = by.parent) stack.push(by.filename || by.id);
  return stack;
}

// What CommonJS sees: the export named 'module.exports' if there is one; else the namespace, with `__esModule` when it has a default export.
function exportsOf(record) {
  const { namespace } = record;
  if (Object.hasOwn(namespace, 'module.exports')) return namespace['module.exports'];
  if (!Object.hasOwn(namespace, 'default') || Object.hasOwn(namespace, '__esModule')) return namespace;
  const facade = esm.compile("export * from 'original'; export { default } from 'original'; export const __esModule = true;", record.url);
  esm.link(facade, new Array(esm.requests(facade).length / 2).fill(record.id));
  esm.instantiate(facade);
  esm.evaluate(facade);
  return esm.namespace(facade);
}

// A module that is there already.
function again(module) {
  if (module.loaded) return module.exports;
  throw errors.requireCycleModule(module.filename, module.parent?.filename);
}

module.exports = { load, again };
