// The format of DNS messages (RFC 1035 and the later kinds of records): a question as bytes, and what a reply says.
// Deliberately absent: EDNS, DNSSEC, and names that are no ASCII (the callers bring them into that form).
'use strict';

const { Buffer } = require('buffer');

const types = {
  A: 1, NS: 2, CNAME: 5, SOA: 6, PTR: 12, MX: 15, TXT: 16, AAAA: 28, SRV: 33, NAPTR: 35, TLSA: 52, ANY: 255, CAA: 257,
};
const typeNames = new Map(Object.entries(types).map(([name, number]) => [number, name]));
const INTERNET = 1;
const HEADER = 12;
const RECURSION_DESIRED = 0x0100;
const RESPONSE = 0x8000;
const TRUNCATED = 0x0200;

// The labels of a name, each behind its length; null if it is no name.
function encodeName(name) {
  const labels = name.replace(/\.$/, '').split('.');
  if (name === '' || name === '.') return Buffer.from([0]);
  const parts = [];
  for (const label of labels) {
    const bytes = Buffer.from(label, 'latin1');
    if (bytes.length === 0 || bytes.length > 63) return null;
    parts.push(Buffer.from([bytes.length]), bytes);
  }
  const whole = Buffer.concat([...parts, Buffer.from([0])]);
  return whole.length > 255 ? null : whole;
}

function encodeQuestion(id, name, type) {
  const encoded = encodeName(name);
  if (encoded === null) return null;
  const head = Buffer.alloc(HEADER);
  head.writeUInt16BE(id, 0);
  head.writeUInt16BE(RECURSION_DESIRED, 2);
  head.writeUInt16BE(1, 4);
  const tail = Buffer.alloc(4);
  tail.writeUInt16BE(types[type], 0);
  tail.writeUInt16BE(INTERNET, 2);
  return Buffer.concat([head, encoded, tail]);
}

// Reads on from a place; what lies outside the message throws a RangeError.
class Cursor {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  take(length) {
    if (this.at + length > this.bytes.length) throw new RangeError('outside');
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  u8() { return this.take(1)[0]; }

  u16() { return this.take(2).readUInt16BE(0); }

  u32() { return this.take(4).readUInt32BE(0); }

  text() { return this.take(this.u8()).toString('latin1'); }

  // Names may end with a reference to an earlier place.
  name() {
    const labels = [];
    let end = -1;
    for (let jumps = 0; ;) {
      const length = this.u8();
      if (length === 0) break;
      if (length >= 0xc0) {
        const target = ((length & 0x3f) << 8) | this.u8();
        if (end < 0) end = this.at;
        if (++jumps > 64) throw new RangeError('goes round');
        this.at = target;
      } else {
        labels.push(this.take(length).toString('latin1').replace(/[.\\]/g, '\\$&'));
      }
    }
    if (end >= 0) this.at = end;
    return labels.join('.');
  }
}

function ipv6(bytes) {
  const words = Array.from({ length: 8 }, (unused, at) => bytes.readUInt16BE(at * 2));
  if (words.slice(0, 5).every((word) => word === 0) && words[5] === 0xffff) return `::ffff:${bytes.subarray(12).join('.')}`;
  return new URL(`http://[${words.map((word) => word.toString(16)).join(':')}]/`).hostname.slice(1, -1);
}

// The data of each kind of record, as dns.resolve* shows it.
const readers = {
  A: (cursor) => cursor.take(4).join('.'),
  AAAA: (cursor) => ipv6(cursor.take(16)),
  NS: (cursor) => cursor.name(),
  CNAME: (cursor) => cursor.name(),
  PTR: (cursor) => cursor.name(),
  MX(cursor) {
    const priority = cursor.u16();
    return { exchange: cursor.name(), priority };
  },
  TXT(cursor, end) {
    const entries = [];
    while (cursor.at < end) entries.push(cursor.text());
    return entries;
  },
  SRV(cursor) {
    const [priority, weight, port] = [cursor.u16(), cursor.u16(), cursor.u16()];
    return { name: cursor.name(), port, priority, weight };
  },
  SOA(cursor) {
    return {
      nsname: cursor.name(), hostmaster: cursor.name(), serial: cursor.u32(), refresh: cursor.u32(), retry: cursor.u32(),
      expire: cursor.u32(), minttl: cursor.u32(),
    };
  },
  NAPTR(cursor) {
    const [order, preference] = [cursor.u16(), cursor.u16()];
    return { flags: cursor.text(), service: cursor.text(), regexp: cursor.text(), replacement: cursor.name(), order, preference };
  },
  CAA(cursor, end) {
    const critical = cursor.u8();
    const tag = cursor.text();
    return { critical, type: 'CAA', [tag]: cursor.take(end - cursor.at).toString('latin1') };
  },
  TLSA(cursor, end) {
    const [certUsage, selector, match] = [cursor.u8(), cursor.u8(), cursor.u8()];
    return { certUsage, selector, match, data: Uint8Array.from(cursor.take(end - cursor.at)).buffer };
  },
};

// What a reply says: `{ id, code, truncated, records: [{ type, ttl, data }] }`; null if it makes no sense.
function decodeReply(bytes) {
  try {
    const cursor = new Cursor(bytes);
    const [id, flags, questions, answers] = [cursor.u16(), cursor.u16(), cursor.u16(), cursor.u16()];
    if ((flags & RESPONSE) === 0) return null;
    cursor.take(4);
    for (let i = 0; i < questions; i++) {
      cursor.name();
      cursor.take(4);
    }
    const records = [];
    for (let i = 0; i < answers; i++) {
      cursor.name();
      const type = typeNames.get(cursor.u16());
      cursor.take(2);
      const ttl = cursor.u32();
      const length = cursor.u16();
      const end = cursor.at + length;
      if (end > bytes.length) return null;
      if (readers[type] !== undefined) records.push({ type, ttl, data: readers[type](cursor, end) });
      cursor.at = end;
    }
    return { id, code: flags & 0xf, truncated: (flags & TRUNCATED) !== 0, records };
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

module.exports = { decodeReply, encodeQuestion, types };
