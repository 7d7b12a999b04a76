'use strict';
// What an import that fails says, what the command line changes about modules, and in which order a program that is an ES module runs.
const { spawnSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');

const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'esm-errors-')));
const files = {
  'node_modules/p/package.json': '{"type":"module","main":"obj"}',
  'node_modules/p/obj.js': 'export default "p"',
  'node_modules/p/sub/x.js': '',
  'node_modules/i/package.json': '{"type":"module"}',
  'node_modules/i/index.js': 'export default "i"',
  'node_modules/far/package.json': JSON.stringify({ type: 'module', main: path.join(root, 'elsewhere/main.js') }),
  'elsewhere/package.json': '{"type":"module"}',
  'elsewhere/main.js': 'export default "elsewhere"',
  'node_modules/bad/package.json': '{',
  'node_modules/bad/index.js': '',
  'node_modules/n/package.json': '{"exports":{".":{"node-addons":"./addon.js","default":"./plain.js"}}}',
  'node_modules/n/addon.js': 'module.exports = "addon"',
  'node_modules/n/plain.js': 'module.exports = "plain"',
  'node_modules/lone.js': '',
  'data.json': '{"n":1}',
  'lines.cjs': 'exports["a" + ""] = 1',
  'lines.mjs': 'import {\n  a,\n  b,\n} from "./lines.cjs"',
  'named.mjs': 'import { a as b, c } from "./lines.cjs"',
  '100%25.mjs': 'export default "percent"',
  'shared.cjs': 'require("./data.json").n = "changed"; process.nextTick(() => { console.log("tick") }); Promise.resolve().then(() => console.log("microtask"))',
  'order.mjs': 'import "./shared.cjs"; import data from "./data.json" with { type: "json" }; console.log(data);\n' +
    'await import("./lines.cjs"); console.log("after an import")',
  'kept.mjs': 'export default 1',
  'gone.mjs': 'import fs from "fs"; const one = await import("./kept.mjs"); fs.rmSync(new URL("./kept.mjs", import.meta.url));\n' +
    'console.log(one === await import("./kept.mjs"))',
  'again.mjs': 'import { runMain } from "module"; console.log("again"); if (globalThis.n === undefined) { globalThis.n = 1; runMain(); }',
  'typed/package.json': '{"type":"module"}',
  'typed/x.unknown': '',
  'hooks.mjs': 'export async function resolve(specifier, context, next) {\n' +
    '  if (specifier === "made:up") return { url: "made:up", shortCircuit: true };\n  return next(specifier, context);\n}\n' +
    'export async function load(url, context, next) {\n' +
    '  if (url.endsWith("data.json")) console.log("hook", url.split("/").pop(), context.format, next.name);\n' +
    '  return url === "made:up" ? { format: "module", source: "export default \'made\'", shortCircuit: true } : next(url, context);\n}',
  'null.mjs': 'export const resolve = () => null',
  'hooked.mjs': 'import made from "made:up"; import data from "./data.json" with { type: "json" }; console.log(made, data)',
  'ask.cjs': 'console.log(require("n")); try { process.dlopen({}, "x.node") } catch (e) { console.log(e.code) }',
  'cycle-a.mjs': 'import "./cycle-b.cjs"',
  'cycle-b.cjs': 'require("./cycle-a.mjs")',
};
for (const [name, text] of Object.entries(files)) {
  fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
  fs.writeFileSync(path.join(root, name), text);
}

process.chdir(root);

const clean = (text) => text.replaceAll(root, 'ROOT').replace(/data:\S+/g, 'DATA');

const run = (...args) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  return { status, stdout, lines: clean(stderr).split('\n').filter((line) => /Error|Did you|Warning|default|function/.test(line) && !/^ +at /.test(line)) };
};

async function failures() {
  const from = path.join(root, 'from.mjs');
  fs.writeFileSync(from, `export default (name) => import(name);
    export const data = (name) => import('data:text/javascript,export default import.meta.resolve(' + JSON.stringify(encodeURIComponent(name)) + ')');`);
  const { default: load, data } = await import(from);
  const names = ['./data', './none', 'p/obj', 'p/', 'p', 'i', 'far', 'lone.js', 'none', './node_modules/p', 'p/sub', `${root}/data`, 'bad', 'bad/x',
    'file://host/x', 'made:up', './named.mjs', './lines.mjs', './100%2525.mjs'];
  for (const name of names) {
    try {
      const { default: value } = await load(name);
      console.log(clean(name), '->', value);
    } catch (error) {
      console.log(clean(name), '!', error.name, error.code, clean(error.message), clean(error.url ?? ''), error.input, clean(error.module ?? ''));
    }
  }
  for (const name of ['./relative', 'none', '#x', 'fs']) {
    await data(name).then((found) => console.log(found.default), (error) => console.log(error.code, error.cause?.code));
  }
  await import('data:text/javascript,exports.x = 1').catch((error) => console.log(error.message));
  console.log((await load('./data.json?x').catch((error) => error.code)));
}

process.on('warning', () => {});
failures().then(() => {
  console.log(run('order.mjs'), run('gone.mjs'), run('again.mjs'));
  console.log(run('typed/x.unknown'));
  console.log(run('--no-addons', 'ask.cjs'), run('ask.cjs'));
  console.log(run('--no-warnings', '--experimental-loader', './hooks.mjs', 'hooked.mjs'));
  console.log(run('--no-warnings', '--experimental-loader', './null.mjs', 'hooked.mjs'));
  console.log(run('--no-warnings', '--experimental-loader', './none.mjs', 'hooked.mjs').status);
  console.log(run('cycle-b.cjs'));
  fs.rmSync(root, { recursive: true });
});
