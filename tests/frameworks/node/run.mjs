// run() gives a stream of events.
import { run } from 'node:test';
const counts = {};
const files = ['passes.test.js', 'fails.test.mjs'].map((name) => new URL(name, import.meta.url).pathname);
const stream = run({ files, concurrency: 1 });
stream.on('test:fail', ({ name, details }) => console.log('fail', name, details.error.failureType, details.error.cause?.message ?? details.error.cause));
for await (const { type } of stream) if (type !== 'test:stderr') counts[type] = (counts[type] ?? 0) + 1;
console.log(counts, process.exitCode);
