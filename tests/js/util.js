'use strict';
// util: everything but inspect, format and parseArgs.
const util = require('util');
const t = (f) => { try { console.log(f()); } catch (e) { console.log(e.name, e.code, e.message); } };

t(() => util.inherits(1, 2));
t(() => util.inherits(() => {}, null));
function Parent() {}
Parent.prototype.hello = () => 'hi';
function Child() {}
util.inherits(Child, Parent);
console.log(new Child().hello(), Child.super_ === Parent, new Child() instanceof Parent);
for (const args of [['red', 'x'], [['red', 'bold'], 'x', { validateStream: false }], ['nope', 'x'], [5, 'x'], ['red', 5], ['red', 'x', { stream: {} }], ['red', 'x', { validateStream: 5 }]]) {
  t(() => JSON.stringify(util.styleText(...args)));
}
t(() => util.callbackify(5));
t(() => util.callbackify(async () => 1)());
t(() => util.callbackify(async () => 1).name + util.callbackify(async function foo(a) {}).name + util.callbackify(async function foo(a) {}).length);
for (const errno of ['x', 5, -2, -99999, undefined, -1.5]) {
  t(() => util.getSystemErrorName(errno));
  t(() => util.getSystemErrorMessage(errno));
}
t(() => [util.getSystemErrorMap().get(-1), util.getSystemErrorMap().size > 70]);
t(() => [util._extend({ a: 1 }, { b: 2 }), util._extend({ a: 1 }, null)]);
t(() => [util.toUSVString('a\ud800'), util.toUSVString(5)]);
t(() => util.stripVTControlCharacters(5));
t(() => JSON.stringify(util.stripVTControlCharacters('\u001b[31mx\u001b[39m\u001b]8;;http://x\u0007y')));
t(() => util.promisify(5));
t(() => util.promisify((cb) => cb).name);
t(() => Object.keys(Object.getOwnPropertyDescriptors(util.promisify(function x(a, b) {}))).sort().join());
t(() => util.promisify(setTimeout) === require('timers/promises').setTimeout);
t(() => util.debuglog('foo').enabled);
t(() => util.deprecate(() => {}, 'm', 5));
t(() => util.deprecate(function foo(a, b) { return a; }, 'm').name);
t(() => JSON.stringify(util.parseEnv('A=1\nB="x y"\n#c\nC=\'q\' # z\nexport D=5\nE=a#b\nF="a\\nb"\nG=\nH = spaced \nI=`tick`\nJ="multi\nline"')));
t(() => util.parseEnv(5));
t(() => Object.keys(util.getCallSites()[0]).join());
for (const name of ['isArray', 'isBoolean', 'isNull', 'isNullOrUndefined', 'isNumber', 'isString', 'isSymbol', 'isUndefined', 'isRegExp', 'isObject', 'isDate', 'isError', 'isFunction', 'isPrimitive', 'isBuffer']) {
  console.log(name, [[], true, null, undefined, 1, 's', Symbol.iterator, /x/, {}, new Date(), new Error(), () => {}, Buffer.alloc(1)].map((value) => Number(util[name](value))).join(''));
}
const samples = [1, 'x', null, undefined, {}, [], () => {}, async () => {}, function* g() {}, (function* g() {})(), new Date(), /x/, new Error(), Promise.resolve(), new Map(), new Set(), new Map().entries(), new Set().values(),
  new WeakMap(), new WeakSet(), new ArrayBuffer(1), new SharedArrayBuffer(1), new DataView(new ArrayBuffer(1)), new Uint8Array(1), Buffer.alloc(1), new Float64Array(1), new BigInt64Array(1), new Proxy({}, {}), new Number(1),
  new String('s'), new Boolean(true), Object(1n), Object(Symbol()), (function() { return arguments; })(), Object.create(Error.prototype), new Uint8ClampedArray(1), new Int8Array(1)];
for (const name of Object.keys(util.types).sort()) {
  if (name === 'isFloat16Array' || name === 'isExternal') continue;
  console.log(name, samples.map((value) => Number(util.types[name](value))).join(''));
}
t(() => util.isDeepStrictEqual({ a: [1, new Map([[1, 2]])] }, { a: [1, new Map([[1, 2]])] }));
t(() => [util.debug === util.debuglog, util.types === require('util/types'), util === require('node:util'), util === require('sys')]);
t(() => [new util.MIMEType('text/html; charset=UTF-8; q="a\\"b"').toString(), new util.MIMEType('Text/Plain').essence]);
t(() => new util.MIMEType('nope'));
t(() => new util.MIMEType('a/ b'));
t(() => { const m = new util.MIMEType('a/b;x=1'); m.params.set('y', 'z w'); m.type = 'C'; return [`${m}`, m.params.get('x'), [...m.params], JSON.stringify(m)]; });
t(() => typeof util.TextEncoder + typeof util.TextDecoder);
t(() => [util.inspect.custom.toString(), util.promisify.custom.toString()]);
// Deprecations of the module's own differ between versions.
process.on('warning', (warning) => {
  if (!/^DEP0/.test(warning.code)) console.log(warning.name, warning.code, warning.message);
});
const old = util.deprecate((x) => x * 2, 'old is old', 'DEP_TEST');
console.log(old(2), old(3));
util.deprecate(() => {}, 'same code', 'DEP_TEST')();
class Klass { constructor(a) { this.a = a; } static s() { return 's'; } }
const OldKlass = util.deprecate(Klass, 'class is old');
console.log(new OldKlass(1).a, new OldKlass(1) instanceof Klass, OldKlass.s());

const withCustom = Object.assign((cb) => cb(null, 'plain'), { [util.promisify.custom]: async () => 'custom' });
const multi = (a, cb) => setImmediate(cb, null, a, 'second');
(async () => {
  console.log(await util.promisify(multi)('first'), await util.promisify(withCustom)());
  await util.promisify((cb) => cb(new Error('failed')))().catch((error) => console.log(error.message));
  const object = { value: 7, method: util.promisify(function(cb) { cb(null, this.value); }) };
  console.log(await object.method());
  await new Promise((resolve) => util.callbackify(async (x) => x + 1)(1, (error, value) => { console.log(error, value); resolve(); }));
  await new Promise((resolve) => util.callbackify(async () => { throw new Error('c'); })((error) => { console.log(error.message); resolve(); }));
  await new Promise((resolve) => util.callbackify(() => Promise.reject(null))((error) => { console.log(error.code, error.reason, error.message); resolve(); }));
  const controller = new AbortController();
  const pending = util.aborted(controller.signal, controller);
  controller.abort();
  await pending;
  await util.aborted(5).catch((error) => console.log(error.code));
  console.log('done');
})();
