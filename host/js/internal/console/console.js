// The Console class and the methods of every console. Methods are functions on the instance bound
// to it, as in Node, so that they can be passed around.
'use strict';

const { codes } = require('internal/errors');
const { formatWithOptions, inspect } = require('internal/util/inspect');
const {
  validateArray, validateInteger, validateObject, validateOneOf,
} = require('internal/validators');

const kState = Symbol('kState');

// What a console knows: its streams, indentation, counters and timers.
class State {
  constructor(streams, { ignoreErrors = true, colorMode = 'auto', groupIndentation = 2, inspectOptions }) {
    this.streams = streams;
    this.ignoreErrors = ignoreErrors;
    this.colorMode = colorMode;
    this.groupIndentation = groupIndentation;
    this.inspectOptions = inspectOptions;
    this.indent = '';
    this.counts = new Map();
    this.timers = new Map();
    this.late = { stdout: undefined, stderr: undefined };
  }

  // The callback of writes to a stream: one for all, so that a Writable answers many of them in one tick.
  lateErrors(kind, stream) {
    const known = this.late[kind];
    if (known?.stream === stream) return known.callback;
    const callback = (error) => swallowLate(stream, error);
    this.late[kind] = { stream, callback };
    return callback;
  }

  optionsFor(stream) {
    let color = this.colorMode;
    if (color === 'auto') {
      color = stream.isTTY && (typeof stream.getColorDepth === 'function' ?
        stream.getColorDepth() > 2 : true);
    }
    const own = this.inspectOptions;
    if (own !== undefined && own.colors !== undefined) return own;
    if (own === undefined) return color ? { colors: true } : undefined;
    return color ? { ...own, colors: true } : own;
  }
}

const noop = () => {};

// The error of a write that fails later is emitted after its callback was called: only that one is swallowed.
function swallowLate(stream, error) {
  if (error && !stream._writableState?.errorEmitted && stream.listenerCount?.('error') === 0) stream.once('error', noop);
}

function writeLine(state, kind, args) {
  const stream = state.streams[kind];
  let text = args.length === 1 && typeof args[0] === 'string' ? args[0] :
    formatWithOptions(state.optionsFor(stream) ?? {}, ...args);
  if (state.indent.length > 0) {
    if (text.includes('\n')) text = text.replace(/\n/g, `\n${state.indent}`);
    text = state.indent + text;
  }
  text += '\n';
  if (!state.ignoreErrors) {
    stream.write(text);
    return;
  }
  // A broken stream must not break the program: swallow what this write causes.
  if (stream.listenerCount?.('error') === 0) stream.once('error', noop);
  try {
    stream.write(text, state.lateErrors(kind, stream));
  } catch (error) {
    if (require('internal/errors').isStackOverflowError(error)) throw error;
  } finally {
    stream.removeListener?.('error', noop);
  }
}

function formatTime(ms) {
  let [hours, minutes, seconds] = [0, 0, 0];
  if (ms >= 1000) {
    if (ms >= 60000) {
      if (ms >= 3600000) {
        hours = Math.floor(ms / 3600000);
        ms %= 3600000;
      }
      minutes = Math.floor(ms / 60000);
      ms %= 60000;
    }
    seconds = ms / 1000;
  }
  if (hours !== 0 || minutes !== 0) {
    const [whole, fraction] = seconds.toFixed(3).split('.');
    const two = (value) => String(value).padStart(2, '0');
    const head = hours !== 0 ? `${hours}:${two(minutes)}` : minutes;
    return `${head}:${two(whole)}.${fraction} (${hours !== 0 ? 'h:m' : ''}m:ss.mmm)`;
  }
  if (seconds !== 0) return `${seconds.toFixed(3)}s`;
  return `${Number(ms.toFixed(3))}ms`;
}

const warn = (message) => process.emitWarning(message);

function elapsed(state, label, method) {
  const started = state.timers.get(label);
  if (started === undefined) {
    warn(`No such label '${label}' for console.${method}()`);
    return undefined;
  }
  return formatTime((Number(process.hrtime.bigint() - started)) / 1e6);
}

function groupWidth(state) {
  return ' '.repeat(state.groupIndentation);
}

// Channels of diagnostics_channel by method, set when somebody asks for them: they are told what is to be written, and may change it.
const channels = { log: undefined, info: undefined, debug: undefined, warn: undefined, error: undefined };

function tell(console, method, stream, args) {
  const channel = channels[method];
  if (channel !== undefined && channel.hasSubscribers) channel.publish(args);
  writeLine(console[kState], stream, args);
}

// The methods, each with the console as `this`.
const methods = {
  log(...args) { tell(this, 'log', 'stdout', args); },
  info(...args) { tell(this, 'info', 'stdout', args); },
  debug(...args) { tell(this, 'debug', 'stdout', args); },
  warn(...args) { tell(this, 'warn', 'stderr', args); },
  error(...args) { tell(this, 'error', 'stderr', args); },

  dir(object, options) {
    const state = this[kState];
    const text = inspect(object, {
      customInspect: false, ...state.optionsFor(state.streams.stdout), ...options,
    });
    writeLine(state, 'stdout', ['%s', text]);
  },

  time(label = 'default') {
    label = `${label}`;
    const { timers } = this[kState];
    if (timers.has(label)) warn(`Label '${label}' already exists for console.time()`);
    else timers.set(label, process.hrtime.bigint());
  },

  timeEnd(label = 'default') {
    label = `${label}`;
    const state = this[kState];
    const text = elapsed(state, label, 'timeEnd');
    if (text === undefined) return;
    state.timers.delete(label);
    this.log('%s: %s', label, text);
  },

  timeLog(label = 'default', ...data) {
    label = `${label}`;
    const text = elapsed(this[kState], label, 'timeLog');
    if (text !== undefined) this.log('%s: %s', label, text, ...data);
  },

  trace: function trace(...args) {
    const holder = { name: 'Trace', message: this[kState] === undefined ? '' : formatWithOptions({}, ...args) };
    Error.captureStackTrace(holder, trace);
    // The header is formatted by V8 from name and message, or is just "Trace".
    const frames = holder.stack.slice(holder.stack.indexOf('\n    at'));
    this.error(`${holder.message ? `Trace: ${holder.message}` : 'Trace'}${frames}`);
  },

  assert(expression, ...args) {
    if (expression) return;
    if (typeof args[0] === 'string') args[0] = `Assertion failed: ${args[0]}`;
    else args.unshift('Assertion failed');
    this.warn(...args);
  },

  clear() {
    const { stdout } = this[kState].streams;
    if (stdout.isTTY && process.env.TERM !== 'dumb') stdout.write('\u001b[1;1H\u001b[0J');
  },

  count(label = 'default') {
    label = `${label}`;
    const { counts } = this[kState];
    const count = (counts.get(label) ?? 0) + 1;
    counts.set(label, count);
    this.log(`${label}: ${count}`);
  },

  countReset(label = 'default') {
    const { counts } = this[kState];
    if (!counts.has(`${label}`)) warn(`Count for '${label}' does not exist`);
    else counts.delete(`${label}`);
  },

  group(...data) {
    if (data.length > 0) this.log(...data);
    this[kState].indent += groupWidth(this[kState]);
  },

  groupEnd() {
    const state = this[kState];
    state.indent = state.indent.slice(0, Math.max(0, state.indent.length - state.groupIndentation));
  },

  table(data, properties) {
    if (properties !== undefined) validateArray(properties, 'properties');
    if (data === null || typeof data !== 'object') {
      this.log(data);
      return;
    }
    this.log(require('internal/console/table').tableText(data, properties, this[kState]));
  },
};

// Aliases and order as Node lists them.
const listed = {
  log: methods.log, info: methods.info, debug: methods.debug, warn: methods.warn,
  error: methods.error, dir: methods.dir, time: methods.time, timeEnd: methods.timeEnd,
  timeLog: methods.timeLog, trace: methods.trace, assert: methods.assert, clear: methods.clear,
  count: methods.count, countReset: methods.countReset, group: methods.group,
  groupEnd: methods.groupEnd, table: methods.table, dirxml: methods.log,
  groupCollapsed: methods.group,
};

function bindMethods(target, names = Object.keys(listed)) {
  for (const name of names) {
    const bound = (target[name] ?? listed[name]).bind(target); // A subclass may have its own.
    Object.defineProperty(bound, 'name', { __proto__: null, value: name, configurable: true });
    Object.defineProperty(target, name, { __proto__: null, value: bound, writable: true, enumerable: true, configurable: true });
  }
}

function validateStreams(stdout, stderr) {
  if (!stdout || typeof stdout.write !== 'function') {
    throw new codes.ERR_CONSOLE_WRITABLE_STREAM('stdout');
  }
  if (!stderr || typeof stderr.write !== 'function') {
    throw new codes.ERR_CONSOLE_WRITABLE_STREAM('stderr');
  }
}

function Console(options) {
  // Callable without new, as in Node.
  if (new.target === undefined) return Reflect.construct(Console, arguments);
  if (!options || typeof options.write === 'function') {
    options = { stdout: options, stderr: arguments[1], ignoreErrors: arguments[2] };
  }
  const { stdout, stderr = stdout, ignoreErrors = true, colorMode = 'auto', inspectOptions,
          groupIndentation = 2 } = options;
  validateStreams(stdout, stderr);
  validateOneOf(colorMode, 'colorMode', ['auto', true, false]);
  validateInteger(groupIndentation, 'groupIndentation', 0, 1000);
  if (inspectOptions !== undefined) {
    validateObject(inspectOptions, 'options.inspectOptions');
    if (inspectOptions.colors !== undefined && options.colorMode !== undefined) {
      throw new codes.ERR_INCOMPATIBLE_OPTION_PAIR('options.inspectOptions.color', 'colorMode');
    }
  }
  const state = new State({ stdout, stderr },
                          { ignoreErrors, colorMode, groupIndentation, inspectOptions });
  setUp(this, state);
  return this;
}

function setUp(target, state) {
  const hidden = (key, value) =>
    Object.defineProperty(target, key, { __proto__: null, value, writable: true, configurable: true });
  hidden(kState, state);
  hidden('_stdout', undefined);
  hidden('_stderr', undefined);
  for (const kind of ['stdout', 'stderr']) {
    Object.defineProperty(target, `_${kind}`, {
      get: () => state.streams[kind],
      set: (value) => {
        Object.defineProperty(state.streams, kind, { __proto__: null, value, writable: true, configurable: true });
      },
      configurable: true,
      enumerable: false,
    });
  }
  hidden('_stdoutErrorHandler', (error) => noop(error));
  hidden('_stderrErrorHandler', (error) => noop(error));
  hidden('_ignoreErrors', state.ignoreErrors);
  hidden('_times', state.timers);
  bindMethods(target);
}

for (const name of Object.keys(listed)) {
  // What subclasses call through `super` works on the instance's own state.
  Object.defineProperty(Console.prototype, name, {
    __proto__: null,
    value: listed[name], writable: true, configurable: true, enumerable: true,
  });
}
Object.defineProperty(Console, Symbol.hasInstance, {
  __proto__: null,
  value(instance) {
    return instance !== null && typeof instance === 'object' && instance[kState] !== undefined;
  },
});

module.exports = { Console, State, channels, formatTime, listed, setUp };
