// package.json files: read once, kept for the life of the process, and the nearest one of a file (its package scope).
'use strict';

const { readTextIfExists } = internalBinding('module');

const packages = new Map();
const scopes = new Map();

// The fields that matter of `folder`/package.json, or undefined when there is none. `base` names who asked, for the error message.
function read(folder, base) {
  const known = packages.get(folder);
  if (known !== undefined || packages.has(folder)) return known;
  const file = folder === '/' ? '/package.json' : `${folder}/package.json`;
  const text = readTextIfExists(file);
  const found = text === undefined ? undefined : parse(text, folder, file, base);
  packages.set(folder, found);
  return found;
}

function parse(text, folder, file, base) {
  const data = dataOf(text);
  if (data === undefined) throw require('internal/modules/errors').unreadablePackage(file, base);
  const { name, main, exports, imports, type } = data;
  return {
    folder,
    file,
    name,
    main: typeof main === 'string' ? main : undefined,
    exports: typeof exports === 'string' || typeof exports === 'object' ? exports ?? undefined : undefined,
    imports: typeof imports === 'object' && imports !== null ? imports : undefined,
    type: type === 'module' || type === 'commonjs' ? type : 'none',
  };
}

// The object in the file, or undefined when it is none, or has no words where words belong.
function dataOf(text) {
  let data;
  try {
    data = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch {
    return undefined;
  }
  if (data === null || typeof data !== 'object' || Array.isArray(data)) return undefined;
  // Whatever Object.prototype has been given.
  const own = { __proto__: null, ...data };
  return isWordOrAbsent(own.name) && isWordOrAbsent(own.type) ? own : undefined;
}

const isWordOrAbsent = (value) => value === undefined || typeof value === 'string';

const parentOf = (folder) => {
  const slash = folder.lastIndexOf('/');
  return slash <= 0 ? '/' : folder.slice(0, slash);
};

// The package that the files of `folder` belong to. A folder named node_modules ends the search.
function scopeOfFolder(folder) {
  if (scopes.has(folder)) return scopes.get(folder);
  let found;
  if (!folder.endsWith('/node_modules')) {
    found = read(folder);
    if (found === undefined && folder !== '/') found = scopeOfFolder(parentOf(folder));
  }
  scopes.set(folder, found);
  return found;
}

// The package scope of a file given by its absolute path.
function scopeOf(file) {
  return scopeOfFolder(parentOf(file));
}

module.exports = { read, scopeOf, scopeOfFolder };
