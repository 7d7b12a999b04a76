// What V8 counts of the program's code: NODE_V8_COVERAGE (a file for each thread at its end), v8.takeCoverage(), v8.stopCoverage(), and the
// counts for node:test. Scripts are named by their URLs, as tools expect; the host's own are left out.
'use strict';

// Of the thread, once it counts.
let session;
let folder;

function begin() {
  if (session !== undefined) return;
  const { open, ask } = require('internal/process/diagnosis');
  session = open();
  ask(session, 'Profiler.enable');
  ask(session, 'Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  require('internal/source_map/cache').record();
}

// { result, timestamp, 'source-map-cache' }: what ran since the last time.
function take() {
  const { ask } = require('internal/process/diagnosis');
  const { result, timestamp } = ask(session, 'Profiler.takePreciseCoverage');
  const own = result.filter(({ url }) => url !== '' && !url.startsWith('node:') && !url.startsWith('evalmachine.'));
  const { pathToFileURL } = require('internal/url');
  for (const script of own) if (script.url[0] === '/') script.url = pathToFileURL(script.url).href;
  const maps = require('internal/source_map/cache').recorded();
  return { result: own, timestamp, ...(Object.keys(maps).length > 0 && { 'source-map-cache': maps }) };
}

function write() {
  if (session === undefined || folder === undefined) return;
  const fs = require('fs');
  const { threadId } = internalBinding('worker');
  try {
    const report = JSON.stringify(take());
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(`${folder}/coverage-${process.pid}-${Date.now()}-${threadId}.json`, report);
  } catch (error) {
    internalBinding('process').rawDebug(`napi-host: cannot write the coverage: ${error.message}`);
  }
}

// NODE_V8_COVERAGE. Children write into the same folder, wherever they run.
function start(given) {
  folder = require('path').resolve(given);
  if (internalBinding('worker').threadId === 0) process.env.NODE_V8_COVERAGE = folder;
  begin();
  let isWritten = false;
  require('internal/process/execution').whenEnding(() => {
    if (!isWritten) write();
    isWritten = true;
  });
}

function stop() {
  if (session === undefined) return;
  const { ask } = require('internal/process/diagnosis');
  ask(session, 'Profiler.stopPreciseCoverage');
  session.disconnect();
  session = undefined;
}

module.exports = { begin, start, stop, take, write };
