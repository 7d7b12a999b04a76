// `module.register()`: asynchronous hooks, in one thread of their own. The thread that imports asks it and waits, so that to the loader
// they are hooks like any other. Both halves are here: `register` and `Client` for the thread that asks, `serve` for the one that answers.
'use strict';

const READY = 1;

// --- The thread that asks

let client;
// The name of the worker's method that hands on its output.
let kDrain;

class Client {
  constructor() {
    const { Worker, kHooks, kDrain: drain } = require('internal/worker/thread');
    kDrain = drain;
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
    // What the hooks have printed was printed before they answered.
    this.worker[kDrain]();
    if (message.error === undefined) return message.value;
    const { value, properties } = message.error;
    throw typeof value === 'object' && value !== null ? Object.assign(value, properties) : value;
  }
}

function register(specifier, parentURL, options) {
  if (parentURL !== null && typeof parentURL === 'object' && !(parentURL instanceof URL)) {
    options = parentURL;
    parentURL = options.parentURL;
  }
  const base = `${parentURL ?? 'data:'}`;
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

const STEPS = {
  resolve: { next: 'nextResolve', last: 'node:internal/modules/esm/resolve', checkArgument: checkSpecifier, checkResult: checkResolved },
  load: { next: 'nextLoad', last: 'node:internal/modules/esm/load', checkArgument: checkUrl, checkResult: checkLoaded },
};

const codes = () => require('internal/errors').codes;

function checkSpecifier(specifier, who) {
  require('internal/validators').validateString(specifier, `${who} specifier`);
}

function checkUrl(url, who) {
  if (typeof url !== 'string') throw new (codes().ERR_INVALID_ARG_TYPE)(`${who} url`, 'a URL string', url);
  if (!URL.canParse(url)) throw new (codes().ERR_INVALID_ARG_VALUE)(`${who} url`, url, 'should be a URL string');
}

function invalidProperty(expected, who, name, value) {
  return new (codes().ERR_INVALID_RETURN_PROPERTY_VALUE)(expected, who, name, value);
}

function checkFormat(format, who) {
  if (format !== undefined && format !== null && typeof format !== 'string') throw invalidProperty('a string', who, 'format', format);
}

function checkResolved({ url, importAttributes, format }, who) {
  if (typeof url !== 'string' || !URL.canParse(url)) throw invalidProperty('a URL string', who, 'url', url);
  if (importAttributes !== undefined && typeof importAttributes !== 'object') {
    throw invalidProperty('an object', who, 'importAttributes', importAttributes);
  }
  checkFormat(format, who);
}

function checkLoaded({ format, source }, who) {
  checkFormat(format, who);
  if (source === undefined || source === null || typeof source === 'string') return;
  const { isAnyArrayBuffer } = require('internal/util/types');
  if (!ArrayBuffer.isView(source) && !isAnyArrayBuffer(source)) {
    throw invalidProperty('a string, an ArrayBuffer, or a TypedArray', who, 'source', source);
  }
}

// Each hook calls the next one, the last registered first.
async function chain(name, list, standard, value, context) {
  const { next: nextName, last, checkArgument, checkResult } = STEPS[name];
  const at = async (index, given, ctx) => {
    if (index < 0) return standard(given, ctx);
    const who = `${list[index].url} '${name}'`;
    let isNextCalled = false;
    const next = {
      async [nextName](nextValue = given, nextContext = undefined) {
        isNextCalled = true;
        const whose = `${list[index - 1]?.url ?? last} '${name}' hook's ${nextName}()`;
        checkArgument(nextValue, whose);
        if (nextContext !== undefined) require('internal/validators').validateObject(nextContext, `${whose} context`);
        return at(index - 1, nextValue, { ...ctx, ...nextContext });
      },
    }[nextName];
    const { hook } = list[index];
    const result = await hook(given, ctx, next);
    if (typeof result !== 'object' || result === null) {
      throw new (codes().ERR_INVALID_RETURN_VALUE)('an object', `${who} hook's ${nextName}()`, result);
    }
    if (!isNextCalled && result.shortCircuit !== true) throw new (codes().ERR_LOADER_CHAIN_INCOMPLETE)(who);
    checkResult(result, who);
    return result;
  };
  return { ...await at(list.length - 1, value, context), shortCircuit: true };
}

// The format of a file that only its text can tell is null, of one with an unknown name undefined.
const undecided = (url) => (/\.[jt]s$|\/[^./]*$/.test(url.replace(/[?#].*$/s, '')) ? null : undefined);

const actions = {
  async register(specifier, base, data) {
    // Hooks that are there already help to find new ones.
    const hooks = await importByHooks(specifier, base, {});
    const { initialize, resolve, load } = hooks;
    await initialize?.(data);
    if (resolve !== undefined) resolvers.push({ hook: resolve, url: specifier });
    if (load !== undefined) loaders.push({ hook: load, url: specifier });
  },
  resolve(specifier, context) {
    const { resolve } = require('internal/modules/esm/resolve');
    const { declaredFormatOf } = require('internal/modules/esm/translate');
    const { withConditions } = require('internal/modules/package_exports');
    const standard = (name, { parentURL, conditions }) => {
      const url = withConditions(conditions?.length > 0 ? conditions : undefined, () => resolve(name, parentURL));
      if (url.startsWith('node:')) return { url, format: 'builtin' };
      return { url, format: /^(?:file|data):/.test(url) ? declaredFormatOf(url) ?? undecided(url) : null };
    };
    return chain('resolve', resolvers, standard, specifier, context);
  },
  load(url, context) {
    const { standardSource } = require('internal/modules/esm/translate');
    const { Buffer } = require('buffer');
    const standard = (name, { format: given, importAttributes }) => {
      if (name.startsWith('node:')) return { format: 'builtin', source: null, isBuiltin: true };
      // TypeScript as it is: its types go where it runs, if no hook has done more.
      const { format, text } = standardSource(name, importAttributes, given ?? undefined, true);
      if (format !== 'commonjs') return { format, source: Buffer.from(text) };
      // CommonJS is read where it runs, unless a hook gives it.
      return { format, source: given === 'commonjs' ? undefined : null };
    };
    // Hooks of a thread are not told the conditions.
    const { format, importAttributes } = context;
    return chain('load', loaders, standard, url, { format, importAttributes });
  },
};

// What hooks import goes through the hooks itself.
const steps = {
  async resolve(specifier, parentURL, importAttributes) {
    const conditions = [...require('internal/modules/package_exports').importConditions()];
    const { url, importAttributes: changed, format } = await actions.resolve(specifier, { parentURL, importAttributes, conditions });
    formats.set(url, format);
    return { url, attributes: changed ?? importAttributes };
  },
  async load(url, importAttributes) {
    const { settle } = require('internal/modules/hooks');
    const { placed, standardSource } = require('internal/modules/esm/translate');
    const found = await actions.load(url, { format: formats.get(url), importAttributes });
    if (found.isBuiltin || (found.format === 'commonjs' && !found.source)) return standardSource(url, importAttributes);
    return placed(settle(found), url);
  },
};

// The format that was resolved with a URL.
const formats = new Map();

function importByHooks(specifier, parentURL, attributes) {
  return require('internal/modules/esm/loader').importWith(steps, specifier, parentURL, attributes);
}

function serve({ port, lock }) {
  require('internal/modules/options').importByHooks = importByHooks;
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
