// Errors of module resolution and loading, with Node's codes and messages. They are here and not in `internal/errors` so that a program
// that resolves everything at once loads neither.
'use strict';

function coded(Base, code, message) {
  const error = new Base(message);
  // The code belongs into the first line of the stack, not into the name.
  Object.defineProperty(error, 'name', { value: `${Base.name} [${code}]`, configurable: true, writable: true, enumerable: false });
  Error.captureStackTrace(error, coded);
  void error.stack;
  delete error.name;
  error.code = code;
  return error;
}

const from = (base) => (base ? ` imported from ${base}` : '');

// `Cannot find module`, as `require` says it: who asked for it follows line by line.
function moduleNotFound(request, requireStack) {
  const lines = requireStack.length > 0 ? `\nRequire stack:\n- ${requireStack.join('\n- ')}` : '';
  const error = new Error(`Cannot find module '${request}'${lines}`);
  error.code = 'MODULE_NOT_FOUND';
  error.requireStack = requireStack;
  return error;
}

// A package's `exports` or `imports` leads to a file that does not exist.
function targetNotFound(file, packageFolder) {
  const error = new Error(`Cannot find module '${file}'`);
  error.code = 'MODULE_NOT_FOUND';
  if (packageFolder) error.path = packageFolder;
  return error;
}

function invalidMain(file, packagePath, requestPath) {
  const error = new Error(`Cannot find module '${file}'. Please verify that the package.json has a valid "main" entry`);
  error.code = 'MODULE_NOT_FOUND';
  error.path = packagePath;
  error.requestPath = requestPath;
  return error;
}

function packagePathNotExported(folder, subpath, base) {
  const what = subpath === '.'
    ? `No "exports" main defined in ${folder}/package.json`
    : `Package subpath '${subpath}' is not defined by "exports" in ${folder}/package.json`;
  return coded(Error, 'ERR_PACKAGE_PATH_NOT_EXPORTED', what + from(base));
}

function invalidPackageTarget(folder, key, target, isImport, base) {
  const text = typeof target === 'object' && target !== null ? JSON.stringify(target) : `${target}`;
  const hint = !isImport && text.length > 0 && !text.startsWith('./') ? '; targets must start with "./"' : '';
  const shown = JSON.stringify(text);
  const what = key === '.'
    ? `Invalid "exports" main target ${shown} defined in the package config ${folder}/package.json`
    : `Invalid "${isImport ? 'imports' : 'exports'}" target ${shown} defined for '${key}' in the package config ${folder}/package.json`;
  return coded(Error, 'ERR_INVALID_PACKAGE_TARGET', what + from(base) + hint);
}

function packageImportNotDefined(specifier, folder, base) {
  const where = folder ? ` in package ${folder}/package.json` : '';
  return coded(TypeError, 'ERR_PACKAGE_IMPORT_NOT_DEFINED', `Package import specifier "${specifier}" is not defined${where}${from(base)}`);
}

function invalidModuleSpecifier(request, reason, base) {
  return coded(TypeError, 'ERR_INVALID_MODULE_SPECIFIER', `Invalid module "${request}" ${reason}${from(base)}`);
}

const importing = (base) => (base ? ` while importing ${base}` : '');

// `base` is the path of the module that asks.
function invalidPackageConfig(file, base, message) {
  const url = base ? require('internal/modules/esm/urls').toUrl(base) : base;
  return coded(Error, 'ERR_INVALID_PACKAGE_CONFIG', `Invalid package config ${file}${importing(url)}. ${message}`);
}

// A package.json that is no JSON, or no object. `base` is text for the message.
function unreadablePackage(file, base) {
  const error = new Error(`Invalid package config ${file}${importing(base)}.`);
  error.code = 'ERR_INVALID_PACKAGE_CONFIG';
  return error;
}

function unknownBuiltin(id) {
  return coded(Error, 'ERR_UNKNOWN_BUILTIN_MODULE', `No such built-in module: ${id}`);
}

// Whatever Error.prototype has been given.
function withUrl(error, value) {
  return Object.defineProperty(error, 'url', { __proto__: null, value, writable: true, enumerable: true, configurable: true });
}

// What `import` says; `kind` is 'module' or 'package'.
function importNotFound(what, base, kind, url) {
  const error = coded(Error, 'ERR_MODULE_NOT_FOUND', `Cannot find ${kind} '${what}'${from(base)}`);
  return url ? withUrl(error, url) : error;
}

function unsupportedDirectoryImport(folder, base, url) {
  const error = coded(Error, 'ERR_UNSUPPORTED_DIR_IMPORT',
    `Directory import '${folder}' is not supported resolving ES modules${from(base)}`);
  return withUrl(error, url);
}

function unknownFileExtension(extension, file) {
  return coded(TypeError, 'ERR_UNKNOWN_FILE_EXTENSION', `Unknown file extension "${extension}" for ${file}`);
}

function unsupportedUrlScheme({ protocol }) {
  const supported = /^https?:$/.test(protocol) ? 'file and data' : 'file, data, and node';
  return coded(Error, 'ERR_UNSUPPORTED_ESM_URL_SCHEME',
    `Only URLs with a scheme in: ${supported} are supported by the default ESM loader. Received protocol '${protocol}'`);
}

function attributeMissing(url, key, value) {
  return coded(TypeError, 'ERR_IMPORT_ATTRIBUTE_MISSING', `Module "${url}" needs an import attribute of "${key}: ${value}"`);
}

function attributeTypeIncompatible(url, type) {
  return coded(TypeError, 'ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE', `Module "${url}" is not of type "${type}"`);
}

function attributeUnsupported(key, value, url) {
  return coded(TypeError, 'ERR_IMPORT_ATTRIBUTE_UNSUPPORTED',
    `Import attribute "${key}" with value "${value}" is not supported${url ? ` in ${url}` : ''}`);
}

function requireAsyncModule(file, requireStack) {
  const stack = requireStack.length > 0 ? `\nRequire stack:\n- ${requireStack.join('\n- ')}` : '';
  const error = coded(Error, 'ERR_REQUIRE_ASYNC_MODULE', 'require() cannot be used on an ESM graph with top-level await. Use import() instead.' +
    ` To see where the top-level await comes from, use --experimental-print-required-tla.\nRequired module: ${file}${stack}`);
  Object.defineProperty(error, 'requireStack', { value: requireStack, enumerable: false });
  return error;
}

function requireCycleModule(file, parent) {
  const where = parent ? ` (from ${parent})` : '';
  return coded(Error, 'ERR_REQUIRE_CYCLE_MODULE', `Cannot require() ES Module ${file} in a cycle.${where}`);
}

// `what` is 'Module' or 'CommonJS Module'.
function importCycle(what, specifier, parent) {
  return coded(Error, 'ERR_REQUIRE_CYCLE_MODULE', `Cannot import ${what} ${specifier} in a cycle. (from ${parent})`);
}

// `packageFile` is the package.json that makes the file an ES module; a text with import or export has more reasons to stay one.
function requireEsm(file, parent, packageFile, isEsmText) {
  const { codes } = require('internal/errors');
  return new codes.ERR_REQUIRE_ESM(file, isEsmText, parent, packageFile);
}

module.exports = {
  coded, moduleNotFound, targetNotFound, invalidMain, packagePathNotExported, invalidPackageTarget, packageImportNotDefined,
  invalidModuleSpecifier, invalidPackageConfig, unreadablePackage, unknownBuiltin, importNotFound, unsupportedDirectoryImport, unknownFileExtension,
  unsupportedUrlScheme, attributeMissing, attributeTypeIncompatible, attributeUnsupported, requireAsyncModule, requireCycleModule,
  importCycle, requireEsm,
};
