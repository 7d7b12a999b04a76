// `module.findPackageJSON` and `Module._readPackage`.
'use strict';

const path = require('path');
const packageJson = require('internal/modules/package_json');
const { stat } = internalBinding('module');

const FOLDER = 1;

function findPackageJSON(specifier, base = 'data:') {
  if (typeof specifier === 'symbol') require('internal/validators').validateString(specifier, 'specifier');
  const request = String(specifier);
  const parent = parentUrl(base);
  const isPlace = /^(?:$|[./])/.test(request);
  if (!isPlace && !URL.canParse(request)) return ofPackage(request, parent);
  // For anything but files this throws.
  const file = require('url').fileURLToPath(isPlace || request.startsWith('file:') ? resolved(request, parent) : request);
  return packageJson.scopeOf(file)?.file;
}

function parentUrl(base) {
  if (base instanceof URL) return base.href;
  require('internal/validators').validateString(base, 'base');
  return path.isAbsolute(base) ? require('url').pathToFileURL(base).href : new URL(base).href;
}

// A folder is as good as a file.
function resolved(request, parent) {
  try {
    return require('internal/modules/esm/resolve').resolve(request, parent);
  } catch (error) {
    if (error.code === 'ERR_UNSUPPORTED_DIR_IMPORT') return error.url;
    throw error;
  }
}

// The package of that name which is seen from a file: its folder counts, with or without the file.
function ofPackage(request, parent) {
  const { fileURLToPath } = require('url');
  // What is in no file sees no package: this throws.
  if (!parent.startsWith('file:') && isPackageName(request)) new URL(request);
  const file = fileURLToPath(parent);
  const folder = file.endsWith('/') ? path.resolve(file) : path.dirname(file);
  // The name becomes a part of a URL, where such a one is no path.
  if (request[0] === '#') return path.join(existing(folder), 'node_modules/');
  const [name] = require('internal/modules/package_exports').splitSpecifier(request, file);
  const own = packageJson.scopeOf(file);
  return own?.name === name && own.exports !== undefined ? own.file : nearest(name, folder) ?? notFound(name, file);
}

function existing(folder) {
  return stat(folder) === FOLDER ? folder : existing(path.dirname(folder));
}

function isPackageName(request) {
  try {
    return require('internal/modules/package_exports').splitSpecifier(request) !== undefined;
  } catch {
    return false;
  }
}

function nearest(name, from) {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const home = `${folder === '/' ? '' : folder}/node_modules/${name}`;
    if (stat(home) === FOLDER) return `${home}/package.json`;
    if (folder === '/') return undefined;
  }
}

function notFound(name, file) {
  throw require('internal/modules/errors').importNotFound(name, file, 'package');
}

// `Module._readPackage`: the fields of a folder's package.json that loaders look at.
function describe(folder) {
  const pjsonPath = path.resolve(folder, 'package.json');
  const found = packageJson.read(path.dirname(pjsonPath));
  if (found === undefined) return { __proto__: null, type: 'none', exists: false, pjsonPath };
  const { name, main, type, exports, imports } = found;
  return {
    __proto__: null,
    ...(name !== undefined && { name }),
    ...(main !== undefined && { main }),
    type, exports, imports, exists: true, pjsonPath,
  };
}

module.exports = { describe, findPackageJSON };
