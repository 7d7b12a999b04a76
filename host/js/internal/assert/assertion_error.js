// AssertionError, whose message shows how the two values differ.
'use strict';

const { inspect } = require('internal/util/inspect');
const { isError, customInspectSymbol } = require('internal/util');
const { validateObject } = require('internal/validators');
const { captureWithName } = require('internal/errors');

const headings = {
  deepStrictEqual: 'Expected values to be strictly deep-equal:',
  partialDeepStrictEqual: 'Expected values to be partially and strictly deep-equal:',
  strictEqual: 'Expected values to be strictly equal:',
  strictEqualObject: 'Expected "actual" to be reference-equal to "expected":',
  deepEqual: 'Expected values to be loosely deep-equal:',
  notDeepStrictEqual: 'Expected "actual" not to be strictly deep-equal to:',
  notStrictEqual: 'Expected "actual" to be strictly unequal to:',
  notStrictEqualObject: 'Expected "actual" not to be reference-equal to "expected":',
  notDeepEqual: 'Expected "actual" not to be loosely deep-equal to:',
  notIdentical: 'Values have same structure but are not reference-equal:',
  notDeepEqualUnequal: 'Expected values not to be loosely deep-equal:',
};

const isObject = (value) => value !== null && typeof value === 'object';

function inspectFull(value) {
  return inspect(value, {
    compact: false,
    customInspect: false,
    depth: 1000,
    maxArrayLength: Infinity,
    showHidden: false,
    showProxy: false,
    sorted: true,
    getters: true,
  });
}

// A copy with the error's name: where two errors were made is no difference between them.
function withoutStack(value) {
  if (!isError(value)) return value;
  const copy = Object.assign(Object.create(Object.getPrototypeOf(value)), value);
  Object.defineProperty(copy, 'message', { __proto__: null, value: value.message });
  if (Object.hasOwn(value, 'cause')) {
    Object.defineProperty(copy, 'cause', { __proto__: null, value: withoutStack(value.cause) });
  }
  return copy;
}

// Two values of one line each, at least one of which is no object.
function simpleDiff(actual, shownActual, expected, shownExpected) {
  let length = shownActual.length + shownExpected.length;
  if (typeof actual === 'string') length -= 2;
  if (typeof expected === 'string') length -= 2;
  // 0 and -0 look too much alike for "0 !== -0".
  if (length <= 12 && (actual !== 0 || expected !== 0)) {
    return { text: `\n${shownActual} !== ${shownExpected}`, plain: true };
  }
  let text = `\n+ ${shownActual}\n- ${shownExpected}`;
  const width = process.stderr.isTTY ? process.stderr.columns : 80;
  if (length < width) {
    let same = 0;
    while (same < shownActual.length && shownActual[same] === shownExpected[same]) same++;
    if (same > 2 && same < shownActual.length) text += `\n${' '.repeat(same + 2)}^`;
  }
  return { text, plain: false };
}

function differenceText(actual, expected, operator, customMessage) {
  const bothObjects = isObject(actual) && isObject(expected);
  if (operator === 'strictEqual' &&
      (bothObjects || (typeof actual === 'function' && typeof expected === 'function'))) {
    operator = 'strictEqualObject';
  }
  const shownActual = inspectFull(actual);
  const shownExpected = inspectFull(expected);
  const actualLines = shownActual.split('\n');
  const expectedLines = shownExpected.split('\n');
  let legend = '\n+ actual - expected';
  let text;
  if (actualLines.length === 1 && expectedLines.length === 1 && !bothObjects) {
    const simple = simpleDiff(actual, shownActual, expected, shownExpected);
    ({ text } = simple);
    if (simple.plain) legend = '';
  } else if (shownActual === shownExpected) {
    operator = 'notIdentical';
    text = actualLines.length > 50 ?
      `\n${actualLines.slice(0, 50).join('\n')}\n...}` : `\n${actualLines.join('\n')}`;
    legend = '';
  } else {
    const { diffLines, render } = require('internal/assert/diff');
    const rendered = render(diffLines(actualLines, expectedLines, isObject(actual)));
    ({ text } = rendered);
    if (rendered.skipped) legend += '\n... Skipped lines';
  }
  return `${customMessage || headings[operator]}${legend}\n${text}\n`;
}

// For the operators whose values are equal although they should not be.
function unexpectedEqualityText(actual, operator) {
  const lines = inspectFull(actual).split('\n');
  const byReference = operator === 'notStrictEqual' &&
    (isObject(actual) || typeof actual === 'function');
  const heading = headings[byReference ? 'notStrictEqualObject' : operator];
  if (lines.length > 50) {
    lines.length = 47;
    lines[46] = '...';
  }
  if (lines.length === 1) return `${heading}${lines[0].length > 5 ? '\n\n' : ' '}${lines[0]}`;
  return `${heading}\n\n${lines.join('\n')}\n`;
}

const shorten = (text, limit) => (text.length > limit ? `${text.slice(0, limit - 3)}...` : text);

function looseText(actual, expected, operator) {
  const shown = inspectFull(actual);
  const other = inspectFull(expected);
  if (operator === 'notDeepEqual' && shown === other) {
    return shorten(`${headings[operator]}\n\n${shown}`, 1024);
  }
  const [left, right] = [shorten(shown, 512), shorten(other, 512)];
  if (operator === 'deepEqual') {
    return `${headings[operator]}\n\n${left}\n\nshould loosely deep-equal\n\n${right}`;
  }
  const unequal = headings[`${operator}Unequal`];
  if (unequal !== undefined) return `${unequal}\n\n${left}\n\nshould not loosely deep-equal\n\n${right}`;
  return `${left} ${operator} ${right}`;
}

function messageOf({ message, operator, actual, expected }) {
  if (isError(actual) && isError(expected) && 'stack' in actual && 'stack' in expected) {
    actual = withoutStack(actual);
    expected = withoutStack(expected);
  }
  const strict = operator === 'deepStrictEqual' || operator === 'strictEqual' || operator === 'partialDeepStrictEqual';
  if (strict) return differenceText(actual, expected, operator, message);
  if (message !== undefined && message !== null) return String(message);
  if (operator === 'notDeepStrictEqual' || operator === 'notStrictEqual') {
    return unexpectedEqualityText(actual, operator);
  }
  return looseText(actual, expected, operator);
}

class AssertionError extends Error {
  constructor(options) {
    validateObject(options, 'options');
    const { message, operator, stackStartFn, stackStartFunction, details } = options;
    const { actual, expected } = options;
    const limit = Error.stackTraceLimit;
    Reflect.set(Error, 'stackTraceLimit', 0);
    try {
      super(messageOf(options));
    } finally {
      Reflect.set(Error, 'stackTraceLimit', limit);
    }
    this.generatedMessage = !message;
    captureWithName(this, 'AssertionError [ERR_ASSERTION]',
                    stackStartFn ?? stackStartFunction ?? AssertionError);
    Object.defineProperty(this, 'name', {
      __proto__: null,
      value: 'AssertionError', enumerable: false, writable: true, configurable: true,
    });
    this.code = 'ERR_ASSERTION';
    if (details) {
      this.actual = undefined;
      this.expected = undefined;
      this.operator = undefined;
      details.forEach((detail, i) => {
        this[`message ${i}`] = detail.message;
        this[`actual ${i}`] = detail.actual;
        this[`expected ${i}`] = detail.expected;
        this[`operator ${i}`] = detail.operator;
        this[`stack trace ${i}`] = detail.stack;
      });
    } else {
      this.actual = actual;
      this.expected = expected;
      this.operator = operator;
    }
  }

  toString() {
    return `${this.name} [${this.code}]: ${this.message}`;
  }

  // Long texts among the values are cut, and their depth is limited.
  [customInspectSymbol](depth, options) {
    const { actual, expected } = this;
    const cut = (text) => {
      const lines = text.split('\n', 11);
      if (lines.length > 10) return `${lines.slice(0, 10).join('\n')}\n...`;
      return text.length > 512 ? `${text.slice(0, 488)}...` : text;
    };
    if (typeof actual === 'string') this.actual = cut(actual);
    if (typeof expected === 'string') this.expected = cut(expected);
    const text = inspect(this, { ...options, customInspect: false, depth: 0 });
    this.actual = actual;
    this.expected = expected;
    return text;
  }
}

module.exports = { AssertionError };
