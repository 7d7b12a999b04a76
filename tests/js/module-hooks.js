// Customization hooks of this thread (registerHooks) and of their own (register). Node 22.14 has no registerHooks: recorded under 26.9.
'use strict';
const fs = require('fs');
const os = require('os');
const path = require('path');
const { pathToFileURL } = require('url');
const { register, registerHooks } = require('module');

const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'hooks-')));
const write = (name, text) => fs.writeFileSync(path.join(folder, name), text);
const url = (name, query = '') => pathToFileURL(path.join(folder, name)).href + query;
const load = path.join.bind(path, folder);
write('dep.mjs', 'export default "original";');
write('dep.cjs', 'module.exports = "original";');
write('other.cjs', '');
write('hooks.mjs', `
let n;
export async function initialize(data) { n = data.n; }
export async function resolve(specifier, context, nextResolve) {
  await new Promise((resolve) => setTimeout(resolve, 5));
  if (specifier === 'virtual:x') return { url: 'virtual:x', shortCircuit: true };
  return nextResolve(specifier, context);
}
export async function load(url, context, nextLoad) {
  if (url === 'virtual:x') return { format: 'module', source: 'export default ' + n, shortCircuit: true };
  const result = await nextLoad(url, context);
  return url.endsWith('dep.mjs?async') ? { ...result, source: String(result.source).replace('original', 'by thread') } : result;
}`);

const log = [];
const name = (text) => text.split('/').pop();
const hooks = registerHooks({
  resolve(specifier, context, nextResolve) {
    log.push(`resolve ${name(specifier)} ${context.conditions.join()}`);
    if (specifier === 'virtual:a') return { url: 'virtual:a', format: 'module', shortCircuit: true };
    return nextResolve(specifier);
  },
  load(given, context, nextLoad) {
    log.push(`load ${name(given)} ${context.format}`);
    if (given === 'virtual:a') return { format: 'module', source: 'export const at = import.meta.url;', shortCircuit: true };
    const result = nextLoad(given, context);
    return { ...result, source: `${result.source}`.replace('original', 'replaced') };
  },
});

async function fails(parts, specifier) {
  const bad = registerHooks(parts);
  try {
    await import(specifier);
  } catch (error) {
    console.log(error.code, error.message);
  } finally {
    bad.deregister();
  }
}

// What hooks see of `require`, and what they may change there.
function required() {
  write('kinds.ts', 'enum E { A = 7 }\nmodule.exports = E.A;');
  fs.mkdirSync(load('node_modules/c'), { recursive: true });
  write('node_modules/c/package.json', '{"exports":{"special":"./special.js","default":"./plain.js"}}');
  write('node_modules/c/special.js', 'module.exports = "special"');
  write('node_modules/c/plain.js', 'module.exports = "plain"');
  const from = require('module').createRequire(url('from.cjs', '?query'));
  const seen = [];
  const given = registerHooks({
    resolve(specifier, context, nextResolve) {
      seen.push(`${specifier} from ${context.parentURL === undefined ? '' : name(context.parentURL)}`);
      if (specifier === 'virtual:r') return { url: specifier, format: 'commonjs', shortCircuit: true };
      if (specifier === 'empty') return { url: 'virtual:empty', shortCircuit: true };
      return nextResolve(specifier, specifier === 'c' ? { conditions: [...context.conditions, 'special'] } : context);
    },
    load(at, context, nextLoad) {
      if (at === 'virtual:r') return { format: 'commonjs', source: 'module.exports = __filename', shortCircuit: true };
      if (at === 'virtual:empty') return { shortCircuit: true };
      const found = nextLoad(at, context);
      seen.push(`${name(at)} ${context.format} ${found.format}`);
      return at.endsWith('.ts') ? { format: 'commonjs', source: `${found.source}`.replace(/enum.*/, 'const E = { A: 8 }') } : found;
    },
  });
  console.log(from('c'), from('./kinds.ts'), from('virtual:r'), from.resolve('virtual:r'), name(from.resolve('c')), from.resolve('fs'));
  try {
    from('empty');
  } catch ({ code, message }) {
    console.log(code, message);
  }
  given.deregister();
  console.log(seen);
}

// A hook may put another module in a built-in one's place. Its sources need no attributes, and are where they were asked for.
async function replaced() {
  const seen = [];
  const given = registerHooks({
    load(at, context, next) {
      seen.push(`${at} ${context.format}`);
      if (at === 'node:os') return { format: 'commonjs', source: 'module.exports = [__filename, module.id, require("path").sep]', shortCircuit: true };
      if (at === 'node:tty') return { format: 'builtin', source: 'nothing', shortCircuit: true };
      if (at.endsWith('?made')) return { format: 'json', source: '{"made":1}', shortCircuit: true };
      if (at.endsWith('?other')) return { format: 'commonjs', source: 'exports.at = __filename', responseURL: 'data:text/javascript,1', shortCircuit: true };
      return next(at, context);
    },
  });
  console.log(require('os'), require('node:os') === require('os'), typeof require('tty').isatty, typeof require('node:zlib').gunzip);
  console.log((await import(url('dep.mjs', '?made'))).default, name((await import(url('other.cjs', '?other'))).at));
  given.deregister();
  console.log(seen.map((each) => each.replace(/^file:.*\//, '')));
  delete require.cache.os;
  console.log(typeof require('os').cpus);
  const hook = registerHooks({ resolve: (asked, context, next) => (asked === 'virtual' ? { url: 'node:os', shortCircuit: true } : next(asked, context)) });
  console.log(require.resolve('virtual'), require.resolve('node:fs'), typeof require('virtual').cpus);
  hook.deregister();
}

async function main() {
  required();
  await replaced();
  console.log((await import('virtual:a')).at, (await import(url('dep.mjs'))).default, require(load('dep.cjs')));
  hooks.deregister();
  delete require.cache[load('dep.cjs')];
  console.log((await import(url('dep.mjs', '?2'))).default, require(load('dep.cjs')));
  console.log(log.join('\n'));
  await fails({ resolve: () => ({ url: 'x:y' }) }, 'p1');
  await fails({ load: () => ({ source: '', format: 'module' }) }, url('dep.mjs', '?3'));
  await fails({ resolve: () => ({ url: 1, shortCircuit: true }) }, 'p2');
  try {
    registerHooks({ resolve: 1 });
  } catch (error) {
    console.log(error.code);
  }
  register('./hooks.mjs', { parentURL: url('x'), data: { n: 5 } });
  console.log((await import('virtual:x')).default, (await import(url('dep.mjs', '?async'))).default);
  await import(url('missing.mjs')).catch(({ code }) => console.log(code));
  // What hooks import goes through the hooks before them, and through themselves.
  const ask = `import x from 'virtual:x'; export const resolve = (name, context, next) =>
    name === 'virtual:sum' ? { url: name, shortCircuit: true } : next(name, context);
    export const load = async (url, context, next) => {
      if (url !== 'virtual:sum') return next(url, context);
      return { format: 'module', source: 'export default "' + x + (await import('virtual:x')).default + '"', shortCircuit: true };
    };`;
  register(`data:text/javascript,${encodeURIComponent(ask)}`);
  console.log((await import('virtual:sum')).default);
  fs.rmSync(folder, { recursive: true });
}
main();
