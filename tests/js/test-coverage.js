'use strict';
// Coverage of runs of tests: the table, lcov, thresholds, what is left out, and the event's data.
const { spawnSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');

const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'coverage-')));
const files = {
  'package.json': '{}',
  'src/parts.js': `function pick(x) {
  if (x > 1) {
    return 'big';
  } else if (x === 1) {
    return 'one';
  }
  return x ? 'other' : 'none';
}
/* node:coverage ignore next */
function ignored() { return 1; }
/* node:coverage disable */
function off() {
  return 2;
}
/* node:coverage enable */
const arrow = () => { return 5; };

class K {
  m() { return 1; }
  static s() { return 2; }
}
module.exports = { pick, ignored, off, arrow, K };
`,
  'src/module.mjs': 'import parts from "./parts.js";\nexport function f(n) { return n > 0 && parts.pick(n); }\nexport const g = async () => { await 1; return 2; };\n',
  'src/deep/inside/file.cjs': 'exports.x = 1;\n\nexports.y = (a) => {\n  if (a) return 1;\n\n  throw new Error();\n};\n',
  'checks/one.mjs': 'import { test } from "node:test"; import { f } from "../src/module.mjs"; test("f", () => { f(2); }); test("g", () => { f(0); });',
  'checks/two.js': 'const { test } = require("node:test"); const { pick, K } = require("../src/parts.js"); require("../src/deep/inside/file.cjs").y(1);\n' +
    'test("p", () => { pick(1); new K().m(); require("child_process").execFileSync(process.execPath, ["-e", "require(\'./src/parts.js\').off()"]); });',
  'data.mjs': `export default async function* (source) {
    for await (const { type, data } of source) if (type === "test:coverage") yield JSON.stringify(data).replaceAll(process.cwd(), "") + "\\n";
  }`,
  'run.mjs': `import { run } from "node:test"; import { lcov } from "node:test/reporters";
    run({ files: ["checks/two.js"], coverage: true, coverageIncludeGlobs: ["src/parts.*"], lineCoverage: 50 }).compose(lcov).pipe(process.stdout);`,
};
for (const [name, text] of Object.entries(files)) {
  fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
  fs.writeFileSync(path.join(root, name), text);
}

function run(...args) {
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  const told = stdout.split('\n').filter((line) => !/^ {2}|duration_ms|^TAP|^(ok|# Subtest)/.test(line)).join('\n');
  console.log(`== ${args.join(' ')}: ${status}\n${told.replaceAll(root, '').replace(/\([\d.]+ms\)/g, '')}`);
}

const both = ['--test', '--experimental-test-coverage', '--test-coverage-exclude=checks/**', 'checks/one.mjs', 'checks/two.js'];
run('--test-reporter=tap', ...both);
run('--test-reporter=spec', '--test-name-pattern=p', '--test-coverage-include=src/deep/**', ...both);
run('--test-reporter=lcov', ...both);
run('--test-reporter=./data.mjs', ...both);
run('--test-reporter=tap', '--test-coverage-lines=100', '--test-coverage-branches=10', '--test-coverage-functions=99', ...both);
run('--test-reporter=tap', '--experimental-test-coverage', '--test-coverage-exclude=checks/*', 'checks/two.js');
run('run.mjs');
fs.rmSync(root, { recursive: true });
