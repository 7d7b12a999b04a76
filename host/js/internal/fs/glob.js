// fs.glob: *, ?, [...], {a,b}, **, !(a|b) and its like, matched part by part while folders are walked.
'use strict';

const { codes } = require('internal/errors');
const { validateFunction, validateObject, validateString, validateStringArray } = require('internal/validators');
const { join, resolve } = require('path');
const { expandBraces, segmentPattern } = require('internal/path/glob');

const partToRegExp = (part) => new RegExp(`^${segmentPattern(part, false)}$`);

const isMagic = (part) => /[*?[\\]|[!@+]\(/.test(part);

function compile(pattern) {
  return pattern.split('/').filter((part, index) => part !== '' || index === 0).map((part) => {
    if (part === '**') return part;
    return isMagic(part) ? partToRegExp(part) : part;
  });
}

function entriesOf(folder) {
  try {
    return require('fs').readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

class Globber {
  constructor(pattern, options = {}) {
    validateObject(options, 'options');
    const { exclude } = options;
    if (Array.isArray(exclude)) {
      const compiled = exclude.flatMap(expandBraces).map(compile);
      this.excluded = (path) => compiled.some((parts) => matches(path.split('/'), parts));
    } else {
      if (exclude !== undefined && typeof exclude !== 'function') throw new codes.ERR_INVALID_ARG_TYPE('options.exclude', ['function', 'string[]'], exclude);
      this.excluded = exclude ?? (() => false);
    }
    this.cwd = options.cwd === undefined ? process.cwd() : resolve(require('internal/url').toPathIfFileURL(options.cwd));
    this.withFileTypes = Boolean(options.withFileTypes);
    this.seen = new Set();
    this.patterns = patternsOf(pattern).flatMap(expandBraces).map(compile);
  }

  * run() {
    for (const parts of this.patterns) {
      if (parts[0] === '') yield* this.walk('/', parts.slice(1));
      else yield* this.walk('', parts);
    }
  }

  // What is told: the path relative to cwd, once.
  * found(path) {
    if (path === '' || this.seen.has(path)) return;
    this.seen.add(path);
    if (!this.withFileTypes) {
      yield path;
      return;
    }
    const full = resolve(this.cwd, path);
    const parent = require('path').dirname(full);
    const entry = entriesOf(parent).find(({ name }) => join(parent, name) === full);
    if (entry) yield entry;
  }

  * walk(base, parts) {
    const fs = require('fs');
    if (parts.length === 0) {
      if (!this.excluded(base)) yield* this.found(base || '.');
      return;
    }
    const [part, ...rest] = parts;
    if (typeof part === 'string' && part !== '**') {
      const next = join(base, part);
      if (fs.existsSync(resolve(this.cwd, next)) && !this.excluded(next)) yield* this.walk(next, rest);
      return;
    }
    if (part === '**') yield* this.walk(base, rest);
    for (const entry of entriesOf(resolve(this.cwd, base))) {
      const path = join(base, entry.name);
      if (part === '**') {
        if (entry.name.startsWith('.') || this.excluded(this.withFileTypes ? entry : path)) continue;
        if (entry.isDirectory()) yield* this.walk(path, parts);
        else if (rest.length === 0) yield* this.found(path);
      } else if (part.test(entry.name) && !this.excluded(this.withFileTypes ? entry : path)) {
        if (rest.length === 0) yield* this.found(path);
        else if (entry.isDirectory() || entry.isSymbolicLink()) yield* this.walk(path, rest);
      }
    }
  }
}

function matches(names, parts) {
  if (parts.length === 0) return names.length === 0;
  const [part, ...rest] = parts;
  if (part === '**') return names.some((_, index) => matches(names.slice(index), rest)) || matches([], rest);
  if (names.length === 0) return false;
  return (typeof part === 'string' ? part === names[0] : part.test(names[0])) && matches(names.slice(1), rest);
}

function patternsOf(pattern) {
  const patterns = typeof pattern === 'object' ? pattern : [pattern];
  if (patterns === pattern) validateStringArray(pattern, 'patterns');
  else validateString(pattern, 'patterns');
  // Nothing has an empty name.
  return patterns.filter((each) => each !== '');
}

const globSync = (pattern, options) => [...new Globber(pattern, options).run()];

async function* globAsync(pattern, options) {
  yield* new Globber(pattern, options).run();
}

function glob(pattern, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  validateFunction(callback, 'callback');
  let result;
  try {
    result = globSync(pattern, options);
  } catch (error) {
    process.nextTick(callback, error);
    return;
  }
  process.nextTick(callback, null, result);
}

module.exports = { glob, globAsync, globSync };
