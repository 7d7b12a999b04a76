// Checks of arguments, with Node's errors. Each throws or returns nothing, but for those that
// normalise (validatePort, parseFileMode, checkRangesOrGetDefault).
'use strict';

const { codes } = require('internal/errors');

const isInt32 = (value) => value === (value | 0);
const isUint32 = (value) => value === (value >>> 0);

const typeError = (name, expected, value) => new codes.ERR_INVALID_ARG_TYPE(name, expected, value);

function validateString(value, name) {
  if (typeof value !== 'string') throw typeError(name, 'string', value);
}

function validateBoolean(value, name) {
  if (typeof value !== 'boolean') throw typeError(name, 'boolean', value);
}

function validateFunction(value, name) {
  if (typeof value !== 'function') throw typeError(name, 'Function', value);
}

const asyncFunction = Object.getPrototypeOf(async () => {}).constructor;

function validatePlainFunction(value, name) {
  if (typeof value !== 'function' || value instanceof asyncFunction) {
    throw typeError(name, 'Function', value);
  }
}

function validateUndefined(value, name) {
  if (value !== undefined) throw typeError(name, 'undefined', value);
}

function validateUnion(value, name, union) {
  if (!union.includes(value)) throw typeError(name, `('${union.join('|')}')`, value);
}

function rangeText(min, max) {
  const lower = min === undefined ? '' : `>= ${min}`;
  const upper = max === undefined ? '' : `<= ${max}`;
  return `${lower}${lower && upper ? ' && ' : ''}${upper}`;
}

function validateNumber(value, name, min = undefined, max = undefined) {
  if (typeof value !== 'number') throw typeError(name, 'number', value);
  // An absent bound may be null or undefined.
  if ((min != null && value < min) || (max != null && value > max) ||
      ((min != null || max != null) && Number.isNaN(value))) {
    throw new codes.ERR_OUT_OF_RANGE(name, rangeText(min ?? undefined, max ?? undefined), value);
  }
}

function validateInteger(value, name, min = Number.MIN_SAFE_INTEGER,
                         max = Number.MAX_SAFE_INTEGER) {
  if (typeof value !== 'number') throw typeError(name, 'number', value);
  if (!Number.isInteger(value)) throw new codes.ERR_OUT_OF_RANGE(name, 'an integer', value);
  if (value < min || value > max) {
    throw new codes.ERR_OUT_OF_RANGE(name, rangeText(min, max), value);
  }
}

function validateInt32(value, name, min = -2147483648, max = 2147483647) {
  validateInteger(value, name, min, max);
}

function validateUint32(value, name, positive = false) {
  validateInteger(value, name, positive ? 1 : 0, 4294967295);
}

// Answers whether there is a usable number; undefined and NaN mean "none given".
function validateFiniteNumber(value, name) {
  if (value === undefined) return false;
  if (Number.isFinite(value)) return true;
  if (Number.isNaN(value)) return false;
  validateNumber(value, name);
  throw new codes.ERR_OUT_OF_RANGE(name, 'a finite number', value);
}

function checkRangesOrGetDefault(value, name, lower, upper, fallback) {
  if (!validateFiniteNumber(value, name)) return fallback;
  if (value < lower || value > upper) {
    throw new codes.ERR_OUT_OF_RANGE(name, `>= ${lower} and <= ${upper}`, value);
  }
  return value;
}

const kValidateObjectNone = 0;
const kValidateObjectAllowNullable = 1;
const kValidateObjectAllowArray = 2;
const kValidateObjectAllowFunction = 4;
const kValidateObjectAllowObjects = kValidateObjectAllowArray | kValidateObjectAllowFunction;
const kValidateObjectAllowObjectsAndNull =
  kValidateObjectAllowObjects | kValidateObjectAllowNullable;

function validateObject(value, name, options = kValidateObjectNone) {
  let fits;
  if (value === null) fits = (options & kValidateObjectAllowNullable) !== 0;
  else if (Array.isArray(value)) fits = (options & kValidateObjectAllowArray) !== 0;
  else if (typeof value === 'function') fits = (options & kValidateObjectAllowFunction) !== 0;
  else fits = typeof value === 'object';
  if (!fits) throw typeError(name, 'Object', value);
}

// A dictionary of Web IDL: null and undefined stand for the empty one.
function validateDictionary(value, name) {
  if (value != null && typeof value !== 'object' && typeof value !== 'function') {
    throw typeError(name, 'a dictionary', value);
  }
}

function validateArray(value, name, minLength = 0) {
  if (!Array.isArray(value)) throw typeError(name, 'Array', value);
  if (value.length < minLength) {
    throw new codes.ERR_INVALID_ARG_VALUE(name, value, `must be longer than ${minLength}`);
  }
}

const validateEach = (check) => (value, name) => {
  validateArray(value, name);
  for (let i = 0; i < value.length; i++) check(value[i], `${name}[${i}]`);
};

function validateAbortSignal(signal, name) {
  if (signal !== undefined &&
      (signal === null || typeof signal !== 'object' || !('aborted' in signal))) {
    throw typeError(name, 'AbortSignal', signal);
  }
}

function validateAbortSignalElement(signal, name) {
  if (signal === undefined) throw typeError(name, 'AbortSignal', signal);
  validateAbortSignal(signal, name);
}

function validateOneOf(value, name, oneOf) {
  if (oneOf.includes(value)) return;
  const allowed = oneOf.map((item) => (typeof item === 'string' ? `'${item}'` : String(item)));
  throw new codes.ERR_INVALID_ARG_VALUE(name, value, `must be one of: ${allowed.join(', ')}`);
}

function validatePort(port, name = 'Port', allowZero = true) {
  const usable = (typeof port === 'number' || (typeof port === 'string' && port.trim() !== '')) &&
    Number.isInteger(+port) && +port >= (allowZero ? 0 : 1) && +port <= 65535;
  if (!usable) throw new codes.ERR_SOCKET_BAD_PORT(name, port, allowZero);
  return port | 0;
}

function validateBuffer(buffer, name = 'buffer') {
  if (!ArrayBuffer.isView(buffer)) {
    throw typeError(name, ['Buffer', 'TypedArray', 'DataView'], buffer);
  }
}

function validateEncoding(data, encoding) {
  const { normalizeEncoding } = require('internal/util');
  if (normalizeEncoding(encoding) === 'hex' && data.length % 2 !== 0) {
    throw new codes.ERR_INVALID_ARG_VALUE('encoding', encoding,
                                          `is invalid for data of length ${data.length}`);
  }
}

function validateSignalName(signal, name = 'signal') {
  validateString(signal, name);
  const { signals } = internalBinding('constants').os;
  if (signals[signal] !== undefined) return;
  if (signals[signal.toUpperCase()] !== undefined) {
    throw new codes.ERR_UNKNOWN_SIGNAL(`${signal} (signals must use all capital letters)`);
  }
  throw new codes.ERR_UNKNOWN_SIGNAL(signal);
}

function parseFileMode(value, name, fallback) {
  const mode = value ?? fallback;
  if (typeof mode === 'string') {
    if (!/^[0-7]+$/.test(mode)) {
      throw new codes.ERR_INVALID_ARG_VALUE(
        name, mode, 'must be a 32-bit unsigned integer or an octal string');
    }
    const parsed = Number.parseInt(mode, 8);
    validateUint32(parsed, name);
    return parsed;
  }
  validateUint32(mode, name);
  return mode;
}

const linkFormat =
  /^(?:<[^>]*>)(?:\s*;\s*[^;"\s]+(?:=(?:"[^"]*"|[^"\s;]*))?)*$/;

// The value of a Link header: a string, an array of them, both of the form "<url>; rel=x".
function validateLinkHeaderValue(hints) {
  const check = (value) => {
    if (typeof value !== 'string' || !linkFormat.test(value)) {
      throw new codes.ERR_INVALID_ARG_VALUE(
        'hints', value,
        'must be an array or string of format "</styles.css>; rel=preload; as=style"');
    }
    return value;
  };
  return Array.isArray(hints) ? hints.map(check).join(', ') : check(hints);
}

function validateInternalField(object, field, className) {
  if (typeof object !== 'object' || object === null || !Object.hasOwn(object, field)) {
    throw typeError('this', className, object);
  }
}

module.exports = {
  checkRangesOrGetDefault,
  isInt32,
  isUint32,
  kValidateObjectAllowArray,
  kValidateObjectAllowFunction,
  kValidateObjectAllowNullable,
  kValidateObjectAllowObjects,
  kValidateObjectAllowObjectsAndNull,
  kValidateObjectNone,
  parseFileMode,
  validateAbortSignal,
  validateAbortSignalArray: validateEach(validateAbortSignalElement),
  validateArray,
  validateBoolean,
  validateBooleanArray: validateEach(validateBoolean),
  validateBuffer,
  validateDictionary,
  validateEncoding,
  validateFiniteNumber,
  validateFunction,
  validateInt32,
  validateInteger,
  validateInternalField,
  validateLinkHeaderValue,
  validateNumber,
  validateObject,
  validateOneOf,
  validatePlainFunction,
  validatePort,
  validateSignalName,
  validateString,
  validateStringArray: validateEach(validateString),
  validateUint32,
  validateUndefined,
  validateUnion,
};
