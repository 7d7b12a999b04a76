// The format of .env files: util.parseEnv, process.loadEnvFile, --env-file.
'use strict';

const assignment =
  /^[ \t]*(?:export +)?([^=#\n \t][^=\n]*?)[ \t]*=[ \t]*(?:"([^"]*)"|'([^']*)'|`([^`]*)`|("[^\n]*|[^\n#]*))/gm;

function parseEnv(content) {
  require('internal/validators').validateString(content, 'content');
  const variables = {};
  for (const match of content.replaceAll('\r', '').matchAll(assignment)) {
    const [, name, double, single, tick, bare] = match;
    // Only double quotes know an escape: \n.
    const value = double !== undefined ? double.replaceAll('\\n', '\n') : single ?? tick ?? bare.trim();
    Object.defineProperty(variables, name, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
  }
  return variables;
}

module.exports = { parseEnv };
