// ES modules as programs: the file, evaluated code, and `--import`. A program whose top-level await never settles ends with exit code 13.
'use strict';

const esm = internalBinding('esm');
const loader = require('internal/modules/esm/loader');
const { toUrl } = require('internal/modules/esm/urls');

// Follows a program's promise: its rejection is an uncaught error.
function follow(promise, root) {
  const { beginAwaiting } = require('internal/process/execution');
  const done = beginAwaiting(() => {
    if (root !== undefined) warnUnsettled(root);
  });
  return promise.then(
    done,
    (error) => {
      done();
      internalBinding('errors').triggerUncaughtException(error, true);
    },
  );
}

function warnUnsettled(root) {
  const [file, line, text, column] = esm.stalledAwaits(root.id);
  if (file === undefined) return;
  process._rawDebug(`Warning: Detected unsettled top-level await at ${file}:${line}\n${text}\n${' '.repeat(column)}^\n\n`);
}

function run(root) {
  const evaluated = (async () => {
    loader.link(root);
    await loader.evaluate(root);
  })();
  return follow(evaluated, root);
}

function start(makeRecord) {
  let root;
  try {
    root = makeRecord();
  } catch (error) {
    return follow(Promise.reject(error));
  }
  return run(root);
}

function runFile(file) {
  const url = toUrl(file);
  loader.setMain(url);
  return start(() => loader.record(url, {}));
}

function runText(text, url) {
  loader.setMain(url);
  return start(() => loader.record(url, {}, text));
}

// `--import`: one after the other, then the program.
function importAll(specifiers, then) {
  const base = toUrl(`${process.cwd()}/`);
  const imported = (async () => {
    for (const specifier of specifiers) await loader.importFrom(specifier, base);
  })();
  follow(imported.then(then));
}

module.exports = { runFile, runText, importAll };
