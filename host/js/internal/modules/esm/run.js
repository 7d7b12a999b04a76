// ES modules as programs: the file, evaluated code, and `--import`. A program, but not an import before it, whose top-level await never settles ends with exit code 13.
'use strict';

const esm = internalBinding('esm');
const loader = require('internal/modules/esm/loader');
const options = require('internal/modules/options');
const { resolve } = require('internal/modules/esm/resolve');
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
    // As a microtask: those that the program makes come before its ticks.
    await undefined;
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
  return start(() => {
    if (options.inputType !== undefined) throw new (require('internal/errors').codes.ERR_INPUT_TYPE_NOT_ALLOWED)();
    const url = toUrl(file);
    return mainRecord(options.resolveHooks === undefined ? url : resolve(url, undefined));
  });
}

function mainRecord(url) {
  loader.setMain(url);
  options.mainUrl = url;
  return loader.record(url, {});
}

// `--entry-url`: the program is named by a URL, or by what is one beside the working folder.
function runUrl(name) {
  process.emitWarning('--entry-url is an experimental feature and might change at any time', 'ExperimentalWarning');
  return start(() => {
    const base = toUrl(`${process.cwd()}/`);
    return mainRecord(resolve(new URL(name, base).href, base));
  });
}

function runText(text, url) {
  loader.setMain(url);
  return start(() => loader.record(url, {}, text));
}

// `--import`: one after the other, then the program. Hooks of `--experimental-loader` come first.
function importAll(loaders, specifiers, then) {
  const base = toUrl(`${process.cwd()}/`);
  const imported = (async () => {
    registerLoaders(loaders, base);
    for (const specifier of specifiers) await loader.importFrom(specifier, base);
  })();
  // One that never settles ends without the program, and without a word.
  imported.then(then).catch((error) => internalBinding('errors').triggerUncaughtException(error, true));
}

function registerLoaders(loaders, base) {
  if (loaders.length === 0) return;
  const calls = loaders.map((name) => `register(${JSON.stringify(name)}, pathToFileURL("./"));`).join(' ');
  process.emitWarning('`--experimental-loader` may be removed in the future; instead use `register()`:\n' +
    `--import 'data:text/javascript,import { register } from "node:module"; import { pathToFileURL } from "node:url"; ${calls}'`,
  'ExperimentalWarning');
  const { register } = require('internal/modules/hooks_thread');
  for (const name of loaders) register(name, base);
}

module.exports = { runFile, runText, runUrl, importAll };
