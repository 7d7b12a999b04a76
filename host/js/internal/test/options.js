// The command line's options about tests, which may be given more than once, and the choice of tests by name.
'use strict';

const words = () => {
  const fromEnvironment = process.env.NODE_OPTIONS;
  return fromEnvironment ? [...fromEnvironment.split(' '), ...process.execArgv] : process.execArgv;
};

// All values given for an option.
function valuesOf(name) {
  const values = [];
  words().forEach((word, i, all) => {
    if (word === name) values.push(all[i + 1]);
    else if (word.startsWith(`${name}=`)) values.push(word.slice(name.length + 1));
  });
  return values;
}

const isSet = (name) => words().includes(name);

// "/text/flags" or plain text, as the options that select tests by name take it.
function patternOf(text) {
  if (text instanceof RegExp) return text;
  const match = /^\/(.*)\/([a-z]*)$/.exec(text);
  return match === null ? new RegExp(text) : new RegExp(match[1], match[2]);
}

// Which tests run at all: the others are not even reported.
class Selection {
  constructor({ names, skipped, only }) {
    this.names = names.map(patternOf);
    this.skipped = skipped.map(patternOf);
    this.only = only;
  }

  static fromCommandLine() {
    return new Selection({
      names: valuesOf('--test-name-pattern'),
      skipped: valuesOf('--test-skip-pattern'),
      only: isSet('--test-only'),
    });
  }

  get isEmpty() {
    return this.names.length === 0 && this.skipped.length === 0 && !this.only;
  }

  // Whether a test takes part. A suite is judged when its body has run: it stays for the tests in it.
  keeps(test) {
    if (this.skipped.some((pattern) => test.nameMatches(pattern))) return false;
    if (this.names.length > 0 && !this.#isNamed(test)) return false;
    if (!this.only || test.parent.isSuite || !test.parent.runOnlySubtests) return true;
    return test.only || Boolean(test.hasOnlyInside);
  }

  #isNamed(test) {
    for (let each = test; each.parent !== null; each = each.parent) {
      if (this.names.some((pattern) => each.nameMatches(pattern))) return true;
    }
    return test.isSuite && (test.subtests.length > 0 || test.collecting !== undefined);
  }

  // With --test-only, a suite in which something is marked keeps nothing else.
  prune(suite) {
    if (!this.only) return;
    const isWanted = (test) => test.only || test.hasOnlyInside;
    suite.hasOnlyInside = suite.subtests.some(isWanted);
    if (suite.hasOnlyInside) suite.drop(suite.subtests.filter((test) => !isWanted(test)));
  }
}

const isMarked = (test) => test.only || test.subtests.some(isMarked);

// For files that share the process of `--test`: a mark somewhere is as good as --test-only. What is `kept` runs anyway.
function followMarks(root, kept) {
  const { selection } = root;
  if (selection.only || !isMarked(root)) return;
  for (const test of kept) test.only = true;
  selection.only = true;
  root.runOnlySubtests = true;
  const prune = (suite) => {
    for (const test of suite.subtests) if (test.isSuite) prune(test);
    selection.prune(suite);
  };
  prune(root);
}

module.exports = { Selection, followMarks, isSet, valuesOf };
