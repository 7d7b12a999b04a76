// Worker: the parent's side of a thread. Absent on purpose: resource limits, heap snapshots, CPU profiles.
'use strict';

const path = require('path');
const EventEmitter = require('events');
const { codes } = require('internal/errors');
const { validateArray, validateObject } = require('internal/validators');
const { MessageChannel, dataCloneError, receiveMessageOnPort, transferList } = require('internal/worker/port');
const { request } = require('internal/async_context');
const binding = internalBinding('worker');

const SHARE_ENV = Symbol.for('nodejs.worker_threads.SHARE_ENV');
const environmentData = new Map();

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
    if (filename.protocol === 'data:') {
      const { pathname } = filename;
      const comma = pathname.indexOf(',');
      const body = decodeURIComponent(pathname.slice(comma + 1));
      const isBase64 = pathname.slice(0, comma).endsWith(';base64');
      return [isBase64 ? require('buffer').Buffer.from(body, 'base64').toString() : body, true];
    }
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

class Worker extends EventEmitter {
  #id;
  #port;
  #control;
  #ended = false;
  #exitPromise;
  #settleExit;

  constructor(filename, options = {}) {
    super();
    validateObject(options, 'options');
    if (options.execArgv) validateArray(options.execArgv, 'options.execArgv');
    if (options.argv) validateArray(options.argv, 'options.argv');
    const [program, isCode] = programOf(filename, options);
    const env = environmentOf(options);
    const open = new MessageChannel();
    const control = new MessageChannel();
    this.#port = open.port1;
    this.#control = control.port1;
    const argv = (options.argv ?? []).map((value) => `${value}`);
    const boot = {
      port: open.port2,
      control: control.port2,
      workerData: options.workerData ?? null,
      env,
      environmentData,
      name: options.name ?? 'WorkerThread',
      argv: [isCode ? '[worker eval]' : program, ...argv],
      stdin: Boolean(options.stdin),
      stdout: Boolean(options.stdout),
      stderr: Boolean(options.stderr),
    };
    this.stdin = null;
    this.stdout = readable();
    this.stderr = readable();
    if (options.stdin) this.stdin = this.#makeStdin();
    this.resourceLimits = { ...options.resourceLimits };
    this.#exitPromise = new Promise((resolve) => { this.#settleExit = resolve; });
    const transfer = [...transferList(options.transferList, null), open.port2, control.port2];
    this.#id = binding.spawn(
      program, isCode, argv, options.execArgv ?? process.execArgv,
      request('WORKER', this, (code) => this.#onExit(code)),
      boot, transfer, dataCloneError);
    // These do not keep the loop alive; the thread itself does.
    this.#port.on('message', (message) => this.emit('message', message));
    this.#port.on('messageerror', (error) => this.emit('messageerror', error));
    this.#control.on('message', (message) => this.#onControl(message));
    this.#port.unref();
    this.#control.unref();
    process.nextTick(() => process.emit('worker', this));
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
        this.emit('online');
        break;
      case 'error':
        this.emit('error', rebuilt(message));
        break;
      case 'stdout':
      case 'stderr':
        this[message.type].push(message.chunk);
        break;
      default:
    }
  }

  // What the worker sent before it ended comes first.
  #onExit(code) {
    const control = [];
    for (let found; (found = receiveMessageOnPort(this.#control)) !== undefined;) control.push(found.message);
    const isEnd = (message) => message.type === 'error';
    for (const message of control) if (!isEnd(message)) this.#onControl(message);
    for (let found; (found = receiveMessageOnPort(this.#port)) !== undefined;) this.emit('message', found.message);
    this.#ended = true;
    this.#port.close();
    this.#control.close();
    this.stdout.push(null);
    this.stderr.push(null);
    try {
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
    if (!this.#ended) binding.setThreadRef(this.#id, true);
  }

  unref() {
    if (!this.#ended) binding.setThreadRef(this.#id, false);
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

  getHeapSnapshot() {
    return Promise.reject(new codes.ERR_FEATURE_UNAVAILABLE_ON_PLATFORM('worker.getHeapSnapshot'));
  }
}

function readable() {
  const { Readable } = require('stream');
  return new Readable({ read() {} });
}

// An error as the worker's thread described it.
function rebuilt({ value, properties, isError }) {
  if (!isError) return value;
  for (const [name, property] of Object.entries(properties)) value[name] = property;
  return value;
}

module.exports = { SHARE_ENV, Worker, environmentData, getEnvironmentData, setEnvironmentData };
