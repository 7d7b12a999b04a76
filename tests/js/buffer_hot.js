// Differential: Buffer functions called so often that V8 compiles the calls; the fast variants must answer what the others do.
'use strict';

const target = Buffer.alloc(64);
const texts = ['hello', 'h\u00e9llo', '\u20acuro', '', 'a'.repeat(70), '68656c6c6f', 'aGVsbG8=', 'aGVs-_8', '\ud83d\ude00', '\u00e9'.repeat(40), 'zz'];
const encodings = ['utf8', 'latin1', 'ascii', 'ucs2', 'hex', 'base64', 'base64url'];
let hash = 0;
const mix = (value) => { hash = (hash * 31 + value) | 0; };

function writes(text, offset, length) {
  mix(target.utf8Write(text, offset, length));
  mix(target.latin1Write(text, offset, length));
  mix(target.asciiWrite(text, offset, length));
  mix(target.ucs2Write(text, offset, length));
  mix(target.hexWrite(text, offset, length));
  mix(target.base64Write(text, offset, length));
  mix(target.base64urlWrite(text, offset, length));
  mix(target[offset] + target[63]);
}
for (let i = 0; i < 30000; i++) writes(texts[i % texts.length], i % 60, 64 - (i % 60));
console.log('writes', hash);

function general(text, i) {
  mix(Buffer.byteLength(text));
  mix(target.write(text, i % 64));
  mix(target.indexOf(text, i % 70 - 5));
  mix(target.lastIndexOf(text));
  mix(target.indexOf(text, 0, encodings[i % 4]));
  const made = Buffer.from(text, encodings[i % 7]);
  mix(made.length);
  mix(made.compare(target));
  mix(made.equals(target) ? 1 : 0);
  mix(made.copy(target, i % 64, Math.min(i % 3, made.length)));
  mix(Buffer.concat([made, target], 40)[39]);
  mix(target.fill(text || 'x', i % 64, 64, 'latin1')[63]);
  mix(target.toString(encodings[i % 7], 0, i % 64).length);
}
for (let i = 0; i < 30000; i++) general(texts[i % texts.length], i);
console.log('general', hash);

// Errors out of compiled calls.
function failing(offset, length) {
  try {
    return target.utf8Write('abc', offset, length);
  } catch (error) {
    return `${error.name} ${error.code} ${error.message}`;
  }
}
let last;
for (let i = 0; i < 20000; i++) last = failing(60, 3);
console.log(last);
for (let i = 0; i < 20000; i++) last = failing(65, 3);
console.log(last);
console.log(failing(64, 0), failing(-1, 3), failing(3, 1000));

// Views of other kinds as receivers of compiled calls.
const wide = new Uint16Array(8);
for (let i = 0; i < 20000; i++) last = Buffer.prototype.utf8Write.call(wide, 'abcdef', 0, 6);
console.log(last, [...wide].join());
for (let i = 0; i < 20000; i++) last = Buffer.compare(target, new Uint8Array([1]));
console.log(last);

// Arrays so small that V8 has their bytes in its own heap, new ones for every call.
const four = new Uint8Array([100, 99, 98, 97]);
function small(text, i) {
  const made = Buffer.alloc(12);
  mix(made.utf8Write(text, i % 12, 12 - i % 12));
  mix(made.latin1Write(text, i % 7, 5));
  mix(made.write('ab', i % 10));
  mix(made.indexOf('b') + made.indexOf(98) + made.indexOf(four));
  mix(made.compare(four));
  mix(four.length + made.copy(new Uint8Array(3), 0, i % 3));
  mix(Buffer.from(new Uint8Array([i & 255, 1, 2])).readUInt16LE(0));
  mix(made.fill(text || 'x', 3, 9).swap32()[i % 12]);
  mix(made.toString('hex').length + made.latin1Slice(0, 4).charCodeAt(2));
}
for (let i = 0; i < 40000; i++) small(texts[i % texts.length], i);
console.log('small', hash);

// Small Buffers share memory, which is used again when all of its Buffers are gone: the kept ones stay what they are, and each text
// fits or goes on in the next memory.
const kept = [];
const pieces = ['-', '\u00e9', '\u20ac'];
const textOf = (i) => `${i}`.padEnd(40 + (i * 7) % 1300, pieces[i % 3]);
for (let i = 0; i < 60000; i++) {
  const text = textOf(i);
  const made = Buffer.from(text);
  if (made.length !== Buffer.byteLength(text)) console.log('too short', i);
  if (i % 97 === 0) kept.push([i, made]);
}
console.log('kept', kept.length, kept.filter(([i, made]) => made.toString() !== textOf(i)).length);
