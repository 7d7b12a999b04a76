// Reading and writing of numbers in a Buffer: integers of 1 to 6 bytes, 64-bit BigInts, floats and doubles, both byte orders.
// Installed on `Buffer.prototype` by `install`; plain byte arithmetic, since a DataView per call would cost an allocation.
'use strict';

const { codes: { ERR_BUFFER_OUT_OF_BOUNDS, ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE } } = require('internal/errors');

const floatCell = new Float32Array(1);
const floatBytes = new Uint8Array(floatCell.buffer);
const doubleCell = new Float64Array(1);
const doubleBytes = new Uint8Array(doubleCell.buffer);
const hostIsLittle = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

function requireNumber(value, name) {
  if (typeof value !== 'number') throw new ERR_INVALID_ARG_TYPE(name, 'number', value);
}

// Always throws: says what is wrong with `offset` for an access of which the last valid start is `last`.
function throwBadOffset(offset, last, name = 'offset') {
  requireNumber(offset, name);
  if (Math.floor(offset) !== offset) throw new ERR_OUT_OF_RANGE(name, 'an integer', offset);
  if (last < 0) throw new ERR_BUFFER_OUT_OF_BOUNDS();
  const least = name === 'offset' ? 0 : 1;
  throw new ERR_OUT_OF_RANGE(name, `>= ${least} and <= ${last}`, offset);
}

function checkAccess(buffer, offset, size) {
  requireNumber(offset, 'offset');
  // Bytes are never undefined inside the buffer; this also refuses fractions and NaN without a separate test.
  if (buffer[offset] === undefined || buffer[offset + size - 1] === undefined) {
    throwBadOffset(offset, buffer.length - size);
  }
}

function throwBadValue(value, min, max, size) {
  const n = typeof min === 'bigint' ? 'n' : '';
  let range;
  if (size <= 4) {
    range = `>= ${min}${n} and <= ${max}${n}`;
  } else {
    const bits = size * 8;
    range = Number(min) === 0 ?
      `>= 0${n} and < 2${n} ** ${bits}${n}` :
      `>= -(2${n} ** ${bits - 1}${n}) and < 2${n} ** ${bits - 1}${n}`;
  }
  throw new ERR_OUT_OF_RANGE('value', range, value);
}

// A single byte's offset is looked at before its value.
function throwBadByte(value, offset, min) {
  requireNumber(offset, 'offset');
  throwBadValue(value, min, min + 255, 1);
}

function readUnsigned(buffer, offset, size, little) {
  checkAccess(buffer, offset, size);
  let value = 0;
  if (little) {
    for (let i = size - 1; i >= 0; i--) value = value * 256 + buffer[offset + i];
  } else {
    for (let i = 0; i < size; i++) value = value * 256 + buffer[offset + i];
  }
  return value;
}

function readSigned(buffer, offset, size, little) {
  const value = readUnsigned(buffer, offset, size, little);
  const modulus = 2 ** (size * 8);
  return value >= modulus / 2 ? value - modulus : value;
}

function writeInteger(buffer, value, offset, size, little, min, max) {
  value = +value;
  if (value > max || value < min) {
    if (size === 1) throwBadByte(value, offset, min);
    throwBadValue(value, min, max, size);
  }
  checkAccess(buffer, offset, size);
  // Two halves, because bit operations see only 32 bits; the low one wraps modulo 2 ** 32.
  let low = value;
  let high = size > 4 ? Math.floor(value * 2 ** -32) : 0;
  for (let i = 0; i < size; i++) {
    const at = little ? offset + i : offset + size - 1 - i;
    if (i < 4) {
      buffer[at] = low;
      low >>>= 8;
    } else {
      buffer[at] = high;
      high >>>= 8;
    }
  }
  return offset + size;
}

function checkByteLength(size) {
  if (size === undefined) throw new ERR_INVALID_ARG_TYPE('byteLength', 'number', size);
  if (!(size === 1 || size === 2 || size === 3 || size === 4 || size === 5 || size === 6)) {
    throwBadOffset(size, 6, 'byteLength');
  }
}

function readHalves(buffer, offset, little) {
  checkAccess(buffer, offset, 8);
  const first = buffer[offset] * 2 ** 24 + (buffer[offset + 1] << 16 | buffer[offset + 2] << 8 | buffer[offset + 3]);
  const firstLittle = (buffer[offset] | buffer[offset + 1] << 8 | buffer[offset + 2] << 16) + buffer[offset + 3] * 2 ** 24;
  const second = buffer[offset + 4] * 2 ** 24 + (buffer[offset + 5] << 16 | buffer[offset + 6] << 8 | buffer[offset + 7]);
  const secondLittle =
    (buffer[offset + 4] | buffer[offset + 5] << 8 | buffer[offset + 6] << 16) + buffer[offset + 7] * 2 ** 24;
  return little ? (BigInt(secondLittle) << 32n) + BigInt(firstLittle) : (BigInt(first) << 32n) + BigInt(second);
}

function writeBig(buffer, value, offset, little, min, max) {
  if (value > max || value < min) throwBadValue(value, min, max, 8);
  checkAccess(buffer, offset, 8);
  let low = Number(value & 0xffffffffn);
  let high = Number(value >> 32n & 0xffffffffn);
  for (let i = 0; i < 8; i++) {
    const at = little ? offset + i : offset + 7 - i;
    if (i < 4) {
      buffer[at] = low;
      low >>>= 8;
    } else {
      buffer[at] = high;
      high >>>= 8;
    }
  }
  return offset + 8;
}

// Without loops, and one body for each width and direction, so that each sees one kind of memory.
function readFloatForward(buffer, offset) {
  checkAccess(buffer, offset, 4);
  floatBytes[0] = buffer[offset];
  floatBytes[1] = buffer[offset + 1];
  floatBytes[2] = buffer[offset + 2];
  floatBytes[3] = buffer[offset + 3];
  return floatCell[0];
}

function readFloatBackward(buffer, offset) {
  checkAccess(buffer, offset, 4);
  floatBytes[3] = buffer[offset];
  floatBytes[2] = buffer[offset + 1];
  floatBytes[1] = buffer[offset + 2];
  floatBytes[0] = buffer[offset + 3];
  return floatCell[0];
}

function readDoubleForward(buffer, offset) {
  checkAccess(buffer, offset, 8);
  doubleBytes[0] = buffer[offset];
  doubleBytes[1] = buffer[offset + 1];
  doubleBytes[2] = buffer[offset + 2];
  doubleBytes[3] = buffer[offset + 3];
  doubleBytes[4] = buffer[offset + 4];
  doubleBytes[5] = buffer[offset + 5];
  doubleBytes[6] = buffer[offset + 6];
  doubleBytes[7] = buffer[offset + 7];
  return doubleCell[0];
}

function readDoubleBackward(buffer, offset) {
  checkAccess(buffer, offset, 8);
  doubleBytes[7] = buffer[offset];
  doubleBytes[6] = buffer[offset + 1];
  doubleBytes[5] = buffer[offset + 2];
  doubleBytes[4] = buffer[offset + 3];
  doubleBytes[3] = buffer[offset + 4];
  doubleBytes[2] = buffer[offset + 5];
  doubleBytes[1] = buffer[offset + 6];
  doubleBytes[0] = buffer[offset + 7];
  return doubleCell[0];
}

// V8 has several NaNs inside; only the ordinary one may become visible.
const canonical = (value) => (value !== value ? NaN : value);

function writeFloatForward(buffer, value, offset) {
  value = +value;
  checkAccess(buffer, offset, 4);
  floatCell[0] = canonical(value);
  buffer[offset] = floatBytes[0];
  buffer[offset + 1] = floatBytes[1];
  buffer[offset + 2] = floatBytes[2];
  buffer[offset + 3] = floatBytes[3];
  return offset + 4;
}

function writeFloatBackward(buffer, value, offset) {
  value = +value;
  checkAccess(buffer, offset, 4);
  floatCell[0] = canonical(value);
  buffer[offset] = floatBytes[3];
  buffer[offset + 1] = floatBytes[2];
  buffer[offset + 2] = floatBytes[1];
  buffer[offset + 3] = floatBytes[0];
  return offset + 4;
}

function writeDoubleForward(buffer, value, offset) {
  value = +value;
  checkAccess(buffer, offset, 8);
  doubleCell[0] = canonical(value);
  buffer[offset] = doubleBytes[0];
  buffer[offset + 1] = doubleBytes[1];
  buffer[offset + 2] = doubleBytes[2];
  buffer[offset + 3] = doubleBytes[3];
  buffer[offset + 4] = doubleBytes[4];
  buffer[offset + 5] = doubleBytes[5];
  buffer[offset + 6] = doubleBytes[6];
  buffer[offset + 7] = doubleBytes[7];
  return offset + 8;
}

function writeDoubleBackward(buffer, value, offset) {
  value = +value;
  checkAccess(buffer, offset, 8);
  doubleCell[0] = canonical(value);
  buffer[offset] = doubleBytes[7];
  buffer[offset + 1] = doubleBytes[6];
  buffer[offset + 2] = doubleBytes[5];
  buffer[offset + 3] = doubleBytes[4];
  buffer[offset + 4] = doubleBytes[3];
  buffer[offset + 5] = doubleBytes[2];
  buffer[offset + 6] = doubleBytes[1];
  buffer[offset + 7] = doubleBytes[0];
  return offset + 8;
}

// The widths used most get bodies of their own, without loops.
const fixedReads = {
  readUInt8(offset = 0) {
    const value = typeof offset === 'number' ? this[offset] : undefined;
    if (value === undefined) checkAccess(this, offset, 1);
    return value;
  },
  readInt8(offset = 0) {
    const value = typeof offset === 'number' ? this[offset] : undefined;
    if (value === undefined) checkAccess(this, offset, 1);
    return value << 24 >> 24;
  },
  readUInt16LE(offset = 0) {
    checkAccess(this, offset, 2);
    return this[offset] | this[offset + 1] << 8;
  },
  readUInt16BE(offset = 0) {
    checkAccess(this, offset, 2);
    return this[offset] << 8 | this[offset + 1];
  },
  readInt16LE(offset = 0) {
    checkAccess(this, offset, 2);
    return this[offset] | this[offset + 1] << 24 >> 16;
  },
  readInt16BE(offset = 0) {
    checkAccess(this, offset, 2);
    return this[offset] << 24 >> 16 | this[offset + 1];
  },
  readUInt32LE(offset = 0) {
    checkAccess(this, offset, 4);
    return (this[offset] | this[offset + 1] << 8 | this[offset + 2] << 16 | this[offset + 3] << 24) >>> 0;
  },
  readUInt32BE(offset = 0) {
    checkAccess(this, offset, 4);
    return (this[offset] << 24 | this[offset + 1] << 16 | this[offset + 2] << 8 | this[offset + 3]) >>> 0;
  },
  readInt32LE(offset = 0) {
    checkAccess(this, offset, 4);
    return this[offset] | this[offset + 1] << 8 | this[offset + 2] << 16 | this[offset + 3] << 24;
  },
  readInt32BE(offset = 0) {
    checkAccess(this, offset, 4);
    return this[offset] << 24 | this[offset + 1] << 16 | this[offset + 2] << 8 | this[offset + 3];
  },
};

const bigTypes = [
  ['BigUInt64', 0n, 0xffffffffffffffffn],
  ['BigInt64', -0x8000000000000000n, 0x7fffffffffffffffn],
];

// Methods are defined through computed names so that `name` and stack traces read as documented.
function defineBig(proto) {
  for (const [type, min, max] of bigTypes) {
    for (const order of ['LE', 'BE']) {
      const little = order === 'LE';
      const bits = type === 'BigInt64' ? BigInt.asIntN : BigInt.asUintN;
      Object.assign(proto, {
        [`read${type}${order}`](offset = 0) { return bits(64, readHalves(this, offset, little)); },
        [`write${type}${order}`](value, offset = 0) { return writeBig(this, value, offset, little, min, max); },
      });
    }
  }
}

function defineIntegers(proto) {
  for (const signed of [false, true]) {
    const kind = signed ? 'Int' : 'UInt';
    const read = signed ? readSigned : readUnsigned;
    for (const order of ['LE', 'BE']) {
      const little = order === 'LE';
      Object.assign(proto, {
        [`read${kind}${order}`](offset, byteLength) {
          if (offset === undefined) throw new ERR_INVALID_ARG_TYPE('offset', 'number', offset);
          checkByteLength(byteLength);
          return read(this, offset, byteLength, little);
        },
        [`write${kind}${order}`](value, offset, byteLength) {
          checkByteLength(byteLength);
          const span = 2 ** (byteLength * 8);
          const min = signed ? -span / 2 : 0;
          return writeInteger(this, value, offset, byteLength, little, min, min + span - 1);
        },
      });
      for (const size of [2, 4]) {
        const span = 2 ** (size * 8);
        const min = signed ? -span / 2 : 0;
        const max = min + span - 1;
        defineFixedWrite(proto, `write${kind}${size * 8}${order}`, size, little, min, max);
      }
    }
    const min = signed ? -128 : 0;
    Object.assign(proto, {
      [`write${kind}8`](value, offset = 0) {
        value = +value;
        if (value > min + 255 || value < min) throwBadByte(value, offset, min);
        checkAccess(this, offset, 1);
        this[offset] = value;
        return offset + 1;
      },
    });
  }
}

function defineFixedWrite(proto, name, size, little, min, max) {
  const body = size === 2 ?
    {
      [name](value, offset = 0) {
        value = +value;
        if (value > max || value < min) throwBadValue(value, min, max, 2);
        checkAccess(this, offset, 2);
        this[little ? offset : offset + 1] = value;
        this[little ? offset + 1 : offset] = value >>> 8;
        return offset + 2;
      },
    } :
    {
      [name](value, offset = 0) {
        value = +value;
        if (value > max || value < min) throwBadValue(value, min, max, 4);
        checkAccess(this, offset, 4);
        const step = little ? 1 : -1;
        let at = little ? offset : offset + 3;
        this[at] = value;
        this[at += step] = value >>> 8;
        this[at += step] = value >>> 16;
        this[at + step] = value >>> 24;
        return offset + 4;
      },
    };
  Object.assign(proto, body);
}

function defineFloating(proto) {
  const bodies = [
    ['Float', readFloatForward, readFloatBackward, writeFloatForward, writeFloatBackward],
    ['Double', readDoubleForward, readDoubleBackward, writeDoubleForward, writeDoubleBackward],
  ];
  for (const [type, readForward, readBackward, writeForward, writeBackward] of bodies) {
    for (const order of ['LE', 'BE']) {
      const isForward = (order === 'LE') === hostIsLittle;
      const read = isForward ? readForward : readBackward;
      const write = isForward ? writeForward : writeBackward;
      Object.assign(proto, {
        [`read${type}${order}`](offset = 0) { return read(this, offset); },
        [`write${type}${order}`](value, offset = 0) { return write(this, value, offset); },
      });
    }
  }
}

function install(proto) {
  Object.assign(proto, fixedReads);
  defineIntegers(proto);
  defineBig(proto);
  defineFloating(proto);
  // The other spelling: the same function objects.
  for (const name of Object.keys(proto)) {
    if (name.includes('UInt')) proto[name.replace('UInt', 'Uint')] = proto[name];
  }
}

module.exports = { install };
