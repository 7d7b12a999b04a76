// The dot reporter: one sign per result, and the failures at the end.
'use strict';

const { colorsOf, errorText, line } = require('internal/test/reporter_spec');

class DotReporter {
  #column = 0;
  #failed = [];
  #colors;
  head = '';

  constructor(isColored) {
    this.#colors = colorsOf(isColored);
  }

  event(type, data) {
    if (type !== 'test:pass' && type !== 'test:fail') return '';
    if (type === 'test:fail') this.#failed.push(data);
    const { green, red, white } = this.#colors;
    const text = type === 'test:pass' ? `${green}.${white}` : `${red}X${white}`;
    this.#column++;
    return this.#column % 20 === 0 ? `${text}\n` : text;
  }

  end() {
    if (this.#failed.length === 0) return '\n';
    let text = '\n\nFailed tests:\n\n';
    for (const data of this.#failed) {
      text += line(false, { ...data, nesting: 0 }, this.#colors) + errorText(data.details.error);
    }
    return text;
  }
}

module.exports = { Reporter: DotReporter };
