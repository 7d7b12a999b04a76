// From a request and a list of folders to a file: extensions, directories, package.json `main` and `exports`. State (`_pathCache`,
// `_extensions`) belongs to Module, because packages change it.
'use strict';

const path = require('path');
const files = require('internal/modules/cjs/files');
const packageJson = require('internal/modules/package_json');
const options = require('internal/modules/options');

const PACKAGE_NAME = /^((?:@[^/\\%]+\/)?[^./\\%][^/\\%]*)(\/.*)?$/;
const FILE = 0;
const FOLDER = 1;

function toRealPath(file, isMain) {
  const preserve = isMain ? options.preserveSymlinksMain : options.preserveSymlinks;
  return preserve ? path.resolve(file) : files.realpath(file);
}

function tryFile(file, isMain) {
  return files.stat(file) === FILE ? toRealPath(file, isMain) : false;
}

function tryExtensions(base, extensions, isMain) {
  for (const extension of extensions) {
    const found = tryFile(base + extension, isMain);
    if (found) return found;
  }
  return false;
}

function tryFolder(folder, extensions, isMain, request) {
  const pkg = packageJson.read(folder);
  const index = path.resolve(folder, 'index');
  if (!pkg?.main) return tryExtensions(index, extensions, isMain);
  const main = path.resolve(folder, pkg.main);
  const found = tryFile(main, isMain) || tryExtensions(main, extensions, isMain) ||
    tryExtensions(path.resolve(main, 'index'), extensions, isMain);
  if (found) return found;
  const fallback = tryExtensions(index, extensions, isMain);
  if (!fallback) throw require('internal/modules/errors').invalidMain(main, pkg.file, request);
  process.emitWarning(`Invalid 'main' field in '${pkg.file}' of '${pkg.main}'. Please either fix that or report it to the module author`,
    'DeprecationWarning', 'DEP0128');
  return fallback;
}

// What a package's `exports` or `imports` named has to exist; `where` says which package.
function existing(file, where) {
  const found = tryFile(file, false);
  if (found) return found;
  throw require('internal/modules/errors').targetNotFound(file, where);
}

function packageExports(folder, request) {
  const match = PACKAGE_NAME.exec(request);
  if (match === null) return undefined;
  const pkg = packageJson.read(path.resolve(folder, match[1]));
  if (pkg?.exports === undefined) return undefined;
  const { resolveExports, requireConditions } = require('internal/modules/package_exports');
  return existing(resolveExports(pkg, `.${match[2] ?? ''}`, null, requireConditions()), pkg.folder);
}

// Empty, or with `/`, `.` or `..` as its last part. Without a pattern, which V8 would compile at every start.
function namesFolder(request) {
  const last = request.slice(request.lastIndexOf('/') + 1);
  return last === '' || last === '.' || last === '..';
}

function findIn(folder, request, isAbsolute, isMain, extensionNames) {
  if (!isAbsolute) {
    const exported = packageExports(folder, request);
    if (exported) return exported;
  }
  const base = path.resolve(folder, request);
  const kind = files.stat(base);
  let found = false;
  if (!namesFolder(request)) {
    if (kind === FILE) found = toRealPath(base, isMain);
    if (!found) found = tryExtensions(base, extensionNames(), isMain);
  }
  if (!found && kind === FOLDER) found = tryFolder(base, extensionNames(), isMain, request);
  return found;
}

// The file for `request` in the first of `folders` that has one, or false.
function find(Module, request, folders, isMain) {
  const isAbsolute = path.isAbsolute(request);
  if (isAbsolute) folders = [''];
  else if (!folders || folders.length === 0) return false;
  const key = `${request}\x00${folders.join('\x00')}`;
  const isKept = options.resolveHooks === undefined || require('internal/modules/package_exports').areStandard();
  const known = isKept && Module._pathCache[key];
  if (known) return known;
  const isOutside = request.startsWith('..');
  let names;
  const extensionNames = () => names ??= Object.keys(Module._extensions);
  for (const folder of folders) {
    if (typeof folder !== 'string') {
      throw new (require('internal/errors').codes.ERR_INVALID_ARG_TYPE)('paths', 'array of strings', folders);
    }
    // The folder that `..` leads out of need not be there any more.
    if (folder && !isOutside && files.stat(folder) !== FOLDER) continue;
    const found = findIn(folder, request, isAbsolute, isMain, extensionNames);
    if (found) {
      if (isKept) Module._pathCache[key] = found;
      return found;
    }
  }
  return false;
}

// `node_modules` of a folder and of all folders above it.
function nodeModulePaths(from) {
  from = path.resolve(from);
  if (from === '/') return ['/node_modules'];
  const paths = [];
  for (let end = from.length; end > 0; end = from.lastIndexOf('/', end - 1)) {
    const folder = from.slice(0, end);
    if (!folder.endsWith('/node_modules')) paths.push(`${folder}/node_modules`);
  }
  paths.push('/node_modules');
  return paths;
}

module.exports = { find, nodeModulePaths, existing };
