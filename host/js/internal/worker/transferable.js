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

module.exports = { kClone, kTransfer, kTransferList, markTransferMode };
