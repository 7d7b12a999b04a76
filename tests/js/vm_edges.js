'use strict';
// What vm takes as contexts and options, and what becomes of `import()` in code that belongs to no file.
const vm = require('vm');

const attempt = (fn) => {
  try {
    return fn();
  } catch ({ name, code, message }) {
    return `${name} ${code} ${message}`;
  }
};

const array = [1];
const fn = () => {};
for (const given of [array, {}]) {
  console.log(vm.isContext(given), vm.createContext(given) === given, vm.isContext(given), vm.runInContext('typeof Array', given));
}
vm.runInContext('added = 5', array);
console.log(array.added);
for (const given of [undefined, null, 1, 'x', fn]) {
  console.log(attempt(() => vm.isContext(given)));
  console.log(attempt(() => vm.runInContext('1', given)));
}
console.log(attempt(() => vm.runInContext('1', {})));
const script = new vm.Script('1');
for (const options of [null, 'name', 1, { timeout: 0 }, { timeout: null }, { breakOnSigint: 1 }, { displayErrors: null }]) {
  console.log(attempt(() => script.runInThisContext(options)), '|', attempt(() => script.runInContext(vm.createContext(), options)));
  console.log(attempt(() => vm.runInThisContext('2', options)));
}

const from = (code, options) => attempt(() => new vm.Script(code, options).runInThisContext());
const told = (promise) => promise.then((found) => typeof found.default, ({ code }) => code);
async function imports() {
  console.log(await told(from('import("fs")')), await told(from('import("fs")', { filename: 'a name' })));
  console.log(await told(vm.compileFunction('return import("fs")')()));
  const importModuleDynamically = vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
  console.log(await told(from('import("fs")', { filename: 'main', importModuleDynamically })));
  console.log(await told(from('import("./vm_edges.js")', { filename: __filename, importModuleDynamically })));
}
imports();
