// What keeps the loop alive: Node's names of it for process.getActiveResourcesInfo(), and everything for --explain-exit.
//
// Node lists requests, then handles, then timers. Work of crypto, zlib and addons, workers and signals keep a loop alive without
// being listed there. Deliberately absent: what is gone but not collected yet, which Node lists until the next collection.
'use strict';

const { listActive } = internalBinding('process');

const requests = new Set(['FSReqCallback', 'FSReqPromise', 'GetAddrInfoReqWrap', 'GetNameInfoReqWrap']);
const handles = new Map([['child', 'ProcessWrap'], ['FSEventWrap', 'FSEventWrap'], ['MessagePort', 'MessagePort']]);

// Sockets are listed while they are open, not only while the loop waits for them.
function openSockets() {
  const { open } = require('internal/net/open');
  return [...open].filter((handle) => handle.hasRef());
}

function socketName(handle) {
  if (handle.kind === 'UDP') return 'UDPWrap';
  if (handle.kind !== 'TCP') return handle.kind === 'TTY' ? 'TTYWrap' : 'PipeWrap';
  return 'onconnection' in handle ? 'TCPServerWrap' : 'TCPSocketWrap';
}

function resourceNames() {
  const asked = [];
  const open = openSockets().map(socketName);
  for (const { kind, refed } of listActive()) {
    if (!refed) continue;
    if (requests.has(kind)) asked.push(kind);
    else if (handles.has(kind)) open.push(handles.get(kind));
  }
  const { immediateInfo } = internalBinding('timers');
  return [...asked, ...open, ...Array(require('internal/timers').refCount()).fill('Timeout'), ...Array(immediateInfo[1]).fill('Immediate')];
}

// `process._getActiveHandles()`: sockets and servers.
function activeHandles() {
  const { kOwner } = require('internal/net/open');
  return openSockets().map((handle) => handle[kOwner] ?? handle);
}

// `process._getActiveRequests()`: there are no objects of requests; what stands for one has its name.
function activeRequests() {
  const asked = listActive().filter(({ kind }) => requests.has(kind));
  return asked.map(({ kind }) => new ({ [kind]: class {} }[kind])());
}

module.exports = { activeHandles, activeRequests, resourceNames, socketName };
