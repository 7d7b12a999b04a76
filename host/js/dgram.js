// `dgram`: names that say that there are no UDP sockets here when they are used.
'use strict';

const { unavailable } = require('internal/missing');
const { validateString } = require('internal/validators');
const EventEmitter = require('events');

class Socket extends EventEmitter {
  constructor() {
    super();
    throw unavailable('dgram.Socket');
  }
}

function createSocket(type) {
  validateString(typeof type === 'object' && type !== null ? type.type : type, 'type');
  throw unavailable('dgram.createSocket');
}

module.exports = { createSocket, Socket };
