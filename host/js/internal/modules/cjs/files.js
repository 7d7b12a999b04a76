// The files that CommonJS sees: the system's, unless a program has put functions of its own in their place, as Yarn's archives and tests of
// file systems do: `Module._stat`, `fs.realpathSync`, `fs.readFileSync`. What package.json files say and ES modules are is always the system's.
'use strict';

const native = internalBinding('module');

// The public fs, once it is loaded, and what it came with.
let fs;
let own;

const files = {
  stat(file) {
    return native.stat(file);
  },

  realpath(file) {
    return fs === undefined || fs.realpathSync === own.realpathSync ? native.realpath(file) : fs.realpathSync(file);
  },

  readText(file) {
    return fs === undefined || fs.readFileSync === own.readFileSync ? native.readText(file) : fs.readFileSync(file, 'utf8');
  },

  follow(loaded) {
    fs = loaded;
    own = { readFileSync: loaded.readFileSync, realpathSync: loaded.realpathSync };
  },

  // What `Module._stat` is.
  property: {
    __proto__: null,
    configurable: true,
    get: () => files.stat,
    set(value) {
      require('internal/util').emitExperimentalWarning('Module._stat');
      files.stat = value;
    },
  },
};

module.exports = files;
