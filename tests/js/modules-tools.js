'use strict';
// What tools do to the loaders: translate another language, answer for an import with other attributes or conditions, preload. And
// what the environment and a file of variables say about modules.
const { spawnSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');

const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'tools-')));
const files = {
  'package.json': '{"name":"self","exports":{"./preload":"./preload.js"}}',
  'preload.js': 'console.log("preloaded")',
  'empty.js': '',
  // A translator: as ts-node and its like have it.
  'translate.js': `
    const { _extensions } = require("module");
    _extensions[".ts"] = (module, file) => {
      const { _compile } = module;
      module._compile = function (text, name) { return _compile.call(this, text.replace("enum", "const").replace(/\\{.*\\}/, "= 5"), name); };
      _extensions[".js"](module, file);
    };`,
  'main.ts': 'enum A { B }\nconsole.log("translated", A, Error().stack.split("\\n")[1].includes("main.ts:2:"))',
  'hooks.mjs': `
    export async function resolve(specifier, context, next) {
      if (specifier.endsWith(".json")) return { ...await next(specifier, context), importAttributes: { type: "json" } };
      return next(specifier, { ...context, conditions: [...context.conditions, "special"] });
    }`,
  'register.mjs': 'import { register } from "module"; register("./hooks.mjs", import.meta.url)',
  'sources.mjs': 'import { register } from "module"; register("./made.mjs", import.meta.url)',
  'made.mjs': `
    const sources = { array: ["1"], null: null, text: "export default 1", shared: new SharedArrayBuffer(0) };
    export const resolve = (name, context, next) => name.startsWith("made:") ? { url: name, shortCircuit: true } : next(name, context);
    export const load = (url, context, next) =>
      url.startsWith("made:") ? { format: "module", source: sources[url.slice(5)], shortCircuit: true } : next(url, context);`,
  'tells.mjs': `
    import { writeSync } from "fs";
    const tell = (...words) => { writeSync(1, words.map((each) => String(each).replace(/.*[/]/, "")).join(" ") + "\\n") };
    export async function resolve(name, context, next) {
      const found = name === "odd:x" ? { url: name, shortCircuit: true } : await next(name, context);
      tell("resolve", name, found.format, Object.keys(context).sort());
      return found;
    }
    export async function load(url, context, next) {
      if (url === "odd:x") return { format: "builtin", shortCircuit: true };
      const found = await next(url, context);
      tell("load", url, found.format, typeof found.source, Object.keys(context).sort());
      return found;
    }`,
  'told.mjs': 'for (const name of ["./preload.js", "./package.mjs", "fs", "odd:x"]) await import(name).catch(({ code, message }) => console.log(code, message))',
  'package.mjs': '',
  'data.json': '{"found":"data"}',
  'imports.mjs': 'import data from "./data.json"; import p from "p"; console.log(data.found, p, (await import("./data.json")).default === data)',
  'node_modules/p/package.json': '{"exports":{"special":"./special.js","default":"./plain.js"}}',
  'node_modules/p/special.js': 'module.exports = "special"',
  'node_modules/p/plain.js': 'module.exports = "plain"',
  'gone/asks.js': 'module.exports = () => require("../preload.js") && "outside"',
  'gone.js': 'require("./preload.js"); const ask = require("./gone/asks.js"); require("fs").rmSync(__dirname + "/gone", { recursive: true }); console.log(ask())',
  'wrapper.js': 'require("module").wrapper = ["", ""]',
  'returns.js': 'return 1',
  'variables': 'NODE_OPTIONS="--no-warnings --stack-trace-limit=3"\r\nOTHER=1\r\n',
  'limit.js': 'console.log(Error.stackTraceLimit, JSON.stringify(process.env.OTHER)); process.emitWarning("shown")',
  'real/link.js': 'console.log(require("path").basename(__filename), require("./beside.js"))',
  'real/beside.js': 'module.exports = "real"',
  'linked/beside.js': 'module.exports = "linked"',
  'throws.js': 'const run = (what) => { console.log("ran"); throw new Error(what) }; ' +
    'if (process.argv[2] === "capture") process.setUncaughtExceptionCaptureCallback(() => { console.log("captured") }); ' +
    'process.on("uncaughtException", () => { console.log("listener") }); run("thrown")',
  'entry.mjs': 'console.log(process.argv[1], new URL(import.meta.url).search)',
  'main.cjs': 'console.log(process.argv[1] === __filename, require.main === module)',
  'syntax.js': 'let a = 1;\nlet b =;\n',
  'catches.js': 'try { require("./syntax.js") } catch (error) { console.log(error.stack.split("\\n").slice(1, 5)) }',
  'throws.mjs': '\nthrow new Error("in the module")',
  'requires.cjs': 'require("./throws.mjs")',
};

for (const [name, text] of Object.entries(files)) {
  fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
  fs.writeFileSync(path.join(root, name), text);
}
fs.symlinkSync('../real/link.js', path.join(root, 'linked/link.js'));

function run(args, env = {}) {
  const { NODE_OPTIONS, ...rest } = process.env;
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', env: { ...rest, ...env } });
  const told = stderr.split('\n').filter((line) => /^\(node|^\S*Error|both$|^ROOT|mjs:2$/.test(line)).map((line) =>
    line.replaceAll(process.execPath, 'HOST').replaceAll(root, 'ROOT').replace(/\(node:\d+\)/, '(node)').replace(/^napi-host.*|^Node.js.*/, ''));
  console.log(args.join(' '), Object.entries(env).join(), [status, signal], stdout.trim(), told.join(' | '));
}

run(['-r', './translate.js', 'main.ts']);
run(['--import', './register.mjs', 'imports.mjs']);
run(['--import', './sources.mjs', '-e', 'for (const name of ["array", "null", "shared", "text"]) import(`made:${name}`).then((m) => console.log(name, m.default), (error) => console.log(name, error.code))']);
run(['--no-warnings', '--loader', './tells.mjs', 'told.mjs']);
run(['package.mjs'], { NODE_OPTIONS: '--input-type=module' });
run(['-r', 'self/preload', 'empty.js']);
run(['gone.js']);
run(['-r', './wrapper.js', '--check', 'returns.js']);
run(['--check', 'returns.js']);
run(['--check', '--eval', '1']);
run(['-p', 'Promise.resolve().then(() => 42)']);
run(['-p', 'new Promise(() => {})']);
run(['limit.js']);
run(['--env-file=variables', 'limit.js']);
run(['--env-file=variables', 'limit.js'], { NODE_OPTIONS: '--stack-trace-limit=7' });
run(['linked/link.js'], { NODE_PRESERVE_SYMLINKS: '1' });
run(['linked/link.js'], { NODE_PRESERVE_SYMLINKS_MAIN: '1', NODE_PRESERVE_SYMLINKS: '1' });
run(['empty.js'], { NODE_OPTIONS: 'word --stack-trace-limit=7 word' });
run(['throws.js']);
run(['--abort-on-uncaught-exception', 'throws.js', 'capture']);
run(['catches.js']);
run(['requires.cjs']);
run(['--no-warnings', '--entry-url', './entry.mjs?a=1']);
run(['--no-warnings', '--entry-url', 'data:text/javascript,console.log(1)']);
run(['real/../main.cjs']);
run(['-p', '\\-42']);
run(['-p', 'crypto.randomBytes(2).length']);
// How it is killed depends on how the engine was built.
const { signal, stdout } = spawnSync(process.execPath, ['--abort-on-uncaught-exception', 'throws.js'], { cwd: root, encoding: 'utf8' });
console.log(['SIGABRT', 'SIGTRAP', 'SIGILL'].includes(signal), stdout);

fs.rmSync(root, { recursive: true });
