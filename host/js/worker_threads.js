// `worker_threads`: threads, ports and what they share. The parts are in internal/worker/*. Absent on purpose:
// moveMessagePortToContext, postMessageToThread, resource limits.
'use strict';

const { defineLazy } = require('internal/util');

const { threadId } = internalBinding('worker');

exports.isMainThread = threadId === 0;
exports.isInternalThread = false;
exports.threadId = threadId;
exports.resourceLimits = {};

const parts = {
  'internal/worker/port': [
    'MessagePort', 'MessageChannel', 'MessageEvent', 'BroadcastChannel', 'markAsUncloneable', 'markAsUntransferable',
    'isMarkedAsUntransferable', 'receiveMessageOnPort',
  ],
  'internal/worker/thread': ['SHARE_ENV', 'Worker', 'setEnvironmentData', 'getEnvironmentData'],
};
for (const [id, names] of Object.entries(parts)) {
  for (const name of names) defineLazy(exports, name, () => require(id)[name], name !== 'MessageEvent');
}

if (threadId === 0) {
  exports.parentPort = null;
  exports.workerData = null;
} else {
  const { state } = require('internal/worker/main');
  exports.parentPort = state.port;
  exports.workerData = state.workerData;
}

exports.moveMessagePortToContext = function moveMessagePortToContext(port) {
  if (!internalBinding('worker').isPort(port)) {
    throw require('internal/worker/port').invalidType('The "port" argument must be a MessagePort instance');
  }
  throw require('internal/missing').unavailable('worker_threads.moveMessagePortToContext');
};

exports.postMessageToThread = async function postMessageToThread() {
  throw require('internal/missing').unavailable('worker_threads.postMessageToThread');
};
