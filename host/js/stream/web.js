// `stream/web`: the classes of the WHATWG Streams Standard. The parts are in `internal/webstreams/*`.
'use strict';

const { defineLazy } = require('internal/util');
const readable = require('internal/webstreams/readable');
const writable = require('internal/webstreams/writable');

const lazily = {
  'internal/webstreams/readable-byte': ['ReadableStreamBYOBRequest', 'ReadableByteStreamController'],
  'internal/webstreams/readable-default': ['ReadableStreamDefaultController'],
  'internal/webstreams/transform': ['TransformStream', 'TransformStreamDefaultController'],
  'internal/webstreams/strategies': ['ByteLengthQueuingStrategy', 'CountQueuingStrategy'],
  'internal/webstreams/encoding': ['TextEncoderStream', 'TextDecoderStream', 'CompressionStream', 'DecompressionStream'],
};

module.exports = {
  ReadableStream: readable.ReadableStream,
  ReadableStreamDefaultReader: readable.ReadableStreamDefaultReader,
  ReadableStreamBYOBReader: readable.ReadableStreamBYOBReader,
  WritableStream: writable.WritableStream,
  WritableStreamDefaultWriter: writable.WritableStreamDefaultWriter,
  WritableStreamDefaultController: writable.WritableStreamDefaultController,
};
for (const [id, names] of Object.entries(lazily)) {
  for (const name of names) defineLazy(module.exports, name, () => require(id)[name]);
}
