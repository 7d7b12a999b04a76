// Programs and values made from a seed, and the run over groups of them: what is printed is a hash for every hundred cases.
// SCRIPT GROUP COUNT SEED print shows each case, to be compared with another host's.
'use strict';
process.chdir('/'); // Some paths are resolved against it.
const util = require('util');
const [onlyGroup, onlyCount, seedText = '1', mode = ''] = process.argv.slice(2);
let state = Number(seedText) * 2654435761 >>> 0 || 1;
function random() {
  state ^= state << 13; state >>>= 0; state ^= state >>> 17; state ^= state << 5; state >>>= 0;
  return state / 2 ** 32;
}
const int = (n) => Math.floor(random() * n);
const pick = (list) => list[int(list.length)];
const times = (n, make) => Array.from({ length: n }, make);

const words = ['a', 'foo', 'bar.js', '.', '..', '', 'C:', 'd:\\x', '\\\\srv\\share', 'ü', '日本', '.hidden', 'a b', 'x.tar.gz', '...', 'node_modules', '%20', '?q', '#h'];
const seps = ['/', '\\', '//', '/./', '/../', ''];
const pathText = () => times(int(5) + 1, () => pick(words) + pick(seps)).join('');
const chars = ['a', 'Z', '0', ' ', '\n', '\t', 'é', '日', '😀', '\ud800', '\udc00', '%', '&', '=', '+', '/', '\\', '?', '#', '@', ':', ';', ',', '"', "'", '`', '<', '[', ']', '{', '}', '|', '^', '\0', '\x7f', '\u200b', 'ß', 'İ', '.', '-', '_', '~', '!', '$', '(', ')', '*'];
const text = (n = 12) => times(int(n), () => pick(chars)).join('');
const number = () => pick([0, -0, 1, -1, 2, 3, 7, 8, 10, 100, 255, 256, 65535, 65536, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 53, -5, 1.5, -2.7, NaN, Infinity, -Infinity, 1e21, 1e-7]);
class Custom { constructor() { this.p = 1; } get g() { return 2; } static s = 3; }
class Sub extends Map {}
function named(a, b) {}
function value(depth = 3) {
  const leaf = [
    () => number(), () => text(), () => text(40), () => true, () => false, () => null, () => undefined, () => BigInt(int(1000)), () => Symbol(pick(['', 'x', 'long name'])),
    () => new Date(int(1e9) * 1000), () => new Date(NaN), () => /x+/gi, () => named, () => () => {}, () => class A {}, () => class B extends Custom {}, () => async () => {}, () => function* g() {},
    () => Object.create(null), () => new Custom(), () => new Error(text(5)).message, () => Buffer.from(text(6)), () => new Uint8Array(int(5)), () => new Float64Array([1.5, NaN]), () => new ArrayBuffer(3), () => new DataView(new ArrayBuffer(2)),
    () => new Number(3), () => new String('abc'), () => new Boolean(false), () => Object(Symbol('b')), () => Object(5n), () => new URL('http://u:p@h.example:81/p?q=1#f'), () => new URLSearchParams('a=1&b=2'),
    () => Promise.resolve(4), () => JSON, () => (function() { return arguments; })(1, 2), () => new Proxy({ a: 1 }, {}), () => Symbol.iterator,
  ];
  if (depth <= 0 || random() < 0.4) return pick(leaf)();
  return pick([
    () => times(int(5), () => value(depth - 1)),
    () => times(int(30), () => number()),
    () => { const a = times(int(4), () => value(depth - 1)); a.length += int(4); if (random() < 0.3) a.extra = 1; return a; },
    () => { const o = {}; for (let i = int(5); i > 0; i--) o[pick(['a', 'b', 'key-1', '0', 'long_key_name', 'ü', text(4)])] = value(depth - 1); return o; },
    () => { const o = { a: value(depth - 1) }; o.self = o; return o; },
    () => { const o = {}; Object.defineProperty(o, 'hidden', { value: 1, enumerable: false }); Object.defineProperty(o, 'get', { get() { return 1; }, enumerable: true }); Object.defineProperty(o, 'both', { get() { return 1; }, set() {}, enumerable: true }); o[Symbol('s')] = value(depth - 1); return o; },
    () => new Map(times(int(4), () => [value(depth - 1), value(depth - 1)])),
    () => new Set(times(int(4), () => value(depth - 1))),
    () => new Sub(times(int(3), () => [text(3), value(depth - 1)])),
    () => Object.assign(new Custom(), { v: value(depth - 1) }),
    () => Object.assign(Object.create({ inherited: 1 }), { own: value(depth - 1) }),
    () => Object.assign(Object.create(null), { n: value(depth - 1), [Symbol.toStringTag]: 'Tagged' }),
    () => Object.assign(named.bind(null), { prop: value(depth - 1) }),
  ])();
}
const show = (v) => util.inspect(v, { depth: 6, maxStringLength: 300, breakLength: 200 });
const buffer = (n = 24) => Buffer.from(times(int(n), () => int(256)));
const encodings = ['utf8', 'utf-8', 'hex', 'base64', 'base64url', 'latin1', 'binary', 'ascii', 'utf16le', 'ucs2', 'UTF8', 'HEX', 'bogus', undefined, null, 5];

// What a case's function answered or threw, in one text.
const told = (result) => `ok ${typeof result === 'string' ? JSON.stringify(result) : show(result)}`;
const refused = (error) => (error instanceof Error ? `threw ${error.name} ${error.code} ${error.message}` : `threw ${show(error)}`);

function* run(groups, group, index) {
  state = (Number(seedText) * 1000003 + index * 7919) * 2654435761 >>> 0 || 1;
  times(5, random);
  let name = '?';
  let args = [];
  let line;
  try {
    const made = groups[group]();
    [name, args] = made;
    line = told(yield made[2]());
  } catch (error) {
    line = refused(error);
  }
  return `${index} ${name} ${show(args).replaceAll('\n', ' ')}\n   ${line.replaceAll('\n', '\n   ')}`;
}

// Hashes of `count` cases, a hundred a line.
function printer(group, count) {
  let hash = require('crypto').createHash('sha256');
  return (text, index) => {
    if (mode === 'print') console.log(text);
    hash.update(text);
    if (mode === 'print' || (index % 100 !== 99 && index !== count - 1)) return;
    console.log(group, index, hash.digest('hex').slice(0, 16));
    hash = require('crypto').createHash('sha256');
  };
}

const chosen = (groups) => (onlyGroup === undefined ? Object.keys(groups) : [onlyGroup]);

// Groups whose functions answer at once.
function main(groups, count = 600) {
  process.removeAllListeners('warning');
  for (const group of chosen(groups)) {
    const all = Number(onlyCount ?? count);
    const print = printer(group, all);
    for (let i = 0; i < all; i++) {
      const steps = run(groups, group, i);
      let step = steps.next();
      if (!step.done) step = steps.next(step.value);
      print(step.value, i);
    }
  }
}

// Groups whose functions may answer with promises; `counts` has the number of cases of each.
async function mainAsync(groups, counts) {
  process.removeAllListeners('warning');
  for (const group of chosen(groups)) {
    const all = Number(onlyCount ?? counts[group]);
    const print = printer(group, all);
    for (let i = 0; i < all; i++) {
      const steps = run(groups, group, i);
      let step = steps.next();
      if (!step.done) {
        try {
          step = steps.next(await step.value);
        } catch (error) {
          step = steps.throw(error);
        }
      }
      print(step.value, i);
    }
  }
}

module.exports = { random, int, pick, times, words, seps, pathText, chars, text, number, Custom, Sub, named, value, show, buffer, encodings, refused, main, mainAsync };
