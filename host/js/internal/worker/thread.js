// Worker: the parent's side of a thread. What a thread is asked about itself it answers in its own loop.
'use strict';

const path = require('path');
const EventEmitter = require('events');
const { codes } = require('internal/errors');
const { validateArray, validateObject, validateString } = require('internal/validators');
const { MessageChannel, dataCloneError, receiveMessageOnPort, transferList } = require('internal/worker/port');
const { request } = require('internal/async_context');
const binding = internalBinding('worker');

let nextQuestion = 0;
const SHARE_ENV = Symbol.for('nodejs.worker_threads.SHARE_ENV');
const environmentData = new Map();
// Threads that were begun here and have not said that they run: a promise of that by their number.
const starting = new Map();
// Every thread that was begun here and has not ended.
const living = new Set();
// The answers of all of them to a question.
let askAll;
// The port of a thread that runs module hooks in place of a program.
const kHooks = Symbol('hooks');
const kDrain = Symbol('drain');

function setEnvironmentData(key, value) {
  if (value === undefined) environmentData.delete(key);
  else environmentData.set(key, value);
}

function getEnvironmentData(key) {
  return environmentData.get(key);
}

function isUrl(value) {
  return typeof value === 'object' && value !== null && Boolean(value.href && value.protocol);
}

// [file or code, whether it is code]
function programOf(filename, options) {
  if (options.eval) {
    if (typeof filename !== 'string') {
      throw new codes.ERR_INVALID_ARG_VALUE('options.eval', options.eval, 'must be false when \'filename\' is not a string');
    }
    return [filename, true];
  }
  if (isUrl(filename)) {
    // Such a program is a module of its own.
    if (filename.protocol === 'data:') return [`await import(${JSON.stringify(filename.href)})`, true];
    return [require('url').fileURLToPath(filename), false];
  }
  if (typeof filename !== 'string') throw new codes.ERR_INVALID_ARG_TYPE('filename', ['string', 'URL'], filename);
  if (!path.isAbsolute(filename) && !/^\.\.?[\\/]/.test(filename)) throw new codes.ERR_WORKER_PATH(filename);
  return [path.resolve(filename), false];
}

function environmentOf(options) {
  const { env } = options;
  if (env === SHARE_ENV) return null;
  if (env === undefined || env === null) return { ...process.env };
  if (typeof env !== 'object') {
    throw new codes.ERR_INVALID_ARG_TYPE(
      'options.env', ['object', 'undefined', 'null', 'worker_threads.SHARE_ENV'], env);
  }
  const copy = {};
  for (const name of Object.keys(env)) copy[name] = `${env[name]}`;
  return copy;
}

const limitNames = ['maxYoungGenerationSizeMb', 'maxOldGenerationSizeMb', 'codeRangeSizeMb', 'stackSizeMb'];
const defaultStack = 4;

function limitsOf(options) {
  const limits = limitNames.map((name) => (typeof options?.[name] === 'number' ? options[name] : -1));
  if (!(limits[3] > 0)) limits[3] = defaultStack;
  return limits;
}

function namedLimits(limits) {
  return Object.fromEntries(limitNames.map((name, index) => [name, limits[index]]));
}

// Options that hold for the whole process, or that there are none of.
function checkExecArgv(flags) {
  const { isForThread } = require('internal/worker/flags');
  const wrong = flags.filter((flag) => flag !== '--' && !isForThread(flag));
  if (wrong.length > 0) throw new codes.ERR_WORKER_INVALID_EXEC_ARGV(wrong);
}

// The thread as a resource: whether it keeps the loop alive; undefined once it is gone.
const Handle = class Worker {
  isRefed = true;

  hasRef() {
    return this.isRefed;
  }
};
Object.defineProperty(Handle.prototype, 'hasRef', { enumerable: false });

// What the thread's options are made of; undefined for those of this thread.
function optionsOf(env, execArgv) {
  const given = env === null ? process.env.NODE_OPTIONS : env.NODE_OPTIONS;
  const environment = given === undefined ? undefined : `${given}`;
  if (execArgv === undefined && environment === process.env.NODE_OPTIONS) return undefined;
  return { execArgv: (execArgv ?? process.execArgv).map(String), environment };
}

function checkOptions({ execArgv, environment }) {
  const mistake = binding.mistakeIn(execArgv, environment);
  if (mistake === undefined) return;
  const [isEnvironment, text] = mistake;
  throw new codes.ERR_WORKER_INVALID_EXEC_ARGV([text], isEnvironment ? 'invalid NODE_OPTIONS env variable' : undefined);
}

// An environment of its own may hold options of its own, if they exist.
function checkOptionsOf(env) {
  const given = env?.NODE_OPTIONS;
  if (typeof given !== 'string' || given === process.env.NODE_OPTIONS) return;
  const unknown = given.split(/\s+/)
    .filter((word) => word.startsWith('-') && !process.allowedNodeEnvironmentFlags.has(word.split('=', 1)[0]))
    .map((word) => `${word} is not allowed in NODE_OPTIONS`);
  if (unknown.length > 0) throw new codes.ERR_WORKER_INVALID_EXEC_ARGV(unknown, 'invalid NODE_OPTIONS env variable');
}

class Worker extends EventEmitter {
  #id;
  #limits;
  #name;
  #streams = { stdout: undefined, stderr: undefined };
  #redirected;
  #snapshots = new Set();
  #port;
  #control;
  #ended = false;
  #descriptors;
  // What async hooks see as the resource.
  #handle = new Handle();
  #settleOnline;
  #questions = new Map();
  #exitPromise;
  #settleExit;

  static {
    askAll = (question, argument) => [...living].map((worker) => worker.#ask(question, argument));
  }

  constructor(filename, options = {}) {
    super();
    if (options.execArgv) {
      validateArray(options.execArgv, 'options.execArgv');
      const end = options.execArgv.indexOf('--');
      if (end >= 0) options = { ...options, execArgv: options.execArgv.slice(0, end) };
    }
    if (options.argv) validateArray(options.argv, 'options.argv');
    const [program, isCode] = programOf(filename, options);
    const env = environmentOf(options);
    // Other than undefined, null has no name.
    if (options.name !== undefined) validateString(options.name, 'options.name');
    checkOptionsOf(env);
    if (options.execArgv) checkExecArgv(options.execArgv);
    const own = optionsOf(env, options.execArgv || undefined);
    if (own !== undefined) checkOptions(own);
    // News of the thread itself come before its messages.
    const control = new MessageChannel();
    const open = new MessageChannel();
    this.#port = open.port1;
    this.#control = control.port1;
    const argv = (options.argv ?? []).map(String);
    const boot = {
      port: open.port2,
      control: control.port2,
      workerData: options.workerData ?? null,
      env,
      environmentData,
      name: options.name ?? 'WorkerThread',
      argv: [isCode ? '[worker eval]' : program, ...argv],
      stdin: Boolean(options.stdin),
      hooks: options[kHooks] ?? null,
    };
    this.stdin = null;
    if (options.stdin) this.stdin = this.#makeStdin();
    this.#name = boot.name;
    this.#redirected = { stdout: Boolean(options.stdout), stderr: Boolean(options.stderr) };
    this.#exitPromise = new Promise((resolve) => { this.#settleExit = resolve; });
    const transfer = [...transferList(options.transferList, null), control.port2, open.port2];
    [this.#id, this.#limits] = binding.spawn(
      program, isCode, argv, own?.execArgv,
      request('WORKER', this.#handle, (code, full) => this.#onExit(code, full)),
      boot, transfer, dataCloneError, limitsOf(options.resourceLimits), own?.environment);
    living.add(this);
    starting.set(this.#id, new Promise((resolve) => { this.#settleOnline = resolve; }));
    // These do not keep the loop alive: the thread does, and who listens for its messages.
    this.#port.on('message', (message) => this.emit('message', message));
    this.#port.on('messageerror', (error) => this.emit('messageerror', error));
    this.#control.on('message', (message) => this.#onControl(message));
    this.#port.unref();
    this.#control.unref();
    this.#followListeners();
    process.nextTick(() => process.emit('worker', this));
    const { channel } = require('diagnostics_channel');
    const created = channel('worker_threads');
    if (created.hasSubscribers) created.publish({ worker: this });
  }

  // The first listener for messages keeps the loop alive, even of a thread that does not; while there is
  // none after the last one went, messages wait.
  #followListeners() {
    this.on('newListener', (type) => {
      if (type !== 'message' || this.listenerCount('message') > 0 || this.#ended) return;
      this.#port.ref();
      this.#port.start();
    });
    this.on('removeListener', (type) => {
      if (type !== 'message' || this.listenerCount('message') > 0 || this.#ended) return;
      this.#port.unref();
      binding.setStarted(this.#port, false);
    });
  }

  #makeStdin() {
    const { Writable } = require('stream');
    return new Writable({
      decodeStrings: true,
      write: (chunk, encoding, callback) => {
        this.#control.postMessage({ type: 'stdin', chunk });
        callback();
      },
      final: (callback) => {
        this.#control.postMessage({ type: 'stdin', chunk: null });
        callback();
      },
    });
  }

  #onControl(message) {
    switch (message.type) {
      case 'online':
        this.#isStarted();
        this.emit('online');
        break;
      case 'error':
        this.emit('error', rebuilt(message));
        break;
      case 'stdout':
      case 'stderr':
        this.#output(message.type, message.chunk);
        break;
      case 'descriptors':
        this.#descriptors = message.bits;
        break;
      case 'answer':
        this.#answered(message);
        break;
      default:
    }
  }

  // What the worker has sent about itself until now, without waiting for the loop.
  [kDrain]() {
    for (let found; (found = receiveMessageOnPort(this.#control)) !== undefined;) this.#onControl(found.message);
  }

  get stdout() {
    return this.#stream('stdout');
  }

  get stderr() {
    return this.#stream('stderr');
  }

  #stream(name) {
    if (this.#streams[name] === undefined) {
      this.#streams[name] = readable();
      if (this.#ended) this.#streams[name].push(null);
    }
    return this.#streams[name];
  }

  // What the worker prints is printed here, unless it was asked for.
  #output(name, chunk) {
    if (typeof chunk !== 'string') chunk = require('buffer').Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (this.#redirected[name]) {
      this.#stream(name).push(chunk);
      return;
    }
    process[name].write(chunk);
    this.#streams[name]?.push(chunk);
  }

  #isStarted() {
    starting.delete(this.#id);
    this.#settleOnline();
  }

  // Asks the thread about itself; it answers when its loop comes to it.
  #ask(question, argument) {
    if (this.#ended || starting.has(this.#id)) return Promise.reject(new codes.ERR_WORKER_NOT_RUNNING());
    return new Promise((resolve, reject) => {
      const number = nextQuestion++;
      this.#questions.set(number, { resolve, reject });
      this.#control.postMessage({ type: 'ask', number, question, argument });
    });
  }

  #answered({ number, value, error }) {
    const question = this.#questions.get(number);
    this.#questions.delete(number);
    if (error === undefined) question?.resolve(value);
    else question?.reject(error);
  }

  // What the worker sent before it ended comes first.
  #onExit(code, full) {
    const control = [];
    for (let found; (found = receiveMessageOnPort(this.#control)) !== undefined;) control.push(found.message);
    const isEnd = (message) => message.type === 'error';
    for (const message of control) if (!isEnd(message)) this.#onControl(message);
    for (let found; (found = receiveMessageOnPort(this.#port)) !== undefined;) this.emit('message', found.message);
    this.#ended = true;
    living.delete(this);
    if (this.#descriptors !== undefined) require('internal/net/open').closeLeft(this.#descriptors);
    this.#isStarted();
    this.#handle.isRefed = true;
    require('timers').setImmediate(() => { this.#handle.isRefed = undefined; }).unref();
    for (const { reject } of this.#questions.values()) reject(new codes.ERR_WORKER_NOT_RUNNING());
    this.#port.close();
    this.#control.close();
    for (const name of ['stdout', 'stderr']) this.#streams[name]?.push(null);
    for (const refuse of this.#snapshots) refuse(new codes.ERR_WORKER_NOT_RUNNING());
    try {
      if (full) this.emit('error', new codes.ERR_WORKER_OUT_OF_MEMORY('JS heap out of memory'));
      for (const message of control) if (isEnd(message)) this.#onControl(message);
    } finally {
      this.#settleExit(code);
      this.emit('exit', code);
      this.removeAllListeners();
    }
  }

  get threadId() {
    return this.#ended ? -1 : this.#id;
  }

  get threadName() {
    return this.#ended ? null : this.#name;
  }

  get resourceLimits() {
    return this.#ended ? {} : namedLimits(this.#limits);
  }

  postMessage(...args) {
    if (this.#ended) return;
    Reflect.apply(this.#port.postMessage, this.#port, args);
  }

  terminate(callback) {
    if (typeof callback === 'function') {
      process.emitWarning(
        'Passing a callback to worker.terminate() is deprecated. It returns a Promise instead.',
        'DeprecationWarning', 'DEP0132');
      if (this.#ended) process.nextTick(callback, null, undefined);
      else this.once('exit', (code) => callback(null, code));
    }
    if (this.#ended) return Promise.resolve();
    binding.terminate(this.#id);
    binding.setThreadRef(this.#id, true);
    return this.#exitPromise;
  }

  async [Symbol.asyncDispose]() {
    await this.terminate();
  }

  ref() {
    if (this.#ended) return;
    binding.setThreadRef(this.#id, true);
    this.#port.ref();
    this.#handle.isRefed = true;
  }

  unref() {
    if (this.#ended) return;
    binding.setThreadRef(this.#id, false);
    this.#port.unref();
    this.#handle.isRefed = false;
  }

  get performance() {
    const { utilizationBetween } = require('internal/perf/utilization');
    return {
      eventLoopUtilization: (first, second) => {
        const times = this.#ended ? undefined : binding.loopTimes(this.#id);
        return times === undefined ? { idle: 0, active: 0, utilization: 0 } : utilizationBetween(times, first, second);
      },
    };
  }

  getHeapStatistics() {
    return this.#ask('heapStatistics');
  }

  cpuUsage(before = undefined) {
    if (before) checkUsage(before);
    return this.#ask('cpuUsage', before || undefined);
  }

  async startCpuProfile() {
    return this.#profile('CpuProfile');
  }

  async startHeapProfile() {
    return this.#profile('HeapProfile');
  }

  async #profile(kind) {
    await this.#ask(`start${kind}`);
    let stopped;
    const stop = () => stopped ??= this.#ask(`stop${kind}`);
    return { stop, async [Symbol.asyncDispose]() { await stop(); } };
  }

  // A stream of the snapshot, which the worker takes as soon as it can.
  getHeapSnapshot(options) {
    if (options !== undefined) validateObject(options, 'options');
    return new Promise((resolve, reject) => {
      this.#snapshots.add(reject);
      const taken = (error, buffer) => {
        this.#snapshots.delete(reject);
        const { Readable } = require('stream');
        resolve(Readable.from([require('buffer').Buffer.from(buffer)], { objectMode: false }));
      };
      if (this.#ended || !binding.heapSnapshot(this.#id, taken)) reject(new codes.ERR_WORKER_NOT_RUNNING());
    });
  }
}

function checkUsage(before) {
  validateObject(before, 'prev');
  for (const name of ['user', 'system']) {
    require('internal/validators').validateNumber(before[name], `prev.${name}`, 0, Number.MAX_SAFE_INTEGER);
  }
}

function readable() {
  const { Readable } = require('stream');
  return new Readable({ read() {} });
}

// An error as the worker's thread described it.
function rebuilt({ value, properties, isError, aggregated }) {
  if (!isError) return value;
  for (const [name, property] of Object.entries(properties)) value[name] = property;
  if (aggregated !== undefined) {
    Object.setPrototypeOf(value, AggregateError.prototype);
    Object.defineProperty(value, 'errors', { value: aggregated, writable: true, configurable: true });
  }
  return value;
}

module.exports = {
  SHARE_ENV, Worker, kDrain, kHooks, starting, askAll, environmentData, namedLimits, getEnvironmentData, setEnvironmentData,
};
