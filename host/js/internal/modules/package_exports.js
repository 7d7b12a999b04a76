// "exports" and "imports" of package.json: from a subpath or `#name` to a file, by Node's documented algorithm (PACKAGE_EXPORTS_RESOLVE,
// PACKAGE_IMPORTS_RESOLVE, PACKAGE_TARGET_RESOLVE). Works on paths; whether the file exists is the caller's question.
'use strict';

const errors = require('internal/modules/errors');

const NODE_MODULES = '(n|%6e|%4e)(o|%6f|%4f)(d|%64|%44)(e|%65|%45)(_|%5f)(m|%6d|%4d)(o|%6f|%4f)(d|%64|%44)(u|%75|%55)(l|%6c|%4c)(e|%65|%45)(s|%73|%53)';
const INVALID_SEGMENT = new RegExp(`(^|[\\\\/])((\\.|%2e)(\\.|%2e)?|${NODE_MODULES})([\\\\/]|$)`, 'i');
const EMPTY_SEGMENT = /(^|[\\/])([\\/]|$)/;
const ENCODED_SEPARATOR = /%2f|%5c/i;
const IS_URL = /^[a-z][a-z\d+.-]*:/i;

const userConditions = () => {
  const addons = require('internal/options').getOptionValue('--addons') === false ? [] : ['node-addons'];
  return [...addons, ...require('internal/modules/options').conditions];
};
const syncCondition = () => (require('internal/modules/options').requireModule === false ? [] : ['module-sync']);
let requireSet;
let importSet;

// Those that hooks gave for the resolution under way.
let givenSet;

// Runs `resolve` with conditions of hooks; undefined leaves the standard ones.
function withConditions(conditions, resolve) {
  if (conditions !== undefined && conditions !== null && !Array.isArray(conditions)) {
    throw new (require('internal/errors').codes.ERR_INVALID_ARG_VALUE)('conditions', conditions, 'expected an array');
  }
  const before = givenSet;
  givenSet = conditions === undefined || conditions === null ? undefined : new Set(conditions);
  try {
    return resolve();
  } finally {
    givenSet = before;
  }
}

// Whether a result holds for every resolution of its kind, so that it may be kept.
const areStandard = () => givenSet === undefined;

// The conditions that hold for `require`.
function requireConditions() {
  return givenSet ?? standardRequireConditions();
}

function standardRequireConditions() {
  return requireSet ??= new Set(['require', 'node', ...userConditions(), ...syncCondition()]);
}

// The conditions that hold for `import`.
function importConditions() {
  return givenSet ?? (importSet ??= new Set(['node', 'import', ...syncCondition(), ...userConditions()]));
}

// Splits `name/sub` or `@scope/name/sub` into [name, './sub' or '.'].
function splitSpecifier(specifier, base) {
  const match = /^(@[^/]*\/[^/]*|[^@/][^/]*|)(\/.*)?$/s.exec(specifier);
  if (match === null || /^\.|[%\\]/.test(match[1])) {
    throw errors.invalidModuleSpecifier(specifier, 'is not a valid package name', base);
  }
  return [match[1], `.${match[2] ?? ''}`];
}

function isArrayIndex(key) {
  const number = Number(key);
  return String(number) === key && number >= 0 && number < 0xffff_ffff;
}

// A pattern that matches with a slash too many: it works, for now. Each once.
function warnEmptySegment(walk, target, subpath, key, isTarget) {
  if (walk.isFolder) return;
  const request = key.includes('*') ? key.replace('*', () => subpath) : key + subpath;
  const what = (isTarget ? target : request).includes('//') ? 'double slash' : 'leading or trailing slash matching';
  const match = request === key ? '' : `matched to "${key}" `;
  const shown = isTarget ? target.replaceAll('*', () => subpath) : target;
  warnDeprecated(walk, `Use of deprecated ${what} resolving "${shown}" for module request "${request}" ${match}in the ` +
    `"${walk.field}" field module resolution of the package at ${walk.pkg.file}${walk.importer}.`, 'DEP0166');
}

const warned = new Set();

function warnTrailingSlash(walk, key) {
  const once = `${walk.pkg.file}|${key}`;
  if (warned.has(once)) return;
  warned.add(once);
  warnDeprecated(walk, `Use of deprecated trailing slash pattern mapping "${key}" in the "exports" field module resolution of the package at ` +
    `${walk.pkg.file}${walk.importer}. Mapping specifiers ending in "/" is no longer supported.`, 'DEP0155');
}

function warnDeprecated(walk, text, code) {
  if (process.noDeprecation !== true) process.emitWarning(text, 'DeprecationWarning', code);
}

// One package's resolution: what stays the same while targets are walked.
class Walk {
  constructor(pkg, base, conditions, isImport, resolvePackage) {
    this.pkg = pkg;
    this.base = base;
    this.conditions = conditions;
    this.isImport = isImport;
    this.resolvePackage = resolvePackage;
    // The request ends with a slash, of which there is a warning of its own.
    this.isFolder = false;
  }

  get field() { return this.isImport ? 'imports' : 'exports'; }

  get importer() { return this.base ? ` imported from ${this.base}` : ''; }

  // The file of a target. What `import` calls by a path, `require` calls by its URL.
  join(target) {
    const path = require('path').resolve(this.pkg.folder, target);
    if (ENCODED_SEPARATOR.test(path)) {
      const name = this.conditions.has('require') ? `file://${path}` : path;
      throw errors.invalidModuleSpecifier(name, 'must not include encoded "/" or "\\" characters', this.base);
    }
    const decoded = path.includes('%') ? decodeURIComponent(path) : path;
    return target.endsWith('/') ? `${decoded}/` : decoded;
  }

  invalidTarget(key, target) {
    return errors.invalidPackageTarget(this.pkg.folder, key, target, this.isImport, this.base);
  }

  // A file, null (excluded), or undefined (no condition holds).
  target(target, subpath, key, isPattern) {
    if (typeof target === 'string') return this.string(target, subpath, key, isPattern);
    if (Array.isArray(target)) return this.array(target, subpath, key, isPattern);
    if (target === null) return null;
    if (typeof target === 'object') return this.object(target, subpath, key, isPattern);
    throw this.invalidTarget(key, target);
  }

  string(target, subpath, key, isPattern) {
    if (subpath !== '' && !isPattern && !target.endsWith('/')) throw this.invalidTarget(key, target);
    const substitute = (text) => (isPattern ? text.replaceAll('*', () => subpath) : text + subpath);
    if (!target.startsWith('./')) {
      const isBare = this.isImport && !target.startsWith('../') && !target.startsWith('/') && !IS_URL.test(target);
      if (isBare) return this.resolvePackage(substitute(target), this.pkg, this.conditions);
      throw this.invalidTarget(key, target);
    }
    if (INVALID_SEGMENT.test(target.slice(2))) throw this.invalidTarget(key, target);
    if (EMPTY_SEGMENT.test(target.slice(2))) warnEmptySegment(this, target, subpath, key, true);
    if (subpath !== '' && INVALID_SEGMENT.test(subpath)) this.invalidSubpath(subpath, key);
    if (isPattern && EMPTY_SEGMENT.test(subpath)) warnEmptySegment(this, substitute(target), subpath, key, false);
    return this.join(substitute(target));
  }

  invalidSubpath(subpath, key) {
    const request = key.includes('*') ? key.replace('*', () => subpath) : key + subpath;
    throw errors.invalidModuleSpecifier(request,
      `request is not a valid match in pattern "${key}" for the "${this.field}" resolution of ${this.pkg.file}`, this.base);
  }

  array(targets, subpath, key, isPattern) {
    if (targets.length === 0) return null;
    let lastError;
    let found;
    for (const target of targets) {
      try {
        found = this.target(target, subpath, key, isPattern);
      } catch (error) {
        if (error.code !== 'ERR_INVALID_PACKAGE_TARGET') throw error;
        lastError = error;
        continue;
      }
      if (found === undefined) continue;
      if (found === null) {
        lastError = null;
        continue;
      }
      return found;
    }
    if (lastError) throw lastError;
    return lastError === null ? null : found;
  }

  object(target, subpath, key, isPattern) {
    const keys = Object.keys(target);
    if (keys.some(isArrayIndex)) {
      throw errors.invalidPackageConfig(this.pkg.file, this.base, '"exports" cannot contain numeric property keys.');
    }
    for (const condition of keys) {
      if (condition !== 'default' && !this.conditions.has(condition)) continue;
      const found = this.target(target[condition], subpath, key, isPattern);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  // The entry of `map` for `name`: exact, or the most specific pattern.
  match(map, name) {
    if (Object.hasOwn(map, name) && !name.includes('*') && !name.endsWith('/')) return this.target(map[name], '', name, false);
    let best = '';
    let middle = '';
    this.isFolder = name.endsWith('/');
    for (const key of Object.keys(map)) {
      const star = key.indexOf('*');
      if (star < 0 || key.indexOf('*', star + 1) >= 0 || !name.startsWith(key.slice(0, star))) continue;
      if (!this.isImport && this.isFolder) warnTrailingSlash(this, name);
      const tail = key.slice(star + 1);
      if (name.length >= key.length && name.endsWith(tail) && isMoreSpecific(key, best)) {
        best = key;
        middle = name.slice(star, name.length - tail.length);
      }
    }
    return best === '' ? undefined : this.target(map[best], middle, best, true);
  }
}

function isMoreSpecific(key, than) {
  const star = key.indexOf('*');
  const thanStar = than.indexOf('*');
  const length = star < 0 ? key.length : star + 1;
  const thanLength = thanStar < 0 ? than.length : thanStar + 1;
  if (length !== thanLength) return length > thanLength;
  return star >= 0 && (thanStar < 0 || key.length > than.length);
}

// Whether "exports" is the target of '.' itself, without a map of subpaths.
function isShorthand(pkg, base) {
  const { exports } = pkg;
  if (typeof exports !== 'object' || exports === null || Array.isArray(exports)) return true;
  const keys = Object.keys(exports);
  const subpaths = keys.filter((key) => key === '' || key[0] === '.');
  if (subpaths.length !== 0 && subpaths.length !== keys.length) {
    throw errors.invalidPackageConfig(pkg.file, base, '"exports" cannot contain some keys starting with \'.\' and some not.' +
      ' The exports object must either be an object of package subpath keys or an object of main entry condition name keys only.');
  }
  return subpaths.length === 0;
}

// The file of `subpath` ('.' or './x') of a package with "exports".
function resolveExports(pkg, subpath, base, conditions) {
  const walk = new Walk(pkg, base, conditions, false);
  const map = isShorthand(pkg, base) ? { '.': pkg.exports } : pkg.exports;
  const found = walk.match(map, subpath);
  if (found === undefined || found === null) throw errors.packagePathNotExported(pkg.folder, subpath, base);
  return found;
}

// The file (or the name of a built-in module) of `#name` for a file of package `pkg`. `resolvePackage(specifier, pkg, conditions)` answers
// for targets that are packages.
function resolveImports(name, pkg, base, conditions, resolvePackage) {
  if (name === '#' || name.endsWith('/')) {
    throw errors.invalidModuleSpecifier(name, 'is not a valid internal imports specifier name', base);
  }
  if (pkg?.imports !== undefined) {
    const found = new Walk(pkg, base, conditions, true, resolvePackage).match(pkg.imports, name);
    if (found !== undefined && found !== null) return found;
  }
  throw errors.packageImportNotDefined(name, pkg?.folder, base);
}

module.exports = { areStandard, withConditions, requireConditions, importConditions, splitSpecifier, resolveExports, resolveImports };
