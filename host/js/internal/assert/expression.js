// The source text of a failed assertion: assert(a === b) reports "assert(a === b)". Without a
// parser: the call's start is searched backwards over names and dots, its end by brackets.
'use strict';

const closers = { '(': ')', '[': ']', '{': '}' };

// The position after the string or template that begins at `start`.
function skipQuoted(code, start) {
  const mark = code[start];
  for (let i = start + 1; i < code.length; i++) {
    if (code[i] === '\\') i++;
    else if (code[i] === mark) return i + 1;
    else if (mark === '`' && code[i] === '$' && code[i + 1] === '{') i = skipBrackets(code, i + 1) - 1;
  }
  return code.length;
}

const startsRegExp = (code, i) =>
  /(?:^|[(,=:[!&|?{};+\-*%<>~^]|return|typeof)\s*$/.test(code.slice(Math.max(0, i - 20), i));

function skipRegExp(code, start) {
  let inClass = false;
  for (let i = start + 1; i < code.length && code[i] !== '\n'; i++) {
    if (code[i] === '\\') i++;
    else if (code[i] === '[') inClass = true;
    else if (code[i] === ']') inClass = false;
    else if (code[i] === '/' && !inClass) return i + 1;
  }
  return start + 1;
}

// The position after the bracket that closes the one at `start`.
function skipBrackets(code, start) {
  const expected = [];
  let i = start;
  while (i < code.length) {
    const character = code[i];
    if (character === '"' || character === "'" || character === '`') {
      i = skipQuoted(code, i);
      continue;
    }
    if (character === '/' && code[i + 1] === '/') {
      i = Math.max(code.indexOf('\n', i), i + 1);
      continue;
    }
    if (character === '/' && code[i + 1] === '*') {
      i = code.indexOf('*/', i) + 2;
      continue;
    }
    if (character === '/' && startsRegExp(code, i)) {
      i = skipRegExp(code, i);
      continue;
    }
    if (closers[character] !== undefined) expected.push(closers[character]);
    else if (character === expected[expected.length - 1]) expected.pop();
    i++;
    if (expected.length === 0) return i;
  }
  return -1;
}

function offsetOf(code, line, column) {
  let offset = 0;
  for (let i = 1; i < line; i++) {
    offset = code.indexOf('\n', offset) + 1;
    if (offset === 0) return -1;
  }
  return offset + column - 1;
}

// [text, column of its start], or undefined.
function callAt(code, line, column) {
  const offset = offsetOf(code, line, column);
  if (offset < 0) return undefined;
  const before = /[\p{ID_Continue}$.?]*$/u.exec(code.slice(Math.max(0, offset - 200), offset))[0];
  const start = offset - before.length;
  const open = code.indexOf('(', offset);
  if (open === -1) return undefined;
  const end = skipBrackets(code, open);
  if (end === -1) return undefined;
  return [code.slice(start, end), column - 1 - before.length];
}

// The text of the call that `caller` (a function on the stack) was called by.
function failedExpression(caller) {
  const [site] = require('internal/util/call_sites').callSites(caller, 1);
  const file = site?.getFileName();
  if (!file || site.isEval() || file.startsWith('node:')) return undefined;
  try {
    const path = file.startsWith('file:') ? require('internal/url').fileURLToPath(file) : file;
    const code = require('fs').readFileSync(path, 'utf8');
    const found = callAt(code, site.getLineNumber(), site.getColumnNumber());
    if (found === undefined) return undefined;
    const [text, indentation] = found;
    // Further lines keep their indentation relative to the call's.
    const lines = text.split('\n');
    const rest = lines.slice(1).map((each) => {
      const own = /^\s*/.exec(each)[0].length;
      return `  ${each.slice(Math.min(own, indentation))}`;
    });
    return [lines[0], ...rest].join('\n');
  } catch {
    return undefined; // A source that cannot be read says nothing.
  }
}

module.exports = { failedExpression };
