// Blob and File: immutable bytes kept as a list of parts, so that slices share memory; and the registry of `blob:` URLs. A part is an array of
// bytes, or a place in a file (blob_file.js).
'use strict';

const { codes } = require('internal/errors');
const fromFile = require('internal/blob_file');
const { kClone, markTransferMode } = require('internal/worker/transferable');

const customInspect = Symbol.for('nodejs.util.inspect.custom');
const CHUNK = 65536;
// Passed by `slice` in place of sources: the parts are taken as they are.
const kParts = Symbol('kParts');

// The bytes of one constructor argument, copied: nobody else may change them later.
function toParts(source, endings) {
  if (isBlob(source)) return source[kParts]();
  if (ArrayBuffer.isView(source)) {
    return [new Uint8Array(source.buffer, source.byteOffset, source.byteLength).slice()];
  }
  if (source instanceof ArrayBuffer || internalBinding('buffer').isAnyArrayBuffer(source)) {
    return [new Uint8Array(source).slice()];
  }
  let text = `${source}`;
  if (endings === 'native') text = text.replace(/\r\n|\r|\n/g, '\n');
  return [new Uint8Array(internalBinding('encoding').encode(text))];
}

// A MIME type as Blob keeps it: lower case, or nothing when it has other than printable ASCII.
function normalizeType(type) {
  const text = `${type}`;
  return /[^\u0020-\u007e]/.test(text) ? '' : text.toLowerCase();
}

function clampIndex(value, size) {
  value = Math.trunc(Number(value)) || 0;
  return value < 0 ? Math.max(size + value, 0) : Math.min(value, size);
}

let isBlob;
// Blobs of files with their types, which stay as they were given.
const wholeFiles = new WeakMap();

class Blob {
  #parts;
  #size;
  #type;

  constructor(sources = [], options = {}) {
    if (sources === null || typeof sources !== 'object' || typeof sources[Symbol.iterator] !== 'function') {
      if (typeof sources !== 'function' || typeof sources[Symbol.iterator] !== 'function') {
        throw new codes.ERR_INVALID_ARG_TYPE('sources', 'a sequence', sources);
      }
    }
    if (options !== null && typeof options !== 'object' && typeof options !== 'function') {
      throw new codes.ERR_INVALID_ARG_TYPE('options', 'a dictionary', options);
    }
    const { type = '', endings = 'transparent' } = options ?? {};
    if (`${endings}` !== 'transparent' && `${endings}` !== 'native') {
      throw new codes.ERR_INVALID_ARG_VALUE('options.endings', endings);
    }
    this.#parts = sources[kParts] === true ? [...sources] :
      Array.from(sources, (source) => toParts(source, `${endings}`)).flat();
    this.#size = this.#parts.reduce((sum, part) => sum + part.byteLength, 0);
    this.#type = normalizeType(type);
  }

  static {
    isBlob = (value) => typeof value === 'object' && value !== null && #parts in value;
  }
  static #check(value) {
    if (!isBlob(value)) throw new codes.ERR_INVALID_THIS('Blob');
  }

  [kParts]() { return this.#parts; }

  get type() {
    Blob.#check(this);
    return wholeFiles.get(this) ?? this.#type;
  }

  get size() {
    Blob.#check(this);
    return this.#size;
  }

  slice(start = 0, end = this.size, contentType = '') {
    Blob.#check(this);
    start = clampIndex(start, this.#size);
    end = clampIndex(end, this.#size);
    const picked = [];
    let at = 0;
    for (const part of this.#parts) {
      const from = Math.max(start - at, 0);
      const to = Math.min(end - at, part.byteLength);
      if (from < to) picked.push(fromFile.isPlace(part) ? fromFile.slice(part, from, to) : part.subarray(from, to));
      at += part.byteLength;
    }
    picked[kParts] = true;
    return new Blob(picked, { type: contentType });
  }

  async arrayBuffer() {
    Blob.#check(this);
    return (await this.bytes()).buffer;
  }

  async text() {
    Blob.#check(this);
    return internalBinding('encoding').decodeUtf8(await this.bytes(), false, false);
  }

  async bytes() {
    Blob.#check(this);
    const bytes = new Uint8Array(this.#size);
    let at = 0;
    for (const part of this.#parts) {
      bytes.set(fromFile.isPlace(part) ? await fromFile.read(part) : part, at);
      at += part.byteLength;
    }
    return bytes;
  }

  stream() {
    Blob.#check(this);
    const parts = this.#parts;
    let index = 0;
    let offset = 0;
    const { ReadableStream } = require('stream/web');
    return new ReadableStream({
      type: 'bytes',
      async pull(controller) {
        if (index === parts.length) {
          controller.close();
          controller.byobRequest?.respond(0);
          return;
        }
        const part = parts[index];
        const end = Math.min(offset + CHUNK, part.byteLength);
        const chunk = fromFile.isPlace(part) ? await fromFile.read(fromFile.slice(part, offset, end)) : part.slice(offset, end);
        offset = end;
        if (offset >= part.byteLength) {
          index++;
          offset = 0;
        }
        if (chunk.byteLength > 0) controller.enqueue(chunk);
        else await this.pull(controller);
      },
    }, { highWaterMark: 0 });
  }

  [customInspect](depth, options) {
    return inspectAs(this, 'Blob', { size: this.size, type: this.type }, depth, options);
  }
}

function inspectAs(blob, name, fields, depth, options) {
  if (depth < 0) return options.stylize(`[${name}]`, 'special');
  const { inspect } = require('internal/util/inspect');
  const depthLeft = options.depth === null ? null : options.depth - 1;
  return `${name} ${inspect(fields, { ...options, depth: depthLeft })}`;
}

// The Blob of a whole file.
function ofFile(path, type) {
  const parts = [fromFile.place(path)];
  parts[kParts] = true;
  const blob = new Blob(parts);
  wholeFiles.set(blob, type);
  return blob;
}

function cloned(blob, name, lastModified) {
  if (wholeFiles.has(blob)) throw new codes.ERR_INVALID_STATE.TypeError('File-backed Blobs are not cloneable');
  return { data: [blob[kParts](), blob.type, name, lastModified], deserializeInfo: 'internal/blob:revive' };
}

function revive([parts, type, name, lastModified]) {
  parts[kParts] = true;
  return name === undefined ? new Blob(parts, { type }) : new File(parts, name, { type, lastModified });
}

Object.defineProperty(Blob.prototype, kClone, { value() { return cloned(this); }, writable: true, configurable: true });
markTransferMode(Blob.prototype, true, false);

class File extends Blob {
  #name;
  #lastModified;

  constructor(fileBits, fileName, options = {}) {
    if (arguments.length < 2) throw new codes.ERR_MISSING_ARGS('fileBits', 'fileName');
    super(fileBits, options);
    const { lastModified } = options ?? {};
    this.#name = `${fileName}`.toWellFormed();
    this.#lastModified = lastModified === undefined ? Date.now() : +lastModified || 0;
  }

  static #check(value) {
    if (typeof value !== 'object' || value === null || !(#name in value)) throw new codes.ERR_INVALID_THIS('File');
  }

  get name() {
    File.#check(this);
    return this.#name;
  }

  [kClone]() {
    return cloned(this, this.#name, this.#lastModified);
  }

  get lastModified() {
    File.#check(this);
    return this.#lastModified;
  }

  [customInspect](depth, options) {
    const fields = { size: this.size, type: this.type, name: this.#name, lastModified: this.#lastModified };
    return inspectAs(this, 'File', fields, depth, options);
  }
}

function makeEnumerable(type, names) {
  for (const name of names) Object.defineProperty(type.prototype, name, { enumerable: true });
  Object.defineProperty(type.prototype, Symbol.toStringTag, { configurable: true, value: type.name });
}
makeEnumerable(Blob, ['size', 'type', 'slice', 'stream', 'text', 'arrayBuffer', 'bytes']);
makeEnumerable(File, ['name', 'lastModified']);

// --- blob: URLs -----------------------------------------------------------------------------------------------------

const registry = new Map();

function createObjectURL(blob) {
  if (!isBlob(blob)) throw new codes.ERR_INVALID_ARG_TYPE('obj', 'Blob', blob);
  const id = require('crypto').randomUUID();
  registry.set(id, blob);
  return `blob:nodedata:${id}`;
}

function idOf(url) {
  const match = /^blob:nodedata:([^?#]+)/.exec(`${url}`);
  return match ? match[1] : undefined;
}

function revokeObjectURL(url) {
  registry.delete(idOf(url));
}

function resolveObjectURL(url) {
  return registry.get(idOf(url));
}

module.exports = { Blob, File, isBlob, createObjectURL, revokeObjectURL, resolveObjectURL, revive, ofFile };
