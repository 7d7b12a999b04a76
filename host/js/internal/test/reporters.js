'use strict';
// How results are written: the TAP and the spec format. A reporter takes events in order and
// gives text; `createReporter` sends the text to a stream.

const { relative } = require('path');
const { inspect } = require('internal/util/inspect');

const indentOf = (nesting) => '    '.repeat(nesting);

// The error that a test function threw, out of its wrapper.
const causeOf = (error) => (error?.code === 'ERR_TEST_FAILURE' && error.cause !== undefined ?
  error.cause : error);

// Line breaks first: their backslash is escaped like any other, as in Node.
const escapeTap = (text) => text.replaceAll('\n', '\\n').replaceAll('\t', '\\t')
  .replaceAll('\r', '\\r').replaceAll('\\', '\\\\').replaceAll('#', '\\#');

function yamlLine(indent, key, value, depth = 0) {
  if (value === undefined) return '';
  if (typeof value === 'string' && /[\r\n]/.test(value)) {
    const lines = value.split(/\r?\n/).map((line) => `${indent}  ${line}\n`).join('');
    return `${indent}${key}: |-\n${lines}`;
  }
  if (value === null) return `${indent}${key}: ~\n`;
  if (typeof value === 'object' && !(value instanceof Date) && depth < 5) {
    const entries = Object.entries(value).map(
      ([name, item]) => yamlLine(`${indent}  `, name, item, depth + 1));
    return `${indent}${key}:\n${entries.join('')}`;
  }
  return `${indent}${key}: ${inspect(value, { depth: 0, breakLength: Infinity })}\n`;
}

function yamlError(indent, error) {
  const cause = causeOf(error);
  const isError = cause !== null && typeof cause === 'object' && 'message' in cause;
  let text = yamlLine(indent, 'failureType', error.failureType) +
    yamlLine(indent, 'error', isError ? cause.message : typeof cause === 'string' ? cause : inspect(cause));
  text += yamlLine(indent, 'code', (isError && cause.code) || 'ERR_TEST_FAILURE');
  if (isError && cause !== error) {
    if (cause.name !== 'Error') text += yamlLine(indent, 'name', cause.name);
    if (cause.code === 'ERR_ASSERTION') {
      text += yamlLine(indent, 'expected', cause.expected) + yamlLine(indent, 'actual', cause.actual) +
        yamlLine(indent, 'operator', cause.operator);
    }
    const frames = [...`${cause.stack}`.matchAll(/^\s+at (.*)$/gm)].map(([, frame]) => frame);
    if (frames.length > 0) {
      text += `${indent}stack: |-\n${frames.map((frame) => `${indent}  ${frame}\n`).join('')}`;
    }
  }
  return text;
}

class TapReporter {
  constructor() {
    this.head = 'TAP version 13\n';
  }

  event(type, data) {
    const indent = indentOf(data.nesting);
    switch (type) {
      case 'test:start':
        return `${indent}# Subtest: ${escapeTap(data.name)}\n`;
      case 'test:plan':
        return `${indent}1..${data.count}\n`;
      case 'test:diagnostic':
        return `${indent}# ${escapeTap(data.message)}\n`;
      default:
        return this.#result(indent, type === 'test:pass', data);
    }
  }

  #result(indent, passed, { testNumber, name, details, skip, todo, file, line, column }) {
    const reason = (value) => (typeof value === 'string' && value ? ` ${escapeTap(value)}` : '');
    let text = `${indent}${passed ? 'ok' : 'not ok'} ${testNumber} - ${escapeTap(name)}`;
    if (skip !== undefined) text += ` # SKIP${reason(skip)}`;
    else if (todo !== undefined) text += ` # TODO${reason(todo)}`;
    const inner = `${indent}  `;
    text += `\n${inner}---\n${inner}duration_ms: ${Number(details.duration_ms.toFixed(6))}\n`;
    text += yamlLine(inner, 'type', details.type);
    if (!passed && details.error !== undefined) {
      if (file !== undefined) text += yamlLine(inner, 'location', `${file}:${line}:${column}`);
      text += yamlError(inner, details.error);
    }
    return `${text}${inner}...\n`;
  }

  end() {
    return '';
  }
}

const noColors = { green: '', red: '', blue: '', gray: '', white: '' };
const someColors = {
  green: '\u001b[32m', red: '\u001b[31m', blue: '\u001b[34m', gray: '\u001b[90m', white: '\u001b[39m',
};

class SpecReporter {
  #open = []; // Started tests whose line is not written yet.
  #failed = [];
  #colors;

  constructor(colors) {
    this.#colors = colors ? someColors : noColors;
    this.head = '';
  }

  event(type, data) {
    switch (type) {
      case 'test:start':
        this.#open[data.nesting] = { name: data.name, written: false };
        this.#open.length = data.nesting + 1;
        return '';
      case 'test:plan':
        return '';
      case 'test:diagnostic':
        return `${'  '.repeat(data.nesting)}${this.#colors.blue}ℹ ${data.message}${this.#colors.white}\n`;
      default:
        if (type === 'test:fail' && data.details.error?.failureType !== 'subtestsFailed') {
          this.#failed.push(data);
        }
        return this.#parents(data.nesting) + this.#line(type === 'test:pass', data);
    }
  }

  // The "▶ name" lines of the tests around this one, once each.
  #parents(nesting) {
    let text = '';
    for (let i = 0; i < nesting; i++) {
      if (this.#open[i] === undefined || this.#open[i].written) continue;
      this.#open[i].written = true;
      text += `${'  '.repeat(i)}▶ ${this.#open[i].name}\n`;
    }
    return text;
  }

  #line(passed, { name, nesting, details, skip, todo }) {
    const { green, red, gray, white } = this.#colors;
    let [color, symbol] = passed ? [green, '✔'] : [red, '✖'];
    let suffix = '';
    if (skip !== undefined) {
      [color, symbol] = [gray, '﹣'];
      suffix = ` # ${typeof skip === 'string' ? skip : 'SKIP'}`;
    } else if (todo !== undefined) {
      suffix = ` # ${typeof todo === 'string' ? todo : 'TODO'}`;
    }
    const time = ` ${gray}(${Number(details.duration_ms.toFixed(6))}ms)${white}`;
    return `${'  '.repeat(nesting)}${color}${symbol} ${name}${time}${suffix}${white}\n`;
  }

  end() {
    if (this.#failed.length === 0) return '';
    const { red, white } = this.#colors;
    let text = `\n${red}✖ failing tests:${white}\n`;
    for (const data of this.#failed) {
      const { file, line, column, details } = data;
      text += '\n';
      if (file !== undefined) text += `test at ${relative(process.cwd(), file)}:${line}:${column}\n`;
      text += this.#line(false, { ...data, nesting: 0 });
      text += inspect(causeOf(details.error)).split('\n').map((each) => `  ${each}\n`).join('');
    }
    return text;
  }
}

class DotReporter {
  #column = 0;
  head = '';

  event(type, { details }) {
    if (type !== 'test:pass' && type !== 'test:fail') return '';
    if (details.type === 'suite') return '';
    const text = type === 'test:pass' ? '.' : 'X';
    this.#column++;
    return this.#column % 20 === 0 ? `${text}\n` : text;
  }

  end() {
    return '\n';
  }
}

const kinds = { tap: TapReporter, spec: SpecReporter, dot: DotReporter };

function createReporter(name, stream) {
  const Kind = kinds[name] ?? TapReporter;
  const reporter = new Kind(Boolean(stream.isTTY && !process.env.NO_COLOR));
  let started = false;
  const write = (text) => {
    if (!started) text = reporter.head + text;
    started = true;
    if (text !== '') stream.write(text);
  };
  return {
    event: (type, data) => write(reporter.event(type, data)),
    end: () => write(reporter.end()),
  };
}

// The form in which node:test/reporters offers them: an async generator over events.
const asGenerator = (Kind) => async function*(source) {
  const reporter = new Kind(false);
  yield reporter.head;
  for await (const { type, data } of source) yield reporter.event(type, data);
  yield reporter.end();
};

module.exports = { asGenerator, createReporter, kinds };
