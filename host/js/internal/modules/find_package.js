// `module.findPackageJSON`.
'use strict';

const path = require('path');
const packageJson = require('internal/modules/package_json');

function toPath(value, name) {
  if (typeof value === 'string' ? value.startsWith('file:') : value instanceof URL) return require('url').fileURLToPath(value);
  if (typeof value === 'string') return value;
  throw new (require('internal/errors').codes.ERR_INVALID_ARG_TYPE)(name, ['string', 'URL'], value);
}

function findPackageJSON(Module, specifier, base) {
  if (specifier === undefined) throw new (require('internal/errors').codes.ERR_MISSING_ARGS)('specifier');
  const request = toPath(specifier, 'specifier');
  const isBare = !request.startsWith('.') && !path.isAbsolute(request);
  if (!isBare) {
    const from = base === undefined ? process.cwd() : path.dirname(toPath(base, 'base'));
    const target = path.resolve(from, request);
    const { stat } = internalBinding('module');
    return (stat(target) === 1 ? packageJson.scopeOfFolder(target) : packageJson.scopeOf(target))?.file;
  }
  const from = base === undefined ? process.cwd() : path.dirname(toPath(base, 'base'));
  const name = request.startsWith('@') ? request.split('/').slice(0, 2).join('/') : request.split('/')[0];
  for (const folder of Module._nodeModulePaths(from)) {
    const found = packageJson.read(path.join(folder, name));
    if (found !== undefined) return found.file;
  }
  return undefined;
}

module.exports = { findPackageJSON };
