'use strict';
// The global console. Its streams are process.stdout and process.stderr, opened at the first
// write; it is a plain object, not an instance made by `new Console`.

const { Console, State, inspectorNoops, noop, setUp } = require('internal/console/console');

const streams = {};
for (const name of ['stdout', 'stderr']) {
  Object.defineProperty(streams, name, {
    get: () => process[name], configurable: true, enumerable: true,
  });
}

const console = {};
setUp(console, new State(streams, {}));
console.Console = Console;
for (const name of inspectorNoops) console[name] = noop;
console.context = () => console;
console.createTask = (name) => {
  require('internal/validators').validateString(name, 'name');
  return { run: (fn) => fn() };
};
Object.defineProperty(console, Symbol.toStringTag, { value: 'console', configurable: true });

module.exports = console;
