// fs: puts the forms together. Sync and callback forms are here at once; streams, promises, watchers, Dir and cp load on first use.
'use strict';

const utils = require('internal/fs/utils');
const { sync } = require('internal/fs/sync');
const callbacks = require('internal/fs/callbacks');

const fs = module.exports = exports;

// Node's order: each operation, then its synchronous form.
for (const name of Object.keys(callbacks).sort()) {
  fs[name] = callbacks[name];
  fs[`${name}Sync`] = sync[`${name}Sync`];
}

function lateMethods(id, lengths) {
  for (const name of Object.keys(lengths)) {
    const method = {
      [name](...args) {
        return require(id)[name](...args);
      },
    }[name];
    Object.defineProperty(method, 'length', { value: lengths[name], configurable: true });
    fs[name] = method;
  }
}
lateMethods('internal/fs/cp', { cp: 4, cpSync: 3 });
lateMethods('internal/fs/dir', { opendir: 3, opendirSync: 2 });
lateMethods('internal/fs/watchers', { watch: 3, watchFile: 3, unwatchFile: 2 });
lateMethods('internal/fs/glob', { glob: 3, globSync: 2 });
lateMethods('internal/fs/extras', { openAsBlob: 1, mkdtempDisposableSync: 2 });

// The names are there on every system, the functions on macOS only.
fs.lchmod = undefined;
fs.lchmodSync = undefined;

fs.createReadStream = function createReadStream(path, options) {
  return new fs.ReadStream(path, options);
};
fs.createWriteStream = function createWriteStream(path, options) {
  return new fs.WriteStream(path, options);
};

fs._toUnixTimestamp = utils.toUnixTimestamp;
// Old programs call it without `new`; what it makes are the Stats of this module.
function publicStats() {
  function Stats(...args) { return new utils.Stats(...args); }
  Stats.prototype = utils.Stats.prototype;
  const { deprecate } = require('internal/util');
  return deprecate(Stats, 'fs.Stats constructor is deprecated.', 'DEP0180');
}

fs.Stats = publicStats();
fs.Dirent = utils.Dirent;

// As in Node, an accessor until it is assigned to.
function lateClass(name, load) {
  Object.defineProperty(fs, name, {
    __proto__: null,
    enumerable: true,
    configurable: true,
    get() {
      return this === fs ? (fs[name] = load()) : load();
    },
    set(value) {
      Object.defineProperty(fs, name, { __proto__: null, value, enumerable: true, configurable: true, writable: true });
    },
  });
}
lateClass('ReadStream', () => require('internal/fs/streams').ReadStream);
lateClass('WriteStream', () => require('internal/fs/streams').WriteStream);
lateClass('FileReadStream', () => fs.ReadStream);
lateClass('FileWriteStream', () => fs.WriteStream);
lateClass('Dir', () => require('internal/fs/dir').Dir);
require('internal/util').defineLazy(fs, 'promises', () => require('internal/fs/promises').exports, { readOnly: true });

Object.defineProperty(fs, 'constants', {
  __proto__: null, configurable: false, enumerable: true, writable: false, value: utils.constants,
});
for (const name of ['F_OK', 'R_OK', 'W_OK', 'X_OK']) {
  Object.defineProperty(fs, name, {
    __proto__: null, configurable: false, enumerable: true, value: utils.constants[name], writable: false,
  });
}

require('internal/modules/cjs/files').follow(fs);
