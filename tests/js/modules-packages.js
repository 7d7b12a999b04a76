'use strict';
// Packages that are written oddly, and what the loaders warn of: bad package.json files, targets that are none, deprecated
// patterns, ES module syntax in a file that is declared to be CommonJS or not declared at all.
const { spawnSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');
const { findPackageJSON } = require('module');

const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'packages-')));
const files = {
  'list/package.json': '[]',
  'null/package.json': 'null',
  'name/package.json': '{"name":5}',
  'type/package.json': '{"type":5,"main":"a.js"}',
  'main/package.json': '{"main":5}',
  'mark/package.json': '\ufeff{"main":"a.js"}',
  'no/package.json': '{"exports":false}',
  'mixed/package.json': '{"exports":{".":"./a.js","import":"./a.js"}}',
  'keys/package.json': '{"exports":{"1":"./a.js","default":"./a.js"}}',
  'deep/package.json': JSON.stringify({
    exports: {
      './number': 5, './list': [5, './a.js'], './encoded': './%2f.js', './s/*': './s/*.js', './two//*': './two//*.js', './folder*': './a.js',
    },
  }),
  'deep/s/a.js': '',
  'deep/two/a.js': '',
};
const packages = Object.keys(files).map((file) => file.split('/')[0]);
for (const name of packages) files[`${name}/a.js`] = files[`${name}/index.js`] = 'exports.a = 1';

const programs = {
  'package.json': '{"imports":{"#builtin":"node:fs","#other":"deep/nothing","#none":"not-there"}}',
  'declared.cjs': 'export default 1',
  'asks.cjs': 'try { require("./declared.cjs") } catch (error) { console.log(error.message) }',
  'typeless.js': 'import "./typeless2.js"; console.log("typeless")',
  'typeless2.js': 'export default 1',
  'required.cjs': 'console.log(require("./typeless2.js").default)',
  'wait.mjs': 'import "./waits.mjs"',
  'waits.mjs': '\n  await 1;',
  'wait.cjs': 'try { require("./wait.mjs") } catch (error) { console.log(error.code) }',
  'css.mjs': 'import x from "./data.json" with { type: "css" }',
  'data.json': '{}',
};

function write(folder, entries) {
  for (const [name, text] of Object.entries(entries)) {
    const file = path.join(root, folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  }
}

const clean = (text) => `${text}`.replaceAll(root, 'ROOT').replace(/\(node:\d+\)/g, '(node)').replace(/\(Use .*\n/g, '');
const show = (what, error) => console.log(what, error.name, error.code, clean(error.message));

function run(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } });
  const told = stderr.split('\n').filter((line) => /Warning|^(Error: unexp|TypeErr|SyntaxErr|Reparsing|To elim| *await| *\^)/.test(line));
  console.log(args.join(' '), status, stdout.trim(), clean(told.join('\n')));
}

async function main() {
  write('node_modules', files);
  write('', programs);
  const warnings = [];
  process.on('warning', ({ name, code, message }) => warnings.push(clean(`${name} ${code} ${message}`)));
  const { createRequire } = require('module');
  const ask = createRequire(`${root}/x.cjs`);
  write('', { 'import.mjs': 'export default (name) => import(name)' });
  const importFrom = (await import(`${root}/import.mjs`)).default;
  const subpaths = ['number', 'list', 'encoded', 's/..%2fa', 's/', 's//a', 'two//a', 'folder/'].map((name) => `deep/${name}`);
  for (const name of [...packages.filter((each) => each !== 'deep'), ...subpaths, '#builtin', '#other', '#none']) {
    try {
      ask(name);
      console.log('require', name, 'works');
    } catch (error) {
      // Node 22.14 has no built-in modules there, later ones do.
      if (name !== '#builtin') show(`require ${name}`, error);
    }
    await importFrom(name).then(() => console.log('import', name, 'works'), (error) => show(`import ${name}`, error));
  }
  await new Promise((resolve) => setImmediate(resolve));
  console.log(warnings.join('\n'));
  for (const args of [['deep', `${root}/x.js`], ['deep/s/a', `${root}/`], ['..', `${root}/node_modules/deep/s/a.js`], ['nope', `${root}/x.js`], ['deep', 5], ['nope'], [],
    ['./none.js', `${root}/x.js`], ['./node_modules', `${root}/x.js`], ['./x.js'], ['fs', `${root}/x.js`], ['node:fs', `${root}/x.js`], ['data:text/javascript,1'],
    ['deep', 'relative'], ['deep', 'data:text/javascript,1'], ['deep', 'node:fs'], ['..', 'http://localhost/'], [undefined, `${root}/x.js`], [new URL(`file://${root}/node_modules/deep/s/`)]]) {
    try {
      console.log('find', clean(args), clean(findPackageJSON(...args)));
    } catch (error) {
      show(`find ${clean(args)}`, error);
    }
  }
  for (const file of ['declared.cjs', 'asks.cjs', 'typeless.js', 'required.cjs']) run('--no-deprecation', file);
  run('--no-warnings', 'typeless.js');
  run('--no-warnings', '--experimental-print-required-tla', 'wait.cjs');
}

main().finally(() => fs.rmSync(root, { recursive: true }));
