// More words for errors that people make when they move from CommonJS to ES modules.
'use strict';

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
  const names = /\{([^}]*)\}/.exec(line)?.[1].replaceAll(/\s+as\s+/g, ': ') ?? ` ${match[2]} `;
  replaceMessage(error, `Named export '${match[2]}' not found. The requested module '${match[1]}' is a CommonJS module, which may not support ` +
    'all module.exports as named exports.\nCommonJS modules can always be imported via the default export, for example using:\n\n' +
    `import pkg from '${match[1]}';\nconst {${names}} = pkg;\n`);
}

// CommonJS has variables that no ES module has.
function missingGlobal(error) {
  const match = /^(require|module|exports|__filename|__dirname) is not defined$/.exec(error.message);
  if (match === null) return;
  // First: the engine forgets the place once someone has looked at the stack.
  internalBinding('errors').keepLocation(error);
  const file = /file:\/\/\/\S+?(?=:\d+)/.exec(error.stack)?.[0];
  if (file === undefined) return;
  let message = `${error.message} in ES module scope`;
  if (match[1] === 'require') message += ', you can use import instead';
  if (file.endsWith('.js')) {
    const scope = require('internal/modules/package_json').scopeOf(require('internal/modules/esm/urls').toPath(file));
    if (scope?.type === 'module') {
      message += "\nThis file is being treated as an ES module because it has a '.js' file extension and " +
        `'${scope.file}' contains "type": "module". ` +
        "To treat it as a CommonJS script, rename it to use the '.cjs' file extension.";
    }
  }
  replaceMessage(error, message);
}

module.exports = { missingExport, missingGlobal };
