// The global console. It writes to process.stdout and process.stderr, or, as long as nobody has
// looked at these, straight to their descriptors; it is a plain object, not an instance made by `new Console`.
'use strict';

const { Console, State, inspectorNoops, noop, setUp } = require('internal/console/console');

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
for (const name of inspectorNoops) console[name] = noop;
console.context = () => console;
console.createTask = (name) => {
  require('internal/validators').validateString(name, 'name');
  return { run: (fn) => fn() };
};
Object.defineProperty(console, Symbol.toStringTag, { __proto__: null, value: 'console', configurable: true });

module.exports = console;
