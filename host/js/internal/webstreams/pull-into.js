// Buffers that a byte stream is to fill ("pull-into descriptors") and the bytes that wait in its queue.
'use strict';

const c = require('internal/webstreams/common');

// Takes the memory away from whoever held it.
function transfer(buffer) {
  return buffer.transfer();
}

// Buffer's own constructor is not to be called any more.
function constructorOf(view) {
  return Object.getPrototypeOf(view) === Buffer.prototype ? Buffer[Symbol.species] : view.constructor;
}

function describe(view, min) {
  const isDataView = view instanceof DataView;
  const elementSize = isDataView ? 1 : view.constructor.BYTES_PER_ELEMENT ?? view.BYTES_PER_ELEMENT;
  const { byteOffset, byteLength } = view;
  const Constructor = isDataView ? DataView : constructorOf(view);
  const buffer = transfer(view.buffer);
  return {
    buffer, bufferByteLength: buffer.byteLength, byteOffset, byteLength, bytesFilled: 0, minimumFill: min * elementSize,
    elementSize, Constructor, readerType: 'byob',
  };
}

// For a default reader on a stream with autoAllocateChunkSize.
function describeAutomatic(size) {
  return {
    buffer: new ArrayBuffer(size), bufferByteLength: size, byteOffset: 0, byteLength: size, bytesFilled: 0, minimumFill: 1,
    elementSize: 1, Constructor: Uint8Array, readerType: 'default',
  };
}

// The filled part of the buffer as the reader's kind of view.
function convert({ buffer, byteOffset, bytesFilled, elementSize, Constructor }) {
  return new Constructor(transfer(buffer), byteOffset, bytesFilled / elementSize);
}

function enqueueChunk(slots, buffer, byteOffset, byteLength) {
  slots.queue.push({ value: { buffer, byteOffset, byteLength } });
  slots.queueTotalSize += byteLength;
}

// Bytes that a released reader's buffer already has go back to the queue.
function enqueueDetached(slots, descriptor) {
  const { buffer, byteOffset, bytesFilled } = descriptor;
  if (bytesFilled > 0) enqueueChunk(slots, buffer.slice(byteOffset, byteOffset + bytesFilled), 0, bytesFilled);
  slots.pendingPullIntos.shift();
}

// Moves bytes from the queue into the descriptor's buffer; whether a read can be answered with it.
function fillFromQueue(slots, descriptor) {
  const most = Math.min(slots.queueTotalSize, descriptor.byteLength - descriptor.bytesFilled);
  const filled = descriptor.bytesFilled + most;
  const aligned = filled - filled % descriptor.elementSize;
  const ready = aligned >= descriptor.minimumFill;
  let left = ready ? aligned - descriptor.bytesFilled : most;
  const target = new Uint8Array(descriptor.buffer);
  while (left > 0) {
    const head = c.peekValue(slots);
    const count = Math.min(left, head.byteLength);
    target.set(new Uint8Array(head.buffer, head.byteOffset, count), descriptor.byteOffset + descriptor.bytesFilled);
    if (head.byteLength === count) {
      c.dequeueEntry(slots);
    } else {
      head.byteOffset += count;
      head.byteLength -= count;
    }
    slots.queueTotalSize -= count;
    descriptor.bytesFilled += count;
    left -= count;
  }
  return ready;
}

// Fills waiting descriptors from the queue; answers those that are ready.
function processQueue(slots, invalidateRequest) {
  const filled = [];
  while (slots.pendingPullIntos.length > 0 && slots.queueTotalSize > 0) {
    const [first] = slots.pendingPullIntos;
    if (!fillFromQueue(slots, first)) break;
    invalidateRequest(slots);
    slots.pendingPullIntos.shift();
    filled.push(first);
  }
  return filled;
}

module.exports = {
  convert, describe, describeAutomatic, enqueueChunk, enqueueDetached, fillFromQueue, processQueue, transfer,
};
