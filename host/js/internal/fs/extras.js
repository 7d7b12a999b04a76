// The rarely used rest of fs: disposable temporary folders and files as Blobs.
'use strict';

const { getPath } = require('internal/fs/utils');

function mkdtempDisposableSync(prefix, options) {
  const fs = require('fs');
  const cwd = process.cwd();
  const path = fs.mkdtempSync(prefix, options);
  const full = require('path').resolve(cwd, path);
  const remove = () => fs.rmSync(full, { maxRetries: 0, recursive: true, force: true, retryDelay: 0 });
  return { path, remove, [Symbol.dispose]: remove };
}

async function mkdtempDisposable(prefix, options) {
  const { promises } = require('fs');
  const cwd = process.cwd();
  const path = await promises.mkdtemp(prefix, options);
  const full = require('path').resolve(cwd, path);
  const remove = () => promises.rm(full, { maxRetries: 0, recursive: true, force: true, retryDelay: 0 });
  return { __proto__: null, path, remove, [Symbol.asyncDispose]: remove };
}

// The content is read when the Blob is made, unlike Node's, which reads late. What is wrong with the arguments is thrown at once.
function openAsBlob(path, options = {}) {
  const { validateObject, validateString } = require('internal/validators');
  validateObject(options, 'options');
  const type = options.type || '';
  validateString(type, 'options.type');
  const checked = getPath(path);
  const fs = require('fs');
  fs.statSync(checked);
  return fs.promises.readFile(checked).then((bytes) => new Blob([bytes], { type }));
}

module.exports = { mkdtempDisposable, mkdtempDisposableSync, openAsBlob };
