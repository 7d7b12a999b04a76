// Differential: random sequences of operations on streams, with every event logged; one line, a hash, per seed. SEED=n prints the log
// of one. Expected text from Node 22.
'use strict';
const { Readable, Writable, Duplex, Transform, PassThrough, pipeline, finished } = require('stream');

let state;
const rnd = (n) => {
  state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
  return (state >>> 8) % n;
};
const pick = (list) => list[rnd(list.length)];
const later = () => new Promise((r) => setImmediate(r));

let log;
function watch(stream, name) {
  for (const event of ['end', 'close', 'error', 'finish', 'drain', 'prefinish', 'pipe', 'unpipe', 'pause', 'resume']) {
    if (event === 'pause' && !stream.read) continue;
    stream.on(event, (value) => log(`${name}:${event}`, value instanceof Error ? value.code ?? value.message : ''));
  }
  return stream;
}
// A callback called in one of the ways that user code does.
function reply(how, callback, error) {
  if (how === 0) callback(error);
  else if (how === 1) process.nextTick(callback, error);
  else if (how === 2) setImmediate(callback, error);
  else Promise.resolve().then(() => callback(error));
}

function options(objectMode) {
  return {
    objectMode,
    highWaterMark: rnd(3) ? 1 + rnd(6) : undefined,
    autoDestroy: rnd(6) ? undefined : false,
    emitClose: rnd(8) ? undefined : false,
  };
}

function makeReadable(name, objectMode) {
  let left = rnd(8);
  const how = rnd(4);
  const several = rnd(4) === 0;
  const fails = rnd(8) === 0;
  const r = new Readable({
    ...options(objectMode),
    encoding: !objectMode && rnd(5) === 0 ? 'utf8' : undefined,
    read(size) {
      log(`${name}._read`, size);
      reply(how, () => {
        do {
          if (left-- > 0) this.push(objectMode ? { left } : 'x'.repeat(1 + (left % 4)));
          else if (fails) this.destroy(new Error(`${name} fails`));
          else { this.push(null); return; }
        } while (several && left > 0);
      });
    },
  });
  return watch(r, name);
}

function makeWritable(name, objectMode) {
  const how = rnd(4);
  let good = rnd(6) ? 1000 : rnd(4);
  const w = new Writable({
    ...options(objectMode),
    write(chunk, encoding, callback) {
      log(`${name}._write`, objectMode ? JSON.stringify(chunk) : chunk.length);
      reply(how, callback, good-- > 0 ? undefined : new Error(`${name} fails`));
    },
    ...(rnd(3) ? {} : { writev(chunks, callback) { log(`${name}._writev`, chunks.length); reply(how, callback); } }),
    ...(rnd(3) ? {} : { final(callback) { log(`${name}._final`); reply(how, callback); } }),
  });
  return watch(w, name);
}

function makeTransform(name, objectMode) {
  const how = rnd(4);
  const copies = rnd(3);
  const fails = rnd(10) === 0;
  const t = new Transform({
    ...options(objectMode),
    transform(chunk, encoding, callback) {
      for (let i = 0; i < copies; i++) this.push(chunk);
      reply(how, callback, fails ? new Error(`${name} fails`) : undefined);
    },
    ...(rnd(2) ? {} : { flush(callback) { log(`${name}._flush`); reply(how, callback); } }),
  });
  return watch(t, name);
}

let objectMode;
const actionsOnReadable = [
  (r, n) => r.once('data', (c) => log(`${n}:data`, objectMode ? '' : c.length)),
  (r, n) => r.on('readable', () => { log(`${n}:readable`, r.readableLength); const c = r.read(); log(`${n} got`, c === null ? null : objectMode ? '' : c.length); }),
  (r, n) => log(`${n} read`, r.read(rnd(5)) !== null),
  (r) => r.pause(),
  (r) => r.resume(),
  (r) => r.removeAllListeners('readable'),
  (r, n) => { const c = objectMode ? { u: 1 } : 'uu'; if (!r.readableEnded && !r.destroyed) r.unshift(c); log(`${n} unshift`, r.readableLength); },
  (r) => r.destroy(rnd(2) ? undefined : new Error('destroyed')),
  (r) => r.unpipe(),
  (r, n) => finished(r, (e) => log(`${n} finished`, e?.code ?? e?.message)),
];
const actionsOnWritable = [
  (w, n) => log(`${n} write`, w.write(objectMode ? { w: 1 } : 'abc'.slice(rnd(3)), (e) => log(`${n} cb`, e?.code ?? e?.message))),
  (w, n) => log(`${n} write2`, w.write(objectMode ? [1] : Buffer.from('defg'))),
  (w) => w.cork(),
  (w) => w.uncork(),
  (w, n) => w.end((e) => log(`${n} end cb`, e?.code ?? e?.message)),
  (w) => w.end(objectMode ? 5 : 'last'),
  (w) => w.destroy(rnd(2) ? undefined : new Error('destroyed')),
  (w, n) => finished(w, (e) => log(`${n} finished`, e?.code ?? e?.message)),
];

async function runSeed(seed) {
  state = seed * 7919 + 1;
  const lines = [];
  log = (...args) => lines.push(args.join(' '));
  objectMode = rnd(3) === 0;
  const r = makeReadable('r', objectMode);
  const t = makeTransform('t', objectMode);
  const w = makeWritable('w', objectMode);
  const p = watch(new PassThrough(options(objectMode)), 'p');
  const kind = rnd(6);
  if (kind === 0) r.pipe(w);
  else if (kind === 1) r.pipe(t).pipe(w);
  else if (kind === 2) pipeline(r, t, w, (e) => log('pipeline', e?.code ?? e?.message));
  else if (kind === 3) { r.pipe(p); r.pipe(w); }
  else if (kind === 4) pipeline(r, p, (e) => log('pipeline', e?.code ?? e?.message));
  for (let i = 0, n = 2 + rnd(7); i < n; i++) {
    const onReadable = rnd(2) === 0;
    const [stream, name] = onReadable ? pick([[r, 'r'], [t, 't'], [p, 'p']]) : pick([[w, 'w'], [t, 't'], [p, 'p']]);
    try {
      pick(onReadable ? actionsOnReadable : actionsOnWritable)(stream, name);
    } catch (error) {
      log('threw', error.code ?? error.message);
    }
    const wait = rnd(5);
    if (wait === 0) await later();
    else if (wait === 1) await new Promise((done) => process.nextTick(done));
    else if (wait === 2) await null;
    log('--');
  }
  for (let i = 0; i < 25; i++) await later();
  for (const [s, n] of [[r, 'r'], [t, 't'], [w, 'w'], [p, 'p']]) {
    log(n, s.destroyed, s.closed, s.errored?.message, s.readableEnded, s.readableFlowing, s.readableLength, s.writableFinished, s.writableLength, s.writableNeedDrain);
  }
  log = () => {};
  return lines;
}

process.on('uncaughtException', (error) => log('UNCAUGHT', error.message));
(async () => {
  const only = process.env.SEED;
  for (let seed = only ? Number(only) : 1; seed <= (only ? Number(only) : 400); seed++) {
    const lines = await runSeed(seed);
    if (only) { console.log(lines.join('\n')); continue; }
    let hash = 0;
    for (const char of lines.join('\n')) hash = (Math.imul(hash, 31) + char.charCodeAt(0)) | 0;
    console.log(seed, lines.length, hash);
  }
})();
