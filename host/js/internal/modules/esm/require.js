// `require` of an ES module: its namespace, at once. Not with a top-level await, and not in a cycle.
'use strict';

const esm = internalBinding('esm');
const errors = require('internal/modules/errors');
const options = require('internal/modules/options');
const loader = require('internal/modules/esm/loader');
const { toUrl } = require('internal/modules/esm/urls');

// Makes `module.exports` of an ES module's text; `remember(record)` marks the CommonJS module that stands for it.
function load(module, text, file, remember) {
  const parent = module.parent?.filename;
  if (options.requireModule === false) {
    throw errors.requireEsm(file, parent, file.endsWith('.js'));
  }
  if (process.mainModule === module) {
    // The program itself: nobody waits for its exports, so it may await.
    process.mainModule = undefined;
    require('internal/modules/esm/run').runText(text, toUrl(file));
    return;
  }
  const record = loader.record(toUrl(file), {}, text);
  remember(record);
  if (record.status === loader.EVALUATING) throw errors.requireCycleModule(file, parent);
  loader.link(record);
  if (esm.isGraphAsync(record.id)) throw errors.requireAsyncModule(file, requireStack(module));
  loader.evaluate(record);
  if (record.status === loader.ERRORED) throw esm.exception(record.id);
  module.exports = exportsOf(record);
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
function again(module, record, parent) {
  if (module.loaded) return module.exports;
  throw errors.requireCycleModule(module.filename, parent?.filename);
}

module.exports = { load, again };
