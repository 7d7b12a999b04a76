// The root of all tests of a process: starts them when the script has run, follows errors that nobody catches, sends
// events to the sinks (reporters, the runner's process, a TestsStream), and sets the exit code.
'use strict';

const { currentTest } = require('internal/test/hooks');
const { Test } = require('internal/test/test');
const { failure } = require('internal/test/result');
const { Selection, isSet } = require('internal/test/options');
const { closing, countEvent, newCounters } = require('internal/test/summary');

function describe({ name, location, isHook }) {
  const what = isHook ? `Test hook "${name}"` : `Test "${name}"`;
  if (location === undefined) return what;
  const { file, line, column } = location;
  return `${what} at ${require('path').relative(process.cwd(), file)}:${line}:${column}`;
}

const clock = () => internalBinding('performance').now();
let root;

// What a test's event says, with the names in Node's order.
function dataOf(type, test, extra) {
  const place = { line: test.location?.line, column: test.location?.column, file: test.location?.file };
  switch (type) {
    case 'test:plan': return { __proto__: null, nesting: test.nesting + 1, ...extra, ...place };
    case 'test:diagnostic': return { __proto__: null, nesting: test.nesting, ...extra, ...place };
    case 'test:pass':
    case 'test:fail':
    case 'test:complete': break;
    default: return { __proto__: null, nesting: test.nesting, name: test.name, ...place };
  }
  const details = { __proto__: null, duration_ms: test.endTime - test.startTime };
  if (test.isSuite) details.type = 'suite';
  if (test.error !== null) details.error = test.error;
  if (type === 'test:complete') details.passed = test.passed;
  const data = { __proto__: null, name: test.name, nesting: test.nesting, testNumber: test.number, details, ...place };
  if (test.skipped) data.skip = test.skipMessage || true;
  else if (test.todoMessage !== undefined) data.todo = test.todoMessage || true;
  return data;
}

class Root extends Test {
  constructor({ sinks, selection, isExitCodeSet = true, name = '<root>', startsByItself = true }) {
    super({ parent: null, name, fn: undefined, options: {} });
    this.started = false;
    this.runningTests = new Set();
    this.current = this;
    this.counters = newCounters();
    this.success = true;
    this.startTime = clock();
    this.selection = selection;
    this.runOnlySubtests = selection.only;
    this.sinks = sinks;
    this.isExitCodeSet = isExitCodeSet;
    this.exits = startsByItself && isSet('--test-force-exit');
    if (startsByItself) {
      this.#listen();
      queueMicrotask(() => this.begin());
    }
  }

  // `isHeld` while files are loaded that may add hooks for all.
  begin() {
    if (this.isHeld) return;
    this.started = true;
    this.pump();
  }

  // After the last test so far: the hooks may end what else keeps the process alive. With --test-force-exit nothing is waited for.
  async oneEnded() {
    if (this.active > 0 || this.queue.length > 0 || this.finished) return;
    if (this.hooks.after.length > 0) await this.#afterAll();
    if (!this.exits || this.finished) return;
    await this.end();
    await this.written;
    process.exit();
  }

  #afterAll() {
    this.afterRun ??= (async () => {
      for (const hook of this.hooks.after) {
        try {
          await hook.call(this, this.hookContext());
        } catch (error) {
          this.hookFailure ??= { error: failure(error, 'hookFailed'), location: hook.location };
        }
      }
    })();
    return this.afterRun;
  }

  // A hook after all tests has no test that could fail: the file does, though not its process, as in Node.
  #failAsFile(file) {
    const { error, location } = this.hookFailure;
    this.success = false;
    const details = { __proto__: null, duration_ms: clock() - this.startTime, error };
    this.send('test:fail', { __proto__: null, name: file, nesting: 0, testNumber: this.counters.topLevel + 1, details, ...location });
  }

  hookContext() {
    this.context ??= new (require('internal/test/context').TestContext)(this);
    return this.context;
  }

  #listen() {
    const onError = (event) => (error) => {
      const test = currentTest();
      if (!this.started) throw error; // The script itself failed.
      if (test === undefined || test.finished) {
        process.exitCode = 1;
        this.success = false;
        this.diagnostics.push(`Error: ${test === undefined ? 'A resource' : describe(test)} generated asynchronous activity after ` +
          `the test ended. This activity created the error "${error}" ${test === undefined ?
            `which triggered an ${event} event, caught by the test runner.` :
            `and would have caused the test to fail, but instead triggered an ${event} event.`}`);
        return;
      }
      const failed = failure(error, event);
      test.fail(failed);
      test.cancelBody?.(failed);
    };
    process.on('uncaughtException', onError('uncaughtException'));
    process.on('unhandledRejection', onError('unhandledRejection'));
    process.once('beforeExit', () => this.end());
  }

  send(type, data) {
    for (const sink of this.sinks) sink.event(type, data);
  }

  report(type, test, extra) {
    const data = dataOf(type, test, extra);
    if (type === 'test:pass' || type === 'test:fail') this.counts(type, data);
    this.send(type, data);
  }

  // A result of this process or of a test file's.
  counts(type, data) {
    countEvent(this.counters, type, data);
    if (type === 'test:pass' || data.todo !== undefined || data.skip !== undefined) return;
    this.success = false;
    if (this.isExitCodeSet) process.exitCode = 1;
  }

  async end(file = process.argv[1]) {
    for (const test of this.subtests) {
      if (test.finished) continue;
      test.cancel('Promise resolution is still pending but the event loop has already resolved');
    }
    this.finished = true;
    if (this.hooks.after.length > 0) await this.#afterAll();
    for (const ending of this.endings) ending();
    if (this.hookFailure !== undefined) this.#failAsFile(file);
    this.close(file);
  }

  // What was counted, and what falls short of it.
  #counted() {
    if (this.coverage === undefined) return undefined;
    const summary = this.coverage.summary();
    const complaints = this.coverage.complaints(summary);
    if (complaints.length > 0) {
      this.success = false;
      process.exitCode = 1;
    }
    return { complaints, summary };
  }

  close(file) {
    const coverage = this.#counted();
    const duration = Number((clock() - this.startTime).toFixed(6));
    for (const [type, data] of closing(this.counters, this.diagnostics, duration, this.success, file, coverage)) this.send(type, data);
    this.written = Promise.all(this.sinks.map((sink) => sink.end()));
  }
}

// For the runner that started this process. What tests print comes before their results, as from a reporter.
function framedSink() {
  const { frame } = require('internal/test/wire');
  let waiting = [];
  const end = () => {
    const frames = waiting;
    waiting = [];
    for (const each of frames) process.stdout.write(each);
  };
  return {
    event(type, data) {
      if (waiting.length === 0) process.nextTick(end);
      waiting.push(frame(type, data));
    },
    end,
  };
}

// How the tests of a script report: to the runner that started this process, or as the options say.
function sinksOfProcess() {
  if (process.env.NODE_TEST_CONTEXT === 'child-v8') {
    return [framedSink()];
  }
  return require('internal/test/sinks').sinksOfOptions(true);
}

function makeRoot(options) {
  root = new Root(options);
  return root;
}

function getRoot() {
  if (root !== undefined) return root;
  root = new Root({ sinks: sinksOfProcess(), selection: Selection.fromCommandLine() });
  root.coverage = coverageOfScript;
  return root;
}

// `--experimental-test-coverage` for a script that has tests: what it runs is counted from its beginning.
let coverageOfScript;

function count(coverage) {
  coverageOfScript = coverage;
  coverage.countHere();
}

module.exports = { Root, count, existingRoot: () => root, getRoot, makeRoot };
