// WebAssembly as an ES module: its imports are namespaces of modules, its exports the instance's, globals by their values. The module that
// stands for it is of generated text, so that V8 links and orders it like any other.
// Absent: imports of the compiled module itself (`import source`), and live globals.
'use strict';

const esm = internalBinding('esm');

// `foreign` says who fills `import.meta` of a record that is not a file's.
function create(url, bytes, place) {
  require('internal/util').emitExperimentalWarning('Importing WebAssembly module instances');
  const module = compile(bytes, place);
  const names = [...new Set(WebAssembly.Module.imports(module).map((each) => each.module))];
  const exports = WebAssembly.Module.exports(module).map(({ name }) => name);
  const imports = names.map((name, index) => `import * as i${index} from ${JSON.stringify(name)};\n`).join('');
  const values = exports.map((_, index) => `v${index}`);
  const id = esm.compile(`${imports}const [${values.join(', ')}] = import.meta.instantiate([${names.map((_, index) => `i${index}`).join(', ')}]);\n` +
    `export { ${exports.map((name, index) => `v${index} as ${JSON.stringify(name)}`).join(', ')} };`, url);
  const instantiate = (namespaces) => {
    const instance = new WebAssembly.Instance(module, Object.fromEntries(names.map((name, index) => [name, namespaces[index]])));
    return exports.map((name) => plain(instance.exports[name]));
  };
  require('internal/modules/esm/loader').foreign.metas.set(id, (meta) => { meta.instantiate = instantiate; });
  return id;
}

function compile(bytes, place) {
  try {
    return new WebAssembly.Module(bytes);
  } catch (error) {
    error.message = `${place}: ${error.message}`;
    throw error;
  }
}

function plain(value) {
  if (!(value instanceof WebAssembly.Global)) return value;
  try {
    return value.value;
  } catch {
    return value; // Some types have no value in JavaScript.
  }
}

module.exports = { create };
