// http.Agent: which connection a request gets, and what becomes of it after.
// Absent on purpose: TLS sessions, proxies.
'use strict';

const { capture, release, runCaptured, usage } = require('internal/async_context');
const EventEmitter = require('events');
const { validateNumber, validateOneOf } = require('internal/validators');

const kAsync = Symbol('async');

function Agent(options) {
  if (!(this instanceof Agent)) return new Agent(options);
  Reflect.apply(EventEmitter, this, []);
  this.defaultPort = 80;
  this.protocol = 'http:';
  this.options = { __proto__: null, ...options };
  if (this.options.noDelay === undefined) this.options.noDelay = true;
  // The path is the request's, not the connection's.
  this.options.path = null;
  this.requests = { __proto__: null };
  this.sockets = { __proto__: null };
  this.freeSockets = { __proto__: null };
  this.keepAliveMsecs = this.options.keepAliveMsecs || 1000;
  this.keepAlive = this.options.keepAlive || false;
  this.maxSockets = this.options.maxSockets || Agent.defaultMaxSockets;
  this.maxFreeSockets = this.options.maxFreeSockets || 256;
  this.scheduling = this.options.scheduling || 'lifo';
  this.maxTotalSockets = this.options.maxTotalSockets;
  this.totalSocketCount = 0;
  validateOneOf(this.scheduling, 'scheduling', ['fifo', 'lifo']);
  if (this.maxTotalSockets !== undefined) {
    validateNumber(this.maxTotalSockets, 'maxTotalSockets', 1);
  } else {
    this.maxTotalSockets = Infinity;
  }
  this.on('free', (socket, requestOptions) => onFree(this, socket, requestOptions));
}
Object.setPrototypeOf(Agent.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Agent, EventEmitter);

Agent.defaultMaxSockets = Infinity;

function onFree(agent, socket, options) {
  const name = agent.getName(options);
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const waiting = agent.requests[name];
  if (waiting && waiting.length > 0) {
    const request = waiting.shift();
    if (waiting.length === 0) delete agent.requests[name];
    socket._handle?.asyncReset?.();
    asItself(request, () => give(agent, request, socket));
    return;
  }
  const request = socket._httpMessage;
  if (!request?.shouldKeepAlive || !agent.keepAlive) {
    socket.destroy();
    return;
  }
  const free = agent.freeSockets[name] ?? [];
  const inUse = agent.sockets[name]?.length ?? 0;
  const tooMany = free.length >= agent.maxFreeSockets || inUse + free.length > agent.maxSockets
    || agent.totalSocketCount > agent.maxTotalSockets;
  if (tooMany || !agent.keepSocketAlive(socket)) {
    socket.destroy();
    return;
  }
  agent.freeSockets[name] = free;
  socket._httpMessage = null;
  agent.removeSocket(socket, options);
  socket.once('error', onFreeSocketError);
  free.push(socket);
  // It counts again, behind one for a request that has waited for a place.
  agent.totalSocketCount++;
}

function onFreeSocketError() {
  this.destroy();
}

Agent.prototype.createConnection = function createConnection(...args) {
  return require('net').createConnection(...args);
};

// What must be equal for two requests to share a connection.
Agent.prototype.getName = function getName(options = {}) {
  let name = options.host || 'localhost';
  name += ':';
  if (options.port) name += options.port;
  name += ':';
  if (options.localAddress) name += options.localAddress;
  if (options.family === 4 || options.family === 6) name += `:${options.family}`;
  if (options.socketPath) name += `:${options.socketPath}`;
  return name;
};

Agent.prototype.addRequest = function addRequest(request, options, port, localAddress) {
  if (typeof options === 'string') options = { __proto__: null, host: options, port, localAddress };
  options = { __proto__: null, ...options, ...this.options };
  if (options.socketPath) options.path = options.socketPath;
  const name = this.getName(options);
  this.sockets[name] ??= [];
  const free = this.freeSockets[name];
  let socket;
  if (free) {
    while (free.length > 0 && free[0].destroyed) free.shift();
    socket = this.scheduling === 'fifo' ? free.shift() : free.pop();
    if (free.length === 0) delete this.freeSockets[name];
  }
  const used = this.sockets[name].length + (free?.length ?? 0);
  if (socket) {
    socket._httpMessage = null;
    socket._handle?.asyncReset?.();
    this.reuseSocket(socket, request);
    give(this, request, socket);
    this.sockets[name].push(socket);
  } else if (used < this.maxSockets && this.totalSocketCount < this.maxTotalSockets) {
    this.createSocket(request, options, (error, made) => {
      if (error) request.onSocket(made, error);
      else give(this, request, made);
    });
  } else {
    (this.requests[name] ??= []).push(request);
    request._agentOptions = options;
    if (usage.active) request[kAsync] = capture('QueuedRequest', request);
  }
};

// A request that has waited goes on in the async context that it was made in.
function asItself(request, callback) {
  if (!usage.active) {
    callback();
    return;
  }
  runCaptured(request[kAsync], callback, request);
  release(request[kAsync]);
}

function give(agent, request, socket) {
  request.onSocket(socket);
  const { timeout } = request;
  if (timeout !== undefined && timeout !== (agent.options.timeout || 0)) socket.setTimeout(timeout);
}

Agent.prototype.createSocket = function createSocket(request, options, callback) {
  options = { __proto__: null, ...options, ...this.options };
  if (options.socketPath) options.path = options.socketPath;
  const name = this.getName(options);
  options._agentKey = name;
  options.encoding = null;
  let called = false;
  const onCreate = (error, socket) => {
    if (called) return;
    called = true;
    if (error) {
      callback(error);
      return;
    }
    (this.sockets[name] ??= []).push(socket);
    this.totalSocketCount++;
    install(this, request, socket, options);
    callback(null, socket);
  };
  if (this.keepAlive) {
    options.keepAlive = this.keepAlive;
    options.keepAliveInitialDelay = this.keepAliveMsecs;
  }
  const made = this.createConnection(options, onCreate);
  if (made) onCreate(null, made);
};

function install(agent, request, socket, options) {
  const onFreeEvent = () => agent.emit('free', socket, options);
  const onClose = () => agent.removeSocket(socket, options);
  const onTimeout = () => {
    // Only an idle connection is ended for taking long.
    for (const free of Object.values(agent.freeSockets)) {
      if (free.includes(socket)) {
        socket.destroy();
        return;
      }
    }
  };
  const onRemove = () => {
    agent.removeSocket(socket, options);
    for (const [event, listener] of [['close', onClose], ['free', onFreeEvent], ['timeout', onTimeout]]) {
      socket.removeListener(event, listener);
    }
    socket.removeListener('agentRemove', onRemove);
  };
  socket.on('free', onFreeEvent);
  socket.on('close', onClose);
  socket.on('timeout', onTimeout);
  socket.on('agentRemove', onRemove);
}

// The connection is no longer in use: it has ended, or is about to be put aside.
Agent.prototype.removeSocket = function removeSocket(socket, options) {
  const name = this.getName(options);
  const lists = [this.sockets];
  if (!socket.writable) lists.push(this.freeSockets);
  for (const list of lists) {
    const at = list[name]?.indexOf(socket) ?? -1;
    if (at === -1) continue;
    list[name].splice(at, 1);
    if (list[name].length === 0) delete list[name];
    this.totalSocketCount--;
  }
  startWaiting(this, name);
};

// A place has become free: a connection is made for the next request that waits, who gets it as one that has become free.
function startWaiting(agent, name) {
  const hasRoom = (key) => (agent.sockets[key]?.length ?? 0) < agent.maxSockets;
  const key = agent.requests[name] ? name : Object.keys(agent.requests).find(hasRoom);
  if (key === undefined || !hasRoom(key) || agent.totalSocketCount >= agent.maxTotalSockets) return;
  const [request] = agent.requests[key];
  agent.createSocket(request, request._agentOptions, (error, socket) => {
    if (!error) {
      socket.emit('free');
      return;
    }
    const waiting = agent.requests[key];
    if (waiting?.[0] === request) waiting.shift();
    if (waiting?.length === 0) delete agent.requests[key];
    asItself(request, () => request.onSocket(null, error));
  });
}

Agent.prototype.keepSocketAlive = function keepSocketAlive(socket) {
  socket.setKeepAlive(true, this.keepAliveMsecs);
  socket.unref();
  let agentTimeout = this.options.timeout || 0;
  const response = socket._httpMessage?.res;
  const hint = /^timeout=(\d+)/.exec(response?.headers['keep-alive'] ?? '')?.[1];
  if (hint !== undefined) {
    // A little earlier than the server, so that no request meets a closing connection.
    const limit = Number(hint) * 1000 - 1000;
    if (limit <= 0) return false;
    if (agentTimeout === 0 || limit < agentTimeout) agentTimeout = limit;
  }
  if (socket.timeout !== agentTimeout) socket.setTimeout(agentTimeout);
  return true;
};

Agent.prototype.reuseSocket = function reuseSocket(socket, request) {
  request.reusedSocket = true;
  socket.removeListener('error', onFreeSocketError);
  socket.ref();
};

Agent.prototype.destroy = function destroy() {
  for (const list of [this.freeSockets, this.sockets]) {
    for (const sockets of Object.values(list)) {
      for (const socket of [...sockets]) socket.destroy();
    }
  }
};

module.exports = { Agent };
