'use strict';
// The global structuredClone: its arguments and its DataCloneErrors; the copying is native.

const native = internalBinding('messaging');
const { codes } = require('internal/errors');
const { lazyDOMException } = require('internal/util');
const { isArrayBuffer } = require('internal/util/types');

const dataCloneError = (message) => lazyDOMException(message, 'DataCloneError');

function failedConversion(what) {
  const error = new TypeError(`Failed to execute 'structuredClone': ${what}`);
  error.code = 'ERR_INVALID_ARG_TYPE';
  return error;
}

function transferListOf(options) {
  if (options === undefined || options === null) return [];
  if (typeof options !== 'object' && typeof options !== 'function') {
    throw failedConversion('Options cannot be converted to a dictionary');
  }
  const { transfer } = options;
  if (transfer === undefined) return [];
  if (transfer === null || typeof transfer !== 'object' ||
      typeof transfer[Symbol.iterator] !== 'function') {
    throw failedConversion('transfer in Options can not be converted to sequence.');
  }
  return [...transfer];
}

// Checks a transfer list; all of it are ArrayBuffers then.
function checkTransferList(list) {
  const seen = new Set();
  for (const item of list) {
    if (!isArrayBuffer(item)) throw dataCloneError('Found invalid value in transferList.');
    if (seen.has(item)) throw dataCloneError('Transfer list contains duplicate ArrayBuffer');
    if (item.detached) throw dataCloneError('Cannot transfer object of unsupported type.');
    seen.add(item);
  }
  return list;
}

function structuredClone(value, options = undefined) {
  if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('The value argument must be specified');
  return native.structuredClone(value, checkTransferList(transferListOf(options)), dataCloneError);
}

module.exports = { checkTransferList, dataCloneError, structuredClone };
