// vm.SourceTextModule and vm.SyntheticModule, which need a flag: the script starts itself with it.
'use strict';
const vm = require('vm');

async function attempt(make) {
  try {
    console.log(await make());
  } catch (error) {
    console.log(error.code, error.name, error.message);
  }
}

const synthetic = (exports, options) => new vm.SyntheticModule(Object.keys(exports), function() {
  for (const [name, value] of Object.entries(exports)) this.setExport(name, value);
}, options);

async function inContext() {
  const context = vm.createContext({ y: 5 });
  const code = `import d, { n } from "dep"; export const z = d + n + y; export default import.meta.q; globalThis.done = 1;
    const dynamic = await import("dyn"); export const k = dynamic.default;`;
  const module_ = new vm.SourceTextModule(code, {
    context, identifier: 'main.mjs',
    initializeImportMeta(meta, owner) { meta.q = owner.identifier; },
    async importModuleDynamically(specifier, owner, attributes) {
      const made = synthetic({ default: `${specifier} ${owner.identifier} ${JSON.stringify(attributes)}` }, { context });
      await made.link(() => {});
      await made.evaluate();
      return made;
    },
  });
  console.log(module_.status, module_.identifier, module_.dependencySpecifiers);
  await module_.link(async (specifier, owner) => {
    console.log('link', specifier, owner.identifier);
    return synthetic({ default: 1, n: 2 }, { context, identifier: 'dep' });
  });
  console.log(module_.status, await module_.evaluate(), module_.status, module_.namespace, context.done, module_);
}

async function failures() {
  const bad = new vm.SourceTextModule('throw new Error("x")');
  await bad.link(() => {});
  await bad.evaluate().catch((error) => console.log(error.message, bad.status, bad.error === error));
  await attempt(() => new vm.SourceTextModule('import "x"').link(() => 5));
  await attempt(() => new vm.SourceTextModule('').evaluate());
  await attempt(() => new vm.SourceTextModule('').namespace);
  await attempt(() => new vm.SourceTextModule('').error);
  await attempt(() => new vm.SyntheticModule('x'));
  await attempt(() => new vm.SourceTextModule(5));
  await attempt(() => new vm.SourceTextModule('a b'));
  await attempt(async () => {
    const context = vm.createContext();
    await new vm.SourceTextModule('import "x"').link(() => synthetic({}, { context }));
  });
}

async function graph() {
  const texts = { a: 'import { b } from "b"; export const a = 1; export { b };', b: 'import { a } from "a"; export const b = () => a + 1;' };
  const made = {};
  const get = (name) => (made[name] ??= new vm.SourceTextModule(texts[name], { identifier: name }));
  await get('a').link(get);
  await get('a').evaluate();
  console.log(get('a').namespace.b(), get('b').status);
}

async function scripts() {
  const importModuleDynamically = async (specifier) => {
    const made = synthetic({ default: `made for ${specifier}` });
    await made.link(() => {});
    await made.evaluate();
    return made;
  };
  console.log(await new vm.Script('import("one")', { filename: 'one.js', importModuleDynamically }).runInThisContext());
  console.log(await vm.compileFunction('return import("two")', [], { filename: 'two.js', importModuleDynamically })());
}

async function main() {
  await inContext();
  await failures();
  await graph();
  await scripts();
}

if (!process.execArgv.includes('--experimental-vm-modules')) {
  const { execFileSync } = require('child_process');
  console.log(typeof vm.SourceTextModule);
  process.stdout.write(execFileSync(process.execPath, ['--no-warnings', '--experimental-vm-modules', __filename]));
} else {
  main();
}
