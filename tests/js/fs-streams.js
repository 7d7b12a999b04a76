'use strict';
// File streams whose `open` is another's (as graceful-fs has it), and what stays open.
const fs = require('fs');
const os = require('os');
const path = require('path');
const { once } = require('events');

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'fs-streams-'));
const file = path.join(root, 'a.txt');
fs.writeFileSync(file, 'some text');

function patched(Class, ...args) {
  function Patched(...all) { Class.apply(this, all); }
  Object.setPrototypeOf(Patched.prototype, Class.prototype);
  Patched.prototype.open = function() {
    fs.open(this.path, this.flags, this.mode, (error, fd) => {
      if (error) {
        this.destroy();
        this.emit('error', error);
      } else {
        this.fd = fd;
        this.emit('open', fd);
      }
    });
  };
  return new Patched(...args);
}

async function main() {
  let text = '';
  for await (const chunk of patched(fs.ReadStream, file, 'utf8')) text += chunk;
  console.log('read', text);

  const missing = patched(fs.ReadStream, `${file}.missing`);
  console.log('missing', (await once(missing, 'error'))[0].code);

  const out = patched(fs.WriteStream, path.join(root, 'b.txt'));
  out.end('written');
  await once(out, 'close');
  console.log('wrote', fs.readFileSync(path.join(root, 'b.txt'), 'utf8'));

  const bad = fs.createReadStream(null, { fd: 13337, autoClose: false });
  bad.resume();
  console.log('bad descriptor', (await once(bad, 'error'))[0].code, bad.closed, bad.destroyed, bad.fd);

  fs.Stats(1, 2); // Old programs do.
  console.log('stats', fs.statSync(file) instanceof fs.Stats);
}

main().finally(() => fs.rmSync(root, { recursive: true }));
