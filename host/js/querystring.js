'use strict';
// querystring: the older form encoding, where repeated names make arrays.

const { codes } = require('internal/errors');

// Bytes of `text` with %XX decoded where it is valid.
function unescapeBuffer(text, decodeSpaces) {
  const { Buffer } = require('buffer');
  const out = Buffer.allocUnsafe(Buffer.byteLength(text));
  const source = Buffer.from(text);
  const digit = (byte) => {
    if (byte >= 48 && byte <= 57) return byte - 48;
    const lower = byte | 32;
    return lower >= 97 && lower <= 102 ? lower - 87 : -1;
  };
  let length = 0;
  for (let i = 0; i < source.length; i++) {
    const byte = source[i];
    if (byte === 43 && decodeSpaces) {
      out[length++] = 32;
    } else if (byte === 37 && i + 2 < source.length && digit(source[i + 1]) >= 0 &&
               digit(source[i + 2]) >= 0) {
      out[length++] = digit(source[i + 1]) * 16 + digit(source[i + 2]);
      i += 2;
    } else {
      out[length++] = byte;
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
    throw new codes.ERR_INVALID_URI();
  }
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
    if (!custom && !spaced.includes('%')) return spaced;
    try {
      return decode(spaced);
    } catch {
      return querystring.unescape(spaced, true);
    }
  };
  for (const part of text.split(separator)) {
    if (part === '') continue;
    if (limit-- <= 0) break;
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
