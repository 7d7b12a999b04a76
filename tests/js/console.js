'use strict';
// console: streams, groups, counters, tables, and Console over own streams.
const { Console } = console;

console.log('plain', 1, { a: [1, 2] });
console.info('%s is %d', 'x', 5);
console.debug('debug');
console.log();
console.log('%c red', 'color: red');
console.group('outer');
console.log('in\ntwo lines');
console.group();
console.log('deeper');
console.groupEnd();
console.groupCollapsed('collapsed');
console.info('c');
console.groupEnd();
console.groupEnd();
console.groupEnd();
console.log('out');
console.count();
console.count('named');
console.count();
console.countReset();
console.count();
console.dir({ a: { b: { c: { d: 1 } } } }, { depth: 0 });
console.dir({ [require('util').inspect.custom]() { return 'custom'; } });
console.dirxml({ x: 1 }, 2);
console.assert(true, 'not shown');
const { log } = console;
log('detached');

console.table([{ a: 1, b: 'x' }, { a: 2, c: true }]);
console.table([[1, 2], [3, 4]]);
console.table({ r1: { v: 1 }, r2: 5 });
console.table([{ a: 1, b: 2 }, { a: 3, b: 4 }], ['b']);
console.table(new Map([['k', 1], [{ o: 1 }, [1]]]));
console.table(new Set([1, 'two']));
console.table([1, 2, 'three']);
console.table('text');
console.table([]);
console.table([{ name: '宽字符', n: { deep: { er: 1 } } }]);
console.table(new Map([['k', 1]]).entries());
console.table([null, undefined, { a: null }]);

class Lines {
  constructor(name) { this.name = name; }
  write(text) { process.stdout.write(`${this.name}: ${JSON.stringify(text.replace(/\n +at .*/g, ''))}\n`); return true; }
  listenerCount() { return 1; }
  once() {}
  removeListener() {}
}
const own = new Console({ stdout: new Lines('out'), stderr: new Lines('err') });
own.log('to out', { a: 1 });
own.error('to err');
own.warn('to err too');
own.assert(false, 'failed %s', 'here');
own.assert(false);
own.assert(false, { a: 1 });
own.group('g');
own.error('indented');
own.groupEnd();
own.trace('traced');
const wide = Console({ stdout: new Lines('w'), groupIndentation: 4, colorMode: true });
wide.group();
wide.log({ a: 'colored' });
new Console(new Lines('single')).error('both');
console.log(own instanceof Console, console instanceof Console, Object.prototype.toString.call(console));
for (const make of [() => new Console({}), () => new Console({ stdout: new Lines(), groupIndentation: -1 }),
  () => new Console({ stdout: new Lines(), colorMode: 'x' }), () => new Console({ stdout: new Lines(), inspectOptions: 5 }),
  () => new Console({ stdout: {} }), () => console.table([1], 5)]) {
  try {
    make();
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
}
console.log(Object.keys(console).join());
process.on('warning', (warning) => console.log(warning.message));
console.countReset('absent');
console.timeEnd('absent');
console.time('t');
console.time('t');
console.log(require('console') === console, typeof console.time);
class Sub extends Console {
  constructor() { super(new Lines('sub')); }
  log(...args) { super.log('via sub', ...args); }
}
new Sub().log('x');

// The channels of diagnostics_channel, which may change what is written; the namespace's prototype is an empty object.
const { subscribe } = require('diagnostics_channel');
for (const method of ['log', 'info', 'debug', 'warn', 'error', 'dir']) subscribe(`console.${method}`, (args, name) => args.push(name));
const heard = new Console(new Lines('heard'));
for (const method of ['log', 'info', 'debug', 'warn', 'error', 'dir', 'table', 'count', 'group', 'dirxml']) heard[method]({ [method]: 1 });
heard.assert(false, 'text');
console.log(Object.getOwnPropertyNames(Object.getPrototypeOf(console)), console.info === console.log, 'profile' in Console.prototype);
