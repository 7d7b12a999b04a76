// One test or suite: its hooks, its subtests, its run and its result. Subtests are queued and run
// as far as the concurrency allows; results are reported in the order of creation.
'use strict';

const { AbortError } = require('internal/errors');
const { checkOptions, concurrencyOf, failure, maxTimeout, readArguments } =
  require('internal/test/result');
const { SuiteContext, TestContext } = require('internal/test/context');
const { Hook, callBody, within } = require('internal/test/hooks');

const clock = () => internalBinding('performance').now();
// Kept from being mocked by the tests.
const { clearTimeout, setTimeout } = require('timers');

class Test {
  constructor({ parent, name, fn, options, location, isSuite = false }) {
    this.parent = parent;
    this.root = parent?.root ?? this;
    this.name = name;
    this.fn = fn;
    this.location = location;
    this.isSuite = isSuite;
    this.nesting = parent === null ? -1 : parent.nesting + 1;
    this.number = parent === null ? 0 : parent.subtests.push(this);
    this.concurrency = concurrencyOf(options, parent?.isSuite ? parent.concurrency : 1);
    this.timeout = options.timeout ?? parent?.timeout ?? Infinity;
    this.outerSignal = options.signal;
    // The file that was run, which may have loaded the one that declares the test.
    this.entryFile = parent?.parent ? parent.entryFile : this.root.currentFile ?? process.argv[1];
    this.plan = options.plan;
    this.planWait = 0;
    this.only = Boolean(options.only);
    this.runOnlySubtests = false;
    this.planned = 0;
    this.subtests = [];
    this.queue = [];
    this.active = 0;
    this.hooks = { before: [], after: [], beforeEach: [], afterEach: [] };
    this.diagnostics = [];
    this.endings = [];
    this.passed = false;
    this.finished = false;
    this.error = null;
    this.reportedStart = false;
    this.nextToReport = 1;
    this.skipMessage = undefined;
    this.todoMessage = undefined;
    if (options.skip) this.skip(options.skip === true ? '' : options.skip);
    if (options.todo || parent?.todoMessage !== undefined) {
      this.todo(typeof options.todo === 'string' ? options.todo : '');
    }
    this.done = new Promise((resolve) => { this.resolveDone = resolve; });
  }

  get fullName() {
    return this.parent === null || this.parent.parent === null ? this.name :
      `${this.parent.fullName} > ${this.name}`;
  }

  get signal() {
    this.controller ??= new AbortController();
    return this.controller.signal;
  }

  get skipped() {
    return this.skipMessage !== undefined;
  }

  skip(message = '') {
    this.skipMessage = `${message}`;
  }

  todo(message = '') {
    this.todoMessage = `${message}`;
  }

  onEnd(callback) {
    this.endings.push(callback);
  }

  countPlanned() {
    this.planned++;
    if (this.planned >= this.plan) this.onPlanned?.();
  }

  // What was planned may come later than the end of the function.
  #plannedCame() {
    if (this.plan === undefined || this.planned >= this.plan || this.planWait === 0) return undefined;
    const { promise, resolve, reject } = Promise.withResolvers();
    this.onPlanned = resolve;
    const late = () => reject(failure(`plan timed out after ${this.planWait}ms with ${this.planned} assertions when expecting ${this.plan}`,
                                      'testTimeoutFailure'));
    const timer = this.planWait === Infinity ? undefined : setTimeout(late, this.planWait);
    return promise.finally(() => clearTimeout(timer));
  }

  addHook(kind, fn, options = {}, location = undefined) {
    const hook = new Hook(kind, fn, options, location);
    this.hooks[kind].push(hook);
    // What has begun does not wait for a subtest.
    if (kind === 'before' && this.startTime !== undefined) hook.runOnce(this, this.hookContext());
  }

  createSubtest(isSuite, name, options, fn, location, overrides = undefined) {
    [name, options, fn] = readArguments(name, options, fn);
    options = { ...options, ...overrides };
    checkOptions(options);
    const test = new Test({ parent: this, name, fn, options, location, isSuite });
    if (this.finished) {
      test.fail(failure('test could not be started because its parent finished',
                        'parentAlreadyFinished'));
    }
    if (isSuite) test.collect();
    if (!this.root.selection.keeps(test)) this.drop([test]);
    else if ((test.only || this.runOnlySubtests) && !this.root.selection.only && !this.root.isHeld) {
      test.diagnostics.push('\'only\' and \'runOnly\' require the --test-only command-line option.');
    }
    return test;
  }

  // Takes subtests out that were not selected.
  drop(tests) {
    const keeps = (test) => !tests.includes(test);
    this.subtests = this.subtests.filter(keeps);
    this.queue = this.queue.filter(keeps);
    this.subtests.forEach((test, i) => { test.number = i + 1; });
    for (const test of tests) test.leaveOut();
  }

  // Whether a pattern fits this test's name, alone or behind the names of the tests around it.
  nameMatches(pattern) {
    return pattern.test(this.name) || pattern.test(this.#longName());
  }

  #longName() {
    const { parent } = this;
    return parent === null || parent.parent === null ? this.name : `${parent.#longName()} ${this.name}`;
  }

  // Not selected: as if it had not been declared.
  leaveOut() {
    this.finished = true;
    this.passed = true;
    this.resolveDone();
  }

  // Runs the body of describe(), which declares the subtests.
  collect() {
    const { current } = this.root;
    this.root.current = this;
    try {
      const result = this.skipped ? undefined :
        Reflect.apply(this.fn, new SuiteContext(this), [new SuiteContext(this)]);
      if (typeof result?.then === 'function') {
        this.collecting = Promise.resolve(result).catch(
          (error) => this.fail(failure(error, 'testCodeFailure')));
      }
    } catch (error) {
      this.fail(failure(error, 'testCodeFailure'));
    } finally {
      this.root.current = current;
    }
    this.root.selection.prune(this);
  }

  // Runs now or when the parent has room. The promise never rejects.
  start() {
    if (this.finished) {
      this.parent.reportFinished();
      this.resolveDone();
      return this.done;
    }
    const { parent } = this;
    // A suite's subtests wait for the suite's own turn.
    if (!parent.isSuite || parent.running) this.#enqueue();
    parent.queue.push(this);
    parent.pump();
    return this.done;
  }

  #enqueue() {
    const { parent, root } = this;
    root.report('test:enqueue', this);
    if (parent === root && !root.started && parent.queue.length < parent.concurrency) this.#dequeue();
  }

  #dequeue() {
    if (this.isDequeued) return;
    this.isDequeued = true;
    this.root.report('test:dequeue', this);
  }

  #pumpSuite() {
    const waiting = this.queue;
    this.queue = [];
    for (const test of waiting) {
      this.root.report('test:enqueue', test);
      this.queue.push(test);
      this.pump();
    }
  }

  pump() {
    if (this.parent === null && !this.root.started) return;
    if (this.isSuite && !this.running) return;
    if (this.isPumping) return;
    this.isPumping = true;
    while (this.queue.length > 0 && this.active < this.concurrency) {
      const test = this.queue.shift();
      this.active++;
      test.isActive = true;
      test.#dequeue();
      test.run();
    }
    this.isPumping = false;
  }

  fail(error) {
    if (this.error !== null || this.finished) return;
    this.error = error;
    this.passed = false;
  }

  // Waits for `work` until the time is over, the signal aborts, or an error that nobody caught ends it.
  async limited(work, timeout, message) {
    let timer;
    let onAbort;
    const limit = new Promise((_, reject) => {
      this.cancelBody = reject;
      if (timeout !== Infinity) {
        timer = setTimeout(
          () => reject(failure(message, 'testTimeoutFailure')), Math.min(timeout, maxTimeout));
        timer.unref();
      }
      if (this.outerSignal !== undefined) {
        onAbort = () => reject(failure(
          new AbortError(undefined, { cause: this.outerSignal.reason }), 'testAborted'));
        if (this.outerSignal.aborted) onAbort();
        else this.outerSignal.addEventListener('abort', onAbort, require('internal/event_target').onceForSure);
      }
    });
    limit.catch(() => {});
    try {
      return await Promise.race([work(), limit]);
    } finally {
      this.cancelBody = undefined;
      clearTimeout(timer);
      if (onAbort !== undefined) this.outerSignal.removeEventListener('abort', onAbort);
    }
  }

  async #runHooks(owner, kind, context) {
    for (const hook of owner.hooks[kind]) await hook.run(this, context);
  }

  // The before hooks of the parents, once each, the outermost first.
  async #runParentsBefore() {
    const chain = [];
    for (let test = this.parent; test !== null; test = test.parent) chain.unshift(test);
    for (const test of chain) {
      for (const hook of test.hooks.before) await hook.runOnce(this, test.hookContext());
    }
    return chain;
  }

  hookContext() {
    this.context ??= this.isSuite ? new SuiteContext(this) : new TestContext(this);
    return this.context;
  }

  async run() {
    this.startTime = clock();
    this.running = true;
    this.root.runningTests.add(this);
    if (this.isSuite) await this.#runSuite();
    else if (!this.skipped && this.error === null) await this.#runTest();
    await this.#finish();
  }

  async #runTest() {
    let chain = [];
    const context = this.hookContext();
    try {
      chain = await this.#runParentsBefore();
      for (const test of chain) await this.#runHooks(test, 'beforeEach', context);
      await this.limited(() => within(this, () => callBody(this.fn, context)), this.timeout,
                          `test timed out after ${this.timeout}ms`);
      await this.#subtestsDone();
      await this.#plannedCame();
      if (this.plan !== undefined && this.plan !== this.planned) {
        throw failure(`plan expected ${this.plan} assertions but received ${this.planned}`,
                      'testCodeFailure');
      }
    } catch (error) {
      this.fail(failure(error, 'testCodeFailure'));
    }
    await this.#closingHooks(async () => {
      await this.#runHooks(this, 'after', context);
      for (const test of chain.reverse()) await this.#runHooks(test, 'afterEach', context);
    });
  }

  async #runSuite() {
    await this.collecting;
    if (this.error === null && !this.skipped) {
      this.#pumpSuite();
      try {
        await this.limited(() => this.#subtestsDone(), this.timeout,
                            `test timed out after ${this.timeout}ms`);
      } catch (error) {
        this.fail(error);
      }
      await this.#closingHooks(() => this.#runHooks(this, 'after', this.hookContext()));
    }
    for (const test of this.subtests) {
      if (!test.finished) test.cancel('test did not finish before its parent and was cancelled');
    }
  }

  async #closingHooks(work) {
    try {
      await work();
    } catch (error) {
      this.fail(error);
    }
  }

  async #subtestsDone() {
    // More may be declared while these run.
    for (let i = 0; i < this.subtests.length; i++) await this.subtests[i].done;
  }

  cancel(message) {
    if (this.finished) return;
    for (const test of this.subtests) test.cancel(message);
    this.fail(failure(message, 'cancelledByParent'));
    this.cancelled = true;
    this.#close();
  }

  async #finish() {
    if (this.finished) return;
    for (const ending of this.endings) ending();
    const failed = this.subtests.filter((test) => !test.passed && test.todoMessage === undefined).length;
    if (failed > 0 && this.error === null) {
      this.fail(failure(`${failed} subtest${failed > 1 ? 's' : ''} failed`, 'subtestsFailed'));
    }
    if (this.error === null) this.passed = true;
    this.#close();
  }

  #close() {
    this.finished = true;
    this.endTime = clock();
    this.startTime ??= this.endTime;
    this.root.runningTests.delete(this);
    this.controller?.abort();
    this.root.report('test:complete', this);
    this.resolveDone();
    this.parent?.reportFinished();
    if (!this.isActive) return;
    this.isActive = false;
    this.parent.active--;
    this.parent.pump();
    if (this.parent === this.root) this.root.oneEnded();
  }

  // --- Reporting, in order of creation

  get mayReport() {
    return this.parent === null ||
      (this.parent.nextToReport === this.number && this.parent.mayReport);
  }

  reportStart() {
    if (this.parent === null || this.reportedStart) return;
    this.parent.reportStart();
    this.reportedStart = true;
    this.root.report('test:start', this);
  }

  reportFinished() {
    while (this.mayReport) {
      const test = this.subtests[this.nextToReport - 1];
      if (test === undefined) return;
      if (!test.finished) {
        // Its own subtests may have results that had to wait for its turn.
        test.reportFinished();
        if (!test.finished) return;
      }
      test.#report();
      this.nextToReport++;
    }
  }

  #report() {
    this.reportFinished();
    this.reportStart();
    if (this.subtests.length > 0) {
      this.root.report('test:plan', this, { count: this.subtests.length });
    }
    this.root.report(this.passed ? 'test:pass' : 'test:fail', this);
    for (const message of this.diagnostics) this.root.report('test:diagnostic', this, { message });
  }
}

module.exports = { Test };
