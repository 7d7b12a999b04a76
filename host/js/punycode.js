// punycode (RFC 3492): encoding of Unicode labels in ASCII, and of whole domain names.
'use strict';

if (!require('internal/util').calledByPackage()) {
  process.emitWarning('The `punycode` module is deprecated. Please use a userland alternative instead.', 'DeprecationWarning', 'DEP0040');
}

const base = 36;
const tMin = 1;
const tMax = 26;
const skew = 38;
const damp = 700;
const initialBias = 72;
const initialN = 128;
const maxInt = 2147483647;

const messages = {
  'overflow': 'Overflow: input needs wider integers to process',
  'not-basic': 'Illegal input >= 0x80 (not a basic code point)',
  'invalid-input': 'Invalid input',
};
const fail = (kind) => {
  throw new RangeError(messages[kind]);
};

function adapt(delta, count, first) {
  delta = first ? Math.floor(delta / damp) : delta >> 1;
  delta += Math.floor(delta / count);
  let k = 0;
  while (delta > ((base - tMin) * tMax) >> 1) {
    delta = Math.floor(delta / (base - tMin));
    k += base;
  }
  return k + Math.floor(((base - tMin + 1) * delta) / (delta + skew));
}

const threshold = (k, bias) => Math.min(Math.max(k - bias, tMin), tMax);

function digitOf(code) {
  if (code >= 48 && code < 58) return 26 + code - 48;
  if (code >= 65 && code < 91) return code - 65;
  if (code >= 97 && code < 123) return code - 97;
  return base;
}

const letterOf = (digit) => String.fromCharCode(digit < 26 ? digit + 97 : digit + 22);

function decode(input) {
  const delimiter = input.lastIndexOf('-');
  const output = [];
  for (let i = 0; i < Math.max(delimiter, 0); i++) {
    const code = input.charCodeAt(i);
    if (code >= 0x80) fail('not-basic');
    output.push(code);
  }
  let n = initialN;
  let i = 0;
  let bias = initialBias;
  let index = delimiter > 0 ? delimiter + 1 : 0;
  while (index < input.length) {
    const before = i;
    for (let weight = 1, k = base; ; k += base) {
      if (index >= input.length) fail('invalid-input');
      const digit = digitOf(input.charCodeAt(index++));
      if (digit >= base) fail('invalid-input');
      if (digit > Math.floor((maxInt - i) / weight)) fail('overflow');
      i += digit * weight;
      const t = threshold(k, bias);
      if (digit < t) break;
      if (weight > Math.floor(maxInt / (base - t))) fail('overflow');
      weight *= base - t;
    }
    const count = output.length + 1;
    bias = adapt(i - before, count, before === 0);
    if (Math.floor(i / count) > maxInt - n) fail('overflow');
    n += Math.floor(i / count);
    i %= count;
    output.splice(i++, 0, n);
  }
  return String.fromCodePoint(...output);
}

function ucs2decode(string) {
  return Array.from(string, (character) => character.codePointAt(0));
}

const ucs2encode = (codePoints) => String.fromCodePoint(...codePoints);

// The variable-length integer of one delta.
function encodeDelta(delta, bias) {
  let text = '';
  let q = delta;
  for (let k = base; ; k += base) {
    const t = threshold(k, bias);
    if (q < t) return text + letterOf(q);
    text += letterOf(t + (q - t) % (base - t));
    q = Math.floor((q - t) / (base - t));
  }
}

function encode(input) {
  const codes = ucs2decode(input);
  const basic = codes.filter((code) => code < 0x80);
  let output = String.fromCharCode(...basic);
  if (basic.length > 0) output += '-';
  let n = initialN;
  let delta = 0;
  let bias = initialBias;
  let handled = basic.length;
  while (handled < codes.length) {
    const next = Math.min(...codes.filter((code) => code >= n));
    if (next - n > Math.floor((maxInt - delta) / (handled + 1))) fail('overflow');
    delta += (next - n) * (handled + 1);
    n = next;
    for (const code of codes) {
      if (code < n && ++delta > maxInt) fail('overflow');
      if (code !== n) continue;
      output += encodeDelta(delta, bias);
      bias = adapt(delta, handled + 1, handled === basic.length);
      delta = 0;
      handled++;
    }
    delta++;
    n++;
  }
  return output;
}

// Applies `change` to each label of a domain name or of the domain of a mail address.
function mapDomain(domain, change) {
  const at = domain.split('@');
  const prefix = at.length > 1 ? `${at[0]}@` : '';
  const name = at.length > 1 ? at[1] : domain;
  return prefix + name.replace(/[\u002e\u3002\uff0e\uff61]/g, '.').split('.').map(change).join('.');
}

const toUnicode = (input) => mapDomain(input, (label) =>
  (label.startsWith('xn--') ? decode(label.slice(4).toLowerCase()) : label));

const toASCII = (input) => mapDomain(input, (label) =>
  // eslint-disable-next-line no-control-regex
  (/[^\0-\x7f]/.test(label) ? `xn--${encode(label)}` : label));

module.exports = {
  version: '2.1.0',
  ucs2: { decode: ucs2decode, encode: ucs2encode },
  decode,
  encode,
  toASCII,
  toUnicode,
};
