'use strict';
// url: the WHATWG classes over many inputs, conversions, and the legacy functions.
const url = require('url');
const attempt = (call) => {
  try {
    console.log(call());
  } catch (error) {
    console.log(error.name, error.code, error.message, Object.keys(error));
  }
};

const u = new URL('https://user:pa%20ss@sub.example.com:8080/p/a/t/h?query=string&a=1#hash');
console.log(u, [[[u]]], require('util').inspect(u, { depth: 0 }), u.searchParams, Object.keys(u), JSON.stringify(u));
console.log(u.searchParams.entries(), u.searchParams.keys(), new URLSearchParams().values());
console.log(Object.getOwnPropertyNames(URL.prototype).sort().join(), Object.getOwnPropertyNames(URLSearchParams.prototype).sort().join());
const inputs = [
  'http://example.com', 'HTTP://EXAMPLE.com:80/../a/./b/../c', 'https://example.com:443', 'http://[::1]:3000/x', 'http://192.168.0.1.:80/',
  'http://0x7f.1/', 'http://user@host', 'http://user:@host', 'http://:pass@host', 'file:///C:/a/../b', 'file://host/share', 'mailto:a@b.c',
  'data:text/plain,hello world', 'blob:https://a.com/uuid', 'javascript:alert(1)', 'about:blank', 'http://a/%7Efoo/%zz', 'http://a?q#h', 'http://a#',
  'http://a?', 'http://español.com/ñ?ñ#ñ', 'http://a b', 'http://a:65536', '//no-base', 'web+demo:/.//not-a-host/', 'http://a\\b\\c', '  http://trim.me  ',
  'http://a/\ttab\nnl', 'http://xn--iñvalid.com', 'ws://a:80/', 'wss://a:443/', 'ftp://a:21/', 'non-special://host:80/p', 'non-special:opaque path', '',
  'http://', 'http:///a', 'http:/a', 'http:a', 'http://a/?x=\'"<>`', 'http://EXA%4DPLE.com/', 'http://faß.de', 'http://😀.com/😀?😀#😀',
];
const parts = ['href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'hash'];
for (const input of inputs) {
  console.log(JSON.stringify(input), URL.canParse(input));
  attempt(() => JSON.stringify(parts.map((part) => new URL(input)[part])));
}
for (const [input, base] of [['../x', 'http://a/b/c/d'], ['?q', 'http://a/b?c'], ['#f', 'http://a/b'], ['//h/p', 'https://a'], ['x', 'mailto:a'],
  ['/abs', 'file:///c:/x'], ['', 'http://a/b#c'], ['x', 'nope']]) {
  attempt(() => new URL(input, base).href);
}
const values = ['', 'x', 'a:b', '99999', '8080', '80', '#h', '?q=1', '/p a', 'http:', 'ftp', 'foo', 'h.com:90', 'ñ', 'a@b', '\\', '%41', '😀', '123abc'];
for (const start of ['http://user:pw@example.com:81/path?q=1#frag', 'mailto:x', 'file:///a']) {
  for (const part of parts.filter((name) => name !== 'origin')) {
    for (const value of values) {
      const changed = new URL(start);
      try {
        if (part === 'port' && /^\D/.test(value) && value !== 'x') continue; // Differs between versions of Node.
        changed[part] = value;
        console.log(part, JSON.stringify(value), changed.href);
      } catch (error) {
        console.log(part, JSON.stringify(value), error.code, error.input);
      }
    }
  }
}
for (const call of [
  () => new URL(), () => URL.canParse(), () => URL.parse('zz'), () => URL.parse('x', 'http://a').href, () => new URLSearchParams([[1]]),
  () => new URLSearchParams([1]), () => `${new URLSearchParams({ a: 1, b: [1, 2] })}`, () => `${new URLSearchParams(new Map([['a', 'b']]))}`,
  () => `${new URLSearchParams('?a=%zz&b+c=d%20e&%F0%9F=x&=&&k')}`, () => `${new URLSearchParams(5)}`,
  () => new URLSearchParams({ [Symbol.iterator]: 5 }), () => `${new URLSearchParams(null)}`, () => u.searchParams.append('a'),
  () => u.searchParams.get(), () => URLSearchParams.prototype.get.call({}, 'x'), () => u.searchParams.forEach(5), () => new URLSearchParams('a=1').size,
  () => new URL('http://a').searchParams, () => Object.getOwnPropertyDescriptor(URL.prototype, 'href').get.call({}), () => URL.revokeObjectURL(),
  () => new URLSearchParams([['a', 'b'], ['a', 'c']]).has('a', 'c'), () => new URLSearchParams([['a', 'b', 'c']]),
  () => new URLSearchParams('a=1&b=2').entries().next(), () => Object.prototype.toString.call(new URLSearchParams().entries()),
  () => new URLSearchParams('z=1&a=2&z=0&😀=1&\uffff=2!\'()~*-._ +').toString(), () => [...new URLSearchParams('a=1&a=2').getAll('a')],
]) {
  attempt(call);
}
const linked = new URL('http://a/?x=1&y=2');
linked.searchParams.append('z', '3 4');
linked.searchParams.delete('x');
linked.searchParams.set('y', 'ü');
console.log(linked.href, linked.search);
linked.search = '?new=1';
console.log([...linked.searchParams], linked.searchParams.toString());
linked.searchParams.delete('new');
console.log(linked.href);
const sorted = new URLSearchParams('c=1&a=2&b=3&a=1');
sorted.sort();
sorted.forEach((value, name, self) => console.log(name, value, self === sorted));
console.log(new URLSearchParams(sorted).toString(), new URLSearchParams({ aaaaaaaaaaaaaaaaaaaaaaaa: 'b'.repeat(30), cccccccccc: 'd'.repeat(30) }));

for (const call of [
  () => url.fileURLToPath('file:///a%20b'), () => url.fileURLToPath('file://host/a'), () => url.fileURLToPath('file:///a%2fb'),
  () => url.fileURLToPath('http://a'), () => url.fileURLToPath(5), () => url.fileURLToPath('file:///C:/a%5cb', { windows: true }),
  () => url.fileURLToPath('file:///a', { windows: true }), () => url.fileURLToPath('file://srv/share/f', { windows: true }), () => url.fileURLToPath('nope'),
  () => url.fileURLToPath('file:///C:/a%20b', { windows: true }), () => url.pathToFileURL('C:\\a b#', { windows: true }).href,
  () => url.pathToFileURL('\\\\srv\\share\\f', { windows: true }).href, () => url.pathToFileURL(5), () => url.pathToFileURL('\\\\srv', { windows: true }),
  ...['/a b', '/a#b?c%d', '/tr/', '/x\ny\tz\rw', '/ü', '/a\\b', '/[x]^|~`{}"<>', '/'].map((path) => () => url.pathToFileURL(path).href),
  () => url.urlToHttpOptions(new URL('https://a:b%20c@[::1]:8/p?q#h')), () => url.domainToASCII('español.com'), () => url.domainToASCII('xn--iñvalid.com'),
  () => url.domainToUnicode('xn--espaol-zwa.com'), () => url.domainToASCII(),
  () => url.format(new URL('http://u:p@xn--lck1c3crb1723bpq4a.com/a?a=b#c'), { auth: false, fragment: false, unicode: true, search: false }),
  () => url.format(5), () => url.format(new URL('http://a'), 5), () => url.format({ protocol: 'http', host: 'a', query: { x: 1, y: ['a b', 2] } }),
  () => url.format({ hostname: '::1', port: 8, pathname: 'p', search: 'a#b', hash: 'h', slashes: true }), () => url.format({ auth: 'a:b@c', host: 'h' }),
  () => url.format({ protocol: 'mailto', pathname: 'a@b' }), () => url.format({ protocol: 'file', pathname: '/x' }), () => url.parse(5), () => url.parse(),
]) {
  attempt(call);
}
const legacy = [
  'http://a.com:80/p?q=1#h', '//h/p?x', '/p?x=1&x=2#h', 'HTTP://USER:PaSs@Example.COM:8080/A/B?C=D#E', 'mailto:a@b.c?subject=x', 'javascript:alert(\'x\')',
  'http://a.com/ space{}|^`', 'http://[::1]:80/x', 'x:y', 'a/b/c', '?only', '#only', '', ' http://trim ', 'http:\\\\back\\slash', 'http://user@@host/p', 'http://a@b?@c',
  'http://a_b-c.d/', 'http://x.y.com+a/b', 'http://ñ.com', 'file:///etc/x', 'file://h/x', 'ftp://u:p@h/f;t=a', 'git+ssh://git@github.com:u/r.git', 'http://h?q', 'http://h#f',
  'http://h;p', 'dash-1.example', 'localhost:3000', 'host.com:80', 'http://%', 'http://a/%zz', 'http://-a-.b/', 'http://h/p\tq', 'coap:u:p@::1:61616/x?y#z', 'svn+ssh://foo/bar', 'http://a.b/\tbc', 'x-s:1', 'git@h.com:u/r',
];
for (const input of legacy) {
  attempt(() => JSON.stringify([input, url.parse(input)]));
  attempt(() => JSON.stringify(url.parse(input, true, true)));
}
console.log(url.parse('http://a.com/p?x=1&x=2', true), url.parse('//u:p@h/x'));
const bases = ['http://a/b/c/d;p?q', 'http://u:p@a.com:8/x/y', 'mailto:local@domain', 'file:///a/b', '/one/two/three', 'a/b', '', 'javascript:x', 'https://h', 'data:x/y'];
const references = ['g', './g', 'g/', '/g', '//g', '?y', 'g?y', '#s', 'g#s', ';x', '', '.', './', '..', '../', '../g', '../..', '../../', '../../g', '../../../g',
  '/./g', '/../g', 'g.', '.g', 'g..', './../g', 'g/./h', 'g/../h', 'http:g', 'http:', 'https:g', 'mailto:x@y', 'http://x.com/z', 'file:///z', '//u@h/p', 'javascript:y', 'ftp:a/b'];
for (const base of bases) for (const reference of references) attempt(() => `${base} ${reference} ${url.resolve(base, reference)}`);
console.log(url.resolveObject('http://a/b', 'c').href, Object.keys(url).sort().join());
console.log(new url.Url(), url.URL === URL);

// A domain that would be more than a host.
for (const domain of ['a b', 'x/y', 'a?b', 'http://x/', 'EXAMPLE.com:80', 'a@b', '0x7f.1', '']) {
  console.log(domain, [url.domainToASCII(domain), url.domainToUnicode(domain)]);
}
