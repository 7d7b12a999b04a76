// The global console. It writes to process.stdout and process.stderr, or, as long as nobody has
// looked at these, straight to their descriptors; it is a plain object, not an instance made by `new Console`.
'use strict';

const { Console, State, setUp } = require('internal/console/console');

const streams = {};
for (const name of ['stdout', 'stderr']) {
  Object.defineProperty(streams, name, {
    __proto__: null,
    get: () => require('internal/stdio').forConsole(name), configurable: true, enumerable: true,
  });
}

const console = Object.create({});
setUp(console, new State(streams, {}));
console.Console = Console;
Object.assign(console, {
  profile() {},
  profileEnd() {},
  timeStamp() {},
  context(name) { return console; },
  createTask(...args) {
    require('internal/validators').validateString(args[0], 'name');
    return { run: (fn) => fn() };
  },
});
require('internal/util').setLengths(console, { assert: 0, dir: 0, table: 0 });
Object.defineProperty(console, Symbol.toStringTag, { __proto__: null, value: 'console', configurable: true });

module.exports = console;
