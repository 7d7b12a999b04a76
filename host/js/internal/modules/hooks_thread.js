// `module.register()`: asynchronous hooks, in one thread of their own. The thread that imports asks it and waits, so that to the loader
// they are hooks like any other. Both halves are here: `register` and `Client` for the thread that asks, `serve` for the one that answers.
'use strict';

const READY = 1;

// --- The thread that asks

let client;

class Client {
  constructor() {
    const { Worker, kHooks } = require('internal/worker/thread');
    const { MessageChannel } = require('internal/worker/port');
    const { port1, port2 } = new MessageChannel();
    this.lock = new Int32Array(new SharedArrayBuffer(4));
    this.port = port1;
    this.worker = new Worker('', {
      eval: true, execArgv: [], name: 'hooks', [kHooks]: { port: port2, lock: this.lock }, transferList: [port2],
    });
    this.worker.unref();
  }

  // Asks and waits; what the hooks threw is thrown here.
  ask(kind, args, transferList = []) {
    const { receiveMessageOnPort } = require('internal/worker/port');
    this.port.postMessage({ kind, args }, transferList);
    Atomics.wait(this.lock, 0, 0);
    Atomics.store(this.lock, 0, 0);
    const { message } = receiveMessageOnPort(this.port);
    if (message.error === undefined) return message.value;
    throw Object.assign(message.error.value, message.error.properties);
  }
}

function register(specifier, parentURL, options) {
  if (parentURL !== null && typeof parentURL === 'object' && !(parentURL instanceof URL)) {
    options = parentURL;
    parentURL = options.parentURL;
  }
  const { toUrl } = require('internal/modules/esm/urls');
  const base = parentURL === undefined || parentURL === 'data:' ? toUrl(`${process.cwd()}/`) : `${parentURL}`;
  const isFirst = client === undefined;
  client ??= new Client();
  client.ask('register', [`${specifier}`, base, options?.data], options?.transferList);
  if (!isFirst) return;
  require('internal/modules/hooks').add({
    isForRequire: false,
    resolve: (name, context) => client.ask('resolve', [name, plain(context)]),
    load: (url, context, next) => {
      const answer = client.ask('load', [url, plain(context)]);
      return answer.isBuiltin ? next(url) : answer;
    },
  });
}

const plain = ({ importAttributes, ...rest }) => ({ ...rest, importAttributes: { ...importAttributes } });

// --- The thread of the hooks

const resolvers = [];
const loaders = [];

// Each hook calls the next one, the last registered first.
async function chain(name, list, standard, value, context) {
  const at = async (index, given, ctx) => {
    if (index < 0) return standard(given, ctx);
    let isNextCalled = false;
    const next = (nextValue = given, nextContext = {}) => {
      isNextCalled = true;
      return at(index - 1, nextValue, { ...ctx, ...nextContext });
    };
    const result = await list[index](given, ctx, next);
    if (!isNextCalled && result?.shortCircuit !== true) {
      const { codes } = require('internal/errors');
      throw new codes.ERR_LOADER_CHAIN_INCOMPLETE(name);
    }
    return result;
  };
  return { ...await at(list.length - 1, value, context), shortCircuit: true };
}

const actions = {
  async register(specifier, base, data) {
    const loader = require('internal/modules/esm/loader');
    const hooks = await loader.importFrom(specifier, base);
    await hooks.initialize?.(data);
    if (hooks.resolve !== undefined) resolvers.push(hooks.resolve);
    if (hooks.load !== undefined) loaders.push(hooks.load);
  },
  resolve(specifier, context) {
    const { resolve } = require('internal/modules/esm/resolve');
    const { declaredFormatOf } = require('internal/modules/esm/translate');
    const standard = (name, { parentURL }) => {
      const url = resolve(name, parentURL);
      return { url, format: url.startsWith('node:') ? 'builtin' : declaredFormatOf(url) };
    };
    return chain('resolve', resolvers, standard, specifier, context);
  },
  load(url, context) {
    const { source } = require('internal/modules/esm/translate');
    const { Buffer } = require('buffer');
    const standard = (name) => {
      if (name.startsWith('node:')) return { format: 'builtin', source: null, isBuiltin: true };
      const { format, text } = source(name, {});
      // CommonJS is read where it runs, unless a hook gives it.
      return { format, source: format === 'commonjs' ? null : Buffer.from(text) };
    };
    return chain('load', loaders, standard, url, context);
  },
};

function serve({ port, lock }) {
  port.on('message', async ({ kind, args }) => {
    let answer;
    try {
      answer = { value: await actions[kind](...args) };
    } catch (error) {
      answer = { error: { value: error, properties: { ...error } } };
    }
    post(port, answer);
    Atomics.store(lock, 0, READY);
    Atomics.notify(lock, 0);
  });
}

function post(port, answer) {
  try {
    port.postMessage(answer);
  } catch {
    port.postMessage({ error: { value: new Error(require('internal/util/inspect').inspect(answer.error?.value ?? answer.value)), properties: {} } });
  }
}

module.exports = { register, serve };
