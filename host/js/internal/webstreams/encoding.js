// TextEncoderStream, TextDecoderStream, CompressionStream and DecompressionStream.
'use strict';

const c = require('internal/webstreams/common');
const { TransformStream } = require('internal/webstreams/transform');
const { codes } = require('internal/errors');

class TextEncoderStream {
  constructor() {
    const { TextEncoder } = require('internal/encoding');
    const encoder = new TextEncoder();
    // A high surrogate at the end of a chunk waits for its other half.
    let held = '';
    const transform = new TransformStream({
      transform(chunk, controller) {
        let text = held + String(chunk);
        held = '';
        if (/[\ud800-\udbff]$/.test(text)) {
          held = text.slice(-1);
          text = text.slice(0, -1);
        }
        const bytes = encoder.encode(text);
        if (bytes.byteLength > 0) controller.enqueue(bytes);
      },
      flush(controller) {
        if (held) controller.enqueue(encoder.encode('\ufffd'));
      },
    });
    c.hide(this, 'TextEncoderStream', { transform, encoder });
  }
  get encoding() { return c.check(this, 'TextEncoderStream').encoder.encoding; }
  get readable() { return c.check(this, 'TextEncoderStream').transform.readable; }
  get writable() { return c.check(this, 'TextEncoderStream').transform.writable; }
}

class TextDecoderStream {
  constructor(encoding = 'utf-8', options = {}) {
    const { TextDecoder } = require('internal/encoding');
    const decoder = new TextDecoder(encoding, options);
    const transform = new TransformStream({
      transform(chunk, controller) {
        if (chunk === undefined) throw new codes.ERR_INVALID_ARG_TYPE('chunk', 'string', chunk);
        const text = decoder.decode(chunk, { stream: true });
        if (text) controller.enqueue(text);
      },
      flush(controller) {
        const text = decoder.decode();
        if (text) controller.enqueue(text);
      },
    });
    c.hide(this, 'TextDecoderStream', { transform, decoder });
  }
  get encoding() { return c.check(this, 'TextDecoderStream').decoder.encoding; }
  get fatal() { return c.check(this, 'TextDecoderStream').decoder.fatal; }
  get ignoreBOM() { return c.check(this, 'TextDecoderStream').decoder.ignoreBOM; }
  get readable() { return c.check(this, 'TextDecoderStream').transform.readable; }
  get writable() { return c.check(this, 'TextDecoderStream').transform.writable; }
}

const formats = {
  __proto__: null,
  'deflate': ['createDeflate', 'createInflate'],
  'deflate-raw': ['createDeflateRaw', 'createInflateRaw'],
  'gzip': ['createGzip', 'createGunzip'],
};

function codec(name, format, index, options) {
  const makers = formats[format];
  if (makers === undefined) {
    const error = new TypeError(`Failed to construct '${name}': 1st argument value '${format}' is not a valid enum value ` +
      'of type CompressionFormat.');
    error.code = 'ERR_INVALID_ARG_VALUE';
    throw error;
  }
  return require('internal/webstreams/adapters').newReadableWritablePairFromDuplex(require('zlib')[makers[index]](options));
}

class CompressionStream {
  constructor(format) {
    c.hide(this, 'CompressionStream', codec('CompressionStream', format, 0));
  }
  get readable() { return c.check(this, 'CompressionStream').readable; }
  get writable() { return c.check(this, 'CompressionStream').writable; }
}

class DecompressionStream {
  constructor(format) {
    c.hide(this, 'DecompressionStream', codec('DecompressionStream', format, 1, { rejectGarbageAfterEnd: true }));
  }
  get readable() { return c.check(this, 'DecompressionStream').readable; }
  get writable() { return c.check(this, 'DecompressionStream').writable; }
}

const both = (stream) => ({ readable: stream.readable, writable: stream.writable });
c.finishClass(TextEncoderStream, ['encoding', 'readable', 'writable'], (s) => ({ encoding: s.encoding, ...both(s) }), true);
c.finishClass(TextDecoderStream, ['encoding', 'fatal', 'ignoreBOM', 'readable', 'writable'],
              (s) => ({ encoding: s.encoding, fatal: s.fatal, ignoreBOM: s.ignoreBOM, ...both(s) }), true);
c.finishClass(CompressionStream, ['readable', 'writable'], both, true);
c.finishClass(DecompressionStream, ['readable', 'writable'], both, true);

module.exports = { TextEncoderStream, TextDecoderStream, CompressionStream, DecompressionStream };
