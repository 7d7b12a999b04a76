// What `v8.GCProfiler` records: the collections of garbage between its start and its stop, with the names that its users know.
'use strict';

const heap = internalBinding('heap');

const kinds = new Map([
  [1, 'Scavenge'], [2, 'MinorMarkSweep'], [4, 'MarkSweepCompact'], [8, 'IncrementalMarking'], [16, 'ProcessWeakCallbacks'],
]);
const heapNames = [
  'total_heap_size', 'total_heap_size_executable', 'total_physical_size', 'total_available_size', 'total_global_handles_size',
  'used_global_handles_size', 'used_heap_size', 'heap_size_limit', 'malloced_memory', 'external_memory', 'peak_malloced_memory',
];
const spaceNames = ['space_name', 'space_size', 'space_used_size', 'space_available_size', 'physical_space_size'];
// One that nobody can stop any more is not kept.
const dropped = new FinalizationRegistry((recording) => heap.stopRecording(recording));

const camelCase = (name) => name.replace(/_(.)/g, (_, letter) => letter.toUpperCase());
const renamed = (names, sizes) => Object.fromEntries(names.map((name) => [camelCase(name), sizes[name]]));
const moment = ({ heap, spaces }) => ({
  heapStatistics: renamed(heapNames, heap),
  heapSpaceStatistics: spaces.map((space) => renamed(spaceNames, space)),
});

class GCProfile {
  #recording;
  #startTime;

  start() {
    if (this.#recording !== undefined) return;
    this.#recording = heap.startRecording();
    this.#startTime = Date.now();
    dropped.register(this, this.#recording, this);
  }

  // undefined when it was not started.
  stop() {
    if (this.#recording === undefined) return undefined;
    const statistics = heap.stopRecording(this.#recording).map(({ kind, cost, before, after }) => (
      { gcType: kinds.get(kind), beforeGC: moment(before), cost, afterGC: moment(after) }
    ));
    dropped.unregister(this);
    this.#recording = undefined;
    return { version: 1, startTime: this.#startTime, statistics, endTime: Date.now() };
  }
}

module.exports = { GCProfile };
