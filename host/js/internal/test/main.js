'use strict';
// `--test`: runs the given files, or those that look like tests below the working directory, one
// after the other in this process (Node's --test-isolation=none).

const fs = require('fs');
const path = require('path');
const { pathToFileURL } = require('internal/url');

const extension = /\.[cm]?js$/;
const testName = /^(?:test|test-.+|.+[.\-_]test)\.[cm]?js$/;

// Files named like tests, and all scripts below a folder called "test".
function discover(folder, inTestFolder, found = []) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      if (entry.name === 'node_modules' || entry.name.startsWith('.')) continue;
      discover(file, inTestFolder || entry.name === 'test', found);
    } else if (testName.test(entry.name) || (inTestFolder && extension.test(entry.name))) {
      found.push(file);
    }
  }
  return found;
}

// A folder stands for the tests below it, a glob for what it matches.
function expand(argument) {
  const full = path.resolve(argument);
  const stats = fs.statSync(full, { throwIfNoEntry: false });
  if (stats?.isDirectory()) return discover(full, path.basename(full) === 'test');
  if (stats !== undefined || !/[*?[{]/.test(argument)) return [full];
  const { matches } = require('internal/path/glob');
  const names = fs.readdirSync(process.cwd(), { recursive: true });
  return names.filter((name) => matches(name, argument, false)).map((name) => path.resolve(name));
}

async function load(file) {
  const loader = require('internal/modules/esm/loader');
  const record = loader.record(pathToFileURL(file).href, {});
  loader.link(record);
  await loader.evaluate(record);
}

function runTestFiles(args) {
  const files = args.length > 0 ? args.flatMap(expand) : discover(process.cwd(), false);
  const { getRoot } = require('internal/test/harness');
  const root = getRoot();
  (async () => {
    for (const file of [...new Set(files)].sort()) {
      try {
        await load(file);
      } catch (error) {
        // A file that does not load is a failed test of its name.
        const name = path.relative(process.cwd(), file);
        root.createSubtest(false, name, {}, () => { throw error; }).start();
      }
    }
  })();
}

module.exports = { runTestFiles };
