'use strict';
// The root of all tests of a process: starts them when the script has run, follows errors that
// nobody catches, writes the report, and sets the exit code.

const { Test } = require('internal/test/test');
const { failure } = require('internal/test/result');

const clock = () => internalBinding('performance').now();
let root;

// All values given for an option.
function optionsOf(name) {
  const { execArgv } = process;
  const values = [];
  execArgv.forEach((word, i) => {
    if (word === name) values.push(execArgv[i + 1]);
    else if (word.startsWith(`${name}=`)) values.push(word.slice(name.length + 1));
  });
  return values;
}

// "/text/flags" or plain text, as the options that select tests by name take it.
function patternOf(text) {
  const match = /^\/(.*)\/([a-z]*)$/.exec(text);
  return match === null ? new RegExp(text) : new RegExp(match[1], match[2]);
}

// Which tests run at all: the others are not even reported.
class Selection {
  constructor() {
    this.names = optionsOf('--test-name-pattern').map(patternOf);
    this.skipped = optionsOf('--test-skip-pattern').map(patternOf);
    this.only = process.execArgv.includes('--test-only');
  }

  // Suites are kept for the tests in them.
  includes({ isSuite, fullName }, options) {
    const matches = (pattern) => pattern.test(fullName);
    if (this.skipped.some(matches)) return false;
    if (isSuite) return true;
    if (this.only && !options.only) return false;
    return this.names.length === 0 || this.names.some(matches);
  }
}

function count(counters, test) {
  if (test.isSuite) {
    counters.suites++;
    return;
  }
  counters.tests++;
  if (test.skipped) counters.skipped++;
  else if (test.todoMessage !== undefined) counters.todo++;
  else if (test.cancelled || test.error?.failureType === 'testTimeoutFailure' ||
           test.error?.failureType === 'cancelledByParent' ||
           test.error?.failureType === 'testAborted') counters.cancelled++;
  else if (test.passed) counters.passed++;
  else counters.failed++;
}

class Root extends Test {
  constructor() {
    super({ parent: null, name: '<root>', fn: undefined, options: {} });
    this.started = false;
    this.runningTests = new Set();
    this.current = this;
    this.counters = { tests: 0, suites: 0, passed: 0, failed: 0, cancelled: 0, skipped: 0, todo: 0 };
    this.startTime = clock();
    this.selection = new Selection();
    const name = optionsOf('--test-reporter')[0] ?? (process.stdout.isTTY ? 'spec' : 'tap');
    const { createReporter } = require('internal/test/reporters');
    this.reporter = createReporter(name, process.stdout);
    this.#listen();
    queueMicrotask(() => {
      this.started = true;
      this.pump();
    });
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
        this.diagnostics.push(`Error: ${error?.stack ?? error} was thrown outside of any test`);
        return;
      }
      test.fail(failure(error, 'uncaughtException'));
      test.cancelBody?.();
    };
    process.on('uncaughtException', onError);
    process.on('unhandledRejection', onError);
    process.once('beforeExit', () => this.#end());
  }

  report(type, test, extra = {}) {
    const data = {
      name: test.name, nesting: test.nesting, testNumber: test.number,
      file: test.location?.file, line: test.location?.line, column: test.location?.column,
      ...extra,
    };
    if (type === 'test:plan') data.nesting++;
    if (type === 'test:pass' || type === 'test:fail') {
      count(this.counters, test);
      data.details = { duration_ms: test.endTime - test.startTime };
      if (test.isSuite) data.details.type = 'suite';
      if (test.error !== null) data.details.error = test.error;
      if (test.skipped) data.skip = test.skipMessage || true;
      if (test.todoMessage !== undefined) data.todo = test.todoMessage || true;
      const counts = test.todoMessage === undefined && !test.passed;
      if (counts) process.exitCode = 1;
    }
    this.reporter.event(type, data);
  }

  async #end() {
    for (const test of this.subtests) {
      if (test.finished) continue;
      test.cancel('Promise resolution is still pending but the event loop has already resolved');
    }
    this.finished = true;
    if (this.beforeRun !== undefined || this.hooks.after.length > 0) {
      for (const hook of this.hooks.after) await hook.fn(this.hookContext());
    }
    this.reporter.event('test:plan', { nesting: 0, count: this.subtests.length });
    const { counters } = this;
    const lines = [
      ...this.diagnostics, `tests ${counters.tests}`, `suites ${counters.suites}`,
      `pass ${counters.passed}`, `fail ${counters.failed}`, `cancelled ${counters.cancelled}`,
      `skipped ${counters.skipped}`, `todo ${counters.todo}`,
      `duration_ms ${(clock() - this.startTime).toFixed(6)}`,
    ];
    for (const message of lines) this.reporter.event('test:diagnostic', { nesting: 0, message });
    this.reporter.end();
  }
}

const getRoot = () => (root ??= new Root());

module.exports = { getRoot };
