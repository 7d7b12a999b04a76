// fs.cp: copying files and trees. The steps are a generator (see walk.js), driven synchronously or as a promise.
'use strict';

const { codes } = require('internal/errors');
const { validateBoolean, validateFunction, validateInteger, validateObject } = require('internal/validators');
const { constants: { COPYFILE_EXCL }, getPath, makeBigIntStats } = require('internal/fs/utils');
const { dirname, isAbsolute, join, resolve, sep } = require('path');

const EEXIST = 17;
const EINVAL = 22;
const EISDIR = 21;
const ENOENT = 2;
const ENOTDIR = 20;

function validate(options) {
  const checked = {
    dereference: false, errorOnExist: false, filter: undefined, force: true, mode: 0, preserveTimestamps: false, recursive: false,
    verbatimSymlinks: false,
  };
  if (options === undefined) return checked;
  validateObject(options, 'options');
  Object.assign(checked, options);
  for (const name of ['dereference', 'errorOnExist', 'force', 'preserveTimestamps', 'recursive', 'verbatimSymlinks']) {
    validateBoolean(checked[name], `options.${name}`);
  }
  validateInteger(checked.mode ?? 0, 'mode', 0, 7);
  if (checked.dereference && checked.verbatimSymlinks) {
    throw new codes.ERR_INCOMPATIBLE_OPTION_PAIR('dereference', 'verbatimSymlinks');
  }
  if (checked.filter !== undefined) validateFunction(checked.filter, 'options.filter');
  return checked;
}

function problem(code, message, path, errno, name) {
  return new codes[code]({ message, path, syscall: 'cp', errno, code: name });
}

function* statOf(path, options) {
  return makeBigIntStats(yield [options.dereference ? 'stat' : 'lstat', [path, true]]);
}

function* statIfThere(path, options) {
  const fields = yield [options.dereference ? 'stat' : 'lstat', [path, true, true]];
  return fields === undefined ? undefined : makeBigIntStats(fields);
}

const same = (a, b) => a.ino !== 0n && a.ino === b.ino && a.dev === b.dev;

function* check(source, target, options) {
  const from = yield* statOf(source, options);
  const to = yield* statIfThere(target, options);
  if (to !== undefined) {
    if (same(from, to)) throw problem('ERR_FS_CP_EINVAL', 'src and dest cannot be the same', target, EINVAL, 'EINVAL');
    if (from.isDirectory() && !to.isDirectory()) {
      throw problem('ERR_FS_CP_DIR_TO_NON_DIR', `cannot overwrite non-directory ${target} with directory ${source}`, target, EISDIR, 'EISDIR');
    }
    if (!from.isDirectory() && to.isDirectory()) {
      throw problem('ERR_FS_CP_NON_DIR_TO_DIR', `cannot overwrite directory ${target} with non-directory ${source}`, target, ENOTDIR, 'ENOTDIR');
    }
  }
  if (from.isDirectory() && isInside(source, target)) {
    throw toSelf(source, target, target);
  }
  return [from, to];
}

function isInside(source, target) {
  const outer = resolve(source).split(sep).filter(Boolean);
  const inner = resolve(target).split(sep).filter(Boolean);
  return outer.every((part, index) => inner[index] === part);
}

function* wanted(source, target, options) {
  if (options.filter === undefined) return true;
  return Boolean(yield [options.filter, [source, target]]);
}

function* copy(source, target, options) {
  if (yield* wanted(source, target, options)) yield* copyWanted(source, target, options);
}

function* copyWanted(source, target, options) {
  const [from, to] = yield* check(source, target, options);
  yield* checkParents(from, source, target);
  yield ['mkdir', [dirname(target), 0o777, true]];
  yield* copyChecked(from, to, source, target, options);
}

function* copyChecked(from, to, source, target, options) {
  if (from.isDirectory()) {
    if (!options.recursive) throw problem('ERR_FS_EISDIR', `${source} is a directory (not copied)`, source, EISDIR, 'EISDIR');
    yield* copyFolder(from, to, source, target, options);
  } else if (from.isFile() || from.isCharacterDevice() || from.isBlockDevice()) {
    yield* copyFile(from, to, source, target, options);
  } else if (from.isSymbolicLink()) {
    yield* copyLink(to, source, target, options);
  } else if (from.isSocket()) {
    throw problem('ERR_FS_CP_SOCKET', `cannot copy a socket file: ${target}`, target, EINVAL, 'EINVAL');
  } else {
    throw problem('ERR_FS_CP_FIFO_PIPE', `cannot copy a FIFO pipe: ${target}`, target, EINVAL, 'EINVAL');
  }
}

function* copyFile(from, to, source, target, options) {
  if (to !== undefined) {
    if (!options.force) {
      if (options.errorOnExist) throw problem('ERR_FS_CP_EEXIST', `${target} already exists`, target, EEXIST, 'EEXIST');
      return;
    }
    yield ['unlink', [target]];
  }
  yield ['copyFile', [source, target, (options.mode ?? 0) & ~COPYFILE_EXCL]];
  if (!options.preserveTimestamps) return;
  const fresh = yield* statOf(source, options);
  yield ['utimes', [target, Number(fresh.atimeNs) / 1e9, Number(fresh.mtimeNs) / 1e9]];
}

function* copyFolder(from, to, source, target, options) {
  if (to === undefined) yield ['mkdir', [target, 0o777, false]];
  else if (options.errorOnExist && !options.force) throw problem('ERR_FS_CP_EEXIST', `${target} already exists`, target, EEXIST, 'EEXIST');
  const [names] = yield ['readdir', [source, true, false, true]];
  for (const name of names) {
    const [childSource, childTarget] = [join(source, name), join(target, name)];
    if (!(yield* wanted(childSource, childTarget, options))) continue;
    const [childFrom, childTo] = yield* check(childSource, childTarget, options);
    yield* copyChecked(childFrom, childTo, childSource, childTarget, options);
  }
  if (to === undefined) yield ['chmod', [target, Number(from.mode)]];
}

function toSelf(source, target, path) {
  return problem('ERR_FS_CP_EINVAL', `cannot copy ${source} to a subdirectory of self ${target}`, path, EINVAL, 'EINVAL');
}

// A link that is there already must not lead into what the new one names, nor the other way round.
function* checkLinks(link, source, target) {
  let old;
  try {
    old = yield ['readlink', [target, false]];
  } catch (error) {
    // No link: making one will say so.
    if (error.code === 'EINVAL') return false;
    throw error;
  }
  if (!isAbsolute(old)) old = resolve(dirname(target), old);
  if (!makeBigIntStats(yield ['stat', [source, true]]).isDirectory()) return true;
  if (isInside(link, old)) throw toSelf(link, old, target);
  if (isInside(old, link)) {
    throw problem('ERR_FS_CP_SYMLINK_TO_SUBDIRECTORY', `cannot overwrite ${old} with ${link}`, target, EINVAL, 'EINVAL');
  }
  return true;
}

function* copyLink(to, source, target, options) {
  let link = yield ['readlink', [source, false]];
  if (!options.verbatimSymlinks && !isAbsolute(link)) link = resolve(dirname(source), link);
  if (to !== undefined && (yield* checkLinks(link, source, target))) yield ['unlink', [target]];
  yield ['symlink', [link, target]];
}

// The target may lie in the source by way of a link: each folder above it is compared.
function* checkParents(from, source, target) {
  const above = resolve(dirname(source));
  let folder = resolve(dirname(target));
  while (folder !== above && folder !== dirname(folder)) {
    const fields = yield ['stat', [folder, true, true]];
    if (fields === undefined) return;
    if (same(from, makeBigIntStats(fields))) throw toSelf(source, target, target);
    folder = dirname(folder);
  }
}

// Whether a folder above the path is this one, by whatever name.
function* hasAbove(folder, path, look) {
  for (let above = dirname(resolve(path)); above !== dirname(above); above = dirname(above)) {
    const found = yield* look('stat', above);
    if (found && same(folder, found)) return true;
  }
  return false;
}

// cpSync looks at both paths first: in words of its own, without what the system said, and through links where the copy keeps them.
function* checkFirst(source, target, options) {
  const refuse = (code, message) => { throw Object.assign(new Error(message), { code }); };
  const own = options.dereference ? 'lstat' : 'stat';
  // What cannot be reached is not there: the copy itself will say why.
  const look = function* (call, path) {
    try {
      const fields = yield [call, [path, true, true]];
      return fields && makeBigIntStats(fields);
    } catch {
      return undefined;
    }
  };
  yield* statOf(source, options);
  const from = yield* look(own, source);
  // A link that leads nowhere.
  if (from === undefined) {
    const { uvException } = require('internal/errors');
    throw uvException({ errno: -ENOENT, syscall: 'lstat', path: source });
  }
  const to = yield* look(own, target);
  const behind = [yield* look('stat', source), yield* look('stat', target)];
  if (behind[0] && behind[1] && same(...behind)) refuse('ERR_FS_CP_EINVAL', `src and dest cannot be the same ${target}`);
  const isFolder = from.isDirectory();
  if (to && isFolder && !to.isDirectory()) refuse('ERR_FS_CP_DIR_TO_NON_DIR', `Cannot overwrite non-directory ${target} with directory ${source}`);
  const leadsToFolder = options.dereference ? behind[0]?.isDirectory() : isFolder;
  if (to && !leadsToFolder && to.isDirectory()) refuse('ERR_FS_CP_NON_DIR_TO_DIR', `Cannot overwrite directory ${target} with non-directory ${source}`);
  const shown = source.endsWith(sep) ? source : source + sep;
  const isInsideSelf = isFolder && (target.startsWith(shown) || (yield* hasAbove(behind[0], target, look)));
  if (isInsideSelf) refuse('ERR_FS_CP_EINVAL', `Cannot copy ${shown} to a subdirectory of self ${target}`);
  if (isFolder && !options.recursive) refuse('ERR_FS_EISDIR', `Recursive option not enabled, cannot copy a directory: ${shown}`);
  if (from.isSocket()) refuse('ERR_FS_CP_SOCKET', `Cannot copy a socket file: ${target}`);
  if (from.isFIFO()) refuse('ERR_FS_CP_FIFO_PIPE', `Cannot copy a FIFO pipe: ${target}`);
}

function* checkedCopy(source, target, options) {
  if (!(yield* wanted(source, target, options))) return;
  yield* checkFirst(source, target, options);
  yield* copyWanted(source, target, options);
}

function prepare(source, target, options, steps = copy) {
  options = validate(options);
  source = String(getPath(source, 'src'));
  target = String(getPath(target, 'dest'));
  return steps(source, target, options);
}

function cpSync(source, target, options) {
  const filter = options?.filter;
  const checked = typeof filter !== 'function' || Array.isArray(options) ? options : {
    ...options,
    filter(...args) {
      const answer = filter(...args);
      if (answer instanceof Promise) throw new codes.ERR_INVALID_RETURN_VALUE('boolean', 'filter', answer);
      return answer;
    },
  };
  require('internal/fs/sync').drive(prepare(source, target, checked, checkedCopy));
}

async function cpPromise(source, target, options) {
  await require('internal/fs/promise_call').drive(prepare(source, target, options));
}

function cp(source, target, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  validateFunction(callback, 'cb');
  const steps = prepare(source, target, options);
  require('internal/fs/promise_call').drive(steps).then(() => process.nextTick(callback, null, undefined), (error) => process.nextTick(callback, error));
}

module.exports = { cp, cpPromise, cpSync };
