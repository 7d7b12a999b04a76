// `zlib`: deflate, gzip, brotli and zstd, as streams, with callbacks and at once. Absent on purpose: zip archives.
'use strict';

const { Buffer } = require('buffer');
const { codes, genericNodeError } = require('internal/errors');
const { isAnyArrayBuffer } = require('internal/util/types');
const { checkRangesOrGetDefault, validateFunction, validateUint32 } = require('internal/validators');
const { constantsOf } = require('internal/util');
const constants = require('internal/zlib/constants');
const {
  ZlibBase, binding, brotliFlushes, changeParams, define, dictionaryOf, processAll, zlibFlushes, zstdFlushes,
} = require('internal/zlib/stream');

const {
  Z_DEFAULT_COMPRESSION, Z_DEFAULT_MEMLEVEL, Z_DEFAULT_STRATEGY, Z_DEFAULT_WINDOWBITS, Z_FIXED,
  Z_MAX_LEVEL, Z_MAX_MEMLEVEL, Z_MAX_WINDOWBITS, Z_MIN_LEVEL, Z_MIN_MEMLEVEL, Z_MIN_WINDOWBITS,
} = constants;

function classic(self, options, mode) {
  let windowBits = Z_DEFAULT_WINDOWBITS;
  let level = Z_DEFAULT_COMPRESSION;
  let memLevel = Z_DEFAULT_MEMLEVEL;
  let strategy = Z_DEFAULT_STRATEGY;
  let dictionary;
  if (options) {
    // A decompressor may take the window from the header.
    const fromHeader = !options.windowBits && (mode === 2 || mode === 4 || mode === 7);
    if (!fromHeader) {
      const least = Z_MIN_WINDOWBITS + (mode === 3 ? 1 : 0);
      windowBits = checkRangesOrGetDefault(
        options.windowBits, 'options.windowBits', least, Z_MAX_WINDOWBITS, Z_DEFAULT_WINDOWBITS);
    }
    level = checkRangesOrGetDefault(options.level, 'options.level', Z_MIN_LEVEL, Z_MAX_LEVEL, Z_DEFAULT_COMPRESSION);
    memLevel = checkRangesOrGetDefault(
      options.memLevel, 'options.memLevel', Z_MIN_MEMLEVEL, Z_MAX_MEMLEVEL, Z_DEFAULT_MEMLEVEL);
    strategy = checkRangesOrGetDefault(
      options.strategy, 'options.strategy', Z_DEFAULT_STRATEGY, Z_FIXED, Z_DEFAULT_STRATEGY);
    dictionary = dictionaryOf(options);
  }
  ZlibBase(self, options, mode, zlibFlushes, () => (
    binding.create(mode, [windowBits, level, memLevel, strategy], dictionary, [])));
  self._level = level;
  self._strategy = strategy;
}

// [key, value, ...] of the parameters, checked against the highest key and what values may be.
function parameters(options, most, InvalidParam) {
  const flat = [];
  for (const key of Object.keys(options?.params ?? {})) {
    const number = Number(key);
    if (Number.isNaN(number) || !most.has(number) || flat.some((each, index) => index % 2 === 0 && each === number)) {
      throw new InvalidParam(key);
    }
    const value = options.params[key];
    if (typeof value !== 'number' && typeof value !== 'boolean') {
      throw new codes.ERR_INVALID_ARG_TYPE('options.params[key]', 'number', value);
    }
    if (switches.has(number) && most === brotliEncoderKeys() && Number(value) > 1) {
      throw genericNodeError('Initialization failed', { code: 'ERR_ZLIB_INITIALIZATION_FAILED' });
    }
    flat.push(number, Number(value));
  }
  return flat;
}

// Parameters of Brotli's encoder that are on or off.
const switches = new Set([constants.BROTLI_PARAM_DISABLE_LITERAL_CONTEXT_MODELING]);

const keysOf = (pattern) => new Set(Object.keys(constants).filter((name) => pattern.test(name)).map((name) => constants[name]));
const lazySet = (pattern) => {
  let set;
  return () => (set ??= keysOf(pattern));
};
const brotliEncoderKeys = lazySet(/^BROTLI_PARAM_/);
const brotliDecoderKeys = lazySet(/^BROTLI_DECODER_PARAM_/);
const zstdEncoderKeys = lazySet(/^ZSTD_c_/);
const zstdDecoderKeys = lazySet(/^ZSTD_d_/);

function brotli(self, options, mode) {
  const known = mode === 9 ? brotliEncoderKeys() : brotliDecoderKeys();
  const flat = parameters(options, known, codes.ERR_BROTLI_INVALID_PARAM);
  ZlibBase(self, options, mode, brotliFlushes, () => binding.create(mode, [], undefined, flat));
}

function zstd(self, options, mode) {
  const known = mode === 10 ? zstdEncoderKeys() : zstdDecoderKeys();
  const flat = parameters(options, known, codes.ERR_ZSTD_INVALID_PARAM);
  const size = options?.pledgedSrcSize;
  ZlibBase(self, options, mode, zstdFlushes, () => binding.create(mode, [size ?? -1], dictionaryOf(options), flat));
}

const formats = [
  ['Deflate', 1, classic], ['Inflate', 2, classic], ['Gzip', 3, classic], ['Gunzip', 4, classic],
  ['DeflateRaw', 5, classic], ['InflateRaw', 6, classic], ['Unzip', 7, classic],
  ['BrotliDecompress', 8, brotli], ['BrotliCompress', 9, brotli],
  ['ZstdCompress', 10, zstd], ['ZstdDecompress', 11, zstd],
];

function inputOf(buffer) {
  if (typeof buffer === 'string') return Buffer.from(buffer);
  if (ArrayBuffer.isView(buffer)) return buffer;
  if (isAnyArrayBuffer(buffer)) return new Uint8Array(buffer);
  throw new codes.ERR_INVALID_ARG_TYPE('buffer', ['string', 'Buffer', 'TypedArray', 'DataView', 'ArrayBuffer'], buffer);
}

function addFormat([name, mode, setUp]) {
  const Class = {
    [name]: function(options) {
      if (!(this instanceof Class)) return new Class(options);
      if (mode === 5 && options?.windowBits === 8) options = { ...options, windowBits: 9 };
      setUp(this, options, mode);
    },
  }[name];
  define(Class);
  if (setUp === classic) {
    Object.defineProperty(Class.prototype, 'params', {
      value: function params(level, strategy, callback) { changeParams(this, level, strategy, callback); },
      writable: true,
      configurable: true,
    });
  }
  const method = name[0].toLowerCase() + name.slice(1);
  exports[name] = Class;
  Object.assign(exports, {
    [method](buffer, options, callback) {
      if (typeof options === 'function') {
        callback = options;
        options = {};
      }
      validateFunction(callback, 'callback');
      const engine = new Class(options);
      processAll(engine, inputOf(buffer), callback);
    },
    [`${method}Sync`](buffer, options) {
      return processAll(new Class(options), inputOf(buffer));
    },
  });
  Object.defineProperty(exports, `create${name}`, {
    __proto__: null,
    enumerable: true,
    configurable: true,
    value: { [`create${name}`](options) { return new Class(options); } }[`create${name}`],
  });
}
formats.forEach(addFormat);

exports.crc32 = function crc32(data, value = 0) {
  if (typeof data === 'string') data = Buffer.from(data);
  else if (!ArrayBuffer.isView(data)) {
    throw new codes.ERR_INVALID_ARG_TYPE('data', ['Buffer', 'TypedArray', 'DataView', 'string'], data);
  }
  validateUint32(value, 'value');
  return binding.crc32(data, value);
};

const results = {
  Z_OK: 0, Z_STREAM_END: 1, Z_NEED_DICT: 2, Z_ERRNO: -1, Z_STREAM_ERROR: -2, Z_DATA_ERROR: -3, Z_MEM_ERROR: -4,
  Z_BUF_ERROR: -5, Z_VERSION_ERROR: -6,
};
for (const name of Object.keys(results)) results[results[name]] = name;
Object.defineProperties(exports, {
  constants: { value: constantsOf(constants), enumerable: true },
  codes: { value: Object.freeze(results), enumerable: true },
});
// The old place of the constants that are old.
for (const name of Object.keys(constants).filter((each) => !/^(BROTLI|ZSTD)_/.test(each))) {
  Object.defineProperty(exports, name, { value: constants[name], enumerable: false, writable: false });
}
