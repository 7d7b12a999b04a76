// The handles of the event loop, as a diagnostic report lists them under `libuv`, and the loop itself.
// Deliberately absent: the handles that Node has for itself. They have no addresses that mean anything: numbers stand for these.
'use strict';

const { listActive } = internalBinding('process');

// The kinds of things on the loop that libuv has a type of handle for; timers of JavaScript share one.
const types = new Map([
  ['timer', 'timer'], ['child', 'process'], ['FSEventWrap', 'fs_event'], ['signal', 'signal'], ['async', 'async'],
  ['MessagePort', 'async'], ['Worker', 'async'], ['ThreadSafeFunction', 'async'],
  ['uv_async_t', 'async'], ['uv_timer_t', 'timer'], ['uv_idle_t', 'idle'], ['uv_prepare_t', 'prepare'], ['uv_check_t', 'check'],
  ['uv_poll_t', 'poll'], ['uv_signal_t', 'signal'], ['uv_process_t', 'process'], ['uv_fs_event_t', 'fs_event'],
  ['uv_fs_poll_t', 'fs_poll'], ['uv_tcp_t', 'tcp'], ['uv_pipe_t', 'pipe'], ['uv_tty_t', 'tty'], ['uv_udp_t', 'udp'],
]);

function endpoint(handle, method) {
  const out = {};
  if (handle[method]?.(out) !== 0 || out.address === undefined) return null;
  const { address: host, family, port } = out;
  return { host, [family === 'IPv6' ? 'ip6' : 'ip4']: host, port };
}

function socket(handle) {
  const type = handle.kind.toLowerCase();
  const entry = { type, is_active: true, is_referenced: handle.hasRef(), address: undefined };
  if (type === 'tcp' || type === 'udp') {
    entry.localEndpoint = endpoint(handle, 'getsockname');
    entry.remoteEndpoint = endpoint(handle, 'getpeername');
  }
  entry.fd = handle.fd;
  return entry;
}

function loopHandles() {
  const { open } = require('internal/net/open');
  const all = listActive();
  const others = all.filter(({ kind }) => types.has(kind));
  const { idleTime } = require('perf_hooks').performance.nodeTiming;
  const listed = [
    ...others.map(({ kind, refed, fd }) => (
      { type: types.get(kind), is_active: true, is_referenced: refed, address: undefined, ...(fd >= 0 && kind.startsWith('uv_') ? { fd } : {}) })),
    ...[...open].map(socket),
    { type: 'loop', is_active: all.some(({ refed }) => refed), address: undefined, loopIdleTimeSeconds: idleTime / 1000 },
  ];
  listed.forEach((entry, index) => { entry.address = `0x${(index + 1).toString(16).padStart(16, '0')}`; });
  return listed;
}

module.exports = { loopHandles };
