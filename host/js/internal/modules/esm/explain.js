// More words for errors that people make when they move from CommonJS to ES modules, and for what works only by a name that was guessed.
'use strict';

const path = require('path');
const { toUrl, toPath } = require('internal/modules/esm/urls');

function replaceMessage(error, message) {
  const before = error.message;
  error.message = message;
  error.stack = error.stack.replace(before, () => message);
}

// A name that a CommonJS module was not seen to export deserves more words than V8's.
function missingExport(error, records) {
  const match = /^The requested module '(.*)' does not provide an export named '(.*)'$/.exec(error?.message ?? '');
  const place = /^(\S+?):(\d+)$/m.exec(error?.stack ?? '');
  if (match === null || place === null) return;
  const importer = [...records].find(({ url }) => url === place[1]);
  const request = importer?.requests?.find(({ specifier }) => specifier === match[1]);
  if (request?.target.format !== 'commonjs') return;
  const line = importer.text.split('\n')[place[2] - 1] ?? '';
  // Not when the names are on lines of their own.
  const names = /\{[^}]*\}/.exec(line)?.[0].replaceAll(/\s+as\s+/g, ': ');
  replaceMessage(error, `Named export '${match[2]}' not found. The requested module '${match[1]}' is a CommonJS module, which may not support ` +
    'all module.exports as named exports.\nCommonJS modules can always be imported via the default export, for example using:\n\n' +
    `import pkg from '${match[1]}';\n${names === undefined ? '' : `const ${names} = pkg;\n`}`);
}

// CommonJS has variables that no ES module has.
function missingGlobal(error) {
  const match = /^(require|module|exports|__filename|__dirname) is not defined$/.exec(error.message);
  if (match === null) return;
  // First: the engine forgets the place once someone has looked at the stack.
  internalBinding('errors').keepLocation(error);
  const place = /^ +at (?:.* \()?((?:file|data):.+?):\d+:\d+\)?$/m.exec(error.stack)?.[1];
  if (place === undefined) return;
  const file = place.startsWith('file:') ? place.replace(/[?#].*$/, '') : '';
  let message = `${error.message} in ES module scope`;
  if (match[1] === 'require') message += ', you can use import instead';
  if (file.endsWith('.js')) {
    const scope = require('internal/modules/package_json').scopeOf(toPath(file));
    if (scope?.type === 'module') {
      message += "\nThis file is being treated as an ES module because it has a '.js' file extension and " +
        `'${scope.file}' contains "type": "module". ` +
        "To treat it as a CommonJS script, rename it to use the '.cjs' file extension.";
    }
  }
  replaceMessage(error, message);
}

// What `require` would find, as an import has to name it; undefined when that is nothing.
function likelyName(specifier, parentUrl) {
  if (!parentUrl?.startsWith('file:')) return undefined;
  const { Module } = require('internal/modules/cjs/loader');
  const folder = path.dirname(toPath(parentUrl));
  const isRelative = /^\.{1,2}(\/|$)/.test(specifier);
  const bare = specifier.replace(/\/$/, '');
  const folders = isRelative || specifier[0] === '/' ? [folder] : [...Module._nodeModulePaths(folder), ...Module.globalPaths];
  let file;
  try {
    file = Module._findPath(specifier[0] === '/' || isRelative ? bare : specifier, folders);
    if (file === false) return undefined;
  } catch {
    return undefined;
  }
  const asUrl = (name) => encodeURI(name).replace(/[?#]/g, encodeURIComponent);
  if (specifier[0] === '/') return asUrl(file);
  if (isRelative) {
    const relative = path.relative(folder, file);
    return asUrl(relative.startsWith('.') ? relative : `./${relative}`);
  }
  const home = folders.find((each) => file.startsWith(`${each}/`));
  const name = /^(?:@[^/]+\/)?[^/]+/.exec(specifier)[0];
  return home !== undefined && file.startsWith(`${home}/${name}/`) ? asUrl(file.slice(home.length + 1)) : toUrl(file);
}

// Says in the error which file may have been meant.
function addHint(error, specifier, parentUrl) {
  const name = likelyName(specifier, parentUrl);
  if (name === undefined) return;
  const hint = `Did you mean to import ${JSON.stringify(name)}?`;
  const { message } = error;
  const { stack } = error;
  error.message = `${message}\n${hint}`;
  error.stack = stack.replace(message, () => error.message);
}

const warned = new Set();

// The main entry of a package without "exports" is an ES module that its package.json does not name in full.
function warnMain(file, folder, main, base) {
  if (warned.has(file) || require('internal/modules/esm/translate').declaredFormatOf(toUrl(file)) !== 'module') return;
  if (main && path.resolve(folder, main) === file) return;
  warned.add(file);
  const text = main
    ? `Package ${folder}/ has a "main" field set to ${JSON.stringify(main)}, excluding the full filename and extension to the resolved file at ` +
      `"${file.slice(folder.length + 1)}", imported from ${base}.\n Automatic extension resolution of the "main" field is deprecated for ES modules.`
    : `No "main" or "exports" field defined in the package.json for ${folder}/ resolving the main entry point ` +
      `"${file.slice(folder.length + 1)}", imported from ${base}.\nDefault "index" lookups for the main are deprecated for ES modules.`;
  process.emitWarning(text, 'DeprecationWarning', 'DEP0151');
}

const typeless = new Set();

// A module that its package does not declare costs a second look. Once for each package.
function warnTypeless(url, file) {
  const scope = require('internal/modules/package_json').scopeOf(file);
  if (scope === undefined || typeless.has(scope.file)) return;
  typeless.add(scope.file);
  process.emitWarning(`Module type of ${url} is not specified and it doesn't parse as CommonJS.\n` +
    'Reparsing as ES module because module syntax was detected. This incurs a performance overhead.\n' +
    `To eliminate this warning, add "type": "module" to ${scope.file}.`, { code: 'MODULE_TYPELESS_PACKAGE_JSON' });
}

module.exports = { addHint, missingExport, missingGlobal, warnMain, warnTypeless };
