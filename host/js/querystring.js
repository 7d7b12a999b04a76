// querystring: the older form encoding, where repeated names make arrays.
'use strict';

const { codes } = require('internal/errors');

const digitOf = (code) => {
  if (code >= 48 && code <= 57) return code - 48;
  const lower = code | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
};

// Bytes of `text` with %XX decoded where it is valid; of other characters the low byte.
function unescapeBuffer(text, decodeSpaces) {
  const out = require('buffer').Buffer.allocUnsafe(text.length);
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const high = code === 37 && i + 2 < text.length ? digitOf(text.charCodeAt(i + 1)) : -1;
    const low = high < 0 ? -1 : digitOf(text.charCodeAt(i + 2));
    if (code === 43 && decodeSpaces) {
      out[length++] = 32;
    } else if (low >= 0) {
      out[length++] = high * 16 + low;
      i += 2;
    } else {
      out[length++] = code;
    }
  }
  return out.slice(0, length);
}

function unescape(text, decodeSpaces) {
  try {
    return decodeURIComponent(text);
  } catch {
    return unescapeBuffer(text, decodeSpaces).toString();
  }
}

function escape(value) {
  if (typeof value !== 'string') value = typeof value === 'object' ? String(value) : `${value}`;
  try {
    return encodeURIComponent(value);
  } catch {
    return escapeLoosely(value);
  }
}

// A lone surrogate makes a pair with whatever comes after it, as in Node.
function escapeLoosely(value) {
  let out = '';
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if (code < 0xd800 || code > 0xdfff) {
      out += encodeURIComponent(value[i]);
      continue;
    }
    if (++i >= value.length) throw new codes.ERR_INVALID_URI();
    out += encodeURIComponent(String.fromCodePoint(0x10000 + ((code & 0x3ff) << 10 | value.charCodeAt(i) & 0x3ff)));
  }
  return out;
}

function primitiveText(value) {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return `${value}`;
  if (typeof value === 'bigint') return `${value}`;
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  return '';
}

function stringify(object, separator, equals, options) {
  separator ||= '&';
  equals ||= '=';
  const encode = typeof options?.encodeURIComponent === 'function' ?
    options.encodeURIComponent : querystring.escape;
  if (object === null || typeof object !== 'object') return '';
  const parts = [];
  for (const key of Object.keys(object)) {
    const name = `${encode(primitiveText(key))}${equals}`;
    const value = object[key];
    for (const item of Array.isArray(value) ? value : [value]) {
      parts.push(name + encode(primitiveText(item)));
    }
  }
  return parts.join(separator);
}

function add(result, name, value) {
  const present = result[name];
  if (present === undefined) result[name] = value;
  else if (Array.isArray(present)) present.push(value);
  else result[name] = [present, value];
}

function parse(text, separator, equals, options) {
  const result = { __proto__: null };
  if (typeof text !== 'string' || text.length === 0) return result;
  separator = separator ? `${separator}` : '&';
  equals = equals ? `${equals}` : '=';
  let limit = typeof options?.maxKeys === 'number' ? options.maxKeys : 1000;
  if (limit <= 0) limit = Infinity;
  const decode = typeof options?.decodeURIComponent === 'function' ?
    options.decodeURIComponent : querystring.unescape;
  const custom = decode !== unescape;
  const read = (part) => {
    const spaced = part.replaceAll('+', custom ? '%20' : ' ');
    if (!custom && !/%[\da-f]{2}/i.test(spaced)) return spaced;
    try {
      return decode(spaced);
    } catch {
      return querystring.unescape(spaced, true);
    }
  };
  for (const part of text.split(separator)) {
    if (limit-- <= 0) break;
    if (part === '') continue;
    const position = part.indexOf(equals);
    if (position === -1) add(result, read(part), '');
    else add(result, read(part.slice(0, position)), read(part.slice(position + equals.length)));
  }
  return result;
}

const querystring = module.exports = {
  unescapeBuffer,
  unescape,
  escape,
  stringify,
  encode: stringify,
  parse,
  decode: parse,
};
