// The util module. Everything of weight is loaded when it is first used.
'use strict';

const { codes } = require('internal/errors');
const internalUtil = require('internal/util');
const types = require('internal/util/types');
const {
  validateFunction, validateNumber, validateOneOf, validateString,
} = require('internal/validators');
const inspecting = require('internal/util/inspect');

const { defineLazy, deprecate } = internalUtil;

function inherits(constructor, superConstructor) {
  if (constructor === undefined || constructor === null) {
    throw new codes.ERR_INVALID_ARG_TYPE('ctor', 'Function', constructor);
  }
  if (superConstructor === undefined || superConstructor === null) {
    throw new codes.ERR_INVALID_ARG_TYPE('superCtor', 'Function', superConstructor);
  }
  if (superConstructor.prototype === undefined) {
    throw new codes.ERR_INVALID_ARG_TYPE('superCtor.prototype', 'Object', undefined);
  }
  Object.defineProperty(constructor, 'super_', {
    value: superConstructor, writable: true, configurable: true,
  });
  Object.setPrototypeOf(constructor.prototype, superConstructor.prototype);
}

// A falsy reason could not be told from success, so it is wrapped.
function rejectCallback(reason, callback) {
  if (!reason) {
    const error = new codes.ERR_FALSY_VALUE_REJECTION(reason);
    Error.captureStackTrace(error, rejectCallback);
    reason = error;
  }
  callback(reason);
}

function callbackify(original) {
  validateFunction(original, 'original');
  function callbackified(...args) {
    const callback = args.pop();
    validateFunction(callback, 'last argument');
    const done = callback.bind(this);
    Reflect.apply(original, this, args).then(
      (value) => process.nextTick(done, null, value),
      (reason) => process.nextTick(rejectCallback, reason, done));
  }
  const descriptors = Object.getOwnPropertyDescriptors(original);
  if (typeof descriptors.length.value === 'number') descriptors.length.value++;
  if (typeof descriptors.name.value === 'string') descriptors.name.value += 'Callbackified';
  for (const name of Object.keys(descriptors)) Object.setPrototypeOf(descriptors[name], null);
  return Object.defineProperties(callbackified, descriptors);
}

function validateErrno(errno) {
  validateNumber(errno, 'err');
  if (errno >= 0 || !Number.isSafeInteger(errno)) {
    throw new codes.ERR_OUT_OF_RANGE('err', 'a negative integer', errno);
  }
}

function getSystemErrorName(err) {
  validateErrno(err);
  return internalUtil.getSystemErrorName(err);
}

function getSystemErrorMessage(err) {
  validateErrno(err);
  return internalUtil.getSystemErrorMessage(err);
}

function _errnoException(errno, ...rest) {
  validateErrno(errno);
  const error = require('internal/errors').ErrnoException(errno, ...rest);
  Error.captureStackTrace(error, _errnoException);
  return error;
}

function _exceptionWithHostPort(errno, ...rest) {
  validateErrno(errno);
  const error = require('internal/errors').ExceptionWithHostPort(errno, ...rest);
  Error.captureStackTrace(error, _exceptionWithHostPort);
  return error;
}

function _extend(target, source) {
  if (source === null || typeof source !== 'object') return target;
  for (const key of Object.keys(source)) target[key] = source[key];
  return target;
}

function isStream(value) {
  return value !== null && typeof value === 'object' &&
    (typeof value.write === 'function' || typeof value.pipe === 'function' ||
     typeof value.getReader === 'function' || typeof value.getWriter === 'function');
}

function skipsColors(stream) {
  if (!stream?.isTTY) return true;
  return typeof stream.getColorDepth === 'function' ?
    !stream.hasColors() : process.env.NO_COLOR !== undefined;
}

function styleText(format, text, { validateStream = true, stream = process.stdout } = {}) {
  validateString(text, 'text');
  require('internal/validators').validateBoolean(validateStream, 'options.validateStream');
  let skip = false;
  if (validateStream) {
    if (!isStream(stream)) {
      throw new codes.ERR_INVALID_ARG_TYPE(
        'stream', ['ReadableStream', 'WritableStream', 'Stream'], stream);
    }
    skip = skipsColors(stream);
  }
  let before = '';
  let after = '';
  let inner = text;
  for (const name of Array.isArray(format) ? format : [format]) {
    if (name === 'none') continue;
    const [on, off] = colorCodes(name).map((code) => `\u001b[${code}m`);
    before += on;
    after = off + after;
    inner = styledAgain(inner, on, off);
  }
  return skip ? text : `${before}${inner}${after}`;
}

// What to send before and after the text: of a name in inspect.colors, or of #rgb or #rrggbb.
function colorCodes(name) {
  const { colors } = inspecting.inspect;
  if (typeof name === 'string' && name[0] === '#') {
    if (!/^#(?:[\da-f]{3}){1,2}$/i.test(name)) {
      throw new codes.ERR_INVALID_ARG_VALUE('format', name, 'must be a valid hex color (#RGB or #RRGGBB)');
    }
    const digits = name.length === 4 ? name.replace(/[^#]/g, '$&$&') : name;
    const parts = [1, 3, 5].map((at) => Number.parseInt(digits.slice(at, at + 2), 16));
    return [`38;2;${parts.join(';')}`, 39];
  }
  if (typeof name !== 'string' || colors[name] === undefined) validateOneOf(name, 'format', Object.keys(colors));
  return colors[name];
}

// A style inside the text ends this one too: it is begun again there. Bold and dim have one end, which has to be kept.
function styledAgain(text, on, off) {
  const pieces = text.split(off);
  if (pieces.length === 1) return text;
  const tail = pieces[pieces.length - 1] === '' ? off + pieces.splice(-1).join('') : '';
  return pieces.join(off === '\u001b[22m' ? off + on : on) + tail;
}

function toUSVString(input) {
  return String(input).toWellFormed();
}

function getCallSites(frameCount = 10, options = undefined) {
  if (typeof frameCount === 'object') [frameCount, options] = [10, frameCount];
  if (options !== undefined) {
    require('internal/validators').validateObject(options, 'options');
    require('internal/validators').validateBoolean(options.sourceMap, 'options.sourceMap');
  }
  require('internal/validators').validateInteger(frameCount, 'frameCount', 1, 200);
  const { callSites, describe, mapped } = require('internal/util/call_sites');
  const sites = callSites(getCallSites, frameCount).map(describe);
  return options?.sourceMap ?? require('internal/modules/options').sourceMaps ? sites.map(mapped) : sites;
}

let warnedOfName = false;
function getCallSite(frameCount, options) {
  if (!warnedOfName) process.emitWarning('The `util.getCallSite` API has been renamed to `util.getCallSites()`.', 'ExperimentalWarning');
  warnedOfName = true;
  return getCallSites(frameCount, options);
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
function log(...args) {
  const now = new Date();
  const two = (number) => String(number).padStart(2, '0');
  const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join(':');
  console.log('%s - %s', `${now.getDate()} ${months[now.getMonth()]} ${time}`,
              inspecting.format(...args));
}

// Deprecated functions, each with its code and what its warning recommends.
const legacy = {
  _extend: [_extend, 'DEP0060', ' Please use Object.assign() instead.'],
  isArray: [Array.isArray, 'DEP0044', ' Please use `Array.isArray()` instead.'],
  isBoolean: [(arg) => typeof arg === 'boolean', 'DEP0045', '  Please use `typeof arg === "boolean"` instead.'],
  isBuffer: [(arg) => require('buffer').Buffer.isBuffer(arg), 'DEP0046', ' Please use `Buffer.isBuffer()` instead.'],
  isNull: [(arg) => arg === null, 'DEP0050', ' Please use `arg === null` instead.'],
  isNullOrUndefined: [(arg) => arg === null || arg === undefined, 'DEP0051',
                      ' Please use `arg === null || arg === undefined` instead.'],
  isNumber: [(arg) => typeof arg === 'number', 'DEP0052', ' Please use `typeof arg === "number"` instead.'],
  isString: [(arg) => typeof arg === 'string', 'DEP0056', '  Please use `typeof arg === "string"` instead.'],
  isSymbol: [(arg) => typeof arg === 'symbol', 'DEP0057', '  Please use `arg === "symbol"` instead.'],
  isUndefined: [(arg) => arg === undefined, 'DEP0058', ' Please use `arg === undefined` instead.'],
  isRegExp: [types.isRegExp, 'DEP0055', ' Please use `arg instanceof RegExp` instead.'],
  isObject: [(arg) => arg !== null && typeof arg === 'object', 'DEP0053',
             ' Please use `arg !== null && typeof arg === "object"` instead.'],
  isDate: [types.isDate, 'DEP0047', '  Please use `arg instanceof Date` instead.'],
  isError: [(arg) => internalUtil.isError(arg), 'DEP0048',
            ' Please use `ObjectPrototypeToString(e) === "[object Error]" || e instanceof Error` instead.'],
  isFunction: [(arg) => typeof arg === 'function', 'DEP0049', '  Please use `typeof arg === "function"` instead.'],
  isPrimitive: [(arg) => arg === null || (typeof arg !== 'object' && typeof arg !== 'function'), 'DEP0054',
                ' Please use `arg === null || (typeof arg !== "object" && typeof arg !== "function")` instead.'],
};

module.exports = {
  _errnoException,
  _exceptionWithHostPort,
  callbackify,
  deprecate,
  format: inspecting.format,
  styleText,
  formatWithOptions: inspecting.formatWithOptions,
  getCallSite,
  getCallSites,
  getSystemErrorMap: internalUtil.getSystemErrorMap,
  getSystemErrorName,
  getSystemErrorMessage,
  inherits,
  inspect: inspecting.inspect,
  isDeepStrictEqual: (a, b) => require('internal/util/comparisons').isDeepStrictEqual(a, b),
  log: deprecate(log, 'The `util.log API is deprecated. Please use console.log() with a custom formatter or a third-party logger instead.',
                 'DEP0059'),
  promisify: internalUtil.promisify,
  stripVTControlCharacters: inspecting.stripVTControlCharacters,
  toUSVString,
  aborted(signal, resource) { return require('internal/abort_controller').aborted(signal, resource); },
  transferableAbortSignal(signal) { return require('internal/abort_controller').transferableAbortSignal(signal); },
  transferableAbortController() { return require('internal/abort_controller').transferableAbortController(); },
  types,
  parseEnv: (content) => require('internal/util/parse_env').parseEnv(content),
};

for (const [name, [fn, code, advice]] of Object.entries(legacy)) {
  module.exports[name] = deprecate(fn, `The \`util.${name}\` API is deprecated.${advice}`, code);
}

const { debuglog } = require('internal/util/debuglog');
module.exports.debuglog = debuglog;
module.exports.debug = debuglog;
internalUtil.setLengths(module.exports, { _errnoException: 0, _exceptionWithHostPort: 0, deprecate: 4 });
defineLazy(module.exports, 'parseArgs', () => require('internal/util/parse_args').parseArgs);
defineLazy(module.exports, 'TextDecoder', () => globalThis.TextDecoder);
defineLazy(module.exports, 'TextEncoder', () => globalThis.TextEncoder);
defineLazy(module.exports, 'MIMEType', () => require('internal/mime').MIMEType);
defineLazy(module.exports, 'MIMEParams', () => require('internal/mime').MIMEParams);
