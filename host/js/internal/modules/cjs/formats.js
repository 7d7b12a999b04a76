// How a file becomes a module: `.js` (CommonJS, or an ES module by its package or its syntax), `.ts` without its
// types, `.json`, `.node`.
'use strict';

const native = internalBinding('module');
const files = require('internal/modules/cjs/files');
const options = require('internal/modules/options');
const packageJson = require('internal/modules/package_json');

function stripBom(text) {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

// 'commonjs', 'module', or undefined when only the syntax can tell.
function declaredFormat(file) {
  if (file.endsWith('.cjs') || file.endsWith('.cts')) return 'commonjs';
  if (file.endsWith('.mjs') || file.endsWith('.mts')) return 'module';
  const type = file.endsWith('.js') || file.endsWith('.ts') || !/\.[^/]*$/.test(file) ? packageJson.scopeOf(file)?.type : 'none';
  return type === 'none' ? undefined : type;
}

// The text to compile: of TypeScript, what is left without its types.
function withoutTypes(text, file) {
  if (!file.endsWith('ts') || !options.stripTypes) return text;
  const { isTypeScript, stripFile } = require('internal/modules/typescript');
  return isTypeScript(file) ? stripFile(text, file) : text;
}

// The text as it is: whoever replaces `_compile` may translate it otherwise.
function loadJs(module, file) {
  if (options.loadHooks !== undefined && loadByHooks(module, file)) return;
  module._compile(files.readText(file), file, fullFormat(file));
}

// Loads what the hooks give for a file; false when they give nothing. Whoever replaces the function of an extension is not asked.
function loadByHooks(module, file) {
  const found = options.loadHooks.forRequire(file, file.endsWith('.json') ? 'json' : fullFormat(file), (path) => files.readText(path));
  if (found.text === undefined) return false;
  loadGiven(module, file, found);
  return true;
}

// What hooks gave for a file or a name.
function loadGiven(module, file, { format, text }) {
  if (format === 'json') parseJson(module, file, text);
  else module._compile(text, file, format);
}

// TypeScript has formats of its own where the text has its types: hooks and patched functions may do more than strip them.
function fullFormat(file) {
  const declared = declaredFormat(file);
  if (!options.stripTypes || !/\.[cm]?ts$/.test(file)) return declared;
  return declared === undefined ? 'typescript' : `${declared}-typescript`;
}

function loadJson(module, file) {
  if (options.loadHooks === undefined || !loadByHooks(module, file)) parseJson(module, file, files.readText(file));
}

function parseJson(module, file, text) {
  try {
    module.exports = JSON.parse(stripBom(text));
  } catch (error) {
    error.message = `${file}: ${error.message}`;
    throw error;
  }
}

function loadAddon(module, file) {
  return process.dlopen(module, file);
}

// Compiles the text as the body of a CommonJS module. Answers undefined when it has to be an ES module: import or export, `import.meta`, or
// await at its top level in a file that nothing declares to be CommonJS.
function compileCommonJs(text, file, format) {
  try {
    return native.compileWrapper(text, file);
  } catch (error) {
    if (!isEsmSyntax(error, text, file)) throw error;
    if (format !== 'commonjs' && options.detectModule !== false) return undefined;
    require('internal/process/warning').emitWarningSync('To load an ES module, set "type": "module" in the package.json or use the .mjs extension.');
    throw error;
  }
}

const ESM_ERRORS = [
  'Cannot use import statement outside a module',
  "Unexpected token 'export'",
  "Cannot use 'import.meta' outside a module",
];
// Mistakes in CommonJS that top-level await and the module's own scope make legal. An await may lead to many messages.
const ESM_ONLY = /^Identifier '(__filename|__dirname|exports|module|require)' has already been declared$/;

function looksLikeEsm(error, text, file) {
  return options.detectModule !== false && isEsmSyntax(error, text, file);
}

function isEsmSyntax(error, text, file) {
  if (!(error instanceof SyntaxError)) return false;
  const { message } = error;
  if (ESM_ERRORS.includes(message)) return true;
  return (ESM_ONLY.test(message) || /\bawait\b/.test(text)) && native.parsesAsModule(text, file);
}

module.exports = { loadJs, loadJson, loadAddon, loadGiven, compileCommonJs, looksLikeEsm, declaredFormat, stripBom, withoutTypes };
