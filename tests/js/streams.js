// Differential: the order of events, ticks and callbacks of Node streams. Expected text from Node 22 (tests/js/expected/streams.txt).
'use strict';
const stream = require('stream');
const { Readable, Writable, Duplex, Transform, PassThrough, pipeline, finished, compose, addAbortSignal, duplexPair, Stream } = stream;
const sp = require('stream/promises');
const { Buffer } = require('buffer');

const scenarios = [];
const scenario = (name, run) => scenarios.push([name, run]);
const later = () => new Promise((r) => setImmediate(r));
const err = (e) => (e ? `${e.name}/${e.code}/${e.message.replace(/Received (an instance of )?.*/s, 'Received …').replace(/'streams\[.*Received/s, 'Received')}${e.cause ? ` cause=${e.cause?.message ?? e.cause}` : ''}` : String(e));
let log;
function show(v) {
  if (Buffer.isBuffer(v)) return `B(${v.toString()})`;
  if (v instanceof Error) return err(v);
  if (typeof v === 'string') return JSON.stringify(v);
  if (typeof v === 'object' && v !== null) return JSON.stringify(v);
  return String(v);
}
function watch(s, name, events = ['data', 'end', 'close', 'error', 'finish', 'drain', 'readable', 'pipe', 'unpipe', 'prefinish', 'pause', 'resume']) {
  for (const e of events) s.on(e, (v) => log(`${name}:${e}`, ...(v === undefined || ['pipe', 'unpipe'].includes(e) ? [] : [show(v)])));
  return s;
}
const quiet = ['end', 'close', 'error', 'finish', 'drain', 'prefinish', 'pause', 'resume', 'pipe', 'unpipe'];
function ticks() { process.nextTick(() => log('tick')); Promise.resolve().then(() => log('micro')); setImmediate(() => log('immediate')); }
const flags = (s) => {
  const out = {};
  for (const k of ['readable', 'readableEnded', 'readableFlowing', 'readableLength', 'readableAborted', 'readableDidRead', 'writable', 'writableEnded', 'writableFinished', 'writableNeedDrain', 'writableLength', 'writableCorked', 'destroyed', 'closed', 'errored']) if (s[k] !== undefined) out[k] = s[k] instanceof Error ? s[k].message : s[k];
  return JSON.stringify(out);
};

scenario('flowing', () => { const r = watch(new Readable({ read() {} }), 'r', ['data', ...quiet]); ticks(); r.push('a'); r.push('b'); r.push(null); log(flags(r)); setImmediate(() => log(flags(r))); });
scenario('readable event', () => {
  const r = new Readable({ read() { log('_read'); } });
  r.on('readable', () => { log('readable', flags(r)); let c; while ((c = r.read()) !== null) log('got', show(c)); });
  watch(r, 'r', quiet);
  r.push('a'); ticks(); setImmediate(() => { r.push('b'); r.push('c'); setImmediate(() => r.push(null)); });
});
scenario('sync read push', () => { let n = 0; const r = new Readable({ highWaterMark: 4, read(size) { log('_read', size); this.push(n < 5 ? `x${n++}` : null); } }); watch(r, 'r', ['data', ...quiet]); });
scenario('async read push', () => { let n = 0; const r = new Readable({ highWaterMark: 3, read(size) { log('_read', size); setImmediate(() => this.push(n < 4 ? `x${n++}` : null)); } }); watch(r, 'r', ['data', ...quiet]); });
scenario('nexttick read push', () => { let n = 0; const r = new Readable({ highWaterMark: 3, read(size) { log('_read', size); process.nextTick(() => this.push(n < 4 ? `x${n++}` : null)); } }); watch(r, 'r', ['readable', ...quiet]); r.on('readable', () => log('read', show(r.read()))); });
scenario('read sizes', () => { const r = new Readable({ read() {} }); r.push('abc'); r.push('defg'); r.push('hi'); log(show(r.read(2)), show(r.read(3)), r.readableLength, show(r.read(100)), r.readableHighWaterMark, show(r.read()), show(r.read(0)), show(r.read('1')), show(r.read(-1))); r.push(null); watch(r, 'r'); });
scenario('object mode', () => { const r = new Readable({ objectMode: true, read() {} }); r.push({ a: 1 }); r.push(''); r.push(0); r.push(undefined); r.push([]); log(r.readableLength, show(r.read()), show(r.read(5)), r.readableLength); watch(r, 'r', ['data', ...quiet]); r.push(null); });
scenario('push results', () => { const r = new Readable({ highWaterMark: 3, read() {} }); log(r.push('a'), r.push('bc'), r.push('d'), r.push(''), r.push(Buffer.alloc(0))); const o = new Readable({ objectMode: true, highWaterMark: 2, read() {} }); log(o.push(1), o.push(2), o.push(3)); });
scenario('unshift', () => { const r = new Readable({ read() {} }); r.push('b'); r.unshift('a'); r.unshift(Buffer.from('0')); log(show(r.read())); r.push(null); watch(r, 'r', ['data', ...quiet]); r.on('end', () => r.unshift('x')); });
scenario('push after eof', () => { const r = watch(new Readable({ read() {} }), 'r', ['data', ...quiet]); r.push(null); r.push('x'); });
scenario('bad chunk', () => { const r = watch(new Readable({ read() {} }), 'r', ['data', ...quiet]); r.push({}); });
scenario('encoding', () => { const r = new Readable({ encoding: 'utf8', read() {} }); const b = Buffer.from('\u20ac\u20ac'); r.push(b.subarray(0, 2)); r.push(b.subarray(2, 4)); r.push(b.subarray(4)); log(r.readableEncoding, r.readableLength, show(r.read(1)), show(r.read())); r.push(b.subarray(0, 1)); r.push(null); watch(r, 'r', ['data', ...quiet]); });
scenario('setEncoding late', () => { const r = new Readable({ read() {} }); r.push(Buffer.from('caf')); r.push(Buffer.from([0xc3])); r.setEncoding('utf8'); r.push(Buffer.from([0xa9])); log(show(r.read())); r.setEncoding('hex'); r.push('zz'); log(show(r.read())); });
scenario('pause resume', () => { const r = watch(new Readable({ read() {} }), 'r', ['data', ...quiet]); r.push('a'); r.pause(); log(r.isPaused(), flags(r)); setImmediate(() => { r.resume(); log(r.isPaused()); setImmediate(() => { r.pause(); r.push('b'); setImmediate(() => { r.resume(); r.push(null); }); }); }); });
scenario('remove readable listener', () => { const r = new Readable({ read() {} }); const f = () => log('readable'); r.on('readable', f); r.on('data', (d) => log('data', show(d))); r.push('a'); log(r.readableFlowing); r.removeListener('readable', f); setImmediate(() => { log(r.readableFlowing); r.push('b'); r.push(null); }); });
scenario('data then readable', () => { const r = new Readable({ read() {} }); r.on('data', (d) => log('data', show(d))); r.on('readable', () => { log('readable'); r.read(); }); log(r.readableFlowing); r.push('a'); r.push(null); watch(r, 'r', quiet); });
scenario('no _read', () => { watch(new Readable(), 'r', ['data', ...quiet]); });
scenario('read throws', () => { watch(new Readable({ read() { throw new Error('boom'); } }), 'r', ['data', ...quiet]); });

scenario('write order', () => {
  const w = new Writable({ write(c, e, cb) { log('write', show(c), e); cb(); } });
  watch(w, 'w', quiet); ticks();
  log(w.write('a', () => log('cb a')), w.write('b', 'latin1', () => log('cb b'))); w.end('c', () => log('end cb')); log(flags(w));
  setImmediate(() => log(flags(w)));
});
scenario('write async', () => {
  const w = new Writable({ highWaterMark: 3, write(c, e, cb) { log('write', show(c)); setImmediate(() => { log('done', show(c)); cb(); }); } });
  watch(w, 'w', quiet);
  log(w.write('a', () => log('cb a')), w.write('b', () => log('cb b')), w.write('c', () => log('cb c')), w.write('d')); log(flags(w)); w.end(() => log('end cb'));
});
scenario('drain', () => {
  const w = new Writable({ highWaterMark: 2, write(c, e, cb) { process.nextTick(cb); } }); watch(w, 'w', quiet);
  log(w.write('abc', () => log('cb'))); w.once('drain', () => { log('again', w.write('x'), w.write('y')); w.end(); });
});
scenario('sync drain', () => { const w = new Writable({ highWaterMark: 1, write(c, e, cb) { cb(); } }); watch(w, 'w', quiet); log(w.write('a'), w.writableNeedDrain, w.writableLength); ticks(); });
scenario('writev', () => {
  const w = new Writable({ writev(chunks, cb) { log('writev', chunks.map((c) => `${show(c.chunk)}${c.encoding}`).join(), chunks.allBuffers); setImmediate(cb); } }); watch(w, 'w', quiet);
  w.write('a', () => log('a')); w.write('b', () => log('b')); w.write('c', () => log('c')); w.end('d');
});
scenario('cork', () => {
  const w = new Writable({ decodeStrings: false, write(c, e, cb) { log('write', show(c), e); cb(); }, writev(cs, cb) { log('writev', cs.map((c) => show(c.chunk) + c.encoding).join()); cb(); } }); watch(w, 'w', quiet);
  w.cork(); w.cork(); w.write('a'); w.write('b', 'hex'); log(w.writableCorked, w.writableLength); w.uncork(); log(w.writableCorked); w.uncork(); w.uncork(); w.cork(); w.write('z'); w.end('e'); log(w.writableCorked);
});
scenario('write errors', () => { const w = new Writable({ write(c, e, cb) { cb(new Error('bad')); } }); watch(w, 'w', quiet); w.write('a', (e) => log('cb a', err(e))); w.write('b', (e) => log('cb b', err(e))); w.end((e) => log('end cb', err(e))); log(flags(w)); ticks(); });
scenario('write errors async', () => { const w = new Writable({ write(c, e, cb) { setImmediate(cb, new Error('bad')); } }); watch(w, 'w', quiet); w.write('a', (e) => log('cb a', err(e))); w.write('b', (e) => log('cb b', err(e))); w.end((e) => log('end cb', err(e))); });
scenario('write after end', () => { const w = new Writable({ write(c, e, cb) { cb(); } }); watch(w, 'w', quiet); w.end('a'); log(w.write('b', (e) => log('cb', err(e)))); w.end((e) => log('end2', err(e))); });
scenario('end twice', async () => { const w = new Writable({ write(c, e, cb) { cb(); } }); watch(w, 'w', quiet); w.end(); w.end((e) => log('second', err(e))); await later(); await later(); w.end((e) => log('third', err(e))); w.end('x', (e) => log('fourth', err(e))); });
scenario('write null', () => { const w = new Writable({ write() {} }); for (const a of [[null], [5], [{}], ['a', 'nope'], [undefined]]) { try { w.write(...a); } catch (e) { log(err(e)); } } });
scenario('write views', () => { const w = new Writable({ write(c, e, cb) { log(show(c), e); cb(); } }); w.write(new Uint8Array([97, 98])); w.write(new Uint16Array([0x6161])); w.write(new DataView(new Uint8Array([99]).buffer)); w.write('6162', 'hex'); w.setDefaultEncoding('base64'); w.write('YWI='); try { w.setDefaultEncoding('x'); } catch (e) { log(err(e)); } });
scenario('object write', () => { const w = new Writable({ objectMode: true, highWaterMark: 2, write(c, e, cb) { log(show(c), e); setImmediate(cb); } }); watch(w, 'w', quiet); log(w.write(1), w.write({}), w.write('s')); w.end([]); });
scenario('final', () => { const w = new Writable({ write(c, e, cb) { cb(); }, final(cb) { log('final'); setImmediate(() => { log('final done'); cb(); }); } }); watch(w, 'w', quiet); w.end('a', () => log('end cb')); });
scenario('final error', () => { const w = new Writable({ write(c, e, cb) { cb(); }, final(cb) { cb(new Error('final')); } }); watch(w, 'w', quiet); w.end('a', (e) => log('end cb', err(e))); });
scenario('final throws', () => { const w = new Writable({ write(c, e, cb) { cb(); }, final() { throw new Error('final'); } }); watch(w, 'w', quiet); w.end('a', (e) => log('end cb', err(e))); });
scenario('callback twice', () => { const w = new Writable({ write(c, e, cb) { cb(); cb(); } }); watch(w, 'w', quiet); w.write('a'); });
scenario('destroy pending', () => { const w = new Writable({ write() {} }); watch(w, 'w', quiet); w.write('a', (e) => log('a', err(e))); w.write('b', (e) => log('b', err(e))); w.end((e) => log('end', err(e))); w.destroy(); log(flags(w)); w.write('c', (e) => log('c', err(e))); ticks(); });
scenario('destroy error', () => { const r = watch(new Readable({ read() {}, destroy(e, cb) { log('_destroy', err(e)); setImmediate(cb, e); } }), 'r', quiet); r.destroy(new Error('x'), (e) => log('cb', err(e))); r.destroy(new Error('y'), (e) => log('cb2', err(e))); log(flags(r)); ticks(); });
scenario('destroy replaced error', () => { const r = watch(new Readable({ read() {}, destroy(e, cb) { cb(new Error('other')); } }), 'r', quiet); r.destroy(new Error('x')); setImmediate(() => log(flags(r))); });
scenario('destroy throws', () => { const r = watch(new Readable({ read() {}, destroy() { throw new Error('in destroy'); } }), 'r', quiet); r.destroy(); });
scenario('no emitClose', () => { const r = watch(new Readable({ read() {}, emitClose: false }), 'r', quiet); r.destroy(); setImmediate(() => log(flags(r))); });
scenario('no autoDestroy', () => { const r = watch(new Readable({ read() {}, autoDestroy: false }), 'r', ['data', ...quiet]); r.push(null); setImmediate(() => log(flags(r))); const w = watch(new Writable({ autoDestroy: false, write(c, e, cb) { cb(new Error('e')); } }), 'w', quiet); w.write('a'); setImmediate(() => log(flags(w))); });
scenario('construct', () => { const w = new Writable({ construct(cb) { log('construct'); setImmediate(() => { log('constructed'); cb(); }); }, write(c, e, cb) { log('write', show(c)); cb(); }, final(cb) { log('final'); cb(); }, destroy(e, cb) { log('destroy'); cb(e); } }); watch(w, 'w', quiet); w.write('a'); w.end('b'); log(flags(w)); });
scenario('construct error', () => { const r = new Readable({ construct(cb) { cb(new Error('c')); }, read() { log('never'); }, destroy(e, cb) { log('destroy', err(e)); cb(e); } }); watch(r, 'r', ['data', ...quiet]); });
scenario('construct destroy', () => { const d = new Duplex({ construct(cb) { setImmediate(cb); }, read() {}, write() {}, destroy(e, cb) { log('destroy', err(e)); cb(e); } }); watch(d, 'd', quiet); d.destroy(new Error('early')); });
scenario('construct read', () => { const r = new Readable({ construct(cb) { setImmediate(cb); }, read() { log('read'); this.push('a'); this.push(null); } }); watch(r, 'r', ['data', ...quiet]); });

scenario('pipe', () => { const r = Readable.from(['a', 'b', 'c']); const w = new Writable({ objectMode: true, highWaterMark: 1, write(c, e, cb) { log('write', show(c)); setImmediate(cb); } }); watch(r, 'r', quiet); watch(w, 'w', quiet); r.pipe(w); });
scenario('pipe bytes', () => { let n = 0; const r = new Readable({ highWaterMark: 4, read() { log('_read'); this.push(n++ < 4 ? 'xxx' : null); } }); const w = new Writable({ highWaterMark: 2, write(c, e, cb) { log('write', show(c)); process.nextTick(cb); } }); watch(r, 'r', quiet); watch(w, 'w', quiet); r.pipe(w); });
scenario('pipe two', () => { let n = 0; const r = new Readable({ read() { this.push(n++ < 3 ? `c${n}` : null); } }); const mk = (name, ms) => watch(new Writable({ highWaterMark: 1, write(c, e, cb) { log(name, show(c)); ms ? setImmediate(() => setImmediate(cb)) : cb(); } }), name, quiet); watch(r, 'r', quiet); r.pipe(mk('fast', 0)); r.pipe(mk('slow', 1)); });
scenario('unpipe', () => { const r = new Readable({ read() {} }); const w = watch(new Writable({ write(c, e, cb) { log('write', show(c)); cb(); } }), 'w', quiet); const w2 = watch(new PassThrough(), 'w2', quiet); watch(r, 'r', quiet); r.pipe(w); r.pipe(w2); r.push('a'); setImmediate(() => { r.unpipe(w); r.push('b'); log(flags(r)); setImmediate(() => { r.unpipe(); log(flags(r)); r.unpipe(w); }); }); });
scenario('pipe error', () => { const r = new Readable({ read() {} }); const w = new Writable({ write(c, e, cb) { cb(new Error('w')); } }); watch(r, 'r', quiet); watch(w, 'w', quiet); r.pipe(w); r.push('a'); setImmediate(() => log(flags(r))); });
scenario('pipe source destroyed', () => { const r = new Readable({ read() {} }); const w = watch(new PassThrough(), 'w', quiet); watch(r, 'r', quiet); r.pipe(w); r.destroy(); setImmediate(() => log(flags(w))); });
scenario('pipe end false', () => { const r = Readable.from(['a']); const w = watch(new Writable({ objectMode: true, write(c, e, cb) { cb(); } }), 'w', quiet); r.pipe(w, { end: false }); watch(r, 'r', quiet); });
scenario('pipe needDrain', () => { const w = new Writable({ highWaterMark: 1, write(c, e, cb) { log('write', show(c)); setImmediate(cb); } }); w.write('first'); const r = new Readable({ read() {} }); r.push('a'); r.push(null); watch(r, 'r', quiet); watch(w, 'w', quiet); r.pipe(w); });
scenario('writable pipe', () => { const w = watch(new Writable({ write() {} }), 'w', quiet); w.pipe(process.stdout); });
scenario('pipe closed dest', () => { const r = new Readable({ read() {} }); const w = new PassThrough(); watch(r, 'r', quiet); watch(w, 'w', quiet); r.pipe(w); w.destroy(); r.push('a'); setImmediate(() => log(flags(r))); });

scenario('transform', () => { const t = new Transform({ transform(c, e, cb) { log('t', show(c)); cb(null, c.toString().toUpperCase()); }, flush(cb) { log('flush'); cb(null, 'END'); } }); watch(t, 't', ['data', ...quiet]); t.write('a', () => log('cb')); t.end('b'); });
scenario('transform backpressure', () => { const t = new Transform({ highWaterMark: 2, transform(c, e, cb) { log('t', show(c)); cb(null, c); } }); watch(t, 't', quiet); log(t.write('aa'), t.write('bb'), t.write('cc')); log(flags(t)); setImmediate(() => { log(show(t.read())); log(flags(t)); setImmediate(() => { log(show(t.read()), flags(t)); t.end(); t.resume(); }); }); });
scenario('transform error', () => { const t = new Transform({ transform(c, e, cb) { cb(new Error('t')); } }); watch(t, 't', ['data', ...quiet]); t.write('a', (e) => log('cb', err(e))); });
scenario('transform flush error', () => { const t = new Transform({ transform(c, e, cb) { cb(); }, flush(cb) { cb(new Error('f')); } }); watch(t, 't', ['data', ...quiet]); t.end('a'); });
scenario('transform none', () => { const t = new Transform(); watch(t, 't', ['data', ...quiet]); try { t.write('a'); } catch (e) { log(err(e)); } });
scenario('transform many', () => { const t = new Transform({ readableObjectMode: true, transform(c, e, cb) { for (const b of c) this.push({ b }); cb(); }, final(cb) { log('final'); cb(); }, flush(cb) { log('flush'); cb(); } }); watch(t, 't', ['data', ...quiet]); t.end('abc'); });
scenario('transform push null', () => { const t = new Transform({ transform(c, e, cb) { this.push(null); cb(); } }); watch(t, 't', ['data', ...quiet]); t.write('a', (e) => log('cb', err(e))); t.write('b', (e) => log('cb2', err(e))); });
scenario('passthrough destroy', () => { const t = watch(new PassThrough(), 't', quiet); t.write('a'); t.destroy(); log(flags(t)); });
scenario('duplex half', () => { const d = new Duplex({ allowHalfOpen: false, read() {}, write(c, e, cb) { cb(); } }); watch(d, 'd', ['data', ...quiet]); d.push(null); });
scenario('duplex open', () => { const d = new Duplex({ read() {}, write(c, e, cb) { cb(); } }); watch(d, 'd', ['data', ...quiet]); d.push(null); setImmediate(() => { log(flags(d)); d.end(); }); });
scenario('duplex one side', () => { const d = new Duplex({ readable: false, write(c, e, cb) { cb(); } }); watch(d, 'd', quiet); d.end('a'); const e = new Duplex({ writable: false, read() {} }); watch(e, 'e', ['data', ...quiet]); e.push('x'); e.push(null); log(flags(d), flags(e)); });
scenario('duplex marks', () => { const d = new Duplex({ readableHighWaterMark: 3, writableHighWaterMark: 5, readableObjectMode: true }); log(d.readableHighWaterMark, d.writableHighWaterMark, d.readableObjectMode, d.writableObjectMode); const t = new Transform({ readableHighWaterMark: 0 }); log(t.readableHighWaterMark, t.writableHighWaterMark); log(stream.getDefaultHighWaterMark(false), stream.getDefaultHighWaterMark(true), new Readable().readableHighWaterMark, new Writable({ objectMode: true }).writableHighWaterMark); for (const o of [{ highWaterMark: -1 }, { highWaterMark: 1.5 }, { highWaterMark: 'x' }, { highWaterMark: NaN }]) { try { new Readable(o); } catch (e) { log(err(e)); } } try { new Duplex({ readableHighWaterMark: -1 }); } catch (e) { log(err(e)); } });
scenario('duplex pair', () => { const [a, b] = duplexPair(); watch(a, 'a', ['data', ...quiet]); watch(b, 'b', ['data', ...quiet]); a.write('to b', () => log('cb')); b.end('to a'); setImmediate(() => a.end()); });

scenario('instances', () => { log(new Duplex() instanceof Writable, new Readable() instanceof Writable, new Transform() instanceof Duplex, new PassThrough() instanceof Readable, new Readable() instanceof Stream, {} instanceof Writable, Readable() instanceof Readable, Writable() instanceof Writable, Transform() instanceof Transform); class W extends Writable {} log(new Duplex() instanceof W, new W() instanceof W); });
scenario('inherits', () => { function Old() { Readable.call(this, { objectMode: true }); } require('util').inherits(Old, Readable); Old.prototype._read = function() { this.push(1); this.push(null); }; watch(new Old(), 'o', ['data', ...quiet]); function OldW() { Writable.call(this); } require('util').inherits(OldW, Writable); OldW.prototype._write = (c, e, cb) => { log('w', show(c)); cb(); }; watch(new OldW(), 'w', quiet).end('x'); });
scenario('legacy', () => { const s = new Stream(); s.readable = true; const w = new Stream(); w.writable = true; w.write = (c) => { log('w', c); return false; }; w.end = () => log('w end'); s.pause = () => log('pause'); s.resume = () => log('resume'); s.pipe(w); s.emit('data', 'x'); w.emit('drain'); s.emit('end'); s.emit('close'); });
scenario('legacy error', () => { const s = new Stream(); s.pipe(new PassThrough()); try { s.emit('error', new Error('l')); } catch (e) { log(err(e)); } });
scenario('wrap', () => { const E = require('events'); const old = new E(); old.pause = () => log('pause'); old.resume = () => log('resume'); old.extra = () => 5; const r = new Readable({ highWaterMark: 2 }).wrap(old); watch(r, 'r', quiet); old.emit('data', 'abc'); old.emit('data', 'd'); log(show(r.read()), r.extra()); old.emit('end'); setImmediate(() => r.resume()); });

scenario('finished ok', () => { const r = Readable.from(['a']); finished(r, (e) => log('r', err(e))); r.resume(); const w = new Writable({ write(c, e, cb) { cb(); } }); finished(w, (e) => log('w', err(e))); w.end('a'); });
scenario('finished premature', () => { const r = new Readable({ read() {} }); finished(r, (e) => log('r', err(e))); r.destroy(); const w = new Writable({ write() {} }); finished(w, (e) => log('w', err(e))); w.destroy(); });
scenario('finished error', () => { const r = new Readable({ read() {} }); finished(r, (e) => log('r', err(e))); r.destroy(new Error('q')); });
scenario('finished late', async () => { const r = Readable.from(['a']); r.resume(); await later(); await later(); finished(r, (e) => log('late', err(e))); const d = new Readable({ read() {} }); d.on('error', () => {}); d.destroy(new Error('z')); await later(); finished(d, (e) => log('late err', err(e))); const w = new Writable({ write(c, e, cb) { cb(); } }); w.end(); await later(); finished(w, (e) => log('late w', err(e))); });
scenario('finished sides', () => { const d = new Duplex({ read() {}, write(c, e, cb) { cb(); } }); finished(d, { readable: false }, (e) => log('w', err(e))); finished(d, { writable: false }, (e) => log('r', err(e))); finished(d, (e) => log('both', err(e))); d.end(); d.resume(); setImmediate(() => d.push(null)); });
scenario('finished signal', async () => { const ac = new AbortController(); const r = new Readable({ read() {} }); finished(r, { signal: ac.signal }, (e) => log('s', err(e))); ac.abort(); await sp.finished(r, { signal: ac.signal }).catch((e) => log('p', err(e))); });
scenario('finished cleanup', () => { const r = new Readable({ read() {} }); const before = r.eventNames().length; const c = finished(r, () => log('never')); c(); log(before, r.eventNames().length); r.destroy(); });
scenario('finished bad', () => { for (const a of [[{}, () => {}], [new Readable(), 5], [new Readable(), 'x', () => {}]]) try { finished(...a); } catch (e) { log(err(e)); } });

const sink = (name, opts) => new Writable({ objectMode: true, write(c, e, cb) { log(name, show(c)); cb(); }, ...opts });
scenario('pipeline ok', () => { const s = [Readable.from(['a', 'b']), new PassThrough({ objectMode: true }), sink('k')]; s.forEach((x, i) => watch(x, `s${i}`, ['close', 'end', 'finish', 'error'])); pipeline(...s, (e, v) => log('done', err(e), v)); });
scenario('pipeline source error', () => { const r = new Readable({ read() {} }); const w = sink('k'); watch(r, 'r', ['close']); watch(w, 'w', ['close', 'error']); pipeline(r, w, (e) => log('done', err(e))); r.destroy(new Error('src')); });
scenario('pipeline middle error', () => { const t = new Transform({ transform(c, e, cb) { cb(new Error('mid')); } }); const r = Readable.from(['a', 'b']); const w = sink('k'); watch(r, 'r', ['close', 'error']); watch(w, 'w', ['close', 'error']); pipeline(r, t, w, (e) => log('done', err(e), r.destroyed, w.destroyed)); });
scenario('pipeline dest error', () => { const r = Readable.from(['a', 'b', 'c']); const w = sink('k', { write(c, e, cb) { cb(new Error('dst')); } }); pipeline(r, w, (e) => log('done', err(e), r.destroyed)); });
scenario('pipeline premature', () => { const r = new Readable({ read() {} }); const w = sink('k'); pipeline(r, w, (e) => log('done', err(e))); r.destroy(); });
scenario('pipeline dest close', () => { const r = new Readable({ read() {} }); const w = sink('k'); pipeline(r, w, (e) => log('done', err(e))); w.destroy(); });
scenario('pipeline functions', () => { pipeline(['a', 'b'], async function* (src) { for await (const x of src) yield x + x; }, async (src) => { let s = ''; for await (const x of src) s += x; return s; }, (e, v) => log('done', err(e), v)); });
scenario('pipeline generator', () => { pipeline(async function* () { yield 'a'; await later(); yield 'b'; }, sink('k'), (e) => log('done', err(e))); });
scenario('pipeline generator error', () => { pipeline(async function* () { yield 'a'; throw new Error('gen'); }, sink('k'), (e) => log('done', err(e))); });
scenario('pipeline array arg', () => { pipeline([Readable.from(['a']), sink('k')], (e) => log('done', err(e))); });
scenario('pipeline bad', () => { for (const a of [[new Readable()], [new Readable(), () => {}], [], [new Readable(), new Writable()], [5, sink('x'), () => {}], [{}, sink('x'), () => {}]]) try { pipeline(...a); log('none'); } catch (e) { log(err(e)); } });
scenario('pipeline promise', async () => { log(await sp.pipeline(Readable.from(['a']), async (s) => { let n = 0; for await (const c of s) n += c.length; return n; })); await sp.pipeline(Readable.from(['a']), sink('k', { write(c, e, cb) { cb(new Error('pp')); } })).catch((e) => log(err(e))); });
scenario('pipeline signal', async () => { const ac = new AbortController(); const r = new Readable({ read() {} }); const p = sp.pipeline(r, sink('k'), { signal: ac.signal }); ac.abort(new Error('why')); await p.catch((e) => log(err(e), r.destroyed)); await sp.pipeline(Readable.from(['a']), sink('k'), { signal: ac.signal }).catch((e) => log(err(e))); });
scenario('pipeline end false', async () => { const w = sink('k'); await sp.pipeline(Readable.from(['a']), w, { end: false }); log(w.writableEnded, w.destroyed); await sp.pipeline(Readable.from(['b']), w); log(w.writableEnded); });
scenario('pipeline bytes', async () => { let total = 0; await sp.pipeline(async function* () { for (let i = 0; i < 50; i++) yield Buffer.alloc(3000, i); }, new PassThrough(), new Transform({ transform(c, e, cb) { cb(null, c.subarray(1)); } }), async (s) => { for await (const c of s) total += c.length; }); log(total); });
scenario('promisified', async () => { log(await require('util').promisify(pipeline)(Readable.from(['a']), sink('k'))); });

scenario('from kinds', async () => { for (const x of ['str', Buffer.from('buf'), ['a', 1], new Set([1, 2]), [Promise.resolve(5)], (function* () { yield 1; })()]) { const r = Readable.from(x); log(r.readableObjectMode, r.readableHighWaterMark); for await (const c of r) log(show(c)); } try { Readable.from(5); } catch (e) { log(err(e)); } await Readable.from([1, null]).toArray().catch((e) => log(err(e))); });
scenario('from cleanup', async () => { const it = { i: 0, [Symbol.iterator]() { return this; }, next() { return { value: this.i++, done: false }; }, return() { log('return'); return {}; } }; for await (const x of Readable.from(it)) { log(x); if (x === 2) break; } });
scenario('from destroy', async () => { async function* g() { try { yield 1; yield 2; } catch (e) { log('caught', err(e)); throw e; } finally { log('finally'); } } const r = Readable.from(g()); watch(r, 'r', ['close', 'error']); r.read(); await later(); r.destroy(new Error('d')); });
scenario('iterate error', async () => { const r = new Readable({ read() { this.push('a'); this.destroy(new Error('it')); } }); try { for await (const c of r) log(show(c)); } catch (e) { log(err(e)); } });
scenario('iterate premature', async () => { const r = new Readable({ read() {} }); setImmediate(() => r.destroy()); try { for await (const c of r) log(show(c)); log('clean'); } catch (e) { log(err(e)); } });
scenario('iterate break', async () => { const r = Readable.from([1, 2, 3]); for await (const c of r) { log(c); break; } log(r.destroyed); const q = Readable.from([1, 2, 3]); for await (const c of q.iterator({ destroyOnReturn: false })) { log(c); break; } log(q.destroyed); for await (const c of q) log(c); });
scenario('iterate ended', async () => { const r = Readable.from([1]); for await (const c of r) log(c); for await (const c of r) log('again', c); log('over'); });

const nums = (n = 5) => Readable.from(Array.from({ length: n }, (_, i) => i + 1));
scenario('operators', async () => {
  log(show(await nums().map((x) => x * 2).toArray()));
  log(show(await nums().filter(async (x) => x % 2).toArray()));
  log(show(await nums().flatMap((x) => [x, x]).toArray()));
  log(show(await nums().take(2).toArray()), show(await nums().drop(3).toArray()), show(await nums().take(0).toArray()), show(await nums().drop(0).toArray()), show(await nums().take('2').toArray()));
  log(await nums().some((x) => x > 3), await nums().every((x) => x > 3), await nums().find((x) => x > 3), await nums().find((x) => x > 30));
  log(await nums().reduce((a, b) => a + b), await nums().reduce((a, b) => a + b, 10));
  await nums().forEach((x) => log('each', x));
  await Readable.from([]).reduce((a, b) => a).catch((e) => log(err(e)));
});
scenario('operator errors', async () => {
  for (const f of [() => nums().map(5), () => nums().filter(), () => nums().take(-1), () => nums().drop('x'), () => nums().map((x) => x, 5), () => nums().map((x) => x, { concurrency: 0 }), () => nums().map((x) => x, { concurrency: 'a' }), () => nums().take(NaN)]) try { f(); log('ok'); } catch (e) { log(err(e)); }
  for (const f of [() => nums().forEach(5), () => nums().some(5), () => nums().reduce(5), () => nums().toArray(5), () => nums().every(1), () => nums().find(null)]) await f().then(() => log('ok'), (e) => log(err(e)));
  await nums().map(() => { throw new Error('m'); }).toArray().catch((e) => log(err(e)));
  await nums().map(async (x) => { if (x === 3) throw new Error('m3'); return x; }).forEach((x) => log(x)).catch((e) => log(err(e)));
  await nums().reduce(() => { throw new Error('r'); }).catch((e) => log(err(e)));
});
scenario('map concurrency', async () => { let running = 0; let most = 0; log(show(await nums(9).map(async (x) => { most = Math.max(most, ++running); await later(); if (x % 2) await later(); running--; return x; }, { concurrency: 3 }).toArray()), most); });
scenario('operator signal', async () => { const ac = new AbortController(); const p = nums(3).map(async (x) => { if (x === 2) ac.abort(); return x; }, { signal: ac.signal }).toArray(); await p.then((v) => log(show(v)), (e) => log(err(e))); await nums().toArray({ signal: AbortSignal.abort() }).catch((e) => log(err(e))); await nums().reduce((a) => a, 0, { signal: AbortSignal.abort() }).catch((e) => log(err(e))); });

scenario('addAbortSignal', async () => { const ac = new AbortController(); const r = watch(addAbortSignal(ac.signal, new Readable({ read() {} })), 'r', ['close', 'error']); ac.abort('because'); await later(); const r2 = watch(new Readable({ signal: AbortSignal.abort(), read() {} }), 'r2', ['close', 'error']); log(r2.destroyed); for (const a of [[5, r], [ac.signal, {}]]) try { addAbortSignal(...a); } catch (e) { log(err(e)); } });
scenario('compose', async () => { const c = compose(async function* (s) { for await (const x of s) yield String(x).toUpperCase(); }, new Transform({ transform(ch, e, cb) { cb(null, `[${ch}]`); } })); watch(c, 'c', ['data', 'end', 'finish', 'close', 'error']); c.end('abc'); });
scenario('compose error', async () => { const c = compose(new PassThrough(), new Transform({ transform(ch, e, cb) { cb(new Error('cmp')); } })); watch(c, 'c', ['data', 'end', 'finish', 'close', 'error']); c.end('abc'); });
scenario('compose bad', () => { for (const a of [[], [new Writable(), new PassThrough()], [new PassThrough(), new Readable()]]) try { compose(...a); log('ok'); } catch (e) { log(err(e)); } });
scenario('compose operator', async () => { log(show(await Readable.from(['a', 'b']).compose(async function* (s) { for await (const x of s) yield x + '!'; }).toArray())); });
scenario('duplex from', async () => {
  log(show(await Duplex.from(['a', 'b']).toArray()));
  log(show(await Duplex.from(Promise.resolve('p')).toArray()));
  const d = Duplex.from(async function* (s) { for await (const c of s) yield String(c) + '?'; }); d.end('q'); log(show(await d.toArray()));
  const w = Duplex.from(async (s) => { for await (const c of s) log('sink', show(c)); }); watch(w, 'w', ['finish', 'close', 'error']); w.end('z'); await later();
  const pair = Duplex.from({ readable: Readable.from(['r']), writable: sink('pw') }); pair.end('to'); log(show(await pair.toArray()));
  try { Duplex.from(5); } catch (e) { log(err(e)); }
});
scenario('utilities', () => { const r = new Readable({ read() {} }); log(stream.isReadable(r), stream.isWritable(r), stream.isErrored(r), stream.isDisturbed(r), stream.isDestroyed(r), stream.isReadable({}), stream.isReadable(null)); r.on('error', () => {}); r.destroy(new Error('u')); log(stream.isErrored(r), stream.isReadable(r)); log(Object.getOwnPropertyNames(stream).sort().join(), Object.keys(sp).sort().join()); });
scenario('capture rejections', () => { const r = new Readable({ captureRejections: true, read() {} }); r.push('a'); r.on('data', async () => { throw new Error('rej'); }); watch(r, 'r', ['error', 'close']); });
scenario('asyncDispose', async () => { const r = new Readable({ read() {} }); watch(r, 'r', ['close', 'error']); await r[Symbol.asyncDispose](); log(flags(r)); });
scenario('consumers', async () => { const c = require('stream/consumers'); log(await c.text(Readable.from(['a', 'b'])), show(await c.json(Readable.from(['{"a":', '1}']))), show(await c.buffer(Readable.from([Buffer.from('xy')]))), (await c.arrayBuffer(Readable.from([Buffer.from('xyz')]))).byteLength); });
scenario('state fields', () => { const d = new Duplex(); const r = d._readableState, w = d._writableState; log(JSON.stringify([r.objectMode, r.highWaterMark, r.length, r.pipes, r.flowing, r.ended, r.endEmitted, r.reading, r.constructed, r.sync, r.needReadable, r.autoDestroy, r.destroyed, r.errored, r.closed, r.defaultEncoding, r.decoder, r.encoding, r.buffer])); log(JSON.stringify([w.objectMode, w.highWaterMark, w.length, w.ending, w.ended, w.finished, w.destroyed, w.decodeStrings, w.defaultEncoding, w.corked, w.writing, w.pendingcb, w.prefinished, w.errorEmitted, w.needDrain, w.getBuffer().length])); });

process.on('uncaughtException', (e) => log('UNCAUGHT', err(e)));
process.on('unhandledRejection', (e) => log('UNHANDLED', err(e)));
(async () => {
  for (const [name, run] of scenarios) {
    console.log(`== ${name}`);
    log = (...a) => console.log(' ', ...a);
    try {
      await Promise.race([run(), new Promise((r) => setTimeout(r, 300, 'slow'))]).then((v) => v === 'slow' && log('TIMEOUT'));
    } catch (e) { log('THREW', err(e)); }
    for (let i = 0; i < 12; i++) await later();
    await new Promise((r) => setTimeout(r, 12));
  }
})();
