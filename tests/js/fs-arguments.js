// Which of several wrong arguments fs tells, where the callback may stand, the forms of read(), and what fs.cp says to links that lead
// back: expected is what 22.14 and 26.9 both print.
'use strict';
const fs = require('fs');
const os = require('os');
const path = require('path');
process.removeAllListeners('warning');
const root = fs.mkdtempSync(path.join(os.tmpdir(), 'fs-arguments-'));
const at = (name) => path.join(root, name);
const tell = (error) => `${error.name} ${error.code ?? ''} ${error.message}`.replaceAll(root, 'ROOT').replaceAll(process.cwd(), 'CWD');

function attempt(label, run) {
  try {
    const answer = run();
    console.log(label, '->', typeof answer === 'number' ? answer : 'done');
  } catch (error) {
    console.log(label, '->', tell(error));
  }
}

// Two arguments are wrong, or the callback is missing as well.
const wrong = {};
const calls = {
  access: [[wrong], [at('x'), wrong]],
  appendFile: [[wrong, wrong], [wrong, 'd', 5]],
  chmod: [[wrong, wrong], [at('x'), wrong]],
  chown: [[wrong, wrong, 1]],
  copyFile: [[wrong, wrong], [at('x'), at('y'), true], [at('x'), at('y'), NaN], [at('x'), at('y'), 8]],
  fchmod: [[wrong, wrong], [wrong, 0o600], [999, wrong]],
  fchown: [[wrong, wrong, 1], [wrong, 1, wrong], [wrong, 1, 1]],
  fstat: [[wrong]],
  ftruncate: [[wrong, 'x'], [wrong, 1]],
  futimes: [[wrong, {}, 1], [wrong, 1, {}], [wrong, 1, 1]],
  lchown: [[wrong, {}, 1]],
  link: [[wrong, {}]],
  open: [[wrong]],
  readFile: [[wrong, 5], [NaN]],
  readlink: [[wrong, 5]],
  readv: [[999, 5]],
  rename: [[wrong, {}]],
  rmdir: [[wrong, 5]],
  stat: [[wrong]],
  truncate: [[at('x'), 'y'], [at('x'), null]],
  utimes: [[wrong, {}, {}], [at('x'), '', '']],
  write: [[999, 5]],
  writev: [[999, 5]],
};
for (const [name, lists] of Object.entries(calls)) {
  lists.forEach((list, index) => {
    attempt(`${name}Sync ${index}`, () => fs[`${name}Sync`](...list));
    attempt(`${name} ${index} without a callback`, () => fs[name](...list));
    attempt(`${name} ${index}`, () => fs[name](...list, () => {}));
  });
}
attempt('realpathSync of what is no path', () => fs.realpathSync(wrong === null));

async function reads() {
  fs.writeFileSync(at('text'), 'hello world');
  const handle = await fs.promises.open(at('text'));
  const five = () => Buffer.alloc(5);
  const lists = [[], [null], [{}], [five()], [five(), null], [five(), { position: 1 }], [five(), 0, undefined, 0], [five(), 0, null, 0],
    [five(), 0, 2, 0], [five(), 0, 6, 0], [five(), 9, 1, 0], [five(), 0, -1, 0], [five(), 0.5, 1, 0], [five(), 0, 1, 'x'], [five(), 0, 1, -3],
    [five(), 0, 5, 2n], [Buffer.alloc(0)], [Buffer.alloc(0), 0, 1, 0], ['x'], [[]], [{ buffer: 1 }]];
  for (const [index, list] of lists.entries()) {
    attempt(`readSync ${index}`, () => fs.readSync(handle.fd, ...list));
    await new Promise((done) => {
      try {
        fs.read(handle.fd, ...list, (error, count, buffer) => {
          console.log(`read ${index}`, error ? tell(error) : `${count} of ${buffer.length}`);
          done();
        });
      } catch (error) {
        console.log(`read ${index}`, tell(error));
        done();
      }
    });
    const { bytesRead, buffer } = await handle.read(...list).catch((error) => ({ bytesRead: tell(error) }));
    console.log(`handle.read ${index}`, bytesRead, buffer?.length);
  }
  await handle.close();
  for (const name of ['stat', 'sync', 'datasync', 'truncate', 'readFile', 'read']) {
    await handle[name](five()).catch((error) => console.log('closed', name, error.code, error.syscall));
  }
  for (const name of ['createReadStream', 'createWriteStream', 'readableWebStream']) attempt(`closed ${name}`, () => handle[name]());
}

function streams() {
  const nothing = () => {};
  const whole = { open: nothing, read: nothing, write: nothing, close: nothing };
  for (const [kind, missing] of [['Read', 'open'], ['Read', 'read'], ['Read', 'close'], ['Write', 'open'], ['Write', 'write'], ['Write', 'close']]) {
    for (const more of [{}, { autoClose: false }, { fd: 100, autoClose: false }]) {
      attempt(`create${kind}Stream without ${missing} ${Object.keys(more)}`,
              () => fs[`create${kind}Stream`](at('no'), { fs: { ...whole, [missing]: undefined }, ...more }).on('error', nothing));
    }
  }
  attempt('writev', () => fs.createWriteStream(at('no'), { fs: { ...whole, writev: 'x' } }));
  attempt('fsync', () => fs.createWriteStream(at('no'), { fs: whole, flush: true }));
}

const copies = {
  'target in source by a link'() {
    fs.mkdirSync(at('s/a'), { recursive: true });
    fs.mkdirSync(at('d'));
    fs.symlinkSync(at('s'), at('d/b'));
    return ['s', 'd/b/c', { recursive: true }];
  },
  'link there leads into source'() {
    fs.mkdirSync(at('s/a/b'), { recursive: true });
    fs.symlinkSync(at('s/a/b'), at('s/a/c'));
    fs.mkdirSync(at('d/a'), { recursive: true });
    fs.symlinkSync(at('s'), at('d/a/c'));
    return ['s', 'd', { recursive: true }];
  },
  'link over file'() {
    fs.mkdirSync(at('s'));
    fs.symlinkSync(at('x'), at('s/c'));
    fs.mkdirSync(at('d'));
    fs.writeFileSync(at('d/c'), '1');
    return ['s', 'd', { recursive: true }];
  },
  'link to target, twice'() {
    fs.mkdirSync(at('s'));
    fs.mkdirSync(at('d'));
    fs.symlinkSync(at('d'), at('s/link'));
    fs.cpSync(at('s'), at('d'), { recursive: true });
    return ['s', 'd', { recursive: true }];
  },
  'link over link'() {
    fs.writeFileSync(at('f'), '1');
    fs.writeFileSync(at('g'), '2');
    fs.symlinkSync('f', at('s'));
    fs.symlinkSync('g', at('d'));
    return ['s', 'd', {}];
  },
  'folder, not recursive'() {
    fs.mkdirSync(at('s'));
    return ['s', 'd/e', {}];
  },
  'mode'() { return ['s', 'd', { mode: 8 }]; },
  'filter'() { return ['s', 'd', { filter: 1 }]; },
};

// Not through links: some lead back.
function names(folder) {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const below = path.join(folder, entry.name);
    return [path.relative(root, below), ...(entry.isDirectory() ? names(below) : [])];
  }).sort();
}

async function copying() {
  for (const [name, set] of Object.entries(copies)) {
    fs.rmSync(root, { recursive: true });
    fs.mkdirSync(root);
    const [from, to, options] = set();
    const answer = await fs.promises.cp(at(from), at(to), options).then(() => 'done', tell);
    console.log('cp', name, '->', answer, names(root).join(' '));
  }
}

// A recursive listing goes through links.
async function listing() {
  fs.mkdirSync(at('one/two'), { recursive: true });
  fs.writeFileSync(at('one/two/three'), '');
  fs.symlinkSync('two', at('one/link'));
  fs.symlinkSync('nowhere', at('one/none'));
  const options = { recursive: true };
  console.log('names', fs.readdirSync(at('one'), options).sort().join(' '));
  console.log('names', (await fs.promises.readdir(at('one'), options)).sort().join(' '));
  const found = await new Promise((done) => fs.readdir(at('one'), options, (error, list) => done(list)));
  console.log('names', found.sort().join(' '));
  console.log('entries', fs.readdirSync(at('one'), { ...options, withFileTypes: true }).map(({ name }) => name).sort().join(' '));
}

async function waiting() {
  async function asks() { await fs.promises.stat(at('missing')); }
  const error = await asks().catch((reason) => reason);
  console.log('who waits is in the stack:', /at async asks/.test(error.stack));
}

reads().then(streams).then(copying).then(listing).then(waiting).finally(() => fs.rmSync(root, { recursive: true, force: true }));
