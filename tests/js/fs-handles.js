// fs.promises' FileHandle beyond reading and writing: web streams, transfers, closing; and what the other forms say of odd arguments.
'use strict';
const fs = require('fs');
const os = require('os');
const path = require('path');

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'fs-handles-'));
const at = (...names) => path.join(root, ...names);
const show = (...values) => console.log(...values);
const clean = (text) => String(text).replaceAll(root, 'ROOT');

async function attempt(what, act) {
  try {
    show(what, await act());
  } catch (error) {
    show(what, error.code, error.name, clean(error.message), Object.keys(error).join());
  }
}

async function webStreams() {
  fs.writeFileSync(at('digits'), '0123456789'.repeat(5000));
  const all = await fs.promises.open(at('digits'));
  const stream = all.readableWebStream({ type: 'bytes' });
  const reader = stream.getReader({ mode: 'byob' });
  let length = 0;
  for (let done = false; !done;) {
    const read = await reader.read(new Uint8Array(20000));
    ({ done } = read);
    if (!done) length += read.value.byteLength;
  }
  show(length, all.fd > 0);
  await attempt('a second stream', () => all.readableWebStream());
  await all.close();
  await attempt('a closed handle', () => all.readableWebStream());
  const own = await fs.promises.open(at('digits'));
  show(Object.keys(own).includes('close'), Object.hasOwn(own, 'close'));
  await own.close();
}

async function transfers() {
  const handle = await fs.promises.open(at('digits'));
  const stream = fs.createReadStream(null, { fd: handle });
  await attempt('in use by a stream', () => structuredClone(handle, { transfer: [handle] }));
  await new Promise((resolve) => stream.on('close', resolve).resume());
}

async function oddArguments() {
  const handle = await fs.promises.open(at('odd'), 'w+');
  await attempt('unknown encoding', async () => (await handle.write('abc', 0, 'nope')).bytesWritten);
  await attempt('no length', async () => (await handle.read({ buffer: Buffer.alloc(8), length: null, position: 0 })).bytesRead);
  await handle.close();
  await attempt('opendirSync', () => fs.opendirSync(at('missing')));
  await attempt('opendir', () => fs.promises.opendir(at('missing')));
  fs.utimesSync(at('odd'), 5, 5);
  const before = Date.now();
  fs.utimesSync(at('odd'), -5, -5);
  show('a time before 1970 is now', fs.statSync(at('odd')).mtimeMs >= before - 5);
  const [entry] = fs.readdirSync(root, { withFileTypes: true });
  show(Object.keys(entry), entry.path === root);
  process.on('warning', ({ name, message }) => show(name, message));
  for (const name of ['X', 'abcX']) show(path.basename(fs.mkdtempSync(at(name))).length);

}

(async () => {
  await webStreams();
  await transfers();
  await oddArguments();
  fs.rmSync(root, { recursive: true });
})();
