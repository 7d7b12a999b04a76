// How a test file's process tells the runner what happened: frames on standard output, between whatever else the
// file prints. A frame begins with two bytes that text in UTF-8 never has, then its length, then the serialized event.
'use strict';

const { Buffer } = require('buffer');
const v8 = require('v8');

const head = Buffer.from([0xff, 0x0f]);
const headLength = 6;

// An error as plain data: V8's serializer drops what was put on it.
function described(value, depth = 0) {
  if (!(value instanceof Error) || depth > 8) return value;
  // A test's failure shows its code first, as in Node.
  const properties = value.failureType === undefined ? {} : { code: plain(value.code, depth) };
  for (const name of Object.keys(value)) properties[name] = plain(value[name], depth);
  return {
    isError: true,
    name: value.name,
    message: value.message,
    stack: value.stack,
    cause: Object.hasOwn(value, 'cause') ? { value: plain(value.cause, depth) } : undefined,
    properties,
  };
}

function plain(value, depth) {
  if (value instanceof Error) return described(value, depth + 1);
  try {
    v8.serialize(value);
    return value;
  } catch {
    return require('internal/util/inspect').inspect(value);
  }
}

const kinds = { __proto__: null, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };

function rebuilt(value) {
  if (value === null || typeof value !== 'object' || value.isError !== true) return value;
  const Kind = kinds[value.name] ?? Error;
  const error = new Kind(value.message);
  Object.defineProperty(error, 'stack', { value: value.stack, writable: true, configurable: true });
  for (const [name, property] of Object.entries(value.properties)) error[name] = rebuilt(property);
  if (value.cause !== undefined) error.cause = rebuilt(value.cause.value);
  if (error.name !== value.name) {
    Object.defineProperty(error, 'name', { value: value.name, writable: true, configurable: true });
  }
  return error;
}

// Changes `details.error` of an event, which stays as it is for others.
function withError(data, change) {
  if (data.details?.error === undefined) return data;
  return { ...data, details: { ...data.details, error: change(data.details.error) } };
}

function frame(type, data) {
  const body = v8.serialize({ type, data: withError(data, described) });
  const start = Buffer.alloc(headLength);
  head.copy(start);
  start.writeUInt32BE(body.length, head.length);
  return Buffer.concat([start, body]);
}

// Takes a process' output apart: `onEvent(type, data)` and `onText(text)`.
class Splitter {
  #rest = Buffer.alloc(0);

  constructor(onEvent, onText) {
    this.onEvent = onEvent;
    this.onText = onText;
  }

  add(chunk) {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    while (this.#rest.length > 0) {
      const start = this.#rest.indexOf(head);
      if (start !== 0) {
        const end = start < 0 ? this.#rest.length : start;
        this.onText(this.#rest.toString('utf8', 0, end));
        this.#rest = this.#rest.subarray(end);
        continue;
      }
      const length = this.#rest.length < headLength ? Infinity : this.#rest.readUInt32BE(head.length);
      if (this.#rest.length < headLength + length) return;
      const { type, data } = v8.deserialize(this.#rest.subarray(headLength, headLength + length));
      this.#rest = this.#rest.subarray(headLength + length);
      this.onEvent(type, withError(data, rebuilt));
    }
  }

  end() {
    if (this.#rest.length > 0) this.onText(this.#rest.toString());
  }
}

module.exports = { Splitter, frame };
