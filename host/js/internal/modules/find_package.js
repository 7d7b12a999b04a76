// `module.findPackageJSON` and `Module._readPackage`.
'use strict';

const path = require('path');
const packageJson = require('internal/modules/package_json');

function findPackageJSON(specifier, base = 'data:') {
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

// The package of that name which is seen from a file.
function ofPackage(request, parent) {
  // It is none by itself: this throws.
  if (!parent.startsWith('file:')) new URL(request);
  const file = require('url').fileURLToPath(parent);
  const [name] = require('internal/modules/package_exports').splitSpecifier(request, file);
  for (let folder = file.endsWith('/') ? path.resolve(file) : path.dirname(file); ; folder = path.dirname(folder)) {
    const found = packageJson.read(path.join(folder, 'node_modules', name));
    if (found !== undefined) return found.file;
    if (folder === '/') throw require('internal/modules/errors').importNotFound(name, file, 'package');
  }
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
