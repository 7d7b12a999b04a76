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

// The content is read when someone asks for it. What is wrong with the arguments is thrown at once.
function openAsBlob(path, options = {}) {
  const { validateObject, validateString } = require('internal/validators');
  validateObject(options, 'options');
  const type = options.type || '';
  validateString(type, 'options.type');
  return Promise.resolve(require('internal/blob').ofFile(require('path').resolve(`${getPath(path)}`), type));
}

module.exports = { mkdtempDisposable, mkdtempDisposableSync, openAsBlob };
