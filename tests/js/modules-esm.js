'use strict';
// import: resolution, bindings, cycles, what CommonJS modules look like, and require of ES modules.
const fs = require('fs');
const path = require('path');
const os = require('os');

const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'modules-')));
const files = {
  'node_modules/p/package.json': '{"name":"p","type":"module","exports":{".":{"import":"./m.mjs","require":"./c.cjs"},"./f":"./f.js"}}',
  'node_modules/p/m.mjs': 'export default "pm"; export const a = 1',
  'node_modules/p/c.cjs': 'module.exports = "pc"',
  'node_modules/p/f.js': 'export const f = import.meta.url.slice(-4)',
  'node_modules/q/package.json': '{"main":"lib"}',
  'node_modules/q/lib/index.js': 'exports.q = 1; exports.__esModule = true; exports.default = "qd"',
  'node_modules/r/index.js': 'module.exports = { a, "b-c": a, s() {} }; var a = 1',
  'sub/a.mjs': 'export const x = 1; export default function foo() {}',
  'sub/live.mjs': 'export let n = 0; export function inc() { n++ } export { n as m }',
  'sub/ca.mjs': 'import { b } from "./cb.mjs"; export const a = 1; export function ga() { return a + b }',
  'sub/cb.mjs': 'import { a, ga } from "./ca.mjs"; export const b = 2; export function gb() { return a + ga() }',
  'sub/d.json': '{"j":[1]}',
  'sub/self.mjs': 'import "node:fs"; export const me = import("./self.mjs").then((ns) => ns.s); export const s = "self"',
  'sub/await.mjs': 'await 1; export const t = 1',
  'sub/await2.mjs': 'import "./await.mjs"; export default 1',
  'sub/named.mjs': 'export const me = "x"; export default 5; export { me as "module.exports" }',
  'sub/boom.mjs': 'throw new Error("boom")',
  'sub/flagged.mjs': 'export default 1; export const __esModule = false',
  'sub/cycle.mjs': 'import c from "./cycle.cjs"; export const z = c',
  'sub/cycle.cjs': 'try { require("./cycle.mjs") } catch (e) { module.exports = e.code }',
  'sub/detected.js': 'const y = 1; export { y }',
  'sub/detected2.js': 'export const u = import.meta.dirname.length > 0',
  'sub/wrong.mjs': 'syntax error here',
  'sub/c.cjs': 'exports.v = 1; exports.w = require',
  'sub/class.cjs': 'module.exports = class K { static s = 1 }',
  'sub/hash.mjs': '#!/usr/bin/env node\nexport const h = 1',
  'sub/no-export.mjs': 'import { zip } from "./a.mjs"',
  'sub/no-name.mjs': 'import d, { zip as z, v } from "./c.cjs"',
  'sub/reexport.cjs': 'module.exports = require("./c.cjs")',
  'sub/star.cjs': 'Object.defineProperty(exports, "__esModule", { value: true });\n__exportStar(require("./c.cjs"), exports); exports.own = 1; function __exportStar(m, e) { for (const k in m) e[k] = m[k] }',
  'main.mjs': `
import join, { basename } from 'node:path'; import * as ns from './sub/a.mjs'; import p, { a } from 'p'; import { f } from 'p/f';
import q, * as qn from 'q'; import r, * as rn from 'r'; import { n, inc, m } from './sub/live.mjs'; import { ga } from './sub/ca.mjs';
import { gb } from './sub/cb.mjs'; import d from './sub/d.json' with { type: 'json' }; import K, * as kn from './sub/class.cjs';
import { createRequire } from 'module'; import { h } from './sub/hash.mjs'; import path from 'path'; import { sep } from 'node:path';
import * as star from './sub/star.cjs'; import * as re from './sub/reexport.cjs';
const root = import.meta.dirname;
const clean = (value) => (typeof value === 'string' ? value : JSON.stringify(value) ?? typeof value).replaceAll(root, '<root>');
const log = (...values) => console.log(...values.map(clean));
const keys = (value) => Object.keys(value).filter((key) => key !== 'module.exports');
log(join.basename === basename, keys(ns), ns[Symbol.toStringTag], Object.isFrozen(ns), p, a, f, q, keys(qn), r, keys(rn));
log(n, m); inc(); log(n, m);
log(ga(), gb(), d, typeof K, keys(kn), h, path.sep === sep, keys(star), keys(re));
try { ns.x = 2; } catch (error) { log(error.name); }
const show = async (action) => {
  try { log('  =', await action()); }
  catch (error) { log('  !', error.name, error.code ?? '-', String(error.message).split('\\n').slice(0, 3).join(' | ')); }
};
const require = createRequire(import.meta.url);
for (const specifier of ['./nope.mjs', 'nope', './sub', './sub/', 'p/none', 'node:none', './sub/d.json', './sub/wrong.mjs', './sub/boom.mjs', './sub/boom.mjs',
  'http://x/y', './sub/x.foo', '#x', 'data:text/javascript,export default 7', 'data:application/json,{}', 'data:text/plain,x', './sub/a.mjs?q=1#h',
  './sub/await2.mjs', './sub/detected.js', './sub/detected2.js', './sub/c.cjs', '@x', '%2f', './a%2fb.mjs', '', 'p', 'q', root + '/sub/a.mjs',
  'file://' + root + '/sub/a.mjs', './sub/cycle.mjs', './sub/hash.mjs', './node_modules/p/c.cjs', './sub/no-export.mjs', './sub/no-name.mjs', './sub/./a.mjs']) {
  log(specifier);
  await show(async () => keys(await import(specifier)));
  await show(() => import.meta.resolve(specifier));
  await show(() => { const value = require(specifier); return typeof value === 'object' ? keys(value) : typeof value; });
}
log('attributes');
await show(() => import('./sub/d.json', { with: { type: 'json' } }).then((value) => value.default));
await show(() => import('./sub/a.mjs', { with: { type: 'json' } }));
await show(() => import('./sub/a.mjs', { with: { type: 'css' } }));
log('require');
await show(() => require('./sub/named.mjs'));
await show(() => require('./sub/a.mjs').__esModule);
await show(() => require('./sub/a.mjs') === require('./sub/a.mjs'));
await show(() => keys(require('./sub/a.mjs')));
await show(() => require('./sub/flagged.mjs').__esModule);
await show(() => require('./sub/live.mjs').n);
await show(() => require('./sub/live.mjs')[Symbol.toStringTag]);
log('self', await (await import('./sub/self.mjs')).me);
log('meta');
log(import.meta.filename, import.meta.url, typeof import.meta.resolve, import.meta.resolve('./x y.mjs'), import.meta.resolve('fs'));
log((await import('./sub/a.mjs')) === ns, (await import('./sub/a.mjs?1')) === ns, typeof this, typeof __filename, typeof module, typeof exports);
`,
};
for (const [name, text] of Object.entries(files)) {
  fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
  fs.writeFileSync(path.join(root, name), text);
}
import(path.join(root, 'main.mjs')).finally(() => fs.rmSync(root, { recursive: true }));
