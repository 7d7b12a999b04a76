// What a run counts and what it says at its end.
'use strict';

function newCounters() {
  return { tests: 0, failed: 0, passed: 0, cancelled: 0, skipped: 0, todo: 0, topLevel: 0, suites: 0 };
}

const cancelling = new Set(['testTimeoutFailure', 'cancelledByParent', 'testAborted']);

// Counts one test by the data of its pass or fail event.
function countEvent(counters, type, data) {
  if (data.nesting === 0) counters.topLevel++;
  if (data.details.type === 'suite') {
    counters.suites++;
    return;
  }
  counters.tests++;
  if (data.skip !== undefined) counters.skipped++;
  else if (data.todo !== undefined) counters.todo++;
  else if (cancelling.has(data.details.error?.failureType)) counters.cancelled++;
  else if (type === 'test:pass') counters.passed++;
  else counters.failed++;
}

// The events that end a run.
function closing(counters, diagnostics, durationMs, success, file, coverage) {
  const events = [['test:plan', { nesting: 0, count: counters.topLevel }]];
  const lines = [
    ...diagnostics, `tests ${counters.tests}`, `suites ${counters.suites}`,
    `pass ${counters.passed}`, `fail ${counters.failed}`, `cancelled ${counters.cancelled}`,
    `skipped ${counters.skipped}`, `todo ${counters.todo}`, `duration_ms ${durationMs}`,
  ];
  if (coverage !== undefined) lines.push(...coverage.complaints);
  for (const message of lines) events.push(['test:diagnostic', { nesting: 0, message }]);
  if (coverage !== undefined) events.push(['test:coverage', { nesting: 0, summary: coverage.summary }]);
  events.push(['test:summary', { success, counts: { ...counters }, duration_ms: durationMs, file }]);
  return events;
}

module.exports = { closing, countEvent, newCounters };
