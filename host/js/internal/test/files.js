// Which files are tests: by their names below a folder, or by glob patterns.
'use strict';

const fs = require('fs');
const path = require('path');

const extension = () => (process.features.typescript ? /\.[cm]?[jt]s$/ : /\.[cm]?js$/);
const testName = () => (process.features.typescript ?
  /^(?:test|test-.+|.+[.\-_]test)\.[cm]?[jt]s$/ : /^(?:test|test-.+|.+[.\-_]test)\.[cm]?js$/);

function walk(folder, inTestFolder, found) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      if (entry.name === 'node_modules' || entry.name.startsWith('.')) continue;
      walk(file, inTestFolder || entry.name === 'test', found);
    } else if (testName().test(entry.name) || (inTestFolder && extension().test(entry.name))) {
      found.push(file);
    }
  }
  return found;
}

// Files named like tests, and all scripts below a folder called "test".
const discover = (folder) => walk(folder, path.basename(folder) === 'test', []).sort();

// A path stands for itself, a pattern for what it matches.
function expandGlobs(patterns, cwd) {
  const found = new Set();
  for (const pattern of patterns) {
    if (!/[*?[{(!+@]/.test(pattern)) {
      const full = path.resolve(cwd, pattern);
      if (fs.existsSync(full)) found.add(full);
      continue;
    }
    for (const name of fs.globSync(pattern, { cwd, exclude: (entry) => `${entry?.name ?? entry}` === 'node_modules' })) {
      found.add(path.resolve(cwd, name));
    }
  }
  return [...found].sort();
}

module.exports = { discover, expandGlobs };
