// Objects that a message carries by more than their properties: Blob, KeyObject, streams and the like. A class marks its
// prototype, and says by [kClone] or [kTransfer] what they consist of: { data, deserializeInfo: 'module:function' }, where
// the function of the internal module makes an object of the data, on the other side. [kTransferList] names what else
// has to move along. Deliberately absent: the serializer (native).
'use strict';

const { setUpObjects, markObject } = internalBinding('messaging');

const kClone = Symbol('kClone');
const kTransfer = Symbol('kTransfer');
const kTransferList = Symbol('kTransferList');

function takeApart(object, transferred) {
  const { data, deserializeInfo } = transferred ? object[kTransfer]() : object[kClone]();
  return [deserializeInfo, data];
}

function putTogether([info, data]) {
  const colon = info.indexOf(':');
  return require(info.slice(0, colon))[info.slice(colon + 1)](data);
}

setUpObjects(takeApart, putTogether);

// What may be done with `object` in a message: both false for one that can be neither cloned nor transferred.
function markTransferMode(object, cloneable, transferable) {
  markObject(object, (cloneable ? 1 : 0) + (transferable ? 2 : 0));
}

// Marks a class of web streams: one that is not locked moves as a port, to which `pipe(stream, port)` connects it.
function makeStreamMovable(Class, receiver, pipe) {
  const ports = new WeakMap();
  Object.defineProperties(Class.prototype, {
    [kTransferList]: {
      __proto__: null, configurable: true, writable: true, enumerable: false,
      value() {
        if (this.locked) throw require('internal/util').lazyDOMException(`Cannot transfer a locked ${Class.name}`, 'DataCloneError');
        const { MessageChannel } = require('internal/worker/port');
        const { port1, port2 } = new MessageChannel();
        ports.set(this, { own: port1, other: port2 });
        return [port2];
      },
    },
    [kTransfer]: {
      __proto__: null, configurable: true, writable: true, enumerable: false,
      value() {
        const { own, other } = ports.get(this);
        // How it ends is told by the port.
        pipe(this, own).catch(() => {});
        return { data: other, deserializeInfo: `internal/webstreams/adapters:${receiver}` };
      },
    },
  });
  markTransferMode(Class.prototype, false, true);
}

module.exports = { kClone, kTransfer, kTransferList, makeStreamMovable, markTransferMode };
