// Coverage of a run of tests (`--experimental-test-coverage`): what the processes of the run have counted, put together per file and turned
// into lines, branches and functions. Absent: a way back through source maps; files are counted as they were compiled.
'use strict';

const fs = require('fs');
const path = require('path');
const { valuesOf } = require('internal/test/options');

const TEST_FILE = /(?:^|\/)(?:test|test\/.*|test-[^/]*|[^/]*[._-]test)\.[cm]?[jt]s$|(?:^|\/)test\/.*\.[cm]?[jt]s$/;

class Coverage {
  #isOwnFolder;

  constructor({ cwd = process.cwd(), include = [], exclude, thresholds }) {
    this.cwd = cwd;
    this.include = include;
    this.exclude = exclude;
    this.thresholds = thresholds;
    const { NODE_V8_COVERAGE } = process.env;
    this.#isOwnFolder = !NODE_V8_COVERAGE;
    this.folder = NODE_V8_COVERAGE || fs.mkdtempSync(path.join(require('os').tmpdir(), 'node-coverage-'));
  }

  static fromCommandLine() {
    const threshold = (name) => Number(valuesOf(`--test-coverage-${name}`).at(-1) ?? 0);
    const exclude = valuesOf('--test-coverage-exclude');
    return new Coverage({
      include: valuesOf('--test-coverage-include'),
      exclude: exclude.length > 0 ? exclude : undefined,
      thresholds: { line: threshold('lines'), branch: threshold('branches'), function: threshold('functions') },
    });
  }

  // Counts what runs in this process, too.
  countHere() {
    require('internal/process/coverage').start(this.folder);
  }

  // The data of the event `test:coverage`; nothing is counted any more.
  summary() {
    const own = require('internal/process/coverage');
    own.write();
    own.stop();
    const merged = new Map();
    for (const name of fs.readdirSync(this.folder).sort()) {
      if (!/^coverage-\d+-\d+-\d+\.json$/.test(name)) continue;
      const { result } = JSON.parse(fs.readFileSync(path.join(this.folder, name), 'utf8'));
      for (const script of result) this.#add(merged, script);
    }
    if (this.#isOwnFolder) fs.rmSync(this.folder, { recursive: true, force: true });
    const files = [...merged.keys()].sort().map((file) => countFile(file, merged.get(file))).filter(Boolean);
    return { workingDirectory: this.cwd, files, totals: totalsOf(files), thresholds: this.thresholds };
  }

  #add(merged, { url, functions }) {
    if (!url.startsWith('file:')) return;
    const file = require('internal/url').fileURLToPath(url.replace(/[?#].*$/s, ''));
    if (!this.#isWanted(file)) return;
    const known = merged.get(file);
    if (known === undefined) merged.set(file, functions);
    else mergeFunctions(known, functions);
  }

  #isWanted(file) {
    const relative = path.relative(this.cwd, file);
    if (relative.startsWith('..') || file.includes('/node_modules/')) return false;
    const matches = (glob) => path.matchesGlob(relative, glob) || path.matchesGlob(file, glob);
    if (this.exclude === undefined ? TEST_FILE.test(relative) : this.exclude.some(matches)) return false;
    return this.include.length === 0 || this.include.some(matches);
  }

  // What to say of thresholds that are not met.
  complaints({ totals }) {
    const { line, branch, function: functions } = this.thresholds;
    const kinds = [['line', line, totals.coveredLinePercent], ['branch', branch, totals.coveredBranchPercent],
      ['function', functions, totals.coveredFunctionPercent]];
    return kinds.filter(([, wanted, actual]) => actual < wanted)
      .map(([kind, wanted, actual]) => `Error: ${actual.toFixed(2)}% ${kind} coverage does not meet threshold of ${wanted}%.`);
  }
}

const isSame = (one, other) => one.startOffset === other.startOffset && one.endOffset === other.endOffset;
const contains = (outer, inner) => outer.startOffset <= inner.startOffset && outer.endOffset >= inner.endOffset;

// The same script in another process.
function mergeFunctions(known, functions) {
  for (const added of functions) {
    const same = known.find(({ functionName, ranges }) => functionName === added.functionName && isSame(ranges[0], added.ranges[0]));
    if (same === undefined) {
      known.push(added);
    } else if (added.isBlockCoverage) {
      // Where it was never called, nothing is known of its parts.
      same.ranges = same.isBlockCoverage ? mergeRanges(same.ranges, added.ranges) : added.ranges;
      same.isBlockCoverage = true;
    }
  }
}

// Counts of the same range are added. What did not run in one process has not run at all only as far as it did not in the other.
function mergeRanges(known, added) {
  const merged = new Set(known.filter(({ count }) => count > 0));
  for (const range of added) {
    const same = known.find((each) => isSame(each, range));
    if (same !== undefined) {
      same.count += range.count;
      merged.add(same);
    } else if (range.count > 0) {
      merged.add(range);
    } else {
      for (const each of known) {
        if (each.count > 0) continue;
        if (contains(each, range)) merged.add(range);
        else if (contains(range, each)) merged.add(each);
      }
    }
  }
  return [...merged];
}

// The lines of a text by their offsets, and which of them comments take out.
function linesOf(text) {
  const lines = [];
  let offset = 0;
  let ignored = 0;
  let isOff = false;
  for (const whole of text.split(/(?<=\n)/)) {
    const content = whole.replace(/\r?\n$/, '');
    const order = /^\s*\/\* node:coverage (?:(?<what>enable|disable)|ignore next(?: (?<count>\d+))?) \*\/\s*$/.exec(content)?.groups;
    lines.push({ line: lines.length + 1, startOffset: offset, endOffset: offset + content.length, count: 1, ignore: isOff || ignored > 0 });
    if (ignored > 0) ignored--;
    if (order?.what !== undefined) isOff = order.what === 'disable';
    else if (order !== undefined) ignored = Number(order.count ?? 1);
    offset += whole.length;
  }
  return lines;
}

// The lines that a range touches. Those that it has whole were run as often as the range.
function touch(lines, { startOffset, endOffset, count }) {
  const first = lines.findIndex((line) => startOffset <= line.endOffset);
  const touched = [];
  for (let i = first; i >= 0 && i < lines.length && lines[i].startOffset < endOffset; i++) {
    const line = lines[i];
    if (startOffset <= line.startOffset && endOffset >= line.endOffset) line.count = count;
    touched.push(line);
  }
  return touched;
}

const percent = (covered, total) => (total === 0 ? 100 : (covered / total) * 100);

function countFile(file, scriptFunctions) {
  let lines;
  try {
    lines = linesOf(fs.readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
  const functions = [];
  const branches = [];
  let coveredFunctionCount = 0;
  let coveredBranchCount = 0;
  scriptFunctions.forEach(({ functionName, ranges, isBlockCoverage }, index) => {
    const touched = ranges.map((range) => touch(lines, range));
    const isIgnored = touched.map((each) => each.every(({ ignore }) => ignore));
    ranges.forEach(({ count }, i) => {
      if (!isBlockCoverage) return;
      branches.push({ __proto__: null, line: touched[i][0]?.line, count });
      if (count !== 0 || isIgnored[i]) coveredBranchCount++;
    });
    // The first one is the file itself.
    if (index === 0 || ranges.length === 0) return;
    const count = Math.max(...ranges.map((range) => range.count));
    functions.push({ __proto__: null, name: functionName, count, line: touched[0][0]?.line });
    if (count !== 0 || isIgnored[0]) coveredFunctionCount++;
  });
  const coveredLineCount = lines.filter(({ count, ignore }) => count > 0 || ignore).length;
  return {
    __proto__: null,
    path: file,
    totalLineCount: lines.length,
    totalBranchCount: branches.length,
    totalFunctionCount: functions.length,
    coveredLineCount,
    coveredBranchCount,
    coveredFunctionCount,
    coveredLinePercent: percent(coveredLineCount, lines.length),
    coveredBranchPercent: percent(coveredBranchCount, branches.length),
    coveredFunctionPercent: percent(coveredFunctionCount, functions.length),
    functions,
    branches,
    lines: lines.filter(({ ignore }) => !ignore).map(({ line, count }) => ({ __proto__: null, line, count })),
  };
}

function totalsOf(files) {
  const totals = { __proto__: null };
  for (const part of ['total', 'covered']) {
    for (const kind of ['Line', 'Branch', 'Function']) {
      totals[`${part}${kind}Count`] = files.reduce((sum, file) => sum + file[`${part}${kind}Count`], 0);
    }
  }
  for (const kind of ['Line', 'Branch', 'Function']) {
    totals[`covered${kind}Percent`] = percent(totals[`covered${kind}Count`], totals[`total${kind}Count`]);
  }
  return totals;
}

module.exports = { Coverage };
