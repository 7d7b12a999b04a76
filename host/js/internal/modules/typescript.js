// TypeScript: types are replaced by spaces before a file is compiled, so that lines and columns stay. What needs code to be generated
// (enums, namespaces with values, parameter properties) is an error, but with `--experimental-transform-types`; then a source map says where.
'use strict';

const { codes } = require('internal/errors');
const options = require('internal/modules/options');

const EXTENSIONS = new Set(['.ts', '.mts', '.cts']);

const isTypeScript = (file) => EXTENSIONS.has(file.slice(file.lastIndexOf('.')));

// The code without its types, or with code in their place. `name` is the file or URL that errors show; what is kept in the compile cache is
// a `file`.
function strip(code, name, file = undefined, transforms = options.transformTypes) {
  const found = internalBinding('typescript').strip(code, name ?? '', transforms, file);
  if (typeof found === 'string') return found;
  const [isUnsupported, message, start, end] = found;
  const error = new codes[isUnsupported ? 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX' : 'ERR_INVALID_TYPESCRIPT_SYNTAX'](message);
  if (name !== undefined) error.stack = `${place(code, name, start, end)}\n\n${error.stack}`;
  throw error;
}

// The lines up to the mistake, with the one before and after it, and what is wrong underlined.
function place(code, name, startByte, endByte) {
  const { Buffer } = require('buffer');
  const bytes = Buffer.from(code);
  const start = bytes.toString('utf8', 0, startByte).length;
  const end = Math.max(start + 1, bytes.toString('utf8', 0, endByte).length);
  const lineStart = code.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = code.indexOf('\n', start) < 0 ? code.length : code.indexOf('\n', start);
  const line = code.slice(0, start).split('\n').length;
  const url = name.startsWith('/') ? require('internal/url').pathToFileURL(name).href : name;
  const before = line > 1 ? `${code.slice(code.lastIndexOf('\n', lineStart - 2) + 1, lineStart - 1)}\n` : '';
  const marks = ' '.repeat(start - lineStart) + '^'.repeat(Math.max(1, Math.min(end, lineEnd) - start));
  const [after] = code.slice(lineEnd + 1).split('\n', 1);
  return `${url}:${line}\n${before}${code.slice(lineStart, lineEnd)}\n${marks}${after ? `\n${after}` : ''}`;
}

// A file's text. Packages are expected to ship JavaScript.
function stripFile(code, file) {
  if (file.includes('/node_modules/')) throw new codes.ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING(file);
  return strip(code, file, file);
}

// module.stripTypeScriptTypes
function stripTypeScriptTypes(code, given = {}) {
  const { validateBoolean, validateObject, validateOneOf, validateString } = require('internal/validators');
  validateString(code, 'code');
  validateObject(given, 'options');
  const { mode = 'strip', sourceMap = false, sourceUrl = '' } = given;
  validateOneOf(mode, 'options.mode', ['strip', 'transform']);
  validateString(sourceUrl, 'options.sourceUrl');
  if (mode === 'strip') validateOneOf(sourceMap, 'options.sourceMap', [false, undefined]);
  else validateBoolean(sourceMap, 'options.sourceMap');
  let stripped = strip(code, sourceUrl === '' ? undefined : sourceUrl, undefined, mode === 'transform');
  if (mode === 'transform' && !sourceMap) stripped = stripped.replace(/\n\n\/\/# sourceMappingURL=[^\n]*$/, '');
  return sourceUrl === '' || sourceMap ? stripped : `${stripped}\n\n//# sourceURL=${sourceUrl}`;
}

module.exports = { isTypeScript, strip, stripFile, stripTypeScriptTypes };
