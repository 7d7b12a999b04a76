// TypeScript by stripping types. Recorded under 26.9: 22.14 strips only when asked to, and words its errors differently.
'use strict';
const { spawnSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');
const { stripTypeScriptTypes } = require('module');

const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'types-')));
const files = {
  'types.ts': `import fs, { type Stats } from 'node:fs';
interface A { x: number }
type B = A | string;
const a: A = { x: 1 };
function f<T>(v: T, ...r: string[]): T { return v as T; }
class C { private x: number = 1; constructor(y: number) { this.x = y!; } declare z: string; m(this: C): asserts this is C {} }
console.log(f<number>(a.x), new C(3), typeof fs, (<const T,>(x: T) => x satisfies T)(4));
export type { A, B };
console.log(new Error('x').stack!.split('\\n')[1].trim());`,
  'enum.ts': 'const a = 1;\nenum A { x }\n',
  'invalid.ts': 'const a: = 1;\n',
  'equals.cts': "const x: number = 3; import y = require('fs');\nmodule.exports = x;\n",
  'common.cts': "const fs: any = require('fs');\nconsole.log(typeof fs, require('./part.ts'), require('./part.ts').v as number);\nthrow new Error('x' as string);\n",
  'part.ts': 'export const v: number = 1;\n',
  'plain.ts': 'const v: number = 1;\nmodule.exports = { v };\nconsole.log(typeof require, v);\n',
  'module.mts': "import { v } from './part.ts';\nimport c from './plain.ts';\nconst w: number = v;\nconsole.log(w, c, await (import('./part.ts') as Promise<any>));\n",
  'package.mts': "import 'p';\n",
  'node_modules/p/index.ts': 'export const q: number = 1;\n',
  'node_modules/p/package.json': '{"name":"p","exports":"./index.ts"}',
};
for (const [name, text] of Object.entries(files)) {
  fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  fs.writeFileSync(path.join(folder, name), text);
}

const steady = (text) => `${text}`.replaceAll('file://', '').replaceAll(folder, '').split('\n')
  .filter((line) => line !== '' && !/node:internal|Node.js|napi-host v|throw new ERR|^ +\^$/.test(line)).join('\n');
function run(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--no-warnings', ...args], { cwd: folder });
  console.log(`== ${args.join(' ')}: ${status}\n${steady(stdout)}\n${steady(stderr)}`);
}
for (const name of Object.keys(files)) if (!name.includes('/') && name !== 'part.ts') run(name);
run('--input-type=module-typescript', '-e', 'const a: number = 1; console.log(a, typeof import.meta.url)');
run('--input-type=commonjs-typescript', '-e', 'const a: number = 1; console.log(a, __filename)');
run('-p', 'const a: number = 1; a');
run('--no-strip-types', '-p', 'process.features.typescript');

console.log(process.features.typescript, JSON.stringify(stripTypeScriptTypes('const a: number = 1; type X = 2;')));
console.log(JSON.stringify(stripTypeScriptTypes('let a: string', { sourceUrl: 'x.ts' })));
for (const [code, options] of [['enum A {x}'], ['const a: = 1'], ['namespace N { export const a = 1 }'], ['class A { constructor(public x) {} }'], [1], ['a', { mode: 'x' }], ['module N {}'], ['declare module N {}']]) {
  try {
    stripTypeScriptTypes(code, options);
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
}
// As Node 22 has it: code is generated for what needs some.
console.log(stripTypeScriptTypes('enum A {x}', { mode: 'transform' }));
fs.writeFileSync(path.join(folder, 'transform.ts'), 'enum A { x = 3 }\n\nconsole.log(A.x, process.execArgv); throw new Error(A[3]);\n');
run('--experimental-transform-types', 'transform.ts');
fs.rmSync(folder, { recursive: true });
