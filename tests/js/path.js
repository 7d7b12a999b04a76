'use strict';
// path: both flavours over generated inputs, and the errors.
// Relative inputs resolve against this, wherever the script runs.
process.cwd = () => '/home/someone/project';
const path = require('path');

const pieces = ['', '/', '.', '..', 'a', 'b.txt', '.hid', 'c:', 'C:\\', '\\', '\\\\', '//', 'x.y.z', ' ', 'é', 'f.'];
let seed = 7;
const random = (n) => {
  seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
  return (seed >>> 8) % n;
};
const separators = ['/', '\\', ''];
const generate = () => {
  let text = '';
  for (let i = random(5); i >= 0; i--) text += pieces[random(pieces.length)] + separators[random(3)];
  return text;
};
const calls = {
  normalize: (p) => p.normalize(generate()),
  isAbsolute: (p) => p.isAbsolute(generate()),
  join: (p) => p.join(generate(), generate(), generate()),
  dirname: (p) => p.dirname(generate()),
  basename: (p) => p.basename(generate()),
  basenameSuffix: (p) => p.basename(generate(), '.txt'),
  extname: (p) => p.extname(generate()),
  parse: (p) => JSON.stringify(p.parse(generate())),
  resolve: (p) => (p === path.posix ? p.resolve('/base', generate(), generate()) : p.resolve('D:\\base', generate(), generate())),
  relative: (p) => (p === path.posix ? p.relative(`/r/${generate()}`, `/r/${generate()}`) : p.relative(`C:\\r\\${generate()}`, `C:\\r\\${generate()}`)),
};
for (const flavour of ['posix', 'win32']) {
  for (const [name, call] of Object.entries(calls)) {
    for (let i = 0; i < 120; i++) {
      const before = seed;
      const result = call(path[flavour]);
      const after = seed;
      seed = before;
      const input = generate();
      seed = after;
      console.log(flavour, name, JSON.stringify(input), JSON.stringify(result));
    }
  }
}
for (const object of [{ dir: '/a', base: 'b' }, { root: '/', base: 'b' }, { root: '/', dir: '/', base: 'b' },
  { name: 'n', ext: '.e' }, { name: 'n', ext: 'e' }, {}, { dir: 'd', name: 'n' }, { root: 'r/', name: 'n' }]) {
  console.log(path.posix.format(object), path.win32.format(object));
}
console.log(path.sep, path.delimiter, path.win32.sep, path.win32.delimiter, path.posix === path, Object.keys(path).sort().join());
console.log(path.win32.toNamespacedPath('C:\\a\\..\\b'), path.win32.toNamespacedPath('\\\\s\\h\\x'), path.toNamespacedPath('x'));
for (const call of [() => path.join(1), () => path.resolve('a', 5), () => path.basename('a', 5), () => path.parse(null),
  () => path.format('x'), () => path.win32.normalize(), () => path.relative('a')]) {
  try {
    call();
  } catch (error) {
    console.log(error.code, error.message);
  }
}
console.log(require('path/posix') === path.posix, require('path/win32') === path.win32);

// Segments that share a beginning, and names that are their own suffix.
for (const [from, to] of [['\\\\foo\\baz-quux', '\\\\foo\\baz'], ['\\\\foo\\bar\\a', '\\\\bar\\baz'], ['C:\\baz-quux', 'C:\\baz'], ['\\', '\\a'], ['\\a\\b', '\\']]) {
  console.log('relative', from, to, path.win32.relative(from, to));
}
for (const name of ['.js', 'a.js', '/.js', 'a']) console.log('basename', path.posix.basename(name, name), path.win32.basename(name, name), path.posix.basename(name, '.js'));

// ".." right below the root, and where it is not.
for (const text of ['/..', '/../', '..', 'a/..', '//..', '/../a']) console.log(text, path.posix.parse(text), path.win32.parse(text).ext);
