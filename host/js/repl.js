// repl: not part of this host; the names are there so that packages which only mention them load.
'use strict';

require('internal/missing').defineMissing(exports, 'repl', ['start', 'REPLServer', 'Recoverable']);
exports.REPL_MODE_SLOPPY = Symbol('repl-sloppy');
exports.REPL_MODE_STRICT = Symbol('repl-strict');
Object.defineProperty(exports, 'builtinModules', {
  get: () => require('module').builtinModules, enumerable: true, configurable: true,
});
