// Bodies of requests and responses: what one is made of, and how it is read. A body whose bytes are known makes its
// stream only when somebody asks for it.
'use strict';

const webidl = require('internal/fetch/webidl');

// { bytes | blob | open, stream, length, type }: one of the first three says where the content comes from.
class Body {
  #stream;
  #used = false;

  constructor({ bytes, blob, open, stream, length, type }) {
    this.bytes = bytes;
    this.blob = blob;
    this.open = open;
    this.#stream = stream;
    this.length = length ?? bytes?.byteLength ?? null;
    this.type = type ?? null;
  }

  get stream() {
    this.#stream ??= this.open === undefined ? streamOf(this.blob ?? this.bytes) : this.open();
    return this.#stream;
  }

  // Its content can be given again, for a redirect.
  get replays() { return this.bytes !== undefined || this.blob !== undefined; }

  get used() { return this.#used || (this.#stream !== undefined && require('stream').isDisturbed(this.#stream)); }

  get locked() { return this.#stream?.locked === true; }

  async consume() {
    this.#used = true;
    if (this.#stream === undefined && this.bytes !== undefined) return Buffer.from(this.bytes);
    const chunks = [];
    for await (const chunk of this.stream) {
      if (!ArrayBuffer.isView(chunk) || Object.prototype.toString.call(chunk) !== '[object Uint8Array]') {
        throw new TypeError('Received non-Uint8Array chunk');
      }
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  }

  clone() {
    if (this.#stream === undefined && this.replays) {
      const { bytes, blob, length, type } = this;
      return new Body({ bytes, blob, length, type });
    }
    const [one, two] = this.stream.tee();
    this.#stream = one;
    return new Body({ stream: two, length: this.length, type: this.type });
  }
}

function streamOf(source) {
  if (source instanceof Uint8Array) {
    return new (require('stream/web').ReadableStream)({
      type: 'bytes',
      pull(controller) {
        if (source.byteLength > 0) controller.enqueue(new Uint8Array(source));
        controller.close();
        controller.byobRequest?.respond(0);
      },
    });
  }
  return source.stream();
}

function fromForm(form) {
  const { boundary, parts } = require('internal/fetch/form_data').encodeMultipart(form);
  const blob = new (require('buffer').Blob)(parts);
  return new Body({ blob, length: blob.size, type: `multipart/form-data; boundary=${boundary}` });
}

// The body that a value given by a user makes, null for none.
function extract(value, keepalive = false) {
  if (value === null || value === undefined) return null;
  const { ReadableStream } = require('stream/web');
  const { Blob } = require('buffer');
  if (value instanceof ReadableStream) {
    if (keepalive) throw new TypeError('keepalive');
    if (value.locked || require('stream').isDisturbed(value)) {
      throw new TypeError('Response body object should not be disturbed or locked');
    }
    return new Body({ stream: value });
  }
  if (value instanceof Blob) {
    return new Body({ blob: value, length: value.size, type: value.type === '' ? null : value.type });
  }
  if (require('internal/fetch/form_data').isFormData(value)) return fromForm(value);
  if (value instanceof require('url').URLSearchParams) {
    return new Body({ bytes: Buffer.from(value.toString()), type: 'application/x-www-form-urlencoded;charset=UTF-8' });
  }
  if (ArrayBuffer.isView(value)) {
    return new Body({ bytes: new Uint8Array(value.buffer, value.byteOffset, value.byteLength).slice() });
  }
  if (require('util').types.isAnyArrayBuffer(value)) return new Body({ bytes: new Uint8Array(value).slice() });
  if (typeof value?.[Symbol.asyncIterator] === 'function') return new Body({ stream: ReadableStream.from(value) });
  return new Body({ bytes: Buffer.from(webidl.usvString(value)), type: 'text/plain;charset=UTF-8' });
}

const plain = (buffer) => new Uint8Array(buffer).slice();

function parseForm(bytes, type) {
  const forms = require('internal/fetch/form_data');
  const essence = type?.essence;
  if (essence === 'multipart/form-data' && type.params.has('boundary')) {
    return forms.decodeMultipart(bytes, type.params.get('boundary'));
  }
  if (essence === 'application/x-www-form-urlencoded') return forms.decodeUrlencoded(bytes.toString());
  throw new TypeError('Content-Type was not one of "multipart/form-data" or "application/x-www-form-urlencoded".');
}

function mimeOf(headers) {
  const text = headers.get('content-type');
  if (text === null) return undefined;
  try {
    return new (require('util').MIMEType)(text);
  } catch {
    return undefined;
  }
}

// The type as a Blob has it: `text/plain;charset=utf-8`.
const blobType = (type) => type === undefined ? '' : type.toString().toLowerCase();

// Adds the reading members to Request or Response; `stateOf` gives { body, headers }, or throws for another `this`.
function addReaders(Class, stateOf) {
  async function read(self, convert) {
    const state = stateOf(self);
    const { body } = state;
    if (body !== null && (body.used || body.locked)) {
      throw new TypeError('Body is unusable: Body has already been read');
    }
    return convert(body === null ? Buffer.alloc(0) : await body.consume(), state);
  }
  const members = {
    blob() {
      return read(this, (bytes, { headers }) =>
        new (require('buffer').Blob)([bytes], { type: blobType(mimeOf(headers)) }));
    },
    arrayBuffer() { return read(this, (bytes) => plain(bytes).buffer); },
    text() { return read(this, (bytes) => new (require('util').TextDecoder)().decode(bytes)); },
    json() { return read(this, (bytes) => JSON.parse(new (require('util').TextDecoder)().decode(bytes))); },
    formData() { return read(this, (bytes, { headers }) => parseForm(bytes, mimeOf(headers))); },
    bytes() { return read(this, plain); },
  };
  for (const name of Object.keys(members)) {
    Object.defineProperty(Class.prototype, name,
      { __proto__: null, value: members[name], writable: true, enumerable: true, configurable: true });
  }
}

module.exports = { Body, addReaders, extract, mimeOf };
