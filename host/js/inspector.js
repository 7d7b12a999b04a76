// `inspector`: sessions with V8's inspector of this thread (profiles, coverage, heap snapshots, evaluation). No debugger can be
// attached from outside: `url()` says so, `open()` and a session with the main thread throw Node's error for that, and a
// breakpoint is passed over.
'use strict';

const EventEmitter = require('events');
const { codes } = require('internal/errors');
const { defineMissing, unavailable } = require('internal/missing');
const { validateFunction, validateObject, validateString } = require('internal/validators');

const binding = internalBinding('inspector');

// Errors of the protocol, which have numbers.
function commandError({ code, message }) {
  return new codes.ERR_INSPECTOR_COMMAND(code, message);
}

class Session extends EventEmitter {
  #id = 0;
  #lastMessage = 0;
  #callbacks = new Map();

  connect() {
    if (this.#id !== 0) throw new codes.ERR_INSPECTOR_ALREADY_CONNECTED('The inspector session');
    this.#id = binding.connect((message) => this.#receive(JSON.parse(message)));
  }

  connectToMainThread() {
    if (require('worker_threads').isMainThread) throw new codes.ERR_INSPECTOR_NOT_WORKER();
    throw unavailable('inspector.Session.connectToMainThread');
  }

  #receive(message) {
    if (message.id === undefined) {
      this.emit(message.method, message);
      this.emit('inspectorNotification', message);
      return;
    }
    const callback = this.#callbacks.get(message.id);
    this.#callbacks.delete(message.id);
    if (callback === undefined) return;
    if (message.error) callback(commandError(message.error));
    else callback(null, message.result);
  }

  post(method, params, callback) {
    validateString(method, 'method');
    if (callback === undefined && typeof params === 'function') {
      callback = params;
      params = undefined;
    }
    if (params) validateObject(params, 'params');
    if (callback) validateFunction(callback, 'callback');
    if (this.#id === 0) throw new codes.ERR_INSPECTOR_NOT_CONNECTED();
    const id = ++this.#lastMessage;
    const message = { id, method };
    if (params) message.params = params;
    if (callback) this.#callbacks.set(id, callback);
    binding.dispatch(this.#id, JSON.stringify(message));
  }

  disconnect() {
    if (this.#id === 0) return;
    binding.disconnect(this.#id);
    this.#id = 0;
    const waiting = [...this.#callbacks.values()];
    this.#callbacks.clear();
    for (const callback of waiting) process.nextTick(callback, new codes.ERR_INSPECTOR_CLOSED());
    this.#lastMessage = 1;
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

module.exports = { open, close, url, waitForDebugger, console, Session };
module.exports.Network = defineMissing({}, 'inspector.Network', [
  'dataReceived', 'dataSent', 'loadingFailed', 'loadingFinished', 'requestWillBeSent', 'responseReceived',
]);
