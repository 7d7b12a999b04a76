// The global structuredClone: its arguments and its DataCloneErrors; the copying is native.
'use strict';

const native = internalBinding('messaging');
const { codes } = require('internal/errors');
const { lazyDOMException } = require('internal/util');

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

function checked(list) {
  return list.length === 0 ? list : require('internal/worker/port').checkTransferList(list, null);
}

function structuredClone(value, options) {
  if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('The value argument must be specified');
  return native.structuredClone(value, checked(transferListOf(options)), dataCloneError);
}

module.exports = { dataCloneError, structuredClone };
