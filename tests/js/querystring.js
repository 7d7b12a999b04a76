'use strict';
// querystring and punycode.
const qs = require('querystring');
const punycode = require('punycode');

const inputs = ['a=1&b=2', 'a=1&a=2&a=3', 'a', '=b', 'a=', '&&a=1&&', 'a=%zz&b=%41', 'a+b=c+d', '%F0%9F=x', 'a=b=c', 'ñ=ü', 'a;b', '__proto__=1', 'hasOwnProperty=x', 'a=%u2603', '%=%', 'a[]=1&a[]=2', ''];
for (const input of inputs) console.log(JSON.stringify(input), qs.parse(input));
console.log(qs.parse('a:1;b:2', ';', ':'), qs.parse('a=1&b=2&c=3', null, null, { maxKeys: 2 }), qs.parse('a=1', '&', '=', { decodeURIComponent: (s) => `<${s}>` }));
console.log(qs.parse('a==>1,b==>2', ',', '==>'), qs.parse(5), qs.parse('a=1&b=2', null, null, { maxKeys: 0 }));
console.log(qs.parse('a=%E4%BD', null, null, { decodeURIComponent() { throw new Error('x'); } }));
const objects = [{ a: 1, b: 'two', c: true, d: null, e: undefined, f: [1, 'x', {}], g: 10n, h: NaN, i: Infinity, j: {} }, { 'ñ &=': '😀 "\'()*!~' }, {}, { a: [] }, [1, 2], 'str', null, undefined, 5];
for (const object of objects) console.log(qs.stringify(object));
console.log(qs.stringify({ a: [1, 2], b: 'c' }, ';', ':'), qs.stringify({ a: 'ñ' }, null, null, { encodeURIComponent: (s) => `<${s}>` }));
try {
  qs.stringify({ a: '\ud800' });
} catch (error) {
  console.log(error.name, error.code, error.message);
}
console.log(qs.escape('a b&c'), qs.escape({ toString: () => 'obj' }), qs.unescape('a%20b%zz'), qs.unescapeBuffer('a%20b+%zz%4').toString(), qs.encode === qs.stringify, qs.decode === qs.parse);

const names = ['mañana', 'bücher', '☃-⌘', 'Pročprostěnemluvíčesky', '他们为什么不说中文', '3年B組金八先生', 'abc', '-> $1.00 <-', 'ü', '😀', ''];
for (const name of names) console.log(name, punycode.encode(name), punycode.decode(punycode.encode(name)) === name);
console.log(punycode.toASCII('mañana.com'), punycode.toASCII('джумла@джpумлатест.bрфa'), punycode.toUnicode('xn--maana-pta.com'), punycode.toASCII('a。b'), punycode.toASCII('plain'));
console.log(punycode.ucs2.decode('a😀\ud800'), punycode.ucs2.encode([97, 0x1f600]), punycode.version);
for (const bad of ['\x80', 'a-\xff', '99999999']) {
  try {
    punycode.decode(bad);
  } catch (error) {
    console.log(error.name, error.message);
  }
}
