// fs.Dir and opendir. The entries are read in one go when the first one is asked for.
'use strict';

const binding = internalBinding('fs');
const { codes: { ERR_DIR_CLOSED, ERR_MISSING_ARGS } } = require('internal/errors');
const { validateFunction, validateUint32 } = require('internal/validators');
const { request } = require('internal/async_context');
const { Dirent, constants: { UV_DIRENT_DIR }, direntType, encodeName, getOptions, getPath, wantsBytes } =
  require('internal/fs/utils');

class Dir {
  #path;
  #encoding;
  #recursive;
  #entries = [];
  #folders;
  #closed = false;

  constructor(path, options, first) {
    if (first === undefined) throw new ERR_MISSING_ARGS('handle');
    // Only a folder that could be opened has a use for it.
    if (options.bufferSize !== undefined) validateUint32(options.bufferSize, 'options.bufferSize', true);
    this.#path = path;
    this.#encoding = options.encoding;
    this.#recursive = Boolean(options.recursive);
    this.#folders = [];
    this.#take(path, first);
  }

  get path() { return this.#path; }

  #take(folder, [names, kinds]) {
    for (let i = 0; i < names.length; i++) {
      const dirent = new Dirent(encodeName(names[i], this.#encoding), kinds[i], folder);
      this.#entries.push(dirent);
      if (this.#recursive && direntType(dirent) === UV_DIRENT_DIR) this.#folders.push(`${folder}/${names[i]}`);
    }
  }

  #check() {
    if (this.#closed) throw new ERR_DIR_CLOSED();
  }

  readSync() {
    this.#check();
    while (this.#entries.length === 0 && this.#folders.length > 0) {
      const folder = this.#folders.shift();
      this.#take(folder, binding.readdir(undefined, folder, true, wantsBytes(this.#encoding), true));
    }
    return this.#entries.shift() ?? null;
  }

  read(callback) {
    if (callback === undefined) return this.#readPromise();
    validateFunction(callback, 'callback');
    this.#check();
    this.#readPromise().then((entry) => process.nextTick(callback, null, entry), (error) => process.nextTick(callback, error));
    return undefined;
  }

  async #readPromise() {
    this.#check();
    while (this.#entries.length === 0 && this.#folders.length > 0) {
      const folder = this.#folders.shift();
      this.#take(folder, await readFolder(folder, this.#encoding));
    }
    return this.#entries.shift() ?? null;
  }

  closeSync() {
    this.#check();
    this.#closed = true;
  }

  close(callback) {
    if (callback === undefined) {
      if (this.#closed) return Promise.reject(new ERR_DIR_CLOSED());
      this.#closed = true;
      return Promise.resolve();
    }
    validateFunction(callback, 'callback');
    if (this.#closed) {
      process.nextTick(callback, new ERR_DIR_CLOSED());
      return undefined;
    }
    this.#closed = true;
    process.nextTick(callback, null);
    return undefined;
  }

  async* entries() {
    try {
      for (let entry; (entry = await this.#readPromise()) !== null;) yield entry;
    } finally {
      if (!this.#closed) this.closeSync();
    }
  }

  [Symbol.asyncIterator]() { return this.entries(); }
  async [Symbol.asyncDispose]() { if (!this.#closed) this.closeSync(); }
  [Symbol.dispose]() { if (!this.#closed) this.closeSync(); }
}
Object.defineProperty(Dir.prototype, Symbol.asyncIterator, { value: Dir.prototype.entries, writable: true, configurable: true });

function readFolder(folder, encoding) {
  return new Promise((resolve, reject) => {
    binding.readdir(request('FSREQCALLBACK', 'FSReqCallback', (error, value) => (error ? reject(error) : resolve(value))),
                    folder, true, wantsBytes(encoding), true);
  });
}

function checked(path, options) {
  path = getPath(path);
  options = getOptions(options, { encoding: 'utf8' });
  return [path, options];
}

function opendirSync(path, options) {
  [path, options] = checked(path, options);
  let first;
  try {
    first = binding.readdir(undefined, path, true, wantsBytes(options.encoding), true);
  } catch (error) {
    // This form's errors do not name the folder.
    const { errno, code, syscall, message } = error;
    throw Object.assign(new Error(message.slice(0, message.indexOf(', opendir') + 9)), { errno, code, syscall });
  }
  return new Dir(path, options, first);
}

async function opendirPromise(path, options) {
  [path, options] = checked(path, options);
  return new Dir(path, options, await readFolder(path, options.encoding));
}

function opendir(path, options, callback) {
  callback = typeof options === 'function' ? options : callback;
  validateFunction(callback, 'callback');
  [path, options] = checked(path, options);
  const done = (error, value) => (error ? callback(error) : callback(null, new Dir(path, options, value)));
  binding.readdir(request('FSREQCALLBACK', 'FSReqCallback', done), path, true, wantsBytes(options.encoding), true);
}

module.exports = { Dir, opendir, opendirPromise, opendirSync };
