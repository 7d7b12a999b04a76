// `worker_threads`: threads, ports and what they share. The parts are in internal/worker/*. Absent on purpose: locks.
'use strict';

const { defineLazy } = require('internal/util');

const { resourceLimits, threadId } = internalBinding('worker');

exports.isMainThread = threadId === 0;
exports.isInternalThread = false;
exports.threadId = threadId;
exports.threadName = '';
exports.resourceLimits = {};

const parts = {
  'internal/worker/port': [
    'MessagePort', 'MessageChannel', 'BroadcastChannel', 'markAsUncloneable', 'markAsUntransferable',
    'isMarkedAsUntransferable', 'moveMessagePortToContext', 'receiveMessageOnPort',
  ],
  'internal/worker/mailbox': ['postMessageToThread'],
  'internal/worker/thread': ['SHARE_ENV', 'Worker', 'setEnvironmentData', 'getEnvironmentData'],
};
for (const [id, names] of Object.entries(parts)) {
  for (const name of names) defineLazy(exports, name, () => require(id)[name]);
}

if (threadId === 0) {
  exports.parentPort = null;
  exports.workerData = null;
} else {
  const { state } = require('internal/worker/main');
  exports.parentPort = state.port;
  exports.workerData = state.workerData;
  exports.threadName = state.name;
  exports.resourceLimits = require('internal/worker/thread').namedLimits(resourceLimits);
}
