// `https`: an Agent that can be made and configured, and requests that say that there is no TLS here.
'use strict';

const { defineMissing, unavailable } = require('internal/missing');
const { defineLazy } = require('internal/util');

function makeAgent() {
  const { Agent: HttpAgent } = require('http');
  function Agent(options) {
    if (!(this instanceof Agent)) return new Agent(options);
    Reflect.apply(HttpAgent, this, [options]);
    this.defaultPort = 443;
    this.protocol = 'https:';
    this.maxCachedSessions = options?.maxCachedSessions ?? 100;
  }
  Object.setPrototypeOf(Agent.prototype, HttpAgent.prototype);
  Object.setPrototypeOf(Agent, HttpAgent);
  Agent.prototype.createConnection = function createConnection() {
    throw unavailable('https (TLS)');
  };
  return Agent;
}

function request() {
  throw unavailable('https.request');
}

function get() {
  throw unavailable('https.get');
}

function createServer() {
  throw unavailable('https.createServer');
}

module.exports = { createServer, get, request };
defineMissing(module.exports, 'https', ['Server']);
defineLazy(module.exports, 'Agent', makeAgent);
defineLazy(module.exports, 'globalAgent', () => (
  new module.exports.Agent({ keepAlive: true, scheduling: 'lifo', timeout: 5000 })));
