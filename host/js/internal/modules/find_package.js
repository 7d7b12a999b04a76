// `module.findPackageJSON` and `Module._readPackage`.
'use strict';

const path = require('path');
const packageJson = require('internal/modules/package_json');

// A path, or the path of a `file:` URL.
function toPath(value) {
  return value instanceof URL || value.startsWith('file:') ? require('url').fileURLToPath(value) : value;
}

function findPackageJSON(specifier, base = 'data:') {
  if (specifier === undefined) throw new (require('internal/errors').codes.ERR_MISSING_ARGS)('specifier');
  if (!(base instanceof URL)) require('internal/validators').validateString(base, 'base');
  if (!(specifier instanceof URL)) require('internal/validators').validateString(specifier, 'specifier');
  const request = toPath(specifier);
  const isBare = !request.startsWith('.') && !path.isAbsolute(request);
  if (!isBare) return ofPath(path.resolve(base === 'data:' ? process.cwd() : folderOf(toPath(base)), request));
  // Throws: nothing is relative to that.
  if (base === 'data:') return new URL(request, base);
  const { splitSpecifier } = require('internal/modules/package_exports');
  const parent = toPath(base);
  const [name] = splitSpecifier(request, parent);
  for (let folder = folderOf(parent); ; folder = path.dirname(folder)) {
    const found = packageJson.read(path.join(folder, 'node_modules', name));
    if (found !== undefined) return found.file;
    if (folder === '/') throw require('internal/modules/errors').importNotFound(name, parent, 'package');
  }
}

const folderOf = (file) => (file.endsWith('/') ? path.resolve(file) : path.dirname(file));

function ofPath(target) {
  const { stat } = internalBinding('module');
  return (stat(target) === 1 ? packageJson.scopeOfFolder(target) : packageJson.scopeOf(target))?.file;
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
