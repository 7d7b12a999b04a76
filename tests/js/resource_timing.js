'use strict';
// Resources: the buffer, the listener to a full one, and what an entry shows.
const { performance: clock } = require('perf_hooks');
const connection = {
  domainLookupStartTime: 6, domainLookupEndTime: 7, connectionStartTime: 8, connectionEndTime: 9, secureConnectionStartTime: 10,
  ALPNNegotiatedProtocol: 'h2',
};
const info = {
  startTime: 1, endTime: 20, finalServiceWorkerStartTime: 2, redirectStartTime: 3, redirectEndTime: 4, postRedirectStartTime: 5,
  finalConnectionTimingInfo: connection, finalNetworkRequestStartTime: 11, finalNetworkResponseStartTime: 12, encodedBodySize: 13,
  decodedBodySize: 14,
};
const made = [info, 'http://x/', 'fetch', globalThis, ''];
const { duration, transferSize, connectEnd, responseEnd } = clock.markResourceTiming(...made, {}, 200, '');
console.log(duration, transferSize, connectEnd, responseEnd, clock.getEntriesByType('resource').length);
console.log(clock.markResourceTiming({ ...info, finalConnectionTimingInfo: null }, 'http://y/', 'fetch', globalThis, 'local').transferSize);
clock.clearResourceTimings();
clock.setResourceTimingBufferSize(1);
for (let i = 0; i < 3; i++) clock.markResourceTiming(...made);
clock.addEventListener('resourcetimingbufferfull', ({ type }) => {
  console.log(type, clock.getEntriesByType('resource').length);
  clock.setResourceTimingBufferSize(2);
});
setTimeout(() => {
  console.log(clock.getEntriesByType('resource').length, Object.prototype.toString.call(clock.getEntriesByType('resource')[0]));
  console.log(clock.measure('from the start', 'bootstrapComplete').startTime > 0);
}, 50);
