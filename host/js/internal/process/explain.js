// --explain-exit: a list of what keeps the process alive, since when and by whom, on standard error: on SIGUSR2 and SIGINT, and
// at the end, where it tells what has kept it alive until then, or what process.exit() has cut off. The same for each worker, at
// its own end and, on SIGUSR2, when its loop comes to it: signals arrive at the main thread, which asks its workers for their
// lists, as they ask theirs.
//
// A program's own listener to either signal takes its place.
'use strict';

const { currentCreator, listActive, listEnded, rawDebug, signalStart, signalStop, uptime, watchCreators } = internalBinding('process');
const timers = require('internal/timers');
const { open } = require('internal/net/open');
const { socketName } = require('internal/process/active');

const kEndedShown = 10;

// What each kind is, where Node's name or the loop's does not say it.
const words = {
  __proto__: null,
  child: 'child process', watch: 'descriptor', signal: 'signal listener', crypto: 'crypto work', zlib: 'zlib work', timer: 'Timeout',
  AsyncWork: 'async work', ThreadSafeFunction: 'thread-safe function', AsyncCleanupHook: 'async cleanup hook', Worker: 'worker thread',
  FSReqCallback: 'file system request', FSReqPromise: 'file system request (promise)', FSEventWrap: 'file watcher',
  GetAddrInfoReqWrap: 'name lookup', GetNameInfoReqWrap: 'address lookup', uv_req_t: 'libuv request',
};

function duration(ms) {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

function address(handle) {
  const out = {};
  if ((handle.kind !== 'TCP' && handle.kind !== 'UDP') || handle.getsockname(out) !== 0) return `fd ${handle.fd}`;
  const host = out.family === 'IPv6' ? `[${out.address}]` : out.address;
  return `${host}:${out.port}`;
}

// Everything that is alive. Timers and sockets come from their own lists, which know more than the loop.
function everything() {
  const list = timers.pending();
  const waiting = new Map();
  for (const thing of listActive()) {
    if (thing.kind === 'timer') continue;
    if (thing.kind === 'watch') waiting.set(thing.fd, thing);
    // The loop's own hooks and the listeners of this module.
    else if (thing.refed || thing.createdBy !== undefined) list.push(thing);
  }
  for (const handle of open) {
    const { createdBy, sinceMs } = waiting.get(handle.fd) ?? {};
    waiting.delete(handle.fd);
    list.push({ kind: socketName(handle), detail: address(handle), createdBy, sinceMs, refed: handle.hasRef() });
  }
  for (const thing of waiting.values()) list.push({ ...thing, detail: `fd ${thing.fd}` });
  return list;
}

function line({ kind, detail, sinceMs, createdBy }) {
  const name = words[kind] ?? kind;
  const since = sinceMs === undefined ? '' : `, for ${duration(sinceMs)}`;
  return `    ${name}${detail === undefined ? '' : ` (${detail})`}${since}${createdBy === undefined ? '' : `, made by ${createdBy}`}`;
}

function endedLine({ kind, count, longestMs, agoMs, createdBy }) {
  const times = count === 1 ? '' : `${count} times, at most `;
  const text = `    ${words[kind] ?? kind}: ${times}${duration(longestMs)}, until ${duration(agoMs)} ago`;
  return createdBy === undefined ? text : `${text}, made by ${createdBy}`;
}

function things(count) {
  return count === 1 ? '1 thing' : `${count} things`;
}

const { threadId } = internalBinding('worker');

// `why` begins the first line.
function describeAlive(why) {
  const list = everything();
  const keeping = list.filter((thing) => thing.refed).map(line);
  const others = list.filter((thing) => !thing.refed).map(line);
  const verb = keeping.length === 1 ? 'keeps' : 'keep';
  const what = threadId === 0 ? 'this process' : `worker ${threadId}`;
  const lines = [keeping.length === 0 ? `${why}: nothing keeps ${what} alive` :
    `${why}: ${things(keeping.length)} ${verb} ${what} alive`, ...keeping];
  if (others.length > 0) lines.push(`  ${things(others.length)} without a say in it (unref):`, ...others);
  return lines;
}

function describeEnded() {
  const ended = listEnded();
  const loop = threadId === 0 ? 'the loop' : `the loop of worker ${threadId}`;
  const after = `${loop} has ended after ${age()}`;
  if (ended.length === 0) return [`${after}: nothing has kept it alive`];
  const lines = [`${after}; what has kept it alive, the last to end first:`, ...ended.slice(0, kEndedShown).map(endedLine)];
  if (ended.length > kEndedShown) lines.push(`    and ${ended.length - kEndedShown} more that ended before`);
  return lines;
}

function print(lines) {
  for (const [index, text] of lines.entries()) rawDebug(index === 0 ? `napi-host: ${text}` : text);
}

// Since the process began, or this thread.
const age = () => duration(threadId === 0 ? uptime() * 1000 : require('perf_hooks').performance.now());

// What is alive here, and in the workers that answer.
function tell(why) {
  print(describeAlive(`${why} after ${age()}`));
  for (const answer of require('internal/worker/thread').askAll('explain', why)) answer.then(() => {}, () => {});
}

function listen(name, act) {
  const { os: { signals } } = internalBinding('constants');
  const id = signalStart(signals[name], () => {
    if (process.listenerCount(name) === 0) act(id);
  });
}

function start() {
  if (threadId === 0) watchListeners();
  watchCreators();
  timers.watchCreators(currentCreator);
  let said = false;
  require('internal/process/execution').whenEnding((how) => {
    if (said) return;
    said = true;
    const cause = how === 'exit' ? 'process.exit()' : 'an uncaught error';
    print(how === 'end' ? describeEnded() : describeAlive(`${cause} after ${age()}`));
  });
}

// Before the creators are watched: these are not the program's.
function watchListeners() {
  listen('SIGUSR2', () => tell('SIGUSR2'));
  listen('SIGINT', (id) => {
    print(describeAlive(`SIGINT after ${age()}`));
    signalStop(id);
    process.kill(process.pid, 'SIGINT');
  });
}

module.exports = { start, tell };
