// TextEncoder and TextDecoder. Labels, legacy encodings and decoding across chunks are native (`builtins/encoding.rs`).
'use strict';

const binding = internalBinding('encoding');
const { codes } = require('internal/errors');

const customInspect = Symbol.for('nodejs.util.inspect.custom');
const tagOf = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;

class TextEncoder {
  #brand = true;
  static #check(value) {
    if (value === null || typeof value !== 'object' || !(#brand in value)) throw new codes.ERR_INVALID_THIS('TextEncoder');
  }

  get encoding() {
    TextEncoder.#check(this);
    return 'utf-8';
  }

  encode(input = '') {
    TextEncoder.#check(this);
    return binding.encode(`${input}`);
  }

  encodeInto(src, dest) {
    TextEncoder.#check(this);
    if (typeof src !== 'string') throw new codes.ERR_INVALID_ARG_TYPE('src', 'string', src);
    if (tagOf.call(dest) !== 'Uint8Array') throw new codes.ERR_INVALID_ARG_TYPE('dest', 'Uint8Array', dest);
    binding.encodeInto(src, dest);
    return { read: binding.counts[0], written: binding.counts[1] };
  }

  [customInspect](depth, options) {
    if (typeof depth === 'number' && depth < 0) return this;
    return require('internal/util/inspect').inspect({ encoding: this.encoding }, options);
  }
}

class TextDecoder {
  #encoding;
  #fatal;
  #ignoreBOM;
  // The native decoder, while a stream of chunks goes on or for encodings other than UTF-8.
  #decoder = null;
  static #check(value) {
    if (value === null || typeof value !== 'object' || !(#encoding in value)) throw new codes.ERR_INVALID_THIS('TextDecoder');
  }

  constructor(encoding = 'utf-8', options = {}) {
    encoding = `${encoding}`;
    if (options === null) options = {};
    if (typeof options !== 'object' && typeof options !== 'function') {
      throw new codes.ERR_INVALID_ARG_TYPE('options', 'object', options);
    }
    const name = binding.resolveLabel(encoding);
    if (name === undefined || name === 'replacement') throw new codes.ERR_ENCODING_NOT_SUPPORTED(name ?? encoding);
    this.#encoding = name;
    this.#fatal = Boolean(options.fatal);
    this.#ignoreBOM = Boolean(options.ignoreBOM);
  }

  get encoding() {
    TextDecoder.#check(this);
    return this.#encoding;
  }

  get fatal() {
    TextDecoder.#check(this);
    return this.#fatal;
  }

  get ignoreBOM() {
    TextDecoder.#check(this);
    return this.#ignoreBOM;
  }

  decode(input = undefined, options = {}) {
    TextDecoder.#check(this);
    if (input !== undefined && !ArrayBuffer.isView(input) && !isAnyArrayBuffer(input)) {
      throw invalidInput();
    }
    const stream = Boolean(options?.stream);
    let text;
    if (!stream && this.#decoder === null && this.#encoding === 'utf-8') {
      text = input === undefined ? '' : binding.decodeUtf8(input, this.#ignoreBOM, this.#fatal);
    } else {
      this.#decoder ??= binding.createDecoder(this.#encoding, this.#ignoreBOM);
      text = binding.decode(this.#decoder, input, !stream, this.#fatal);
      if (!stream || text === undefined) this.#decoder = null;
    }
    if (text === undefined) throw new codes.ERR_ENCODING_INVALID_ENCODED_DATA(this.#encoding, undefined);
    return text;
  }

  [customInspect](depth, options) {
    TextDecoder.#check(this);
    if (typeof depth === 'number' && depth < 0) return this;
    const shown = { encoding: this.#encoding, fatal: this.#fatal, ignoreBOM: this.#ignoreBOM };
    return `TextDecoder ${require('internal/util/inspect').inspect(shown, options)}`;
  }
}

function isAnyArrayBuffer(value) {
  return value instanceof ArrayBuffer || internalBinding('buffer').isAnyArrayBuffer(value);
}

// The text is Node's, down to the name of the argument.
function invalidInput() {
  const error = new TypeError('The "list" argument must be an instance of SharedArrayBuffer, ArrayBuffer or ArrayBufferView.');
  error.code = 'ERR_INVALID_ARG_TYPE';
  return error;
}

for (const [type, names] of [[TextEncoder, ['encode', 'encodeInto', 'encoding']],
                             [TextDecoder, ['decode', 'encoding', 'fatal', 'ignoreBOM']]]) {
  for (const name of names) Object.defineProperty(type.prototype, name, { enumerable: true });
  Object.defineProperty(type.prototype, Symbol.toStringTag, { configurable: true, value: type.name });
}

module.exports = { TextEncoder, TextDecoder };
