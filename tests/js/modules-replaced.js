'use strict';
// What programs find of the loaders when the command line is unusual, or when they have replaced what the loaders use: functions of fs,
// intrinsics, the words of the environment. Modules of WebAssembly.
const { spawnSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');
const util = require('util');

// One function that adds, one that calls the import, by a name that is no identifier.
const wasm = Buffer.from('0061736d01000000010c0260017f017f60027f7f017f020f01092e2f6465702e6d6a73016600000303020100071202036164' +
  '640001086f6464206e616d6500020a10020700200020016a0b0600200010000b', 'hex');

const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'replaced-')));
const files = {
  'package.json': '{"name":"root","imports":{"#x":"./real.js"}}',
  'node_modules/bare/index.js': 'module.exports = "bare"',
  'node_modules/@s/p/package.json': '{"name":"@s/p"}',
  'node_modules/old/index.js': 'module.exports = require("punycode").toASCII("ü")',
  'esm/package.json': '{"type":"module"}',
  'esm/data.json': '{"a":1}',
  'real.js': 'module.exports = "real"',
  'module.txt': 'import fs from "fs"; console.log(typeof fs)',
  'plain.txt': 'console.log(typeof require)',
  'argv.js': 'console.log(JSON.stringify(process.argv.slice(1)))',
  'thrown.js': 'function f() { throw { a: 1 } }\nf()',
  'primitive.js': 'setTimeout(function late() { throw "in a timer" }, 1)',
  'error.js': 'const made = new TypeError("made");\nfunction f() { throw made }\nf()',
  'rejected.mjs': 'function g() { return Promise.reject(new Error("rejected")) }\ng()',
  'second.js': 'process.on("uncaughtException", () => { throw 7 });\nthrow 3',
  'never.mjs': 'await new Promise(() => {})',
  'wanted.mjs': 'import "found"',
  'elsewhere/found.js': 'console.log("found")',
  'deprecated.js': 'require("old"); console.log("quiet"); require("punycode")',
  'deprecated2.js': 'require("punycode")',
  'dep.mjs': 'export const f = (x) => x * 10',
  'sum.wasm': wasm,
  'bad.wasm': 'bad',
  'wasm.mjs': 'import * as sum from "./sum.wasm"; console.log(Object.keys(sum), sum.add(2, 3), sum["odd name"](4)); await import("./bad.wasm").catch(({ name }) => console.log(name)); import("./sum.wasm", { with: { type: "wasm" } }).catch(({ code }) => console.log(code))',
  'sites.js': '\nconst { scriptName, lineNumber, columnNumber } = require("util").getCallSites()[0]; console.log(scriptName.replace(/.*\\//, ""), lineNumber, columnNumber)\n//# sourceMappingURL=data:application/json;base64,eyJ2ZXJzaW9uIjogMywgIm5hbWVzIjogW10sICJtYXBwaW5ncyI6ICJBQUFBO0FBQ0E7QUFDQSIsICJzb3VyY2VzIjogWyJzaXRlcy50cyJdfQ==',
  'cycle.mjs': 'import { createRequire } from "module"; try { createRequire(import.meta.url)("./cycle.mjs") } catch (error) { console.log(error.message.replaceAll(import.meta.dirname, "ROOT")) }',
  'frozen.js': `
    'use strict';
    const attempt = (run) => { try { return run() } catch (error) { return error.message } };
    console.log(attempt(() => { Array.prototype.added = 1 }), attempt(() => { Object.prototype.toString = 1 }), attempt(() => { Error.stackTraceLimit = 1 }));
    class Own extends Error { constructor() { super("m"); this.name = "Own"; } }
    function Old() {}
    Old.prototype.toString = () => "old";
    const list = [];
    list.push = 5;
    console.log(String(new Own()), String(new Old()), list.push, Object.isFrozen(Math), Object.isFrozen(Map.prototype), Object.isFrozen(process), Object.isFrozen(Buffer));
    console.group("group");
    console.count();
    console.groupEnd();
    new console.Console(process.stdout).log("own");
    console.log(require("util").inspect({ a: [new Map([[1, new Set()]])] }), new URL("http://x/y").href, require("assert").throws(() => { throw new TypeError("t") }, TypeError));`,
};

for (const [name, text] of Object.entries(files)) {
  fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
  fs.writeFileSync(path.join(root, name), text);
}

function clean(text) {
  return text.replaceAll(root, 'ROOT').replaceAll(process.execPath, 'HOST').replace(/\(node:\d+\)/g, '(node)').replace(/^\(Use `\S+/gm, '(Use `HOST')
    .replace(/^(Node\.js|napi-host) v.*$/m, '').replace(/^node:.*\n.*\n *\^\n/gm, '').replace(/^ +at .*(node:|\(native).*\n/gm, '')
    .split('\n').filter((line) => line.trim() !== '').join('\n');
}

function run(args, { env = {}, input = '' } = {}) {
  const { NODE_OPTIONS, NODE_PATH, ...rest } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', input, env: { ...rest, ...env } });
  console.log(JSON.stringify(args), Object.values(env).join().replace(root, 'ROOT'), status, stdout.trim());
  if (stderr !== '') console.log(clean(stderr));
}

// Where it was thrown.
for (const name of ['thrown.js', 'primitive.js', 'error.js', 'rejected.mjs', 'second.js']) run(['--trace-uncaught', name]);
run(['primitive.js']);

// Programs that are none, or are read from standard input.
for (const name of ['esm/data.json', 'module.txt', 'plain.txt']) run([name]);
const input = files['argv.js'];
for (const words of [['-'], ['-', 'x'], ['--', '-', '-y'], [''], ['', 'x']]) run(words, { input });
run(['--import', './never.mjs', 'argv.js']);
run(['wanted.mjs'], { env: { NODE_PATH: path.join(root, 'elsewhere') } });
run(['-pe']);
run(['--env-file=.', 'argv.js']);
for (const NODE_OPTIONS of ['--eval=1', '--unknown=1', '-e 1', '--no-test', '--experimental-test-coverage']) run(['argv.js'], { env: { NODE_OPTIONS } });
run(['deprecated.js']);
run(['deprecated2.js']);
run(['--frozen-intrinsics', '--no-warnings', 'frozen.js']);

run(['--experimental-wasm-modules', '--no-warnings', 'wasm.mjs']);
run(['--enable-source-maps', 'sites.js']);
run(['sites.js']);
run(['cycle.mjs']);

// Variables come by name.
for (const text of ['B=1\nA=2\n10=x\n9=y', 'A=\u00a01']) console.log(JSON.stringify(util.parseEnv(text)));

// Packages are found by their folders.
const { Module, findPackageJSON } = require('module');
const main = path.join(root, 'argv.js');
for (const [name, base] of [['#x', main], ['#none', '/none/x.js'], ['@s/', main], ['@s/p/x', main], ['bare', main], ['root', main], ['none', main], ['@s', undefined], ['bare', undefined]]) {
  try {
    console.log(name, findPackageJSON(name, base).replace(root, 'ROOT'));
  } catch (error) {
    console.log(name, error.code, error.message.replaceAll(root, 'ROOT'));
  }
}

// Files that exist for the program only.
const made = {
  '/made/a.js': 'module.exports = [__filename, require("./b"), require("./d.json"), require("inside")]',
  '/made/b.js': 'module.exports = "b"',
  '/made/d.json': '{"d":1}',
  '/made/node_modules/inside/index.js': 'module.exports = "inside"',
};
const { _stat } = Module;
const { readFileSync, realpathSync } = fs;
process.on('warning', ({ name, message }) => { console.log(name, message); });
Module._stat = (file) => {
  if (made[file] !== undefined) return 0;
  return Object.keys(made).some((name) => name.startsWith(`${file}/`)) ? 1 : _stat(file);
};
fs.readFileSync = (file, ...rest) => made[file] ?? readFileSync(file, ...rest);
fs.realpathSync = (file, ...rest) => (made[file] === undefined ? realpathSync(file, ...rest) : file);
console.log(require('/made/a.js'), require.resolve('/made/b'), require(path.join(root, 'real')));
Module._stat = _stat;
Object.assign(fs, { readFileSync, realpathSync });
fs.rmSync(root, { recursive: true });
