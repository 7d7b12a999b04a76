// `node:sea`: what a single executable application would ask; this program is none.
'use strict';

const { codes } = require('internal/errors');
const { validateString } = require('internal/validators');

function isSea() {
  return false;
}

function getRawAsset(key) {
  validateString(key, 'key');
  throw new codes.ERR_NOT_IN_SINGLE_EXECUTABLE_APPLICATION();
}

function getAsset(key, encoding) {
  if (encoding !== undefined) validateString(encoding, 'encoding');
  return getRawAsset(key);
}

function getAssetAsBlob(key, options) {
  return getRawAsset(key);
}

module.exports = { isSea, getAsset, getRawAsset, getAssetAsBlob };
