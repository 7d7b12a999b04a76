// inspector: a session with this thread's own inspector; v8's heap snapshots and limits.
'use strict';
const { Session } = require('inspector');
const fs = require('fs');
const os = require('os');
const path = require('path');
const v8 = require('v8');

function attempt(act) {
  try {
    act();
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
}

async function sessions() {
  const session = new Session();
  attempt(() => session.post('Runtime.enable'));
  session.connect();
  attempt(() => session.connect());
  attempt(() => session.connectToMainThread());
  attempt(() => session.post(5));
  attempt(() => session.post('a', 5));
  attempt(() => session.post('a', {}, 5));
  session.post('Nope.x', (error) => console.log(error.name, error.code, error.message));
  session.post('Runtime.evaluate', { expression: '"ä€" + [1, 2]' }, (error, { result }) => console.log(error, result));
  session.on('Debugger.scriptParsed', ({ method, params }) => {
    if (params.url === 'made.js') console.log(method, typeof params.scriptId);
  });
  session.post('Debugger.enable');
  new (require('vm').Script)('1', { filename: 'made.js' });
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  const twice = require('vm').runInThisContext('(function twice() { return 2; })', { filename: 'covered.js' });
  twice();
  twice();
  session.post('Profiler.takePreciseCoverage', (error, { result }) => {
    const { functions } = result.find(({ url }) => url === 'covered.js');
    console.log(functions.map(({ functionName, ranges }) => `${functionName} ${ranges[0].count}`));
  });
  session.disconnect();
  session.disconnect();
  attempt(() => session.post('Runtime.enable'));
  const later = new (require('inspector/promises').Session)();
  later.connect();
  console.log(await later.post('Runtime.evaluate', { expression: '6 * 7' }));
  await later.post('Nope.y').catch((error) => console.log(error.code));
  later.disconnect();
}

async function snapshots() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'snapshots-'));
  const file = path.join(folder, 'a.heapsnapshot');
  console.log(v8.writeHeapSnapshot(file) === file);
  const { snapshot, nodes, strings } = JSON.parse(fs.readFileSync(file, 'utf8'));
  console.log(nodes.length === snapshot.node_count * snapshot.meta.node_fields.length, strings.length > 100);
  process.chdir(folder);
  const pattern = new RegExp(`^Heap\\.\\d{8}\\.\\d{6}\\.${process.pid}\\.0\\.\\d{3}\\.heapsnapshot$`);
  console.log(pattern.test(v8.writeHeapSnapshot()));
  const gone = path.join(folder, 'gone', 'x');
  attempt(() => v8.writeHeapSnapshot(gone.replace(folder, '/no-such-folder')));
  attempt(() => v8.writeHeapSnapshot(5));
  attempt(() => v8.writeHeapSnapshot(file, { exposeInternals: 1 }));
  attempt(() => v8.setHeapSnapshotNearHeapLimit(0));
  class Found { constructor() { this.text = 'a string of the snapshot'; } }
  const found = new Found();
  let text = '';
  const snapshotStream = v8.getHeapSnapshot().setEncoding('latin1').on('data', (chunk) => { text += chunk; });
  await require('events').once(snapshotStream, 'end');
  console.log(text.includes('"Found"'), text.includes(found.text));
  fs.rmSync(folder, { recursive: true });
}

function memory() {
  console.log(Object.keys(process.memoryUsage()), Object.keys(process.resourceUsage()));
  const before = process.memoryUsage();
  const kept = new ArrayBuffer(1e7);
  const after = process.memoryUsage();
  console.log(after.external - before.external >= 1e7, after.arrayBuffers - before.arrayBuffers >= 1e7, kept.byteLength);
  console.log(before.rss >= before.heapTotal, before.heapTotal >= before.heapUsed, process.memoryUsage.rss() > 0);
  console.log(v8.getHeapStatistics().heap_size_limit > 1e9, process.constrainedMemory() > 0, process.availableMemory() > 0);
}

(async () => {
  await sessions();
  await snapshots();
  memory();
})();
