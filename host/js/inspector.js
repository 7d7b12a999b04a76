// `inspector`: no debugger can be attached here. `url()` says so; the rest throws Node's error for that.
'use strict';

const { codes } = require('internal/errors');
const { defineMissing, unavailable } = require('internal/missing');

class Session extends require('events') {
  constructor() {
    super();
    throw unavailable('inspector.Session');
  }
}

function open() {
  throw unavailable('inspector.open');
}

function close() {}

function url() {
  return undefined;
}

function waitForDebugger() {
  throw new codes.ERR_INSPECTOR_NOT_ACTIVE();
}

module.exports = { Session, close, console, open, url, waitForDebugger };
module.exports.Network = defineMissing({}, 'inspector.Network', [
  'dataReceived', 'dataSent', 'loadingFailed', 'loadingFinished', 'requestWillBeSent', 'responseReceived',
]);
