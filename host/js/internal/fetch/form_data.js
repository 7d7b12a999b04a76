// FormData, and its two encodings: multipart to and from bytes, urlencoded from text.
'use strict';

const webidl = require('internal/fetch/webidl');

const customInspect = Symbol.for('nodejs.util.inspect.custom');

let entriesOf;
let addEntry;
let isFormData;
const iterate = webidl.iterator('FormData', (form) => entriesOf(form));

// What is kept for a value: a string, or a File.
function toValue(value, filename, given, method) {
  const { Blob, File } = require('buffer');
  if (!(value instanceof Blob)) {
    if (given) throw new TypeError(`Failed to execute '${method}' on 'FormData': parameter 2 is not of type 'Blob'`);
    return webidl.usvString(value);
  }
  if (value instanceof File && !given) return value;
  const name = given ? webidl.usvString(filename) : 'blob';
  return new File([value], name, { type: value.type, lastModified: value.lastModified });
}

class FormData {
  #entries = [];

  constructor(form) {
    if (form !== undefined) {
      throw new TypeError('FormData constructor: Argument 1 could not be converted to: undefined.');
    }
  }

  static {
    entriesOf = (form) => form.#entries;
    addEntry = (form, name, value) => { form.#entries.push([name, value]); };
    isFormData = (value) => typeof value === 'object' && value !== null && #entries in value;
  }

  static #check(value) {
    if (!isFormData(value)) throw webidl.illegal();
  }

  append(name, value, filename = undefined) {
    FormData.#check(this);
    webidl.count(arguments, 2, 'FormData.append');
    value = toValue(value, filename, arguments.length === 3, 'append');
    this.#entries.push([webidl.usvString(name), value]);
  }

  delete(name) {
    FormData.#check(this);
    webidl.count(arguments, 1, 'FormData.delete');
    name = webidl.usvString(name);
    this.#entries = this.#entries.filter((entry) => entry[0] !== name);
  }

  get(name) {
    FormData.#check(this);
    webidl.count(arguments, 1, 'FormData.get');
    name = webidl.usvString(name);
    return this.#entries.find((entry) => entry[0] === name)?.[1] ?? null;
  }

  getAll(name) {
    FormData.#check(this);
    webidl.count(arguments, 1, 'FormData.getAll');
    name = webidl.usvString(name);
    return this.#entries.filter((entry) => entry[0] === name).map((entry) => entry[1]);
  }

  has(name) {
    FormData.#check(this);
    webidl.count(arguments, 1, 'FormData.has');
    name = webidl.usvString(name);
    return this.#entries.some((entry) => entry[0] === name);
  }

  set(name, value, filename = undefined) {
    FormData.#check(this);
    webidl.count(arguments, 2, 'FormData.set');
    value = toValue(value, filename, arguments.length === 3, 'set');
    name = webidl.usvString(name);
    const first = this.#entries.findIndex((entry) => entry[0] === name);
    if (first < 0) {
      this.#entries.push([name, value]);
      return;
    }
    this.#entries = this.#entries.filter((entry, at) => at <= first || entry[0] !== name);
    this.#entries[first] = [name, value];
  }

  keys() {
    FormData.#check(this);
    return iterate(this, 'keys');
  }

  values() {
    FormData.#check(this);
    return iterate(this, 'values');
  }

  entries() {
    FormData.#check(this);
    return iterate(this, 'entries');
  }

  forEach(callback, thisArg = undefined) {
    FormData.#check(this);
    webidl.count(arguments, 1, 'FormData.forEach');
    if (typeof callback !== 'function') {
      throw new TypeError("Failed to execute 'forEach' on 'FormData': parameter 1 is not of type 'Function'.");
    }
    for (const [name, value] of this) callback.call(thisArg, value, name, this);
  }

  [customInspect](depth, options, inspect = undefined) {
    const shown = {};
    for (const [name, value] of this.#entries) {
      if (!Object.hasOwn(shown, name)) shown[name] = value;
      else if (Array.isArray(shown[name])) shown[name].push(value);
      else shown[name] = [shown[name], value];
    }
    return `FormData ${(inspect ?? require('util').inspect)(shown, { ...options, depth })}`;
  }
}

Object.defineProperty(FormData.prototype, Symbol.iterator,
  { __proto__: null, value: FormData.prototype.entries, writable: true, configurable: true });
webidl.publish(FormData, ['append', 'delete', 'get', 'getAll', 'has', 'set', 'keys', 'values', 'entries', 'forEach']);

const escaped = (name) => name.replace(/\n/g, '%0A').replace(/\r/g, '%0D').replace(/"/g, '%22');
const lines = (text) => text.replace(/\r?\n|\r/g, '\r\n');

// The parts of a multipart body, strings as Buffers and Files as they are, and its boundary.
function encodeMultipart(form) {
  const boundary = `----formdata-${require('crypto').randomInt(1e11).toString().padStart(11, '0')}`;
  const parts = [];
  for (const [name, value] of entriesOf(form)) {
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${escaped(lines(name))}"`;
    if (typeof value === 'string') {
      parts.push(Buffer.from(`${head}\r\n\r\n${lines(value)}\r\n`));
    } else {
      const type = value.type || 'application/octet-stream';
      const file = value.name === undefined ? '' : `; filename="${escaped(value.name)}"`;
      parts.push(Buffer.from(`${head}${file}\r\nContent-Type: ${type}\r\n\r\n`), value, Buffer.from('\r\n'));
    }
  }
  parts.push(Buffer.from(`--${boundary}--\r\n`));
  return { boundary, parts };
}

// The value of a parameter in a part's header, with the three escapes undone.
function parameter(header, name) {
  const found = new RegExp(`;\\s*${name}="([^"]*)"`, 'i').exec(header);
  return found?.[1].replace(/%0A/gi, '\n').replace(/%0D/gi, '\r').replace(/%22/g, '"');
}

const broken = () => new TypeError('Failed to parse body as FormData.');

function decodeMultipart(bytes, boundary) {
  const { File } = require('buffer');
  const form = new FormData();
  const mark = Buffer.from(`--${boundary}`);
  let at = bytes.indexOf(mark);
  if (at < 0) throw broken();
  for (;;) {
    at += mark.length;
    if (bytes[at] === 0x2d && bytes[at + 1] === 0x2d) return form;
    const body = bytes.indexOf('\r\n\r\n', at);
    const end = bytes.indexOf(Buffer.from(`\r\n--${boundary}`), body + 2);
    if (body < 0 || end < 0) throw broken();
    const headers = bytes.toString('utf8', at + 2, body).split('\r\n');
    const disposition = headers.find((line) => /^content-disposition:\s*form-data/i.test(line)) ?? '';
    const name = parameter(disposition, 'name');
    if (name === undefined) throw broken();
    const content = bytes.subarray(Math.min(body + 4, end), end);
    const filename = parameter(disposition, 'filename');
    if (filename === undefined) {
      addEntry(form, name, new (require('util').TextDecoder)().decode(content));
    } else {
      const type = headers.find((line) => /^content-type:/i.test(line))?.slice(13).trim() ?? 'text/plain';
      addEntry(form, name, new File([content], filename, { type }));
    }
    at = end + 2;
  }
}

function decodeUrlencoded(text) {
  const form = new FormData();
  for (const [name, value] of new (require('url').URLSearchParams)(text)) addEntry(form, name, value);
  return form;
}

module.exports = { FormData, decodeMultipart, decodeUrlencoded, encodeMultipart, isFormData };
