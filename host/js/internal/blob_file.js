// A part of a Blob that lies in a file: read when it is asked for, and only while the file is what it was.
'use strict';

// Of a whole file.
function place(path) {
  const stats = require('fs').statSync(path, { bigint: true, throwIfNoEntry: false });
  if (stats === undefined) throw Object.assign(new TypeError('Unable to open file as blob'), { code: 'ERR_INVALID_ARG_VALUE' });
  return { path, offset: 0, byteLength: Number(stats.size), size: stats.size, changed: stats.mtimeNs };
}

const isPlace = (part) => !ArrayBuffer.isView(part);

function slice(part, from, to) {
  return { ...part, offset: part.offset + from, byteLength: to - from };
}

async function read(part) {
  const { open } = require('fs').promises;
  const bytes = new Uint8Array(part.byteLength);
  let handle;
  try {
    handle = await open(part.path);
    const { size, mtimeNs } = await handle.stat({ bigint: true });
    if (size !== part.size || mtimeNs !== part.changed) throw unreadable();
    for (let at = 0; at < bytes.length;) {
      const { bytesRead } = await handle.read(bytes, at, bytes.length - at, part.offset + at);
      if (bytesRead === 0) throw unreadable();
      at += bytesRead;
    }
  } catch {
    throw unreadable();
  } finally {
    await handle?.close();
  }
  return bytes;
}

const unreadable = () => new DOMException('The blob could not be read', 'NotReadableError');

module.exports = { isPlace, place, read, slice };
