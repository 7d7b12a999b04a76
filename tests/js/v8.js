'use strict';
// v8: the serialization format and the step-by-step classes.
const v8 = require('v8');
const t = (f) => { try { console.log(f()); } catch (e) { console.log(e.name, e.code, e.message); } };
t(() => v8.serialize({ a: 1 }).toString('hex').slice(4));
t(() => v8.deserialize(v8.serialize({ a: [1, new Map([[1, 2]])], b: Buffer.from('x'), u: new Float32Array([1.5]), d: new DataView(new ArrayBuffer(2)).byteLength, big: new BigInt64Array([5n]) })));
t(() => v8.serialize(() => 1));
t(() => v8.deserialize(5));
t(() => v8.deserialize(Buffer.from('ff')));
t(() => v8.serialize(Buffer.from('abc')).toString('hex').slice(4));
t(() => v8.serialize(new Uint8Array([1, 2])).toString('hex').slice(4));
t(() => v8.deserialize(v8.serialize([undefined, null, -0, NaN, 'é', new Date(5), /x/g, new Error('e').message, new Set([1])])));
const s = new v8.DefaultSerializer();
s.writeHeader();
s.writeValue({ a: 1 });
s.writeUint32(5);
s.writeUint64(1, 2);
s.writeDouble(1.5);
s.writeRawBytes(Buffer.from('hi'));
const b = s.releaseBuffer();
console.log(b.toString('hex').slice(4));
const d = new v8.DefaultDeserializer(b);
console.log(d.readHeader(), d.readValue(), d.readUint32(), d.readUint64(), d.readDouble(), d.readRawBytes(2).toString(), d.getWireFormatVersion() > 14);
t(() => d.readUint32());
t(() => new v8.Deserializer());
t(() => v8.setFlagsFromString(5));
t(() => v8.cachedDataVersionTag() > 0);
class Custom extends v8.Serializer {
  _writeHostObject(object) { this.writeUint32(7); this.writeUint32(object.byteLength); }
}
class Reader extends v8.Deserializer {
  _readHostObject() { return { host: [this.readUint32(), this.readUint32()] }; }
}
const custom = new Custom();
custom._setTreatArrayBufferViewsAsHostObjects(true);
custom.writeHeader();
custom.writeValue({ view: new Uint8Array(3) });
const reader = new Reader(custom.releaseBuffer());
reader.readHeader();
console.log(reader.readValue());
console.log(Object.keys(v8.getHeapStatistics()).join(), Object.keys(v8.getHeapSpaceStatistics()[0]).join(), Object.keys(v8.getHeapCodeStatistics()).join());

for (const kind of ['u', 'w']) {
  try { v8.deserialize(Buffer.from([255, 15, kind.charCodeAt(), 0])); } catch (error) { console.log(kind, error.message); }
}

// What a profiler of collections records.
v8.setFlagsFromString('--expose-gc');
const collect = require('vm').runInNewContext('gc');
const profiler = new v8.GCProfiler();
const second = new v8.GCProfiler();
console.log(profiler.stop(), profiler.start(), profiler.start(), second.start());
collect();
collect({ type: 'minor' });
const profile = profiler.stop();
collect();
console.log(Object.keys(profile), profile.version, profile.statistics.map((one) => one.gcType), profiler.stop());
const { beforeGC, cost, afterGC } = profile.statistics[0];
console.log(Object.keys(profile.statistics[0]), Object.keys(beforeGC.heapStatistics), Object.keys(afterGC.heapSpaceStatistics[0]));
console.log(cost > 0, afterGC.heapStatistics.usedHeapSize > 0, profile.endTime >= profile.startTime, second.stop().statistics.length);
