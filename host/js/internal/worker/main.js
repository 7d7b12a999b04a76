// The first thing that runs in a worker's thread: takes what the parent sent along, then runs the program.
'use strict';

const binding = internalBinding('worker');

const state = { port: null, control: null, workerData: null, name: '' };

function run() {
  const boot = binding.boot();
  state.port = boot.port;
  state.control = boot.control;
  state.workerData = boot.workerData;
  state.name = boot.name;
  const { environmentData } = require('internal/worker/thread');
  for (const [key, value] of boot.environmentData) environmentData.set(key, value);
  const { control } = boot;
  setUpProcess(boot, control);
  require('internal/process/execution').endThreadBy((error) => onUncaught(control, error));
  control.on('message', (message) => {
    if (message.type === 'ask') answer(control, message);
  });
  control.unref();
  require('internal/bootstrap/main').observeThread();
  control.postMessage({ type: 'online' });
  if (boot.hooks !== null) require('internal/modules/hooks_thread').serve(boot.hooks);
  else require('internal/bootstrap/main').runProgram();
}

function setUpProcess(boot, control) {
  if (boot.env !== null) {
    Object.defineProperty(process, 'env', {
      value: textEnvironment(boot.env), writable: true, enumerable: true, configurable: true,
    });
  }
  process.argv = [process.execPath, ...boot.argv];
  // The thread's own: the process keeps its title.
  Object.defineProperty(process, 'title', { value: process.title, writable: true, enumerable: true, configurable: true });
  const { codes } = require('internal/errors');
  for (const name of ['chdir', 'abort', 'initgroups', 'setegid', 'seteuid', 'setgid', 'setgroups', 'setuid']) {
    process[name] = () => {
      throw new codes.ERR_WORKER_UNSUPPORTED_OPERATION(`process.${name}()`);
    };
  }
  const { umask } = process;
  process.umask = (mask) => {
    if (mask !== undefined) throw new codes.ERR_WORKER_UNSUPPORTED_OPERATION('Setting process.umask()');
    return umask();
  };
  for (const name of ['stdout', 'stderr']) redirectOutput(name, control);
  redirectInput(boot.stdin, control);
}

// Values become text, as in the real environment.
function textEnvironment(env) {
  return new Proxy(env, {
    set(target, name, value) {
      if (typeof name === 'symbol') throw new TypeError('Cannot convert a Symbol value to a string');
      target[name] = `${value}`;
      return true;
    },
    defineProperty(target, name, descriptor) {
      if ('get' in descriptor || 'set' in descriptor) throw cannotDefine("'process.env' does not accept an accessor(getter/setter) descriptor");
      const { configurable, writable, enumerable, value } = descriptor;
      if (!configurable || !writable || !enumerable || !('value' in descriptor)) {
        throw cannotDefine("'process.env' only accepts a configurable, writable, and enumerable data descriptor");
      }
      return Reflect.defineProperty(target, name, { ...descriptor, value: `${value}` });
    },
    preventExtensions() {
      throw new TypeError('Cannot freeze');
    },
  });
}

function cannotDefine(message) {
  const { codes } = require('internal/errors');
  return new codes.ERR_INVALID_OBJECT_DEFINE_PROPERTY(message);
}

function define(name, load) {
  require('internal/util').defineLazy(process, name, load);
}

// What is printed goes to the parent. The console needs no stream for it.
function redirectOutput(name, control) {
  const send = (chunk) => control.postMessage({ type: name, chunk });
  require('internal/stdio').redirect(name, () => {
    const { Writable } = require('stream');
    return new Writable({
      decodeStrings: true,
      write(chunk, encoding, callback) {
        send(chunk);
        // At once: what is written while the thread ends is sent too.
        callback();
      },
    });
  }, { write: send });
}

function redirectInput(wanted, control) {
  define('stdin', () => {
    const { Readable } = require('stream');
    let started = false;
    const stream = new Readable({
      // Whoever reads keeps the thread alive until the end of the input; who only looks does not.
      read() {
        if (started || !wanted) return;
        started = true;
        control.ref();
        control.on('message', ({ type, chunk }) => {
          if (type !== 'stdin') return;
          stream.push(chunk);
          if (chunk === null) control.unref();
        });
      },
    });
    stream.fd = 0;
    if (!wanted) stream.push(null);
    return stream;
  });
}

// What the parent may ask the thread about itself.
const questions = {
  heapStatistics: () => require('v8').getHeapStatistics(),
  cpuUsage: (before) => process.threadCpuUsage(before),
  startCpuProfile: () => inspected('Profiler.enable', 'Profiler.start'),
  stopCpuProfile: () => JSON.stringify(inspected('Profiler.stop').profile),
  startHeapProfile: () => inspected('HeapProfiler.startSampling'),
  explain: (why) => require('internal/process/explain').tell(why),
  stopHeapProfile: () => JSON.stringify(inspected('HeapProfiler.stopSampling').profile),
};

let session;

// The session answers at once.
function inspected(...methods) {
  if (session === undefined) {
    session = new (require('inspector').Session)();
    session.connect();
  }
  let result;
  for (const method of methods) {
    session.post(method, (error, value) => {
      if (error) throw error;
      result = value;
    });
  }
  return result;
}

function answer(control, { number, question, argument }) {
  try {
    control.postMessage({ type: 'answer', number, value: questions[question](argument) });
  } catch (error) {
    control.postMessage({ type: 'answer', number, error });
  }
}

// An error that nobody caught ends the thread; the parent is told.
function onUncaught(control, error) {
  try {
    control.postMessage(described(error));
  } catch {
    const { inspect } = require('internal/util/inspect');
    control.postMessage({ type: 'error', value: inspect(error), isError: false });
  }
  require('internal/process/execution').ending('error');
  process.exit(1);
}

function described(error) {
  const isError = error instanceof Error;
  const properties = {};
  if (isError) {
    for (const name of Object.keys(error)) {
      if (typeof error[name] !== 'function' && typeof error[name] !== 'symbol') properties[name] = error[name];
    }
  }
  // The engine keeps the class of an error only if the language knew it early on.
  const aggregated = error instanceof AggregateError ? error.errors : undefined;
  return { type: 'error', value: error, properties, isError, aggregated };
}

module.exports = { run, state };
