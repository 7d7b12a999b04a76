// The buffering limits of streams: defaults, and how an option overrides them.
'use strict';

const { codes: { ERR_INVALID_ARG_VALUE } } = require('internal/errors');

let bytes = 64 * 1024;
let objects = 16;

function getDefaultHighWaterMark(objectMode) {
  return objectMode ? objects : bytes;
}

function setDefaultHighWaterMark(objectMode, value) {
  require('internal/validators').validateInteger(value, 'value', 0);
  if (objectMode) objects = value;
  else bytes = value;
}

// `sideKey` is the option of one side of a Duplex (readableHighWaterMark, writableHighWaterMark).
function highWaterMarkOf(options, objectMode, sideKey, isDuplex) {
  const value = options?.highWaterMark ?? (isDuplex ? options?.[sideKey] : undefined);
  if (value === undefined || value === null) return getDefaultHighWaterMark(objectMode);
  if (!Number.isInteger(value) || value < 0) {
    throw new ERR_INVALID_ARG_VALUE(isDuplex ? `options.${sideKey}` : 'options.highWaterMark', value);
  }
  return value;
}

// Of two names of the encoding that most streams have, the one that they tell.
const plainName = (encoding) => (encoding === 'utf-8' ? 'utf8' : encoding);

module.exports = { getDefaultHighWaterMark, setDefaultHighWaterMark, highWaterMarkOf, plainName };
