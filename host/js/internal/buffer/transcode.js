// `buffer.transcode`: between utf8, utf16le, latin1 and ascii; what the target cannot hold becomes '?', or
// nothing where nobody would see it.
'use strict';

const { codes } = require('internal/errors');
const { lookup } = require('internal/buffer/encodings');
const { isUint8Array } = require('internal/buffer/search');

const supported = new Set(['utf8', 'utf16le', 'latin1', 'ascii']);

// Marks, joiners, fillers and what selects variants.
const INVISIBLE = new RegExp('[\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u3164' +
  '\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufff8\\u{1bca0}-\\u{1bca3}\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e0fff}]', 'u');

function narrowed(char, most) {
  if (char.codePointAt(0) <= most) return char;
  return INVISIBLE.test(char) ? '' : '?';
}

function decode(source, encoding, to) {
  // Half a unit at the end is dropped, or one that cannot be read.
  if (encoding === 'utf16le') return source.toString(encoding) + (to === encoding && source.length % 2 === 1 ? '\ufffd' : '');
  if (encoding === 'utf8' && to === 'utf16le' && !require('buffer').isUtf8(source)) throw failed('U_INVALID_CHAR_FOUND', 10);
  if (encoding !== 'ascii') return source.toString(encoding);
  // To UTF-16 every byte is a unit, whatever ASCII says.
  if (to === 'utf16le') return source.latin1Slice(0, source.length);
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
  if (from === 'utf16le' && to === 'utf8' && source.length === 1) throw failed('U_INVALID_CHAR_FOUND', 10);
  let text = decode(Buffer.from(source.buffer, source.byteOffset, source.length), from, to);
  if (!text.isWellFormed()) {
    if (to === 'utf8') throw failed('U_INVALID_CHAR_FOUND', 10);
    text = text.toWellFormed();
  }
  if (to === 'utf8' || to === 'utf16le') return Buffer.from(text, to);
  const most = to === 'latin1' ? 0xff : 0x7f;
  const single = Array.from(text, (char) => narrowed(char, most)).join('');
  return Buffer.from(single, 'latin1');
}

module.exports = { transcode };
