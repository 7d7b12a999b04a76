// The compile cache's switch: module.enableCompileCache() and NODE_COMPILE_CACHE. What is kept and how is the native half's.
'use strict';

const native = internalBinding('compile_cache');

const STATUS = { FAILED: 0, ENABLED: 1, ALREADY_ENABLED: 2, DISABLED: 3 };

function enable(options) {
  const { directory: given, portable } = typeof options === 'object' && options !== null ? options : { directory: options };
  if (given !== undefined && typeof given !== 'string' || options === null) {
    throw require('internal/modules/errors').coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'cacheDir should be a string');
  }
  const { NODE_COMPILE_CACHE, NODE_COMPILE_CACHE_PORTABLE, NODE_DISABLE_COMPILE_CACHE, NODE_DEBUG_NATIVE } = process.env;
  if (NODE_DISABLE_COMPILE_CACHE) return { status: STATUS.DISABLED, message: 'Disabled by NODE_DISABLE_COMPILE_CACHE' };
  const active = native.directory();
  if (active !== undefined) return { status: STATUS.ALREADY_ENABLED, directory: active };
  const path = require('path');
  const directory = path.resolve(given || NODE_COMPILE_CACHE || path.join(require('os').tmpdir(), 'node-compile-cache'));
  const isVerbose = /(^|,)COMPILE_CACHE(,|$)/i.test(NODE_DEBUG_NATIVE ?? '');
  const failure = native.enable(directory, portable ?? NODE_COMPILE_CACHE_PORTABLE === '1', isVerbose);
  if (failure !== undefined) return { status: STATUS.FAILED, message: failure };
  require('internal/process/execution').whenEnding(() => native.flush(false));
  return { status: STATUS.ENABLED, directory };
}

module.exports = { STATUS, enable };
