// fs.watch (inotify), fs.watchFile (polling), and the async iterator of fs.promises.watch.
// `recursive` watches every folder below, and those that appear later.
'use strict';

const binding = internalBinding('fs');
const { capture, release, runCaptured, usage } = require('internal/async_context');
const EventEmitter = require('events');
const { uvException, AbortError } = require('internal/errors');
const { validateAbortSignal, validateBoolean, validateFunction, validateObject } = require('internal/validators');
const { encodeName, getOptions, getPath, makeBigIntStats, makeStats, wantsBytes } = require('internal/fs/utils');

function asked(name, encoding) {
  if (name === '') return null;
  if (!wantsBytes(encoding)) return name;
  const bytes = Buffer.from(name);
  return encodeName(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length), encoding);
}

class FSWatcher extends EventEmitter {
  #watches = new Map();
  #async = usage.active ? capture('FSEVENTWRAP', this) : undefined;
  #options;
  #closed = false;

  constructor(path, options) {
    super();
    this.#options = options;
    this.#add(path, '');
    if (options.recursive) this.#descend(path, '');
  }

  #add(path, relative) {
    const { encoding, persistent } = this.#options;
    const ownName = require('path').basename(String(path));
    const told = (kind, name) => {
      if (this.#closed) return;
      const full = name === '' ? relative || ownName : relative === '' ? name : `${relative}/${name}`;
      this.emit('change', kind === 0 ? 'rename' : 'change', asked(full, encoding));
      if (this.#options.recursive && kind === 0 && name !== '' && !this.#closed) this.#appeared(`${path}/${name}`, full);
    };
    const id = binding.watchStart(path, (kind, name) => {
      if (usage.active) runCaptured(this.#async, () => told(kind, name), this);
      else told(kind, name);
    }, persistent);
    if (id < 0) {
      const error = uvException({ errno: id, syscall: 'watch', path, message: id === -28 ? 'System limit for number of file watchers reached' : '' });
      error.filename = path;
      throw error;
    }
    this.#watches.set(relative, id);
  }

  // What is in a folder that appeared may have come before its watch: it is told here.
  #descend(path, relative, tell = false) {
    let entries;
    try {
      entries = require('fs').readdirSync(path, { withFileTypes: true });
    } catch {
      // A file, or gone already.
      return;
    }
    for (const entry of entries) {
      const full = relative === '' ? entry.name : `${relative}/${entry.name}`;
      if (tell) this.emit('change', 'rename', asked(full, this.#options.encoding));
      if (this.#closed) return;
      if (entry.isDirectory()) this.#appeared(`${path}/${entry.name}`, full, tell);
    }
  }

  #appeared(path, relative, tell = true) {
    if (this.#watches.has(relative)) {
      if (binding.exists(undefined, path)) return;
      binding.watchStop(this.#watches.get(relative));
      this.#watches.delete(relative);
      return;
    }
    const fields = safeStat(path);
    if (fields === undefined || !makeStats(fields).isDirectory()) return;
    try {
      this.#add(path, relative);
    } catch {
      return;
    }
    this.#descend(path, relative, tell);
  }

  close() {
    if (this.#closed) return;
    this.#closed = true;
    for (const id of this.#watches.values()) binding.watchStop(id);
    this.#watches.clear();
    if (usage.active) release(this.#async);
    process.nextTick(() => this.emit('close'));
  }

  ref() {
    for (const id of this.#watches.values()) binding.watchRef(id, true);
    return this;
  }

  unref() {
    for (const id of this.#watches.values()) binding.watchRef(id, false);
    return this;
  }
}

function safeStat(path) {
  try {
    return binding.lstat(undefined, path, false, true);
  } catch {
    return undefined;
  }
}

function watch(path, options, listener) {
  if (typeof options === 'function') listener = options;
  options = { persistent: true, recursive: false, ...getOptions(options, { encoding: 'utf8' }) };
  if (options.signal !== undefined) validateAbortSignal(options.signal, 'options.signal');
  path = getPath(path);
  validateBoolean(options.recursive, 'options.recursive');
  const watcher = new FSWatcher(typeof path === 'string' ? path : Buffer.from(path).toString(), options);
  if (listener) watcher.on('change', listener);
  const { signal } = options;
  if (signal) {
    if (signal.aborted) {
      process.nextTick(() => watcher.close());
    } else {
      const stop = () => watcher.close();
      signal.addEventListener('abort', stop, require('internal/event_target').onceForSure);
      watcher.once('close', () => signal.removeEventListener('abort', stop));
    }
  }
  return watcher;
}

async function* watchAsync(path, options = {}) {
  validateObject(options, 'options');
  const { signal } = options;
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
  const queue = [];
  let wake = () => {};
  const watcher = watch(path, { ...options, signal: undefined }, (eventType, filename) => {
    queue.push({ __proto__: null, eventType, filename });
    wake();
  });
  const abort = () => wake();
  signal?.addEventListener('abort', abort, require('internal/event_target').onceForSure);
  try {
    for (;;) {
      while (queue.length > 0) yield queue.shift();
      if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
      await new Promise((resolve) => { wake = resolve; });
    }
  } finally {
    signal?.removeEventListener('abort', abort);
    watcher.close();
  }
}

// watchFile -----------------------------------------------------------------------------------------------------------------

const pollers = new Map();
const nothing = new Array(18).fill(0);

class StatWatcher extends EventEmitter {
  #async = usage.active ? capture('STATWATCHER', this) : undefined;

  constructor(path, { interval, persistent, bigint }) {
    super();
    this.path = path;
    this.bigint = bigint;
    this.interval = interval;
    this.previous = undefined;
    this.poll(true);
    this.timer = setInterval(() => this.poll(false), interval);
    if (!persistent) this.timer.unref();
  }

  make(fields) {
    if (this.bigint) return makeBigIntStats(fields ?? nothing.map(BigInt));
    return makeStats(fields ?? nothing);
  }

  poll(first) {
    binding.stat((error, fields) => {
      if (this.timer === undefined && !first) return;
      const current = this.make(error ? undefined : fields);
      const { previous } = this;
      this.previous = current;
      if (previous === undefined) {
        // What is not there at the beginning is told once.
        if (error) this.tell(current, current);
        return;
      }
      if (differs(current, previous)) this.tell(current, previous);
    }, this.path, this.bigint);
  }

  tell(current, previous) {
    if (usage.active) runCaptured(this.#async, () => this.emit('change', current, previous), this);
    else this.emit('change', current, previous);
  }

  ref() {
    this.timer?.ref();
    return this;
  }

  unref() {
    this.timer?.unref();
    return this;
  }

  stop() {
    if (this.timer === undefined) return;
    clearInterval(this.timer);
    this.timer = undefined;
    release(this.#async);
    process.nextTick(() => this.emit('stop'));
  }
}

function differs(a, b) {
  return a.ctimeMs !== b.ctimeMs || a.mtimeMs !== b.mtimeMs || a.birthtimeMs !== b.birthtimeMs || a.size !== b.size || a.mode !== b.mode ||
    a.uid !== b.uid || a.gid !== b.gid || a.ino !== b.ino || a.dev !== b.dev;
}

function watchFile(path, options, listener) {
  const key = require('path').resolve(String(getPath(path)));
  if (options === null || typeof options !== 'object') {
    listener = options;
    options = {};
  }
  validateFunction(listener, 'listener');
  options = { interval: 5007, persistent: true, bigint: false, ...options };
  let watcher = pollers.get(key);
  if (watcher === undefined) {
    watcher = new StatWatcher(key, options);
    pollers.set(key, watcher);
  }
  watcher.addListener('change', listener);
  return watcher;
}

function unwatchFile(path, listener) {
  const key = require('path').resolve(String(getPath(path)));
  const watcher = pollers.get(key);
  if (watcher === undefined) return;
  if (typeof listener === 'function') watcher.removeListener('change', listener);
  else watcher.removeAllListeners('change');
  if (watcher.listenerCount('change') > 0) return;
  watcher.stop();
  pollers.delete(key);
}

module.exports = { FSWatcher, StatWatcher, unwatchFile, watch, watchAsync, watchFile };
