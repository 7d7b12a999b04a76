// run(): test files, each in a process of its own (or all in this one), as one run. What the files report appears in the
// order of the files, whichever ends first.
'use strict';

const path = require('path');
const { codes } = require('internal/errors');
const { failure } = require('internal/test/result');
const { Root, existingRoot, makeRoot } = require('internal/test/harness');
const { Selection, followMarks } = require('internal/test/options');
const { discover, expandGlobs } = require('internal/test/files');
const { TestsStream } = require('internal/test/stream');
const {
  validateAbortSignal, validateArray, validateBoolean, validateFunction, validateObject, validateOneOf,
  validateString, validateUint32,
} = require('internal/validators');

// What a child must not take over from this process.
const ownOptions = new Set(['--test', '--experimental-test-coverage', '--watch', '--test-only']);
const ownValuedOptions = new Set([
  '--test-coverage-include', '--test-coverage-exclude', '--test-coverage-lines', '--test-coverage-branches', '--test-coverage-functions',
  '--test-reporter', '--test-reporter-destination', '--test-concurrency', '--test-isolation',
  '--experimental-test-isolation', '--test-name-pattern', '--test-skip-pattern', '--test-shard',
]);

function inherited(words) {
  const kept = [];
  for (let i = 0; i < words.length; i++) {
    const [name, value] = words[i].split('=', 2);
    if (ownOptions.has(name)) continue;
    if (ownValuedOptions.has(name)) {
      if (value === undefined) i++;
      continue;
    }
    kept.push(words[i]);
  }
  return kept;
}

const closingWords = /^(?:tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) [\d.]+$/;

const patternText = (pattern) => (pattern instanceof RegExp ? `${pattern}` : pattern);

// One file's process. Its top-level tests are reported as this run's own, under new numbers.
class FileRun {
  constructor(run, file, number) {
    this.run = run;
    this.file = file;
    this.number = number;
    this.name = path.relative(run.cwd, file);
    this.waiting = [];
    this.isTurn = false;
    this.reported = 0;
    this.failed = 0;
  }

  get #place() {
    return { nesting: 0, name: this.name, line: 1, column: 1, file: this.file };
  }

  announce() {
    if (this.isAnnounced) return;
    this.isAnnounced = true;
    this.run.root.send('test:enqueue', this.#place);
  }

  start() {
    this.startTime = performance.now();
    this.run.root.send('test:dequeue', this.#place);
    return new Promise((resolve) => this.#spawn(resolve));
  }

  #spawn(resolve) {
    const { run, file } = this;
    const child = require('child_process').spawn(process.execPath, [...run.childWords, file, ...run.argv], {
      __proto__: null, cwd: run.cwd, signal: run.signal,
      env: { ...process.env, NODE_TEST_CONTEXT: 'child-v8', ...(run.root.coverage && { NODE_V8_COVERAGE: run.root.coverage.folder }) },
    });
    const { Splitter } = require('internal/test/wire');
    const text = (type) => (message) => this.#event(type, { __proto__: null, file, message });
    const output = new Splitter((type, data) => this.#event(type, data), text('test:stdout'));
    child.stdout.on('data', (chunk) => output.add(chunk));
    const lines = require('readline').createInterface({ input: child.stderr });
    lines.on('line', (line) => this.#event('test:stderr', { __proto__: null, file, message: `${line}\n` }));
    let error;
    const timer = run.timeout === undefined ? undefined : setTimeout(() => {
      error = failure(`test timed out after ${run.timeout}ms`, 'testTimeoutFailure');
      child.kill();
    }, run.timeout);
    child.on('error', (thrown) => { error = failure(thrown, thrown.name === 'AbortError' ? 'testAborted' : 'testCodeFailure'); });
    let open = 2;
    let status;
    const onEnd = () => {
      if (--open > 0) return;
      clearTimeout(timer);
      output.end();
      this.#end(error, ...status);
      resolve();
    };
    child.on('close', (...words) => {
      status = words;
      onEnd();
    });
    lines.on('close', onEnd);
  }

  #event(type, data) {
    // The events that say when something ran are sent as they come, results in the order of files.
    const isInOrder = type !== 'test:enqueue' && type !== 'test:dequeue' && type !== 'test:complete';
    if (isInOrder && !this.isTurn) this.waiting.push([type, data]);
    else this.#send(type, data);
  }

  #send(type, data) {
    const { root } = this.run;
    // The closing words of one file are not the run's.
    if (type === 'test:plan' && data.nesting === 0) return;
    if (type === 'test:diagnostic' && data.nesting === 0 && data.file === undefined && closingWords.test(data.message)) return;
    if (type === 'test:pass' || type === 'test:fail') {
      if (data.nesting === 0) {
        this.reported++;
        data = { ...data, testNumber: root.counters.topLevel + 1 };
      }
      if (type === 'test:fail' && data.todo === undefined) this.failed++;
      root.counts(type, data);
    }
    root.send(type, data);
  }

  takeTurn() {
    this.isTurn = true;
    for (const [type, data] of this.waiting.splice(0)) this.#send(type, data);
  }

  // A file counts as a test when it has none, or when it fails although none of its tests did.
  #end(error, exitCode, signal) {
    this.duration = performance.now() - this.startTime;
    const failed = this.failed + this.waiting.filter(([type, { todo }]) => type === 'test:fail' && todo === undefined).length;
    if (error === undefined && (exitCode !== 0 || signal !== null)) {
      error = failure('test failed', failed > 0 ? 'subtestsFailed' : 'testCodeFailure');
      error.exitCode = exitCode;
      error.signal = signal;
      error.stack = undefined;
    }
    this.error = error;
    this.isEnded = true;
    const details = { __proto__: null, duration_ms: this.duration };
    if (error !== undefined) details.error = error;
    details.passed = error === undefined;
    this.run.root.send('test:complete', this.#result(details));
  }

  #result(details) {
    const { file, name, number } = this;
    return { __proto__: null, name, nesting: 0, testNumber: number, details, line: 1, column: 1, file };
  }

  conclude() {
    const { error } = this;
    const { root } = this.run;
    if (this.reported > 0 && (error === undefined || error.failureType === 'subtestsFailed')) return;
    root.send('test:start', this.#place);
    const details = { __proto__: null, duration_ms: this.duration };
    if (error !== undefined) details.error = error;
    const type = error === undefined ? 'test:pass' : 'test:fail';
    const data = this.#result(details);
    root.counts(type, data);
    root.send(type, data);
  }
}

class Run {
  constructor(options, root, files) {
    this.root = root;
    this.cwd = options.cwd ?? process.cwd();
    this.argv = options.argv ?? [];
    this.signal = options.signal;
    this.timeout = options.timeout === Infinity ? undefined : options.timeout;
    const { selection } = root;
    this.childWords = [
      ...(options.execArgv ?? inherited(process.execArgv)),
      ...selection.names.map((pattern) => `--test-name-pattern=${patternText(pattern)}`),
      ...selection.skipped.map((pattern) => `--test-skip-pattern=${patternText(pattern)}`),
      ...(selection.only ? ['--test-only'] : []),
    ];
    this.files = files.map((file, i) => new FileRun(this, path.resolve(this.cwd, file), i + 1));
    this.concluded = 0;
    this.concurrency = concurrencyOf(options.concurrency, files.length);
  }

  async all() {
    const waiting = [...this.files];
    this.files[0]?.takeTurn();
    const workers = [];
    for (let i = 0; i < Math.min(this.concurrency, this.files.length); i++) workers.push(this.#work(waiting));
    await Promise.all(workers);
    this.root.close();
  }

  async #work(waiting) {
    while (waiting.length > 0) {
      const file = waiting.shift();
      file.announce();
      const ended = file.start();
      // What cannot start yet is known to wait.
      if (this.files.indexOf(file) + 1 >= this.concurrency) for (const next of waiting) next.announce();
      await ended;
      this.#conclude();
    }
  }

  // The results of the files that ended, as far as all before them did.
  #conclude() {
    for (let file = this.files[this.concluded]; file?.isEnded; file = this.files[this.concluded]) {
      file.conclude();
      this.concluded++;
      this.files[this.concluded]?.takeTurn();
    }
  }
}

function concurrencyOf(wanted, count) {
  if (typeof wanted === 'number') return wanted;
  if (wanted === false) return 1;
  return Math.max(1, wanted === undefined ? 1 : Math.min(count, require('os').availableParallelism() - 1));
}

function validate(options) {
  validateObject(options, 'options');
  const { files, globPatterns, concurrency, only, setup, signal, timeout, isolation, cwd, shard, argv, execArgv, forceExit } = options;
  if (files !== undefined) validateArray(files, 'options.files');
  if (globPatterns !== undefined) validateArray(globPatterns, 'options.globPatterns');
  if (files !== undefined && globPatterns?.length > 0) {
    throw new codes.ERR_INVALID_ARG_VALUE('options.globPatterns', globPatterns, 'is not supported when specifying \'options.files\'');
  }
  if (only !== undefined) validateBoolean(only, 'options.only');
  if (options.coverage !== undefined) validateBoolean(options.coverage, 'options.coverage');
  if (forceExit !== undefined) validateBoolean(forceExit, 'options.forceExit');
  if (setup !== undefined) validateFunction(setup, 'options.setup');
  if (cwd !== undefined) validateString(cwd, 'options.cwd');
  if (argv !== undefined) validateArray(argv, 'options.argv');
  if (execArgv !== undefined) validateArray(execArgv, 'options.execArgv');
  if (isolation !== undefined) validateOneOf(isolation, 'options.isolation', ['process', 'none']);
  if (typeof concurrency === 'number') validateUint32(concurrency, 'options.concurrency', true);
  if (timeout !== undefined && timeout !== Infinity) validateUint32(timeout, 'options.timeout');
  validateAbortSignal(signal, 'options.signal');
  if (shard !== undefined) {
    validateObject(shard, 'options.shard');
    validateUint32(shard.total, 'options.shard.total', true);
    validateUint32(shard.index, 'options.shard.index', true);
  }
}

const listOf = (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

// The files of a run, in order.
function filesOf({ files, globPatterns, cwd = process.cwd(), shard }) {
  let found = files;
  if (found === undefined) found = globPatterns?.length > 0 ? expandGlobs(globPatterns, cwd) : discover(cwd);
  if (shard !== undefined) found = found.filter((_, i) => i % shard.total === shard.index - 1);
  return found;
}

// Loads the files into this process, as tests of `root`.
async function runHere(root, files, cwd) {
  const loader = require('internal/modules/esm/loader');
  const { pathToFileURL } = require('internal/url');
  root.isHeld = true;
  const placeholders = [];
  for (const file of files) {
    const full = path.resolve(cwd, file);
    root.currentFile = full;
    const before = root.subtests.length;
    let failed;
    try {
      await loader.importUrl(pathToFileURL(full).href, {});
    } catch (error) {
      failed = failure(error, 'testCodeFailure');
    }
    // A file without tests counts as one; one that failed is told in any case.
    if (root.subtests.length > before) continue;
    const test = root.createSubtest(false, path.relative(cwd, full), {}, () => {}, { file: full, line: 1, column: 1 });
    if (failed !== undefined) {
      test.fail(failed);
      placeholders.push(test);
    }
    test.start();
  }
  if (root.isExitCodeSet) followMarks(root, placeholders);
  root.isHeld = false;
  root.begin();
}

function coverageOf({ coverage, cwd, ...options }) {
  if (!coverage) return undefined;
  const { Coverage } = require('internal/test/coverage');
  const { lineCoverage: line = 0, branchCoverage: branch = 0, functionCoverage: functions = 0 } = options;
  return new Coverage({
    cwd, include: options.coverageIncludeGlobs && listOf(options.coverageIncludeGlobs),
    exclude: options.coverageExcludeGlobs && listOf(options.coverageExcludeGlobs),
    thresholds: { line, branch, function: functions },
  });
}

function run(options = {}) {
  validate(options);
  const stream = new TestsStream();
  const sinks = [{ event: (type, data) => stream.send(type, data), end: () => stream.finish() }];
  start({ ...options, coverage: coverageOf(options) }, () => sinks, false);
  return stream;
}

// A run of `--test` that is interrupted has failed.
function failOnSignals() {
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));
}

function start(options, makeSinks, isExitCodeSet) {
  if (isExitCodeSet) failOnSignals();
  const selection = new Selection({
    names: listOf(options.testNamePatterns), skipped: listOf(options.testSkipPatterns), only: Boolean(options.only),
  });
  const files = filesOf(options);
  if (options.isolation === 'none') {
    // Modules of --import may have made hooks for all files.
    const root = isExitCodeSet && existingRoot() || makeRoot({ sinks: makeSinks(), selection, isExitCodeSet });
    root.coverage = options.coverage;
    root.coverage?.countHere();
    return runHere(root, files, options.cwd ?? process.cwd());
  }
  const root = new Root({ sinks: makeSinks(), selection, isExitCodeSet, startsByItself: false });
  root.coverage = options.coverage;
  const all = async () => {
    await options.setup?.(root);
    await new Run(options, root, files).all();
    if (!options.forceExit) return;
    await root.written;
    process.exit();
  };
  return all();
}

module.exports = { run, start };
