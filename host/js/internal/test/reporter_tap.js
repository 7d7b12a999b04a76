// The TAP reporter, with YAML blocks.
'use strict';

const { inspect } = require('internal/util/inspect');
const { causeOf } = require('internal/test/result');

const indentOf = (nesting) => '    '.repeat(nesting);

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
    yamlLine(indent, 'exitCode', error.exitCode) + yamlLine(indent, 'signal', error.signal) +
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
    const indent = indentOf(data.nesting ?? 0);
    switch (type) {
      case 'test:start':
        return `${indent}# Subtest: ${escapeTap(data.name)}\n`;
      case 'test:plan':
        return `${indent}1..${data.count}\n`;
      case 'test:diagnostic':
        return `${indent}# ${escapeTap(data.message)}\n`;
      case 'test:coverage':
        return require('internal/test/coverage_table').table(data.summary, '# ');
      case 'test:stdout':
      case 'test:stderr':
        return data.message.split(/\r?\n/).filter((line) => line !== '')
          .map((line) => `${indent}# ${escapeTap(line)}\n`).join('');
      case 'test:pass':
      case 'test:fail':
        return this.#result(indent, type === 'test:pass', data);
      default:
        return '';
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

module.exports = { Reporter: TapReporter };
