// The difference of two texts by lines, after Myers' "An O(ND) Difference Algorithm", and its
// rendering: long runs of equal lines are left out.
'use strict';

const KEEP = 'keep';
const ADD = 'add'; // Only in the actual text.
const DROP = 'drop'; // Only in the expected text.

const shownAround = 5;

// A comma at the end of one of two items of lists is no difference.
function sameLine(a, b, ignoreComma) {
  return a === b || (ignoreComma && (`${a},` === b || a === `${b},`));
}

// What is remembered grows with the square of the edits: with more than these, texts have nothing in common that is worth its search.
const MOST_EDITS = 8000;

// How far each diagonal gets with each number of edits, from the outermost that can be reached; the path is read off it afterwards.
// Undefined if there are too many.
function furthestPaths(actual, expected, ignoreComma) {
  const max = actual.length + expected.length;
  const reach = new Int32Array(2 * max + 3);
  const history = [];
  for (let edits = 0; edits <= Math.min(max, MOST_EDITS); edits++) {
    history.push(reach.slice(max - edits, max + edits + 3));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const at = diagonal + max + 1;
      const down = diagonal === -edits ||
        (diagonal !== edits && reach[at - 1] < reach[at + 1]);
      let x = down ? reach[at + 1] : reach[at - 1] + 1;
      let y = x - diagonal;
      while (x < actual.length && y < expected.length &&
             sameLine(actual[x], expected[y], ignoreComma)) {
        x++;
        y++;
      }
      reach[at] = x;
      if (x >= actual.length && y >= expected.length) return history;
    }
  }
  return undefined;
}

// [kind, line] from the first to the last line.
function diffLines(actual, expected, ignoreComma = false) {
  const history = furthestPaths(actual, expected, ignoreComma);
  if (history === undefined) return [...expected.map((line) => [DROP, line]), ...actual.map((line) => [ADD, line])];
  const result = [];
  let x = actual.length;
  let y = expected.length;
  for (let edits = history.length - 1; edits >= 0; edits--) {
    const reach = history[edits];
    const at = x - y + edits + 1;
    const down = x - y === -edits || (x - y !== edits && reach[at - 1] < reach[at + 1]);
    const fromX = down ? reach[at + 1] : reach[at - 1];
    const fromY = fromX - (x - y + (down ? 1 : -1));
    while (x > fromX && y > fromY) {
      x--;
      y--;
      const line = ignoreComma && !actual[x].endsWith(',') ? expected[y] : actual[x];
      result.push([KEEP, line]);
    }
    if (edits === 0) break;
    if (x > fromX) result.push([ADD, actual[--x]]);
    else result.push([DROP, expected[--y]]);
  }
  return result.reverse();
}

const marks = { [KEEP]: ' ', [ADD]: '+', [DROP]: '-' };

// { text, skipped }: equal lines beyond five are left out, but for the one before a difference.
function render(diff) {
  const lines = [];
  let skipped = false;
  let start = 0;
  while (start < diff.length) {
    const [kind] = diff[start];
    if (kind !== KEEP) {
      lines.push(`${marks[kind]} ${diff[start++][1]}`);
      continue;
    }
    let end = start;
    while (end < diff.length && diff[end][0] === KEEP) end++;
    const run = diff.slice(start, end).map(([, line]) => `  ${line}`);
    const last = end === diff.length;
    if (last) {
      lines.push(...run.slice(0, shownAround));
    } else if (run.length < shownAround + 3) {
      lines.push(...run);
    } else {
      lines.push(...run.slice(0, shownAround), '...', run[run.length - 1]);
      skipped = true;
    }
    start = end;
  }
  return { text: `\n${lines.join('\n').trimEnd()}`, skipped };
}

module.exports = { diffLines, render };
