'use strict';
// What is kept of modules: the compile cache in its folder, the counts of what ran (NODE_V8_COVERAGE), source maps by V8's own reading.
const { spawn, spawnSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');

const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'kept-')));
const files = {
  'lib.cjs': 'exports.pick = function pick(x) {\n  if (x > 1) {\n    return "big";\n  }\n  return "small";\n};\nexports.never = () => 1;\n',
  'main.mjs': 'import lib from "./lib.cjs";\nconsole.log(lib.pick(2));\nexport function unused() { return 1; }\n',
  'child.js': 'require("child_process").execFileSync(process.execPath, ["-e", "require(\'./lib.cjs\').pick(1)"])',
  'enable.js': `
    const { enableCompileCache, flushCompileCache, getCompileCacheDir, constants: { compileCacheStatus } } = require("module");
    const name = (value) => Object.keys(compileCacheStatus).find((key) => compileCacheStatus[key] === value);
    console.log(getCompileCacheDir());
    const first = enableCompileCache(__dirname + "/own");
    const again = enableCompileCache(__dirname + "/other");
    console.log(name(first.status), first.message, first.directory === __dirname + "/own");
    console.log(name(again.status), again.directory === getCompileCacheDir());
    require("./lib.cjs").pick(1);
    flushCompileCache();
    console.log(first.status === 1 ? require("fs").readdirSync(getCompileCacheDir()).length : 0);
    for (const wrong of [1, null, () => {}]) try { enableCompileCache(wrong) } catch (error) { console.log(error.code, error.message) }`,
  'mapped.mjs': 'const text = "//# sourceMappingURL=data:application/json;base64,e30=";\nconsole.log(require("module").findSourceMap(import.meta.filename));'
    .replace('require("module")', 'process.getBuiltinModule("module")'),
};
for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(root, name), text);

function run(args, env = {}) {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--no-warnings', ...args], { cwd: root, env: { ...process.env, ...env } });
  return `${status} ${stdout}${stderr}`.trim();
}

const cache = path.join(root, 'cache');
const cached = () => {
  const [folder] = fs.readdirSync(cache);
  return fs.readdirSync(path.join(cache, folder)).map((name) => path.join(cache, folder, name));
};
const withCache = { NODE_COMPILE_CACHE: 'cache', NODE_DEBUG_NATIVE: 'COMPILE_CACHE' };
const facts = (output) => {
  const counts = ['was accepted', 'was not initialized, initializing', 'because cache was the same', 'writing cache'];
  return [output[0], output.includes('big'), ...counts.map((words) => output.split(words).length - 1)].join(' ');
};

console.log('--- compile cache');
console.log(run(['enable.js']));
console.log(run(['enable.js'], { NODE_DISABLE_COMPILE_CACHE: '1' }));
console.log('made', facts(run(['main.mjs'], withCache)), cached().length);
console.log('used', facts(run(['main.mjs'], withCache)), cached().length);
for (const file of cached()) fs.truncateSync(file, fs.statSync(file).size - 10);
console.log('cut', facts(run(['main.mjs'], withCache)));
for (const file of cached()) {
  const bytes = fs.readFileSync(file);
  bytes[bytes.length - 20] ^= 1;
  fs.writeFileSync(file, bytes);
}
console.log('changed', facts(run(['main.mjs'], withCache)));
for (const file of cached()) fs.writeFileSync(file, '');
console.log('empty', facts(run(['main.mjs'], withCache)));
fs.writeFileSync(path.join(root, 'lib.cjs'), files['lib.cjs'].replace('big', 'BIG'));
console.log('other source', /BIG/.test(run(['main.mjs'], withCache)), facts(run(['main.mjs'], withCache)));
fs.writeFileSync(path.join(root, 'lib.cjs'), files['lib.cjs']);
fs.writeFileSync(path.join(root, 'file'), '');
console.log('no folder', run(['main.mjs'], { NODE_COMPILE_CACHE: 'file' }));
fs.rmSync(path.join(root, 'own'), { recursive: true });

console.log('--- coverage');
const counts = () => {
  const folder = path.join(root, 'counts');
  const shown = [];
  for (const name of fs.readdirSync(folder).sort()) {
    console.log(name.replace(/\d{2,}/g, 'N'));
    const { result } = JSON.parse(fs.readFileSync(path.join(folder, name)));
    for (const { url, functions } of result) {
      if (!url.startsWith('file:')) continue;
      const text = functions.map(({ functionName, ranges, isBlockCoverage }) =>
        `${functionName || '-'} ${isBlockCoverage} ${ranges.map(({ startOffset, endOffset, count }) => `${startOffset}-${endOffset}:${count}`)}`);
      shown.push(`${path.basename(url)} | ${text.join(' | ')}`);
    }
  }
  fs.rmSync(folder, { recursive: true });
  console.log(shown.sort().join('\n'));
};
console.log(run(['main.mjs'], { NODE_V8_COVERAGE: 'counts' }));
counts();
console.log(run(['child.js'], { NODE_V8_COVERAGE: 'counts' }));
counts();
console.log(run(['-e', 'require("./lib.cjs").pick(1); require("v8").takeCoverage(); require("v8").stopCoverage(); require("./lib.cjs").pick(2)'], { NODE_V8_COVERAGE: 'counts' })[0]);
counts();
console.log(run(['-e', 'require("./lib.cjs").pick(1); throw 1'], { NODE_V8_COVERAGE: 'counts' })[0]);
counts();

console.log('--- source maps');
console.log(run(['--enable-source-maps', 'mapped.mjs']));

// Many write the same folder at once.
fs.rmSync(cache, { recursive: true });
const all = Array.from({ length: 4 }, () => new Promise((resolve) => {
  const child = spawn(process.execPath, ['main.mjs'], { cwd: root, env: { ...process.env, NODE_COMPILE_CACHE: 'cache' } });
  child.on('exit', resolve);
}));
Promise.all(all).then((codes) => {
  console.log('--- at once', codes.join(), cached().length, facts(run(['main.mjs'], withCache)));
  fs.rmSync(root, { recursive: true });
});
