// Text and numbers of inspect: quoting, escaping, separated digits, width on a terminal.
'use strict';

// What must be escaped whatever the quotes are.
// eslint-disable-next-line no-control-regex
const needsEscape = /[\x00-\x1f\x27\x5c\x7f-\x9f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const needsEscapeAll = new RegExp(needsEscape.source, 'g');

const shortEscapes = {
  '\b': '\\b', '\t': '\\t', '\n': '\\n', '\f': '\\f', '\r': '\\r', '\\': '\\\\', "'": "\\'",
};

function escapeCharacter(character) {
  const short = shortEscapes[character];
  if (short !== undefined) return short;
  const code = character.charCodeAt(0);
  if (code > 0xff) return `\\u${code.toString(16)}`;
  return `\\x${code.toString(16).toUpperCase().padStart(2, '0')}`;
}

// A string as a literal, in the quotes that need the fewest escapes: ' then " then `.
function quote(text) {
  if (!needsEscape.test(text)) return `'${text}'`;
  let mark = "'";
  if (text.includes("'")) {
    if (!text.includes('"')) mark = '"';
    else if (!text.includes('`') && !text.includes('${')) mark = '`';
  }
  const escaped = text.replace(needsEscapeAll, (character) =>
    (character === "'" && mark !== "'" ? character : escapeCharacter(character)));
  return `${mark}${escaped}${mark}`;
}

// For keys and symbols, which are shown without quotes.
function escapeOnly(text) {
  return needsEscape.test(text) ?
    text.replace(needsEscapeAll, (character) => (character === "'" ? "'" : escapeCharacter(character))) :
    text;
}

const groupWhole = (digits) => digits.replace(/\B(?=(\d{3})+$)/g, '_');
const groupFraction = (digits) => digits.replace(/(\d{3})(?=\d)/g, '$1_');

function numberText(number, separate) {
  if (Object.is(number, -0)) return '-0';
  if (!separate) return `${number}`;
  const text = String(number);
  if (!Number.isFinite(number) || text.includes('e')) return text;
  const [whole, fraction] = text.split('.');
  const head = groupWhole(whole);
  return fraction === undefined ? head : `${head}.${groupFraction(fraction)}`;
}

function bigintText(bigint, separate) {
  const text = String(bigint);
  return `${separate ? groupWhole(text) : text}n`;
}

// ECMA-48 control sequences: CSI ..., OSC ... BEL or ST, and two-character escapes.
// eslint-disable-next-line no-control-regex
const controlSequence = /[\u001b\u009b][[\]()#;?]*(?:(?:(?:;[-a-zA-Z\d/#&.:=?%@~_]+)*|[a-zA-Z\d]+(?:;[-a-zA-Z\d/#&.:=?%@~_]*)*)?(?:\u0007|\u001b\\|\u009c)|(?:\d{1,4}(?:;\d{0,4})*)?[\dA-PR-TZcf-ntqry=><~])/g;

function stripVTControlCharacters(text) {
  require('internal/validators').validateString(text, 'str');
  return text.includes('\u001b') || text.includes('\u009b') ? text.replace(controlSequence, '') : text;
}

// Ranges that terminals show two columns wide (East Asian Wide and Fullwidth, emoji).
const wideRanges = [
  [0x1100, 0x115f], [0x2329, 0x232a], [0x2e80, 0x3247], [0x3250, 0xa4c6],
  [0xa960, 0xa97c], [0xac00, 0xd7a3], [0xf900, 0xfaff], [0xfe10, 0xfe19], [0xfe30, 0xfe6b],
  [0xff01, 0xff60], [0xffe0, 0xffe6], [0x1b000, 0x1b001], [0x1f200, 0x1f251], [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff], [0x1f900, 0x1f9ff], [0x1fa70, 0x1faff], [0x20000, 0x3fffd],
];

const isWide = (code) =>
  code >= 0x1100 && code !== 0x303f && wideRanges.some(([from, to]) => code >= from && code <= to);

// Marks that sit on the character before them, and characters that only format.
const zeroWidth = /^[\p{Mn}\p{Me}\p{Cf}\p{Emoji_Modifier}]$/u;

function isZeroWidth(code) {
  return code <= 0x1f || (code >= 0x7f && code <= 0x9f) ||
    (code >= 0x300 && zeroWidth.test(String.fromCodePoint(code)));
}

// eslint-disable-next-line no-control-regex
const plainAscii = /^[\x20-\x7e]*$/;

// Columns that `text` takes on a terminal.
function getStringWidth(text, removeControl = true) {
  if (plainAscii.test(text)) return text.length;
  const visible = (removeControl ? stripVTControlCharacters(text) : text).normalize('NFC');
  let width = 0;
  for (const character of visible) {
    const code = character.codePointAt(0);
    if (!isZeroWidth(code)) width += isWide(code) ? 2 : 1;
  }
  return width;
}

module.exports = {
  bigintText,
  escapeOnly,
  getStringWidth,
  isZeroWidth,
  numberText,
  quote,
  stripVTControlCharacters,
};
