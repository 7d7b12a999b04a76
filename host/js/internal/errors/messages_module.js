// Messages of module resolution, compilation, vm and Node-API loading. Form: see messages.js.
'use strict';

const from = (base) => (base ? ` imported from ${base}` : '');

function requireEsm(filename, hasModuleSyntax, parentPath = null, packagePath = null) {
  let message = `require() of ES Module ${filename}${parentPath ? ` from ${parentPath}` : ''} not supported.`;
  if (!packagePath) {
    return message + (filename.endsWith('.mjs') ?
      `\nInstead change the require of ${filename} to a dynamic import() which is available in all CommonJS modules.` :
      '');
  }
  const basename = filename.slice(filename.lastIndexOf('/') + 1);
  if (hasModuleSyntax) {
    message += `\nInstead change the require of ${basename} in ${parentPath} to a dynamic ` +
      'import() which is available in all CommonJS modules.';
    return message;
  }
  return `${message}\n${basename} is treated as an ES module file as it is a .js file whose ` +
    'nearest parent package.json contains "type": "module" which declares all .js files in that ' +
    `package scope as ES modules.\nInstead either rename ${basename} to end in .cjs, change the ` +
    'requiring code to use dynamic import() which is available in all CommonJS modules, or change ' +
    `"type": "module" to "type": "commonjs" in ${packagePath} to treat all .js files as CommonJS ` +
    '(using .mjs for all ES modules instead).\n';
}

function invalidPackageTarget(packagePath, key, target, isImport = false, base = undefined) {
  const relative = typeof target === 'string' && !isImport && target.length > 0 &&
    !target.startsWith('./');
  const hint = relative ? '; targets must start with "./"' : '';
  const shown = JSON.stringify(target, null, '');
  if (key === '.') {
    return `Invalid "exports" main target ${shown} defined in the package config ` +
      `${packagePath}package.json${from(base)}${hint}`;
  }
  return `Invalid "${isImport ? 'imports' : 'exports'}" target ${shown} defined for '${key}' in ` +
    `the package config ${packagePath}package.json${from(base)}${hint}`;
}

module.exports = {
  __proto__: null,
  ERR_DLOPEN_DISABLED: [Error, (message) => message],
  ERR_DLOPEN_FAILED: [Error, (message) => message],
  ERR_IMPORT_ATTRIBUTE_MISSING: [TypeError, (url, key, value) =>
    `Module "${url}" needs an import attribute of "${key}: ${value}"`],
  ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE: [TypeError, (url, type) =>
    `Module "${url}" is not of type "${type}"`],
  ERR_IMPORT_ATTRIBUTE_UNSUPPORTED: [TypeError, (key, value) =>
    `Import attribute "${key}" with value "${value}" is not supported`],
  ERR_INPUT_TYPE_NOT_ALLOWED: [Error,
    '--input-type can only be used with string input via --eval, --print, or STDIN'],
  ERR_INVALID_MODULE: [Error, (message) => message],
  ERR_INVALID_MODULE_SPECIFIER: [TypeError, (request, reason, base = undefined) =>
    `Invalid module "${request}" ${reason}${from(base)}`],
  ERR_INVALID_PACKAGE_CONFIG: [Error, (path, base, message) =>
    `Invalid package config ${path}${base ? ` while importing ${base}` : ''}` +
    `${message ? `. ${message}` : ''}`],
  ERR_INVALID_PACKAGE_TARGET: [Error, invalidPackageTarget],
  ERR_LOADER_CHAIN_INCOMPLETE: [Error, (name) =>
    `"${name}" did not call the next hook in its chain and did not explicitly signal a short ` +
    'circuit. If this is intentional, include `shortCircuit: true` in the hook\'s return.'],
  ERR_MODULE_NOT_FOUND: [Error, function(path, base, exactUrl) {
    if (exactUrl) this.url = `${exactUrl}`;
    return `Cannot find ${exactUrl ? 'module' : 'package'} '${path}' imported from ${base}`;
  }],
  ERR_NAPI_CONS_FUNCTION: [TypeError, 'Constructor must be a function'],
  ERR_NAPI_INVALID_DATAVIEW_ARGS: [RangeError,
    'byte_offset + byte_length should be less than or equal to the size in bytes of the array ' +
    'passed in'],
  ERR_NAPI_INVALID_TYPEDARRAY_ALIGNMENT: [RangeError, (name, size) =>
    `start offset of ${name} should be a multiple of ${size}`],
  ERR_NAPI_INVALID_TYPEDARRAY_LENGTH: [RangeError, 'Invalid typed array length'],
  ERR_NO_TYPESCRIPT: [Error, 'Node.js is not compiled with TypeScript support'],
  ERR_PACKAGE_IMPORT_NOT_DEFINED: [TypeError, (specifier, packagePath, base) =>
    `Package import specifier "${specifier}" is not defined` +
    `${packagePath ? ` in package ${packagePath}package.json` : ''}${from(base)}`],
  ERR_PACKAGE_PATH_NOT_EXPORTED: [Error, (packagePath, subpath, base = undefined) => {
    if (subpath === '.') {
      return `No "exports" main defined in ${packagePath}package.json${from(base)}`;
    }
    return `Package subpath '${subpath}' is not defined by "exports" in ` +
      `${packagePath}package.json${from(base)}`;
  }],
  ERR_REQUIRE_ASYNC_MODULE: [Error, function(filename, parentFilename) {
    let message = 'require() cannot be used on an ESM graph with top-level await. Use import() ' +
      'instead. To see where the top-level await comes from, use ' +
      '--experimental-print-required-tla.';
    if (parentFilename) message += `\n  From ${parentFilename} `;
    if (filename) message += `\n  Requiring ${filename} `;
    return message;
  }],
  ERR_REQUIRE_CYCLE_MODULE: [Error, (message) => message],
  ERR_REQUIRE_ESM: [Error, requireEsm],
  ERR_SOURCE_MAP_CORRUPT:
    [Error, `The source map for '%s' does not exist or is corrupt.`],
  ERR_SOURCE_MAP_MISSING_SOURCE: [Error, (source, path) =>
    `Cannot find '${source}' imported from the source map for '${path}'`],
  ERR_UNKNOWN_FILE_EXTENSION: [TypeError, (extension, path) =>
    `Unknown file extension "${extension}" for ${path}`],
  ERR_UNKNOWN_MODULE_FORMAT: [RangeError, (format, url) =>
    `Unknown module format: ${format} for URL ${url}`],
  ERR_UNSUPPORTED_DIR_IMPORT: [Error, function(path, base, exactUrl) {
    this.url = exactUrl;
    return `Directory import '${path}' is not supported resolving ES modules imported from ${base}`;
  }],
  ERR_UNSUPPORTED_ESM_URL_SCHEME: [Error, (url, supported) =>
    `Only URLs with a scheme in: ${require('internal/errors/wording').formatList(supported, 'and')} ` +
    `are supported by the default ESM loader. Received protocol '${url.protocol}'`],
  ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING: [Error, (path) =>
    `Stripping types is currently unsupported for files under node_modules, for "${path}"`],
  ERR_UNSUPPORTED_RESOLVE_REQUEST: [TypeError, (specifier, base) =>
    `Failed to resolve module specifier "${specifier}" from "${base}": Invalid relative URL or ` +
    'base scheme is not hierarchical.'],
  ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX: [SyntaxError, (message) => message],
  ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING:
    [TypeError, 'A dynamic import callback was not specified.'],
  ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING_FLAG:
    [TypeError, 'A dynamic import callback was invoked without --experimental-vm-modules'],
  ERR_VM_MODULE_ALREADY_LINKED: [Error, 'Module has already been linked'],
  ERR_VM_MODULE_CACHED_DATA_REJECTED: [Error, '`cachedData` buffer was rejected'],
  ERR_VM_MODULE_CANNOT_CREATE_CACHED_DATA:
    [Error, 'Cached data cannot be created for a module which has been evaluated'],
  ERR_VM_MODULE_DIFFERENT_CONTEXT: [Error, 'Linked modules must use the same context'],
  ERR_VM_MODULE_LINK_FAILURE: [Error, function(message, cause) {
    this.cause = cause;
    return message;
  }],
  ERR_VM_MODULE_NOT_MODULE: [Error, 'Provided module is not an instance of Module'],
  ERR_VM_MODULE_STATUS: [Error, 'Module status %s'],
  ERR_WORKER_INIT_FAILED: [Error, 'Worker initialization failure: %s'],
  ERR_WORKER_INVALID_EXEC_ARGV: [Error, (flags, source = 'invalid execArgv flags') =>
    `Initiated Worker with ${source}: ${Array.isArray(flags) ? flags.join(', ') : flags}`],
  ERR_WORKER_MESSAGING_ERRORED:
    [Error, 'The destination thread threw an error while processing the message'],
  ERR_WORKER_MESSAGING_FAILED: [Error, 'Cannot find the destination thread or listener'],
  ERR_WORKER_MESSAGING_SAME_THREAD: [Error, 'Cannot sent a message to the same thread'],
  ERR_WORKER_MESSAGING_TIMEOUT: [Error, 'Sending a message to another thread timed out'],
  ERR_WORKER_NOT_RUNNING: [Error, 'Worker instance not running'],
  ERR_WORKER_OUT_OF_MEMORY:
    [Error, 'Worker terminated due to reaching memory limit: %s'],
  ERR_WORKER_PATH: [TypeError, (path) =>
    'The worker script or module filename must be an absolute path or a relative path starting ' +
    'with \'./\' or \'../\'.' + (path.startsWith('file://') ?
      ' Wrap file:// URLs with `new URL`.' : '') +
    (path.startsWith('data:text/javascript') ? ' Wrap data: URLs with `new URL`.' : '') +
    ` Received "${path}"`],
  ERR_WORKER_UNSERIALIZABLE_ERROR: [Error, 'Serializing an uncaught exception failed'],
  ERR_WORKER_UNSUPPORTED_OPERATION: [TypeError, '%s is not supported in workers'],
};
