// Built-in modules as ES modules: `default`, and each export by its name.
'use strict';

const esm = internalBinding('esm');
const { builtinId, requireBuiltin } = require('internal/modules/builtins');

const created = new Map();

function create(url) {
  const builtin = builtinId(url);
  if (builtin === undefined) throw require('internal/modules/errors').unknownBuiltin(url);
  const exports = requireBuiltin(builtin);
  const names = Object.keys(exports).filter((name) => name !== 'default');
  const id = esm.createSynthetic(url, ['default', ...names], (record) => setAll(record, exports, names));
  created.set(id, { exports, names });
  return id;
}

function setAll(id, exports, names) {
  for (const name of names) esm.setExport(id, name, exports[name]);
  esm.setExport(id, 'default', exports);
}

// `module.syncBuiltinESMExports()`.
function syncExports() {
  for (const [id, { exports, names }] of created) setAll(id, exports, names);
}

module.exports = { create, syncExports };
