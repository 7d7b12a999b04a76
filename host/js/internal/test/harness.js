'use strict';
// The root of all tests of a process: starts them when the script has run, follows errors that nobody catches, sends
// events to the sinks (reporters, the runner's process, a TestsStream), and sets the exit code.

const { Test } = require('internal/test/test');
const { failure } = require('internal/test/result');
const { Selection } = require('internal/test/options');
const { closing, countEvent, newCounters } = require('internal/test/summary');

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
    if (startsByItself) {
      this.#listen();
      queueMicrotask(() => this.begin());
    }
  }

  begin() {
    this.started = true;
    this.pump();
  }

  hookContext() {
    this.context ??= new (require('internal/test/context').TestContext)(this);
    return this.context;
  }

  #listen() {
    const onError = (error) => {
      const test = [...this.runningTests].at(-1);
      if (test === undefined) {
        this.counters.failed++;
        process.exitCode = 1;
        this.success = false;
        this.diagnostics.push(`Error: ${error?.stack ?? error} was thrown outside of any test`);
        return;
      }
      test.fail(failure(error, 'uncaughtException'));
      test.cancelBody?.();
    };
    process.on('uncaughtException', onError);
    process.on('unhandledRejection', onError);
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
    if (this.beforeRun !== undefined || this.hooks.after.length > 0) {
      for (const hook of this.hooks.after) await hook.fn(this.hookContext());
    }
    for (const ending of this.endings) ending();
    this.close(file);
  }

  close(file) {
    const duration = Number((clock() - this.startTime).toFixed(6));
    for (const [type, data] of closing(this.counters, this.diagnostics, duration, this.success, file)) this.send(type, data);
    for (const sink of this.sinks) sink.end();
  }
}

// How the tests of a script report: to the runner that started this process, or as the options say.
function sinksOfProcess() {
  if (process.env.NODE_TEST_CONTEXT === 'child-v8') {
    const { frame } = require('internal/test/wire');
    return [{ event: (type, data) => process.stdout.write(frame(type, data)), end() {} }];
  }
  return require('internal/test/sinks').sinksOfOptions();
}

function makeRoot(options) {
  root = new Root(options);
  return root;
}

const getRoot = () => (root ??= new Root({ sinks: sinksOfProcess(), selection: Selection.fromCommandLine() }));

module.exports = { Root, getRoot, makeRoot };
