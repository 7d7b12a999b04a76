// `--test`: the files that the patterns name, or those that look like tests below the working directory.
'use strict';

const { isSet, valuesOf } = require('internal/test/options');
const { sinksOfOptions } = require('internal/test/sinks');

function shardOf(text) {
  if (text === undefined) return undefined;
  const match = /^(\d+)\/(\d+)$/.exec(text);
  if (match === null) {
    const { codes } = require('internal/errors');
    throw new codes.ERR_INVALID_ARG_VALUE('--test-shard', text, 'must be in the form of <index>/<total>');
  }
  return { index: Number(match[1]), total: Number(match[2]) };
}

function missingFiles(patterns) {
  process._rawDebug(`Could not find '${patterns.join(', ')}'`);
  process.exit(1);
}

function runTestFiles(args) {
  const { expandGlobs } = require('internal/test/files');
  if (args.length > 0 && expandGlobs(args, process.cwd()).length === 0) missingFiles(args);
  const isolation = valuesOf('--test-isolation').at(-1) ?? valuesOf('--experimental-test-isolation').at(-1);
  const concurrency = valuesOf('--test-concurrency').at(-1);
  const timeout = valuesOf('--test-timeout').at(-1);
  require('internal/test/runner').start({
    coverage: isSet('--experimental-test-coverage') ? require('internal/test/coverage').Coverage.fromCommandLine() : undefined,
    concurrency: concurrency === undefined ? true : Number(concurrency) || true,
    forceExit: isSet('--test-force-exit'),
    globPatterns: args,
    isolation,
    only: isSet('--test-only'),
    shard: shardOf(valuesOf('--test-shard').at(-1)),
    testNamePatterns: valuesOf('--test-name-pattern'),
    testSkipPatterns: valuesOf('--test-skip-pattern'),
    timeout: timeout === undefined ? undefined : Number(timeout),
  }, () => sinksOfOptions(false), true);
}

module.exports = { runTestFiles };
