// `buffer.transcode`: between utf8, utf16le, latin1 and ascii; what the target cannot hold becomes '?'.
'use strict';

const { codes } = require('internal/errors');
const { lookup } = require('internal/buffer/encodings');
const { isUint8Array } = require('internal/buffer/search');

const supported = new Set(['utf8', 'utf16le', 'latin1', 'ascii']);

function decode(source, encoding) {
  if (encoding !== 'ascii') return source.toString(encoding);
  return source.latin1Slice(0, source.length).replace(/[\x80-\xff]/g, '\ufffd');
}

const failed = (code, errno) => Object.assign(new Error(`Unable to transcode Buffer [${code}]`), { code, errno });

function transcode(source, fromEncoding, toEncoding) {
  if (!isUint8Array(source)) throw new codes.ERR_INVALID_ARG_TYPE('source', ['Buffer', 'Uint8Array'], source);
  const { Buffer } = require('buffer');
  if (source.length === 0) return Buffer.alloc(0);
  const from = lookup(fromEncoding || 'utf8')?.name;
  const to = lookup(toEncoding || 'utf8')?.name;
  if (!supported.has(from) || !supported.has(to)) {
    throw failed('U_ILLEGAL_ARGUMENT_ERROR', 1);
  }
  let text = decode(Buffer.from(source.buffer, source.byteOffset, source.length), from);
  if (!text.isWellFormed()) {
    if (to === 'utf8') throw failed('U_INVALID_CHAR_FOUND', 10);
    text = text.toWellFormed();
  }
  if (to === 'utf8' || to === 'utf16le') return Buffer.from(text, to);
  const most = to === 'latin1' ? 0xff : 0x7f;
  const single = Array.from(text, (char) => (char.codePointAt(0) > most ? '?' : char)).join('');
  return Buffer.from(single, 'latin1');
}

module.exports = { transcode };
