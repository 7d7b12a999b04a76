// 200 MB through `pipeline` in bounded memory, and the opposite: ignoring `false` from write() grows. Prints "ok" lines only, so that
// the expected text is the same on every machine.
'use strict';
const { Readable, Transform, Writable, pipeline } = require('stream');

const CHUNK = 64 * 1024;
const TOTAL = 200 * 1024 * 1024;
const chunk = Buffer.alloc(CHUNK, 7);

function source() {
  let left = TOTAL;
  return new Readable({
    read() {
      if (left <= 0) return void this.push(null);
      left -= CHUNK;
      this.push(Buffer.from(chunk));
    },
  });
}

let most = 0;
const held = (...streams) => {
  const now = streams.reduce((sum, s) => sum + (s.readableLength || 0) + (s.writableLength || 0), 0);
  if (now > most) most = now;
};

let received = 0;
const from = source();
const through = new Transform({ transform(data, encoding, callback) { held(from, through, to); callback(null, data); } });
const to = new Writable({
  write(data, encoding, callback) {
    received += data.length;
    held(from, through, to);
    // Now and then slower than the source.
    if (received % (CHUNK * 16) === 0) setImmediate(callback);
    else callback();
  },
});
const before = process.memoryUsage().rss;
pipeline(from, through, to, (error) => {
  console.log('copied', error === undefined, received === TOTAL);
  console.log('buffered within 6 limits', most <= 6 * CHUNK);
  console.log('memory bounded', process.memoryUsage().rss - before < 120 * 1024 * 1024);
  ignoreFalse();
});

function ignoreFalse() {
  const stuck = new Writable({ write() {} });
  let refused = 0;
  for (let i = 0; i < 320; i++) if (!stuck.write(chunk)) refused++;
  console.log('refused', refused > 300, 'grown', stuck.writableLength === 320 * CHUNK, stuck.writableNeedDrain);
  stuck.destroy();
}
