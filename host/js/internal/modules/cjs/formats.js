// How a file becomes a module: `.js` (CommonJS, or an ES module by its package or its syntax), `.json`, `.node`.
'use strict';

const native = internalBinding('module');
const packageJson = require('internal/modules/package_json');

function stripBom(text) {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

// 'commonjs', 'module', or undefined when only the syntax can tell.
function declaredFormat(file) {
  if (file.endsWith('.cjs')) return 'commonjs';
  if (file.endsWith('.mjs')) return 'module';
  const type = file.endsWith('.js') || !/\.[^/]*$/.test(file) ? packageJson.scopeOf(file)?.type : 'none';
  return type === 'none' ? undefined : type;
}

function loadJs(module, file) {
  const text = native.readText(file);
  module._compile(text, file, declaredFormat(file));
}

function loadJson(module, file) {
  const text = native.readText(file);
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
    if (format === 'commonjs' || !looksLikeEsm(error, text, file)) throw error;
    return undefined;
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
  if (!(error instanceof SyntaxError) || require('internal/modules/options').detectModule === false) return false;
  const { message } = error;
  if (ESM_ERRORS.includes(message)) return true;
  return (ESM_ONLY.test(message) || /\bawait\b/.test(text)) && native.parsesAsModule(text, file);
}

module.exports = { loadJs, loadJson, loadAddon, compileCommonJs, looksLikeEsm, declaredFormat, stripBom };
