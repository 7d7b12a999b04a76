// The format of .env files: util.parseEnv, process.loadEnvFile, --env-file.
'use strict';

const assignment =
  /^[ \t]*(?:export +)?([^=#\n \t][^=\n]*?)[ \t]*=[ \t]*(?:"([^"]*)"|'([^']*)'|`([^`]*)`|("[^\n]*|[^\n#]*))/gm;

function parseEnv(content) {
  require('internal/validators').validateString(content, 'content');
  const variables = new Map();
  for (const match of content.replaceAll('\r', '').matchAll(assignment)) {
    const [, name, double, single, tick, bare] = match;
    // Only double quotes know an escape: \n.
    const value = double !== undefined ? double.replaceAll('\\n', '\n') : single ?? tick ?? bare.replace(/^[ \t]+|[ \t]+$/g, '');
    variables.set(name, value);
  }
  return Object.fromEntries([...variables].sort(([one], [other]) => (one < other ? -1 : 1)));
}

module.exports = { parseEnv };
