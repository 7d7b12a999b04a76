// Entries of networking ('dns', 'http', 'net') for those who observe them, and what it costs when nobody does: a look at a set.
// The rest of the module `perf_hooks` is loaded by whoever observes.
'use strict';

// The types that some observer wants; `record(type, name, start, duration, detail)` hands it an entry. Set by internal/perf/timeline.
const state = { wanted: new Set(), record: undefined };

// Begins to time something; undefined when nobody wants to know. `describe` answers the first part of the detail.
function begin(type, name, describe) {
  if (!state.wanted.has(type)) return undefined;
  return { type, name, start: internalBinding('performance').now(), detail: describe() };
}

// It is over; `describe` answers the rest of the detail.
function end(timed, describe) {
  if (timed === undefined || !state.wanted.has(timed.type)) return;
  const duration = internalBinding('performance').now() - timed.start;
  state.record(timed.type, timed.name, timed.start, duration, { ...timed.detail, ...describe?.() });
}

// The same for what belongs to an object.
const ofOwners = new WeakMap();

function beginOf(owner, type, name, describe) {
  const timed = begin(type, name, describe);
  if (timed !== undefined) ofOwners.set(owner, timed);
}

function endOf(owner, describe) {
  if (state.wanted.size > 0) end(ofOwners.get(owner), describe);
  ofOwners.delete(owner);
}

module.exports = { begin, beginOf, end, endOf, state };
