// The spec reporter: a tree of results, and the failures again at the end.
'use strict';

const { relative } = require('path');
const { inspect } = require('internal/util/inspect');
const { causeOf } = require('internal/test/result');

const noColors = { green: '', red: '', blue: '', gray: '', white: '' };
const someColors = {
  green: '\u001b[32m', red: '\u001b[31m', blue: '\u001b[34m', gray: '\u001b[90m', white: '\u001b[39m',
};

// One result.
function line(passed, { name, nesting, details, skip, todo }, colors) {
  const { green, red, gray, white } = colors;
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

// What a test threw, below its line.
const errorText = (error) => inspect(causeOf(error)).split('\n').map((each) => `  ${each}\n`).join('');

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
      case 'test:stdout':
      case 'test:stderr':
        return data.message;
      case 'test:diagnostic':
        return `${'  '.repeat(data.nesting)}${this.#colors.blue}ℹ ${data.message}${this.#colors.white}\n`;
      case 'test:coverage': {
        const { blue, white } = this.#colors;
        const text = require('internal/test/coverage_table').table(data.summary, 'ℹ ');
        return blue === '' ? text : `${blue}${text}${white}\n`;
      }
      case 'test:pass':
      case 'test:fail':
        if (type === 'test:fail' && data.details.error?.failureType !== 'subtestsFailed') {
          this.#failed.push(data);
        }
        return this.#parents(data.nesting) + line(type === 'test:pass', data, this.#colors);
      default:
        return '';
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

  end() {
    if (this.#failed.length === 0) return '';
    const { red, white } = this.#colors;
    let text = `\n${red}✖ failing tests:${white}\n`;
    for (const data of this.#failed) {
      const { file, details } = data;
      text += '\n';
      if (file !== undefined) text += `test at ${relative(process.cwd(), file)}:${data.line}:${data.column}\n`;
      text += line(false, { ...data, nesting: 0 }, this.#colors);
      text += errorText(details.error);
    }
    return text;
  }
}

module.exports = { Reporter: SpecReporter, colorsOf: (isColored) => (isColored ? someColors : noColors), errorText, line };
