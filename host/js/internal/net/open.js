// The handles of sockets, pipes and terminals that are open; a handle knows its socket or server by the symbol. What a worker leaves open
// its parent closes: the worker keeps a bit for each descriptor in memory that both have, because it may be ended at any time.
'use strict';

const open = new Set();
const BITS = 65_536;
const memory = internalBinding('worker').threadId === 0 ? undefined : share();

function share() {
  const bits = new Int32Array(new SharedArrayBuffer(BITS / 8));
  require('internal/worker/main').state.control.postMessage({ type: 'descriptors', bits });
  return bits;
}

function add(handle) {
  open.add(handle);
  const { fd } = handle;
  if (memory !== undefined && fd > 2 && fd < BITS) Atomics.or(memory, fd >> 5, 1 << (fd & 31));
}

// Before the descriptor is closed: its number may be another one's right after.
function remove(handle) {
  open.delete(handle);
  const { fd } = handle;
  if (memory !== undefined && fd > 2 && fd < BITS) Atomics.and(memory, fd >> 5, ~(1 << (fd & 31)));
}

// In the parent, once the worker is gone.
function closeLeft(bits) {
  const { close } = internalBinding('tcp');
  for (let word = 0; word < bits.length; word++) {
    for (let bit = 0; bits[word] !== 0 && bit < 32; bit++) {
      if ((bits[word] & (1 << bit)) !== 0) close(word * 32 + bit);
    }
  }
}

module.exports = { add, closeLeft, kOwner: Symbol('owner_symbol'), open, remove };
