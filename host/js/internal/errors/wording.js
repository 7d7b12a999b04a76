// Pieces of error messages that are more than a template: type lists, separated digits, values.
'use strict';

const { determineSpecificType } = require('internal/errors');

// a / a or b / a, b, or c
function formatList(items, joint = 'or') {
  if (items.length < 2) return `${items[0]}`;
  if (items.length === 2) return `${items[0]} ${joint} ${items[1]}`;
  return `${items.slice(0, -1).join(', ')}, ${joint} ${items[items.length - 1]}`;
}

const primitiveKinds = new Set([
  'string', 'function', 'number', 'object', 'Function', 'Object', 'boolean', 'bigint', 'symbol',
]);
const classLike = /^(?:[A-Z][a-z0-9]*)+$/;

// "must be one of type x or y or an instance of Z or some other thing"
function expectation(expected) {
  const types = [];
  const instances = [];
  const others = [];
  for (const item of Array.isArray(expected) ? expected : [expected]) {
    if (primitiveKinds.has(item)) types.push(item.toLowerCase());
    else if (classLike.test(item)) instances.push(item);
    else others.push(item);
  }
  if (instances.length > 0) {
    const position = types.indexOf('object');
    if (position !== -1) {
      types.splice(position, 1);
      instances.push('Object');
    }
  }
  const parts = [];
  if (types.length > 0) {
    parts.push(`${types.length > 1 ? 'one of type' : 'of type'} ${formatList(types)}`);
  }
  if (instances.length > 0) parts.push(`an instance of ${formatList(instances)}`);
  if (others.length > 1) {
    parts.push(`one of ${formatList(others)}`);
  } else if (others.length === 1) {
    const article = others[0].toLowerCase() !== others[0] ? 'an ' : '';
    parts.push(`${article}${others[0]}`);
  }
  return parts.join(' or ');
}

function argumentName(name) {
  if (name.endsWith(' argument')) return name;
  return `"${name}" ${name.includes('.') ? 'property' : 'argument'}`;
}

function invalidArgType(name, expected, actual) {
  return `The ${argumentName(name)} must be ${expectation(expected)}. ` +
    `Received ${determineSpecificType(actual)}`;
}

function inspectShort(value) {
  const { inspect } = require('internal/util/inspect');
  const text = inspect(value);
  return text.length > 128 ? `${text.slice(0, 128)}...` : text;
}

function invalidArgValue(name, value, reason = 'is invalid') {
  const kind = name.includes('.') ? 'property' : 'argument';
  return `The ${kind} '${name}' ${reason}. Received ${inspectShort(value)}`;
}

// 1234567 -> 1_234_567
function separateDigits(digits) {
  let result = '';
  let end = digits.length;
  const start = digits[0] === '-' ? 1 : 0;
  for (; end >= start + 4; end -= 3) result = `_${digits.slice(end - 3, end)}${result}`;
  return `${digits.slice(0, end)}${result}`;
}

function outOfRange(name, range, input, replaceDefault = false) {
  let received;
  if (Number.isInteger(input) && Math.abs(input) > 2 ** 32) {
    received = separateDigits(String(input));
  } else if (typeof input === 'bigint') {
    received = String(input);
    const limit = 2n ** 32n;
    if (input > limit || input < -limit) received = separateDigits(received);
    received += 'n';
  } else {
    received = require('internal/util/inspect').inspect(input);
  }
  const subject = replaceDefault ? name : `The value of "${name}" is out of range.`;
  return `${subject} It must be ${range}. Received ${received}`;
}

// "a" / "a" and "b" / "a", "b", and "c"; an array among them means alternatives.
function missingArgs(...names) {
  const quoted = names.map((name) =>
    (Array.isArray(name) ? name.map((each) => `"${each}"`).join(' or ') : `"${name}"`));
  const plural = names.length > 1 ? 's' : '';
  return `The ${formatList(quoted, 'and')} argument${plural} must be specified`;
}

module.exports = {
  determineSpecificType,
  formatList,
  inspectShort,
  invalidArgType,
  invalidArgValue,
  missingArgs,
  outOfRange,
};
