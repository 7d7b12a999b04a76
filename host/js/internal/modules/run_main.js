// The program itself: `--require` and `--import` modules, then a file, evaluated code, or standard input.
'use strict';

const path = require('path');
const options = require('internal/modules/options');
const { Module, compileText } = require('internal/modules/cjs/loader');

function runMain() {
  if (process.execArgv.some((word) => word.startsWith('--watch')) && internalBinding('worker').threadId === 0) {
    const watchMode = require('internal/process/watch_mode');
    if (watchMode.isWanted()) return watchMode.start();
  }
  Module._initPaths();
  if (hasOptions()) {
    disableProto(Object.prototype);
    if (require('internal/options').hasFlag('--frozen-intrinsics')) require('internal/freeze_intrinsics').freezeIntrinsics();
  }
  if (options.sourceMaps || options.transformTypes) require('internal/source_map/cache').setSupport(true, { nodeModules: true, generatedCode: true });
  observe();
  const loaders = loaderOptions();
  if (options.import.length === 0 && loaders.length === 0) return start();
  Module._preloadModules(options.require);
  const { importAll } = require('internal/modules/esm/run');
  importAll(loaders, options.import, () => {
    isHooked = options.resolveHooks !== undefined || options.loadHooks !== undefined;
    program();
  });
}

// What the environment asks to keep or to tell of the modules.
function observe() {
  const { NODE_COMPILE_CACHE, NODE_DEBUG, NODE_V8_COVERAGE } = process.env;
  if (options.testCoverage) countTests();
  if (NODE_V8_COVERAGE) require('internal/process/coverage').start(NODE_V8_COVERAGE);
  if (NODE_COMPILE_CACHE) require('internal/modules/compile_cache').enable();
  if (NODE_DEBUG) {
    const debug = require('internal/util/debuglog').debuglog('module');
    if (debug.enabled) options.debug = debug;
  }
}

// A script with tests in it, unless it is one of a run.
function countTests() {
  if (process.execArgv.includes('--test') || process.env.NODE_TEST_CONTEXT !== undefined) return;
  require('internal/test/harness').count(require('internal/test/coverage').Coverage.fromCommandLine());
}

function start() {
  Module._preloadModules(options.require);
  program();
}

const hasOptions = () => process.execArgv.length > 0 || process.env.NODE_OPTIONS !== undefined;

// `--disable-proto`: the accessor goes, or refuses.
function disableProto(prototype) {
  const mode = require('internal/options').getOptionValue('--disable-proto');
  if (mode === 'delete') {
    delete prototype.__proto__;
  } else if (mode === 'throw') {
    const refuse = () => { throw new (require('internal/errors').codes.ERR_PROTO_ACCESS)(); };
    Object.defineProperty(prototype, '__proto__', { __proto__: null, get: refuse, set: refuse, enumerable: false, configurable: true });
  }
}

// `--experimental-loader`: hooks in a thread of their own, for the main thread.
function loaderOptions() {
  if (!hasOptions()) return [];
  const { getOptionValues } = require('internal/options');
  return [...getOptionValues('--experimental-loader'), ...getOptionValues('--loader')];
}

function program() {
  const { kind } = options;
  if (options.checkOnly) return check();
  if (process.execArgv.includes('--test')) return require('internal/test/main').runTestFiles(process.argv.slice(1));
  if (kind === 'file' && options.entryUrl) return require('internal/modules/esm/run').runUrl(process.argv[1]);
  // A preloaded module may have put its own function there.
  if (kind === 'file') return (Module.runMain ?? runFile)(process.argv[1]);
  const { runCode } = require('internal/modules/run_code');
  if (kind === 'eval') return runCode(internalBinding('worker').threadId === 0 ? '[eval]' : '[worker eval]', options.code, options.print);
  return runCode('[stdin]', internalBinding('module').readStdin(), options.print);
}

// `--check`: the syntax only.
function check() {
  const native = internalBinding('module');
  const file = options.kind === 'file' ? Module._resolveFilename(process.argv[1], null, true) : '[stdin]';
  const { declaredFormat, withoutTypes } = require('internal/modules/cjs/formats');
  const text = options.kind === 'file' ? withoutTypes(native.readText(file), file) : native.readStdin();
  const format = options.kind === 'file' ? declaredFormat(file) : options.inputType;
  if (format === 'module' || compileText(text, file, format) === undefined) internalBinding('esm').compile(text, file);
}

function runFile(main) {
  const file = mainFile(main);
  if (file !== false && (isEsm(file) || isHooked)) return require('internal/modules/esm/run').runFile(file);
  Module._load(file === false ? main : file, null, true);
}

// `--import` and `--experimental-loader` have hooks that want to see the program too.
let isHooked = false;

function mainFile(main) {
  return main === undefined ? false : Module._findPath(path.resolve(main), null, true);
}

function isEsm(file) {
  if (file.endsWith('.mjs') || file.endsWith('.mts') || file.endsWith('.wasm')) return true;
  if (file.endsWith('.cjs') || file.endsWith('.cts')) return false;
  return require('internal/modules/package_json').scopeOf(file)?.type === 'module';
}

module.exports = { disableProto, runMain, runFile };
