// `cluster`: this process is the primary, and there are no workers.
'use strict';

const EventEmitter = require('events');
const { missing } = require('internal/missing');

const cluster = new EventEmitter();

Object.assign(cluster, {
  isWorker: false,
  isMaster: true,
  isPrimary: true,
  Worker: missing('cluster', 'Worker'),
  SCHED_NONE: 1,
  SCHED_RR: 2,
  schedulingPolicy: 2,
  settings: {},
  workers: {},
  fork: missing('cluster', 'fork'),
  setupPrimary: missing('cluster', 'setupPrimary'),
  setupMaster: missing('cluster', 'setupMaster'),
  disconnect(callback) {
    if (callback) process.nextTick(callback);
  },
});

module.exports = cluster;
