// From an import specifier to a URL, by Node's documented algorithm (ESM_RESOLVE).
'use strict';

const path = require('path');
const { stat, realpath } = internalBinding('module');
const errors = require('internal/modules/errors');
const packageJson = require('internal/modules/package_json');
const { builtinId } = require('internal/modules/builtins');
const { importConditions, splitSpecifier, resolveExports, resolveImports } = require('internal/modules/package_exports');
const { toUrl, toPath, shown } = require('internal/modules/esm/urls');
const options = require('internal/modules/options');

const IS_URL = /^[a-z][a-z\d+.-]*:/i;
const FOLDER = 1;
const FILE = 0;

function resolve(specifier, parentUrl, attributes = {}) {
  return resolveFully(specifier, parentUrl, attributes).url;
}

// { url, attributes }: hooks may change the attributes, too.
function resolveFully(specifier, parentUrl, attributes) {
  if (options.resolveHooks === undefined) return { url: resolveKnown(specifier, parentUrl), attributes };
  return options.resolveHooks.forImport(specifier, parentUrl, attributes, standard);
}

// What a module has once found it finds again, whatever becomes of the file.
const known = new Map();

function resolveKnown(specifier, parentUrl) {
  let ofParent = known.get(parentUrl);
  if (ofParent === undefined) known.set(parentUrl, ofParent = new Map());
  const before = ofParent.get(specifier);
  if (before !== undefined) return before;
  const url = standard(specifier, parentUrl);
  ofParent.set(specifier, url);
  return url;
}

function standard(specifier, parentUrl) {
  try {
    return find(specifier, parentUrl);
  } catch (error) {
    const code = error?.code;
    if (code === 'ERR_MODULE_NOT_FOUND' || code === 'ERR_UNSUPPORTED_DIR_IMPORT') {
      require('internal/modules/esm/explain').addHint(error, specifier, parentUrl);
    }
    throw error;
  }
}

function find(specifier, parentUrl) {
  if (specifier.startsWith('node:')) return builtin(specifier);
  if (/^(?:\.{0,2}\/|\.{1,2}$)/.test(specifier)) {
    const { href, protocol } = relativeUrl(specifier, parentUrl);
    return protocol === 'file:' ? finish(href, parentUrl) : href;
  }
  if (specifier[0] === '#' && parentUrl.startsWith('file:')) {
    const found = packageImport(specifier, parentUrl);
    return typeof found === 'string' ? found : finish(toUrl(found.file), parentUrl);
  }
  const url = IS_URL.test(specifier) && URL.canParse(specifier) ? new URL(specifier) : undefined;
  if (url !== undefined) return absolute(url, parentUrl);
  const id = builtinId(specifier);
  if (id !== undefined) return `node:${id}`;
  if (!parentUrl?.startsWith('file:')) throw unresolvable(specifier, parentUrl);
  return finish(barePackage(specifier, parentUrl, importConditions()), parentUrl);
}

function builtin(specifier) {
  if (builtinId(specifier) === undefined) throw errors.unknownBuiltin(specifier);
  return specifier;
}

function absolute(url, parentUrl) {
  switch (url.protocol) {
    case 'file:': return finish(url.href, parentUrl);
    // Whether it can be loaded is the loader's question.
    default: return url.href;
  }
}

const PLAIN_RELATIVE = /^[\w/.\-~+@]+$/;

function relativeUrl(specifier, parentUrl) {
  if (parentUrl.startsWith('file:///') && PLAIN_RELATIVE.test(specifier) && PLAIN_RELATIVE.test(parentUrl.slice(7))) {
    const folder = parentUrl.slice(7, parentUrl.lastIndexOf('/') + 1);
    // A folder's URL ends with a slash, as it does where it is named by dots.
    const place = path.resolve(folder, specifier);
    const slash = place !== '/' && /(?:^|\/)\.{0,2}$/.test(specifier) ? '/' : '';
    return { href: `file://${place}${slash}`, protocol: 'file:' };
  }
  try {
    return new URL(specifier, parentUrl);
  } catch (error) {
    throw unresolvable(specifier, parentUrl, error);
  }
}

// Only files have folders and packages around them.
function unresolvable(specifier, parentUrl, cause) {
  const error = errors.coded(TypeError, 'ERR_UNSUPPORTED_RESOLVE_REQUEST',
    `Failed to resolve module specifier "${specifier}" from "${parentUrl}": Invalid relative URL or base scheme is not hierarchical.`);
  try {
    cause ??= new URL(specifier);
  } catch (invalid) {
    cause = invalid;
  }
  error.cause = cause;
  return error;
}

// A file URL has to name a file, with symbolic links followed.
function finish(url, parentUrl) {
  const base = shown(parentUrl);
  const end = /[?#]/.exec(url)?.index ?? url.length;
  const bare = url.slice(0, end);
  if (/%2f|%5c/i.test(bare)) {
    throw errors.invalidModuleSpecifier(new URL(bare).pathname, 'must not include encoded "/" or "\\" characters', base);
  }
  const file = pathOf(bare, parentUrl);
  const kind = stat(file.endsWith('/') ? file.slice(-1) : file);
  if (kind === FOLDER || file.endsWith('/')) throw errors.unsupportedDirectoryImport(file.replace(/^\/+$/, '/'), base, url);
  if (kind !== FILE) throw errors.importNotFound(file, base, 'module', url);
  if (options.preserveSymlinks) return url;
  const real = realpath(file);
  return real === file && !bare.includes('%') ? url : toUrl(real) + url.slice(end);
}

function pathOf(url, parentUrl) {
  try {
    return toPath(url);
  } catch (error) {
    throw Object.assign(error, { input: url, module: parentUrl });
  }
}

// A URL for a package's name, or { file } for a path inside of the package itself.
function packageImport(specifier, parentUrl) {
  const file = toPath(parentUrl);
  const found = resolveImports(specifier, packageJson.scopeOf(file), file, importConditions(), ofPackage);
  return found.startsWith('node:') ? found : { file: found };
}

// What "imports" of a package names when that is another package: a path, or the name of a built-in module.
function ofPackage(name, pkg, conditions) {
  const id = builtinId(name);
  return id === undefined ? toPath(barePackage(name, toUrl(`${pkg.folder}/package.json`), conditions)) : `node:${id}`;
}

function barePackage(specifier, parentUrl, conditions) {
  const base = shown(parentUrl);
  const [name, subpath] = splitSpecifier(specifier, base);
  const from = toPath(parentUrl);
  const own = packageJson.scopeOf(from);
  if (own?.name === name && own.exports !== undefined) return toUrl(resolveExports(own, subpath, base, conditions));
  for (let folder = from.endsWith('/') ? path.dirname(`${from}.`) : path.dirname(from); ; folder = path.dirname(folder)) {
    const home = `${folder === '/' ? '' : folder}/node_modules/${name}`;
    if (!folder.endsWith('/node_modules') && stat(home) === FOLDER) return inPackage(home, subpath, base, conditions, specifier);
    if (folder === '/') break;
  }
  throw errors.importNotFound(name, base, 'package');
}

function inPackage(folder, subpath, base, conditions, specifier) {
  const pkg = packageJson.read(folder, `"${specifier}" from ${base}`);
  if (pkg?.exports !== undefined) return toUrl(resolveExports(pkg, subpath, base, conditions));
  if (subpath !== '.') return new URL(subpath, `${toUrl(folder)}/`).href;
  folder = folder.replace(/\/$/, '');
  const main = pkg?.main === undefined ? [] : ['', '.js', '.json', '.node', '/index.js', '/index.json', '/index.node']
    .map((end) => path.resolve(folder, pkg.main + end));
  const candidates = [...main, ...['js', 'json', 'node'].map((end) => `${folder}/index.${end}`)];
  const found = candidates.find((file) => stat(file) === FILE);
  if (found === undefined) throw errors.importNotFound(main[0] ?? `${folder}/index.js`, base, 'package');
  if (found !== path.resolve(folder, pkg?.main ?? '')) require('internal/modules/esm/explain').warnMain(found, folder, pkg?.main, base);
  return toUrl(found);
}

module.exports = { ofPackage, resolve, resolveFully };
