'use strict';
// util.inspect and util.format: every kind of value, the options, the layout.
const util = require('util');
const { inspect, format } = util;

const show = (value, options) => {
  try {
    console.log(inspect(value, options));
  } catch (error) {
    console.log('threw', error.name, error.message);
  }
};
const noFrames = (text) => text.replace(/\n +at .*/g, '');

// Primitives
for (const value of [0, -0, 1.5, NaN, Infinity, 1e21, 123456789.123, 10n, -5n, true, null, undefined,
  'text', "it's", '"it\'s"', '`"it\'s"', '${"\'`', 'line\nbreak\t\u0000\x7f\x9f\\', '\ud83d', 'a\udc00b',
  '😀', Symbol('x'), Symbol('a b\n'), Symbol(), Symbol.iterator, '']) {
  show(value);
  show([value]);
  show({ key: value });
}
show(1234567.891234, { numericSeparator: true });
show([-1234567, 123, 1e3, 123456n, 0.0001, 1e100, 1234.5], { numericSeparator: true });

// Strings
show('x'.repeat(200));
show(['a'.repeat(60), 'b'.repeat(60)]);
show({ text: 'one line\nand another line that is rather long\nand the last one '.repeat(3) });
show('abc'.repeat(10), { maxStringLength: 5 });
show('abcdef', { maxStringLength: 5 });
show({ a: 'abcdef' }, { maxStringLength: 0 });

// Keys
show({ 'a-b': 1, '1': 2, a1: 3, $: 4, __proto__x: 5, ['__proto__']: 6, 'it\'s': 7, '': 8, 'é': 9 });
show({ [Symbol('s')]: 1, [Symbol()]: 2, [Symbol('a\nb')]: 3 });
show(Object.defineProperty({ a: 1 }, 'hidden', { value: 2 }));
show(Object.defineProperty({ a: 1 }, 'hidden', { value: 2 }), { showHidden: true });
show({ get a() { return 1; }, set b(x) {}, get c() { return { x: 1 }; }, set c(x) {} });
show({ get a() { return 1; }, set b(x) {}, get c() { return { x: 1 }; }, set c(x) {},
       get d() { throw new Error('no'); }, get e() { return null; }, get f() { return 's'; } },
     { getters: true });
show({ get a() { return 1; }, get c() { return 2; }, set c(x) {} }, { getters: 'get' });
show({ get a() { return 1; }, get c() { return 2; }, set c(x) {} }, { getters: 'set' });
show({ get a() { return function named() {}; }, get b() { return class A {}; } }, { getters: true });

// Arrays
show([]);
show([1, 2, 3]);
show([, 1, , , 2, ,]);
show(new Array(5));
show(Object.assign([1, 2], { extra: 'x', [-1]: 3, [Symbol('q')]: 4 }));
show(Array.from({ length: 7 }, (_, i) => i));
show(Array.from({ length: 27 }, (_, i) => i * 13));
show(Array.from({ length: 120 }, (_, i) => i));
show(Array.from({ length: 101 }, (_, i) => -i * 1000));
show(Array.from({ length: 30 }, (_, i) => 'item' + 'x'.repeat(i % 7)));
show(Array.from({ length: 30 }, (_, i) => (i % 2 ? i : `s${i}`)));
show(Array.from({ length: 10 }, (_, i) => ({ i })));
show(Array.from({ length: 8 }, (_, i) => [i, i * 2]));
show(Array.from({ length: 20 }, (_, i) => 'w'.repeat(30)));
show(Array.from({ length: 20 }, (_, i) => i % 3 ? 'y'.repeat(i * 3) : ''));
show([1.5, 22.25, 333, 4, 5, 6, 7, 8.125]);
show([1n, 22n, 333n, 4n, 5n, 6n, 7n]);
show([undefined, null, true, false, undefined, null, true]);
show(Array.from({ length: 12 }, (_, i) => i), { maxArrayLength: 5 });
show([1, 2, 3], { maxArrayLength: 0 });
show([1, , 3, 4], { maxArrayLength: 2 });
show([, , , 4, 5, 6], { maxArrayLength: 2 });
show(Array.from({ length: 200 }, (_, i) => i), { maxArrayLength: null });
show(Array.from({ length: 20 }, (_, i) => i), { breakLength: 30 });
show(Array.from({ length: 20 }, (_, i) => i), { breakLength: Infinity });
show(Array.from({ length: 20 }, (_, i) => `${i}`), { compact: false });
show(Array.from({ length: 20 }, (_, i) => `${i}`), { compact: 1 });
show({ a: Array.from({ length: 20 }, (_, i) => i) });
class Sub extends Array {}
show(Sub.from([1, 2]));
show(new Sub());
show(Object.setPrototypeOf([1, 2], null));
show(Object.assign([1], { [Symbol.toStringTag]: 'Tagged' }));

// Objects
show({});
show({ a: 1, b: 'two', c: [3] });
show({ a: { b: { c: { d: 1 } } } });
show({ a: { b: { c: { d: 1 } } } }, { depth: 0 });
show({ a: { b: { c: { d: 1 } } } }, { depth: null });
show({ a: { b: { c: { d: { e: { f: 1 } } } } } }, { depth: Infinity });
show({ a: { b: { c: {} } } }, { compact: false });
show({ a: { b: { c: {} } }, d: [1, 2, { e: 1 }] }, { compact: true });
show({ a: { b: { c: { d: { e: 1 } } } } }, { compact: 1, depth: 9 });
show({ aaaaaaaaaaaaaaaaaaaa: 1, bbbbbbbbbbbbbbbbbbbbbbbb: 2, cccccccccccccccccc: 3 });
show({ aaaaaaaaaaaaaaaaaaaa: 1, bbbbbbbbbbbbbbbbbbbbbbbb: 2, cccccccccccccccccc: 3, ddd: 4 });
show({ aaaaaaaaaaaaaaaaaaaa: 1, bbbbbbbbbbbbbbbbbbbbbbbb: 2, cccccccccccccccccc: 3 }, { compact: true, breakLength: 40 });
show({ a: 'x'.repeat(90), b: 1 }, { compact: true });
show(Object.create(null));
show(Object.assign(Object.create(null), { x: 1 }));
show(Object.create({ constructor: 5 }));
show(Object.create(Object.create(null)));
class Foo { constructor() { this.a = 1; } get b() { return 2; } }
class Bar extends Foo {}
show(new Foo());
show(new Bar());
show([new (class {})()]);
show(new (class A { get [Symbol.toStringTag]() { return 'T'; } })());
show({ [Symbol.toStringTag]: 'T' });
show({ a: { b: { c: new Foo() } } });
show({ a: { b: { c: [1] } } });
show({ a: { b: { c: new Map([[1, 2]]) } } });
show({ a: { b: { c: Object.assign(Object.create(null), { z: 1 }) } } });
show({ b: 1, a: 2, c: [3, 1, 2] }, { sorted: true });
show({ b: 1, a: 2 }, { sorted: (a, b) => (a < b ? 1 : -1) });
show(new Set(['c', 'a']), { sorted: true });
show((function() { return arguments; })(1, 'a'));
show(globalThis === global);

// Circular
const circular = { name: 'c' };
circular.self = circular;
circular.list = [circular, { circular }];
show(circular);
const one = {};
const two = { one };
one.two = two;
show({ one, two });
const loop = new Map();
loop.set('loop', loop);
show(loop);
show(circular, { compact: true });

// Functions and classes
show(function named() {});
show(() => {});
show((() => () => {})());
show(async () => {});
show(function* gen() {});
show(async function* agen() {});
show(Object.assign(function f() {}, { a: 1 }));
show(class {});
show(Foo);
show(Bar);
show(class extends Object {});
show(Object.assign(class Static {}, { x: 1 }));
show(class Nul extends null {});
show(Object.setPrototypeOf(function nop() {}, null));
show(Math.max);
show(Object.assign(() => {}, { [Symbol.toStringTag]: 'q' }));
show([function() {}, class X {}]);

// Boxed, dates, expressions
show([new Number(3), new Number(-0), new String('abc'), new Boolean(false), Object(Symbol('z')), Object(5n)]);
show(Object.assign(new String('abc'), { x: 1 }));
show(new (class S extends String {})('q'));
show(new Date(0));
show(new Date(NaN));
show(Object.assign(new Date(0), { x: 1 }));
show(new (class D extends Date {})(0));
show([/a+/gi, Object.assign(/b/, { x: 1 }), new (class R extends RegExp {})('z')]);

// Collections
show(new Map([['a', 1], [{ k: 1 }, new Set([1])]]));
show(new Map());
show(new Set([1, 'two', { three: 3 }, [4]]));
show(new Set());
show(Object.assign(new Set([1]), { extra: true }));
show(new (class M extends Map {})([[1, 2]]));
show(new Map([[1, 2], [3, 4], [5, 6]]), { maxArrayLength: 1 });
show(new Set([1, 2, 3]), { maxArrayLength: 1 });
show(new Set(Array.from({ length: 10 }, (_, i) => i)));
show(new Map([['a', 1], ['b', 2]]).entries());
show(new Map([['a', 1], ['b', 2]]).keys());
show(new Set([1, 2]).values());
show(new Set([1, 2]).entries());
show([1, 2][Symbol.iterator]());
show('ab'[Symbol.iterator]());
show((function* g() {})());
show(new WeakMap());
show(new WeakSet([{}]));
const kept = { a: 1 };
show(new WeakSet([kept]), { showHidden: true });
show(new WeakRef({ a: 1 }));
show(Object.setPrototypeOf(new Map([[1, 2]]), null));
show(Object.setPrototypeOf(new Set([1]), null));

// Binary
show(new Uint8Array([1, 2, 3]));
show(new Uint8Array(0));
show(new Float64Array([1.5, -0]));
show(new BigInt64Array([1n]));
show(new Uint8Array(200));
show(new ArrayBuffer(4));
show(new ArrayBuffer(80));
show(new SharedArrayBuffer(2));
show(new DataView(new ArrayBuffer(3), 1));
show(Object.assign(new Uint8Array(2), { x: 1 }));
show(new Uint8Array([1]), { showHidden: true });

// Promises
show(Promise.resolve(5));
show(Promise.resolve({ a: [1] }));
show(new Promise(() => {}));
const rejected = Promise.reject(new RangeError('bad'));
rejected.catch(() => {});
console.log(noFrames(inspect(rejected)));
show(Object.assign(Promise.resolve(1), { x: 1 }));

// Proxies
show(new Proxy({ a: 1 }, {}));
show(new Proxy({ a: 1 }, { get() { throw new Error('trap'); } }));
show(new Proxy([1, 2], { x: 1 }), { showProxy: true });
show(new Proxy(function f() {}, {}));
show(new Proxy(new Proxy({ a: 1 }, {}), {}), { showProxy: true });
const revocable = Proxy.revocable({}, {});
revocable.revoke();
show(revocable.proxy);
show([revocable.proxy], { showProxy: true });

// Errors
const plain = (message, Class = Error, properties) => {
  const error = Object.assign(new Class(message), properties);
  error.stack = `${error.name}: ${message}\n    at one (file.js:1:2)\n    at two (file.js:3:4)`;
  return error;
};
show(plain('simple'));
show([plain('nested')]);
show({ e: plain('deep') });
show(plain('props', TypeError, { code: 'E', info: { a: 1 } }));
const caused = plain('outer');
caused.cause = plain('inner', RangeError);
show(caused);
const hiddenCause = new Error('outer', { cause: 'why' });
hiddenCause.stack = 'Error: outer\n    at x (y.js:1:1)';
show(hiddenCause);
const aggregate = new AggregateError([plain('a'), plain('b')], 'many');
aggregate.stack = 'AggregateError: many\n    at x (y.js:1:1)';
show(aggregate);
class CustomError extends Error {}
const custom = new CustomError('mine');
console.log(noFrames(inspect(custom)));
class Named extends Error { constructor(m) { super(m); this.name = 'Renamed'; } }
console.log(noFrames(inspect(new Named('m'))));
class Own extends Error { get name() { return 'OwnName'; } }
console.log(noFrames(inspect(new Own('m'))));
const noStack = new Error('no stack');
noStack.stack = undefined;
show(noStack);
const stackless = new Error('gone');
delete stackless.stack;
show(stackless);
const text = new Error('msg');
text.stack = 'only text';
show(text);
const renamed = plain('late');
renamed.name = 'Late';
show(renamed);
const changed = plain('before');
changed.message = 'after';
show(changed);
show(Object.assign(plain('m'), { name: 'Error', message: 'm' }));
show(Object.setPrototypeOf(plain('nullproto'), null));
show(new DOMException('dom', 'AbortError').name);
const empty = new Error('');
empty.stack = 'Error\n    at q (w.js:1:1)';
show(empty);

// Custom inspection
const customs = {
  [inspect.custom](depth, options, fn) {
    return `<${depth} ${typeof options.stylize} ${fn === inspect}>`;
  },
};
show(customs);
show({ a: { customs } });
show({ a: [customs] }, { depth: 5 });
show({ [inspect.custom]() { return { x: { y: { z: {} } } }; } });
show({ a: { [inspect.custom]() { return 'two\nlines'; } } });
show({ [inspect.custom]() { return this; }, a: 1 });
show(customs, { customInspect: false });
show({ [inspect.custom](d, o) { return o.stylize('painted', 'special'); } }, { colors: true });
show({ [inspect.custom]: 5 });
show({ inspect() { return 'no'; } });

// Colours
show({ a: 1, b: 's', c: null, d: undefined, e: true, f: Symbol('s'), g: 1n, h: /x/, i: new Date(0),
       j: () => {}, k: [, 1], l: class Q {}, m: { n: { o: { p: 1 } } }, 'q-r': 1, [Symbol('t')]: 1 }, { colors: true });
show(Array.from({ length: 10 }, (_, i) => i), { colors: true });
show(new Map([[1, { a: 'x' }]]), { colors: true });
show([new String('x'), new Number(1)], { colors: true });
show(new Proxy({}, {}), { colors: true, showProxy: true });

// Legacy signature, defaults
console.log(inspect({ a: { b: { c: {} } } }, false, 0));
console.log(inspect({ a: 1 }, false, 1, true));
inspect.defaultOptions.depth = 0;
show({ a: { b: 1 } });
inspect.defaultOptions = { depth: 2 };
show({ a: { b: 1 } });
console.log(inspect.defaultOptions);

// format
const cases = [
  [], ['a'], ['%s'], ['%s', 'x'], ['%s', 1, 2], ['%s %s', 'x'], ['%d', '42'], ['%d', 'x'], ['%i', 42.9],
  ['%f', '1.5x'], ['%j', { a: 1 }], ['%j', circular], ['%o', { a: [1] }], ['%O', { a: { b: { c: { d: 1 } } } }],
  ['%c styled', 'css'], ['%%', 1], ['100%'], ['%', 1], ['%x', 1], ['%s', null], ['%s', undefined],
  ['%s', Symbol('s')], ['%d', Symbol('s')], ['%d', 5n], ['%i', 5n], ['%s', 5n], ['%s', -0], ['%d', -0],
  ['%s', { a: { b: 1 } }], ['%s', [1, [2, [3]]]], ['%s', () => 1], ['%s', class A {}],
  ['%s', new (class B { toString() { return 'own'; } })()], ['%s', new (class C {})()],
  ['%s', new Date(0)], ['%s', Object.create(null)], ['%s', new (class D extends Date {})(0)],
  ['%s', { toString() { return 'own2'; } }], ['%s', { toString: 5 }], [1, 2, '3'], [{ a: 1 }, 'b'],
  ['a', 'b', { c: 1 }], ['%s', 'a', 'b', { c: 'd' }], ['%d%%', 50], ['%d', ''], ['%d', null], ['%d', {}],
  ['%i', 'x'], ['%f', Symbol('f')], ['%s%s%s', 'a', 'b'], ['%%s%s', 'a'], [null], [undefined, 'x'],
  ['%s', new Map([[1, 2]])], ['%s', /re/], ['%j', undefined], ['%j', { toJSON() { return 'J'; } }],
  ['%s', 'a\nb'], [Symbol('q'), 'x'], ['%O', 'str'], ['%o', 'str'], ['%s', [undefined, null, 'x']],
];
for (const args of cases) {
  try {
    console.log(format(...args));
  } catch (error) {
    console.log('threw', error.message);
  }
}
try {
  format('%j', { toJSON() { throw new Error('toJSON'); } });
} catch (error) {
  console.log(error.message);
}
console.log(util.formatWithOptions({ colors: true }, '%s %O', 'x', { a: 1 }, 5));
console.log(util.formatWithOptions({ compact: false }, { a: 1 }));
try {
  util.formatWithOptions(5, 'x');
} catch (error) {
  console.log(error.message);
}
show(Object.defineProperty(function hidden() {}, 'secret', { value: 1 }), { showHidden: true });
show([1, [2]], { showHidden: true });
show(new Foo(), { showHidden: true });
show(new Map([[1, 2]]), { showHidden: true });
console.log(kept.a);
