// The synchronous form of every operation.
'use strict';

const binding = internalBinding('fs');
const { operations } = require('internal/fs/operations');
const { encodeName, getOptions, getPath, makeBigIntStats, makeStats, wantsBytes } = require('internal/fs/utils');

function drive(steps) {
  let step = steps.next();
  while (!step.done) {
    const [native, args] = step.value;
    let value;
    try {
      value = typeof native === 'function' ? native(...args) : binding[native](undefined, ...args);
    } catch (error) {
      step = steps.throw(error);
      continue;
    }
    step = steps.next(value);
  }
  return step.value;
}

function call(native, args, map) {
  if (typeof native !== 'string') return drive(native(...args));
  const value = binding[native](undefined, ...args);
  return map === undefined ? value : map(value);
}
call.sync = true;
call.ready = () => {};

const lengths = { fstat: 1, read: 5, statfs: 1, truncate: 2, write: 5 };

const sync = {};
for (const name of Object.keys(operations)) {
  if (name === 'realpathNative') continue;
  const operation = operations[name];
  const method = {
    [`${name}Sync`](...args) {
      return operation(call, ...args);
    },
  }[`${name}Sync`];
  Object.defineProperty(method, 'length', { value: lengths[name] ?? Math.max(operation.length - 1, 1), configurable: true });
  sync[`${name}Sync`] = method;
}

sync.existsSync = function existsSync(path) {
  try {
    path = getPath(path);
  } catch {
    return false;
  }
  return binding.exists(undefined, path);
};

// The usual calls without the general machinery: loaders make thousands of them.
const values = new Float64Array(18);

function statForm(native) {
  const form = (path, options = undefined) => {
    if (options === undefined) {
      binding[native](undefined, getPath(path), false, false, values);
      return makeStats(values);
    }
    const quiet = options.throwIfNoEntry === false;
    if (options.bigint === true) {
      const fields = binding[native](undefined, getPath(path), true, quiet);
      return fields === undefined ? undefined : makeBigIntStats(fields);
    }
    return binding[native](undefined, getPath(path), false, quiet, values) ? makeStats(values) : undefined;
  };
  return Object.defineProperty(form, 'name', { value: `${native}Sync`, configurable: true });
}
sync.statSync = statForm('stat');
sync.lstatSync = statForm('lstat');

sync.realpathSync.native = function native(path, options) {
  const { encoding } = getOptions(options);
  const real = binding.realpathNative(undefined, getPath(path), wantsBytes(encoding));
  return typeof real === 'string' ? real : encodeName(real, encoding);
};

module.exports = { sync, drive };
