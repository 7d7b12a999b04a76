// How much of a loop's time was not spent waiting for something to happen.
'use strict';

const native = internalBinding('performance');
const kLoopStart = 3;

const utilization = (idle, active) => ({ idle, active, utilization: active / (idle + active) });

// Of [idle, active] now: since the loop began, since an earlier answer, or (the times do not count then) between two of them.
function utilizationBetween([idle, active], first, second) {
  if (second !== undefined) return utilization(first.idle - second.idle, first.active - second.active);
  if (first !== undefined) return utilization(idle - first.idle, active - first.active);
  return utilization(idle, active);
}

// Of this thread's loop.
function eventLoopUtilization(first, second) {
  const start = native.milestones()[kLoopStart];
  if (start <= 0) return { idle: 0, active: 0, utilization: 0 };
  const idle = native.idleTime();
  return utilizationBetween([idle, native.now() - start - idle], first, second);
}

module.exports = { eventLoopUtilization, utilizationBetween };
