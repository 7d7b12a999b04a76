// The lcov reporter: the coverage only, in the form that editors and services read.
'use strict';

const path = require('path');

class LcovReporter {
  head = '';

  event(type, data) {
    if (type !== 'test:coverage') return '';
    const { files, workingDirectory } = data.summary;
    return `TN:\n${files.map((file) => this.#file(file, workingDirectory)).join('')}`;
  }

  #file(file, base) {
    const nameOf = ({ name }, i) => name || `anonymous_${i}`;
    return [
      `SF:${path.relative(base, file.path)}`,
      ...file.functions.map((each, i) => `FN:${each.line},${nameOf(each, i)}`),
      ...file.functions.map((each, i) => `FNDA:${each.count},${nameOf(each, i)}`),
      `FNF:${file.totalFunctionCount}`,
      `FNH:${file.coveredFunctionCount}`,
      ...file.branches.map(({ line, count }, i) => `BRDA:${line},${i},0,${count}`),
      `BRF:${file.totalBranchCount}`,
      `BRH:${file.coveredBranchCount}`,
      ...file.lines.map(({ line, count }) => `DA:${line},${count}`),
      `LH:${file.coveredLineCount}`,
      `LF:${file.totalLineCount}`,
      'end_of_record\n',
    ].join('\n');
  }

  end() {
    return '';
  }
}

module.exports = { Reporter: LcovReporter };
