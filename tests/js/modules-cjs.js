'use strict';
// require: what each request means in a tree of packages, and the errors.
const fs = require('fs');
const path = require('path');
const os = require('os');

const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'modules-')));
const clean = (value) => String(value).replaceAll(root, '<root>').replaceAll(__dirname, '<tests>');
const files = {
  'package.json': JSON.stringify({
    name: 'self',
    exports: { '.': './x.js', './s/*': './sub/*.js', './null': null, './missing/*': './missing/*.js' },
    imports: { '#i': './sub/i.js', '#p': { node: 'plain' }, '#builtin': 'node:fs', '#absolute': '/abs', '#f': { foo: './x.js' }, '#gone': './gone.js' },
  }),
  'x.js': 'exports.x = 1',
  'sub/i.js': 'exports.i = 1',
  'bad.json': '{"x":1,}',
  'good.json': '\ufeff{"j":1}',
  'hash.js': '#!/usr/bin/env node\nexports.file = __filename',
  'cycle1.js': 'exports.early = 1; const b = require("./cycle2"); exports.late = b.seen;',
  'cycle2.js': 'const a = require("./cycle1"); exports.seen = Object.keys(a); exports.absent = a.nope',
  'throws.js': 'throw new TypeError("from inside")',
  'syntax.js': 'let a = ;',
  'children.js': 'require("./x"); require("./sub/i"); module.exports = module',
  'node_modules/plain/index.js': 'module.exports = "plain"',
  'node_modules/main/package.json': '{"main":"lib"}',
  'node_modules/main/lib/index.js': 'module.exports = "main"',
  'node_modules/nowhere/package.json': '{"main":"nope"}',
  'node_modules/broken/package.json': '{bad',
  'node_modules/@s/d/package.json': JSON.stringify({
    name: '@s/d',
    exports: {
      '.': { import: './m.mjs', require: './r.cjs' },
      './x': './missing.js', './bad': '../up.js', './list': ['bad', './r.cjs'], './p/*.js': './*.cjs', './p/*/deep.js': './r.cjs',
      './nested': { unknown: './no.js', node: { browser: './no.js', default: './r.cjs' } }, './none': { unknown: './no.js' }, './f/': './',
    },
  }),
  'node_modules/@s/d/r.cjs': 'exports.d = 1',
  'node_modules/mixed/package.json': '{"exports":{".":"./a.js","default":"./b.js"}}',
  'node_modules/string/package.json': '{"exports":"./a.js"}',
  'node_modules/string/a.js': 'module.exports = "string"',
  'node_modules/numeric/package.json': '{"exports":{"0":"./a.js"}}',
  'other/node_modules/plain/index.js': 'module.exports = "other"',
};
for (const [name, text] of Object.entries(files)) {
  fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
  fs.writeFileSync(path.join(root, name), text);
}
fs.symlinkSync(path.join(root, 'sub'), path.join(root, 'link'));

const Module = require('module');
const requireHere = Module.createRequire(path.join(root, 'start.js'));
const show = (action) => {
  try {
    const value = action();
    console.log('  =', clean(typeof value === 'object' ? JSON.stringify(value) : typeof value === 'function' ? 'function' : value));
  } catch (error) {
    console.log('  !', error.name, error.code, clean(error.message), Object.keys(error).join());
    for (const key of ['path', 'requestPath', 'requireStack']) if (error[key] !== undefined) console.log('    ', key, clean(error[key]));
  }
};

const requests = ['plain', 'main', 'nowhere', 'broken', '@s/d', '@s/d/x', '@s/d/bad', '@s/d/list', '@s/d/p/r.js', '@s/d/p/q/deep.js', '@s/d/nested', '@s/d/none',
  '@s/d/nope', '@s/d/', '@s/d/f/r.cjs', '@s/d/package.json', 'mixed', 'string', 'string/a.js', 'numeric', './bad.json', './good', './good.json', './cycle1', './hash',
  './throws', './syntax', 'self', 'self/s/i', 'self/s/../x', 'self/null', 'self/zzz', '#i', '#p', '#builtin', '#absolute', '#f', '#nope', '#',
  '#gone', './sub', './nope', 'nope', 'node:nope', 'node:path', '', '.', '..', './', '@s', '@s/', path.join(root, 'x'), './x.js/', '/', 'x%2fy', './link/i', 'plain/',
  'main/lib', './sub/../x', 'path/posix', 'test', 'node:test/nope'];
for (const request of requests) {
  console.log(clean(request));
  show(() => { const value = requireHere(request); return value === path ? 'the path module' : value; });
  show(() => requireHere.resolve(request));
}
console.log('paths');
show(() => requireHere.resolve.paths('x').slice(0, 2));
show(() => requireHere.resolve.paths('./x'));
show(() => requireHere.resolve.paths('fs'));
show(() => requireHere.resolve('plain', { paths: [path.join(root, 'other')] }));
show(() => requireHere.resolve('./x', { paths: [root] }));
show(() => requireHere.resolve('x', { paths: [root] }));
show(() => requireHere.resolve('x', { paths: 'x' }));
show(() => requireHere.resolve(5));
show(() => requireHere(5));
show(() => Module._nodeModulePaths('/a/node_modules/b/c'));
show(() => Module._nodeModulePaths('/'));
show(() => Module._findPath('./x', [root]));
show(() => Module._findPath('./nope', [root]));
show(() => Module._resolveLookupPaths('./x', { id: 'a', filename: '/q/a.js', paths: [] }));
show(() => Module._resolveLookupPaths('./x', null));
show(() => Module.createRequire('relative'));
show(() => Module.createRequire(`${root}/`)('./x'));
show(() => Module.createRequire(`file://${root}/y.js`)('./x'));
show(() => Module.findPackageJSON('main', path.join(root, 'x.js')));
show(() => Module.findPackageJSON('..', path.join(root, 'sub', 'i.js')));

console.log('module');
const children = requireHere('./children');
show(() => [children.id, children.filename, children.path, children.loaded, children.children.length, children.paths[0]]);
show(() => [children.parent === undefined || children.parent.filename, children.constructor === Module, children instanceof Module, children.isPreloading]);
show(() => requireHere.cache[path.join(root, 'x.js')].exports);
show(() => Object.getPrototypeOf(requireHere.cache) === null && requireHere.cache === Module._cache);
show(() => Object.keys(requireHere.extensions));
show(() => [require.main === module, module.id, module.loaded, module.parent, this === module.exports, arguments.length]);
show(() => [Module.wrap('x'), Module.wrapper[0]]);
show(() => ['fs', 'node:fs', 'x', 'test', './fs'].map((name) => Module.isBuiltin(name)));
show(() => [Array.isArray(Module.builtinModules), Module.builtinModules.includes('fs'), Module.Module === Module]);

console.log('patches');
delete requireHere.cache[path.join(root, 'x.js')];
requireHere.extensions['.js2'] = (target, file) => { target.exports = `js2 ${path.basename(file)}`; };
fs.writeFileSync(path.join(root, 'z.js2'), '');
show(() => requireHere('./z'));
const load = Module._load;
Module._load = function (request, ...rest) { return request === 'magic' ? 'magic!' : load.call(this, request, ...rest); };
show(() => requireHere('magic'));
Module._load = load;
const resolveFilename = Module._resolveFilename;
Module._resolveFilename = function (request, ...rest) { return resolveFilename.call(this, request === 'alias' ? './x' : request, ...rest); };
show(() => requireHere('alias'));
Module._resolveFilename = resolveFilename;
const compiled = new Module('made', null);
show(() => { compiled._compile('exports.a = __filename; exports.b = typeof require', path.join(root, 'made.js')); return compiled.exports; });
requireHere.cache[path.join(root, 'fake.js')] = { exports: 'fake', loaded: true };
fs.writeFileSync(path.join(root, 'fake.js'), '');
show(() => requireHere('./fake'));
fs.rmSync(root, { recursive: true });
