'use strict';
// The format of .env files: util.parseEnv, process.loadEnvFile, --env-file.

const assignment =
  /^[ \t]*(?:export[ \t]+)?([^=#\s][^=\n]*?)[ \t]*=[ \t]*(?:"([^"]*)"|'([^']*)'|`([^`]*)`|([^\n#]*))/gm;

function parseEnv(content) {
  require('internal/validators').validateString(content, 'content');
  const variables = {};
  for (const match of content.replaceAll('\r\n', '\n').matchAll(assignment)) {
    const [, name, double, single, tick, bare] = match;
    // Only double quotes know an escape: \n.
    variables[name] = double !== undefined ? double.replaceAll('\\n', '\n') :
      single ?? tick ?? bare.trim();
  }
  return variables;
}

module.exports = { parseEnv };
