// ES modules: one record per URL and type, linked to what it imports, evaluated once. Everything is read at once and synchronously, so that
// `require` and `import` of a module share one way; only evaluation may be asynchronous.
'use strict';

const esm = internalBinding('esm');
const options = require('internal/modules/options');
const { resolve: resolveFrom, resolveFully } = require('internal/modules/esm/resolve');
const { source, translate } = require('internal/modules/esm/translate');
const { toPath, shown, referrerUrl } = require('internal/modules/esm/urls');

const records = new Map();
const byId = new Map();
// In V8's order; see `esm.status`.
const INSTANTIATED = 2;
const EVALUATING = 3;
const ERRORED = 5;

class Record {
  constructor(url, found, id) {
    this.url = url;
    this.format = found.format;
    this.text = found.text;
    this.id = id;
    this.requests = undefined;
    // The promise of its evaluation.
    this.done = undefined;
  }

  get status() { return esm.status(this.id); }
  get namespace() { return esm.namespace(this.id); }
}

const keyOf = (url, attributes) => `${attributes.type ?? ''}|${url}`;

// The record of a URL; `text` when the caller has it already.
function record(url, attributes, text) {
  const known = records.get(keyOf(url, attributes));
  if (known !== undefined) return known;
  return recordOf(url, attributes, text === undefined ? source(url, attributes) : { format: 'module', text });
}

function recordOf(url, attributes, found) {
  return add(keyOf(url, attributes), new Record(url, found, translate(url, found)));
}

function add(key, fresh) {
  records.set(key, fresh);
  byId.set(fresh.id, fresh);
  return fresh;
}

// Finds all that the record imports, and links it. A record that fails is forgotten, so that the next import tries again.
function link(root) {
  if (root.requests !== undefined) return;
  const linked = [];
  try {
    linkAll(root, linked);
    instantiate(root);
  } catch (error) {
    for (const each of linked) if (each.status < INSTANTIATED) forget(each);
    throw error;
  }
}

// What a record imports: specifier, attributes, and so on.
const requestsOf = ({ format, id }) => (format === 'module' || format === 'wasm' ? esm.requests(id) : []);

function linkAll(root, linked) {
  const open = [root];
  while (open.length > 0) {
    const each = open.pop();
    if (each.requests !== undefined) continue;
    linked.push(each);
    each.requests = [];
    const wanted = requestsOf(each);
    for (let i = 0; i < wanted.length; i += 2) {
      const { url, attributes } = resolveFully(wanted[i], each.url, wanted[i + 1]);
      const target = record(url, attributes);
      each.requests.push({ specifier: wanted[i], target });
      open.push(target);
    }
    esm.link(each.id, each.requests.map(({ target }) => target.id));
  }
}

// As `importFrom`, by asynchronous steps in place of the loader's own: { resolve(specifier, parentUrl, attributes), load(url, attributes) }.
// The whole graph is found by them before it is linked.
async function importWith(steps, specifier, parentUrl, attributes) {
  const find = async (name, parent, given) => {
    const { url, attributes: wanted } = await steps.resolve(name, parent, given);
    const known = records.get(keyOf(url, wanted));
    if (known !== undefined) return known;
    const found = await steps.load(url, wanted);
    return records.get(keyOf(url, wanted)) ?? recordOf(url, wanted, found);
  };
  const root = await find(specifier, parentUrl, attributes);
  const fresh = root.requests === undefined ? new Map([[root, undefined]]) : new Map();
  for (const each of fresh.keys()) {
    const wanted = requestsOf(each);
    const requests = [];
    for (let i = 0; i < wanted.length; i += 2) {
      const target = await find(wanted[i], each.url, wanted[i + 1]);
      requests.push({ specifier: wanted[i], target });
      if (target.requests === undefined && !fresh.has(target)) fresh.set(target, undefined);
    }
    fresh.set(each, requests);
  }
  for (const [each, requests] of fresh) {
    if (each.requests !== undefined) continue;
    each.requests = requests;
    esm.link(each.id, requests.map(({ target }) => target.id));
  }
  if (root.status < INSTANTIATED) instantiate(root);
  await evaluate(root);
  return root.namespace;
}

function forget(each) {
  each.requests = undefined;
  for (const [key, value] of records) if (value === each) records.delete(key);
}

function instantiate(root) {
  try {
    esm.instantiate(root.id);
  } catch (error) {
    require('internal/modules/esm/explain').missingExport(error, records.values());
    throw error;
  }
}

function explainMissingGlobal(error) {
  if (error instanceof ReferenceError) require('internal/modules/esm/explain').missingGlobal(error);
}

// Evaluates a linked record; the promise is the same each time.
function evaluate(each) {
  if (each.done === undefined) {
    // It is running, and asks for itself.
    if (each.status === EVALUATING) return Promise.resolve().then(() => evaluate(each));
    each.done = esm.evaluate(each.id);
    // Whoever asked handles it; the stored promise itself is nobody's.
    each.done.catch(explainMissingGlobal);
  }
  return each.done;
}

async function importUrl(url, attributes) {
  const root = record(url, attributes);
  link(root);
  // The module that asks may still be evaluated, and may be in this graph: evaluations follow each other, they do not nest.
  await undefined;
  await evaluate(root);
  return root.namespace;
}

async function importFrom(specifier, parentUrl, attributes = {}) {
  const found = resolveFully(`${specifier}`, parentUrl, attributes);
  return importUrl(found.url, found.attributes);
}

function fillMeta(meta, id) {
  const { url } = byId.get(id);
  if (url.startsWith('file:')) {
    const file = toPath(url.replace(/[?#].*$/s, ''));
    meta.dirname = file.slice(0, file.lastIndexOf('/')) || '/';
    meta.filename = file;
  }
  meta.main = url === mainUrl;
  meta.resolve = function resolve(specifier, given) {
    const parent = parentOf(given) ?? url;
    if (`${specifier}`.startsWith('node:')) return specifier;
    try {
      return resolveFrom(`${specifier}`, `${parent}`);
    } catch (error) {
      // What does not exist has a URL all the same.
      if (typeof error === 'object' && error !== null && Object.hasOwn(error, 'url')) return error.url;
      throw error;
    }
  };
  meta.url = url;
}

// `import.meta.resolve(specifier, parent)`: the second one only with its option.
function parentOf(given) {
  if (given === undefined || !require('internal/options').hasFlag('--experimental-import-meta-resolve')) return undefined;
  if (typeof given === 'string' || given instanceof URL) return `${given}`;
  throw new (require('internal/errors').codes.ERR_INVALID_ARG_TYPE)('parentURL', ['string', 'URL'], given);
}

let mainUrl;
function setMain(url) {
  mainUrl = url;
}

// Modules that vm and WebAssembly made: their `import()` and `import.meta` are their maker's. By identifier and by number.
const foreign = { importers: new Map(), metas: new Map() };

function importFromAnywhere(specifier, referrer, attributes) {
  const importer = foreign.importers.get(referrer);
  if (importer !== undefined) return importer(specifier, attributes);
  const parentURL = referrerUrl(referrer);
  if (options.importByHooks !== undefined) return options.importByHooks(`${specifier}`, parentURL, attributes);
  // Once diagnostics_channel is loaded.
  const trace = options.traceImport;
  if (trace === undefined || !trace.hasSubscribers) return importFrom(specifier, parentURL, attributes);
  return trace.tracePromise(importFrom, { __proto__: null, parentURL, url: specifier }, undefined, specifier, parentURL, attributes);
}

function fillAnyMeta(meta, id) {
  const fill = foreign.metas.get(id);
  if (fill !== undefined) fill(meta);
  else if (byId.has(id)) fillMeta(meta, id);
}

esm.setCallbacks(importFromAnywhere, fillAnyMeta);

module.exports = { foreign, record, link, evaluate, importUrl, importFrom, importWith, setMain, explainMissingGlobal, shown, EVALUATING, ERRORED };
