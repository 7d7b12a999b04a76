// A run's coverage as a table, for the reporters that people read: each line begins with `sign`.
'use strict';

const path = require('path');

// `1-3, 7` of the lines that did not run.
function uncovered(lines) {
  const ranges = [];
  for (const { line, count } of lines) {
    if (count > 0) continue;
    const last = ranges.at(-1);
    if (last?.[1] === line - 1) last[1] = line;
    else ranges.push([line, line]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(' ');
}

const percents = (of) => [of.coveredLinePercent, of.coveredBranchPercent, of.coveredFunctionPercent].map((value) => value.toFixed(2));

function table({ workingDirectory, files, totals }, sign) {
  const rows = [];
  let open = [];
  let deepest = 0;
  let longest = 0;
  for (const file of files) {
    const folders = path.relative(workingDirectory, file.path).split('/');
    const name = folders.pop();
    let shared = 0;
    while (shared < folders.length && folders[shared] === open[shared]) shared++;
    for (let i = shared; i < folders.length; i++) rows.push([`${' '.repeat(i)}${folders[i]}`, '', '', '', '']);
    open = folders;
    deepest = Math.max(deepest, folders.length);
    longest = Math.max(longest, name.length);
    rows.push([`${' '.repeat(folders.length)}${name}`, ...percents(file), uncovered(file.lines)]);
  }
  const head = ['file', 'line %', 'branch %', 'funcs %', 'uncovered lines'];
  const last = ['all files', ...percents(totals), ''];
  const widths = head.map((title, i) => Math.max(title.length, ...[...rows, last].map((row) => row[i].length)));
  widths[0] = Math.max('all files'.length, deepest + longest);
  const cell = (text, i) => (i === 0 ? text.padEnd(widths[i]) : i === 4 ? text : text.padStart(widths[i]));
  const line = (row) => `${sign}${row.map(cell).join(' | ')}\n`;
  const rule = `${sign}${'-'.repeat(widths.reduce((sum, width) => sum + width, 3 * 4 + 1))}\n`;
  return [`${sign}start of coverage report\n`, rule, line(head), rule, ...rows.map(line), rule, line(last), rule,
    `${sign}end of coverage report\n`].join('');
}

module.exports = { table };
