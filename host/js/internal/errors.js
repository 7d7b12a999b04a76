// Errors with Node's names, codes and messages. `codes.ERR_X` is a constructor whose message comes
// from the tables in internal/errors/*.js (a function, or a text with %s for the arguments), which
// are loaded when the first such error is made, so that naming a code costs nothing. Absent on
// purpose: stack hiding of internal frames.
'use strict';

const makeSystemPrototype = (Base) => {
  // Two objects, as in Node: one that owns `constructor`, over one that owns `toString`.
  const shared = Object.create(Base.prototype, {
    constructor: { __proto__: null, value: Base, writable: true, configurable: true },
    toString: {
      __proto__: null,
      value: function toString() {
        return `${this.name} [${this.code}]: ${this.message}`;
      },
      writable: true,
      configurable: true,
    },
  });
  return Object.create(shared, {
    constructor: { __proto__: null, value: Base, writable: true, configurable: true },
  });
};

const prototypes = new Map();
function prototypeFor(Base) {
  let prototype = prototypes.get(Base);
  if (prototype === undefined) {
    prototype = makeSystemPrototype(Base);
    prototypes.set(Base, prototype);
  }
  return prototype;
}

// Runs `make` without paying for a stack trace that is replaced right after.
function withoutStack(make) {
  const limit = Error.stackTraceLimit;
  const descriptor = Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit');
  const writable = descriptor === undefined ? Object.isExtensible(Error) : descriptor.writable;
  if (!writable) return make();
  Error.stackTraceLimit = 0;
  try {
    return make();
  } finally {
    Error.stackTraceLimit = limit;
  }
}

// Takes the stack with `header` in place of the error's name, as in "TypeError [ERR_X]: message".
function captureWithName(error, header, caller) {
  Object.defineProperty(error, 'name', { __proto__: null, value: header, configurable: true });
  Error.captureStackTrace(error, caller);
  void error.stack; // V8 formats the header at the first read, while the name is in place.
  delete error.name;
}

// Puts the arguments where a message has %s, shown as `util.format` shows them.
function fill(template, args) {
  if (!template.includes('%s')) return template;
  const { format } = require('internal/util/inspect');
  return format(template, ...args.slice(0, template.split('%s').length - 1));
}

function buildError(code, Base, args, caller) {
  const { messages, systemErrors } = require('internal/errors/messages');
  if (systemErrors[code] !== undefined) {
    const { SystemError } = require('internal/errors/system');
    return new SystemError(code, systemErrors[code], args[0], caller);
  }
  const entry = messages[code];
  if (entry === undefined) {
    throw new Error(`Unknown internal error code ${code}`);
  }
  const Kind = Base ?? entry[0];
  const error = withoutStack(() => new Kind());
  const template = entry[1];
  let message = template;
  if (typeof template === 'function') message = template.apply(error, args);
  else if (args.length > 0) message = fill(template, args);
  Object.setPrototypeOf(error, prototypeFor(Kind));
  Object.defineProperty(error, 'message', {
    __proto__: null,
    value: message,
    writable: true,
    configurable: true,
    enumerable: false,
  });
  error.code = code;
  captureWithName(error, `${Kind.name} [${code}]`, caller);
  return error;
}

function codeConstructor(code, Base) {
  function NodeError(...args) {
    return buildError(code, Base, args, NodeError);
  }
  NodeError.prototype.code = code;
  return NodeError;
}

const lazyCode = {
  __proto__: null,
  get(_target, code, receiver) {
    if (typeof code !== 'string') return undefined;
    const constructor = codeConstructor(code);
    // The same code over another base class: codes.ERR_INVALID_STATE.TypeError
    for (const Base of [TypeError, RangeError]) {
      Object.defineProperty(constructor, Base.name, {
        __proto__: null,
        get() {
          const value = codeConstructor(code, Base);
          Object.defineProperty(constructor, Base.name, { __proto__: null, value });
          return value;
        },
        configurable: true,
      });
    }
    Object.defineProperty(receiver, code, { __proto__: null, value: constructor, enumerable: true });
    return constructor;
  },
};

// Own properties appear on first use.
const codes = Object.create(new Proxy(Object.create(null), lazyCode));

class AbortError extends Error {
  constructor(message = 'The operation was aborted', options = undefined) {
    if (options !== undefined && typeof options !== 'object') {
      throw new codes.ERR_INVALID_ARG_TYPE('options', 'Object', options);
    }
    super(message, options);
    this.code = 'ABORT_ERR';
    this.name = 'AbortError';
  }
}

class NodeAggregateError extends AggregateError {
  constructor(errors, message) {
    super(errors, message);
    this.code = errors[0]?.code;
  }
  get ['constructor']() {
    return AggregateError;
  }
}

function aggregateTwoErrors(innerError, outerError) {
  if (!innerError || !outerError || innerError === outerError) return innerError || outerError;
  if (Array.isArray(outerError.errors)) {
    outerError.errors.push(innerError);
    return outerError;
  }
  const error = new AggregateError([outerError, innerError], outerError.message);
  Error.captureStackTrace(error, aggregateTwoErrors);
  error.code = outerError.code;
  return error;
}

function genericNodeError(message, properties) {
  const error = new Error(message);
  Error.captureStackTrace(error, genericNodeError);
  return Object.assign(error, properties);
}

// How Node's messages describe the value that was refused.
function determineSpecificType(value) {
  if (value === null) return 'null';
  if (value === undefined) return 'undefined';
  switch (typeof value) {
    case 'bigint':
      return `type bigint (${value}n)`;
    case 'number':
      if (Object.is(value, -0)) return 'type number (-0)';
      return `type number (${value})`;
    case 'boolean':
      return `type boolean (${value})`;
    case 'symbol':
      return `type symbol (${String(value)})`;
    case 'function':
      return `function ${value.name}`;
    case 'string': {
      const short = value.length > 28 ? `${value.slice(0, 25)}...` : value;
      if (!short.includes("'")) return `type string ('${short}')`;
      return `type string (${JSON.stringify(short)})`;
    }
    default: {
      if (value.constructor?.name) return `an instance of ${value.constructor.name}`;
      const { inspect } = require('internal/util/inspect');
      return inspect(value, { depth: -1 });
    }
  }
}

let overflowMessage;
let overflowName;
function isStackOverflowError(error) {
  if (overflowMessage === undefined) {
    try {
      (function recurse() { recurse(); })();
    } catch (overflow) {
      overflowMessage = overflow.message;
      overflowName = overflow.name;
    }
  }
  return error && error.name === overflowName && error.message === overflowMessage;
}

// Kept so that code may mark its entry points; frames are not hidden here.
const hideStackFrames = (fn) => {
  fn.withoutStackTrace = fn;
  return fn;
};

function lazyFromSystem(name) {
  return {
    get() {
      const value = require('internal/errors/system')[name];
      Object.defineProperty(exports, name, { __proto__: null, value, writable: true, configurable: true });
      return value;
    },
    configurable: true,
    enumerable: true,
  };
}

Object.assign(exports, {
  AbortError,
  NodeAggregateError,
  aggregateTwoErrors,
  captureWithName,
  codes,
  determineSpecificType,
  genericNodeError,
  hideStackFrames,
  isStackOverflowError,
  withoutStack,
});

for (const name of [
  'ConnResetException', 'DNSException', 'ErrnoException', 'ExceptionWithHostPort', 'SystemError',
  'UVException', 'UVExceptionWithHostPort', 'errnoException', 'uvErrmapGet', 'uvException',
]) {
  Object.defineProperty(exports, name, lazyFromSystem(name));
}
